"""The command `tables`: what the floor's own tables say, since when, and what is wrong with their rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json, Processes, chosen_pool
from watchfloor.cli.output import FAILED, now, progress, say, write_json_line, write_line
from watchfloor.cli.person import principal

if TYPE_CHECKING:
    from watchfloor.config import Config
    from watchfloor.engine.services.own_tables import CheckedTable, TableDesk
    from watchfloor.engine.services.pools import PoolChoice

_MOST_FAULTS = 40  # lines about rows that are told of one file; --json tells all


def tables(
    folder: FloorFolder = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Only say what is wrong; the floor holds what it held.")
    ] = False,
    json: Json = False,
    processes: Processes = 0,
) -> None:
    """Hold your own tables (places.csv, actors.csv, labels.csv) as they are, and read again what they touch.

    Rows that cannot be are named with file and line and left out; exit code 1 where there are any. `add` and
    `poll` look at the tables by themselves.

    Example: watchfloor tables --floor floor
    """
    config = config_of(folder)
    desk = _desk(config)
    if not check:
        desk.take_tables(principal())
    checked = desk.check_tables(principal())
    for table in checked:
        _tell(table, json=json)
    if not checked:
        say(f"{config.folder} holds no places.csv, actors.csv or labels.csv (docs/own-tables.md)")
    if not check:
        reread_touched(config, pool=chosen_pool(None, processes))
    if any(table.refused or (table.read and table.read.left_out) for table in checked):
        raise typer.Exit(FAILED)


def take_tables(config: Config) -> None:
    """Hold the tables of a floor as they are, and say what changed or is refused."""
    for taken in _desk(config).take_tables(principal()):
        if taken.refused:
            say(f"watchfloor: {taken.refused}; the table of before holds")
            continue
        left_out = f", {taken.left_out:,} are left out (watchfloor tables says why)" if taken.left_out else ""
        say(f"{taken.file}: {taken.rows:,} rows hold from now on{left_out}")


def reread_touched(config: Config, *, pool: PoolChoice) -> None:
    """Read again what a change of the tables touches, and say how many texts read otherwise."""
    counts: Counter[str] = Counter()
    desk = _desk(config)
    with progress(desk.reread_touched(principal(), pool=pool), "reading again") as done:
        for one in done:
            counts[one.became] += 1
            counts["all"] += 1
    if counts["all"]:
        otherwise = counts["reread"] + counts["new text"]
        say(f"{counts['all']:,} texts name what changed: read again, {otherwise:,} read otherwise now")


def _desk(config: Config) -> TableDesk:
    from watchfloor.engine.services.own_tables import TableDesk

    return TableDesk(config=config, clock=now)


def _tell(table: CheckedTable, *, json: bool) -> None:
    if json:
        write_json_line(_as_data(table))
        return
    since = f"since {table.since}" if table.since else "not yet"
    differs = "; the file says something else now" if table.differs else ""
    write_line(f"{table.file}: {table.held:,} rows held {since}{differs}")
    if table.refused:
        write_line(f"    {table.refused}; the table of before holds")
    lines = list(table.read.lines()) if table.read else []
    for line in lines[:_MOST_FAULTS]:
        write_line(f"    {line}")
    if len(lines) > _MOST_FAULTS:
        write_line(f"    and {len(lines) - _MOST_FAULTS:,} more (--json tells all)")


def _as_data(table: CheckedTable) -> dict[str, Any]:
    faults = table.read.faults if table.read else ()
    return {
        "file": table.file,
        "rows": table.held,
        "since": table.since,
        "differs": table.differs,
        "refused": table.refused,
        "faults": [{"line": fault.line, "what": fault.told, "left_out": fault.left_out} for fault in faults],
    }


COMMANDS = (tables,)
