"""Values of rows written anew, a few rows at a time: what migrations of stored values share.

Values are text before revision 0035 and compressed from then on; each is written as it was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from watchfloor.store.compressed import compressed, expanded

Json = dict[str, Any]

_BATCH = 500  # rows; what is held in memory at a time


def rewrite(
    connection: sa.Connection, table: str, keys: tuple[str, ...], convert: Callable[[Json], Json]
) -> None:
    """Write the value of every row of `table` as `convert` gives it."""

    def converted(held: str | bytes) -> str | bytes:
        before = expanded(held) if isinstance(held, bytes) else held
        after = msgspec.json.encode(convert(msgspec.json.decode(before))).decode()
        if after == before:
            return held
        return compressed(after) if isinstance(held, bytes) else after

    _write(connection, table, keys, converted)


def compress(connection: sa.Connection, table: str, keys: tuple[str, ...]) -> None:
    """Compress the value of every row of `table`."""
    _write(
        connection, table, keys, lambda held: compressed(held.decode() if isinstance(held, bytes) else held)
    )


def _write(
    connection: sa.Connection,
    table: str,
    keys: tuple[str, ...],
    made_of: Callable[[str | bytes], str | bytes],
) -> None:
    """Write every value that `made_of` gives otherwise than it stands."""
    where = " AND ".join(f"{key} = :{key}" for key in keys)
    update = sa.text(f"UPDATE {table} SET value = :value WHERE {where}")  # noqa: S608 - names of ours
    for rows in _batches(connection, table, keys):
        made = [(row, made_of(row.value)) for row in rows]
        changed = [
            {**{key: getattr(row, key) for key in keys}, "value": value}
            for row, value in made
            if value != row.value
        ]
        if changed:
            connection.execute(update, changed)


def _batches(connection: sa.Connection, table: str, keys: tuple[str, ...]) -> Iterator[list[sa.Row[Any]]]:
    """Yield the rows of `table` some at a time, in the order of their keys."""
    names = ", ".join(keys)
    after = f"WHERE ({names}) > ({', '.join(f':{key}' for key in keys)})"
    last: Json = {}
    while True:
        statement = sa.text(
            f"SELECT {names}, value FROM {table} {after if last else ''} "  # noqa: S608 - names of ours
            f"ORDER BY {names} LIMIT {_BATCH}"
        )
        rows = list(connection.execute(statement, last).all())
        if not rows:
            return
        yield rows
        last = {key: getattr(rows[-1], key) for key in keys}
