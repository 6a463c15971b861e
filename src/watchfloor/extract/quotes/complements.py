"""What the words around a cue say: the complements that its frames allow, as ranges of words.

Everything here works on tokens of one paragraph.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from watchfloor.extract.quotes.cues import NO_PREPOSITION, Frames, words_of
from watchfloor.extract.quotes.unsaid import is_bare, is_silence
from watchfloor.extract.quotes.word_lists import quote_words
from watchfloor.model import QuoteAct

if TYPE_CHECKING:
    from spacy.tokens import Token

SUBJECT = frozenset({"nsubj", "csubj"})
_CLAUSE = frozenset({"ccomp", "parataxis"})
RELATIVE = quote_words("relative")
EDGES = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "―", "...", "…"})
WordRange = tuple[int, int]
"""A half-open range of token indices."""

Complement = tuple[WordRange, str, int | None]
"""Content, the frame it fills, and the word that links it to the cue where that belongs to the cue."""


def complement_of(
    verb: Token, frames: Frames, last: int
) -> tuple[tuple[WordRange, ...], QuoteAct | None, int]:
    """Return the content that a verb's frames allow, its act, and the last word of the cue."""
    right = [child for child in verb.children if child.i > last]
    for complement in _COMPLEMENTS:
        found = complement(verb, right, frames)
        if found is not None:
            words, frame, linked = found
            return (words,), frames[frame], last if linked is None else linked
    return (), None, last


def _as_infinitive(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    infinitive = next((c for c in right if c.dep_ in ("xcomp", "ccomp", "advcl") and is_infinitive(c)), None)
    if infinitive is not None and frames.get("to") == "denial" and is_silence(infinitive):
        return None
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
    wishes = (c for c in right if c.dep_ in ("advcl", "ccomp", "xcomp") and is_infinitive(c))
    wish = next((c for c in wishes if c.left_edge.lower_ == "for"), None)
    if wish is None or "for" not in frames:
        return None
    return (wish.left_edge.i + 1, wish.right_edge.i + 1), "for", wish.left_edge.i


def _as_object(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    thing = next((c for c in right if c.dep_ in ("dobj", "oprd", "attr") and not _when(c)), None)
    if thing is None or "object" not in frames or ("recipient" in frames and _person(thing)):
        return None
    words = _extended(verb, thing)
    if of_a_case(verb, thing) or _names_only(verb, thing, words):
        return None
    bare = thing.dep_ != "oprd" and words == subtree(thing)
    if "naming" in frames and bare and not any(t.is_quote for t in verb.doc[thing.i : words[1] + 2]):
        return None
    return words, "object", None


def of_a_case(verb: Token, thing: Token | None) -> bool:
    """Tell an act of a court, which denies nothing: "charges were dismissed", "rejected his appeal".

    What is said in a charge may be denied: "rejected the charge that he lied", "… as absurd".
    """
    if thing is None or verb.lemma_.lower() not in _DISMISSALS or thing.lemma_.lower() not in _CASES:
        return False
    if any(c.lower_ == "as" for c in verb.rights):
        return False
    return not any(
        c.dep_ in ("acl", "ccomp", "relcl") and c.left_edge.lower_ == "that" for c in thing.children
    )


_DISMISSALS = quote_words("dismissals")
_CASES = quote_words("cases")


def _names_only(verb: Token, thing: Token, words: WordRange) -> bool:
    """Tell whether an object is nobody's words: "praised his side", "attacked the village near the river"."""
    lemma = verb.lemma_.lower()
    if lemma in words_of("praises") and is_bare(verb, words):
        return True
    told = any(word.is_quote for word in verb.doc[words[0] : words[1]]) or any(
        child.lower_ in ("for", "as", "over") for child in verb.rights
    )
    return lemma in words_of("blows") and not told


def _lasting(preposition: Token) -> bool:
    """Tell whether a preposition leads to how long one spoke or when: "spoke for two hours", "on Monday"."""
    thing = next((child for child in preposition.children if child.dep_ == "pobj"), None)
    if thing is None or preposition.head.lemma_ not in ("speak", "talk", "tell", "say"):
        return False
    return thing.ent_type_ in ("DATE", "TIME") or thing.lemma_ in ("hour", "minute", "day", "while")


def _as_preposition(verb: Token, right: list[Token], frames: Frames) -> Complement | None:
    linked = _preposition(right, frames)
    content = content_of(linked) if linked is not None else None
    if linked is None or content is None or _lasting(linked):
        return None
    start, end = content
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


def _with_object(verb: Token, infinitive: Token, frames: Frames) -> WordRange:
    """Return an infinitive with the one who is to act, unless the verb speaks to them."""
    start, end = subtree(infinitive)
    thing = next((c for c in verb.children if c.dep_ == "dobj" and verb.i < c.i < infinitive.i), None)
    if thing is not None and "recipient" not in frames:
        start = min(start, thing.left_edge.i)
    return start, end


def _extended(verb: Token, thing: Token) -> WordRange:
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


def _gap(verb: Token) -> WordRange | None:
    """Return the antecedent that a relative clause leaves out as the object of its verb."""
    inner = verb
    while inner.dep_ in ("xcomp", "conj") and inner.head.pos_ == "VERB":
        inner = inner.head
    if inner.dep_ != "relcl":
        return None
    for child in verb.children:
        if child.dep_ in ("dobj", "pobj") and child.lower_ in RELATIVE and child.i < verb.i:
            return child.i, child.i + 1
    subject = next((c for c in inner.children if c.dep_ in SUBJECT), None)
    if subject is None or subject.lower_ in RELATIVE or verb.lemma_ in ("say", "tell"):
        return None
    return noun_phrase(inner.head, barrier=inner)


def is_infinitive(token: Token) -> bool:
    """Tell whether a token is a verb after "to"."""
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


def content_of(preposition: Token) -> WordRange | None:
    """Return what stands behind a preposition; None where a line that is cut short ends in it."""
    start, end = preposition.i + 1, preposition.right_edge.i + 1
    return (start, end) if start < end else None


def subtree(token: Token) -> WordRange:
    """Return the words from a token's left edge to its right edge."""
    return token.left_edge.i, token.right_edge.i + 1


def _phrase_end(noun: Token, barrier: Token) -> int:
    """Return where a noun phrase ends before clauses that only add to it, and before `barrier`."""
    end = noun.right_edge.i + 1
    for child in noun.rights:
        first = child.left_edge.i
        loose = child.dep_ in ("relcl", "advcl", "parataxis", "ccomp") and first > 0
        if loose and noun.doc[first - 1].text in EDGES and first < end:
            end = first - 1
        if first <= barrier.i <= child.right_edge.i and first < end:
            end = first
    return barrier.i if noun.i < barrier.i < end else end


def _phrase_start(noun: Token, barrier: Token) -> int:
    """Return where a noun phrase begins behind `barrier` and what a comma parts from it."""
    start = noun.left_edge.i
    if start <= barrier.i < noun.i:
        start = barrier.i + 1
    for child in noun.lefts:
        apart = child.dep_ in ("advcl", "acl", "npadvmod", "prep", "advmod", "cc") and child.pos_ != "ADJ"
        comma = child.right_edge.i + 1
        if apart and comma < noun.i and noun.doc[comma].text in EDGES:
            start = max(start, comma + 1)
    return start


def noun_phrase(noun: Token, *, barrier: Token) -> WordRange:
    """Return a noun phrase without clauses that only add to it, and without `barrier` and what follows."""
    start, end = _phrase_start(noun, barrier), _phrase_end(noun, barrier)
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
