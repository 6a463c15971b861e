"""How the floor's memory is read: one state of it in all calls, what is held, of what, and since when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Literal, TypeVar, overload

import sqlalchemy as sa

from watchfloor.model import ActorId, RenditionId, ReportId, StoryId
from watchfloor.store import schema
from watchfloor.store.backends import Backend
from watchfloor.store.ledger import open_in
from watchfloor.store.moments import instant, last_instant, shown
from watchfloor.store.schema import KINDS
from watchfloor.store.values import Dated, Redirect, unpacked

V = TypeVar("V")
Id = TypeVar("Id", bound=str)
AsOf = str | int | None

CHUNK = 500  # rows read at a time, and most ids in one condition


class HeldValues:
    """Values of any kind as they are held, now or as of a moment; what all readers read through."""

    def __init__(self, connection: sa.Connection, backend: Backend) -> None:
        self._connection = connection
        self.backend = backend
        self.where = backend.where

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """See one state of the floor in all calls inside, whatever a writer does; keep it short."""
        with self.reading():
            yield

    # ------------------------------------------------------------------------------------ order and clocks

    def sequence_at(self, moment: str) -> int:
        """Return the last admission known at `moment` (a bare date: at its end); 0 before the first."""
        table = schema.admission
        found = self.scalar(
            sa.select(sa.func.max(table.c.sequence)).where(table.c.known <= last_instant(moment))
        )
        return found or 0

    def moment_of(self, sequence: int) -> str | None:
        """Return when admission `sequence` became known; None for one that is not there."""
        known = self.scalar(
            sa.select(schema.admission.c.known).where(schema.admission.c.sequence == sequence)
        )
        return None if known is None else shown(known)

    def last_sequence(self) -> int:
        """Return the number of the last admission; 0 for an empty floor."""
        return self.scalar(sa.select(sa.func.max(schema.admission.c.sequence))) or 0

    def admissions(self, since: AsOf = None) -> list[dict[str, Any]]:
        """Return the log after `since`: sequence, arrived, known, recorded, kind and what of each."""
        table = schema.admission
        statement = (
            sa.select(table).where(table.c.sequence > self.sequence_before(since)).order_by(table.c.sequence)
        )
        return [
            {**row, "known": shown(row["known"]), "recorded": shown(row["recorded"])}
            for row in (dict(row._mapping) for row in self.rows(statement))
        ]

    # ------------------------------------------------------------------------------- membership and history

    @overload
    def members(
        self, kind: Literal["report", "origin"], whole: str, *, as_of: AsOf = None
    ) -> list[ReportId]: ...

    @overload
    def members(self, kind: Literal["rendition"], whole: str, *, as_of: AsOf = None) -> list[RenditionId]: ...

    @overload
    def members(self, kind: Literal["actor", "cast"], whole: str, *, as_of: AsOf = None) -> list[str]: ...

    def members(self, kind: str, whole: str, *, as_of: AsOf = None) -> Sequence[str]:
        """Return what belongs to `whole`: its "rendition"s, "report"s, "origin" reports or "actor" chains."""
        table = schema.member
        statement = sa.select(table.c.member).where(
            table.c.kind == kind, table.c.whole == whole, open_in(table, self.sequence_of(as_of))
        )
        return [row.member for row in self.rows(statement.order_by(table.c.position, table.c.row))]

    @overload
    def whole_of(self, kind: Literal["rendition"], member: str, *, as_of: AsOf = None) -> ReportId | None: ...

    @overload
    def whole_of(self, kind: Literal["report"], member: str, *, as_of: AsOf = None) -> StoryId | None: ...

    @overload
    def whole_of(self, kind: Literal["actor"], member: str, *, as_of: AsOf = None) -> ActorId | None: ...

    def whole_of(self, kind: str, member: str, *, as_of: AsOf = None) -> str | None:
        """Return what `member` belongs to: the report of a "rendition", the story of a "report", …"""
        table = schema.member
        found: str | None = self.scalar(
            sa.select(table.c.whole).where(
                table.c.kind == kind, table.c.member == member, open_in(table, self.sequence_of(as_of))
            )
        )
        return found

    def wholes(self, kind: str, members: Sequence[str], *, as_of: AsOf = None) -> dict[str, str]:
        """Return what each of some members belongs to, as `whole_of` does for one."""
        table, last = schema.member, self.sequence_of(as_of)
        statement = sa.select(table.c.member, table.c.whole).where(table.c.kind == kind, open_in(table, last))
        found = {}
        for start in range(0, len(members), CHUNK):
            for row in self.rows(statement.where(table.c.member.in_(members[start : start + CHUNK]))):
                found[row.member] = row.whole
        return found

    def resolve(self, kind: str, old_id: str, *, as_of: AsOf = None) -> str:
        """Return the id that holds now for `old_id`: the one it was merged into, else itself."""
        seen = {old_id}
        table = schema.redirect
        while True:
            new_id = self.scalar(
                sa.select(table.c.new_id).where(
                    table.c.kind == kind, table.c.old_id == old_id, open_in(table, self.sequence_of(as_of))
                )
            )
            if new_id is None or new_id in seen:
                return old_id
            seen.add(new_id)
            old_id = new_id

    def redirects(self, *, as_of: AsOf = None) -> list[Redirect]:
        """Return all merges that hold."""
        table = schema.redirect
        statement = sa.select(table.c.value).where(open_in(table, self.sequence_of(as_of)))
        return [unpacked(Redirect, row.value) for row in self.rows(statement.order_by(table.c.row))]

    def born(self, kind: str, row_id: str) -> tuple[int, int] | None:
        """Return the admission that first knew an id, and the id's place in it; None where none did."""
        table = KINDS[kind].table
        row = self.one_row(
            sa.select(table.c.born, table.c.born_order).where(table.c.id == row_id).order_by(table.c.row)
        )
        return None if row is None else (row.born, row.born_order)

    def history(self, kind: str, row_id: str) -> list[Dated[Any]]:
        """Return every value that was held for an id, oldest first, without its members."""
        known = KINDS[kind]
        table, begins, ends = known.table, schema.admission.alias(), schema.admission.alias()
        statement = (
            sa.select(table.c.value, begins.c.known, ends.c.known.label("until"))
            .join(begins, begins.c.sequence == table.c.known_from)
            .outerjoin(ends, ends.c.sequence == table.c.known_until)
            .where(table.c.id == row_id)
            .order_by(table.c.row)
        )
        return [
            Dated(
                value=unpacked(known.type, row.value),
                known=shown(row.known),
                until=shown(row.until) if row.until else None,
            )
            for row in self.rows(statement)
        ]

    # ----------------------------------------------------------------------------- for the parts of the store

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give the connection, inside one state of the floor."""
        with self.backend.failures_named():
            if self._connection.in_transaction():
                yield self._connection
            else:
                with self._connection.begin():
                    yield self._connection

    def rows(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Return the rows that a statement finds."""
        with self.reading() as connection, suppress(UnicodeEncodeError):
            return connection.execute(statement).all()
        return []  # asked for a lone surrogate, which nothing that is stored holds

    def one_row(self, statement: sa.Select[Any]) -> sa.Row[Any] | None:
        """Return the first row that a statement finds."""
        rows = self.rows(statement.limit(1))
        return rows[0] if rows else None

    def scalar(self, statement: sa.Select[Any]) -> Any:
        """Return the first column of the first row that a statement finds."""
        row = self.one_row(statement)
        return None if row is None else row[0]

    def sequence_of(self, as_of: AsOf) -> int | None:
        """Return the last admission as of a moment or number; None for now."""
        return self.sequence_at(as_of) if isinstance(as_of, str) else as_of

    def sequence_before(self, since: AsOf) -> int:
        """Return the last admission before what is new since a moment; a bare date is new itself."""
        if not isinstance(since, str):
            return since or 0
        table = schema.admission
        return (
            self.scalar(sa.select(sa.func.max(table.c.sequence)).where(table.c.known < instant(since))) or 0
        )

    def _held(self, kind: str, value_type: type[V], row_id: str, as_of: AsOf) -> V | None:
        with self.reading():
            table = KINDS[kind].table
            last = self.sequence_of(as_of)
            found = self.resolve(kind, row_id, as_of=last)
            written = self.scalar(sa.select(table.c.value).where(table.c.id == found, open_in(table, last)))
            return None if written is None else unpacked(value_type, written)

    def held_values(
        self, kind: str, value_type: type[V], ids: Sequence[Id], as_of: AsOf = None
    ) -> dict[Id, V]:
        """Return the values of some ids of one kind, by id; what is not held then is left out."""
        table = KINDS[kind].table
        statement = sa.select(table.c.id, table.c.value).where(open_in(table, self.sequence_of(as_of)))
        found = {}
        for start in range(0, len(ids), CHUNK):
            for row in self.rows(statement.where(table.c.id.in_(ids[start : start + CHUNK]))):
                found[row.id] = unpacked(value_type, row.value)
        return found

    def _listed(
        self,
        kind: str,
        value_type: type[V],
        as_of: AsOf,
        *where: sa.ColumnElement[bool],
        ids: Sequence[str] | None = None,
    ) -> list[V]:
        table = KINDS[kind].table
        statement = (
            sa.select(table.c.value, table.c.born, table.c.born_order)
            .where(open_in(table, self.sequence_of(as_of)), *where)
            .order_by(table.c.born, table.c.born_order)
        )
        pages = (
            [statement]
            if ids is None
            else [
                statement.where(table.c.id.in_(ids[start : start + CHUNK]))
                for start in range(0, len(ids), CHUNK)
            ]
        )
        rows = [row for page in pages for row in self.rows(page)]
        if len(pages) > 1:
            rows.sort(key=lambda row: (row.born, row.born_order))
        return [unpacked(value_type, row.value) for row in rows]
