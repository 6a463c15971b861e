"""What takes long to load is loaded once for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.postgresql import Server, running
from watchfloor.extract import Extractor

# How long one example takes says more about the machine than about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the one reader of texts; its parser takes a second to load."""
    return Extractor()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Return a running server, one for all tests of a worker."""
    with running() as server:
        yield server
