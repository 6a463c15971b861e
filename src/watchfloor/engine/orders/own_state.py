"""How the floor itself is doing: told to its operations channel as our state, never as an event.

Each trouble is told once when it begins and once when it is over. Whether it was told stands in the outbox,
so that a restart tells nothing twice.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from watchfloor.config import Config, Operations
from watchfloor.engine.answer.queries import ask
from watchfloor.engine.answer.situations import Situation, read_situations
from watchfloor.engine.answer.times import Clock
from watchfloor.engine.orders.outlets import sources_of
from watchfloor.model import AlertId, Delivery, Report, as_moment, digest, instant_of, to_the_minute
from watchfloor.store import HeldSource, Outbox, Sources, Store
from watchfloor.watch import floor_state

_TOLD_LATELY = timedelta(days=28)  # sources that told of a situation within it are those that it needs
_MOST_REPORTS = 300
_NAMED = 5  # sources that a message names
_STILL = 0.8  # of a share: a trouble that goes to and fro around it is one trouble
_FAILING = frozenset(("failing", "broken", "refused"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorTrouble:
    """Something that may be wrong with the floor: whether it is, and in what words it is told."""

    kind: str
    about: str = ""
    holds: bool
    words: str = ""

    def alert_id(self, channel: str) -> AlertId:
        """Return the id under which a channel is told of it, again and again."""
        return AlertId(digest("floor", self.kind, self.about, channel))


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTeller:
    """Tells the operations channel of a floor what is wrong with it; `clock` says when, and in what zone."""

    operations: Operations
    situations: Mapping[str, Situation] = field(default_factory=dict)
    clock: Clock

    def tell(self, store: Store) -> int:
        """Tell what began and what is over since it was told last; return how many messages that are."""
        with store.snapshot():
            told = [news for trouble in self._troubles(store) if (news := self._news(store, trouble))]
        for what, row in told:
            with store.turn(), store.admission(arrived=self._now, kind="tick", what=what) as admission:
                admission.save_delivery(row)
        return len(told)

    @property
    def _now(self) -> str:
        return as_moment(self.clock.now)

    def _news(self, store: Store, trouble: FloorTrouble) -> tuple[str, Delivery] | None:
        channel = self.operations.channel
        alert_id = trouble.alert_id(channel)
        if trouble.holds == _is_told(store, alert_id):
            return None
        begun = "begun" if trouble.holds else "over"
        words = (
            trouble.words if trouble.holds else f"over: {_NAMES[trouble.kind].format(about=trouble.about)}"
        )
        row = floor_state(alert_id, channel, words=words, state=begun, now=self._now)
        return f"{channel} is told of the floor: {trouble.kind} {begun}", row

    def _troubles(self, store: Store) -> Iterator[FloorTrouble]:
        active = [it for it in Sources(store).all() if not it.source.paused and it.health.status != "gone"]
        failing = [it for it in active if it.health.status in _FAILING]
        yield self._nothing_read(active)
        yield self._many_failing(store, active, failing)
        yield self._dying(store)
        for situation in self.situations.values():
            yield self._thin(store, situation, active, failing)

    def _nothing_read(self, active: Sequence[HeldSource]) -> FloorTrouble:
        last = max((it.health.read or it.source.added or "" for it in active), default="")
        waited = self.clock.now - instant_of(last) if last else timedelta(0)
        hours = f"{waited.total_seconds() / 3600:.0f} hours"
        return FloorTrouble(
            kind="unread",
            holds=waited >= timedelta(hours=self.operations.unread_hours),
            words=f"nothing was read for {hours}, since {_shown(last)}; {_count(active)} are followed",
        )

    def _many_failing(
        self, store: Store, active: Sequence[HeldSource], failing: Sequence[HeldSource]
    ) -> FloorTrouble:
        told = _is_told(store, FloorTrouble(kind="failing", holds=True).alert_id(self.operations.channel))
        least = self.operations.failing_share * (_STILL if told else 1)
        named = ", ".join(it.source.title or it.source.url for it in failing[:_NAMED])
        return FloorTrouble(
            kind="failing",
            holds=bool(failing) and len(failing) >= least * len(active),
            words=f"{len(failing)} of {_count(active)} fail: {named}{' …' if len(failing) > _NAMED else ''}",
        )

    def _dying(self, store: Store) -> FloorTrouble:
        own = self.operations.channel
        dead = [row for row in store.deliveries(state="dead") if row.channel != own and row.payload]
        off = [name for name in Outbox(store).switched_off() if name != own and Outbox(store).kept_for(name)]
        named = ", ".join(sorted({*(row.channel for row in dead), *off}))
        return FloorTrouble(
            kind="undelivered",
            holds=bool(dead or off),
            words=f"messages do not arrive on {named}; see: watchfloor outbox list",
        )

    def _thin(
        self,
        store: Store,
        situation: Situation,
        active: Sequence[HeldSource],
        failing: Sequence[HeldSource],
    ) -> FloorTrouble:
        needed = self._tellers(store, situation, active) if failing else []
        read = [it for it in needed if it not in failing]
        return FloorTrouble(
            kind="thin",
            about=situation.name,
            holds=len(read) < self.operations.situation_share * len(needed),
            words=f"situation {situation.name}: {len(read)} of {_count(needed)} that told of it are read",
        )

    def _tellers(self, store: Store, situation: Situation, active: Sequence[HeldSource]) -> list[HeldSource]:
        """Return the sources whose sites told of a situation lately."""
        scope = situation.scope(self.clock)
        found = ask(store, "reports", scope, limit=_MOST_REPORTS)
        since = as_moment(self.clock.now - _TOLD_LATELY)
        reports: list[Report] = [row.value for row in found.rows if row.known >= since]
        return sources_of(active, (it.url for report in reports for it in report.renditions))


_NAMES = {
    "unread": "something is read again",
    "failing": "most sources are read again",
    "undelivered": "nothing is left that did not arrive",
    "thin": "the sources of situation {about} are read again",
}


def _is_told(store: Store, alert_id: AlertId) -> bool:
    """Tell whether the last that was told of a trouble is that it began."""
    rows = store.deliveries(alert=alert_id)
    return bool(rows) and json.loads(rows[-1].payload)["data"]["state"] == "begun"


def _count(sources: Sequence[HeldSource]) -> str:
    return "1 source" if len(sources) == 1 else f"{len(sources)} sources"


def _shown(moment: str) -> str:
    return f"{to_the_minute(moment)} UTC"


def state_teller(config: Config, *, now: str) -> StateTeller | None:
    """Return what tells of a floor at a moment; None where it has no operations channel."""
    if config.operations is None:
        return None
    return StateTeller(
        operations=config.operations,
        situations=read_situations(config.folder).held,
        clock=Clock(instant_of(now), config.timezone),
    )
