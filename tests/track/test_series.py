"""Series of numbers: whose number it is, of what, and what of it still stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watchfloor.model import (
    DateRange,
    Event,
    EventMember,
    EventType,
    Evidence,
    Findings,
    OriginVoices,
    Place,
    PlaceMention,
    Quantity,
    QuantityClaim,
    Span,
    TimeMention,
)
from watchfloor.track import ReportNumbers, number_series, series_disagreements, without_series

SENTENCE = Span(0, 60)
NUMBER = Span(0, 2)
TARVEL = Place(name="Tarvel", country="NO", geonames=1, precision="town")


def blast(*reports: str) -> Event:
    """Return an invented blast in Tarvel, told by the sentences of `reports`."""
    members = tuple(
        EventMember(
            id=f"m{report}", report=report, origin=f"o{report}", text_id=f"t{report}", outlet=None,
            published=None, type=EventType.ASSAULT, mode="explosives", span=SENTENCE, trigger=(Span(3, 6),),
        )
        for report in reports
    )  # fmt: skip
    day = DateRange(start="2026-10-21", end="2026-10-21", precision="day")
    return Event(
        id="blast", type=EventType.ASSAULT, mode="explosives", story="s", members=members, place=TARVEL,
        date=day,
        origins=OriginVoices(own_voice=tuple(f"o{report}" for report in reports)),
    )  # fmt: skip


def told(
    report: str,
    value: float,
    *,
    hour: int,
    who: str | None = None,
    role: str = "killed",
    bound: str = "exact",
    place: PlaceMention | None = None,
    time: str | None = None,
    words: str = "",
) -> ReportNumbers:
    """Return a report of one sentence that gives one number."""
    claim = QuantityClaim(
        role=role, what="people", unit=None, value=value, low=None, high=None, bound=bound,  # type: ignore[arg-type]
        at=f"2026-10-21T{hour:02}:00:00Z", origin=f"o{report}", outlet=f"outlet {report}", claimant=who,
        evidence=Evidence(report=report, text_id=f"t{report}", span=NUMBER),
    )  # fmt: skip
    quantity = Quantity(span=NUMBER, value=value, role=role, time=0 if time else None)
    findings = Findings(
        text_id=f"t{report}", language="en", extractor="2", published=claim.at, sentences=(SENTENCE,),
        quantities=(quantity,), places=(place,) if place else (),
        times=(TimeMention(span=Span(40, 50), type="DATE", value=time),) if time else (),
    )  # fmt: skip
    return ReportNumbers(report, words.ljust(SENTENCE.end), findings, (claim,))


@pytest.mark.parametrize(
    ("tellings", "state", "standing"),
    [
        ([("r1", 8, "ministry"), ("r2", 11, "hospital")], "rising", (11, 11)),
        ([("r1", 8, "ministry"), ("r2", 8, "hospital")], "agreed", (8, 8)),
        ([("r1", 9, "police"), ("r2", 14, "hospital"), ("r3", 13, "police")], "disputed", (13, 14)),
        ([("r1", 14, None), ("r2", 13, "police"), ("r3", 13, None)], "corrected", (13, 13)),
        ([("r1", 4, "capital"), ("r2", 3, "neighbour"), ("r3", 4, None)], "disputed", (3, 4)),
        ([("r1", 14, "hospital"), ("r2", 13, "hospital")], "corrected", (13, 13)),
    ],
)
def test_what_still_stands(
    tellings: list[tuple[str, float, str | None]], state: str, standing: tuple[float, float]
) -> None:
    reports = [told(report, value, hour=hour, who=who) for hour, (report, value, who) in enumerate(tellings)]
    [series] = number_series("s", reports, [blast(*(report for report, *_ in tellings))])
    assert (series.state, (series.low, series.high)) == (state, standing)
    assert [point.claim.value for point in series.points] == [value for _, value, _ in tellings]
    assert bool(series_disagreements(series)) == (state == "disputed")


def test_crowds_that_two_counted_never_replace_each_other() -> None:
    march = [told("r1", 4_000, hour=1, who="union", role="protesting"),
             told("r2", 1_500, hour=2, who="police", role="protesting")]  # fmt: skip
    [series] = number_series("s", march, [])
    assert series.about.kind == "story"
    assert (series.state, series.low, series.high) == ("disputed", 1_500, 4_000)


def test_a_number_of_a_wider_place_is_a_series_of_its_own() -> None:
    country = PlaceMention(span=Span(20, 27), name="Norland", country="NO", precision="country")
    reports = [told("r1", 18, hour=1), told("r2", 41, hour=2, place=country)]
    local, wide = number_series("s", reports, [blast("r1", "r2")])
    assert (local.scope, local.latest) == (None, 18)
    assert (wide.scope, wide.latest) == ("Norland", 41)


def test_a_number_of_another_year_is_no_number_of_this_happening() -> None:
    numbers = number_series("s", [told("r9", 5, hour=1, time="2019")], [blast("r1")])
    assert [series.about.kind for series in numbers] == ["story"]


def test_a_number_of_the_whole_country_is_a_series_of_its_own() -> None:
    reports = [told("r1", 31, hour=1), told("r2", 48, hour=2, words="48 lives were lost across the country.")]
    assert [series.scope for series in number_series("s", reports, [blast("r1", "r2")])] == [
        None,
        "the country",
    ]


def test_what_no_series_tells_is_left_to_the_event() -> None:
    [people] = [claim for claim in told("r1", 8, hour=1).claims if claim]
    money = replace(people, role=None, unit="USD", value=2e9)
    assert without_series(replace(blast("r1"), quantities=(people, money))).quantities == (money,)
