"""The table of trials, and how the inputs of those that concern text are read."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from watchfloor.extract import Extractor
from watchfloor.extract.article import Context
from watchfloor.model import Findings

HERE = Path(__file__).parent
INPUTS = HERE / "inputs"
Read = tuple[str, Findings]


@cache
def trials() -> dict[str, tuple[str, str, str]]:
    """Return each trial's name, class and right outcome by its number."""
    rows = [line.split("\t") for line in (HERE / "trials.tsv").read_text("utf-8").splitlines()]
    return {row[0]: (row[1], row[2], row[3]) for row in rows if not row[0].startswith("#")}


@cache
def _extractor() -> Extractor:
    return Extractor()


@cache
def read(text: str, published: str = "2026-03-11") -> Read:
    """Return a text with its findings."""
    return text, _extractor().read(text, context=Context(published=published))


def inputs_of(trial: str) -> list[Read]:
    """Return the texts of a trial's input lines with their findings, in order."""
    lines = [
        json.loads(line)
        for path in sorted(INPUTS.glob(f"{trial}-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return [read(line["text"], line["published"]) for line in lines]
