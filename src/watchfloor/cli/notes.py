"""Commands by which the desk writes down what its own people saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, now, progress, say, say_passed, write_json_line, write_row
from watchfloor.cli.person import SignedBy, principal
from watchfloor.errors import UsageError

if TYPE_CHECKING:
    from watchfloor.engine.services.notes import Admitted


class Dates(StrEnum):
    """What the dates of a chat begin with."""

    day = "day"
    month = "month"
    year = "year"


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
    words: Annotated[
        str | None, typer.Argument(metavar="[WORDS]", help="What was seen, in a sentence.")
    ] = None,
    *,
    role: FromRole = "our own",
    seen: Annotated[
        str | None,
        typer.Option("--seen", metavar="T", help="When, in the zone of the floor: 13:05; default: now."),
    ] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="NAME", help="Where it was seen.")] = None,
    handling: Handle = Handled.internal,
    chat: Annotated[
        Path | None,
        typer.Option("--chat", metavar="FILE", help="An exported chat: WhatsApp, Signal or Telegram."),
    ] = None,
    called: Annotated[
        str, typer.Option("--called", metavar="NAME", help="What a chat is called here; no person's name.")
    ] = "chat",
    roles: Annotated[
        list[str] | None,
        typer.Option("--role", metavar="NAME=ROLE", help="Of a chat: who is what; else sender 1, 2, …"),
    ] = None,
    dates: Annotated[
        Dates | None,
        typer.Option("--dates", help="Of a chat: what its dates begin with, where they do not tell."),
    ] = None,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Note what our own people saw: a report of the source *own staff*, read like any other.

    It is internal unless you say otherwise: shown at the desk, in nothing that leaves it, and no separately
    written text in any count. To take it back: watchfloor undo last.

    With --chat, each message of an exported chat is a report, and who wrote it a role: no name is kept.

    Example: watchfloor note "bridge closed" --from "our driver" --seen 13:05 --place Tarvel --floor floor
    Example: watchfloor note --chat _chat.txt --role "Anna=our driver" --floor floor
    """
    from watchfloor.engine.services.notes import Noted, NotedChat, NoteDesk

    desk = NoteDesk(config=config_of(folder), clock=now)
    if chat is not None:
        if words is not None or seen is not None or place is not None:
            raise UsageError("a chat brings its own words and times; give --chat or WORDS, not both")
        given = NotedChat(
            path=chat,
            called=called,
            roles=_roles(roles or []),
            dates=dates.value if dates else None,
            handling=handling.value,
        )
        _note_chat(desk.note_chat(principal(by), given, tell=say_passed), json=json)
        return
    if words is None:
        raise UsageError('a note needs its words: watchfloor note "bridge closed" --from driver')
    noted = Noted(words=words, role=role, seen=seen, place=place, handling=handling.value)
    admitted = desk.note(principal(by), noted)
    if admitted.refused:
        say(f"watchfloor: the note was not taken in: {admitted.refused}")
        raise typer.Exit(FAILED)
    if json:
        write_json_line(_acknowledged(admitted, handling))
        return
    write_row(admitted.became, admitted.report or "", f"own staff, {handling.value}")


def _roles(written: list[str]) -> dict[str, str]:
    """Return the roles of those who write in a chat, as they were given."""
    found = {}
    for one in written:
        name, mark, role = one.rpartition("=")
        if not (mark and name.strip() and role.strip()):
            raise UsageError(f'{one!r} is no role; write --role "Anna=our driver"')
        found[name.strip()] = role.strip()
    return found


def _note_chat(taken: Iterator[Admitted], *, json: bool) -> None:
    """Say what became of each message of a chat, and of all of them at the end."""
    counts: Counter[str] = Counter()
    with progress(taken, "noting") as items:
        for admitted in items:
            counts[admitted.became] += 1
            if admitted.refused:
                say(f"watchfloor: {admitted.what}: {admitted.refused}")
            elif json:
                write_json_line({"became": admitted.became, "report": admitted.report})
    say(", ".join(f"{counts[name]:,} {name}" for name in ("added", "seen again", "refused")))
    if counts["refused"]:
        raise typer.Exit(FAILED)


def _acknowledged(admitted: Any, handling: Handled) -> dict[str, Any]:
    return {
        "became": admitted.became,
        "report": admitted.report,
        "handling": handling.value,
        "changes": [{"id": change.id, "type": change.type} for change in admitted.changes],
    }


COMMANDS = (note,)
