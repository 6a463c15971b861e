"""Weekdays with their weeks, days ahead, hours told twice, impossible days, ranges, sets, no years."""

from __future__ import annotations

import pytest

from tests.faults.trials import Read, inputs_of, read

WEDNESDAY = "2026-03-11"


def values(found: Read) -> list[str]:
    """Return the values of a text's times, in order."""
    return [time.value for time in found[1].times]


def days(found: Read) -> list[str | None]:
    """Return the first days of a text's events."""
    return [event.date.start if event.date else None for event in found[1].events]


def test_033_a_weekday_belongs_to_the_week_beside_it() -> None:
    found = inputs_of("033")
    assert [values(one) for one in found] == [
        ["2026-03-03"],
        ["2026-03-02"],
        ["2026-03-19"],
        ["2026-03-02"],
        ["2026-02-26"],
    ]
    assert [days(one) for one in found[:2]] == [["2026-03-03"], ["2026-03-02"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge fell on Friday of last week.", ["2026-03-06"]),
        ("The bridge fell last week on Friday.", ["2026-03-06"]),
        ("Talks open next week on Monday.", ["2026-03-16"]),
        ("The court sits on Friday this week.", ["2026-03-13"]),
        ("He left three weeks ago on Sunday.", ["2026-02-22"]),
        ("The vote is Monday week.", ["2026-03-23"]),
        ("It began on the Tuesday before last.", ["2026-03-03"]),
        ("It fell on Tuesday morning last week.", ["2026-03-03TMO"]),
        ("The bridge fell last week. Friday's storm was worse.", ["2026-W10", "2026-03-06"]),
    ],
)
def test_033_variants(text: str, expected: list[str]) -> None:
    assert values(read(text, WEDNESDAY)) == expected


def test_034_what_is_put_off_lies_ahead() -> None:
    assert [values(one) for one in inputs_of("034")] == [
        ["2026-02-23"],
        ["2026-02-26"],
        ["2026-02-27"],
        ["2026-02-25"],
        ["2026-02-23"],
        ["2026-02-26"],
        ["2026-02-25"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The trial was adjourned until Thursday.", "2026-03-12"),
        ("The match was moved to Friday.", "2026-03-13"),
        ("The launch had been delayed until Monday.", "2026-03-16"),
        ("He was remanded in custody until Tuesday.", "2026-03-17"),
        ("The governor pushed the vote back to Sunday.", "2026-03-15"),
        ("Unions have called a general strike for Friday.", "2026-03-13"),
        ("The court scheduled a hearing for Monday.", "2026-03-16"),
        ("The verdict is expected on Friday.", "2026-03-13"),
        ("He was arrested for Monday's attack.", "2026-03-09"),
        ("The strike was held on Monday.", "2026-03-09"),
        ("He moved to Oslo on Friday.", "2026-03-06"),
    ],
)
def test_034_variants(text: str, expected: str) -> None:
    assert values(read(text, WEDNESDAY)) == [expected]


def test_035_an_hour_told_twice_is_of_the_day_behind_it() -> None:
    found = inputs_of("035")
    assert [values(one) for one in found] == [
        ["2026-03-10T15:30"],
        ["2026-03-09T04:17"],
        ["2026-03-08T15:30"],
        ["2026-03-07T07:00"],
        ["2026-03-09", "2026-03-09T17:00"],
    ]
    assert days(found[2]) == ["2026-03-08"]
    for text, findings in found:
        assert all(time.span.of(text).count("(") == time.span.of(text).count(")") for time in findings.times)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bomb went off at 9 p.m. (2000 GMT) on Monday.", ["2026-03-09T21:00"]),
        ("Voting ended at 18:00 (1600 GMT) Sunday.", ["2026-03-08T18:00"]),
        ("The ship sank at 0410 GMT on Tuesday.", ["2026-03-10T04:10Z"]),
        ("It began at 6:15 a.m. (11:15 UTC) yesterday.", ["2026-03-10T06:15"]),
        ("It began in the harbour (1330 GMT) on Tuesday.", ["2026-03-10T13:30Z", "2026-03-10"]),
    ],
)
def test_035_variants(text: str, expected: list[str]) -> None:
    assert values(read(text, WEDNESDAY)) == expected


def test_036_days_that_do_not_exist_are_their_month() -> None:
    assert [values(one) for one in inputs_of("036")] == [
        ["2015-02", "2025-06"],
        ["2024-04"],
        ["2024-02"],
        ["2025-02", "2024-02-29"],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is dated 31 September 2023.", ["2023-09"]),
        ("It is dated February 30, 2020.", ["2020-02"]),
        ("It is dated 31/11/2022.", ["2022-11"]),
        ("It is dated 2023-11-31.", ["2023-11"]),
        ("It is dated 29 February 2100.", ["2100-02"]),
        ("It was signed on 31 June.", ["2025-06"]),
    ],
)
def test_036_variants(text: str, expected: list[str]) -> None:
    assert values(read(text, WEDNESDAY)) == expected


def test_037_dates_with_named_months_are_one() -> None:
    assert [values(one) for one in inputs_of("037")] == [
        ["2012-11-19", "2020-03-03"],
        ["2012-11-19", "2020-03-03", "2021-04-12"],
        ["2012-11-19", "2012-11-19", "2012-11-19"],
    ]


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("07-Jan-2014", "2014-01-07"),
        ("7-January-2014", "2014-01-07"),
        ("7/Jan/2014", "2014-01-07"),
        ("Jan-07-2014", "2014-01-07"),
        ("07-Jan-14", "2014-01-07"),
        ("2014.01.07", "2014-01-07"),
    ],
)
def test_037_variants(date: str, expected: str) -> None:
    assert values(read(f"The deal was signed on {date}.", WEDNESDAY)) == [expected]


def test_038_numbers_of_things_are_no_years() -> None:
    assert [values(one) for one in inputs_of("038")] == [[], [], [], [], []]


@pytest.mark.parametrize(
    "text",
    [
        "Train 1987 left the track.",
        "The squad counted 1975 refugees.",
        "Decree No. 2011 was read out.",
        "Case 2019 was closed.",
        "The camp holds 2025 prisoners.",
    ],
)
def test_038_variants(text: str) -> None:
    assert values(read(text, WEDNESDAY)) == []


@pytest.mark.parametrize(
    "text", ["The bridge fell in 1998.", "The 2011 protests failed.", "He left Oslo in 2014."]
)
def test_038_years_stay_years(text: str) -> None:
    assert len(values(read(text, WEDNESDAY))) == 1


def test_039_the_first_of_a_range_has_the_year_of_the_last() -> None:
    found = inputs_of("039")
    assert [values(one) for one in found] == [
        ["2025-01", "2025-03"],
        ["2024-06", "2024-08"],
        ["2024-12", "2025-02"],
        ["2025-05-03", "2025-05-05"],
    ]
    assert days(found[0]) == ["2025-01"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It ran from April through June 2023.", ["2023-04", "2023-06"]),
        ("It ran from November to February 2024.", ["2023-11", "2024-02"]),
        ("It was shut in May, June and July 2022.", ["2022-05", "2022-06", "2022-07"]),
        ("It ran from 28 April to 3 May 2021.", ["2021-04-28", "2021-05-03"]),
        ("They met between 7 and 9 June 2024.", ["2024-06-07", "2024-06-09"]),
    ],
)
def test_039_variants(text: str, expected: list[str]) -> None:
    assert values(read(text, WEDNESDAY)) == expected


def test_040_days_of_a_set_are_a_set() -> None:
    found = inputs_of("040")[0]
    assert [time.type for time in found[1].times] == ["SET"] * 4
    assert values(found) == ["XXXX-WXX-2", "XXXX-WXX-5", "XXXX-WXX-1", "XXXX-WXX-3"]


@pytest.mark.parametrize(
    "text",
    [
        "The market opens every Monday and Thursday.",
        "Trains run each Saturday or Sunday.",
        "Vigils are held every Monday, Wednesday and Friday.",
        "Markets open on Mondays and Thursdays.",
    ],
)
def test_040_variants(text: str) -> None:
    assert {time.type for time in read(text, WEDNESDAY)[1].times} == {"SET"}


def test_041_days_of_this_month_and_of_the_last() -> None:
    assert [values(one) for one in inputs_of("041")] == [["2026-03-02"], ["2026-02-28", "2026-03-15"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The truce began on the 5th of last month.", ["2026-02-05"]),
        ("The truce ends on the 20th of next month.", ["2026-04-20"]),
        ("The truce ends on the 25th.", ["2026-03-25"]),
        ("They met on 3rd of this month.", ["2026-03-03"]),
        ("It was signed on the 30th of last month.", ["XXXX-XX-XX"]),
    ],
)
def test_041_variants(text: str, expected: list[str]) -> None:
    assert values(read(text, WEDNESDAY)) == expected


def test_042_may_is_a_verb_and_a_name() -> None:
    (text, findings), *_ = inputs_of("042")
    assert [time.span.of(text) for time in findings.times] == ["May"]


def test_043_first_and_second_are_no_times() -> None:
    assert values(inputs_of("043")[0]) == []


def test_044_last_night_and_its_number() -> None:
    found = inputs_of("044")[0]
    assert values(found) == ["2026-03-10TNI"]
    assert [number.value for number in found[1].quantities] == [26]


def test_045_weeks_at_the_turn_of_a_year() -> None:
    assert values(inputs_of("045")[0]) == ["2021-W01", "2020-W52", "2020-W53"]


def test_046_last_next_and_this_weekday() -> None:
    assert values(inputs_of("046")[0]) == ["2026-03-06", "2026-03-17", "2026-03-14"]


def test_047_parts_of_tomorrow_and_yesterday() -> None:
    assert values(inputs_of("047")[0]) == ["2026-03-12TAF", "2026-03-10TMO"]


def test_048_decades_and_centuries_are_one_expression_each() -> None:
    assert [len(values(one)) for one in inputs_of("048")] == [3, 2]


def test_049_american_and_european_dates() -> None:
    assert values(inputs_of("049")[0]) == ["2026-05-17", "2026-05-17"]
