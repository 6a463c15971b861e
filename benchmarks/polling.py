"""A stub world polled without extraction: seconds and memory of three rounds.

Two hundred feeds, a thousand with FULL.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.process import Measured, measured
from benchmarks.stub_world import outlet
from watchfloor.store import Store

FEEDS = 1000 if os.environ.get("FULL") else 200
FIRST = 600.0 * max(FEEDS / 1000, 0.3)  # seconds, at most (issue 3)
AGAIN = 60.0 * max(FEEDS / 1000, 0.5)  # a feed that stalls holds up a small round as long as a large one
MEMORY = 500.0  # MB of the whole process tree


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    wanted = {
        (it.number, item)
        for it in map(outlet, range(FEEDS))
        if it.behaviour == "well"
        for item in range(it.items)
    }
    with tempfile.TemporaryDirectory() as place, _world() as port:
        floor = Path(place) / "floor"
        first = _round(floor, port, "2026-02-01T08:00:00Z")
        urls = _kept(floor)
        kept = len(urls)
        yield (
            f"first round of {FEEDS} feeds, seconds",
            first.wall,
            f"at most {FIRST:.0f}",
            first.wall <= FIRST,
        )
        yield "peak MB of it", first.peak, f"at most {MEMORY:.0f}", first.peak <= MEMORY
        lost = len(wanted - set(urls))
        yield "articles lost, of feeds that are well", lost, f"exactly 0 of {len(wanted)}", not lost
        twice = kept - len(set(urls))
        yield "articles kept twice", twice, "exactly 0", not twice
        second = _round(floor, port, "2026-02-01T16:00:00Z")
        same = len(_kept(floor))
        yield "second round, nothing new, seconds", second.wall, f"at most {AGAIN:.0f}", second.wall <= AGAIN
        yield "articles kept after it", same, f"exactly {kept}", same == kept
        urllib.request.urlopen(f"http://127.0.0.1:{port}/advance").close()
        third = _round(floor, port, "2026-02-02T08:00:00Z")
        yield "third round, some revised, seconds", third.wall, f"at most {FIRST:.0f}", third.wall <= FIRST
        revisions = len(_kept(floor)) - kept
        yield "revisions kept", revisions, "at least 1", revisions > 0
        size = sum(path.stat().st_size for path in floor.iterdir()) / 1e6
        yield "MB of the floor", size, "at most 40 kB an article", size <= 0.04 * (kept + revisions)


@contextmanager
def _world() -> Iterator[int]:
    command = [sys.executable, "-m", "benchmarks.stub_world"]
    # The same hashes in every run: they make the ETags.
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.kill()


def _round(floor: Path, port: int, now: str) -> Measured:
    return measured([sys.executable, "-m", "benchmarks.poll_once", str(floor), str(port), str(FEEDS), now])


def _kept(floor: Path) -> list[tuple[int, int]]:
    """Return outlet and number of each article that is kept, once for each of its versions."""
    with Store.open(floor) as store:
        urls = [urlsplit(rendition.url or "") for rendition in store.renditions()]
    return [
        (int((url.hostname or "").removeprefix("outlet").removesuffix(".example")), int(url.path[1:]))
        for url in urls
        if url.path[1:].isdigit()
    ]
