"""Passwords and keys are made so that nobody guesses them and kept so that nobody reads them back."""

from __future__ import annotations

import pytest

from watchfloor import passwords
from watchfloor.errors import UsageError


def test_a_password_is_right_for_what_was_kept_of_it_and_for_nothing_else() -> None:
    kept = passwords.kept_password("lighthouse at dawn")
    assert kept.startswith("$argon2id$")
    assert "lighthouse" not in kept
    assert passwords.is_right("lighthouse at dawn", kept)
    assert not passwords.is_right("lighthouse at dusk", kept)
    assert not passwords.is_right("", kept)
    assert not passwords.is_right("lighthouse at dawn", None)
    assert not passwords.is_right("lighthouse at dawn", "damaged")


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 201])
def test_too_short_and_too_long_ones_are_refused(password: str) -> None:
    with pytest.raises(UsageError, match="12 to 200 characters"):
        passwords.kept_password(password)


def test_what_is_made_is_long_and_never_twice_the_same() -> None:
    made = {passwords.new_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(one) for one in made} == {23}
    key = passwords.new_key()
    assert key.startswith("wfk_")
    assert len(key) > 40
    assert passwords.digest_of_key(key) != passwords.digest_of_key(passwords.new_key())
