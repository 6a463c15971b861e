"""The terms of a question, and the conditions under which a thing has them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any, Literal

import sqlalchemy as sa

from watchfloor.model import Scope
from watchfloor.store import schema, terms
from watchfloor.store.labelled import labelled_terms
from watchfloor.store.ledger import open_in

_FEW = 1000  # rows of a group of terms that are counted; more is much
_FEW_TO_TRY = 6000  # rows each of which is asked for other groups: less work than to walk a list for them
# By what is sorted, and looked up once, rather than walked to: the square of how many have it, by admissions.
_SORTED, _LOOKED_UP = 5, 350
_SAMPLE = 200  # of the newest rows of a term, by which it is told how rare it is
_NOBODY = "nobody"  # stands for actors that a floor does not know


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Terms of which any will do; those of an event must be said by one and the same event."""

    name: str
    terms: tuple[str, ...]

    @property
    def is_of_event(self) -> bool:
        """Tell whether an event bears these terms, rather than what tells of it."""
        return self.name in ("country", "place", "actor", "type", "context")


class Terms:
    """What a scope asks for by terms; false where it asks for nothing of the kind."""

    def __init__(self, scope: Scope, connection: sa.Connection) -> None:
        self._connection = connection
        self.scope = scope
        self._last = scope.as_of if isinstance(scope.as_of, int) else None
        self.actors = _actors(connection, scope.actors, self._last)
        self.countries = tuple(code.upper() for code in scope.countries)
        wanted = (
            ("country", map(terms.country, scope.countries)),
            ("place", chain.from_iterable(map(terms.asked_place, scope.places))),
            ("actor", map(terms.actor, self.actors)),
            ("type", map(terms.event_type, scope.types)),
            ("context", map(terms.context, scope.contexts)),
            ("outlet", map(terms.outlet, scope.outlets)),
            ("label", labelled_terms(connection, scope.labels, self._last)),
            ("label too", labelled_terms(connection, scope.labels_too, self._last)),
            ("language", map(terms.language, scope.languages)),
            ("story", map(terms.story, scope.stories)),
        )
        every = (TermGroup(name, tuple(dict.fromkeys(some))) for name, some in wanted)
        self.groups = tuple(group for group in every if group.terms)
        self.bases = ("strong", "lead", "own", "weak") if scope.weak else ("strong", "lead", "own")

    def __bool__(self) -> bool:
        return bool(self.groups)

    def open(self, table: Any) -> sa.ColumnElement[bool]:
        """Return that a row is held at the moment asked about."""
        return open_in(table, self._last)

    def without(self, *names: str) -> tuple[TermGroup, ...]:
        """Return the groups but for some."""
        return tuple(group for group in self.groups if group.name not in names)

    def rarest(self, kind: str, groups: tuple[TermGroup, ...] | None = None) -> TermGroup | None:
        """Return the group of terms that fewest things of a kind have, by the newest of them."""
        asked = self.groups if groups is None else groups
        if len(asked) < 2:
            return asked[0] if asked else None
        now = self._admissions()
        return min(asked, key=lambda group: self._rate(kind, group, now))

    def _rate(self, kind: str, group: TermGroup, now: int) -> float:
        """Return how many things of a kind with a group became known with each of the latest admissions."""
        table = schema.scope
        newest = (
            sa.select(table.c.born)
            .where(table.c.kind == kind, table.c.term == term, open_in(table, self._last))
            .where(table.c.born <= now)
            .order_by(table.c.born.desc())
            .limit(_SAMPLE)
            .subquery()
            for term in group.terms
        )
        counted = (sa.select(sa.func.count(), sa.func.min(some.c.born)) for some in newest)
        rate = 0.0
        for count, begun in self._connection.execute(sa.union_all(*counted)):
            rate += count / max(now - (begun if count == _SAMPLE else 0), 1)
        return rate

    def _admissions(self) -> int:
        """Return the last admission that is asked about."""
        if self._last is not None:
            return self._last
        return self._connection.scalar(sa.select(sa.func.max(schema.admission.c.sequence))) or 0

    def count(self, kind: str, group: TermGroup) -> int:
        """Return how many rows of `scope` there are for a group, counted as far as it may be tried."""
        table = schema.scope
        some = sa.select(sa.literal(1)).where(
            table.c.kind == kind, table.c.term.in_(group.terms), open_in(table, self._last)
        )
        counted = sa.select(sa.func.count()).select_from(some.limit(_FEW_TO_TRY).subquery())
        return self._connection.scalar(counted) or 0

    def are_few(self, table: Any, *where: sa.ColumnElement[bool], most: int = _FEW_TO_TRY) -> bool:
        """Tell whether a table has so few rows of a kind that they are sorted rather than walked to."""
        some = sa.select(sa.literal(1)).select_from(table).where(*where).limit(most)
        counted = sa.select(sa.func.count()).select_from(some.subquery())
        return (self._connection.scalar(counted) or 0) < most

    def way_to(self, kind: str, group: TermGroup) -> Literal["sort", "look up", "walk"]:
        """Tell how what hangs on the things that have a group is best found.

        The more things there are, the longer it takes to sort what hangs on them, and the shorter is the walk
        to a full page: a walk that asks whether a thing is one of those looked up once, or that asks each.
        """
        admissions = self._admissions()
        count = self.count(kind, group)
        if count**2 < _SORTED * admissions:
            return "sort"
        return "look up" if count < _FEW_TO_TRY and count**2 < _LOOKED_UP * admissions else "walk"

    def ids(self, kind: str, groups: tuple[TermGroup, ...]) -> sa.Select[Any] | None:
        """Return the statement for the things of a kind that have all groups, where that is not much.

        One group is met as often as it is said; of more, most of what the rarest has lacks another.
        """
        leading = self.rarest(kind, groups)
        few = _FEW if len(groups) < 2 else _FEW_TO_TRY
        if leading is None or self.count(kind, leading) >= few:
            return None
        return self.having(kind, groups, leading)

    def having(self, kind: str, groups: tuple[TermGroup, ...], leading: TermGroup) -> sa.Select[Any]:
        """Return the statement for the things of a kind that have all groups, found by the `leading` one."""
        table = schema.scope
        return (
            sa.select(table.c.id)
            .where(table.c.kind == kind, table.c.term.in_(leading.terms), table.c.basis.in_(self.bases))
            .where(open_in(table, self._last))
            .where(
                *self.met(
                    kind, table.c.id, groups=groups, leading=leading, unit=table.c.unit, born=table.c.born
                )
            )
            .distinct()
        )

    def newest(
        self,
        kind: str,
        leading: TermGroup,
        *where: sa.ColumnElement[bool],
        groups: tuple[TermGroup, ...] | None = None,
    ) -> Any:
        """Return the statement for the things of a kind that have all groups, newest known first.

        It is a walk along the rows of each term of the `leading` group, merged in order.
        """
        table = schema.scope
        asked = [
            table.c.kind == kind,
            table.c.basis.in_(self.bases),
            open_in(table, self._last),
            *self.met(kind, table.c.id, groups=groups, leading=leading, unit=table.c.unit, born=table.c.born),
            *where,
        ]
        if self._last is not None:
            asked.append(table.c.born <= self._last)
        walks = [
            sa.select(table.c.id, table.c.born).where(table.c.term == term, *asked).distinct()
            for term in leading.terms
        ]
        if len(walks) == 1:
            return walks[0].order_by(table.c.born.desc(), table.c.id)
        return sa.union(*walks).order_by(sa.desc("born"), "id")

    def met(
        self,
        kind: str,
        id_: Any,
        *,
        groups: tuple[TermGroup, ...] | None = None,
        leading: TermGroup | None = None,
        unit: Any = None,
        born: Any = None,
    ) -> list[sa.ColumnElement[bool]]:
        """Return the conditions that a thing has the groups, all but the `leading` one, met in `unit`.

        Where it is known when the thing was `born`, each is one look into an index.
        """
        others = [it for it in (self.groups if groups is None else groups) if it is not leading]
        of_events = [group for group in others if group.is_of_event]
        found = [self._has(kind, id_, group, born=born) for group in others if not group.is_of_event]
        if leading is not None and leading.is_of_event:
            return found + [self._has(kind, id_, group, unit=unit, born=born) for group in of_events]
        if of_events:
            found.append(self._has(kind, id_, of_events[0], beside=of_events[1:], born=born))
        return found

    def _has(
        self,
        kind: str,
        id_: Any,
        group: TermGroup,
        *,
        unit: Any = None,
        beside: list[TermGroup] | None = None,
        born: Any = None,
    ) -> sa.ColumnElement[bool]:
        """Return that a thing has a group of terms, in one unit with others that stand `beside` it."""
        probe = schema.scope.alias()
        found = sa.select(sa.literal(1)).where(
            probe.c.id == id_,
            *_of_kind(probe, kind, group.terms, is_found_by_term=born is not None),
            probe.c.basis.in_(self.bases),
            open_in(probe, self._last),
        )
        if not group.is_of_event:
            found = found.where(probe.c.unit == "")
        if unit is not None:
            found = found.where(probe.c.unit == unit)
        if born is not None:
            found = found.where(probe.c.born == born)
        for other in beside or ():
            found = found.where(self._has(kind, probe.c.id, other, unit=probe.c.unit, born=born))
        return found.exists()


def _of_kind(
    probe: Any, kind: str, some: tuple[str, ...], *, is_found_by_term: bool
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Return that a row is of a kind and has one of some terms.

    With something added to them, both are asked of the rows of the thing; otherwise the database might look
    for the thing among all that has the term.
    """
    if is_found_by_term:
        return probe.c.kind == kind, probe.c.term.in_(some)
    return probe.c.kind.concat("") == kind, probe.c.term.concat("").in_(some)


def _actors(connection: sa.Connection, asked: tuple[str, ...], last: int | None) -> tuple[str, ...]:
    """Return the ids of actors given by id or name; private persons are found by id alone."""
    if not asked:
        return ()
    table, redirect = schema.actor, schema.redirect
    found: list[str] = []
    for name in asked:
        named = sa.select(table.c.id).where(
            sa.func.lower(table.c.name) == sa.func.lower(name), table.c.public, open_in(table, last)
        )
        found += [name, *connection.scalars(named.order_by(table.c.id))]
        led = sa.select(redirect.c.new_id).where(
            redirect.c.kind == "actor", redirect.c.old_id == name, open_in(redirect, last)
        )
        found += connection.scalars(led)
    return tuple(dict.fromkeys(found)) or (_NOBODY,)
