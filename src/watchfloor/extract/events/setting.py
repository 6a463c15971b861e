"""Where and when an event is set, what it is over, and which quantities belong to it."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from watchfloor.extract.article import Paragraph
from watchfloor.extract.events.frames import Frame
from watchfloor.extract.events.phrases import phrase
from watchfloor.model import EventMention, EventType, PlaceMention, Quantity, Span, TimeMention

if TYPE_CHECKING:
    from spacy.tokens import Token

_OVER = frozenset({"over", "about", "against", "for", "concerning", "regarding", "on"})
_ISSUES = frozenset({EventType.PROTEST, EventType.CONSULT, EventType.ACCUSE, EventType.AGREE})
_DATED = frozenset({"DATE", "TIME"})
_PRECISION = {"point": 0, "town": 1, "region": 2, "country": 3}
_ROLES: dict[str, tuple[EventType, ...]] = {
    "killed": (EventType.ASSAULT,),
    "dead": (EventType.ASSAULT,),
    "wounded": (EventType.ASSAULT,),
    "injured": (EventType.ASSAULT,),
    "abducted": (EventType.ASSAULT,),
    "kidnapped": (EventType.ASSAULT,),
    "arrested": (EventType.COERCE,),
    "detained": (EventType.COERCE,),
    "jailed": (EventType.COERCE,),
    "released": (EventType.RETREAT,),
    "freed": (EventType.RETREAT,),
    "protesters": (EventType.PROTEST,),
    "demonstrated": (EventType.PROTEST,),
    "protested": (EventType.PROTEST,),
    "deployed": (EventType.MOBILIZE,),
}


def _verb(token: Token) -> Token:
    """Return the verb of the clause that `token` stands in."""
    for seen in (token, *token.ancestors):
        if seen.pos_ in ("VERB", "AUX"):
            return seen
    root: Token = token.sent.root
    return root


def _distance(frame: Frame, token: Token) -> int | None:
    """Return how many clauses lie between a token and the frame, None where the way leads elsewhere."""
    inside = set(frame.anchor.subtree)
    if token in frame.trigger.subtree:
        return 0
    clause = _verb(token)
    if clause == frame.anchor or clause == _verb(frame.trigger):
        return 1
    if clause.dep_ in ("relcl", "acl") and clause.head in (frame.trigger, frame.anchor):
        return 2
    if clause in inside:
        return 3
    if frame.anchor in clause.subtree and frame.anchor.dep_ not in ("relcl", "acl"):
        return 4
    return None


def _of_aside(frame: Frame, token: Token) -> bool:
    """Tell whether a time stands in a clause about another noun ("give back what it took in January")."""
    clause = _verb(token)
    if frame.trigger in clause.subtree or clause in (frame.trigger, frame.anchor):
        return False
    own = (frame.trigger, frame.anchor)
    finite = any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.children)
    return clause.dep_ == "relcl" and finite and clause.head not in own


def time_of(
    paragraph: Paragraph, frame: Frame, times: Sequence[TimeMention], heads: Sequence[tuple[int, Token]]
) -> tuple[int | None, bool]:
    """Return the time mention that dates the event, and whether it only tells the beginning ("since")."""
    best: tuple[int, int, int] | None = None
    for index, token in heads:
        time = times[index]
        if time.type not in _DATED or time.derived is not None:
            continue
        distance = None if _of_aside(frame, token) else _distance(frame, token)
        if distance is not None:
            best = min(best or (9, 0, 0), (distance, abs(token.i - frame.trigger.i), index))
    if best is None or best[0] == 9:
        return None, False
    found = paragraph.tokens(times[best[2]].span)
    before = found[0].i - 1 if found is not None else -1
    return best[2], before >= 0 and paragraph.doc[before].lower_ == "since"


def place_of(
    paragraph: Paragraph,
    frame: Frame,
    places: Sequence[PlaceMention],
    heads: Sequence[tuple[int, Token]],
) -> int | None:
    """Return the place mention where the event is set: nearest clause first, then the most precise."""
    best: tuple[int, int, int, int] | None = None
    for index, token in heads:
        place = places[index]
        if not _located(token):
            continue
        distance = _distance(frame, token)
        if distance is None:
            continue
        key = (distance // 3, _PRECISION[place.precision], abs(token.i - frame.trigger.i), index)
        best = key if best is None else min(best, key)
    return (
        best[3]
        if best is not None
        else _subject_place(paragraph, frame, [(index, places[index]) for index, _ in heads])
    )


def _subject_place(
    paragraph: Paragraph, frame: Frame, places: Sequence[tuple[int, PlaceMention]]
) -> int | None:
    """Return the place that "faced" or "saw" the event ("Iran has faced protests")."""
    if frame.light is None or frame.light.lemma_.lower() not in ("face", "see", "witness", "suffer"):
        return None
    for child in frame.light.children:
        if child.dep_ == "nsubj":
            for index, place in places:
                if paragraph.span(child).overlaps(place.span):
                    return index
    return None


def _located(token: Token) -> bool:
    seen = token
    while seen.dep_ in ("compound", "poss", "appos", "conj", "nmod", "amod") and seen.head != seen:
        seen = seen.head
    words = (
        "in",
        "at",
        "near",
        "on",
        "outside",
        "around",
        "across",
        "inside",
        "along",
        "throughout",
        "from",
        "off",
        "to",
    )
    return (seen.dep_ == "pobj" and seen.head.lower_ in words) or token.dep_ in ("npadvmod",)


_BEGIN = frozenset({"begin", "start", "erupt", "break", "spark", "trigger", "spread", "flare"})


def about(paragraph: Paragraph, frame: Frame) -> tuple[Span, ...]:
    """Return what the event is over: the issue of a protest, talks, an accusation or an agreement."""
    if frame.entry.type not in _ISSUES:
        return ()
    words = _OVER - {"against", "on"} if frame.entry.type is EventType.CONSULT else _OVER
    anchors = [frame.trigger, frame.anchor]
    anchors += [c for c in frame.anchor.subtree if c.dep_ in ("relcl", "acl") and c.lemma_.lower() in _BEGIN]
    anchors += [c for a in (frame.trigger, frame.anchor) for c in a.children if c.dep_ in ("relcl", "acl")]
    for anchor in anchors:
        for child in anchor.children:
            if child.dep_ == "prep" and child.lower_ in words:
                nouns = [
                    t for t in child.children if t.dep_ == "pobj" and t.ent_type_ not in ("DATE", "TIME")
                ]
                nouns = [t for t in nouns if t not in frame.targets]
                if nouns:
                    return tuple(paragraph.span(phrase(t)) for t in _all(nouns[0]))
    for word in frame.anchor.subtree if frame.entry.type is EventType.PROTEST else ():
        if word.dep_ == "prep" and word.lower_ == "over" and word.i > frame.trigger.i:
            nouns = [t for t in word.children if t.dep_ == "pobj" and t.ent_type_ not in ("DATE", "TIME")]
            if nouns:
                return tuple(paragraph.span(phrase(t)) for t in _all(nouns[0]))
    return ()


def _all(noun: Token) -> list[Token]:
    found = [noun]
    for child in noun.children:
        if child.dep_ == "conj" and child.pos_ in ("NOUN", "PROPN"):
            found += _all(child)
    return found


def tie_quantities(events: Sequence[EventMention], quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """Return the quantities, each with the index of the event in its sentence that it counts in."""
    by_sentence: dict[Span, list[tuple[int, EventMention]]] = defaultdict(list)
    for index, event in enumerate(events):
        if _happened(event):
            by_sentence[event.sentence].append((index, event))
    sentences = sorted(by_sentence)
    return tuple(_tied(_beside(sentences, by_sentence, quantity), quantity) for quantity in quantities)


def _beside(
    sentences: Sequence[Span], by_sentence: dict[Span, list[tuple[int, EventMention]]], quantity: Quantity
) -> Sequence[tuple[int, EventMention]]:
    at = bisect_right(sentences, quantity.span.start, key=lambda sentence: sentence.start) - 1
    held = at >= 0 and sentences[at].contains(quantity.span)
    return by_sentence[sentences[at]] if held else ()


def _happened(event: EventMention) -> bool:
    return event.polarity == "asserted" and event.modality in ("actual", "alleged")


def _tied(here: Sequence[tuple[int, EventMention]], quantity: Quantity) -> Quantity:
    wanted = _ROLES.get(quantity.role or "", ())
    fitting = [(i, e) for i, e in here if e.type in wanted]
    if not wanted:
        fitting = [
            (i, e)
            for i, e in here
            if any(span.overlaps(quantity.span) for span in (*e.source_spans, *e.target_spans))
        ]
    if not fitting:
        return quantity
    nearest = min(fitting, key=lambda item: (abs(item[1].trigger[0].start - quantity.span.start), item[0]))
    return replace(quantity, event=nearest[0])
