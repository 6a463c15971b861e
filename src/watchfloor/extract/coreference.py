"""Which mentions speak of the same actor: names by their parts, common nouns by their head, pronouns by
gender, number, distance and syntax.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchfloor.extract.actor_words import Gender, ties
from watchfloor.extract.mentions import Mention
from watchfloor.model import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

_PARTICLES = frozenset(
    ("de", "da", "do", "dos", "del", "van", "von", "der", "den", "al", "el", "bin", "ibn", "la", "le")
)
_SUFFIXES = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii", "iv"))
_REACH = 5  # sentences back in which a pronoun's antecedent is sought; nine of ten in GUM lie within three


@dataclass
class Chain:
    """The mentions of one actor, as they gather."""

    kind: ActorKind
    mentions: list[Mention] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)
    gender: Gender | None = None
    country: str | None = None
    acts_for: str | None = None
    lemmas: set[str] = field(default_factory=set)
    relations: list[tuple[str, Chain, Mention]] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        """Take a mention and what it tells."""
        self.mentions.append(mention)
        if mention.form == "name":
            words = name_key(mention.words)
            if words and words not in self.names:
                self.names.append(words)
        if mention.form == "nominal":
            self.lemmas.add(mention.lemma)
        self.lemmas.update(mention.title.lower().split())
        self.gender = self.gender or mention.gender
        if mention.form != "pronoun":
            self.country = self.country or mention.country
            self.acts_for = self.acts_for or mention.acts_for

    @property
    def last(self) -> Mention:
        """Return the mention met last."""
        return self.mentions[-1]


def name_key(words: Sequence[str]) -> tuple[str, ...]:
    """Return a name's words for comparing: lower case, no full stops, no suffix such as Jr."""
    plain = [word.lower().strip(".,'’\"“”") for word in words]
    kept = [word for word in plain if word and word not in _SUFFIXES]
    return tuple(kept or plain)


def link(mentions: Sequence[Mention]) -> list[Chain]:
    """Return the chains of `mentions`, in the order of their first mention."""
    linker = _Linker()
    for mention in mentions:
        linker.take(mention)
    return linker.chains


@dataclass
class _Linker:
    chains: list[Chain] = field(default_factory=list)
    by_head: dict[int, Chain] = field(default_factory=dict)

    def take(self, mention: Mention) -> None:
        chain = {"name": self._named, "nominal": self._nominal, "pronoun": self._pronoun}[mention.form](
            mention
        )
        if chain is None:
            if mention.form == "pronoun":
                return
            chain = Chain(mention.kind)
            self.chains.append(chain)
        chain.add(mention)
        self.by_head[mention.head] = chain
        self._relate(mention, chain)

    # ------------------------------------------------------------------------------------------ names

    def _named(self, mention: Mention) -> Chain | None:
        apposed = self._apposed(mention)
        if apposed is not None and not apposed.names:
            return apposed
        for chain in reversed(self.chains):
            if chain.kind == mention.kind and self._same_name(chain, mention):
                return chain
        return None

    def _same_name(self, chain: Chain, mention: Mention) -> bool:
        if mention.kind == "country":
            if mention.acts_for or chain.acts_for:
                return bool(chain.names) and name_key(mention.words) in chain.names
            return bool(chain.names) and mention.country is not None and mention.country == chain.country
        key = name_key(mention.words)
        if mention.kind == "person":
            if chain.gender and mention.gender and chain.gender != mention.gender:
                return False
            return any(same_person(key, other) for other in chain.names)
        return any(same_organisation(mention.words, key, other) for other in chain.names)

    def _apposed(self, mention: Mention) -> Chain | None:
        token = mention.token
        if token is None or token.dep_ != "appos":
            return None
        head = token.head
        chain = self.by_head.get(mention.head - token.idx + head.idx)
        return chain if chain is not None and chain.kind == mention.kind else None

    # --------------------------------------------------------------------------------------- nominals

    def _nominal(self, mention: Mention) -> Chain | None:
        apposed = self._apposed(mention)
        if apposed is not None:
            return apposed
        owner = self._owner(mention)
        if owner is not None and mention.lemma in ties():
            return next(
                (other for kind, other, _ in owner.relations if kind == ties()[mention.lemma].kind), None
            )
        if mention.number == "many":
            return self._latest(
                lambda c: mention.lemma in c.lemmas and _agree(c.country, mention.country), mention
            )
        if not mention.definite:
            return None
        return self._latest(
            lambda c: (
                c.kind == mention.kind
                and (mention.lemma in c.lemmas or any(mention.lemma in name for name in c.names))
                and _agree(c.country, mention.country)
            ),
            mention,
        )

    def _latest(self, fits: object, mention: Mention) -> Chain | None:
        assert callable(fits)
        near = [c for c in self.chains if fits(c)]
        return max(near, key=lambda c: c.last.head, default=None)

    def _owner(self, mention: Mention) -> Chain | None:
        token = mention.token
        if token is None:
            return None
        for left in token.lefts:
            if left.dep_ == "poss":
                return self.by_head.get(mention.head - token.idx + left.idx)
        return None

    def _relate(self, mention: Mention, chain: Chain) -> None:
        if mention.form != "nominal" or mention.lemma not in ties():
            return
        owner = self._owner(mention)
        if owner is None or owner is chain or owner.kind != "person":
            return
        tie = ties()[mention.lemma]
        if not any(kind == tie.kind and other is chain for kind, other, _ in owner.relations):
            owner.relations.append((tie.kind, chain, mention))
            chain.relations.append((tie.inverse, owner, mention))

    # --------------------------------------------------------------------------------------- pronouns

    def _pronoun(self, mention: Mention) -> Chain | None:
        if mention.number in ("self", "selves", "thing"):
            return None
        best, best_score = None, 0.0
        for chain in self.chains:
            score = self._score(chain, mention)
            if score > best_score:
                best, best_score = chain, score
        return best

    def _score(self, chain: Chain, mention: Mention) -> float:
        if mention.number == "one":
            if chain.kind != "person" or (chain.gender and chain.gender != mention.gender):
                return 0.0
        elif chain.kind == "person":
            return 0.0
        distance = mention.sentence - chain.last.sentence
        if distance > _REACH:
            return 0.0
        score = 10.0 - 1.6 * distance
        last = chain.last
        if last.subject:
            score += 2.0
        if chain.names:
            score += 1.0
        if chain.gender:
            score += 0.5
        score += min(len(chain.mentions), 5) * 0.2
        if distance == 0 and _clash(last.token, mention.token):
            score -= 8.0
        return score


def _agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def _clash(a: Token | None, b: Token | None) -> bool:
    """Tell whether two tokens are arguments of one verb, so that a plain pronoun cannot mean the other."""
    if a is None or b is None or a.doc is not b.doc:
        return False
    return (
        a.head.i == b.head.i
        and b.dep_ in ("dobj", "nsubj", "dative", "nsubjpass")
        and not b.lower_.endswith("self")
    )


def same_person(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two keys can name one person: a surname or first name of the longer, or compatible parts."""
    if a == b:
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1:
        return short[0] == long[-1] or (short[0] == long[0] and len(short[0]) > 1)
    if short[-1] != long[-1]:
        return short == long[: len(short)] and len(short) > 1
    first, other = short[0], long[0]
    return (
        first == other
        or (len(first) == 1 and other.startswith(first))
        or (len(other) == 1 and first.startswith(other))
    )


_LITTLE = frozenset(("the", "of", "and", "for", "in", "on", "de", "la", "&"))


def same_organisation(words: Sequence[str], a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Tell whether two names can name one organisation: equal, initials of the other, or its first words."""
    if a == b:
        return True
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) == 1 and len(long) > 1:
        initials = "".join(word[0] for word in long if word not in _LITTLE)
        if short[0].replace(".", "") == initials and len(initials) > 1:
            return True
    return (
        len(short) < len(long)
        and long[: len(short)] == short
        and len(short[0]) > 3
        and short[0] not in _GENERAL
    )


_GENERAL = frozenset(
    (
        "national",
        "international",
        "united",
        "supreme",
        "foreign",
        "american",
        "american",
        "european",
        "central",
        "federal",
        "royal",
        "state",
        "general",
        "social",
        "university",
        "department",
        "ministry",
        "office",
        "house",
        "bank",
        "court",
        "council",
    )
)
