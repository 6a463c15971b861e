"""Scope -> SQL: the pages of every list, newest known first, ties by id.

A page is found in indexes alone: the rows of `scope` with one term stand in the order of the answer, so that
what a page costs does not depend on how much there is. Only where no term leads (words, days), what answers
is counted first: what up to `_FEW` texts tell, or `_FEW_DAYS` rows of an index of days, is sorted, found in
indexes that hold the order; where there is more, the list is walked until the page is full.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor.errors import UsageError
from watchfloor.model import Scope
from watchfloor.store import schema
from watchfloor.store.backends import backend_of
from watchfloor.store.ledger import open_in
from watchfloor.store.lists import LISTS, ListShape, held
from watchfloor.store.moments import instant, last_instant
from watchfloor.store.scope_terms import TermGroup, Terms
from watchfloor.store.search import SearchIndex, parsed

_FEW = 1000  # texts that hold the words and whose things are sorted rather than met on a walk
_NEWEST = 300  # texts, or about as many, that are asked for first where many hold the words
_MOST_WEIGHED = 5_000  # texts that hold the words, of which the best are looked for
_DAYS = 10  # days asked for, along each of which the list is walked
_FEW_DAYS = 10_000  # rows within the days asked for that an index leads to and that are sorted


_LAST_PLACE = 2**62  # what is beyond no database counts


@dataclass(frozen=True, slots=True)
class PageEnd:
    """Where a page ends: the admission and the id of its last row."""

    born: int
    id: str

    def written(self) -> str:
        """Return the opaque cursor that asks for the next page."""
        return base64.urlsafe_b64encode(f"{self.born} {self.id}".encode()).decode().rstrip("=")

    @classmethod
    def read(cls, cursor: str) -> PageEnd:
        """Return the place of a cursor; UsageError for what is none."""
        try:
            born, _, id_ = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().partition(" ")
            if abs(place := int(born)) > _LAST_PLACE:
                raise ValueError(born)
            return cls(place, id_)
        except (ValueError, binascii.Error) as error:
            raise UsageError(
                f"{cursor!r} is no cursor; give the one that stood below the last page"
            ) from error


@dataclass(frozen=True, slots=True)
class FoundRow:
    """What answers: its id, and the admission that first knew of it."""

    id: str
    born: int


def page(
    connection: sa.Connection, kind: str, scope: Scope, *, limit: int, after: PageEnd | None = None
) -> list[FoundRow]:
    """Return at most `limit` of what is in `scope`, after a place; `scope.as_of` is a sequence or None."""
    return Question(connection, LISTS[kind], scope).page(limit, after)


@dataclass(frozen=True, slots=True)
class Lead:
    """What the newest rows of a list hang on: the conditions to hang on the newest of them, and on `any`.

    What hangs on none of the newest became known no later than `bound` (0: they are all there are), or else
    late: after what it hangs on.
    """

    newest: sa.ColumnElement[bool]
    any: sa.ColumnElement[bool]
    bound: int


class Question:
    """One scope asked of one list."""

    def __init__(self, connection: sa.Connection, listed: ListShape, scope: Scope) -> None:
        assert not isinstance(scope.as_of, str), "moments are sequences by now"
        self._connection = connection
        self._index = backend_of(connection).index
        self._list = listed
        self._scope = scope
        self._last = scope.as_of
        self._terms = Terms(scope, connection)
        self._oldest_of_many = 0  # row from which on texts are asked for first, where many hold the words

    def page(self, limit: int, after: PageEnd | None) -> list[FoundRow]:
        """Return at most `limit` of what answers, after a place."""
        newest = self._of_newest(limit) if after is None else None
        if newest is not None:
            return newest
        few = self._few_by_words()
        leading = self._terms.rarest(self._list.kind) if few is None and self._list.is_led else None
        statement = self._walked(few, after) if leading is None else self._led(leading, after)
        return [FoundRow(row.id, row.born) for row in self._connection.execute(statement.limit(limit))]

    def _walked(self, few: sa.ColumnElement[bool] | None, after: PageEnd | None) -> Any:
        """Return the statement along the list itself, or of a few rows that an index leads to, sorted."""
        table, born = self._list.table, self._list.born
        days = self._few_days() if few is None else ()
        if days:
            return self._along(days, after)
        in_scope = self._list.in_scope(self._terms)
        statement = sa.select(table.c.id, born.label("born")).where(*self._own(few), *in_scope.conditions)
        statement = statement.where(*self._bounds(born, table.c.id, after)).distinct()
        is_sorted = few is not None or in_scope.is_few or self._is_led_by_days()
        return statement.order_by((born + 0).desc() if is_sorted else born.desc(), table.c.id)

    def _led(self, leading: TermGroup, after: PageEnd | None) -> Any:
        """Return the statement along the rows of a group of terms, of those that the list has."""
        scope = schema.scope
        table, asked = self._list.table, self._own(None)
        where = self._bounds(scope.c.born, scope.c.id, after)
        if len(asked) > 1:
            where.append(sa.select(sa.literal(1)).where(table.c.id == scope.c.id, *asked).exists())
        return self._terms.newest(self._list.kind, leading, *where)

    def _of_newest(self, limit: int) -> list[FoundRow] | None:
        """Return the first page of what hangs on reports or texts, where the newest of these lead to it."""
        scope = self._scope
        narrowed = (scope.since, scope.until, scope.happened_from, scope.happened_to)
        if any(it is not None for it in narrowed):
            return None
        for lead in self._leads(limit):
            found = self._connection.execute(self._hanging_on(lead).limit(limit)).all()
            if len(found) == limit or not lead.bound:
                return [FoundRow(row.id, row.born) for row in found]
        return None

    def _leads(self, limit: int) -> Iterator[Lead]:
        """Yield the newest reports in scope, or texts with the words, where either is all that is asked."""
        groups = self._list.by_report(self._terms)
        sizes = (limit // 2 + 1, 4 * limit)
        if self._scope.words is None and groups:
            yield from self._newest_reports(groups, sizes)
        elif self._scope.words is not None and self._list.has_text and not self._terms and self._last is None:
            yield from self._newest_texts(self._scope.words, sizes)

    def _newest_reports(self, groups: tuple[TermGroup, ...], sizes: Iterable[int]) -> Iterator[Lead]:
        leading = self._terms.rarest("report", groups)
        assert leading is not None, "there are groups"
        newest, report = self._terms.newest("report", leading, groups=groups), self._list.table.c.report
        met = sa.and_(*self._terms.met("report", report, groups=groups))
        for most in sizes:
            rows = self._connection.execute(newest.limit(most)).all()
            yield Lead(report.in_([row.id for row in rows]), met, rows[-1].born if len(rows) == most else 0)

    def _newest_texts(self, words: str, sizes: Iterable[int]) -> Iterator[Lead]:
        table, matching = schema.searchable, self._index.rows(parsed(words))
        told = self._list.told_by_one(matching, self._last)
        for most in sizes:
            some = matching.order_by(self._index.row.desc()).limit(most)
            newest = sa.select(table.c.text_id, table.c.known_from).where(table.c.row.in_(some))
            rows = self._connection.execute(newest.order_by(table.c.row.desc())).all()
            bound = rows[-1].known_from if len(rows) == most else 0
            yield Lead(self._list.table.c.text_id.in_([row.text_id for row in rows]), told, bound)

    def _hanging_on(self, lead: Lead) -> Any:
        """Return the statement for what hangs on the newest, or came late and hangs on any.

        With something added to it, when a row became known leads to none: what it hangs on does.
        """
        table, born = self._list.table, self._list.born
        bounds = self._bounds(born + 0, table.c.id, None)
        theirs = sa.select(table.c.id, (born + 0).label("born")).where(
            born + 0 > lead.bound, *self._own(lead.newest), *bounds
        )
        if not lead.bound:
            return theirs.distinct().order_by(sa.desc("born"), table.c.id)
        late = sa.select(table.c.id, table.c.late.label("born")).where(
            table.c.late > lead.bound, *self._own(lead.any), *bounds
        )
        return sa.union(theirs, late).order_by(sa.desc("born"), "id")

    def _own(self, few: sa.ColumnElement[bool] | None) -> list[sa.ColumnElement[bool]]:
        """Return what is asked of a row of the list itself: first of all that it is held.

        `few` says that it is told in the words asked for, where few texts hold them.
        """
        listed, scope, table = self._list, self._scope, self._list.table
        found = [held(table, self._last)]
        if listed.grade is not None and not scope.weak:
            found.append(sa.or_(listed.grade.is_(None), listed.grade != "weak"))
        if table is schema.actor:
            found.append(schema.actor.c.public.is_(True))
        if table is schema.event:
            mention = schema.mention
            told = sa.select(sa.literal(1)).where(mention.c.event == table.c.id, open_in(mention, self._last))
            found.append(told.exists())
        if listed.happened is not None:
            found += listed.happened.within(scope.happened_from, scope.happened_to)
        if few is not None:
            found.append(few)
        elif scope.words is not None:
            matching = self._index.rows(parsed(scope.words))
            found.append(listed.told_by_one(matching, self._last, oldest=self._oldest_of_many))
        return found

    def _few_by_words(self) -> sa.ColumnElement[bool] | None:
        """Return that a row is told by one of the texts that hold the words, where those are few."""
        if self._scope.words is None:
            return None
        matching = self._index.rows(parsed(self._scope.words))
        some = matching.limit(_FEW).subquery()
        counted = sa.select(sa.func.count(), sa.func.max(some.c[0])).select_from(some)
        count, last = self._connection.execute(counted).one()
        if count >= _FEW:
            newest = self._connection.scalar(sa.select(sa.func.max(schema.searchable.c.row))) or 0
            self._oldest_of_many = max(0, newest - last * _NEWEST // _FEW)
            return None
        matched = matching.cte("matched")
        return self._list.told_by_any(sa.select(*matched.c), self._last)

    def _along(self, days: Sequence[str], after: PageEnd | None) -> Any:
        """Return the statement along what happened on each of some days, merged in order."""
        table, born, happened = self._list.table, self._list.born, self._list.happened
        assert happened is not None, "there are days"
        asked = [*self._own(None), *self._bounds(born, table.c.id, after)]
        walks = [
            sa.select(table.c.id, born.label("born")).where(happened.first == day, *asked).distinct()
            for day in days
        ]
        if len(walks) == 1:
            return walks[0].order_by(born.desc(), table.c.id)
        return sa.union(*walks).order_by(sa.desc("born"), "id")

    def _few_days(self) -> Sequence[str]:
        """Return the days between those asked for, where they are all that is asked for, and few.

        What is dated by a month or a year lies in its days.
        """
        begin, end, happened = self._scope.happened_from, self._scope.happened_to, self._list.happened
        if begin is None or end is None or happened is None or self._terms:
            return ()
        statement = happened.days(begin, end)
        if statement is None:
            return ()
        days = self._connection.scalars(statement.limit(_DAYS + 1)).all()
        around = (begin.day[:4], begin.day[:7])
        return tuple(dict.fromkeys((*around, *days))) if len(days) <= _DAYS else ()

    def _is_led_by_days(self) -> bool:
        """Tell whether so little happened within the days asked for that it is sorted, not walked to."""
        scope, listed = self._scope, self._list
        if listed.happened is None or not (scope.happened_from or scope.happened_to) or self._terms:
            return False
        within = listed.happened.within(scope.happened_from, scope.happened_to)
        return self._terms.are_few(listed.table, *within, most=_FEW_DAYS)

    def _bounds(self, born: Any, id_: Any, after: PageEnd | None) -> list[sa.ColumnElement[bool]]:
        """Return the conditions of what became known in time, and stands after a place."""
        found = known_between(self._connection, self._scope, born)
        if after is None:
            return found
        return [*found, born <= after.born, sa.or_(born < after.born, id_ > after.id)]


def find(
    connection: sa.Connection, scope: Scope, *, limit: int, after: PageEnd | None = None, best: bool = False
) -> list[int]:
    """Return the rows of the search index that hold the words of a scope and lie in it, each text once.

    Newest first is one walk from the end of the index; best first weighs what matches, the newest of much.
    """
    assert not isinstance(scope.as_of, str), "moments are sequences by now"
    assert scope.words is not None, "words are sought"
    index, query, table = backend_of(connection).index, parsed(scope.words), schema.searchable
    matched = index.rows(query)
    newer, text = table.alias(), schema.text
    again = sa.select(sa.literal(1)).where(
        newer.c.text_id == table.c.text_id,
        newer.c.row > table.c.row,
        (newer.c.row + 0).in_(index.rows(query)),
        held(newer, scope.as_of),
    )
    here = sa.select(sa.literal(1)).where(text.c.id == table.c.text_id, text.c.removed.is_(None))
    asked = sa.select(table.c.row).where(
        here.exists(),
        ~again.exists(),
        held(table, scope.as_of),
        _told_in_scope(connection, scope),
        *known_between(connection, scope, table.c.known_from),
    )
    if best:
        skipped = after.born if after else 0
        pieces = _best_first(connection, index, matched, 2 * limit + skipped)
        return _those_asked(connection, asked, pieces, skipped + limit)[skipped:]
    return _those_asked(connection, asked, _newest_first(connection, index, matched, after), limit)


def _best_first(
    connection: sa.Connection, index: SearchIndex, matched: sa.Select[Any], few: int
) -> Iterator[list[int]]:
    """Yield the rows that match best, a few and then the rest.

    Of words that are in very many texts, the newest are weighed, and older ones only where those lie outside
    of what is asked: to weigh one takes as long as to find it, and how well such words fit tells little.
    """
    newest = matched
    while True:
        ends = newest.order_by(index.row.desc()).limit(1).offset(_MOST_WEIGHED)
        oldest = connection.scalar(ends)
        weighed = newest if oldest is None else newest.where(index.row > oldest)
        weighed = weighed.order_by(index.score, index.row)
        first = list(connection.scalars(weighed.limit(few)))
        yield first
        if len(first) == few:
            rest = list(connection.scalars(weighed.offset(few).limit(_MOST_WEIGHED)))
            yield from (rest[at : at + _FEW] for at in range(0, len(rest), _FEW))
        if oldest is None:
            return
        newest = matched.where(index.row <= oldest)


def _newest_first(
    connection: sa.Connection, index: SearchIndex, matched: sa.Select[Any], after: PageEnd | None
) -> Iterator[list[int]]:
    """Yield rows that match from the end of the index on, a few and then more at a time."""
    last, size = (after.born if after else None), 100
    while True:
        some = matched if last is None else matched.where(index.row < last)
        rows = list(connection.scalars(some.order_by(index.row.desc()).limit(size)))
        yield rows
        if len(rows) < size:
            return
        last, size = rows[-1], min(size * 2, _FEW)


def _those_asked(
    connection: sa.Connection, asked: sa.Select[Any], pieces: Iterator[list[int]], limit: int
) -> list[int]:
    """Return the first rows that lie in scope, in their order."""
    found: list[int] = []
    for rows in pieces:
        if rows:
            lying = set(connection.scalars(asked.where(schema.searchable.c.row.in_(rows))))
            found += [row for row in rows if row in lying]
        if len(found) >= limit:
            break
    return found[:limit]


def _told_in_scope(connection: sa.Connection, scope: Scope) -> sa.ColumnElement[bool]:
    """Return that a text is how some report in scope is read, rather than how it was read before."""
    last = scope.as_of if isinstance(scope.as_of, int) else None
    terms = Terms(scope, connection)
    searchable, rendition, again = schema.searchable, schema.rendition, schema.reading
    member, report = schema.member, schema.report
    days = LISTS["reports"].happened
    within = days.within(scope.happened_from, scope.happened_to) if days else []
    read_again = sa.select(sa.literal(1)).where(again.c.id == rendition.c.id, open_in(again, last))
    ways = []
    for table, where in ((rendition, ~read_again.exists()), (again, open_in(again, last))):
        way = sa.select(sa.literal(1)).where(table.c.text_id == searchable.c.text_id, where)
        if terms or within:
            way = way.join(
                member,
                sa.and_(member.c.kind == "rendition", member.c.member == table.c.id, open_in(member, last)),
            ).where(*terms.met("report", member.c.whole))
        if within:
            way = way.join(report, sa.and_(report.c.id == member.c.whole, open_in(report, last)))
            way = way.where(*within)
        ways.append(way.exists())
    return sa.or_(*ways)


def known_between(connection: sa.Connection, scope: Scope, born: Any) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of what became known between two moments, and by the one asked about."""
    table, last = schema.admission, scope.as_of

    def newest(where: sa.ColumnElement[bool]) -> int:
        ordered = sa.select(table.c.sequence).where(where)
        ordered = ordered.order_by(table.c.known.desc(), table.c.sequence.desc())
        return connection.scalar(ordered.limit(1)) or 0

    found = []
    if isinstance(scope.since, int):
        found.append(born > scope.since)
    elif scope.since:
        found.append(born > newest(table.c.known < instant(scope.since)))
    if scope.until:
        found.append(born <= newest(table.c.known <= last_instant(scope.until)))
    if last is not None:
        found.append(born <= last)
    return found
