"""Reading in child processes that many threads share; what kills one costs that input only."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import pytest

from tests.world import feed, page, words
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.errors import InputError

NOW = "2026-02-01T08:00:00Z"
URL = "https://gazette.example/1"
FEED = feed(("https://gazette.example/1", "Pier closed", "The board closed pier 4."))


@pytest.mark.parametrize("processes", [0, 1])
def test_pages_feeds_and_sitemaps_are_read_and_refused_with_reasons(processes: int) -> None:
    with ReaderPool(processes) as reading:
        read = reading.page(page("Pier closed", words(1), words(2)), url=URL, arrived=NOW)
        assert words(2) in read.text
        assert [item.title for item in reading.feed(FEED, url=URL).items] == ["Pier closed"]
        assert reading.sitemap(b"<urlset><url><loc>/a</loc></url></urlset>", url=URL).pages
        with pytest.raises(InputError, match="no article text"):
            reading.page(b"<html><body></body></html>", url=URL, arrived=NOW)
        with pytest.raises(InputError, match="not a feed"):
            reading.feed(b"words", url=URL)
        with pytest.raises(InputError, match="not a sitemap"):
            reading.sitemap(b"<html></html>", url=URL)


def test_a_killed_child_is_replaced() -> None:
    with ReaderPool(1) as reading:
        reading.feed(FEED, url=URL)
        pid = reading._children[0].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert reading.feed(FEED, url=URL).items
        assert reading._children[0].pid != pid


def test_many_threads_share_few_children() -> None:
    found: list[str | None] = []
    with ReaderPool(2) as reading:

        def read(number: int) -> None:
            given = page(f"Story {number}", words(number), words(number + 50))
            found.append(reading.page(given, url=URL, arrived=NOW).title)

        threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(map(str, found)) == sorted(f"Story {number}" for number in range(8))


def test_entities_never_reach_a_parser(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sentinel", "utf-8")
    evil = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'.encode() + FEED.replace(b"Pier", b"&x;")
    with ReaderPool(0) as reading, pytest.raises(InputError) as caught:
        reading.feed(evil, url=URL)
    assert "sentinel" not in str(caught.value)
