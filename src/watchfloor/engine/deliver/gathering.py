"""What waited is told together: kept back by quiet hours or beyond a rate, as one digest of its channel.

Gathering is one transaction: a digest stands in the outbox with its messages within it, or none of it does. A
digest holds ids only; its words are those of its messages when it is sent, so that what was withheld
meanwhile is not in it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from watchfloor.model import Delivery, as_moment, instant_of
from watchfloor.store import Outbox, Store
from watchfloor.watch import Channel, NetworkChannel, digest_of

_SPAN = timedelta(hours=1)  # that `most_an_hour` is of
_CAN_WAIT = frozenset(("low", "medium"))


def gather(store: Store, channel: Channel, due: Sequence[Delivery], *, now: str) -> None:
    """Keep back what of `due` is beyond the rate of a channel; make one digest of what waited long enough.

    Of an alert that a digest would tell twice only the latest message is shown in it.
    """
    if not isinstance(channel, NetworkChannel):
        return  # a file and a feed are lists already
    outbox = Outbox(store)
    fresh = [row for row in due if row.state == "pending" and not row.attempts]
    waited = [row for row in fresh if row.held]
    if channel.most_an_hour is not None:
        urgent = (row for row in fresh if not row.held and level_of(row) in _CAN_WAIT)
        _hold_beyond(store, channel.name, channel.most_an_hour, list(urgent), now=now)
    if len(waited) > 1:
        with store.turn():
            outbox.gather(digest_of(channel.name, waited, now=now), [row.id for row in waited])


def _hold_beyond(store: Store, channel: str, most: int, rows: Sequence[Delivery], *, now: str) -> None:
    """Keep back what goes beyond `most` within an hour, until that hour is over."""
    outbox = Outbox(store)
    since = as_moment(instant_of(now) - _SPAN)
    sent = outbox.sent_since(channel, since)
    beyond = rows[max(0, most - len(sent)) :]
    if beyond:
        until = as_moment(instant_of(sent[0] if sent else now) + _SPAN)
        with store.turn():
            outbox.hold([row.id for row in beyond], due=until, why="rate")


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
