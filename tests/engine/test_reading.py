"""Reading in child processes: what kills a parser costs that page only."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from tests.world import feed, page, words
from watchfloor.engine.reading import Limits, Reading
from watchfloor.errors import InputError
from watchfloor.ingest.feeds import Feed
from watchfloor.model import Rendition

NOW = "2026-02-01T08:00:00Z"
URL = "https://gazette.example/1"
FEED = feed(("https://gazette.example/1", "Pier closed", "The board closed pier 4."))


def test_a_child_reads_pages_feeds_and_refuses_with_reasons() -> None:
    with Reading(1) as reading:
        read = reading.read("page", page("Pier closed", words(1), words(2)), url=URL, arrived=NOW)
        assert isinstance(read, Rendition)
        assert words(2) in read.text
        assert isinstance(reading.read("feed", FEED, url=URL, arrived=NOW), Feed)
        with pytest.raises(InputError, match="no article text"):
            reading.read("page", b"<html><body></body></html>", url=URL, arrived=NOW)


def test_a_killed_child_is_replaced() -> None:
    with Reading(1) as reading:
        reading.read("feed", FEED, url=URL, arrived=NOW)
        process = reading._all[0]._process
        assert process is not None
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        assert isinstance(reading.read("feed", FEED, url=URL, arrived=NOW), Feed)


@pytest.mark.parametrize(
    "limits",
    [Limits(wall_seconds=0.001), Limits(memory=30_000_000)],
    ids=["time", "memory"],
)
def test_what_goes_beyond_a_limit_is_refused_after_three_tries(limits: Limits) -> None:
    large = page("Pier closed", *(words(number) for number in range(3_000)))
    with Reading(1, limits=limits) as reading, pytest.raises(InputError) as caught:
        reading.read("page", large, url=URL, arrived=NOW)
    assert "3 times" in caught.value.cause or "MemoryError" in caught.value.cause


def test_children_end_when_their_parent_does() -> None:
    reading = Reading(1)
    reading.read("feed", FEED, url=URL, arrived=NOW)
    process, line = reading._all[0]._process, reading._all[0]._line
    assert process is not None
    assert line is not None
    line.close()  # what the kernel does when the parent dies
    process.join(5)
    assert process.exitcode == 0


def test_many_threads_share_few_children() -> None:
    with Reading(1) as reading:
        found: list[str] = []

        def read(number: int) -> None:
            done = reading.read(
                "page", page(f"Story {number}", words(number), words(number + 50)), url=URL, arrived=NOW
            )
            found.append(done.title)

        threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == sorted(f"Story {number}" for number in range(8))


def test_entities_never_reach_a_parser(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sentinel", "utf-8")
    evil = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'.encode() + FEED.replace(b"Pier", b"&x;")
    with Reading(0) as reading, pytest.raises(InputError) as caught:
        reading.read("feed", evil, url=URL, arrived=NOW)
    assert "sentinel" not in str(caught.value)
