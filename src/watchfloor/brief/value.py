"""News value: what puts stories in order."""

from __future__ import annotations

import math
from datetime import datetime

from watchfloor.brief.material import Material, published
from watchfloor.model import EventType
from watchfloor.plover import type_facts

_HALVED_HOURS = 24.0
_SCOOP = 0.5  # of a single text with a strong lead, as long as it is fresh: news begins local
_SCOOP_HOURS = 72.0


def types_of_scoops() -> tuple[EventType, ...]:
    """Return the types that a single fresh text with a strong lead is weighed up for."""
    return tuple(kind for kind in EventType if type_facts(kind).scoop)


def news_value(material: Material, moment: str) -> float:
    """Return the separately written texts of a story, halved for every 24 hours since its last new fact.

    A new fact is a text that nobody had written before. A single local scoop with a strong lead does not fall
    below a floor while it is fresh.
    """
    newest = max((published(reading.report) for reading in material.originals), default="")
    lead = material.lead
    forceful = lead is not None and type_facts(lead.type).scoop and lead.grade == "strong"
    return value_of(len(material.originals), newest, moment, is_forceful=forceful)


def value_of(origins: int, newest: str, moment: str, *, is_forceful: bool, fits: bool = False) -> float:
    """Return the news value of `origins` separate texts; it halves every 24 hours after `newest`.

    It is doubled where it `fits` what the asker follows.
    """
    hours = hours_between(newest, moment) if newest and moment else 0.0
    value = origins * math.pow(0.5, hours / _HALVED_HOURS)
    if is_forceful and hours <= _SCOOP_HOURS:
        value = max(value, _SCOOP)
    return round(value * (2 if fits else 1), 3)


def hours_between(earlier: str, later: str) -> float:
    """Return the hours from one moment to another, none where the second is not later."""
    gap = _moment(later) - _moment(earlier)
    return max(gap.total_seconds() / 3600, 0.0)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text[:10] + (text[10:16] if len(text) > 10 else "T00:00"))
