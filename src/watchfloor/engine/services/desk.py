"""What people decide, withhold and let go, and the watches they keep.

How long an act waits for the floor, what it is signed with and when it happened is decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchfloor.config import Config
from watchfloor.engine.answer.times import Clock
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.errors import UsageError, nearest
from watchfloor.model import (
    HAPPENING_KINDS,
    EventId,
    EventSlot,
    Owned,
    PersonId,
    Principal,
    ReportId,
    StoryId,
)
from watchfloor.permissions import Action, require
from watchfloor.store import People, Store
from watchfloor.store.page_bytes import KeptAway, kept_away, readmit

# Each call imports what it needs: a note needs none of the stages, whose import costs a second of a core.
if TYPE_CHECKING:
    from watchfloor.engine.answer.backtest import Backtest
    from watchfloor.engine.answer.queries import Rests
    from watchfloor.engine.answer.situation_now import SituationCounts, SituationNow
    from watchfloor.engine.answer.situations import Preview, Situation, SituationsRead
    from watchfloor.engine.answer.unfired import ChangeSeen
    from watchfloor.engine.backup import BackedUp
    from watchfloor.engine.decide.expiry import Expired
    from watchfloor.engine.decide.false_alarms import Fault
    from watchfloor.engine.decide.happenings import HappeningActs
    from watchfloor.engine.decide.judgements import Judging
    from watchfloor.engine.decide.verdicts import Judged
    from watchfloor.engine.decide.withholding import Taken, WithholdingOrder
    from watchfloor.engine.reprocess.run import ReprocessingRun
    from watchfloor.engine.tick import Ticked
    from watchfloor.watch import Watch, WatchesRead
    from watchfloor.watch.ready import ReadyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A floor as people and programs use it; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    # -------------------------------------------------------------------------------------------- decisions

    def merge(self, principal: Principal, story: StoryId, into: StoryId, *, reason: str) -> Judged:
        """Put two stories together, under the older id."""
        require(principal, Action.MERGE)
        with self._judging() as judging:
            return judging.merge(story, into, reason=reason, by=principal.id, at=self.clock())

    def split(
        self, principal: Principal, story: StoryId, reports: Sequence[ReportId], *, reason: str
    ) -> Judged:
        """Take reports out of a story into one of their own."""
        require(principal, Action.SPLIT)
        with self._judging() as judging:
            return judging.split(story, reports, reason=reason, by=principal.id, at=self.clock())

    def undo(self, principal: Principal, act_id: str, *, reason: str) -> Judged:
        """Take back a merge, split, choice or note of our own; "last" is the last that who asks made."""
        from watchfloor.engine.decide.choices import DecidedChoices, chosen_act
        from watchfloor.engine.decide.happenings import HappeningActs
        from watchfloor.engine.decide.own_reports import OwnReportActs

        require(principal, Action.UNDO)
        with self._judging() as judging:
            choice = chosen_act(judging.store, act_id, {principal.id, *principal.signatures})
            if choice is not None and choice.kind in HAPPENING_KINDS:
                acts = HappeningActs(judging.store, judging.watches)
                return acts.take_back(choice, reason=reason, by=principal.id, at=self.clock())
            if choice is not None and choice.kind == "told":
                notes = OwnReportActs(judging.store, judging.watches)
                return notes.take_back(choice, reason=reason, by=principal.id, at=self.clock())
            if choice is not None:
                choices = DecidedChoices(judging.store, judging.watches)
                return choices.take_back(choice, reason=reason, by=principal.id, at=self.clock())
            return judging.undo(
                act_id, reason=reason, by=principal.id, at=self.clock(), own=principal.signatures
            )

    def judge(
        self, principal: Principal, any_id: str, *, status: str | None, note: str | None, reject: bool
    ) -> list[Judged]:
        """Keep a status, a rejection or a note on a story, event, actor or report."""
        from watchfloor.engine.decide.verdicts import Verdicts

        require(principal, Action.JUDGE)
        watches = self._watches() if reject else ()  # a status or a note alerts nobody
        with self._open(write=True) as store:
            return Verdicts(store, watches).judge(
                any_id, status=status, note=note, reject=reject, by=principal.id, at=self.clock()
            )

    def choose(
        self, principal: Principal, event: EventId, slot: EventSlot, value: str, *, reason: str
    ) -> Judged:
        """Let a slot of an event hold what who asks says; the machine's value stays beside it."""
        from watchfloor.engine.decide.choices import DecidedChoices

        require(principal, Action.JUDGE)
        with self._open(write=True) as store:
            return DecidedChoices(store, self._watches()).choose(
                event, slot, value, reason=reason, by=principal.id, at=self.clock()
            )

    def join_events(self, principal: Principal, event: str, into: str, *, reason: str) -> Judged:
        """Put two events of a story together, under the older id."""
        with self._happenings(principal) as acts:
            return acts.join(event, into, reason=reason, by=principal.id, at=self.clock())

    def part_event(self, principal: Principal, event: str, members: Sequence[str], *, reason: str) -> Judged:
        """Take what some reports tell of an event out of it, into one of their own."""
        with self._happenings(principal) as acts:
            return acts.part(event, members, reason=reason, by=principal.id, at=self.clock())

    def add_event(
        self, principal: Principal, report: str, words: str, slots: Mapping[EventSlot, str], *, reason: str
    ) -> Judged:
        """Add an event by hand, with the words that tell it and its slots as a person writes them."""
        from watchfloor.engine.decide.happenings import AddedEvent

        added = AddedEvent(report_id=report, words=words, slots=slots)
        with self._happenings(principal) as acts:
            return acts.add(added, reason=reason, by=principal.id, at=self.clock())

    @contextmanager
    def _happenings(self, principal: Principal) -> Iterator[HappeningActs]:
        from watchfloor.engine.decide.happenings import HappeningActs

        require(principal, Action.JUDGE)
        with self._open(write=True) as store:
            yield HappeningActs(store, self._watches())

    def use_number(
        self, principal: Principal, number: str, value: str | None = None, *, reason: str
    ) -> Judged:
        """Let the desk use a number of a series: the latest, where none is named."""
        from watchfloor.engine.decide.choices import DecidedChoices

        require(principal, Action.JUDGE)
        with self._open(write=True) as store:
            return DecidedChoices(store).use(number, value, reason=reason, by=principal.id, at=self.clock())

    def alert_wrong(
        self, principal: Principal, any_id: str, fault: Fault, value: str | None = None, *, note: str = ""
    ) -> list[Judged]:
        """Say what was wrong with an alert: it is corrected or rejected, and labelled a miss."""
        from watchfloor.engine.decide.false_alarms import FalseAlarms

        require(principal, Action.JUDGE)
        with self._open(write=True) as store:
            return FalseAlarms(store, self._watches()).wrong(
                any_id, fault, value, note=note, by=principal.id, at=self.clock()
            )

    def situations(self, principal: Principal) -> SituationsRead:
        """Return the situations of the floor, and what is wrong with those that cannot be read."""
        from watchfloor.engine.answer.situations import read_situations

        require(principal, Action.READ)
        return read_situations(self.config.folder)

    def add_situation(self, principal: Principal, situation: Situation) -> Path:
        """Write a situation into the floor's folder."""
        from watchfloor.engine.answer.situations import add

        require(principal, Action.CHANGE_SITUATION)
        file = add(self.config.folder, situation)
        self._own("situation", situation.name, principal.id)
        return file

    def remove_situation(self, principal: Principal, name: str) -> Path:
        """Take a situation away; what was read stays."""
        from watchfloor.engine.answer.situations import remove

        require(principal, Action.CHANGE_SITUATION)
        with self._open(write=False) as store:
            owner = People(store).owner_of("situation", name)
        if owner is not None:
            require(
                principal, Action.CHANGE_SITUATION, Owned(kind="situation", id=name, owner=PersonId(owner))
            )
        file = remove(self.config.folder, name)
        self._own("situation", name, None)
        return file

    def _own(self, kind: str, name: str, owner: str | None) -> None:
        with Store.open(self.config.store, write=True) as store:
            People(store).own(kind, name, owner)

    def preview_situation(self, principal: Principal, name: str, *, limit: int = 10) -> Preview:
        """Return what falls into a situation, and what just misses."""
        from watchfloor.engine.answer.situations import named, preview

        require(principal, Action.READ)
        situation = named(self.config.folder, name)
        with self._open(write=False) as store:
            return preview(store, situation, clock=self._now(), limit=limit)

    def situation_now(
        self, principal: Principal, name: str, *, as_of: str | None = None
    ) -> tuple[Situation, SituationNow, Rests]:
        """Return how a situation stands, or stood, and what that rests on."""
        from watchfloor.engine.answer.queries import rests_on
        from watchfloor.engine.answer.situation_now import situation_now
        from watchfloor.engine.answer.situations import named

        require(principal, Action.READ)
        situation, clock = named(self.config.folder, name), self._now(as_of)
        with self._open(write=False) as store:
            scope = replace(situation.scope(clock), as_of=as_of)
            rests = rests_on(store, scope, now=self.clock())
            found = situation_now(store, situation, clock=clock, coverage=rests.coverage, as_of=as_of)
        return situation, found, rests

    def situation_counts(
        self, principal: Principal, name: str, *, as_of: str | None = None
    ) -> tuple[Situation, SituationCounts]:
        """Return a situation with its figures of a day, a week and a month alone."""
        from watchfloor.engine.answer.situation_now import situation_counts
        from watchfloor.engine.answer.situations import named

        require(principal, Action.READ)
        situation = named(self.config.folder, name)
        with self._open(write=False) as store:
            return situation, situation_counts(store, situation, clock=self._now(as_of), as_of=as_of)

    def _now(self, as_of: str | None = None) -> Clock:
        return Clock(datetime.fromisoformat(as_of or self.clock()), self.config.timezone)

    def watches(self, principal: Principal) -> WatchesRead:
        """Return the watches of the floor, and what is wrong with those that cannot be read."""
        from watchfloor.watch import floor_watches

        require(principal, Action.READ)
        return floor_watches(self.config)

    def watch_named(self, principal: Principal, rule: str) -> Watch:
        """Return a watch by its name: of the floor, of a file with one, or of the package ("ready/…")."""
        from watchfloor.watch import floor_names, read_watches
        from watchfloor.watch.ready import PREFIX, ready_rule

        require(principal, Action.READ)
        if rule.startswith(PREFIX):
            return ready_rule(rule).watch
        path = Path(rule)
        if path.suffix in (".yaml", ".yml") or path.is_file():
            found = read_watches(path, floor_names(self.config))
            if len(found) != 1:
                raise UsageError(
                    f"{path} holds {len(found)} watches; give a file with one, or a watch's name"
                )
            return found[0]
        held = {one.name: one for one in self._watches()}
        if rule not in held:
            raise UsageError(f"there is no watch {rule!r}; {nearest(rule, held)}")
        return held[rule]

    def ready_rules(self, principal: Principal) -> tuple[ReadyRule, ...]:
        """Return the rules that come with the package."""
        from watchfloor.watch.ready import ready_rules

        require(principal, Action.READ)
        return ready_rules()

    def copy_ready_rule(self, principal: Principal, name: str) -> Path:
        """Write a rule of the package into the floor's watches, where it holds from then on."""
        from watchfloor.watch.ready import copy_rule

        require(principal, Action.CHANGE_WATCH)
        return copy_rule(name, self.config.watches)

    def last_known(self, principal: Principal) -> str | None:
        """Return when the floor came to know something last; None where it knows nothing."""
        require(principal, Action.READ)
        with self._open(write=False) as store:
            return store.moment_of(store.last_sequence())

    def backtest(
        self, principal: Principal, watch: Watch, *, since: str | None = None, until: str | None = None
    ) -> Backtest:
        """Try a watch on what became known between two moments."""
        from watchfloor.engine.answer.backtest import backtest

        require(principal, Action.READ)
        with self._open(write=False) as store:
            return backtest(store, watch, since=since, until=until, now=self.clock())

    def unknown_places(self, principal: Principal, watch: Watch) -> list[str]:
        """Return the places that a watch asks for and that no event of the floor can have."""
        from watchfloor.engine.answer.diagnosis import unknown_places
        from watchfloor.store.own_tables import own_table_of

        require(principal, Action.READ)
        with self._open(write=False) as store:
            return unknown_places(watch, own_table_of(store, "places"))

    def seen_by(self, principal: Principal, watch: Watch, any_id: str) -> list[ChangeSeen]:
        """Return what a watch saw of something, and which condition kept it from firing."""
        from watchfloor.engine.answer.unfired import seen_by

        require(principal, Action.READ)
        with self._open(write=False) as store:
            return seen_by(store, watch, any_id)

    def label(self, principal: Principal, watch: str, any_id: str, label: str, *, note: str = "") -> Judged:
        """Keep whether a watch was right to tell of an event ("hit") or not ("miss")."""
        from watchfloor.engine.decide.verdicts import Verdicts

        require(principal, Action.LABEL)
        names = [one.name for one in self._watches()]
        if watch not in names:
            raise UsageError(f"there is no watch {watch!r}; {nearest(watch, names)}")
        with self._open(write=True) as store:
            return Verdicts(store).label(watch, any_id, label, note=note, by=principal.id, at=self.clock())

    # ------------------------------------------------------------------------------------------ withholding

    def withhold(
        self, principal: Principal, what: Sequence[str], *, reason: str, dry_run: bool = False
    ) -> Iterator[tuple[str, Taken]]:
        """Take texts, addresses or outlets down; yield what each word meant, and what it reached."""
        from watchfloor.engine.decide.withholding import WithholdingOrder

        require(principal, Action.WITHHOLD)
        order = WithholdingOrder(reason=_said(reason), by=principal.id, at=self.clock())
        return self._withhold(what, order, dry_run=dry_run)

    def _withhold(
        self, what: Sequence[str], order: WithholdingOrder, *, dry_run: bool
    ) -> Iterator[tuple[str, Taken]]:
        from watchfloor.engine.decide.withholding import preview, takedown_of, withhold

        with self._open(write=not dry_run) as store:
            for one in [takedown_of(store, word) for word in what]:
                taken = preview(store, one.scope) if dry_run else withhold(store, one, order)
                yield f"{one.meant} {one.shown}", taken

    def erase(
        self,
        principal: Principal,
        names: Sequence[str],
        *,
        reason: str,
        away: bool = True,
        dry_run: bool = False,
    ) -> Taken:
        """Take a person out of everything; with `away`, what names them stays out."""
        from watchfloor.engine.decide.withholding import (
            WithholdingOrder,
            erase,
            erasure_of,
            preview_of_erasure,
        )

        require(principal, Action.ERASE)
        order = WithholdingOrder(reason=_said(reason), by=principal.id, at=self.clock())
        with self._open(write=not dry_run) as store:
            erasure = erasure_of(store, names)
            seen = preview_of_erasure(store, erasure)
            return seen if dry_run else erase(store, erasure, order, away=away)

    def withheld(self, principal: Principal) -> list[KeptAway]:
        """Return what is not taken in any more."""
        require(principal, Action.READ)
        with self._open(write=False) as store:
            return kept_away(store)

    def readmit(self, principal: Principal, ids: Sequence[int], *, reason: str) -> Iterator[int]:
        """Take in again what was kept away; yield each as soon as it is done."""
        require(principal, Action.READMIT)
        return self._readmit(ids, f"by {principal.id}: {_said(reason)}")

    def _readmit(self, ids: Sequence[int], why: str) -> Iterator[int]:
        with self._open(write=True) as store:
            for one in ids:
                if not readmit(store, one, at=self.clock(), why=why):
                    raise UsageError(f"nothing is kept away as {one}; list it with: watchfloor withheld")
                yield one

    # ----------------------------------------------------------------------------------------- housekeeping

    def expire(self, principal: Principal, *, dry_run: bool = False) -> Expired:
        """Let go of what was kept long enough."""
        from watchfloor.engine.decide.expiry import expire

        require(principal, Action.EXPIRE)
        with Store.open(self.config.store, turns=not dry_run) as store:
            self._note_alerts(store)
            return expire(store, self.config.retention, at=self.clock(), dry_run=dry_run)

    def back_up(self, principal: Principal, folder: Path) -> BackedUp:
        """Write a backup of the floor, which goes on meanwhile, into a new or empty folder."""
        from watchfloor.engine.backup import back_up

        require(principal, Action.BACK_UP)
        return back_up(self.config, folder, now=self.clock())

    def tick(self, principal: Principal, *, now: str | None = None) -> Ticked:
        """Do what is due by the clock."""
        from watchfloor.engine.orders.briefings import briefer
        from watchfloor.engine.orders.own_state import state_teller
        from watchfloor.engine.partners.cleaning import ShareCleaner
        from watchfloor.engine.tick import tick
        from watchfloor.engine.unusual import watched_situations

        require(principal, Action.EXPIRE)
        with Store.open(self.config.store, turns=True) as store:
            self._note_alerts(store)
            at, watches = now or self.clock(), self._watches()
            state = state_teller(self.config, now=at)
            return tick(
                store,
                self.config.retention,
                now=at,
                watches=watches,
                situations=watched_situations(self.config, watches, now=at),
                state=state,
                briefings=briefer(self.config),
                shares=ShareCleaner(config=self.config),
            )

    def reread(
        self,
        principal: Principal,
        ids: Sequence[str] = (),
        *,
        since: str | None = None,
        pool: PoolChoice = HERE,
    ) -> ReprocessingRun:
        """Return the reading-again of what is kept, which goes on as it is walked through."""
        from watchfloor.engine.reprocess.run import ReprocessingRun
        from watchfloor.journal import FileJournal

        require(principal, Action.REREAD)
        return ReprocessingRun(
            place=self.config.store,
            clock=self.clock,
            since=since,
            ids=tuple(ids),
            watches=self._watches(),
            pool=pool,
            journal=FileJournal(self.config.folder),
            zone_of=self.config.zone_of,
        )

    # ----------------------------------------------------------------------------------------------- inside

    @contextmanager
    def _open(self, *, write: bool) -> Iterator[Store]:
        with Store.open(self.config.store, write=write) as store:
            if write:
                self._note_alerts(store)
            yield store

    def _note_alerts(self, store: Store) -> None:
        from watchfloor.engine.admit.noted import note_alerts
        from watchfloor.journal import FileJournal

        note_alerts(store, FileJournal(self.config.folder))

    @contextmanager
    def _judging(self) -> Iterator[Judging]:
        from watchfloor.engine.decide.judgements import Judging

        watches = self._watches()
        with self._open(write=True) as store:
            yield Judging(store, watches)

    def _watches(self) -> Sequence[Watch]:
        from watchfloor.watch import floor_watches

        return floor_watches(self.config).watches


def watch_schema(principal: Principal) -> dict[str, Any]:
    """Return the JSON Schema of watches; no floor is asked."""
    from watchfloor.watch import schema

    require(principal, Action.READ)
    return schema.watch_schema()


def restore_floor(principal: Principal, backup: Path, floor: Path, *, now: str) -> BackedUp:
    """Put a backup back into a new or empty folder."""
    from watchfloor.engine.backup import restore

    require(principal, Action.BACK_UP)
    return restore(backup, floor, now=now)


def _said(reason: str) -> str:
    if not reason.strip():
        raise UsageError("a reason is needed: it is all that stays; give it with --reason")
    return " ".join(reason.split())
