"""What goes wrong while articles are read reaches the journal, from other processes too, without words."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import environment, watchfloor
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.prepare import pool, reading
from watchfloor.engine.prepare.pool import prepare_all
from watchfloor.engine.prepare.reading import Passed
from watchfloor.extract import Extractor
from watchfloor.extract.article import Article
from watchfloor.extract.contract import Finder
from watchfloor.extract.lang.en.reader import English, FoundInEnglish
from watchfloor.ingest import rendition_of_line
from watchfloor.journal import FileJournal, WorkFailed, WorkSlow, files_of, read_facts
from watchfloor.model import Quarantined, Rendition
from watchfloor.store import Store

AT = "2026-03-02T12:00:00Z"
WORDS = "Police in Split arrested Ana Marić on Monday."
# A program whose every process has a finder that fails on one text and a text that ends the process.
BROKEN = """
import os, sys
from dataclasses import replace
from watchfloor.extract.contract import Finder
from watchfloor.extract.lang.en.reader import English

def failing(article, found):
    if "Split" in article.text:
        raise LookupError(article.text)
    if "Rijeka" in article.text:
        os._exit(9)
    return found

English.finders = (*English.finders, Finder("rumours", failing))

if __name__ == "__main__":
    from watchfloor.cli.main import app
    app(sys.argv[1:])
"""


def failing(article: Article, found: FoundInEnglish) -> FoundInEnglish:
    raise LookupError(WORDS)


def test_a_finder_that_fails_is_told_with_its_lines_and_no_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, extractor: Extractor
) -> None:
    monkeypatch.setattr(English, "finders", (Finder("rumours", failing),))
    monkeypatch.setattr(reading, "_extractor", Extractor(extractor.parser, tell=reading._note))
    monkeypatch.setattr(
        reading, "slow", lambda what, id_, began, at: WorkSlow(at=at, what=what, id=id_, seconds=9)
    )
    rendition = rendition_of_line({"text": WORDS}, arrived=AT)
    with Store.memory(clock=lambda: AT) as store:
        [admitted] = Floor(store, journal=FileJournal(tmp_path)).take([rendition], arrival=lambda _: AT)
        assert not admitted.refused
    facts = list(read_facts(files_of(tmp_path)))
    [failed] = (it for it in facts if isinstance(it, WorkFailed))
    assert (failed.at, failed.what, failed.id, failed.error) == (
        AT, "finder rumours", rendition.id, "LookupError"
    )  # fmt: skip
    assert failed.frames[-1].startswith("test_pool.py:")
    assert failed.frames[-1].endswith(" failing")
    assert WorkSlow(at=AT, what="reading", id=rendition.id, seconds=9) in facts
    assert "Mari" not in (tmp_path / "journal.jsonl").read_text("utf-8")


def test_a_text_that_cannot_be_read_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(rendition: object, *, signed: bool, own: object) -> object:
        raise IndexError(WORDS)

    monkeypatch.setattr(reading, "prepare", broken)
    rendition = rendition_of_line({"text": WORDS}, arrived=AT)
    with Store.memory(clock=lambda: AT) as store:
        [admitted] = Floor(store, journal=FileJournal(tmp_path)).take([rendition], arrival=lambda _: AT)
        assert admitted.refused
    [failed] = (it for it in read_facts(files_of(tmp_path)) if isinstance(it, WorkFailed))
    assert (failed.what, failed.id, failed.error) == ("reading", rendition.id, "IndexError")
    assert failed.frames[-1].endswith(" broken")


def test_what_fails_in_a_worker_process_is_told_by_the_writer(tmp_path: Path) -> None:
    floor, program = tmp_path / "floor", tmp_path / "program.py"
    assert watchfloor("init", floor).code == 0
    program.write_text(BROKEN, "utf-8")
    lines = [{"id": "1", "text": WORDS}, {"id": "2", "text": "Police in Rijeka arrested two men on Monday."}]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    done = subprocess.run(
        [sys.executable, program, "add", "news.jsonl", "--processes", "1", "--floor", floor],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    failed = [it for it in read_facts(files_of(floor)) if isinstance(it, WorkFailed)]
    assert [(it.what, it.error) for it in failed] == [
        ("finder rumours", "LookupError"),
        ("reading", "BrokenProcessPool"),
    ], done.stderr
    assert failed[0].frames[-1].endswith(" failing")
    assert "Mari" not in (floor / "journal.jsonl").read_text("utf-8")
    metrics = watchfloor("doctor", "--metrics", "--floor", floor).out
    assert 'watchfloor_failed_total{work="finder rumours",error="LookupError"} 1' in metrics


def test_what_is_known_keeps_its_place_and_little_of_it_is_held_at_a_time(extractor: Extractor) -> None:
    taken: list[int] = []

    def items() -> Iterator[Rendition | Passed]:
        for number in range(3_000):
            rendition = rendition_of_line({"text": f"{WORDS} It was number {number}."}, arrived=AT)
            taken.append(number)
            yield rendition if number == 1_000 else Passed(rendition)

    found = []
    for number, prepared in enumerate(prepare_all(items())):
        assert not isinstance(prepared, Quarantined)
        found.append(prepared.rendition.text.split()[-1])
        assert len(taken) <= number + 1, "what is known waits for nobody"
        assert isinstance(prepared, Passed) == (number != 1_000)
    assert found == [f"{number}." for number in range(3_000)]


def test_behind_one_that_is_read_for_long_only_so_many_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowPool(pool.HerePool):
        ahead = 8

    monkeypatch.setattr(pool, "_begun", lambda choice, signed, own: SlowPool(signed=signed, own=own))
    drawn = 0

    def items() -> Iterator[Rendition | Passed]:
        nonlocal drawn
        for number in range(3_000):
            drawn += 1
            rendition = rendition_of_line({"text": f"{WORDS} It was number {number}."}, arrived=AT)
            yield Passed(rendition) if number else rendition

    first = next(iter(prepare_all(items())))
    assert not isinstance(first, Passed)
    assert drawn == pool._PASSING + 8 + 1
