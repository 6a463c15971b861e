"""How much there is of something, against what is usual."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HistoryMark = Literal["burst", "escalation", "de-escalation", "quiet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkReason:
    """Why something is more or less than usual: what there was, what is usual, and how rare chance does it.

    `first` and `last` are the days (ordinals) that are compared, `ids` the events that were counted in
    them. A burst and a silence count happenings; an escalation sums how hostile they are.
    """

    mark: HistoryMark
    first: int
    last: int
    found: float
    usual: float
    chance: float
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryState:
    """How a day stands against the days before: `days` of them were healthy, told by `outlets` then and now.

    `usual` is what such a day has; None where nothing can be said, which `baseline` tells.
    """

    day: int
    days: int
    outlets: int
    baseline: bool
    found: float = 0.0
    usual: float | None = None
    marks: tuple[MarkReason, ...] = ()

    def mark(self, name: HistoryMark) -> MarkReason | None:
        """Return why it is so marked; None where it is not."""
        return next((one for one in self.marks if one.mark == name), None)
