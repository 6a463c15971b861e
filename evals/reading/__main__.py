"""Draws fresh articles for readers and sums up what they found.

`python -m evals.reading draw --articles 20 --out FOLDER`: sheet.jsonl (a finding a line, beside its words)
and texts.jsonl; the draw is logged in drawn.txt. Readers write lines {"id", "verdict", "class"} with the
verdict right, defensible or wrong. `python -m evals.reading outcome VERDICTS [SECOND]`: the figures.
`python -m evals.reading pool`: pool.txt anew from DATA.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from evals.reading.articles import articles
from evals.reading.outcome import Verdict, agreement, shares
from evals.reading.sheets import choose, rows
from watchfloor.extract import Extractor

_HERE = Path(__file__).parent
_POOL, _DRAWN = _HERE / "pool.txt", _HERE / "drawn.txt"
_MOST = 250  # articles of one set in the pool


def main() -> int:
    """Run one of the commands."""
    parser = argparse.ArgumentParser(prog="python -m evals.reading", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("pool")
    drawing = commands.add_parser("draw")
    drawing.add_argument("--articles", type=int, default=20)
    drawing.add_argument("--out", type=Path, required=True)
    summing = commands.add_parser("outcome")
    summing.add_argument("verdicts", type=Path, nargs="+")
    arguments = parser.parse_args()
    data = Path(os.environ.get("DATA", "../shared/data"))
    if arguments.command == "pool":
        return _write_pool(data)
    if arguments.command == "draw":
        return _draw(data, arguments.articles, arguments.out)
    return _outcome(arguments.verdicts)


def _write_pool(data: Path) -> int:
    taken: Counter[str] = Counter()
    kept = []
    for key in sorted(articles(data)):
        name = key.partition(":")[0]
        taken[name] += 1
        if taken[name] <= _MOST:
            kept.append(key)
    _POOL.write_text("\n".join(kept) + "\n", "utf-8")
    print(f"{len(kept)} articles of {len(taken)} sets")
    return 0


def _draw(data: Path, count: int, out: Path) -> int:
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=True)  # noqa: S607
    held = articles(data)
    drawn = frozenset(line.split()[-1] for line in _lines(_DRAWN))
    pool = [key for key in _lines(_POOL) if key in held]
    keys = choose(pool, drawn, commit=commit.stdout.strip(), count=count)
    out.mkdir(parents=True, exist_ok=True)
    extractor = Extractor()
    with (out / "sheet.jsonl").open("w", encoding="utf-8") as sheet:
        for key in keys:
            for row in rows(held[key], extractor):
                sheet.write(json.dumps(row, ensure_ascii=False) + "\n")
    with (out / "texts.jsonl").open("w", encoding="utf-8") as texts:
        for key in keys:
            article = held[key]
            texts.write(json.dumps({"id": key, "published": article.published, "text": article.text}) + "\n")
    with _DRAWN.open("a", encoding="utf-8") as log:
        for key in keys:
            log.write(f"{datetime.now(UTC):%Y-%m-%d} {commit.stdout[:8]} {key}\n")
    print(f"{len(keys)} articles: {out}/sheet.jsonl, {out}/texts.jsonl")
    return 0


def _outcome(paths: list[Path]) -> int:
    read: list[dict[str, Verdict]] = []
    for path in paths:
        lines = [json.loads(line) for line in _lines(path)]
        read.append({line["id"]: line["verdict"] for line in lines})
        for name, (value, n, low, high) in shares(read[-1]).items():
            print(f"{path.name}: {name} {value:.2f} of {n} ({low:.2f} to {high:.2f})")
        classes = Counter(line["class"] for line in lines if line.get("class"))
        print("\n".join(f"  {times:4} {name}" for name, times in classes.most_common()))
    if len(read) == 2:
        both, same, kappa = agreement(*read)
        print(f"both read {both}: same verdict {same:.2f}, kappa {kappa:.2f}")
    return 0


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines() if path.exists() else []


if __name__ == "__main__":
    raise SystemExit(main())
