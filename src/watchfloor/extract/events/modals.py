"""Duties and refusals told by a modal: "the ministry said that rebels must leave", "Mali will not go"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from watchfloor.extract.events.arguments import is_passive, objects, subjects
from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.lexicon import Entry, lexicon
from watchfloor.extract.events.phrases import PUBLIC, heads, kinds
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
    if not _is_refused(token):
        return None
    sources = [
        t for t in subjects(token) if kinds(t) & {"state", "office", "plain armed"} and t.pos_ != "PRON"
    ]
    modal = [c for c in token.children if c.dep_ == "neg"]
    if not sources or not modal or any(t.lemma_.lower() in _WORDS for t in objects(token)):
        return None
    targets = [t for t in objects(token) if kinds(t) & PUBLIC] or within(token, _REFUSAL)
    targets = [t for t in targets if t not in sources]
    return EventFrame(modal[0], _REFUSAL, (modal[0],), tuple(sources), tuple(targets))


def _is_refused(verb: Token) -> bool:
    """Tell a verb of what "will not" be done, as is told; what "will not be running" is no refusal."""
    words = {c.lower_ for c in verb.children if c.dep_ in ("aux", "neg")}
    denied = words & {"not", "n't", "n’t", "never"} and words & {"will", "wo", "would"}
    told = verb.dep_ in ("ROOT", "ccomp", "conj") and not is_passive(verb) and verb.tag_ != "VBG"
    return verb.lemma_.lower() in lexicon().refusable and bool(denied) and told


def duty_frame(token: Token) -> EventFrame | None:
    """Return the request in "the ministry said that rebels must leave"."""
    modal = [c for c in token.children if c.dep_ == "aux" and c.lower_ in _MUST]
    says = token.head
    if not modal or token.dep_ != "ccomp" or says.lemma_.lower() not in _SAYING:
        return None
    sources = [t for t in subjects(says) if kinds(t) & PUBLIC]
    obliged = [t for t in _obliged(token) if t not in sources]
    if not sources or not obliged:
        return None
    entry = _ADVICE if modal[0].lower_ != "must" else _DUTY
    return EventFrame(modal[0], entry, (modal[0],), tuple(sources), tuple(obliged))


def _obliged(verb: Token) -> Iterator[Token]:
    """Yield those public who must do what a verb says, but for "our own"."""
    nouns = (h for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") for h in heads(c))
    for noun in nouns:
        own = any(c.lower_ in ("our", "my", "your") for c in noun.children)
        if kinds(noun) & PUBLIC and noun.pos_ != "PRON" and not own:
            yield noun
