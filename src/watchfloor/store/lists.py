"""What can be listed, and how each list is narrowed: one row of a table for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from watchfloor.model import TimeBound
from watchfloor.store import schema
from watchfloor.store.ledger import open_in
from watchfloor.store.scope_terms import Terms

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
class ListShape:
    """How the things of one kind are listed.

    One that `is_led` has its own rows in `scope`; the others hang on things that have, by `in_scope`, and by
    `hanging` where those are few. `told` says which texts tell of a thing.
    """

    kind: str
    table: sa.Table
    born: Any
    told: TellingTexts
    in_scope: Callable[[Terms], list[sa.ColumnElement[bool]]]
    hanging: Callable[[Terms], sa.Select[Any] | None] = lambda terms: None
    is_led: bool = True
    grade: Any = None
    happened: DayColumns | None = None

    def telling(self, matching: sa.Select[Any] | None, last: Last, id_: Any) -> list[sa.Select[Any]]:
        """Return statements for ids of what matching texts tell, or for whether `id_` is one."""
        searchable = schema.searchable
        found = []
        for statement, is_id in self.told(last):
            told = statement if last is None else statement.where(searchable.c.known_from <= last)
            if matching is not None:
                # Written as a sum, so that the database goes from the thing to its texts, not from all texts.
                told = told.where((searchable.c.row + 0).in_(matching))
            found.append(told if id_ is None else told.where(is_id(id_)))
        return found


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


def _of_change(last: Last) -> tuple[tuple[sa.Select[Any], Is], ...]:
    found = []
    of_events = (_with_texts_of_events(last),)
    member = schema.member.alias()
    of_stories = tuple(
        (
            statement.join(
                member, sa.and_(member.c.kind == "report", member.c.member == report, open_in(member, last))
            ),
            member.c.whole,
        )
        for statement, report in _with_texts_of_reports(last)
    )
    for kind, told in (
        ("event", of_events),
        ("report", _with_texts_of_reports(last)),
        ("story", of_stories),
    ):
        for statement, about in told:
            change = schema.change.alias()
            joined = statement.join(change, sa.and_(change.c.about_kind == kind, change.c.about_id == about))
            found.append((joined.with_only_columns(change.c.id), _is(change.c.id)))
    return tuple(found)


_ACTOR = "actor:"


def _names_actor(scope: Any) -> sa.ColumnElement[bool]:
    """Return that a row of `scope` is by an actor."""
    return sa.and_(scope.c.term >= _ACTOR, scope.c.term < "actor;")


def _actor_in(scope: Any) -> Any:
    """Return the id of the actor that a row of `scope` is by."""
    return sa.func.substr(scope.c.term, len(_ACTOR) + 1)


def _led(kind: str, table: sa.Table) -> Callable[[Terms], list[sa.ColumnElement[bool]]]:
    born = table.c.born if "born" in table.c else table.c.known_from
    return lambda terms: terms.met(kind, table.c.id, born=born)


# ---------------------------------------------------------------------- what hangs on reports, and actors


def _in_report(table: sa.Table) -> Callable[[Terms], list[sa.ColumnElement[bool]]]:
    return lambda terms: terms.met("report", table.c.report)


def _hanging_on_report(table: sa.Table) -> Callable[[Terms], sa.Select[Any] | None]:
    def hanging(terms: Terms) -> sa.Select[Any] | None:
        reports = terms.ids("report", terms.groups)
        return None if reports is None else sa.select(table.c.id).where(table.c.report.in_(reports))

    return hanging


def _quote_in_scope(terms: Terms) -> list[sa.ColumnElement[bool]]:
    """A quote is in scope by its speaker, who must be an actor asked for, and by its report."""
    table = schema.quote
    found = terms.met("report", table.c.report, groups=terms.without("actor"))
    return [*found, table.c.speaker.in_(terms.actors)] if terms.actors else found


def _hanging_quotes(terms: Terms) -> sa.Select[Any] | None:
    table = schema.quote
    if terms.actors:
        return sa.select(table.c.id).where(table.c.speaker.in_(terms.actors))
    return _hanging_on_report(table)(terms)


_EVENT_DAYS = DayColumns(schema.event.c.start, schema.event.c.end)
_OF_ITSELF = ("country", "actor")  # what an actor is in scope by without any event


def _actor_in_scope(terms: Terms) -> list[sa.ColumnElement[bool]]:
    """An actor is in scope by country and name, and for the rest by one event that it has part in."""
    table, event = schema.actor, schema.scope.alias()
    found: list[sa.ColumnElement[bool]] = []
    if terms.countries:
        found.append(table.c.country.in_(terms.countries))
    if terms.actors:
        found.append(table.c.id.in_(terms.actors))
    rest = terms.without(*_OF_ITSELF)
    dates = _EVENT_DAYS.within(terms.scope.happened_from, terms.scope.happened_to)
    if rest or dates:
        part = sa.select(sa.literal(1)).where(
            event.c.kind == "event",
            event.c.term == _ACTOR + table.c.id,
            event.c.basis.in_(terms.bases),
            terms.open(event),
            *terms.met("event", event.c.id, groups=rest, born=event.c.born),
        )
        if dates:
            dated = sa.select(sa.literal(1)).where(
                schema.event.c.id == event.c.id, terms.open(schema.event), *dates
            )
            part = part.where(dated.exists())
        found.append(part.exists())
    return found


def _hanging_actors(terms: Terms) -> sa.Select[Any] | None:
    actor, event = schema.actor, schema.scope.alias()
    if terms.actors:
        return sa.select(actor.c.id).where(actor.c.id.in_(terms.actors))
    rest = terms.without(*_OF_ITSELF)
    events = terms.ids("event", rest) if rest else None
    if events is not None:
        return (
            sa.select(_actor_in(event))
            .where(event.c.kind == "event", event.c.id.in_(events), _names_actor(event), terms.open(event))
            .distinct()
        )
    return sa.select(actor.c.id).where(actor.c.country.in_(terms.countries)) if terms.countries else None


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
        _of_change,
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
        _hanging_quotes,
        is_led=False,
        grade=schema.quote.c.grade,
        happened=DayColumns(schema.quote.c.said, schema.quote.c.said, is_moment=True),
    ),
    "timeline": ListShape(
        "statement",
        schema.statement,
        schema.statement.c.born,
        _own_text(schema.statement),
        _in_report(schema.statement),
        _hanging_on_report(schema.statement),
        is_led=False,
        happened=DayColumns(schema.statement.c.date, schema.statement.c.date),
    ),
    "actors": ListShape(
        "actor",
        schema.actor,
        schema.actor.c.born,
        _of_actor,
        _actor_in_scope,
        _hanging_actors,
        is_led=False,
    ),
}
