"""Everything read again with today's code: known from now on, `reread` changes only, the past as it was.

What the finders of today have read already is left alone, unless it is asked for by its id; where one finder
is another, all of them read again. Reading holds nobody up; the floor is held for what is written, a few
texts at a time. How far it came is written down with them: what was killed goes on there.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Literal

from watchfloor.engine.admit.admission import where_of
from watchfloor.engine.admit.noted import note_alerts
from watchfloor.engine.admit.unit import RetellOrder, Retold, Unit, alike, published_of
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.engine.prepare.pool import ZoneOf, no_zone_set, prepare_all
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.engine.prepare.versions import are_of_today, reader_version, versions_of
from watchfloor.engine.reprocess.rendition import RereadRendition, reread_rendition
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.ingest.sandbox import GuardedReader
from watchfloor.journal import Journal, NoJournal, WorkFailed, WorkSlow, at_moment, failure_of
from watchfloor.model import (
    Change,
    OwnTables,
    Quarantined,
    Reason,
    ReasonCode,
    Rendition,
    RenditionId,
    ReportId,
    digest,
)
from watchfloor.store import Admission, Store, backend_at, bytes_of
from watchfloor.store.own_tables import are_held, own_tables_of
from watchfloor.store.reader_versions import TOUCHED, reader_of, save_reader
from watchfloor.store.rereadings import Progress, RereadPlace, advance, finish, progress_of, to_reread
from watchfloor.track import report_reread, reread_changes
from watchfloor.watch import Watch

ReprocessingOutcome = Literal["same", "reread", "new text", "unread", "withheld"]

RereadText = tuple[RereadPlace, "ReprocessedText | tuple[Rendition, RereadRendition, Prepared | Quarantined]"]

_BATCH = 25  # renditions that are written down together: some seconds of reading
_LONGEST_BATCH = 10.0  # seconds after which what is ready is written down
_LOCK = "reread"
_OF_TODAY = "the finders of today have read it: left as it is"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprocessedText:
    """What became of one rendition; `versions` are the extractors that read it before and now."""

    rendition: RenditionId
    what: str
    became: ReprocessingOutcome
    report: ReportId | None = None
    versions: tuple[str, str] = ("none", "none")
    note: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprocessingRun:
    """A reading-again of a floor at `place`, in part or whole; one that was killed goes on where it was."""

    place: str
    clock: Callable[[], str]
    since: str | None = None
    ids: tuple[str, ...] = ()
    watches: Sequence[Watch] = ()
    pool: PoolChoice = HERE
    journal: Journal = field(default_factory=NoJournal)
    zone_of: ZoneOf = no_zone_set

    @property
    def scope(self) -> str:
        """Return what tells one reading-again from another."""
        return digest("reread", self.since or "", *sorted(self.ids))

    def run(self) -> Iterator[ReprocessedText]:
        """Read again what is in the scope, and yield what became of each once that is written down."""
        with ExitStack() as held:
            lock = backend_at(self.place).lock(_LOCK)
            lock.acquire(0.0)
            held.callback(lock.release)
            reader = held.enter_context(Store.open(self.place))
            guarded = held.enter_context(GuardedReader())
            own = own_tables_of(reader)
            version = reader_version(own)
            before = progress_of(reader, self.scope, version)
            done = Counter(dict(before.counts) if before else {})
            begun = before.begun if before else self.clock()
            work = to_reread(
                reader, since=self.since, ids=self.ids, after=before.after if before else (0, RenditionId(""))
            )
            store = held.enter_context(Store.open(self.place, turns=True))
            note_alerts(store, self.journal)

            def written(item: RereadText) -> tuple[RereadPlace, ReprocessedText]:
                place, one = item
                became = one if isinstance(one, ReprocessedText) else self._applied(store, own, *one)
                done[became.became] += 1
                return place, became

            def come_so_far(turn: Sequence[tuple[RereadPlace, ReprocessedText]]) -> None:
                place, _ = turn[-1]
                advance(store, self.scope, version, Progress(place, begun, done))

            for batch in self._batches(reader, guarded, work, own):
                for _, became in store.in_turns(batch, written, then=come_so_far):
                    yield became
            with store.turn():
                finish(store, self.scope)

    def counts_before(self) -> Mapping[str, int]:
        """Return what a reading-again that ended early had done already."""
        with Store.open(self.place) as store:
            before = progress_of(store, self.scope, reader_version(own_tables_of(store)))
        return before.counts if before else {}

    # ------------------------------------------------------------------------------------------- reading

    def _batches(
        self, store: Store, guarded: GuardedReader, work: Sequence[RereadPlace], own: OwnTables
    ) -> Iterator[list[RereadText]]:
        waiting: deque[tuple[RereadPlace, ReprocessedText | tuple[Rendition, RereadRendition]]] = deque()

        def items() -> Iterator[Rendition | Quarantined]:
            for place in work:
                old = self._held(store, place[1], own)
                if isinstance(old, ReprocessedText):
                    waiting.append((place, old))
                    continue
                again = reread_rendition(old, bytes_of(store, old.id), guarded)
                waiting.append((place, (old, again)))
                yield again.rendition

        batch: list[RereadText] = []
        begun = time.monotonic()
        for prepared in prepare_all(items(), pool=self.pool, tell=self._note, zone_of=self.zone_of, own=own):
            while isinstance(waiting[0][1], ReprocessedText):
                place, known = waiting.popleft()
                assert isinstance(known, ReprocessedText)
                batch.append((place, known))
            place, read = waiting.popleft()
            assert not isinstance(read, ReprocessedText)
            batch.append((place, (*read, prepared)))
            if len(batch) >= _BATCH or time.monotonic() - begun > _LONGEST_BATCH:
                yield batch
                batch, begun = [], time.monotonic()
        batch += [(place, known) for place, known in waiting if isinstance(known, ReprocessedText)]
        if batch:
            yield batch

    def _note(self, fact: WorkFailed | WorkSlow) -> None:
        self.journal.write(at_moment(fact, self.clock()))

    def _held(self, store: Store, rendition_id: RenditionId, own: OwnTables) -> Rendition | ReprocessedText:
        """Return a rendition to read, or what became of one that is left as it is."""
        held = store.rendition(rendition_id)
        if held is None or held.withheld:
            return ReprocessedText(rendition=rendition_id, what="", became="withheld")
        if not self.ids and are_of_today(reader_of(store, rendition_id), own):
            return ReprocessedText(rendition=rendition_id, what=where_of(held), became="same", note=_OF_TODAY)
        return held

    # ------------------------------------------------------------------------------------------- writing

    def _applied(
        self,
        store: Store,
        own: OwnTables,
        old: Rendition,
        again: RereadRendition,
        prepared: Prepared | Quarantined,
    ) -> ReprocessedText:
        """Write down how a rendition reads now; whatever that does to a stage costs this rendition only."""
        try:
            return self._apply(store, own, old, again, prepared)
        except RowsRefusedError as error:
            failed: Exception = error
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - any stage may raise anything; it costs this rendition
            failed = error
        self.journal.write(failure_of(failed, at=self.clock(), what="reading again", id=old.id))
        note = f"taking it in failed: {type(failed).__name__}: {failed}"
        return ReprocessedText(rendition=old.id, what=where_of(old), became="unread", note=note)

    def _apply(
        self,
        store: Store,
        own: OwnTables,
        old: Rendition,
        again: RereadRendition,
        prepared: Prepared | Quarantined,
    ) -> ReprocessedText:
        report = store.whole_of("rendition", old.id)
        told = ReprocessedText(
            rendition=old.id, what=where_of(old), became="same", report=report, note=again.note
        )
        if isinstance(prepared, Quarantined):
            return replace(told, became="unread", note=prepared.reason)
        if store.rendition(old.id) != old or report is None:
            return replace(told, became="withheld", note="it was withheld or read again meanwhile")
        rendition = prepared.rendition
        held = store.findings(old.text_id, old.published, old.outlet)
        versions = versions_of(prepared.findings, prepared.rendition.text, own)
        read_by = versions if are_held(store, own) else TOUCHED  # a table changed since it was read again
        told = replace(told, versions=(held.extractor if held else "none", prepared.findings.extractor))
        if rendition == old and held == prepared.findings:
            with store.transaction() as connection:
                save_reader(connection, old.id, read_by)
            return told
        before = store.report(report)
        assert before is not None, "a rendition belongs to a report that is held"
        story = store.whole_of("report", before.id)
        assert story is not None, "a report belongs to a story"
        read_before = store.findings(before.text_id, published_of(before), before.outlet)
        with store.admission(arrived=self.clock(), kind="reread", what=where_of(old)) as admission:
            if rendition != old:
                _save_reading(store, admission, old, prepared)
            admission.save_findings(prepared.findings, outlet=rendition.outlet)
            save_reader(admission.connection, old.id, read_by)
            order = RetellOrder(
                report_id=before.id,
                story_id=story,
                prepared=prepared,
                changes=_changes_of_rereading,
                again=True,
                findings_before=read_before,
            )
            changes = Unit(store, admission, self.watches).retell(order)
        moved = rendition.text_id != old.text_id
        same = rendition == old and held is not None and alike(held, prepared.findings)
        became: ReprocessingOutcome = "new text" if moved else "same" if same and not changes else "reread"
        return replace(told, became=became, changes=tuple(changes))


def _changes_of_rereading(told: Retold) -> list[Change]:
    """Return what reads otherwise now; nothing of it is news."""
    before = told.report_before
    assert before is not None, "what is read again is held"
    held = told.findings_before
    whole = report_reread(before, told.report, known=told.moment, findings=(held, told.findings))
    versions = (held.extractor if held else "none", told.findings.extractor)
    return [
        *((whole,) if whole else ()),
        *reread_changes(told.events_before, told.events, known=told.moment, versions=versions),
    ]


def _save_reading(store: Store, admission: Admission, old: Rendition, prepared: Prepared) -> None:
    rendition = prepared.rendition
    admission.save_reading(rendition)
    placement = store.placement(old.id)
    if rendition.text_id == old.text_id or placement is None or prepared.signature is None:
        return
    admission.resign(old.id, prepared.signature)
    why = Reason(
        code=ReasonCode.READ_AGAIN,
        subject_id=rendition.text_id,
        other_id=old.text_id,
        moment=admission.arrived,
    )
    admission.save_placement(replace(placement, reasons=(*placement.reasons, why)))
