"""Events: who did what to whom, as PLOVER codes it, by a trigger lexicon over the dependency parse."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Article, Paragraph, trim
from watchfloor.extract.events.anaphora import Pairs, lend_times, loose_times, pair_meant, pairs_named
from watchfloor.extract.events.crowds import tie_crowds
from watchfloor.extract.events.domains import fields_of, loose_fields_of
from watchfloor.extract.events.doubts import Case, doubts
from watchfloor.extract.events.index import MentionIndex, QuoteIndex, index_mentions
from watchfloor.extract.events.phrases import inner_actors, phrase
from watchfloor.extract.events.reading import VERBAL, Coded, code_sentence
from watchfloor.extract.events.setting import about, place_of, tie_quantities, time_of
from watchfloor.extract.events.standing import Party
from watchfloor.model import (
    ActorChain,
    CodingRule,
    EventMention,
    EventType,
    PlaceMention,
    Quantity,
    Quote,
    Span,
    TimeMention,
)

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_STRONG = 0.6  # confidence from which a finding is strong
_MUTUAL = frozenset(
    {EventType.AID, EventType.COOPERATE, EventType.SANCTION}
)  # PLOVER asks a recipient of them
_DOUBTED = 0.3  # what a doubt costs: enough that no doubted event is strong
_SURE = 0.85  # confidence of an event with both actors named in their own clause


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the other finders know of the article."""

    article: Article
    cast: Cast
    times: tuple[TimeMention, ...]
    places: tuple[PlaceMention, ...]
    index: MentionIndex
    contents: QuoteIndex
    chains: dict[str, ActorChain]
    pairs: Pairs


def find_events(
    article: Article,
    cast: Cast,
    *,
    quotes: tuple[Quote, ...],
    times: tuple[TimeMention, ...],
    places: tuple[PlaceMention, ...],
    quantities: tuple[Quantity, ...],
) -> tuple[tuple[EventMention, ...], tuple[Quantity, ...]]:
    """Return the events of an article in order, and the quantities tied to them."""
    index = index_mentions(article, times, places)
    chains = {chain.id: chain for chain in cast.chains}
    pairs = pairs_named(article, cast)
    scene = _Scene(article, cast, times, places, index, QuoteIndex(quotes), chains, pairs)
    docs = [paragraph.doc for paragraph in article.paragraphs]
    fields = zip(fields_of(docs), loose_fields_of(docs), strict=True)
    events = [
        _mention(scene, paragraph, sentence, item, loose)
        for paragraph, (field, loose) in zip(article.paragraphs, fields, strict=True)
        for sentence in paragraph.doc.sents
        for item in code_sentence(sentence, field)
    ]
    loose = [found for paragraph in article.paragraphs for found in loose_times(paragraph, times, index)]
    ordered = lend_times(sorted(events, key=lambda event: (event.trigger[0], event.type)), loose)
    return ordered, tie_crowds(article, ordered, tie_quantities(ordered, quantities))


def _mention(
    scene: _Scene, paragraph: Paragraph, sentence: TokenSpan, item: Coded, field: str | None
) -> EventMention:
    frame = item.frame
    sources, source_spans = _parties(scene, paragraph, frame.sources, frame.trigger)
    targets, target_spans = _parties(scene, paragraph, frame.targets, frame.trigger)
    trigger = tuple(paragraph.span(token) for token in frame.words)
    pair = pair_meant(scene.pairs, paragraph, frame.sources)
    if pair:
        sources, targets = pair, pair if frame.targets == frame.sources else targets
    if item.type is EventType.THREATEN and not target_spans:
        country = scene.index.country_above(paragraph, paragraph.span(sentence))
        if country is not None:
            known = scene.cast.at(country)
            targets, target_spans = (known,) if known else (), (country,)
    beside = scene.index.times_beside(paragraph, frame.trigger)
    time, since = time_of(paragraph, frame, scene.times, beside)
    case = Case(
        item,
        _cast_as(scene, paragraph, frame.sources),
        _cast_as(scene, paragraph, frame.targets),
        field,
    )
    against = doubts(case)
    confidence = _confidence(item, known=bool(sources), doubted=bool(against))
    return EventMention(
        type=item.type,
        mode=frame.entry.mode if item.type is frame.entry.type else None,
        trigger=trigger,
        sentence=trim(scene.article.text, paragraph.span(sentence)),
        source=sources,
        target=targets,
        source_spans=source_spans,
        target_spans=target_spans,
        about=about(paragraph, frame),
        place=place_of(
            paragraph,
            frame,
            scene.places,
            scene.index.places_beside(paragraph, frame.trigger),
        ),
        time=time,
        since=since,
        polarity="asserted" if item.type is EventType.REJECT else item.reading.polarity,
        modality=item.modality,
        attributed_to=scene.contents.innermost(trigger[0]),
        rule=_rule(item),
        doubts=against,
        confidence=confidence,
        grade="strong" if confidence >= _STRONG else "weak",
    )


def _parties(
    scene: _Scene, paragraph: Paragraph, found: tuple[Token, ...], trigger: Token
) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Return the ids that the cast knows and the spans of the actors' phrases."""
    ids: list[str] = []
    spans: list[Span] = []
    for head in found:
        span = _unpointed(scene.article.text, paragraph, phrase(head, trigger))
        known = scene.cast.at(span) or scene.cast.at(paragraph.span(head))
        inner = [known] if known else [scene.cast.at(paragraph.span(t)) for t in inner_actors(head)][:1]
        ids += [one for one in inner if one and one not in ids]
        if (head.pos_ != "PRON" or known) and span.start < span.end:
            spans.append(span)
    return tuple(ids), tuple(spans)


def _unpointed(text: str, paragraph: Paragraph, words: TokenSpan) -> Span:
    """Return the span of a phrase without the full stop that the tokenizer left on a short word ("Jun.")."""
    span = trim(text, paragraph.span(words))
    last = words[-1].text
    ends = words.end == words.sent.end and last.endswith(".") and "." not in last[:-1]
    return Span(span.start, span.end - 1) if ends and len(last) > 1 else span


def _cast_as(scene: _Scene, paragraph: Paragraph, found: tuple[Token, ...]) -> tuple[Party, ...]:
    """Return those who take part, each with the actor of the cast that it is."""
    return tuple(Party(head, scene.chains.get(scene.cast.at(paragraph.span(head)) or "")) for head in found)


def _confidence(item: Coded, *, known: bool, doubted: bool) -> float:
    """Return how sure an event is; what each lack costs was set by reading output, not fitted."""
    frame = item.frame
    aside = frame.trigger.dep_ in ("relcl", "acl")
    both = bool(frame.sources and frame.targets)
    bare_noun = frame.light is None and frame.trigger.pos_ in ("NOUN", "PROPN")
    unknown = bool(frame.sources) and all(t.pos_ == "PRON" for t in frame.sources) and not known
    costs = (
        (0.35, "weak" in frame.entry.needs),
        (0.15, not frame.sources),
        (0.15, not frame.sources and item.type in VERBAL),
        (0.3, unknown),
        (0.3, aside and not both),
        (0.1, not frame.targets),
        (0.2, not frame.targets and item.type in _MUTUAL),
        (0.15, item.modality == "alleged"),
        (0.2, bare_noun and not both),
        (_DOUBTED, doubted),
    )
    return round(max(_SURE - sum(cost for cost, holds in costs if holds), 0.1), 2)


def _rule(item: Coded) -> CodingRule:
    frame = item.frame
    return CodingRule(
        word="noun" if frame.entry.sources != ("subject",) else "verb",
        entry=frame.entry.name,
        type=frame.entry.type,
        light=frame.light.lemma_.lower() if frame.light is not None else None,
        governor=item.reading.governor or None,
    )
