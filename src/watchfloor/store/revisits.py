"""Pages of items that are asked again for a while: what was read there last, and when to ask next.

A state of the work, like how sources are doing: written in place, gone with the words of its page.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from watchfloor.model import RenditionId, SourceId, TextId
from watchfloor.store import schema
from watchfloor.store.moments import instant, shown
from watchfloor.store.store import Store

_KEPT = timedelta(days=14)  # after a page was seen first; its schedule has ended long before
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """A page that is asked again: what was read there last, by which source it was found, and how it did.

    Its age counts from `since`. `due` is the moment of the next look (None: it is asked no more), `steady`
    how often in a row it was as before, `missed` how often in a row it could not be had, `edits` how often
    it was otherwise, `gone` since when the site says that it is not there (still asked: it is not believed
    yet). `etag` and `modified` are the validators of the last answer.
    """

    url: str
    source: SourceId
    rendition: RenditionId
    text_id: TextId
    first_seen: str
    since: str
    due: str | None
    steady: int = 0
    missed: int = 0
    edits: int = 0
    gone: str | None = None
    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisitCounts:
    """How many pages of a source are still asked again, the next of them when; how many were otherwise."""

    waiting: int = 0
    due: str | None = None
    edited: int = 0
    gone: int = 0


class Revisits:
    """The pages of one open floor that are asked again."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def due(self, now: str, *, without: Collection[str] = (), most: int) -> list[Revisit]:
        """Return the pages to be asked at `now`, those that have waited longest first.

        Those of the sources `without` are left out.
        """
        table = schema.revisit
        wanted = sa.select(table).where(table.c.due <= instant(now), table.c.source_id.not_in(without))
        return self._read(wanted.order_by(table.c.due, table.c.url).limit(most))

    def next_due(self, *, without: Collection[str] = ()) -> str | None:
        """Return the moment of the next look at any page."""
        table = schema.revisit
        wanted = sa.select(sa.func.min(table.c.due)).where(table.c.source_id.not_in(without))
        with self._store.reading() as connection:
            found = connection.scalar(wanted)
        return shown(found) if found else None

    def at(self, urls: Iterable[str]) -> dict[str, Revisit]:
        """Return what is known of pages, by their addresses."""
        table, every = schema.revisit, list(dict.fromkeys(urls))
        found: dict[str, Revisit] = {}
        for start in range(0, len(every), _CHUNK):
            wanted = sa.select(table).where(table.c.url.in_(every[start : start + _CHUNK]))
            found |= {revisit.url: revisit for revisit in self._read(wanted)}
        return found

    def stood_at(self, url: str, outlet: str | None) -> list[tuple[RenditionId, str]]:
        """Return what an outlet's address gave, in order: renditions with the ids of their texts."""
        table = schema.rendition
        wanted = sa.select(table.c.id, table.c.text_id).where(table.c.url == url, table.c.outlet == outlet)
        with self._store.reading() as connection:
            return [
                (RenditionId(id_), text)
                for id_, text in connection.execute(wanted.order_by(table.c.known_from))
            ]

    def counts(self) -> dict[str, RevisitCounts]:
        """Return how the pages of each source are doing."""
        table = schema.revisit
        wanted = sa.select(
            table.c.source_id,
            sa.func.count(table.c.due).label("waiting"),
            sa.func.min(table.c.due).label("due"),
            sa.func.sum(sa.case((table.c.edits > 0, 1), else_=0)).label("edited"),
            sa.func.sum(
                sa.case((sa.and_(table.c.gone.is_not(None), table.c.due.is_(None)), 1), else_=0)
            ).label("gone"),
        ).group_by(table.c.source_id)
        with self._store.reading() as connection:
            return {
                row.source_id: RevisitCounts(
                    waiting=row.waiting,
                    due=shown(row.due) if row.due else None,
                    edited=row.edited,
                    gone=row.gone,
                )
                for row in connection.execute(wanted)
            }

    def record(self, revisits: Iterable[Revisit]) -> None:
        """Keep how pages were found that are asked again; those that were forgotten meanwhile stay so."""
        with self._store.transaction() as connection:
            for revisit in revisits:
                update_revisit(connection, revisit)

    def mind_the_clock(self, now: str, *, slack: timedelta) -> None:
        """Let pages that were seen later than it is now count as seen now: the clock was put back."""
        table, moment = schema.revisit, instant(now)
        limit = instant((datetime.fromisoformat(moment) + slack).isoformat())
        late = table.c.first_seen > limit
        with self._store.reading() as connection:
            if connection.scalar(sa.select(sa.literal(1)).where(late).limit(1)) is None:
                return
        with self._store.turn(), self._store.transaction() as connection:
            fresh = {"first_seen": moment, "since": moment}
            due = sa.case((table.c.due.is_(None), None), else_=moment)
            connection.execute(sa.update(table).where(late).values(**fresh, due=due))

    def tidy(self, now: str) -> None:
        """Forget pages whose time is over."""
        table = schema.revisit
        before = instant((datetime.fromisoformat(instant(now)) - _KEPT).isoformat())
        with self._store.transaction() as connection:
            connection.execute(sa.delete(table).where(table.c.first_seen < before))

    def _read(self, wanted: sa.Select[Any]) -> list[Revisit]:
        with self._store.reading() as connection:
            return [
                Revisit(
                    url=row.url,
                    source=row.source_id,
                    rendition=row.rendition_id,
                    text_id=row.text_id,
                    first_seen=shown(row.first_seen),
                    since=shown(row.since),
                    due=shown(row.due) if row.due else None,
                    steady=row.steady,
                    missed=row.missed,
                    edits=row.edits,
                    gone=shown(row.gone) if row.gone else None,
                    etag=row.etag,
                    modified=row.modified,
                )
                for row in connection.execute(wanted)
            ]


def keep_revisit(connection: sa.Connection, revisit: Revisit) -> None:
    """Let a page be asked again, unless its words are not here: what was taken down is not sought."""
    text = schema.text
    here = sa.select(sa.literal(1)).where(text.c.id == revisit.text_id, text.c.removed.is_(None))
    if not update_revisit(connection, revisit) and connection.scalar(here):
        connection.execute(sa.insert(schema.revisit), {"url": revisit.url, **_row(revisit)})


def update_revisit(connection: sa.Connection, revisit: Revisit) -> bool:
    """Keep how a page was found, and tell whether it is asked again at all."""
    table = schema.revisit
    mine = sa.update(table).where(table.c.url == revisit.url)
    return bool(connection.execute(mine.values(**_row(revisit))).rowcount)


def _row(revisit: Revisit) -> dict[str, object]:
    return {
        "source_id": revisit.source,
        "rendition_id": revisit.rendition,
        "text_id": revisit.text_id,
        "first_seen": instant(revisit.first_seen),
        "since": instant(revisit.since),
        "due": instant(revisit.due) if revisit.due else None,
        "steady": revisit.steady,
        "missed": revisit.missed,
        "edits": revisit.edits,
        "gone": instant(revisit.gone) if revisit.gone else None,
        "etag": revisit.etag,
        "modified": revisit.modified,
    }
