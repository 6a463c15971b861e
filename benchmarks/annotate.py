"""`watchfloor annotate` and `add` beside bare parsing of the same texts, in turns; memory; start-up.

CPU time of the whole process tree. A round is bare parsing, annotating and adding the same texts, each in a
process that begins anew; the model is loaded by all three.
"""

from __future__ import annotations

import json
import lzma
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from benchmarks.pairs import PAIRS, Spread
from benchmarks.process import measured

FULL = bool(os.environ.get("FULL"))
TEXTS = 3_000 if FULL else 300
ANNOTATE, ADD = 0.55, 0.38  # of the CPU of bare parsing by theirs, at least (issue 12)
MEMORY = 700.0  # MB of two processes, at most
COPY = 0.05  # of the first reading, at most
COPIED = 40  # texts that are given twice
HELP = 0.3  # seconds of CPU
WATCHFLOOR = str(Path(sys.executable).parent / "watchfloor")
_ARTICLES = ("speakers", "quotes", "places")
_WIRE = "reuters_repeats"
_MOST_WORDS = 600  # of a text: some of the dev data are of magazines


def articles(number: int = TEXTS) -> list[dict[str, str]]:
    """Return news, articles and wire in turns; the examples many times over where there is no dev data.

    Every text differs from the others, so that no cache helps; copies are measured apart.
    """
    rows = _news(number) or _examples(number)
    return [
        {
            "id": str(place),
            "title": row.get("title", ""),
            "outlet": f"Gazette {place % 40}",
            "published": row.get("published") or "2026-01-01",
            "text": f"{row['text']}\n{place}.",
        }
        for place, row in enumerate(rows[:number])
    ]


def _news(number: int) -> list[dict[str, str]]:
    data = Path(os.environ.get("DATA", "../shared/data"))
    paths = [data / "dev" / name / "input.jsonl" for name in _ARTICLES]
    wire = data / "group" / f"{_WIRE}.jsonl.xz"
    if not all(path.exists() for path in (*paths, wire)):
        return []
    written = [json.loads(line) for path in paths for line in path.read_text("utf-8").split("\n") if line]
    long = [row for row in written if len(row["text"].split()) < _MOST_WORDS]
    with lzma.open(wire, "rt", encoding="utf-8") as lines:
        short = [json.loads(line) for line in islice(lines, number)]
    return [*chain(*zip(long, short, strict=False)), *short[len(long) :]]


def _examples(number: int) -> list[dict[str, str]]:
    examples = Path("examples/articles.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in examples for _ in range(1 + number // len(examples))]


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = articles()
        held = _written(folder / "texts.jsonl", rows)
        words = sum(len(row["text"].split()) for row in rows)
        yield from _speed(folder, held, words)
        for what, command in (
            ("annotate", [WATCHFLOOR, "annotate", str(held), "-p", "2"]),
            ("add", [*_adding(folder, held), "-p", "2"]),
        ):
            peak = measured(command).peak
            yield f"{what} in two processes, peak MB", peak, f"at most {MEMORY:.0f}", peak <= MEMORY
        yield _copies(folder, rows[:COPIED])
    shown = Spread.of(measured([WATCHFLOOR, "--help"]).cpu for _ in range(PAIRS))
    yield shown.at_most("watchfloor --help, CPU seconds", HELP)


def _speed(folder: Path, held: Path, words: int) -> Iterator[tuple[str, float, str, bool]]:
    bare, annotated, added = [], [], []
    for _ in range(PAIRS):
        bare.append(measured([sys.executable, "-m", "benchmarks.bare_parse", str(held), "1"]).cpu)
        annotated.append(measured([WATCHFLOOR, "annotate", str(held)]).cpu)
        added.append(measured(_adding(folder, held)).cpu)
    for what, costs, bound in (("annotate", annotated, ANNOTATE), ("add", added, ADD)):
        ratios = Spread.of(one / other for one, other in zip(bare, costs, strict=True))
        paces = [f"{words / Spread.of(some).median:,.0f}" for some in (bare, costs)]
        told = f"{paces[1]} words a CPU second, bare {paces[0]}"
        yield ratios.at_least(f"{what} / bare parsing", bound, told)


def _adding(folder: Path, held: Path) -> list[str]:
    """Return the command that adds texts to a floor of its own, which is made."""
    floor = Path(tempfile.mkdtemp(dir=folder)) / "floor"
    measured([WATCHFLOOR, "init", str(floor)])
    return [WATCHFLOOR, "add", str(held), "--floor", str(floor), "--arrived", "published"]


def _copies(folder: Path, rows: Sequence[dict[str, str]]) -> tuple[str, float, str, bool]:
    """Return what the copy of a text costs by what the text costs, in turns."""
    empty = _written(folder / "empty.jsonl", [{"id": "0", "text": "Nothing."}])
    once = _written(folder / "once.jsonl", rows)
    twice = _written(folder / "twice.jsonl", [row for row in rows for _ in range(2)])
    shares = []
    for _ in range(PAIRS):
        start, single, double = (
            measured([WATCHFLOOR, "annotate", str(path)]).cpu for path in (empty, once, twice)
        )
        shares.append((double - single) / (single - start))
    return Spread.of(shares).at_most("a second copy / the first", COPY)


def _written(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return path
