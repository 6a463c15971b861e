"""Codes of the machine -> the words that people have for them; the code stands beside them on hover."""

from __future__ import annotations

import re
from functools import cache

from watchfloor.gazetteer import country_name
from watchfloor.model import EventType
from watchfloor.plover import type_facts


def type_choices() -> list[tuple[str, str]]:
    """Return the types of events in plain words, each with its code, in the order of their words."""
    return sorted((type_facts(it).heading.lower(), it.value) for it in EventType)


def in_plain_words(told: str) -> str:
    """Return what is told with the types of events as they are called: "no event fits this protest"."""
    return _codes().sub(lambda found: type_facts(EventType(found[0])).heading.lower(), told)


def land(code: str | None) -> str:
    """Return the name of a country; what is the code of none stays as it is."""
    return (country_name(code) or code) if code else ""


@cache
def _codes() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(it.value for it in EventType)})\b")
