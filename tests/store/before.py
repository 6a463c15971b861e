"""Floors as they were before values were compressed (revision 0035)."""

from __future__ import annotations

import sqlite3

from watchfloor.store.compressed import expanded
from watchfloor.store.migrations.versions.revision_0035 import COMPRESSED


def expand_values(held: sqlite3.Connection) -> None:
    """Write every value as the JSON that it is."""
    held.create_function("expanded", 1, expanded)
    for table, _ in COMPRESSED:
        if held.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            held.execute(f"UPDATE {table} SET value = expanded(value)")
