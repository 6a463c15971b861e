"""Commands that keep a floor safe: back it up while it runs, put it back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of, floor_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import now, progress, say, write_json_line, write_row
from watchfloor.cli.person import principal

_NEW = Annotated[Path, typer.Option("--floor", metavar="NEW", help="A new or empty folder for the floor.")]


def backup(
    to: Annotated[Path, typer.Argument(metavar="FOLDER", help="A new or empty folder, on another disk.")],
    folder: FloorFolder = None,
) -> None:
    """Back the floor up while it runs: store, watches, situations, and the settings without secrets.

    Example: watchfloor backup /media/disk/floor-monday --floor floor
    """
    from watchfloor.engine.services.desk import Desk

    made = Desk(config=config_of(folder), clock=now).back_up(principal(), to)
    say(f"backed up: {made.admissions} admissions in {made.files} files at {made.folder}")
    say(f"try it: watchfloor restore {made.folder} --floor NEW && watchfloor doctor --floor NEW")


def restore(
    backup_folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A backup.")], floor: _NEW
) -> None:
    """Put a backup back into an empty folder; its digests and the chain of its log are checked first.

    Messages that had not gone out when it was made are held back: nothing fires again by itself.

    Example: watchfloor restore /media/disk/floor-monday --floor floor-again
    """
    from watchfloor.engine.services.desk import restore_floor

    done = restore_floor(principal(), backup_folder, floor, now=now())
    say(f"put back into {done.folder}: the floor of {done.made}, {done.admissions} admissions")
    if done.held_back:
        say(f"{done.held_back} messages are held back; see them with: watchfloor outbox list --floor {floor}")
    say("secrets are not in a backup: write them into watchfloor.toml, then run: watchfloor doctor")


def move(
    to: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="postgresql://USER@HOST/DATABASE, a file, or environment:NAME.",
        ),
    ],
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Copy the floor's store to another database and keep it there from then on; readers go on meanwhile.

    Each table is checked by its digest. A move that was killed goes on where it was: run it again. The old
    store stays, marked as moved: nobody writes to it any more.

    Example: watchfloor move --to environment:FLOOR_DATABASE --floor floor
    """
    with progress(floor_of(config_of(folder)).move(principal(), to), "copying tables") as tables:
        for table in tables:
            if json:
                write_json_line({"table": table.name, "digest": table.digest, "kept": table.kept})
            else:
                write_row("there already" if table.kept else "copied", table.name, table.digest[:16])
    say("moved: the settings name the new store; keep the old one until you are content, then remove it")


COMMANDS = (backup, restore, move)
