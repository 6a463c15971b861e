"""The databases that a floor can be kept in, by the scheme of its address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from watchfloor.errors import UsageError
from watchfloor.store.backends.postgresql import Postgresql
from watchfloor.store.backends.protocol import Backend, Diagnosis, Level, Lock
from watchfloor.store.backends.sqlite import Sqlite

__all__ = ["BACKENDS", "Backend", "Diagnosis", "Level", "Lock", "backend_at", "backend_of"]

# By the scheme of a URL. A folder or file without one is SQLite's.
BACKENDS: dict[str, Callable[[str], Backend]] = {
    "sqlite": Sqlite.at,
    "postgresql": Postgresql.at,
    "postgres": Postgresql.at,
}


def backend_at(place: str | Path) -> Backend:
    """Return the backend of a floor given as its folder, its file or a URL."""
    scheme, is_url, _ = str(place).partition("://")
    found = BACKENDS.get(scheme if is_url else "sqlite")
    if found is None:
        raise UsageError(f"{scheme} is no store of this version; use a sqlite: URL or a folder")
    return found(str(place))


def backend_of(connection: sa.Connection) -> Backend:
    """Return the backend that opened a connection."""
    found: Backend = connection.info["backend"]
    return found
