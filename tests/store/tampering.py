"""Somebody who writes to the tables of a floor by other means than ours."""

from __future__ import annotations

from pathlib import Path

from watchfloor.store import backend_at

# What lets rows be taken away that others point at.
_UNCHECKED = {"sqlite": "PRAGMA foreign_keys = OFF", "postgresql": "SET session_replication_role = replica"}


def tamper(floor: Path, *statements: str) -> None:
    """Carry out statements that nothing checks."""
    with backend_at(floor).connect(write=True) as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        for statement in (_UNCHECKED[connection.dialect.name], *statements):
            raw.execute(statement)
        raw.commit()
