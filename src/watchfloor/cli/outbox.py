"""Commands about what is sent: the outbox and its channels."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, now, say, table, write_json, write_json_line, write_line, write_row
from watchfloor.cli.person import principal

if TYPE_CHECKING:
    from watchfloor.engine.services.outbox import Decided, OutboxDesk

app = typer.Typer(
    name="outbox",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="See what was not sent yet, and decide what becomes of it.\n\n"
    "Example: watchfloor outbox list --floor floor",
)
channels_app = typer.Typer(
    name="channels",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="See the channels of watchfloor.toml, try them, and switch them off and on.\n\n"
    "Example: watchfloor channels list --floor floor",
)

Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help="Of deliveries; see: watchfloor outbox list.")
]
OfChannel = Annotated[
    str | None, typer.Option("--channel", metavar="NAME", help="All of this channel that were not sent.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A channel of watchfloor.toml.")]


def deliver(
    folder: FloorFolder = None,
    json: Json = False,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Show each message as it would go out, digests among them; send and keep nothing.",
        ),
    ] = False,
) -> None:
    """Send what the outbox holds and is due; exit code 1 where something could not be sent.

    Failed tries are tried again when they are due; see: watchfloor outbox list.

    Example: watchfloor deliver --floor floor
    """
    if dry_run:
        _show_due(_desk(folder), json=json)
        return
    desk, failed = _desk(folder), 0
    for delivery, outcome in desk.deliver(principal()):
        failed += not outcome.delivered
        if json:
            told = {"delivered": outcome.delivered, "error": outcome.error}
            row = {"id": delivery.id, "channel": delivery.channel, "alert": delivery.alert}
            write_json_line({**row, **told})
        else:
            write_row("delivered" if outcome.delivered else "failed", delivery.channel, delivery.id)
        if outcome.error:
            say(f"watchfloor: {delivery.channel}: {outcome.error}")
    if _say_switched_off(desk) or failed:
        raise typer.Exit(FAILED)


def _show_due(desk: OutboxDesk, *, json: bool) -> None:
    """Show each message that would be sent, as its receivers would have it."""
    for due in desk.due(principal()):
        row = due.delivery
        if json:
            told = {"payload": row.payload, "error": due.trouble or None}
            write_json_line({"id": row.id, "channel": row.channel, "alert": row.alert, **told})
            continue
        write_row("would not be sent" if due.trouble else "would be sent", row.channel, row.id)
        if due.trouble:
            say(f"watchfloor: {row.channel}: {due.trouble}")
        else:
            for line in due.words.splitlines():
                write_line(line)
    _say_switched_off(desk)


def _say_switched_off(desk: OutboxDesk) -> bool:
    """Say for which channels deliveries are kept because they are switched off."""
    kept = desk.kept_back(principal())
    for one in kept:
        off = one.off
        say(
            f"watchfloor: {off.name} is switched off since {off.since[:16]} ({off.reason}); "
            f"{one.count} deliveries are kept for it; send them with: watchfloor channels on {off.name}"
        )
    return bool(kept)


@app.command(name="list")
def list_open(
    folder: FloorFolder = None,
    json: Json = False,
    every: Annotated[bool, typer.Option("--all", help="Also what was sent or dropped.")] = False,
) -> None:
    """List what is waiting, in doubt or given up, with the last error.

    Example: watchfloor outbox list --floor floor
    """
    desk = _desk(folder)
    rows = desk.deliveries(principal(), every=every)
    if json:
        write_json(rows)
        return
    table(
        ("id", "channel", "state", "tried", "next try", "alert", "error"),
        [
            (row.id, row.channel, row.state, str(row.attempts), (row.due or "")[:19], row.alert,
             row.error or "")
            for row in rows
        ],
    )  # fmt: skip
    if not rows:
        say("nothing is left to be sent")
    _say_switched_off(desk)


@app.command()
def retry(ids: Ids = None, *, channel: OfChannel = None, folder: FloorFolder = None) -> None:
    """Let deliveries be tried anew, also those that were given up, are in doubt or were dropped.

    With --channel, those that failed or were given up; what is in doubt is named by its id, for it may arrive
    twice. They are sent at the next round of `poll`, or by: watchfloor deliver

    Example: watchfloor outbox retry --channel desk --floor floor
    """
    _tell("to be tried", _desk(folder).retry(principal(), ids or (), channel=channel))


@app.command()
def drop(ids: Ids = None, *, channel: OfChannel = None, folder: FloorFolder = None) -> None:
    """Let deliveries never be sent; their rows stay, as dropped.

    Example: watchfloor outbox drop 0a1b2c3d4e5f6071 --floor floor
    """
    _tell("dropped", _desk(folder).drop(principal(), ids or (), channel=channel))


def _tell(became: str, decided: Decided) -> None:
    for row in decided.meant:
        if row.id in decided.done:
            write_row(became, row.channel, row.id)
        else:
            say(f"watchfloor: {row.id} stays as it is: it is {row.state}")
    if not decided.meant:
        say("there is nothing of that kind")


@channels_app.command(name="list")
def list_channels(folder: FloorFolder = None, json: Json = False) -> None:
    """List the channels, whether they can be read, and what waits for them.

    Example: watchfloor channels list --floor floor
    """
    columns = ("name", "kind", "state", "waiting", "trouble")
    channels = _desk(folder).channels(principal())
    if json:
        write_json(
            [{**{key: getattr(it, key) for key in columns}, "waiting": str(it.waiting)} for it in channels]
        )
        return
    table(columns, [(it.name, it.kind, it.state, str(it.waiting), it.trouble) for it in channels])


@channels_app.command(name="test")
def try_channel(name: Name, folder: FloorFolder = None) -> None:
    """Send a message that tells of nothing on a channel now; exit code 1 where it cannot be sent.

    Nothing of it is kept, and nothing is tried again.

    Example: watchfloor channels test desk --floor floor
    """
    outcome = _desk(folder).test_channel(principal(), name)
    write_row("delivered" if outcome.delivered else "failed", name)
    if not outcome.delivered:
        say(f"watchfloor: {name}: {outcome.error}")
        raise typer.Exit(FAILED)


@channels_app.command(name="on")
def switch_on(name: Name, folder: FloorFolder = None) -> None:
    """Send to a channel again; what was kept for it is due at once.

    Example: watchfloor channels on desk --floor floor
    """
    was_off, waiting = _desk(folder).switch_on(principal(), name)
    write_row("on" if was_off else "on already", name, f"{waiting} waiting")


@channels_app.command(name="off")
def switch_off(
    name: Name,
    folder: FloorFolder = None,
    reason: Annotated[str, typer.Option("--reason", metavar="WORDS", help="Why.")] = "by a person",
) -> None:
    """Send nothing to a channel until it is turned on; what there is for it is kept.

    Example: watchfloor channels off desk --reason "their server moves" --floor floor
    """
    _desk(folder).switch_off(principal(), name, reason=reason)
    write_row("off", name)


def _desk(folder: Path | None) -> OutboxDesk:
    from watchfloor.engine.services.outbox import OutboxDesk

    return OutboxDesk(config=config_of(folder), clock=now, environment=os.environ)


COMMANDS = (deliver,)
