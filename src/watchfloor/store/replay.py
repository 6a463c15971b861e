"""Changes as watches saw them, in the order of their arrival: what rules are tried on without peeking.

A change is stored with its scope, which has no words. Names of actors and places, titles and verdicts are
looked up as they stood at the admission of the change; words that were taken away since are not there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import Change, ChangeScope, Report, Subject
from watchfloor.store import schema
from watchfloor.store.moments import instant, last_instant, shown
from watchfloor.store.readers import Readers
from watchfloor.store.values import unpacked

_BATCH = 400  # changes whose surroundings are looked up together

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedChange:
    """A change with what a watch saw around it; `words` are those of its evidence, where they are kept.

    `reports` are those that its evidence is of, as they stood then.
    """

    change: Change
    known: str
    scope: ChangeScope
    story: str | None = None
    title: str = ""
    place_names: tuple[str, ...] = ()
    source_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    claimant_names: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()
    rejected: bool = False


class _Named(msgspec.Struct):
    """Of a stored actor or place only its name."""

    name: str


class _Titled(msgspec.Struct):
    """Of a stored story only its title."""

    title: str


class _Placed(msgspec.Struct):
    """Of a stored mention only its place."""

    place: _Named | None = None


@dataclass(slots=True)
class _Versions(Generic[Value]):
    """The values that something had, by the admission from which each held."""

    begun: list[int] = field(default_factory=list)
    held: list[Value | None] = field(default_factory=list)

    def add(self, known_from: int, known_until: int | None, value: Value) -> None:
        if self.begun and self.begun[-1] == known_from:
            self.held[-1] = value
        else:
            self.begun.append(known_from)
            self.held.append(value)
        if known_until is not None:
            self.begun.append(known_until)
            self.held.append(None)

    def at(self, sequence: int) -> Value | None:
        place = bisect_right(self.begun, sequence) - 1
        return self.held[place] if place >= 0 else None


class Replay:
    """The changes of a floor between two moments, for rules that look at `variables`."""

    def __init__(self, store: Readers, variables: Collection[str]) -> None:
        self._store = store
        self._needs = frozenset(variables)

    def changes(
        self, *, since: str | None = None, until: str | None = None, about: Subject | None = None
    ) -> Iterator[ReplayedChange]:
        """Yield the changes that became known from `since` to `until`, oldest first."""
        verdicts = self._verdicts()
        place = (0, -1)
        statement = self._between(since, until, about)
        table = schema.change
        while True:
            after = sa.tuple_(table.c.known_from, table.c.position) > place
            with self._store.reading() as connection:
                rows = connection.execute(statement.where(after).limit(_BATCH)).all()
                if not rows:
                    return
                yield from self._replayed(connection, rows, verdicts)
            place = (rows[-1].known_from, rows[-1].position)

    def _between(self, since: str | None, until: str | None, about: Subject | None) -> sa.Select[Any]:
        table, admission = schema.change, schema.admission
        statement = (
            sa.select(
                table.c.value,
                table.c.scope,
                table.c.known_from,
                table.c.position,
                table.c.about_kind,
                table.c.about_id,
                admission.c.known,
            )
            .join(admission, admission.c.sequence == table.c.known_from)
            .order_by(table.c.known_from, table.c.position)
        )
        if since is not None:
            statement = statement.where(admission.c.known >= instant(since))
        if until is not None:
            statement = statement.where(admission.c.known <= last_instant(until))
        if about is not None:
            statement = statement.where(table.c.about_kind == about.kind, table.c.about_id == about.id)
        return statement

    def _replayed(
        self, connection: sa.Connection, rows: Sequence[Any], verdicts: dict[Subject, _Versions[bool]]
    ) -> Iterator[ReplayedChange]:
        changes = [unpacked(Change, row.value) for row in rows]
        scopes = [unpacked(ChangeScope, row.scope) if row.scope else ChangeScope() for row in rows]
        around = _Surroundings(connection, self._needs, changes, scopes)
        for row, change, scope in zip(rows, changes, scopes, strict=True):
            at = row.known_from
            verdict = verdicts.get(change.about)
            story = around.story_of(change.about, at)
            yield ReplayedChange(
                change=change,
                known=shown(row.known),
                scope=scope,
                story=story,
                title=around.title(story, at),
                place_names=around.places(change.about, at),
                source_names=around.names(scope.source, at),
                target_names=around.names(scope.target, at),
                claimant_names=around.names(scope.claimants, at),
                words=around.words(change),
                reports=around.reports(change, at),
                rejected=bool(verdict and verdict.at(at)),
            )

    def _verdicts(self) -> dict[Subject, _Versions[bool]]:
        """Return what people rejected, and gave a status again, by the admission of each act."""
        table = schema.judgement
        statement = (
            sa.select(table.c.kind, table.c.about_kind, table.c.about_id, table.c.known_from)
            .where(table.c.kind.in_(model.VERDICTS))
            .order_by(table.c.known_from, table.c.id)
        )
        found: dict[Subject, _Versions[bool]] = defaultdict(_Versions)
        with self._store.reading() as connection:
            for row in connection.execute(statement):
                versions = found[Subject(row.about_kind, row.about_id)]
                versions.add(row.known_from, None, row.kind == "reject")
        return dict(found)


class _Surroundings:
    """What stood around some changes, as of any admission; what the rule does not look at is not read."""

    def __init__(
        self,
        connection: sa.Connection,
        needs: frozenset[str],
        changes: Sequence[Change],
        scopes: Sequence[ChangeScope],
    ) -> None:
        self._connection = connection
        events = {change.about.id for change in changes if change.about.kind == "event"}
        self._stories = self._stories_of(events)
        self._titles = self._versions(schema.story, self._told_in(changes), _Titled)
        people = {id_ for scope in scopes for id_ in (*scope.source, *scope.target, *scope.claimants)}
        named = needs & {"actors", "sources", "targets"}
        self._actors = self._versions(schema.actor, people, _Named) if named else {}
        self._places = self._places_of(events) if "places" in needs else {}
        evidence = [item for change in changes for item in change.evidence]
        self._words = self._texts({item.text_id for item in evidence}) if "text" in needs else {}
        reports = {item.report for item in evidence} if "labels" in needs else set()
        self._reports = self._versions(schema.report, reports, Report)

    def _told_in(self, changes: Sequence[Change]) -> set[str]:
        """Return the stories that changes are about, or their events at any time."""
        told = {it for versions in self._stories.values() for it in versions.held if it is not None}
        return told | {change.about.id for change in changes if change.about.kind == "story"}

    def story_of(self, about: Subject, at: int) -> str | None:
        if about.kind == "story":
            return about.id
        versions = self._stories.get(about.id)
        return versions.at(at) if versions else None

    def title(self, story: str | None, at: int) -> str:
        versions = self._titles.get(story or "")
        held = versions.at(at) if versions else None
        return held.title if held else ""

    def names(self, ids: Iterable[str], at: int) -> tuple[str, ...]:
        held = (versions.at(at) for id_ in ids if (versions := self._actors.get(id_)))
        return tuple(one.name for one in held if one is not None)

    def places(self, about: Subject, at: int) -> tuple[str, ...]:
        found = (
            name
            for begun, until, name in self._places.get(about.id, ())
            if begun <= at and not 0 < until <= at
        )
        return tuple(dict.fromkeys(found))

    def words(self, change: Change) -> tuple[str, ...]:
        return tuple(
            item.span.of(self._words[item.text_id]) for item in change.evidence if item.text_id in self._words
        )

    def reports(self, change: Change, at: int) -> tuple[Report, ...]:
        ids = sorted({item.report for item in change.evidence})
        held = (versions.at(at) for id_ in ids if (versions := self._reports.get(id_)))
        return tuple(report for report in held if report is not None)

    def _stories_of(self, events: Collection[str]) -> dict[str, _Versions[str]]:
        table = schema.event
        found: dict[str, _Versions[str]] = defaultdict(_Versions)
        for row in self._rows(table, (table.c.id, table.c.story), table.c.id, events):
            found[row.id].add(row.known_from, row.known_until, row.story)
        return found

    def _versions(
        self, table: sa.Table, ids: Collection[str], kind: type[Value]
    ) -> dict[str, _Versions[Value]]:
        found: dict[str, _Versions[Value]] = defaultdict(_Versions)
        for row in self._rows(table, (table.c.id, table.c.value), table.c.id, ids):
            found[row.id].add(row.known_from, row.known_until, unpacked(kind, row.value))
        return found

    def _places_of(self, events: Collection[str]) -> dict[str, list[tuple[int, int, str]]]:
        table = schema.mention
        found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for row in self._rows(table, (table.c.event, table.c.value), table.c.event, events):
            placed = unpacked(_Placed, row.value)
            if placed.place is not None:
                found[row.event].append((row.known_from, row.known_until or 0, placed.place.name))
        return found

    def _texts(self, ids: Collection[str]) -> dict[str, str]:
        table = schema.text
        statement = sa.select(table.c.id, table.c.words).where(
            table.c.id.in_(sorted(ids)), table.c.words.is_not(None)
        )
        return {row.id: row.words for row in self._connection.execute(statement)}

    def _rows(self, table: sa.Table, columns: Sequence[Any], by: Any, ids: Collection[str]) -> Iterator[Any]:
        if not ids:
            return
        statement = sa.select(*columns, table.c.known_from, table.c.known_until).where(by.in_(sorted(ids)))
        yield from self._connection.execute(statement.order_by(table.c.row))


def labels(store: Readers, watch: str) -> dict[Subject, str]:
    """Return what people said last of what a watch told, or should have told: "hit" or "miss"."""
    table = schema.judgement
    statement = (
        sa.select(table.c.value).where(table.c.kind == "label").order_by(table.c.known_from, table.c.id)
    )
    found: dict[Subject, str] = {}
    with store.reading() as connection:
        for row in connection.execute(statement):
            act = unpacked(model.Judgement, row.value)
            if act.watch == watch and act.value:
                found[act.about] = act.value
    return found


def days_admitted(store: Readers, since: str, until: str) -> set[str]:
    """Return the days on which something was taken in."""
    table = schema.admission
    day = sa.func.substr(table.c.known, 1, 10)
    statement = sa.select(day).where(
        table.c.kind == "rendition", table.c.known >= instant(since), table.c.known <= last_instant(until)
    )
    with store.reading() as connection:
        return set(connection.scalars(statement.distinct()))
