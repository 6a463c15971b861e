"""The work of the outbox: claim, send, record. The floor is held for the first and the last only.

A claim is written before anything is sent. What is found claimed later was perhaps sent: a webhook is sent
again under the same id, by which receivers know it, a file is looked into, and a mail is left in doubt.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from watchfloor.disclosure import Disclosed
from watchfloor.engine.deliver.gathering import Gathering, by_channel, gather, gathering_of
from watchfloor.engine.deliver.links import Links
from watchfloor.engine.deliver.outgoing import outgoing
from watchfloor.errors import ConfigError, FloorLockedError
from watchfloor.journal import DeliveryTried, Journal, NoJournal, failure_of, slow
from watchfloor.model import Delivery, Moment, as_moment
from watchfloor.network import Client
from watchfloor.store import Outbox, Store
from watchfloor.watch import Channel, Outcome, deliver, interrupted, settle

Channels = Mapping[str, Channel | ConfigError]  # a channel that cannot be read stands with its error

_LOCK = "outbox"
_SLOW = 5.0  # seconds; a receiver that failed after so long is left alone until the outbox is worked again


class OutboxBusyError(FloorLockedError):
    """Another process works the outbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Courier:
    """Carries out what is due. `client` is what sends; None for the one of each channel's kind.

    `links` makes the links that alerts are acknowledged by, where the floor has a page.
    """

    store: Store
    channels: Channels
    clock: Callable[[], datetime]
    journal: Journal = field(default_factory=NoJournal)
    client: Client | None = None
    links: Links | None = None

    def work(self, *, wait_seconds: float = 0.0) -> Iterator[tuple[Delivery, Outcome]]:
        """Try every delivery that is due, each channel in turn, and yield what came of each once it is kept.

        Raise OutboxBusyError where another process is at it.
        """
        outbox = Outbox(self.store)
        with self._alone(wait_seconds):
            self._settle_left_over(outbox)
            self._gather(outbox)
            left_alone: set[str] = set()
            for delivery in in_turn(outbox.due(self._now())):
                if delivery.channel in left_alone:
                    continue
                began = time.monotonic()
                outcome = self._tried(outbox, delivery)
                if outcome is None:
                    continue
                if outcome.gone or (not outcome.delivered and time.monotonic() - began > _SLOW):
                    left_alone.add(delivery.channel)
                yield delivery, outcome

    def _tried(self, outbox: Outbox, delivery: Delivery) -> Outcome | None:
        """Return what came of a try; None where the delivery is not to be made any more."""
        channel = self.channels.get(delivery.channel)
        if not isinstance(channel, Channel):
            return self._untried(outbox, delivery, trouble(delivery.channel, channel))
        with self.store.turn():
            if not outbox.claim(delivery.id, at=self._now()):
                return None
        began = time.monotonic()
        try:
            told = outgoing(self.store, delivery, channel, self.links)
            outcome = deliver(told, channel, clock=self.clock, client=self.client)
        except Exception as error:  # noqa: BLE001 - whatever one receiver does to us costs this try only
            self.journal.write(failure_of(error, at=self._now(), what="delivery", id=delivery.id))
            outcome = Outcome(error=f"sending failed: {type(error).__name__}; see journal.jsonl")
        self._record(outbox, delivery, outcome, began)
        return outcome

    def _record(self, outbox: Outbox, delivery: Delivery, outcome: Outcome, began: float) -> None:
        now = self._now()
        settled = settle(delivery, outcome, now)
        row = settled.delivery
        with self.store.turn():
            if outcome.untried:
                outbox.give_back(row)
            else:
                outbox.record(row, at=now, switch_off=outcome.error if settled.disable_channel else None)
        self.journal.write(
            DeliveryTried(
                at=now,
                delivery=row.id,
                channel=row.channel,
                state=row.state,
                error=outcome.error,
                seconds=round(time.monotonic() - began, 3),
            )
        )
        if fact := slow("delivery", row.id, began, at=now):
            self.journal.write(fact)

    def _untried(self, outbox: Outbox, delivery: Delivery, cause: str) -> Outcome:
        if delivery.error != cause:
            with self.store.turn():
                outbox.note(delivery.id, cause)
        return Outcome(error=cause, untried=True)

    def _gather(self, outbox: Outbox) -> None:
        """Put together what waited for the same channel."""
        for name, rows in by_channel(outbox.due(self._now())).items():
            channel = self.channels.get(name)
            if isinstance(channel, Channel):
                gather(self.store, channel, rows, now=self._now())

    def _settle_left_over(self, outbox: Outbox) -> None:
        """Decide what becomes of tries whose outcome nobody wrote down, of channels that can be read."""
        for delivery in outbox.left_over():
            channel = self.channels.get(delivery.channel)
            if isinstance(channel, Channel):
                with self.store.turn():
                    outbox.record(
                        _left_over(delivery, outgoing(self.store, delivery, channel), channel), at=self._now()
                    )

    def _now(self) -> Moment:
        return as_moment(self.clock())

    @contextmanager
    def _alone(self, wait_seconds: float) -> Iterator[None]:
        """Let no other process work the outbox: what it is trying looks like what was left over."""
        lock = self.store.lock(_LOCK)
        try:
            lock.acquire(wait_seconds)
        except FloorLockedError as error:
            raise OutboxBusyError(
                f"{lock.holder()} is sending what the outbox of {self.store.where} holds; "
                "leave it to it, or stop it first"
            ) from error
        try:
            yield
        finally:
            lock.release()


def _left_over(delivery: Delivery, sent: Disclosed[Delivery], channel: Channel) -> Delivery:
    """Return what becomes of a try that was broken off, by what is known of such channels."""
    outcome = interrupted(sent, channel)
    if outcome.delivered:
        return replace(delivery, state="delivered", due=None, error=None)
    return replace(
        delivery, state="uncertain" if outcome.uncertain else "failed", due=None, error=outcome.error
    )


def trouble(name: str, channel: ConfigError | None) -> str:
    """Return what is in the way of a channel that cannot be read, or that no setting names."""
    if channel is not None:
        return str(channel)
    return (
        f"no channel {name!r} in watchfloor.toml; add it, or drop what waits for it: "
        f"watchfloor outbox drop --channel {name}"
    )


def planned(
    store: Store, channels: Channels, due: Sequence[Delivery], *, now: str
) -> tuple[list[Delivery], Mapping[str, Sequence[Delivery]]]:
    """Return what would be sent of what is due, and what is within the digests of it; nothing is written."""
    found, within = [], {}
    for name, rows in by_channel(due).items():
        channel = channels.get(name)
        made = gathering_of(store, channel, rows, now=now) if isinstance(channel, Channel) else Gathering()
        waits = {row.id for row in (*made.beyond, *made.within)}
        found += [row for row in rows if row.id not in waits]
        if made.digest is not None:
            found.append(made.digest)
            within[made.digest.id] = made.within
    return found, within


def in_turn(due: Sequence[Delivery]) -> list[Delivery]:
    """Return deliveries so that channels take turns, each in its own order: a dead one holds up no other."""
    seen: Counter[str] = Counter()
    placed = []
    for position, delivery in enumerate(due):
        placed.append((seen[delivery.channel], position, delivery))
        seen[delivery.channel] += 1
    return [delivery for _, _, delivery in sorted(placed, key=lambda it: it[:2])]
