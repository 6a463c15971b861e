"""Quotes: the words attributed, to the right source, with the right cue (the definitions of BBC Citron).

Data: `dev/quotes` (PolNeAR, 84 articles of the US press; for measuring only) and `evals/own/quotes.jsonl`
(invented for this project). Overlap counts tokens in the union of all spans of a kind. Exact: the cue meets a
gold cue (or the content does, where one has no cue) and the span lists are equal. Attributed content: content
tokens whose quote also has a source that meets the gold source, or neither has one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from evals.parses import CachedParser
from evals.spans import Range, covered, meet, prf, tighten, tokens
from watchfloor.extract.actors.finder import find_actors
from watchfloor.extract.article import Article
from watchfloor.extract.places.finder import find_places
from watchfloor.extract.quotes.finder import find_quotes
from watchfloor.model import Quote

OWN = Path(__file__).parent / "own" / "quotes.jsonl"
PARTS = ("content", "source", "cue")
Spans = dict[str, list[Range]]


def measure(data: Path) -> dict[str, float]:
    """Return the figures on PolNeAR's dev part; the headline is content overlap F1."""
    return _measure(data / "dev" / "quotes" / "gold.jsonl")


def measure_own() -> dict[str, float]:
    """Return the figures on the labelled set written for this project."""
    return _measure(OWN)


def predict(article: Article) -> tuple[Quote, ...]:
    """Return the quotes of an article with its cast; times play no part in the figures."""
    return find_quotes(article, find_actors(article, find_places(article)), ())


def count(text: str, gold: Sequence[Spans], predicted: Sequence[Spans]) -> Counter[tuple[str, str]]:
    """Return the hits of one text: by figure, right of predicted, right of gold, predicted and gold."""
    counts: Counter[tuple[str, str]] = Counter()
    token_spans = tokens(text)
    for part in PARTS:
        found, wanted = _covered(predicted, part, token_spans), _covered(gold, part, token_spans)
        counts[f"{part} overlap", "right"] += len(found & wanted)
        counts[f"{part} overlap", "predicted"] += len(found)
        counts[f"{part} overlap", "gold"] += len(wanted)
        counts[f"{part} exact", "right"] += _matched(predicted, gold, part)
        counts[f"{part} exact", "of gold"] += _matched(gold, predicted, part)
        counts[f"{part} exact", "predicted"] += len(predicted)
        counts[f"{part} exact", "gold"] += len(gold)
    counts["attributed content", "right"] += len(_attributed(gold, predicted, token_spans))
    counts["attributed content", "predicted"] += counts["content overlap", "predicted"]
    counts["attributed content", "gold"] += counts["content overlap", "gold"]
    return counts


def _covered(quotes: Sequence[Spans], part: str, token_spans: Sequence[tuple[int, int]]) -> set[int]:
    return covered([span for quote in quotes for span in quote[part]], token_spans)


def _matched(quotes: Sequence[Spans], others: Sequence[Spans], part: str) -> int:
    """Return how many quotes have exactly the part of one of the others."""
    return sum(any(_exact(quote, other, part) for other in others) for quote in quotes)


def _measure(path: Path) -> dict[str, float]:
    parser = CachedParser()
    counts: Counter[tuple[str, str]] = Counter()
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        text = record["text"]
        gold = [{part: tighten(text, quote.get(part)) for part in PARTS} for quote in record["quotes"]]
        with parser.parse(text) as article:
            quotes = predict(article)
        counts += count(text, gold, _told(text, quotes))
        strong = _told(text, [quote for quote in quotes if quote.grade == "strong"])
        for (name, what), number in count(text, gold, strong).items():
            counts[f"strong {name}", what] += number
    return _figures(counts)


def _attributed(
    gold: Sequence[Spans], predicted: Sequence[Spans], token_spans: Sequence[tuple[int, int]]
) -> set[int]:
    """Return the words that the right source is given."""
    found = [(covered(quote["content"], token_spans), quote) for quote in predicted]
    right: set[int] = set()
    for quote in gold:
        wanted = covered(quote["content"], token_spans)
        right |= {word for words, other in found if _same_source(other, quote) for word in words & wanted}
    return right


def _told(text: str, quotes: Iterable[Quote]) -> list[Spans]:
    """Return the spans of the quotes that have words."""
    return [spans for quote in quotes if (spans := _spans(text, quote))["content"]]


def _figures(counts: Counter[tuple[str, str]]) -> dict[str, float]:
    figures: dict[str, float] = {}
    names = ("content overlap", "attributed content", *(f"{part} exact" for part in PARTS), "source overlap")
    for name in names:
        of_gold: Any = counts[name, "of gold"] if name.endswith("exact") else None
        precision, recall, f1 = prf(
            counts[name, "right"], counts[name, "predicted"], counts[name, "gold"], of_gold
        )
        figures[f"{name} F1"] = f1
        if name in ("content overlap", "attributed content"):
            short = name.removesuffix(" overlap")
            figures[f"{short} precision"], figures[f"{short} recall"] = precision, recall
    for name in ("content overlap", "attributed content"):
        keys = [(f"strong {name}", what) for what in ("right", "predicted", "gold")]
        precision, recall, _ = prf(*(counts[key] for key in keys))
        short = name.removesuffix(" overlap")
        figures[f"strong {short} precision"], figures[f"strong {short} recall"] = precision, recall
    return figures


def _spans(text: str, quote: Quote) -> Spans:
    return {
        "content": tighten(text, quote.content),
        "source": tighten(text, quote.source),
        "cue": tighten(text, quote.cue),
    }


def _exact(predicted: Spans, gold: Spans, part: str) -> bool:
    if part == "cue":
        return bool(predicted["cue"]) and predicted["cue"] == gold["cue"]
    by = "cue" if predicted["cue"] and gold["cue"] else "content"
    return meet(predicted[by], gold[by]) and predicted[part] == gold[part]


def _same_source(predicted: Spans, gold: Spans) -> bool:
    return meet(predicted["source"], gold["source"]) or not (predicted["source"] or gold["source"])
