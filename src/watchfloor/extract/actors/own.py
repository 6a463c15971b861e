"""The actors of the floor's own table: found by their names as they are written, known for what they are.

A row holds from its `from` until its `until`, by the day of publication; the name is found at any time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from watchfloor.extract.actors.words import first_names, organisation_words
from watchfloor.gazetteer import countries, country_of
from watchfloor.model import ActorKind, OwnActor, OwnTable, Role

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from watchfloor.extract.actors.chains import Chain
    from watchfloor.extract.article import Article

_FIRST = re.compile(r"\w+")
_SHORTEST = 3  # letters; shorter names are looked for in capitals only


class OwnActors:
    """The actors of a table by their names and other names, each as it is written."""

    def __init__(self, rows: Iterable[OwnActor]) -> None:
        self._held: dict[str, list[OwnActor]] = defaultdict(list)
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            for name in dict.fromkeys((row.name, *row.aliases)):
                first = _FIRST.search(name)
                if first is None or (len(name) < _SHORTEST and not name.isupper()):
                    continue
                if name not in self._held:
                    self._by_first[first[0]].append(name)
                self._held[name].append(row)
        for names in self._by_first.values():
            names.sort(key=lambda name: (-len(name), name))

    def named_in(self, doc: Doc) -> Iterator[tuple[int, int, OwnActor]]:
        """Yield the tokens of each name in a parse, the longest first at each place, without overlaps."""
        text, taken = doc.text if self._held else "", 0
        for token in doc if self._held else ():
            if token.i < taken or token.text not in self._by_first:
                continue
            for name in self._by_first[token.text]:
                if not text.startswith(name, token.idx):
                    continue
                end = _end_of(doc, token.i, token.idx + len(name))
                if end is not None:
                    taken = end
                    yield token.i, end, self._held[name][0]
                    break

    def of(self, name: str, published: str | None) -> OwnActor | None:
        """Return the row that a name means on a day: one that holds then, else the first without its ties."""
        rows = self._held.get(name, [])
        held = next((row for row in rows if _holds(row, published)), None)
        if held is not None or not rows:
            return held
        return replace(rows[0], party=None, country=None)


@lru_cache(maxsize=2)
def own_actors(table: OwnTable) -> OwnActors:
    """Return the actors of a table."""
    return OwnActors(table.actors)


def kind_of(actor: OwnActor) -> ActorKind:
    """Return what an actor is: as the table says it, else a person where a first name begins its name."""
    if actor.kind is not None:
        return actor.kind
    words = actor.name.split()
    is_person = len(words) > 1 and words[0].lower() in first_names() and words[-1] not in organisation_words()
    return "person" if is_person else "organisation"


def recognise_own(article: Article, chains: Sequence[Chain]) -> list[Chain]:
    """Return the actors of a text, those of the table with what it says of them, each of them once."""
    own = own_actors(article.context.own.actors)
    found: list[Chain] = []
    known: dict[str, Chain] = {}
    for chain in chains:
        row = next(
            (
                row
                for mention in chain.mentions
                if mention.form == "name" and (row := own.of(mention.name, article.context.published))
            ),
            None,
        )
        if row is None:
            found.append(chain)
        elif (same := known.get(row.name)) is not None and same.kind == chain.kind:
            same.absorb(chain)
        else:
            known.setdefault(row.name, chain)
            _tell(chain, row)
            found.append(chain)
    return found


def _tell(chain: Chain, row: OwnActor) -> None:
    """Give an actor what the table says of it."""
    chain.own, chain.known = row, row.name
    if row.country is not None:
        code = row.country.upper()
        chain.country = code if code in countries() else country_of(row.country) or chain.country
    first = next(mention for mention in chain.mentions if mention.form == "name")
    if row.party is not None and first.role is None:
        at = chain.mentions.index(first)
        chain.mentions[at] = replace(first, role=Role(title="member", of=row.party))


def _end_of(doc: Doc, start: int, end: int) -> int | None:
    """Return the token behind the one that ends at a character of a parse, None where none does."""
    for token in doc[start:]:
        last = token.idx + len(token.text)
        if last >= end:
            return token.i + 1 if last == end else None
    return None


def _holds(row: OwnActor, published: str | None) -> bool:
    """Tell whether a row holds on a day; one of no day is taken for one of today."""
    if published is None:
        return row.until is None
    since, until = row.since or "", row.until or "9999"
    return published[: len(since)] >= since and published[: len(until)] <= until
