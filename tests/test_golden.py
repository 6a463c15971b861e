"""Golden stories: the examples as people see them, the seeds as spans and names.

After a change that is meant, look at the difference, then write them anew:
GOLDEN=write python -m pytest tests/test_golden.py
"""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.exchange import print_situation, situation_json
from watchfloor.ingest import read_paths
from watchfloor.model import Audience, SituationReport

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parent.parent / "examples"
SEEDS = Path(os.environ.get("DATA", "../shared/data")) / "seeds"
NOW = "2026-04-01T00:00:00Z"
_WORDS = frozenset(
    {"text", "title", "standfirst", "value", "path", "published_from", "title_from", "standfirst_from"}
)


def compare(name: str, seen: str) -> None:
    golden = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(seen, "utf-8")
    assert seen == golden.read_text("utf-8")


def seen(paths: list[Path], watch: Path | None = None) -> SituationReport:
    return look(read_paths(paths, arrived=NOW), now=NOW, watch_file=watch)


def test_the_examples_as_people_see_them() -> None:
    out = io.StringIO()
    situation = seen([EXAMPLES], EXAMPLES / "watches.yaml")
    print_situation(disclose(situation, Audience.desk), Console(file=out, width=110, no_color=True))
    compare("examples.txt", "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines()))


@pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seeds are not at {SEEDS}; set DATA")
def test_the_seeds_as_spans_and_names() -> None:
    written = situation_json(disclose(seen([SEEDS]), Audience.desk))
    seeds = {**_without_words(written), "actors": written["actors"]}
    compare("seeds.json", json.dumps(seeds, indent=1, ensure_ascii=False) + "\n")


def _without_words(value: Any) -> Any:
    """Leave out the words of the news texts, which are not ours: spans, codes and names stay."""
    if isinstance(value, dict):
        return {key: _without_words(item) for key, item in value.items() if key not in _WORDS}
    if isinstance(value, list):
        return [_without_words(item) for item in value]
    return value
