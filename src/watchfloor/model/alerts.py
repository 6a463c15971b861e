"""Alerts and their deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import msgspec

from watchfloor.model.changes import ChangeType, Subject
from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import AlertId, ChangeId
from watchfloor.model.reasons import Reason, ReasonCode

LEVELS = ("low", "medium", "high")  # of an alert, by how little it can wait
AlertState = Literal["open", "quiet", "closed"]  # quiet: nothing new for long, woken by news or a correction

DeliveryState = Literal[
    "pending", "trying", "delivered", "failed", "uncertain", "dead", "dropped", "gathered"
]
Held = Literal["quiet hours", "rate"]


def urgency(level: str) -> int:
    """Return how little what is of a level can wait; what has none of them is as the one in the middle."""
    return LEVELS.index(level if level in LEVELS else "medium")


class Fired(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="fired"):
    """A change that a watch asks for: of what, told by how many origins, and what the watch asks."""

    change: ChangeType
    kind: str
    event_type: str | None = None
    origins: int = 1
    watch: str
    asks: str = ""


Chase = Literal["updated", "disputed", "denied", "corrected", "withdrawn", "misread", "decided"]

# What each change is that alters what somebody was told: a rising toll is an update, a denial is a denial.
_CHASES: Mapping[ChangeType, Chase] = {
    "denied": "denied",
    "number revised": "updated",
    "number disputed": "disputed",
    "withdrawn": "withdrawn",
    "revised": "corrected",
    "decided": "decided",
    "rejected": "misread",
    "reread": "misread",
    "merged": "misread",
    "split": "misread",
}
_CORRECTIONS: frozenset[Chase] = frozenset({"corrected", "withdrawn", "misread", "decided"})


class Corrected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="corrected"):
    """A change that alters what somebody was told, why, and by whose words: a claimant's, an outlet's."""

    change: ChangeType
    before: str | None = None
    after: str | None = None
    cause: Reason
    by: str | None = None

    @property
    def chase(self) -> Chase:
        """What kind of news this is for those who were told before: denied, corrected, updated and so on."""
        if self.cause.code is ReasonCode.NUMBER_CORRECTED:
            return "corrected"
        return _CHASES.get(self.change, "updated")


class Recorded(msgspec.Struct, frozen=True, kw_only=True, tag="recorded"):
    """Why an alert was opened or altered, in the words of an older version that no record stands for."""

    words: str


AlertReason = Fired | Corrected | Recorded


class Acknowledgement(msgspec.Struct, frozen=True, kw_only=True):
    """Who has seen to an alert, and when."""

    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A watch that fired for one event or story; updated in place.

    `correction` tells that what was known last alters what somebody was told. Of a watch with a rota `asked`
    is since when the last of it who was told is waited for, and `acknowledged` who saw it. What somebody
    `dismissed` is closed until news or a correction wakes it.
    """

    id: AlertId
    watch: str
    about: Subject
    state: AlertState
    level: str
    opened: str
    updated: str
    changes: tuple[ChangeId, ...]
    reasons: tuple[AlertReason, ...]
    correction: bool = False
    asked: str | None = None
    acknowledged: Acknowledgement | None = None
    dismissed: Acknowledgement | None = None
    handling: Handling = OPEN

    @property
    def is_live(self) -> bool:
        """Whether news or a correction alters it; what rested so long that it is closed stays as it is."""
        return self.state != "closed" or self.dismissed is not None

    @property
    def chase(self) -> Chase | None:
        """What the last news of it is for whoever was told before; None where it only tells more."""
        told = (reason.chase for reason in self.reasons if isinstance(reason, Corrected))
        return next(told, None) if self.correction else None

    @property
    def corrects(self) -> bool:
        """Whether what was told does not stand: by an outlet's act, by the desk's, or by our own fault."""
        if not self.correction:
            return False
        told = [reason.chase for reason in self.reasons if isinstance(reason, Corrected)]
        return not told or not _CORRECTIONS.isdisjoint(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One action of one alert on one channel: a row of the outbox.

    `payload` is the JSON body as it will be sent; `due` the moment of the next try. What is `held` back until
    then is told with whatever else is; one that is "gathered" is told by the delivery `within` which it is.
    """

    id: str
    alert: AlertId
    channel: str
    payload: str
    state: DeliveryState = "pending"
    attempts: int = 0
    due: str | None = None
    error: str | None = None
    held: Held | None = None
    within: str | None = None

    @property
    def is_digest(self) -> bool:
        """Whether it tells of other deliveries."""
        return self.alert == self.id
