"""Quantities: numbers that count something, with bound, unit, thing and role."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.extract.article import Context, Parser
from watchfloor.extract.quantities.finder import find_quantities
from watchfloor.extract.times.finder import find_times
from watchfloor.model import Quantity


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def quantities_in(parser: Parser, text: str) -> tuple[Quantity, ...]:
    with parser.parse(text, context=Context(published="2024-05-15")) as article:
        return find_quantities(article, find_times(article))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 people were killed.", [(12, "at least", None, "people", "killed")]),
        (
            "Twelve people were killed and 30 others wounded in the blast.",
            [(12, "exact", None, "people", "killed"), (30, "exact", None, None, "wounded")],
        ),
        ("The blast left five soldiers dead.", [(5, "exact", None, "soldiers", "killed")]),
        ("The death toll rose to 45.", [(45, "exact", None, None, "killed")]),
        ("Police arrested dozens of protesters.", [(24, "about", None, "protesters", "arrested")]),
        ("Gunmen abducted more than 200 schoolgirls.", [(200, "at least", None, "schoolgirls", "abducted")]),
        ("Up to 1.5 million people have been displaced.", [(1.5e6, "at most", None, "people", "displaced")]),
        ("Nine sailors are missing.", [(9, "exact", None, "sailors", "missing")]),
        ("The firm was sold for €3.5bn.", [(3.5e9, "exact", "EUR", "firm", None)]),
        ("Inflation rose to 4.5 per cent.", [(4.5, "exact", "%", "inflation", None)]),
        ("The town lies 30 km from the border.", [(30, "exact", "km", None, None)]),
    ],
)
def test_sentences(
    parser: Parser, text: str, expected: list[tuple[float, str, str | None, str | None, str | None]]
) -> None:
    found = quantities_in(parser, text)
    assert [(q.value, q.bound, q.unit, q.role) for q in found] == [(v, b, u, r) for v, b, u, _, r in expected]
    assert [q.what for q, row in zip(found, expected, strict=True) if row[3]] == [
        row[3] for row in expected if row[3]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The flood in the delta has now claimed 31 lives, officials said.", [(31, "killed")]),
        ("At least 25 people have lost their lives in the flooding.", [(25, "killed")]),
        ("The bodies of 31 people have been found since Monday.", [(31, "killed")]),
        ("The flood drowned 31 people and most of the ducks.", [(31, "killed")]),
        ("Officials said that 95,000 people are out of their houses.", [(95_000, "displaced")]),
        ("Some 600 people lost their homes.", [(600, "displaced")]),
        ("He has nine lives.", [(9, None)]),
        ("In 2015 floods killed 103 people across the country.", [(103, "killed")]),
        ("Since 2019 gangs have killed 40 people.", [(40, "killed")]),
    ],
)
def test_lives_and_homes_that_are_lost_are_tolls(
    parser: Parser, text: str, expected: list[tuple[float, str | None]]
) -> None:
    assert [(quantity.value, quantity.role) for quantity in quantities_in(parser, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four people were shot on Saturday as a grocery store was robbed.", [(4, "wounded")]),
        ("Four people were shot in Lorne, one fatally.", [(4, "casualties"), (1, "killed")]),
        ("A gunman shot six people in a bar; one of them died.", [(6, "casualties"), (1, "killed")]),
        ("A row left one dead and 11 others shot.", [(1, "killed"), (11, "wounded")]),
        (
            "A party in Lorne ended in a row, leaving one dead and 11 others shot, the chief said.",
            [(1, "killed"), (11, "wounded")],
        ),
        ("Five teenagers were shot, one of them fatally.", [(5, "casualties"), (1, "killed")]),
        ("A row left eight people with wounds that need care.", [(8, "wounded")]),
        ("Three farmers were shot to death by gunmen near Lorne.", [(3, "killed")]),
        ("Two women were fatally shot on Harbour Road.", [(2, "killed")]),
        ("Five workers were shot and killed at a sawmill.", [(5, "killed")]),
        ("He is accused of shooting 11 people and then killing himself.", [(11, "casualties")]),
        (
            "Six people were hit by gunfire; two hikers were struck by a car.",
            [(6, "wounded"), (2, "wounded")],
        ),
        ("The shooting of four people in a bar shocked the town.", [(4, "wounded")]),
        ("Police found four victims with gunshot wounds.", [(4, "wounded")]),
        ("Three officers were shot at near Lorne.", [(3, None)]),
        ("He was hit by one of three gunshot wounds.", [(3, None)]),
    ],
)
def test_the_shot_are_wounded_where_nobody_died_and_else_casualties(
    parser: Parser, text: str, expected: list[tuple[float, str | None]]
) -> None:
    found = [(quantity.value, quantity.role) for quantity in quantities_in(parser, text)]
    assert [row for row in found if row != (1, None)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Four teens were taken to the hospital after a shooting.", [(4, "wounded")]),
        ("The crash sent seven passengers to Lorne General Hospital.", [(7, "wounded")]),
        ("Four in hospital after Lorne shooting", [(4, "wounded")]),
        ("Two are dead and two are in critical condition.", [(2, "killed"), (2, "wounded")]),
        ("Three climbers suffered burns.", [(3, "wounded")]),
        ("Eight people were treated for smoke inhalation.", [(8, "wounded")]),
        ("Two people were released from the hospital.", [(2, None)]),
        ("Four remain in the hospital.", []),
    ],
)
def test_who_is_brought_to_hospital_is_wounded_who_stays_or_leaves_is_no_new_count(
    parser: Parser, text: str, expected: list[tuple[float, str | None]]
) -> None:
    assert [(quantity.value, quantity.role) for quantity in quantities_in(parser, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two held over blast in Tarvel", [(2, "arrested")]),
        ("Three men are being held in connection with the fire.", [(3, "arrested")]),
        ("Twenty passengers were held hostage for a day.", [(20, "abducted")]),
        ("Two summits will be held in Lorne.", [(2, None)]),
        ("About 300 people were gathered at a party.", [(300, "attended")]),
        ("About 300 people gathered to protest against the tax.", [(300, "protesting")]),
        ("The storm cost two men their lives.", [(2, "killed")]),
        ("Police executed two search warrants on Friday.", [(2, None)]),
        ("The quake claimed the lives of three people.", [(3, "killed")]),
        ("The state has 19.3 deaths per 100,000 people.", [(19.3, None), (100_000, None)]),
        ("Three found dead, 1 survivor in home attack", [(3, "killed")]),
    ],
)
def test_custody_crowds_and_rates(
    parser: Parser, text: str, expected: list[tuple[float, str | None]]
) -> None:
    assert [(quantity.value, quantity.role) for quantity in quantities_in(parser, text)] == expected


def test_trade_is_dated_by_its_clause(parser: Parser) -> None:
    text = "Trade between the two countries reached about $220 billion last year."
    (quantity,) = quantities_in(parser, text)
    assert (quantity.value, quantity.bound, quantity.unit, quantity.what) == (2.2e11, "about", "USD", "trade")
    assert quantity.span.of(text) == "about $220 billion"
    assert quantity.time == 0


def test_ranges_have_both_ends(parser: Parser) -> None:
    (quantity,) = quantities_in(parser, "Between 400 and 450 people were injured.")
    assert (quantity.low, quantity.high, quantity.role) == (400, 450, "wounded")
    (quantity,) = quantities_in(parser, "Two to three million people fled.")
    assert (quantity.low, quantity.high, quantity.role) == (2e6, 3e6, "displaced")


def test_a_rise_is_no_range(parser: Parser) -> None:
    before, after = quantities_in(parser, "The death toll rose from 58 to 62.")
    assert (before.value, before.grade, after.value, after.grade, after.role) == (
        58,
        "weak",
        62,
        "strong",
        "killed",
    )


def test_the_death_of_several_groups(parser: Parser) -> None:
    found = quantities_in(parser, "The fire led to the death of 14 children and 16 women.")
    assert [(q.value, q.role) for q in found] == [(14, "killed"), (16, "killed")]


@pytest.mark.parametrize(
    "text",
    [
        "The two sides met on 12 May 2023.",
        "The team won 3-2.",
        "Call 020 7946 0958 today.",
        "A Boeing 737 landed.",
        "Article 5 of the treaty applies.",
        "He came first for the third time.",
        "Mr Smith, 45, resigned.",
        "One of them spoke.",
        "She was 34 years old.",
    ],
)
def test_no_quantity_where_nothing_is_counted(parser: Parser, text: str) -> None:
    assert quantities_in(parser, text) == ()


@given(st.text(alphabet=st.sampled_from("\0\u200b$€ 1,2.3%-–to killed people bn million\n"), max_size=60))
@settings(max_examples=60, deadline=None)
def test_hostile_text_never_crashes(text: str) -> None:
    for quantity in quantities_in(_shared(), text):
        assert 0 <= quantity.span.start < quantity.span.end <= len(text)


_PARSERS: list[Parser] = []


def _shared() -> Parser:
    if not _PARSERS:
        _PARSERS.append(Parser())
    return _PARSERS[0]


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("His two sons, 17 and 22, were killed in the blast.", [2]),
        ("Adem was charged; his two half-brothers, 17 and 22, were also arrested.", [2]),
        ("Two women, 31 and 40, and a boy, 7, were shot dead in Lirn.", [2]),
        ("Police arrested a couple (61 and 58) in Lirn on Monday.", []),
        ("The 17- and 22-year-old suspects were arrested.", []),
        ("The 4-, 7- and 9-year-old girls were wounded.", []),
        ("Adem and Sami Orhan, 17 and 22, were killed on Monday.", []),
        ("Three children, 4, 7 and 9, died in the fire.", [3]),
        ("In the two towns, 17 and 22 people were killed.", [17, 22]),
        ("Rebels killed 17 soldiers and 22 policemen, 4 and 7 of them officers.", [17, 22, 4, 7]),
        ("Gunmen killed five farmers, 12 herders and two guards in Lirn.", [5, 12, 2]),
    ],
)
def test_the_ages_of_several_people_count_nobody(parser: Parser, text: str, counted: list[float]) -> None:
    assert [q.value for q in quantities_in(parser, text) if q.role] == counted


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("One of the two wounded women has since died.", [(1, "killed")]),
        ("Two of the nine injured later died, raising the toll to 14.", [(2, "killed"), (14, "killed")]),
        ("Three of the twelve arrested were charged with murder.", [(3, "charged")]),
        ("Four of the five wounded were released from hospital on Sunday.", []),
    ],
)
def test_what_became_of_a_part_is_told_by_its_own_verb(
    parser: Parser, text: str, roles: list[tuple[float, str]]
) -> None:
    assert [(q.value, q.role) for q in quantities_in(parser, text) if q.role] == roles
