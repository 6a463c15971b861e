"""The contracts that every stage passes; tests of a stage call them on their own values.

Each check takes what it needs as functions, so that one check serves all stages.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec

from watchfloor.model import Findings, Span

HOSTILE = (
    "",
    " \n\t ",
    "\ufffd\ufffd\x00",
    "…“”‘’«»—–-.,;:!?",
    "\u200b\u200dIr\u200ban\u2060 said",
    "“" * 300 + " he said",
    "He said that he said that he said that he said that he said.",
    "МОСКВА, 27 января — Министр обороны заявил.",
    "国防部长表示，双方已经采取措施。",
    "a" * 9000,
    "word " * 2500,
    "On 31 February 9999 at 25:61, 10^400 people were killed in Null Island.",
    "1,2,3,4,5,6,7,8,9 ... 1.1.1.1 $$$ €€ %%% 100% 1/2",
)


def check_spans_match_text(findings: Findings, text: str) -> None:
    """Every span lies in the text, is not empty, and has no white space at its edges."""
    for span in spans_of(findings):
        assert 0 <= span.start < span.end <= len(text), (span, len(text))
        words = text[span.start : span.end]
        assert words == words.strip(), (span, words[:60])


def check_references(findings: Findings) -> None:
    """Every index and every actor id that a finding refers to exists."""
    actors = {actor.id for actor in findings.actors}
    assert len(actors) == len(findings.actors)
    for actor in findings.actors:
        assert actor.name.strip()
        assert actor.mentions
        assert {relation.to for relation in actor.relations} <= actors
    for index, quote in enumerate(findings.quotes):
        assert quote.content
        assert {quote.speaker, quote.addressee} <= {*actors, None}
        assert quote.within is None or (0 <= quote.within < len(findings.quotes) and quote.within != index)
        assert quote.said_time is None or 0 <= quote.said_time < len(findings.times)
    for event in findings.events:
        assert {*event.source, *event.target} <= actors
        assert event.place is None or 0 <= event.place < len(findings.places)
        assert event.time is None or 0 <= event.time < len(findings.times)
        assert event.attributed_to is None or 0 <= event.attributed_to < len(findings.quotes)
        assert event.trigger
    for quantity in findings.quantities:
        assert quantity.event is None or 0 <= quantity.event < len(findings.events)
        assert quantity.time is None or 0 <= quantity.time < len(findings.times)
    confidences = [
        *(quote.confidence for quote in findings.quotes),
        *(time.confidence for time in findings.times),
        *(place.confidence for place in findings.places),
        *(quantity.confidence for quantity in findings.quantities),
        *(event.confidence for event in findings.events),
        *(actor.confidence for actor in findings.actors),
    ]
    assert all(0.0 <= confidence <= 1.0 for confidence in confidences)


def check_ordered(findings: Findings) -> None:
    """Lists of findings are in order of their first span."""
    for spans in (
        [time.span for time in findings.times],
        [place.span for place in findings.places],
        [quantity.span for quantity in findings.quantities],
        list(findings.sentences),
    ):
        assert spans == sorted(spans)


def check_deterministic(stage: Callable[[], Any]) -> None:
    """Two calls with equal arguments give equal bytes."""
    assert msgspec.json.encode(stage()) == msgspec.json.encode(stage())


def check_does_not_mutate(stage: Callable[[Any], Any], value: Any) -> None:
    """The stage leaves its argument as it was."""
    before = copy.deepcopy(value)
    stage(value)
    assert value == before


def check_survives(stage: Callable[[str], Any], texts: Iterable[str] = HOSTILE) -> None:
    """Empty and hostile text gives a value, never an exception."""
    for text in texts:
        stage(text)


def spans_of(value: Any) -> Iterable[Span]:
    """Yield every Span inside a value of the model."""
    if isinstance(value, Span):
        yield value
    elif is_dataclass(value):
        for item in fields(value):
            yield from spans_of(getattr(value, item.name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from spans_of(item)
