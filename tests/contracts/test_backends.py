"""Every backend does what the store asks of one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contracts.backends import CHECKS, Check
from watchfloor.store.backends import BACKENDS

Place = Callable[[Path, pytest.FixtureRequest], str]


def _in_a_file(folder: Path, _: pytest.FixtureRequest) -> str:
    return f"sqlite:///{folder / 'floor.sqlite'}"


def _in_a_database(folder: Path, request: pytest.FixtureRequest) -> str:
    name = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return str(request.getfixturevalue("postgresql").address(f"f{name}"))


# Where a floor is made, by the scheme of its backend. What `postgres:` names is the same as `postgresql:`.
PLACES: dict[str, Place] = {"sqlite": _in_a_file, "postgresql": _in_a_database}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("scheme", sorted(PLACES))
def test_a_backend_does_what_is_asked_of_it(
    scheme: str, check: Check, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    check(PLACES[scheme](tmp_path, request), tmp_path)


def test_no_backend_is_without_checks() -> None:
    assert BACKENDS.keys() == PLACES.keys() | {"postgres"}
