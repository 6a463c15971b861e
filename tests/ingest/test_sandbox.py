"""What kills, stalls or bloats a parser costs that input only; the others are read, in order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.forked_readers import PLACE
from tests.ingest.breaking import break_or_read, crash_on_feed
from watchfloor.errors import InputError
from watchfloor.ingest import parse_feed, read_guarded, read_page, read_paths
from watchfloor.ingest.sandbox import ChildLimits, GuardedReader, SandboxReaders
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-11-22T04:00:00Z"
WORDS = "The port authority closed the northern quay after inspectors found cracks in two of its pillars."
PAGE = (
    f"<html><head><title>Quay closed for repairs</title></head><body><h1>Quay closed for repairs</h1>"
    f"<p>12 March 2026</p><article><p>{WORDS}</p><p>{WORDS[::-1]}</p></article></body></html>"
).encode()
FEED = b"<rss version='2.0'><channel><item><title>Quay</title><guid>1</guid></item></channel></rss>"


@pytest.fixture(scope="module", autouse=True)
def _begun_anew() -> Iterator[None]:
    """Begin processes as Watchfloor does; other tests fork them from one that has loaded all."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(PLACE, get_context)
        yield


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    limits = ChildLimits(memory=600_000_000, cpu_seconds=1, wall_seconds=6)
    with GuardedReader(
        limits=limits, readers=SandboxReaders(page=break_or_read, feed=crash_on_feed)
    ) as guarded:
        yield guarded


def read(reader: GuardedReader, data: bytes) -> Rendition:
    return reader.read_page(
        data, where="page.html", path="page.html", url="https://k.example/q", arrived=ARRIVED
    )


def test_a_page_and_a_feed_come_back_as_they_are_read_here(reader: GuardedReader) -> None:
    expected = read_page(
        PAGE, where="page.html", path="page.html", url="https://k.example/q", arrived=ARRIVED
    )
    assert read(reader, PAGE) == expected
    assert type(read(reader, PAGE).paragraphs[0]) is type(expected.paragraphs[0])
    assert reader.parse_feed(FEED, where="feed") == parse_feed(FEED, where="feed")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"exit", "crashed the reading process 3 times"),
        (b"crash", "crashed the reading process 3 times"),
        (b"loop", "takes more than 1 seconds of computing"),
        (b"hoard", "takes more than 600 MB of memory"),
        (b"raise", "reading failed: "),
        (b"refuse", "no article text found: refused$"),
        (b"", "no article text found"),
    ],
)
def test_what_breaks_the_parser_is_refused_with_a_reason_and_the_next_is_read(
    reader: GuardedReader, data: bytes, reason: str
) -> None:
    with pytest.raises(InputError, match=f"^page.html: .*{reason}"):
        read(reader, data)
    assert read(reader, PAGE).title == "Quay closed for repairs"


def test_a_stall_is_ended() -> None:
    limits = ChildLimits(wall_seconds=0.6)
    with GuardedReader(limits=limits, readers=SandboxReaders(page=break_or_read)) as guarded:
        started = time.monotonic()
        with pytest.raises(InputError, match=r"took longer than 0\.6 seconds, 3 times"):
            read(guarded, b"stall")
        assert time.monotonic() - started < 15


def test_a_crash_that_does_not_come_again_costs_nothing(reader: GuardedReader, tmp_path: Path) -> None:
    assert "after one crash" in read(reader, f"once {tmp_path / 'mark'}".encode()).text


def test_a_feed_that_kills_is_refused(reader: GuardedReader) -> None:
    with pytest.raises(InputError, match="feed: reading it crashed"):
        reader.parse_feed(b"exit", where="feed")
    assert reader.parse_feed(FEED, where="feed").items[0].title == "Quay"


def test_a_child_killed_between_two_pages_is_replaced(reader: GuardedReader) -> None:
    read(reader, PAGE)
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)
    assert read(reader, PAGE).text.startswith(WORDS)


def test_no_process_before_the_first_page_and_none_after_the_last() -> None:
    guarded = GuardedReader()
    with guarded:
        pids = [guarded.pid]
        read(guarded, PAGE)
        pids.append(guarded.pid)
    before, pid, after = *pids, guarded.pid
    assert (before, after) == (None, None)
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_paths_keep_their_order_around_what_breaks(reader: GuardedReader, tmp_path: Path) -> None:
    for name, data in {"a.html": PAGE, "b.html": b"exit", "c.txt": WORDS.encode(), "d.html": PAGE}.items():
        (tmp_path / name).write_bytes(data)
    paths = [tmp_path / name for name in ("a.html", "b.html", "c.txt", "d.html")]
    items = list(read_paths(paths, arrived=ARRIVED, reader=reader.read_document))
    assert [item.path if isinstance(item, Rendition) else item.where for item in items] == list(
        map(str, paths)
    )
    assert isinstance(items[1], Quarantined)
    assert "everything else is read on" in items[1].reason


def test_real_pages_are_read_the_same_in_the_child(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    (tmp_path / "b.html").write_bytes(b"<html><body>" + b"<div>" * 50_000 + WORDS.encode())
    (tmp_path / "c\udcff.html").write_bytes(PAGE)
    assert list(read_guarded([tmp_path], arrived=ARRIVED)) == list(read_paths([tmp_path], arrived=ARRIVED))


def test_megabytes_of_markup_are_answered_in_time(reader: GuardedReader) -> None:
    started = time.monotonic()
    with suppress(InputError):  # read or refused, as the parser likes: a stall is what must not be
        read(reader, b"<html><body>" + b"<table><tr><td>" * 200_000 + PAGE)
    assert time.monotonic() - started < 12
    assert read(reader, PAGE).title == "Quay closed for repairs"
