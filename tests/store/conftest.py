"""The backends that the store's tests are carried out on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest

from tests.postgresql import Server
from watchfloor.store.backends import BACKENDS
from watchfloor.store.backends.sqlite import Sqlite


@pytest.fixture(scope="module", params=["sqlite3", "apsw"])
def each_sqlite(request: pytest.FixtureRequest) -> Iterator[None]:
    """Open floors through the standard library, and again through APSW, which has a newer SQLite."""
    with _opening(request):
        yield


@pytest.fixture(scope="module", params=["sqlite3", "apsw", "postgresql"])
def each_backend(request: pytest.FixtureRequest) -> Iterator[None]:
    """Open floors in SQLite's files in both ways, and again in databases of a PostgreSQL server."""
    with _opening(request):
        yield


@contextmanager
def _opening(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "apsw":
            pytest.importorskip("apsw", reason="APSW comes with requirements-dev.lock")
            from tests.store.apsw_driver import ApswConnection  # noqa: PLC0415 - only where there is APSW

            patched.setitem(BACKENDS, "sqlite", partial(Sqlite.at, opened=ApswConnection))
        elif request.param == "postgresql":
            server: Server = request.getfixturevalue("postgresql")
            patched.setitem(BACKENDS, "sqlite", server.instead_of_a_file)
        yield
