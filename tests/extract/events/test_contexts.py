"""In what context an event is told: by its own clause and its kind, never by a clause beside it. Invented."""

from __future__ import annotations

from typing import get_args

import pytest

from watchfloor.extract.events.contexts import ContextRow
from watchfloor.extract.extractor import Extractor
from watchfloor.model import EventContext, EventType
from watchfloor.tables import read_table

EXTRACTOR = Extractor()


def contexts(text: str, kind: str) -> set[str]:
    """Return the contexts of the events of a type in a text."""
    events = [event for event in EXTRACTOR.read(text).events if event.type == kind]
    assert events, text
    return {context for event in events for context in event.contexts}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Police arrested twenty people in Lugo before the election.", "COERCE", {"election"}),
        ("Police arrested twenty people at an election rally in Lugo.", "COERCE", {"election"}),
        ("A court in Lugo convicted the former mayor on Friday.", "SANCTION", {"legal"}),
        ("The former mayor was fined on Friday.", "SANCTION", {"legal"}),
        ("Hungary deported twelve men on Monday.", "COERCE", {"migration"}),
        ("A cholera outbreak killed twelve people in Malawi in May.", "DISASTER", {"disaster", "disease"}),
        ("An earthquake killed nine people in Nepal on Sunday.", "DISASTER", {"disaster"}),
        ("The army shelled a refugee camp in Tibu on Monday.", "ASSAULT", {"military", "refugee"}),
        ("Police arrested twenty people in Lugo on Monday.", "COERCE", set()),
    ],
)
def test_a_context_is_told_by_the_clause_or_the_kind(text: str, kind: str, expected: set[str]) -> None:
    assert contexts(text, kind) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("Police arrested two men in Lugo, and the parliament rejected the bill.", "COERCE", set()),
        ("Police arrested two men who had voted in the election.", "COERCE", set()),
        ("The senate rejected the bill and soldiers shelled Tibu.", "ASSAULT", {"military"}),
    ],
)
def test_a_clause_beside_lends_no_context(text: str, kind: str, expected: set[str]) -> None:
    assert contexts(text, kind) == expected


def test_the_table_names_each_context_once_and_types_that_are() -> None:

    rows = list(read_table("events/contexts.tsv", ContextRow))
    assert sorted(row.context for row in rows) == sorted(get_args(EventContext))
    assert {kind.partition("/")[0] for row in rows for kind in row.kinds} <= set(EventType)


def test_nested_clauses_cost_no_recursion() -> None:
    text = "Police arrested " + "a friend of " * 1500 + "a judge in Lugo."
    EXTRACTOR.read(text)
