"""Commands about situations: what an analyst follows, as a named question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.filters import TIMES, asks
from watchfloor.cli.floor import FloorFolder, desk_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, say, table, write_json, write_row
from watchfloor.cli.person import principal
from watchfloor.cli.situation_shown import show_situation
from watchfloor.model import Asked, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from watchfloor.engine.answer.queries import Listed

app = typer.Typer(
    name="situation",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Follow a situation: countries, places, actors, types and words under one name.\n\n"
    "Example: watchfloor situation add sahel --country ML --country NE --type ASSAULT --floor floor",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a situation.")]


@app.command("add")
@asks(*TIMES, "stories", "weak", "situation")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens.")],
    *,
    title: Annotated[str, typer.Option("--title", metavar="WORDS", help="How people call it.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="What it is for.")] = "",
    asked: Asked,
    folder: FloorFolder = None,
) -> None:
    """Keep a situation as situations/NAME.yaml, and say what falls into it.

    Example: watchfloor situation add fishing --country IE --country ES --words quota --floor floor
    """
    from watchfloor.engine.answer.situations import Situation

    desk = desk_of(folder)
    file = desk.add_situation(principal(), Situation(name=name, title=title, note=note, asked=asked))
    say(f"kept as {file}; see what falls into it with: watchfloor situation preview {name}")


@app.command("list")
def list_situations(folder: FloorFolder = None, json: Json = False) -> None:
    """List the situations of a floor; exit code 1 where one cannot be read.

    Example: watchfloor situation list --floor floor
    """
    from watchfloor.exchange.schema import followed_out

    read = desk_of(folder).situations(principal())
    rows = [followed_out(it) for it in read.held.values()]
    if json:
        write_json(rows)
    elif rows:
        table(
            ("name", "title", "asks for"),
            [(it.name, it.title, "; ".join(it.asks)) for it in rows],
        )
    else:
        say("no situation; add one with: watchfloor situation add NAME --country …")
    if read.broken:
        say(*map(str, read.broken))
        raise typer.Exit(FAILED)


@app.command("preview")
def preview(name: Name, folder: FloorFolder = None, json: Json = False) -> None:
    """Show what falls into a situation, and what just misses: fails one of its conditions alone.

    Example: watchfloor situation preview fishing --floor floor
    """
    found = desk_of(folder).preview_situation(principal(), name)
    if json:
        near = [{"condition": it.condition, "events": _rows(it.events)} for it in found.near]
        write_json({"inside": _rows(found.events), "more": found.more, "near": near})
        return
    say(
        f"falls into {name}{' (the newest)' if found.more else ''}:"
        if found.events
        else f"nothing falls into {name}"
    )
    _write_events(found.events)
    for miss in found.near:
        if miss.events:
            say(f"misses only {miss.condition}:")
            _write_events(miss.events)


@app.command("show")
def show(name: Name, folder: FloorFolder = None, json: Json = False) -> None:
    """Show how a situation stands, as `show situation NAME` does.

    Example: watchfloor situation show fishing --floor floor
    """
    show_situation(name, folder, json=json)


@app.command("remove")
def remove(name: Name, folder: FloorFolder = None) -> None:
    """Take a situation away; what was read stays.

    Example: watchfloor situation remove fishing --floor floor
    """
    say(f"removed {desk_of(folder).remove_situation(principal(), name)}")


def _write_events(rows: Iterable[Listed[Event]]) -> None:
    for row in rows:
        event = row.value
        place = event.place.name if event.place else ""
        day = event.date.start if event.date and event.date.start else "undated"
        write_row(
            f"  {event.id}", day, f"{event.type.value}{f' ({event.mode})' if event.mode else ''}", place
        )


def _rows(rows: Iterable[Listed[Event]]) -> list[dict[str, Any]]:
    return [
        {
            "id": row.value.id,
            "type": row.value.type.value,
            "mode": row.value.mode,
            "known": row.known,
            "story": row.value.story,
        }
        for row in rows
    ]
