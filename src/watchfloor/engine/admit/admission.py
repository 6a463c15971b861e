"""One report, from bytes to alert: every step one named call, in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from watchfloor.engine.admit.alerts import alert_on
from watchfloor.engine.admit.report_events import Shown, changed_at, follow_report, is_revised, new_words
from watchfloor.engine.admit.story_moves import Ordered, move_reports
from watchfloor.engine.prepare.pool import Prepared, prepare_all, quarantine_id, refused
from watchfloor.engine.window.grouping import MACHINE, WINDOW_SLICE, WINDOW_SLICES
from watchfloor.engine.window.restore import recalled
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.extract import resolve
from watchfloor.journal import Journal, failure_of
from watchfloor.merge import combine
from watchfloor.model import (
    Actor,
    Change,
    Evidence,
    Findings,
    Placement,
    Quarantined,
    Reason,
    ReasonCode,
    Rendition,
    Report,
    Span,
    Story,
)
from watchfloor.store import Admission, Store
from watchfloor.track import (
    Linked,
    emptied,
    event_changes,
    link_actors,
    report_changes,
    story_changes,
    story_of,
)
from watchfloor.watch import Watch

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of one input: the report it belongs to and what changed, or the reason of its refusal."""

    what: str
    report: str | None = None
    relation: str | None = None
    seen_before: bool = False
    changes: tuple[Change, ...] = ()
    refused: str | None = None
    rendition: str | None = None


class Floor:
    """A store with what has to be at hand to admit into it. One writer; crash-only: start means recover."""

    def __init__(
        self,
        store: Store,
        watches: Sequence[Watch] = (),
        *,
        window: tuple[int, int] = (WINDOW_SLICE, WINDOW_SLICES),
        journal: Journal | None = None,
    ) -> None:
        self.store = store
        self.watches = watches
        self._window = window
        self._journal = journal
        self._recall()

    def _recall(self) -> None:
        """Make what is at hand anew from the store: at the start, and after an admission that failed."""
        self.grouping = recalled(self.store, self._window)
        self._actors: dict[str, Actor] = {}
        self._by_key: dict[str, Actor] = {}
        for actor in self.store.actors():
            self._remember(actor)
        self._spoilt = False

    def take(
        self,
        items: Iterable[Rendition | Quarantined],
        *,
        arrival: Callable[[Rendition], str],
        processes: int = 0,
    ) -> Iterator[Admitted]:
        """Prepare and admit `items`, in order; what the floor has already is seen again, without being read.

        `arrival` gives the moment at which a rendition counts as arrived.
        """
        seen: deque[Admitted] = deque()

        def unknown() -> Iterator[Rendition | Quarantined]:
            for item in items:
                known = self._known(item, arrival) if isinstance(item, Rendition) else None
                if known is not None:
                    seen.append(known)
                else:
                    yield item

        for prepared in prepare_all(unknown(), processes=processes):
            while seen:
                yield seen.popleft()
            if isinstance(prepared, Quarantined):
                yield self._refuse(prepared)
            else:
                yield self.admit(prepared, arrived=arrival(prepared.rendition))
        yield from seen

    def _known(self, item: Rendition, arrival: Callable[[Rendition], str]) -> Admitted | None:
        """Return what becomes of an item that is kept away or was seen before; None for one to be read."""

        def looked_up() -> Admitted | None:
            if why := self.store.refusal(item):
                return self._keep_away(item, why, arrival(item))
            if self.store.knows_rendition(item.id):
                return self._see_again(item, arrival(item))
            return None

        return self._at_its_cost(item, item.arrived or "", looked_up)

    def admit(self, prepared: Prepared, *, arrived: str) -> Admitted:
        """Take one rendition in: one transaction, idempotent; `arrived` is a moment.

        Whatever the rendition does to a stage costs itself: its transaction is rolled back and it is put in
        quarantine with the reason.
        """
        return self._at_its_cost(
            prepared.rendition, arrived, lambda: self._admitted(prepared, arrived=arrived)
        )

    def _at_its_cost(
        self, rendition: Rendition, arrived: str, act: Callable[[], Result]
    ) -> Result | Admitted:
        if self._spoilt:
            self._recall()
        self._spoilt = True
        try:
            done = act()
        except RowsRefusedError as error:
            failed: Exception = error
        except StoreError:
            raise  # the store failed, not the rendition: nothing more can be taken in
        except Exception as error:  # noqa: BLE001 - any stage may raise anything; it costs this rendition
            failed = error
        else:
            self._spoilt = False
            return done
        if self._journal is not None:
            self._journal.write(failure_of(failed, at=arrived, what="admission", id=rendition.id))
        reason = f"taking it in failed: {type(failed).__name__}: {failed}"
        return self._refuse(refused(replace(rendition, arrived=arrived), reason))

    def _admitted(self, prepared: Prepared, *, arrived: str) -> Admitted:
        rendition = prepared.rendition
        if self.store.knows_rendition(rendition.id):
            return self._see_again(rendition, arrived)
        assert prepared.signature is not None, "what is admitted is signed"
        rendition = replace(rendition, arrived=arrived)
        placement = self._at_home(self.grouping.admit(rendition, prepared.signature))
        self.grouping.settle([(rendition.id, placement.story)])
        with self.store.admission(arrived=arrived, kind="rendition", what=where_of(rendition)) as admission:
            admission.save_rendition(rendition)
            admission.release(quarantine_id(rendition))
            admission.save_signature(rendition.id, prepared.signature)
            admission.remember(rendition.id, *self.grouping.kept(rendition.id), first=self.grouping.first)
            admission.save_placement(placement)
            admission.save_findings(prepared.findings, outlet=rendition.outlet)
            changes = self._move_stories(admission, arrived)
            changes += self._take_in(admission, replace(prepared, rendition=rendition), placement, arrived)
        return Admitted(
            where_of(rendition),
            placement.report,
            placement.relation,
            changes=tuple(changes),
            rendition=rendition.id,
        )

    def _at_home(self, placement: Placement) -> Placement:
        """Return `placement` with the story of its family, which may have moved when the window forgot it."""
        for report in self.store.members("origin", placement.origin):
            home = self.store.whole_of("report", report)
            if home is not None and home != placement.story:
                moved = Reason(code=ReasonCode.FAMILY_MOVED, subject_id=home)
                return replace(placement, story=home, reasons=(*placement.reasons, moved))
            break
        return placement

    def _see_again(self, rendition: Rendition, arrived: str) -> Admitted:
        known = self.store.known_as(rendition.id) or rendition.id
        with self.store.admission(arrived=arrived, kind="rendition", what=where_of(rendition)) as admission:
            admission.seen_again(known)
        report = self.store.whole_of("rendition", known)
        return Admitted(where_of(rendition), report, seen_before=True, rendition=known)

    def _keep_away(self, rendition: Rendition, why: str, arrived: str) -> Admitted:
        """Leave a stone where a withheld text came again: neither its words nor its address are written."""
        with self.store.admission(arrived=arrived, kind="withheld", what="") as admission:
            admission.keep_out(rendition.text_id, len(rendition.text), why.removeprefix("withheld: "))
        return Admitted(where_of(rendition), refused=why)

    def _refuse(self, item: Quarantined) -> Admitted:
        with self.store.admission(arrived=item.arrived, kind="quarantine", what=item.where) as admission:
            admission.quarantine(item)
        return Admitted(item.where, refused=item.reason)

    def _take_in(
        self, admission: Admission, prepared: Prepared, placement: Placement, moment: str
    ) -> list[Change]:
        """Bring report, story, actors and events up to date with a placed rendition; return what changed."""
        store = self.store
        report_before = store.report(placement.report)
        members = [*store.renditions(report=placement.report), prepared.rendition]
        placements = [self._placement(member, placement) for member in members]
        report = combine(members, placements)
        findings = findings_of(self.store, report, members, prepared)
        admission.save_report(report)
        admission.save_findings(findings, outlet=report.outlet)

        story_before = store.story(placement.story)
        events_before = store.events(story=placement.story)
        others = [known for known in store.reports(story=placement.story) if known.id != report.id]
        story = story_of(placement.story, [*others, report], story_before)
        admission.save_story(story)

        linked = self._link(report, findings, story)
        for actor in linked.actors:
            self._remember(actor)
        save_linked(admission, linked, report, story.id)
        shown = Shown(report, findings, text_of(report, members), linked.ids)
        followed = follow_report(
            store, events_before, shown, story=story.id, changed=changed_at(report_before, report)
        )
        events = followed.events
        for event in (*events, *emptied(events_before, events)):
            admission.save_event(event)
        changes = [
            *story_changes(story_before, story, known=moment, evidence=_opening(report, findings)),
            *report_changes(
                report_before, report, known=moment, evidence=new_words(report_before, report, members)
            ),
            *event_changes(
                events_before,
                events,
                known=moment,
                retold=followed.edits,
                rewritten=followed.rewritten,
                revised=is_revised(report_before, report),
            ),
        ]
        for change in changes:
            admission.save_change(change)
        if changes:
            texts = {member.text_id: member.text for member in members}
            alert_on(
                store,
                admission,
                changes,
                watches=self.watches,
                actors=self._actors,
                story=story,
                events=events,
                reports=[*others, report],
                texts=texts,
                now=moment,
            )
        return changes

    def _move_stories(self, admission: Admission, moment: str) -> list[Change]:
        """Carry out the splits and merges of stories that the last placement caused."""
        order = Ordered(by=MACHINE, at=moment)
        done = [
            move_reports(self.store, admission, move, order, watches=self.watches, actors=self._actors)
            for move in self.grouping.moves()
        ]
        return [change for moved in done if moved for change in moved.changes]

    def _placement(self, rendition: Rendition, current: Placement) -> Placement:
        if rendition.id == current.rendition:
            return current
        placement = self.store.placement(rendition.id)
        assert placement is not None, "every rendition is saved with its placement"
        return placement

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


def where_of(rendition: Rendition) -> str:
    """Return what a rendition is called in the log: its file, its address or its id."""
    return rendition.path or rendition.url or rendition.id


def text_of(report: Report, members: Sequence[Rendition]) -> str:
    """Return the words that a report shows."""
    return next(member.text for member in members if member.text_id == report.text_id)


def _opening(report: Report, findings: Findings) -> list[Evidence]:
    """Return the first sentence of a report, which is what a new story rests on."""
    return [
        Evidence(report=report.id, text_id=findings.text_id, span=Span(*span))
        for span in findings.sentences[:1]
    ]


def findings_of(store: Store, report: Report, members: Sequence[Rendition], prepared: Prepared) -> Findings:
    """Return what is read in the report's text, bound to the report's own date of publication."""
    published = report.published.value if report.published else None
    if report.text_id == prepared.rendition.text_id:
        return resolve(prepared.findings, published)
    for member in members:
        if member.text_id == report.text_id:
            findings = store.findings(member.text_id, member.published, member.outlet)
            if findings is not None:
                return resolve(findings, published)
    raise AssertionError(f"no findings of text {report.text_id}, which report {report.id} shows")


def save_linked(admission: Admission, linked: Linked, report: Report, story: str) -> None:
    """Keep the actors that a report's mentions resolve to, and that they take part in its story."""
    for actor in linked.actors:
        admission.save_actor(actor)
    for local, actor_id in linked.ids.items():
        admission.join("actor", f"{report.id}#{local}", actor_id)
        admission.join("cast", f"{story}#{actor_id}", story)
