"""Deeds that the parser hung on the verb of whoever tells of them, and who did them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.word_lists import event_words

if TYPE_CHECKING:
    from spacy.tokens import Token

_TELLING = event_words("telling")
_RELATIVES = frozenset({"who", "whom", "which", "that"})


def hidden_subject(verb: Token) -> Token | None:
    """Return who does a verb that seems to share the subject of the telling above it."""
    if verb.dep_ not in ("conj", "ccomp"):
        return None
    teller = _teller_before(verb)
    return teller.head if teller is not None else _coordinated_before(verb)


def _teller_before(verb: Token) -> Token | None:
    """Return the verb of telling in between: "a man whom police [allege] shot a girl"."""
    before = verb.i - 1
    while before > verb.sent.start and verb.doc[before].pos_ in ("ADV", "AUX"):
        before -= 1
    teller = verb.doc[before] if before >= verb.sent.start else verb
    told = any(c.dep_ == "nsubj" and c.lower_ not in _RELATIVES for c in teller.children)
    relative = teller.dep_ == "relcl" and teller.lemma_.lower() in _TELLING
    return teller if relative and told else None


def _coordinated_before(verb: Token) -> Token | None:
    """Return the subject that was joined to an object: "whether he shot himself or [a child] shot him"."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else verb
    first = before.left_edge.i
    joined = before.dep_ == "conj" and before.pos_ in ("NOUN", "PROPN") and first > verb.sent.start
    lost = joined and before.doc[first - 1].dep_ == "cc" and not verb.is_ancestor(before)
    return before if lost and verb.tag_ in ("VBD", "VBZ", "VBP") else None


def is_torn_off(verb: Token) -> bool:
    """Tell a verb that was torn from what is told and hung on the telling.

    "Police say he was in bed when a shot came through the window, hit his head and killed him."
    """
    head = verb.head
    told = any(c.dep_ == "ccomp" and c.i < verb.i for c in head.children)
    joined = any(c.dep_ == "cc" and c.i < verb.i for c in head.children)
    return verb.dep_ == "conj" and head.lemma_.lower() in _TELLING and told and not joined
