"""Frames: from a cue in the parse to its source and its content.

Everything here works on tokens of one paragraph; quotation marks and neighbouring sentences are brought in by
`quotes.py`, since the parse is often wrong around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.quote_cues import NO_PREPOSITION, SPEECH, Frames, cue_lexicon, words_of
from watchfloor.model import QuoteAct

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECT = frozenset({"nsubj", "csubj"})
PASSIVE = frozenset({"nsubjpass", "csubjpass"})
_GROUP = frozenset({"aux", "auxpass", "neg", "advmod"})
_CLAUSE = frozenset({"ccomp", "parataxis"})
_RELATIVE = frozenset({"who", "that", "which", "whom", "whose", "what", "where", "when"})
_COPULAS = frozenset({"be", "seem", "feel", "remain", "become", "appear", "sound", "look", "stay", "get"})
_UNNAMED = frozenset({"i", "we", "you", "one", "it", "who", "that", "which", "what", "there"})
_LONGEST_CHAIN = 6  # verbs that share one subject
_EMPTY_SUBJECTS = frozenset({"it", "there"})
EDGES = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "―", "...", "…"})

Words = tuple[int, int]
"""A half-open range of token indices."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A cue with what the parse gives it; `content` may be empty where only a quoted run can fill it."""

    act: QuoteAct
    head: int
    cue: Words
    source: Words | None
    content: tuple[Words, ...]
    kind: str
    speech: bool = False
    passive: bool = False
    finite: bool = False
    clause: Words | None = None
    addressee: Words | None = None
    loose: bool = False


def find_frames(doc: Doc) -> Iterator[Frame]:
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


def _verb(verb: Token) -> Frame | None:
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


def _active(verb: Token, outer: Token, frames: Frames, last: int) -> Frame | None:
    speech = not SPEECH.isdisjoint(frames)
    carrier = _document_carrier(verb)
    source = _subject(carrier or outer)
    content, act, last = _complement(verb, frames, last)
    if (not content and not speech) or (source is None and not speech) or _idle(verb, outer, source):
        return None
    cue = (_group_start(carrier or outer), last + 1)
    if source is None and speech:
        source = _beside(verb)
    words = noun_phrase(source, barrier=verb) if source is not None else None
    own = any(child.dep_ in SUBJECT and child.lower_ not in _UNNAMED for child in verb.children)
    finite = own and verb.tag_ in ("VBD", "VBZ", "VBP", "VBN")
    clause = next((subtree(c) for c in verb.lefts if c.dep_ == "ccomp" and c.i < cue[0]), None)
    act = act or act_of_speech(frames)
    addressee = _addressee(verb, content) if speech else None
    return Frame(
        act,
        verb.i,
        cue,
        words,
        content,
        "verb",
        speech,
        finite=finite,
        clause=clause,
        addressee=addressee,
        loose=verb.tag_ in ("VB", "VBG"),
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
        own = next((child for child in verb.children if child.dep_ in SUBJECT), None)
        if own is None and verb.dep_ in ("conj", "ROOT", "ccomp", "parataxis"):
            own = next((child for child in verb.children if child.dep_ in PASSIVE), None)
        if own is not None or verb.dep_ == "relcl":
            return own
        above = _above(verb)
        if above is None or above.pos_ not in ("VERB", "AUX"):
            return above if above is not None and above.pos_ in ("NOUN", "PROPN", "PRON") else None
        verb = above
    return None


def _above(verb: Token) -> Token | None:
    """Return the verb whose subject a verb without one shares, or the noun that does it."""
    head = verb.head
    if verb.dep_ == "acl" and verb.tag_ in ("VBG", "VB"):
        if verb.i == 0 or verb.nbor(-1).text != "," or head.dep_ in SUBJECT:
            return head
        return next((t for t in head.ancestors if t.pos_ in ("VERB", "AUX")), head)
    if verb.dep_ == "xcomp":
        controller = next((child for child in head.children if child.dep_ in ("dobj", "dative")), None)
        return controller if controller is not None and controller.i < verb.i else head
    if verb.dep_ == "pcomp":
        return head.head
    return head if verb.dep_ in ("conj", "advcl", "dep") else None


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


def _addressee(verb: Token, content: tuple[Words, ...]) -> Words | None:
    """Return who is told: an object that is no content, "to X", or "in a call with X"."""
    for child in verb.rights:
        spoken = any(start <= child.i < end for start, end in content)
        if child.dep_ in ("dobj", "dative") and child.pos_ in ("PROPN", "PRON", "NOUN"):
            listener = child if not spoken or verb.lemma_ in ("urge", "tell", "ask", "warn") else None
        elif child.dep_ in ("prep", "dative") and child.lower_ in ("to", "with"):
            listener = next((c for c in child.children if c.dep_ == "pobj"), None)
        elif child.dep_ == "prep" and child.lower_ in ("in", "during", "at", "on", "after"):
            talk = next((c for c in child.children if c.lemma_ in words_of("talks")), None)
            partner = (
                next((c for c in talk.children if c.lower_ == "with"), None) if talk is not None else None
            )
            listener = (
                next((c for c in partner.children if c.dep_ == "pobj"), None) if partner is not None else None
            )
            spoken = False
        else:
            continue
        if listener is not None and listener.ent_type_ not in ("DATE", "TIME") and listener.i != verb.i:
            return noun_phrase(listener, barrier=verb)
    return None


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


def _complement(verb: Token, frames: Frames, last: int) -> tuple[tuple[Words, ...], QuoteAct | None, int]:
    """Return the content that a verb's frames allow, its act, and the last word of the cue."""
    right = [child for child in verb.children if child.i > last]
    for complement in _COMPLEMENTS:
        found = complement(verb, right, frames)
        if found is not None:
            words, frame, linked = found
            return (words,), frames[frame], last if linked is None else linked
    return (), None, last


Complement = tuple[Words, str, int | None]
"""Content, the frame it fills, and the word that links it to the cue where that belongs to the cue."""


def _as_infinitive(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    infinitive = next((c for c in right if c.dep_ in ("xcomp", "ccomp", "advcl") and _infinitive(c)), None)
    if infinitive is None or "to" not in frames or _first_clause(right, frames) not in (None, infinitive):
        return None
    return _with_object(verb, infinitive, frames), "to", None


def _as_clause(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    clause = _first_clause(right, frames)
    if clause is None or _quoted_inversion(clause, verb):
        return None
    return subtree(clause), "clause", None


def _as_gerund(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    gerund = next((c for c in right if c.dep_ == "xcomp" and c.tag_ == "VBG"), None)
    return (subtree(gerund), "ing", None) if gerund is not None and "ing" in frames else None


def _as_wish(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    """Return what is called for: "for the army to leave"."""
    wishes = (c for c in right if c.dep_ in ("advcl", "ccomp", "xcomp") and _infinitive(c))
    wish = next((c for c in wishes if c.left_edge.lower_ == "for"), None)
    if wish is None or "for" not in frames:
        return None
    return (wish.left_edge.i + 1, wish.right_edge.i + 1), "for", wish.left_edge.i


def _as_object(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    thing = next((c for c in right if c.dep_ in ("dobj", "oprd", "attr") and not _when(c)), None)
    if thing is None or "object" not in frames or ("recipient" in frames and _person(thing)):
        return None
    words = _extended(verb, thing)
    bare = thing.dep_ != "oprd" and words == subtree(thing)
    if "naming" in frames and bare and not any(t.is_quote for t in verb.doc[thing.i : words[1] + 2]):
        return None
    return words, "object", None


def _as_preposition(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    linked = _preposition(right, frames)
    if linked is None:
        return None
    start, end = _content_of(linked)
    following = next((c for c in right if c.dep_ == "prep" and c.lower_ == "as" and c.i >= end), None)
    if following is not None and following.left_edge.i == end:
        end = following.right_edge.i + 1
    return (start, end), linked.lower_, linked.i


def _as_question(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    question = next((c for c in right if c.dep_ in ("advcl", "xcomp") and _wh(c)), None)
    return (subtree(question), "clause", None) if question is not None and "clause" in frames else None


def _as_gap(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    antecedent = _gap(verb) if "object" in frames else None
    return (antecedent, "object", None) if antecedent is not None else None


_COMPLEMENTS: tuple[Callable[[Token, list[Token], Frames], Complement | None], ...] = (
    *(_as_infinitive, _as_clause, _as_gerund, _as_wish, _as_object, _as_preposition, _as_question, _as_gap),
)


def _first_clause(right: list[Token], frames: Frames) -> Token | None:
    if "clause" not in frames:
        return None
    return next((c for c in right if c.dep_ in _CLAUSE and c.pos_ != "PUNCT"), None)


def _with_object(verb: Token, infinitive: Token, frames: Frames) -> Words:
    """Return an infinitive with the one who is to act, unless the verb speaks to them."""
    start, end = subtree(infinitive)
    thing = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < infinitive.i), None)
    if thing is not None and "recipient" not in frames:
        start = min(start, thing.left_edge.i)
    return start, end


def _extended(verb: Token, thing: Token) -> Words:
    """Return an object with what is said of it ("the deal as a fraud", "the party on Monday of lying")."""
    start, end = subtree(thing)
    reach = end
    for child in verb.children:
        said_of = child.dep_ in ("oprd", "xcomp", "ccomp", "attr") or (
            child.dep_ == "prep" and child.lower_ in ("as", "of", "for", "with", "to", "against")
        )
        if child.i > thing.i and child.left_edge.i <= reach + 1:
            if said_of:
                end = reach = max(end, child.right_edge.i + 1)
            elif _when(child) or (child.dep_ == "prep" and any(map(_when, child.children))):
                reach = max(reach, child.right_edge.i + 1)
    return start, end


def _passive(verb: Token, outer: Token, frames: Frames, last: int) -> Frame | None:
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    by = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent is not None else None
    source = noun_phrase(by, barrier=verb) if by is not None else None
    content, act, last = _complement(verb, frames, last)
    subject = next((c for c in outer.children if c.dep_ in PASSIVE), None)
    if subject is None and verb.dep_ == "conj":
        subject = next((c for c in verb.head.children if c.dep_ in PASSIVE), None)
    told = "recipient" in frames or verb.lemma_ == "ask"
    named = subject is not None and subject.lower_ not in _EMPTY_SUBJECTS
    bare_thought = not content and frames.get("object") in ("belief", "evidence") and source is None
    if bare_thought or ("naming" in frames and not content and not _named(verb)):
        return None
    if subject is not None and named and not told and "object" in frames:
        content = (noun_phrase(subject, barrier=verb), *content)
        act = frames["object"]
    if not content:
        return None
    cue = (_group_start(outer), last + 1)
    return Frame(
        act or act_of_speech(frames), verb.i, cue, source, content, "verb", speech=False, passive=True
    )


def _named(verb: Token) -> bool:
    """Tell whether a passive of naming says as what ("was called a fraud")."""
    return any(c.dep_ in ("oprd", "attr", "xcomp", "ccomp") or c.lower_ == "as" for c in verb.rights)


def _gap(verb: Token) -> Words | None:
    """Return the antecedent that a relative clause leaves out as the object of its verb."""
    inner = verb
    while inner.dep_ in ("xcomp", "conj") and inner.head.pos_ == "VERB":
        inner = inner.head
    if inner.dep_ != "relcl":
        return None
    for child in verb.children:
        if child.dep_ in ("dobj", "pobj") and child.lower_ in _RELATIVE and child.i < verb.i:
            return child.i, child.i + 1
    subject = next((c for c in inner.children if c.dep_ in SUBJECT), None)
    if subject is None or subject.lower_ in _RELATIVE or verb.lemma_ in ("say", "tell"):
        return None
    return noun_phrase(inner.head, barrier=inner)


def _infinitive(token: Token) -> bool:
    return token.tag_ == "VB" and any(c.lower_ == "to" and c.dep_ == "aux" for c in token.lefts)


def _wh(token: Token) -> bool:
    first = token.left_edge.lower_
    return first in ("how", "why", "what", "whether", "who", "which", "if", "where", "that")


def _when(token: Token) -> bool:
    return token.ent_type_ in ("DATE", "TIME") or token.dep_ == "npadvmod"


def _person(token: Token) -> bool:
    return (
        token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
        or token.pos_ in ("PRON", "PROPN")
        or token.tag_ == "NNS"
    )


def _quoted_inversion(clause: Token, verb: Token) -> bool:
    """Tell whether a "clause" after the verb is really its subject ("says Smith, who ...")."""
    return clause.pos_ in ("NOUN", "PROPN") and not any(c.dep_ in SUBJECT for c in verb.children)


def _preposition(children: list[Token], frames: Frames) -> Token | None:
    for child in children:
        if (
            child.dep_ in ("prep", "agent", "dative")
            and child.lower_ in frames
            and child.lower_ not in NO_PREPOSITION
        ):
            return child
        if child.dep_ == "prep" and child.lower_ == "to" and "to" in frames and child.lower_ in frames:
            return child
    return None


def _content_of(preposition: Token) -> Words:
    return preposition.i + 1, preposition.right_edge.i + 1


def act_of_speech(frames: Frames) -> QuoteAct:
    """Return what it is to say something with these frames."""
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


def _noun(noun: Token, frames: Frames) -> Frame | None:
    complement = _noun_complement(noun, frames)
    if complement is None:
        return None
    content, act_frame, last = complement
    act = frames[act_frame]
    owner = next((c for c in noun.lefts if c.dep_ == "poss"), None)
    by = next(
        (
            c
            for c in noun.rights
            if c.dep_ == "prep" and c.lower_ in ("by", "from", "among") and c.i < content[0]
        ),
        None,
    )
    source: Words | None = None
    start = noun.left_edge.i
    if owner is not None:
        source = _owner(owner)
        start = source[1]
    elif by is not None:
        person = next((c for c in by.children if c.dep_ == "pobj"), None)
        source = noun_phrase(person, barrier=noun) if person is not None else None
        last = noun.i if by.i > noun.i else last
    elif noun.dep_ in ("dobj", "attr") and noun.head.lemma_ in words_of("light_verbs"):
        subject = _subject(noun.head)
        source = noun_phrase(subject, barrier=noun.head) if subject is not None else None
        if source is not None:
            start = _group_start(noun.head)
    elif noun.doc[start].lower_ in _RELATIVE or noun.dep_ in ("attr", "ROOT"):
        return None
    if source is None and act_frame not in ("clause", "to"):
        return None
    return Frame(act, noun.i, (start, last + 1), source, (content,), "noun")


def _noun_complement(noun: Token, frames: Frames) -> tuple[Words, str, int] | None:
    for child in noun.rights:
        marked = any(c.dep_ == "mark" and c.lower_ in ("that", "whether") for c in child.lefts)
        if "clause" in frames and marked and child.dep_ in ("acl", "ccomp", "relcl"):
            return subtree(child), "clause", noun.i
        if "to" in frames and child.dep_ in ("acl", "xcomp") and _infinitive(child):
            return subtree(child), "to", noun.i
        if child.dep_ == "prep" and child.lower_ in frames and child.lower_ not in NO_PREPOSITION:
            return _content_of(child), child.lower_, child.i
    head = noun.head
    if noun.dep_ in SUBJECT and head.lemma_ == "be":
        for child in head.rights:
            if child.dep_ in ("ccomp", "xcomp") and ("clause" in frames or "to" in frames):
                return subtree(child), "clause" if "clause" in frames else "to", head.i
    return None


def _owner(owner: Token) -> Words:
    """Return a possessor without its 's."""
    start, end = subtree(owner)
    if owner.doc[end - 1].tag_ == "POS":
        end -= 1
    return start, end


def _adjective(adjective: Token, frames: Frames) -> Frame | None:
    verb = adjective.head
    if adjective.dep_ not in ("acomp", "conj", "attr") or verb.lemma_ not in _COPULAS:
        return None
    subject = _subject(verb)
    if subject is None or subject.lower_ in _EMPTY_SUBJECTS:
        return None
    last = adjective.i
    content: Words | None = None
    act: QuoteAct | None = None
    for child in (*adjective.rights, *(c for c in verb.rights if c.i > adjective.i)):
        if (
            "clause" in frames
            and child.dep_ in ("ccomp", "advcl")
            and not _infinitive(child)
            and child.left_edge.lower_ not in ("if", "because", "as", "when", "while", "after", "since")
        ):
            content, act = subtree(child), frames["clause"]
        elif "to" in frames and child.dep_ in ("xcomp", "advcl") and _infinitive(child):
            content, act = subtree(child), frames["to"]
        elif child.dep_ == "prep" and child.lower_ in frames and child.lower_ not in NO_PREPOSITION:
            content, act, last = _content_of(child), frames[child.lower_], child.i
        if content is not None:
            break
    if content is None or act is None:
        return None
    return Frame(
        act,
        adjective.i,
        (_group_start(verb), last + 1),
        noun_phrase(subject, barrier=verb),
        (content,),
        "adjective",
    )


# ----------------------------------------------------------------------------------------------- phrases


def _phrases(doc: Doc) -> Iterator[Frame]:
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
            yield Frame(act, start, (start, last.i + 1), source, (), "phrase", speech=False)


# ------------------------------------------------------------------------------------------------- words


def subtree(token: Token) -> Words:
    """Return the words from a token's left edge to its right edge."""
    return token.left_edge.i, token.right_edge.i + 1


def noun_phrase(noun: Token, *, barrier: Token) -> Words:
    """Return a noun phrase without clauses that only add to it, and without `barrier` and what follows."""
    start, end = noun.left_edge.i, noun.right_edge.i + 1
    for child in noun.rights:
        loose = child.dep_ in ("relcl", "advcl", "parataxis", "ccomp") and child.left_edge.i > 0
        if loose and noun.doc[child.left_edge.i - 1].text in EDGES and child.left_edge.i < end:
            end = child.left_edge.i - 1
        if child.left_edge.i <= barrier.i <= child.right_edge.i and child.left_edge.i < end:
            end = child.left_edge.i
    if noun.i < barrier.i < end:
        end = barrier.i
    if start <= barrier.i < noun.i:
        start = barrier.i + 1
    for child in noun.lefts:
        if child.dep_ in ("advcl", "acl", "npadvmod", "prep", "advmod", "cc") and child.pos_ != "ADJ":
            comma = child.right_edge.i + 1
            if comma < noun.i and noun.doc[comma].text in EDGES:
                start = max(start, comma + 1)
    while end - 1 > noun.i and noun.doc[end - 1].text in EDGES:
        end -= 1
    while start < noun.i and noun.doc[start].text in EDGES:
        start += 1
    end = max(end, noun.i + 1)
    # A comma that closes an apposition belongs to it, as the one that opens it does.
    inside = any(word.text == "," for word in noun.doc[noun.i + 1 : end])
    if inside and end < barrier.i and noun.doc[end].text == "," and barrier.i > noun.i:
        end += 1
    return start, end
