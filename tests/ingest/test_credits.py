"""Whose words a paragraph says they are."""

from collections.abc import Callable

import pytest

from tests.growth import growth
from watchfloor.ingest.credits import credit_in, dateline, without_credits
from watchfloor.ingest.formats.text import rendition_of_text
from watchfloor.model import Span


@pytest.mark.parametrize(
    ("line", "agency"),
    [
        ("NEW DELHI, Jan 27 (PTI) The minister resigned.", "PTI"),
        ("ROSTAND, Verland (AP) — Police detained eleven people.", "AP"),
        ("MOSCOW. (Interfax) - The talks ended.", "Interfax"),
        ("(Reuters) - The talks ended.", "Reuters"),
    ],
)
def test_dateline_names_the_agency(line: str, agency: str) -> None:
    found = dateline(line, Span(0, len(line)))
    assert found is not None
    assert found[1] == agency


@pytest.mark.parametrize(
    "line",
    [
        "The minister (left) - once a teacher - resigned.",
        "The UN - which met on Monday - agreed.",
        "Talks (AP) were held.",
        "",
    ],
)
def test_other_openings_are_no_dateline(line: str) -> None:
    assert dateline(line, Span(0, len(line))) is None


@pytest.mark.parametrize(
    ("words", "credit"),
    [
        ("The talks ended on Monday. (AFP)", "AFP"),
        ("With reporting by Reuters", "Reuters"),
        ("mit Agenturen", "agencies"),
        ("Quelle: dpa", "dpa"),
        ("Source: the harbour office", None),
        ("The dockers went home (with their children).", None),
    ],
)
def test_credit_in(words: str, credit: str | None) -> None:
    assert credit_in(words) == credit


def test_only_lines_that_are_nothing_but_a_credit_are_dropped() -> None:
    text = "The talks ended. (AFP)\nReporting by Jo Lund"
    spans = (Span(0, 22), Span(23, len(text)))
    assert without_credits(text, spans) == spans[:1]


@pytest.mark.parametrize(
    "crafted",
    [
        lambda n: "( " + " " * n + "Reuters!",
        lambda n: "(" * n + "Reuters!",
        lambda n: "Reuters" + " )" * n + "!",
        lambda n: "- [" * n + "Reporting by Jo Lund" + "] -" * n + "?",
        lambda n: "A" * n + "( )" * n,
        lambda n: "by " * n + "(Reuters",
    ],
)
def test_a_last_line_of_any_shape_is_read_in_time_that_grows_as_it_does(
    crafted: Callable[[int], str],
) -> None:
    def read(size: int) -> None:
        text = f"The ferry sank off Norrick on Monday.\n{crafted(size)}"
        rendition_of_text(text, where="a.txt", path=None, arrived="2026-03-10T00:00:00Z")

    assert growth(read, 4_000) < 3


def test_a_credit_in_brackets_and_dashes_is_still_dropped() -> None:
    text = "The talks ended. (AFP)\n– [(Reuters)]."
    spans = (Span(0, 22), Span(23, len(text)))
    assert without_credits(text, spans) == spans[:1]
