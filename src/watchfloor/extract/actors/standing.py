"""What a text tells of an actor elsewhere, or leaves to be known: the country of "the authorities", the
office of a counterpart, that of a "President X" whom the table of office holders knows.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from watchfloor.extract.actors.chains import Chain
from watchfloor.extract.actors.coreference import is_modifier
from watchfloor.extract.actors.mentions import Mention
from watchfloor.extract.actors.word_lists import actor_words
from watchfloor.extract.actors.words import OfficeHolder, former_leaders, office_holders
from watchfloor.extract.article import Article
from watchfloor.gazetteer import country_of
from watchfloor.model import PlaceMention, Role

# What is somebody's and has no country of its own takes the one that the text speaks of.
_OF_A_COUNTRY = frozenset(("state", "crowd", "armed"))
_NOT_OF_ONE = actor_words("not of one")
_CHIEFS = actor_words("chiefs")
_DOMINANT = 0.6  # share of a text's country mentions above which it is about one country


def settle_namesakes(chains: Sequence[Chain], places: tuple[PlaceMention, ...]) -> None:
    """Give what bears a country's name, but is a state of another one, to that one: Georgia, with Atlanta.

    Only where no place of the text lies in the country of that name.
    """
    abroad = {
        code: place.country
        for place in places
        if place.country and (code := country_of(place.name)) and code != place.country
    }
    here = {place.country for place in places}
    for code, real in abroad.items():
        if code not in here:
            for chain in chains:
                _move(chain, code, real)


def _move(chain: Chain, code: str, real: str) -> None:
    """Give an actor of one country to another."""
    if chain.kind == "country" and chain.country == code and not chain.acts_for:
        chain.kind = "organisation"
    chain.mentions = [_moved(mention, code, real) for mention in chain.mentions]
    chain.country = real if chain.country == code else chain.country


def _moved(mention: Mention, code: str, real: str) -> Mention:
    """Return a mention with one country in the place of another."""
    role = mention.role
    if role is not None and role.of == code:
        mention = replace(mention, role=replace(role, of=real))
    return replace(mention, country=real) if mention.country == code else mention


def place_by_context(article: Article, chains: Sequence[Chain], places: tuple[PlaceMention, ...]) -> None:
    """Give actors without a name and country the country that stands before them in the text.

    Looked for in this order: a place that follows in the same sentence ("police in Lahore"), the subject
    country of the same paragraph, the country or place named last before in it, the country that most of
    the text is about.
    """
    marks = _country_marks(chains, places)
    if not marks:
        return
    counts = Counter(code for _, code, _ in marks)
    common, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
    dominant = common if count >= _DOMINANT * len(marks) else None
    offsets = [offset for offset, _, _ in marks]
    for chain in chains:
        if chain.country or chain.names or chain.kind not in ("group", "organisation"):
            continue
        first = next((mention for mention in chain.mentions if mention.form == "nominal"), None)
        if first is None or first.standing not in _OF_A_COUNTRY or first.lemma in _NOT_OF_ONE:
            continue
        chain.country = _place_after(first, places) or _before(article, first, marks, offsets) or dominant


def _country_marks(chains: Sequence[Chain], places: tuple[PlaceMention, ...]) -> list[tuple[int, str, bool]]:
    """Return where the text names countries and places of countries: offset, code, whether as subject."""
    marks = {
        mention.head: (mention.head, chain.country, mention.subject)
        for chain in chains
        if chain.kind == "country" and chain.country
        for mention in chain.mentions
        if mention.form == "name" and not is_modifier(mention.token)
    }
    for place in places:
        if place.country and place.grade == "strong":
            marks.setdefault(place.span.start, (place.span.start, place.country, False))
    return sorted(marks.values())


def _place_after(mention: Mention, places: tuple[PlaceMention, ...]) -> str | None:
    token = mention.token
    if token is None:
        return None
    for child in token.rights:
        if child.dep_ != "prep" or child.lower_ not in ("in", "of", "from", "at"):
            continue
        for thing in child.children:
            offset = mention.head - token.idx + thing.idx
            for place in places:
                if place.span.start <= offset < place.span.end:
                    return place.country
    return None


def _before(
    article: Article, mention: Mention, marks: list[tuple[int, str, bool]], offsets: list[int]
) -> str | None:
    start = article.paragraphs[mention.paragraph].start
    here = marks[bisect_left(offsets, start) : bisect_left(offsets, mention.head)]
    subjects = [code for _, code, subject in here if subject]
    if subjects:
        return subjects[-1]
    return here[-1][1] if here else None


def share_offices(chains: Sequence[Chain]) -> None:
    """Give a counterpart the office of the other, in the own country."""
    for chain in chains:
        for kind, other, mention in chain.relations:
            role = next((m.role for m in chain.mentions if m.role is not None), None)
            if kind != "counterpart" or role is None or any(m.role for m in other.mentions):
                continue
            index = next((i for i, own in enumerate(other.mentions) if own.head == mention.head), 0)
            ranks = frozenset().union(*(m.ranks for m in chain.mentions))
            other.mentions[index] = replace(
                other.mentions[index], role=Role(title=role.title, of=other.country), ranks=ranks
            )


# ----------------------------------------------------------------------------------------- office holders


def recognise(article: Article, chains: Sequence[Chain]) -> None:
    """Give people whom the table of office holders knows their country, and their office where it holds.

    By full name, or by surname beside the title of a chief; the office only if the text was published after
    it began.
    """
    published = article.context.published
    for chain in chains:
        if chain.kind != "person" or not chain.names:
            continue
        chain.well_known = any(_leads(name) for name in chain.names)
        holder = _holder(chain)
        if holder is None:
            continue
        chain.well_known = (
            chain.well_known or published is None or published[: len(holder.since)] >= holder.since
        )
        titled = any(mention.role is not None for mention in chain.mentions)
        if not titled and published is not None and published[: len(holder.since)] >= holder.since:
            first = chain.mentions[0]
            role = Role(title=holder.title, of=holder.country)
            chain.mentions[0] = replace(first, role=role, ranks=first.ranks | {"office"})
        chain.country = chain.country or holder.country


def _leads(name: tuple[str, ...]) -> bool:
    """Tell whether a whole name, or a surname that is hardly anybody else's, is that of a leader."""
    return (_plain(name[0]), _plain(name[-1])) in former_leaders()


def _holder(chain: Chain) -> OfficeHolder | None:
    chief = bool(chain.nouns & _CHIEFS)
    names = [tuple(_plain(word) for word in name) for name in chain.names]
    found = {holder for words in names for holder in _holders(words, chief=chief)}
    if chain.country:
        found = {holder for holder in found if holder.country == chain.country}
    countries = {holder.country for holder in found}
    return min(found, key=lambda holder: holder.title) if len(countries) == 1 else None


def _holders(words: tuple[str, ...], *, chief: bool) -> Iterator[OfficeHolder]:
    """Yield the holders of an office whom a name may mean: by both its names, a chief by one."""
    for word in (words[0], words[-1]):
        for holder in office_holders().get(word, ()):
            first = holder.words[0] if holder.words[0] != word else holder.words[-1]
            if (len(words) > 1 and first in words) or (len(words) == 1 and chief):
                yield holder


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
