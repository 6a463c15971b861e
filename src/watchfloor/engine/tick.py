"""Whatever is due by the clock, apart from visits and delivery attempts.

Alerts that nobody acknowledged go to the next of a rota, others rest, what was due and nothing was told of is
told as overdue, what was kept long enough is let go of.

Each is an order, in the log like every other. What was done is due no longer: to tick again does nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from types import MappingProxyType
from typing import Protocol

from watchfloor.config import Retention
from watchfloor.engine.decide.expiry import Expired, expire
from watchfloor.engine.orders.briefings import Briefer
from watchfloor.engine.orders.closer import ask_closely
from watchfloor.engine.orders.own_state import StateTeller
from watchfloor.engine.orders.rota import pass_on
from watchfloor.engine.overdue import tell_overdue
from watchfloor.engine.unusual import tell_unusual
from watchfloor.model import Alert, AlertState, Moment, Scope, as_moment
from watchfloor.store import Sources, Store
from watchfloor.watch import Watch

QUIET_AFTER = timedelta(days=14)  # without news; a correction or news wakes an alert that is quiet
CLOSED_AFTER = timedelta(days=90)  # of quiet: who was told so long ago reads the next alert
_BATCH = 200  # alerts that are written in one admission


_NO_SITUATIONS: Mapping[str, Scope] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """What was due: alerts that are quiet now, closed, or passed on to the next of a rota, what is told as
    overdue, of the floor to its operations channel, in briefings, and what was let go of; the shares that
    are written again without words that went, and what kept others from it.
    """

    quiet: int = 0
    closed: int = 0
    passed_on: int = 0
    told: int = 0
    briefed: int = 0
    overdue: int = 0
    unusual: int = 0
    expired: Expired
    shares: tuple[str, ...] = ()
    shares_failed: tuple[str, ...] = ()


class Cleaner(Protocol):
    """Takes words that went out of what was given to others."""

    def clean(self, store: Store, *, now: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the names of what is written again, and what kept the rest from it."""


def tick(
    store: Store,
    retention: Retention,
    *,
    now: str,
    watches: Sequence[Watch] = (),
    situations: Mapping[str, Scope] = _NO_SITUATIONS,
    state: StateTeller | None = None,
    briefings: Briefer | None = None,
    shares: Cleaner | None = None,
) -> Ticked:
    """Do all that is due by the clock at `now`; what an interrupted tick left, the next one does.

    `situations` are those that are to be held against their own past now, by name; `state` tells the
    operations channel how the floor is doing, `briefings` sends those that are due, `shares` takes words that
    went, here and since the last time, out of what partners were given.
    """
    passed_on = pass_on(store, watches, now=now)
    told = state.tell(store) if state is not None else 0
    ask_closely(store, now=now)
    briefed = briefings.give(store, now=now) if briefings is not None else 0
    overdue = tell_overdue(store, watches, now=now)
    unusual = tell_unusual(store, watches, situations, now=now)
    closed = _let(store, "quiet", "closed", before=_earlier(now, CLOSED_AFTER), now=now)
    quiet = _let(store, "open", "quiet", before=_earlier(now, QUIET_AFTER), now=now)
    expired = expire(store, retention, at=now)
    with store.turn():
        Sources(store).tidy(now)
    cleaned, failed = shares.clean(store, now=now) if shares is not None else ((), ())
    return Ticked(
        quiet=quiet,
        closed=closed,
        passed_on=passed_on,
        told=told,
        briefed=briefed,
        overdue=overdue,
        unusual=unusual,
        expired=expired,
        shares=cleaned,
        shares_failed=failed,
    )


def _let(store: Store, held: AlertState, become: AlertState, *, before: str, now: str) -> int:
    """Let alerts that were `held` in one state since before a moment become another; return how many."""
    count = 0
    last = store.sequence_at(before)
    due = iter(store.alerts(state=held, until=last)) if last else iter(())
    for batch in _batches(due):
        with (
            store.turn(),
            store.admission(arrived=now, kind="tick", what=f"{len(batch)} alerts are {become}") as admission,
        ):
            for alert in batch:
                if store.alert(alert.id) == alert:  # nobody wrote in between
                    count += admission.save_alert(replace(alert, state=become))
    return count


def _batches(due: Iterator[Alert]) -> Iterator[Sequence[Alert]]:
    while batch := list(islice(due, _BATCH)):
        yield batch


def _earlier(now: str, by: timedelta) -> Moment:
    return as_moment(datetime.fromisoformat(now) - by)
