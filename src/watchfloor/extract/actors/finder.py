"""Actors: who a text speaks of, every mention of each, with offices, ties and the country acted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from watchfloor.extract.actors.chains import Chain
from watchfloor.extract.actors.coreference import link
from watchfloor.extract.actors.mentions import DEEDS, VOICES, Mention, find_mentions
from watchfloor.extract.actors.own import recognise_own
from watchfloor.extract.actors.public import is_public_person
from watchfloor.extract.actors.standing import (
    place_by_context,
    recognise,
    settle_namesakes,
    share_offices,
)
from watchfloor.extract.article import Article
from watchfloor.gazetteer import country_name, country_of
from watchfloor.model import ActorChain, PlaceMention, Relation, Role, Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_SAME = frozenset({"appos", "pobj", "agent", "pcomp"})  # beside a word, who it speaks of itself
_BESIDE = frozenset({"poss", "prep", "compound", "nmod", "nsubj", "dobj", "amod", "conj", "dep"})


@dataclass(frozen=True)
class Cast:
    """The actors of one article, and which of them a span speaks of.

    `heads` maps the offset of a mention's head token to the actor's id, `inside` that of any token of a
    mention. A cast looks at the article's parse, so it must not outlive it; its chains may.
    """

    chains: tuple[ActorChain, ...]
    heads: dict[int, str] = field(default_factory=dict, repr=False)
    inside: dict[int, str] = field(default_factory=dict, repr=False)
    article: Article | None = field(default=None, repr=False)

    def at(self, span: Span) -> str | None:
        """Return the id of the actor whose mention is, or heads, `span` (the syntactic head decides)."""
        paragraph = self.article.paragraph_at(span.start) if self.article else None
        words = paragraph.tokens(span) if paragraph else None
        if paragraph is None or words is None:
            return None
        root = words.root
        if root.tag_ in ("WP", "WDT", "WP$") and root.head.dep_ == "relcl":
            root = root.head.head  # "X, who said": whoever the clause tells of
        found = self._of(root, paragraph.start, span, 0)
        if found is None and (code := country_of(words.text)):
            return next(
                (c.id for c in self.chains if c.kind == "country" and c.country == code and not c.acts_for),
                None,
            )
        return found

    def _of(self, token: Token, start: int, span: Span, depth: int) -> str | None:
        offset = start + token.idx
        found = self.heads.get(offset) or self.inside.get(offset)
        if found or depth > 4:
            return found
        inner = [child for child in token.children if span.start <= start + child.idx < span.end]
        near = (self._of(child, start, span, depth + 1) for child in inner if child.dep_ in _SAME)
        found = next(filter(None, near), None)
        if found or (token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() not in VOICES | DEEDS):
            return found
        far = (self._of(child, start, span, depth + 1) for child in inner if child.dep_ in _BESIDE)
        return next(filter(None, far), None)


def find_actors(article: Article, places: tuple[PlaceMention, ...]) -> Cast:
    """Return the actors of an article with all their mentions, pronouns included."""
    chains = link(article, find_mentions(article, places))
    settle_namesakes(chains, places)
    place_by_context(article, chains, places)
    recognise(article, chains)
    chains = recognise_own(article, chains)
    share_offices(chains)
    names = {id(chain): f"a{number}" for number, chain in enumerate(chains, 1)}
    heads: dict[int, str] = {}
    inside: dict[int, str] = {}
    sized = sorted(
        ((mention, names[id(chain)]) for chain in chains for mention in chain.mentions),
        key=lambda pair: (pair[0].span.start - pair[0].span.end, pair[0].span.start),
    )
    for mention, actor in sized:  # longest first: what stands inside another mention wins its own tokens
        heads[mention.head] = actor
        inside.update(dict.fromkeys(_token_offsets(article, mention), actor))
    return Cast(tuple(_chain(chain, names) for chain in chains), heads, inside, article)


def _token_offsets(article: Article, mention: Mention) -> list[int]:
    paragraph = article.paragraphs[mention.paragraph]
    words = paragraph.tokens(mention.whole)
    return [paragraph.start + token.idx for token in words] if words is not None else []


def _chain(chain: Chain, names: dict[int, str]) -> ActorChain:
    return ActorChain(
        id=names[id(chain)],
        name=_name(chain),
        kind=chain.kind,
        mentions=tuple(sorted({mention.span for mention in chain.mentions})),
        country=chain.country,
        roles=_roles(chain.mentions, chain.country),
        relations=tuple(
            Relation(kind=kind, to=names[id(other)], span=mention.whole)
            for kind, other, mention in chain.relations
        ),
        gender=chain.gender,
        acts_for=chain.acts_for,
        noun=_noun(chain),
        public=_public(chain),
        confidence=_confidence(chain),
        grade="strong" if chain.names and _confidence(chain) >= 0.7 else "weak",
    )


def _noun(chain: Chain) -> str | None:
    """Return the noun that an actor without a name is told by first."""
    if chain.names:
        return None
    return next((mention.lemma for mention in chain.mentions if mention.form == "nominal"), None)


def _confidence(chain: Chain) -> float:
    """Return how sure it is that there is such an actor: least for one bare name of one word."""
    if not chain.names:
        return 0.7
    if chain.kind == "country" or len(chain.names) > 1 or any(len(name) > 1 for name in chain.names):
        return 0.9
    backed = chain.known or chain.nouns or chain.gender or len(chain.mentions) > 2
    return 0.8 if backed or chain.kind == "group" else 0.5


def _only_describes(mention: Mention) -> bool:
    """Tell words that say what somebody is like ("he was a gentle person"), or how many some were ("few")."""
    predicate = mention.token is not None and mention.token.dep_ == "attr"
    return predicate or mention.name.split(" ", 1)[0].lower() in _VAGUE


_VAGUE = frozenset({"many", "few", "several", "some", "more", "other", "most"})


def _name(chain: Chain) -> str:
    if chain.own is not None:
        return chain.own.name
    if chain.kind == "country" and chain.country and not chain.acts_for:
        return country_name(chain.country) or chain.mentions[0].name
    forms = [mention for mention in chain.mentions if mention.form == "name"]
    told = [mention for mention in chain.mentions if mention.form == "nominal"]
    forms = forms or [it for it in told if not _only_describes(it)] or told
    counts = Counter(mention.name for mention in forms)
    fullest = max(counts, key=lambda name: (len(name.split()), counts[name], len(name), name))
    return _usual(fullest, counts) if chain.kind == "organisation" else fullest


def _usual(fullest: str, counts: Counter[str]) -> str:
    """Return the name that a text has for a body nearly always, where its fullest stands but once.

    ("described as the Boldmart Way" gives Boldmart no other name.) Initials are no name of this kind.
    """
    usual = max(counts, key=lambda name: (counts[name], len(name)))
    begins = fullest.startswith(f"{usual} ") and not usual.isupper()
    return usual if begins and counts[fullest] == 1 and counts[usual] >= _USUAL else fullest


_USUAL = 4  # tellings


def _roles(mentions: Sequence[Mention], country: str | None) -> tuple[Role, ...]:
    found: dict[tuple[str, str | None], Role] = {}
    for mention in mentions:
        if mention.role is not None:
            role = mention.role
            if role.of is None and country and "office" in mention.ranks:
                role = replace(role, of=country)
            found.setdefault((role.title.lower(), role.of), role)
    return tuple(found.values())


def _public(chain: Chain) -> bool:
    if chain.own is not None:
        return True  # the desk follows it
    if chain.kind == "person":
        return is_public_person(chain)
    return all(mention.standing != "private" for mention in chain.mentions)
