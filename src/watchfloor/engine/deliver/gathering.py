"""What waited is told together: kept back by quiet hours or beyond a rate, as one digest of its channel.

Gathering is one transaction: a digest stands in the outbox with its messages within it, or none of it does. A
digest holds ids only; its words are those of its messages when it is sent, so that what was withheld
meanwhile is not in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from watchfloor.model import Delivery, Moment, as_moment, instant_of
from watchfloor.store import Outbox, Store
from watchfloor.watch import Channel, NetworkChannel, digest_of

_SPAN = timedelta(hours=1)  # that `most_an_hour` is of
_CAN_WAIT = frozenset(("low", "medium"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What is told together of what is due on a channel: `within` goes out as `digest`, and `beyond` waits
    `until` the hour of the channel's rate is over.
    """

    digest: Delivery | None = None
    within: Sequence[Delivery] = ()
    beyond: Sequence[Delivery] = ()
    until: Moment | None = None


def gathering_of(store: Store, channel: Channel, due: Sequence[Delivery], *, now: str) -> Gathering:
    """Return what of `due` waits beyond the rate of a channel, and what waited long enough: one digest.

    Of an alert that a digest would tell twice only the latest message is shown in it.
    """
    if not isinstance(channel, NetworkChannel):
        return Gathering()  # a file and a feed are lists already
    fresh = [row for row in due if row.state == "pending" and not row.attempts]
    waited = [row for row in fresh if row.held]
    beyond, until = _beyond(store, channel, fresh, now=now)
    if len(waited) < 2:
        waited = []
    digest = digest_of(channel.name, waited, now=now) if waited else None
    return Gathering(digest=digest, within=waited, beyond=beyond, until=until)


def gather(store: Store, channel: Channel, due: Sequence[Delivery], *, now: str) -> None:
    """Keep back and put together what is due on a channel, as `gathering_of` says."""
    found, outbox = gathering_of(store, channel, due, now=now), Outbox(store)
    if found.beyond and found.until is not None:
        with store.turn():
            outbox.hold([row.id for row in found.beyond], due=found.until, why="rate")
    if found.digest is not None:
        with store.turn():
            outbox.gather(found.digest, [row.id for row in found.within])


def _beyond(
    store: Store, channel: NetworkChannel, fresh: Sequence[Delivery], *, now: str
) -> tuple[Sequence[Delivery], Moment | None]:
    """Return what goes beyond the most that a channel is sent within an hour, and when that hour is over."""
    if channel.most_an_hour is None:
        return (), None
    sent = Outbox(store).sent_since(channel.name, as_moment(instant_of(now) - _SPAN))
    rows = [row for row in fresh if not row.held and level_of(row) in _CAN_WAIT]
    until = as_moment(instant_of(sent[0] if sent else now) + _SPAN)
    return rows[max(0, channel.most_an_hour - len(sent)) :], until


def level_of(delivery: Delivery) -> str:
    """Return the level of what a message tells; "" where its words are gone."""
    try:
        return str(json.loads(delivery.payload)["data"]["level"])
    except (ValueError, KeyError, TypeError):
        return ""


def by_channel(rows: Sequence[Delivery]) -> dict[str, list[Delivery]]:
    """Return deliveries by their channel, each in its order."""
    found: defaultdict[str, list[Delivery]] = defaultdict(list)
    for row in rows:
        found[row.channel].append(row)
    return dict(found)
