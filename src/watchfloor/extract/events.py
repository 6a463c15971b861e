"""Events: who did what to whom, as PLOVER codes it, by a trigger lexicon over the dependency parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.actors import Cast
from watchfloor.extract.article import Article, Paragraph, trim
from watchfloor.extract.event_anaphora import country_above, lend_times, loose_times, pair_named
from watchfloor.extract.event_domains import fields_of, in_idiom, violence_of
from watchfloor.extract.event_frames import (
    Frame,
    complements,
    duty_frame,
    noun_frame,
    refusal_frame,
    verb_frame,
)
from watchfloor.extract.event_modality import HOSTILE, Reading, coded, read
from watchfloor.extract.event_phrases import inner_actors, is_passive, kinds, objects, phrase, subjects
from watchfloor.extract.event_setting import about, place_of, tie_quantities, time_of
from watchfloor.model import EventMention, EventType, Grade, PlaceMention, Quantity, Quote, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_STRONG = 0.6  # confidence from which a finding is strong
_ANYONE = frozenset({"you", "one", "it", "we", "us", "anyone", "everyone", "someone", "this", "that", "what"})
_MATERIAL = frozenset(
    {EventType.PROTEST, EventType.MOBILIZE, EventType.COERCE, EventType.ASSAULT, EventType.RETREAT}
)
_VERBAL = frozenset(EventType) - _MATERIAL - {EventType.SANCTION, EventType.AID, EventType.COOPERATE}
_MODALS = frozenset({"must", "should", "will"})  # entries whose trigger is the modal, not the verb
_STATES = frozenset({"restrict", "ban", "curfew", "martial-law", "confiscate"})
_MUTUAL = frozenset(
    {EventType.AID, EventType.COOPERATE, EventType.SANCTION}
)  # PLOVER asks a recipient of them
_NO_FIELD = frozenset({EventType.ASSAULT, EventType.COERCE})


@dataclass(frozen=True, slots=True)
class _Coded:
    """A frame with how it is to be taken."""

    frame: Frame
    reading: Reading
    type: EventType
    modality: str
    merged: tuple[Frame, ...] = ()


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
    events: list[EventMention] = []
    fields = fields_of([paragraph.doc for paragraph in article.paragraphs])
    for paragraph, field in zip(article.paragraphs, fields, strict=True):
        for sentence in paragraph.doc.sents:
            for item in code_sentence(sentence, field):
                events.append(_mention(article, paragraph, sentence, item, cast, quotes, times, places))
    loose = [found for paragraph in article.paragraphs for found in loose_times(paragraph, times)]
    ordered = lend_times(sorted(events, key=lambda event: (event.trigger[0], event.type)), loose)
    return ordered, tie_quantities(ordered, quantities)


def code_sentence(sentence: TokenSpan, field: str | None = None) -> list[_Coded]:
    """Return what a sentence tells of, each happening once."""
    frames = _frames(sentence, field)
    swallowed: set[int] = set()
    kept: list[_Coded] = []
    for frame in sorted(frames, key=lambda found: (_depth(found.trigger), found.trigger.i)):
        if frame.trigger.i in swallowed:
            continue
        reading = Reading() if frame.entry.lemma in _MODALS else read(frame.anchor, frame.trigger)
        kind, modality = coded(frame.entry.type, reading, spoken=_spoken(frame.anchor))
        if "swallow" in frame.entry.needs:
            inner = _swallowed(frame)
            if "flip" in frame.entry.needs and _hostile(frames, frame):
                kind = EventType.THREATEN
            swallowed |= inner
            if kind is EventType.THREATEN and any(sentence.doc[i].lower_ in ("if", "unless") for i in inner):
                modality = "conditional"
        elif kind is not frame.entry.type:
            swallowed |= {t.i for c in complements(frame.trigger) for t in c.subtree}
        item = _Coded(frame, reading, kind, modality)
        if _told(item):
            kept.append(item)
    return _merged(sorted(kept, key=lambda item: item.frame.trigger.i))


def _frames(sentence: TokenSpan, field: str | None) -> list[Frame]:
    tokens = list(sentence)
    violence = violence_of(tokens)
    frames: list[Frame] = []
    taken: set[int] = set()
    for token in tokens:
        if token.i in taken or not token.is_alpha:
            continue
        frame = duty_frame(token) or refusal_frame(token) or verb_frame(token, violent=violence.beside(token))
        if frame is None or _in_field(frame, field) or in_idiom(token):
            continue
        taken |= {t.i for t in frame.words}
        taken |= {t.i for t in objects(token) if any(c.kind == "obj" for c in frame.entry.conditions)}
        frames.append(frame)
    for token in tokens:
        if token.i in taken or not token.is_alpha:
            continue
        frame = noun_frame(token, violent=violence.beside(token))
        if frame is None or frame.anchor.i in taken or _in_field(frame, field) or in_idiom(token):
            continue
        taken |= {t.i for t in frame.words}
        frames.append(frame)
    return frames


def _in_field(frame: Frame, field: str | None) -> bool:
    """Tell whether the guard refuses a frame: only the armed and the state act in a report on a match."""
    if field is None:
        return False
    actors = [*frame.sources, *frame.targets]
    found: set[str] = set().union(*(kinds(t) for t in actors)) if actors else set()
    serious = {"armed", "court", "weapon"} if frame.entry.type in _NO_FIELD else {"state", "court"}
    lexical = {k for t in actors for k in kinds(t) if not t.ent_type_}
    return (
        not (lexical & serious)
        if field in ("sport", "arts")
        else not (found & (serious | {"state", "named", "crowd"}))
    )


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _spoken(verb: Token) -> bool:
    return verb.dep_ in ("ccomp", "xcomp") and bool(subjects(verb))


def _swallowed(frame: Frame) -> set[int]:
    """Return the tokens whose triggers only spell out what `frame` asks for, threatens, agrees to or condemns."""
    token = frame.trigger
    if frame.entry.lemma in _MODALS:
        return {t.i for t in token.head.subtree} - {token.i}
    roots = complements(token)
    roots += [c for c in token.children if c.dep_ == "prep" and c.i > token.i]
    roots += [
        c
        for c in token.children
        if c.dep_ == "advcl" and any(d.lower_ in ("if", "unless") for d in c.children)
    ]
    inner = {t.i for root in roots for t in root.subtree}
    for noun in objects(token):
        inner |= {t.i for t in noun.subtree}
    for root in [*roots, *objects(token)]:
        if root.pos_ in ("NOUN", "PROPN", "ADP"):
            inner -= {t.i for c in root.subtree if _background(c) for t in c.subtree}
    return inner - {t.i for t in frame.words}


def _background(token: Token) -> bool:
    """Tell a clause that only describes a noun ("the people killed in May") and so tells something done."""
    infinitive = any(child.tag_ == "TO" for child in token.children)
    return (token.dep_ == "relcl" and not infinitive) or (token.dep_ == "acl" and token.tag_ == "VBN")


def _hostile(frames: list[Frame], frame: Frame) -> bool:
    """Tell whether what is promised is itself a hostile act."""
    verbs = complements(frame.trigger)
    verbs += [c for verb in verbs for c in verb.children if c.dep_ in ("conj", "xcomp")]
    return any(f.trigger in verbs and f.entry.type in HOSTILE for f in frames)


def _told(item: _Coded) -> bool:
    """Tell whether something is told: not what may happen, nor what others are only asked or feared to do."""
    if item.reading.polarity == "negated" and item.type not in _MATERIAL | {EventType.REJECT}:
        return False
    if not item.frame.sources and not item.frame.targets and not _bare(item):
        return False
    if item.frame.sources and all(t.lower_ in _ANYONE for t in item.frame.sources):
        return item.type in _MATERIAL and item.frame.sources[0].lower_ in ("we", "it")
    if (
        not item.frame.sources
        and item.frame.trigger.dep_ in ("relcl", "acl")
        and item.frame.entry.mode in _STATES
    ):
        return False
    if item.type in _VERBAL and item.frame.trigger.dep_ in ("relcl", "acl") and not _named(item.frame):
        return False
    if item.type is EventType.THREATEN:
        return True
    if item.modality in ("conditional", "requested", "failed", "alleged"):
        return item.modality == "alleged" and item.type in HOSTILE
    return True


def _bare(item: _Coded) -> bool:
    """Tell whether something done is told without anybody ("curfew was imposed", "shots were fired")."""
    done = item.frame.light is not None or is_passive(item.frame.trigger)
    return item.frame.entry.mode in _STATES or (item.type in (EventType.ASSAULT, EventType.COERCE) and done)


def _named(frame: Frame) -> bool:
    return any("named" in kinds(t) for t in (*frame.sources, *frame.targets))


def _merged(items: list[_Coded]) -> list[_Coded]:
    """Tell one happening once: verbs of one type that share their doer, and the noun that names the same."""
    kept: list[_Coded] = []
    for item in items:
        for index, earlier in enumerate(kept):
            if _same(earlier, item):
                kept[index] = replace(
                    earlier,
                    frame=replace(
                        earlier.frame,
                        sources=earlier.frame.sources or item.frame.sources,
                        targets=_joined(earlier.frame.targets, item.frame.targets),
                    ),
                    merged=(*earlier.merged, item.frame),
                )
                break
        else:
            kept.append(item)
    return kept


def _joined(first: tuple[Token, ...], second: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the targets of a happening told by two verbs: of the second one only the named ones are new."""
    if not first:
        return second
    return (*first, *(t for t in second if t not in first and "named" in kinds(t)))


def _same(one: _Coded, other: _Coded) -> bool:
    if one.type is not other.type or one.reading.polarity != other.reading.polarity:
        return False
    mine, theirs = set(one.frame.sources), set(other.frame.sources)
    if mine and theirs:
        return bool(mine & theirs)
    if not mine and not theirs:
        return bool(set(one.frame.targets) & set(other.frame.targets))
    return other.frame.trigger in one.frame.anchor.subtree or one.frame.trigger in other.frame.anchor.subtree


def _mention(
    article: Article,
    paragraph: Paragraph,
    sentence: TokenSpan,
    item: _Coded,
    cast: Cast,
    quotes: tuple[Quote, ...],
    times: tuple[TimeMention, ...],
    places: tuple[PlaceMention, ...],
) -> EventMention:
    frame = item.frame
    sources, source_spans = _parties(paragraph, frame.sources, cast, frame.trigger)
    targets, target_spans = _parties(paragraph, frame.targets, cast, frame.trigger)
    trigger = tuple(paragraph.span(token) for token in frame.words)
    pairs = [pair_named(article, paragraph, head, cast) for head in frame.sources]
    if pairs and pairs[0]:
        sources, targets = pairs[0], pairs[0] if frame.targets == frame.sources else targets
    if item.type is EventType.THREATEN and not target_spans:
        country = country_above(paragraph, trigger[0], paragraph.span(sentence), places)
        known = cast.at(country) if country is not None else None
        targets, target_spans = (known,) if known else (), (country,) if country is not None else ()
    time, since = time_of(paragraph, frame, times)
    confidence = _confidence(item, known=bool(sources))
    grade: Grade = "strong" if confidence >= _STRONG else "weak"
    return EventMention(
        type=item.type,
        mode=frame.entry.mode if item.type is frame.entry.type else None,
        trigger=trigger,
        sentence=trim(article.text, paragraph.span(sentence)),
        source=sources,
        target=targets,
        source_spans=source_spans,
        target_spans=target_spans,
        about=about(paragraph, frame),
        place=place_of(paragraph, frame, places, (*source_spans, *target_spans)),
        time=time,
        since=since,
        polarity="asserted" if item.type is EventType.REJECT else item.reading.polarity,
        modality=item.modality,  # type: ignore[arg-type]
        attributed_to=_attribution(trigger[0], quotes),
        rule=_rule(item),
        confidence=confidence,
        grade=grade,
    )


def _parties(
    paragraph: Paragraph, found: tuple[Token, ...], cast: Cast, trigger: Token
) -> tuple[tuple[str, ...], tuple[Span, ...]]:
    """Return the ids that the cast knows and the spans of the actors' phrases."""
    ids: list[str] = []
    spans: list[Span] = []
    for head in found:
        span = _unpointed(paragraph, phrase(head, trigger))
        known = cast.at(span) or cast.at(paragraph.span(head))
        inner = [known] if known else [cast.at(paragraph.span(t)) for t in inner_actors(head)][:1]
        ids += [one for one in inner if one and one not in ids]
        if head.pos_ != "PRON" or known:
            spans.append(span)
    return tuple(ids), tuple(spans)


def _unpointed(paragraph: Paragraph, words: TokenSpan) -> Span:
    """Return the span of a phrase without the full stop that the tokenizer left on a last short word ("Jun.")."""
    span = paragraph.span(words)
    last = words[-1].text
    ends = words.end == words.sent.end and last.endswith(".") and "." not in last[:-1]
    return Span(span.start, span.end - 1) if ends and len(last) > 1 else span


def _confidence(item: _Coded, *, known: bool) -> float:
    score = 0.85
    frame = item.frame
    score -= 0.35 if "weak" in frame.entry.needs else 0.0
    score -= 0.15 if not frame.sources else 0.0
    score -= 0.15 if not frame.sources and item.type in _VERBAL else 0.0
    score -= 0.3 if frame.sources and all(t.pos_ == "PRON" for t in frame.sources) and not known else 0.0
    score -= 0.3 if frame.trigger.dep_ in ("relcl", "acl") and not (frame.sources and frame.targets) else 0.0
    score -= 0.1 if not frame.targets else 0.0
    score -= 0.2 if not frame.targets and item.type in _MUTUAL else 0.0
    score -= 0.15 if item.modality == "alleged" else 0.0
    score -= (
        0.2
        if frame.light is None and frame.trigger.pos_ != "VERB" and not (frame.sources and frame.targets)
        else 0.0
    )
    return round(max(score, 0.1), 2)


def _attribution(trigger: Span, quotes: tuple[Quote, ...]) -> int | None:
    """Return the innermost quote whose content holds the trigger."""
    holding = [
        (sum(s.end - s.start for s in quote.content), index)
        for index, quote in enumerate(quotes)
        if any(span.contains(trigger) for span in quote.content)
    ]
    return min(holding)[1] if holding else None


def _rule(item: _Coded) -> str:
    kind = "noun" if item.frame.entry.sources != ("subject",) else "verb"
    light = f" with {item.frame.light.lemma_.lower()}" if item.frame.light is not None else ""
    governor = f"; under {item.reading.governor}" if item.reading.governor else ""
    return f"{kind} {item.frame.entry.name}{light}: {item.frame.entry.type}{governor}"


def explain_sentence(article: Article, sentence: Span) -> Iterator[str]:
    """Yield why each trigger-like word of a sentence was coded or not."""
    paragraph = article.paragraph_at(sentence.start)
    if paragraph is None:
        return
    field = fields_of([paragraph.doc])[0]
    for words in paragraph.doc.sents:
        if not paragraph.span(words).overlaps(sentence):
            continue
        coded_here = {item.frame.trigger.i for item in code_sentence(words, field)}
        found = {frame.trigger.i: frame for frame in _frames(words, field)}
        for token in words:
            if token.i in coded_here:
                yield f"“{token.text}” coded as {found[token.i].entry.type}"
            elif token.i in found:
                yield f"“{token.text}” not coded: part of another event, or not told as having happened"
            elif in_idiom(token):
                yield f"“{token.text}” not coded: part of a fixed phrase"
