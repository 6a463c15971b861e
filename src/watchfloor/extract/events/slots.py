"""Who stands in the slots of a frame: objects, owners, clause subjects, prepositional objects, places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from watchfloor.extract.events.addressees import is_addressed
from watchfloor.extract.events.arguments import is_passive, objects, prepositional, subjects
from watchfloor.extract.events.lexicon import Entry, lexicon, standing
from watchfloor.extract.events.phrases import (
    ACTORS,
    PRONOUNS,
    PUBLIC,
    heads,
    inner_actors,
    is_measured,
    kinds,
    lexical_kinds,
)
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.model import EventType
from watchfloor.plover import type_facts

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTIES = event_words("parties")
_MEANWHILE = event_words("meanwhile")
_WAYS = event_words("ways")  # of a march
_PLACE = event_words("place")
_WHEN = event_words("when")
# "the Mallbury shooting" happened there, "the Army's shooting of" is the Army's.
_NAMED_AFTER_PLACES = event_words("named after places")
_ARGUMENTS = frozenset({"dobj", "pobj", "dative", "nsubjpass", "poss", "nsubj"})


def verb_actors(token: Token, entry: Entry) -> tuple[list[Token], list[Token]]:
    """Return who does and who suffers what a verb tells; the first slot that names an actor wins."""
    sources = [t for t in subjects(token) if t.dep_ != "expl"]
    if entry.type is EventType.ASSAULT:
        sources = [t for t in sources if "paper" not in kinds(t)]  # "Court documents say ... and shot him"
    if entry.targets == ("self",):
        return _who_hurt(token), sources
    if entry.mode == "arrest" and is_passive(token):
        sources = [t for t in sources if not _is_of_charge(t, token)]
    sources = sources or _hidden_doers(token, entry)
    if sources and _turned(token):
        return [], sources
    return sources, _targets(token, entry, sources)


def _is_of_charge(noun: Token, verb: Token) -> bool:
    """Tell who did what somebody is arrested for ("arrested for possession of a gun by a felon")."""
    charged = any(c.lower_ in ("for", "on", "over") and verb.i < c.i < noun.i for c in verb.children)
    first = noun.head if noun.dep_ == "conj" else noun
    return charged and not kinds(first) & {"armed", "state", "office", "court", "body"}


def _who_hurt(verb: Token) -> list[Token]:
    """Return by whom a subject was hurt; who "died from gunshot wounds" was so by nobody told of."""
    beside = prepositional([verb, *objects(verb)], frozenset({"from", "by"}))
    return [t for t in beside if is_actor(t)]


def _hidden_doers(token: Token, entry: Entry) -> list[Token]:
    """Return who does what a verb without a subject tells: "deported from X", "killed in an attack by X"."""
    if entry.mode == "deport":
        from_there = [t for t in prepositional([token], frozenset({"from"})) if label_of(t) == "GPE"]
        if from_there:
            return from_there
    if not is_passive(token):
        return []
    moved = objects(token) if entry.type is EventType.MOBILIZE else []
    return _nominal_agent(token) or [t for t in moved if "armed" in kinds(t)]


def _targets(token: Token, entry: Entry, sources: list[Token]) -> list[Token]:
    """Return who stands in the first target slot that names an actor, else the thing of the first filled."""
    spare: list[Token] = []
    for slot in entry.targets:
        if _is_passed_over(slot, entry, spare):
            continue
        found = _found_in(slot, token, entry, sources)
        acting = [t for t in found if _acts_in(t, slot, token)]
        if acting and not (slot == "within" and spare and _is_aside(entry, acting)):
            return acting
        spare = spare or ([] if slot in ("place", "iobj") else found)
    return spare if _bare_target(entry) else []


def _found_in(slot: str, verb: Token, entry: Entry, sources: list[Token]) -> list[Token]:
    """Return who stands in one target slot of a verb and is turned to, but for those who do it."""
    if slot == "both":
        return _together(sources, verb)
    return [t for t in _others(fill(verb, slot, entry), sources) if is_addressed(t, verb, entry)]


def _together(sources: list[Token], verb: Token) -> list[Token]:
    """Return those who do something to each other: several, or a plural."""
    alone = len(sources) == 1 and _is_one_side(sources[0], verb)
    return list(sources) if not alone and (len(sources) > 1 or any(map(_plural, sources))) else []


def _is_one_side(people: Token, verb: Token) -> bool:
    """Tell people of one body who only agree to do something ("officials of the union agreed to go back")."""
    if not any(c.dep_ == "xcomp" for c in verb.children) or people.lemma_.lower() in _PARTIES:
        return False
    bodies = [
        t for c in people.children if c.lower_ in ("of", "from") for t in c.children if t.dep_ == "pobj"
    ]
    return len(bodies) == 1 and len(heads(bodies[0])) == 1 and not _are_parties(bodies[0])


def _are_parties(body: Token) -> bool:
    """Tell a word for several parties ("the two countries", "both sides")."""
    return _plural(body) and body.lemma_.lower() in _PARTIES


def _others(found: list[Token], sources: list[Token]) -> list[Token]:
    return [t for t in found if t not in sources]


def _is_passed_over(slot: str, entry: Entry, spare: list[Token]) -> bool:
    """Tell a slot that is not asked where an earlier one holds a thing.

    "Rejected speculation that the party ...": the party is not whom it rejects.
    """
    inside = slot == "within" and entry.type is EventType.REJECT and any(map(_of_content, spare))
    return inside or (slot == "place" and bool(spare))


def _acts_in(noun: Token, slot: str, trigger: Token) -> bool:
    """Tell whether a noun found in a target slot is somebody who can take part."""
    return slot == "both" or is_actor(noun, trigger)


def _is_aside(entry: Entry, inner: list[Token]) -> bool:
    """Tell somebody nameless in what is refused or backed ("opposed a deal with countries of the south").

    So is whom a clause tells that only describes what is looked into ("investigating a crash that left two").
    """
    if entry.mode == "investigate":
        return any(_is_described(t) for t in inner)
    about_it = type_facts(entry.type).keeps_things
    return about_it and not any("named" in kinds(t) for t in inner)


def _is_described(noun: Token) -> bool:
    """Tell a noun that is a part of a relative clause."""
    return noun.head.dep_ == "relcl" or (noun.head.pos_ == "VERB" and noun.head.head.dep_ == "relcl")


def _of_content(noun: Token) -> bool:
    """Tell a noun whose clause says what it holds ("speculation that the party ...")."""
    return any(
        c.dep_ in ("acl", "ccomp") and any(d.dep_ == "mark" for d in c.children) for c in noun.children
    )


def _turned(token: Token) -> bool:
    """Tell a past form that must have an object and has none: "a man detained for weeks told ..."."""
    if token.tag_ not in ("VBD", "VBN") or is_passive(token) or objects(token):
        return False
    if "needs object" not in standing(token.lemma_.lower()):
        return False
    return not any(c.dep_ in ("aux", "neg", "prt", "ccomp", "xcomp", "dative") for c in token.children)


def _bare_target(entry: Entry) -> bool:
    """Tell whether something that is no actor ("the plan", "a bridge") can be this entry's target."""
    if type_facts(entry.type).no_thing:
        return False
    conditioned = any(condition.kind == "obj" for condition in entry.conditions)
    return (
        not conditioned
        or keeps_things(entry)
        or (entry.targets[:1] != ("obj",) and entry.type is EventType.ACCUSE)
    )


def keeps_things(entry: Entry) -> bool:
    """Tell whether the thing that makes the trigger is what it is done to ("seized weapons")."""
    modes = ("confiscate", "seize", "ban", "censor", "restrict")
    surrounded = entry.type is EventType.PROTEST and entry.targets[:1] == ("obj",)
    return surrounded or type_facts(entry.type).keeps_things or entry.mode in modes


def _plural(head: Token) -> bool:
    return head.tag_ in ("NNS", "NNPS") or head.lower_ in ("both", "sides")


def is_actor(head: Token, trigger: Token | None = None) -> bool:
    """Tell whether a noun phrase, without the words of a trigger, is or names somebody who can take part."""
    if kinds(head) & ACTORS or head.lower_ in PRONOUNS:
        return True
    return any(True for _ in inner_actors(head, trigger))


def fill(token: Token, slot: str, entry: Entry) -> list[Token]:
    """Return the nouns in one target slot of a verb."""
    if slot == "obj":
        taken = any(c.kind == "obj" for c in entry.conditions)
        mute = taken and entry.type is not EventType.ACCUSE and not _is_person_slot(entry)
        return [] if mute else objects(token)
    if slot in _SLOTS:
        return _SLOTS[slot](token)
    found = _unless_venue(_placed_slot(token, slot, entry), entry)
    if entry.type is EventType.SANCTION and found and not any(map(is_actor, found)):
        return _behind_things(token, slot, found, entry) or found
    return found


def _behind_things(token: Token, slot: str, things: list[Token], entry: Entry) -> list[Token]:
    """Return whom a penalty on things meets: "an embargo on grain against Albania", "steel from Albania"."""
    beside = (_placed_slot(token, word, entry) for word in slot.split("|"))
    return next((it for it in (prepositional(things, _TOWARD), *beside) if any(map(is_actor, it))), [])


_TOWARD = frozenset({"on", "against", "to", "from", "for"})


def _placed_slot(token: Token, slot: str, entry: Entry) -> list[Token]:
    """Return the nouns of a slot that a crowd may only gather at: within, place, prepositions."""
    if slot == "within":
        return within(token, entry)
    return placed(token) if slot == "place" else _beside_verb(token, slot)


def _beside_verb(token: Token, slot: str) -> list[Token]:
    """Return the nouns behind the prepositions of a slot, on the verb or what it is done to."""
    anchors = [token, *objects(token)]
    parts = [p for a in anchors for p in a.children if p.dep_ == "prep" and p.lower_ == "of"]
    return prepositional([*anchors, *(c for p in parts for c in p.children)], frozenset(slot.split("|")))


_WHERE_CROWDS_ARE = frozenset({"city", "town", "village", "capital", "street", "suburb", "district"})


def _unless_venue(found: list[Token], entry: Entry) -> list[Token]:
    """Return the nouns found, unless a crowd only gathers there ("rallied at the university")."""
    if entry.type is not EventType.PROTEST or entry.mode == "riot":
        return found
    venue = any("venue" in standing(t.lower_) or t.lemma_.lower() in _WHERE_CROWDS_ARE for t in found)
    venue = venue or any(t.head.lower_ == "of" and t.head.head.lemma_ in _WHERE_CROWDS_ARE for t in found)
    where = _PLACE | _WAYS
    held = any(t.dep_ == "pobj" and t.head.lower_ in where and t.head.head.pos_ == "VERB" for t in found)
    return [] if venue or held else found


def _is_person_slot(entry: Entry) -> bool:
    """Tell whether the object of an entry with an object condition is itself who it is done to."""
    return type_facts(entry.type).undergone


def _dative(child: Token) -> list[Token]:
    if child.pos_ == "ADP":
        return [t for c in child.children if c.dep_ == "pobj" for t in heads(c)]
    return heads(child)


def _owners(noun: Token) -> list[Token]:
    """Return who a noun belongs to; a town before it ("the Oran attack") is where, not whose."""
    found = [
        c
        for c in noun.children
        if c.dep_ == "poss" and c.lower_ not in ("his", "her", "its", "their", "our", "my")
    ]
    if noun.lemma_.lower() in _NAMED_AFTER_PLACES:
        return [t for c in found for t in heads(c)] + [c for c in noun.children if _national(c)]
    found += [
        c
        for c in noun.children
        if (c.dep_ in ("amod", "compound", "nmod") and label_of(c) in ("NORP", "ORG", "PERSON"))
        or (label_of(c) == "GPE" and c.dep_ in ("amod", "compound", "nmod") and _adjectival(c))
    ]
    return [t for c in found for t in heads(c)]


def _national(word: Token) -> bool:
    return word.dep_ == "amod" and label_of(word) == "NORP"


def _adjectival(nation: Token) -> bool:
    """Tell a country used as an adjective ("US strikes") from a town, by its ending or its capitals."""
    return nation.text.isupper() or "." in nation.text or nation.lower_.endswith(("an", "ish", "ese", "i"))


def complements(token: Token) -> list[Token]:
    """Return the verbs of the clauses that complete `token`, its object or its preposition."""
    found = [c for c in token.children if c.dep_ in ("xcomp", "ccomp")]
    found += [c for c in token.children if c.dep_ == "advcl" and _to(c)]
    for child in token.children:
        if child.dep_ == "prep":
            found += _behind_preposition(child)
        elif child.dep_ in ("dobj", "acomp", "attr", "oprd", "dative"):
            found += _of_object(child)
    return found


def _behind_preposition(preposition: Token) -> list[Token]:
    """Return the gerunds behind a preposition and the infinitives of its nouns."""
    nouns = [t for t in preposition.children if t.dep_ == "pobj"]
    gerunds = [c for c in preposition.children if c.dep_ == "pcomp"]
    return gerunds + [c for t in nouns for c in t.children if c.dep_ in ("acl", "relcl") and _to(c)]


def _of_object(word: Token) -> list[Token]:
    """Return the verbs of the clauses that complete an object or an adjective."""
    clauses = [
        c for c in word.children if c.dep_ in ("acl", "xcomp", "ccomp") or (c.dep_ == "relcl" and _to(c))
    ]
    return clauses + [c for t in word.children if t.dep_ == "prep" for c in t.children if c.dep_ == "pcomp"]


def _to(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _clause_subjects(token: Token) -> list[Token]:
    for verb in complements(token):
        found = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if found and found[0].pos_ != "PRON":
            return heads(found[0])
    return []


_SLOTS: dict[str, Callable[[Token], list[Token]]] = {
    "none": lambda _: [],
    "out": lambda _: [],
    "iobj": lambda verb: [t for c in verb.children if c.dep_ == "dative" for t in _dative(c)],
    "owner": lambda verb: [owner for t in objects(verb) for owner in _owners(t)],
    "clause": _clause_subjects,
    "purpose": lambda verb: [t for inner in complements(verb) for t in objects(inner)],
}


def within(token: Token, entry: Entry) -> list[Token]:
    """Return the first actors named inside the complement or the object."""
    roots = complements(token) or [
        c for c in token.rights if c.dep_ in ("dobj", "prep", "ccomp") and not _when(c)
    ]
    for root in roots:
        for inner in root.subtree:
            if (
                _takes_part(inner)
                and not _is_cause(inner)
                and not _is_beside(inner, root)
                and kinds(inner) & (PUBLIC - {"crowd"})
                and inner.pos_ in ("NOUN", "PROPN")
                and is_addressed(inner, token, entry)
            ):
                return heads(inner)
    return []


def _is_beside(noun: Token, root: Token) -> bool:
    """Tell a noun of a clause about something else that went on ("ready to impose it as rebels fought")."""
    above = [t for t in noun.ancestors if root in t.ancestors]
    return any(t.dep_ == "advcl" and any(c.lower_ in _MEANWHILE for c in t.children) for t in above)


def _is_cause(noun: Token) -> bool:
    """Tell what is asked for ("demands for justice") from a judge of that name."""
    return noun.lower_ == "justice" and not any(c.dep_ in ("det", "compound") for c in noun.children)


def _takes_part(noun: Token) -> bool:
    """Tell a noun that stands for somebody in a clause, not for a day, a topic or what is made."""
    if noun.dep_ not in _ARGUMENTS or label_of(noun) in ("DATE", "TIME"):
        return False
    return not (_made(noun) or _aside(noun) or _is_cause(noun) or is_measured(noun))


def _aside(noun: Token) -> bool:
    """Tell a topic ("the resolution on Cyprus") and a private person told of inside ("a ransom for her")."""
    topic = (
        noun.dep_ == "pobj" and noun.head.lower_ in ("on", "about", "over") and noun.head.head.pos_ == "NOUN"
    )
    titles = (child.lemma_.lower() for child in noun.children if child.dep_ == "compound")
    titled = any("office" in lexicon().actors.get(title, ()) for title in titles)
    person = any(label_of(t) == "PERSON" for t in (noun, *noun.children))
    private = person and not titled and not kinds(noun) & {"plain office", "plain state"}
    return topic or (private and noun.dep_ in ("pobj", "poss", "appos"))


def _when(preposition: Token) -> bool:
    """Tell words of time ("before a march", "on the eve of the vote"), which name nobody."""
    nouns = [c for c in preposition.children if c.dep_ == "pobj"]
    dated = any(c.lemma_.lower() in ("eve", "day", "anniversary", "night") or label_of(c) for c in nouns)
    return preposition.lower_ in _WHEN or (preposition.lower_ == "on" and dated)


def _made(noun: Token) -> bool:
    """Tell what is kept up, built or hired ("ensure security", "recruit officers"): nobody's partner."""
    return noun.dep_ == "dobj" and "making" in standing(noun.head.lemma_.lower())


def placed(token: Token) -> list[Token]:
    """Return the named place or state that a verb or its object is set in."""
    where = (
        noun
        for anchor in (token, *objects(token))
        for child in anchor.children
        if child.dep_ == "prep" and child.lower_ in _PLACE
        for noun in child.children
    )
    return next((heads(noun) for noun in where if _is_place(noun)), [])


def _is_place(noun: Token) -> bool:
    """Tell a noun that is a place or state, or names one in its phrase."""
    behind = [t for c in noun.children if c.dep_ in ("prep", "appos") for t in (c, *c.children)]
    named = any(label_of(t) in ("GPE", "LOC", "NORP", "FAC") for t in (noun, *behind))
    return named or "state" in kinds(noun)


def _nominal_agent(token: Token) -> list[Token]:
    """Return who acts in the event noun that a passive stands beside ("killed in an attack by rebels")."""
    beside = (c for c in token.children if c.dep_ == "prep" and c.lower_ in _BESIDE_DEEDS)
    for noun in (t for child in beside for t in child.children if t.dep_ == "pobj"):
        entry = noun_entry(noun)
        if entry is not None and type_facts(entry.type).forceful:
            return noun_slot(noun, entry.sources)
    return []


_BESIDE_DEEDS = frozenset({"in", "during", "after", "by", "following"})


def noun_entry(token: Token) -> Entry | None:
    """Return the entry of an event noun, the longest compound first."""
    return next(noun_entries(token), None)


def noun_entries(token: Token) -> Iterator[Entry]:
    """Yield the entries of an event noun in the order of the table; those of its longest compound alone.

    A hunger strike is no strike on a town.
    """
    if token.pos_ not in ("NOUN", "PROPN") and token.tag_ != "VBG":
        return
    words = lexicon().nouns
    found = {id(e): e for key in (token.lemma_.lower(), token.lower_) for e in words.get(key, ())}
    longest = 0
    for entry in sorted(found.values(), key=lambda entry: -len(entry.before)):
        if len(entry.before) >= longest and _stands_before(token, entry.before):
            longest = len(entry.before)
            yield entry


def _stands_before(token: Token, words: Sequence[str]) -> bool:
    """Tell whether the words of a compound stand before its last."""
    count = len(words)
    earlier = token.doc[max(0, token.i - 2 * count) : token.i] if count else ()
    before = [t for t in earlier if t.is_alpha][-count:] if count else []
    return list(words) in ([t.lower_ for t in before], [t.lemma_.lower() for t in before])


def is_deed(noun: Token) -> bool:
    """Tell whether a noun tells of something done, so that times and places beside it are its own."""
    if noun.pos_ not in ("NOUN", "PROPN") and noun.tag_ != "VBG" and noun.dep_ != "pobj":
        return False
    return noun.lemma_.lower() in clause_words()["deeds"] or noun_entry(noun) is not None


def noun_slot(noun: Token, slots: tuple[str, ...]) -> list[Token]:
    """Return the actors in the first of an event noun's slots that holds any."""
    for slot in slots:
        named = _NOUN_SLOTS.get(slot)
        found = [t for t in (named(noun) if named else _beside_deed(noun, slot)) if is_actor(t)]
        if found:
            return found
    return []


def _owner_slot(noun: Token) -> list[Token]:
    return [t for t in _owners(noun) if label_of(t) not in ("DATE", "TIME")]


def _nation_slot(noun: Token) -> list[Token]:
    return [t for t in _owners(noun) if label_of(t) in ("NORP", "GPE") or _belongs_to(t)]


def _whose_slot(noun: Token) -> list[Token]:
    return [
        t
        for t in _owners(noun)
        if "people" in kinds(t) and label_of(t) not in ("NORP", "ORG") and not _is_charge(t)
    ]


def _is_charge(owner: Token) -> bool:
    """Tell what people are arrested for ("marijuana arrests"): a plain noun that is no person's."""
    return owner.dep_ == "compound" and owner.text.islower() and "people" not in lexical_kinds(owner)


def _first_slot(noun: Token) -> list[Token]:
    parts = [c for c in noun.children if c.dep_ in ("compound", "nmod", "amod", "poss") and _acting_noun(c)]
    parts = [c for c in parts if not _is_scene(c, noun)]
    return [] if _counts_sufferers(noun) else parts


def _is_scene(town: Token, noun: Token) -> bool:
    """Tell a town whose name only says where ("in the Tarvel shooting")."""
    placed = noun.lemma_.lower() in _NAMED_AFTER_PLACES and label_of(town) == "GPE"
    return placed and town.dep_ == "compound" and not _adjectival(town)


def _no_slot(_: Token) -> list[Token]:
    return []


_NOUN_SLOTS: dict[str, Callable[[Token], list[Token]]] = {
    "owner": _owner_slot,
    "nation": _nation_slot,
    "whose": _whose_slot,
    "first": _first_slot,
    "both": _no_slot,
    "none": _no_slot,
}


def _beside_deed(noun: Token, slot: str) -> list[Token]:
    """Return the nouns that a deed's prepositions name; "by" may hang on whom it was done to."""
    words = frozenset(slot.split("|"))
    done_to = [t for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    doers = prepositional([noun, *done_to], frozenset({"by"})) if "by" in words else []
    return doers or prepositional([noun], words)


def _belongs_to(owner: Token) -> bool:
    """Tell a body that owns a deed from where it was done ("the Army's killing", "the Mallbury shooting")."""
    return owner.dep_ == "poss" and (label_of(owner) == "ORG" or bool(kinds(owner) & {"armed", "state"}))


def _counts_sufferers(noun: Token) -> bool:
    """Tell a deed named after how many it met ("a five-person shooting")."""
    return any(
        c.dep_ in ("compound", "amod", "nmod") and any(t.like_num for t in c.subtree) for c in noun.children
    )


def _acting_noun(token: Token) -> bool:
    if token.head.lemma_.lower() in _NAMED_AFTER_PLACES and token.pos_ == "PROPN":
        return False
    return bool(kinds(token) & {"armed", "state", "crowd", "people", "named"}) and token.pos_ in (
        "NOUN",
        "PROPN",
    )
