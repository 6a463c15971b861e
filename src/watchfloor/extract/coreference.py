"""Which mentions speak of the same actor: names by their parts, common nouns by their head, pronouns by
gender, number, distance and syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from watchfloor.extract.actor_words import Gender, Tie, organisations, ties
from watchfloor.extract.mentions import Mention
from watchfloor.model import ActorKind

if TYPE_CHECKING:
    from spacy.tokens import Token

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
    known: str = ""
    nouns: set[str] = field(default_factory=set)
    relations: list[tuple[str, Chain, Mention]] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        """Take a mention and what it tells."""
        self.mentions.append(mention)
        self.gender = self.gender or mention.gender
        if mention.form == "pronoun":
            return
        if mention.form == "name":
            words = name_key(mention.name)
            if words and words not in self.names:
                self.names.append(words)
            if mention.kind == "organisation" and mention.name in organisations():
                self.known = organisations()[mention.name].name
        else:
            self.nouns.add(mention.lemma)
        self.nouns.update(mention.nouns)
        self.country = self.country or mention.country
        self.acts_for = self.acts_for or mention.acts_for

    @property
    def last(self) -> Mention:
        """Return the mention met last."""
        return self.mentions[-1]


def name_key(name: str) -> tuple[str, ...]:
    """Return a name's words for comparing: lower case, no full stops, no suffix such as Jr."""
    plain = [word.lower().removesuffix("'s").removesuffix("’s").strip(".,'’\"“”()") for word in name.split()]
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
        find = {"name": self._named, "nominal": self._nominal, "pronoun": self._pronoun}[mention.form]
        chain = find(mention)
        if chain is None:
            if mention.form == "pronoun":
                return
            chain = Chain(mention.kind)
            self.chains.append(chain)
        chain.add(mention)
        self.by_head[mention.head] = chain
        if mention.form == "nominal" and mention.lemma in ties():
            self._relate(mention, ties()[mention.lemma], chain)

    def _at(self, mention: Mention, token: Token) -> Chain | None:
        """Return the chain of a token in the mention's paragraph."""
        assert mention.token is not None
        return self.by_head.get(mention.head - mention.token.idx + token.idx)

    # ------------------------------------------------------------------------------------------ names

    def _named(self, mention: Mention) -> Chain | None:
        for chain in reversed(self.chains):
            if chain.kind == mention.kind and chain.names and _same_name(chain, mention):
                return chain
        apposed = self._apposed(mention)
        return apposed if apposed is not None and not apposed.names else None

    def _apposed(self, mention: Mention) -> Chain | None:
        """Return the chain of the noun that the mention explains, or that explains it ("X, the mayor")."""
        token = mention.token
        assert token is not None
        head: Token | None = None
        if token.dep_ == "appos":
            head = token.head
        elif token.dep_ == "attr" and mention.form == "nominal":
            head = next((t for t in token.head.lefts if t.dep_ == "nsubj"), None)
        elif mention.form == "name" and token.i and token.nbor(-1).dep_ in ("compound", "nmod", "appos"):
            head = token.nbor(-1)
        chain = self._at(mention, head) if head is not None else None
        return chain if chain is not None and chain.kind == mention.kind else None

    # --------------------------------------------------------------------------------------- nominals

    def _nominal(self, mention: Mention) -> Chain | None:
        apposed = self._apposed(mention)
        if apposed is not None and (not mention.country or _agree(apposed.country, mention.country)):
            return apposed
        owner = self._owner(mention)
        if owner is not None and mention.lemma in ties():
            kind = ties()[mention.lemma].kind
            return next((other for tie, other, _ in owner.relations if tie == kind), None)
        if mention.number == "many":
            return self._latest(mention, lambda chain: mention.lemma in chain.nouns)
        if not mention.definite:
            return None
        return self._latest(
            mention,
            lambda chain: mention.lemma in chain.nouns or any(mention.lemma in name for name in chain.names),
        )

    def _latest(self, mention: Mention, fits: Callable[[Chain], bool]) -> Chain | None:
        near = [
            chain
            for chain in self.chains
            if chain.kind == mention.kind and fits(chain) and _agree(chain.country, mention.country)
        ]
        return max(near, key=lambda chain: chain.last.head, default=None)

    def _owner(self, mention: Mention) -> Chain | None:
        assert mention.token is not None
        for left in mention.token.lefts:
            if left.dep_ == "poss":
                return self._at(mention, left)
        return None

    def _relate(self, mention: Mention, tie: Tie, chain: Chain) -> None:
        owner = self._owner(mention)
        if owner is None or owner is chain or owner.kind != "person":
            return
        if not any(kind == tie.kind and other is chain for kind, other, _ in owner.relations):
            owner.relations.append((tie.kind, chain, mention))
            chain.relations.append((tie.inverse, owner, mention))

    # --------------------------------------------------------------------------------------- pronouns

    def _pronoun(self, mention: Mention) -> Chain | None:
        if mention.number not in ("one", "many"):
            return None
        best, best_score = None, 0.0
        for chain in self.chains:
            score = _score(chain, mention)
            if score > best_score:
                best, best_score = chain, score
        return best


def _score(chain: Chain, mention: Mention) -> float:
    last = chain.last
    distance = mention.sentence - last.sentence
    if distance > _REACH:
        return 0.0
    if mention.number == "one":
        if chain.kind != "person" or (chain.gender and chain.gender != mention.gender):
            return 0.0
    elif chain.kind in ("person", "country"):
        return 0.0
    score = 10.0 - 1.6 * distance
    score += 2.0 * last.subject + 1.0 * bool(chain.names) + 0.5 * bool(chain.gender)
    score += min(len(chain.mentions), 5) * 0.2
    if distance == 0 and _clash(last.token, mention.token):
        score -= 8.0
    return score


def _same_name(chain: Chain, mention: Mention) -> bool:
    key = name_key(mention.name)
    if mention.kind == "country":
        if mention.acts_for or chain.acts_for:
            return key in chain.names
        return mention.country is not None and mention.country == chain.country
    if mention.kind == "person":
        if chain.gender and mention.gender and chain.gender != mention.gender:
            return False
        return any(same_person(key, other) for other in chain.names)
    if chain.known and mention.name in organisations() and organisations()[mention.name].name == chain.known:
        return True
    return any(same_organisation(key, other) for other in chain.names)


def _agree(first: str | None, second: str | None) -> bool:
    return first is None or second is None or first == second


def _clash(first: Token | None, second: Token | None) -> bool:
    """Tell whether two tokens are arguments of one verb, so that a plain pronoun cannot mean the other."""
    if first is None or second is None or first.doc is not second.doc:
        return False
    plain = not second.lower_.endswith(("self", "selves")) and second.dep_ != "poss"
    return plain and first.head.i == second.head.i and first.dep_ != "poss"


def same_person(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether two keys can name one person: a part of the longer, or compatible first names."""
    if first == second:
        return True
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if len(short) == 1:
        return len(short[0]) > 1 and short[0] in (long[-1], long[0])
    if short[-1] != long[-1]:
        return short == long[: len(short)]
    one, other = short[0], long[0]
    return one == other or one in long or (min(len(one), len(other)) == 1 and one[0] == other[0])


_LITTLE = frozenset(("the", "of", "and", "for", "in", "on", "de", "la", "&"))
# First words that many organisations share: "National" is no short form of "National Union of Miners".
_SHARED = frozenset(
    (
        *("national", "international", "united", "supreme", "foreign", "american", "european", "central"),
        *("federal", "royal", "state", "general", "social", "university", "department", "ministry", "office"),
        *("house", "bank", "court", "council", "new", "north", "south", "east", "west", "democratic"),
        *("people's", "peoples", "free", "first", "world", "church", "home", "civil", "public", "british"),
    )
)


def same_organisation(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Tell whether two keys can name one organisation: equal, initials of the other, or its first words."""
    if first == second:
        return True
    short, long = (first, second) if len(first) <= len(second) else (second, first)
    if len(short) == 1 and len(long) > 1:
        initials = "".join(word[0] for word in long if word not in _LITTLE)
        if short[0].replace(".", "") == initials and len(initials) > 1:
            return True
    return len(short) < len(long) and long[: len(short)] == short and short[0] not in _SHARED
