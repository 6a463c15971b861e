"""What is in scope by what, brought up to date with each admission.

It is derived from the rows of the same admission, by the things that it touched, so that no stage and no
order of the engine need know of it. What it costs depends on what was touched, never on the floor.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema, terms
from watchfloor.store.derived_rows import Rows, of_kind
from watchfloor.store.report_parts import findings_key
from watchfloor.store.touched import Touched
from watchfloor.store.values import packed, unpacked

_OWN, _LEAD, _STRONG = "own", "lead", "strong"
_SCOPE = ("row", "id", "unit", "term", "basis", "known_from")
Key = tuple[str, str]  # unit and term
WantedTerms = Mapping[Key, str]  # with the basis of each


class Scoping:
    """The scope of what one admission touched: first of events, then of what tells of them, then changes."""

    def __init__(self, rows: Rows, touched: Touched) -> None:
        self._rows = rows
        self._touched = touched
        self._fresh: list[dict[str, Any]] = []
        self._lost: set[str] = set()  # stories that are told by a strong event less
        self._events: dict[str, model.Event] = {}

    def derive(self) -> None:
        """Bring the scope terms of everything touched by this admission up to date."""
        if self._touched.events:
            self._of_events()
            self._flush()
        reports = self._touched.reports | self._touched.read
        if reports:
            self._of_reports(reports)
            self._flush()
        if self._touched.stories or self._touched.left:
            self._of_stories(self._touched.stories | self._touched.left, reports)
        if self._touched.actors:
            self._of_actors(self._touched.actors)
        self._flush()
        if self._touched.changes:
            self._of_changes()
            self._flush()

    # ------------------------------------------------------------------------------------------------- events

    def _of_events(self) -> None:
        touched, ids = self._touched, set(self._touched.events)
        columns = ("id", "value", "born", "grade", "story")
        events = {row.id: row for row in self._rows.held(schema.event, columns, "id", ids)}
        held = self._held("event", ids)
        by_story = self._of_units(ids)
        stories = {row.story for row in events.values()}
        born = {row.id: row.born for row in self._rows.held(schema.story, ("id", "born"), "id", stories)}
        members = {id_: self._members(id_) if id_ in touched.ended else touched.events[id_] for id_ in events}
        own = self._own_of_reports({member.report for some in members.values() for member in some})
        for id_ in sorted(ids):
            row = events.get(id_)
            if row is None:
                self._set("event", id_, 0, {}, held[id_])
                self._tell_stories(id_, None, None, {}, by_story[id_])
                continue
            told = self._of_event(row, members[id_], own, held[id_])
            beside = {(id_, term): row.grade for term in told}
            self._tell_stories(id_, row.story, born.get(row.story), beside, by_story[id_])

    def _of_event(
        self,
        row: Any,
        members: Sequence[model.EventMember],
        own: Mapping[str, set[str]],
        held: Iterable[Any],
    ) -> set[str]:
        """Let an event be in scope by what it tells, and its reports' outlets; return what it tells."""
        event = self._events[row.id] = unpacked(model.Event, row.value)
        reports = {member.report for member in members}
        told = self._told_of(event, members, held)
        wanted = {("", term): _OWN for term in self._own_of(row.id, row.story, reports, own, held)}
        self._set("event", row.id, row.born, {**wanted, **{("", term): row.grade for term in told}}, held)
        if row.id in self._touched.ended or {it.basis for it in held} - {_OWN, row.grade}:
            self._touched.reports.update(self._reports_of(row.id))
        return told

    def _told_of(
        self, event: model.Event, members: Iterable[model.EventMember], held: Iterable[Any]
    ) -> set[str]:
        """Return what an event is in scope by; of its mentions, what was told before is known."""
        told = terms.event_terms(event) | terms.member_terms(members)
        if event.id in self._touched.ended:
            return told
        return told | {it.term for it in held if terms.is_of_place(it.term)}

    def _own_of(
        self, id_: str, story: str, reports: Iterable[str], own: Mapping[str, set[str]], held: Iterable[Any]
    ) -> set[str]:
        found = {terms.story(story)}.union(*(own.get(report, set()) for report in reports))
        if id_ in self._touched.ended:
            return found
        return found | {it.term for it in held if terms.is_own(it.term)}

    def _tell_stories(
        self, event_id: str, story: str | None, born: int | None, wanted: WantedTerms, held: Iterable[Any]
    ) -> None:
        """Let a story, and no other, be in scope by an event."""
        here = [it for it in held if it.id == story]
        elsewhere = [it for it in held if it.id != story]
        self._rows.close(schema.scope, elsewhere)
        self._touched.stories.update(it.id for it in elsewhere)
        still = _STRONG in wanted.values()
        self._lost.update(it.id for it in held if it.basis == _STRONG and not (still and it.id == story))
        if story is not None and born is not None:
            self._set("story", story, born, wanted, here)
            self._touched.stories.add(story)

    def _members(self, event_id: str) -> list[model.EventMember]:
        rows = self._rows.held(schema.mention, ("value",), "event", [event_id])
        return [unpacked(model.EventMember, row.value) for row in rows]

    def _reports_of(self, event_id: str) -> set[str]:
        return {row.report for row in self._rows.held(schema.mention, ("report",), "event", [event_id])}

    def _own_of_reports(self, reports: Iterable[str]) -> dict[str, set[str]]:
        """Return what some reports say of themselves."""
        rows = self._rows.held(schema.report, ("id", "value"), "id", reports)
        return {row.id: terms.own_terms(unpacked(model.Report, row.value)) for row in rows}

    # ------------------------------------------------------------------------------------ reports and stories

    def _of_reports(self, ids: set[str]) -> None:
        columns = ("id", "value", "born")
        reports = {row.id: row for row in self._rows.held(schema.report, columns, "id", ids)}
        told = {id_: unpacked(model.Report, row.value) for id_, row in reports.items()}
        held = self._held("report", ids)
        members = self._rows.held(schema.member, ("member", "whole"), "member", ids, kind="report")
        stories = {row.member: row.whole for row in members}
        borne = self._borne(ids)
        led = [report for id_, report in told.items() if _STRONG not in borne[id_].values()]
        leads = self._leads(led)
        for id_ in sorted(ids):
            row = reports.get(id_)
            if row is None:
                self._set("report", id_, 0, {}, held[id_])
                continue
            wanted: dict[Key, str] = {("", term): _OWN for term in terms.own_terms(told[id_])}
            if id_ in stories:
                wanted["", terms.story(stories[id_])] = _OWN
                self._touched.stories.add(stories[id_])
            wanted |= {("", term): _LEAD for term in leads.get(id_, ())}
            self._set("report", id_, row.born, {**wanted, **borne[id_]}, held[id_])

    def _borne(self, reports: set[str]) -> dict[str, dict[Key, str]]:
        """Return what reports are in scope by through the events that they tell of."""
        mentions = self._rows.held(schema.mention, ("report", "event", "value"), "report", reports)
        events = {row.event for row in mentions}
        grades = {row.id: row.grade for row in self._rows.held(schema.event, ("id", "grade"), "id", events)}
        found: dict[str, dict[Key, str]] = defaultdict(dict)
        for row in mentions:
            if row.event in grades:
                for term in terms.mention_terms(unpacked(model.EventMember, row.value)):
                    found[row.report][row.event, term] = grades[row.event]
        return found

    def _leads(self, reports: list[model.Report]) -> dict[str, set[str]]:
        """Return the countries and places in headline and lead of some reports."""
        keys = {report.id: findings_key(report) for report in reports}
        findings = {
            row.id: row.value
            for row in self._rows.held(schema.findings, ("id", "value"), "id", keys.values())
        }
        mine = {
            report.id: next((it.id for it in report.renditions if it.text_id == report.text_id), "")
            for report in reports
        }
        renditions: dict[str, str] = {}
        for table in (schema.rendition, schema.reading):  # how it is read now counts before how it was
            rows = self._rows.held(table, ("id", "value"), "id", mine.values())
            renditions |= {row.id: row.value for row in rows}
        return {
            report.id: terms.lead_terms(
                unpacked(model.Findings, findings[keys[report.id]]),
                unpacked(model.Rendition, renditions[mine[report.id]]),
            )
            for report in reports
            if keys[report.id] in findings and mine[report.id] in renditions
        }

    def _of_stories(self, ids: set[str], reports: set[str]) -> None:
        """Let stories be in scope by outlets and languages, and by leads while no strong event is told."""
        stories = {row.id: row for row in self._rows.held(schema.story, ("id", "born"), "id", ids)}
        for id_ in sorted(ids):
            row = stories.get(id_)
            if row is None:
                self._set("story", id_, 0, {}, self._held("story", {id_})[id_])
                continue
            held = self._rows.held(schema.scope, _SCOPE, "id", [id_], kind="story", unit="")
            self._set("story", id_, row.born, self._wanted_of_story(id_, reports, held), held)

    def _wanted_of_story(self, id_: str, reports: set[str], held: Iterable[Any]) -> dict[Key, str]:
        """Return what a story is to be in scope by, beyond what its events tell."""
        is_strong = self._is_strong(id_)
        whole = id_ in self._touched.left or (id_ in self._lost and not is_strong)
        wanted: dict[Key, str] = {} if whole else {("", it.term): it.basis for it in held}
        wanted["", terms.story(id_)] = _OWN
        for term, basis in self._told_in(id_, None if whole else reports):
            wanted["", term] = basis
        if is_strong:
            return {key: basis for key, basis in wanted.items() if basis != _LEAD}
        return wanted

    def _is_strong(self, story: str) -> bool:
        table = schema.scope
        statement = sa.select(sa.literal(1)).where(
            of_kind() == "story",
            table.c.id == story,
            table.c.basis == _STRONG,
            table.c.known_until.is_(None),
        )
        return self._rows.connection.scalar(statement.limit(1)) is not None

    def _told_in(self, story: str, reports: set[str] | None) -> Iterable[tuple[str, str]]:
        """Return what the reports of a story have of their own and in their leads; None asks all of them."""
        member, scope = schema.member, schema.scope
        if reports is None:
            mine = self._rows.held(member, ("member",), "whole", [story], kind="report")
        else:
            mine = self._rows.held(member, ("member",), "member", reports, kind="report", whole=story)
        told = self._rows.held(
            scope, ("term", "basis"), "id", (row.member for row in mine), kind="report", unit=""
        )
        return {(row.term, row.basis) for row in told if not row.term.startswith("story:")}

    def _of_actors(self, ids: set[str]) -> None:
        held = self._held("actor", ids)
        actors = {row.id: row for row in self._rows.held(schema.actor, ("id", "born", "country"), "id", ids)}
        for id_ in sorted(ids):
            row = actors.get(id_)
            own = {terms.actor(id_)} if row else set()
            if row and row.country:
                own.add(terms.country(row.country))
            self._set("actor", id_, row.born if row else 0, {("", term): _OWN for term in own}, held[id_])

    # ------------------------------------------------------------------------------------------------ changes

    def _of_changes(self) -> None:
        """Hold what a watch saw of changes; they are in scope by what their subjects are in scope by now."""
        changes = self._rows.held(
            schema.change, ("id", "about_kind", "about_id", "known_from"), "id", self._touched.changes
        )
        about: dict[str, set[str]] = defaultdict(set)
        for row in changes:
            about[row.about_kind].add(row.about_id)
        held = {
            (kind, id_): rows for kind, ids in about.items() for id_, rows in self._held(kind, ids).items()
        }
        seen = self._seen(about, held)
        asked = {row.id: row for row in changes}
        written = []
        for id_ in self._touched.changes:
            row = asked[id_]
            subject = row.about_kind, row.about_id
            scope = seen.get(subject, model.ChangeScope())
            written.append({"change_id": id_, "seen": packed(scope), "graded": scope.grade})
            wanted = {(it.unit, it.term): it.basis for it in held.get(subject, ())}
            self._set("change", id_, row.known_from, wanted, ())
        self._rows.connection.execute(_SEEN, written)

    def _seen(
        self, about: Mapping[str, set[str]], held: Mapping[tuple[str, str], Iterable[Any]]
    ) -> dict[tuple[str, str], model.ChangeScope]:
        found: dict[tuple[str, str], model.ChangeScope] = {}
        missing = about["event"] - set(self._events) if "event" in about else set()
        for row in self._rows.held(schema.event, ("id", "value"), "id", missing):
            self._events[row.id] = unpacked(model.Event, row.value)
        for id_ in about.get("event", ()):
            if id_ in self._events:
                told = [it.term for it in held["event", id_]]
                found["event", id_] = change_scope(self._events[id_], told)
        for row in self._rows.held(schema.story, ("id", "value"), "id", about.get("story", ())):
            story = unpacked(model.Story, row.value)
            found["story", row.id] = model.ChangeScope(origins=story.origins)
        return found

    # ------------------------------------------------------------------------------------------------- inside

    def _held(self, kind: str, ids: Iterable[str]) -> dict[str, list[Any]]:
        """Return the open rows of things of one kind, by id."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._rows.held(schema.scope, _SCOPE, "id", ids, kind=kind):
            found[row.id].append(row)
        return found

    def _of_units(self, events: Iterable[str]) -> dict[str, list[Any]]:
        """Return the open rows by which stories are in scope through events, by event."""
        found: dict[str, list[Any]] = defaultdict(list)
        for row in self._rows.held(schema.scope, _SCOPE, "unit", events, kind="story"):
            found[row.unit].append(row)
        return found

    def _set(self, kind: str, id_: str, born: int, wanted: WantedTerms, held: Iterable[Any]) -> None:
        """Let a thing be in scope by exactly what is wanted, of what is held of it."""
        known = {(row.unit, row.term): row.basis for row in held}
        self._rows.close(schema.scope, [row for row in held if wanted.get((row.unit, row.term)) != row.basis])
        self._fresh += [
            {"kind": kind, "id": id_, "unit": unit, "term": term, "basis": basis, "born": born}
            for (unit, term), basis in sorted(wanted.items())
            if known.get((unit, term)) != basis
        ]

    def _flush(self) -> None:
        self._rows.append(schema.scope, self._fresh)
        self._fresh = []


_SEEN = (
    sa.update(schema.change)
    .where(schema.change.c.id == sa.bindparam("change_id"))
    .values(scope=sa.bindparam("seen"), grade=sa.bindparam("graded"))
)


def change_scope(event: model.Event, told: Iterable[str]) -> model.ChangeScope:
    """Return what a watch sees of an event, without words; `told` are the terms that it is in scope by."""
    named = defaultdict(list)
    for term in sorted(told):
        name, _, value = term.partition(":")
        named[name].append(value)
    places = (int(value) for value in named["place"] if value.isdigit())
    return model.scope_of_event(event, countries=named["country"], places=places)
