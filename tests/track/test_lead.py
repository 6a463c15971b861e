"""Which happening of a story stands first."""

from __future__ import annotations

import pytest

from watchfloor.engine.answer.one_off import look
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Event

NOW = "2026-11-01T00:00:00Z"


def lead(*lines: tuple[str, str, str]) -> Event:
    """Return what leads the first story of texts, each an outlet, a moment and words."""
    renditions = [
        rendition_of_line(
            {"id": f"r{place}", "outlet": outlet, "published": at, "text": text},
            where=f"line {place}",
            arrived=NOW,
        )
        for place, (outlet, at, text) in enumerate(lines)
    ]
    situation = look(renditions, now=NOW)
    return next(it for it in situation.events if it.id == situation.stories[0].lead)


@pytest.mark.parametrize("words", ["the 1987 killings of two bakers", "killing two bakers in 1987"])
def test_an_arrest_for_old_killings_leads_rather_than_the_killings(words: str) -> None:
    first = lead(
        (
            "Dabola Lamp", "2026-02-16T11:00:00Z",
            f"Police in Dabola on Sunday arrested a man for {words}. He was taken to Conakry.",
        ),
        (
            "Kindia Post", "2026-02-16T12:00:00Z",
            f"Officers arrested a retired driver in Dabola on Sunday for {words}, the police chief said.",
        ),
    )  # fmt: skip
    assert (first.type, first.mode) == ("COERCE", "arrest")


def test_a_killing_of_the_day_leads_rather_than_what_is_done_about_it() -> None:
    first = lead(
        (
            "Dabola Lamp", "2026-02-16T11:00:00Z",
            "Gunmen killed two bakers in Dabola on Sunday. Police arrested a man.",
        ),
        (
            "Kindia Post", "2026-02-16T12:00:00Z",
            "Two bakers were killed by gunmen in Dabola on Sunday, the mayor of Dabola said.",
        ),
    )  # fmt: skip
    assert first.type == "ASSAULT"
