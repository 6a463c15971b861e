"""Who may enter a floor, which programs have keys to it, and what is whose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from watchfloor.model import AccessKey, Person, PrincipalRole
from watchfloor.store import schema
from watchfloor.store.store import Store


class People:
    """The people and keys of one open floor. What changes them is an act in the log, with who did it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Person]:
        """Return everybody, in order of name."""
        rows = self._store.rows(sa.select(schema.person).order_by(schema.person.c.name))
        return [_person(row) for row in rows]

    def named(self, name: str) -> Person | None:
        """Return a person by name."""
        rows = self._store.rows(sa.select(schema.person).where(schema.person.c.name == name))
        return _person(rows[0]) if rows else None

    def secret_of(self, name: str) -> str | None:
        """Return what is kept of a person's password."""
        found: str | None = self._store.scalar(
            sa.select(schema.person.c.secret).where(schema.person.c.name == name)
        )
        return found

    def put(
        self, person: Person, *, what: str, at: str, secret: str | None = None, heir: str | None = None
    ) -> None:
        """Keep a person as they are now, with a new `secret` where one is given; `what` stands in the log.

        What was theirs is the `heir`'s, where one is named.
        """
        table = schema.person
        values: dict[str, Any] = {
            "role": person.role.value,
            "zone": person.zone,
            "stamp": person.stamp,
            "added": person.added,
            "deactivated": person.deactivated,
            **({"secret": secret} if secret is not None else {}),
        }
        with self._act(what, at) as connection:
            changed = connection.execute(
                sa.update(table).where(table.c.name == person.name).values(**values)
            ).rowcount
            if not changed:
                connection.execute(sa.insert(table).values(name=person.name, **values))
            if heir is not None:
                whose = sa.update(schema.owned).where(schema.owned.c.owner == person.name)
                connection.execute(whose.values(owner=heir))

    # ------------------------------------------------------------------------------------------------- keys

    def keys(self) -> list[AccessKey]:
        """Return the keys, in order of name."""
        rows = self._store.rows(sa.select(schema.access_key).order_by(schema.access_key.c.name))
        return [
            AccessKey(
                name=row.name,
                role=PrincipalRole(row.role),
                digest=row.digest,
                added=row.added,
                added_by=row.added_by,
            )
            for row in rows
        ]

    def add_key(self, key: AccessKey, *, at: str) -> None:
        """Keep a new key."""
        with self._act(f"key {key.name} of {key.role} made by {key.added_by}", at) as connection:
            connection.execute(
                sa.insert(schema.access_key).values(
                    name=key.name,
                    role=key.role.value,
                    digest=key.digest,
                    added=key.added,
                    added_by=key.added_by,
                )
            )

    def remove_key(self, name: str, *, by: str, at: str) -> None:
        """Let a key open nothing any more."""
        with self._act(f"key {name} removed by {by}", at) as connection:
            connection.execute(sa.delete(schema.access_key).where(schema.access_key.c.name == name))

    # ------------------------------------------------------------------------------------------ what is whose

    def owner_of(self, kind: str, name: str) -> str | None:
        """Return whose a thing is; None where it is nobody's."""
        table = schema.owned
        found: str | None = self._store.scalar(
            sa.select(table.c.owner).where(table.c.kind == kind, table.c.name == name)
        )
        return found

    def owned_by(self, owner: str) -> list[tuple[str, str]]:
        """Return what is somebody's, as kind and name."""
        table = schema.owned
        rows = self._store.rows(
            sa.select(table.c.kind, table.c.name)
            .where(table.c.owner == owner)
            .order_by(table.c.kind, table.c.name)
        )
        return [(row.kind, row.name) for row in rows]

    def own(self, kind: str, name: str, owner: str | None) -> None:
        """Let a thing be somebody's, or nobody's."""
        table = schema.owned
        with self._store.transaction() as connection:
            connection.execute(sa.delete(table).where(table.c.kind == kind, table.c.name == name))
            if owner is not None:
                connection.execute(sa.insert(table).values(kind=kind, name=name, owner=owner))

    @contextmanager
    def _act(self, what: str, at: str) -> Iterator[sa.Connection]:
        with self._store.admission(arrived=at, kind="act", what=what) as admission:
            admission.log()
            yield admission.connection


def _person(row: Any) -> Person:
    return Person(
        name=row.name,
        role=PrincipalRole(row.role),
        zone=row.zone,
        stamp=row.stamp,
        added=row.added,
        deactivated=row.deactivated,
    )
