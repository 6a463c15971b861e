"""As of T is what the floor showed at T, whatever came, merged or split later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.floor import admit, arrived, clock, rendition
from watchfloor.errors import StoreError, UsageError
from watchfloor.model import Membership, OriginId, Reason, Report, ReportId, Story, StoryId
from watchfloor.store import Store
from watchfloor.store.moments import instant, last_instant, shown

pytestmark = pytest.mark.usefixtures("each_backend")


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.memory(clock=clock) as made:
        yield made


def story(story_id: str, *reports: str) -> Story:
    return Story(
        id=StoryId(story_id),
        title=story_id,
        reports=tuple(map(ReportId, reports)),
        origins=len(reports),
        first=None,
        last=None,
    )


def save(store: Store, moment: str, *stories: Story) -> None:
    with store.admission(arrived=moment, kind="act", what="test") as admission:
        for one in stories:
            admission.save_story(one)


def test_every_reader_shows_the_floor_as_it_stood(store: Store) -> None:
    for number in range(8):
        admit(store, number)
    for number in range(8):
        then = Store.memory(clock=clock)
        for earlier in range(number + 1):
            admit(then, earlier)
        at = arrived(number)
        assert store.stories(as_of=at) == then.stories()
        assert store.events(as_of=at) == then.events()
        assert store.reports(as_of=at) == then.reports()
        assert store.renditions(as_of=at) == then.renditions()
        assert store.actors(as_of=at) == then.actors()
        assert store.changes(as_of=at) == then.changes()
        assert store.alerts(as_of=at) == then.alerts()
        assert store.deliveries(as_of=at) == then.deliveries()
        assert store.counts(as_of=at) == then.counts()
        assert list(store.readings(as_of=at)) == list(then.readings())
        assert {hit.text_id for hit in store.search("harbour board", as_of=at)} == {
            hit.text_id for hit in then.search("harbour board")
        }
        assert store.counts(as_of=number + 1) == then.counts()
        then.close()
    assert store.counts(as_of="2026-01-31")["rendition"] == 0
    assert store.stories(as_of=0) == []


def test_changes_since_include_the_moment_itself(store: Store) -> None:
    for number in range(4):
        admit(store, number)
    assert len(store.changes()) == 4
    assert len(store.changes(arrived(2))) == 2
    assert len(store.changes("2026-02-01")) == 4
    assert len(store.changes("2026-02-02")) == 0
    assert len(store.changes(1, as_of=3)) == 2
    about = store.changes()[0].about
    assert store.changes(about=about) == store.changes()


def test_a_report_that_moves_leaves_its_story_only_from_then_on(store: Store) -> None:
    save(store, "2026-02-01", story("a", "r1", "r2"), story("b", "r3"))
    save(store, "2026-02-02", story("a", "r1"), story("b", "r3", "r2"))
    assert store.whole_of("report", "r2") == "b"
    assert store.whole_of("report", "r2", as_of="2026-02-01") == "a"
    assert [it.reports for it in store.stories(as_of="2026-02-01")] == [("r1", "r2"), ("r3",)]
    assert [it.reports for it in store.stories()] == [("r1",), ("r3", "r2")]


def test_a_merge_leaves_a_redirect_and_can_be_undone(store: Store) -> None:
    save(store, "2026-02-01", story("old", "r1"), story("new", "r2"))
    with store.admission(arrived="2026-02-02", kind="act", what="merge") as admission:
        admission.save_story(story("old", "r1", "r2"))
        admission.record_redirect("story", "new", "old", Reason.said("the same strike"))
    merged = store.story(StoryId("new"))
    assert merged is not None
    assert (merged.id, merged.reports) == ("old", ("r1", "r2"))
    assert store.stories() == [merged]
    assert store.stories(as_of="2026-02-01") == [story("old", "r1"), story("new", "r2")]
    assert store.story(StoryId("new"), as_of="2026-02-01") == story("new", "r2")
    assert store.redirects()[0].reason.words == "the same strike"
    assert store.redirects(as_of="2026-02-01") == []
    save(store, "2026-02-03", story("old", "r1"), story("new", "r2"))
    assert store.resolve("story", "new") == "new"
    assert store.resolve("story", "new", as_of="2026-02-02") == "old"
    assert store.stories() == [story("old", "r1"), story("new", "r2")]


def test_redirects_that_run_in_a_circle_end(store: Store) -> None:
    with store.admission(arrived="2026-02-01", kind="act", what="merge") as admission:
        admission.record_redirect("story", "a", "b", Reason.said(""))
        admission.record_redirect("story", "b", "a", Reason.said(""))
    assert store.story(StoryId("a")) is None
    with (
        pytest.raises(StoreError, match="cannot be merged"),
        store.admission(arrived="2026-02-01", kind="act", what="merge") as admission,
    ):
        admission.record_redirect("story", "a", "a", Reason.said(""))


def test_history_tells_when_each_value_was_held(store: Store) -> None:
    for day in ("2026-02-01", "2026-02-02", "2026-02-04"):
        save(store, day, replace(story("s", "r1"), title=day))
    assert [(it.value.title, it.known, it.until) for it in store.history("story", "s")] == [
        ("2026-02-01", "2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z"),
        ("2026-02-02", "2026-02-02T00:00:00Z", "2026-02-04T00:00:00Z"),
        ("2026-02-04", "2026-02-04T00:00:00Z", None),
    ]


def test_a_story_keeps_its_place_when_it_changes(store: Store) -> None:
    save(store, "2026-02-01", story("first", "r1"), story("second", "r2"))
    save(store, "2026-02-02", story("first", "r1", "r3"))
    assert [it.id for it in store.stories()] == ["first", "second"]


def test_a_new_rendition_joins_its_report_from_then_on(store: Store) -> None:
    memberships = tuple(
        Membership(id=rendition(number).id, text_id=rendition(number).text_id, relation="rendition")
        for number in range(2)
    )
    for number in range(2):
        with store.admission(arrived=f"2026-02-0{number + 1}", kind="rendition", what="") as admission:
            admission.save_rendition(rendition(number))
            admission.save_report(
                Report(
                    id=ReportId("r"),
                    text_id=rendition(0).text_id,
                    versions=(rendition(0).text_id,),
                    renditions=memberships[: number + 1],
                    origin=OriginId("o"),
                )
            )
    assert len(store.renditions(report=ReportId("r"))) == 2
    assert len(store.renditions(report=ReportId("r"), as_of="2026-02-01")) == 1
    assert store.members("origin", "o") == ["r"]


STORIES, REPORTS = ("a", "b", "c"), ("r1", "r2", "r3", "r4")
SAVES = st.tuples(
    st.sampled_from(STORIES), st.lists(st.sampled_from(REPORTS), unique=True), st.sampled_from(["x", "y"])
)
MERGES = st.tuples(st.sampled_from(STORIES), st.sampled_from(STORIES)).filter(lambda pair: pair[0] != pair[1])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(SAVES | MERGES, min_size=1, max_size=3), min_size=1, max_size=8))
def test_whatever_is_saved_and_merged_the_past_stays(admissions: list[list[tuple[str, ...]]]) -> None:
    titles: dict[str, str] = {}
    members: dict[str, list[str]] = {name: [] for name in STORIES}
    seen: dict[int, dict[str, tuple[str, tuple[str, ...]]]] = {}
    with Store.memory(clock=clock) as store:
        for acts in admissions:
            with store.admission(arrived="2026-02-01", kind="act", what="test") as admission:
                for act in acts:
                    if len(act) == 2:
                        admission.record_redirect("story", act[0], act[1], Reason.said(""))
                        titles.pop(act[0], None)
                        continue
                    name, reports, title = act
                    admission.save_story(replace(story(name, *reports), title=title))
                    titles[name] = title
                    for other in STORIES:
                        members[other] = [it for it in members[other] if it not in reports]
                    members[name] = list(reports)
            seen[store.last_sequence()] = {name: (titles[name], tuple(members[name])) for name in titles}
        for sequence, expected in seen.items():
            assert {it.id: (it.title, it.reports) for it in store.stories(as_of=sequence)} == expected
        assert {it.id: (it.title, it.reports) for it in store.stories()} == expected


def test_clocks_that_go_back_never_change_what_was_known(store: Store) -> None:
    save(store, "2026-02-05", story("live", "r1"))
    save(store, "2020-01-01", story("archive", "r2"))
    assert store.moment_of(2) == "2026-02-05T00:00:00Z"
    assert store.stories(as_of="2020-06-01") == []
    assert store.sequence_at("2026-02-05") == 2
    assert store.moment_of(3) is None


@pytest.mark.parametrize(
    ("moment", "first", "last"),
    [
        ("2026-01-27", "2026-01-27T00:00:00.000000Z", "2026-01-27T23:59:59.999999Z"),
        ("2026-01-27T06:00", "2026-01-27T06:00:00.000000Z", "2026-01-27T06:00:00.000000Z"),
        ("2026-01-27T06:00:00Z", "2026-01-27T06:00:00.000000Z", "2026-01-27T06:00:00.000000Z"),
        ("2026-01-27T06:00:00.25+02:00", "2026-01-27T04:00:00.250000Z", "2026-01-27T04:00:00.250000Z"),
        ("0001-01-01", "0001-01-01T00:00:00.000000Z", "0001-01-01T23:59:59.999999Z"),
    ],
)
def test_moments_have_one_form(moment: str, first: str, last: str) -> None:
    assert (instant(moment), last_instant(moment)) == (first, last)


@pytest.mark.parametrize("moment", ["", "soon", "2026-02-31", "9999-12-31T23:00:00-05:00", "2026-01", "\0"])
def test_what_is_no_moment_is_refused(moment: str) -> None:
    with pytest.raises(UsageError, match="no moment"):
        instant(moment)


@settings(max_examples=100)
@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_text_order_is_time_order(one: object, other: object) -> None:
    try:
        written = [instant(str(one)), instant(str(other))]
    except UsageError:
        return  # the first and last hours of the calendar in some zones
    assert (written[0] < written[1]) == (one < other)  # type: ignore[operator]
    assert instant(shown(written[0])) == written[0]
