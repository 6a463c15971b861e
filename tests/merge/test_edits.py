"""Edits of whole kinds at one address: what is moved is no edit, another article is another report."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from watchfloor.engine.answer.one_off import look
from watchfloor.ingest.formats.lines import rendition_of_line
from watchfloor.model import Rendition, SituationReport

SUNK = (
    "The ferry Alba sank off Norrick on Monday with 40 people aboard, the coast guard said.",
    "Eleven people were rescued from the water by two fishing boats, its spokesman Karl Ekdal said.",
    "The harbour of Norrick was closed until Wednesday while divers looked for the missing.",
    "The owner of the ferry said that the ship had been inspected in January without findings.",
)
STRIKE = (
    "Striking teachers in Tarvel returned to work on Tuesday after the city raised their pay.",
    "The union accepted six per cent, its chair Ada Lund said, and called off the march of Friday.",
    "Schools had been closed for nine days in all districts of the city.",
)


def article(words: Sequence[str], hour: int, *, title: str = "Ferry sinks off Norrick") -> Rendition:
    at = f"2026-03-16T{hour:02}:00:00Z"
    record = {"title": title, "text": "\n\n".join(words), "published": at, "outlet": "Courier"}
    return rendition_of_line({**record, "url": "https://a.example/1"}, arrived=at)


def seen(*articles: Rendition) -> SituationReport:
    return look(list(articles), now="2026-03-20T00:00:00Z")


@pytest.mark.parametrize("order", [(2, 0, 3, 1), (3, 2, 1, 0), (0, 2, 1, 3)])
def test_paragraphs_in_another_order_are_the_same_words(order: tuple[int, ...]) -> None:
    found = seen(article(SUNK, 8), article([SUNK[at] for at in order], 9))
    [reading] = found.reports
    assert len(reading.report.renditions) == 2
    assert [change.type for change in found.changes if change.type == "revised"] == []


def test_another_article_at_the_same_address_is_another_report_and_the_first_is_kept() -> None:
    found = seen(article(SUNK, 8), article(STRIKE, 12, title="Teachers return"))
    titles = {reading.report.title.value for reading in found.reports if reading.report.title}
    assert titles == {"Ferry sinks off Norrick", "Teachers return"}
    assert len(found.stories) == 2
