"""Every backend does what the store asks of one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.contracts.backends import CHECKS, Check
from watchfloor.store.backends import BACKENDS

# The address of a floor in a folder, by the scheme of its backend.
PLACES = {"sqlite": "sqlite:///{}/floor.sqlite"}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("scheme", sorted(PLACES))
def test_a_backend_does_what_is_asked_of_it(scheme: str, check: Check, tmp_path: Path) -> None:
    check(PLACES[scheme].format(tmp_path), tmp_path)


def test_no_backend_is_without_checks() -> None:
    assert BACKENDS.keys() == PLACES.keys()
