"""What takes long to load is loaded once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import settings
from typer.main import get_command

from tests.forked_readers import PLACE, forking
from tests.postgresql import Server, running
from watchfloor.extract import Extractor

# How long one example takes says more about the machine than about the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def _commands_made_once() -> Iterator[None]:
    """Put the command line together once a process: that takes longer than most commands that tests run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("typer.testing._get_command", cache(get_command))
        yield


@pytest.fixture(scope="session", autouse=True)
def _readers_forked() -> Iterator[None]:
    """Fork the processes that read pages and feeds from one that has loaded what they need."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PLACE, forking())
        yield


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """Return the one reader of texts; its parser takes a second to load."""
    return Extractor()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Return a running server, one for all tests of a worker."""
    with running() as server:
        yield server
