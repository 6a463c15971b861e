"""The texts whose events may train weights, each under the name of its document: "set:id".

Which sets these are, under what licences, and why others are not among them: README.md beside this.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evals.events import OWN
from evals.times import CLOSE_UP, gum_texts, meantime_texts

_CAUSAL = ("train_subtask1.csv", "dev_subtask1.csv")
_PICTURE = Path("cases") / "picture" / "dev"
_ARTICLES = Path(__file__).parent / "articles.jsonl"
_OPENING = '([$€£“"'


@dataclass(frozen=True, slots=True)
class TrainingText:
    """A text that may train weights: its document's name, its words, and its day where it has one."""

    document: str
    text: str
    published: str | None = None


def training_texts(data: Path) -> Iterator[TrainingText]:
    """Yield the texts in a fixed order."""
    for index, gold in enumerate(meantime_texts(data / "meantime" / "meantime.tar.xz")):
        yield TrainingText(f"meantime:{index}", gold.text, gold.published)
    for index, gold in enumerate(gum_texts(data / "gum-news-interview-dev.tar.xz")):
        yield TrainingText(f"gum:{index}", gold.text, gold.published)
    for record in _records(data / "dev" / "events-gsr" / "gold.jsonl"):
        yield TrainingText(f"gsr:{record['id']}", record["text"])
    yield from _causal(data / "causal-news" / "data" / "V2")
    yield from _invented(data.parent / _PICTURE)
    for record in _records(_ARTICLES):
        yield TrainingText(f"article:{record['id']}", record["text"], record["published"])


def _records(path: Path) -> Iterator[dict[str, str]]:
    yield from map(json.loads, path.read_text("utf-8").splitlines())


def _causal(folder: Path) -> Iterator[TrainingText]:
    for name in _CAUSAL:
        with (folder / name).open(encoding="utf-8-sig") as stream:
            for row in csv.DictReader(stream):
                yield TrainingText(f"cnc:{row['index']}", closed_up(row["text"]))


def closed_up(words: str) -> str:
    """Return words that stand apart from their marks as they are printed."""
    text = ""
    for word in words.split(" "):
        apart = text and not CLOSE_UP.fullmatch(word) and text[-1] not in _OPENING
        text += f" {word}" if apart else word
    return text


def _invented(folder: Path) -> Iterator[TrainingText]:
    for record in _records(folder / "sentences.gold.jsonl"):
        yield TrainingText(f"picture:{record['id']}", record["text"], record["published"])
    for record in _records(OWN):
        yield TrainingText(f"own:{record['id']}", record["text"])
    for path in sorted((folder / "streams").glob("*.jsonl")):
        for index, record in enumerate(_records(path)):
            yield TrainingText(f"stream:{path.stem}-{index}", record["text"], record.get("published"))
