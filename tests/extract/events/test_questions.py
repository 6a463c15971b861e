"""Questions: what is only asked did not happen, what a question takes for granted did."""

from __future__ import annotations

import pytest

from watchfloor.extract import Extractor
from watchfloor.extract.extractor import resolve
from watchfloor.model import EventType


def coded(extractor: Extractor, text: str) -> list[EventType]:
    return [event.type for event in resolve(extractor.read(text), "2026-05-24").events]


@pytest.mark.parametrize(
    "text",
    [
        "Did police arrest the mayor of Split on Monday?",
        "Did Russia attack the depot in Tula?",
        "Has the army shelled Tarvel?",
        "Was the mayor of Split arrested?",
        "Were two men shot in Leeds on Monday?",
        "Will France sanction Russia?",
        "“Has France expelled the ambassador?” a reporter asked.",
        "Have protesters stormed the parliament in Tarvel and killed the guards?",
        "And did Norland kill nine civilians in the attack on Tarvel on Monday?",
    ],
)
def test_what_is_only_asked_is_no_event(extractor: Extractor, text: str) -> None:
    assert coded(extractor, text) == []


@pytest.mark.parametrize(
    ("text", "type_"),
    [
        ("Why did police arrest the mayor of Split on Monday?", EventType.COERCE),
        ("When did the army attack Tarvel?", EventType.ASSAULT),
        ("Did the army that shelled Tarvel on Monday withdraw from Ostra?", EventType.ASSAULT),
        ("Police arrested the mayor of Split on Monday, didn't they?", EventType.COERCE),
        ("Do you remember when police arrested the mayor of Split?", EventType.COERCE),
        ("Russia attacked Ukraine again on Monday, but will Europe react?", EventType.ASSAULT),
        ("Police arrested the mayor of Split on Monday. Did he resign?", EventType.COERCE),
    ],
)
def test_what_a_question_takes_for_granted_is_told(extractor: Extractor, text: str, type_: EventType) -> None:
    assert coded(extractor, text) == [type_]
