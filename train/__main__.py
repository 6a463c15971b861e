"""Fits the weights of the judge and writes them with their figures: `python -m train` (README.md).

Data: DATA, default ../shared/data. Writes src/watchfloor/data/events/judge.tsv and train/figures.json.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from train.candidates import Candidate, candidates
from train.figures import Outcome, figures
from train.fit import Example, Model, fit, probabilities, stretch, unseen_scores
from train.labels import Labels, read_labels
from watchfloor.extract.events.judge import said_by_kind, usual_name

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "src" / "watchfloor" / "data" / "events" / "judge.tsv"
FIGURES = Path(__file__).parent / "figures.json"
_GOLD = ("picture:", "own:", "stream:")  # texts with a scorer of their own: no figure is told of them here
_WHOLE = ("meantime:", "gum:", "article:")
_HEADER = """\
# What each fact adds to the odds (a logarithm) that an event is right in each filled slot, or defensible.
# "bias" is added to all. A fact is what clause and the finder know (extract/events/evidence.py), "&" parts
# two that hold together. Fitted by `python -m train` on what readers held of events; from which texts, under
# what licences: train/README.md.
# "usual" and a doubt: what facts of its kind say of an event on average; by less than that it is told why an
# event is weak.
#  1 fact   2 weight
"""


def main() -> int:
    """Fit, write, and print the figures."""
    data = Path(os.environ.get("DATA", "../shared/data"))
    if not data.is_dir():
        print(f"no dev data at {data}: set DATA=… to the folder", file=sys.stderr)
        return 2
    labels = list(read_labels())
    judged = list(_judged(candidates(data), Labels(labels)))
    examples = [Example(it.candidate.document, it.candidate.facts, it.good) for it in judged]
    scores = unseen_scores(examples)
    good = np.array([example.good for example in examples])
    factor, shift = stretch(scores, good)
    model = fit(examples).stretched(factor, shift)
    WEIGHTS.write_text(_HEADER + "\n".join(_rows(model, examples)) + "\n", "utf-8")
    shown = np.array([not it.candidate.document.startswith(_GOLD) for it in judged])
    outcome = Outcome(
        probabilities(scores * factor + shift)[shown],
        good[shown],
        np.array([it.right for it in judged])[shown],
        np.array([it.candidate.allowed for it in judged])[shown],
        np.array([it.candidate.document.startswith(_WHOLE) for it in judged])[shown],
    )
    found = {"labels": len(labels), "examples": len(examples)} | figures(outcome, labels)
    FIGURES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(FIGURES.read_text("utf-8"))
    return 0


@dataclass(frozen=True, slots=True)
class _Judged:
    """A candidate with the share of its readers who held it good, and right."""

    candidate: Candidate
    good: float
    right: float


def _judged(found: Iterable[Candidate], labels: Labels) -> Iterator[_Judged]:
    """Yield the candidates of which a verdict is known that holds of what they are today."""
    for candidate in found:
        held = labels.of(candidate.id, candidate.held)
        if held:
            good = sum(verdict != "wrong" for verdict in held) / len(held)
            yield _Judged(candidate, good, held.count("right") / len(held))


def _rows(model: Model, examples: Sequence[Example]) -> Iterator[str]:
    yield f"bias\t{model.bias:.3f}"
    for fact, weight in sorted(model.weights.items()):
        if f"{weight:.3f}".strip("-") != "0.000":
            yield f"{fact}\t{weight:.3f}"
    said = [said_by_kind(example.facts, model.weights) for example in examples]
    for kind in said[0]:
        yield f"{usual_name(kind)}\t{sum(it[kind] for it in said) / len(said):.3f}"


if __name__ == "__main__":
    sys.exit(main())
