"""One report, from bytes to alert: every step one named call, in order."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from watchfloor.engine.admit.own_reports import REFUSED, own_placement, signed
from watchfloor.engine.admit.report_events import is_revised, new_words
from watchfloor.engine.admit.story_moves import MoveOrder, move_reports
from watchfloor.engine.admit.twin_stories import twin_stories
from watchfloor.engine.admit.unit import RetellOrder, Retold, Unit
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.engine.prepare.pool import ZoneOf, no_zone_set, prepare_all
from watchfloor.engine.prepare.reading import Passed, Prepared, quarantine_id, refused
from watchfloor.engine.prepare.versions import versions_of
from watchfloor.engine.window.grouping import WINDOW_SLICE, WINDOW_SLICES
from watchfloor.engine.window.restore import catch_up, restore_window
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.exchange.wording import refusal_words
from watchfloor.journal import (
    Fact,
    InputRefused,
    Journal,
    NoJournal,
    RenditionAdmitted,
    WorkFailed,
    WorkSlow,
    at_moment,
    bare_reason,
    failure_of,
    slow,
)
from watchfloor.model import (
    MACHINE,
    Alert,
    Change,
    Evidence,
    Findings,
    Flag,
    FlagCode,
    Placement,
    Quarantined,
    Reason,
    ReasonCode,
    Rendition,
    RenditionId,
    Report,
    ReportId,
    Signature,
    Span,
    claims_to_be_own,
    is_own,
)
from watchfloor.store import Admission, Store
from watchfloor.store.own_tables import are_held, own_tables_of
from watchfloor.store.reader_versions import TOUCHED, save_reader
from watchfloor.track import event_changes, report_changes, story_changes
from watchfloor.watch import Watch

Result = TypeVar("Result")
_NOTICE_ONLY = Flag(FlagCode.NOTICE_ONLY)


@dataclass(frozen=True, slots=True)
class Admitted:
    """What became of one input: the report it belongs to and what changed, or the reason of its refusal."""

    what: str
    report: ReportId | None = None
    relation: str | None = None
    seen_before: bool = False
    changes: tuple[Change, ...] = ()
    refused: str | None = None
    rendition: RenditionId | None = None
    alerts: tuple[Alert, ...] = ()
    id: str = ""  # of the quarantine, where it was refused

    @property
    def became(self) -> str:
        """Return the outcome as the words it is counted by: refused, seen again or added."""
        return "refused" if self.refused else "seen again" if self.seen_before else "added"


Arrival = Callable[[Rendition], str]
Beside = Callable[[Admission, RenditionId, RenditionId], None]  # keeps what goes with one, known as another
Ready = Prepared | Quarantined | Passed  # what is passed was known, or kept away, when it was looked up

_BATCH = 25  # items, and seconds after the first of them, after which what is ready is written
_LONGEST_BATCH = 0.5
_REBUILT_EVERY = 60.0  # seconds: a floor that is read again beside us changes many times a minute


def nothing_beside(admission: Admission, offered: RenditionId, known: RenditionId) -> None:
    """Keep nothing beside a rendition."""


class Floor:
    """A store with what has to be at hand to admit into it. Crash-only: start means recover.

    Where the store is open for turns, others may write in between: what they did is caught up with. `by` is
    who notes what our own people told; without it nothing that says it is of them is taken in.
    """

    def __init__(
        self,
        store: Store,
        watches: Sequence[Watch] = (),
        *,
        window: tuple[int, int] = (WINDOW_SLICE, WINDOW_SLICES),
        journal: Journal | None = None,
        zone_of: ZoneOf = no_zone_set,
        by: str | None = None,
        beside: Beside = nothing_beside,
    ) -> None:
        self.store = store
        self._by = by
        self._zone_of = zone_of
        self._take_tables()
        self.watches = watches
        self._window = window
        self._beside = beside
        self._journal = journal or NoJournal()
        self._recall()

    def _take_tables(self) -> None:
        """Read with the tables of the floor's own that are held now."""
        self._own = own_tables_of(self.store)
        self._prepared = partial(prepare_all, zone_of=self._zone_of, own=self._own)

    def _recall(self) -> None:
        """Make what is at hand anew from the store: at the start, and after an admission that failed.

        What is written meanwhile is caught up with.
        """
        self._seen_until = self.store.last_sequence()
        self._stale = False
        self._recalled = time.monotonic()
        self.grouping = restore_window(self.store, self._window)
        self._spoilt = False

    def catch_up(self) -> None:
        """Have at hand what others wrote since this floor looked last."""
        last = self.store.last_sequence()
        if last == self._seen_until:
            return
        kinds = {row["kind"] for row in self.store.admissions(since=self._seen_until)}
        catch_up(self.store, self.grouping, self._seen_until)
        # Texts that were withheld or read again are in the window as they were, until it is made anew.
        self._stale = self._stale or bool(kinds & {"act", "reread"})
        self._seen_until = last

    def take(
        self,
        items: Iterable[Rendition | Quarantined],
        *,
        arrival: Arrival,
        pool: PoolChoice = HERE,
        then: Callable[[Admitted], None] = lambda admitted: None,
    ) -> Iterator[Admitted]:
        """Prepare and admit `items`, in order; what the floor has already is seen again, without being read.

        `arrival` gives the moment at which a rendition counts as arrived. Preparing holds nobody up; `then`
        is called for each that is admitted while the floor is still held.
        """
        if not are_held(self.store, self._own):
            self._take_tables()
        work = partial(self._taken, arrival=arrival, then=then)
        for batch in self._ready(items, pool):
            if self._stale and time.monotonic() - self._recalled > _REBUILT_EVERY:
                self._recall()
            for admitted in self.store.in_turns(batch, work):
                self._tell(admitted)
                yield admitted

    def _ready(self, items: Iterable[Rendition | Quarantined], pool: PoolChoice) -> Iterator[list[Ready]]:
        """Yield what is ready to be written, in order, so much at a time as is written in one turn."""
        batch: list[Ready] = []
        began = time.monotonic()
        marked = (self._passed(item) for item in items)
        for prepared in self._prepared(marked, pool=pool, tell=self._note):
            batch.append(prepared)
            if len(batch) >= _BATCH or time.monotonic() - began > _LONGEST_BATCH:
                yield batch
                batch, began = [], time.monotonic()
        if batch:
            yield batch

    def _passed(self, item: Rendition | Quarantined) -> Rendition | Quarantined | Passed:
        """Return an item as it is to be prepared: what is known needs no reading."""
        return Passed(item) if isinstance(item, Rendition) and self._is_known(item) else item

    def _is_known(self, item: Rendition) -> bool:
        """Tell whether an item needs no reading: it is here already, is kept away, or cannot be looked up."""
        try:
            return self.store.refusal(item) is not None or self.store.knows_rendition(item.id)
        except RowsRefusedError:
            return True
        except StoreError:
            raise
        except Exception:  # noqa: BLE001 - told of when it is taken in, at its own cost
            return True

    def _taken(self, item: Ready, *, arrival: Arrival, then: Callable[[Admitted], None]) -> Admitted:
        """Write what became of an item; the floor is held."""
        self.catch_up()
        began = time.monotonic()
        admitted = self._kept(item, arrival)
        self._seen_until = self.store.last_sequence()
        then(admitted)
        if fact := slow("admission", admitted.rendition or admitted.id, began, at=self.store.clock()):
            self._journal.write(fact)
        return admitted

    def _kept(self, item: Ready, arrival: Arrival) -> Admitted:
        if isinstance(item, Quarantined):
            return self._refuse(item)
        rendition = item.rendition
        if self._by is None and claims_to_be_own(rendition.outlet):
            return self._refuse(refused(rendition, REFUSED))

        def looked_up() -> Admitted | None:
            if (why := self.store.refusal(rendition)) is not None:
                return self._keep_away(rendition, why, arrival(rendition))
            if self.store.knows_rendition(rendition.id):
                return self._see_again(rendition, arrival(rendition))
            return None

        if known := self._at_its_cost(rendition, rendition.arrived or "", looked_up):
            return known
        if isinstance(item, Passed):  # somebody readmitted it in this moment
            return self._kept(next(self._prepared([rendition])), arrival)
        return self.admit(item, arrived=arrival(rendition))

    def _note(self, fact: WorkFailed | WorkSlow) -> None:
        """Write what is told of a reading."""
        self._journal.write(at_moment(fact, self.store.clock()))

    def _tell(self, admitted: Admitted) -> None:
        for fact in facts_of(admitted, at=self.store.clock()):
            self._journal.write(fact)

    def admit(self, prepared: Prepared, *, arrived: str) -> Admitted:
        """Take one rendition in: one transaction, idempotent; `arrived` is a moment.

        Whatever the rendition does to a stage costs itself: its transaction is rolled back and it is put in
        quarantine with the reason.
        """
        self.catch_up()
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
        self._journal.write(failure_of(failed, at=arrived, what="admission", id=rendition.id))
        reason = f"taking it in failed: {type(failed).__name__}: {failed}"
        return self._refuse(refused(replace(rendition, arrived=arrived), reason))

    def _admitted(self, prepared: Prepared, *, arrived: str) -> Admitted:
        rendition = prepared.rendition
        if self.store.knows_rendition(rendition.id):
            return self._see_again(rendition, arrived)
        assert prepared.signature is not None, "what is admitted is signed"
        rendition = replace(rendition, arrived=arrived)
        placement = self._placed(rendition, prepared.signature)
        if any(reason.code is ReasonCode.NOTICE_ONLY for reason in placement.reasons):
            rendition = replace(rendition, flags=(*rendition.flags, _NOTICE_ONLY))
        with self.store.admission(arrived=arrived, kind="rendition", what=where_of(rendition)) as admission:
            admission.save_rendition(rendition)
            self._beside(admission, rendition.id, rendition.id)
            admission.release(quarantine_id(rendition))
            self._keep_placed(admission, rendition, prepared.signature)
            admission.save_placement(placement)
            if is_own(rendition.outlet) and self._by is not None:
                admission.act(signed(rendition, placement, by=self._by, at=arrived))
            admission.save_findings(prepared.findings, outlet=rendition.outlet)
            versions = versions_of(prepared.findings, prepared.rendition.text, self._own)
            # Tables that changed since it was read could not mark it: it was not there yet.
            read_by = versions if are_held(self.store, self._own) else TOUCHED
            save_reader(admission.connection, rendition.id, read_by)
            unit = Unit(self.store, admission, self.watches)
            changes = self._move_stories(unit)
            order = RetellOrder(
                report_id=placement.report,
                story_id=placement.story,
                prepared=replace(prepared, rendition=rendition),
                changes=changes_of_admission,
                arriving=rendition,
            )
            changes += unit.retell(order)
            if self._join_twin(placement, prepared.findings):
                changes += self._move_stories(unit)
                # What it only points at may be told by the reports that it has joined.
                home = self.store.whole_of("report", placement.report) or placement.story
                changes += unit.retell(replace(order, story_id=home, arriving=None))
        self._seen_until = admission.sequence
        return Admitted(
            where_of(rendition),
            placement.report,
            placement.relation,
            changes=tuple(changes),
            rendition=rendition.id,
            alerts=tuple(admission.alerts),
        )

    def _placed(self, rendition: Rendition, signature: Signature) -> Placement:
        """Return where a rendition belongs; what our own people tell is compared with nothing."""
        if is_own(rendition.outlet):
            return own_placement(rendition)
        placement = self._at_home(self.grouping.admit(rendition, signature))
        self.grouping.correct_stories([(rendition.id, placement.story)])
        return placement

    def _keep_placed(self, admission: Admission, rendition: Rendition, signature: Signature) -> None:
        """Keep what the window knows of a rendition, which nothing of our own is in."""
        if is_own(rendition.outlet):
            return
        admission.save_signature(rendition.id, signature)
        admission.remember(
            rendition.id, *self.grouping.snapshot_of(rendition.id), first=self.grouping.first_number
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

    def _join_twin(self, placement: Placement, findings: Findings) -> bool:
        """Make the report's story one with another that tells of its happening, where nothing parted them."""
        found = twin_stories(self.store, placement, findings)  # of our own nothing is near: no scores
        return any(self.grouping.merge(placement.story, other, reason) for other, reason in found)

    def _move_stories(self, unit: Unit) -> list[Change]:
        """Carry out the splits and merges of stories that the last placement caused."""
        order = MoveOrder(by=MACHINE, at=unit.admission.arrived)
        done = [move_reports(unit, move, order) for move in self.grouping.moves()]
        return [change for moved in done if moved for change in moved.changes]

    def _see_again(self, rendition: Rendition, arrived: str) -> Admitted:
        known = self.store.known_as(rendition.id) or rendition.id
        with self.store.admission(arrived=arrived, kind="rendition", what=where_of(rendition)) as admission:
            admission.seen_again(known)
            self._beside(admission, rendition.id, known)
        report = self.store.whole_of("rendition", known)
        return Admitted(where_of(rendition), report, seen_before=True, rendition=known)

    def _keep_away(self, rendition: Rendition, why: str, arrived: str) -> Admitted:
        """Leave a tombstone where a withheld text came again: no words of it, nor its address."""
        with self.store.admission(arrived=arrived, kind="withheld", what="") as admission:
            admission.keep_out(rendition.text_id, len(rendition.text), why)
        return Admitted(where_of(rendition), refused=refusal_words(why))

    def _refuse(self, item: Quarantined) -> Admitted:
        with self.store.admission(arrived=item.arrived, kind="quarantine", what=item.where) as admission:
            admission.quarantine(item)
        return Admitted(item.where, refused=item.reason, id=item.id)


def changes_of_admission(told: Retold) -> list[Change]:
    """Return what changed for people by a rendition that arrived."""
    moment = told.moment
    revised = is_revised(told.report_before, told.report)
    return [
        *story_changes(
            told.story_before, told.story, known=moment, evidence=_opening(told.report, told.findings)
        ),
        *report_changes(
            told.report_before,
            told.report,
            known=moment,
            evidence=new_words(told.report_before, told.report, told.members),
        ),
        *event_changes(
            told.events_before,
            told.events,
            known=moment,
            retold=told.followed.edits,
            rewritten=told.followed.rewritten,
            revised=revised,
        ),
    ]


def facts_of(admitted: Admitted, *, at: str) -> Iterator[Fact]:
    """Yield what the journal is told of an input."""
    if admitted.refused:
        yield InputRefused(at=at, id=admitted.id, reason=bare_reason(admitted.refused))
    elif admitted.rendition:
        yield RenditionAdmitted(
            at=at,
            rendition=admitted.rendition,
            report=admitted.report,
            seen_before=admitted.seen_before,
            changes=len(admitted.changes),
        )


def where_of(rendition: Rendition) -> str:
    """Return what a rendition is called in the log: its file, its address or its id."""
    return rendition.path or rendition.url or rendition.id


def _opening(report: Report, findings: Findings) -> list[Evidence]:
    """Return the first sentence of a report, which is what a new story rests on."""
    return [
        Evidence(report=report.id, text_id=findings.text_id, span=Span(*span))
        for span in findings.sentences[:1]
    ]
