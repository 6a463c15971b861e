"""Fits the weights of the judge and writes them with their figures: `python -m train` (README.md).

Data: DATA, default ../shared/data. Writes src/watchfloor/data/events/judge.tsv and train/figures.json.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from train.candidates import Candidate, candidates
from train.figures import Outcome, figures
from train.fit import Example, Model, fit, probabilities, stretch, unseen_scores
from train.labels import Label, read_labels

ROOT = Path(__file__).parent.parent
WEIGHTS = ROOT / "src" / "watchfloor" / "data" / "events" / "judge.tsv"
FIGURES = Path(__file__).parent / "figures.json"
_INVENTED = ("picture:", "own:", "stream:")
_HEADER = """\
# What each fact adds to the odds (a logarithm) that an event is right in each filled slot, or defensible.
# "bias" is added to all. A fact is what clause and the finder know (extract/events/evidence.py), "&" parts
# two that hold together. Fitted by `python -m train` on what readers held of events; from which texts, under
# what licences: train/README.md.
#  1 fact   2 weight
"""


def main() -> int:
    """Fit, write, and print the figures."""
    data = Path(os.environ.get("DATA", "../shared/data"))
    if not data.is_dir():
        print(f"no dev data at {data}: set DATA=… to the folder", file=sys.stderr)
        return 2
    labels = list(read_labels())
    judged = list(_judged(candidates(data), labels))
    examples = [Example(it.document, it.facts, good) for it, good in judged]
    scores = unseen_scores(examples)
    good = np.array([example.good for example in examples])
    factor, shift = stretch(scores, good)
    WEIGHTS.write_text(_HEADER + "\n".join(_rows(fit(examples).stretched(factor, shift))) + "\n", "utf-8")
    real = np.array([not it.document.startswith(_INVENTED) for it, _ in judged])
    strong = np.array([it.grade == "strong" for it, _ in judged], dtype=np.float64)
    outcome = Outcome(probabilities(scores * factor + shift)[real], good[real], strong[real])
    found = {"labels": len(labels), "examples": len(examples)} | figures(outcome, labels)
    FIGURES.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    print(FIGURES.read_text("utf-8"))
    return 0


def _judged(found: Iterator[Candidate], labels: Sequence[Label]) -> Iterator[tuple[Candidate, float]]:
    """Yield the candidates that were judged as they are found today, with the share that holds them good."""
    verdicts: Mapping[tuple[str, str], list[bool]] = defaultdict(list)
    for label in labels:
        verdicts[label.id, label.signature].append(label.verdict != "wrong")
    for candidate in found:
        held = verdicts.get((candidate.id, candidate.signature))
        if held:
            yield candidate, sum(held) / len(held)


def _rows(model: Model) -> Iterator[str]:
    yield f"bias\t{model.bias:.3f}"
    for fact, weight in sorted(model.weights.items()):
        if f"{weight:.3f}".strip("-") != "0.000":
            yield f"{fact}\t{weight:.3f}"


if __name__ == "__main__":
    sys.exit(main())
