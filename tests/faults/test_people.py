"""People: she and he, the last subject, whole names."""

from __future__ import annotations

import pytest

from tests.faults.test_quotation import said
from tests.faults.trials import Read, inputs_of, read


def people(found: Read) -> list[str]:
    return [actor.name for actor in found[1].actors if actor.kind == "person"]


def speakers(found: Read) -> list[str | None]:
    return [speaker for speaker, _ in said(found)]


def sides(found: Read) -> list[tuple[list[str], list[str]]]:
    """Return who does what to whom, by names."""
    names = {actor.id: actor.name for actor in found[1].actors}
    return [([names[a] for a in e.source], [names[a] for a in e.target]) for e in found[1].events]


def test_060_people_may_bear_names_of_countries() -> None:
    found = inputs_of("060")
    assert [people(one) for one in found] == [
        ["India Brask", "Chad Wolffe", "Jordan Hale"],
        ["Kenya Dorn", "Israel Moreno"],
    ]
    assert [place.country for place in found[0][1].places] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Georgia Lund said the talks failed.", "Georgia Lund"),
        ("Police arrested Jordan Venn on Monday.", "Jordan Venn"),
    ],
)
def test_060_variants(text: str, name: str) -> None:
    assert people(read(text)) == [name]


@pytest.mark.parametrize(
    "text", ["Kenya Airways said the line was shut.", "Israel Railways said it was shut."]
)
def test_060_bodies_of_countries_are_no_people(text: str) -> None:
    assert people(read(text)) == []


def test_066_she_and_he_are_never_one() -> None:
    alex, robin, praise, john = inputs_of("066")
    assert speakers(alex) == ["Martha Dunn", "Alex Marrow"]
    assert speakers(robin) == ["Robin Falk", "Kim Tran"]
    assert ["Martha Dunn"] in [source for source, _ in sides(praise)]
    assert (["Alex Marrow"], ["Alex Marrow"]) not in sides(praise)
    assert speakers(john) == ["Martha Dunn", "John Marrow"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Alex Orr met Maria Lund. "It is late," she said. "It is not," he replied.',
            ["Maria Lund", "Alex Orr"],
        ),
        ("Chris Venn called Tom Arlen. He said it was late. She said it was not.", None),
        ("Jamie Roe spoke with Pat Dunn. He said it was late. She said it was not.", None),
    ],
)
def test_066_variants(text: str, expected: list[str] | None) -> None:
    found = speakers(read(text))
    assert len(found) == 2
    assert found[0] != found[1]
    assert expected is None or found == expected


def test_067_him_is_the_last_subject() -> None:
    suspect, customer = inputs_of("067")
    assert sides(suspect)[-1] == (["Police"], ["suspect"])
    assert sides(customer)[-1] == (["Police"], ["customer"])


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("President Olan Reve thanked the crew. The robber ran. Police shot him.", "robber"),
        ("Mayor Tom Varr praised the driver. A gunman fled. Officers arrested him.", "gunman"),
        ("The nurse treated the men. The intruder hid. Police arrested him.", "intruder"),
    ],
)
def test_067_variants(text: str, target: str) -> None:
    assert sides(read(text))[-1][1] == [target]


def test_068_names_are_whole() -> None:
    assert [people(one) for one in inputs_of("068")] == [
        ["Ana Weiss"],
        ["Belinda Wrexham"],
        ["Ana Weiss"],
        ["Ana Weiss"],
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Maria Reil spoke to reporters in Oslo.", "Maria Reil"),
        ("Police arrested Tomas Kern in Oslo.", "Tomas Kern"),
        ("Elena Norrick told reporters that the road was shut.", "Elena Norrick"),
        ("The court freed Peter Wexford on Monday.", "Peter Wexford"),
        ("Anna Stoll was elected on Monday.", "Anna Stoll"),
    ],
)
def test_068_variants(text: str, name: str) -> None:
    assert people(read(text)) == [name]


def test_071_titles_and_second_mentions() -> None:
    first, second, third = inputs_of("071")
    assert people(first) == ["Janine Brul"]
    assert people(second) == ["Ana Weiss", "Li"]
    assert people(third) == ["Elon Brandt"]


def test_071_a_surname_is_that_of_its_sex() -> None:
    found = read("Tom Varr met Ida Varr. Ms Varr said the road was shut. Mr Varr left.")
    assert speakers(found) == ["Ida Varr"]
