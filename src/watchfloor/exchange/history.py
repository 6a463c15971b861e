"""How something stands against what is usual, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from watchfloor.model import HistoryMark, HistoryState, MarkReason

_BASELINE_DAYS = 28
_SAID: Mapping[HistoryMark, str] = {
    "burst": "BURST: {found:g} happenings on {last}, where {usual:g} are usual",
    "escalation": (
        "ESCALATION: {found:g} points of hostility from {first} to {last}, where {usual:g} are usual"
    ),
    "de-escalation": (
        "DE-ESCALATION: {found:g} points of hostility from {first} to {last}, where {usual:g} are usual"
    ),
    "quiet": "QUIET: {found:g} happenings from {first} to {last}, where {usual:g} are usual",
}


def state_lines(state: HistoryState) -> list[str]:
    """Return how a day stands as sentences."""
    if not state.baseline:
        days = f"{state.days} of {_BASELINE_DAYS} days"
        return [f"no baseline before four healthy weeks ({days}): nothing is called more or less than usual"]
    compared = f"by what {state.outlets} outlets tell that were read on most of {state.days} days before"
    if state.marks:
        return [*map(mark_line, state.marks), f"compared {compared}"]
    return [f"as usual: {state.found:g} happenings today, {state.usual:g} on such a day, {compared}"]


def mark_line(reason: MarkReason) -> str:
    """Return why something is more or less than usual."""
    said = _SAID[reason.mark].format(
        found=reason.found, usual=reason.usual, first=_written(reason.first), last=_written(reason.last)
    )
    return f"{said}; chance alone does that in {chance_said(reason.chance)}"


def chance_said(chance: float) -> str:
    """Return how rare something is: "1 of 40"."""
    return f"1 of {round(1 / chance):,}" if chance > 1e-6 else "less than 1 of 1,000,000"


def _written(day: int) -> str:
    return date.fromordinal(day).isoformat()
