"""Common nouns that are people: by what is done to them, and named without what they are accused of."""

from __future__ import annotations

import pytest

from tests.extract.actors.test_actors import cast_of


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("Police arrested a youth on Thursday.", "youth", "youth"),
        ("The mayor accused a shop owner of arming the gang.", "owner", "shop owner"),
        ("The bishop accused a diamond buyer of arming the militia.", "buyer", "diamond buyer"),
        ("A veteran was stabbed in Lirn on Monday.", "veteran", "veteran"),
    ],
)
def test_whom_a_deed_is_done_to_is_a_person_and_named_without_what_he_is_accused_of(
    text: str, words: str, name: str
) -> None:
    with cast_of(text) as cast:
        assert [chain.name for chain in cast.chains if words in chain.name] == [name]


def test_youth_that_nobody_is_by_is_no_person() -> None:
    with cast_of("The festival celebrates youth and music.") as cast:
        assert cast.chains == ()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Judge Ana Holt sentenced Tom Varr to 12 years in prison for the killing of two women.", "Tom Varr"),
        ("The judge sentenced Adem Orhan to life in prison.", "Adem Orhan"),
        ("Officers took Sami Reve to jail on Monday.", "Sami Reve"),
        ("The court heard Lena Brack for nine hours.", "Lena Brack"),
    ],
)
def test_no_name_ends_in_the_preposition_behind_it(text: str, name: str) -> None:
    with cast_of(text) as cast:
        assert name in {chain.name for chain in cast.chains}
        assert not [chain.name for chain in cast.chains if chain.name.startswith(f"{name} ")]
