"""Commands about happenings: one that no machine read is added by hand, with its words."""

from __future__ import annotations

from typing import Annotated

import typer

from watchfloor.cli.floor import FloorFolder, desk_of
from watchfloor.cli.judging import tell
from watchfloor.cli.look import Json
from watchfloor.cli.person import SignedBy, principal
from watchfloor.model import EventSlot

app = typer.Typer(
    name="events",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Add a happening that was not read; `watchfloor show events` lists what there is.\n\n"
    'Example: watchfloor events add 8899aabbccddeeff "Shells fell on Lirn." --type ASSAULT '
    "--note seen --floor floor",
)


@app.command("add")
def add(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="The id of the report that tells it.")],
    words: Annotated[str, typer.Argument(metavar="WORDS", help="Its words, as they stand in the text once.")],
    *,
    kind: Annotated[str, typer.Option("--type", metavar="TYPE/mode", help="What it is: ASSAULT/explosives.")],
    doer: Annotated[str, typer.Option("--doer", metavar="X", help="Who did it: an actor.")] = "",
    target: Annotated[str, typer.Option("--target", metavar="X", help="To whom; several: a;b.")] = "",
    place: Annotated[str, typer.Option("--place", metavar="X", help="A town of the gazetteer.")] = "",
    day: Annotated[str, typer.Option("--day", metavar="YYYY-MM-DD", help="When it happened.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="Why; it is kept with the act.")] = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Add an event by hand, in words of a stored text; it stays when the report is read again.

    To take it back: watchfloor undo last.

    Example: watchfloor events add 8899aabbccddeeff "Shells fell on Lirn." --type ASSAULT/heavy-weapons
    --place Lirn --note "missed by the machine" --floor floor
    """
    slots: dict[EventSlot, str] = {
        "type": kind, "doer": doer, "target": target, "place": place, "day": day
    }  # fmt: skip
    written = {slot: it for slot, it in slots.items() if it}
    tell([desk_of(folder).add_event(principal(by), report, words, written, reason=note)], json=json)
