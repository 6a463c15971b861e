"""One floor of the examples for all tests of the screen: reading it takes longer than asking."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.web.floors import Desk, examples_floor


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Return the served examples; tests that decide something make a floor of their own."""
    return Desk(examples_floor(Path(tmp_path_factory.mktemp("screen") / "floor")))
