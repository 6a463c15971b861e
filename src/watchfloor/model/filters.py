"""What a question may be narrowed by, as people and programs write it: one table for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from watchfloor.model.scope import Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to narrow a question: its name for people, what it means, and whether it may be repeated."""

    name: str
    words: str
    is_many: bool = False
    is_switch: bool = False


_DEFAULTS = {field.name: field.default for field in fields(Asked)}


def _filter(field: str, name: str, words: str) -> Filter:
    default = _DEFAULTS[field]
    return Filter(name=name, words=words, is_many=default == (), is_switch=default is False)


# By the field of `Asked` that each fills, in the order of `--help`.
FILTERS: Mapping[str, Filter] = MappingProxyType(
    {
        field: _filter(field, name, words)
        for field, name, words in (
            (
                "since",
                "since",
                "Known here since: a day, a moment, yesterday, monday, 24h, 7d, or last (your own mark).",
            ),
            ("until", "until", "Known here until."),
            ("happened_from", "from", "Happened (a report: published) from then on."),
            ("happened_to", "to", "Happened (a report: published) until then."),
            ("countries", "country", "A country: IE or Ireland. May be repeated."),
            ("places", "place", "A place or region, by any of its names or its number of GeoNames."),
            ("actors", "actor", "An actor, by name or id."),
            ("types", "type", "A type of events: PROTEST, COERCE, …"),
            ("contexts", "context", "What events are part of: legal, election, disaster, …"),
            ("outlets", "outlet", "An outlet, by name."),
            ("labels", "label", "Told by sources with a label of your own: state-run, official, ours, …"),
            ("languages", "language", "A language: en, de, …"),
            ("stories", "story", "A story, by id."),
            ("words", "words", "Told in texts with these words, as in search."),
            ("weak", "weak", "Also what rests on weak readings, marked."),
            ("situation", "situation", "Within a situation of the floor (watchfloor situation list)."),
            ("as_of", "as-of", "As the floor stood at T, an ISO 8601 day or moment."),
        )
    }
)
assert FILTERS.keys() == _DEFAULTS.keys()


def asked_of(given: Mapping[str, Any]) -> Asked:
    """Return the question that was written; what may be repeated comes as a list, or not at all."""
    found: dict[str, Any] = {
        field: tuple(value or ()) if FILTERS[field].is_many else value for field, value in given.items()
    }
    return Asked(**found)
