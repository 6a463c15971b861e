"""Commands about what is sent: the outbox and its channels."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, now, say, table, write_json, write_row
from watchfloor.config import Config
from watchfloor.errors import UsageError

if TYPE_CHECKING:
    from watchfloor.engine.deliver.outbox import Channels
    from watchfloor.model import Delivery
    from watchfloor.store import Outbox, Store

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
    help="See the channels of watchfloor.toml, and switch them off and on.\n\n"
    "Example: watchfloor channels list --floor floor",
)

Ids = Annotated[
    list[str] | None, typer.Argument(metavar="ID…", help="Of deliveries; see: watchfloor outbox list.")
]
OfChannel = Annotated[
    str | None, typer.Option("--channel", metavar="NAME", help="All of this channel that were not sent.")
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="A channel of watchfloor.toml.")]


def channels_apart(config: Config) -> Channels:
    """Return the floor's channels by name; one that cannot be read stands with its error."""
    from watchfloor.watch import read_channels_apart

    return read_channels_apart(config.channels, folder=config.folder, environment=os.environ)


def deliver(folder: FloorFolder = None, json: Json = False) -> None:
    """Send what the outbox holds and is due; exit code 1 where something could not be sent.

    Failed tries are tried again when they are due; see: watchfloor outbox list.

    Example: watchfloor deliver --floor floor
    """
    from datetime import UTC, datetime

    from watchfloor.engine.deliver.outbox import Courier
    from watchfloor.exchange import rendered
    from watchfloor.journal import FileJournal
    from watchfloor.store import Outbox, Store

    config = config_of(folder)
    failed = 0
    with Store.open(config.store, turns=True) as store:
        courier = Courier(
            store=store,
            channels=channels_apart(config),
            clock=lambda: datetime.now(UTC),
            journal=FileJournal(config.folder),
        )
        for delivery, outcome in courier.work(wait_seconds=_PATIENCE):
            failed += not outcome.delivered
            if json:
                told = {"delivered": outcome.delivered, "error": outcome.error}
                row = {"id": delivery.id, "channel": delivery.channel, "alert": delivery.alert}
                write_row(rendered({**row, **told}))
            else:
                write_row("delivered" if outcome.delivered else "failed", delivery.channel, delivery.id)
            if outcome.error:
                say(f"watchfloor: {delivery.channel}: {outcome.error}")
        off = _say_switched_off(Outbox(store))
    if failed or off:
        raise typer.Exit(FAILED)


_PATIENCE = 10.0  # seconds to wait for another process that works the outbox


def _say_switched_off(outbox: Outbox) -> bool:
    """Say for which channels deliveries are kept because they are switched off."""
    kept = [(off, count) for off in outbox.switched_off().values() if (count := outbox.kept_for(off.name))]
    for off, count in kept:
        say(
            f"watchfloor: {off.name} is switched off since {off.since[:16]} ({off.reason}); "
            f"{count} deliveries are kept for it; send them with: watchfloor channels on {off.name}"
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
    from watchfloor.store import Outbox, Store

    with Store.open(config_of(folder).store) as store:
        rows = [row for row in store.deliveries() if every or row.state in _open_states()]
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
        _say_switched_off(Outbox(store))


def _open_states() -> Sequence[str]:
    from watchfloor.store.outbox import OPEN

    return OPEN


@app.command()
def retry(ids: Ids = None, *, channel: OfChannel = None, folder: FloorFolder = None) -> None:
    """Let deliveries be tried anew, also those that were given up, are in doubt or were dropped.

    With --channel, those that failed or were given up; what is in doubt is named by its id, for it may arrive
    twice. They are sent at the next round of `poll`, or by: watchfloor deliver

    Example: watchfloor outbox retry --channel desk --floor floor
    """
    from watchfloor.store import Outbox, Store

    with Store.open(config_of(folder).store, write=True) as store:
        meant = _meant(store, ids, channel, ("pending", "failed", "dead"))
        _tell("to be tried", meant, Outbox(store).retry([row.id for row in meant], at=now()))


@app.command()
def drop(ids: Ids = None, *, channel: OfChannel = None, folder: FloorFolder = None) -> None:
    """Let deliveries never be sent; their rows stay, as dropped.

    Example: watchfloor outbox drop 0a1b2c3d4e5f6071 --floor floor
    """
    from watchfloor.store import Outbox, Store

    with Store.open(config_of(folder).store, write=True) as store:
        meant = _meant(store, ids, channel, ("pending", "failed", "dead", "uncertain"))
        _tell("dropped", meant, Outbox(store).drop([row.id for row in meant]))


def _meant(
    store: Store, ids: Sequence[str] | None, channel: str | None, states: Sequence[str]
) -> list[Delivery]:
    """Return the deliveries with these ids, or those of a channel in one of `states`."""
    if bool(ids) == bool(channel):
        raise UsageError("name deliveries by their ids, or all of one channel with --channel NAME")
    held = {row.id: row for row in store.deliveries()}
    if channel:
        return [row for row in held.values() if row.channel == channel and row.state in states]
    for id_ in ids or ():
        if id_ not in held:
            raise UsageError(f"there is no delivery {id_}; list them with: watchfloor outbox list")
    return [held[id_] for id_ in dict.fromkeys(ids or ())]


def _tell(became: str, meant: Sequence[Delivery], done: Sequence[str]) -> None:
    for row in meant:
        if row.id in done:
            write_row(became, row.channel, row.id)
        else:
            say(f"watchfloor: {row.id} stays as it is: it is {row.state}")
    if not meant:
        say("there is nothing of that kind")


@channels_app.command(name="list")
def list_channels(folder: FloorFolder = None, json: Json = False) -> None:
    """List the channels, whether they can be read, and what waits for them.

    Example: watchfloor channels list --floor floor
    """
    from watchfloor.errors import ConfigError
    from watchfloor.store import Outbox, Store

    config = config_of(folder)
    channels = channels_apart(config)
    with Store.open(config.store) as store:
        outbox = Outbox(store)
        off = outbox.switched_off()
        waiting = {name: outbox.kept_for(name) for name in (*channels, *off)}
    rows = []
    for name, count in waiting.items():
        held = channels.get(name)
        kind = "?" if held is None or isinstance(held, ConfigError) else held.kind
        trouble = str(held) if isinstance(held, ConfigError) else off[name].reason if name in off else ""
        state = "off" if name in off else "broken" if isinstance(held, ConfigError) else "on"
        rows.append((name, kind, state, str(count), trouble))
    if json:
        keys = ("name", "kind", "state", "waiting", "trouble")
        write_json([dict(zip(keys, row, strict=True)) for row in rows])
        return
    table(("name", "kind", "state", "waiting", "trouble"), rows)


@channels_app.command(name="on")
def switch_on(name: Name, folder: FloorFolder = None) -> None:
    """Send to a channel again; what was kept for it is due at once.

    Example: watchfloor channels on desk --floor floor
    """
    from watchfloor.store import Outbox, Store

    with Store.open(config_of(folder).store, write=True) as store:
        outbox = Outbox(store)
        was_off = outbox.switch_on(name, at=now())
        waiting = outbox.kept_for(name)
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
    from watchfloor.store import Outbox, Store

    config = config_of(folder)
    if name not in config.channels:
        raise UsageError(f"there is no channel {name} in watchfloor.toml; see: watchfloor channels list")
    with Store.open(config.store, write=True) as store:
        Outbox(store).switch_off(name, at=now(), reason=reason)
    write_row("off", name)


COMMANDS = (deliver,)
