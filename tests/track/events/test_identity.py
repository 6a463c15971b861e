"""Which mentions are one happening: what is left out says nothing, what is stated otherwise is another."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.track.events.test_events import VIGO, member
from watchfloor.model import (
    ActorId,
    Aged,
    DateRange,
    Event,
    EventMember,
    EventMention,
    EventType,
    Nameless,
    ReportId,
    Span,
    StoryId,
)
from watchfloor.track import track_events, twins
from watchfloor.track.events.identity import (
    JOIN_AT,
    affinity,
    alike,
    is_another,
    likeness,
    same_time,
    shares_person,
    terms_of,
)

STORY = StoryId("s")

MONDAY = DateRange(start="2026-03-02", end="2026-03-02", precision="day")
TUESDAY = DateRange(start="2026-03-03", end="2026-03-03", precision="day")


def shooting(id_: str, report: str, *, target: tuple[Nameless, ...] = (), **changes: object) -> EventMember:
    """Return a mention of an invented shooting in Vigo on a Monday, with sufferers who have no name."""
    told = member(
        id_, report, type=EventType.ASSAULT, mode="firearms", date=MONDAY, source=(), published="2026-03-03"
    )
    whom = replace(told, target=tuple(it.actor for it in target), nameless=target)
    return replace(whom, **changes)  # type: ignore[arg-type] # each test changes fields by name


PEOPLE = Nameless(actor=ActorId("p"), noun="people", count=6)
DOCKERS = Nameless(actor=ActorId("d"), noun="docker", count=5)


def test_who_has_no_name_does_not_part_two_tellings() -> None:
    assert alike(shooting("m1", "r1", target=(PEOPLE,)), shooting("m2", "r2", target=(DOCKERS,))) >= JOIN_AT


def test_the_same_noun_and_number_speak_for_it() -> None:
    other = replace(PEOPLE, actor=ActorId("q"))
    alone = alike(shooting("m1", "r1", target=(PEOPLE,)), shooting("m2", "r2", target=(DOCKERS,)))
    agreed = alike(shooting("m1", "r1", target=(PEOPLE,)), shooting("m2", "r2", target=(other,)))
    assert agreed == alone + 1.0


@pytest.mark.parametrize(
    "changes",
    [
        {"date": TUESDAY},
        {"mode": "explosives"},
        {"modality": "planned"},
        {"place": replace(VIGO, name="Bilbao", lat=43.26, lon=-2.93)},
    ],
)
def test_another_day_town_mode_or_world_is_another_happening(changes: dict[str, object]) -> None:
    assert alike(shooting("m1", "r1"), shooting("m2", "r2", **changes)) == 0.0  # type: ignore[arg-type]


def test_vague_mentions_lend_an_event_no_other_day() -> None:
    vague = shooting("m2", "r2", date=None, place=None)
    elsewhere = shooting("m3", "r3", date=TUESDAY)
    assert affinity(vague, [shooting("m1", "r1")]) >= JOIN_AT
    assert affinity(elsewhere, [shooting("m1", "r1"), vague]) == 0.0


def test_two_words_of_one_accuser_are_two_without_an_object_in_common() -> None:
    said = replace(member("m1", "r1", type=EventType.ACCUSE, mode=None), target=(), date=None, place=None)
    one = replace(said, terms=("army", "sleepi"))
    two = replace(said, id="m2", report=ReportId("r2"), terms=("diamon", "buyers", "arming", "rebels"))
    again = replace(two, terms=("army", "sleepi", "monday"))
    assert likeness(one, again) > likeness(one, two)
    assert alike(one, two) == 0.0
    assert alike(one, again) >= JOIN_AT


def test_the_best_telling_gives_the_sides_and_none_are_put_together() -> None:
    brief = shooting("m1", "r1", target=(PEOPLE,), place=None)
    full = replace(shooting("m2", "r2", target=(DOCKERS,)), source=(ActorId("gunman"),))
    [event] = track_events(
        track_events([], [brief], report=ReportId("r1"), story=STORY),
        [full],
        report=ReportId("r2"),
        story=STORY,
    )
    assert (event.source, event.target) == (("gunman",), ("d",))
    assert event.place == VIGO


def test_twins_of_two_stories_share_a_stated_day_and_town() -> None:
    def event(told: EventMember) -> Event:
        [one] = track_events([], [told], report=told.report, story=StoryId(f"story of {told.report}"))
        return one

    here = event(shooting("m1", "r1"))
    assert twins(here, event(shooting("m2", "r2")), ReportId("r2"), 0.5)
    assert not twins(here, event(shooting("m2", "r2", date=None)), ReportId("r2"), 0.5)
    assert not twins(here, event(shooting("m2", "r2", date=TUESDAY)), ReportId("r2"), 0.5)
    assert not twins(here, event(shooting("m2", "r2", place=None)), ReportId("r2"), 0.5)
    in_march = DateRange(start="2026-03", end="2026-03", precision="month")
    assert twins(here, event(shooting("m2", "r2", date=in_march)), ReportId("r2"), 0.9)
    assert not twins(here, event(shooting("m2", "r2", date=in_march)), ReportId("r2"), 0.5)
    assert not twins(here, event(shooting("m2", "r2", date=None)), ReportId("r2"), 0.9)


AT_HOME = replace(VIGO, geonames=1)


@pytest.mark.parametrize(
    ("later", "told_of"),
    [
        ({"home": AT_HOME}, ["one"]),  # a court report, months later, of the town's own shooting
        ({"home": replace(AT_HOME, name="Bilbao", lat=43.26, lon=-2.93)}, []),
        ({"home": None}, []),
        ({"home": None, "target": ("horry",), "nameless": ()}, ["one"]),  # the same victim
        ({"home": AT_HOME, "published": "2027-03-03"}, []),
        ({"home": AT_HOME, "mode": "heavy-weapons"}, []),  # done day by day
    ],
)
def test_a_deed_without_its_day_is_told_of_months_later(later: dict[str, object], told_of: list[str]) -> None:
    changes = {"date": None, "place": None, "published": "2026-06-30", **later}
    told = replace(shooting("m2", "r2"), **changes)  # type: ignore[arg-type] # changes fields by name
    first = replace(shooting("m1", "r1"), home=AT_HOME, mode=told.mode)
    first = replace(first, target=(ActorId("horry"),)) if "target" in later else first
    assert same_time(first, told) == same_time(told, first) == bool(told_of)


def test_one_deed_of_a_story_is_meant_whichever_telling_comes_first() -> None:
    vague, full = shooting("m1", "r1", date=None, place=None, mode=None), shooting("m2", "r2")
    for first, second in ((vague, full), (full, vague)):
        known = track_events([], [first], report=first.report, story=STORY)
        assert len(track_events(known, [second], report=second.report, story=STORY)) == 1


def test_those_hurt_by_one_deed_are_told_one_by_one() -> None:
    text = "A child was also shot in the hand."
    shot = EventMention(type=EventType.ASSAULT, mode=None, trigger=(), sentence=Span(0, len(text)))
    assert not is_another(text, shot)
    assert is_another(text, replace(shot, type=EventType.COERCE))
    assert is_another("A second man was shot.", replace(shot, sentence=Span(0, 22)))


MAN = Nameless(actor=ActorId("man"), noun="man", count=None)


def arrest(id_: str, report: str, target: Nameless | str, **changes: object) -> EventMember:
    """Return a mention of an invented arrest on a Monday, of somebody who is named or not."""
    told = replace(shooting(id_, report), type=EventType.COERCE, mode="arrest", place=None)
    if isinstance(target, Nameless):
        whom = replace(told, target=(target.actor,), nameless=(target,))
    else:
        whom = replace(told, target=(ActorId(target),), nameless=())
    return replace(whom, **changes)  # type: ignore[arg-type] # each test changes fields by name


def test_one_report_names_whom_another_calls_a_man_on_the_day_of_one_arrest() -> None:
    assert alike(arrest("m1", "r1", MAN), arrest("m2", "r2", "crabb")) >= JOIN_AT


@pytest.mark.parametrize(
    "other",
    [
        arrest("m2", "r2", "crabb", date=TUESDAY),
        arrest("m2", "r2", "crabb", date=None),
        arrest("m2", "r1", "crabb"),  # one report tells of two
        arrest("m2", "r2", "crabb", another=True),
    ],
)
def test_two_arrests_are_not_one_for_want_of_a_name(other: EventMember) -> None:
    assert alike(arrest("m1", "r1", MAN), other) < JOIN_AT


def test_what_somebody_is_accused_of_gives_no_sides_where_it_is_told_as_what_happened() -> None:
    plain = shooting("m1", "r1", target=(PEOPLE,))
    accused = replace(
        shooting("m2", "r2"), source=(ActorId("crabb"),), target=(ActorId("tillery"),), modality="alleged"
    )
    known = track_events([], [plain], report=ReportId("r1"), story=STORY)
    [event] = track_events(known, [accused], report=ReportId("r2"), story=STORY)
    assert (event.source, event.target) == ((), ("p",))


def test_the_words_of_a_mention_are_those_besides_its_doer_its_verb_and_its_day() -> None:
    text = "On Monday the bishop accused the army of sleeping."
    mention = EventMention(
        type=EventType.ACCUSE,
        mode=None,
        trigger=(Span(21, 28),),
        sentence=Span(0, len(text)),
        source_spans=(Span(14, 20),),
    )
    assert terms_of(text, mention) == ("army", "sleepi")


NUNS = Nameless(actor=ActorId("n"), noun="nun", count=4)
MINERS = Nameless(actor=ActorId("i"), noun="miner", count=3)
UNSET = {"date": None, "place": None}


def aged(id_: str, report: str, actor: str, years: float, **changes: object) -> EventMember:
    """Return a shooting whose one sufferer is of an age."""
    told = shooting(id_, report, target=(Nameless(actor=ActorId(actor), noun=f"noun of {actor}"),), **changes)
    return replace(told, ages=(Aged(actor, years),))


def test_two_callings_are_two_kinds_of_people_but_anybody_may_be_of_a_calling() -> None:
    nuns, miners = shooting("m1", "r1", target=(NUNS,)), shooting("m2", "r2", target=(MINERS,))
    people = shooting("m3", "r3", target=(PEOPLE,))
    assert alike(nuns, miners) < alike(nuns, people)
    assert alike(nuns, miners) >= JOIN_AT  # one day and one town speak louder
    assert alike(replace(nuns, **UNSET), replace(miners, place=None)) < JOIN_AT  # type: ignore[arg-type]


def test_one_age_is_one_person_whatever_each_text_calls_her() -> None:
    girl, toddler = aged("m1", "r1", "a", 22 / 12), aged("m2", "r2", "b", 1.833)
    assert shares_person(girl, toddler)
    assert alike(girl, toddler) > alike(girl, replace(toddler, ages=()))


@pytest.mark.parametrize(("one", "other"), [(3.0, 4.0), (0.5, 1.0), (17.0, 27.0)])
def test_another_age_is_another_person_unless_day_and_town_are_one(one: float, other: float) -> None:
    first, second = aged("m1", "r1", "a", one), aged("m2", "r2", "b", other)
    assert not shares_person(first, second)
    assert alike(first, replace(second, place=None)) < JOIN_AT
    assert alike(first, second) >= JOIN_AT  # a deed hurts more than one, told one by one


def test_texts_slip_by_a_year_in_the_age_of_the_grown() -> None:
    slip, other = aged("m2", "r2", "b", 41.0), aged("m3", "r3", "c", 52.0)
    told = aged("m1", "r1", "a", 40.0)
    assert alike(told, slip) > alike(told, other)


def test_towns_an_hour_apart_that_were_struck_one_night_are_as_many_happenings() -> None:
    near = replace(VIGO, name="Pontevedra", lat=42.43, lon=-8.64)
    far = replace(VIGO, name="Ourense", lat=42.34, lon=-7.86)
    strike = shooting("m1", "r1", mode="heavy-weapons", target=())
    assert alike(strike, replace(strike, id="m2", report=ReportId("r2"), place=near)) >= JOIN_AT
    assert alike(strike, replace(strike, id="m2", report=ReportId("r2"), place=far)) == 0.0


def test_who_was_shot_and_beaten_was_attacked_once() -> None:
    shot = shooting("m1", "r1", target=())
    beaten = replace(shot, id="m2", report=ReportId("r2"), mode="beat", target=(ActorId("bo venn"),))
    assert alike(replace(shot, target=(ActorId("bo venn"),)), beaten) >= JOIN_AT
    assert alike(replace(shot, target=(ActorId("ida roe"),)), beaten) == 0.0  # another way, another person
    assert alike(replace(shot, target=(ActorId("bo venn"),)), replace(beaten, mode="abduct")) == 0.0


def event_of(told: EventMember) -> Event:
    [one] = track_events([], [told], report=told.report, story=StoryId(f"story of {told.report}"))
    return one


def test_twins_may_name_the_town_in_their_words_where_no_place_was_read() -> None:
    here = event_of(shooting("m1", "r1", target=(PEOPLE,)))
    named = shooting("m2", "r2", target=(PEOPLE,), place=None, terms=("vigo", "harbou"))
    assert twins(here, event_of(named), ReportId("r2"), 0.5)
    assert not twins(here, event_of(replace(named, terms=("harbou",))), ReportId("r2"), 0.5)


def test_twins_without_a_day_share_a_person_in_one_town() -> None:
    here = event_of(shooting("m1", "r1", target=()))
    here = replace(here, members=(replace(here.members[0], target=(ActorId("bo venn"),)),))
    later = replace(shooting("m2", "r2", date=None), target=(ActorId("bo venn"),), published="2026-04-20")
    assert twins(here, event_of(later), ReportId("r2"), 0.5)
    assert not twins(here, event_of(replace(later, target=(ActorId("ida roe"),))), ReportId("r2"), 0.5)


def told_in_one_report(*members: EventMember) -> list[Event]:
    return track_events([], members, report=ReportId("r1"), story=StoryId("s"))


def test_what_a_report_goes_on_to_tell_is_of_the_one_deed_that_it_tells() -> None:
    first = shooting("m1", "r1", published="2026-07-20", target=(PEOPLE,))
    goes_on = replace(
        first, id="m2", span=Span(40, 60), target=(ActorId("bo venn"),), nameless=(), date=None, place=None
    )
    [event] = told_in_one_report(first, goes_on)
    assert [it.id for it in event.members] == ["m1", "m2"]


@pytest.mark.parametrize(
    "changes",
    [
        {"another": True},
        {"date": TUESDAY},
        {"attributed": True, "source": ("front",)},  # a claim is weighed by itself
        {"mode": "explosives"},
    ],
)
def test_but_not_what_is_a_second_one(changes: dict[str, object]) -> None:
    first = shooting("m1", "r1", published="2026-07-20", target=(PEOPLE,))
    base: dict[str, object] = {
        "id": "m2",
        "span": Span(40, 60),
        "target": ("bo venn",),
        "nameless": (),
        **UNSET,
    }
    second = replace(first, **(base | changes))  # type: ignore[arg-type] # each case changes fields by name
    assert len(told_in_one_report(first, second)) == 2


def test_of_two_deeds_in_one_report_it_is_not_known_which_goes_on() -> None:
    first = shooting("m1", "r1", published="2026-07-20")
    second = shooting("m2", "r1", published="2026-07-20", date=TUESDAY, span=Span(20, 30))
    third = shooting("m3", "r1", published="2026-07-20", span=Span(40, 60), date=None, place=None)
    assert len(told_in_one_report(first, second, third)) == 3


def test_one_name_is_one_town_in_a_story_and_may_be_two_in_two_stories() -> None:
    namesake = replace(VIGO, lat=5.0, lon=5.0, geonames=99)
    one, other = shooting("m1", "r1", place=VIGO), shooting("m2", "r2", place=namesake)
    assert alike(one, other) >= JOIN_AT
    assert not twins(event_of(one), event_of(other), ReportId("r2"), 1.0)


def test_twins_count_one_group_in_one_town_though_one_tells_only_when_it_was_told() -> None:
    told_of = DateRange(start="2026-03-01", end="2026-03-02", precision="day", basis="report")
    villagers = Nameless(actor=ActorId("v"), noun="villager", count=7)
    here = event_of(shooting("m1", "r1", target=(villagers,)))
    again = shooting("m2", "r2", target=(replace(villagers, actor=ActorId("w")),), date=told_of, mode=None)
    assert twins(here, event_of(again), ReportId("r2"), 0.5)
    fewer = replace(again, nameless=(replace(again.nameless[0], count=5),))
    assert not twins(here, event_of(fewer), ReportId("r2"), 0.5)
    assert not twins(here, event_of(replace(again, place=None)), ReportId("r2"), 0.5)
    two = replace(villagers, count=2)
    pair = shooting("m2", "r2", target=(replace(two, actor=ActorId("w")),), date=told_of, mode=None)
    assert not twins(event_of(shooting("m1", "r1", target=(two,))), event_of(pair), ReportId("r2"), 0.5)


def test_others_who_were_hurt_speak_against_one_deed_where_no_day_is_told() -> None:
    one = replace(shooting("m1", "r1", date=None), target=(ActorId("bo venn"),))
    other = replace(shooting("m2", "r2", date=None), target=(ActorId("ida roe"),))
    unnamed = replace(other, target=())
    assert alike(one, other) == alike(one, unnamed) - 1.0
    dated = [replace(it, date=MONDAY) for it in (one, other)]
    assert alike(*dated) == alike(dated[0], replace(dated[1], target=()))
    assert alike(one, replace(other, report=one.report)) == alike(one, replace(unnamed, report=one.report))


def test_a_headline_without_a_day_is_of_the_deed_that_its_own_report_dates() -> None:
    earlier = shooting("m0", "r0", date=replace(MONDAY, start="2026-02-28", end="2026-02-28"))
    earlier = replace(earlier, published="2026-03-01")
    known = track_events([], [earlier], report=ReportId("r0"), story=STORY)
    headline = shooting("m1", "r1", date=None, published="2026-03-03")
    lead = replace(shooting("m2", "r1"), span=Span(40, 60))
    events = track_events(known, [headline, lead], report=ReportId("r1"), story=STORY)
    assert [[it.id for it in event.members] for event in events] == [["m0"], ["m1", "m2"]]
