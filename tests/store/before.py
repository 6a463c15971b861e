"""Floors as they were before revisions: without what came later, values not compressed (revision 0035)."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from watchfloor.store.compressed import expanded
from watchfloor.store.fresh_tables import set_revision
from watchfloor.store.migrations.versions.revision_0035 import COMPRESSED

# What revisions since 0036 made, and how it is undone.
_UNDONE = {"0038": "DROP TABLE backfill"}


def set_back(connection: sa.Connection, revision: str) -> None:
    """Make the tables of a floor those of a revision since 0035; their rows are the caller's."""
    for later, undone in _UNDONE.items():
        if later > revision:
            connection.execute(sa.text(undone))
    set_revision(connection, revision)


def expand_values(held: sqlite3.Connection) -> None:
    """Write every value as the JSON that it is."""
    held.create_function("expanded", 1, expanded)
    for table, _ in COMPRESSED:
        if held.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            held.execute(f"UPDATE {table} SET value = expanded(value)")
