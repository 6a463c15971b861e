"""Alerts and their deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model.changes import Subject

AlertState = Literal["open", "quiet", "closed"]  # quiet: nothing new for long, woken by news or a correction

DeliveryState = Literal["pending", "trying", "delivered", "failed", "uncertain", "dead", "dropped"]


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
    reason: str
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
