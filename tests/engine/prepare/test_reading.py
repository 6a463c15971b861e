"""Texts that are read by several threads of a process at once are read as one after the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from watchfloor.engine.prepare.reading import ReadingOutcome, guarded
from watchfloor.ingest import rendition_of_line
from watchfloor.model import NO_OWN_TABLES, Rendition


def article(number: int) -> Rendition:
    words = (
        f"Gunmen killed {number + 2} people in Tarvel on Monday, police said. The mayor, Ana Belk, "
        f'said: "We are shocked by the number {number}."'
    )
    return rendition_of_line({"text": words}, arrived="2026-03-02T12:00:00Z")


def read(article: Rendition) -> ReadingOutcome:
    return guarded(article, signed=False, own=NO_OWN_TABLES)


def test_threads_at_once_read_what_one_reads() -> None:
    # In `serve` the poll reads in one thread while a person's note is read in another: of such texts a third
    # were refused with a KeyError of the parser's vocabulary, or lost findings without a word.
    articles = [article(number) for number in range(12)]
    told = [read(article) for article in articles]
    assert all(outcome.item.findings.events for outcome in told)  # type: ignore[union-attr]
    mixed = articles[::2] + articles[1::2]
    with ThreadPoolExecutor(3) as threads:
        again = dict(zip((each.id for each in mixed), threads.map(read, mixed), strict=True))
    assert [again[each.id] for each in articles] == told
