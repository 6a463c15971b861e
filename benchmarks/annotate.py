"""`watchfloor annotate` beside bare parsing of the same articles, and what a second copy costs."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import measured

ARTICLES = 220
RATIO = 0.6  # of bare parsing's words per second, at least (issue 2)
MEMORY = 700.0  # MB with two processes, at most
COPY = 0.05  # of the first reading, at most
HELP = 0.3  # seconds
WATCHFLOOR = str(Path(sys.executable).parent / "watchfloor")


def articles() -> list[dict[str, str]]:
    """Return English news from the dev data, or the examples many times over where there is none."""
    data = Path(os.environ.get("DATA", "../shared/data")) / "dev"
    paths = [data / name / "input.jsonl" for name in ("speakers", "quotes", "places")]
    if not all(path.exists() for path in paths):
        paths = [Path("examples/articles.jsonl")] * 40
    rows = [json.loads(line) for path in paths for line in path.read_bytes().split(b"\n") if line.strip()]
    # Every text differs from the others, so that no cache helps; the copies are measured apart.
    return [{"id": str(n), "text": f"{row['text']}\n{n}."} for n, row in enumerate(rows[:ARTICLES])]


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    rows = articles()
    words = sum(len(row["text"].split()) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        once, twice = Path(folder) / "once.jsonl", Path(folder) / "twice.jsonl"
        empty = Path(folder) / "empty.jsonl"
        lines = [json.dumps(row) for row in rows]
        once.write_text("\n".join(lines), "utf-8")
        twice.write_text("\n".join(line for line in lines for _ in range(2)), "utf-8")
        empty.write_text(json.dumps({"id": "0", "text": "Nothing."}), "utf-8")
        for processes in (1, 2):
            bare = measured([sys.executable, "-m", "benchmarks.bare_parse", str(once), str(processes)])
            annotated = measured([WATCHFLOOR, "annotate", str(once), "-p", str(processes)])
            ratio = bare.wall / annotated.wall
            against = f"bare {words / bare.wall:,.0f} words/s, annotate {words / annotated.wall:,.0f}"
            yield f"annotate / bare parse, {processes} processes", ratio, against, ratio >= RATIO
            yield (
                f"peak MB, {processes} processes",
                annotated.peak,
                f"at most {MEMORY:.0f}",
                annotated.peak <= MEMORY,
            )
        start = measured([WATCHFLOOR, "annotate", str(empty)]).wall
        single = measured([WATCHFLOOR, "annotate", str(once)]).wall
        double = measured([WATCHFLOOR, "annotate", str(twice)]).wall
        share = (double - single) / (single - start)
        yield "a second copy / the first", share, f"at most {COPY}", share <= COPY
    help_times = [measured([WATCHFLOOR, "--help"]).wall for _ in range(5)]
    shown = statistics.median(help_times)
    yield "watchfloor --help, seconds", shown, f"at most {HELP}", shown <= HELP
