"""One text marked in the terminal: what was coded, and why the rest was not."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from watchfloor.exchange import print_marked
from watchfloor.extract import Extractor
from watchfloor.extract.article import Context


def shown(extractor: Extractor, text: str, language: str = "en") -> str:
    findings = extractor.read(text, context=Context(language=language))
    output = io.StringIO()
    console = Console(file=output, width=200, no_color=True)
    print_marked(findings, text, console, extractor.reasons(text, None, findings))
    return output.getvalue()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Police arrested two men in Oslo.", "COERCE actual asserted: Police"),
        ("If troops attack the port, we leave.", "ASSAULT conditional asserted: troops"),
        ("Troops could attack the port.", "no event of “attack”: ASSAULT, but only conditional"),
        ("Officials did not meet the union.", "no event of “meet”: CONSULT, but told as not done"),
        ("He died of a heart attack.", "no event of “attack”: part of a fixed phrase"),
        ("Critics attacked the film.", "no event of “attacked”: nobody takes part"),
        ("Prices rose a little.", "no event: no word here tells of one"),
        (
            "The striker attacked, the goalkeeper saved, and the league leaders won the match by two goals.",
            "no event of “attacked”: the paragraph speaks of sport",
        ),
    ],
)
def test_each_sentence_says_why_an_event_was_coded_or_not(
    extractor: Extractor, text: str, reason: str
) -> None:
    assert reason in shown(extractor, text)


def test_of_a_language_that_is_not_read_nothing_is_claimed(extractor: Extractor) -> None:
    said = shown(
        extractor, "Die Ministerin traf am 27. Januar 2026 in Berlin ihren Kollegen aus Frankreich.", "de"
    )
    assert "language not read: de" in said
    assert "no event" not in said


def test_marks_of_terminals_in_a_text_are_shown_as_words(extractor: Extractor) -> None:
    assert "[bold]Police[/bold] arrested" in shown(extractor, "[bold]Police[/bold] arrested two men in Oslo.")
