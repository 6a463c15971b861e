"""What can be asked of the floor's memory, now or as of a moment."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import (
    ActorId,
    AlertId,
    EventId,
    OriginId,
    RenditionId,
    ReportId,
    Scope,
    StoryId,
    TextId,
)
from watchfloor.model.event_search import EventSearch
from watchfloor.store import schema
from watchfloor.store.admission import findings_id
from watchfloor.store.answers import Answers
from watchfloor.store.event_keys import found_by
from watchfloor.store.held_values import CHUNK, AsOf
from watchfloor.store.ledger import open_in
from watchfloor.store.moments import last_instant, shown
from watchfloor.store.renditions import RenditionReaders
from watchfloor.store.values import Explanation, Hit, unpacked

_READ_TOGETHER = 100  # reports whose findings are read at a time


class Readers(RenditionReaders):
    """The reading half of a Store; lists are in the order in which the floor came to know of things."""

    @property
    def answers(self) -> Answers:
        """The pages of every list."""
        return Answers(self)

    # --------------------------------------------------------------------------------- reports and findings

    def placement(self, rendition_id: RenditionId, *, as_of: AsOf = None) -> model.Placement | None:
        """Return where a rendition belongs."""
        return self._held("placement", model.Placement, rendition_id, as_of)

    def findings(
        self, text_id: TextId, published: str | None = None, outlet: str | None = None, *, as_of: AsOf = None
    ) -> model.Findings | None:
        """Return what was read in a text, given the publication date and outlet that it was read with."""
        return self._held("findings", model.Findings, findings_id(text_id, published, outlet), as_of)

    def findings_of(self, report: model.Report, *, as_of: AsOf = None) -> model.Findings | None:
        """Return what was read in the shown text of a report, with its date of publication and outlet."""
        return self._held("findings", model.Findings, _read_as(report), as_of)

    def readings(
        self, *, story: StoryId | None = None, as_of: AsOf = None
    ) -> Iterator[tuple[model.Report, model.Findings | None]]:
        """Return each report with the findings of its text: what timelines are made of."""
        return self.readings_of(self.reports(story=story, as_of=as_of), as_of=as_of)

    def readings_of(
        self, reports: Sequence[model.Report], *, as_of: AsOf = None
    ) -> Iterator[tuple[model.Report, model.Findings | None]]:
        """Yield each of some reports with the findings of its text, read many at a time."""
        last = self.sequence_of(as_of)
        for start in range(0, len(reports), _READ_TOGETHER):
            some = reports[start : start + _READ_TOGETHER]
            held = self.held_values("findings", model.Findings, [_read_as(it) for it in some], last)
            for report in some:
                found = held.get(_read_as(report))
                # What was read under another id is led to from there.
                yield report, found or self.findings_of(report, as_of=last)

    def reports(
        self, *, story: StoryId | None = None, origin: OriginId | None = None, as_of: AsOf = None
    ) -> list[model.Report]:
        """Return all reports, or those of one story (in its order) or one origin."""
        if story is not None:
            ids = self.members("report", story, as_of=as_of)
            found = {report.id: report for report in self._listed("report", model.Report, as_of, ids=ids)}
            return [found[report_id] for report_id in ids if report_id in found]
        where = [] if origin is None else [schema.report.c.origin == origin]
        return self._listed("report", model.Report, as_of, *where)

    def report(self, report_id: ReportId, *, as_of: AsOf = None) -> model.Report | None:
        """Return a report, or the one that it was merged into."""
        return self._held("report", model.Report, report_id, as_of)

    # ------------------------------------------------------------------- stories, events, actors and changes

    def stories(self, *, ids: Sequence[StoryId] | None = None, as_of: AsOf = None) -> list[model.Story]:
        """Return all stories, or those with some ids."""
        return self._with_reports(self._listed("story", model.Story, as_of, ids=ids), as_of)

    def story(self, story_id: StoryId, *, as_of: AsOf = None) -> model.Story | None:
        """Return a story, or the one that it was merged into."""
        held = self._held("story", model.Story, story_id, as_of)
        return None if held is None else self._with_reports([held], as_of)[0]

    def story_row(self, story_id: StoryId) -> tuple[model.Story, model.StoryTally | None] | None:
        """Return a story without its reports, and what is counted of them where that is known as of now."""
        held, tally = schema.story, schema.story_tally
        row = self.one_row(
            sa.select(held.c.value, tally.c.value.label("tally"))
            .outerjoin(tally, sa.and_(tally.c.story_id == held.c.id, tally.c.known_from == held.c.known_from))
            .where(held.c.id == story_id, held.c.known_until.is_(None))
        )
        if row is None:
            return None
        counted = unpacked(model.StoryTally, row.tally) if row.tally else None
        return unpacked(model.Story, row.value), counted

    def family(self, origin: OriginId, story_id: StoryId) -> list[model.Report]:
        """Return the reports of an origin that are in a story."""
        table, member = schema.report, schema.member
        there = sa.exists().where(
            member.c.kind == "report",
            member.c.member == table.c.id,
            member.c.whole == story_id,
            member.c.known_until.is_(None),
        )
        return self._listed("report", model.Report, None, table.c.origin == origin, there)

    def events(
        self, *, story: StoryId | None = None, ids: Sequence[EventId] | None = None, as_of: AsOf = None
    ) -> list[model.Event]:
        """Return all events, or those of one story or with some ids."""
        where = [] if story is None else [schema.event.c.story == story]
        return self._with_mentions(self._listed("event", model.Event, as_of, *where, ids=ids), as_of)

    def events_like(self, story: StoryId, search: EventSearch) -> list[model.Event]:
        """Return the events of a story that a search may be of: the others need not be read."""
        with self.reading() as connection:
            ids = found_by(connection, story, search)
            return [event for event in self.events(ids=ids) if event.story == story]

    def events_told_by(self, report_id: ReportId, *, story: StoryId) -> list[model.Event]:
        """Return the events of a story that a report tells of."""
        table = schema.mention
        statement = sa.select(table.c.event).where(table.c.report == report_id, table.c.known_until.is_(None))
        with self.reading():
            ids = list(dict.fromkeys(row.event for row in self.rows(statement)))
            return [event for event in self.events(ids=ids) if event.story == story]

    def event(self, event_id: EventId, *, as_of: AsOf = None) -> model.Event | None:
        """Return an event, or the one that it was merged into."""
        held = self._held("event", model.Event, event_id, as_of)
        return None if held is None else self._with_mentions([held], as_of)[0]

    def events_resting_on(self, text_id: TextId, *, as_of: AsOf = None) -> list[str]:
        """Return the ids of the events that hold a mention in a text."""
        table = schema.mention
        statement = sa.select(table.c.event).where(
            table.c.text_id == text_id, open_in(table, self.sequence_of(as_of))
        )
        return list(dict.fromkeys(row.event for row in self.rows(statement.order_by(table.c.row))))

    def actors(self, *, keys: Collection[str] | None = None, as_of: AsOf = None) -> list[model.Actor]:
        """Return all actors, or those with some `keys`."""
        where = [] if keys is None else [schema.actor.c.key.in_(sorted(keys))]
        return self._listed("actor", model.Actor, as_of, *where)

    def actor(self, actor_id: ActorId, *, as_of: AsOf = None) -> model.Actor | None:
        """Return an actor, or the one that it was merged into."""
        return self._held("actor", model.Actor, actor_id, as_of)

    def actor_of(self, report: ReportId, local_id: str, *, as_of: AsOf = None) -> ActorId | None:
        """Return the id of the actor that a report's mention chain ("a1") was resolved to."""
        return self.whole_of("actor", f"{report}#{local_id}", as_of=as_of)

    def changes(
        self, since: AsOf = None, *, about: model.Subject | None = None, as_of: AsOf = None
    ) -> list[model.Change]:
        """Return the changes that became known after `since` and not after `as_of`, oldest first."""
        table = schema.change
        statement = sa.select(table.c.value).where(table.c.known_from > self.sequence_before(since))
        if (last := self.sequence_of(as_of)) is not None:
            statement = statement.where(table.c.known_from <= last)
        if about is not None:
            statement = statement.where(table.c.about_kind == about.kind, table.c.about_id == about.id)
        statement = statement.order_by(table.c.known_from, table.c.position)
        return [unpacked(model.Change, row.value) for row in self.rows(statement)]

    # ------------------------------------------------------------------------------------ alerts and actions

    def alerts(
        self,
        *,
        state: str | None = None,
        watch: str | None = None,
        about: Iterable[model.Subject] | None = None,
        or_ids: Collection[str] = (),
        until: int | None = None,
        since: int | None = None,
        as_of: AsOf = None,
    ) -> list[model.Alert]:
        """Return all alerts, or those in one state, of one watch, or about some subjects.

        With `until`, those that no later admission wrote, with `since` those that none before it wrote last.
        Beside the ones about those subjects, `or_ids` are returned, whatever they are about now.
        """
        table = schema.alert
        where = [column == wish for column, wish in ((table.c.state, state), (table.c.watch, watch)) if wish]
        if until is not None:
            where.append(table.c.known_from <= until)
        if since is not None:
            where.append(table.c.known_from >= since)
        if about is None:
            return self._listed("alert", model.Alert, as_of, *where)
        subjects = sorted({(subject.kind, subject.id) for subject in about})
        asked: list[sa.ColumnElement[bool]] = [
            sa.tuple_(table.c.about_kind, table.c.about_id).in_(subjects[start : start + CHUNK])
            for start in range(0, len(subjects), CHUNK)
        ]
        asked += [table.c.id.in_(sorted(or_ids))] if or_ids else []
        found = {it.id: it for one in asked for it in self._listed("alert", model.Alert, as_of, *where, one)}
        return [*found.values()]

    def alert(self, alert_id: AlertId, *, as_of: AsOf = None) -> model.Alert | None:
        """Return an alert."""
        return self._held("alert", model.Alert, alert_id, as_of)

    def deliveries(
        self,
        *,
        due_before: str | None = None,
        state: str | None = None,
        alert: str | None = None,
        within: str | None = None,
        as_of: AsOf = None,
    ) -> list[model.Delivery]:
        """Return the outbox, or those still to be sent at `due_before`; state is always today's.

        A withheld payload is "".
        """
        table = schema.delivery
        statement = sa.select(table).order_by(table.c.known_from, table.c.id)
        if (last := self.sequence_of(as_of)) is not None:
            statement = statement.where(table.c.known_from <= last)
        if due_before is not None:
            statement = statement.where(
                table.c.state.in_(["pending", "failed"]),
                sa.or_(table.c.due.is_(None), table.c.due <= last_instant(due_before)),
            )
        if state is not None:
            statement = statement.where(table.c.state == state)
        if alert is not None:
            statement = statement.where(table.c.alert == alert)
        if within is not None:
            statement = statement.where(table.c.state == "gathered", table.c.within == within)
        return [
            model.Delivery(
                id=row.id,
                alert=row.alert,
                channel=row.channel,
                payload=row.payload or "",
                state=row.state,
                attempts=row.attempts,
                due=shown(row.due) if row.due else None,
                error=row.error,
                held=row.held,
                within=row.within,
            )
            for row in self.rows(statement)
        ]

    def attempts(self, delivery_id: str) -> list[dict[str, Any]]:
        """Return the tries of a delivery: number, at, state and error of each."""
        table = schema.attempt
        statement = sa.select(table.c.number, table.c.at, table.c.state, table.c.error)
        rows = self.rows(statement.where(table.c.delivery_id == delivery_id).order_by(table.c.number))
        return [{**row._mapping, "at": shown(row.at)} for row in rows]

    def quarantine(self, *, as_of: AsOf = None) -> list[model.Quarantined]:
        """Return what was refused and not released."""
        return self._listed("quarantine", model.Quarantined, as_of)

    def judgements(self, about: model.Subject | None = None, *, as_of: AsOf = None) -> list[model.Judgement]:
        """Return what analysts decided, oldest first."""
        table = schema.judgement
        statement = sa.select(table.c.value).order_by(table.c.known_from, table.c.id)
        if (last := self.sequence_of(as_of)) is not None:
            statement = statement.where(table.c.known_from <= last)
        if about is not None:
            statement = statement.where(table.c.about_kind == about.kind, table.c.about_id == about.id)
        return [unpacked(model.Judgement, row.value) for row in self.rows(statement)]

    def acts(self) -> list[tuple[int, model.Judgement]]:
        """Return the merges and splits of stories, people's and the machine's, with their admissions.

        Of one admission, splits come before merges.
        """
        table = schema.judgement
        statement = (
            sa.select(table.c.known_from, table.c.value)
            .where(table.c.kind.in_(["merge", "split"]))
            .order_by(table.c.known_from, table.c.kind.desc(), table.c.id)
        )
        return [(row.known_from, unpacked(model.Judgement, row.value)) for row in self.rows(statement)]

    def moved(self, *, since: AsOf = None) -> list[tuple[RenditionId, StoryId]]:
        """Return the renditions admitted after `since` that changed their story, each with its story."""
        table, first = schema.placement, schema.placement.alias()
        statement = (
            sa.select(table.c.id, table.c.story)
            .join(first, sa.and_(first.c.id == table.c.id, first.c.known_from == table.c.born))
            .where(table.c.known_until.is_(None), table.c.story != first.c.story)
            .where(table.c.born > self.sequence_before(since))
            .order_by(table.c.row)
        )
        return [(row.id, row.story) for row in self.rows(statement)]

    def followed(self, *, as_of: AsOf = None) -> list[model.Source]:
        """Return the sources that were followed, as they were set."""
        return self._listed("watched", model.Source, as_of)

    def explain(self, any_id: str) -> Explanation | None:
        """Return the recorded placements and judgements about a rendition, report, origin or story id."""
        table = schema.placement
        kinds = {
            "rendition": table.c.id,
            "report": table.c.report,
            "story": table.c.story,
            "origin": table.c.origin,
        }
        for kind, column in kinds.items():
            ids = self.rows(
                sa.select(table.c.id, sa.func.min(table.c.row))
                .where(column == any_id)
                .group_by(table.c.id)
                .order_by(sa.func.min(table.c.row))
            )
            if ids:
                placements = [dated for row in ids for dated in self.history("placement", row.id)]
                return Explanation(
                    kind=kind,
                    id=any_id,
                    known=min(dated.known for dated in placements),
                    placements=tuple(placements),
                    judgements=tuple(self.judgements(model.Subject(kind, any_id))),
                    redirected=next((it for it in self.redirects() if it.old_id == any_id), None),
                )
        return None

    # -------------------------------------------------------------------------------------- search and counts

    def search(self, typed: str, *, limit: int = 20, as_of: AsOf = None) -> list[Hit]:
        """Return the texts that answer what a person typed, best first, each once; bad syntax is no error."""
        asked = Scope(words=typed, as_of=as_of)
        return self.answers.hits(asked, limit=max(0, min(limit, 1000)), order="best")

    def counts(self, *, as_of: AsOf = None) -> dict[str, int]:
        """Return how many of each kind the floor holds."""
        last = self.sequence_of(as_of)
        counted = {}
        for name in ("rendition", "text", "change", "delivery", "judgement"):
            table = schema.metadata.tables[name]
            known = sa.true() if last is None else table.c.known_from <= last
            counted[name] = self.scalar(sa.select(sa.func.count()).select_from(table).where(known))
        for name in ("report", "story", "event", "actor", "alert", "quarantine"):
            table = schema.metadata.tables[name]
            counted[name] = self.scalar(
                sa.select(sa.func.count()).select_from(table).where(open_in(table, last))
            )
        counted["origin"] = self.scalar(
            sa.select(sa.func.count(sa.distinct(schema.report.c.origin))).where(open_in(schema.report, last))
        )
        return counted

    def _with_reports(self, stories: list[model.Story], as_of: AsOf) -> list[model.Story]:
        table = schema.member
        reports: dict[str, list[ReportId]] = {story.id: [] for story in stories}
        statement = sa.select(table.c.member, table.c.whole).where(
            table.c.kind == "report", open_in(table, self.sequence_of(as_of))
        )
        if len(stories) <= CHUNK:
            statement = statement.where(table.c.whole.in_(list(reports)))
        for row in self.rows(statement.order_by(table.c.position, table.c.row)):
            if row.whole in reports:
                reports[row.whole].append(row.member)
        return [replace(story, reports=tuple(reports[story.id])) for story in stories]

    def _with_mentions(self, events: list[model.Event], as_of: AsOf) -> list[model.Event]:
        table = schema.mention
        members: dict[str, list[model.EventMember]] = {event.id: [] for event in events}
        ids = list(members)
        statement = sa.select(table.c.event, table.c.value).where(open_in(table, self.sequence_of(as_of)))
        for start in range(0, len(ids), CHUNK):
            page = statement.where(table.c.event.in_(ids[start : start + CHUNK]))
            for row in self.rows(page.order_by(table.c.position, table.c.row)):
                members[row.event].append(unpacked(model.EventMember, row.value))
        return [replace(event, members=tuple(members[event.id])) for event in events]


def _read_as(report: model.Report) -> str:
    """Return the id of what was read in the shown text of a report."""
    published = report.published.value if report.published else None
    return findings_id(report.text_id, published, report.outlet)
