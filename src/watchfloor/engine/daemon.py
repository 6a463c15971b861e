"""The one loop that keeps a floor current: visits, deliveries, expiry. `poll` runs it.

It holds the floor for what it writes only. Deliveries go on beside the visits, in a thread of their own: an
alert is sent while other sources are still waited for, and a receiver that stalls holds up no visit.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from watchfloor.config import Config
from watchfloor.engine.admit.noted import note_alerts
from watchfloor.engine.collect.revisiting import AskedAgain, ask_again
from watchfloor.engine.collect.rounds import PAUSE, READERS, Polled, Polling, next_due
from watchfloor.engine.collect.under_way import VisitsUnderWay
from watchfloor.engine.collect.visit import Turns
from watchfloor.engine.deliver.links import floor_links
from watchfloor.engine.deliver.outbox import Courier, OutboxBusyError
from watchfloor.engine.live import LiveSettings
from watchfloor.engine.orders.briefings import briefer
from watchfloor.engine.orders.heartbeat import Heart
from watchfloor.engine.orders.own_state import state_teller
from watchfloor.engine.partners.cleaning import ShareCleaner
from watchfloor.engine.prepare.choice import processes_or_here
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.engine.reprocess.own_tables import take_own_tables
from watchfloor.engine.reprocess.touched import reread_touched
from watchfloor.engine.tick import tick
from watchfloor.engine.unusual import watched_situations
from watchfloor.errors import FloorLockedError, StoreError, WatchfloorError
from watchfloor.journal import Journal, NoJournal, failure_of
from watchfloor.model import Scope, instant_of
from watchfloor.network import Client
from watchfloor.store import Lock, Store, backend_at
from watchfloor.watch import Watch

__all__ = ["AskedAgain", "Daemon", "Observer", "Polled", "RoundResult"]

_LOCK = "poll"  # held as long as a daemon lasts; the floor's own lock for what it writes
_LONGEST_SLEEP = 60.0  # seconds between two looks at what is due: sources may be added meanwhile
_STAND_BY = 3.0  # seconds between two looks whether the one that reads the sources still does
_BETWEEN = 10.0  # seconds between two rounds at least
_BETWEEN_LOOKS = timedelta(minutes=15)  # at the history of situations that are watched
_BETWEEN_DELIVERIES = 5.0  # seconds between two looks at the outbox: the first try again is due so soon
_TOUCHED = 25  # texts that are read again in a round for a table that changed: what is new goes first
_LAST_DELIVERY = 2.0  # seconds that a daemon that is stopped waits for a delivery; then it is left in doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundResult:
    """What came of a round: how often what, and when the next visit is due."""

    counts: Mapping[str, int]
    due: str | None


class Observer(Protocol):
    """Is told of what a daemon does, as it does it; calls may come from two threads."""

    def begin(self, due: int) -> None:
        """A round begins, with so many sources due."""

    def visited(self, visit: Polled) -> None:
        """A visit is over and recorded."""

    def asked_again(self, told: AskedAgain) -> None:
        """Pages of a source were asked again."""

    def end(self, result: RoundResult) -> None:
        """A round is over."""

    def trouble(self, words: str) -> None:
        """Something hinders the daemon itself, such as a full disk; it goes on."""


@dataclass(slots=True, kw_only=True)
class Daemon:
    """Visits what is due, sends what there is to send, and lets go of what was kept long enough.

    `client_for` makes the client anew where settings change that it goes by.
    """

    config: Config
    client: Client
    client_for: Callable[[Config], Client] | None = None
    clock: Callable[[], str]
    observer: Observer
    environment: Mapping[str, str] = field(default_factory=dict)
    processes: int = 0
    journal: Journal = field(default_factory=NoJournal)
    live: LiveSettings = field(init=False)
    heart: Heart = field(init=False)
    looked: str = field(default="", init=False)
    refused: frozenset[str] = field(default=frozenset(), init=False)
    lock: Lock | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.live = LiveSettings(self.config, environment=self.environment, tell=self.observer.trouble)
        self.heart = Heart(journal=self.journal)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the one daemon of the floor, or raise FloorLockedError naming the other."""
        lock = backend_at(self.config.store).lock(_LOCK)
        try:
            lock.acquire(0.0)
        except FloorLockedError as error:
            raise FloorLockedError(
                f"another `watchfloor poll` ({lock.holder()}) reads the sources of {self.config.folder}",
                "one is enough: stop that one first, or leave it to it",
            ) from error
        with self._holding(lock):
            yield

    @contextmanager
    def alone_in_turn(self, stop: threading.Event) -> Iterator[bool]:
        """Be the one daemon of the floor as soon as there is no other; False where `stop` comes first."""
        lock = backend_at(self.config.store).lock(_LOCK)
        is_told = False
        while not stop.is_set():
            try:
                lock.acquire(0.0)
            except FloorLockedError:
                if not is_told:
                    is_told = True
                    self.observer.trouble(
                        f"{lock.holder()} reads the sources of {self.config.folder}; "
                        "this one takes over when that one ends, and shows meanwhile what it reads"
                    )
                stop.wait(_STAND_BY)
            else:
                with self._holding(lock):
                    yield True
                return
        yield False

    @contextmanager
    def _holding(self, lock: Lock) -> Iterator[None]:
        self.lock = lock
        try:
            yield
        finally:
            self.lock = None
            lock.release()

    def round(self, now: str) -> RoundResult:
        """Do one round of what is due at `now`, and end when all that is due is sent or was tried."""
        self._read_again()
        deliveries = _Deliveries(self)
        with ReaderPool(READERS) as reading:
            result = self._round(now, _Lasting(reading), deliveries, threading.Event(), last=True)
        self.observer.end(result)
        return result

    def run(self, stop: threading.Event) -> None:
        """Do one round after another until `stop`, whatever goes wrong with floor or watches on the way."""
        self._read_again()
        begun = False
        with (
            ReaderPool(READERS) as reading,
            VisitsUnderWay() as under_way,
            _Deliveries(self) as deliveries,
        ):
            lasting = _Lasting(reading, under_way)
            while not stop.is_set():
                self._see_that_it_is_alone()
                started, due = time.thread_time(), None
                try:
                    result = self._round(self.clock(), lasting, deliveries, stop)
                    self.observer.end(result)
                    begun, due = True, result.due
                except StoreError as error:
                    if not (begun or isinstance(error, FloorLockedError)):
                        raise
                    self.observer.trouble(f"{error}; tried again in a minute")
                # What is due within seconds is visited together: a round reads what is known of stories.
                took = time.thread_time() - started
                ahead = _BETWEEN if under_way.sources else self._seconds_until(due)
                stop.wait(min(max(ahead, _BETWEEN, took), _LONGEST_SLEEP))
                self._read_again()

    def _see_that_it_is_alone(self) -> None:
        """Stop where the lock was lost: a server that ended its session has given it to another one."""
        if self.lock is not None and not self.lock.held:
            raise FloorLockedError(
                "the connection that held the right to read the sources was lost", "start again, or stand by"
            )

    def courier(self, store: Store) -> Courier:
        """Return what carries out deliveries over `store`, by the channels as they are set now."""
        return Courier(
            store=store,
            channels=self.live.channels,
            clock=lambda: datetime.now(UTC),
            journal=self.journal,
            links=floor_links(self.config),
        )

    def _round(
        self,
        now: str,
        lasting: _Lasting,
        deliveries: _Deliveries,
        stop: threading.Event,
        *,
        last: bool = False,
    ) -> RoundResult:
        counts: Counter[str] = Counter()
        watches = self.live.watches
        with Store.open(self.config.store, turns=True) as store:
            note_alerts(store, self.journal)
            self._take_tables(store, now)
            polling = Polling(
                store=store,
                client=self.client,
                clock=self.clock,
                reading=lasting.reading,
                turns=lasting.turns,
                under_way=lasting.under_way,
                processes=self.processes,
                watches=watches,
                bytes_kept=timedelta(days=self.config.retention.bytes_days),
                journal=self.journal,
                zone_of=self.config.zone_of,
            )
            self._beat()
            self.observer.begin(polling.count())
            for visit in polling.once():
                _count(counts, visit)
                self.observer.visited(visit)
                self._beat()
                if any(admitted.alerts for admitted in visit.admitted):
                    deliveries.wake()
                if stop.is_set():
                    break
            self._ask_again(polling, counts, deliveries, stop)
            counts["reread"] += self._reread_touched(stop)
            state = state_teller(self.config, now=now)
            done = tick(
                store,
                self.config.retention,
                now=now,
                watches=watches,
                state=state,
                briefings=briefer(self.config),
                shares=ShareCleaner(config=self.config),
                situations=self._watched_situations(watches, now),
            )
            counts["expired"] += done.expired.texts
            for told in done.shares_failed:
                self.observer.trouble(told)
            due = next_due(store)
        if last:
            deliveries.finish()
        counts += deliveries.taken()
        return RoundResult(counts=counts, due=due)

    def _take_tables(self, store: Store, now: str) -> None:
        """Hold the floor's own tables as their files are; tell once what is refused."""
        refused = {it.refused for it in take_own_tables(store, self.config.folder, at=now) if it.refused}
        for told in sorted(refused - self.refused):
            self.observer.trouble(f"{told}; the table of before holds until it is mended")
        self.refused = frozenset(refused)

    def _reread_touched(self, stop: threading.Event) -> int:
        """Read again some of what a change of the tables touches; the next round goes on."""
        count = 0
        if not stop.is_set():
            for _ in reread_touched(
                self.config, clock=self.clock, pool=processes_or_here(self.processes), most=_TOUCHED
            ):
                count += 1
        return count

    def _beat(self) -> None:
        """Let another machine know that this one lives; a round may take longer than it waits."""
        self.heart.beat(self.config.heartbeat, self.client, now=self.clock())

    def _ask_again(
        self, polling: Polling, counts: Counter[str], deliveries: _Deliveries, stop: threading.Event
    ) -> None:
        """Ask pages again once the visits are over: what is new goes first."""
        if stop.is_set():
            return
        for told in ask_again(polling):
            counts["asked again"] += sum(told.found.values())
            counts["edited"] += told.found.get("edited", 0)
            counts["gone"] += sum(told.found.get(name, 0) for name in ("gone", "missing"))
            counts["changes"] += sum(len(admitted.changes) for admitted in told.admitted)
            self.observer.asked_again(told)
            if any(admitted.alerts for admitted in told.admitted):
                deliveries.wake()
            if stop.is_set():
                return

    def _watched_situations(self, watches: Sequence[Watch], now: str) -> Mapping[str, Scope]:
        """Return the situations whose history is due to be looked at: it costs more than a round should."""
        if self.looked and instant_of(now) - instant_of(self.looked) < _BETWEEN_LOOKS:
            return {}
        self.looked = now
        return watched_situations(self.config, watches, now=now)

    def _read_again(self) -> None:
        """Go by what the floor's files say now; who may be visited, and by whom, may have changed too."""
        before = self.config
        self.live.read_again()
        self.config = self.live.config
        visits = (self.config.contact, self.config.allow_network)
        if self.client_for is None or visits == (before.contact, before.allow_network):
            return
        try:
            self.client = self.client_for(self.config)
        except WatchfloorError as error:
            self.observer.trouble(f"{error}; sources are visited as before until it is mended")

    def _seconds_until(self, due: str | None) -> float:
        if due is None:
            return _LONGEST_SLEEP
        left = (datetime.fromisoformat(due) - datetime.fromisoformat(self.clock())).total_seconds()
        return min(max(left, 1.0), _LONGEST_SLEEP)


def _count(counts: Counter[str], visit: Polled) -> None:
    counts["visited"] += 1
    counts["not well"] += visit.health.error is not None
    for admitted in visit.admitted:
        counts[admitted.became] += 1
        counts["changes"] += len(admitted.changes)


@dataclass(frozen=True, slots=True)
class _Lasting:
    """What lasts from round to round: reading processes, visits under way, when hosts were asked last."""

    reading: ReaderPool
    under_way: VisitsUnderWay | None = None
    turns: Turns = field(default_factory=lambda: Turns(PAUSE))


class _Deliveries:
    """Works the outbox in a thread of its own, with a store of its own; it starts when it is woken first."""

    def __init__(self, daemon: Daemon) -> None:
        self._daemon = daemon
        self._counts: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> _Deliveries:
        self.wake()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        if self._thread is not None:
            self._thread.join(_LAST_DELIVERY)

    def wake(self) -> None:
        """Let the deliverer look at the outbox at once, instead of at its next turn."""
        self._woken.set()
        if self._thread is None:
            # It never holds up an exit: what it is sending then is settled by whoever works the outbox next.
            self._thread = threading.Thread(target=self._work, name="deliveries", daemon=True)
            self._thread.start()

    def finish(self) -> None:
        """Send what is left to be sent now, and end."""
        self._stop()
        if self._thread is not None:
            self._thread.join()
        self._work_once()

    def taken(self) -> Counter[str]:
        """Return what came of the deliveries since this was asked last."""
        with self._guard:
            counts, self._counts = self._counts, Counter()
        return counts

    def _stop(self) -> None:
        self._stopped.set()
        self._woken.set()

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._woken.clear()
            try:
                self._work_once()
            except StoreError as error:
                self._daemon.observer.trouble(f"nothing was sent: {error}; tried again in a minute")
                self._stopped.wait(_LONGEST_SLEEP)
            except Exception as error:  # noqa: BLE001 - deliveries go on, whatever this was
                fact = failure_of(error, at=self._daemon.clock(), what="delivery", id="outbox")
                self._daemon.journal.write(fact)
                self._stopped.wait(_LONGEST_SLEEP)
            self._woken.wait(_BETWEEN_DELIVERIES)

    def _work_once(self) -> None:
        daemon = self._daemon
        # Where another process works the outbox, it is left to it.
        with Store.open(daemon.config.store, turns=True) as store, suppress(OutboxBusyError):
            for delivery, outcome in daemon.courier(store).work():
                if outcome.untried and delivery.error == outcome.error:
                    continue  # that was told when it was tried first
                with self._guard:
                    self._counts["delivered" if outcome.delivered else "not delivered"] += 1
                if self._stopped.is_set() and self._thread is threading.current_thread():
                    return
