from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import (
    ActorId,
    Aged,
    DateRange,
    Event,
    EventId,
    EventMember,
    EventType,
    Nameless,
    OriginId,
    Place,
    ReportId,
    Span,
    StoryId,
    TextId,
)
from watchfloor.track.changes import event_changes
from watchfloor.track.events.disagreements import disagreements
from watchfloor.track.events.events import fold_event, move_events, track_events
from watchfloor.track.events.references import Pointing

DAY = DateRange(start="2026-03-06", end="2026-03-06", precision="day")
VIGO = Place(name="Vigo", country="ES", lat=42.23, lon=-8.72)
DUBLIN = Place(name="Dublin", country="IE", lat=53.35, lon=-6.26)


def member(id_: str = "m1", report: str = "r1", **changes: object) -> EventMember:
    base = EventMember(
        id=id_,
        report=ReportId(report),
        origin=OriginId(f"origin of {report}"),
        text_id=TextId(f"text of {report}"),
        outlet=None,
        published="2026-03-06",
        type=EventType.PROTEST,
        mode="demo",
        span=Span(0, 10),
        trigger=(Span(2, 5),),
        source=(ActorId("fishermen"),),
        place=VIGO,
        date=DAY,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def track(known: list[Event], *members: EventMember) -> list[Event]:
    return track_events(known, members, report=members[0].report, story=StoryId("s"))


def test_two_reports_of_one_happening_are_one_event_of_two_origins() -> None:
    [event] = track(track([], member()), member("m2", "r2"))
    assert event.id == "m1"
    assert len(event.evidence) == 2
    assert event.origins.own_voice == ("origin of r1", "origin of r2")


def test_who_tells_of_it_in_anothers_words_alone_is_no_voice_of_its_own() -> None:
    said, short = Span(0, 60), Span(0, 12)
    one = member("m1", "r1", telling="march 1", span=said)
    same = member("m2", "r2", telling="march 1", span=said)
    [event] = track(track([], one), same)
    assert event.origins.own_voice == ("origin of r1",)
    assert len(event.evidence) == 2
    [event] = track(track([], one), same, member("m3", "r2", telling="crowd 1", span=Span(60, 120)))
    assert event.origins.own_voice == ("origin of r1", "origin of r2")
    [event] = track(track([], replace(one, span=short)), replace(same, span=short))
    assert event.origins.own_voice == ("origin of r1", "origin of r2")  # few words are alike by chance


def test_an_outlet_that_edits_its_own_sentence_is_no_second_voice() -> None:
    terms = ("gunman", "opened", "fire", "meetin", "counci", "wounds")
    one = member("m1", "r1", outlet="Ledger", terms=terms)
    edited = member("m2", "r2", outlet="Ledger", terms=(*terms[:5], "killed", "second"))
    [event] = track(track([], one), edited)
    assert event.origins.own_voice == ("origin of r1",)
    [event] = track(track([], one), replace(edited, outlet="Post"))
    assert event.origins.own_voice == ("origin of r1", "origin of r2")


def test_other_days_places_types_and_actors_are_other_events() -> None:
    known = track([], member())
    for other in (
        member("m2", "r2", date=DateRange(start="2026-03-10", end="2026-03-10", precision="day")),
        member("m2", "r2", place=DUBLIN),
        member("m2", "r2", type=EventType.ASSAULT),
        member("m2", "r2", mode="riot"),
        member("m2", "r2", modality="threatened"),
        member("m2", "r2", source=("police",), target=("students",)),
    ):
        assert len(track(known, other)) == 2, other


def test_an_undated_mention_joins_the_event_of_the_days_before() -> None:
    known = track([], member())
    assert len(track(known, member("m2", "r2", date=None, published="2026-03-08"))) == 1
    assert len(track(known, member("m2", "r2", date=None, published="2026-04-20"))) == 2


def test_talks_are_one_event_whoever_is_named_first() -> None:
    talks = {"type": EventType.CONSULT, "mode": "visit"}
    known = track([], member(source=("spain",), target=("ireland",), **talks))
    assert len(track(known, member("m2", "r2", source=("ireland",), target=("spain",), **talks))) == 1


def test_accusations_in_both_directions_are_two_events() -> None:
    said = member(type=EventType.ACCUSE, mode="allege", countries=("ES", "IE"), place=None)
    known = track([], replace(said, source=(ActorId("spain"),), target=(ActorId("ireland"),)))
    for source, target, events in (("minister", "spain", 2), ("madrid", "ireland", 1)):
        other = replace(
            said, id="m2", report=ReportId("r2"), source=(ActorId(source),), target=(ActorId(target),)
        )
        assert len(track(known, other)) == events


def test_a_denial_joins_what_it_denies() -> None:
    [event] = track(
        track([], member()), member("m2", "r2", denied=True, attributed=True, claimant="ministry")
    )
    assert event.polarity == "asserted"
    assert event.origins.denied == ("origin of r2",)
    assert event.claimants == ("ministry",)
    [dispute] = disagreements(event)
    assert [(version.value, version.says) for version in dispute.versions] == [
        ("reported", ("origin of r1",)),
        ("denied", ("ministry",)),
    ]


def test_reading_a_report_again_replaces_its_own_members_only() -> None:
    known = track(track([], member()), member("m2", "r2"))
    [event] = track(known, member("m2", "r2", place=None))
    assert [m.report for m in event.members] == ["r1", "r2"]
    assert event.id == known[0].id


def test_reading_the_same_again_changes_nothing() -> None:
    known = track(track([], member()), member("m2", "r2"))
    again = track(known, member("m2", "r2"))
    assert again == known
    assert event_changes(known, again, known="2026-03-07") == []


def test_an_event_without_a_member_is_gone_and_said_to_be_withdrawn() -> None:
    known = track([], member())
    assert track_events(known, [], report=ReportId("r1"), story=StoryId("s")) == []
    assert [change.type for change in event_changes(known, [], known="2026-03-07")] == ["withdrawn"]


def test_changes_are_new_event_then_corroborated_then_denied() -> None:
    first = track([], member())
    second = track(first, member("m2", "r2"))
    third = track(second, member("m3", "r3", denied=True, attributed=True))
    kinds = [
        [change.type for change in event_changes(before, after, known="2026-03-07")]
        for before, after in (([], first), (first, second), (second, third))
    ]
    assert kinds == [["new event"], ["corroborated"], ["denied"]]


def test_a_copy_of_the_same_origin_corroborates_nothing() -> None:
    first = track([], member())
    second = track(first, member("m2", "r2", origin="origin of r1"))
    assert [change.type for change in event_changes(first, second, known="2026-03-07")] == []


@given(st.permutations(["r1", "r2", "r3", "r4"]))
def test_every_order_of_arrival_gives_the_same_groups(order: list[str]) -> None:
    members = {
        "r1": member("m1", "r1"),
        "r2": member("m2", "r2"),
        "r3": member("m3", "r3", place=DUBLIN, source=("nurses",)),
        "r4": member("m4", "r4", place=DUBLIN, source=("nurses",)),
    }
    known: list[Event] = []
    for report in order:
        known = track(known, members[report])
    assert {frozenset(m.report for m in event.members) for event in known} == {
        frozenset({"r1", "r2"}),
        frozenset({"r3", "r4"}),
    }


def test_an_event_goes_with_its_reports_to_another_story() -> None:
    known = track(track([], member()), member("m2", "r2"))
    moved = move_events(known, [], reports={ReportId("r1"), ReportId("r2")}, into=StoryId("other"))
    assert moved.left == ()
    assert [(event.id, event.story, len(event.members)) for event in moved.arrived] == [("m1", "other", 2)]


def test_where_only_some_reports_go_the_id_stays_with_the_others() -> None:
    known = track(track([], member()), member("m2", "r2"))
    moved = move_events(known, [], reports={ReportId("r2")}, into=StoryId("other"))
    assert [(event.id, event.story) for event in moved.left] == [("m1", "s")]
    assert [(event.id, event.story) for event in moved.arrived] == [("m2", "other")]


def test_an_event_of_which_only_weak_words_are_left_goes_with_the_last_of_its_reports() -> None:
    known = track(track([], member()), member("m2", "r2", grade="weak"))
    parted = move_events(known, [], reports={ReportId("r1")}, into=StoryId("other"))
    assert [[it.grade for it in event.members] for event in parted.left] == [["weak"]]
    moved = move_events(parted.left, parted.arrived, reports={ReportId("r2")}, into=StoryId("other"))
    assert moved.left == ()
    assert [member.id for event in moved.arrived for member in event.members] == ["m1", "m2"]


def test_what_fits_an_event_of_the_other_story_joins_it() -> None:
    known = track([], member("m2", "r2"))
    there = track_events([], [member("m1", "r1")], report=ReportId("r1"), story=StoryId("other"))
    moved = move_events(known, there, reports={ReportId("r2")}, into=StoryId("other"))
    assert moved.merged == {"m2": "m1"}
    assert [(event.id, len(event.members)) for event in moved.arrived] == [("m1", 2)]


def test_the_same_sentence_in_a_copy_is_the_same_event() -> None:
    def vague(id_: str, report: str) -> EventMember:
        return member(id_, report, source=(), place=None, date=None, mode=None, telling="the same words")

    assert len(track(track([], vague("m1", "r1")), vague("m2", "r2"))) == 1


def test_what_a_person_added_stays_when_its_report_is_read_again() -> None:
    by_hand = member("m9", "r1", type=EventType.AID, mode=None, by_desk=True)
    known = [*track([], member()), fold_event(EventId("m9"), StoryId("s"), (by_hand,))]
    assert known[1].by_desk == ("doer", "target", "place", "day", "type")
    again = track(known, member("m1", "r1"))
    assert {event.id for event in again} == {"m1", "m9"}
    [_, added] = track(again, member("m2", "r1", date=None))
    assert added.members == (by_hand,)


def assault(id_: str, report: str, **changes: object) -> EventMember:
    told = {"type": EventType.ASSAULT, "mode": "firearms", "source": (), "target": ()}
    return member(id_, report, **(told | changes))


OPEN: dict[str, object] = {"place": None, "date": None}
EVE = DateRange(start="2026-03-05", end="2026-03-05", precision="day")


def reports_of(events: list[Event]) -> list[set[str]]:
    return [{str(it.id) for it in event.members} for event in events]


def test_what_leaves_open_when_and_where_is_the_deed_that_its_own_report_tells() -> None:
    known = track([], assault("m1", "r1"))
    own, open_ = assault("m2", "r2", place=DUBLIN, date=EVE), assault("m3", "r2", **OPEN)
    assert reports_of(track(known, open_, own)) == [{"m1"}, {"m2", "m3"}]


def test_a_report_that_tells_of_no_other_deed_means_the_one_of_its_story() -> None:
    known = track([], assault("m1", "r1"))
    assert reports_of(track(known, assault("m3", "r2", **OPEN))) == [{"m1", "m3"}]


def test_whom_two_reports_name_is_one_whatever_else_the_second_tells() -> None:
    ana = (ActorId("ana"),)
    known = track([], assault("m1", "r1", target=ana))
    own, open_ = assault("m2", "r2", place=DUBLIN, date=EVE), assault("m3", "r2", target=ana, **OPEN)
    assert reports_of(track(known, own, open_)) == [{"m1", "m3"}, {"m2"}]


def test_one_of_another_age_is_not_hurt_by_a_deed_for_want_of_a_day_and_a_town() -> None:
    def hurt(years: float, id_: str, report: str, **changes: object) -> EventMember:
        who = ActorId(f"child of {report}")
        child = {
            "target": (who,),
            "nameless": (Nameless(actor=who, noun="child", count=None),),
            "ages": (Aged(who, years),),
        }
        return assault(id_, report, **(child | changes))

    known = track([], hurt(4.0, "m1", "r1", mode=None), assault("m2", "r1", place=None))
    assert reports_of(track(known, hurt(3.0, "m3", "r2", **OPEN))) == [{"m1", "m2"}, {"m3"}]
    assert reports_of(track(known, hurt(4.0, "m3", "r2", **OPEN))) == [{"m1", "m2", "m3"}]


def test_a_passage_points_at_the_deed_that_its_own_report_tells() -> None:
    known = track([], assault("m1", "r1"))
    own = assault("m2", "r2", place=DUBLIN, date=EVE, span=Span(20, 30))
    words = assault("m3", "r2", pointing=True, grade="weak", span=Span(40, 50), **OPEN)
    pointing = Pointing(member=words, definite=True, cast=frozenset(), counts=frozenset())
    told = track_events(known, (own,), report=own.report, story=StoryId("s"), pointings=(pointing,))
    assert reports_of(told) == [{"m1"}, {"m2"}]
    dated = Pointing(member=replace(words, date=DAY), definite=True, cast=frozenset(), counts=frozenset())
    told = track_events(known, (own,), report=own.report, story=StoryId("s"), pointings=(dated,))
    assert reports_of(told) == [{"m1", "m3"}, {"m2"}]
