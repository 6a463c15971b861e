"""What follows a try: delivered, tried again at a later moment, in doubt, or given up. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta

from watchfloor.model import Delivery, Moment, as_moment, instant_of

# Seconds between tries: the schedule that Standard Webhooks recommends, about three days in all.
SCHEDULE = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
_JITTER = 0.2  # of the wait, at most: deliveries that failed together do not come back together
_MENDED_AFTER = 300.0  # seconds after which a setting that has to be mended is looked at again
_LONGEST_WAIT = 86_400  # seconds; what a receiver asks for beyond is not heeded


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one try.

    `wait` is what the receiver asked for (Retry-After, seconds); `uncertain` that it may have the message;
    `gone` that it wants nothing more, ever; `untried` that a setting has to be mended before it can be tried.
    """

    delivered: bool = False
    error: str | None = None
    retry: bool = True
    uncertain: bool = False
    gone: bool = False
    untried: bool = False
    wait: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The row of the outbox after a try, and whether its channel is to be switched off."""

    delivery: Delivery
    disable_channel: bool = False


def settle(delivery: Delivery, outcome: Outcome, now: str) -> Settled:
    """Return what becomes of `delivery` after a try at `now` (ISO 8601, UTC) that ended as `outcome`.

    What is in doubt is not sent again by itself: a second mail is worse than a question to the receiver. What
    a receiver that is gone did not take is kept for when its channel is turned on again; what could not be
    tried waits as it did.
    """
    if outcome.untried:
        return Settled(delivery=replace(delivery, error=outcome.error, due=_later(now, _MENDED_AFTER)))
    tried = replace(delivery, attempts=delivery.attempts + 1, error=outcome.error, due=None)
    if outcome.delivered:
        return Settled(delivery=replace(tried, state="delivered", error=None))
    if outcome.uncertain:
        return Settled(delivery=replace(tried, state="uncertain"))
    if outcome.gone:
        return Settled(delivery=replace(tried, state="failed"), disable_channel=True)
    if not outcome.retry or tried.attempts > len(SCHEDULE):
        return Settled(delivery=replace(tried, state="dead"))
    wait = wait_after(delivery.id, tried.attempts, outcome.wait)
    return Settled(delivery=replace(tried, state="failed", due=_later(now, wait)))


def wait_after(delivery_id: str, attempts: int, asked: float | None = None) -> float:
    """Return the seconds to wait after so many tries: the schedule, longer where asked, and a fixed jitter.

    The jitter is a share of the wait that the id and the number of the try decide, so that a replay gives the
    same moments.
    """
    planned = float(SCHEDULE[min(attempts, len(SCHEDULE)) - 1])
    base = max(planned, min(asked or 0.0, _LONGEST_WAIT))
    seed = hashlib.sha256(f"{delivery_id}\0{attempts}".encode()).digest()
    return round(base * (1 + _JITTER * int.from_bytes(seed[:4], "big") / 2**32), 3)


def _later(now: str, seconds: float) -> Moment:
    return as_moment(instant_of(now) + timedelta(seconds=seconds), "microseconds")
