"""Commands about watches: check one, try it on the past, ask why it fired, say whether it was right."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.floor import FloorFolder, desk_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, console, say, table, write_json, write_row
from watchfloor.cli.person import SignedBy, principal

if TYPE_CHECKING:
    from watchfloor.engine.answer.backtest import Backtest, Measured
    from watchfloor.engine.answer.unfired import ChangeSeen
    from watchfloor.engine.services.desk import Desk

app = typer.Typer(
    name="watch",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="See the watches of a floor, check one, try it on the past, ask why it did not fire.\n\n"
    "Example: watchfloor watch backtest watches/unrest.yaml --since 90d --floor floor",
)

Rule = Annotated[
    str, typer.Argument(metavar="RULE", help="A file with one watch, or the name of a watch of the floor.")
]
_WIDEST_BAR = 40  # signs of a bar of the histogram
_LONGEST_SUBJECT = 90  # characters in a row; --json holds all
_MOST_ALERTS = 50  # shown; --json holds all


class Label(StrEnum):
    """Whether a watch was right."""

    hit = "hit"
    miss = "miss"


@app.command("list")
def list_watches(folder: FloorFolder = None, json: Json = False) -> None:
    """List the watches of a floor with what they ask for; exit code 1 where one cannot be read.

    Example: watchfloor watch list --floor floor
    """
    found = desk_of(folder).watches(principal())
    rows = [
        {
            "name": it.name,
            "level": it.level,
            "asks": it.asks,
            "channels": list(it.channels),
            "where": it.where,
        }
        for it in found.watches
    ]
    if json:
        write_json(rows)
    elif rows:
        table(
            ("name", "level", "asks for", "channels"),
            [(it.name, it.level, it.asks or "everything", ", ".join(it.channels)) for it in found.watches],
        )
    else:
        say("no watch; write one into the folder watches/ (docs/watches.md)")
    if found.broken:
        say(*(str(error) for error in found.broken))
        raise typer.Exit(FAILED)


@app.command("ready")
def list_ready(folder: FloorFolder = None, json: Json = False) -> None:
    """List the rules that come with the package; try one with: watch backtest ready/NAME.

    Example: watchfloor watch ready --floor floor
    """
    found = desk_of(folder).ready_rules(principal())
    if json:
        write_json([{"name": it.name, "asks": it.watch.asks, **asdict(it.watch.notes)} for it in found])
        return
    table(("name", "what for"), [(it.name, it.watch.notes.why) for it in found])


@app.command("copy")
def copy_ready(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Of a rule: watchfloor watch ready.")],
    folder: FloorFolder = None,
) -> None:
    """Copy a rule that comes with the package into the floor's watches: from then on it holds there.

    Example: watchfloor watch copy disaster-toll --floor floor
    """
    desk = desk_of(folder)
    path = desk.copy_ready_rule(principal(), name)
    say(f"{path} is written; name channels in it, and change what it asks")
    if desk.last_known(principal()) is not None:
        _say_how_often(desk.backtest(principal(), desk.watch_named(principal(), str(path))))


@app.command("schema")
def schema() -> None:
    """Write the JSON Schema of watches, which editors check files by while one writes.

    Example: watchfloor watch schema > watches.schema.json
    """
    from watchfloor.engine.services.desk import watch_schema

    write_json(watch_schema(principal()))


@app.command("check")
def check(rule: Rule, folder: FloorFolder = None) -> None:
    """Check a watch, and tell how often it would have fired: on all that the floor knows.

    Example: watchfloor watch check watches/unrest.yaml --floor floor
    """
    desk = desk_of(folder)
    watch = desk.watch_named(principal(), rule)
    say(f"{watch.where}: {watch.name!r} can be read; it asks for {watch.asks or 'everything'}")
    for name in desk.unknown_places(principal(), watch):
        say(f"no place of the gazetteer or of places.csv is called {name!r}: no event is read there")
    known = desk.last_known(principal())
    if known is None:
        say("the floor knows nothing yet, so that it cannot be tried")
        return
    _say_how_often(desk.backtest(principal(), watch))


@app.command("backtest")
def backtest(
    rule: Rule,
    *,
    since: Annotated[
        str | None, typer.Option("--since", metavar="T", help="From when on: a day, 90d, monday.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="T", help="Until when.")] = None,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Try a watch on what the floor came to know, in order of arrival: what would it have told?

    Nothing is alerted and nothing is kept.

    Example: watchfloor watch backtest "Unrest in Iran" --since 90d --floor floor
    """
    from watchfloor.engine.answer.times import Clock

    desk = desk_of(folder)
    clock = Clock(datetime.now(UTC), desk.config.timezone)
    found = desk.backtest(
        principal(),
        desk.watch_named(principal(), rule),
        since=clock.bound(since, "begin").instant if since else None,
        until=clock.bound(until, "end").instant if until else None,
    )
    if json:
        write_json(_backtest_json(found))
        return
    _show_backtest(found, desk)


@app.command("explain")
def explain(
    rule: Rule,
    any_id: Annotated[str, typer.Argument(metavar="ID", help="Of an event, story, report or alert.")],
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Tell which condition kept a watch from firing for something, or that it fired.

    Example: watchfloor watch explain "Unrest in Iran" 0a1b2c3d4e5f6071 --floor floor
    """
    desk = desk_of(folder)
    seen = desk.seen_by(principal(), desk.watch_named(principal(), rule), any_id)
    if json:
        write_json([_seen_json(one) for one in seen])
        return
    for one in seen:
        words = "it fired" if one.fired else "it did not fire"
        console().print(f"{_shown(desk, one.known)}  {one.change.type}: {words}", highlight=False)
        for condition in one.kept:
            had = condition.had if len(condition.had) <= 80 else f"{condition.had[:79]}…"
            write_row(f"  {condition.key}", f"asks for {condition.asks}", f"there was: {had}")


def label(
    watch: Annotated[str, typer.Argument(metavar="WATCH", help="The name of a watch of the floor.")],
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The id of an event, story or alert.")],
    says: Annotated[Label, typer.Argument(metavar="hit|miss", help="Whether it is worth an alert.")],
    *,
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="Why.")] = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
) -> None:
    """Say whether something is worth an alert of a watch: what backtests measure a rule by.

    Example: watchfloor label "Unrest in Iran" 0a1b2c3d4e5f6071 miss --note "a film" --floor floor
    """
    said = desk_of(folder).label(principal(by), watch, event, says.value, note=note)
    say(*said.said)


def _shown(desk: Desk, moment: str) -> str:
    from watchfloor.engine.answer.times import moment_shown

    return moment_shown(moment, desk.config.timezone)


# --------------------------------------------------------------------------------------------------- backtest


def _show_backtest(found: Backtest, desk: Desk) -> None:
    covered = found.coverage
    gaps = "; ".join(first if first == last else f"{first} to {last}" for first, last in covered.gaps)
    say(f"covers {covered.days} of {covered.of} days{f'; nothing was read {gaps}' if gaps else ''}")
    _say_how_often(found)
    if found.alerts:
        _write_histogram(found)
        _write_alerts(found, desk)
    _say_labels(found)


def _write_histogram(found: Backtest) -> None:
    weeks = found.weeks()
    most = max(count for _, count in weeks)
    for begin, count in weeks:
        write_row(f"week of {begin}", f"{count:>4}", "#" * round(_WIDEST_BAR * count / most))


def _write_alerts(found: Backtest, desk: Desk) -> None:
    rows = [
        (_shown(desk, one.at), one.label or "", _clipped(one.subject)) for one in found.alerts[-_MOST_ALERTS:]
    ]
    table(("would have told at", "label", "of what"), rows)
    if len(found.alerts) > _MOST_ALERTS:
        say(f"the last {_MOST_ALERTS} of {len(found.alerts)} alerts are shown; --json holds all")


def _clipped(words: str) -> str:
    return words if len(words) <= _LONGEST_SUBJECT else f"{words[: _LONGEST_SUBJECT - 1]}…"


def _say_labels(found: Backtest) -> None:
    if found.labels.precision:
        say(f"right of those labelled: {_share(found.labels.precision)}")
    if found.labels.recall:
        say(f"told of those labelled a hit: {_share(found.labels.recall)}")
    if found.alerts and not found.labels.precision:
        say("none is labelled; say which were right with: watchfloor label WATCH EVENT hit|miss")


def _say_how_often(found: Backtest) -> None:
    alerts = f"{len(found.alerts)} alert{'' if len(found.alerts) == 1 else 's'}"
    say(f"{found.watch!r} would have opened {alerts} at {found.changes} changes: {found.per_week:g} a week")
    if found.too_many:
        say("that is more than one an hour: nobody reads so many; ask for more, or for fewer things")


def _share(found: Measured) -> str:
    return f"{found.value:.2f} of {found.n} (95 % interval {found.low:.2f} to {found.high:.2f})"


def _backtest_json(found: Backtest) -> dict[str, Any]:
    written = asdict(found)
    for alert, one in zip(written["alerts"], found.alerts, strict=True):
        alert["about"] = {"kind": one.about.kind, "id": one.about.id}
    written["weeks"] = [{"begin": begin, "alerts": count} for begin, count in found.weeks()]
    written["too_many"] = found.too_many
    return written


def _seen_json(one: ChangeSeen) -> dict[str, Any]:
    return {
        "change": one.change.id,
        "type": one.change.type,
        "known": one.known,
        "about": {"kind": one.change.about.kind, "id": one.change.about.id},
        "fired": one.fired,
        "conditions": [asdict(condition) for condition in one.conditions],
    }


COMMANDS = (label,)
