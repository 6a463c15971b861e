"""The mentions of one actor as they gather, and all actors of a text, found by what their mentions hold.

Nothing here looks at all actors for one mention: what a long list of names costs grows with its length.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from watchfloor.extract.actors.involvement import age_beside, is_involved
from watchfloor.extract.actors.mentions import Mention
from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import Gender, organisations
from watchfloor.extract.quantities.numerals import number_of
from watchfloor.model import ActorKind, OwnActor

_SUFFIXES = actor_words("suffixes")
_MOST_ALIKE = 200  # actors of one name or noun that are looked at, those spoken of last
_MOST_BACK = 600  # mentions that are looked back through
_LITTLE = frozenset(("the", "of", "and", "for", "in", "on", "de", "la", "&"))
_QUANTIFIERS = frozenset(
    (
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "many", "some", "several"),
        *("few", "all", "both", "most", "more", "other", "hundreds", "thousands", "dozens", "scores"),
        "those",
    )
)

Shared = tuple[str, object]
"""What mentions of one actor may share: a word of a name, a noun, a country."""


@dataclass
class Chain:
    """The mentions of one actor, as they gather."""

    kind: ActorKind
    number: int = 0  # in the order of their first mentions
    mentions: list[Mention] = field(default_factory=list)
    names: dict[tuple[str, ...], None] = field(default_factory=dict)  # in order
    told_gender: Gender | None = None
    likely_gender: Gender | None = None
    heard_genders: Counter[Gender] = field(default_factory=Counter)
    country: str | None = None
    acts_for: str | None = None
    known: str = ""
    own: OwnActor | None = None  # the row of the floor's own table
    well_known: bool = False  # a head of state or of government, now or once
    nouns: set[str] = field(default_factory=set)
    relations: list[tuple[str, Chain, Mention]] = field(default_factory=list)
    counts: set[str] = field(default_factory=set)  # that its nouns are told with: "six people"
    involved: bool = False  # in a deed, or told with an age
    modifiers: set[frozenset[str]] = field(default_factory=set)  # of its nouns
    bodies: set[str] = field(default_factory=set)  # that its offices are of
    offices: set[frozenset[str]] = field(default_factory=set)  # the words of each
    standings: set[str] = field(default_factory=set)  # of its names

    def add(self, mention: Mention) -> None:
        """Add a mention to the chain, with the name, number and gender that it tells."""
        insort(self.mentions, mention, key=lambda other: other.head)
        count = count_of(mention)
        self.counts.update((count,) if count else ())
        self.involved = self.involved or is_involved(mention) or age_beside(mention) is not None
        if mention.form == "pronoun":
            if mention.gender is not None:
                self.heard_genders[mention.gender] += 1
            return
        self.told_gender = self.told_gender or mention.gender
        self.likely_gender = self.likely_gender or mention.likely_gender
        if mention.form == "name":
            self._add_name(mention)
        else:
            self.nouns.add(mention.lemma)
            self.modifiers.add(modifiers(mention.name))
        if mention.role is not None:
            self.offices.add(frozenset(mention.role.title.lower().split()))
            self.bodies.update((mention.role.of,) if mention.role.of else ())
        self.nouns.update(mention.nouns)
        self.country = self.country or mention.country
        self.acts_for = self.acts_for or mention.acts_for

    def _add_name(self, mention: Mention) -> None:
        words = name_key(mention.name)
        if words:
            self.names.setdefault(words)
        self.standings.add(mention.standing)
        if mention.kind == "organisation" and mention.name in organisations():
            self.known = organisations()[mention.name].name

    def absorb(self, other: Chain) -> None:
        """Take all of a chain that turns out to be this one."""
        for mention in other.mentions:
            self.add(mention)
        for kind, third, mention in other.relations:
            self.relations.append((kind, third, mention))
            third.relations = [(k, self if c is other else c, m) for k, c, m in third.relations]

    @property
    def gender(self) -> Gender | None:
        """Return the gender that a title tells, else the one most pronouns have, else the first name's."""
        if self.told_gender is not None or not self.heard_genders:
            return self.told_gender or self.likely_gender
        return max(sorted(self.heard_genders), key=lambda gender: self.heard_genders[gender])

    def before(self, offset: int) -> Mention | None:
        """Return the last mention before a text offset."""
        index = bisect_left(self.mentions, offset, key=lambda mention: mention.head)
        return self.mentions[index - 1] if index else None

    @property
    def last(self) -> Mention:
        """Return the mention met last."""
        return self.mentions[-1]


class Chains:
    """The actors of a text."""

    def __init__(self) -> None:
        self._all: dict[int, Chain] = {}
        self._made = 0
        self._by_term: dict[Shared, dict[int, Chain]] = {}  # those spoken of last stand last
        self._heads: list[int] = []
        self._by_head: dict[int, dict[int, Chain]] = {}
        self._mention_at: dict[int, Mention] = {}

    def __iter__(self) -> Iterator[Chain]:
        """Yield the chains in the order of their first mentions."""
        return iter(self._all.values())

    def begin(self, kind: ActorKind) -> Chain:
        """Return a new chain without a mention."""
        self._made += 1
        chain = Chain(kind, self._made)
        self._all[chain.number] = chain
        return chain

    def take(self, chain: Chain, mention: Mention) -> None:
        """Add a mention to a chain and remember it for later mentions."""
        chain.add(mention)
        self._note(chain, mention)

    def merge(self, kept: Chain, other: Chain) -> None:
        """Make one chain of two."""
        for mention in other.mentions:
            for term in _terms(other, mention):
                self._by_term.get(term, {}).pop(other.number, None)
            self._by_head.get(mention.head, {}).pop(other.number, None)
        kept.absorb(other)
        del self._all[other.number]
        for mention in other.mentions:
            self._note(kept, mention)

    def _note(self, chain: Chain, mention: Mention) -> None:
        for term in _terms(chain, mention):
            alike = self._by_term.setdefault(term, {})
            alike.pop(chain.number, None)
            alike[chain.number] = chain
        if mention.head not in self._by_head:
            insort(self._heads, mention.head)
        here = self._by_head.setdefault(mention.head, {})
        here.pop(chain.number, None)
        here[chain.number] = chain
        self._mention_at[mention.head] = mention

    def at(self, head: int) -> Chain | None:
        """Return the chain whose mention was met last at a head."""
        return next(reversed(self._by_head.get(head, {}).values()), None)

    def named_like(self, mention: Mention) -> list[Chain]:
        """Return the chains that a name may be another of, in order, and more."""
        return self._with(_asked_by_name(mention))

    def of_noun(self, nouns: set[str]) -> list[Chain]:
        """Return the chains told by one of the nouns, or with it in their name, in order."""
        return self._with([(sort, noun) for noun in sorted(nouns) for sort in ("noun", "in name")])

    def _with(self, terms: list[Shared]) -> list[Chain]:
        found: dict[int, Chain] = {}
        for term in terms:
            found.update(islice(reversed(self._by_term.get(term, {}).items()), _MOST_ALIKE))
        return [found[number] for number in sorted(found)]

    def spoken_of(self, near: Callable[[Mention], bool], before: int | None = None) -> list[Chain]:
        """Return the chains of the mentions that are still near, going back from an offset, in order."""
        place = len(self._heads) if before is None else bisect_left(self._heads, before)
        found: dict[int, Chain] = {}
        for index in range(place - 1, max(-1, place - 1 - _MOST_BACK), -1):
            head = self._heads[index]
            if not near(self._mention_at[head]):
                break
            found.update(self._by_head[head])
        return [found[number] for number in sorted(found)]


def _terms(chain: Chain, mention: Mention) -> Iterator[Shared]:
    """Yield under what a chain is found by others' names and nouns."""
    if mention.form == "pronoun":
        return
    for noun in (*mention.nouns, *((mention.lemma,) if mention.form == "nominal" else ())):
        yield "noun", noun
    if chain.country and chain.kind == "country":
        yield "country", chain.country
    if mention.form != "name":
        return
    key = name_key(mention.name)
    if not key:
        return
    yield "name", key
    if chain.kind == "person":
        yield from _of_person(key)
    else:
        yield from (("in name", word) for word in key)
        yield from _of_body(chain.known, key)


def _of_person(key: tuple[str, ...]) -> Iterator[Shared]:
    """Yield what a person's name is found by: its beginnings, its last word, either end by one word."""
    yield from (("beginning", key[:length]) for length in range(2, len(key)))
    if len(key) > 1:
        yield "surname", key[-1]
        yield from (("end", word) for word in {key[0], key[-1]})
    else:
        yield "alone", key[0]


def _of_body(known: str, key: tuple[str, ...]) -> Iterator[Shared]:
    if known:
        yield "known", known
    yield "first", key[0]
    yield "initials", _initials(key)


def _asked_by_name(mention: Mention) -> list[Shared]:
    """Return under what the chains stand that a name may be another of."""
    key = name_key(mention.name)
    if not key:
        return []
    asked: list[Shared] = [("name", key)]
    if mention.kind == "country":
        asked.append(("country", mention.country))
    elif mention.kind != "person":
        held = organisations().get(mention.name) if mention.kind == "organisation" else None
        asked += _of_body(held.name if held is not None else "", key)
    elif len(key) > 1:
        asked += [("beginning", key), ("surname", key[-1]), ("alone", key[0]), ("alone", key[-1])]
        asked += [("name", key[:length]) for length in range(2, len(key))]
    else:
        asked += [("end", key[0]), ("alone", key[0])]
    return asked


def _initials(key: tuple[str, ...]) -> str:
    """Return what a body may be called for short: its initials, or its one word without full stops."""
    if len(key) == 1:
        return key[0].replace(".", "")
    return "".join(word[:1] for word in key if word not in _LITTLE)


def name_key(name: str) -> tuple[str, ...]:
    """Return a name's words for comparing: lower case, no full stops, no suffix such as Jr."""
    plain = [word.lower().removesuffix("'s").removesuffix("’s").strip(".,'’\"“”()") for word in name.split()]
    kept = [word for word in plain if word and word not in _SUFFIXES]
    return tuple(kept or plain)


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
    middles = [{word[0] for word in name[1:-1]} for name in (short, long)]
    if all(middles) and not middles[0] & middles[1]:
        return False  # George H. W. Bush, George W. Bush
    return one == other or one in long or (min(len(one), len(other)) == 1 and one[0] == other[0])


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
    if len(short) == 1 and len(long) > 1 and len(_initials(long)) > 1 and _initials(short) == _initials(long):
        return True
    return len(short) < len(long) and long[: len(short)] == short and short[0] not in _SHARED


def count_of(mention: Mention) -> str | None:
    """Return how many a plural noun says there are, as it can be compared; None where it does not say."""
    token = mention.token
    numeral = next((left for left in token.lefts if left.dep_ == "nummod"), None) if token else None
    if numeral is None:
        return None
    value = number_of(numeral.text)
    return f"{value:g}" if value is not None else numeral.lower_


def modifiers(name: str) -> frozenset[str]:
    """Return the words that stand before a noun, without those of number."""
    words = [word.lower() for word in name.split()[:-1]]
    return frozenset(word for word in words if word not in _QUANTIFIERS and not word[0].isdigit())
