"""A note tells of the one happening of its kind, town and day that others tell of, or of none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from watchfloor.model import (
    DateRange,
    Event,
    EventId,
    EventType,
    OriginId,
    OriginVoices,
    Place,
    StoryId,
)
from watchfloor.track.events.beside import told_beside

TOWN = Place(name="Bouaké", country="CI", geonames=1, precision="town")
DAY = DateRange(start="2026-03-03", end="2026-03-03", precision="day")


def event(id_: str, **changed: Any) -> Event:
    made = Event(
        id=EventId(id_),
        type=EventType.ASSAULT,
        mode="firearms",
        story=StoryId(f"s-{id_}"),
        members=(),
        source=(),
        target=(),
        place=TOWN,
        date=DAY,
        origins=OriginVoices(own_voice=(OriginId(id_),)),
    )
    return replace(made, **changed)


OWN = event("own", origins=OriginVoices(noted=(OriginId("note"),)))


@pytest.mark.parametrize(
    "other",
    [
        event("a"),
        event("a", mode=None),
        event("a", place=replace(TOWN, geonames=None, name="Bouake")),
        event("a", date=DateRange(start="2026-03-02", end="2026-03-03", precision="day")),
    ],
)
def test_the_same_kind_town_and_day_is_one(other: Event) -> None:
    assert told_beside(OWN, [other, event("b", type=EventType.PROTEST)]) == other


@pytest.mark.parametrize(
    "other",
    [
        event("a", type=EventType.PROTEST),
        event("a", mode="bombing"),
        event("a", polarity="denied"),
        event("a", modality="threatened"),
        event("a", place=None),
        event("a", place=replace(TOWN, geonames=2)),
        event("a", place=replace(TOWN, precision="region")),
        event("a", date=None),
        event("a", date=DateRange(start="2026-03-04", end="2026-03-04", precision="day")),
        event("a", date=DateRange(start="2026-03", end="2026-03", precision="month")),
        event("a", origins=OWN.origins),
    ],
)
def test_what_is_told_otherwise_is_another(other: Event) -> None:
    assert told_beside(OWN, [other]) is None


def test_of_several_that_it_may_be_it_is_none() -> None:
    assert told_beside(OWN, [event("a"), event("b")]) is None
    assert told_beside(event("x"), [event("a")]) is None, "others are no note"
