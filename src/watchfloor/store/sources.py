"""What a floor remembers of its sources: which there are, how they do, what was taken, the bytes of pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import SourceId
from watchfloor.store import bodies, schema
from watchfloor.store.admission import Admission
from watchfloor.store.bodies import PageBytes
from watchfloor.store.held_values import AsOf
from watchfloor.store.moments import instant, shown
from watchfloor.store.revisits import Revisit, keep_revisit
from watchfloor.store.store import Store
from watchfloor.store.values import packed, readable, spelt, unpacked

_DIGEST = re.compile("[0-9a-f]{16}")
_CHUNK = 500  # keys in one condition
_ITEMS_KEPT = timedelta(
    days=60
)  # for an item that its source lists no longer; listed again, it is read again
_LISTED_TOLD = timedelta(days=7)  # how often it is written down that an item is still listed
_VISITS_KEPT = timedelta(days=14)  # one by one; spells are kept for good
_SITES_KEPT = timedelta(days=7)  # what a site permits is asked anew after a day anyway
APART = timedelta(hours=27)  # between two visits of one spell: the longest wait is a day and a tenth


@dataclass(frozen=True, slots=True)
class HeldSource:
    """A source and how it is doing."""

    source: model.Source
    health: model.SourceHealth


@dataclass(frozen=True, slots=True)
class ItemState:
    """What was taken of one item: a digest of what the source said of it, and tries made in vain."""

    version: str
    tries: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRecord:
    """What is kept of one visit, once everything that it brought is admitted.

    `listed` are the keys of all items that the source lists now; None where the visit does not tell.
    `revisits` are the pages that were read, which are to be asked again.
    """

    source: model.Source
    health: model.SourceHealth
    at: str
    found: int = 0
    fresh: int = 0
    note: str | None = None
    items: Mapping[str, ItemState] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[PageBytes, ...] = ()
    listed: Sequence[str] | None = None
    revisits: Sequence[Revisit] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in which every visit of a source ended alike, the last with `note`."""

    source: str
    status: str
    begun: str
    last: str
    visits: int
    fresh: int
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """One row of a source's history."""

    at: str
    status: str
    found: int
    fresh: int
    note: str | None


class Sources:
    """The sources of one open floor. Each writing call is one transaction.

    What an analyst does (add, change, remove) is an admission, so that one can ask later what was followed
    when; a visit is none.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    # ------------------------------------------------------------------------------------ acts of analysts

    def add(self, source: model.Source, *, due: str) -> bool:
        """Keep a new source, added and due at `due`; False where its address is known already."""
        return bool(self.add_all([source], due=due))

    def add_all(self, sources: Iterable[model.Source], *, due: str) -> list[model.Source]:
        """Keep the new ones among `sources`, added and due at `due`, in one act; return those."""
        sources = list(sources)
        table = schema.source
        added = []
        with self._act(due, "followed", [source.url for source in sources]) as (connection, admission):
            for source in sources:
                known = sa.select(sa.func.count()).where(
                    sa.or_(table.c.id == source.id, table.c.url == source.url)
                )
                if connection.scalar(known):
                    continue
                row = {"id": source.id, "url": source.url, **_columns(source, model.SourceHealth(due=due))}
                connection.execute(sa.insert(table), row)
                admission.follow(source)
                added.append(source)
        return added

    def change(self, source: model.Source, health: model.SourceHealth, *, at: str) -> None:
        """Keep a source's new settings and state; its id and its address stay."""
        became = "paused" if source.paused else "followed"
        with self._act(at, became, [source.url]) as (connection, admission):
            self._update(connection, source, health)
            admission.follow(source)

    def remove(self, source_id: SourceId, *, at: str) -> None:
        """Forget a source and what was taken from it; reports that came from it stay, and how it did."""
        held = self.named(source_id)
        with self._act(at, "removed", [held.source.url if held else source_id]) as (connection, admission):
            for table in (schema.item, schema.visit, schema.revisit):
                connection.execute(sa.delete(table).where(table.c.source_id == source_id))
            connection.execute(sa.delete(schema.source).where(schema.source.c.id == source_id))
            admission.unfollow(source_id)

    @contextmanager
    def _act(self, at: str, became: str, urls: list[str]) -> Iterator[tuple[sa.Connection, Admission]]:
        named = urls[0] if len(urls) == 1 else f"{len(urls)} sources"
        with self._store.admission(arrived=at, kind="act", what=f"{became} {named}") as admission:
            yield admission.connection, admission

    # --------------------------------------------------------------------------------------------- questions

    def all(self) -> list[HeldSource]:
        """Return every source, in order of address."""
        return self._held(sa.select(schema.source).order_by(schema.source.c.url))

    def due(self, now: str) -> list[HeldSource]:
        """Return the sources that are to be visited at `now`; paused ones and those that are gone are not."""
        table = schema.source
        found = self._held(sa.select(table).where(table.c.due <= instant(now)).order_by(table.c.id))
        return [held for held in found if not held.source.paused]

    def named(self, name: str) -> HeldSource | None:
        """Return the source with this id or address."""
        table = schema.source
        found = self._held(sa.select(table).where(sa.or_(table.c.id == name, table.c.url == name)))
        return found[0] if found else None

    def items(self, source_id: SourceId, keys: Iterable[str] | None = None) -> dict[str, ItemState]:
        """Return what was taken of the items of a source, or of those with these keys, by their keys."""
        table = schema.item
        mine = sa.select(table).where(table.c.source_id == source_id)
        named = _parts(item_key(key) for key in keys or ())
        wanted = [mine] if keys is None else [mine.where(table.c.key.in_(part)) for part in named]
        with self._store.reading() as connection:
            return {
                row.key: ItemState(row.version, row.tries)
                for statement in wanted
                for row in connection.execute(statement)
            }

    def site(self, origin: str) -> str | None:
        """Return what a site permits, as it was recorded."""
        with self._store.reading() as connection:
            found: str | None = connection.scalar(
                sa.select(schema.site.c.value).where(schema.site.c.origin == origin)
            )
        return found

    def sites(self) -> dict[str, str]:
        """Return what each site permits, by its origin, as it was recorded."""
        with self._store.reading() as connection:
            return {row.origin: row.value for row in connection.execute(sa.select(schema.site))}

    def visits(self, source_id: SourceId, *, limit: int = 20) -> list[PastVisit]:
        """Return the last visits of a source, newest first; those of the last fortnight are kept."""
        table = schema.visit
        wanted = sa.select(table).where(table.c.source_id == source_id).order_by(table.c.row.desc())
        with self._store.reading() as connection:
            return [
                PastVisit(at=row.at, status=row.status, found=row.found, fresh=row.fresh, note=row.note)
                for row in connection.execute(wanted.limit(limit))
            ]

    def spells(self, *, until: str | None = None) -> list[Spell]:
        """Return how every source did, removed ones too; only what began by `until` where given."""
        table = schema.spell
        wanted = sa.select(table).order_by(table.c.source_id, table.c.row)
        if until is not None:
            wanted = wanted.where(table.c.begun <= instant(until))
        with self._store.reading() as connection:
            return [
                Spell(
                    source=row.source_id,
                    status=row.status,
                    begun=shown(row.begun),
                    last=shown(row.last),
                    visits=row.visits,
                    fresh=row.fresh,
                    note=row.note,
                )
                for row in connection.execute(wanted)
            ]

    def followed(self, *, as_of: AsOf = None) -> list[model.Source]:
        """Return the sources that were followed as of a moment, as they were set then."""
        return self._store.followed(as_of=as_of)

    # ------------------------------------------------------------------------------------------------ visits

    def record(self, visit: VisitRecord) -> None:
        """Keep what came of a visit, whole or not at all."""
        source_id = visit.source.id
        with self._store.transaction() as connection:
            self._update(connection, visit.source, visit.health)
            row = {
                "source_id": source_id,
                "at": instant(visit.at),
                "status": visit.health.status,
                "fresh": visit.fresh,
                "note": spelt(visit.note) if visit.note else None,
            }
            connection.execute(sa.insert(schema.visit), {**row, "found": visit.found})
            _spell(connection, row)
            day = visit.at[:10]
            for key, state in visit.items.items():
                _replace_item(connection, source_id, item_key(key), state, day)
            if visit.listed is not None:
                _forget_unlisted(connection, source_id, visit.listed, visit.at)
            for origin, value in visit.sites.items():
                connection.execute(sa.delete(schema.site).where(schema.site.c.origin == origin))
                row = {"origin": origin, "value": value, "asked": instant(visit.at)}
                connection.execute(sa.insert(schema.site), row)
            for page in visit.pages:
                bodies.keep(connection, page, instant(visit.at))
            for revisit in visit.revisits:
                keep_revisit(connection, revisit)

    def keep_pages(self, pages: Iterable[PageBytes], *, at: str) -> None:
        """Keep the bytes of pages that were asked for beside a visit."""
        with self._store.transaction() as connection:
            for page in pages:
                bodies.keep(connection, page, instant(at))

    def postpone(self, held: HeldSource) -> None:
        """Keep another moment for the next visit of a source; no visit and no act."""
        with self._store.transaction() as connection:
            self._update(connection, held.source, held.health)

    def make_due(self, at: str) -> None:
        """Make all sources due at a moment, except paused ones and those that have ended."""
        for held in self.all():
            if not held.source.paused and held.health.status != "gone":
                self.postpone(replace(held, health=replace(held.health, due=at)))

    def tidy(self, now: str) -> None:
        """Remove the records of old visits, and what sites permitted long ago."""
        visit, site = schema.visit, schema.site
        with self._store.transaction() as connection:
            connection.execute(sa.delete(visit).where(visit.c.at < _before(now, _VISITS_KEPT)))
            old = sa.or_(site.c.asked.is_(None), site.c.asked < _before(now, _SITES_KEPT))
            connection.execute(sa.delete(site).where(old))

    def pages(self, since: str | None = None) -> Iterator[PageBytes]:
        """Yield the pages that were fetched since a moment and are still kept, oldest first."""
        table, body = schema.fetched, schema.body
        keys = sa.select(table.c.url, table.c.body_id).order_by(table.c.at, table.c.url, table.c.body_id)
        whole = sa.select(table, body.c.packed, body.c.size).join(body, body.c.id == table.c.body_id)
        if since:
            keys = keys.where(table.c.at >= instant(since))
        with self._store.reading() as connection:
            wanted = connection.execute(keys).all()
        for key in wanted:
            one = whole.where(table.c.url == key.url, table.c.body_id == key.body_id)
            with self._store.reading() as connection:
                row = connection.execute(one).one_or_none()
            if row is not None:
                yield PageBytes(row.url, row.text_id, row.body_id, row.packed, row.size)

    def would_expire(self, before: str) -> int:
        """Return of how many pages the bytes were fetched before a moment."""
        table = schema.fetched
        wanted = sa.select(sa.func.count()).where(table.c.at < instant(before))
        with self._store.reading() as connection:
            return connection.scalar(wanted) or 0

    def expire(self, before: str) -> int:
        """Remove the bytes of pages fetched before a moment and return of how many; texts stay."""
        with self._store.transaction() as connection:
            return bodies.forget(connection, schema.fetched.c.at < instant(before))

    def _held(self, wanted: sa.Select[tuple[object, ...]]) -> list[HeldSource]:
        with self._store.reading() as connection:
            return [
                HeldSource(unpacked(model.Source, row.value), unpacked(model.SourceHealth, row.state))
                for row in connection.execute(wanted)
            ]

    def _update(self, connection: sa.Connection, source: model.Source, health: model.SourceHealth) -> None:
        table = schema.source
        connection.execute(sa.update(table).where(table.c.id == source.id).values(**_columns(source, health)))


def item_key(key: str) -> str:
    """Return what an item is known by: a digest, for addresses tell whom an article is about."""
    return key if _DIGEST.fullmatch(key) else model.digest("item", key)


def _columns(source: model.Source, health: model.SourceHealth) -> dict[str, str | None]:
    source, health = readable(source), readable(health)
    if health.due is not None:
        health = replace(health, due=instant(health.due))
    return {"value": packed(source), "state": packed(health), "due": health.due}


def _replace_item(
    connection: sa.Connection, source_id: SourceId, key: str, state: ItemState, day: str
) -> None:
    table = schema.item
    row = {"version": state.version, "tries": state.tries, "listed": day}
    mine = sa.and_(table.c.source_id == source_id, table.c.key == key)
    if not connection.execute(sa.update(table).where(mine).values(**row)).rowcount:
        connection.execute(sa.insert(table), {"source_id": source_id, "key": key, **row})


def _forget_unlisted(connection: sa.Connection, source_id: SourceId, listed: Sequence[str], at: str) -> None:
    """Write down which items are listed still, once a week, and forget those that are not since long."""
    table, day = schema.item, at[:10]
    mine = table.c.source_id == source_id
    stale = sa.or_(table.c.listed.is_(None), table.c.listed < _before(at, _LISTED_TOLD)[:10])
    told = sa.update(table).values(listed=day)
    for keys in _parts(item_key(key) for key in listed):
        connection.execute(told.where(mine, table.c.key.in_(keys), stale))
    connection.execute(told.where(mine, table.c.listed.is_(None)))  # of a floor that did not write it down
    connection.execute(sa.delete(table).where(mine, table.c.listed < _before(at, _ITEMS_KEPT)[:10]))


def _spell(connection: sa.Connection, visit: Mapping[str, Any]) -> None:
    """Add a visit to the spell that its source is in, or begin one."""
    table = schema.spell
    last = connection.execute(
        sa.select(table).where(table.c.source_id == visit["source_id"]).order_by(table.c.row.desc()).limit(1)
    ).one_or_none()
    if last is not None and last.status == visit["status"] and _near(last.last, visit["at"]):
        longer = {
            "last": max(last.last, visit["at"]),
            "visits": last.visits + 1,
            "fresh": last.fresh + visit["fresh"],
            "note": visit["note"],
        }
        connection.execute(sa.update(table).where(table.c.row == last.row).values(**longer))
        return
    moment = {"begun": visit["at"], "last": visit["at"]}
    row = {key: visit[key] for key in ("source_id", "status", "fresh", "note")}
    connection.execute(sa.insert(table), {**row, **moment, "visits": 1})


def _near(one: str, other: str) -> bool:
    return abs(datetime.fromisoformat(one) - datetime.fromisoformat(other)) <= APART


def _before(now: str, age: timedelta) -> str:
    return instant((datetime.fromisoformat(instant(now)) - age).isoformat())


def _parts(keys: Iterable[str]) -> list[list[str]]:
    every = list(dict.fromkeys(keys))
    return [every[start : start + _CHUNK] for start in range(0, len(every), _CHUNK)]
