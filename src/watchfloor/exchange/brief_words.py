"""The words of a brief and of what is new: moments, numbers, names, and what stands for a type or a state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from watchfloor.model import Bound, DueKind, Event, Missing, NewsKind, SeriesState
from watchfloor.plover import type_facts

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

ROLES: Mapping[str, str] = {
    "killed": "dead",
    "wounded": "hurt",
    "casualties": "dead or hurt",
    "displaced": "displaced",
    "protesting": "marching",
}
BEHIND_WHOM: Mapping[str, str] = {
    "casualties": ROLES["casualties"]
}  # "one man killed", "one man dead or hurt"
STATES: Mapping[SeriesState, str] = {
    "agreed": "",
    "rising": "rising",
    "disputed": "DISPUTED",
    "corrected": "corrected",
}
STATUS: Mapping[SeriesState, str] = {
    "agreed": "",
    "rising": "TOLL RISING",
    "disputed": "NUMBERS DISPUTED",
    "corrected": "NUMBERS CORRECTED",
}
BOUNDS: Mapping[Bound, str] = {"exact": "", "about": "about ", "at least": "at least ", "at most": "at most "}
MISSING: Mapping[Missing, str] = {
    "doer": "who did it",
    "place": "where",
    "day": "on which day",
    "killed": "how many are dead",
    "wounded": "how many are hurt",
    "missing": "how many are missing",
    "displaced": "how many had to leave",
    "start": "when it begins",
}
NEWS: Mapping[NewsKind, str] = {
    "happening": "NEW",
    "number": "UPDATED",
    "told by more": "TOLD BY MORE",
    "denied": "DENIED BY",
    "edited": "EDITED BY",
    "withdrawn": "WITHDRAWN BY",
    "misread": "OUR MISREADING",
    "rejected": "OUR MISREADING",
    "moved": "MOVED",
    "called off": "CALLED OFF",
    "overdue": "OVERDUE",
    "decided": "DECIDED BY",
    "contradicted": "NEWER THAN WHAT WAS DECIDED BY",
    "ours is behind": "OURS IS BEHIND",
}
DUE_NAMES: Mapping[DueKind, str] = {"hearing": "in court"}  # where a list names the kind; else as it is
DUE: Mapping[DueKind, str] = {
    "planned": "",
    "ultimatum": "ultimatum: ",
    "deadline": "deadline: ",
    "hearing": "in court: ",
    "vote": "vote: ",
    "expiry": "until then: ",
    "curfew": "curfew: ",
}
# What a story is called by the mode of its lead, where the word for the type says too little.
_CALLED_BY_MODE: Mapping[str, str] = {
    "arrest": "ARREST",
    "convict": "VERDICT",
    "deport": "DEPORTATION",
    "confiscate": "SEIZURE",
    "seize": "SEIZURE",
    "abduct": "ABDUCTION",
    "release": "RELEASE",
    "riot": "RIOT",
    "resign": "RESIGNATION",
    "martial-law": "MARTIAL LAW",
    "investigate": "INVESTIGATION",
    "allege": "ACCUSATION",
}
_MODALITIES: Mapping[str, str] = {
    "actual": "REPORTED",
    "alleged": "ALLEGED",
    "planned": "PLANNED",
    "threatened": "THREATENED",
    "conditional": "POSSIBLE",
    "requested": "ASKED FOR",
    "failed": "FAILED",
}


def called(event: Event | None) -> str:
    """Return what a story is called by what leads it."""
    if event is None:
        return "STORY"
    if event.type == "DISASTER" and event.mode:
        return event.mode.upper()
    return _CALLED_BY_MODE.get(event.mode or "") or type_facts(event.type).heading


def status(event: Event | None) -> str:
    """Return how a happening is told: reported, planned, denied."""
    if event is None:
        return "REPORTED"
    return "TOLD AS NOT SO" if event.polarity == "negated" else _MODALITIES[event.modality]


def role_word(role: str, scope: str | None = None) -> str:
    """Return what is counted: "dead", "arrested in Hama"."""
    word = ROLES.get(role, role)
    return f"{word} in {scope}" if scope else word


def number(value: float) -> str:
    """Return a number as people write it."""
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def day_words(day: str) -> str:
    """Return a day: "Tue 10 Mar 2026"; what is no day as it is."""
    try:
        at = date.fromisoformat(day[:10])
    except ValueError:
        return day
    if len(day) < len("2026-01-01"):
        return day
    return f"{_WEEKDAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"


def moment_words(moment: str) -> str:
    """Return a moment in short: "Tue 10 Mar 13:40"; a day without its hour."""
    day = day_words(moment).rpartition(" ")[0] or moment
    return f"{day} {moment[11:16]}" if len(moment) > len("2026-01-01") else day
