"""Commands that ask: show, changes, search. Answers are pages, newest first, in the zone of the floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.asked_floor import AskedFloor
from watchfloor.cli.filters import asks
from watchfloor.cli.floor import FloorFolder
from watchfloor.cli.list_rows import rows_out, write_rows
from watchfloor.cli.look import Json
from watchfloor.cli.output import console, now, say, write_document, write_exactly, write_json
from watchfloor.cli.person import principal
from watchfloor.cli.story_shown import show_story
from watchfloor.cli.unknown_places import write_unknown_places
from watchfloor.cli.work_shown import UNASKED, show_unasked
from watchfloor.errors import UsageError
from watchfloor.model import UNTITLED, Asked, Audience

if TYPE_CHECKING:
    from watchfloor.engine.answer.queries import FoundText, Listed, Page
    from watchfloor.engine.services.questions import Questions

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
    desk = AskedFloor.of(folder, asked)
    with desk.open() as questions:
        if what is Shown.story:
            show_story(desk, questions, id_, json=json)
        elif id_ is not None:
            raise UsageError(
                f"an id stands after story or situation only; to list {what.value} of a story: --story {id_}"
            )
        elif form is not None:
            _show_calendar(desk, questions, what, limit=limit, after=after)
        elif what is Shown.unknown_places:
            write_unknown_places(questions.unknown_places(desk.meant.scope, limit=limit), json=json)
        elif what.value in UNASKED:
            show_unasked(desk, questions, what.value, limit=limit, json=json)
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

    desk = AskedFloor.of(folder, replace(asked, since=asked.since or LAST))
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
    desk = AskedFloor.of(folder, replace(asked, words=query))
    with desk.open() as questions:
        page = questions.search(desk.meant.scope, limit=limit, cursor=after, order=order.value)
    if json:
        write_json([_hit_row(row) for row in page.rows])
    else:
        _print_hits(page, desk)
    if not page.rows:
        say("nothing found")
    _say_more(page)


def _show_page(
    desk: AskedFloor,
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
        write_json(rows_out(questions, page.rows))
        if not page.rows:
            say(*desk.since(), *rests_on)
    else:
        say(desk.head(rests), *desk.since(), *rests_on)
        if not page.rows:
            say(f"no {what} in what was asked; --weak adds weak readings")
        else:
            write_rows(what, page, desk)
    _say_more(page)


def _show_calendar(
    desk: AskedFloor, questions: Questions, what: Shown, *, limit: int, after: str | None
) -> None:
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


def _show_news(desk: AskedFloor, questions: Questions, *, limit: int, json: bool) -> None:
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


def _hit_row(row: Listed[FoundText]) -> dict[str, Any]:
    import msgspec

    from watchfloor.exchange.schema import hit_out

    found = row.value
    return {**msgspec.to_builtins(hit_out(found.hit, found.text.text, found.report)), "known": row.known}


def _say_more(page: Page[Any]) -> None:
    if page.cursor:
        say(f"there is more; see it with --after {page.cursor}")


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


def _print_hits(page: Page[Any], desk: AskedFloor) -> None:
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
