"""The backends that the store's tests are carried out on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from watchfloor.store.backends import BACKENDS
from watchfloor.store.backends.sqlite import Sqlite


@pytest.fixture(scope="module", params=["sqlite3", "apsw"])
def each_backend(request: pytest.FixtureRequest) -> Iterator[None]:
    """Open floors through the standard library, and again through APSW, which has a newer SQLite."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param == "apsw":
            pytest.importorskip("apsw", reason="APSW comes with requirements-dev.lock")
            from tests.store.apsw_driver import ApswConnection  # noqa: PLC0415 - only where there is APSW

            patched.setitem(BACKENDS, "sqlite", partial(Sqlite.at, opened=ApswConnection))
        yield
