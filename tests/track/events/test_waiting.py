"""What only points at a happening joins it in whatever order the reports come."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from tests.track.events.test_references import after, blast, passages
from watchfloor.engine.answer.one_off import look
from watchfloor.ingest import rendition_of_line
from watchfloor.model import EventMember, ReportId
from watchfloor.track import Waiting, joined_by_waiting, may_wait, waiting_reports

BOMBED = "A bomb exploded in the fish market of Vigo on Monday, killing four people, the police said."
POINTS = "Shopkeepers in Vigo swept up glass after the explosion at the fish market on Monday."
TEXTS = (
    f"{BOMBED} Ambulances came from three towns, and the harbour stood still until the evening.",
    f"{POINTS} The fish market is the oldest of the coast, and its roof was mended in spring.",
    "The bombing of the fish market in Vigo on Monday has shaken the coast. Bells rang in every church.",
)


def joined(text: str, *known: EventMember, places: tuple[str, ...] = ("Vigo",)) -> tuple[str, ...]:
    """Return by which origins a blast is told after a passage that waited for it has joined it, or not."""
    [event] = after("Nothing is said here.", *known)
    [told] = joined_by_waiting([event], {event.id}, [Waiting((), passages(text, places=places, report="r0"))])
    return told.origins.own_voice


def test_what_pointed_before_the_event_was_told_joins_it() -> None:
    assert joined("Shopkeepers in Vigo swept up glass after the explosion.", blast()) == (
        "origin of r0",
        "origin of r1",
    )


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The bombing of the market in Bilbao has shaken the country.", ("Bilbao",)),
        ("A bombing in Vigo may follow, the police fear.", ("Vigo",)),
        ("The explosion was loud.", ()),
    ],
)
def test_what_does_not_fit_waits_on(text: str, places: tuple[str, ...]) -> None:
    assert joined(text, blast(mode="firearms"), places=places) == ("origin of r1",)


def test_only_a_fresh_event_is_joined() -> None:
    [event] = after("Nothing is said here.", blast())
    text = "Shopkeepers in Vigo swept up glass after the explosion."
    waiting = [Waiting((), passages(text, places=("Vigo",), report="r0"))]
    assert joined_by_waiting([event], set(), waiting) == [event]


def test_what_names_a_place_needs_more_than_its_kind() -> None:
    unplaced = replace(blast(), place=None, terms=("nuns", "school"))
    assert joined("The miners hurt by the explosion in Vigo left hospital.", unplaced) == ("origin of r1",)


def test_reports_that_tell_of_it_do_not_wait_and_the_latest_are_looked_at() -> None:
    [event] = after("Nothing is said here.", blast())
    others = [ReportId(f"x{number}") for number in range(20)]
    assert waiting_reports([ReportId("r0"), ReportId("r1"), *others], [event])[-1] == "x19"
    assert len(waiting_reports(others, [event])) == 12
    assert waiting_reports([ReportId("r0"), ReportId("r1")], [event]) == ["r0"]
    assert may_wait("Glass lay in the street after the explosion.", [event])
    assert not may_wait("Glass lay in the street.", [event])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_reports_tell_of_one_blast_in_any_order(order: tuple[int, ...]) -> None:
    items = [
        rendition_of_line(
            {
                "title": "Blast at the fish market in Vigo",
                "text": TEXTS[index],
                "published": f"2026-03-0{3 + place}T08:00:00Z",
                "source": f"Outlet {index}",
            },
            arrived="2026-03-06T00:00:00Z",
        )
        for place, index in enumerate(order)
    ]
    report = look(items, now="2026-03-06T00:00:00Z")
    [event] = [event for event in report.events if event.type == "ASSAULT"]
    assert len({member.origin for member in event.members}) == 3
