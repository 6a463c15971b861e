"""Commands about alerts: that one is seen to or done with, and what was wrong with one, in one act."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of, desk_of
from watchfloor.cli.judging import tell
from watchfloor.cli.look import Json
from watchfloor.cli.output import now
from watchfloor.cli.person import SignedBy, principal

app = typer.Typer(
    name="alert",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Close an alert, or say what was wrong with it.\n\n"
    "Example: watchfloor alert wrong 8899aabbccddeeff not-news --note satire --floor floor",
)


class Wrong(StrEnum):
    """What can be wrong with an alert."""

    doer = "doer"
    place = "place"
    day = "day"
    number = "number"
    old = "old"
    same_as = "same-as"
    not_news = "not-news"


def ack(
    alert: Annotated[
        str, typer.Argument(metavar="ID", help="The id of an alert, or of the event or story it is about.")
    ],
    *,
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="What there is to say of it.")] = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Acknowledge an alert: somebody has seen it and sees to it, so that no other of its rota is told.

    Example: watchfloor ack 8899aabbccddeeff --note "calling the stringer" --floor floor
    """
    from watchfloor.engine.services.alerts import AlertDesk

    desk = AlertDesk(config=config_of(folder), clock=now)
    tell(desk.acknowledge(principal(by), alert, note=note), json=json)


@app.command("close")
def close(
    alert: Annotated[
        str, typer.Argument(metavar="ID", help="The id of an alert, or of the event or story it is about.")
    ],
    *,
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="What there is to say of it.")] = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Close an alert that needs nobody any more, until there is news of it or what was told is corrected.

    It is taken back with: watchfloor undo last

    Example: watchfloor alert close 8899aabbccddeeff --note "everybody is accounted for" --floor floor
    """
    from watchfloor.engine.services.alerts import AlertDesk

    desk = AlertDesk(config=config_of(folder), clock=now)
    tell(desk.close(principal(by), alert, note=note), json=json)


@app.command("wrong")
def wrong(
    alert: Annotated[str, typer.Argument(metavar="ID", help="The id of an alert, or of what it is about.")],
    fault: Annotated[Wrong, typer.Argument(help="What of it is wrong.")],
    *,
    value: Annotated[
        str | None,
        typer.Option(
            "--value", metavar="X", help="What is right: an actor, a town, a day; or the other's id."
        ),
    ] = None,
    note: Annotated[str, typer.Option("--note", metavar="WORDS", help="What there is to say of it.")] = "",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Say that an alert was false: it is corrected, or rejected, wherever it was sent, and labelled a miss.

    A doer, place or day is corrected where --value says what is right; all else is rejected.

    Example: watchfloor alert wrong 8899aabbccddeeff place --value Lirn --note "rang the mayor" --floor floor
    """
    done = desk_of(folder).alert_wrong(principal(by), alert, fault.value, value, note=note)
    tell(done, json=json)


COMMANDS = (ack,)
