"""Titles are chosen from headlines, and stay unless another is clearly better."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import UNTITLED, OriginId, Part, RenditionId, Report, ReportId, StoryId, TextId
from watchfloor.track.stories.titles import story_of, title_of

STORY = StoryId("s")


def report(number: int, title: str | None, *, origin: str | None = None, day: str = "2026-05-01") -> Report:
    return Report(
        id=ReportId(f"r{number}"),
        text_id=TextId(f"t{number}"),
        versions=(),
        renditions=(),
        origin=OriginId(origin or f"o{number}"),
        title=Part(value=title, rendition=RenditionId("x"), how="headline") if title is not None else None,
        published=Part(value=f"{day}T{number % 24:02}:00:00Z", rendition=RenditionId("x"), how="feed"),
    )


STRIKE = [
    "Ferry crews walk out at Lastonbury",
    "Lastonbury ferry crews strike over rosters",
    "Ferry strike: crews at Lastonbury walk out over rosters",
    "Islanders wait for bread",
]


def test_the_headline_that_the_others_share_most_is_chosen() -> None:
    reports = [report(number, title) for number, title in enumerate(STRIKE)]
    assert title_of(reports) == STRIKE[2]


@pytest.mark.parametrize(
    "poor",
    [
        "Live: Lastonbury ferry crews strike over rosters at Lastonbury",
        "Video | Lastonbury ferry crews strike over rosters and walk out",
        "Lastonbury ferry crews strike over rosters and walk …",
        "Ferry strike",
        "01 / 05 / 2026-Lastonbury ferry crews strike over rosters",
    ],
)
def test_labels_cuts_and_stubs_come_last(poor: str) -> None:
    reports = [report(number, title) for number, title in enumerate([poor, *STRIKE[:2]])]
    assert title_of(reports) in STRIKE


def test_an_originals_headline_goes_before_its_copys() -> None:
    reports = [
        report(0, "Ferry crews at Lastonbury strike over rosters", origin="wire"),
        report(1, "Ferry crews at Lastonbury strike over new rosters", origin="wire"),
        report(2, "New rosters: ferry crews at Lastonbury strike"),
    ]
    assert title_of(reports) != "Ferry crews at Lastonbury strike over new rosters"


def test_a_title_stays_unless_another_is_clearly_better() -> None:
    first = [report(0, STRIKE[0])]
    story = story_of(STORY, first)
    assert story.title == STRIKE[0]
    grown = [*first, report(1, STRIKE[1]), report(2, STRIKE[2])]
    assert story_of(STORY, grown, story).title == STRIKE[0]
    away = story_of(
        STORY,
        [report(0, "Islanders wait for bread"), *grown[1:]],
        story_of(STORY, [report(0, "Islanders wait for bread")]),
    )
    assert away.title in STRIKE[1:3]
    gone = story_of(STORY, grown[1:], story)
    assert gone.title in STRIKE[1:3]


def test_without_headlines_there_is_none() -> None:
    assert story_of(STORY, [report(0, None)]).title == UNTITLED


@given(st.lists(st.text(max_size=40), max_size=6))
def test_any_headlines_give_one_of_them(titles: list[str]) -> None:
    chosen = title_of([report(number, title) for number, title in enumerate(titles)])
    assert chosen in titles if titles else chosen is None
