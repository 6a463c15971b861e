"""Texts and renditions as they were taken in, and as they are read since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import RenditionId, ReportId, TextId
from watchfloor.store import blocklist, schema
from watchfloor.store.held_values import CHUNK, AsOf, HeldValues
from watchfloor.store.ledger import open_in
from watchfloor.store.moments import shown
from watchfloor.store.values import Placed, Tombstone, unpacked
from watchfloor.store.window import window_start


class RenditionReaders(HeldValues):
    """The readers of words and renditions; lists are in the order in which the floor came to know of them."""

    def text(self, text_id: TextId) -> model.Text | None:
        """Return a text; None when it is unknown or its words were removed (`tombstone` tells which)."""
        words = self.scalar(sa.select(schema.text.c.words).where(schema.text.c.id == text_id))
        return None if words is None else model.Text(id=text_id, text=words)

    def tombstone(self, text_id: TextId) -> Tombstone | None:
        """Return what is left of a removed text; None for one that is here or unknown."""
        table = schema.text
        row = self.one_row(
            sa.select(table.c.length, table.c.reason, schema.admission.c.known)
            .join(schema.admission, schema.admission.c.sequence == table.c.removed)
            .where(table.c.id == text_id)
        )
        if row is None:
            return None
        return Tombstone(text_id=text_id, length=row.length, removed=shown(row.known), reason=row.reason)

    def rendition(self, rendition_id: RenditionId, *, as_of: AsOf = None) -> model.Rendition | None:
        """Return a rendition with its words; without them, flagged "withheld", when they were removed."""
        found = self._renditions([schema.rendition.c.id == rendition_id], as_of)
        return found[0] if found else None

    def renditions(self, *, report: ReportId | None = None, as_of: AsOf = None) -> list[model.Rendition]:
        """Return all renditions, or those of one report in its order."""
        if report is None:
            return self._renditions([], as_of)
        ids = self.members("rendition", report, as_of=as_of)
        found = {
            rendition.id: rendition for rendition in self._renditions([schema.rendition.c.id.in_(ids)], as_of)
        }
        return [found[rendition_id] for rendition_id in ids if rendition_id in found]

    def knows_rendition(self, rendition_id: RenditionId) -> bool:
        """Tell whether a rendition was admitted already."""
        return self.known_as(rendition_id) is not None

    def known_as(self, rendition_id: RenditionId) -> RenditionId | None:
        """Return the id under which a rendition is known: another one where it was read again since."""
        if self.scalar(sa.select(sa.literal(1)).where(schema.rendition.c.id == rendition_id)) is not None:
            return rendition_id
        again = schema.reading
        found: RenditionId | None = self.scalar(
            sa.select(again.c.id).where(again.c.alias == rendition_id, again.c.known_until.is_(None))
        )
        return found

    def refusal(self, rendition: model.Rendition) -> str | None:
        """Return why a rendition is not to be taken in (it was withheld); None where it may be."""
        with self.reading() as connection:
            return blocklist.refusal(connection, rendition)

    def last_seen(self, rendition_id: RenditionId) -> str | None:
        """Return when a rendition was seen last."""
        moment = self.scalar(
            sa.select(schema.rendition.c.last_seen).where(schema.rendition.c.id == rendition_id)
        )
        return None if moment is None else shown(moment)

    def window_start(self, size: int, slices: int) -> tuple[int, int]:
        """Return the admission after which the grouping window begins, and its first rendition's number."""
        with self.reading() as connection:
            return window_start(connection, size, slices)

    def signatures(self, *, version: str | None = None, since: AsOf = None) -> Iterator[Placed]:
        """Yield what rebuilds the grouping window (see `window_start`): renditions admitted after `since`.

        They come in order of admission, each with the placement of its arrival, from which `acts` moved some.
        `version` leaves out the signatures of other algorithms. Words are not read (`rendition.text` is "").
        """
        table, renditions, placements = schema.signature, schema.rendition, schema.placement
        remembered = schema.remembered
        again = schema.reading
        statement = (
            sa.select(
                table.c.known_from,
                table.c.rendition_id,
                table.c.value.label("signature"),
                sa.func.coalesce(again.c.value, renditions.c.value).label("rendition"),
                placements.c.value.label("placement"),
                remembered.c.number,
                remembered.c.value.label("memory"),
            )
            .join(renditions, renditions.c.id == table.c.rendition_id)
            .outerjoin(remembered, remembered.c.rendition_id == table.c.rendition_id)
            .outerjoin(again, sa.and_(again.c.id == table.c.rendition_id, again.c.known_until.is_(None)))
            .outerjoin(
                placements,
                sa.and_(
                    placements.c.id == table.c.rendition_id, placements.c.known_from == table.c.known_from
                ),
            )
            .order_by(table.c.known_from, table.c.rendition_id, table.c.version)
            .limit(CHUNK)
        )
        if version is not None:
            statement = statement.where(table.c.version == version)
        place = sa.tuple_(table.c.known_from, table.c.rendition_id, table.c.version)
        page = statement.where(table.c.known_from > self.sequence_before(since))
        while rows := self.rows(page):
            for row in rows:
                signature = unpacked(model.Signature, row.signature)
                yield Placed(
                    sequence=row.known_from,
                    rendition=unpacked(model.Rendition, row.rendition),
                    signature=signature,
                    placement=unpacked(model.Placement, row.placement) if row.placement else None,
                    kept=None if row.number is None else (row.number, row.memory),
                )
            page = statement.where(place > (row.known_from, row.rendition_id, signature.version))

    def signature(self, rendition_id: RenditionId) -> model.Signature | None:
        """Return the newest signature of a rendition."""
        table = schema.signature
        written = self.scalar(
            sa.select(table.c.value)
            .where(table.c.rendition_id == rendition_id)
            .order_by(table.c.known_from.desc(), table.c.version.desc())
        )
        return None if written is None else unpacked(model.Signature, written)

    def _renditions(self, where: list[sa.ColumnElement[bool]], as_of: AsOf) -> list[model.Rendition]:
        table = schema.rendition
        statement = (
            sa.select(table.c.id, table.c.value, schema.text.c.words)
            .join(schema.text, schema.text.c.id == table.c.text_id)
            .where(*where)
            .order_by(table.c.known_from, table.c.id)
        )
        if (last := self.sequence_of(as_of)) is not None:
            statement = statement.where(table.c.known_from <= last)
        rows = self.rows(statement)
        again = self._read_again([row.id for row in rows], last)
        found = []
        for row in rows:
            held = again.get(row.id, row)
            rendition = unpacked(model.Rendition, held.value)
            if held.words is None:
                found.append(
                    replace(rendition, flags=(*rendition.flags, model.Flag(model.FlagCode.WITHHELD)))
                )
            else:
                found.append(replace(rendition, text=held.words))
        return found

    def _read_again(self, ids: list[str], last: int | None) -> dict[str, sa.Row[Any]]:
        """Return value and words of the renditions that had been read again by then."""
        table = schema.reading
        statement = (
            sa.select(table.c.id, table.c.value, schema.text.c.words)
            .join(schema.text, schema.text.c.id == table.c.text_id)
            .where(open_in(table, last))
        )
        if len(ids) <= CHUNK:
            statement = statement.where(table.c.id.in_(ids))
        return {row.id: row for row in self.rows(statement)}
