"""Carrying out one try of a delivery. The only act of this stage."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from watchfloor.disclosure import Disclosed
from watchfloor.errors import DeliveryError, RefusedAddressError
from watchfloor.model import Delivery
from watchfloor.network import Client
from watchfloor.watch.channels.contract import Channel, SettingError
from watchfloor.watch.retries import Outcome

ActionClock = Callable[[], datetime]


def deliver(
    disclosed: Disclosed[Delivery], channel: Channel, *, clock: ActionClock, client: Client | None = None
) -> Outcome:
    """Carry out one try of a delivery and return what came of it; `clock` gives the time (with zone).

    A failure that can be foreseen is an outcome that the outbox records.
    """
    delivery = disclosed.value
    if not delivery.payload:
        return Outcome(error="its words were withheld; there is nothing to send", retry=False)
    base = client or Client()
    guarded = replace(base, guard=replace(base.guard, allow=channel.networks))
    try:
        return channel.send(delivery, clock(), guarded)
    except (SettingError, RefusedAddressError) as error:
        return Outcome(error=str(error), retry=False, untried=True)
    except DeliveryError as error:
        return Outcome(error=str(error), retry=error.retry, uncertain=error.uncertain)


def interrupted(disclosed: Disclosed[Delivery], channel: Channel) -> Outcome:
    """Return what to make of a try that was broken off."""
    return channel.interrupted(disclosed.value)
