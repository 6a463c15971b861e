"""Who does what a verb tells and to whom it is done: how a clause hands its nouns on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.hung import hidden_subject, is_torn_off
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.events.phrases import PRONOUNS, TIME_LABELS, heads, kinds
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.attachment import outcome_of
from watchfloor.extract.lang.en.labels import label_of, means_another
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.extract.once import top_of
from watchfloor.model import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

_WITHIN_A_CLAUSE = frozenset({"conj", "xcomp", "auxpass", "aux"})
RELATIVES = event_words("relatives")


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """Return the nouns that do what `verb` says: its subject, agent, antecedent or the subject it shares."""
    if depth > 5:
        return []
    if agents := _agents(verb) or _pair_by(verb):
        return heads(agents[0])
    if is_passive(verb):
        return _passive_agent(verb)
    told = _told_of(verb)
    if told is not None:
        return [told]
    own = [c for c in verb.children if c.dep_ in ("nsubj", "csubj", "expl")]
    if own:
        return _doing(own[-1], verb, depth)
    if outcome_of(verb) is not None:
        return []
    if (hidden := hidden_subject(verb)) is not None:
        return heads(hidden)
    return [] if is_torn_off(verb) else _shared_subject(verb, depth) or _lost_subject(verb)


def _doing(subject: Token, verb: Token, depth: int) -> list[Token]:
    """Return who does what a verb with a subject of its own tells."""
    return [] if _lost_clause(subject, verb) else _resolved(_behind_dateline(subject), verb, depth)


def _lost_clause(subject: Token, verb: Token) -> bool:
    """Tell a verb whose own subject the parser hung on a preposition right before it.

    "Venn, who was ill after Marsh, 72, shot a farmer, died": not Venn shot him.
    """
    before = verb.i - 1
    while before > subject.i and (verb.doc[before].is_punct or verb.doc[before].pos_ == "NUM"):
        before -= 1
    noun = verb.doc[before]
    goes_on = any(c.dep_ == "conj" and c.tag_ == "VBD" and c.i > verb.i for c in verb.children)
    hung = noun.dep_ == "pobj" and noun.head.lower_ in ("after", "before", "since", "until")
    return goes_on and hung and noun.i > subject.i and verb.tag_ == "VBD"


def _behind_dateline(subject: Token) -> Token:
    """Return who acts behind a dateline that the parser took for the subject ("LIRN (May 4): Detectives")."""
    if not (subject.is_sent_start and subject.text.isupper()):
        return subject
    marks = [t.i for t in subject.doc[subject.i : subject.head.i] if t.text in _DATELINE_ENDS]
    behind = [c for c in subject.rights if c.dep_ == "appos" and marks and c.i > marks[-1]]
    return behind[-1] if behind else subject


_DATELINE_ENDS = frozenset({")", "):", ")-", ":", "-", "--", "—", "–"})


def _told_of(verb: Token) -> Token | None:
    """Return the noun that somebody says something of ("a man they say shot at a hall")."""
    says: Token = verb.head
    said = verb.dep_ in ("xcomp", "ccomp") and says.dep_ == "relcl" and says.lemma_.lower() in _SAY
    own = any(c.dep_ in ("nsubj", "nsubjpass", "mark") or c.tag_ == "TO" for c in verb.children)
    return says.head if said and not own and says.head.pos_ in ("NOUN", "PROPN") else None


_SAY = event_words("say")


def _passive_agent(verb: Token) -> list[Token]:
    """Return a "by" phrase the parser hung as a plain preposition, or who "is engaged in" something."""
    if verb.lemma_.lower() == "engage":
        return passive_subjects(verb)
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "by":
            found = [t for t in child.children if t.dep_ == "pobj" and label_of(t) not in TIME_LABELS]
            if found and kinds(found[0]):
                return heads(found[0])
    return []


def _shared_subject(verb: Token, depth: int) -> list[Token]:
    """Return the subject that a verb without its own takes from the word it hangs on."""
    head = verb.head
    verbal = head.pos_ in ("VERB", "AUX")
    match verb.dep_:
        case "conj" if head.pos_ == "NOUN" and head.lower_ in lexicon().forms:
            return [c for c in head.children if c.dep_ == "compound"]  # "A deputy shot and killed a man"
        case "conj" if verbal:
            shared = is_passive(head) and not is_passive(verb)
            return passive_subjects(head) if shared else subjects(head, depth + 1)
        case "xcomp" | "ccomp" if verbal or head.pos_ == "ADJ":
            return _controller(verb, head, depth)
        case "advcl" if verbal and verb.tag_ in ("VBG", "VB"):
            shared = is_passive(head) and verb.tag_ == "VB"
            return passive_subjects(head) if shared else subjects(head, depth + 1)
        case "acl" if verb.tag_ == "VBG":
            return _described(head, verb, depth)
        case "acl" if verb.tag_ == "VB" and head.dep_ == "dobj":
            return subjects(head.head, depth + 1)
        case "pcomp":
            blamed = objects(head.head) if head.lower_ in ("for", "of", "from") else []
            return blamed or (subjects(head.head, depth + 1) if head.head.pos_ in ("VERB", "AUX") else [])
    return []


def _described(noun: Token, verb: Token, depth: int) -> list[Token]:
    """Return whom a participle describes, or who says it by a paper ("issued a statement urging")."""
    issued = _is_paper(noun) or _is_addressed(noun)
    return subjects(_issuer(noun), depth + 1) if issued else _beside(noun, verb)


def _beside(noun: Token, verb: Token) -> list[Token]:
    """Return whom a participle describes: of nouns joined, the one right before it."""
    joined = heads(noun)
    return joined if joined[-1].i < verb.i - 1 or len(joined) == 1 else joined[-1:]


def _controller(verb: Token, head: Token, depth: int) -> list[Token]:
    """Return who is to do what an infinitive tells: the object of "urge", else the subject."""
    controlled = [c for c in head.children if c.dep_ == "dobj"]
    if verb.dep_ == "xcomp" and controlled and head.lemma_.lower() in _OBJECT_CONTROL:
        return heads(controlled[0])
    called = prepositional([head], frozenset({"on", "upon"})) if head.lemma_.lower() == "call" else []
    if called and verb.dep_ == "xcomp":
        return called
    if head.pos_ == "ADJ":
        return subjects(head.head, depth + 1) if head.head != head else []
    return passive_subjects(head) or subjects(head, depth + 1)


def _is_paper(noun: Token) -> bool:
    """Tell whether a noun is a statement that its issuer speaks through ("issued a statement urging")."""
    issued = noun.dep_ == "dobj" and noun.head.lemma_.lower() in _ISSUE
    return issued and "paper" in lexicon().actors.get(noun.lemma_.lower(), ())


def _is_addressed(noun: Token) -> bool:
    """Tell whom a paper went to, before what it says ("sent a letter to leaders opposing the bill")."""
    sent = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "to" else noun
    return sent.lemma_.lower() in _ISSUE and any(_is_paper(c) for c in sent.children)


def _issuer(noun: Token) -> Token:
    """Return the verb by which a paper was issued, of the paper or of whom it went to."""
    verb: Token = noun.head.head if noun.dep_ == "pobj" else noun.head
    return verb


_ISSUE = event_words("issue")


_OBJECT_CONTROL = event_words("object control")


def passive_subjects(verb: Token) -> list[Token]:
    """Return the subject of a passive verb, or what stands behind it ("Also arrested were two men")."""
    behind = (c for aux in verb.children if aux.dep_ == "auxpass" for c in aux.children)
    told = [c for c in verb.children if c.dep_ == "nsubjpass"]
    told = told or [c for c in behind if c.dep_ in ("nsubj", "attr") and c.i > verb.i]
    return [t for child in told for t in heads(child)]


def _resolved(subject: Token, verb: Token, depth: int) -> list[Token]:
    """Follow a relative pronoun to its antecedent, and a pronoun to the subject of the saying verb."""
    if subject.lower_ in RELATIVES and verb.dep_ == "relcl":
        thing = _thing_before(subject, verb.head) if subject.lower_ == "which" else None
        deed = _struck_by(verb.head) or _deed_above(subject, verb)
        if deed is None and _is_where_it_was(subject, verb):
            return []
        return heads(deed or thing or _meant_by(subject, verb.head))
    pointing = subject.lower_ in PRONOUNS and subject.pos_ == "PRON"
    above = (_clause_above(verb) or _clause_beside(verb)) if pointing else None
    told = _told_above(subject, above, depth) if above is not None else []
    return told + heads(subject)[1:] if told else heads(subject)  # "he and four others"


def _thing_before(pronoun: Token, person: Token) -> Token | None:
    """Return the body right before "which", which never means a person.

    ("Ana Brel of the Centre for Birds, which is suing": the Centre sues.)
    """
    if label_of(person) != "PERSON":
        return None
    before = pronoun.doc[max(pronoun.i - 2, 0)]
    body: Token | None = None
    for _ in range(_FARTHEST + 1):
        if before in (person, before.head):
            return body
        body = before if label_of(before) == "ORG" and before.pos_ in ("NOUN", "PROPN") else body
        before = before.head
    return body


def _meant_by(pronoun: Token, noun: Token) -> Token:
    """Return whom "who" means, hung on where people are from ("men from Lirn, who")."""
    beside = noun.dep_ == "pobj" and noun.head.lower_ in _BELONGING and noun.head.head.pos_ == "NOUN"
    people = beside and bool(kinds(noun.head.head) & {"people", "crowd", "armed"})
    nobody = label_of(noun) in ("GPE", "LOC", "FAC", "ORG")
    above: Token = noun.head.head
    return above if people and nobody and pronoun.lower_ in ("who", "whom") else noun


_BELONGING = frozenset({"from", "of", "in", "at", "near"})


def _told_above(pronoun: Token, above: Token, depth: int) -> list[Token]:
    """Return the subject of the clause above or before that a pronoun may stand for."""
    if pronoun.lower_ in ("he", "she") and any(c.dep_ == "dobj" and c.pos_ == "PRON" for c in above.children):
        return []
    found = [t for t in subjects(above, depth + 1) if t.lemma_.lower() != "source"]
    named = found and found[0].i < pronoun.i and not any(t.pos_ == "PRON" for t in found)
    meant = named and not means_another(pronoun, found[0])
    return found if meant and _agrees(pronoun, found) else []  # "He fired, the sheriff said": not he


def _struck_by(place: Token) -> Token | None:
    """Return the deed that met a place, where a clause hung on its name tells of it.

    "The attack on the compound in Benghazi, Libya, which killed four": neither place killed anybody.
    """
    if place.pos_ != "PROPN" or label_of(place) not in ("GPE", "NORP", "LOC", "FAC"):
        return None
    seen: Token = place
    for _ in range(_FARTHEST):
        while seen.dep_ == "appos" and seen.head != seen:
            seen = seen.head
        if seen.dep_ != "pobj":
            return None
        seen = seen.head.head
        if _is_assault(seen):
            return seen
    return None


_FARTHEST = 3  # phrases up from a place to the deed that met it


def _deed_above(pronoun: Token, verb: Token) -> Token | None:
    """Return the deed that harmed, where "which" hangs on what the deed met, by whatever name that goes.

    "The shelling of Lirn, which killed nine": not Lirn killed them, nor where a verb parts the two ("died in
    mortar fire on Lirn, which killed farmers").
    """
    if pronoun.lower_ not in ("which", "that") or verb.lemma_.lower() not in _HARMING:
        return None
    seen: Token = verb.head
    for _ in range(_FARTHEST):
        if seen.dep_ != "pobj" or seen.head.lower_ not in _MEETING:
            return None
        if (deed := _met_by(seen)) is not None:
            return deed
        seen = seen.head.head
    return None


def _is_where_it_was(pronoun: Token, verb: Token) -> bool:
    """Tell the ground on which something harmed ("a shooting outside a school that killed nine")."""
    noun: Token = verb.head
    by_preposition = noun.dep_ == "pobj" and noun.head.lower_ in _WHERE_IT_WAS
    harmed = pronoun.lower_ in ("which", "that") and verb.lemma_.lower() in _HARMING
    return by_preposition and harmed and "ground" in kinds(noun)


_WHERE_IT_WAS = frozenset({"at", "in", "inside", "outside", "near", "by", "beside", "behind", "around", "on"})


def _met_by(noun: Token) -> Token | None:
    """Return the deed that a noun after a preposition hangs on, or that stands right before it."""
    above: Token = noun.head.head
    before = [t for c in above.children if c.dep_ == "prep" and c.i < noun.i for t in c.children]
    deeds = [t for t in (above, *reversed(before)) if t.pos_ == "NOUN" and _is_assault(t)]
    return deeds[0] if deeds else None


def _is_assault(noun: Token) -> bool:
    entries = lexicon().nouns.get(noun.lemma_.lower(), ())
    return any(entry.type is EventType.ASSAULT for entry in entries)


_HARMING = event_words("deadly") | {"leave", "claim", "damage"}
_MEETING = event_words("meeting a deed")


_WOMEN = event_words("women")
_MEN = event_words("men")


def _agrees(pronoun: Token, found: list[Token]) -> bool:
    people = bool(kinds(found[0]) & {"people", "office"})
    if found[0].lemma_.lower() in (_WOMEN if pronoun.lower_ == "he" else _MEN) and pronoun.lower_ in (
        "he",
        "she",
    ):
        return False
    if pronoun.lower_ in ("he", "she"):
        return people and len(found) == 1 and found[0].tag_ not in ("NNS", "NNPS")
    if pronoun.lower_ == "it":
        return len(found) == 1 and label_of(found[0]) != "PERSON"
    return pronoun.lower_ in ("they", "we")


def _clause_beside(verb: Token) -> Token | None:
    """Return the clause before one that goes on from it ("Reyes said so, but he urged the council")."""
    before: Token = verb.head
    return before if verb.dep_ == "conj" and before.pos_ in ("VERB", "AUX") and before.i < verb.i else None


def _clause_above(verb: Token) -> Token | None:
    seen = top_of(verb, _WITHIN_A_CLAUSE)
    if seen.dep_ in ("ccomp", "advcl", "pcomp") and seen.head != seen:
        above: Token = seen.head
        return above if above.pos_ in ("VERB", "AUX") else None
    return None


def is_reduced(verb: Token) -> bool:
    """Tell a reduced relative ("the man arrested") from a clause of content ("the claim that he went")."""
    whole = any(child.dep_ in ("aux", "mark", "nsubj") for child in verb.children)
    return verb.dep_ == "acl" and verb.tag_ in ("VBN", "VBD") and not whole


def is_passive(verb: Token) -> bool:
    """Tell whether the verb is in the passive, a reduced relative included ("the man arrested")."""
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return True
    if is_reduced(verb) or _is_found(verb) or _pair_by(verb) or _is_headline(verb):
        return True
    if verb.dep_ == "conj" and verb.tag_ in ("VBN", "VBD") and verb.head.pos_ == "VERB":
        own = any(c.dep_ in ("nsubj", "dobj") for c in verb.children)
        return not own and is_passive(verb.head)
    return False


def _is_headline(verb: Token) -> bool:
    """Tell a headline's passive by a verb that never stands without whom it meets ("CEO gunned down at")."""
    if verb.lemma_.lower() not in _NEVER_ALONE or verb.tag_ not in ("VBD", "VBN"):
        return False
    beside = {c.dep_ for c in verb.children}
    alone = verb.dep_ in ("ROOT", "advcl", "ccomp") and not beside & {"dobj", "aux", "attr", "conj"}
    return alone and "nsubj" in beside


_NEVER_ALONE = event_words("never alone")


def _agents(verb: Token) -> list[Token]:
    """Return the nouns behind the "by" of a passive."""
    return [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]


def _pair_by(verb: Token) -> list[Token]:
    """Return who did both deeds that two participles tell ("one of 707 people shot and killed by police")."""
    if verb.tag_ not in ("VBD", "VBN") or any(c.dep_ in ("aux", "dobj") for c in verb.children):
        return []
    second = [c for c in verb.children if c.dep_ == "conj" and c.tag_ == "VBN" and c.i == verb.i + 2]
    return [t for other in second for t in _agents(other)]


def _is_found(verb: Token) -> bool:
    """Tell how somebody was found ("was found shot")."""
    bare = not any(child.dep_ in ("aux", "dobj") for child in verb.children)
    return bare and verb.tag_ == "VBN" and verb.dep_ in ("xcomp", "oprd") and verb.head.lemma_ == "find"


def _passive_objects(verb: Token) -> list[Token]:
    """Return the nouns that a passive verb is done to."""
    direct = passive_subjects(verb)
    if direct and direct[0].lower_ in RELATIVES and verb.dep_ == "relcl":
        return heads(_meant_by(direct[0], verb.head))
    if direct and direct[0].pos_ == "PRON":
        return _told_of_themselves(direct, verb)
    if direct:
        return direct
    if verb.dep_ == "acl":
        return heads(verb.head)
    if before := _bare_subjects(verb):
        return before
    if verb.dep_ == "conj":
        return objects(verb.head) if is_passive(verb.head) else subjects(verb.head)
    return _being_done_to(verb)


def _bare_subjects(verb: Token) -> list[Token]:
    """Return who stands before a passive that the parser took for an active verb."""
    if not (_pair_by(verb) or _is_headline(verb)):
        return []
    return [t for c in verb.children if c.dep_ == "nsubj" for t in heads(c)]


def _told_of_themselves(pronouns: list[Token], verb: Token) -> list[Token]:
    """Return those who tell what was done to them ("The brothers said they were beaten").

    Who tells of harm by office, the police or a coroner, is meant only where the doer is told too.
    """
    found = _resolved(pronouns[0], verb, 0)
    by_office = any(t.lemma_.lower() in clause_words()["tellers"] for t in found)
    return pronouns if by_office and not any(c.dep_ == "agent" for c in verb.children) else found


def _being_done_to(verb: Token) -> list[Token]:
    """Return who is told by the clause above of a passive without a subject ("fled after being shot")."""
    if verb.dep_ == "ccomp":  # "said a suspect, wanted for theft, has been arrested"
        beside = [c for c in verb.head.children if c.dep_ == "ccomp" and c.i < verb.i and c.pos_ == "VERB"]
        return [c for other in beside for c in other.children if c.dep_ == "nsubj" and c.pos_ != "PRON"][:1]
    if verb.dep_ not in ("pcomp", "xcomp", "advcl"):
        return []
    above = next((seen for seen in verb.ancestors if seen.pos_ in ("VERB", "AUX")), None)
    if above is None:
        return []
    return passive_subjects(above) or ([] if is_passive(above) else subjects(above))


def objects(verb: Token) -> list[Token]:
    """Return the nouns that `verb` is done to."""
    if is_passive(verb):
        return _passive_objects(verb)
    direct = [child for child in verb.children if child.dep_ in ("dobj", "obj", "attr")]
    direct = [child for child in direct if not _lost_preposition(child)] or direct[:0]
    found = [token for child in direct or _shared_object(verb) for token in heads(child)]
    if found and found[0].lower_ in RELATIVES and verb.dep_ == "relcl":
        return heads(_meant_by(found[0], verb.head))
    if (
        not found
        and verb.dep_ == "relcl"
        and any(c.dep_ == "nsubj" and c.lower_ not in RELATIVES for c in verb.children)
        and not _is_circumstance(verb)
    ):
        return [verb.head] if verb.head.pos_ in ("NOUN", "PROPN") else []
    return found


def _is_circumstance(clause: Token) -> bool:
    """Tell a relative clause to which its noun is a circumstance ("a day during which they kill")."""
    behind = [t for c in clause.children if c.dep_ == "prep" for t in c.children]
    return any(t.lower_ in ("which", "whom") for t in behind) or any(
        c.lower_ in ("where", "when") for c in clause.children
    )


def _shared_object(verb: Token) -> list[Token]:
    """Return the object that two verbs share ("arrested and questioned him"), or that the parser lost."""
    for second in verb.children:
        beside = second.dep_ == "conj" and second.pos_ == "VERB" and second.i == verb.i + 2
        own = any(c.dep_ in ("nsubj", "aux", "prt") for c in second.children)
        if beside and not own and not is_passive(second):
            return [c for c in second.children if c.dep_ == "dobj"]
    return _lost_object(verb)


def _lost_object(verb: Token) -> list[Token]:
    """Return the object that the parser took for the subject of a clause without a verb."""
    clauses = [
        c for c in verb.children if c.dep_ == "ccomp" and c.pos_ not in ("VERB", "AUX") and c.i > verb.i
    ]
    return [
        noun
        for clause in clauses
        for noun in clause.children
        if noun.dep_ == "nsubj" and noun.left_edge.i == verb.i + 1
    ]


def _lost_subject(verb: Token) -> list[Token]:
    """Return the nouns before a verb that the parser coordinated with a day ("On Monday, Peru and Chile")."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or verb.dep_ != "ROOT" or before.dep_ != "conj" or before.pos_ not in ("PROPN", "NOUN"):
        return []
    chain = [before]
    while chain[-1].dep_ == "conj" and chain[-1].head.i < chain[-1].i:
        chain.append(chain[-1].head)
    dated = label_of(chain[-1]) in TIME_LABELS
    return sorted(chain[:-1], key=lambda token: token.i) if dated else []


def _lost_preposition(noun: Token) -> bool:
    """Tell an object that the parser cut from its preposition ("a ferry off | Palawan")."""
    first = noun.left_edge.i
    before = noun.doc[first - 1] if first > noun.sent.start else None
    cut = before is not None and before.dep_ in ("prep", "prt") and before.lower_ in ("off", "near", "at")
    named = label_of(noun) in ("GPE", "LOC", "FAC")
    return before is not None and named and cut and not any(True for _ in before.children)


def _fronted(preposition: Token, noun: Token, verb: Token) -> bool:
    """Tell where or when a verb's clause is set, before it ("On Channel Nine she called on the council")."""
    before = verb.pos_ in ("VERB", "AUX") and preposition.i < verb.i
    return before and preposition.lower_ in _OF_SETTING and noun.lower_ not in RELATIVES


_OF_SETTING = frozenset({"on", "upon", "in", "at", "of", "for"})


def prepositional(anchors: list[Token], words: frozenset[str]) -> list[Token]:
    """Return the objects of the prepositions `words` that hang on one of `anchors`."""
    nouns = (
        noun
        for anchor in anchors
        for child in anchor.children
        if child.dep_ in ("prep", "agent", "dative", "prt") and child.lower_ in words
        for noun in child.children
        if noun.dep_ == "pobj" and label_of(noun) not in TIME_LABELS and not _fronted(child, noun, anchor)
    )
    return next((heads(noun) for noun in nouns), [])
