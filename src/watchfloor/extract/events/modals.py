"""Duties and refusals told by a modal: "the ministry said that rebels must leave", "Mali will not go"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.lexicon import Entry, lexicon
from watchfloor.extract.events.phrases import PUBLIC, heads, is_passive, kinds, objects, subjects
from watchfloor.extract.events.slots import within
from watchfloor.extract.events.word_lists import event_words
from watchfloor.model import EventType

if TYPE_CHECKING:
    from spacy.tokens import Token

MODALS = frozenset({"must", "should", "will"})  # entries whose trigger is the modal, not the verb
_SAYING = event_words("saying")
_WORDS = event_words("words")
_MUST = frozenset({"must", "should", "ought"})
_DUTY = Entry("must", EventType.REQUEST, None, ("subject",), (), frozenset({"swallow"}), (), "said … must")
_ADVICE = Entry(
    "should", EventType.REQUEST, None, ("subject",), (), frozenset({"swallow", "weak"}), (), "said … should"
)
_REFUSAL = Entry("will", EventType.REJECT, None, ("subject",), (), frozenset({"swallow"}), (), "will not")


def refusal_frame(token: Token) -> EventFrame | None:
    """Return the refusal in "Mali will not take part", said by a state, an office holder, an armed group."""
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
    if any(t.lemma_.lower() in _WORDS for t in objects(token)):
        return None
    targets = [t for t in objects(token) if kinds(t) & PUBLIC] or within(token)
    targets = [t for t in targets if t not in sources]
    return EventFrame(modal[0], _REFUSAL, (modal[0],), tuple(sources), tuple(targets))


def duty_frame(token: Token) -> EventFrame | None:
    """Return the request in "the ministry said that rebels must leave"."""
    modal = [c for c in token.children if c.dep_ == "aux" and c.lower_ in _MUST]
    says = token.head
    if not modal or token.dep_ != "ccomp" or says.lemma_.lower() not in _SAYING:
        return None
    sources = [t for t in subjects(says) if kinds(t) & PUBLIC]
    obliged = [h for c in token.children if c.dep_ in ("nsubj", "nsubjpass") for h in heads(c)]
    obliged = [t for t in obliged if kinds(t) & PUBLIC and t.pos_ != "PRON" and t not in sources]
    obliged = [t for t in obliged if not any(c.lower_ in ("our", "my", "your") for c in t.children)]
    if not sources or not obliged:
        return None
    entry = _ADVICE if modal[0].lower_ != "must" else _DUTY
    return EventFrame(modal[0], entry, (modal[0],), tuple(sources), tuple(obliged))
