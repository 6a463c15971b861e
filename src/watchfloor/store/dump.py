"""A floor's memory as text that can be compared."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

import sqlalchemy as sa

from watchfloor.store import schema

# What the dump leaves out: real clocks (when an admission was recorded, when a rendition was seen last), the
# state of the outbox and of the sources, which depends on other people's machines, what the window remembers,
# and what questions are answered from, which can be made again, and keys without meaning.
_UNSAID: dict[str, set[str]] = {
    "admission": {"recorded"},
    "rendition": {"last_seen"},
    "delivery": {"state", "attempts", "due", "error", "held", "within"},
    "source": {"state", "due"},
    "item": {"listed"},
    "body": {"packed"},
    "fetched": {"at"},
    "person": {"secret"},
    "access_key": {"digest"},
}
_DERIVED = {"remembered", "story_tally", "event_key", "scope", "quote", "statement"}
_OF_WORK = {
    "attempt",
    "backfill",
    "channel_off",
    "read_by",
    "reader",
    "rereading",
    "revisit",
    "visit",
    "site",
    "spell",
}
_UNSAID_TABLES = _OF_WORK | _DERIVED


def dump(connection: sa.Connection) -> Iterator[str]:
    """Yield every row as a line of JSON, in an order of its own: equal floors give equal lines."""
    for name, table in sorted(schema.metadata.tables.items()):
        if name in _UNSAID_TABLES:
            continue
        unsaid = {"row"} | _UNSAID.get(name, set())
        columns = [column for column in table.c if column.name not in unsaid]
        yield from sorted(
            json.dumps([name, dict(row._mapping)], ensure_ascii=False, sort_keys=True)
            for row in connection.execute(sa.select(*columns))
        )


def fingerprint(connection: sa.Connection) -> str:
    """Return a SHA-256 of the dump: floors with the same one know the same."""
    found = hashlib.sha256()
    for line in dump(connection):
        found.update(line.encode() + b"\n")
    return found.hexdigest()
