"""From a trigger to its actors: which entry of the lexicon fits, and who stands in its slots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.event_lexicon import Condition, Entry, lexicon
from watchfloor.extract.event_phrases import (
    ACTORS,
    PRONOUNS,
    PUBLIC,
    core,
    heads,
    inner_actors,
    is_passive,
    kinds,
    objects,
    phrase,
    passive_subjects,
    prepositional,
    subjects,
)
from watchfloor.model import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_WINDOW = 14  # tokens right of a trigger in which a "noun=" condition looks
_PLACE = frozenset(
    {"in", "at", "on", "near", "along", "across", "around", "into", "throughout", "outside", "over", "to"}
)
_PEOPLE = frozenset({"people", "office", "armed", "crowd", "state"})
_SET = frozenset({EventType.PROTEST, EventType.ASSAULT, EventType.COERCE, EventType.MOBILIZE})
_LOOSE = frozenset({"to", "with", "against", "from", "under", "into"})
_UNDERGO = frozenset({"face", "see", "witness", "suffer", "provoke"})  # their subject is where it happens
_DOERS = ACTORS | {"paper"}


@dataclass(frozen=True, slots=True)
class Frame:
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
        lemma = words.forms.get(token.lower_)
        if (
            lemma
            and token.lower_ != lemma
            and (_predicates(token) or (token.lower_.endswith("ed") and token.dep_ != "amod"))
        ):
            return lemma
    return None


def _predicates(token: Token) -> bool:
    return any(child.dep_ in ("nsubj", "nsubjpass", "auxpass", "aux") for child in token.children)


def verb_frame(token: Token, *, violent: bool) -> Frame | None:
    """Return the frame of the first entry whose conditions and needs `token` meets."""
    lemma = verb_lemma(token)
    if lemma is None or (token.dep_ == "amod" and token.head.pos_ in ("NOUN", "PROPN")):
        return None
    for entry in lexicon().verbs.get(lemma, ()):
        words = _fits(token, entry)
        if words is None:
            continue
        sources, targets = _actors(token, entry)
        if _needed(token, entry, sources, targets, violent=violent):
            return Frame(token, entry, words, tuple(sources), tuple(targets))
    return None


def _fits(token: Token, entry: Entry) -> tuple[Token, ...] | None:
    """Return the tokens that make the trigger where all conditions hold, else None."""
    words: list[Token] = [token]
    if entry.before:
        earlier = token.doc[max(0, token.i - 2 * len(entry.before)) : token.i]
        found = [t for t in earlier if t.is_alpha]
        if [t.lower_ for t in found[-len(entry.before) :]] != list(entry.before):
            return None
    for condition in entry.conditions:
        found_words = _holds(token, condition)
        if found_words is None:
            return None
        words += found_words
    return tuple(sorted(set(words), key=lambda t: t.i))


def _holds(token: Token, condition: Condition) -> list[Token] | None:
    check = _CHECKS.get(condition.kind)
    return check(token, condition.words) if check else None


def _object(token: Token, words: frozenset[str]) -> list[Token] | None:
    for found in _object_words(token):
        if found.lemma_.lower() in words or found.lower_ in words:
            return [found]
    if "people" in words and any("people" in kinds(found) for found in objects(token)):
        return []
    return None


def _object_words(token: Token) -> list[Token]:
    """Return the heads of the object, what it counts or is made of, and the words compounded with it."""
    found: list[Token] = []
    for head in objects(token):
        found.append(head)
        found += [t for c in head.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
        found += [c for c in head.children if c.dep_ == "compound"]
    for second in list(found):
        found += [t for c in second.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.children]
    return found


def _particle(token: Token, words: frozenset[str]) -> list[Token] | None:
    for child in token.children:
        if child.lower_ in words and child.dep_ in ("prt", "advmod", "prep"):
            return [child]
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return [after] if after is not None and after.lower_ in words else None


def _preposition(token: Token, words: frozenset[str]) -> list[Token] | None:
    """Look on the verb, and for what parsers hang on its object ("to", "with") there too."""
    for anchor in [token, *objects(token)]:
        wanted = words if anchor is token else words & _LOOSE
        for child in anchor.children:
            if (
                child.lower_ in wanted
                and child.dep_ in ("prep", "dative", "prt", "agent")
                and child.i > anchor.i
            ):
                return []
    return None


def _infinitive(token: Token, _: frozenset[str]) -> list[Token] | None:
    for child in token.children:
        if child.dep_ in _CLAUSES and any(c.tag_ == "TO" for c in child.children):
            return []
        if child.dep_ in ("dobj", "dative", "prep") and any(
            c.dep_ in ("relcl", "acl", "xcomp", "ccomp") and any(d.tag_ == "TO" for d in c.children)
            for t in (child, *child.children)
            for c in t.children
        ):
            return []
    return None


def _clause(token: Token, _: frozenset[str]) -> list[Token] | None:
    return [] if any(child.dep_ == "ccomp" for child in token.children) else None


def _passive(token: Token, _: frozenset[str]) -> list[Token] | None:
    return [] if is_passive(token) else None


def _intransitive(token: Token, _: frozenset[str]) -> list[Token] | None:
    return None if objects(token) else []


def _complement(token: Token, words: frozenset[str]) -> list[Token] | None:
    for child in token.children:
        if child.dep_ in ("acomp", "oprd", "advmod", "attr", "ccomp") and child.lemma_.lower() in words:
            return [child]
    return None


def _not_object(token: Token, words: frozenset[str]) -> list[Token] | None:
    found = {w for t in _object_words(token) for w in (t.lemma_.lower(), t.lower_)}
    return None if found & words else []


def _near(token: Token, words: frozenset[str]) -> list[Token] | None:
    sentence = token.sent
    start, end = max(sentence.start, token.i - 4), min(sentence.end, token.i + _WINDOW)
    found = [
        t for t in token.doc[start:end] if (t.lemma_.lower() in words or t.lower_ in words) and t.i != token.i
    ]
    return [] if found else None


def _plain(token: Token, _: frozenset[str]) -> list[Token] | None:
    """Hold where a verb has a person for its object and calls him nothing ("called the president a liar")."""
    if any(
        c.dep_ in ("oprd", "ccomp", "prt") or (c.dep_ == "xcomp" and c.pos_ != "VERB") for c in token.children
    ):
        return None
    found = [t for t in objects(token) if kinds(t) & {"people", "office"}]
    if not found:
        return None
    end = phrase(found[-1]).end
    following = token.doc[end] if end < len(token.doc) else None
    if following is None or following.ent_type_ in ("DATE", "TIME"):
        return []
    return None if following.pos_ in ("DET", "ADJ", "NOUN", "PROPN") or following.is_quote else []


def _whole(token: Token, _: frozenset[str]) -> list[Token] | None:
    """Hold where no particle changes the verb ("called out")."""
    return None if any(c.dep_ == "prt" for c in token.children) else []


def _has(token: Token, _: frozenset[str]) -> list[Token] | None:
    return [] if objects(token) else None


def _else(token: Token, words: frozenset[str]) -> list[Token] | None:
    return None if any(c.dep_ == "xcomp" and c.lemma_.lower() in words for c in token.children) else []


def _dignitary(token: Token, _: frozenset[str]) -> list[Token] | None:
    found = [
        t
        for t in objects(token)
        if kinds(t) & {"plain office", "plain state"} or t.ent_type_ in ("PERSON", "NORP")
    ]
    return [] if found else None


_CHECKS = {
    "whole": _whole,
    "has": _has,
    "else": _else,
    "dignitary": _dignitary,
    "plain": _plain,
    "obj": _object,
    "prt": _particle,
    "prep": _preposition,
    "to": _infinitive,
    "that": _clause,
    "pass": _passive,
    "intr": _intransitive,
    "acomp": _complement,
    "not": _not_object,
    "noun": _near,
}


def _actors(token: Token, entry: Entry) -> tuple[list[Token], list[Token]]:
    sources = [t for t in subjects(token) if t.dep_ != "expl"]
    if not sources and is_passive(token):
        sources = _nominal_agent(token)
        if not sources and entry.type is EventType.MOBILIZE:
            sources = [t for t in objects(token) if "armed" in kinds(t)]
    targets: list[Token] = []
    spare: list[Token] = []
    for slot in entry.targets:
        if slot == "both":
            if len(sources) > 1 or (sources and _plural(sources[0])):
                targets = list(sources)
        elif slot != "place" or not spare:
            found = [t for t in _fill(token, slot, entry) if t not in sources]
            acting = [t for t in found if _is_actor(t)]
            targets = acting
            spare = spare or ([] if slot in ("place", "iobj") else found)
        if targets:
            return sources, targets
    return sources, spare if _bare_target(entry) else []


def _bare_target(entry: Entry) -> bool:
    """Tell whether what is done to something that is no actor ("the plan", "a bridge") is this entry's target."""
    if entry.type in (EventType.REQUEST, EventType.AGREE, EventType.MOBILIZE, EventType.AID):
        return False
    conditioned = any(condition.kind == "obj" for condition in entry.conditions)
    keeps = entry.type in (EventType.REJECT, EventType.SUPPORT) or entry.mode in (
        "confiscate",
        "seize",
        "ban",
        "censor",
    )
    return not conditioned or keeps or entry.targets[:1] != ("obj",) and entry.type is EventType.ACCUSE


def _plural(head: Token) -> bool:
    return head.tag_ in ("NNS", "NNPS") or head.lower_ in ("both", "sides")


def _is_actor(head: Token) -> bool:
    return bool(kinds(head) & ACTORS) or head.lower_ in PRONOUNS or any(True for _ in inner_actors(head))


def _fill(token: Token, slot: str, entry: Entry) -> list[Token]:
    taken = {c.kind for c in entry.conditions} & {"obj"}
    match slot:
        case "none" | "out":
            return []
        case "obj":
            return (
                []
                if taken and entry.type is not EventType.ACCUSE and not _is_person_slot(entry)
                else objects(token)
            )
        case "iobj":
            return [t for c in token.children if c.dep_ == "dative" for t in (_dative(c))]
        case "owner":
            return [owner for t in objects(token) for owner in _owners(t)]
        case "clause":
            return _clause_subjects(token)
        case "within":
            return _within(token)
        case "place":
            return _placed(token)
        case _:
            anchors = [token, *objects(token)]
            anchors += [
                c
                for a in anchors
                for p in a.children
                if p.dep_ == "prep" and p.lower_ == "of"
                for c in p.children
            ]
            return prepositional(anchors, frozenset(slot.split("|")))


def _is_person_slot(entry: Entry) -> bool:
    """Tell whether the object of an entry with an object condition is itself who it is done to."""
    return entry.type in (
        EventType.COERCE,
        EventType.ASSAULT,
        EventType.REJECT,
        EventType.RETREAT,
        EventType.AID,
        EventType.SANCTION,
        EventType.SUPPORT,
    )


def _dative(child: Token) -> list[Token]:
    if child.pos_ == "ADP":
        return [t for c in child.children if c.dep_ == "pobj" for t in heads(c)]
    return heads(child)


def _owners(noun: Token) -> list[Token]:
    """Return who a noun belongs to; a town before it ("the Benghazi attack") is where it happened, not whose."""
    found = [
        c
        for c in noun.children
        if c.dep_ == "poss" and c.lower_ not in ("his", "her", "its", "their", "our", "my")
    ]
    found += [
        c
        for c in noun.children
        if c.dep_ in ("amod", "compound", "nmod")
        and c.ent_type_ in ("NORP", "ORG", "PERSON")
        or (c.ent_type_ == "GPE" and c.dep_ in ("amod", "compound", "nmod") and _adjectival(c))
    ]
    return [t for c in found for t in heads(c)]


def _adjectival(nation: Token) -> bool:
    """Tell a country used as an adjective ("US strikes") from a town; only the short forms are told by their capitals."""
    return nation.text.isupper() or "." in nation.text or nation.lower_.endswith(("an", "ish", "ese", "i"))


def complements(token: Token) -> list[Token]:
    """Return the verbs of the clauses that complete `token`, those hung on its object or preposition included."""
    found = [c for c in token.children if c.dep_ in ("xcomp", "ccomp")]
    found += [c for c in token.children if c.dep_ == "advcl" and any(d.tag_ == "TO" for d in c.children)]
    for child in token.children:
        if child.dep_ == "prep":
            found += [c for c in child.children if c.dep_ == "pcomp"]
            found += [
                c
                for t in child.children
                if t.dep_ == "pobj"
                for c in t.children
                if c.dep_ in ("acl", "relcl") and _to(c)
            ]
        if child.dep_ in ("dobj", "acomp", "attr", "oprd", "dative"):
            found += [
                c
                for c in child.children
                if c.dep_ in ("acl", "xcomp", "ccomp") or (c.dep_ == "relcl" and _to(c))
            ]
            found += [c for t in child.children if t.dep_ == "prep" for c in t.children if c.dep_ == "pcomp"]
    return found


def _to(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _clause_subjects(token: Token) -> list[Token]:
    for verb in complements(token):
        found = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if found and found[0].pos_ != "PRON":
            return heads(found[0])
    return []


def _within(token: Token) -> list[Token]:
    """Return the first actors named inside the complement or the object."""
    roots = complements(token) or [c for c in token.children if c.dep_ in ("dobj", "prep", "ccomp")]
    for root in roots:
        for inner in root.subtree:
            if inner.dep_ in (
                "dobj",
                "pobj",
                "dative",
                "nsubjpass",
                "poss",
                "nsubj",
            ) and inner.ent_type_ not in ("DATE", "TIME"):
                if kinds(inner) & (PUBLIC - {"crowd"}) and inner.pos_ in ("NOUN", "PROPN"):
                    return heads(inner)
    return []


def _placed(token: Token) -> list[Token]:
    anchors = [token, *objects(token)]
    for anchor in anchors:
        for child in anchor.children:
            if child.dep_ == "prep" and child.lower_ in _PLACE:
                for noun in child.children:
                    inside = [
                        noun,
                        *[t for c in noun.children if c.dep_ in ("prep", "appos") for t in (c, *c.children)],
                    ]
                    if any(t.ent_type_ in ("GPE", "LOC", "NORP", "FAC") for t in inside) or "state" in kinds(
                        noun
                    ):
                        return heads(noun)
    return []


def _nominal_agent(token: Token) -> list[Token]:
    """Return who acts in the event noun that a passive stands beside ("killed in an attack by rebels")."""
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "during", "after", "by", "following"):
            for noun in child.children:
                entry = noun_entry(noun) if noun.dep_ == "pobj" else None
                if entry is not None and entry.type in (EventType.ASSAULT, EventType.COERCE):
                    return _noun_slot(noun, entry.sources)
    return []


def noun_entry(token: Token) -> Entry | None:
    """Return the entry of an event noun, the longest compound first."""
    if token.pos_ not in ("NOUN", "PROPN") and token.tag_ != "VBG":
        return None
    for key in (token.lemma_.lower(), token.lower_):
        for entry in lexicon().nouns.get(key, ()):
            count = len(entry.before)
            earlier = (
                [t for t in token.doc[max(0, token.i - 2 * count) : token.i] if t.is_alpha][-count:]
                if count
                else []
            )
            if [t.lower_ for t in earlier] == list(entry.before) or [
                t.lemma_.lower() for t in earlier
            ] == list(entry.before):
                return entry
    return None


def _noun_slot(noun: Token, slots: tuple[str, ...]) -> list[Token]:
    for slot in slots:
        found: list[Token] = []
        if slot == "owner":
            found = [t for t in _owners(noun) if t.ent_type_ not in ("DATE", "TIME")]
        elif slot == "first":
            found = [
                c for c in noun.children if c.dep_ in ("compound", "nmod", "amod", "poss") and _acting_noun(c)
            ]
        elif slot not in ("both", "none"):
            found = prepositional([noun], frozenset(slot.split("|")))
        found = [t for t in found if _is_actor(t)]
        if found:
            return found
    return []


def _acting_noun(token: Token) -> bool:
    return bool(kinds(token) & {"armed", "state", "crowd", "people", "named"}) and token.pos_ in (
        "NOUN",
        "PROPN",
    )


def noun_frame(noun: Token, *, violent: bool) -> Frame | None:
    """Return the frame of an event noun: with its light verb, or with the actors its own phrase names."""
    entry = noun_entry(noun)
    if entry is None or noun.dep_ in ("compound", "amod", "nmod"):
        return None
    light = _light(noun)
    sources = _noun_slot(noun, entry.sources)
    targets = _noun_slot(noun, tuple(s for s in entry.targets if s not in ("place", "within")))
    if light is not None:
        doing = [t for t in subjects(light) if _is_actor(t) and t is not noun]
        if light.lemma_.lower() in _UNDERGO:
            targets = targets or doing
        else:
            sources = doing or sources
        for slot in entry.targets:
            if not targets and slot not in ("owner", "first", "both", "none"):
                targets = _fill(light, slot, entry)
        targets = targets or _far(light, noun, entry)
        if entry.type in _SET and not targets:
            targets = _placed(light)
    elif noun.dep_ == "pobj" and not sources and "two" not in entry.needs:
        sources = []
    if "between" in "".join(entry.sources + entry.targets):
        pair = prepositional([noun], frozenset({"between", "among"}))
        if len(pair) > 1:
            sources, targets = pair, pair
    if "both" in entry.sources and len(sources) > 1 and not targets:
        targets = list(sources)
    if light is None and ("light" in entry.needs or not (sources or targets)):
        return None
    if light is None and "two" in entry.needs and not (targets and (sources or _clause_source(noun))):
        return None
    if light is None and "two" in entry.needs and not sources:
        sources = _clause_source(noun)
    targets = [t for t in targets if t not in sources] or ([] if targets != sources else list(targets))
    if not _needed(noun, entry, sources, targets, violent=violent):
        return None
    words = (noun,) if light is None else tuple(sorted((noun, light), key=lambda t: t.i))
    return Frame(noun, entry, words, tuple(sources), tuple(targets), light)


def _far(light: Token, noun: Token, entry: Entry) -> list[Token]:
    """Return the object of a target preposition further right, where the parser hung it on a word between."""
    wanted = {word for slot in entry.targets if "|" in slot for word in slot.split("|")} & {"on", "against"}
    for token in light.subtree:
        if token.i > noun.i and token.lower_ in wanted and token.dep_ == "prep":
            found = [t for t in token.children if t.dep_ == "pobj" and t.ent_type_ not in ("DATE", "TIME")]
            if found and _is_actor(found[0]):
                return heads(found[0])
    return []


_SAYING = frozenset(
    {
        "say",
        "declare",
        "insist",
        "reiterate",
        "conclude",
        "stress",
        "argue",
        "state",
        "announce",
        "add",
        "warn",
        "tell",
    }
    | {
        "repeat",
        "emphasise",
        "emphasize",
        "demand",
        "maintain",
        "reaffirm",
        "decide",
        "rule",
        "underline",
        "note",
    }
)
_MUST = frozenset({"must", "should", "ought"})
_DUTY = Entry("must", EventType.REQUEST, None, ("subject",), (), frozenset({"swallow"}), (), "said … must")
_ADVICE = Entry(
    "should", EventType.REQUEST, None, ("subject",), (), frozenset({"swallow", "weak"}), (), "said … should"
)


_REFUSAL = Entry("will", EventType.REJECT, None, ("subject",), (), frozenset({"swallow"}), (), "will not")


def refusal_frame(token: Token) -> Frame | None:
    """Return the refusal in "Mali will not take part", told by or of a state, an office holder or an armed group."""
    words = {c.lower_ for c in token.children if c.dep_ in ("aux", "neg")}
    if token.lemma_.lower() not in lexicon().refusable or not words & {"not", "n't", "n’t", "never"}:
        return None
    if not words & {"will", "wo", "would"} or is_passive(token):
        return None
    sources = [
        t for t in subjects(token) if kinds(t) & {"state", "office", "plain armed"} and t.pos_ != "PRON"
    ]
    modal = [c for c in token.children if c.dep_ == "neg"]
    if not sources or not modal or token.dep_ not in ("ROOT", "ccomp", "conj"):
        return None
    targets = [t for t in objects(token) if kinds(t) & PUBLIC] or _within(token)
    targets = [t for t in targets if t not in sources]
    return Frame(modal[0], _REFUSAL, (modal[0],), tuple(sources), tuple(targets))


def duty_frame(token: Token) -> Frame | None:
    """Return the request in "the ministry said that rebels must leave"."""
    modal = [c for c in token.children if c.dep_ == "aux" and c.lower_ in _MUST]
    says = token.head
    if not modal or token.dep_ != "ccomp" or says.lemma_.lower() not in _SAYING:
        return None
    sources = [t for t in subjects(says) if kinds(t) & PUBLIC]
    obliged = [h for c in token.children if c.dep_ in ("nsubj", "nsubjpass") for h in heads(c)]
    obliged = [t for t in obliged if kinds(t) & PUBLIC and t.pos_ != "PRON" and t not in sources]
    if not sources or not obliged:
        return None
    entry = _ADVICE if modal[0].lower_ != "must" else _DUTY
    return Frame(modal[0], entry, (modal[0],), tuple(sources), tuple(obliged))


def _clause_source(noun: Token) -> list[Token]:
    """Return the subject of the verb beside which a consultation is told ("said during a call with ...")."""
    if noun.dep_ == "pobj" and noun.head.lower_ in (
        "during",
        "in",
        "at",
        "after",
        "for",
        "following",
        "before",
    ):
        verb = noun.head.head
        if verb.pos_ == "VERB":
            return [t for t in (passive_subjects(verb) or subjects(verb)) if _is_actor(t)]
    return []


def _light(noun: Token) -> Token | None:
    head: Token = noun.head
    if noun.dep_ == "conj" and head.dep_ in ("dobj", "nsubjpass"):
        return _light(head)
    if noun.dep_ == "pobj" and head.lower_ == "of" and core(head.head) is noun:
        return _light(head.head)
    if noun.dep_ == "pobj" and head.lower_ in ("in", "to", "on", "for") and head.head.pos_ == "VERB":
        verb = head.head
        return (
            verb
            if verb.lemma_.lower()
            in ("result", "lead", "engage", "participate", "resort", "meet", "gather", "arrive")
            else None
        )
    if noun.dep_ not in ("dobj", "nsubjpass") or head.pos_ not in ("VERB", "AUX"):
        return None
    lemma = head.lemma_.lower()
    particles = [f"{lemma} {c.lower_}" for c in head.children if c.dep_ == "prt"]
    return head if {lemma, *particles} & lexicon().lights else None


def _needed(token: Token, entry: Entry, sources: list[Token], targets: list[Token], *, violent: bool) -> bool:
    doing: set[str] = set().union(*(kinds(t) for t in sources)) if sources else set()
    done: set[str] = set().union(*(kinds(t) for t in targets)) if targets else set()
    pronoun = any(t.lower_ in PRONOUNS for t in sources)
    allowed = _DOERS | {"weapon"} if entry.type is EventType.ASSAULT else _DOERS
    if sources and not pronoun and not doing & allowed and "violent" not in entry.needs:
        return False
    return all(
        _need(need, doing, done, token, pronoun=pronoun, violent=violent) for need in sorted(entry.needs)
    )


def _concrete(verb: Token, *, violent: bool) -> bool:
    """Tell whether what somebody is ready for is an act, not a manner ("to improve mechanisms")."""
    return verb.lemma_.lower() in lexicon().refusable or verb_frame(verb, violent=violent) is not None


def _need(need: str, doing: set[str], done: set[str], token: Token, *, pronoun: bool, violent: bool) -> bool:
    match need:
        case "source":
            return bool(doing & (ACTORS | {"weapon"})) or pronoun
        case "target":
            return bool(done & ACTORS)
        case "people":
            return bool(done & _PEOPLE)
        case "someone":
            return bool((done | doing) & _PEOPLE)
        case "attacker":
            armed = bool(doing & {"armed", "weapon", "crowd"}) or (
                bool(done & _PEOPLE) and bool(doing & ACTORS)
            )
            return armed or (not doing and violent) or (pronoun and bool(done & ACTORS))
        case "harm":
            return violent or bool(doing & {"plain armed", "plain crowd"})
        case "act":
            return any(_concrete(verb, violent=violent) for verb in complements(token))
        case "weapon":
            return "weapon" in doing
        case "active":
            return not is_passive(token)
        case "force" | "mob":
            return bool(doing & {f"plain {'armed' if need == 'force' else 'crowd'}"})
        case "public":
            return bool((doing | done) & PUBLIC)
        case "state" | "armed" | "crowd" | "office" | "labour":
            wanted = {need, "office", "court"} if need == "state" else {need}
            return bool(doing & wanted) or (pronoun and need not in ("crowd", "labour"))
        case "crowdish":
            return bool(doing & {"crowd", "people", "named"}) or bool(done)
        case "violent":
            return violent or bool(doing & {"armed", "weapon"})
        case "lethal":
            return bool(doing & {"armed", "weapon", "crowd", "state"}) or violent
        case "fighters":
            return bool((doing | done) & {"plain armed", "plain crowd"}) or violent or "armed" in doing & done
        case _:
            return True
