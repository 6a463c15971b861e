"""The labels: what readers held of candidates, by id; no text is among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from evals.reading.outcome import Verdict
from train.held import Held

LABELS = Path(__file__).parent / "labels.tsv"
# The slot that a verdict "wrong" rests on, by the class of the fault.
_RESTS_ON = {
    "not": "type", "type": "type", "mode": "mode", "who": "source", "whom": "target", "place": "place",
    "date": "date", "background": "date", "polarity": "polarity", "modality": "modality",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Label:
    """One reader's verdict on a candidate as it was, with the class of its worst fault where it is wrong."""

    id: str
    held: Held
    verdict: Verdict
    fault: str
    reader: str

    def since(self, now: Held) -> Verdict | None:
        """Return what the verdict is of the candidate as it is found now, None where it is to be read anew.

        A fault is one as long as its slot holds the same. What was good is so still where nothing was put
        in; a slot that was emptied leaves less than is told.
        """
        changes = self.held.changes(now)
        if self.verdict == "wrong":
            rests = (changes["type"], changes[_RESTS_ON[self.fault]])
            return "wrong" if rests == ("same", "same") else None
        altered = set(changes.values()) - {"same"}
        if not altered:
            return self.verdict
        return "defensible" if altered == {"emptied"} else None


class Labels:
    """All labels, to be asked by where a candidate stands."""

    def __init__(self, labels: Sequence[Label]) -> None:
        """Sort labels by their documents."""
        by_document: Mapping[str, list[Label]] = defaultdict(list)
        for label in labels:
            by_document[_place(label.id)[0]].append(label)
        self._by_document = by_document

    def of(self, id_: str, now: Held) -> tuple[Verdict, ...]:
        """Return what readers held of a candidate: of the same words, else of words that overlap."""
        near = self._by_document.get(_place(id_)[0], [])
        same = [label for label in near if label.id == id_]
        over = [it for it in near if _overlap(it.id, id_) and it.held.type == now.type]
        return tuple(held for label in same or over for held in [label.since(now)] if held is not None)


def read_labels(path: Path = LABELS) -> Iterator[Label]:
    """Yield the labels in the order of the file."""
    for line in path.read_text("utf-8").splitlines():
        if not line.startswith("# "):
            id_, *held, verdict, fault, reader = line.split("\t")
            yield Label(id_, Held.read(held), cast("Verdict", verdict), fault, reader)


def _place(id_: str) -> tuple[str, int, int]:
    document, _, at = id_.rpartition("@")
    start, end = at.split("-")
    return document, int(start), int(end)


def _overlap(one: str, other: str) -> bool:
    _, start, end = _place(one)
    _, from_, to = _place(other)
    return max(start, from_) < min(end, to)
