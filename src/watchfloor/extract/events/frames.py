"""From a trigger to its actors: which entry of the lexicon fits, and who stands in its slots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from watchfloor.extract.events.addressees import is_addressed
from watchfloor.extract.events.arguments import is_passive, objects, passive_subjects, prepositional, subjects
from watchfloor.extract.events.conditions import fits
from watchfloor.extract.events.domains import in_idiom
from watchfloor.extract.events.lexicon import Entry, lexicon, standing
from watchfloor.extract.events.needs import needed
from watchfloor.extract.events.phrases import DEFINITE, core, heads, kinds, lexical_kinds
from watchfloor.extract.events.refusals import DropReason, drop
from watchfloor.extract.events.slots import (
    complements,
    fill,
    is_actor,
    keeps_things,
    noun_entries,
    noun_slot,
    placed,
    verb_actors,
)
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.model import EventType
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_BY_HAND = event_words("by hand")  # of people, not of places
_MEANS = event_words("means")  # of a trigger, nobody it is done to
_UNDERGO = event_words("undergo")  # their subject is where it happens
_LOOK_ON = event_words("look on")
_BESIDE = event_words("beside")
_LIGHT_WITH_PREPOSITION = event_words("light with preposition")


@dataclass(frozen=True, slots=True)
class EventFrame:
    """A trigger with the entry that fired and the heads of its actors."""

    trigger: Token
    entry: Entry
    words: tuple[Token, ...]
    sources: tuple[Token, ...]
    targets: tuple[Token, ...]
    light: Token | None = None

    @property
    def anchor(self) -> Token:
        """Return the verb that carries tense and negation: the light verb of a nominal, else the trigger."""
        return self.light if self.light is not None else self.trigger


def verb_lemma(token: Token) -> str | None:
    """Return the lexicon's lemma of a token that may be a verb (tags are poor in lower-case text)."""
    words = lexicon()
    if token.pos_ in ("VERB", "AUX"):
        lemma = token.lemma_.lower()
        return lemma if lemma in words.verbs else words.forms.get(token.lower_)
    if token.pos_ in ("NOUN", "PROPN", "ADJ", "ADV", "X"):
        form = words.forms.get(token.lower_)
        if (
            form
            and token.lower_ != form
            and (_predicates(token) or (token.lower_.endswith("ed") and token.dep_ != "amod"))
        ):
            return form
    return None


def _predicates(token: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "auxpass", "aux") for child in token.children)


def verb_frame(token: Token, *, violent: bool) -> EventFrame | None:
    """Return the frame of the first entry whose conditions and needs `token` meets."""
    lemma = verb_lemma(token)
    described = token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN")
    if lemma is None or described or _on_a_case(token):
        return None
    frames = (_verb_frame_of(token, entry, violent=violent) for entry in lexicon().verbs.get(lemma, ()))
    return next((frame for frame in frames if frame is not None), None)


def _verb_frame_of(token: Token, entry: Entry, *, violent: bool) -> EventFrame | None:
    words = fits(token, entry)
    if words is None:
        return None
    sources, found = verb_actors(token, entry)
    targets = [t for t in found if _undergoes(t, entry, words, alone=len(found) == 1)]
    if not needed(token, entry, sources, targets, violent=violent):
        return None
    reason = _no_deed(token, entry, sources, targets, violent=violent)
    if reason is not None:
        drop(token, entry, reason)
        return None
    return EventFrame(token, entry, words, tuple(t for t in sources if not _deed(t)), tuple(targets))


def _no_deed(
    verb: Token, entry: Entry, sources: list[Token], targets: list[Token], *, violent: bool
) -> DropReason | None:
    """Return why a verb whose entry fits tells of no deed."""
    if _by_illness(verb, entry):
        return DropReason.BY_ILLNESS
    if entry.type is EventType.ASSAULT and (is_disarming(verb) or _hurts_nobody(verb, sources, targets)):
        return DropReason.HURTS_NOBODY
    if entry.type is EventType.AGREE and _is_opinion(verb):
        return DropReason.NO_ACT
    unfit = _is_quarrel(verb, [*sources, *targets]) or any(map(_is_unknown, targets))
    if unfit or _is_service(verb, targets) or is_requirement(verb) or _is_advice(verb, targets):
        return DropReason.NO_ACT
    if (
        _is_prevention(verb, targets)
        or _is_encounter(verb, sources)
        or _is_majority(verb)
        or _is_law(verb)
        or _is_elected(verb, targets)
    ):
        return DropReason.NO_ACT
    if "act" in entry.needs and not any(_concrete(done, violent=violent) for done in complements(verb)):
        return DropReason.NO_ACT
    return None


def _is_unknown(people: Token) -> bool:
    """Tell those of whom is only said that nobody knows their number ("unknown how many were shot")."""
    amounts = (people, *people.children) if people.lower_ == "many" else tuple(people.children)
    return any(c.lower_ == "how" for word in amounts for c in (word, *word.children))


def _is_quarrel(verb: Token, parties: list[Token]) -> bool:
    """Tell two persons who clash in words ("he was fired after clashing with Ana Brel")."""
    if verb.lemma_.lower() != "clash" or not parties:
        return False
    return all(label_of(t) == "PERSON" or t.tag_ == "PRP" for t in parties)


def _is_encounter(verb: Token, sources: list[Token]) -> bool:
    """Tell those whom one only came upon ("he was met by a man with a gun")."""
    met = verb.lemma_.lower() == "meet" and is_passive(verb)
    return met and not any(kinds(t) & {"state", "office", "court", "body", "named"} for t in sources)


def _is_prevention(verb: Token, targets: list[Token]) -> bool:
    """Tell violence that was kept from being done, which is no force on anybody; but "prevented a rally"."""
    kept = verb.lemma_.lower() in ("prevent", "stop", "block") and bool(targets)
    return kept and all(_deed(core(t)) for t in targets)


def _is_majority(verb: Token) -> bool:
    """Tell seats that are won, or a firm that is bought ("take control of the House")."""
    controls = [t for t in objects(verb) if t.lemma_.lower() == "control"]
    of = (t for noun in controls for c in noun.children if c.lower_ == "of" for t in c.children)
    return any(core(t).lemma_.lower() in _SEATS for t in of)


_SEATS = event_words("seats")


def _is_law(verb: Token) -> bool:
    """Tell what a law or rule asks of anybody ("he sponsored the Act, requiring police to")."""
    return verb.lemma_.lower() == "require" and verb.tag_ == "VBG" and verb.dep_ in ("advcl", "acl")


def _is_elected(verb: Token, targets: list[Token]) -> bool:
    """Tell who took a seat ("arrived in Congress in 1993")."""
    seats = ("congress", "senate", "house", "legislature")
    return verb.lemma_.lower() == "arrive" and any(t.lower_ in seats for t in targets)


def _is_advice(verb: Token, targets: list[Token]) -> bool:
    """Tell a warning that is given to people at large ("issued a warning to drivers")."""
    if not any(t.lemma_.lower() == "warning" for t in objects(verb)):
        return False
    public = {"state", "armed", "named", "office", "body"}
    return bool(targets) and not any(kinds(t) & public for t in targets)


def _is_service(verb: Token, targets: list[Token]) -> bool:
    """Tell soldiers who once fought in some war ("all the men who have fought in wars")."""
    first = verb.head if verb.dep_ == "conj" else verb
    if verb.lemma_.lower() not in ("fight", "serve") or first.dep_ != "relcl":
        return False
    wars = (t.lemma_.lower() for c in verb.subtree if c.lower_ == "in" for t in c.children)
    return all(t == first.head or first.head in t.ancestors for t in targets) and any(
        t in ("war", "battle", "conflict") for t in wars
    )


def is_requirement(verb: Token) -> bool:
    """Tell what a rule, a price or a reason is for ("a requirement for cooperating with the court")."""
    if verb.dep_ != "pcomp" or verb.head.lower_ not in ("for", "of") or verb.tag_ != "VBG":
        return False
    return verb.head.head.pos_ == "NOUN" and verb.head.head.lemma_.lower() in _FOR_ANYBODY


_FOR_ANYBODY = event_words("for anybody")


def _is_opinion(verb: Token) -> bool:
    """Tell what one only holds to be so ("all agreed it would help")."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp"]
    things = (d.lower_ for c in clauses for d in c.children if d.dep_ in ("nsubj", "nsubjpass", "expl"))
    held = any(c.lemma_ == "be" and c.tag_ in ("VBZ", "VBP") for c in clauses)
    words = verb.lemma_.lower() in ("agree", "acknowledge")
    return words and (held or any(t in _IMPERSONAL for t in things))


_IMPERSONAL = frozenset({"it", "this", "that", "there"})


def _undergoes(noun: Token, entry: Entry, words: tuple[Token, ...], *, alone: bool) -> bool:
    """Tell a target from a word that only makes the trigger ("took | hostage", "opened | fire")."""
    if noun.lower_ in ("hostage", "captive", "prisoner") and not alone:
        return False
    means = noun.lemma_.lower() in _MEANS
    return noun not in words or (not means and (is_actor(noun) or keeps_things(entry)))


def _on_a_case(token: Token) -> bool:
    """Tell a word that only says whose case it is ("told investigating officers")."""
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    bare = not any(c.dep_ in ("aux", "nsubj", "prep") for c in token.children)
    before = token.doc[token.i - 1] if token.i > token.sent.start else token
    told = before.pos_ in ("VERB", "ADP", "ADV") and token.tag_ == "VBG" and token.lower_ == "investigating"
    by_office = bool(lexical_kinds(after) & {"armed", "court"}) or after.lemma_.lower() in _INVESTIGATE
    return told and bare and by_office


_INVESTIGATE = frozenset({"agency", "authority", "body", "organisation", "organization", "team", "unit"})


def _hurts_nobody(verb: Token, sources: list[Token], targets: list[Token]) -> bool:
    """Tell violence to what cannot suffer it, or in a fixed phrase ("fight a price war")."""
    by_force = any(kinds(source) & {"armed", "weapon"} for source in sources)
    unhurt = bool(targets) and all(_unhurt(target, by_force=by_force) for target in targets)
    return unhurt or any(in_idiom(t) for t in objects(verb))


def is_disarming(verb: Token) -> bool:
    """Tell a verb that does away with arms or evidence ("destroyed its chemical weapons")."""
    met = {core(t).lemma_.lower() for t in objects(verb)}
    return verb.lemma_.lower() in _UNDOING and bool(met & _DISCARDED)


_UNDOING = frozenset({"destroy", "eliminate", "burn", "crush", "neutralise", "neutralize"})
_DISCARDED = event_words("discarded")


def _unhurt(noun: Token, *, by_force: bool) -> bool:
    """Tell what neither blows nor bullets meet ("the show bombed", "hit the market").

    Where people gather, a bomb or the armed do harm: "rockets hit a market".
    """
    head = core(noun)
    told = standing(head.lemma_.lower())
    if _deed(head):
        return True  # "fight against attacks on our heritage"
    return not label_of(head) and "unhurt" in told and not (by_force and "venue" in told)


def _by_illness(verb: Token, entry: Entry) -> bool:
    """Tell a death by a heart attack: nobody's deed."""
    subjects_ = [c for c in verb.children if c.dep_ in ("nsubj", "agent")]
    found = [t for c in subjects_ for t in (c, *c.children) if t.pos_ in ("NOUN", "PROPN")]
    return entry.type is EventType.ASSAULT and any(in_idiom(t) for t in found)


def _deed(noun: Token) -> bool:
    """Tell a doer that is itself a deed ("the attack killed four"): it happened, but nobody did it."""
    return noun.pos_ == "NOUN" and any(it.type is EventType.ASSAULT for it in noun_entries(noun))


def _concrete(verb: Token, *, violent: bool) -> bool:
    """Tell whether what somebody is ready for is an act, not a manner ("to improve mechanisms")."""
    return verb.lemma_.lower() in lexicon().refusable or verb_frame(verb, violent=violent) is not None


def noun_frame(noun: Token, *, violent: bool) -> EventFrame | None:
    """Return the frame of an event noun: with its light verb, or with the actors its own phrase names."""
    if noun.dep_ in ("compound", "amod", "nmod") or any(label_of(c) == "MONEY" for c in noun.lefts):
        return None  # "a $716 billion raid on the fund"
    frames = (_frame_of(noun, entry, violent=violent) for entry in noun_entries(noun))
    return next((frame for frame in frames if frame is not None), None)


def _frame_of(noun: Token, entry: Entry, *, violent: bool) -> EventFrame | None:
    light = _made_by(noun, entry)
    sources, found = _noun_parties(noun, light, entry)
    targets = [
        t for t in found if core(t) != noun and not (entry.type is EventType.ASSAULT and _is_no_one(t))
    ]
    if not needed(noun, entry, sources, targets, violent=violent):
        return None
    if _is_no_deed(noun, light, [*sources, *targets], sources):
        return None
    if light is None and not (_told_alone(entry, sources, targets) or _is_located(noun, entry)):
        bare = "light" in entry.needs
        drop(noun, entry, DropReason.NEEDS_A_VERB if bare else DropReason.NOBODY_BESIDE)
        return None
    words = (noun,) if light is None else tuple(sorted((noun, light), key=lambda t: t.i))
    if light is not None and _ceases(light):
        ended = type_facts(entry.type).ended
        entry = replace(entry, type=EventType.RETREAT, mode=ended, targets=("none",))
    return EventFrame(noun, entry, words, tuple(sources), tuple(targets), light)


def _is_no_one(noun: Token) -> bool:
    """Tell what violence does not meet: a deed, or a street."""
    return _deed(noun) or _is_street(noun)


def _is_street(noun: Token) -> bool:
    """Tell a street, where a deed was done and which nobody attacked ("an attack on Madison Avenue")."""
    return noun.pos_ == "PROPN" and noun.lower_ in _STREETS


_STREETS = event_words("streets")


def _is_no_deed(noun: Token, light: Token | None, parties: list[Token], sources: list[Token]) -> bool:
    """Tell a noun of deeds of a kind, of a quarrel, or of a candidate's rally."""
    of_a_kind = light is None and _is_a_kind(noun, parties)
    return of_a_kind or _is_quarrel(noun, parties) or _is_for_votes(noun, sources)


def _is_a_kind(noun: Token, parties: list[Token]) -> bool:
    """Tell deeds of no time and place of their own ("in the wake of attacks against police")."""
    if noun.tag_ != "NNS" or noun.dep_ != "pobj" or noun.head.lower_ != "of":
        return False
    if noun.head.head.lemma_.lower() not in _OF_A_KIND:
        return False
    told = {"det", "poss", "nummod", "relcl", "acl"}
    own = any(c.dep_ in told or c.lower_ in ("in", "at", "near", "on") for c in noun.children)
    return not own and all(not label_of(t) and not any(c.dep_ in told for c in t.children) for t in parties)


_OF_A_KIND = event_words("of a kind")


def _is_for_votes(noun: Token, sources: list[Token]) -> bool:
    """Tell the rally of a candidate, who gathers supporters and protests against nothing."""
    if noun.lemma_.lower() != "rally" or any(c.lower_ in ("against", "over") for c in noun.children):
        return False
    one = [t.tag_ in ("NN", "NNP") and bool(kinds(t) & {"people", "office"}) for t in sources]
    told = {t.lemma_.lower() for t in noun.sent}
    return (bool(one) and all(one)) or bool(told & _CANVASSING)


_CANVASSING = event_words("canvassing")


def _made_by(noun: Token, entry: Entry) -> Token | None:
    """Return the light verb of a noun, where it makes what the noun tells.

    "Called the massacre a disgrace" names it, "called a strike" makes it. Who "has prior arrests" made none.
    """
    light = _light(noun)
    lemma = light.lemma_.lower() if light is not None else ""
    if lemma == "call" and not _made(noun, entry):
        return None
    return None if lemma == "have" and type_facts(entry.type).forceful else light


def _is_located(noun: Token, entry: Entry) -> bool:
    """Tell a shooting or stabbing that is news by itself ("responded to a shooting on Cork Street")."""
    words = {child.lower_ for child in noun.children if child.dep_ in ("det", "poss", "prep")}
    new = bool(words & {"a", "an", "another"})
    return (
        entry.mode in ("firearms", "primitive")
        and new
        and bool(words & {"in", "at", "on", "near", "outside"})
    )


def _told_alone(entry: Entry, sources: list[Token], targets: list[Token]) -> bool:
    """Tell whether a noun without a light verb names enough of who takes part to tell of an event."""
    if "light" in entry.needs:
        return False
    return bool(sources and targets) if "two" in entry.needs else bool(sources or targets)


def _noun_parties(noun: Token, light: Token | None, entry: Entry) -> tuple[list[Token], list[Token]]:
    """Return who takes part in the event of a noun: named by its own phrase, its light verb, an outcome."""
    sources = noun_slot(noun, entry.sources)
    targets = noun_slot(noun, tuple(s for s in entry.targets if s not in ("place", "within")))
    if light is not None:
        sources, targets = _with_light(noun, light, entry, sources, targets)
    pair = prepositional([noun] if light is None else [noun, light], _AMONG) if _mutual(entry) else []
    if len(pair) > 1:
        return pair, pair
    if "both" in entry.sources and len(sources) > 1 and not targets:
        return sources, sources
    if light is None:
        sources, targets = _of_bare_noun(noun, entry, sources, targets)
    return sources, targets if targets == sources else [t for t in targets if t not in sources]


def _of_bare_noun(
    noun: Token, entry: Entry, sources: list[Token], targets: list[Token]
) -> tuple[list[Token], list[Token]]:
    """Return who takes part, with who confers beside a noun of talks, and whom a deed left dead or hurt."""
    if "two" in entry.needs:
        sources = sources or _clause_source(noun)
    if entry.type is EventType.ASSAULT:
        targets = targets or _left_by(noun)
    return sources, targets


_AMONG = frozenset({"between", "among"})
_HARMED = event_words("harmed")


def _brought_to_hospital(verb: Token) -> bool:
    """Tell the verb of those who were brought to a hospital: a deed beside it hurt them."""
    if verb.lemma_.lower() in ("hospitalize", "hospitalise"):
        return True
    brought = verb.lemma_.lower() in ("take", "rush", "bring", "airlift", "transport")
    hospital = (t for c in verb.children if c.lower_ == "to" for t in c.children)
    return brought and any(t.lemma_.lower() in ("hospital", "hospitals", "clinic") for t in hospital)


def _left_by(noun: Token) -> list[Token]:
    """Return those whom a deed left dead or hurt ("Five dead in shooting", "two were hurt in the attack")."""
    outcome: Token = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in _BESIDE else noun
    if outcome.pos_ == "VERB":
        return passive_subjects(outcome) if _brought_to_hospital(outcome) else []
    if outcome.pos_ == "AUX":
        outcome = next((c for c in outcome.children if c.dep_ == "acomp"), outcome)
    return _harmed(outcome) if outcome.lower_ in _HARMED and outcome.pos_ == "ADJ" else []


def _harmed(outcome: Token) -> list[Token]:
    """Return those whom an adjective tells dead or hurt."""
    head: Token = outcome.head
    if outcome.dep_ == "acomp":
        return [t for c in head.children if c.dep_ == "nsubj" for t in heads(c)]
    return heads(head) if outcome.dep_ == "amod" and head.pos_ in ("NOUN", "NUM", "PROPN") else []


_CEASING = event_words("ceasing")


def _ceases(light: Token) -> bool:
    """Tell the verb of what is given up: "ended their blockade", "called off the strike"."""
    off = any(c.dep_ == "prt" and c.lower_ == "off" for c in light.children)
    return light.lemma_.lower() in _CEASING or (off and light.lemma_.lower() in ("call", "break"))


def _made(noun: Token, entry: Entry) -> bool:
    return type_facts(entry.type).called and not any(
        c.lower_ in ("the", "this", "that") for c in noun.children
    )


def _mutual(entry: Entry) -> bool:
    return "between" in "".join(entry.sources + entry.targets)


def _with_light(
    noun: Token, light: Token, entry: Entry, sources: list[Token], targets: list[Token]
) -> tuple[list[Token], list[Token]]:
    """Return the actors with what the light verb adds: its subject, its prepositions, its place."""
    doing = _beside_light(noun, light)
    undergone = light.lemma_.lower() in _UNDERGO
    targets = targets or (doing if undergone else []) or _light_targets(light, entry)
    targets = targets or _far(light, noun, entry)
    if not targets and type_facts(entry.type).at_place and entry.mode not in _BY_HAND:
        targets = [t for t in placed(light) if entry.type is not EventType.PROTEST or _rules(t)]
    return sources if undergone else doing or sources, targets


def _beside_light(noun: Token, light: Token) -> list[Token]:
    """Return the actors that are the subject of a light verb; who only looks on takes no part.

    "Peru saw a bombing" tells where it was, "the driver saw a bombing" does not.
    """
    doing = [t for t in subjects(light) if is_actor(t) and t != noun]
    looks_on = light.lemma_.lower() in _LOOK_ON
    return [t for t in doing if not (looks_on and kinds(t) & {"people", "office"})]


def _light_targets(light: Token, entry: Entry) -> list[Token]:
    """Return the nouns in the first of an entry's target slots that the light verb fills."""
    slots = (slot for slot in entry.targets if slot not in ("owner", "first", "both", "none"))
    filled = ([t for t in fill(light, slot, entry) if is_addressed(t, light, entry)] for slot in slots)
    return next((found for found in filled if found), [])


def _rules(noun: Token) -> bool:
    """Tell the seat of a power, which a crowd gathers against, from where it only gathers."""
    return bool(lexical_kinds(core(noun)) & {"state", "court"})


def _far(light: Token, noun: Token, entry: Entry) -> list[Token]:
    """Return the object of a target preposition further right, where the parser hung it on a word between."""
    wanted = {word for slot in entry.targets if "|" in slot for word in slot.split("|")} & {"on", "against"}
    for token in light.subtree:
        if token.i > noun.i and token.lower_ in wanted and token.dep_ == "prep" and _of_clause(token, light):
            found = [t for t in token.children if t.dep_ == "pobj" and label_of(t) not in ("DATE", "TIME")]
            if found and is_actor(found[0]):
                return heads(found[0])
    return []


def _of_clause(preposition: Token, verb: Token) -> bool:
    """Tell a preposition of a verb's own clause from one of a verb joined to it."""
    above = (t for t in preposition.ancestors if verb in t.ancestors)
    return not any(t.dep_ == "conj" and t.pos_ == "VERB" for t in above)


def happens(verb: Token) -> bool:
    """Tell a verb that only says that its subject was: "a shooting took place", "clashes broke out"."""
    lemma = verb.lemma_.lower()
    if lemma in ("occur", "happen", "erupt"):
        return True
    completed = {f"{lemma} {c.lower_}" for c in verb.children}
    return bool(completed & {"take place", "break out", "go ahead", "get underway"})


def _clause_source(noun: Token) -> list[Token]:
    """Return the subject of the verb beside which a consultation is told ("said during a call with ...")."""
    owner = [c for c in noun.children if c.dep_ == "poss" and c.pos_ == "PRON"]
    if noun.dep_ == "pobj" and noun.head.lower_ in _BESIDE:
        if owner:
            return owner  # "After her meeting with X, the office said"
        verb = noun.head.head
        if verb.pos_ == "VERB":
            return [t for t in (passive_subjects(verb) or subjects(verb)) if is_actor(t)]
    return []


def _light(noun: Token) -> Token | None:
    head: Token = noun.head
    if noun.dep_ == "nsubj" and happens(head) and not any(c.lower_ in DEFINITE for c in noun.children):
        return head
    if noun.dep_ == "conj" and head.dep_ in ("dobj", "nsubjpass"):
        return _light(head)
    if noun.dep_ == "pobj" and head.lower_ == "of" and core(head.head) == noun:
        return _light(head.head)
    if noun.dep_ == "pobj" and head.lower_ in ("in", "to", "on", "for") and head.head.pos_ == "VERB":
        verb = head.head
        return verb if verb.lemma_.lower() in _LIGHT_WITH_PREPOSITION else None
    done = noun.dep_ in ("dobj", "nsubjpass") and head.pos_ in ("VERB", "AUX")
    return head if done and _is_light(head) else None


def _is_light(head: Token) -> bool:
    lemma = head.lemma_.lower()
    particles = [f"{lemma} {c.lower_}" for c in head.children if c.dep_ == "prt"]
    return bool({lemma, *particles} & lexicon().lights)
