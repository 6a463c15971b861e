"""Dated rows: appended, closed, never rewritten, except by the admission that wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.values import packed


def open_in(table: sa.Table, sequence: int | None) -> sa.ColumnElement[bool]:
    """Return the condition of the rows of `table` that were held at `sequence` (None: that are held now)."""
    if sequence is None:
        return table.c.known_until.is_(None)
    return sa.and_(
        table.c.known_from <= sequence,
        sa.or_(table.c.known_until.is_(None), table.c.known_until > sequence),
    )


class Ledger:
    """The dated tables as one admission writes them; `wrote` tells whether it did."""

    def __init__(self, connection: sa.Connection, sequence: int) -> None:
        self.connection = connection
        self.sequence = sequence
        self.wrote = False

    def put(
        self, table: sa.Table, row_id: str, value: str, keys: dict[str, Any], *, touched: bool = False
    ) -> bool:
        """Hold `value` for `row_id` from now on; `touched` tells that parts kept elsewhere changed.

        Returns False, and writes nothing, when it is held already.
        """
        held = self.connection.execute(
            sa.select(table.c.row, table.c.value, table.c.born, table.c.known_from).where(
                table.c.id == row_id, table.c.known_until.is_(None)
            )
        ).one_or_none()
        if held is not None and held.value == value and not touched:
            return False
        if held is None:
            born = self.connection.scalar(sa.select(sa.func.min(table.c.born)).where(table.c.id == row_id))
            born = self.sequence if born is None else born
        elif held.known_from == self.sequence:
            self._amend(table, held.row, {**keys, "value": value})
            return True
        else:
            born = held.born
            self._amend(table, held.row, {"known_until": self.sequence})
        row = {"id": row_id, "value": value, "born": born, "known_from": self.sequence, **keys}
        self._append(table, row)
        return True

    def close(self, table: sa.Table, row_id: str) -> bool:
        """Stop holding `row_id`; False when it is not held."""
        held = self.connection.execute(
            sa.select(table.c.row, table.c.known_from).where(
                table.c.id == row_id, table.c.known_until.is_(None)
            )
        ).one_or_none()
        if held is None:
            return False
        self._end(table, held.row, held.known_from)
        return True

    def set_members(self, kind: str, whole: str, members: Iterable[str]) -> bool:
        """Let `whole` have exactly `members`, in this order; each leaves the whole it was in before."""
        table = schema.member
        wanted = {member: position for position, member in enumerate(dict.fromkeys(members))}
        held = self.connection.execute(
            sa.select(table.c.row, table.c.member, table.c.position, table.c.known_from).where(
                table.c.kind == kind, table.c.whole == whole, table.c.known_until.is_(None)
            )
        ).all()
        kept = {row.member for row in held if wanted.get(row.member) == row.position}
        for row in held:
            if row.member not in kept:
                self._end(table, row.row, row.known_from)
        for member, position in wanted.items():
            if member not in kept:
                self.join(kind, member, whole, position)
        return len(kept) != len(held) or len(kept) != len(wanted)

    def join(self, kind: str, member: str, whole: str, position: int | None = None) -> bool:
        """Let `member` belong to `whole`, last unless `position` says where; False when it does already."""
        table = schema.member
        held = self.connection.execute(
            sa.select(table.c.row, table.c.whole, table.c.position, table.c.known_from).where(
                table.c.kind == kind, table.c.member == member, table.c.known_until.is_(None)
            )
        ).one_or_none()
        if held is not None:
            if held.whole == whole and position in {None, held.position}:
                return False
            self._end(table, held.row, held.known_from)
        if position is None:
            last = self.connection.scalar(
                sa.select(sa.func.max(table.c.position)).where(
                    table.c.kind == kind, table.c.whole == whole, table.c.known_until.is_(None)
                )
            )
            position = 0 if last is None else last + 1
        row = {"kind": kind, "member": member, "whole": whole, "position": position}
        self._append(table, {**row, "known_from": self.sequence})
        return True

    def set_mentions(self, event: str, members: Iterable[model.EventMember]) -> bool:
        """Let `event` hold exactly `members`, in this order."""
        table = schema.mention
        wanted = {
            member.id: {
                "event": event,
                "member": member.id,
                "report": member.report,
                "text_id": member.text_id,
                "position": position,
                "value": packed(member),
                "known_from": self.sequence,
            }
            for position, member in enumerate(members)
        }
        held = self.connection.execute(
            sa.select(table.c.row, table.c.member, table.c.position, table.c.value, table.c.known_from).where(
                table.c.event == event, table.c.known_until.is_(None)
            )
        ).all()
        kept = set()
        for row in held:
            wish = wanted.get(row.member)
            if wish is not None and (wish["position"], wish["value"]) == (row.position, row.value):
                kept.add(row.member)
            else:
                self._end(table, row.row, row.known_from)
        added = [wish for member, wish in wanted.items() if member not in kept]
        if added:
            self._append(table, *added)
        return bool(added) or len(kept) != len(held)

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
