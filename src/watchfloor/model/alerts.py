"""Alerts and their deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import msgspec

from watchfloor.model.changes import ChangeType, Subject
from watchfloor.model.reasons import Reason

AlertState = Literal["open", "quiet", "closed"]  # quiet: nothing new for long, woken by news or a correction

DeliveryState = Literal["pending", "trying", "delivered", "failed", "uncertain", "dead", "dropped"]


class Fired(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="fired"):
    """A change that a watch asks for: of what, told by how many origins, and what the watch asks."""

    change: ChangeType
    kind: str
    event_type: str | None = None
    origins: int = 1
    watch: str
    asks: str = ""


class Corrected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="corrected"):
    """A change that alters what somebody was told, and why."""

    change: ChangeType
    before: str | None = None
    after: str | None = None
    cause: Reason


class Recorded(msgspec.Struct, frozen=True, kw_only=True, tag="recorded"):
    """Why an alert was opened or altered, in the words of an older version that no record stands for."""

    words: str


AlertReason = Fired | Corrected | Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A watch that fired for one event or story; updated in place."""

    id: str
    watch: str
    about: Subject
    state: AlertState
    level: str
    opened: str
    updated: str
    changes: tuple[str, ...]
    reasons: tuple[AlertReason, ...]
    correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One action of one alert on one channel: a row of the outbox.

    `payload` is the JSON body as it will be sent; `due` the moment of the next try.
    """

    id: str
    alert: str
    channel: str
    payload: str
    state: DeliveryState = "pending"
    attempts: int = 0
    due: str | None = None
    error: str | None = None
