"""Frames: from a cue in the parse to its source and its content.

Everything here works on tokens of one paragraph; quotation marks and neighbouring sentences are brought in by
`quotes.py`, since the parse is often wrong around them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.quotes.complements import (
    RELATIVE,
    SUBJECT,
    WordRange,
    complement_of,
    content_of,
    is_infinitive,
    noun_phrase,
    of_a_case,
    subtree,
)
from watchfloor.extract.quotes.cues import NO_PREPOSITION, SPEECH, Frames, cue_lexicon, words_of
from watchfloor.extract.quotes.unsaid import is_bare, is_silence, is_unsaid
from watchfloor.extract.quotes.word_lists import quote_words
from watchfloor.model import QuoteAct

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PASSIVE = frozenset({"nsubjpass", "csubjpass"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})
_COPULAS = quote_words("copulas")
_UNNAMED = quote_words("unnamed of frames")
_LONGEST_CHAIN = 6  # verbs that share one subject
_EMPTY_SUBJECTS = frozenset({"it", "there"})


@dataclass(frozen=True, slots=True)
class QuoteFrame:
    """A cue with what the parse gives it; `content` may be empty where only a quoted run can fill it."""

    act: QuoteAct
    head: int
    cue: WordRange
    source: WordRange | None
    content: tuple[WordRange, ...]
    kind: str
    speech: bool = False
    passive: bool = False
    finite: bool = False
    clause: WordRange | None = None
    addressee: WordRange | None = None
    loose: bool = False
    negated: bool = False
    bare: bool = False


def find_frames(doc: Doc) -> Iterator[QuoteFrame]:
    """Return the frames of a paragraph in the order of their cues."""
    lexicon = cue_lexicon()
    for token in doc:
        pos = token.pos_
        frame = None
        if pos in ("VERB", "AUX"):
            frame = _verb(token)
        elif pos == "NOUN" and token.lemma_ in lexicon.nouns:
            frame = _noun(token, lexicon.nouns[token.lemma_])
        elif pos == "ADJ" and token.lemma_ in lexicon.adjectives:
            frame = _adjective(token, lexicon.adjectives[token.lemma_])
        if frame:
            yield frame
    yield from _phrases(doc)


# ------------------------------------------------------------------------------------------------- verbs


def _verb(verb: Token) -> QuoteFrame | None:
    if verb.dep_ in ("aux", "auxpass", "amod", "compound", "prep"):
        return None
    frames, last = _entry(verb)
    if not frames or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
        return None  # "the laws passed by": a thing with its history more often than a quote (measured)
    outer = _governor(verb)
    if any(child.dep_ in ("nsubjpass", "auxpass", "csubjpass") for child in verb.children):
        return _passive(verb, outer, frames, last)
    if _asked(verb):
        return _passive(verb, outer, frames, last)
    return _active(verb, outer, frames, last)


def _asked(verb: Token) -> bool:
    """Tell whether a participle leads on to who is spoken to ("Asked about it, she said ...")."""
    free = not any(child.dep_ in SUBJECT or child.dep_ == "aux" for child in verb.children)
    return free and (verb.tag_ == "VBN" or verb.is_sent_start is True) and verb.dep_ == "advcl"


def _is_finite(verb: Token) -> bool:
    """Tell whether a verb has a tense and a subject of its own that names somebody."""
    own = any(child.dep_ in SUBJECT and child.lower_ not in _UNNAMED for child in verb.children)
    return own and verb.tag_ in ("VBD", "VBZ", "VBP", "VBN")


def _active(verb: Token, outer: Token, frames: Frames, last: int) -> QuoteFrame | None:
    speech = not SPEECH.isdisjoint(frames)
    carrier = _document_carrier(verb)
    source = _subject(carrier or outer)
    content, act, last = complement_of(verb, frames, last)
    if not (speech or (content and source is not None)) or _idle(verb, outer, source):
        return None
    cue = (_group_start(carrier or outer), last + 1)
    source = _beside(verb) if source is None else source  # a verb of speech has one beside it
    words = noun_phrase(source, barrier=verb) if source is not None else None
    clause = next((subtree(c) for c in verb.lefts if c.dep_ == "ccomp" and c.i < cue[0]), None)
    act = act or act_of_speech(frames)
    addressee = _addressee(verb, content) if speech else None
    negated = is_unsaid(verb, outer, source)
    if negated and content and is_silence(verb):
        return None  # "refused to comment on the raid"
    return QuoteFrame(
        act,
        verb.i,
        cue,
        words,
        content,
        "verb",
        speech,
        finite=_is_finite(verb),
        clause=clause,
        addressee=addressee,
        loose=verb.tag_ in ("VB", "VBG"),
        negated=negated,
        bare=len(content) == 1 and is_bare(verb, content[0]),
    )


def _entry(verb: Token) -> tuple[Frames | None, int]:
    """Return the frames of a verb, with its particle where it has one, and the cue's last word so far."""
    verbs = cue_lexicon().verbs
    lemma = verb.lemma_.lower()
    for child in verb.children:
        if (
            child.dep_ in ("prt", "advmod", "acomp", "prep", "dobj", "nsubj", "ccomp")
            and verb.i < child.i <= verb.i + 2
        ):
            frames = verbs.get(f"{lemma}_{child.lower_}")
            if frames:
                return frames, child.i
    if any(child.dep_ == "prt" for child in verb.children):
        return None, verb.i
    return verbs.get(lemma), verb.i


def _governor(verb: Token) -> Token:
    """Return the verb that carries this one ("tried to say"), itself where none does."""
    outer = verb
    while outer.dep_ == "xcomp" and outer.head.pos_ in ("VERB", "AUX") and outer.head.i < outer.i:
        if outer.head.lemma_ not in words_of("carriers"):
            break
        outer = outer.head
    if (
        outer.dep_ == "xcomp"
        and outer.head.dep_ == "acomp"
        and outer.head.lemma_ in ("quick", "swift", "fast")
    ):
        outer = outer.head.head
    return outer


def _document_carrier(verb: Token) -> Token | None:
    """Return the verb whose object speaks ("issued a statement calling ..."): who issued it is the source."""
    if verb.dep_ not in ("acl", "relcl") or verb.head.dep_ != "dobj" or verb.i - verb.head.i > 2:
        return None
    giver = verb.head.head
    written = verb.head.lemma_ in words_of("documents") and giver.lemma_ in words_of("light_verbs")
    return giver if written and _subject(giver) is not None else None


def _subject(verb: Token) -> Token | None:
    """Return the head of who does a verb: its own subject, or the one it shares."""
    for _ in range(_LONGEST_CHAIN):
        own = _own_subject(verb)
        if own is not None or verb.dep_ == "relcl":
            return own
        above = _above(verb)
        if above is None or above.pos_ not in ("VERB", "AUX"):
            return above if above is not None and above.pos_ in ("NOUN", "PROPN", "PRON") else None
        verb = above
    return None


def _own_subject(verb: Token) -> Token | None:
    """Return the subject of a verb, for one that stands for itself in the passive too."""
    own = next((c for c in verb.children if c.dep_ in SUBJECT and not c.is_punct), None)
    if own is None and verb.dep_ in ("conj", "ROOT", "ccomp", "parataxis"):
        return next((child for child in verb.children if child.dep_ in PASSIVE), None)
    return own


def _above(verb: Token) -> Token | None:
    """Return the verb whose subject a verb without one shares, or the noun that does it."""
    head = verb.head
    match verb.dep_:
        case "acl" if verb.tag_ in ("VBG", "VB"):
            return _described(verb)
        case "xcomp":
            controller = next((child for child in head.children if child.dep_ in ("dobj", "dative")), None)
            return controller if controller is not None and controller.i < verb.i else head
        case "pcomp":
            return head.head
        case "conj" | "advcl" | "dep":
            return head
    return None


def _described(verb: Token) -> Token:
    """Return the noun that a participle describes, or behind a comma the verb of its clause."""
    head = verb.head
    if verb.i == 0 or verb.nbor(-1).text != "," or head.dep_ in SUBJECT:
        return head
    return next((t for t in head.ancestors if t.pos_ in ("VERB", "AUX")), head)


def _idle(verb: Token, outer: Token, source: Token | None) -> bool:
    """Tell whether a verb is nobody's act: a bare infinitive or gerund, or "that said"."""
    if source is None:
        return bool(verb.tag_ in ("VBG", "VB"))
    if source.lower_ in ("that", "this") and source.i + 1 == verb.i and _aside(verb):
        return True
    return bool(verb.tag_ == "VB" and outer is verb and verb.dep_ == "acl")


def _aside(verb: Token) -> bool:
    """Tell whether "that said" only turns to another matter."""
    return verb.lemma_ == "say" and (
        verb.dep_ == "advcl" or (verb.i + 1 < len(verb.doc) and verb.nbor(1).text == ",")
    )


def _addressee(verb: Token, content: tuple[WordRange, ...]) -> WordRange | None:
    """Return who is told: an object that is no content, "to X", or "in a call with X"."""
    for child in verb.rights:
        listener = _listener(child, verb, content)
        if listener is not None and listener.ent_type_ not in ("DATE", "TIME") and listener.i != verb.i:
            return noun_phrase(listener, barrier=verb)
    return None


def _listener(child: Token, verb: Token, content: tuple[WordRange, ...]) -> Token | None:
    """Return who is told by a word behind a verb, if it tells that."""
    if child.dep_ in ("dobj", "dative") and child.pos_ in ("PROPN", "PRON", "NOUN"):
        spoken = any(start <= child.i < end for start, end in content)
        return child if not spoken or verb.lemma_ in ("urge", "tell", "ask", "warn") else None
    if child.dep_ in ("prep", "dative") and child.lower_ in ("to", "with"):
        return _behind(child)
    met = child.dep_ == "prep" and child.lower_ in ("in", "during", "at", "on", "after")
    return _partner(child) if met else None


def _partner(preposition: Token) -> Token | None:
    """Return with whom the talk behind a preposition is ("in a call with X")."""
    talk = next((c for c in preposition.children if c.lemma_ in words_of("talks")), None)
    beside = next((c for c in talk.children if c.lower_ == "with"), None) if talk is not None else None
    return _behind(beside) if beside is not None else None


def _behind(preposition: Token) -> Token | None:
    return next((c for c in preposition.children if c.dep_ == "pobj"), None)


def _beside(verb: Token) -> Token | None:
    """Return a name that touches a verb of saying where the parse gave it no subject ("said Smith")."""
    doc = verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBP"):
        return None
    for child in verb.children:
        if child.i > verb.i and child.pos_ in ("PROPN", "PRON") and child.left_edge.i == verb.i + 1:
            return child
    if (
        verb.i > 0
        and doc[verb.i - 1].pos_ in ("PROPN", "PRON", "NOUN")
        and doc[verb.i - 1].lower_ not in _UNNAMED
        and doc[verb.i - 1].dep_ != "neg"
    ):
        return doc[verb.i - 1]
    return None


def _passive_subject(verb: Token, outer: Token) -> Token | None:
    """Return the subject of a passive, its own or that of the verb before it."""
    own = next((c for c in outer.children if c.dep_ in PASSIVE), None)
    if own is None and verb.dep_ == "conj":
        return next((c for c in verb.head.children if c.dep_ in PASSIVE), None)
    return own


def _passive(verb: Token, outer: Token, frames: Frames, last: int) -> QuoteFrame | None:
    by = next((c for a in verb.children if a.dep_ == "agent" for c in a.children if c.dep_ == "pobj"), None)
    source = noun_phrase(by, barrier=verb) if by is not None else None
    content, act, last = complement_of(verb, frames, last)
    subject = _passive_subject(verb, outer)
    told = "recipient" in frames or verb.lemma_ == "ask"
    named = subject is not None and subject.lower_ not in _EMPTY_SUBJECTS
    bare_thought = not content and frames.get("object") in ("belief", "evidence") and source is None
    if of_a_case(verb, subject) or bare_thought or ("naming" in frames and not content and not _named(verb)):
        return None
    if subject is not None and named and not told and "object" in frames:
        content = (noun_phrase(subject, barrier=verb), *content)
        act = frames["object"]
    if not content:
        return None
    cue = (_group_start(outer), last + 1)
    return QuoteFrame(
        act or act_of_speech(frames),
        verb.i,
        cue,
        source,
        content,
        "verb",
        speech=False,
        passive=True,
        bare=verb.lemma_.lower() in words_of("deeds") and not _named(verb),
    )


def _named(verb: Token) -> bool:
    """Tell whether a passive of naming says as what ("was called a fraud")."""
    return any(c.dep_ in ("oprd", "attr", "xcomp", "ccomp") or c.lower_ == "as" for c in verb.rights)


def act_of_speech(frames: Frames) -> QuoteAct:
    """Return the act of speech (statement, threat, denial …) of the frames of a cue."""
    return next((frames[name] for name in ("clause", "quote") if name in frames), next(iter(frames.values())))


def _group_start(verb: Token) -> int:
    """Return the first word of the verb group: auxiliaries, negation and adverbs that touch it."""
    start = verb.i
    members = {
        c.i
        for c in verb.lefts
        if c.dep_ in _GROUP and c.lower_ not in ("when", "why", "how", "where", "as", "so")
    }
    while start - 1 in members:
        start -= 1
    return start


# ------------------------------------------------------------------------------- nouns and adjectives


def _noun(noun: Token, frames: Frames) -> QuoteFrame | None:
    complement = _noun_complement(noun, frames)
    if complement is None:
        return None
    content, act_frame, last = complement
    teller = _teller_of_noun(noun, content, last)
    if teller is None or (teller[0] is None and act_frame not in ("clause", "to")):
        return None
    source, start, last = teller
    return QuoteFrame(frames[act_frame], noun.i, (start, last + 1), source, (content,), "noun")


def _by_whom(noun: Token, content: WordRange) -> Token | None:
    """Return the preposition before the content of a noun that says whose words they are."""
    beside = (c for c in noun.rights if c.dep_ == "prep" and c.lower_ in ("by", "from", "among"))
    return next((c for c in beside if c.i < content[0]), None)


def _stands_alone(noun: Token) -> bool:
    """Tell a noun of words that nobody beside it can have said: a predicate, or one in a relative clause."""
    return noun.doc[noun.left_edge.i].lower_ in RELATIVE or noun.dep_ in ("attr", "ROOT")


def _teller_of_noun(noun: Token, content: WordRange, last: int) -> tuple[WordRange | None, int, int] | None:
    """Return who tells by a noun ("the mayor's warning that"), and the first and last word of its cue."""
    start = noun.left_edge.i
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    if owner is not None:
        source = _owner(owner)
        return source, source[1], last
    by = _by_whom(noun, content)
    if by is not None:
        return _person_behind(by, noun), start, noun.i if by.i > noun.i else last
    if noun.dep_ in ("dobj", "attr") and noun.head.lemma_ in words_of("light_verbs"):
        subject = _subject(noun.head)
        if subject is not None:
            return noun_phrase(subject, barrier=noun.head), _group_start(noun.head), last
        return None, start, last
    return None if _stands_alone(noun) else (None, start, last)


def _person_behind(preposition: Token, noun: Token) -> WordRange | None:
    """Return the phrase behind a preposition, without `noun`."""
    person = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    return noun_phrase(person, barrier=noun) if person is not None else None


def _noun_complement(noun: Token, frames: Frames) -> tuple[WordRange, str, int] | None:
    found = next(
        (it for child in noun.rights if (it := _completed_by(child, noun, frames)) is not None), None
    )
    head = noun.head
    if found is not None or noun.dep_ not in SUBJECT or head.lemma_ != "be":
        return found
    clause = next((child for child in head.rights if child.dep_ in ("ccomp", "xcomp")), None)
    if clause is None or not {"clause", "to"} & frames.keys():
        return None
    return subtree(clause), "clause" if "clause" in frames else "to", head.i


def _completed_by(child: Token, noun: Token, frames: Frames) -> tuple[WordRange, str, int] | None:
    """Return what a word right of a noun says it holds, if the noun's frames know that."""
    marked = any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in child.lefts)
    if "clause" in frames and marked and child.dep_ in ("acl", "ccomp", "relcl"):
        return subtree(child), "clause", noun.i
    if "to" in frames and child.dep_ in ("acl", "xcomp") and is_infinitive(child):
        return subtree(child), "to", noun.i
    if child.dep_ == "prep" and child.lower_ in frames and child.lower_ not in NO_PREPOSITION:
        content = content_of(child)
        return (content, child.lower_, child.i) if content is not None else None
    return None


def _owner(owner: Token) -> WordRange:
    """Return a possessor without its 's."""
    start, end = subtree(owner)
    if owner.doc[end - 1].tag_ == "POS":
        end -= 1
    return start, end


def _told_beside(child: Token, frames: Frames) -> tuple[WordRange, QuoteAct] | None:
    """Return what a clause or preposition beside an adjective tells ("certain that", "critical of")."""
    clause = child.dep_ in ("ccomp", "advcl") and not is_infinitive(child)
    if "clause" in frames and clause and child.left_edge.lower_ not in _OF_CIRCUMSTANCE:
        return subtree(child), frames["clause"]
    if "to" in frames and child.dep_ in ("xcomp", "advcl") and is_infinitive(child):
        return subtree(child), frames["to"]
    if child.dep_ == "prep" and child.lower_ in frames and child.lower_ not in NO_PREPOSITION:
        content = content_of(child)
        return None if content is None else (content, frames[child.lower_])
    return None


_OF_CIRCUMSTANCE = frozenset({"if", "because", "as", "when", "while", "after", "since"})


def _adjective(adjective: Token, frames: Frames) -> QuoteFrame | None:
    verb = adjective.head
    if adjective.dep_ not in ("acomp", "conj", "attr") or verb.lemma_ not in _COPULAS:
        return None
    subject = _subject(verb)
    beside = (*adjective.rights, *(c for c in verb.rights if c.i > adjective.i))
    told = ((child, found) for child in beside if (found := _told_beside(child, frames)) is not None)
    child, found = next(told, (adjective, None))
    if subject is None or subject.lower_ in _EMPTY_SUBJECTS or found is None:
        return None
    content, act = found
    last = child.i if child.dep_ == "prep" else adjective.i
    return QuoteFrame(
        act,
        adjective.i,
        (_group_start(verb), last + 1),
        noun_phrase(subject, barrier=verb),
        (content,),
        "adjective",
    )


# ----------------------------------------------------------------------------------------------- phrases


def _phrases(doc: Doc) -> Iterator[QuoteFrame]:
    words = [token.lower_ for token in doc]
    for phrase, act in cue_lexicon().phrases.items():
        for start in range(len(words) - len(phrase)):
            if words[start] != phrase[0] or tuple(words[start : start + len(phrase)]) != phrase:
                continue
            last = doc[start + len(phrase) - 1]
            person = next((c for c in last.children if c.dep_ in ("pobj", "pcomp")), None)
            if person is None:
                continue
            source = noun_phrase(person, barrier=doc[start])
            yield QuoteFrame(act, start, (start, last.i + 1), source, (), "phrase", speech=False)


# ------------------------------------------------------------------------------------------------- words
