"""The labels: what readers held of candidates, by id; no text is among them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from evals.reading.outcome import Verdict

LABELS = Path(__file__).parent / "labels.tsv"


@dataclass(frozen=True, slots=True)
class Label:
    """One reader's verdict on one candidate, with the class of its worst fault where it is wrong."""

    id: str
    signature: str
    verdict: Verdict
    fault: str
    reader: str


def read_labels(path: Path = LABELS) -> Iterator[Label]:
    """Yield the labels in the order of the file."""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            id_, signature, verdict, fault, reader = line.split("\t")
            yield Label(id_, signature, cast("Verdict", verdict), fault, reader)
