"""Commands that keep: init, add, explain, doctor. A floor is a folder with a store."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.look import Json, Paths, Pool, Processes, chosen_pool
from watchfloor.cli.output import (
    FAILED,
    console,
    now,
    progress,
    say,
    say_passed,
    say_refused,
    write_json,
    write_json_line,
    write_line,
    write_row,
)
from watchfloor.cli.person import principal
from watchfloor.config import FILE_NAME, Config, has_settings, read_config, write_default_config
from watchfloor.errors import ConfigError, UsageError, WatchfloorError
from watchfloor.model import Audience, Quarantined

if TYPE_CHECKING:
    from watchfloor.engine.services.desk import Desk
    from watchfloor.engine.services.floors import Admitted, Diagnosis, FloorDesk, Watch
    from watchfloor.engine.services.pools import PoolChoice

FloorFolder = Annotated[
    Path | None,
    typer.Option(
        "--floor", metavar="DIR", envvar="WATCHFLOOR", help="The floor; default: this folder or one above."
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="T", help="As the floor stood at T, an ISO 8601 day or moment."),
]


class Arrived(StrEnum):
    """When added articles count as arrived."""

    now = "now"
    published = "published"


def folder_of(given: Path | None) -> Path:
    """Return the floor's folder: the one given, else this folder or the nearest one above with a config."""
    if given is not None:
        if not (given / FILE_NAME).is_file():
            raise UsageError(
                f"{given} is no floor (it holds no {FILE_NAME}); make one with: watchfloor init {given}"
            )
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise UsageError(
        "no floor here or above; make one with: watchfloor init DIR, then name it with --floor DIR"
    )


def config_of(given: Path | None) -> Config:
    """Return the settings of the floor in the given folder, or of the nearest one above."""
    return read_config(folder_of(given))


def desk_of(given: Path | None) -> Desk:
    """Return the services of the floor in the given folder, or of the nearest one above."""
    from watchfloor.engine.services.desk import Desk

    return Desk(config=config_of(given), clock=now)


def floor_of(config: Config) -> FloorDesk:
    """Return the services of a floor itself: filling it, and looking after it."""
    from watchfloor.engine.services.floors import FloorDesk

    return FloorDesk(config=config, clock=now)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    kit: Annotated[
        Path | None,
        typer.Option("--kit", metavar="FOLDER", help="Begin with the set-up of another desk, or: starter."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="X", help="Of a kit: the sources filed under this; repeatable."),
    ] = None,
) -> None:
    """Make a floor: a folder with watchfloor.toml, an empty store and a sample watch in comments.

    A floor that is there is kept as it is. A kit is written by `watchfloor kit export`; `starter` has public
    news feeds by region and topic, whose addresses were not checked live.

    Example: watchfloor init floor
    Example: watchfloor init floor --kit starter --only Africa
    """
    from watchfloor.cli.sample import first_commands, write_sample_watch
    from watchfloor.engine.services.kits import KitDesk, opened_kit

    is_old = has_settings(folder)
    if is_old and kit is not None:
        raise UsageError(
            f"{folder} is a floor already; a kit is for a new one: watchfloor init NEW --kit {kit}"
        )
    opened = opened_kit(kit, only=only or (), at=now()) if kit is not None else None
    if not is_old:
        if strangers := _strangers(folder):
            raise UsageError(
                f"{folder} holds other files ({', '.join(strangers[:3])}); name a new or empty folder"
            )
        write_default_config(folder)
        write_sample_watch(read_config(folder).watches)
    is_made = floor_of(read_config(folder)).create(principal())
    if opened is not None:
        put = KitDesk(config=read_config(folder), clock=now).put_up(principal(), opened)
        say("from the kit: " + ", ".join(f"{count} {what}" for what, count in put.items()))
        say(*(f"left out: {words}" for words in opened.left_out))
    if is_old and is_made:
        say(f"{folder} is a floor already, but its store held nothing: an empty one was made")
        say("if articles were in it, put your last backup back: watchfloor restore FOLDER --floor NEW")
    elif is_old:
        say(f"{folder} is a floor already; nothing was changed")
    say(*first_commands(folder))


def _strangers(folder: Path) -> list[str]:
    """Return the names of what is in a folder that shall become a floor and is none of a floor's."""
    if not folder.is_dir():
        return []
    return sorted(
        it.name for it in folder.iterdir() if not it.name.startswith((".", "watches", "floor.", FILE_NAME))
    )


def add(
    paths: Paths,
    folder: FloorFolder = None,
    json: Json = False,
    arrived: Annotated[
        Arrived, typer.Option(help="When they count as arrived: now, or when published (for archives).")
    ] = Arrived.now,
    processes: Processes = 0,
    *,
    pool: Pool = None,
) -> None:
    """Admit articles into the floor; what it has already is only seen again.

    Each article is acknowledged on stdout once it is safely kept. For archives of many thousands: backfill.

    Example: watchfloor add articles/ --floor floor
    """
    from watchfloor.engine.services.looks import read_articles, told_ahead

    readers = chosen_pool(pool, processes)
    desk = desk_of(folder)
    watches = ready_to_fill(desk)
    if told := told_ahead(paths, processes=processes):
        say(f"watchfloor: {told}")
    counts: Counter[str] = Counter()
    with progress(read_articles(paths, arrived=now(), tell=say_passed), "adding") as items:
        for admitted in floor_of(desk.config).admit(
            principal(), items, watches=watches, as_published=arrived is Arrived.published, pool=readers
        ):
            acknowledge(admitted, counts, json=json)
    end_filling(desk, counts, readers)


def ready_to_fill(desk: Desk) -> Sequence[Watch]:
    """Hold the floor's own tables as they are, and return its watches; those that are broken are said."""
    from watchfloor.cli.tables import take_tables

    take_tables(desk.config)
    watches = desk.watches(principal())
    for error in watches.broken:
        say(f"watchfloor: {error}; it stops no other watch")
    return watches.watches


def acknowledge(admitted: Admitted, counts: Counter[str], *, json: bool) -> None:
    """Say what became of one article, and count it."""
    counts[admitted.became] += 1
    counts["changes"] += len(admitted.changes)
    if admitted.refused:
        say(f"watchfloor: {admitted.what}: {admitted.refused}")
    if json:
        write_json_line(_acknowledged(admitted))
    elif not admitted.refused:
        write_row(admitted.became, admitted.report or "", admitted.what)


def end_filling(desk: Desk, counts: Counter[str], readers: PoolChoice) -> None:
    """Say what became of all articles, read again what a change of the tables touches, and exit."""
    from watchfloor.cli.tables import reread_touched

    say(", ".join(f"{counts[name]} {name}" for name in ("added", "seen again", "refused", "changes")))
    reread_touched(desk.config, pool=readers)
    if counts["refused"]:
        raise typer.Exit(FAILED)


def _acknowledged(admitted: Admitted) -> dict[str, Any]:
    return {
        "what": admitted.what,
        "became": admitted.became,
        "report": admitted.report,
        "relation": admitted.relation,
        "reason": admitted.refused,
        "changes": [{"id": change.id, "type": change.type} for change in admitted.changes],
    }


def doctor(
    folder: FloorFolder = None,
    json: Json = False,
    mend: Annotated[bool, typer.Option("--mend", help="Build the search index anew from the texts.")] = False,
    mend_clock: Annotated[
        bool, typer.Option("--mend-clock", help="What is dated later than now counts as known now.")
    ] = False,
    metrics: Annotated[
        bool, typer.Option("--metrics", help="Counters and what waits, in the text format of Prometheus.")
    ] = False,
) -> None:
    """Say what is wrong with the floor and how to mend it; exit code 1 where something is.

    With --metrics, print what its journal (journal.jsonl) counted instead.

    Example: watchfloor doctor --floor floor
    """
    try:
        desk = floor_of(config_of(folder))
    except ConfigError as error:
        raise WatchfloorError(str(error)) from error
    if metrics:
        for line in desk.metrics(principal()).splitlines():
            write_line(line)
        return
    if mend:
        desk.rebuild_search(principal())
        say("the search index was built anew")
    if mend_clock:
        count = desk.set_clock_back(principal())
        say(f"{count} entries of the log were dated later than now: they count as known now")
    found = desk.diagnose(principal(), os.environ)
    if json:
        write_json(found)
    else:
        _write_diagnoses(found)
    if any(item.level == "error" for item in found):
        raise typer.Exit(FAILED)


def _write_diagnoses(found: Sequence[Diagnosis]) -> None:
    for item in found:
        write_line(f"{item.level}: {item.what}")
        if item.remedy:
            write_line(f"    {item.remedy}")
    if not found:
        write_line("all is well")


def upgrade(folder: FloorFolder = None) -> None:
    """Bring the store of an older version up to this one; it is changed whole or not at all.

    The store as it was stays beside it; remove it when you are content: what is withheld later stays in it.

    Example: watchfloor upgrade --floor floor
    """
    floor_of(config_of(folder)).upgrade(principal())
    say("the store is up to date")


def explain(
    what: Annotated[str, typer.Argument(metavar="ID|FILE", help="An id of the floor, or a file to read.")],
    folder: FloorFolder = None,
    as_of: AsOf = None,
    json: Json = False,
) -> None:
    """Say why: the recorded decisions about an id, or the findings of a file marked in its text.

    Ids are those of stories, events, reports, renditions, origins, alerts, and acts of people.

    Example: watchfloor explain article.txt
    """
    if Path(what).is_file():
        _explain_file(what)
        return
    from watchfloor.disclosure import disclose
    from watchfloor.exchange import explanation_json, explanation_lines

    found = floor_of(config_of(folder)).explained(principal(), what, as_of=as_of)
    if found is None:
        raise UsageError(
            f"{what} is neither a file nor an id of the floor; list ids with: watchfloor show reports"
        )
    shown = disclose(found, Audience.desk)
    if json:
        write_json_line(explanation_json(shown))
        return
    for line in explanation_lines(shown, as_of=as_of):
        write_line(line)


def _explain_file(path: str) -> None:
    from watchfloor.engine.services.looks import annotated, read_articles, uncoded
    from watchfloor.exchange import print_marked

    failed = False
    for item in annotated(read_articles([path], arrived=now())):
        if isinstance(item, Quarantined):
            say_refused(item)
            failed = True
        else:
            print_marked(item.findings, item.rendition.text, console(), uncoded(item))
    if failed:
        raise typer.Exit(FAILED)


COMMANDS = (init, add, explain, doctor, upgrade)
