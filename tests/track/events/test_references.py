"""What only points at a happening: the one of its story that it fits, none where two fit or values differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.track.events.test_events import VIGO, member
from watchfloor.model import (
    DateRange,
    Doubt,
    Event,
    EventMember,
    EventMention,
    EventType,
    Findings,
    OriginId,
    Part,
    PlaceMention,
    RenditionId,
    Report,
    ReportId,
    Span,
    StoryId,
    TextId,
)
from watchfloor.track import pointings_of, track_events
from watchfloor.track.events.references import Pointing

STORY = StoryId("s")

MONDAY = DateRange(start="2026-03-02", end="2026-03-02", precision="day")
BILBAO = replace(VIGO, name="Bilbao", lat=43.26, lon=-2.93)


def blast(id_: str = "m1", **changes: object) -> EventMember:
    """Return a mention of an invented bombing in Vigo on a Monday."""
    told = member(
        id_, "r1", type=EventType.ASSAULT, mode="explosives", source=(), date=MONDAY, published="2026-03-03"
    )
    return replace(told, **{"terms": ("market", "vigo", "fish"), **changes})  # type: ignore[arg-type]


def report_of(id_: str, published: str = "") -> Report:
    return Report(
        id=ReportId(id_),
        origin=OriginId(f"origin of {id_}"),
        text_id=TextId("t2"),
        versions=(TextId("t2"),),
        renditions=(),
        published=Part(value=published, rendition=RenditionId("x2"), how="meta") if published else None,
    )


def test_a_match_points_at_no_raid() -> None:
    text = "Vigo attacked from the first minute and beat Bilbao on Monday."
    findings = Findings(
        text_id=TextId("t2"), language="en", extractor="1", sentences=(Span(0, len(text)),), events=()
    )
    match = EventMention(
        type=EventType.ASSAULT,
        mode="beat",
        trigger=(Span(5, 13),),
        sentence=Span(0, len(text)),
        grade="weak",
        doubts=(Doubt.FIGURE_OF_SPEECH,),
    )
    assert pointings_of(report_of("r2"), findings, text=text, ids={})
    doubted = replace(findings, events=(match,))
    assert not pointings_of(report_of("r2"), doubted, text=text, ids={})
    done = replace(findings, events=(replace(match, source=("a1",)),))
    assert pointings_of(report_of("r2"), done, text=text, ids={})


def passages(
    text: str, *, places: tuple[str, ...] = (), report: str = "r2", published: str = ""
) -> tuple[Pointing, ...]:
    """Return the passages of a sentence that may point; `places` are Vigo or Bilbao."""
    found = []
    for name in places:
        at = VIGO if name == "Vigo" else BILBAO
        start = text.index(name)
        found.append(
            PlaceMention(span=Span(start, start + len(name)), name=name, country="ES", lat=at.lat, lon=at.lon)
        )
    findings = Findings(
        text_id=TextId("t2"),
        language="en",
        extractor="1",
        sentences=(Span(0, len(text)),),
        places=tuple(found),
    )
    return pointings_of(report_of(report, published), findings, text=text, ids={})


def after(text: str, *known: EventMember, places: tuple[str, ...] = ()) -> list[Event]:
    events = [event for told in known for event in track_events([], [told], report=told.report, story=STORY)]
    return track_events(
        events, [], report=ReportId("r2"), story=STORY, pointings=passages(text, places=places)
    )


@pytest.mark.parametrize(
    "text",
    [
        "The bombing of the fish market in Vigo has shaken the country.",
        "Shopkeepers in Vigo swept up glass after the explosion.",
        "Vigo’s market stayed shut after the attack.",
        "Nobody in Vigo has forgotten the blast.",
    ],
)
def test_what_points_at_a_happening_tells_of_it(text: str) -> None:
    [event] = after(text, blast(), places=("Vigo",))
    assert event.origins.own_voice == ("origin of r1", "origin of r2")
    assert [it.pointing for it in event.members] == [False, True]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("The bombing of the market in Bilbao has shaken the country.", ("Bilbao",)),  # another town
        ("A bombing in Vigo may follow, the police fear.", ("Vigo",)),  # not this one
        ("The mayor of Vigo would not speak of any attack.", ("Vigo",)),
        ("The police of Vigo want to stop an attack.", ("Vigo",)),
        ("The strike of dockers in Vigo goes on.", ("Vigo",)),  # another kind of thing
        ("The explosion was loud.", ()),  # nothing that ties it to this one but the word
    ],
)
def test_what_is_stated_otherwise_or_may_be_any_points_at_nothing(text: str, places: tuple[str, ...]) -> None:
    [event] = after(text, blast(mode="firearms") if "loud" in text else blast(), places=places)
    assert event.origins.own_voice == ("origin of r1",)


def test_where_two_happenings_fit_as_well_it_is_not_known_which() -> None:
    two = (blast(), blast("m2", report="r9", origin="origin of r9", place=BILBAO))
    events = after("The bombing has shaken the country.", *two)
    assert [event.origins.own_voice for event in events] == [("origin of r1",), ("origin of r9",)]


def test_what_lasts_so_many_days_points_at_what_began_then() -> None:
    first = blast(type=EventType.PROTEST, mode="strike-lim", terms=("docker", "strike"))
    later = DateRange(start="2026-03-05", end="2026-03-05", precision="day")
    second = replace(first, id="m2", report=ReportId("r9"), origin=OriginId("origin of r9"), date=later)
    known = [
        event for it in (first, second) for event in track_events([], [it], report=it.report, story=STORY)
    ]
    told = passages("The strike is in its fifth day.", published="2026-03-06")
    events = track_events(known, [], report=ReportId("r2"), story=STORY, pointings=told)
    assert [len(event.members) for event in events] == [2, 1]


def test_what_was_one_more_of_its_kind_is_meant_less() -> None:
    """ "Police also arrested a man": who is in jail is the one arrested first."""
    first = member("m1", "r1", type=EventType.COERCE, mode="arrest", place=None, published="2026-03-03")
    more = replace(first, id="m2", report=ReportId("r9"), origin=OriginId("origin of r9"), another=True)
    events = after("The gunman is in the county jail.", first, more)
    assert [len(event.members) for event in events] == [2, 1]
    events = after("The gunman is in the county jail.", first, replace(more, another=False))
    assert [len(event.members) for event in events] == [1, 1]


def test_old_news_is_pointed_at_by_its_month_and_a_person() -> None:
    arrest = member("m1", "r1", type=EventType.COERCE, mode="arrest", date=MONDAY, published="2026-03-03")
    in_march = DateRange(start="2026-03", end="2026-03", precision="month")
    told = next(it for it in passages("The bursar arrested in March is free.") if it.member.mode == "arrest")
    late = replace(told.member, published="2026-09-01", date=in_march)
    known = frozenset((*arrest.source, *arrest.target))
    for cast, count in ((known, 2), (frozenset(), 1)):
        [event] = track_events([], [arrest], report=arrest.report, story=STORY)
        [event] = track_events(
            [event], [], report=ReportId("r2"), story=STORY, pointings=[replace(told, member=late, cast=cast)]
        )
        assert len(event.members) == count


def test_the_place_tells_which_of_two_is_meant() -> None:
    two = (blast(), blast("m2", report="r9", origin="origin of r9", place=BILBAO))
    events = after("The bombing in Bilbao has shaken the country.", *two, places=("Bilbao",))
    assert [len(event.members) for event in events] == [1, 2]


def test_what_points_gives_an_event_no_values_and_opens_none() -> None:
    [event] = after("The bombing of the fish market in Vigo has shaken the country.", blast(place=None))
    assert event.place is None
    assert after("The bombing of the fish market in Vigo has shaken the country.") == []


def test_reports_that_only_point_are_counted_where_they_are_told_of_again() -> None:
    """The same reports in the same order give the same events, however often one is read again."""
    text = "The bombing of the fish market in Vigo has shaken the country."
    once = after(text, blast(), places=("Vigo",))
    again = track_events(
        once, [], report=ReportId("r2"), story=STORY, pointings=passages(text, places=("Vigo",))
    )
    assert again == once


def recalled(id_: str, **changes: object) -> EventMember:
    """Return a mention of an invented recall of an ambassador."""
    told = member(id_, "r1", type=EventType.SANCTION, mode="sever", source=("lirn",), date=None, place=None)
    return replace(told, **{"terms": ("ambass", "tarvel"), **changes})  # type: ignore[arg-type]


def test_a_sentence_that_tells_of_a_penalty_may_point_at_another_one() -> None:
    tariff = recalled("m9", report="r9", mode=None, terms=("tariff", "rubber", "ambass", "tarvel", "lirn"))
    text = "The ambassador to Tarvel flew home after Lirn recalled him over the rubber tariff."
    events = after(text, recalled("m1"), tariff)
    told = {event.mode: {it.report for it in event.members} for event in events}
    assert "r2" in told["sever"]


@pytest.mark.parametrize(
    "text",
    [
        "The bishop called for the release of the four nuns of Vigo.",
        "Their families demanded the release of the nuns of Vigo.",
        "Vigo is praying for the release of the nuns.",
    ],
)
def test_what_is_asked_for_is_not_pointed_at(text: str) -> None:
    freed = blast(type=EventType.RETREAT, mode="release", terms=("nuns", "vigo"))
    [event] = after(text, freed, places=("Vigo",))
    assert event.origins.own_voice == ("origin of r1",)


def test_nobody_points_at_what_is_still_to_come() -> None:
    text = "The release of the nuns of Vigo moved the town."
    freed = blast(type=EventType.RETREAT, mode="release", terms=("nuns", "vigo"))
    passage = passages(text, places=("Vigo",))
    for day, voices in (("2026-02-20", 1), ("2026-03-09", 2)):
        early = [replace(it, member=replace(it.member, published=day)) for it in passage]
        known = track_events([], [freed], report=ReportId("r1"), story=StoryId("s"))
        [event] = track_events(known, [], report=ReportId("r2"), story=StoryId("s"), pointings=early)
        assert len(event.origins.own_voice) == voices


def test_a_town_that_stands_in_the_words_is_one_that_is_named() -> None:
    text = "The militia took the nuns at Vigo, its spokesman told the paper on Thursday."
    taken = blast(mode="abduct", terms=("nuns", "vigo", "school"))
    [event] = after(text, taken)  # no place is read in it, and Thursday dates the telling
    assert event.origins.own_voice == ("origin of r1", "origin of r2")
