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
