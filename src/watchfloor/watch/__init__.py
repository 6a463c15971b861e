"""Watching: changes -> alerts -> deliveries.

`read_watches` reads the rules of a folder or a file, `evaluate` gives the alerts that changes open or update,
`deliveries` makes the outbox rows of an alert, `deliver` carries one out and `settle` tells what follows.
Evaluating is pure: a change is seen once with its context, an alert is one for each watch and subject, and a
denial, a revised number or a withdrawal of what was alerted goes out as a correction. Only `deliver` acts.
"""

from watchfloor.watch.channels import (
    CHANNEL_KINDS,
    Channel,
    NetworkChannel,
    deliver,
    interrupted,
    read_channels,
    read_channels_apart,
)
from watchfloor.watch.evaluate import (
    ChangeContext,
    ChangeWords,
    admits,
    alert_id,
    context_of,
    corrects,
    evaluate,
)
from watchfloor.watch.payload import (
    AlertMessage,
    Quoted,
    asks_to_acknowledge,
    briefing_message,
    deliveries,
    digest_of,
    filled_digest,
    floor_state,
    message_text,
    passed_on,
    told_at,
    with_content,
    with_link,
)
from watchfloor.watch.retries import Outcome, Settled, settle
from watchfloor.watch.rules import Watch, WatchesRead, WatchPart, floor_names, floor_watches, read_watches

__all__ = [
    "CHANNEL_KINDS",
    "AlertMessage",
    "ChangeContext",
    "ChangeWords",
    "Channel",
    "NetworkChannel",
    "Outcome",
    "Quoted",
    "Settled",
    "Watch",
    "WatchPart",
    "WatchesRead",
    "admits",
    "alert_id",
    "asks_to_acknowledge",
    "briefing_message",
    "context_of",
    "corrects",
    "deliver",
    "deliveries",
    "digest_of",
    "evaluate",
    "filled_digest",
    "floor_names",
    "floor_state",
    "floor_watches",
    "interrupted",
    "message_text",
    "passed_on",
    "read_channels",
    "read_channels_apart",
    "read_watches",
    "settle",
    "told_at",
    "with_content",
    "with_link",
]
