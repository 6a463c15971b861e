"""How old whom a text tells of is: in the phrase, before the name, behind it. Texts are invented."""

from __future__ import annotations

import pytest

from watchfloor.model import ActorChain, Span
from watchfloor.track.ages import age_of


def chain(text: str, *words: str, kind: str = "person") -> ActorChain:
    spans = tuple(Span(text.index(it), text.index(it) + len(it)) for it in words)
    return ActorChain(id="a1", name=words[0], kind=kind, mentions=spans)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "words", "years"),
    [
        ("A 22-month-old girl was shot.", "22-month-old girl", 22 / 12),
        ("A three-year-old boy was hurt.", "three-year-old boy", 3.0),
        ("Police say 27-year-old Ida Roe was killed.", "Ida Roe", 27.0),
        ("Bo Venn, 34, of Tarvel, was hit.", "Bo Venn", 34.0),
        ("Bo Venn, 34, was hit.", "Bo Venn", 34.0),
        ("A woman of 52 was held in Lirn.", "woman", 52.0),
        ("Ida Roe, aged 7, was not hurt.", "Ida Roe", 7.0),
        ("A six-week-old baby lived.", "six-week-old baby", 6 / 52),
    ],
)
def test_an_age_is_read_beside_whom_it_is_of(text: str, words: str, years: float) -> None:
    assert age_of(chain(text, words), text) == pytest.approx(years, abs=0.001)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bo Venn, 34 others and a dog were there.", "Bo Venn"),
        ("Bo Venn was hit 12 times.", "Bo Venn"),
        ("A man of 40,000 words spoke.", "man"),
        ("A man of 12 per cent luck won.", "man"),
    ],
)
def test_other_numbers_are_no_ages(text: str, words: str) -> None:
    assert age_of(chain(text, words), text) is None


def test_two_ages_of_one_person_are_none_and_a_group_has_none() -> None:
    text = "Bo Venn, 34, was hit. The 36-year-old Bo Wenn lived. Six-year-old twins slept."
    assert age_of(chain(text, "Bo Venn", "Bo Wenn"), text) is None
    assert age_of(chain(text, "Six-year-old twins", kind="group"), text) is None
