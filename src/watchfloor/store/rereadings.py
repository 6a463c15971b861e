"""What is to be read again, and how far a reading-again has come: work that a killed one goes on with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import RenditionId
from watchfloor.store import schema
from watchfloor.store.backends import backend_of
from watchfloor.store.held_values import CHUNK, AsOf
from watchfloor.store.moments import shown
from watchfloor.store.store import Store
from watchfloor.store.values import unpacked

RereadPlace = tuple[int, RenditionId]  # of a rendition in the order in which the floor came to know them


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reading-again has come; `counts` are what became of what it read."""

    after: RereadPlace
    begun: str
    counts: Mapping[str, int]


def to_reread(store: Store, *, since: AsOf, ids: Sequence[str], after: RereadPlace) -> list[RereadPlace]:
    """Return the renditions that became known since a moment, or that `ids` mean, in order, beyond `after`.

    An id may be that of a rendition, report, story, text or event, or an address or a path.
    """
    table = schema.rendition
    wanted = sa.select(table.c.known_from, table.c.id).where(
        sa.tuple_(table.c.known_from, table.c.id) > after
    )
    if since is not None:
        wanted = wanted.where(table.c.known_from > store.sequence_before(since))
    some = [wanted]
    if ids:
        meant = _all_meant(store, ids)
        some = [wanted.where(table.c.id.in_(chunk)) for chunk in _chunks(meant)]
    return sorted((row.known_from, row.id) for statement in some for row in store.rows(statement))


def _all_meant(store: Store, ids: Sequence[str]) -> list[RenditionId]:
    """Return the renditions that ids mean; those of renditions, often all of many, are asked together."""
    table, again = schema.rendition, schema.reading
    own, meant = set(), set()
    for chunk in _chunks(sorted(set(ids))):
        own |= {row.id for row in store.rows(sa.select(table.c.id).where(table.c.id.in_(chunk)))}
        meant |= {row.id for row in store.rows(sa.select(again.c.id).where(again.c.alias.in_(chunk)))}
    others = (rendition for id_ in ids if id_ not in own for rendition in renditions_meant(store, id_))
    return sorted({*map(RenditionId, own | meant), *others})


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


def renditions_meant(store: Store, id_: str) -> list[RenditionId]:
    """Return the renditions that an id, an address or a path means; what was merged means what it became."""
    table, member, mention = schema.rendition, schema.member, schema.mention
    own = sa.select(table.c.id).where(sa.or_(table.c.id == id_, table.c.text_id == id_, table.c.url == id_))
    again = sa.select(schema.reading.c.id).where(
        sa.or_(schema.reading.c.text_id == id_, schema.reading.c.alias == id_)
    )
    found = {row.id for statement in (own, again) for row in store.rows(statement)}
    if found:
        return sorted(found)
    report = store.resolve("report", id_)
    in_report = sa.select(member.c.member).where(member.c.kind == "rendition", member.c.whole == report)
    if rows := store.rows(in_report.order_by(member.c.row)):
        return list(dict.fromkeys(row.member for row in rows))
    story = store.resolve("story", id_)
    reports = sa.select(member.c.member).where(member.c.kind == "report", member.c.whole == story)
    told = sa.select(mention.c.report).where(mention.c.event == store.resolve("event", id_))
    both = reports.union(told)
    rows = store.rows(
        sa.select(member.c.member).where(member.c.kind == "rendition", member.c.whole.in_(both))
    )
    if rows:
        return sorted({row.member for row in rows})
    return _at_path(store, id_)


def _at_path(store: Store, path: str) -> list[RenditionId]:
    """Return the renditions of a file; values are written by msgspec, without blanks."""
    table = schema.rendition
    written = f'"path":{msgspec.json.encode(path).decode()}'
    with store.reading() as connection:
        rows = backend_of(connection).sifted(
            connection,
            sa.select(table.c.id).order_by(table.c.id),
            [table.c.value],
            lambda value: isinstance(value, str) and written in value,
        )
    return [row.id for row in rows]


def progress_of(store: Store, scope: str, reader: str) -> Progress | None:
    """Return how far a reading-again of this scope by this code came before it ended; None for none."""
    table = schema.rereading
    row = store.one_row(sa.select(table).where(table.c.scope == scope, table.c.reader == reader))
    if row is None:
        return None
    return Progress((row.known_from, row.rendition_id), row.begun, json.loads(row.counts))


def advance(store: Store, scope: str, reader: str, progress: Progress) -> None:
    """Write down how far a reading-again has come."""
    table = schema.rereading
    with store.transaction() as connection:
        connection.execute(sa.delete(table).where(table.c.scope == scope))
        row = {"known_from": progress.after[0], "rendition_id": progress.after[1], "begun": progress.begun}
        counts = json.dumps(dict(progress.counts), sort_keys=True)
        connection.execute(sa.insert(table), {"scope": scope, "reader": reader, "counts": counts, **row})


def finish(store: Store, scope: str) -> None:
    """Forget a reading-again that is over."""
    with store.transaction() as connection:
        connection.execute(sa.delete(schema.rereading).where(schema.rereading.c.scope == scope))


_FOUND = ("actors", "quotes", "times", "places", "quantities", "events")


def readings_of(store: Store, id_: str, *, as_of: AsOf = None) -> list[model.TextReading]:
    """Return every reading of the texts of a rendition or report, oldest first."""
    ids = renditions_meant(store, id_)
    texts, current = set(), set()
    for table in (schema.rendition, schema.reading):
        for chunk in _chunks(ids):
            rows = store.rows(sa.select(table.c.text_id).where(table.c.id.in_(chunk)))
            texts |= {row.text_id for row in rows}
    for one in ids:
        held = store.rendition(one, as_of=as_of)
        if held is not None:
            current.add(held.text_id)
    findings, begins, ends = schema.findings, schema.admission.alias(), schema.admission.alias()
    last = store.sequence_of(as_of)
    found = []
    for text_id in sorted(texts):
        rows = store.rows(
            sa.select(findings.c.value, begins.c.known, ends.c.known.label("until"), findings.c.known_until)
            .join(begins, begins.c.sequence == findings.c.known_from)
            .outerjoin(ends, ends.c.sequence == findings.c.known_until)
            .where(
                findings.c.text_id == text_id,
                sa.true() if last is None else findings.c.known_from <= last,
            )
            .order_by(findings.c.row)
        )
        withheld = store.tombstone(text_id) is not None
        for row in rows:
            value = unpacked(model.Findings, row.value)
            open_then = last is not None and row.known_until is not None and row.known_until > last
            found.append(
                model.TextReading(
                    text_id=text_id,
                    extractor=value.extractor,
                    published=value.published,
                    known=shown(row.known),
                    until=shown(row.until) if row.until and not open_then else None,
                    found={kind: len(getattr(value, kind)) for kind in _FOUND},
                    now=text_id in current,
                    withheld=withheld,
                )
            )
    return sorted(found, key=lambda it: (it.known, it.text_id, it.published or ""))
