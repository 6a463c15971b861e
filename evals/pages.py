"""Pages: body, date, title and authors of saved news pages, with the definitions of the reference scorer.

Body: shingles of four words; F1 of the mean precision and the mean recall over pages. Date: the day. Title:
equal but for case, white space and kinds of quotation marks. Authors: F1 of names. The pages: the article
extraction benchmark (91 here), pages of publishers as fundus keeps them (116), htmldate's pages of 2020 (92,
of which four have no date in the gold and three are challenge pages: .92 is the most that can be reached).
"""

from __future__ import annotations

import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.formats.page import read_page
from watchfloor.ingest.page.frame import letters_of
from watchfloor.model import Rendition

OWN = Path(__file__).parent / "own" / "pages"
_ARRIVED = "2026-11-22T00:00:00Z"
_SHINGLE = 4
_SENTENCES = re.compile(r"(?<=[.!?])[\"'”’)]*\s+|\n+")
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?)\b", re.I
)
_VERB = re.compile(
    r"\b(?:was|were|is|are|had|has|have|said|says|did|does|will|would|can|could|[a-z]{3,}ed"
    r"|ist|sind|war|waren|hat|haben|wird|werden|wurden?|sagte|est|sont|a|ont|fut|sera|es|son|fue|ha|han)\b"
)
_QUOTES = str.maketrans("’‘“”", "''\"\"")
_OTHERS = ("section", "language", "outlet", "credit", "standfirst", "url")
_NAMES = re.compile(r",|;| and | und | et | y ")


@dataclass(frozen=True)
class ReadPage:
    """A page's gold and what was read; None where the page was refused."""

    gold: dict[str, Any]
    rendition: Rendition | None


def measure(data: Path) -> dict[str, float]:
    """Return the figures of the saved pages, those of the publishers' bodies first."""
    pages = [ReadPage(gold, _read(page)) for gold, page in _archived(data / "pages-dev.tar.xz")]
    sets = {name: [p for p in pages if p.gold["set"] == name] for name in ("fundus", "aeb", "htmldate")}
    return {
        "body_publishers": body_f1(sets["fundus"]),
        "body_benchmark": body_f1(sets["aeb"]),
        "date_publishers": date_accuracy(sets["fundus"]),
        "date_2020": date_accuracy(sets["htmldate"]),
        "title": title_accuracy(sets["fundus"]),
        "authors": author_f1(sets["fundus"]),
        "telling sentences kept": sentences_kept([*sets["fundus"], *sets["aeb"]]),
    }


def measure_own() -> dict[str, float]:
    """Return the figures of our own invented pages."""
    lines = (OWN / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    golds = [json.loads(line) for line in lines]
    pages = [ReadPage(gold, _read((OWN / gold["path"]).read_bytes())) for gold in golds]
    return {
        "body": body_f1(pages),
        "date": date_accuracy(pages),
        "title": title_accuracy(pages),
        "authors": author_f1(pages),
        "modified": _share(
            _value(p, "modified")[:10] == p.gold["modified"] for p in pages if "modified" in p.gold
        ),
        "other fields": _share(
            _fold(_value(p, name)) == _fold(p.gold[name]) for p in pages for name in _OTHERS if name in p.gold
        ),
    }


def _archived(archive: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    with tarfile.open(archive) as members:
        held = {}
        for member in members:
            stream = members.extractfile(member) if member.isfile() else None
            if stream is not None:
                held[member.name.removeprefix("./").removeprefix("pages/")] = stream.read()
    for line in held["gold.jsonl"].splitlines():
        gold = json.loads(line)
        yield gold, held[gold["path"]]


def _read(page: bytes) -> Rendition | None:
    try:
        return read_page(page, where="page", arrived=_ARRIVED)
    except InputError:
        return None


def body_f1(pages: Iterable[ReadPage]) -> float:
    """Return the F1 of the mean precision (of pages with any text) and the mean recall."""
    precisions, recalls = [], []
    for page in pages:
        if not page.gold.get("text"):
            continue
        gold, found = (_shingles(text) for text in (page.gold["text"], _value(page, "text")))
        hit = (gold & found).total()
        recalls.append(hit / gold.total())
        if found:
            precisions.append(hit / found.total())
    precision = sum(precisions) / len(precisions) if precisions else 0.0
    recall = sum(recalls) / len(recalls) if recalls else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def sentences_kept(pages: Iterable[ReadPage]) -> float:
    """Return the share of the gold's sentences with a number and a verb that was read, by letters."""
    return 1 - len(list(lost(pages))) / max(1, sum(1 for page in pages for _ in _telling(page)))


def lost(pages: Iterable[ReadPage]) -> Iterator[tuple[str, str]]:
    """Yield each telling sentence of the gold that was not read, with its page."""
    for page in pages:
        found = letters_of(_value(page, "title") + _value(page, "text"))
        yield from (
            (str(page.gold["path"]), sentence)
            for sentence in _telling(page)
            if letters_of(sentence) not in found
        )


def _telling(page: ReadPage) -> Iterator[str]:
    for sentence in _SENTENCES.split(page.gold.get("text") or ""):
        words = sentence.strip()
        if _NUMBER.search(words) and _VERB.search(words):
            yield words


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    starts = range(max(1, len(words) - _SHINGLE + 1)) if words else range(0)
    return Counter(tuple(words[start : start + _SHINGLE]) for start in starts)


def date_accuracy(pages: Iterable[ReadPage]) -> float:
    """Return the share of dated pages whose day of publication was read."""
    return _share(_value(p, "published")[:10] == p.gold["date"] for p in pages if p.gold.get("date"))


def title_accuracy(pages: Iterable[ReadPage]) -> float:
    """Return the share of titled pages whose title was read exactly."""
    return _share(_fold(_value(p, "title")) == _fold(p.gold["title"]) for p in pages if p.gold.get("title"))


def author_f1(pages: Iterable[ReadPage]) -> float:
    """Return the F1 of authors' names over the pages that have some."""
    hit = found = wanted = 0
    for page in pages:
        if page.gold.get("authors"):
            names = {_fold(name) for name in _NAMES.split(_value(page, "byline")) if _fold(name)}
            gold = {_fold(name) for name in page.gold["authors"]}
            hit, found, wanted = hit + len(names & gold), found + len(names), wanted + len(gold)
    return 2 * hit / (found + wanted) if found + wanted else 0.0


def _value(page: ReadPage, name: str) -> str:
    return (getattr(page.rendition, name) or "") if page.rendition else ""


def _fold(text: str) -> str:
    return " ".join(text.translate(_QUOTES).split()).casefold()


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0
