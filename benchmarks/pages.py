"""Pages read per second beside bare trafilatura with metadata, in turns over the same pages: CPU."""

from __future__ import annotations

import logging
import os
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.pairs import Spread, in_turns
from watchfloor.errors import InputError
from watchfloor.ingest.formats.page import read_page

RATIO = 0.75  # of bare trafilatura's pages per second, at least (issue 3: above 25 where it has 34)
MOST_PAGES = 200 if os.environ.get("FULL") else 60
ARRIVED = "2026-11-22T00:00:00Z"
OWN = Path(__file__).parent.parent / "evals" / "own" / "pages"


def pages() -> list[bytes]:
    """Return every third saved page of the dev data, or the invented pages where there is none."""
    archive = Path(os.environ.get("DATA", "../shared/data")) / "pages-dev.tar.xz"
    if not archive.exists():
        return [path.read_bytes() for path in sorted(OWN.glob("*.html"))]
    with tarfile.open(archive) as members:
        streams = (members.extractfile(m) for m in members if m.isfile() and m.name.endswith(".html"))
        return [stream.read() for stream in streams if stream is not None][::3][:MOST_PAGES]


def read_ours(page: bytes) -> None:
    """Read a page as the product does."""
    with suppress(InputError):  # a page without an article is told so; that takes time as well
        read_page(page, where="page", arrived=ARRIVED)


def read_bare(page: bytes) -> None:
    """Read a page with trafilatura alone."""
    import trafilatura  # noqa: PLC0415 - as the product loads it

    trafilatura.bare_extraction(page, with_metadata=True)


def seconds(read: Callable[[bytes], None], held: list[bytes]) -> float:
    """Return the processor seconds that `read` needs for all pages."""
    started = time.process_time()
    for page in held:
        read(page)
    return time.process_time() - started


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    logging.disable(logging.CRITICAL)
    held = pages()
    for read in (read_ours, read_bare):  # what is loaded and compiled once is not measured
        seconds(read, held[:5])
    pairs = in_turns(lambda: seconds(read_ours, held), lambda: seconds(read_bare, held))
    ours, bare = (Spread.of(costs).median for costs in zip(*pairs, strict=True))
    told = f"bare {len(held) / bare:.1f} pages a CPU second, ours {len(held) / ours:.1f}"
    ratios = Spread.of(there / here for here, there in pairs)
    yield ratios.at_least("pages / bare trafilatura", RATIO, told)
    logging.disable(logging.NOTSET)
