"""Dated rows: appended, closed, never rewritten, except by the admission that wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.touched import Touched
from watchfloor.store.values import packed


def open_in(table: sa.FromClause, sequence: int | None) -> sa.ColumnElement[bool]:
    """Return the condition of the rows of `table` that were held at `sequence` (None: that are held now)."""
    if sequence is None:
        return table.c.known_until.is_(None)
    return sa.and_(
        table.c.known_from <= sequence,
        sa.or_(table.c.known_until.is_(None), table.c.known_until > sequence),
    )


def redirect_id(kind: str, old_id: str) -> str:
    """Return the id under which the redirect of a merged id is held."""
    return f"{kind} {old_id}"


def _open(table: sa.Table, *columns: str, by: tuple[str, ...]) -> sa.Select[Any]:
    """Return the statement for some columns of what is held now, found by others.

    Statements are made once: to put one together costs more than to run it.
    """
    return sa.select(*(table.c[column] for column in columns)).where(
        *(table.c[column] == sa.bindparam(column) for column in by), table.c.known_until.is_(None)
    )


_DATED = [table for table in schema.metadata.tables.values() if "born_order" in table.c]
_HELD = {
    table.name: _open(table, "row", "value", "born", "born_order", "known_from", by=("id",))
    for table in _DATED
}
_FIRST = {
    table.name: sa.select(table.c.born, table.c.born_order)
    .where(table.c.id == sa.bindparam("id"))
    .order_by(table.c.row)
    .limit(1)
    for table in _DATED
}
_MEMBERS = _open(schema.member, "row", "member", "position", "known_from", by=("kind", "whole"))
_WHOLE = _open(schema.member, "row", "whole", "position", "known_from", by=("kind", "member"))
_LAST = (
    _open(schema.member, "position", by=("kind", "whole")).order_by(schema.member.c.position.desc()).limit(1)
)
_MENTIONS = _open(schema.mention, "row", "member", "report", "position", "value", "known_from", by=("event",))


class Ledger:
    """The dated tables as one admission writes them; `wrote` tells whether it did."""

    def __init__(self, connection: sa.Connection, sequence: int) -> None:
        self.connection = connection
        self.sequence = sequence
        self.wrote = False
        self.touched = Touched()
        self._births = 0

    def put(
        self, table: sa.Table, row_id: str, value: str, keys: dict[str, Any], *, touched: bool = False
    ) -> bool:
        """Hold `value` for `row_id` from now on; `touched` tells that parts kept elsewhere changed.

        Returns False, and writes nothing, when it is held already. An id that was merged is held again: its
        redirect ends.
        """
        held = self._held(table, row_id)
        if table is schema.report:
            self.touched.read.add(row_id)  # also where only its findings are others
        if held is not None and held.value == value and not touched:
            return False
        self._touch(table, row_id)
        if held is not None and held.known_from == self.sequence:
            self._amend(table, held.row, {**keys, "value": value})
            return True
        if held is not None:
            born, born_order = held.born, held.born_order
            self._amend(table, held.row, {"known_until": self.sequence})
        else:
            self.close(schema.redirect, redirect_id(table.name, row_id))
            first = self.connection.execute(_FIRST[table.name], {"id": row_id}).one_or_none()
            born, born_order = first or (self.sequence, self._births)
            self._births += 1
        row = {"id": row_id, "value": value, "born": born, "born_order": born_order, **keys}
        self._append(table, {**row, "known_from": self.sequence})
        return True

    def close(self, table: sa.Table, row_id: str) -> bool:
        """Stop holding `row_id`; False when it is not held."""
        held = self._held(table, row_id)
        if held is None:
            return False
        self._touch(table, row_id)
        self._end(table, held.row, held.known_from)
        return True

    def set_members(self, kind: str, whole: str, members: Iterable[str]) -> bool:
        """Let `whole` have exactly `members`, in this order; each leaves the whole it was in before."""
        table = schema.member
        held = self.connection.execute(_MEMBERS, {"kind": kind, "whole": whole}).all()
        wanted = _positions(dict.fromkeys(members), sorted(held, key=lambda row: (row.position, row.row)))
        kept = {row.member for row in held if wanted.get(row.member) == row.position}
        for row in held:
            if row.member not in kept:
                self._touch_member(kind, row.member, whole)
                self._end(table, row.row, row.known_from)
        for member, position in wanted.items():
            if member not in kept:
                self.join(kind, member, whole, position)
        return len(kept) != len(held) or len(kept) != len(wanted)

    def join(self, kind: str, member: str, whole: str, position: int | None = None) -> bool:
        """Let `member` belong to `whole`, last unless `position` says where; False when it does already."""
        table = schema.member
        held = self.connection.execute(_WHOLE, {"kind": kind, "member": member}).one_or_none()
        if held is not None:
            if held.whole == whole and position in {None, held.position}:
                return False
            self._touch_member(kind, member, held.whole)
            self._end(table, held.row, held.known_from)
        self._touch_member(kind, member, None)
        if position is None:
            last = self.connection.scalar(_LAST, {"kind": kind, "whole": whole})
            position = 0 if last is None else last + 1
        row = {"kind": kind, "member": member, "whole": whole, "position": position}
        self._append(table, {**row, "known_from": self.sequence})
        return True

    def join_last(self, kind: str, member: str, whole: str) -> bool:
        """Let `member` belong to `whole` as the last of it; False when it is so already."""
        held = self.connection.execute(_WHOLE, {"kind": kind, "member": member}).one_or_none()
        last = self.connection.scalar(_LAST, {"kind": kind, "whole": whole})
        if held is not None and (held.whole, held.position) == (whole, last):
            return False
        return self.join(kind, member, whole, 0 if last is None else last + 1)

    def leave(self, kind: str, member: str) -> bool:
        """Let `member` belong to no whole of this kind; False when it belonged to none."""
        held = self.connection.execute(_WHOLE, {"kind": kind, "member": member}).one_or_none()
        if held is None:
            return False
        self._touch_member(kind, member, held.whole)
        self._end(schema.member, held.row, held.known_from)
        return True

    def set_mentions(self, event: str, members: Iterable[model.EventMember]) -> bool:
        """Let `event` hold exactly `members`, in this order."""
        held = {row.member: row for row in self.connection.execute(_MENTIONS, {"event": event})}
        kept = set()
        moved = set()  # to another position, and otherwise as they were
        added = []
        fresh = self.touched.events[event]
        for position, member in enumerate({member.id: member for member in members}.values()):
            row = held.get(member.id)
            value = packed(member, held=row.value if row else None)
            if row is not None and (row.position, row.value) == (position, value):
                kept.add(member.id)
                continue
            if row is not None and row.value == value:
                moved.add(member.id)
            else:
                fresh.append(member)
                self.touched.reports.add(member.report)
            added.append(
                {
                    "event": event,
                    "member": member.id,
                    "report": member.report,
                    "text_id": member.text_id,
                    "position": position,
                    "value": value,
                    "known_from": self.sequence,
                }
            )
        for member_id in held.keys() - kept - moved:
            self.touched.ended.add(event)
            self.touched.reports.add(held[member_id].report)
        for row in (row for member_id, row in held.items() if member_id not in kept):
            self._end(schema.mention, row.row, row.known_from)
        if added:
            self._append(schema.mention, *added)
        return bool(added) or len(kept) != len(held)

    def _touch(self, table: sa.Table, row_id: str) -> None:
        if table is schema.event:
            self.touched.events[row_id].extend(())
        for its_table, ids in (
            (schema.report, self.touched.read),
            (schema.story, self.touched.stories),
            (schema.actor, self.touched.actors),
        ):
            if table is its_table:
                ids.add(row_id)

    def _touch_member(self, kind: str, member: str, left: str | None) -> None:
        if kind == "report":
            self.touched.reports.add(member)
            if left is not None:
                self.touched.left.add(left)

    def _held(self, table: sa.Table, row_id: str) -> sa.Row[Any] | None:
        return self.connection.execute(_HELD[table.name], {"id": row_id}).one_or_none()

    def _append(self, table: sa.Table, *rows: dict[str, Any]) -> None:
        self.connection.execute(sa.insert(table), list(rows))
        self.wrote = True

    def _end(self, table: sa.Table, row: int, known_from: int) -> None:
        """Close a row; one that this very admission wrote was never seen by anybody, and goes."""
        if known_from == self.sequence:
            self.connection.execute(sa.delete(table).where(table.c.row == row))
            self.wrote = True
        else:
            self._amend(table, row, {"known_until": self.sequence})

    def _amend(self, table: sa.Table, row: int, columns: dict[str, Any]) -> None:
        self.connection.execute(sa.update(table).where(table.c.row == row).values(columns))
        self.wrote = True


def _positions(wanted: Iterable[str], held: Sequence[sa.Row[Any]]) -> dict[str, int]:
    """Return the position of each member; those that are held stay where they are if the order is theirs."""
    names = [*wanted]
    if names[: len(held)] == [row.member for row in held]:
        last = held[-1].position if held else -1
        added = {name: last + number for number, name in enumerate(names[len(held) :], 1)}
        return {row.member: row.position for row in held} | added
    return {name: position for position, name in enumerate(names)}
