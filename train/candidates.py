"""Candidates: every event found in the texts that may train weights, with the facts that hold of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.parses import CachedParser
from train.held import Held
from train.texts import TrainingText, training_texts
from watchfloor.extract import Extractor
from watchfloor.extract.events.judge import STRONG, judgements_heard
from watchfloor.extract.extractor import resolve
from watchfloor.model import EventMention, Findings, Span

# Sentences of one article of the Causal News Corpus, and reports of one invented story, share a fold.
_GROUP = re.compile(r"(cnc:)(?:train|dev)(_\d+_\d+)_\d+|(stream:)(.+)-\d+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An event as it was found: its id, what its slots hold, and what is known of it.

    `allowed` tells that the rules let it be strong.
    """

    id: str
    held: Held
    document: str
    allowed: bool
    facts: frozenset[str]


def candidates(data: Path) -> Iterator[Candidate]:
    """Yield every event of the texts, in a fixed order."""
    extractor = Extractor(CachedParser())
    for text in training_texts(data):
        yield from _found(text, extractor)


def _found(text: TrainingText, extractor: Extractor) -> Iterator[Candidate]:
    with judgements_heard() as heard:
        findings = resolve(extractor.read(text.text), text.published and text.published[:10])
    judged = {(it.start, it.type): it.judgement for it in heard}
    for event in findings.events:
        start = event.trigger[0].start
        judgement = judged[start, event.type]
        yield Candidate(
            f"{text.document}@{start}-{event.trigger[0].end}",
            Held.of(slots_of(text.text, findings, event)),
            group_of(text.document),
            judgement.sureness >= STRONG,
            judgement.facts,
        )


def group_of(document: str) -> str:
    """Return under which name a document is kept from the model that judges it."""
    found = _GROUP.fullmatch(document)
    return "".join(part for part in found.groups() if part) if found is not None else document


def slots_of(text: str, findings: Findings, event: EventMention) -> dict[str, object]:
    """Return what an event says, in words: what its readers judged."""
    names = {chain.id: chain.name for chain in findings.actors}
    mentions = {chain.id: chain.mentions for chain in findings.actors}
    return {
        "type": event.type.value,
        "mode": event.mode,
        "source": _side(text, event.source, event.source_spans, names, mentions),
        "target": _side(text, event.target, event.target_spans, names, mentions),
        "place": findings.places[event.place].name if event.place is not None else None,
        "date": [event.date.start, event.date.end, event.date.basis] if event.date else None,
        "polarity": event.polarity,
        "modality": event.modality,
    }


def _side(
    text: str,
    actors: Sequence[str],
    spans: Sequence[Span],
    names: Mapping[str, str],
    mentions: Mapping[str, Sequence[Span]],
) -> list[str]:
    """Return who stands on a side: each phrase by the actor that it names, then whom the others mean."""
    left = dict.fromkeys(id_ for id_ in names if id_ in actors)
    shown: list[tuple[Span, str | None]] = []
    for span in spans:
        named = next((id_ for id_ in left if any(span.overlaps(at) for at in mentions[id_])), None)
        if named is not None:
            del left[named]
        shown.append((span, names[named] if named is not None else None))
    return [name or span.of(text) for span, name in shown if name or not left] + [names[id_] for id_ in left]
