"""Entities: people, organisations and places by name, one to one with the gold mentions.

Data: `dev/entities-gum` (GUM, CC BY 4.0) and `evals/own/entities.jsonl` (invented for this project). Relaxed:
spans meet and the kind is the same; exact: the same extent, leading articles dropped. Predictions that only
meet gold of other kinds, or a name inside a gold name, count neither way.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.parses import CachedParser
from evals.spans import jaccard, match_one_to_one, meet, overlap, prf, tighten
from watchfloor.extract.actors.finder import find_actors
from watchfloor.extract.places.finder import find_places
from watchfloor.model import ActorChain, PlaceMention

KINDS = ("PERSON", "ORG", "PLACE")
OWN = Path(__file__).parent / "own" / "entities.jsonl"
_PRONOUNS = frozenset(
    [
        *("he", "she", "it", "they", "him", "her", "them", "his", "hers", "its", "their", "i", "we", "us"),
        *("our", "you", "who", "whom", "whose", "which", "this", "that", "these", "those"),
        *("himself", "herself", "itself", "themselves"),
    ]
)
_ARTICLE = re.compile(r"^(the|a|an)\s+", re.IGNORECASE)
Entity = tuple[tuple[int, int], str]


def measure(data: Path) -> dict[str, float]:
    """Return the figures on GUM's news and interviews; the headline is relaxed F1 of all kinds."""
    return _measure(data / "dev" / "entities-gum" / "gold.jsonl")


def measure_own() -> dict[str, float]:
    """Return the figures on the labelled set written for this project."""
    return _measure(OWN)


def _measure(path: Path) -> dict[str, float]:
    gold = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    parser = CachedParser()
    counts: Counter[tuple[str, str]] = Counter()
    for record in gold:
        with parser.parse(record["text"]) as article:
            places = find_places(article)
            chains = find_actors(article, places).chains
        counts += count(record, named_mentions(record["text"], chains, places))
        strong = named_mentions(
            record["text"],
            [chain for chain in chains if chain.grade == "strong"],
            [place for place in places if place.grade == "strong"],
        )
        for (kind, what), number in count(record, strong).items():
            counts[f"strong {kind}", what] += number
    figures: dict[str, float] = {}
    for kind in ("all", *KINDS):
        p, r, f = prf(counts[kind, "relaxed"], counts[kind, "predicted"], counts[kind, "gold"])
        figures[f"{kind} relaxed F1"] = f
        figures[f"{kind} precision"] = p
        figures[f"{kind} recall"] = r
        sure = f"strong {kind}"
        p, r, _ = prf(counts[sure, "relaxed"], counts[sure, "predicted"], counts[sure, "gold"])
        figures[f"{sure} precision"], figures[f"{sure} recall"] = p, r
    figures["all exact F1"] = prf(counts["all", "exact"], counts["all", "predicted"], counts["all", "gold"])[
        2
    ]
    return figures


def named_mentions(text: str, chains: Iterable[ActorChain], places: Sequence[PlaceMention]) -> list[Entity]:
    """Return the predicted mentions that hold a name, with their kinds: a place wins over an actor."""
    items: list[tuple[Sequence[int], str]] = [(place.span, "PLACE") for place in places]
    for chain in chains:
        kind = {"person": "PERSON", "country": "PLACE"}.get(chain.kind, "ORG")
        items += [(span, kind) for span in chain.mentions]
    order = {"PLACE": 0, "PERSON": 1, "ORG": 2}
    found: dict[tuple[int, int], str] = {}
    for span, kind in items:
        start, end = _bare(text, next(iter(tighten(text, [span])), (0, 0)))
        words = text[start:end]
        pronoun = words.lower() in _PRONOUNS and (words != words.upper() or words == "I")
        if pronoun or not any(letter.isupper() for letter in words):
            continue
        if order[kind] < order.get(found.get((start, end), ""), 9):
            found[start, end] = kind
    return sorted(found.items())


def _bare(text: str, span: tuple[int, int]) -> tuple[int, int]:
    start, end = span
    article = _ARTICLE.match(text[start:end])
    if article and article.end() < end - start:
        start += article.end()
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end


def _gold(record: Mapping[str, Any]) -> tuple[list[Entity], list[Sequence[int]]]:
    """Return the mentions that are wanted, and the spans in which nothing is."""
    entities = [
        (_bare(record["text"], (entity["span"][0], entity["span"][1])), entity["kind"])
        for entity in record["entities"]
    ]
    ignored: list[Sequence[int]] = [inner["span"] for inner in record.get("inner") or ()]
    ignored += [span for span, kind in entities if kind not in KINDS]
    return [(span, kind) for span, kind in entities if kind in KINDS], ignored


def count(record: Mapping[str, Any], predicted: list[Entity]) -> Counter[tuple[str, str]]:
    """Return how many mentions of one text are right, predicted and gold, by kind."""
    gold, ignored = _gold(record)
    counts: Counter[tuple[str, str]] = Counter()
    for _, kind in gold:
        _tally(counts, kind, "gold")
    pairs = match_one_to_one(gold, predicted, _weight)
    for i, j in pairs:
        if gold[i][1] == predicted[j][1]:
            _tally(counts, gold[i][1], "relaxed")
        if gold[i] == predicted[j]:
            _tally(counts, gold[i][1], "exact")
    used = {j for _, j in pairs}
    for j, (span, kind) in enumerate(predicted):
        if j in used or not meet([span], ignored):
            _tally(counts, kind, "predicted")
    return counts


def _tally(counts: Counter[tuple[str, str]], kind: str, what: str) -> None:
    """Count one mention for its kind and for all kinds."""
    counts.update([(kind, what), ("all", what)])


def _weight(gold: Entity, predicted: Entity) -> float:
    if not overlap(gold[0], predicted[0]):
        return 0.0
    return jaccard(gold[0], predicted[0]) + (gold[1] == predicted[1])
