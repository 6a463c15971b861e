"""What the clause and the finder know of an event, as the names of the facts that hold of it.

The judge weighs these facts (`judge.py`); `train/` fits the weights. A fact is made of what the parse, the
tables and the cast say; of words themselves only entries of the lexicon are facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.clauses import Adverbial, Clause
from watchfloor.extract.events.doubts import Case
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.phrases import core
from watchfloor.extract.events.setting import Setting
from watchfloor.extract.events.standing import Party, is_crowd, is_person, is_power, is_public
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.once import depth_of, once_a_sentence
from watchfloor.model import Doubt
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_QUOTE_MARKS = frozenset(["“", "”", "„", "«", "»", '"', "``", "''"])
_ENDS = (".", "!", "?", '"', "”", "''", "’")
_STEPS = (1, 2, 4, 8, 16, 32, 64)
_MOST = 99  # the step beyond the last
_MANY = 3  # parties, beyond which they are not told apart
_CROWDED = 5  # events of one sentence, beyond which they are not told apart
_PARTS = frozenset({"det", "poss", "amod", "compound", "nummod", "prep", "relcl", "acl"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "pcomp", "csubj", "appos", "parataxis", "conj"})
_WITHOUT = re.compile(r"(?<!\s)\s+\+not=\S+")  # what must not stand beside an entry says little of what does
_STANDINGS = (("public", is_public), ("power", is_power), ("person", is_person), ("crowd", is_crowd))
# Facts that mean another thing for each type of event, by how their names begin.
_BY_TYPE = (
    "place", "time", "tense", "voice", "hangs",
    *(f"{side} {fact}" for side in ("source", "target")
      for fact in ("by", "label", "kind", "actor", "is", "person", "public")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventEvidence:
    """All that is known of an event when it is judged.

    `hidden` tells that a name stood behind a side that is not said, `beside` how many events its sentence
    tells, `attributed` that somebody is quoted with it.
    """

    case: Case
    clause: Clause
    setting: Setting
    source_ids: Sequence[str]
    target_ids: Sequence[str]
    hidden: bool
    doubts: Sequence[Doubt]
    beside: int
    attributed: bool


def facts_of(seen: EventEvidence) -> frozenset[str]:
    """Return the names of the facts that hold of an event, and of pairs of them that mean more together."""
    single = frozenset(_facts(seen))
    return single | frozenset(_pairs(seen, single))


def _facts(seen: EventEvidence) -> Iterator[str]:
    yield from _of_entry(seen)
    yield from _of_trigger(seen)
    yield from _of_reading(seen)
    yield from _of_side("source", seen, seen.case.sources, seen.source_ids)
    yield from _of_side("target", seen, seen.case.targets, seen.target_ids)
    yield from _of_setting(seen)
    yield from _of_sentence(seen)
    yield from (f"doubt {doubt}" for doubt in seen.doubts)
    if seen.doubts:
        yield "doubted"


def _pairs(seen: EventEvidence, single: frozenset[str]) -> Iterator[str]:
    item = seen.case.item
    kind, lemma = item.type.value, f"{item.frame.entry.type} {item.frame.entry.lemma}"
    source, target = _count("source", seen.case.sources), _count("target", seen.case.targets)
    yield f"{source} & {target}"
    yield from (f"{own} & {source} & {target}" for own in (kind, lemma, _word(seen)))
    yield from (f"{lemma} & {side}" for side in (source, target))
    yield from (f"{kind} & {fact}" for fact in single if fact.startswith(_BY_TYPE))
    ways = [[fact for fact in single if fact.startswith(f"{side} by ")] for side in ("source", "target")]
    yield from (f"{doing} & {done}" for doing in ways[0] for done in ways[1])


def _count(side: str, parties: Sequence[Party]) -> str:
    return f"{side} {min(len(parties), _MANY)}"


def _word(seen: EventEvidence) -> str:
    frame = seen.case.item.frame
    if frame.light is not None:
        return "light"
    return "noun" if frame.trigger.pos_ in ("NOUN", "PROPN") else "verb"


def _of_entry(seen: EventEvidence) -> Iterator[str]:
    item = seen.case.item
    entry = item.frame.entry
    yield f"type {item.type}"
    yield f"manner {type_facts(item.type).manner}"
    yield f"mode {item.type} {entry.mode}"
    yield f"entry {entry.type} {_WITHOUT.sub('', entry.name)}"
    yield f"lemma {entry.type} {entry.lemma}"
    yield from (f"need {need}" for need in entry.needs)
    yield from (f"condition {condition.kind}" for condition in entry.conditions)
    held = (
        (f"retyped {item.type}", item.type is not entry.type),
        ("bare entry", not entry.conditions),
        ("merged", bool(item.merged)),
        ("words before", bool(entry.before)),
        ("supposed", item.supposed),
        ("harms", bool(item.harms)),
    )
    yield from (fact for fact, holds in held if holds)


def _of_trigger(seen: EventEvidence) -> Iterator[str]:
    frame = seen.case.item.frame
    trigger, anchor = frame.trigger, frame.anchor
    word = _word(seen)
    yield f"word {word}"
    yield f"tag {anchor.tag_}"
    yield f"tag {word} {anchor.tag_}"
    yield f"hangs {word} {anchor.dep_}"
    yield f"hangs on {anchor.dep_} {anchor.head.pos_}"
    yield f"depth {_step(depth_of(trigger))}"
    yield f"words of trigger {min(len(frame.words), _MANY)}"
    if word == "noun":
        yield from (f"noun with {child.dep_}" for child in trigger.children if child.dep_ in _PARTS)
    yield from (f"within {above}" for above in _clauses_above(anchor))
    if anchor.text.isupper():
        yield "capitals"


def _clauses_above(anchor: Token) -> Iterator[str]:
    """Yield how the clauses hang that a word stands in; of a deep nest the nearest."""
    above = anchor
    for _ in range(_STEPS[-1]):
        if above.head.i == above.i:
            return
        above = above.head
        if above.dep_ in _CLAUSES:
            yield above.dep_


def _of_reading(seen: EventEvidence) -> Iterator[str]:
    item, clause = seen.case.item, seen.clause
    reading = item.reading
    yield f"voice {clause.voice}"
    yield f"tense {clause.tense}"
    yield f"discourse {clause.discourse}"
    yield f"modality {item.modality}"
    yield f"polarity {reading.polarity}"
    yield from (f"governor {kind}" for kind in lexicon().governors.get(reading.governor, ()))
    held = (
        ("governed", bool(reading.governor)),
        ("due", reading.due),
        ("remembered", clause.remembered),
        ("gone by", clause.gone_by is not None),
        ("attributed", seen.attributed),
    )
    yield from (fact for fact, holds in held if holds)


def _of_side(side: str, seen: EventEvidence, parties: Sequence[Party], ids: Sequence[str]) -> Iterator[str]:
    yield _count(side, parties)
    if not parties:
        yield f"{side} none {type_facts(seen.case.item.type).manner}"
        return
    yield f"{side} ids {min(len(ids), 2)}"
    if not ids:
        yield f"{side} unknown"
    frame = seen.case.item.frame
    for party in parties[:_CROWDED]:
        yield from (f"{side} {fact}" for fact in _of_head(frame.trigger, frame.anchor, party.head))
        yield from (f"{side} {fact}" for fact in _of_party(party))


def _of_head(trigger: Token, anchor: Token, head: Token) -> Iterator[str]:
    yield f"is {head.pos_}"
    yield f"tag {head.tag_}"
    yield f"label {label_of(core(head)) or '-'}"
    yield f"by {_route(trigger, anchor, head)}"
    yield f"{'before' if head.i < trigger.i else 'behind'} by {_step(abs(head.i - trigger.i))}"
    yield f"words {_step(head.right_edge.i - head.left_edge.i + 1)}"
    below = {child.dep_ for child in head.children}
    if "relcl" in below:
        yield "relcl"
    if below & {"appos", "conj"}:
        yield "list"


def _of_party(party: Party) -> Iterator[str]:
    actor = party.actor
    yield f"actor {actor.kind if actor is not None else '-'}"
    if actor is not None:
        yield f"actor {actor.grade}"
        yield f"actor {'named' if actor.noun is None else 'nameless'} {actor.kind}"
        yield f"mentions {_step(len(actor.mentions))}"
        if actor.country is not None:
            yield "country"
        if actor.roles:
            yield "role"
    kinds = party.kinds
    yield from (f"kind {kind}" for kind in kinds or ("none",))
    if party.spoken:
        yield "spoken"
    yield from (fact for fact, holds in _STANDINGS if holds(party))


def _route(trigger: Token, anchor: Token, head: Token) -> str:
    """Return how a party hangs on the words of the deed."""
    own = {trigger.i, anchor.i}
    if head.head.i in own and head.i not in own:
        return f"own {head.dep_}"
    if head.dep_ == "pobj" and head.head.head.i in own:
        return f"own {head.head.lower_}"
    if head.dep_ == "conj":
        return "conj own" if head.head.head.i in own else "conj far"
    if head.is_ancestor(trigger):
        return f"above {anchor.dep_}"
    if trigger.is_ancestor(head) or anchor.is_ancestor(head):
        return "below"
    return f"{'shared' if anchor.head.is_ancestor(head) else 'far'} {head.dep_}"


def _of_setting(seen: EventEvidence) -> Iterator[str]:
    setting, clause = seen.setting, seen.clause
    if setting.place is None:
        yield "place none"
    else:
        yield from _of_adverbial("place", setting.place, clause.places)
    if setting.time is None:
        yield "time report" if setting.recent else "time none"
    else:
        yield from _of_adverbial("time", setting.time, clause.times)
    held = (("background", setting.background), ("since", setting.since), ("hidden", seen.hidden))
    yield from (fact for fact, holds in held if holds)
    if seen.case.field:
        yield f"field {seen.case.field}"


def _of_adverbial(name: str, mention: int, found: Sequence[Adverbial]) -> Iterator[str]:
    own = next((one for one in found if one.mention == mention), None)
    yield f"{name} rank {own.rank if own is not None else 'elsewhere'}"
    if own is not None:
        yield f"{name} relation {own.relation}"
        yield f"{name} detail {own.detail}"
        yield f"{name} far {_step(own.distance)}"


def _of_sentence(seen: EventEvidence) -> Iterator[str]:
    trigger = seen.case.item.frame.trigger
    yield f"beside {min(seen.beside, _CROWDED)}"
    yield f"position {_step(trigger.i - trigger.sent.start)}"
    yield from _shape(trigger)


@once_a_sentence
def _shape(sentence: TokenSpan) -> tuple[str, ...]:
    words = [token.text for token in sentence]
    letters = [word for word in words if word.isalpha()]
    held = (
        ("marks", bool(_QUOTE_MARKS.intersection(words))),
        ("question", words[-1] == "?"),
        ("no end", not words[-1].endswith(_ENDS)),
        ("colon", not {":", "|", "•"}.isdisjoint(words)),
        ("headline case", 2 * sum(word[0].isupper() for word in letters) > len(letters)),
        ("no root verb", sentence.root.pos_ not in ("VERB", "AUX")),
    )
    return (
        f"length {_step(len(words))}",
        f"commas {_step(words.count(','))}",
        f"verbs {_step(sum(token.pos_ == 'VERB' for token in sentence))}",
        f"root {sentence.root.tag_}",
        *(fact for fact, holds in held if holds),
    )


def _step(count: int) -> int:
    return next((step for step in _STEPS if count <= step), _MOST)
