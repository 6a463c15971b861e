"""Numbers: their values, shares, negations, corrections, ages and lists."""

from __future__ import annotations

import pytest

from tests.faults.trials import Read, inputs_of, read

Number = tuple[float, str | None]  # value and role


def told(found: Read) -> list[Number]:
    """Return the strong numbers of a text that say what became of somebody."""
    return [(n.value, n.role) for n in found[1].quantities if n.role is not None and n.grade == "strong"]


def measured(found: Read) -> list[tuple[float, str | None]]:
    return [(n.value, n.unit) for n in found[1].quantities if n.unit is not None]


def test_025_numbers_are_grouped_by_spaces_of_any_kind() -> None:
    assert [told(found) for found in inputs_of("025")] == [
        [(300_000, "displaced"), (12_500, "killed"), (1_200_000, "displaced")],
        [(45_000, "displaced")],
        [(1_200, "killed"), (30_000, "displaced")],
        [(10_000, "arrested")],
        [],
        [(1_200, "killed")],
    ]
    assert measured(inputs_of("025")[4]) == [(2_500_000, "EUR"), (13e9, "USD")]


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f"])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Floods displaced 7_400 families in Karsk.", [(7_400, "displaced")]),
        ("More than 250_000 people fled Karsk.", [(250_000, "displaced")]),
        ("The quake killed 2_310 people and injured 11_005.", [(2_310, "killed"), (11_005, "wounded")]),
        ("On March 3 300 people marched in Karsk.", [(300, "protesting")]),
        ("In 2024 120 people were killed in Karsk.", [(120, "killed")]),
        ("Police arrested 1_204 people on Monday.", [(1_204, "arrested")]),
    ],
)
def test_025_variants(space: str, words: str, expected: list[Number]) -> None:
    assert told(read(words.replace("_", space))) == expected


def test_026_what_is_negated_or_corrected_is_no_toll() -> None:
    assert [told(found) for found in inputs_of("026")] == [[], [], [], [], [], [(6, "killed")]]


@pytest.mark.parametrize(
    "text",
    [
        "None of the 31 sailors was wounded.",
        "Not one of the 18 miners died.",
        "Not a single one of the 18 miners died.",
        "Not even one of the 18 miners was killed.",
        "Not all of the 30 hostages were freed.",
        "Not all 30 hostages were freed.",
        "Not every one of the 12 sailors was wounded.",
        "Nobody among the 70 guests was hurt.",
        "No one of the 9 climbers was injured.",
        "Neither of the two guards was killed.",
        "The army denied that 300 people were killed.",
        "Claims that 40 people were killed are untrue.",
        "There is no evidence that 12 people were arrested.",
        "It is not true that 25 soldiers were captured.",
        "Police did not arrest the 12 men.",
        "The quake could kill 300 people.",
        "The rebels threatened to kill 20 hostages.",
    ],
)
def test_026_variants(text: str) -> None:
    assert [pair for pair in told(read(text)) if pair[1] != "abducted"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels killed seven, not 17, guards.", [(7, "killed")]),
        ("Eight people died, not 80 as first reported.", [(8, "killed")]),
        ("The fire killed 3 people rather than 13.", [(3, "killed")]),
        ("The blast not only killed 12 people but wounded 30.", [(12, "killed"), (30, "wounded")]),
        ("No fewer than 12 people were killed.", [(12, "killed")]),
    ],
)
def test_026_what_stands_beside_a_correction_stays(text: str, expected: list[Number]) -> None:
    assert told(read(text)) == expected


def test_027_shares_are_no_counts() -> None:
    assert [told(found) for found in inputs_of("027")] == [[], [], [(3, "killed")]]


@pytest.mark.parametrize(
    "text",
    [
        "Three in 10 residents were displaced.",
        "One in four soldiers was wounded.",
        "Six out of 10 prisoners were freed.",
        "Three-quarters of the 200 hostages were freed.",
        "Half of the 60 prisoners died.",
        "Most of the 90 passengers were injured.",
        "Two out of every five workers were dismissed.",
        "Forty per cent of the 500 detainees were released.",
    ],
)
def test_027_variants(text: str) -> None:
    assert told(read(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Twelve of the 40 passengers were killed.", [(12, "killed")]),
        ("Gunmen killed five in eight attacks.", [(5, "killed")]),
        ("All 40 passengers were killed.", [(40, "killed")]),
        ("Of the 1,200 villagers evacuated from Karsk, 300 have gone home.", [(1_200, "displaced")]),
        ("A boat with 52 migrants capsized, and 31 of them are missing.", [(31, "missing")]),
    ],
)
def test_027_parts_that_are_counted_stay(text: str, expected: list[Number]) -> None:
    assert told(read(text)) == expected


def test_028_minus_signs_are_kept() -> None:
    assert [measured(found) for found in inputs_of("028")] == [
        [(-10, "degree"), (-15, "degree")],
        [(-12, "degree"), (-3.5, "%")],
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was minus 20 degrees in Karsk.", [(-20, "degree")]),
        ("The temperature was −7 °C at noon.", [(-7, "degree")]),
        ("Growth was -0.4% last year.", [(-0.4, "%")]),
        ("Nights of -30C killed the crop.", [(-30, "degree")]),
        ("It was 12 °C in Karsk.", [(12, "degree")]),
    ],
)
def test_028_variants(text: str, expected: list[Number]) -> None:
    assert measured(read(text)) == expected


def test_029_ranges_and_spelled_numbers() -> None:
    first, second, third, fourth = inputs_of("029")
    assert [(n.low, n.high) for n in first[1].quantities] == [(5, 6), (5, 6)]
    assert [(n.low, n.high) for n in second[1].quantities] == [(12.8, 13.0), (30, 40), (10, 12)]
    assert [n.value for n in third[1].quantities] == [105_000_000, 105]
    assert [n.value for n in fourth[1].quantities] == [2_400_000, 1_100_000]


def test_030_spans_of_years_are_no_quantities() -> None:
    assert inputs_of("030")[0][1].quantities == ()


def test_031_lists_and_crowds() -> None:
    first, second, third = inputs_of("031")
    assert told(first) == [(14, "killed"), (33, "wounded"), (5, "missing"), (2_000, "displaced")]
    assert told(second) == [(14, "killed"), (33, "wounded"), (5, "missing")]
    assert [(n.value, n.what) for n in third[1].quantities] == [(500, "crowd"), (3_000, "force")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Killed: 12\nWounded: 40", [(12, "killed"), (40, "wounded")]),
        ("Deaths: at least 7", [(7, "killed")]),
        ("Dead - 9\nMissing - 4", [(9, "killed"), (4, "missing")]),
        ("Number of people displaced: 3,500", [(3_500, "displaced")]),
        ("Arrested: 31, injured: 6", [(31, "arrested"), (6, "wounded")]),
        ("A 200-strong crowd gathered in Karsk.", [(200, "protesting")]),
    ],
)
def test_031_variants(text: str, expected: list[Number]) -> None:
    assert told(read(text)) == expected


def test_032_ages_are_no_counts() -> None:
    assert [told(found) for found in inputs_of("032")] == [
        [(10, "arrested"), (12, "arrested")],
        [(26, "killed"), (24, "killed")],
        [(7, "killed")],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A gunman opened fire, killing Tom Arlen, 23, and fleeing.",
        "The crash killed Mara Lund, 41.",
        "Police arrested Bo Venn, 68, in Karsk on Tuesday.",
        "The victims were Tom Arlen (23) and Mara Lund (41).",
        "A girl of 14 died in hospital.",
        "A man aged 50 was killed.",
        "Police arrested a suspect, 19, on Monday.",
        "Killed were Tom Arlen, 23; Mara Lund, 41; and Bo Venn, 68.",
        "Officers shot and wounded Tom Arlen, 23, of Karsk.",
        "Tom Arlen, 23 and Mara Lund, 41, were wounded.",
    ],
)
def test_032_variants(text: str) -> None:
    assert told(read(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "The blaze killed 1,200 pigs and destroyed no barn.",
        "Hackers released 140,000 emails and saved another 60,000 for later.",
        "Firefighters rescued 12 horses.",
        "The flood killed 300 sheep.",
        "The council saved 45 jobs.",
    ],
)
def test_032_animals_and_things_are_no_toll(text: str) -> None:
    assert told(read(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Troops killed 17 guerrillas, 12 fishermen and two noncommissioned officers.",
            [(17, "killed"), (12, "killed"), (2, "killed")],
        ),
        (
            "Floods have killed at least 22 people and displaced 4,000, officials said.",
            [(22, "killed"), (4_000, "displaced")],
        ),
        ("He condemned the murder of six priests and two cooks.", [(6, "killed"), (2, "killed")]),
        ("They demanded the release of 40 prisoners.", []),
        ("The court heard of the massacre of 15 villagers.", [(15, "killed")]),
        ("Cholera has infected 1,900 people and killed 41.", [(1_900, "infected"), (41, "killed")]),
        ("Wildfires forced 4,500 people from their homes.", [(4_500, "displaced")]),
        ("The storm killed nine people and left 300 homeless.", [(9, "killed"), (300, "displaced")]),
    ],
)
def test_032_each_number_has_the_role_of_its_own_verb(text: str, expected: list[Number]) -> None:
    assert told(read(text)) == expected
