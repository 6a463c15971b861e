"""What the backends do in the same way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from watchfloor.errors import UsageError
from watchfloor.rights import make_file


@contextmanager
def writing(connection: sa.Connection) -> Iterator[None]:
    """Write all that is written inside, or nothing; a backend begins with its lock where `write` is set."""
    connection.info["write"] = True
    try:
        with connection.begin():
            yield
    finally:
        connection.info["write"] = False


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """Give an empty file to be filled; only then it takes the place of `target`, where nothing may be yet."""
    if target.exists():
        raise UsageError(f"{target} is there already; name a new file for the backup")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    make_file(partial)
    yield partial
    partial.rename(target)
