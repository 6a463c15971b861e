"""What a sentence tells of: its frames, weighed against what governs them, each happening once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import is_passive, is_reduced, objects, subjects
from watchfloor.extract.events.domains import idiom_of, violence_of
from watchfloor.extract.events.frames import EventFrame, happens, is_disarming, noun_frame, verb_frame
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.means import means_of
from watchfloor.extract.events.modality import ModalReading, coded, read
from watchfloor.extract.events.modals import MODALS, duty_frame, refusal_frame
from watchfloor.extract.events.phrases import PUBLIC, core, kinds
from watchfloor.extract.events.refusals import DropReason, drop, refuse
from watchfloor.extract.events.slots import complements, is_deed
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.once import depth_of
from watchfloor.model import EventType, Modality
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_ANYONE = event_words("anyone")
_STATES = frozenset({"restrict", "ban", "curfew", "martial-law", "confiscate"})
_BLOWS = event_words("blows back")
_REVENGE = event_words("revenge")
_VOWS = event_words("vows")


@dataclass(frozen=True, slots=True)
class Coded:
    """A frame with how it is to be taken; `merged` are the frames that tell the same happening.

    `means` is the mode that the words around the trigger tell; `harms` are the words that tell what a
    happening without a doer did: no deeds of their own.
    """

    frame: EventFrame
    reading: ModalReading
    type: EventType
    modality: Modality
    merged: tuple[EventFrame, ...] = ()
    means: str | None = None
    harms: frozenset[int] = frozenset()

    @property
    def supposed(self) -> bool:
        """Tell what is only asked for, or hangs on a condition and is not announced."""
        if self.modality == "requested":
            return True
        announced = self.reading.modality == "planned" and type_facts(self.type).hostile
        return self.modality == "conditional" and self.type is not EventType.THREATEN and not announced


def code_sentence(
    sentence: TokenSpan, field: str | None = None, *, taken: frozenset[int] = frozenset()
) -> list[Coded]:
    """Return what a sentence tells of, each happening once.

    The frame nearest the root of the parse is read first: what it asks for, threatens or promises spells it
    out and is no event of its own. Triggers in `taken` belong to what happens without a doer.
    """
    frames = [frame for frame in frames_of(sentence, field) if frame.trigger.i not in taken]
    swallowed: set[int] = set()
    kept: list[Coded] = []
    for frame in sorted(frames, key=lambda found: (depth_of(found.trigger), found.trigger.i)):
        inside = frame.trigger.i in swallowed
        if inside and not _may_be_asked(frame):
            drop(frame.trigger, frame.entry, DropReason.SPELLED_OUT)
            continue
        item, inner = _weigh(frame, frames)
        if inside and item.modality != "requested":
            drop(frame.trigger, frame.entry, DropReason.SPELLED_OUT)
            continue
        swallowed |= inner
        reason = _untold(item)
        if reason is None:
            kept.append(item)
        else:
            drop(frame.trigger, frame.entry, reason)
    return _with_means(_merged(sorted(kept, key=lambda item: item.frame.trigger.i)))


def _with_means(items: list[Coded]) -> list[Coded]:
    """Return what a sentence tells of, each with the means that its own words tell."""
    told = [frozenset(t.i for frame in (it.frame, *it.merged) for t in frame.words) for it in items]
    return [
        replace(it, means=means_of(it.frame, it.merged, frozenset().union(*told) - own))
        for it, own in zip(items, told, strict=True)
    ]


def _weigh(frame: EventFrame, frames: list[EventFrame]) -> tuple[Coded, set[int]]:
    """Return how a frame is to be taken, and the tokens whose triggers it swallows."""
    reading = ModalReading() if frame.entry.lemma in MODALS else read(frame.anchor, frame.trigger)
    kind, modality = coded(frame.entry.type, reading, spoken=_spoken(frame))
    if reading.governor in lexicon().governors and "stopped" in lexicon().governors[reading.governor]:
        frame = _without_stopper(frame)
    inner: set[int] = set()
    if "swallow" in frame.entry.needs:
        inner = _swallowed(frame) - _imputed(frame, frames)
        if "flip" in frame.entry.needs:
            kind = _promised(frame, frames, kind)
        if kind is EventType.THREATEN and any(frame.trigger.doc[i].lower_ in ("if", "unless") for i in inner):
            modality = "conditional"
    elif kind is not frame.entry.type:
        inner = {t.i for c in complements(frame.trigger) for t in c.subtree}
    return Coded(frame, reading, kind, modality), inner


def _promised(frame: EventFrame, frames: list[EventFrame], kind: EventType) -> EventType:
    """Return the type of a promise by what is promised: to attack, not to attack, not to negotiate."""
    if _hostile(frames, frame):
        denied = any(c.dep_ == "neg" for verb in complements(frame.trigger) for c in verb.children)
        return kind if denied else EventType.THREATEN
    return EventType.REJECT if frame.trigger.lemma_.lower() in _VOWS and _shunned(frame, frames) else kind


def _shunned(frame: EventFrame, frames: list[EventFrame]) -> bool:
    """Tell a promise not to deal with somebody ("vowed not to resume negotiations")."""
    verbs = [v for v in complements(frame.trigger) if any(c.dep_ == "neg" for c in v.children)]
    dealt = {f.anchor for f in frames if not type_facts(f.entry.type).hostile and f.trigger != frame.trigger}
    return any(verb in dealt or any(t in dealt for t in objects(verb)) for verb in verbs)


def _without_stopper(frame: EventFrame) -> EventFrame:
    """Return a deed that was foiled without those who foiled it as its doers."""
    stoppers = {t for above in frame.anchor.ancestors for t in subjects(above)}
    return replace(frame, sources=tuple(t for t in frame.sources if t not in stoppers))


def frames_of(sentence: TokenSpan, field: str | None) -> list[EventFrame]:
    """Return every frame that the lexicon finds in a sentence and the guard lets pass."""
    violence = violence_of(list(sentence))
    words = [token for token in sentence if token.is_alpha]
    frames: list[EventFrame] = []
    taken: set[int] = set()
    for token in words:
        frame = _of_verb(token, violent=violence.beside(token)) if token.i not in taken else None
        if frame is not None and not _is_barred(frame, token, field):
            taken |= _taken_by(frame)
            frames.append(frame)
    for token in words:
        frame = _of_noun(token, taken, violent=violence.beside(token))
        if frame is not None and not _is_barred(frame, token, field):
            taken |= {t.i for t in frame.words}
            frames.append(frame)
    return frames


def _of_noun(token: Token, taken: set[int], *, violent: bool) -> EventFrame | None:
    """Return the frame of a noun, where neither it nor its light verb is used up."""
    frame = noun_frame(token, violent=violent) if token.i not in taken else None
    return frame if frame is not None and frame.anchor.i not in taken else None


def _taken_by(frame: EventFrame) -> set[int]:
    """Return the words that a verb's frame uses up: its own, and an object that makes it."""
    made = objects(frame.trigger) if any(c.kind == "obj" for c in frame.entry.conditions) else []
    return {t.i for t in (*frame.words, *made)}


def _of_verb(token: Token, *, violent: bool) -> EventFrame | None:
    """Return the frame of a verb: its duty or refusal by a modal first."""
    return duty_frame(token) or refusal_frame(token) or verb_frame(token, violent=violent)


def _is_barred(frame: EventFrame, token: Token, field: str | None) -> bool:
    """Tell what the field of the paragraph or a fixed phrase makes no event."""
    if _in_field(frame, field):
        drop(frame.trigger, frame.entry, DropReason.OTHER_FIELD)
        return True
    idiom = idiom_of(token)
    if idiom is not None:
        refuse(frame.trigger, frame.entry, lambda: (f"idiom {idiom}",))
    return idiom is not None


def _in_field(frame: EventFrame, field: str | None) -> bool:
    """Tell whether the guard refuses a frame: only the armed and the state act in a report on a match."""
    if field is None or _by_law(frame):
        return False
    actors = [*frame.sources, *frame.targets]
    found = {kind for actor in actors for kind in kinds(actor)}
    serious = {"armed", "court", "weapon"} if type_facts(frame.entry.type).forceful else {"state", "court"}
    lexical = {k for t in actors for k in kinds(t) if not (label_of(t) or t.lemma_.lower() in _ATHLETES)}
    if field in ("sport", "arts"):
        return not lexical & serious
    return not found & (serious | {"state", "named", "crowd"})


def _by_law(frame: EventFrame) -> bool:
    """Tell a step of a case, which no match has ("the striker was arrested")."""
    steps = frame.entry.mode == "arrest" or (frame.entry.mode == "allege" and is_passive(frame.trigger))
    return steps and frame.trigger.lemma_.lower() in _BY_LAW


_BY_LAW = event_words("by law")
_ATHLETES = frozenset({"fighter", "guard", "captain", "gunner", "marine", "raider", "warrior", "cadet"})


def _spoken(frame: EventFrame) -> bool:
    """Tell whether the doer itself says what it will do ("Iran said it would strike back")."""
    verb = frame.anchor
    if any(t.lower_ in ("we", "i") for t in frame.sources):
        return True
    above = verb.head
    while verb.dep_ == "conj" and above.pos_ == "VERB" and above.dep_ in ("ccomp", "conj", "xcomp"):
        verb, above = above, above.head
    if above.pos_ != "VERB" or not (verb.dep_ == "ccomp" or above.lemma_.lower() in _VOWS):
        return False
    return bool(set(frame.sources) & set(subjects(above)))


def _swallowed(frame: EventFrame) -> set[int]:
    """Return the tokens whose triggers only spell out what `frame` asks for, threatens or condemns."""
    token = frame.trigger
    if frame.entry.lemma in MODALS:
        return {t.i for t in token.head.subtree} - {token.i}
    roots = complements(token)
    roots += [c for c in token.children if c.dep_ == "prep" and c.i > token.i]
    reasons = [c for root in roots for c in root.subtree if c.dep_ == "prep" and c.lower_ in ("for", "after")]
    roots += [c for c in token.children if c.dep_ == "advcl" and _has_if(c)]
    roots += objects(token)
    apart = [*_described(roots), *filter(_past, reasons)]
    return _indices(roots) - _indices(apart) - {t.i for t in frame.words}


def _described(roots: Iterable[Token]) -> Iterator[Token]:
    """Yield the clauses that only describe a noun below some nouns and prepositions."""
    for root in roots:
        if root.pos_ in ("NOUN", "PROPN", "ADP"):
            yield from filter(_background, root.subtree)


def _indices(roots: Iterable[Token]) -> set[int]:
    """Return where the words below some words stand."""
    return {t.i for root in roots for t in root.subtree}


def _has_if(clause: Token) -> bool:
    return any(child.lower_ in ("if", "unless") for child in clause.children)


def _past(reason: Token) -> bool:
    """Tell a reason that has happened: "hit back for Friday's raid, which killed eleven"."""
    nouns = [c for c in reason.children if c.dep_ == "pobj"]
    dated = any(c.dep_ == "poss" and label_of(c) in ("DATE", "TIME") for noun in nouns for c in noun.children)
    return dated or any(c.dep_ == "relcl" and c.tag_ == "VBD" for noun in nouns for c in noun.children)


def _imputed(frame: EventFrame, frames: list[EventFrame]) -> set[int]:
    """Return the triggers of the violence that somebody is accused of: told too, as alleged."""
    if frame.entry.mode != "allege":
        return set()
    deeds = {c for p in frame.trigger.children if p.dep_ == "prep" for c in p.children if c.dep_ == "pcomp"}
    deeds |= {c for c in frame.trigger.children if c.dep_ in ("ccomp", "xcomp")}
    return {f.trigger.i for f in frames if f.entry.type is EventType.ASSAULT and f.anchor in deeds}


def _background(token: Token) -> bool:
    """Tell a clause that only describes a noun ("the people killed in May") and so tells something done."""
    infinitive = any(child.tag_ == "TO" for child in token.children)
    return (token.dep_ == "relcl" and not infinitive) or is_reduced(token)


def _hostile(frames: list[EventFrame], frame: EventFrame) -> bool:
    """Tell whether what is promised is itself a hostile act."""
    verbs = complements(frame.trigger)
    verbs += [c for verb in verbs for c in verb.children if c.dep_ in ("conj", "xcomp")]
    back = any(
        (v.lemma_.lower() in _REVENGE and not is_disarming(v))
        or (v.lemma_.lower() in _BLOWS and any(c.lower_ == "back" for c in v.children))
        for v in verbs
    )
    return back or any(f.trigger in verbs and type_facts(f.entry.type).hostile for f in frames)


def _untold(item: Coded) -> DropReason | None:
    """Return why something is not told: it may happen only, or others are only asked or feared to do it."""
    if item.reading.polarity == "negated" and (not _deniable(item) or _forbidden(item.frame)):
        return DropReason.NOT_DONE
    if not item.frame.sources and not item.frame.targets and not _bare(item):
        return DropReason.NOBODY_NAMED
    if item.frame.sources and all(core(t).lower_ in _ANYONE for t in item.frame.sources):
        done = type_facts(item.type).manner == "deed" and item.frame.sources[0].lower_ in ("we", "it")
        return None if done else DropReason.ANYONE
    if _is_rule(item):
        return DropReason.ANYONE
    if _in_passing(item):
        return DropReason.IN_PASSING
    return None if _sure_enough(item) else DropReason.NOT_SURE


def _is_rule(item: Coded) -> bool:
    """Tell what is done to anybody whom it may concern ("will detain anyone who is caught")."""
    met = [t for verb in (item.frame.trigger, *item.frame.trigger.children) for t in objects(verb)]
    coming = item.modality == "planned" and type_facts(item.type).forceful
    return coming and any(t.lower_ in _ANYBODY for t in (*item.frame.targets, *met))


_ANYBODY = frozenset({"anyone", "anybody", "whoever"})


def _in_passing(item: Coded) -> bool:
    """Tell words and states of affairs that only describe a noun ("the curfew imposed in May")."""
    if item.frame.trigger.dep_ not in ("relcl", "acl"):
        return False
    if not item.frame.sources and item.frame.entry.mode in _STATES:
        return True
    return type_facts(item.type).manner == "words" and not _named(item.frame)


def _sure_enough(item: Coded) -> bool:
    """Tell what is done, tried, planned or alleged from what is only asked for or possible."""
    if item.type is EventType.THREATEN:
        return True
    if item.modality in ("alleged", "failed"):
        return type_facts(item.type).hostile
    if item.supposed:
        return _worth_telling(item)
    return True


def _worth_telling(item: Coded) -> bool:
    """Tell a deed that somebody public is asked for, or that one supposes ("if X attacks, Y will")."""
    if item.reading.polarity == "negated":
        return False
    if not _is_done(item.type) or not any(kinds(t) & PUBLIC for t in item.frame.sources):
        return False
    if item.modality == "requested":
        return _may_be_asked(item.frame)
    return item.reading.governor == "if" or _is_condition(item.frame.anchor)


def _may_be_asked(frame: EventFrame) -> bool:
    """Tell a verb in the clause that says what somebody is asked to do ("urged Chad to free him")."""
    asked = frame.anchor.dep_ in ("xcomp", "ccomp", "advcl", "acl", "pcomp")
    asking = lexicon().governors.get(frame.anchor.head.lemma_.lower(), frozenset())
    return _is_done(frame.entry.type) and asked and "requested" in asking


def _is_done(event: EventType) -> bool:
    """Tell what is a deed or a dealing, no words and nothing that happens of itself."""
    return type_facts(event).manner in ("deed", "dealing")


def _is_condition(verb: Token) -> bool:
    """Tell the verb of a clause of "if" beside one that tells what will be then."""
    marked = verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "if" for c in verb.children)
    return marked and any(c.dep_ == "aux" and c.tag_ == "MD" for c in verb.head.children)


def _forbidden(frame: EventFrame) -> bool:
    """Tell what somebody is told not to do ("Don't shoot him")."""
    verb = frame.anchor
    told = {child.dep_ for child in verb.children} & {"nsubj", "nsubjpass"}
    return verb.tag_ == "VB" and not told and any(c.lower_ in ("do", "don't") for c in verb.children)


def _deniable(item: Coded) -> bool:
    """Tell whether it is news that something was not done: no arrest made, but not "did not rule out"."""
    if item.frame.entry.lemma == "claim":
        return False  # that nobody claimed it is no denial of the deed
    refused = item.type is EventType.REJECT and item.frame.entry.type is not EventType.REJECT
    return type_facts(item.type).manner == "deed" or refused


def _bare(item: Coded) -> bool:
    """Tell whether something done is told without anybody ("curfew was imposed", "shots were fired")."""
    light = item.frame.light
    if light is not None and happens(light):
        return type_facts(item.type).forceful or item.type is EventType.PROTEST
    done = light is not None or is_passive(item.frame.trigger) or item.frame.trigger.pos_ == "NOUN"
    return item.frame.entry.mode in _STATES or (type_facts(item.type).forceful and done)


def _named(frame: EventFrame) -> bool:
    return any("named" in kinds(t) for t in (*frame.sources, *frame.targets))


def _merged(items: list[Coded]) -> list[Coded]:
    """Tell one happening once: verbs of one type that share their doer, and the noun that names the same."""
    kept: list[Coded] = []
    for item in items:
        for index, earlier in enumerate(kept):
            if _same(earlier, item):
                drop(item.frame.trigger, item.frame.entry, DropReason.SAME_HAPPENING)
                kept[index] = replace(
                    earlier,
                    frame=replace(
                        earlier.frame,
                        sources=earlier.frame.sources or _doers_of(item.frame, earlier.frame),
                        targets=_joined(earlier.frame.targets, item.frame.targets),
                    ),
                    merged=(*earlier.merged, item.frame),
                )
                break
        else:
            kept.append(item)
    return kept


def _doers_of(fight: EventFrame, told: EventFrame) -> tuple[Token, ...]:
    """Return who did what a deed tells beside it; of two who fight, nobody knows who hurt a third."""
    return () if _is_fight(fight) and told.targets else fight.sources


def _is_fight(frame: EventFrame) -> bool:
    """Tell those who fight each other ("activists and police clashed")."""
    return bool(frame.sources) and set(frame.sources) == set(frame.targets)


def _joined(first: tuple[Token, ...], second: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the targets of a happening told by two verbs: of the second one only the named ones are new."""
    if not first:
        return second
    return (*first, *(t for t in second if t not in first and "named" in kinds(t)))


def _same(one: Coded, other: Coded) -> bool:
    if one.type is not other.type or one.reading.polarity != other.reading.polarity:
        return False
    if _two_nouns(one.frame, other.frame):
        return False
    mine, theirs = set(one.frame.sources), set(other.frame.sources)
    if mine and theirs:
        return bool(mine & theirs) and not _told_apart(one.frame, other.frame)
    if not mine and not theirs:
        shared = set(one.frame.targets) & set(other.frame.targets)
        within = _one_within(one.frame, other.frame) and _bare_noun_beside(one, other)
        return bool(shared) or within or _of_one_deed(one.frame, other.frame)
    bare, told = (other, one) if mine else (one, other)
    if _elsewhere(bare.frame, told.frame) or _of_a_place(one.frame, other.frame):
        return False
    if _is_fight(told.frame) and told.frame.anchor.pos_ == "VERB" and bare.frame.targets:
        return False
    return _one_within(one.frame, other.frame)


def _hurt_together(one: Token, other: Token) -> bool:
    """Tell passives that count those whom one deed met ("three were killed and two others injured")."""
    passive = is_passive(one) and (is_passive(other) or other.tag_ == "VBN")
    harmed = passive and all(v.lemma_.lower() in _HARMS for v in (one, other))
    return harmed and not (_has_place(one) and _has_place(other))


def _has_place(verb: Token) -> bool:
    behind = (t for c in verb.children if c.dep_ == "prep" for t in c.children)
    return any(label_of(noun) in ("GPE", "FAC", "LOC") for noun in behind)


_HARMS = event_words("harm") | {"shoot", "stab"}


def _of_one_deed(one: EventFrame, other: EventFrame) -> bool:
    """Tell verbs that go on about one deed ("a shooting that killed one and injured three")."""
    verb = other.anchor
    own = any(c.dep_ == "nsubj" for c in verb.children)
    joined = verb.dep_ == "conj" and verb.head == one.anchor and not own
    if verb.dep_ == "conj" and verb.head == one.anchor and _hurt_together(one.anchor, verb):
        return True
    counted = verb.head if verb.dep_ == "acl" else None  # "one was killed and seven others injured in"
    if counted is not None and counted.dep_ == "conj" and counted.head == one.anchor:
        return is_passive(one.anchor) and {one.anchor.lemma_.lower(), verb.lemma_.lower()} <= _HARMS
    done = [t for t in subjects(one.anchor) if t.pos_ in ("NOUN", "PROPN")]
    return joined and bool(done) and all(is_deed(t) for t in done)


def _one_within(one: EventFrame, other: EventFrame) -> bool:
    pairs = ((one.anchor, other.trigger), (other.anchor, one.trigger))
    return any(anchor == trigger or anchor.is_ancestor(trigger) for anchor, trigger in pairs)


def _of_a_place(one: EventFrame, other: EventFrame) -> bool:
    """Tell two deeds of which one only says where the other was ("shot at a gate where two were killed")."""
    if not (one.targets and other.targets) or set(one.targets) & set(other.targets):
        return False
    below = one.anchor == other.trigger or one.anchor.is_ancestor(other.trigger)
    upper, seen = (one.anchor, other.anchor) if below else (other.anchor, one.anchor)
    passed: set[str] = set()
    while seen not in (upper, seen.head):
        passed.add(seen.dep_)
        seen = seen.head
    return seen == upper and "relcl" in passed


def _bare_noun_beside(one: Coded, other: Coded) -> bool:
    """Tell whether one of two is a noun that names nobody ("two were killed in a shooting at a club")."""
    return any(item.frame.anchor.pos_ == "NOUN" and not item.frame.targets for item in (one, other))


def _two_nouns(one: EventFrame, other: EventFrame) -> bool:
    """Tell two deeds named by nouns, each with its own sufferers ("the killing of X and raids on Y")."""
    nouns = all(frame.light is None and frame.anchor.pos_ == "NOUN" for frame in (one, other))
    return nouns and bool(one.targets and other.targets) and not set(one.targets) & set(other.targets)


def _told_apart(one: EventFrame, other: EventFrame) -> bool:
    """Tell two deeds of one doer to two sufferers ("freed two sailors and released three pilots")."""
    if type_facts(one.entry.type).one_fight or not (one.targets and other.targets):
        return False
    return not set(one.targets) & set(other.targets) and one.anchor.pos_ == other.anchor.pos_ == "VERB"


def _elsewhere(bare: EventFrame, told: EventFrame) -> bool:
    """Tell whether a verb has a subject of its own ("the blast killed two as police fought")."""
    if bare.anchor.pos_ != "VERB" or is_passive(bare.anchor):
        return False
    own = [child for child in bare.anchor.children if child.dep_ == "nsubj" and child.pos_ == "NOUN"]
    return bool(own) and not any(told.trigger in child.subtree for child in own)
