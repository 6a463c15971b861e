"""Everything read again with today's code: known from now on, `reread` changes only, the past as it was.

Reading goes on without the lock; the writer's is taken for a batch at a time, so that polls go on. How far
it came is written down with each batch: what was killed goes on there.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from watchfloor.engine.admit.admission import findings_of, save_linked, text_of, where_of
from watchfloor.engine.admit.alerts import alert_on
from watchfloor.engine.admit.report_events import Shown, follow_report
from watchfloor.engine.prepare.pool import Prepared, prepare_all
from watchfloor.engine.reprocess.rendition import Again, read_again, reader_version
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.ingest.sandbox import GuardedReader
from watchfloor.merge import combine
from watchfloor.model import (
    Actor,
    Change,
    Event,
    Findings,
    Quarantined,
    Reason,
    ReasonCode,
    Rendition,
    Report,
    Subject,
    digest,
)
from watchfloor.store import Admission, Store, bytes_of
from watchfloor.store.connection import located
from watchfloor.store.lock import WriterLock
from watchfloor.store.rereadings import Place, Progress, advance, finish, progress_of, to_reread
from watchfloor.track import (
    emptied,
    link_actors,
    report_reread,
    reread_changes,
    story_of,
    upheld,
)
from watchfloor.watch import Watch

Became = Literal["same", "reread", "new text", "unread", "withheld"]

_BATCH = 25  # renditions that are written down together: some seconds of reading
_LONGEST_BATCH = 10.0  # seconds after which what is ready is written down
_WAIT = 3600.0  # seconds that a batch waits for a writer: a round of visits may take many minutes
_LOCK = "reread.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """What became of one rendition; `versions` are the extractors that read it before and now."""

    rendition: str
    what: str
    became: Became
    report: str | None = None
    versions: tuple[str, str] = ("none", "none")
    note: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """A reading-again of a floor at `place`, in part or whole; one that was killed goes on where it was."""

    place: str
    clock: Callable[[], str]
    since: str | None = None
    ids: tuple[str, ...] = ()
    watches: Sequence[Watch] = ()
    processes: int = 0

    @property
    def scope(self) -> str:
        """Return what tells one reading-again from another."""
        return digest("reread", self.since or "", *sorted(self.ids))

    def run(self) -> Iterator[Reread]:
        """Read again what is in the scope, and yield what became of each once that is written down."""
        with ExitStack() as held:
            path = located(self.place)
            if path is not None:
                lock = WriterLock(Path(path).parent / _LOCK)
                lock.acquire(0.0)
                held.callback(lock.release)
            reader = held.enter_context(Store.open(self.place))
            guarded = held.enter_context(GuardedReader())
            before = progress_of(reader, self.scope, reader_version())
            done = Counter(dict(before.counts) if before else {})
            begun = before.begun if before else self.clock()
            work = to_reread(
                reader, since=self.since, ids=self.ids, after=before.after if before else (0, "")
            )
            for batch in self._batches(reader, guarded, work):
                with Store.open(self.place, write=True, wait_seconds=_WAIT) as store:
                    for _, one in batch:
                        became = one if isinstance(one, Reread) else self._applied(store, *one)
                        done[became.became] += 1
                        yield became
                    advance(store, self.scope, reader_version(), Progress(batch[-1][0], begun, done))
            with Store.open(self.place, write=True, wait_seconds=_WAIT) as store:
                finish(store, self.scope)

    def counts_before(self) -> Mapping[str, int]:
        """Return what a reading-again that ended early had done already."""
        with Store.open(self.place) as store:
            before = progress_of(store, self.scope, reader_version())
        return before.counts if before else {}

    # ------------------------------------------------------------------------------------------- reading

    def _batches(
        self, store: Store, guarded: GuardedReader, work: Sequence[Place]
    ) -> Iterator[list[tuple[Place, Reread | tuple[Rendition, Again, Prepared | Quarantined]]]]:
        waiting: deque[tuple[Place, Reread | tuple[Rendition, Again]]] = deque()

        def items() -> Iterator[Rendition | Quarantined]:
            for place in work:
                old = store.rendition(place[1])
                if old is None or old.withheld:
                    waiting.append((place, Reread(rendition=place[1], what="", became="withheld")))
                    continue
                again = read_again(old, bytes_of(store, old.id), guarded)
                waiting.append((place, (old, again)))
                yield again.rendition

        batch: list[tuple[Place, Reread | tuple[Rendition, Again, Prepared | Quarantined]]] = []
        begun = time.monotonic()
        for prepared in prepare_all(items(), processes=self.processes):
            while isinstance(waiting[0][1], Reread):
                place, known = waiting.popleft()
                assert isinstance(known, Reread)
                batch.append((place, known))
            place, read = waiting.popleft()
            assert not isinstance(read, Reread)
            batch.append((place, (*read, prepared)))
            if len(batch) >= _BATCH or time.monotonic() - begun > _LONGEST_BATCH:
                yield batch
                batch, begun = [], time.monotonic()
        batch += [(place, known) for place, known in waiting if isinstance(known, Reread)]
        if batch:
            yield batch

    # ------------------------------------------------------------------------------------------- writing

    def _applied(
        self, store: Store, old: Rendition, again: Again, prepared: Prepared | Quarantined
    ) -> Reread:
        """Write down how a rendition reads now; whatever that does to a stage costs this rendition only."""
        try:
            return self._apply(store, old, again, prepared)
        except RowsRefusedError as error:
            failed: Exception = error
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - any stage may raise anything; it costs this rendition
            failed = error
        note = f"taking it in failed: {type(failed).__name__}: {failed}"
        return Reread(rendition=old.id, what=where_of(old), became="unread", note=note)

    def _apply(self, store: Store, old: Rendition, again: Again, prepared: Prepared | Quarantined) -> Reread:
        report = store.whole_of("rendition", old.id)
        told = Reread(rendition=old.id, what=where_of(old), became="same", report=report, note=again.note)
        if isinstance(prepared, Quarantined):
            return replace(told, became="unread", note=prepared.reason)
        if store.rendition(old.id) != old or report is None:
            return replace(told, became="withheld", note="it was withheld or read again meanwhile")
        rendition = prepared.rendition
        held = store.findings(old.text_id, old.published, old.outlet)
        told = replace(told, versions=(held.extractor if held else "none", prepared.findings.extractor))
        if rendition == old and held == prepared.findings:
            return told
        before = store.report(report)
        assert before is not None, "a rendition belongs to a report that is held"
        read_before = store.findings(before.text_id, _day(before), before.outlet)
        with store.admission(arrived=self.clock(), kind="reread", what=where_of(old)) as admission:
            if rendition != old:
                _save_reading(store, admission, old, prepared)
            admission.save_findings(prepared.findings, outlet=rendition.outlet)
            changes = self._take_in(store, admission, (before, read_before), prepared)
        moved = rendition.text_id != old.text_id
        same = rendition == old and held is not None and _alike(held, prepared.findings)
        became: Became = "new text" if moved else "same" if same and not changes else "reread"
        return replace(told, became=became, changes=tuple(changes))

    def _take_in(
        self, store: Store, admission: Admission, was: tuple[Report, Findings | None], prepared: Prepared
    ) -> list[Change]:
        """Bring report, actors and events up to date with one member read again; return what changed."""
        before, held = was
        story_id = store.whole_of("report", before.id)
        assert story_id is not None, "a report belongs to a story"
        members = store.renditions(report=before.id)
        placements = [placed for it in members if (placed := store.placement(it.id)) is not None]
        report = combine(members, placements)
        findings = findings_of(store, report, members, prepared)
        admission.save_findings(findings, outlet=report.outlet)
        if report == before and held is not None and _alike(held, findings):
            return []
        admission.save_report(report)
        retold = _Retold(before, report, held, findings, text_of(report, members), story_id)
        return self._tell(store, admission, retold)

    def _tell(self, store: Store, admission: Admission, retold: _Retold) -> list[Change]:
        report, findings, story_id = retold.report, retold.findings, retold.story
        others = [known for known in store.reports(story=story_id) if known.id != report.id]
        story_before = store.story(story_id)
        story = story_of(story_id, [*others, report], story_before)
        admission.save_story(story)
        actors = _Actors(store)
        ids = _link(store, admission, retold, actors)
        events_before = store.events(story=story_id)
        shown = Shown(report, findings, retold.text, ids)
        events = upheld(
            events_before,
            follow_report(store, events_before, shown, story=story_id).events,
            judged=_judged(store, events_before),
        )
        for event in (*events, *emptied(events_before, events)):
            admission.save_event(event)
        moment = admission.arrived
        versions = (retold.held.extractor if retold.held else "none", findings.extractor)
        whole = report_reread(retold.before, report, known=moment, findings=(retold.held, findings))
        changes = [
            *((whole,) if whole else ()),
            *reread_changes(events_before, events, known=moment, versions=versions),
        ]
        for change in changes:
            admission.save_change(change)
        if changes:
            alert_on(
                store,
                admission,
                changes,
                watches=self.watches,
                actors=actors,
                story=story,
                events=events,
                reports=[*others, report],
                now=moment,
            )
        return changes


@dataclass(frozen=True, slots=True)
class _Retold:
    """A report before and after one of its members was read again, with what is read in its text."""

    before: Report
    report: Report
    held: Findings | None
    findings: Findings
    text: str
    story: str


class _Actors(Mapping[str, Actor]):
    """The floor's actors by id, looked up when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getitem__(self, key: str) -> Actor:
        found = self._store.actor(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(actor.id for actor in self._store.actors())

    def __len__(self) -> int:
        return len(self._store.actors())


class _ByKey(_Actors):
    """The floor's actors by what later mentions are matched by."""

    def __getitem__(self, key: str) -> Actor:
        found = self._store.actors(key=key)
        if not found:
            raise KeyError(key)
        return found[-1]


def _link(store: Store, admission: Admission, retold: _Retold, actors: _Actors) -> Mapping[str, str]:
    """Resolve a report's local actors anew; the chains that are no longer read belong to nobody."""
    report, story = retold.report, retold.story
    cast = sorted(member.partition("#")[2] for member in store.members("cast", story))
    linked = link_actors(
        retold.findings,
        report=report.id,
        story=story,
        seen=_day(report),
        known=_ByKey(store),
        in_story=[actors[actor] for actor in cast if actor in actors],
    )
    save_linked(admission, linked, report, story)
    number = len(linked.ids)
    while store.actor_of(report.id, f"a{(number := number + 1)}") is not None:
        if f"a{number}" not in linked.ids:
            admission.leave("actor", f"{report.id}#a{number}")
    return linked.ids


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


def _judged(store: Store, events: Sequence[Event]) -> frozenset[str]:
    """Return the events that people replaced, or looked at and left standing."""
    held = set()
    for event in events:
        for act in store.judgements(Subject("event", event.id)):
            if act.kind == "replace" or (act.kind == "status" and act.value != "unchecked"):
                held.add(event.id)
    return frozenset(held)


def _alike(one: Findings, other: Findings) -> bool:
    """Tell whether two versions of the extractor read the same."""
    return replace(one, extractor=other.extractor) == other


def _day(report: Report) -> str | None:
    return report.published.value if report.published else None
