"""Speakers: the person whom the words between quotation marks are given to.

Data: `dev/speakers` (BASIL, 58 articles of 2010 to 2014; for measuring only) and `evals/own/speakers.jsonl`
(invented for this project). A person is right by surname; a group where one word has the same first five
letters. The quote that shares most characters with the gold span answers for it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from evals.parses import CachedParser
from evals.spans import overlap
from watchfloor.extract.actors.finder import find_actors
from watchfloor.extract.places.finder import find_places
from watchfloor.extract.quotes.finder import find_quotes
from watchfloor.model import Quote

OWN = Path(__file__).parent / "own" / "speakers.jsonl"
_NO_NAME = frozenset(
    ["jr", "sr", "ii", "iii", "iv", "mr", "mrs", "ms", "dr", "the", "and", "of"],
)
_SHORTEST_STEM = 5  # letters; BASIL's labels and texts spell some surnames with other endings


def measure(data: Path) -> dict[str, float]:
    """Return the figures on BASIL's dev part; the headline is the accuracy of persons."""
    return _measure(data / "dev" / "speakers" / "gold.jsonl")


def measure_own() -> dict[str, float]:
    """Return the figures on the labelled set written for this project."""
    return _measure(OWN)


def right(gold: str, predicted: str, *, person: bool) -> bool:
    """Tell whether a predicted name is the gold one's."""
    gold_words, words = name_words(gold), name_words(predicted)
    if not gold_words or not words:
        return False
    if not person:
        return bool(
            {word[:_SHORTEST_STEM] for word in gold_words} & {word[:_SHORTEST_STEM] for word in words}
        )
    surname = gold_words[-1]
    return words[-1] == surname or (len(surname) >= _SHORTEST_STEM and words[-1].startswith(surname))


def name_words(name: str) -> list[str]:
    """Return the words of a name, without accents, titles and possessives."""
    plain = unicodedata.normalize("NFKD", name.replace("_", " "))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return [word for word in re.findall(r"[\w-]+", re.sub(r"[’']s\b", "", plain)) if word not in _NO_NAME]


def _measure(path: Path) -> dict[str, float]:
    parser = CachedParser()
    counts: Counter[str] = Counter()
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        with parser.parse(record["text"]) as article:
            cast = find_actors(article, find_places(article))
            quotes = find_quotes(article, cast, ())
        names = {chain.id: chain.name for chain in cast.chains}
        for gold in record["quotes"]:
            counts += _count(gold["speaker"], gold["span"], quotes, names, person=gold["person"])
    persons = counts["person"] or 1
    figures = {
        "person speaker accuracy": counts["person right"] / persons,
        "person speaker precision": counts["person right"] / (counts["person named"] or 1),
        "person quote found": counts["person found"] / persons,
    }
    if counts["group"]:
        figures["group speaker accuracy"] = counts["group right"] / counts["group"]
    return figures


def _count(
    speaker: str, span: Sequence[int], quotes: Sequence[Quote], names: Mapping[str, str], *, person: bool
) -> Counter[str]:
    kind = "person" if person else "group"
    best: Quote | None = None
    most = 0
    for quote in quotes:
        shared = sum(overlap(part, span) for part in quote.content)
        named_at_last = shared == most and best is not None and not best.speaker and quote.speaker
        if shared > most or (shared and named_at_last):
            best, most = quote, shared
    name = names.get(best.speaker or "", "") if best is not None else ""
    counts = Counter({kind: 1})
    counts[f"{kind} found"] = int(best is not None)
    counts[f"{kind} named"] = int(bool(name))
    counts[f"{kind} right"] = int(right(speaker, name, person=person))
    return counts
