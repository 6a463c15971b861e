"""The command `backfill`: large archives of files, from where the floor was with them."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor.cli.floor import (
    Arrived,
    FloorFolder,
    acknowledge,
    desk_of,
    end_filling,
    floor_of,
    ready_to_fill,
)
from watchfloor.cli.look import Json, Pool, Processes, chosen_pool
from watchfloor.cli.output import Counting, say_passed, write_json, write_line
from watchfloor.cli.person import principal
from watchfloor.errors import UsageError

if TYPE_CHECKING:
    from watchfloor.engine.services.floors import BackfillPlan
    from watchfloor.engine.services.pools import PoolChoice

_HOUR, _MINUTE = 3600, 60

Archives = Annotated[
    list[str], typer.Argument(metavar="PATH…", help="Files and folders, of the formats that `add` reads")
]


def backfill(
    paths: Archives,
    folder: FloorFolder = None,
    json: Json = False,
    arrived: Annotated[
        Arrived, typer.Option(help="When they count as arrived: when published, or now.")
    ] = Arrived.published,
    processes: Processes = 0,
    *,
    pool: Pool = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Only say what it would cost, by a sample; nothing is written.")
    ] = False,
) -> None:
    """Admit large archives of files, and go on where it was when it ended or was killed.

    Each article becomes what `add` makes of it. What is different: files are read one after the other as they
    are given, those of a folder by their names, and articles are admitted as they stand in them, so that the
    first is kept at once; they count as arrived when they were published; the floor keeps how far each file
    was read, passes over what is behind, and says which files changed since. Standard input is not read.

    Example: watchfloor backfill archive/ --plan --floor floor
    Example: watchfloor backfill 2024.jsonl.gz 2025.jsonl.gz --pool processes:4 --floor floor
    """
    if "-" in paths:
        raise UsageError("backfill reads files, which it can go on in; for standard input: watchfloor add -")
    readers = chosen_pool(pool, processes)
    desk = desk_of(folder)
    if plan:
        _show_plan(floor_of(desk.config).plan_backfill(principal(), paths, pool=readers), readers, json=json)
        return
    watches = ready_to_fill(desk)
    counts: Counter[str] = Counter()
    counting, pace = Counting("reading in"), TimeLeft()
    counting.begin()
    try:
        for done in floor_of(desk.config).backfill(
            principal(),
            paths,
            watches=watches,
            as_published=arrived is Arrived.published,
            pool=readers,
            tell=say_passed,
        ):
            acknowledge(done.admitted, counts, json=json)
            counting.count(pace.told(done.share, time.monotonic()))
    finally:
        counting.end()
    end_filling(desk, counts, readers)


@dataclass(slots=True)
class TimeLeft:
    """How fast articles are taken in and how long the rest takes, from the first of them on."""

    began: float = 0.0
    share: float = 0.0
    count: int = -1

    def told(self, share: float, moment: float) -> str:
        """Return rate and time left in words, when so much of all is done, of 1, at a moment in seconds."""
        self.count += 1
        if not self.count:  # what went before the first, such as loading the parser, happens once
            self.began, self.share = moment, share
        spent, gained = moment - self.began, share - self.share
        if spent <= 0 or gained <= 0:
            return f"({share:.0%})"
        left = spent / gained * (1 - share)
        return f"({share:.0%}, {self.count / spent:.1f} a second, {_lasting(left)} left)"


def _lasting(seconds: float) -> str:
    if seconds >= _HOUR:
        return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE)} min"
    if seconds >= _MINUTE:
        return f"{int(seconds // _MINUTE)} min"
    return f"{int(seconds)} s"


def _show_plan(plan: BackfillPlan, readers: PoolChoice, *, json: bool) -> None:
    if json:
        write_json(_as_data(plan))
        return
    for line in plan_lines(plan, readers.kind):
        write_line(line)


def plan_lines(plan: BackfillPlan, kind: str) -> list[str]:
    """Return what a plan says, a line for each thing that it would cost."""
    behind = f"; {plan.files_read:,} more were read before" if plan.files_read else ""
    found = f"{plan.articles:,} in {plan.files:,} files ({_size(plan.size)}){behind}"
    lines = [f"articles    {found}; judged by {plan.tried} of them"]
    if not plan.tried:
        return lines
    reading, writing = plan.articles * plan.reading_seconds, plan.articles * plan.writing_seconds
    where = {0: "in this process", None: "on the cluster, by its processors"}.get(
        plan.workers, f"by {plan.workers} workers"
    )
    hours = "" if plan.hours is None else f": {_hours(plan.hours * _HOUR)} in all"
    lines.append(
        f"time        {_hours(reading)} of a processor to read ({plan.reading_seconds * 1000:.0f} ms each), "
        f"{_hours(writing)} to write ({plan.writing_seconds * 1000:.0f} ms each); read {where}{hours}"
    )
    free = "" if plan.free is None else f"; {_size(plan.free)} are free"
    lines.append(f"disk        {_size(plan.disk)} ({plan.stored / 1000:.1f} kB each){free}")
    if plan.free is not None and plan.disk > plan.free:
        lines.append(
            "            that is more than there is: free some space, or move the floor (docs/scale.md)"
        )
    lines.append(f"memory      {_size(plan.memory)} on this machine, {kind}")
    lines.append(f"window      {_window(plan)}")
    return lines


def _window(plan: BackfillPlan) -> str:
    if not plan.beyond_window:
        return "all of it is still compared with what comes next"
    days = f", {plan.window_days:.1f} days of this archive" if plan.window_days else ""
    first = f", first the {plan.held:,} that are in it now" if plan.held else ""
    return (
        f"{plan.beyond_window:,} articles leave it before the end{first}: it holds the last 20,000 to "
        f"25,000{days}. A copy, or a story's next report, that comes later begins one of its own"
    )


def _size(count: int) -> str:
    value = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def _hours(seconds: float) -> str:
    return f"{seconds / _HOUR:,.1f} h" if seconds >= _HOUR else f"{max(1, round(seconds / _MINUTE))} min"


def _as_data(plan: BackfillPlan) -> dict[str, Any]:
    return {
        "files": plan.files,
        "files_read": plan.files_read,
        "bytes": plan.size,
        "articles": plan.articles,
        "tried": plan.tried,
        "seconds_to_read_one": round(plan.reading_seconds, 4),
        "seconds_to_write_one": round(plan.writing_seconds, 4),
        "workers": plan.workers,
        "hours": None if plan.hours is None else round(plan.hours, 2),
        "bytes_on_disk": plan.disk,
        "bytes_free": plan.free,
        "bytes_of_memory": plan.memory,
        "leave_the_window": plan.beyond_window,
        "days_of_the_window": plan.window_days,
    }


COMMANDS = (backfill,)
