"""Sheets for readers: what was found, each finding in words beside the sentence that it was read in."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from evals.reading.articles import Article
from watchfloor.extract import Extractor
from watchfloor.extract.extractor import resolve
from watchfloor.model import ActorChain, Findings, Quote, Span

_PRONOUNS = frozenset({"he", "she", "it", "they", "him", "her", "them", "who", "whom", "his", "their", "its"})

_NAMELESS = {"he": "a man", "him": "a man", "she": "a woman", "her": "a woman"}


def choose(pool: Sequence[str], drawn: frozenset[str], *, commit: str, count: int) -> list[str]:
    """Return `count` articles that were never drawn, by the commit that is read; sets take turns."""
    seed = random.Random(int(commit[:8], 16))  # noqa: S311 - a draw that can be repeated, no secret
    by_set: dict[str, list[str]] = {}
    for key in sorted(set(pool) - drawn):
        by_set.setdefault(key.partition(":")[0], []).append(key)
    for keys in by_set.values():
        seed.shuffle(keys)
    chosen: list[str] = []
    while len(chosen) < count and any(by_set.values()):
        for keys in by_set.values():
            if keys and len(chosen) < count:
                chosen.append(keys.pop())
    return chosen


def rows(article: Article, extractor: Extractor) -> Iterator[dict[str, Any]]:
    """Yield a row for each event, quote, actor, time and place that was found in an article."""
    findings = resolve(extractor.read(article.text), article.published and article.published[:10])
    names = {chain.id: chain.name for chain in findings.actors}
    for index, event in enumerate(findings.events):
        yield _row(article, "event", index, event.sentence, event.grade) | _slots(
            article.text, findings, index, names
        )
    for index, quote in enumerate(findings.quotes):
        yield _row(article, "quote", index, quote.content[0], quote.grade) | {
            "said": " … ".join(span.of(article.text) for span in quote.content),
            "speaker": names.get(quote.speaker or "", "") if quote.speaker else None,
            "kind": quote.kind,
        }
    for index, chain in enumerate(findings.actors):
        if chain.kind in ("person", "organisation") and chain.noun is None:
            yield _row(article, "actor", index, chain.mentions[0], chain.grade) | {
                "name": chain.name,
                "kind": chain.kind,
                "country": chain.country,
                "public": chain.public,
                "roles": [role.title for role in chain.roles],
                "mentions": len(chain.mentions),
            }


def _row(article: Article, kind: str, index: int, at: Span, grade: str) -> dict[str, Any]:
    sentence = _around(article.text, at)
    return {
        "id": f"{article.key}#{kind}{index}",
        "kind_of_finding": kind,
        "grade": grade,
        "published": article.published,
        "title": article.title,
        "sentence": sentence,
    }


def _around(text: str, span: Span) -> str:
    """Return the paragraph a span stands in."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    return text[start : end if end >= 0 else len(text)]


def _slots(text: str, findings: Findings, index: int, names: dict[str, str]) -> dict[str, Any]:
    event = findings.events[index]
    told = findings.quotes[event.attributed_to] if event.attributed_to is not None else None
    return {
        "type": event.type.value,
        "mode": event.mode,
        "trigger": " ".join(span.of(text) for span in event.trigger),
        "in": event.sentence.of(text),
        "source": _side(text, findings, event.source, event.source_spans),
        "target": _side(text, findings, event.target, event.target_spans),
        "place": findings.places[event.place].name if event.place is not None else None,
        "date": [event.date.start, event.date.end, event.date.basis] if event.date else None,
        "polarity": event.polarity,
        "modality": event.modality,
        "according_to": _claimant(text, told, names) if told is not None else None,
        "numbers": [
            f"{'' if it.bound == 'exact' else it.bound} {it.value:g} {it.role or it.what or ''}".strip()
            for it in findings.quantities
            if it.event == index and it.grade == "strong"
        ],
    }


def _claimant(text: str, told: Quote, names: dict[str, str]) -> str | None:
    """Return who tells of an event: an actor by name, else the words ("the complaint")."""
    return names.get(told.speaker or "") or " ".join(span.of(text) for span in told.source) or None


def _side(text: str, findings: Findings, actors: Sequence[str], spans: Sequence[Span]) -> list[str]:
    """Return who stands on a side: each phrase with whom it names, then whom pronouns mean."""
    left = {chain.id: chain for chain in findings.actors if chain.id in actors}
    shown: list[str] = []
    for span in spans:
        named = next((id_ for id_, it in left.items() if any(span.overlaps(at) for at in it.mentions)), None)
        chain = left.pop(named) if named is not None else None
        if chain is not None or not left:
            shown.append(_phrase(span.of(text), chain))
    # Actors that no phrase names are whom the others mean: "the two countries", "they".
    return shown + [it.name for it in left.values()]


def _phrase(words: str, actor: ActorChain | None) -> str:
    """Return the words of a phrase; beside them the name that is meant, where they do not say it."""
    words = words.removesuffix("'s").removesuffix("’s")
    if actor is not None and words.casefold() in _PRONOUNS:
        return actor.name
    if actor is None and words.casefold() in _NAMELESS:
        return _NAMELESS[words.casefold()]
    if actor is None or actor.noun is not None or words.casefold().endswith(actor.name.casefold()):
        return words
    return actor.name if words.casefold() in actor.name.casefold() else f"{words} ({actor.name})"
