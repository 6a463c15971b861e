"""Clauses: what a predicate says of itself, free of any parser's tags and labels.

A clause belongs to one predicate, a verb or the noun of a deed. It holds that predicate's own time and place
only: what dates or locates a noun beside it ("the 2016 election", "the wars in Libya") belongs to that noun.
`extract/lang/en` makes clauses from the English parse; other languages come through the same values.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model import Span

Voice = Literal["active", "passive"]
Tense = Literal["past", "present", "future", "none"]
Discourse = Literal["lead", "later", "background"]


@dataclass(frozen=True, slots=True)
class Adverbial:
    """A time or place that says when or where the predicate holds.

    `mention` is its index among the times or places of the article, `relation` the word that ties it to the
    predicate ("in", "since", "" where there is none). `rank` is 0 for the predicate's own phrase and grows
    with what it only shares: of an object, of a coordinated or an accompanying clause; `detail` is 0 for the
    most precise (a day, a point) and grows with what is wider.
    """

    mention: int
    relation: str
    rank: int
    detail: int
    distance: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A predicate with what its own words say of it.

    `gone_by` is the index of the time that has passed since ("ten years after the ..."), `remembered` tells
    that it is only called to mind ("the tenth anniversary of the day when ...").
    """

    predicate: Span
    lemma: str
    voice: Voice
    tense: Tense
    discourse: Discourse
    times: tuple[Adverbial, ...] = ()
    places: tuple[Adverbial, ...] = ()
    gone_by: int | None = None
    remembered: bool = False
