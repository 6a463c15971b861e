"""Words that are taken out of rows wherever they stand: what was copied from a text goes with it.

Rows of the past are not shown otherwise than they were, they show "[withheld]" where something was taken out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from watchfloor.store import schema
from watchfloor.store.backends import backend_of
from watchfloor.store.compressed import CompressedJson

Mend = Callable[[str], str]

# Where the words of articles and names do not stand: the words themselves, bytes, and what people set up.
_LEFT = frozenset(
    ("body", "source", "watched", "site", "share", "alembic_version", "person", "access_key", "owned")
)
_JSON = frozenset(("value", "payload", "counts"))


def walked(value: Any, mend: Mend) -> Any:
    """Return a value of JSON with every string in it mended."""
    if isinstance(value, str):
        return mend(value)
    if isinstance(value, dict):
        return {key: walked(held, mend) for key, held in value.items()}
    return [walked(held, mend) for held in value] if isinstance(value, list) else value


def mended_json(written: str, mend: Mend, *, plain: bool = False) -> str:
    """Return JSON with every string in it mended, written as it was; `plain` writes it in ASCII."""
    built = json.loads(written)
    mended = walked(built, mend)
    return written if mended == built else written_json(mended, plain=plain)


def written_json(built: Any, *, plain: bool = False) -> str:
    """Return JSON as the store writes it, or, `plain`, as payloads are written."""
    if plain:
        return json.dumps(built, ensure_ascii=True, sort_keys=True)
    return json.dumps(built, ensure_ascii=False, separators=(",", ":"))


def columns_of_words() -> Iterator[tuple[sa.Table, list[sa.Column[Any]]]]:
    """Yield the tables in which words may stand, each with the columns that may hold some."""
    for table in schema.metadata.sorted_tables:
        if table.name in _LEFT:
            continue
        columns = [
            column
            for column in table.c
            if isinstance(column.type, sa.Text | CompressedJson)
            and not column.foreign_keys
            and column.name not in _IDS
        ]
        if columns:
            yield table, columns


_IDS = frozenset(
    ("words", "kind", "id", "text_id", "rendition_id", "body_id", "delivery_id", "source_id", "version",
     "payload_digest", "at", "due", "last_seen", "state", "scope", "reader", "begun", "last", "alias",
     "base", "arrived", "sample",
     "known", "recorded", "about_id", "about_kind", "status", "old_id", "new_id", "event", "story", "origin")
)  # fmt: skip


def scrub(
    connection: sa.Connection, held: Callable[[str], bool], mend: Mend, *, only: Sequence[str] = ()
) -> int:
    """Mend every row that holds some words, in all tables or `only` in some; return how many those were.

    `held` tells at once whether a column may hold them; it is asked by the database, row by row.
    """

    def holds(words: object) -> bool:
        return isinstance(words, str) and held(_unescaped(words))

    return sum(
        _scrub_table(connection, table, columns, holds, mend)
        for table, columns in columns_of_words()
        if not only or table.name in only
    )


def _unescaped(words: str) -> str:
    return words.encode("ascii").decode("unicode_escape", "replace") if _is_escaped(words) else words


def _is_escaped(words: str) -> bool:
    return "\\u" in words and words.isascii()


def _scrub_table(
    connection: sa.Connection,
    table: sa.Table,
    columns: Sequence[sa.Column[Any]],
    holds: Callable[[object], bool],
    mend: Mend,
) -> int:
    keys = list(table.primary_key.columns)
    every = list(dict.fromkeys([*keys, *columns]))
    done = 0
    for row in backend_of(connection).sifted(connection, sa.select(*every), columns, holds):
        fresh = {}
        for column in columns:
            held = row._mapping[column.name]
            if not isinstance(held, str):
                continue
            mended = (
                mended_json(held, mend, plain=column.name == "payload")
                if column.name in _JSON and held[:1] in '{["'
                else mend(held)
            )
            if mended != held:
                fresh[column.name] = mended
        if fresh:
            mine = sa.and_(*(key == row._mapping[key.name] for key in keys))
            connection.execute(sa.update(table).where(mine).values(**fresh))
            done += 1
    return done
