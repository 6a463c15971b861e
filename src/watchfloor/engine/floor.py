"""One report, from bytes to alert: every step one named call, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from watchfloor.engine.grouping import Grouping
from watchfloor.engine.preparing import Prepared
from watchfloor.extract import resolve
from watchfloor.merge import combine
from watchfloor.model import (
    Actor,
    Change,
    Evidence,
    Findings,
    Placement,
    Quarantined,
    Rendition,
    Report,
    Span,
    Story,
)
from watchfloor.store import Admission, Store
from watchfloor.track import (
    Linked,
    event_changes,
    link_actors,
    members_of,
    report_changes,
    story_changes,
    track_events,
)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of one input: the report it belongs to and what changed, or the reason of its refusal."""

    what: str
    report: str | None = None
    relation: str | None = None
    seen_before: bool = False
    changes: tuple[Change, ...] = ()
    refused: str | None = None


class Floor:
    """A store with what has to be at hand to admit into it. One writer; crash-only: start means recover."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.grouping = Grouping()
        for placed in store.signatures():
            if placed.placement is not None:
                self.grouping.recall(placed.rendition, placed.signature, placed.placement)
        self._actors: dict[str, Actor] = {}
        self._by_key: dict[str, Actor] = {}
        for actor in store.actors():
            self._remember(actor)

    def admit_all(
        self, items: Iterable[Prepared | Quarantined], *, arrived: str | None = None
    ) -> Iterator[Admitted]:
        """Admit each item in order; `arrived` (a moment) stands in where an item brings none."""
        for item in items:
            yield self.admit(item, arrived=arrived)

    def admit(self, item: Prepared | Quarantined, *, arrived: str | None = None) -> Admitted:
        """Take one rendition in, or keep the reason of its refusal: one transaction, idempotent."""
        if isinstance(item, Quarantined):
            return self._refuse(item)
        rendition = item.rendition
        moment = arrived or rendition.arrived or rendition.published
        assert moment is not None, "whoever reads a rendition says when it arrived"
        what = rendition.path or rendition.url or rendition.id
        if self.store.knows_rendition(rendition.id):
            with self.store.admission(arrived=moment, kind="rendition", what=what) as admission:
                admission.seen_again(rendition.id)
            return Admitted(what, self.store.whole_of("rendition", rendition.id), seen_before=True)
        assert item.signature is not None, "what is admitted is signed"
        placement = self.grouping.admit(rendition, item.signature)
        with self.store.admission(arrived=moment, kind="rendition", what=what) as admission:
            admission.save_rendition(rendition)
            admission.save_signature(rendition.id, item.signature)
            admission.save_placement(placement)
            admission.save_findings(item.findings, outlet=rendition.outlet)
            changes = self._take_in(admission, item, placement, moment)
        return Admitted(what, placement.report, placement.relation, changes=tuple(changes))

    def _refuse(self, item: Quarantined) -> Admitted:
        with self.store.admission(arrived=item.arrived, kind="quarantine", what=item.where) as admission:
            admission.quarantine(item)
        return Admitted(item.where, refused=item.reason)

    def _take_in(
        self, admission: Admission, item: Prepared, placement: Placement, moment: str
    ) -> list[Change]:
        """Bring report, story, actors and events up to date with a placed rendition; return what changed."""
        store = self.store
        report_before = store.report(placement.report)
        members = [*store.renditions(report=placement.report), item.rendition]
        relations = {
            member.id: found.relation for member in members if (found := self._placement(member, placement))
        }
        report = combine(members, id=placement.report, origin=placement.origin, relations=relations)
        findings = self._findings(report, members, item)
        admission.save_report(report)
        admission.save_findings(findings, outlet=report.outlet)

        story_before = store.story(placement.story)
        events_before = store.events(story=placement.story)
        story = self._story(placement.story, report)
        admission.save_story(story)

        linked = self._link(report, findings, story)
        for actor in linked.actors:
            self._remember(actor)
            admission.save_actor(actor)
        for local, actor_id in linked.ids.items():
            admission.join("actor", f"{report.id}#{local}", actor_id)
            admission.join("cast", f"{story.id}#{actor_id}", story.id)
        events = track_events(
            events_before,
            members_of(report, findings, ids=linked.ids),
            report=report.id,
            story=story.id,
        )
        for event in events:
            admission.save_event(event)
        changes = [
            *story_changes(story_before, story, known=moment, evidence=_opening(report, findings)),
            *report_changes(report_before, report, known=moment),
            *event_changes(events_before, events, known=moment),
        ]
        for change in changes:
            admission.save_change(change)
        return changes

    def _placement(self, rendition: Rendition, current: Placement) -> Placement | None:
        return current if rendition.id == current.rendition else self.store.placement(rendition.id)

    def _findings(self, report: Report, members: Sequence[Rendition], item: Prepared) -> Findings:
        """Return what was read in the report's text, bound to the report's own date of publication."""
        published = report.published.value if report.published else None
        if report.text_id == item.rendition.text_id:
            return resolve(item.findings, published)
        for member in members:
            if member.text_id == report.text_id:
                findings = self.store.findings(member.text_id, member.published, member.outlet)
                if findings is not None:
                    return resolve(findings, published)
        raise AssertionError(f"no findings of text {report.text_id}, which report {report.id} shows")

    def _story(self, story_id: str, report: Report) -> Story:
        reports = [known for known in self.store.reports(story=story_id) if known.id != report.id]
        return story_of(story_id, [*reports, report])

    def _link(self, report: Report, findings: Findings, story: Story) -> Linked:
        cast = sorted(member.partition("#")[2] for member in self.store.members("cast", story.id))
        return link_actors(
            findings,
            report=report.id,
            story=story.id,
            seen=report.published.value if report.published else None,
            known=self._by_key,
            in_story=[self._actors[actor] for actor in cast],
        )

    def _remember(self, actor: Actor) -> None:
        self._actors[actor.id] = self._by_key[actor.key] = actor


def story_of(story_id: str, reports: Sequence[Report]) -> Story:
    """Return the story that `reports` make: the earliest headline, the days, the number of origins.

    Two families of one named author count once.
    """
    days = sorted(report.published.value for report in reports if report.published)
    dated = sorted(reports, key=lambda report: (report.published is None, _day(report)))
    title = next((report.title.value for report in dated if report.title), None)
    return Story(
        id=story_id,
        title=title or "(no headline)",
        reports=tuple(report.id for report in reports),
        origins=len({report.origin_name or report.origin for report in reports}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _day(report: Report) -> str:
    return report.published.value if report.published else ""


def _opening(report: Report, findings: Findings) -> list[Evidence]:
    """Return the first sentence of a report, which is what a new story rests on."""
    return [
        Evidence(report=report.id, text_id=findings.text_id, span=Span(*span))
        for span in findings.sentences[:1]
    ]
