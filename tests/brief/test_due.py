"""What lies ahead is told as coming by its own part of a sentence."""

from __future__ import annotations

import pytest

from watchfloor.brief.due import lies_ahead
from watchfloor.model import Span


def ahead(sentence: str, time: str) -> bool:
    start = sentence.index(time)
    return lies_ahead(sentence, Span(0, len(sentence)), Span(start, start + len(time)))


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("Jury selection will likely go on until sometime Tuesday.", "sometime Tuesday"),
        ("A hearing is to open in Conakry on Thursday.", "Thursday"),
        ("The ministers, who last met in May, will meet again in Lisbon on Friday.", "Friday"),
        ("They will return to court, their lawyer said, on Friday.", "Friday"),
        ("The ministers will meet in Lisbon and sign the deal on Friday.", "Friday"),
        ("Schools stay closed until Monday.", "Monday"),
        ("The garrison must leave by Friday.", "Friday"),
        ("The deadline for both sides to leave, said the mayor, is Friday.", "Friday"),
        ("Talks resume on Monday.", "Monday"),
        ("On Friday, voters go to the polls.", "On Friday"),
    ],
)
def test_what_is_told_as_coming_lies_ahead(sentence: str, time: str) -> None:
    assert ahead(sentence, time)


@pytest.mark.parametrize(
    ("sentence", "time"),
    [
        ("A clerk was shot outside the court and an off-duty guard the next day.", "the next day"),
        ("He was found guilty of a rampage which ended with his capture the next day.", "the next day"),
        ("Oru was captured the next day in Lirn County.", "the next day"),
        ("He was taken in a raid by police on Friday.", "Friday"),
        ("The court will hear the men who were arrested on Friday.", "Friday"),
    ],
)
def test_what_happened_on_a_later_day_is_not_due(sentence: str, time: str) -> None:
    assert not ahead(sentence, time)
