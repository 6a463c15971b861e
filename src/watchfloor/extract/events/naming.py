"""Who is named where a deed tells of "he", "they" or "the suspect".

In violence and steps of a case a person's name stands only where the phrase itself says it. Those who tell of
harm by office are no victims of it, "they" are named only where those meant stand near, and a name of another
gender than its pronoun is somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.extract.actors.finder import Cast
from watchfloor.extract.article import Paragraph, trim
from watchfloor.extract.events.arguments import is_passive
from watchfloor.extract.events.frames import EventFrame
from watchfloor.extract.events.nameless import called_by_text
from watchfloor.extract.events.phrases import PRONOUNS, inner_actors, kinds, phrase
from watchfloor.extract.events.slots import is_deed
from watchfloor.extract.events.word_lists import event_words
from watchfloor.extract.lang.en.labels import label_of
from watchfloor.extract.lang.en.telling import is_many, is_pointing, tellers_of
from watchfloor.extract.lang.en.words import clause_words
from watchfloor.model import ActorChain, Span

if TYPE_CHECKING:
    from spacy.tokens import Span as TokenSpan
    from spacy.tokens import Token

_BODIES = frozenset({"GPE", "NORP", "ORG", "LOC", "FAC"})
_WHERE = event_words("where")
_SHARED = 4  # clauses up, to the subject that a verb shares
_GENDERS = {"he": "male", "him": "male", "she": "female", "her": "female"}
_POINTED = re.compile(
    r"(?:the|these|those|both|they|them|he|him|she|her|who|whom|all|its|their)\b", re.IGNORECASE
)
_COUNT = re.compile(
    r"\d[\d,]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What naming whoever takes part in a deed needs to know; `crime` tells violence and steps of a case."""

    text: str
    cast: Cast
    chains: Mapping[str, ActorChain]
    paragraph: Paragraph
    trigger: Token
    crime: bool

    def at(self, word: Token) -> str | None:
        """Return the id of the actor that a word is the head of."""
        return self.cast.at(self.paragraph.span(word))

    def doers(self, frame: EventFrame) -> tuple[Token, ...]:
        """Return the doers as the deed's own clause says them, where a name elsewhere may not be meant."""
        sources = tuple(t for t in frame.sources if not _is_weapon(t))
        named = [t for t in sources if t.pos_ == "PROPN" and label_of(t) not in _BODIES]
        pronouns = _pronoun_of(frame.anchor) if named else ()
        if pronouns and (self.crime or any(self.differ(t, p) for t in named for p in pronouns)):
            return tuple(t for t in pronouns if t.lower_ != "it")
        return sources

    def called(self, pronoun: Token) -> Span | None:
        """Return what the text calls one person whose name a crime does not say, or whom nobody knows."""
        chain = self.chains.get(self.at(pronoun) or "")
        if not self.crime or self.cast.article is None:
            return None
        another = chain is not None and (
            chain.gender not in (None, _GENDERS.get(pronoun.lower_)) or _is_far(self, chain, pronoun)
        )
        return called_by_text(self.cast.article, self.paragraph, pronoun, None if another else chain)

    def differ(self, name: Token, pronoun: Token) -> bool:
        """Tell a name of another gender than a pronoun."""
        chain = self.chains.get(self.at(name) or "")
        wanted = _GENDERS.get(pronoun.lower_)
        return None not in (chain, wanted) and chain.gender not in (None, wanted)  # type: ignore[union-attr]


def _is_weapon(noun: Token) -> bool:
    """Tell what a deed was done with from who did it ("a bomb wounded nine"), but "an Israeli missile"."""
    named = any(label_of(t) in _BODIES for t in noun.children)
    return noun.pos_ == "NOUN" and noun.lemma_.lower() in _WEAPONS and not named


_WEAPONS = event_words("weapons")


def parties(
    naming: Naming, found: Sequence[Token], *, doing: bool = False, alone: bool = False
) -> tuple[tuple[str, ...], tuple[Span, ...], bool]:
    """Return the ids that the cast knows, the spans of the phrases, and whether a name stood behind one.

    `doing` tells that they are the doers: of these a mere pronoun says too little. `alone` tells of sufferers
    that nobody is told to have done it.
    """
    ids: list[str] = []
    spans: list[Span] = []
    behind = False
    for head in found:
        span = _unpointed(naming, phrase(head, naming.trigger))
        known, hidden = _meant(naming, head, span, alone=alone)
        inner = known or _inside(naming, head)
        ids += [inner] if inner and inner not in ids else []
        told = span if head.pos_ != "PRON" or known else naming.called(head)
        untold = known is not None or told is None or (doing and told == naming.paragraph.span(head))
        behind = behind or (hidden and untold)
        spans += [told] if told is not None and told.start < told.end else []
    return tuple(ids), tuple(spans), behind


def _inside(naming: Naming, head: Token) -> str | None:
    """Return the first nation or body that a phrase names inside; never who its head was found not to be."""
    held = (
        naming.at(t)
        for t in inner_actors(head, naming.trigger)
        if not (_where_done(t, head) or _suffers(t, head) or (naming.crime and _employs(t, head)))
        if not _is_home(t, head)
    )
    first = next(held, None)
    return None if first == naming.at(head) else first


def _is_home(inner: Token, head: Token) -> bool:
    """Tell where somebody only lives or sits ("members of a church based in Lirn")."""
    seen = inner
    for _ in range(_SHARED):
        if seen == head:
            return False
        seen = seen.head
        if seen.lower_ in _HOMES:
            return True
    return False


_HOMES = frozenset({"based", "born", "headquartered", "living", "raised"})


def _employs(inner: Token, head: Token) -> bool:
    """Tell a body that one person in a phrase only belongs to ("the young Navy officer")."""
    one = head.tag_ == "NN" and bool(kinds(head) & {"people", "office", "armed"})
    return (
        one and label_of(inner) == "ORG" and inner.head == head and inner.dep_ in ("compound", "nmod", "amod")
    )


def _suffers(inner: Token, head: Token) -> bool:
    """Tell whom a deed met that is itself blamed or praised ("condemned the shelling of the hospital")."""
    if not is_deed(head):
        return False
    between = (seen for seen in inner.ancestors if head.is_ancestor(seen))
    return any(seen.dep_ == "prep" and seen.lower_ == "of" and seen.head == head for seen in between)


def _where_done(inner: Token, head: Token) -> bool:
    """Tell a name within a phrase that says where a deed was done ("a shooting at the Empire club")."""
    between = (seen for seen in inner.ancestors if head.is_ancestor(seen))
    return is_deed(head) and any(seen.dep_ == "prep" and seen.lower_ in _WHERE for seen in between)


def _named_by(naming: Naming, head: Token, span: Span) -> str | None:
    """Return whom the cast knows by a phrase, but whom a deed met that it names."""
    known = naming.cast.at(span) or naming.at(head)
    if known is None or not is_deed(head):  # only then is its phrase looked through, which may be a long one
        return known
    return None if any(naming.at(t) == known and _suffers(t, head) for t in head.subtree) else known


def _meant(naming: Naming, head: Token, span: Span, *, alone: bool) -> tuple[str | None, bool]:
    """Return whom the cast knows behind a phrase, and whether a name stood behind it that is not said."""
    known = _named_by(naming, head, span)
    if known is None or (is_many(head) and not _near_many(naming, known, head)):
        return None, False
    if naming.differ(head, head):
        return None, True
    if head.pos_ == "PRON" and naming.chains[known].noun in _VOICES:
        return None, False  # "the source said an unknown person killed him"
    if _counts_others(naming, known, span) or _set_elsewhere(naming, known, head):
        return None, False
    if not naming.crime:
        return known, False
    return _meant_in_a_crime(naming, known, head, span, alone=alone)


def _meant_in_a_crime(
    naming: Naming, known: str, head: Token, span: Span, *, alone: bool
) -> tuple[str | None, bool]:
    """Return whom the cast knows behind a phrase of a crime, and whether a name stood behind it."""
    if head.lower_ in _GENDERS and _is_far(naming, naming.chains[known], head):
        return None, True
    if _behind(naming, known, span):
        told = _named_beside(naming, known, head) and not _tells(naming, known, head)
        return known if told else None, True
    return None if alone and is_pointing(head) and _is_force(naming, known) else known, False


_VOICES = frozenset({"source", "sources", "spokesman", "spokeswoman", "spokesperson"})


def _is_far(naming: Naming, chain: ActorChain, pronoun: Token) -> bool:
    """Tell a nameless actor of whom neither a pronoun's sentence nor the one before tells ahead of it."""
    first = pronoun.sent.start
    start = pronoun.doc[first - 1].sent.start if first > 0 else first
    since = naming.paragraph.span(pronoun.doc[start]).start
    here = naming.paragraph.span(pronoun)
    near = any(since <= mention.start < here.start for mention in chain.mentions)
    return chain.noun is not None and not near


def _set_elsewhere(naming: Naming, known: str, head: Token) -> bool:
    """Tell many whom a phrase puts in a place that their other mentions do not ("protesters in Lirn")."""
    if head.tag_ not in ("NNS", "NNPS"):
        return False
    towns = [t.text for c in head.children if c.lower_ == "in" for t in c.children if label_of(t) == "GPE"]
    here = naming.paragraph.span(head.sent)
    before = [m.of(naming.text) for m in naming.chains[known].mentions if m.start < here.start]
    return bool(towns and before) and not any(town in naming.text[: here.start] for town in towns)


def _counts_others(naming: Naming, known: str, span: Span) -> bool:
    """Tell a phrase that counts other people than the actor's name does ("Six people", "Four people")."""
    said = _COUNT.search(span.of(naming.text))
    named = _COUNT.search(naming.chains[known].name) if naming.chains[known].noun is not None else None
    if named is None:
        return False
    if said is None:
        return not _POINTED.match(span.of(naming.text))  # "police" are not "six police"
    return said[0].casefold() != named[0].casefold()


def _behind(naming: Naming, known: str, span: Span) -> bool:
    """Tell whether a phrase stands for a person whom it does not name."""
    chain = naming.chains.get(known)
    if chain is None or chain.kind != "person" or chain.noun is not None:
        return False
    said = set(span.of(naming.text).casefold().split())
    name = [word for word in chain.name.split() if word[:1].isupper()]
    return bool(name) and not any(word.casefold() in said for word in name)


def _named_beside(naming: Naming, known: str, head: Token) -> bool:
    """Tell whether an actor is public and named in the sentence of a word."""
    chain = naming.chains[known]
    sentence = naming.paragraph.span(head.sent)
    name = chain.name.split()[-1]
    return chain.public and any(
        sentence.contains(mention) and name in mention.of(naming.text) for mention in chain.mentions
    )


def _tells(naming: Naming, known: str, head: Token) -> bool:
    """Tell whether an actor is who tells, in the sentence of a word, what that word takes part in."""
    return any(naming.at(teller) == known for teller in tellers_of(head))


def _is_force(naming: Naming, known: str) -> bool:
    """Tell whether an actor is the police or others who tell of harm by office."""
    words = naming.chains[known].name.casefold().replace(",", " ").split()
    forms = (form for word in words for form in (word, word.removesuffix("s"), re.sub("ies$", "y", word)))
    return any(form in clause_words()["tellers"] for form in forms)


def _near_many(naming: Naming, known: str, head: Token) -> bool:
    """Tell whether those whom "they" stands for are named in its sentence, or are the subject before it."""
    sentence, here = naming.paragraph.span(head.sent), naming.paragraph.span(head)
    mentions = (m for m in naming.chains[known].mentions if m != here)
    if any(sentence.contains(mention) and mention.start < here.start for mention in mentions):
        return True
    first = head.sent.start
    before = head.doc[first - 1].sent.root if first > 0 else None
    told = [c for c in before.children if c.dep_ in ("nsubj", "nsubjpass")] if before is not None else []
    return any(naming.at(noun) == known for noun in told)


def _unpointed(naming: Naming, words: TokenSpan) -> Span:
    """Return the span of a phrase without the full stop that the tokenizer left on a short word ("Jun.")."""
    span = trim(naming.text, naming.paragraph.span(words))
    last = words[-1].text
    ends = words.end == words.sent.end and last.endswith(".") and "." not in last[:-1]
    return Span(span.start, span.end - 1) if ends and len(last) > 1 else span


def _pronoun_of(anchor: Token) -> tuple[Token, ...]:
    """Return the pronoun that does the deed in its own clause, or in the one whose subject it shares."""
    if is_passive(anchor):
        return ()
    for verb in _sharing(anchor):
        own = [child for child in verb.children if child.dep_ == "nsubj"]
        if own:
            return tuple(child for child in own if child.lower_ in PRONOUNS)
    return ()


def _sharing(verb: Token) -> Iterator[Token]:
    """Yield a verb and those above whose subject it shares, the nearest first."""
    yield verb
    for _ in range(_SHARED):
        if verb.dep_ not in ("conj", "advcl") or verb.head == verb:
            return
        verb = verb.head
        yield verb
