"""What a kind of channel is: the settings that it takes, how they are checked, and how one try is made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from watchfloor.errors import DeliveryError
from watchfloor.model import Audience, Delivery
from watchfloor.network import Client, Network, read_networks
from watchfloor.settings import Strings
from watchfloor.watch.payload import Content, test_message
from watchfloor.watch.retries import Outcome

OUTSIDE = (Audience.partner, Audience.public)  # what is delivered leaves the floor, so never the desk
_OUTSIDE = f"one of {', '.join(OUTSIDE)}"

WrongSetting = tuple[str, str]  # a key, and what is wrong with its value, with the remedy


MessageCount = Annotated[int, msgspec.Meta(ge=1, description="a number of messages, from 1 up")]


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A place that alerts are delivered to. A kind of channel is a subclass: its fields are its settings.

    `audience` is what the receivers may see, `content` how much of that a message carries.
    """

    kind: ClassVar[str]  # the word that a channel's table has for it
    is_guarded: ClassVar[bool] = True  # whether it reaches the network through our client only

    name: str
    audience: Annotated[Audience, msgspec.Meta(description=_OUTSIDE)] = Audience.public
    content: Annotated[Content, msgspec.Meta(description="one of full, title, id")] = "full"

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with settings whose types are right."""
        yield from ()

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Carry out one try and return what came of it.

        `client` reaches the networks that the channel may reach, and no others. Raise DeliveryError for a
        failure that can be foreseen, SettingError where a person must mend a setting first.
        """
        raise NotImplementedError

    def interrupted(self, delivery: Delivery) -> Outcome:
        """Return what to make of a try that was broken off, so that nobody knows what came of it.

        A receiver that knows messages by their ids is sent it again.
        """
        return Outcome(error="the try was broken off")

    def test_message(self, at: str) -> Delivery:
        """Return a message that tries the channel and tells of nothing."""
        return test_message(self.name, at)

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks outside the public internet that the channel may reach."""
        return ()


class NetworkChannel(Channel, frozen=True, kw_only=True):
    """A channel whose receiver is reached over a network, perhaps one of ours.

    Messages that are not urgent and go beyond `most_an_hour` are told together, in a digest.
    """

    allow_network: Strings = ()
    most_an_hour: MessageCount | None = None

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with the networks."""
        try:
            read_networks(self.allow_network)
        except ValueError as error:
            yield "allow_network", f"allow_network: {error}; write networks as 10.2.0.0/16"

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks outside the public internet that the channel may reach."""
        return read_networks(self.allow_network)


class SettingError(DeliveryError):
    """A setting of the channel has to be mended before anything can be sent."""

    def __init__(self, channel: Channel, cause: str) -> None:
        super().__init__(f"channels.{channel.name}: {cause}", retry=False)


def bytes_of(delivery: Delivery) -> bytes:
    """Return the payload as it is sent; half a character in it becomes the sign for one that is unknown."""
    return delivery.payload.encode("utf-8", "replace")


def data_of(delivery: Delivery) -> dict[str, Any]:
    """Return what the message of a delivery tells; raise DeliveryError where it is withheld or broken."""
    try:
        body = json.loads(delivery.payload)
        data = body["data"]
    except (ValueError, KeyError, TypeError) as error:
        raise DeliveryError("the payload is withheld or broken; it cannot be sent", retry=False) from error
    return dict(data)
