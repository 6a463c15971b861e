"""Times: TempEval-3's relaxed matching and value F1, on MEANTIME, on GUM's dates and on our own sentences.

MEANTIME (120 Wikinews articles, CC BY 4.0) marks the title and the first five sentences; what lies behind
them is not scored. It writes "two years" where TempEval writes "two years ago", so its figure is no peer of
published ones. GUM marks dates with a TEI value; only single days, months and years are compared, by value.
"""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from evals.parses import CachedParser
from evals.spans import match_one_to_one, overlap, tighten
from watchfloor.extract.article import Context
from watchfloor.extract.times.finder import find_times
from watchfloor.model import TimeMention

OWN = Path(__file__).parent / "own" / "times.jsonl"
_ANNOTATED = 5  # MEANTIME: the last sentence number that carries annotation (0 is the title, 1 the date line)
CLOSE_UP = re.compile(r"[.,;:!?%)\]’”]|'s|n't|'re|'ve|'ll|'m|'d|'|\.\.\.")
_SLASHED = re.compile(r"(\d\d)-(\d\d)-(\d{4})")


@dataclass(frozen=True)
class GoldTime:
    """A time that people marked."""

    span: tuple[int, int]
    type: str
    value: str


@dataclass(frozen=True)
class GoldText:
    """A text with its marked times; what begins at or after `limit` is not marked."""

    text: str
    published: str | None
    times: tuple[GoldTime, ...]
    limit: int


def measure(data: Path) -> dict[str, float]:
    """Return value, relaxed, strict and type F1 on MEANTIME, and recall and value accuracy on GUM's dates."""
    parser = CachedParser()
    counts: Counter[str] = Counter()
    for gold in meantime_texts(data / "meantime" / "meantime.tar.xz"):
        _count(counts, gold, _read(parser, gold))
    figures = _figures(counts)
    found = right = total = 0
    for gold in gum_texts(data / "gum-news-interview-dev.tar.xz"):
        times = _read(parser, gold)
        for marked in gold.times:
            values = [time.value for time in times if overlap(time.span, marked.span)]
            total, found, right = total + 1, found + bool(values), right + (marked.value in values)
    figures["GUM dates: found"] = found / total if total else 0.0
    figures["GUM dates: value right"] = right / total if total else 0.0
    return figures


def measure_own() -> dict[str, float]:
    """Return the same figures as on MEANTIME for our own sentences."""
    parser, counts = CachedParser(), Counter[str]()
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        times = tuple(GoldTime((t["span"][0], t["span"][1]), t["type"], t["value"]) for t in row["times"])
        gold = GoldText(row["text"], row["published"], times, len(row["text"]))
        _count(counts, gold, _read(parser, gold))
    return _figures(counts)


def _read(parser: CachedParser, gold: GoldText) -> tuple[TimeMention, ...]:
    with parser.parse(gold.text, context=Context(published=gold.published)) as article:
        return tuple(time for time in find_times(article) if time.span.start < gold.limit)


def _jaccard(first: Sequence[int], second: Sequence[int]) -> float:
    shared = overlap(first, second)
    return shared / (max(first[1], second[1]) - min(first[0], second[0])) if shared else 0.0


def _count(counts: Counter[str], gold: GoldText, times: Sequence[TimeMention]) -> None:
    wanted = [(tighten(gold.text, [time.span])[0], time) for time in gold.times]
    given = [(tighten(gold.text, [time.span])[0], time) for time in times]
    counts["gold"] += len(wanted)
    counts["found"] += len(given)
    counts["strong found"] += sum(time.grade == "strong" for time in times)
    for i, j in match_one_to_one(wanted, given, lambda a, b: _jaccard(a[0], b[0])):
        (gold_span, gold_time), (span, time) = wanted[i], given[j]
        counts["relaxed"] += 1
        counts["strict"] += gold_span == span
        counts["type"] += gold_time.type == time.type
        right = gold_time.value.strip().upper() == time.value.upper()
        counts["value"] += right
        counts["strong value"] += right and time.grade == "strong"


def _figures(counts: Counter[str]) -> dict[str, float]:
    total = counts["gold"] + counts["found"]
    figures = {
        f"{name} F1": 2 * counts[name] / total for name in ("value", "relaxed", "strict", "type") if total
    }
    figures["value precision"] = counts["value"] / counts["found"] if counts["found"] else 0.0
    figures["value recall"] = counts["value"] / counts["gold"] if counts["gold"] else 0.0
    figures["strong value precision"] = counts["strong value"] / max(1, counts["strong found"])
    figures["strong value recall"] = counts["strong value"] / max(1, counts["gold"])
    return figures


def _members(archive: Path, wanted: str) -> Iterator[etree._Element]:
    with tarfile.open(archive) as files:
        for member in sorted(files.getmembers(), key=lambda m: m.name):
            stream = files.extractfile(member) if re.search(wanted, member.name) else None
            if stream is not None:
                yield etree.parse(stream).getroot()


def meantime_texts(archive: Path) -> Iterator[GoldText]:
    """Yield MEANTIME's texts with the times that are marked in them."""
    for root in _members(archive, r"/intra-doc_annotation/.*\.xml$"):
        text, places, limit = _joined(root)
        times, published = [], None
        for timex in root.iter("TIMEX3"):
            value = timex.get("value") or ""
            anchors = [places[a.get("t_id")] for a in timex.iter("token_anchor")]
            if anchors:
                starts, ends = zip(*anchors, strict=True)
                times.append(GoldTime((min(starts), max(ends)), timex.get("type"), value))
            if timex.get("functionInDocument") == "CREATION_TIME":
                published = _SLASHED.sub(r"\3-\2-\1", value)
        times.sort(key=lambda time: time.span)
        published = published or next((time.value for time in times if len(time.value) == 10), None)
        yield GoldText(text, published, tuple(time for time in times if time.span[0] < limit), limit)


def _joined(root: etree._Element) -> tuple[str, dict[str, tuple[int, int]], int]:
    """Return the words of a MEANTIME document as a text, where each token stands, and where marking ends."""
    text, last, limit = "", None, None
    places: dict[str, tuple[int, int]] = {}
    for token in root.iter("token"):
        sentence, word = int(token.get("sentence")), token.text or ""
        if last is not None and sentence != last:
            text += "\n"
        elif text and not CLOSE_UP.fullmatch(word) and text[-1] not in '([$€£“"\n':
            text += " "
        if sentence > _ANNOTATED and limit is None:
            limit = len(text)
        places[token.get("t_id")] = (len(text), len(text) + len(word))
        text, last = text + word, sentence
    return text, places, len(text) if limit is None else limit


def _words(rows: str) -> str:
    """Return the words of rows of tokens, each with a space before it unless it closes up."""
    words = (row.split("\t")[0] for row in rows.split("\n") if "\t" in row)
    return "".join(word if CLOSE_UP.fullmatch(word) or not word else f" {word}" for word in words)


def gum_texts(archive: Path) -> Iterator[GoldText]:
    """Yield GUM's texts with the dates that have one day, month or year."""
    for root in _members(archive, r"/xml/GUM_.*\.xml$"):
        text, times = _dated_words(root)
        yield GoldText(text, root.get("dateCreated"), tuple(times), len(text))


def _dated_words(root: etree._Element) -> tuple[str, list[GoldTime]]:
    """Return the words of a document, and its elements of dates where each is."""
    text, times = "", []
    opened: list[tuple[int, str]] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end" and element.tag == "date" and opened:
            start, value = opened.pop()
            if re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
                times.append(GoldTime((start, len(text)), "DATE", value))
        if event == "start" and element.tag == "date":
            opened.append((len(text) + 1, element.get("when") or ""))
        if event == "end" and element.tag in ("p", "head", "item"):
            text += "\n"
        text += _words((element.text if event == "start" else element.tail) or "")
    return text, times
