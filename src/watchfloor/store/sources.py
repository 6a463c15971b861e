"""What a floor remembers of its sources: which there are, how they do, what was taken, the bytes of pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import bodies, schema
from watchfloor.store.bodies import PageBytes
from watchfloor.store.moments import instant
from watchfloor.store.store import Store
from watchfloor.store.values import packed, readable, spelt, unpacked

_LONGEST_KEY = 2_000  # characters of what a source calls an item


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
    """What is kept of one visit, once everything that it brought is admitted."""

    source: model.Source
    health: model.SourceHealth
    at: str
    found: int = 0
    fresh: int = 0
    note: str | None = None
    items: Mapping[str, ItemState] = field(default_factory=dict)
    sites: Mapping[str, str] = field(default_factory=dict)
    pages: tuple[PageBytes, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastVisit:
    """One row of a source's history."""

    at: str
    status: str
    found: int
    fresh: int
    note: str | None


class Sources:
    """The sources of one open floor. Each writing call is one transaction, and none is an admission."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, source: model.Source, *, due: str) -> bool:
        """Keep a new source, due at `due`; False where its address is known already."""
        table = schema.source
        health = model.SourceHealth(due=due)
        with self._store._transaction() as connection:
            known = sa.select(sa.func.count()).where(
                sa.or_(table.c.id == source.id, table.c.url == source.url)
            )
            if connection.scalar(known):
                return False
            connection.execute(
                sa.insert(table), {"id": source.id, "url": source.url, **_columns(source, health)}
            )
        return True

    def change(self, source: model.Source, health: model.SourceHealth) -> None:
        """Keep a source's new settings or state; its id and its address stay."""
        with self._store._transaction() as connection:
            self._update(connection, source, health)

    def remove(self, source_id: str) -> None:
        """Forget a source and what was taken from it; reports that came from it stay."""
        with self._store._transaction() as connection:
            for table in (schema.item, schema.visit):
                connection.execute(sa.delete(table).where(table.c.source_id == source_id))
            connection.execute(sa.delete(schema.source).where(schema.source.c.id == source_id))

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

    def items(self, source_id: str) -> dict[str, ItemState]:
        """Return what was taken of each item of a source, by the item's key."""
        table = schema.item
        with self._store._reading() as connection:
            rows = connection.execute(sa.select(table).where(table.c.source_id == source_id))
            return {row.key: ItemState(row.version, row.tries) for row in rows}

    def sites(self) -> dict[str, str]:
        """Return what each site permits, by its origin, as it was recorded."""
        with self._store._reading() as connection:
            return {row.origin: row.value for row in connection.execute(sa.select(schema.site))}

    def visits(self, source_id: str, *, limit: int = 20) -> list[PastVisit]:
        """Return the last visits of a source, newest first."""
        table = schema.visit
        wanted = sa.select(table).where(table.c.source_id == source_id).order_by(table.c.row.desc())
        with self._store._reading() as connection:
            return [
                PastVisit(at=row.at, status=row.status, found=row.found, fresh=row.fresh, note=row.note)
                for row in connection.execute(wanted.limit(limit))
            ]

    def record(self, visit: VisitRecord) -> None:
        """Keep what came of a visit, whole or not at all."""
        source_id = visit.source.id
        with self._store._transaction() as connection:
            self._update(connection, visit.source, visit.health)
            row = {
                "source_id": source_id,
                "at": instant(visit.at),
                "status": visit.health.status,
                "found": visit.found,
                "fresh": visit.fresh,
                "note": spelt(visit.note) if visit.note else None,
            }
            connection.execute(sa.insert(schema.visit), row)
            for key, state in visit.items.items():
                _replace_item(connection, source_id, item_key(key), state)
            for origin, value in visit.sites.items():
                connection.execute(sa.delete(schema.site).where(schema.site.c.origin == origin))
                connection.execute(sa.insert(schema.site), {"origin": origin, "value": value})
            for page in visit.pages:
                bodies.keep(connection, page, instant(visit.at))

    def pages(self, since: str | None = None) -> Iterator[PageBytes]:
        """Yield the pages that were fetched since a moment and are still kept, oldest first."""
        table, body = schema.fetched, schema.body
        keys = sa.select(table.c.url, table.c.body_id).order_by(table.c.at, table.c.url, table.c.body_id)
        whole = sa.select(table, body.c.packed, body.c.size).join(body, body.c.id == table.c.body_id)
        if since:
            keys = keys.where(table.c.at >= instant(since))
        with self._store._reading() as connection:
            wanted = connection.execute(keys).all()
        for key in wanted:
            one = whole.where(table.c.url == key.url, table.c.body_id == key.body_id)
            with self._store._reading() as connection:
                row = connection.execute(one).one_or_none()
            if row is not None:
                yield PageBytes(row.url, row.text_id, row.body_id, row.packed, row.size)

    def expire(self, before: str) -> int:
        """Remove the bytes of pages fetched before a moment and return of how many; texts stay."""
        with self._store._transaction() as connection:
            return bodies.forget(connection, schema.fetched.c.at < instant(before))

    def _held(self, wanted: sa.Select[tuple[object, ...]]) -> list[HeldSource]:
        with self._store._reading() as connection:
            return [
                HeldSource(unpacked(model.Source, row.value), unpacked(model.SourceHealth, row.state))
                for row in connection.execute(wanted)
            ]

    def _update(self, connection: sa.Connection, source: model.Source, health: model.SourceHealth) -> None:
        table = schema.source
        connection.execute(sa.update(table).where(table.c.id == source.id).values(**_columns(source, health)))


def item_key(key: str) -> str:
    """Return a source's name of an item as it is kept: bounded, and storable."""
    key = spelt(key).replace("\0", "\ufffd")
    return key if len(key) <= _LONGEST_KEY else f"{key[:200]} {model.digest(key)}"


def _columns(source: model.Source, health: model.SourceHealth) -> dict[str, str | None]:
    source, health = readable(source), readable(health)
    if health.due is not None:
        health = replace(health, due=instant(health.due))
    return {"value": packed(source), "state": packed(health), "due": health.due}


def _replace_item(connection: sa.Connection, source_id: str, key: str, state: ItemState) -> None:
    table = schema.item
    row = {"version": state.version, "tries": state.tries}
    mine = sa.and_(table.c.source_id == source_id, table.c.key == key)
    if not connection.execute(sa.update(table).where(mine).values(**row)).rowcount:
        connection.execute(sa.insert(table), {"source_id": source_id, "key": key, **row})
