"""Commands by which the desk writes down what its own people saw."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, now, say, write_json_line, write_row
from watchfloor.cli.person import SignedBy, principal


class Handled(StrEnum):
    """Who may see it."""

    internal = "internal"
    open = "open"


FromRole = Annotated[
    str,
    typer.Option(
        "--from", metavar="ROLE", help="Who of our own saw it, as a role; it never leaves the desk."
    ),
]
Handle = Annotated[
    Handled, typer.Option("--handling", help="internal: nothing of it leaves the desk; open: it may.")
]


def note(
    words: Annotated[str, typer.Argument(metavar="WORDS", help="What was seen, in a sentence.")],
    *,
    role: FromRole = "our own",
    seen: Annotated[
        str | None,
        typer.Option("--seen", metavar="T", help="When, in the zone of the floor: 13:05; default: now."),
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Where it was seen.")] = None,
    handling: Handle = Handled.internal,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Note what our own people saw: a report of the source *own staff*, read like any other.

    It is internal unless you say otherwise: shown at the desk, in nothing that leaves it, and no separately
    written text in any count. To take it back: watchfloor undo last.

    Example: watchfloor note "bridge closed" --from "our driver" --seen 13:05 --place Tarvel --floor floor
    """
    from watchfloor.engine.services.notes import Noted, NoteDesk

    desk = NoteDesk(config=config_of(folder), clock=now)
    noted = Noted(words=words, role=role, seen=seen, place=place, handling=handling.value)
    admitted = desk.note(principal(by), noted)
    if admitted.refused:
        say(f"watchfloor: the note was not taken in: {admitted.refused}")
        raise typer.Exit(FAILED)
    if json:
        write_json_line(_acknowledged(admitted, handling))
        return
    write_row(admitted.became, admitted.report or "", f"own staff, {handling.value}")


def _acknowledged(admitted: Any, handling: Handled) -> dict[str, Any]:
    return {
        "became": admitted.became,
        "report": admitted.report,
        "handling": handling.value,
        "changes": [{"id": change.id, "type": change.type} for change in admitted.changes],
    }


COMMANDS = (note,)
