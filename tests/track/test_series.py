"""Series of numbers: whose number it is, of what, and what of it still stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watchfloor.model import (
    DateRange,
    Event,
    EventId,
    EventMember,
    EventType,
    Evidence,
    Findings,
    OriginId,
    OriginVoices,
    Place,
    PlaceMention,
    PlacePrecision,
    Quantity,
    QuantityClaim,
    ReportId,
    Span,
    StoryId,
    TextId,
    TimeMention,
)
from watchfloor.track import ReportNumbers, number_series, series_disagreements, without_series
from watchfloor.track.standing import Telling, with_those_who_died
from watchfloor.track.wholes import is_part

STORY = StoryId("s")

SENTENCE = Span(0, 60)
NUMBER = Span(0, 2)
TARVEL = Place(name="Tarvel", country="NO", geonames=1, precision="town")


def blast(*reports: str) -> Event:
    """Return an invented blast in Tarvel, told by the sentences of `reports`."""
    members = tuple(
        EventMember(
            id=f"m{report}", report=ReportId(report), origin=OriginId(f"o{report}"),
            text_id=TextId(f"t{report}"),
            outlet=None, published=None, type=EventType.ASSAULT, mode="explosives", span=SENTENCE,
            trigger=(Span(3, 6),),
        )
        for report in reports
    )  # fmt: skip
    day = DateRange(start="2026-10-21", end="2026-10-21", precision="day")
    return Event(
        id=EventId("blast"), type=EventType.ASSAULT, mode="explosives", story=STORY, members=members,
        place=TARVEL, date=day,
        origins=OriginVoices(own_voice=tuple(OriginId(f"o{report}") for report in reports)),
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
        at=f"2026-10-21T{hour:02}:00:00Z", origin=OriginId(f"o{report}"), outlet=f"outlet {report}",
        claimant=who, evidence=Evidence(report=ReportId(report), text_id=TextId(f"t{report}"), span=NUMBER),
    )  # fmt: skip
    quantity = Quantity(span=NUMBER, value=value, role=role, time=0 if time else None)
    findings = Findings(
        text_id=TextId(f"t{report}"), language="en", extractor="2", published=claim.at, sentences=(SENTENCE,),
        quantities=(quantity,), places=(place,) if place else (),
        times=(TimeMention(span=Span(40, 50), type="DATE", value=time),) if time else (),
    )  # fmt: skip
    return ReportNumbers(ReportId(report), words.ljust(SENTENCE.end), findings, (claim,))


@pytest.mark.parametrize(
    ("tellings", "state", "standing"),
    [
        ([("r1", 8, "ministry"), ("r2", 11, "hospital")], "disputed", (8, 11)),
        ([("r1", 8, "ministry"), ("r2", 11, "ministry")], "rising", (11, 11)),
        ([("r1", 8, None), ("r2", 11, "hospital")], "rising", (11, 11)),
        ([("r1", 8, "ministry"), ("r2", 11, None)], "rising", (11, 11)),
        ([("r1", 8, "ministry"), ("r2", 11, "hospital"), ("r3", 11, "ministry")], "rising", (11, 11)),
        ([("r1", 14, None), ("r2", 1, None)], "agreed", (14, 14)),
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
    [series] = number_series(STORY, reports, [blast(*(report for report, *_ in tellings))])
    assert (series.state, (series.low, series.high)) == (state, standing)
    assert [point.claim.value for point in series.points] == [value for _, value, _ in tellings]
    assert bool(series_disagreements(series)) == (state == "disputed")


def test_another_count_hours_later_is_news() -> None:
    reports = [told("r1", 8, hour=1, who="ministry"), told("r2", 11, hour=6, who="hospital")]
    [series] = number_series(STORY, reports, [blast("r1", "r2")])
    assert (series.state, series.low, series.high) == ("rising", 11, 11)


@pytest.mark.parametrize("words", ["lowered the toll to 13, counting one twice", "13 died, not 14, it said"])
def test_a_text_that_corrects_a_number_replaces_it(words: str) -> None:
    reports = [told("r1", 14, hour=1, who="hospital"), told("r2", 13, hour=6, words=words)]
    [series] = number_series(STORY, reports, [blast("r1", "r2")])
    assert (series.state, series.low, series.high) == ("corrected", 13, 13)


@pytest.mark.parametrize(
    "words",
    [
        "raising the toll to 11",
        "which brings the number of dead to 11",
        "The toll rose to 11",
        "has taken the count of the dead to at least 11",
    ],
)
def test_what_a_toll_rose_to_is_news_within_hours_too(words: str) -> None:
    first, later = told("r1", 8, hour=1, who="police"), told("r2", 11, hour=2, who="hospital", words=words)
    number = Span(words.index("11"), words.index("11") + 2)
    quantity = replace(later.findings.quantities[0], span=number)
    later = replace(later, findings=replace(later.findings, quantities=(quantity,)))
    [series] = number_series(STORY, [first, later], [blast("r1", "r2")])
    assert (series.state, series.low, series.high) == ("rising", 11, 11)


def test_crowds_that_two_counted_never_replace_each_other() -> None:
    march = [told("r1", 4_000, hour=1, who="union", role="protesting"),
             told("r2", 1_500, hour=2, who="police", role="protesting")]  # fmt: skip
    [series] = number_series(STORY, march, [])
    assert series.about.kind == "story"
    assert (series.state, series.low, series.high) == ("disputed", 1_500, 4_000)


def test_a_number_of_a_wider_place_is_a_series_of_its_own() -> None:
    country = PlaceMention(span=Span(12, 19), name="Norland", country="NO", precision="country")
    reports = [told("r1", 18, hour=1), told("r2", 41, hour=2, place=country, words="41 died in  Norland")]
    local, wide = number_series(STORY, reports, [blast("r1", "r2")])
    assert (local.scope, local.latest) == (None, 18)
    assert (wide.scope, wide.latest) == ("Norland", 41)


def test_a_number_of_another_year_is_no_number_of_this_happening() -> None:
    numbers = number_series(STORY, [told("r9", 5, hour=1, time="2019")], [blast("r1")])
    assert [series.about.kind for series in numbers] == ["story"]


def test_a_number_of_the_whole_country_is_a_series_of_its_own() -> None:
    reports = [told("r1", 31, hour=1), told("r2", 48, hour=2, words="48 lives were lost across the country.")]
    assert [series.scope for series in number_series(STORY, reports, [blast("r1", "r2")])] == [
        None,
        "the country",
    ]


@pytest.mark.parametrize(
    ("name", "precision", "words", "scope"),
    [
        # The street and the state of a deed are where the deed is; where its victims come from is not.
        ("Reed Road", "point", "11 died in Reed Road", None),
        ("Velmar", "region", "11 died in Velmar", None),
        ("Lirn", "town", "11 people from Lirn died", None),
        # What is said to be elsewhere is.
        ("Lirn", "town", "11 died in Lirn", "Lirn"),
        ("Velmar", "region", "11 died across Velmar", "Velmar"),
    ],
)
def test_a_deed_has_one_place(name: str, precision: PlacePrecision, words: str, scope: str | None) -> None:
    start = words.index(name)
    near = PlaceMention(
        span=Span(start, start + len(name)), name=name, country="NO", precision=precision,
        lat=63.0 if name == "Lirn" else 60.0, lon=10.0,
    )  # fmt: skip
    at = replace(blast("r1"), place=replace(TARVEL, lat=60.1, lon=10.1))
    [series] = number_series(STORY, [told("r1", 11, hour=1, place=near, words=words)], [at])
    assert series.scope == scope


@pytest.mark.parametrize(
    ("before", "behind", "value"),
    [
        ("a 3-year-old and ", " adults were shot", 5),
        ("", " adults and a 3-year-old were shot", 5),
        ("", " members of a family and a family friend were killed", 5),
        ("Anna Lee and her ", " children were shot dead", 5),
        ("A local man, his wife and their ", " daughters died", 6),
        ("a woman and ", " boys were hurt", 5),
        ("A 15-year-old girl and ", " men were also shot", 5),
        ("", " people were killed and a woman was hurt", 4),
        ("in a house and ", " people were hurt", 4),
        ("", " people, including a boy, were hurt", 4),
    ],
)
def test_one_person_beside_a_count_is_counted_with_it(before: str, behind: str, value: int) -> None:
    report = told("r1", 4, hour=1, role="wounded")
    number = Span(len(before), len(before) + 1)
    quantity = replace(report.findings.quantities[0], span=number)
    words = f"{before}4{behind}".ljust(SENTENCE.end)
    report = replace(report, text=words, findings=replace(report.findings, quantities=(quantity,)))
    [series] = number_series(STORY, [report], [blast("r1")])
    assert series.latest == value


@pytest.mark.parametrize(
    ("before", "behind", "value"),
    [
        ("A fourth victim in a shooting that killed ", " others has died", 5),
        ("A man hurt at a game where ", " teens were shot, died Monday", 5),
        ("Another woman hit by the bus that killed ", " people died", 5),
        ("The blast killed ", " people and a fifth was hurt", 4),
        ("A man was held over the fire that killed ", " people", 4),
        ("A bus hit a car in which ", " people died at the scene", 4),
    ],
)
def test_who_died_since_is_counted_with_those_who_died_before(before: str, behind: str, value: int) -> None:
    words = f"{before}4{behind}."
    number, sentence = Span(len(before), len(before) + 1), Span(0, len(words))
    report = told("r1", 4, hour=1)
    quantity = replace(report.findings.quantities[0], span=number)
    findings = replace(report.findings, quantities=(quantity,), sentences=(sentence,))
    [series] = number_series(STORY, [replace(report, text=words, findings=findings)], [blast("r1")])
    assert series.latest == value


def test_what_two_tell_of_one_day_stands_beside_each_other_whoever_comes_last() -> None:
    for order in (("r1", "r2"), ("r2", "r1")):
        reports = [told(order[0], 13, hour=1), told(order[1], 11, hour=1, who="police")]
        [series] = number_series(STORY, reports, [blast("r1", "r2")])
        assert (series.state, series.low, series.high, series.latest) == ("disputed", 11, 13, 11)


def test_what_a_page_keeps_of_its_older_text_is_told_first() -> None:
    older = told("r1", 5, hour=1, words="PREVIOUS STORY: 5 were killed")
    newer = told("r1", 4, hour=1, words="4 were killed")
    both = replace(
        older,
        text=newer.text + older.text,
        findings=replace(
            older.findings,
            sentences=(SENTENCE, Span(60, 120)),
            quantities=(*newer.findings.quantities, replace(older.findings.quantities[0], span=Span(76, 77))),
        ),
        claims=(*newer.claims, *older.claims),
    )
    [series] = number_series(STORY, [both], [blast("r1")])
    assert series.latest == 4


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("9 people were killed, the police said", "event"),
        ("9 people were killed in the civil war", "story"),
    ],
)
def test_the_toll_of_a_war_is_not_that_of_a_deed_in_it(words: str, kind: str) -> None:
    report = told("r1", 9, hour=1, words=words)
    later = replace(report, findings=replace(report.findings, sentences=(Span(0, 59),)))
    [series] = number_series(STORY, [later], [blast("r1")])
    assert series.about.kind == kind


def test_a_number_told_of_long_ago_is_not_of_a_deed_of_today() -> None:
    words = "In 1822 a church was burnt here. They killed 35"
    number = Span(45, 47)
    report = told("r1", 35, hour=1, words=words)
    findings = replace(
        report.findings,
        sentences=(Span(0, 32), Span(33, 47)),
        quantities=(replace(report.findings.quantities[0], span=number),),
        times=(TimeMention(span=Span(3, 7), type="DATE", value="1822"),),
    )
    [series] = number_series(STORY, [replace(report, findings=findings)], [blast("r1")])
    assert series.about.kind == "story"


@pytest.mark.parametrize(
    "words",
    ["Medics took 4 people to a hospital in Lirn", "They were flown there: 4 victims to Saint Anne in Lirn"],
)
def test_where_the_hurt_were_brought_is_no_scope(words: str) -> None:
    start = words.index("Lirn")
    lirn = PlaceMention(span=Span(start, start + 4), name="Lirn", country="NO", lat=63.0, lon=10.0)
    number = told("r1", 4, hour=1, role="wounded", place=lirn, words=words)
    at = replace(blast("r1"), place=replace(TARVEL, lat=60.1, lon=10.1))
    [series] = number_series(STORY, [number], [at])
    assert series.scope is None


@pytest.mark.parametrize(
    ("words", "several"),
    [
        ("5 died in a string of separate shootings", "string of separate shootings"),
        ("5 died in three overnight shootings", "three overnight shootings"),
        ("5 died in separate attacks", "in separate attacks"),
        ("5 died in shootings across the city", "shootings across the city"),
        ("5 were shot dead across the city", "across the city"),
        ("5 were killed by gunmen this year", "this year"),
        ("5 people shot to death within 4 hours", "within 4 hours"),
        ("5 people were shot in three days", "in three days"),
        ("5 were killed in the past 10 years", "in the past 10 years"),
        ("5 died in floods in recent months", "in recent months"),
        ("5 were shot dead since 2019", "since 2019"),
        ("5 drown in the canal a year", "a year"),
        ("5 people were killed in an hour", None),
        ("5 people were killed in the past 24 hours", None),
        ("5 died in two explosions at the airport", None),
        ("5 died in the attacks on the airport", None),
    ],
)
def test_the_toll_of_several_deeds_is_the_storys(words: str, several: str | None) -> None:
    [series] = number_series(STORY, [told("r1", 5, hour=1, words=words)], [blast("r1")])
    assert (series.about.kind, series.scope) == (("story", several) if several else ("event", None))


def test_who_was_killed_before_the_rest_is_a_part() -> None:
    whole = told("r1", 3, hour=1, words="3 were killed")
    part = told("r2", 2, hour=1, words="2 were killed before firing more shots", who="witness")
    [series] = number_series(STORY, [whole, part], [blast("r1", "r2")])
    assert (series.low, series.high, series.state) == (3, 3, "agreed")


def test_of_the_hurt_those_who_died_since_are_taken() -> None:
    hurt = told("r1", 4, hour=1, role="wounded", words="4 were hurt")
    later = told("r2", 3, hour=9, role="wounded", words="3 were hurt")
    dead = told("r2", 1, hour=9, words="1 has died")
    wounded = next(
        it for it in number_series(STORY, [hurt, later, dead], [blast("r1", "r2")]) if it.role == "wounded"
    )
    assert (wounded.latest, wounded.low, wounded.high) == (3, 3, 3)
    [alone] = number_series(STORY, [hurt, later], [blast("r1", "r2")])
    assert alone.high == 4


def test_a_town_in_a_disaster_is_a_scope_of_its_own() -> None:
    town = PlaceMention(span=Span(11, 16), name="Ostra", country="NO", lat=60.0, lon=10.0)
    quake = replace(
        blast("r1"), type=EventType.DISASTER, place=replace(TARVEL, name="Velmar", precision="region")
    )
    [series] = number_series(STORY, [told("r1", 41, hour=1, place=town, words="41 died in Ostra")], [quake])
    assert series.scope == "Ostra"


def test_those_who_were_hit_are_casualties_where_another_text_tells_of_a_death() -> None:
    shot = told("r1", 4, hour=1, role="wounded", words="4 people were shot, police said")
    [series] = number_series(STORY, [shot], [blast("r1")])
    assert (series.role, series.latest) == ("wounded", 4)
    dead = told("r2", 1, hour=2, words="1 of them has died")
    series_of_both = number_series(STORY, [shot, dead], [blast("r1", "r2")])
    assert [it.role for it in series_of_both] == ["casualties", "killed"]
    hurt = told("r1", 4, hour=1, role="wounded", words="4 were shot and wounded")
    assert [it.role for it in number_series(STORY, [hurt, dead], [blast("r1", "r2")])] == [
        "wounded",
        "killed",
    ]


def test_a_death_that_was_only_tried_leaves_the_hit_wounded() -> None:
    shot = told("r1", 4, hour=1, role="wounded", words="4 were shot; he faces attempted murder")
    assert [it.role for it in number_series(STORY, [shot], [blast("r1")])] == ["wounded"]


def test_parts_of_one_clause_are_put_together() -> None:
    words = "3 children and 2 adults were found dead"
    report = told("r1", 3, hour=1, words=words)
    [claim] = [claim for claim in report.claims if claim]
    two = replace(claim, value=2, evidence=replace(claim.evidence, span=Span(15, 16)))
    one = replace(claim, evidence=replace(claim.evidence, span=Span(0, 1)))
    quantities = (
        Quantity(span=Span(0, 1), value=3, role="killed"),
        Quantity(span=Span(15, 16), value=2, role="killed"),
    )
    both = replace(report, claims=(one, two), findings=replace(report.findings, quantities=quantities))
    [series] = number_series(STORY, [both], [blast("r1")])
    assert (series.latest, series.points[0].claim.evidence.span) == (5, Span(0, 16))


@pytest.mark.parametrize(
    ("words", "latest"),
    [
        ("3 others are in stable condition, officials said", 8),
        ("1 is still in hospital, officials said", 8),
        ("3 were flown to a hospital, officials said", 8),
        ("3 were hurt, officials said", 3),
        ("3 were hurt, the head of the ward said", 3),  # no part for a word of another clause
    ],
)
def test_a_part_of_the_hurt_is_no_count_of_them(words: str, latest: float) -> None:
    value = float(words[0])
    reports = [
        told("r1", 8, hour=1, who="police", role="wounded"),
        told("r2", value, hour=2, who="officials", role="wounded", words=words),
    ]
    [series] = number_series(STORY, reports, [blast("r1", "r2")])
    assert series.latest == latest
    assert len(series.points) == 2


@pytest.mark.parametrize(
    ("before", "behind", "part"),
    [
        ("A shooting killed one woman and injured ", " others on Saturday", False),
        ("Two men died and ", " others were wounded", False),
        ("", " others were wounded", True),
        ("Two men died and ", " others are in critical condition", True),
        ("", " of them were wounded", True),
    ],
)
def test_the_others_beside_the_dead_are_all_of_the_hurt(before: str, behind: str, *, part: bool) -> None:
    [claim] = [claim for claim in told("r1", 4, hour=1).claims if claim]
    assert is_part(claim, before, behind) is part


def test_who_lived_for_an_hour_is_counted_once_within_a_text_too() -> None:
    [at_first] = [claim for claim in told("r1", 3, hour=1, role="wounded").claims if claim]
    [dead] = [claim for claim in told("r1", 2, hour=1).claims if claim]
    hurt = [
        Telling(at_first, None, dead_beside=1.0),  # "one died at once, the other three were taken away"
        Telling(replace(at_first, value=2.0), None, dead_beside=2.0),
    ]
    assert [it.since_died for it in with_those_who_died(hurt, [Telling(dead, None)])] == [True, False]
    others = [hurt[1], Telling(replace(at_first, value=5.0), None, dead_beside=1.0)]
    assert [it.since_died for it in with_those_who_died(others, [Telling(dead, None)])] == [False, False]


@pytest.mark.parametrize("role", ["killed", "arrested", "abducted", "freed"])
def test_who_is_told_beside_a_number_is_counted_with_it(role: str) -> None:
    beside = told("r1", 12, hour=1, role=role, words="12 men and a woman were driven away, police said")
    [series] = number_series(STORY, [beside], [blast("r1")])
    assert series.latest == 13


def test_a_rate_is_no_toll() -> None:
    assert number_series(STORY, [told("r1", 19.3, hour=1)], [blast("r1")]) == ()


def test_what_no_series_tells_is_left_to_the_event() -> None:
    [people] = [claim for claim in told("r1", 8, hour=1).claims if claim]
    money = replace(people, role=None, unit="USD", value=2e9)
    assert without_series(replace(blast("r1"), quantities=(people, money))).quantities == (money,)


def test_the_hurt_of_whom_some_died_since_are_fewer_and_nobody_is_corrected() -> None:
    first = told("r1", 4, hour=1, role="wounded")
    later = told("r2", 3, hour=9, role="wounded", words="3 hurt")
    dead = told("r2", 1, hour=9, words="1 dead")
    later = replace(
        later,
        findings=replace(later.findings, quantities=(*later.findings.quantities, *dead.findings.quantities)),
        claims=(*later.claims, *dead.claims),
    )
    hurt, _ = number_series(STORY, [first, later], [blast("r1", "r2")])
    assert (hurt.role, hurt.latest, hurt.state) == ("wounded", 3, "agreed")
