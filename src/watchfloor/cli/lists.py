"""Commands that ask: show, changes, search. Answers are pages, newest first, in the zone of the floor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.filters import asks
from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import console, now, say, table, write_document, write_exactly, write_json
from watchfloor.cli.person import principal
from watchfloor.cli.unknown_places import write_unknown_places
from watchfloor.errors import UsageError
from watchfloor.model import INTERNAL, OPEN, UNTITLED, Asked, Audience, SituationReport, StoryId

if TYPE_CHECKING:
    from watchfloor.engine.answer.asking import Meant
    from watchfloor.engine.answer.queries import FoundText, Listed, Page, Rests
    from watchfloor.engine.services.questions import QuestionDesk, Questions

_FEW_CHANGES = 200
_ROWS_OF_A_DAY, _ROWS_OF_MORE = 40, 80


Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="At most so many rows.")]
Cursor = Annotated[
    str | None, typer.Option("--after", metavar="CURSOR", help="Go on where the page before ended.")
]


class Shown(StrEnum):
    """What `show` can list."""

    reports = "reports"
    stories = "stories"
    story = "story"
    situation = "situation"
    record = "record"
    events = "events"
    quotes = "quotes"
    actors = "actors"
    timeline = "timeline"
    ahead = "ahead"
    numbers = "numbers"
    changes = "changes"
    alerts = "alerts"
    deliveries = "deliveries"
    quarantine = "quarantine"
    unknown_places = "unknown-places"


class CalendarForm(StrEnum):
    """What `show ahead` can be written as."""

    ical = "ical"


WrittenAs = Annotated[
    CalendarForm | None, typer.Option("--as", help="Of ahead: a calendar (RFC 5545), for the public.")
]


_VALUE, _NEWEST = "value", "newest"


class Ordered(StrEnum):
    """In which order `search` answers."""

    newest = "newest"
    best = "best"


@asks()
def show(
    what: Annotated[
        Shown, typer.Argument(help="What to list; story, record, situation: one, by id or name.")
    ],
    id_: Annotated[
        str | None, typer.Argument(metavar="[ID|NAME]", help="The id of the story, the situation's name.")
    ] = None,
    *,
    folder: FloorFolder = None,
    asked: Asked,
    limit: Limit = 50,
    after: Cursor = None,
    order: Annotated[
        str,
        typer.Option(
            metavar="ORDER",
            help="value (stories: most news value first), newest, or a label: what such sources tell first.",
        ),
    ] = _VALUE,
    form: WrittenAs = None,
    json: Json = False,
) -> None:
    """List what the floor holds, newest known first, or what is ahead, soonest first.

    Stories stand in order of news value: separately written texts, halved for each 24 hours since the last;
    what a situation holds or an open alert is about counts twice.

    Example: watchfloor show events --country IE --since yesterday --floor floor
    Example: watchfloor show reports --order local --floor floor
    Example: watchfloor show situation sahel --floor floor
    Example: watchfloor show record 8899aabbccddeeff --as-of 2026-05-12T06:00 --floor floor
    Example: watchfloor show numbers --type DISASTER --floor floor
    Example: watchfloor show ahead --to 2026-12-31 --as ical --floor floor > due.ics
    """
    if what is Shown.situation:
        _show_situation(id_, folder, asked, json=json)
        return
    if what is Shown.record:
        _show_record(id_, folder, asked, json=json)
        return
    desk = _Desk.of(folder, asked)
    with desk.open() as questions:
        if what is Shown.story:
            _show_story(desk, questions, id_, json=json)
        elif id_ is not None:
            raise UsageError(
                f"an id stands after story or situation only; to list {what.value} of a story: --story {id_}"
            )
        elif form is not None:
            _show_calendar(desk, questions, what, limit=limit, after=after)
        elif what is Shown.unknown_places:
            write_unknown_places(questions.unknown_places(desk.meant.scope, limit=limit), json=json)
        elif what in _UNASKED:
            _show_unasked(desk, questions, what, limit=limit, json=json)
        else:
            is_label = order not in (_VALUE, _NEWEST)
            _show_page(
                desk,
                questions,
                what.value,
                limit=limit,
                after=after,
                json=json,
                by_value=what is Shown.stories and order != _NEWEST,
                first=order if is_label else None,
            )


@asks("happened_from", "happened_to")
def changes(
    *,
    folder: FloorFolder = None,
    asked: Asked,
    limit: Limit = _FEW_CHANGES,
    after: Cursor = None,
    seen: Annotated[
        bool, typer.Option("--seen", help="Move your mark: `last` is from here on then.")
    ] = False,
    json: Json = False,
) -> None:
    """Answer the morning's question: what changed since you looked last?

    Without --since that is your mark, which only --seen moves; without a mark, the last 24 hours.
    With --json the same sentences, story by story; single changes are listed by `show changes`.

    Example: watchfloor changes --seen --floor floor
    """
    from watchfloor.engine.answer.asking import LAST

    desk = _Desk.of(folder, replace(asked, since=asked.since or LAST))
    with desk.open() as questions, questions.snapshot():
        last, moment = questions.last()
        if after:
            _show_page(desk, questions, "changes", limit=limit, after=after, json=json)
        else:
            _show_news(desk, questions, limit=limit, json=json)
    if seen and moment is not None:
        desk.asking.move_mark(principal(), last, moment)
        say(f"seen until {desk.shown(moment)}: `last` is from there on")


@asks("words")
def search(
    query: Annotated[str, typer.Argument(help='Words; "a phrase", prefix*, OR and -not are understood.')],
    *,
    folder: FloorFolder = None,
    asked: Asked,
    order: Annotated[
        Ordered, typer.Option("--order", help="Newest known first, or best first.")
    ] = Ordered.newest,
    limit: Limit = 20,
    after: Cursor = None,
    json: Json = False,
) -> None:
    """Find texts by their words, newest known first, with the words found marked.

    Example: watchfloor search 'quota "warning shots"' --since 7d --floor floor
    """
    desk = _Desk.of(folder, replace(asked, words=query))
    with desk.open() as questions:
        page = questions.search(desk.meant.scope, limit=limit, cursor=after, order=order.value)
    if json:
        write_json([_hit_row(row) for row in page.rows])
    else:
        _print_hits(page, desk)
    if not page.rows:
        say("nothing found")
    _say_more(page)


@dataclass(frozen=True, slots=True)
class _Desk:
    """A floor that is asked, and the question as it is meant now."""

    asking: QuestionDesk
    meant: Meant
    without_mark: str = ""

    @classmethod
    def of(cls, folder: Path | None, asked: Asked) -> _Desk:
        from watchfloor.engine.services.questions import QuestionDesk

        asking = QuestionDesk(config=config_of(folder), clock=now)
        found, is_broken = asking.meant(principal(), asked)
        why = "your mark cannot be read" if is_broken else "you have no mark yet"
        without = f" ({why}: the last 24 hours; --seen makes one)" if found.without_mark else ""
        return cls(asking, found, without)

    def open(self) -> AbstractContextManager[Questions]:
        return self.asking.ask(principal())

    def shown(self, moment: str | None) -> str:
        from watchfloor.engine.answer.times import moment_shown

        return moment_shown(moment, self.asking.config.timezone)

    def head(self, rests: Rests) -> str:
        """Return what every answer begins with: the moment it speaks of, and how much was read by then."""
        as_of = self.meant.scope.as_of
        if not rests.admissions:
            return f"the floor knew nothing{f' as of {as_of}' if as_of else ' yet'}"
        moment = self.shown(rests.moment)
        return f"as of {moment}, after {rests.admissions} admissions; machine-read, not verified"

    def since(self) -> list[str]:
        """Return from when on something is shown, where that was asked."""
        if self.meant.since is None:
            return []
        return [f"since {self.shown(self.meant.since)}{self.without_mark}"]


def _show_page(
    desk: _Desk,
    questions: Questions,
    what: str,
    *,
    limit: int,
    after: str | None,
    json: bool,
    by_value: bool = False,
    first: str | None = None,
) -> None:
    from watchfloor.exchange.coverage import coverage_lines

    if by_value:
        followed = desk.asking.followed(principal())
        page: Page[Any] = questions.stories(
            desk.meant.scope, limit=limit, cursor=after, followed=followed, first=first
        )
    else:
        page = questions.page(what, desk.meant.scope, limit=limit, cursor=after, first=first)
    if what == "events":
        page = questions.with_notes(page, desk.meant.scope)
    rests = questions.rests(desk.meant.scope)
    rests_on = coverage_lines(rests.coverage)
    if json:
        write_json(_rows(questions, page.rows))
        if not page.rows:
            say(*desk.since(), *rests_on)
    else:
        say(desk.head(rests), *desk.since(), *rests_on)
        if not page.rows:
            say(f"no {what} in what was asked; --weak adds weak readings")
        else:
            cells, columns = _COLUMNS[what]
            table(columns, [_marked(row, cells(row, page, desk)) for row in page.rows])
    _say_more(page)


def _show_calendar(desk: _Desk, questions: Questions, what: Shown, *, limit: int, after: str | None) -> None:
    """Write what is due as a calendar, in the words that everybody may see."""
    from watchfloor.disclosure import disclose
    from watchfloor.exchange.calendar import calendar

    if what is not Shown.ahead:
        raise UsageError("only what is due is a calendar: watchfloor show ahead --as ical")
    with questions.snapshot():
        page = questions.page(what.value, desk.meant.scope, limit=limit, cursor=after)
        dues = [row.value for row in page.rows]
        known = questions.known_of(dues, as_of=desk.meant.scope.as_of)
    shown = disclose(known, Audience.public, desk.asking.config.retention)
    write_exactly(calendar(filter(shown.shows, dues), shown))
    _say_more(page)


def _show_news(desk: _Desk, questions: Questions, *, limit: int, json: bool) -> None:
    """Tell what changed in sentences, by story: a day in 40 rows, more days in 80; in JSON all of it."""
    from watchfloor.disclosure import disclose
    from watchfloor.exchange.coverage import coverage_lines
    from watchfloor.exchange.news_json import told_news_out
    from watchfloor.exchange.news_lines import news_rows, told_news

    rests = questions.rests(desk.meant.scope)
    say(desk.head(rests), *desk.since(), *coverage_lines(rests.coverage))
    moment = rests.moment or now()
    known = [
        (disclose(it.known, Audience.desk), it)
        for it in questions.story_news(desk.meant.scope, now=moment)[:limit]
    ]
    told = [(shown, told_news(shown, it.brief, it.news, began=it.began)) for shown, it in known]
    if not any(story.lines for _, story in told):
        say("no changes in what was asked; --weak adds weak readings")
    if json:
        write_json([told_news_out(story, shown) for shown, story in told])
        return
    short = desk.meant.since is not None and _days_between(desk.meant.since, moment) <= 1
    for row in news_rows([story for _, story in told], most=_ROWS_OF_A_DAY if short else _ROWS_OF_MORE):
        write_document(row)


def _days_between(earlier: str, later: str) -> float:
    begin, end = (datetime.fromisoformat(moment[:10]) for moment in (earlier, later))
    return (end - begin).days


def _rows(questions: Questions, rows: Iterable[Listed[Any]]) -> list[dict[str, Any]]:
    """Return listed values as the interchange has them, each with the moment it became known."""
    from watchfloor.exchange.schema import listed_out

    listed = list(rows)
    words = questions.words_of([row.value for row in listed])
    return [
        listed_out(row.value, words, known=row.known, weak=row.weak, beside=[it.id for it in row.beside])
        for row in listed
    ]


def _hit_row(row: Listed[FoundText]) -> dict[str, Any]:
    import msgspec

    from watchfloor.exchange.schema import hit_out

    found = row.value
    return {**msgspec.to_builtins(hit_out(found.hit, found.text.text, found.report)), "known": row.known}


def _marked(row: Listed[Any], cells: tuple[str, ...]) -> tuple[str, ...]:
    marks = [" [weak]"] * row.weak + [" [internal]"] * (getattr(row.value, "handling", OPEN) == INTERNAL)
    return (*cells[:-1], "".join((cells[-1], *marks)).lstrip())


def _say_more(page: Page[Any]) -> None:
    if page.cursor:
        say(f"there is more; see it with --after {page.cursor}")


Cells = Callable[["Listed[Any]", "Page[Any]", _Desk], tuple[str, ...]]


def _judged(page: Page[Any], id_: str) -> str:
    """Return what people said of a thing, to stand behind its last cell."""
    from watchfloor.exchange.judgements import standing

    words = standing(page.judgements.get(id_, ()))
    return f" [{words}]" if words else ""


def _report(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    report = row.value
    published = desk.shown(report.published.value) if report.published else "undated"
    title = report.title.value if report.title else UNTITLED
    extra = f" ({len(report.renditions)} renditions)" if len(report.renditions) > 1 else ""
    return report.id, desk.shown(row.known), published, report.outlet or "", title + extra


def _story(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    from watchfloor.exchange.wording import labels_words

    story = row.value
    return (
        story.id,
        desk.shown(row.known),
        (story.first or "undated")[:10],
        (story.last or "")[:10],
        str(len(story.reports)),
        f"{story.origins}{labels_words(story.labels)}",
        story.title + _judged(page, story.id),
    )


def _event(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    from watchfloor.exchange.view import beside_words, event_cells

    cells = event_cells(row.value, page.actors)
    told = ", ".join(filter(None, (cells[-1], beside_words(row.beside))))
    told = "; ".join(filter(None, (told, f"known {desk.shown(row.known)}")))
    return row.value.id, *cells[:-1], told + _judged(page, row.value.id)


def _quote(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    quote = row.value
    speaker = quote.speaker_name or "?"
    return desk.shown(row.known), speaker, quote.act, quote.words, quote.outlet or "", quote.report


def _actor(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    actor = row.value
    roles = "; ".join(role.title for role in actor.roles)
    return (
        actor.id,
        desk.shown(row.known),
        actor.kind,
        actor.country or "",
        actor.name,
        roles + _judged(page, actor.id),
    )


def _entry(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    return desk.shown(row.known), row.value.date, row.value.precision, row.value.text


def _number(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    from watchfloor.exchange.numbers import number_cells

    what, values, state, span, since = number_cells(row.value)
    state = f"{state}, {span}" if " to " in span else state
    return row.value.series.id, what, values, state, since, row.value.title


def _due(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    from watchfloor.exchange.brief_words import DUE_NAMES, day_words

    due = row.value
    by = ", ".join(filter(None, (due.by, due.outlet)))
    kind = DUE_NAMES.get(due.kind, due.kind)
    return day_words(due.day), kind, due.text, by, due.story


def _change(row: Listed[Any], page: Page[Any], desk: _Desk) -> tuple[str, ...]:
    change = row.value
    values = " → ".join(filter(None, (change.before, change.after)))
    return desk.shown(row.known), change.type, f"{change.about.kind} {change.about.id}", values


_COLUMNS: dict[str, tuple[Cells, tuple[str, ...]]] = {
    "reports": (_report, ("id", "known", "published", "outlet", "title")),
    "stories": (_story, ("id", "known", "first", "last", "reports", "origins", "title")),
    "events": (_event, ("id", "when", "what", "who", "where", "told")),
    "quotes": (_quote, ("known", "speaker", "act", "words", "outlet", "report")),
    "actors": (_actor, ("id", "known", "kind", "country", "name", "roles")),
    "timeline": (_entry, ("known", "date", "precision", "words")),
    "numbers": (_number, ("id", "what", "values", "state", "since", "story")),
    "ahead": (_due, ("day", "what", "words", "told by", "story")),
    "changes": (_change, ("known", "change", "about", "values")),
}


# -------------------------------------------------------------------------------------- one story, whole


def _show_situation(name: str | None, folder: Path | None, asked: Asked, *, json: bool) -> None:
    from watchfloor.cli.situation_shown import show_situation

    if name is None:
        raise UsageError("which one? name it: watchfloor show situation NAME; see: watchfloor situation list")
    if asked != Asked():
        raise UsageError(
            f"a situation is shown whole; to narrow it: watchfloor show events --situation {name}"
        )
    show_situation(name, folder, json=json)


def _show_record(id_: str | None, folder: Path | None, asked: Asked, *, json: bool) -> None:
    from watchfloor.cli.desk_work import show_record

    if asked != Asked(as_of=asked.as_of):
        raise UsageError("a record is of one story whole; only --as-of goes with it")
    show_record(id_, folder, asked.as_of, json=json)


def _show_story(desk: _Desk, questions: Questions, id_: str | None, *, json: bool) -> None:
    """Show a story with its reports, events and changes."""
    from watchfloor.disclosure import disclose
    from watchfloor.exchange.brief import brief_lines, brief_out
    from watchfloor.exchange.brief_forms import brief_text
    from watchfloor.exchange.coverage import coverage_lines

    if id_ is None:
        raise UsageError("name the story by its id; list them with: watchfloor show stories")
    with questions.snapshot():
        story = questions.story(StoryId(id_), as_of=desk.meant.scope.as_of)
        scope = replace(desk.meant.scope, stories=(story.id,))
        pages = {
            what: questions.page(what, scope, limit=100)
            for what in ("reports", "events", "quotes", "changes")
        }
        rests = questions.rests(desk.meant.scope)
        shown = disclose(questions.situation(as_of=scope.as_of, story_id=story.id), Audience.desk)
    [told] = shown.value.briefs
    if json:
        import msgspec

        from watchfloor.exchange.schema import story_out

        whole = story_out(shown.value.stories[0])
        whole.brief = brief_out(told, shown)
        parts = {what: _rows(questions, page.rows) for what, page in pages.items()}
        write_json({**msgspec.to_builtins(whole), "told": parts})
        return
    say(desk.head(rests), *coverage_lines(rests.coverage))
    days = f"{(story.first or 'undated')[:10]} to {(story.last or '')[:10]}".removesuffix(" to ")
    moved = f" (was {id_})" if id_ != story.id else ""
    write_document(brief_text(brief_lines(told, shown)))
    console().print()
    console().print(f"{story.id}{moved}, {days}, {len(story.reports)} reports, {story.origins} origins")
    for what, page in pages.items():
        if page.rows:
            cells, columns = _COLUMNS[what]
            table(columns, [_marked(row, cells(row, page, desk)) for row in page.rows])
            if page.cursor:
                say(f"there is more; see it with: watchfloor show {what} --story {story.id}")


# ------------------------------------------------------------------------- what is of the work, not the world


def _alerts(questions: Questions, desk: _Desk) -> Iterator[tuple[Any, tuple[str, ...]]]:
    from watchfloor.exchange.wording import alert_words

    for it in questions.alerts(as_of=desk.meant.scope.as_of):
        about = f"{it.about.kind} {it.about.id}"
        yield it, (it.id, desk.shown(it.updated), it.level, it.watch, about, alert_words(it))


def _deliveries(questions: Questions, desk: _Desk) -> Iterator[tuple[Any, tuple[str, ...]]]:
    for it in questions.deliveries(as_of=desk.meant.scope.as_of):
        yield it, (it.id, it.alert, it.channel, it.state, str(it.attempts), it.error or "")


def _quarantine(questions: Questions, desk: _Desk) -> Iterator[tuple[Any, tuple[str, ...]]]:
    for it in questions.quarantined(as_of=desk.meant.scope.as_of):
        yield it, (it.id, desk.shown(it.arrived), it.where, it.reason)


_UNASKED: dict[
    Shown, tuple[Callable[[Questions, _Desk], Iterator[tuple[Any, tuple[str, ...]]]], tuple[str, ...]]
] = {
    Shown.alerts: (_alerts, ("id", "updated", "level", "watch", "about", "reason")),
    Shown.deliveries: (_deliveries, ("id", "alert", "channel", "state", "attempts", "error")),
    Shown.quarantine: (_quarantine, ("id", "arrived", "input", "reason")),
}


def _show_unasked(desk: _Desk, questions: Questions, what: Shown, *, limit: int, json: bool) -> None:
    """List alerts, deliveries or quarantine, newest first: they take no question."""
    from watchfloor.disclosure import disclose
    from watchfloor.exchange.coverage import coverage_lines
    from watchfloor.exchange.schema import out

    listed, columns = _UNASKED[what]
    with questions.snapshot():
        rows = list(listed(questions, desk))[::-1]
        rests = questions.rests(desk.meant.scope)
    if json:
        write_json([out(value, disclose(SituationReport(), Audience.desk)) for value, _ in rows[:limit]])
        if not rows:
            say(*coverage_lines(rests.coverage))
    else:
        say(desk.head(rests), *coverage_lines(rests.coverage))
        if rows:
            table(columns, [cells for _, cells in rows[:limit]])
        else:
            say(f"no {what.value} in what was read")
    if len(rows) > limit:
        say(f"{len(rows) - limit} more; see them with --limit {len(rows)}")


def _print_hits(page: Page[Any], desk: _Desk) -> None:
    from watchfloor.exchange.terminal_text import TerminalText

    paper = console()
    for row in page.rows:
        hit, text = row.value.hit, row.value.text
        title = TerminalText(hit.title or UNTITLED, style="bold")
        for mark in hit.title_marks:
            title.stylize("reverse", mark.start, mark.end)
        paper.print(title)
        words = TerminalText(hit.snippet.of(text.text).replace("\n", " "))
        for mark in hit.marks:
            if hit.snippet.contains(mark):
                words.stylize("bold yellow", mark.start - hit.snippet.start, mark.end - hit.snippet.start)
        paper.print(words)
        paper.print(TerminalText(f"{hit.rendition}  {desk.shown(row.known)}", style="dim"))


COMMANDS = (show, changes, search)
