"""Commands about kits: one desk's set-up as another's first hour."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import now, say, write_json, write_line
from watchfloor.cli.person import principal

app = typer.Typer(
    name="kit",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Give a desk's set-up to another desk, without texts or secrets.\n\n"
    "Example: watchfloor kit export sahel-kit --floor floor",
)


@app.command("export")
def export_kit(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    *,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Write sources, situations, watches and own tables into a folder; another desk begins with `init --kit`.

    Texts, channels, folders of this machine and whatever looks like a password, token or key are left out.

    Example: watchfloor kit export sahel-kit --floor floor
    """
    from watchfloor.engine.services.kits import KitDesk

    kit = KitDesk(config=config_of(folder), clock=now).export_kit(principal(), out)
    if json:
        write_json({"sources": len(kit.sources), "files": sorted(kit.files), "left_out": kit.left_out})
        return
    write_line(f"{len(kit.sources)} sources and {len(kit.files)} files in {out}")
    say(*(f"left out: {words}" for words in kit.left_out))
