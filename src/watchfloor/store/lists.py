"""What can be listed, and how each list is narrowed: one row of a table for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor.model import TimeBound
from watchfloor.store import schema
from watchfloor.store.ledger import open_in
from watchfloor.store.scope_terms import TermGroup, Terms
from watchfloor.store.terms import country

Last = int | None
Is = Callable[[Any], sa.ColumnElement[bool]]  # that a statement speaks of an id
TellingTexts = Callable[[Last], tuple[tuple[sa.Select[Any], Is], ...]]


def held(table: sa.FromClause, last: Last) -> sa.ColumnElement[bool]:
    """Return that a row is held as of an admission; changes are never closed."""
    if "known_until" in table.c:
        return open_in(table, last)
    return sa.true() if last is None else table.c.known_from <= last


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Where a row says when something happened, by first and last day; a moment may stand for both."""

    first: sa.Column[Any]
    last: sa.Column[Any]
    is_moment: bool = False

    def within(self, begin: TimeBound | None, end: TimeBound | None) -> list[sa.ColumnElement[bool]]:
        """Return the conditions of what happened between two bounds; what is undated did not."""
        found: list[sa.ColumnElement[bool]] = []
        if begin is not None:
            found.append(self._at_least(begin))
        if end is not None:
            found.append(self._at_most(end))
        return found

    def days(self, begin: TimeBound, end: TimeBound) -> sa.Select[Any] | None:
        """Return the statement for the days between two bounds on which anything happened, each found anew.

        None where a row has a first and a last day, or moments.
        """
        if self.is_moment or self.last is not self.first:
            return None
        day = self.first
        found = sa.select(sa.func.min(day).label("day")).where(day >= begin.day).cte("days", recursive=True)
        later = sa.select(sa.func.min(day)).where(day > found.c.day).scalar_subquery()
        every = found.union_all(sa.select(later).where(found.c.day <= end.day + "~"))
        return sa.select(every.c.day).where(every.c.day <= end.day + "~")

    def _at_least(self, begin: TimeBound) -> sa.ColumnElement[bool]:
        if not self.is_moment:
            return sa.func.coalesce(self.last, self.first) + "~" >= begin.day
        # The first condition is for the index, the second for days that are moments elsewhere.
        least = min(begin.day, begin.instant)
        by_day = sa.and_(sa.func.length(self.first) == 10, self.first >= begin.day)
        by_moment = sa.and_(sa.func.length(self.first) > 10, self.first >= begin.instant)
        return sa.and_(self.first >= least, sa.or_(by_day, by_moment))

    def _at_most(self, end: TimeBound) -> sa.ColumnElement[bool]:
        if not self.is_moment:  # "2026-03" lies in all of its days, and "~" stands behind them
            return self.first <= end.day + "~"
        most = max(end.day, end.instant)
        by_day = sa.and_(sa.func.length(self.first) == 10, self.first <= end.day)
        by_moment = sa.and_(sa.func.length(self.first) > 10, self.first <= end.instant)
        return sa.and_(self.first <= most, sa.or_(by_day, by_moment))


@dataclass(frozen=True, slots=True)
class InScope:
    """Under which conditions a row is in scope.

    Where `is_few`, they lead to few rows by an index, which are sorted; otherwise the list is walked.
    """

    conditions: list[sa.ColumnElement[bool]]
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class ListShape:
    """How the things of one kind are listed.

    One that `is_led` has its own rows in `scope`; the others hang on things that have. `told` says which
    texts tell of a thing, by the kind of what it is about where it is about others; one that is told by its
    own text alone `has_text`. What hangs on reports alone is sought by the groups of terms that `by_report`
    gives, which its report must have.
    """

    kind: str
    table: sa.Table
    born: Any
    told: TellingTexts | Mapping[str, TellingTexts]
    in_scope: Callable[[Terms], InScope]
    is_led: bool = True
    by_report: Callable[[Terms], tuple[TermGroup, ...]] = lambda _: ()
    has_text: bool = False
    grade: Any = None
    happened: DayColumns | None = None

    def told_by_any(self, matching: sa.Select[Any], last: Last) -> sa.ColumnElement[bool]:
        """Return that a row is told by a matching text, where few texts match and lead to the rows."""
        searchable = schema.searchable
        matched = searchable.c.row.in_(matching)
        known = matched if last is None else sa.and_(matched, searchable.c.known_from <= last)
        if self.has_text:
            return self.table.c.text_id.in_(sa.select(searchable.c.text_id).where(known))
        if isinstance(self.told, Mapping):
            kind, id_ = self.table.c.about_kind, self.table.c.about_id
            return sa.or_(
                *(
                    sa.and_(
                        kind == name,
                        id_.in_(_union(it.where(known, self._has(name)) for it, _ in told(last))),
                    )
                    for name, told in self.told.items()
                )
            )
        return self.table.c.id.in_(_union(statement.where(known) for statement, _ in self.told(last)))

    def _has(self, kind: str) -> sa.ColumnElement[bool]:
        """Return that anything is about a kind; where nothing is, what the words tell of it is not sought."""
        mine = self.table.alias()
        return sa.select(sa.literal(1)).where(mine.c.about_kind == kind).exists()

    def told_by_one(self, matching: sa.Select[Any], last: Last, *, oldest: int = 0) -> sa.ColumnElement[bool]:
        """Return that a row is told by a matching text, asked of each row on a walk.

        Where many match, texts from the row `oldest` on are sought among those that match from there on;
        the database gathers all that match when it first comes to an older text.
        """
        row, [match] = schema.searchable.c.row, matching.selected_columns
        # Written as a sum, so that the database goes from the thing to its texts, not from all texts.
        matched: sa.ColumnElement[bool] = (row + 0).in_(matching)
        if oldest:
            matched = sa.or_((row + 0).in_(matching.where(match >= oldest)), sa.and_(row < oldest, matched))
        known = matched if last is None else sa.and_(matched, schema.searchable.c.known_from <= last)
        if isinstance(self.told, Mapping):
            kind, id_ = self.table.c.about_kind, self.table.c.about_id
            return sa.or_(
                *(sa.and_(kind == name, _any_of(told(last), known, id_)) for name, told in self.told.items())
            )
        return _any_of(self.told(last), known, self.table.c.id)


def _union(statements: Iterable[sa.Select[Any]]) -> Any:
    first, *others = statements
    return sa.union(first, *others) if others else first


def _any_of(
    told: Iterable[tuple[sa.Select[Any], Is]], known: sa.ColumnElement[bool], id_: Any
) -> sa.ColumnElement[bool]:
    return sa.or_(*(statement.where(known, is_id(id_)).exists() for statement, is_id in told))


def _is(column: Any) -> Is:
    return lambda id_: column == id_


def _own_text(table: sa.Table) -> TellingTexts:
    searchable = schema.searchable

    def told(_last: Last) -> tuple[tuple[sa.Select[Any], Is], ...]:
        mine = table.alias()
        statement = sa.select(mine.c.id).join(searchable, searchable.c.text_id == mine.c.text_id)
        return ((statement, _is(mine.c.id)),)

    return told


def _with_texts_of_reports(last: Last) -> tuple[tuple[sa.Select[Any], Any], ...]:
    """Texts tell a report as its own, and as those of its renditions unless they were read again."""
    report, searchable, rendition = schema.report.alias(), schema.searchable, schema.rendition
    member, again = schema.member.alias(), schema.reading
    own = (
        sa.select(report.c.id)
        .join(searchable, searchable.c.text_id == report.c.text_id)
        .where(open_in(report, last))
    )
    read_again = sa.select(sa.literal(1)).where(again.c.id == rendition.c.id, open_in(again, last)).exists()
    of_renditions = (
        sa.select(member.c.whole)
        .join(rendition, rendition.c.id == member.c.member)
        .join(searchable, searchable.c.text_id == rendition.c.text_id)
        .where(member.c.kind == "rendition", open_in(member, last), ~read_again)
    )
    return ((own, report.c.id), (of_renditions, member.c.whole))


def _of_report(last: Last) -> tuple[tuple[sa.Select[Any], Is], ...]:
    return tuple((statement, _is(report)) for statement, report in _with_texts_of_reports(last))


def _of_story(last: Last) -> tuple[tuple[sa.Select[Any], Is], ...]:
    found = []
    for statement, report in _with_texts_of_reports(last):
        member = schema.member.alias()
        joined = statement.join(
            member, sa.and_(member.c.kind == "report", member.c.member == report, open_in(member, last))
        )
        found.append((joined.with_only_columns(member.c.whole), _is(member.c.whole)))
    return tuple(found)


def _with_texts_of_events(last: Last) -> tuple[sa.Select[Any], Any]:
    mention, searchable = schema.mention.alias(), schema.searchable
    statement = (
        sa.select(mention.c.event)
        .join(searchable, searchable.c.text_id == mention.c.text_id)
        .where(open_in(mention, last))
    )
    return statement, mention.c.event


def _of_event(last: Last) -> tuple[tuple[sa.Select[Any], Is], ...]:
    statement, event = _with_texts_of_events(last)
    return ((statement, _is(event)),)


def _of_actor(last: Last) -> tuple[tuple[sa.Select[Any], Is], ...]:
    statement, event = _with_texts_of_events(last)
    scope = schema.scope.alias()
    mine = sa.and_(scope.c.kind == "event", scope.c.id == event, open_in(scope, last), _names_actor(scope))
    joined = statement.join(scope, mine).with_only_columns(_actor_in(scope))
    return ((joined, lambda id_: scope.c.term == _ACTOR + id_),)


_ACTOR = "actor:"


def _names_actor(scope: Any) -> sa.ColumnElement[bool]:
    """Return that a row of `scope` says of an event that an actor has part in it."""
    return sa.and_(scope.c.unit == "", scope.c.term >= _ACTOR, scope.c.term < "actor;")


def _actor_in(scope: Any) -> Any:
    """Return the id of the actor that a row of `scope` is by."""
    return sa.func.substr(scope.c.term, len(_ACTOR) + 1)


def _led(kind: str, table: sa.Table) -> Callable[[Terms], InScope]:
    born = table.c.born if "born" in table.c else table.c.known_from
    return lambda terms: InScope(terms.met(kind, table.c.id, born=born))


# ---------------------------------------------------------------------- what hangs on reports, and actors


def _in_report(table: sa.Table) -> Callable[[Terms], InScope]:
    return lambda terms: _by_report(table, terms, terms.groups)


def _by_report(table: sa.Table, terms: Terms, groups: tuple[TermGroup, ...]) -> InScope:
    """Return that a row is of a report in scope: of one of few, or of one that is asked for each row."""
    way = terms.way_to("report", groups[0]) if len(groups) == 1 else None
    if way == "look up":
        # With something added to it, each row of the walk is asked for; the reports are looked up once.
        return InScope([table.c.report.concat("").in_(terms.having("report", groups, groups[0]))])
    reports = None if way == "walk" else terms.ids("report", groups)
    if reports is None:
        return InScope(terms.met("report", table.c.report, groups=groups))
    return InScope([table.c.report.in_(reports)], is_few=True)


def _quote_in_scope(terms: Terms) -> InScope:
    """A quote is in scope by its speaker, who must be an actor asked for, and by its report."""
    table = schema.quote
    if not terms.actors:
        return _by_report(table, terms, terms.groups)
    of_report = terms.met("report", table.c.report, groups=terms.without("actor"))
    said = table.c.speaker.in_(terms.actors)
    return InScope([said, *of_report], is_few=terms.are_few(table, said))


_EVENT_DAYS = DayColumns(schema.event.c.start, schema.event.c.end)
_ASKED = 15  # events that are looked at for each actor that is asked, rather than all being gathered
_OF_ITSELF = ("country", "actor")  # what an actor is in scope by without any event


def _actor_in_scope(terms: Terms) -> InScope:
    """An actor is in scope by country and name, and for the rest by one event that it has part in."""
    table = schema.actor
    found: list[sa.ColumnElement[bool]] = []
    if terms.countries:
        found.append(table.c.country.in_(terms.countries))
    if terms.actors:
        found.append(table.c.id.in_(terms.actors))
    rest = terms.without(*_OF_ITSELF)
    dates = _EVENT_DAYS.within(terms.scope.happened_from, terms.scope.happened_to)
    events = None if terms.actors else _few_events(terms, rest, dates)
    if events is not None:
        found.append(table.c.id.in_(_having_part(terms, events)))
    elif rest or dates:
        found.append(_has_part(terms, rest, dates))
    return InScope(found, is_few=bool(terms.actors) or events is not None)


def _few_events(
    terms: Terms, rest: tuple[TermGroup, ...], dates: list[sa.ColumnElement[bool]]
) -> sa.Select[Any] | None:
    """Return the statement for the events in scope and of some days, where those are not many."""
    event = schema.event
    if not rest:
        few = bool(dates) and terms.are_few(event, *dates)
        return sa.select(event.c.id).where(terms.open(event), *dates) if few else None
    if not dates and terms.countries:
        # Either each of the actors of a country is asked, or the events lead to them: whichever are fewer.
        actors = terms.count("actor", TermGroup("country", tuple(map(country, terms.countries))))
        leading = terms.rarest("event", rest)
        if leading is not None and _ASKED * actors < terms.count("event", leading):
            return None
    events = terms.ids("event", rest)
    if events is None or not dates:
        return events
    return sa.select(event.c.id).where(event.c.id.in_(events), terms.open(event), *dates)


def _having_part(terms: Terms, events: sa.Select[Any]) -> sa.Select[Any]:
    """Return the statement for the actors that have part in one of few events."""
    part = schema.scope.alias()
    return sa.select(_actor_in(part)).where(
        part.c.kind == "event",
        part.c.id.in_(events),
        part.c.basis.in_(terms.bases),
        _names_actor(part),
        terms.open(part),
    )


def _has_part(
    terms: Terms, rest: tuple[TermGroup, ...], dates: list[sa.ColumnElement[bool]]
) -> sa.ColumnElement[bool]:
    """Return that an actor has part in an event in scope, asked of each actor on a walk."""
    event = schema.scope.alias()
    part = sa.select(sa.literal(1)).where(
        event.c.kind == "event",
        event.c.term == _ACTOR + schema.actor.c.id,
        event.c.basis.in_(terms.bases),
        terms.open(event),
        *terms.met("event", event.c.id, groups=rest, born=event.c.born),
    )
    if dates:
        dated = sa.select(sa.literal(1)).where(
            schema.event.c.id == event.c.id, terms.open(schema.event), *dates
        )
        part = part.where(dated.exists())
    return part.exists()


LISTS: dict[str, ListShape] = {
    "reports": ListShape(
        "report",
        schema.report,
        schema.report.c.born,
        _of_report,
        _led("report", schema.report),
        happened=DayColumns(schema.report.c.published, schema.report.c.published, is_moment=True),
    ),
    "stories": ListShape(
        "story",
        schema.story,
        schema.story.c.born,
        _of_story,
        _led("story", schema.story),
        happened=DayColumns(schema.story.c.first, schema.story.c.last),
    ),
    "events": ListShape(
        "event",
        schema.event,
        schema.event.c.born,
        _of_event,
        _led("event", schema.event),
        grade=schema.event.c.grade,
        happened=_EVENT_DAYS,
    ),
    "changes": ListShape(
        "change",
        schema.change,
        schema.change.c.known_from,
        {"event": _of_event, "report": _of_report, "story": _of_story},
        _led("change", schema.change),
        grade=schema.change.c.grade,
        happened=DayColumns(schema.change.c.at, schema.change.c.at),
    ),
    "quotes": ListShape(
        "quote",
        schema.quote,
        schema.quote.c.born,
        _own_text(schema.quote),
        _quote_in_scope,
        is_led=False,
        by_report=lambda terms: () if terms.actors else terms.groups,
        has_text=True,
        grade=schema.quote.c.grade,
        happened=DayColumns(schema.quote.c.said, schema.quote.c.said, is_moment=True),
    ),
    "timeline": ListShape(
        "statement",
        schema.statement,
        schema.statement.c.born,
        _own_text(schema.statement),
        _in_report(schema.statement),
        is_led=False,
        by_report=lambda terms: terms.groups,
        has_text=True,
        happened=DayColumns(schema.statement.c.date, schema.statement.c.date),
    ),
    "actors": ListShape(
        "actor",
        schema.actor,
        schema.actor.c.born,
        _of_actor,
        _actor_in_scope,
        is_led=False,
    ),
}
