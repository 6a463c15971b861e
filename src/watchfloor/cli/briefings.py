"""Commands about briefings: what is told of a situation when it is due."""

from __future__ import annotations

from typing import Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, now, say, table, write_document, write_json
from watchfloor.cli.person import principal

app = typer.Typer(
    name="briefing",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="See the briefings of a floor, what one would say now, and send one.\n\n"
    "Example: watchfloor briefing preview sahel --floor floor",
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Of a briefing: the name of its file.")]


@app.command("list")
def list_briefings(folder: FloorFolder = None, json: Json = False) -> None:
    """List the briefings with when they are due next; exit code 1 where one cannot be read.

    Example: watchfloor briefing list --floor floor
    """
    from watchfloor.engine.answer.times import moment_shown
    from watchfloor.engine.services.briefings import BriefingDesk

    desk = BriefingDesk(config=config_of(folder), clock=now)
    found = desk.briefings(principal())
    rows = [
        {
            "name": it.name,
            "title": it.title,
            "situation": it.situation.name,
            "channel": it.channel,
            "next": desk.next_due(principal(), it.name),
        }
        for it in found.held.values()
    ]
    if json:
        write_json(rows)
    elif rows:
        zone = {it.name: it.schedule.zone for it in found.held.values()}
        table(
            ("name", "situation", "channel", "due next"),
            [
                (it["name"], it["situation"], it["channel"], moment_shown(it["next"], zone[it["name"]]))
                for it in rows
            ],
        )
    else:
        say("no briefing; write one into the folder briefings/ (docs/watches.md)")
    if found.broken:
        say(*(str(error) for error in found.broken))
        raise typer.Exit(FAILED)


@app.command("preview")
def preview(name: Name, folder: FloorFolder = None, json: Json = False) -> None:
    """Show what a briefing would say now, as the receivers of its channel may see it; nothing is sent.

    Example: watchfloor briefing preview sahel --floor floor
    """
    from watchfloor.engine.services.briefings import BriefingDesk

    told = BriefingDesk(config=config_of(folder), clock=now).preview_briefing(principal(), name)
    if json:
        write_json({"head": told.head, "stories": list(told.stories)})
    else:
        write_document(told.text.rstrip("\n"))


@app.command("send")
def send(name: Name, folder: FloorFolder = None) -> None:
    """Put a briefing into the outbox now, beside those that are due; `poll` or `deliver` sends it.

    Example: watchfloor briefing send sahel --floor floor
    """
    from watchfloor.engine.services.briefings import BriefingDesk

    BriefingDesk(config=config_of(folder), clock=now).send_briefing(principal(), name)
    say(f"briefing {name} waits in the outbox; it is sent by `watchfloor poll`, or by: watchfloor deliver")
