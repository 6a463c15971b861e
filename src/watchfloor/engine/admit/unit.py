"""One unit of work: what an order makes the floor know, from reports to alerts, in one transaction.

Admission, reading again, moving, judging and withholding give orders to it. The way is one for all: the
report is combined, its story told, its actors linked, the story's events brought up to date, what changed is
kept, and the watches are asked. Nothing is looked up before it is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from watchfloor.engine.admit.alerts import Surroundings, close_unfounded, follow_alerts, save_alerts
from watchfloor.engine.admit.dues import changes_of_dues
from watchfloor.engine.admit.ours import changes_of_ours
from watchfloor.engine.admit.report_events import EventUpdate, ReportText, changed_at, update_events
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.extract import resolve
from watchfloor.merge import combine
from watchfloor.model import (
    INTERNAL,
    WITHHELD,
    Actor,
    ActorId,
    Change,
    Event,
    Evidence,
    Findings,
    Placement,
    Rendition,
    RenditionId,
    Report,
    ReportId,
    Story,
    StoryId,
    StoryTally,
    Subject,
)
from watchfloor.store import Admission, Store
from watchfloor.track import (
    Linked,
    contradicted,
    contradiction,
    counts_alike,
    decided,
    emptied,
    keys_of,
    keys_of_event,
    link_actors,
    story_of,
    story_told_by,
    tally_of,
    upheld,
    with_report,
)
from watchfloor.watch import Watch


@dataclass(frozen=True, slots=True, kw_only=True)
class Retold:
    """A report with its story and the story's events, as they were told before and are told now."""

    report_before: Report | None
    report: Report
    findings_before: Findings | None
    findings: Findings
    members: Sequence[Rendition]
    story_before: Story | None
    story: Story
    events_before: Sequence[Event]
    events: Sequence[Event]
    followed: EventUpdate
    moment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetellOrder:
    """That a report is told anew, with what was `prepared` of one of its renditions just now.

    `changes` makes what changed. `arriving` is a rendition that the report had not before. `again` says that
    only the reading is new: where it comes out the same nothing is told, what people judged is upheld, and
    actors who are read no more belong to nobody; `findings_before` is how the report was read until now.
    """

    report_id: ReportId
    story_id: StoryId
    prepared: Prepared
    changes: Callable[[Retold], list[Change]]
    arriving: Rendition | None = None
    again: bool = False
    findings_before: Findings | None = None


class Unit:
    """The work of one admission, whose transaction is open."""

    def __init__(self, store: Store, admission: Admission, watches: Sequence[Watch] = ()) -> None:
        self.store = store
        self.admission = admission
        self.watches = watches
        self._contradictions: list[Change] = []

    # ------------------------------------------------------------------------------------------- the orders

    def retell(self, order: RetellOrder) -> list[Change]:
        """Bring a report, its story, actors and events up to date; keep and return what changed."""
        before = self.store.report(order.report_id)
        members = self.store.renditions(report=order.report_id)
        if order.arriving is not None:
            members.append(order.arriving)
        report = combine(members, [self._placement(member.id) for member in members])
        findings = self._findings(report, members, order.prepared)
        self.admission.save_findings(findings, outlet=report.outlet)
        held = order.findings_before
        if order.again and report == before and held is not None and alike(held, findings):
            return []
        self.admission.save_report(report)
        story_before, story, counted = self._tell_story(order.story_id, before, report)
        linked = self._link(report, findings, story.id, again=order.again)
        shown = ReportText(report, findings, text_of(report, members), linked.ids, linked.countries)
        events_before, events, followed = self._follow(order, before, shown)
        retold = Retold(
            report_before=before,
            report=report,
            findings_before=held,
            findings=findings,
            members=members,
            story_before=story_before,
            story=story,
            events_before=events_before,
            events=events,
            followed=followed,
            moment=self.admission.arrived,
        )
        changes = [*order.changes(retold), *self._contradictions]
        if not order.again:
            changes += changes_of_dues(self.store, shown, story.id, known=self.admission.arrived)
            changes += changes_of_ours(
                self.store, events_before, events, report=report.id, known=self.admission.arrived
            )
        self.tell(changes, story=story, events=events, renditions=members, reports=counted)
        return changes

    def tell(
        self,
        changes: Sequence[Change],
        *,
        story: Story,
        events: Sequence[Event],
        renditions: Sequence[Rendition] = (),
        reports: int | None = None,
    ) -> None:
        """Keep changes and ask the watches; `renditions` hold words that are at hand already.

        `reports` is the number of the story's reports, where the story is given without them.
        """
        changes = [handled(change, story) for change in changes]
        for change in changes:
            self.admission.save_change(change)
        if not changes:
            return
        words = _Words(self.store, {member.text_id: member.text for member in renditions})
        save_alerts(
            self.store,
            self.admission,
            changes,
            watches=self.watches,
            around=Surroundings(
                story=story,
                story_reports=len(story.reports) if reports is None else reports,
                events={event.id: event for event in events},
                reports=StoredReports(self.store),
                actors=StoredActors(self.store),
                words=words,
            ),
        )

    def lead_alerts(self, leads: Mapping[Subject, Subject], revived: Mapping[Subject, Subject]) -> None:
        """Let open alerts go with what they are about: where an id leads now, and back to one revived."""
        follow_alerts(self.store, self.admission, leads, revived)

    def withhold(self, reports: Collection[ReportId], stories: Collection[StoryId]) -> None:
        """Let reports and stories be told by what is left of them, and close alerts that rest on nothing.

        It makes no change: what the reports told is not told otherwise, its words may only not be shown.
        """
        self.admission.forget_tally()  # they hold headlines
        for report_id in reports:
            report = self.store.report(report_id)
            if report is not None and report.id == report_id:
                self._retell_what_is_left(report)
        for story_id in stories:
            story = self.store.story(story_id)
            if story is not None and story.id == story_id:
                self._retell_story_of_what_is_left(story)
        close_unfounded(self.store, self.admission, [*self._unfounded(reports, stories)])

    # ------------------------------------------------------------------------------------------ the one way

    def _tell_story(
        self, story_id: StoryId, before: Report | None, report: Report
    ) -> tuple[Story | None, Story, int]:
        """Tell a story with a report of it; return it as it was and is, and the number of its reports.

        The other reports are read only where what is counted of them is not known, or may be otherwise.
        """
        held = self.store.story_row(story_id)
        counted = self._counted(story_id, before, report, held[1]) if held else None
        if held is None or counted is None:
            there = self.store.story(story_id)
            others = [known for known in self.store.reports(story=story_id) if known.id != report.id]
            story = story_of(story_id, [*others, report], there)
            self.admission.save_story(story)
            counted = tally_of([*others, report])
        else:
            there = held[0]
            story = _handled_as(report, story_told_by(story_id, counted, there))
            self.admission.extend_story(story, report.id)
        self.admission.save_tally(story_id, counted)
        return there, story, counted.reports

    def _counted(
        self, story_id: StoryId, before: Report | None, report: Report, tally: StoryTally | None
    ) -> StoryTally | None:
        """Return what is counted of a story with a report; None where all has to be counted anew."""
        if tally is None:
            return None
        family = [known for known in self.store.family(report.origin, story_id) if known.id != report.id]
        if self.store.whole_of("report", report.id) != story_id:
            return with_report(tally, report, family) if before is None else None
        return tally if before is not None and counts_alike(tally, before, report, family) else None

    def _placement(self, rendition_id: RenditionId) -> Placement:
        placement = self.store.placement(rendition_id)
        assert placement is not None, "every rendition is saved with its placement"
        return placement

    def _findings(self, report: Report, members: Sequence[Rendition], prepared: Prepared) -> Findings:
        """Return what is read in the report's text, bound to the report's own date of publication."""
        if report.text_id == prepared.rendition.text_id:
            return resolve(prepared.findings, published_of(report))
        for member in members:
            if member.text_id == report.text_id:
                findings = self.store.findings(member.text_id, member.published, member.outlet)
                if findings is not None:
                    return resolve(findings, published_of(report))
        raise AssertionError(f"no findings of text {report.text_id}, which report {report.id} shows")

    def _link(self, report: Report, findings: Findings, story_id: StoryId, *, again: bool) -> Linked:
        """Resolve a report's local actors, and keep who they are and that they take part in the story."""
        linked = link_actors(
            findings,
            report=report.id,
            story=story_id,
            seen=published_of(report),
            known=ActorsByKey(
                self.store,
                keys_of(findings, report=report.id, story=story_id, handling=report.handling),
            ),
            in_story=self._story_actors(story_id),
            handling=report.handling,
        )
        for actor in linked.actors:
            self.admission.save_actor(actor)
        for local, actor_id in linked.ids.items():
            self.admission.join("actor", f"{report.id}#{local}", actor_id)
            self.admission.join("cast", f"{story_id}#{actor_id}", story_id)
        if again:
            self._part_with_unread(report.id, linked)
        return linked

    def _part_with_unread(self, report_id: ReportId, linked: Linked) -> None:
        number = len(linked.ids)
        while self.store.actor_of(report_id, f"a{(number := number + 1)}") is not None:
            if f"a{number}" not in linked.ids:
                self.admission.leave("actor", f"{report_id}#a{number}")

    def _story_actors(self, story_id: StoryId) -> Iterator[Actor]:
        """Yield the story's actors in order of their ids; nothing is read before the first is asked for."""
        for member in sorted(self.store.members("cast", story_id)):
            actor = self.store.actor(ActorId(member.partition("#")[2]))
            if actor is not None:
                yield actor

    def _follow(
        self, order: RetellOrder, report_before: Report | None, shown: ReportText
    ) -> tuple[Sequence[Event], Sequence[Event], EventUpdate]:
        """Bring the story's events up to date with what a report tells now; save those that changed.

        Those that the report cannot tell of are not read.
        """
        changed = None if order.again else changed_at(report_before, shown.report)
        followed = update_events(self.store, shown, story=order.story_id, changed=changed)
        before = followed.before
        events: Sequence[Event] = followed.events
        if order.again:
            events = upheld(before, followed.events, judged=self._judged(before))
        events = self._as_decided(events)
        known = {event.id: event for event in before}
        for event in (*events, *emptied(before, events)):
            if event is not known.get(event.id):
                self.admission.save_event(event, keys_of_event(event))
        return before, events, followed

    def _as_decided(self, events: Sequence[Event]) -> Sequence[Event]:
        """Return events with what people chose in their slots; keep whom what is told now contradicts."""
        acts = self.store.answers.judged("event", [event.id for event in events])
        chosen = {id_: some for id_, some in acts.items() if any(act.slot for act in some)}
        for event in events if chosen else ():
            for act in contradicted(event, chosen.get(event.id, ())):
                self._contradictions.append(contradiction(event, act, known=self.admission.arrived))
        return [decided(event, chosen[event.id]) if event.id in chosen else event for event in events]

    def _judged(self, events: Sequence[Event]) -> frozenset[str]:
        """Return the events that people replaced, or looked at and left standing."""
        held = set()
        for event in events:
            for act in self.store.judgements(Subject("event", event.id)):
                if act.kind == "replace" or (act.kind == "status" and act.value != "unchecked"):
                    held.add(event.id)
        return frozenset(held)

    # ----------------------------------------------------------------------------------------- what is left

    def _retell_what_is_left(self, report: Report) -> None:
        members = self.store.renditions(report=report.id)
        placements = [placed for it in members if (placed := self.store.placement(it.id)) is not None]
        left = [it for it in members if not it.withheld]
        if not left or len(placements) != len(members):
            return
        told = combine(members, placements)
        chosen = next((it for it in left if it.text_id == told.text_id), None)
        findings = self.store.findings(chosen.text_id, chosen.published, chosen.outlet) if chosen else None
        if findings is None:
            return
        self.admission.save_report(told)
        self.admission.save_findings(resolve(findings, published_of(told)), outlet=told.outlet)

    def _retell_story_of_what_is_left(self, story: Story) -> None:
        reports = [
            replace(report, title=None) if report.title and report.title.value == WITHHELD else report
            for report in self.store.reports(story=story.id)
        ]
        told = story_of(story.id, reports, story)
        if all(report.title is None for report in reports):
            told = replace(told, title=WITHHELD)
        self.admission.save_story(told)

    def _unfounded(self, reports: Collection[ReportId], stories: Collection[StoryId]) -> Iterator[Subject]:
        """Yield what has no words left that it rests on: reports, and stories and events of such alone."""
        gone = {report_id for report_id in reports if not self._has_words(report_id)}
        yield from (Subject("report", report_id) for report_id in sorted(gone))
        for story_id in stories:
            there = self.store.members("report", story_id)
            if there and all(report_id in gone or not self._has_words(report_id) for report_id in there):
                yield Subject("story", story_id)
            for event in self.store.events(story=story_id):
                texts = {member.text_id for member in event.members}
                if texts and all(self.store.text(text_id) is None for text_id in texts):
                    yield Subject("event", event.id)

    def _has_words(self, report_id: ReportId) -> bool:
        report = self.store.report(report_id)
        return report is not None and self.store.text(report.text_id) is not None


# ------------------------------------------------------------------------------------------ looking things up


class StoredActors(Mapping[ActorId, Actor]):
    """The floor's actors by id, looked up when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, key: ActorId) -> Actor:
        found = self._store.actor(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[ActorId]:
        return iter(actor.id for actor in self._store.actors())

    def __len__(self) -> int:
        return len(self._store.actors())


class ActorsByKey(Mapping[str, Actor]):
    """The floor's actors by what later mentions are matched by; those of `keys` are read at once."""

    def __init__(self, store: Store, keys: Collection[str] = ()) -> None:
        self._store = store
        self._read: dict[str, Actor | None] = dict.fromkeys(keys)
        self._read |= {actor.key: actor for actor in store.actors(keys=keys)}

    def __getitem__(self, key: str) -> Actor:
        if key not in self._read:
            self._read[key] = next(reversed(self._store.actors(keys=[key])), None)
        found = self._read[key]
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(actor.key for actor in self._store.actors())

    def __len__(self) -> int:
        return len(self._store.actors())


class StoredReports(Mapping[ReportId, Report]):
    """The floor's reports by id, looked up when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, key: ReportId) -> Report:
        found = self._store.report(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[ReportId]:
        return iter(report.id for report in self._store.reports())

    def __len__(self) -> int:
        return len(self._store.reports())


class _Words:
    """The words of evidence: those of texts at hand, and of others as they are asked for."""

    def __init__(self, store: Store, at_hand: dict[str, str]) -> None:
        self._store = store
        self._texts = at_hand

    def __call__(self, evidence: Evidence) -> str:
        text = self._texts.get(evidence.text_id)
        if text is None:
            stored = self._store.text(evidence.text_id)
            text = self._texts[evidence.text_id] = stored.text if stored else ""
        return evidence.span.of(text)


def handled(change: Change, story: Story) -> Change:
    """Return a change that is handled as what it is about."""
    return replace(change, handling=INTERNAL) if story.handling == INTERNAL else change


def _handled_as(report: Report, story: Story) -> Story:
    """Return a story that is internal where a report of it is."""
    return replace(story, handling=INTERNAL) if report.handling == INTERNAL else story


def alike(one: Findings, other: Findings) -> bool:
    """Tell whether two versions of the extractor read the same."""
    return replace(one, extractor=other.extractor) == other


def text_of(report: Report, members: Sequence[Rendition]) -> str:
    """Return the words that a report shows."""
    return next(member.text for member in members if member.text_id == report.text_id)


def published_of(report: Report) -> str | None:
    """Return the moment of a report's publication, where it is known."""
    return report.published.value if report.published else None
