"""A shot that nobody meant is an accident, done by nobody; whoever is told to have fired stays the doer."""

from __future__ import annotations

import pytest

from tests.faults.trials import read
from watchfloor.model import EventType


def told(text: str) -> list[tuple[str, str | None, tuple[str, ...], list[str], str]]:
    words, findings = read(text, published="2026-05-13")
    return [
        (it.type.value, it.mode, it.source, [span.of(words) for span in it.target_spans], it.grade)
        for it in findings.events
        if it.type in (EventType.ASSAULT, EventType.ACCIDENT)
    ]


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("A 17-year-old boy accidentally shot himself in the leg in Lirn on Monday.", "A 17-year-old boy"),
        ("A toddler was accidentally shot at a home in Lirn on Monday.", "A toddler"),
        ("A boy was killed in an accidental shooting in Lirn on Monday.", "A boy"),
        ("A gun accidentally went off in Lirn on Monday, striking a boy.", "a boy"),
    ],
)
def test_a_shot_that_nobody_meant_is_an_accident(text: str, whom: str) -> None:
    assert told(text) == [("ACCIDENT", "shooting", (), [whom], "strong")]


@pytest.mark.parametrize(
    ("text", "type_", "grade"),
    [
        ("Soldiers accidentally shot a farmer in Lirn on Monday.", "ASSAULT", "weak"),
        ("A 3-year-old boy accidentally shot his mother in the head in Lirn on Monday.", "ASSAULT", "weak"),
        ("A toddler was accidentally shot by his cousin in Lirn on Monday.", "ASSAULT", "weak"),
        ("Police arrested a man they allege accidentally shot a girl in Lirn on Monday.", "ASSAULT", "weak"),
        ("A gunman shot a farmer in Lirn on Monday.", "ASSAULT", "strong"),
        ("A gunman mistakenly shot a farmer in Lirn on Monday.", "ASSAULT", "strong"),
    ],
)
def test_what_was_meant_or_has_a_doer_is_none(text: str, type_: str, grade: str) -> None:
    assert [(kind, how) for kind, *_, how in told(text)] == [(type_, grade)]
