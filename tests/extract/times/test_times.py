"""Times: expressions found in sentences, and their values for a day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.extract.article import Context, Parser
from watchfloor.extract.quantities.numerals import number_of, ordinal_of
from watchfloor.extract.times.finder import find_times, resolve_time
from watchfloor.extract.times.patterns import candidates
from watchfloor.extract.times.values import easter_sunday, resolve_expression
from watchfloor.model import TimeMention

PUBLISHED = "2024-05-15"  # a Wednesday


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def times_in(parser: Parser, text: str, published: str | None = PUBLISHED) -> tuple[TimeMention, ...]:
    with parser.parse(text, context=Context(published=published)) as article:
        return find_times(article)


def read(parser: Parser, text: str, published: str | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(time.span.of(text), time.value) for time in times_in(parser, text, published)]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("pub 0D", "2024-05-15"),
        ("pub -1Y in:06", "2023-06"),
        ("pub last:w3", "2024-05-15"),
        ("pub before:w3", "2024-05-08"),
        ("pub after:w3", "2024-05-22"),
        ("pub next:w1", "2024-05-20"),
        ("pub last:12-28", "2023-12-28"),
        ("pub last:12-28 +2D", "2023-12-30"),
        ("pub next:02-29", "2028-02-29"),
        ("pub -1W", "2024-W19"),
        ("pub 0E", "2024-W20-WE"),
        ("pub -1Q", "2024-Q1"),
        ("pub -1Y in:Q4", "2023-Q4"),
        ("pub -2A", "200"),
        ("pub last:SU", "2023-SU"),
        ("pub 0D at:TMO", "2024-05-15TMO"),
        ("pub last:easter-2", "2024-03-29"),
        ("pub next:thanksgiving", "2024-11-28"),
        ("2016 in:fathers", "2016-06-19"),
        ("2016 in:mothers", "2016-05-08"),
        ("2016 in:memorial", "2016-05-30"),
        ("2021 in:memorial", "2021-05-31"),
        ("2015 in:labor", "2015-09-07"),
        ("2018 in:kingday", "2018-01-15"),
        ("2018 in:presidents", "2018-02-19"),
        ("2019-03-03 +2W", "2019-W11"),
        ("2019-03-03 0M", "2019-03"),
        ("PT24H", "PT24H"),
        ("pub last:12-281", "2023-12-28"),  # a Monday on no such day within a year: the step decides
        ("pub last:05-164", "2024-05-16"),
        ("pub next:05-105", "2024-05-10"),
        ("pub near:02-294", "2024-02-29"),
        ("pub ahead:05-10", "2024-05-10"),
        ("pub ahead:01-10", "2025-01-10"),
        ("2009-Q3 -1y", "2008-Q3"),
        ("pub -9000Y", "XXXX-XX-XX"),
        ("nonsense 0Y", "XXXX-XX-XX"),
    ],
)
def test_expressions_resolve(expression: str, value: str) -> None:
    assert resolve_expression(expression, PUBLISHED) == value


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("pub last:12-28", "XXXX-12-28"),
        ("pub 0Y", "XXXX"),
        ("pub -1Y in:06", "XXXX-06"),
        ("pub -1M", "XXXX-XX"),
        ("pub 0W", "XXXX-WXX"),
        ("pub 0D at:TMO", "XXXX-XX-XXTMO"),
        ("pub last:w2", "XXXX-XX-XX"),
        ("2019-03-03 +1D", "2019-03-04"),
    ],
)
def test_without_a_date_the_unknown_is_x(expression: str, value: str) -> None:
    assert resolve_expression(expression, None) == value
    assert resolve_expression(expression, "yesterday") == value


@given(
    st.dates(min_value=date(1000, 1, 1), max_value=date(9000, 1, 1)),
    st.sampled_from(
        [
            "w1",
            "w7",
            "06",
            "12-28",
            "02-29",
            "d31",
            "Q3",
            "H2",
            "SU",
            "WI",
            "WE",
            "easter",
            "thanksgiving",
            "memorial",
        ]
    ),
)
@settings(max_examples=60)
def test_last_and_next_enclose_the_day(day: date, target: str) -> None:
    published = day.isoformat()
    last = resolve_expression(f"pub last:{target}", published)
    coming = resolve_expression(f"pub after:{target}", published)
    assert "XXXX" not in last
    assert last != coming
    if len(last) == 10 and last[-2:].isdigit():
        assert last <= published < coming


@given(st.text(max_size=30), st.one_of(st.none(), st.text(max_size=12)))
@settings(max_examples=80)
def test_any_expression_gives_some_value(expression: str, published: str | None) -> None:
    assert isinstance(resolve_expression(expression, published), str)


def test_easter_is_a_sunday_in_spring() -> None:
    assert easter_sunday(2024) == date(2024, 3, 31)
    assert all(easter_sunday(year).weekday() == 6 for year in range(1900, 2100))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police arrested the man on Tuesday.", [("Tuesday", "2024-05-14")]),
        ("The minister arrived on Wednesday.", [("Wednesday", "2024-05-15")]),
        ("The unions called for a strike on Thursday, May 23.", [("Thursday, May 23", "2024-05-23")]),
        ("The unions called for a strike on May 23.", [("May 23", "2024-05-23")]),
        ("Parliament postponed the vote to 20 June.", [("20 June", "2024-06-20")]),
        ("The court adjourned the case until January 4.", [("January 4", "2025-01-04")]),
        ("The state has continued to keep banks shut until Friday.", [("Friday", "2024-05-17")]),
        ("The city has closed the bridge until Friday.", [("Friday", "2024-05-17")]),
        ("They’ve shut the port until the 3rd of June.", [("the 3rd of June", "2024-06-03")]),
        ("Schools have been closed until 3 June.", [("3 June", "2024-06-03")]),
        ("The rebels had held the town until 3 May.", [("3 May", "2024-05-03")]),
        ("The rebels continued to hold the town until Friday.", [("Friday", "2024-05-10")]),
        ("They were shot on Tuesday, 23 May.", [("Tuesday, 23 May", "2023-05-23")]),
        ("They were shot on Monday, May 23.", [("Monday, May 23", "2023-05-23")]),
        ("The union called off its strike on May 3.", [("May 3", "2024-05-03")]),
        ("She announced the plan on May 3.", [("May 3", "2024-05-03")]),
        ("The parties will meet on Monday.", [("Monday", "2024-05-20")]),
        ("The bridge collapsed on December 28.", [("December 28", "2023-12-28")]),
        ("The vote is expected to take place in September.", [("September", "2024-09")]),
        ("They had met in June last year.", [("June last year", "2023-06")]),
        ("Trade fell last year.", [("last year", "2023")]),
        (
            "The ship sank on 3 March 2019; the next day, divers found it.",
            [("3 March 2019", "2019-03-03"), ("the next day", "2019-03-04")],
        ),
        ("He left two years ago.", [("two years ago", "2022")]),
        ("The siege lasted nearly three weeks.", [("nearly three weeks", "P3W")]),
        ("The hearing opened on Monday morning.", [("Monday morning", "2024-05-13TMO")]),
        ("Shots were heard at 6:40 p.m. on Sunday.", [("6:40 p.m. on Sunday", "2024-05-12T18:40")]),
        ("The first train left at 0530 GMT.", [("0530 GMT", "2024-05-15T05:30Z")]),
        ("The factory was built in the early 1990s.", [("the early 1990s", "199")]),
        ("The law dates from the 19th century.", [("the 19th century", "18")]),
        ("Profits rose in the third quarter of 2023.", [("the third quarter of 2023", "2023-Q3")]),
        ("The council meets every Friday.", [("every Friday", "XXXX-WXX-5")]),
        ("The trial resumes in early March.", [("early March", "2025-03")]),
        ("A 34-year-old woman was hurt.", [("34-year-old", "P34Y")]),
        ("They are now in talks.", [("now", "PRESENT_REF")]),
        ("Jobs will come over the next decade.", [("over the next decade", "P1DE")]),
        (
            "Sales fell in April, compared with the same month a year ago.",
            [("April", "2024-04"), ("the same month a year ago", "2023-04")],
        ),
        ("The fair is to run from May 10.", [("May 10", "2024-05-10")]),
        ("The fair is to run from January 10.", [("January 10", "2025-01-10")]),
        ("He spoke at 6 p.m. on 4 May.", [("6 p.m.", "2024-05-04T18:00"), ("4 May", "2024-05-04")]),
        ("He earned $20 a day.", [("a day", "P1D")]),
    ],
)
def test_sentences(parser: Parser, text: str, expected: list[tuple[str, str]]) -> None:
    assert [(words.removeprefix("A "), value) for words, value in read(parser, text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Prime minister Theresa May met Dong Jun and August Wilson.",
        "They may march through the town.",
        "The sun rose and she wed him.",
        "The team won 3-2 with 2,500 fans and 1500 tickets.",
        "The army lost 2000 soldiers.",
        "He came as soon as he could.",
        "A quarter of them left.",
        "It is thus far unknown.",
        "She told USA Today so.",
    ],
)
def test_no_time_where_there_is_none(parser: Parser, text: str) -> None:
    assert read(parser, text) == []


def test_anniversaries_lead_to_their_year(parser: Parser) -> None:
    text = "This year marks the 30th anniversary of the pact. Last year was the 80th anniversary of peace."
    derived = [time.derived.value for time in times_in(parser, text, "2026-01-27") if time.derived]
    assert derived == ["1996", "1945"]
    assert all(time.derived is None for time in times_in(parser, text, None))


def test_a_date_learned_later_gives_the_same_as_one_known_before(parser: Parser) -> None:
    text = "He fled on Friday. Two days later, on 12 May, the army took the town; it will vote next month."
    undated = times_in(parser, text, None)
    assert all("X" in time.value or time.value.startswith("P") for time in undated)
    assert tuple(resolve_time(time, PUBLISHED) for time in undated) == times_in(parser, text)


@given(
    st.text(alphabet=st.sampled_from("\0\ud800\u200bMay 12th, 1999:30pm the last-week’s agoé日"), max_size=80)
)
@settings(max_examples=150)
def test_hostile_text_gives_candidates_inside_it(text: str) -> None:
    for candidate in candidates(text):
        assert 0 <= candidate.start < candidate.end <= len(text)
        assert candidate.expression


def test_numerals() -> None:
    assert number_of("twenty-five") == 25
    assert number_of("two hundred and six") == 206
    assert number_of("one million two hundred thousand") == 1_200_000
    assert number_of("1,250.5") == 1250.5
    assert number_of("cabbage") is None
    assert ordinal_of("twenty-first") == 21
    assert ordinal_of("3rd") == 3
    assert ordinal_of("worst") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("In 1994 soldiers killed 30 villagers near Tumaco.", [("1994", "1994")]),
        ("In 2003 rebels abducted five nuns near Gao.", [("2003", "2003")]),
        ("Since 2019 gunmen have held the road.", [("2019", "2019")]),
        ("In 1998 floods killed 50 people.", [("1998", "1998")]),
        ("Troops arrived in 1500 trucks.", []),
        ("In 1500 homes people have no power.", []),
        ("The rally was joined by 2000 people.", []),
        ("The ministry sent in 2000 soldiers.", []),
    ],
)
def test_a_year_right_before_those_who_did_it_counts_nobody(
    parser: Parser, text: str, found: list[tuple[str, str]]
) -> None:
    assert read(parser, text) == found
