"""What is sent, and what becomes of what was not: deliveries and their channels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.errors import ConfigError, DeliveryError, UsageError, nearest
from watchfloor.model import Delivery, Principal
from watchfloor.permissions import Action, require
from watchfloor.store import Outbox, Store, SwitchedOff
from watchfloor.store.outbox import OPEN

if TYPE_CHECKING:
    from watchfloor.engine.deliver.outbox import Channels
    from watchfloor.watch import Outcome

__all__ = ["ChannelState", "Decided", "DueDelivery", "KeptBack", "OutboxDesk", "Outcome"]

_PATIENCE = 10.0  # seconds to wait for another process that works the outbox
_UNSENT = ("pending", "failed", "dead")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """A channel that is switched off, since when and why, and how many deliveries are kept for it."""

    off: SwitchedOff
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """A delivery as it would be sent, its words as a reader has them, and what is in the way of it."""

    delivery: Delivery
    words: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelState:
    """How a channel stands: "on", "off" or "broken", what waits for it, and what is wrong with it."""

    name: str
    kind: str
    state: str
    waiting: int
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """Deliveries that somebody meant, and the ids of those whose state allowed what was asked."""

    meant: Sequence[Delivery]
    done: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxDesk:
    """The outbox of a floor as people use it; secrets of channels stand in `environment`."""

    config: Config
    clock: Callable[[], str]
    environment: Mapping[str, str]

    def deliver(self, principal: Principal) -> Iterator[tuple[Delivery, Outcome]]:
        """Send what is due, and what a setting was in the way of; yield what came of each once it is kept."""
        require(principal, Action.DELIVER)
        return self._deliver()

    def due(self, principal: Principal) -> list[DueDelivery]:
        """Return what would be sent now, each as its receivers would have it; nothing is sent or kept."""
        require(principal, Action.DELIVER)
        from watchfloor.engine.deliver.links import shown_links
        from watchfloor.engine.deliver.outbox import in_turn, planned, trouble
        from watchfloor.engine.deliver.outgoing import outgoing
        from watchfloor.watch import Channel, message_text
        from watchfloor.watch.channels.contract import data_of

        channels, now, links = self._channels(), self.clock(), shown_links(self.config)
        with Store.open(self.config.store) as store:
            rows, within = planned(store, channels, Outbox(store).due(now), now=now)
            found = []
            for row in in_turn(rows):
                channel = channels.get(row.channel)
                if not isinstance(channel, Channel):
                    found.append(DueDelivery(delivery=row, trouble=trouble(row.channel, channel)))
                    continue
                sent = outgoing(store, row, channel, links, within=within.get(row.id)).value
                try:
                    words = message_text(data_of(sent), datetime.fromisoformat(now))
                except DeliveryError as error:
                    found.append(DueDelivery(delivery=sent, trouble=str(error)))
                else:
                    found.append(DueDelivery(delivery=sent, words=words))
        return found

    def _deliver(self) -> Iterator[tuple[Delivery, Outcome]]:
        from watchfloor.engine.deliver.links import floor_links
        from watchfloor.engine.deliver.outbox import Courier
        from watchfloor.journal import FileJournal

        with Store.open(self.config.store, turns=True) as store:
            courier = Courier(
                store=store,
                channels=self._channels(),
                clock=lambda: datetime.fromisoformat(self.clock()),
                journal=FileJournal(self.config.folder),
                links=floor_links(self.config),
            )
            with store.turn():
                Outbox(store).hasten(at=self.clock())
            yield from courier.work(wait_seconds=_PATIENCE)

    def deliveries(self, principal: Principal, *, every: bool = False) -> list[Delivery]:
        """Return what is waiting, in doubt or given up; with `every`, also what was sent or dropped."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return [row for row in store.deliveries() if every or row.state in OPEN]

    def kept_back(self, principal: Principal) -> list[KeptBack]:
        """Return the switched-off channels that have deliveries waiting."""
        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            outbox = Outbox(store)
            kept = [
                KeptBack(off=off, count=outbox.kept_for(off.name)) for off in outbox.switched_off().values()
            ]
        return [one for one in kept if one.count]

    def retry(self, principal: Principal, ids: Sequence[str] = (), *, channel: str | None = None) -> Decided:
        """Let deliveries be tried anew; of a channel, those that failed or were given up."""
        require(principal, Action.DELIVER)
        with Store.open(self.config.store, write=True) as store:
            meant = _meant(store, ids, channel, _UNSENT)
            done = Outbox(store).retry([row.id for row in meant], at=self.clock())
        return Decided(meant=meant, done=done)

    def drop(self, principal: Principal, ids: Sequence[str] = (), *, channel: str | None = None) -> Decided:
        """Let deliveries never be sent; of a channel, those that were not."""
        require(principal, Action.DELIVER)
        with Store.open(self.config.store, write=True) as store:
            meant = _meant(store, ids, channel, (*_UNSENT, "uncertain"))
            done = Outbox(store).drop([row.id for row in meant])
        return Decided(meant=meant, done=done)

    def channels(self, principal: Principal) -> list[ChannelState]:
        """Return how the channels of watchfloor.toml stand, and those that were and something waits for."""
        require(principal, Action.READ)
        channels = self._channels()
        with Store.open(self.config.store) as store:
            outbox = Outbox(store)
            off = outbox.switched_off()
            waiting = {name: outbox.kept_for(name) for name in (*channels, *off)}
        return [_state(name, count, channels, off) for name, count in waiting.items()]

    def test_channel(self, principal: Principal, name: str) -> Outcome:
        """Send a message that tells of nothing on a channel, and return what came of it; nothing is kept."""
        require(principal, Action.USE_CHANNEL)
        from watchfloor.disclosure import disclose_delivery
        from watchfloor.model import SituationReport
        from watchfloor.watch import deliver

        self._refuse_unknown(name)
        channel = self._channels()[name]
        if isinstance(channel, ConfigError):
            raise channel
        told = disclose_delivery(channel.test_message(self.clock()), SituationReport(), channel.audience)
        return deliver(told, channel, clock=lambda: datetime.fromisoformat(self.clock()))

    def switch_on(self, principal: Principal, name: str) -> tuple[bool, int]:
        """Send to a channel again; return whether it was off, and how many deliveries wait for it."""
        require(principal, Action.SET_CHANNEL)
        with Store.open(self.config.store, write=True) as store:
            outbox = Outbox(store)
            was_off = outbox.switch_on(name, at=self.clock())
            return was_off, outbox.kept_for(name)

    def switch_off(self, principal: Principal, name: str, *, reason: str) -> None:
        """Send nothing to a channel until it is switched on; what there is for it is kept."""
        require(principal, Action.SET_CHANNEL)
        self._refuse_unknown(name)
        with Store.open(self.config.store, write=True) as store:
            Outbox(store).switch_off(name, at=self.clock(), reason=reason)

    def _refuse_unknown(self, name: str) -> None:
        if name not in self.config.channels:
            remedy = nearest(name, self.config.channels) if self.config.channels else "none is named there"
            raise UsageError(
                f"there is no channel {name} in watchfloor.toml; {remedy}; see: watchfloor channels list"
            )

    def _channels(self) -> Channels:
        from watchfloor.watch import read_channels_apart

        return read_channels_apart(
            self.config.channels, folder=self.config.folder, environment=self.environment
        )


def _state(name: str, waiting: int, channels: Channels, off: Mapping[str, SwitchedOff]) -> ChannelState:
    held = channels.get(name)
    broken = isinstance(held, ConfigError)
    kind = "?" if held is None or isinstance(held, ConfigError) else held.kind
    state, trouble = "on", ""
    if broken:
        state, trouble = "broken", str(held)
    if name in off:
        state, trouble = "off", trouble or off[name].reason
    return ChannelState(name=name, kind=kind, state=state, waiting=waiting, trouble=trouble)


def _meant(store: Store, ids: Sequence[str], channel: str | None, states: Sequence[str]) -> list[Delivery]:
    """Return the deliveries with these ids, or those of a channel in one of `states`."""
    if bool(ids) == bool(channel):
        raise UsageError("name deliveries by their ids, or all of one channel with --channel NAME")
    held = {row.id: row for row in store.deliveries()}
    if channel:
        return [row for row in held.values() if row.channel == channel and row.state in states]
    for id_ in ids:
        if id_ not in held:
            raise UsageError(f"there is no delivery {id_}; list them with: watchfloor outbox list")
    return [held[id_] for id_ in dict.fromkeys(ids)]
