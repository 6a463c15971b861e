"""When a deed happened that no clause dates: on the day that its report is about, or nobody knows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.track.events.test_identity import shooting
from watchfloor.model import (
    DateRange,
    EventMention,
    EventType,
    Findings,
    OriginId,
    Span,
    TextId,
    TimeMention,
    TimeType,
)
from watchfloor.track.report_days import dated, day_of_report, may_be_on

MONDAY = "2026-03-02"
TUESDAY = "2026-03-03"


def found(text: str, *times: tuple[str, str], published: str | None = "2026-03-04T09:00:00Z") -> Findings:
    """Return the findings of a report of a Wednesday, with what some of its words mean."""
    mentions = tuple(
        TimeMention(
            span=Span(text.index(words), text.index(words) + len(words)), type=_type_of(value), value=value
        )
        for words, value in times
    )
    return Findings(text_id=TextId("t"), language="en", extractor="1", times=mentions, published=published)


def _type_of(value: str) -> TimeType:
    return "TIME" if "T" in value else "DATE"


@pytest.mark.parametrize(
    ("text", "times", "day"),
    [
        ("Officers were called at 9 p.m. Monday.", {"9 p.m. Monday": "2026-03-02T21:00"}, MONDAY),
        ("It happened on Monday.", {"Monday": MONDAY}, MONDAY),
        (
            "A man was found shot Monday night. He died Tuesday.",
            {"Monday night": "2026-03-02TNI", "Tuesday": TUESDAY},
            MONDAY,
        ),
        ("A suspect was arrested on Monday.", {"Monday": MONDAY}, None),
        ("Posted: Monday. A man was shot.", {"Monday": MONDAY}, None),
        ("He was shot at 9 p.m. and died.", {"9 p.m.": "2026-03-04T21:00"}, None),
        ("It happened on Monday. It happened on Tuesday.", {"Monday": MONDAY, "Tuesday": TUESDAY}, None),
        ("A man was convicted of a murder. It happened on Monday.", {"Monday": MONDAY}, None),
        ("It happened on Monday, Jan. 5.", {"Monday, Jan. 5": "2026-01-05"}, None),
        (
            "The shooting happened on Monday. A vigil is planned for Wednesday night.",
            {"Monday": MONDAY, "Wednesday night": "2026-03-04TNI"},
            MONDAY,
        ),
    ],
)
def test_the_day_that_a_report_is_about(text: str, times: dict[str, str], day: str | None) -> None:
    assert day_of_report(found(text, *times.items()), text) == day


def test_a_report_without_a_date_is_about_no_day() -> None:
    text = "It happened on Monday."
    assert day_of_report(found(text, ("Monday", MONDAY), published=None), text) is None


def test_a_deed_whose_sentence_tells_a_time_is_not_of_the_day_of_its_report() -> None:
    text = "A man was shot in January."
    mention = EventMention(type=EventType.ASSAULT, mode=None, trigger=(), sentence=Span(0, len(text)))
    assert not may_be_on(mention, found(text, ("January", "2026-01")))
    assert may_be_on(mention, found(text))
    assert not may_be_on(replace(mention, type=EventType.ACCUSE), found(text))
    assert not may_be_on(replace(mention, modality="planned"), found(text))


def date_of(*told: DateRange | None, days: tuple[str | None, ...]) -> DateRange | None:
    members = [
        replace(shooting(f"m{index}", f"r{index}"), date=date, home_day=day, origin=OriginId(f"o{index}"))
        for index, (date, day) in enumerate(zip(told, days, strict=True))
    ]
    return dated(members, members)


def test_what_a_clause_dates_stays_on_its_day() -> None:
    stated = DateRange(start="2026-03-01", end="2026-03-01", precision="day")
    assert date_of(stated, None, days=(None, MONDAY)) == stated


def test_what_no_clause_dates_is_of_the_day_that_its_reports_are_about_and_says_so() -> None:
    inferred = DateRange(start=MONDAY, end=MONDAY, precision="day", basis="report")
    assert date_of(None, days=(MONDAY,)) == inferred
    assert date_of(None, None, None, days=(MONDAY, MONDAY, "2026-03-01")) == inferred
    month = DateRange(start="2026-03", end="2026-03", precision="month")
    assert date_of(month, days=(MONDAY,)) == inferred
    other = replace(month, start="2025-01", end="2025-01")
    assert date_of(other, days=(MONDAY,)) == other
    assert date_of(None, days=(None,)) is None
