"""Scores every task against its floors: `python -m evals [TASK …] [--own] [--update] [--card] [--json]`.

A task is a module of this package with `measure(data)` (figures on the dev data in DATA, default
../shared/data) or `measure_own()` (figures on the small labelled sets in evals/own), or both. A figure below
its floor in floors.json fails the run; `--update` raises floors to what was measured, and lowers none. A task
that has a `report` (rules: the ledger of the event coder) prints it where it is named; `--json` prints that
alone.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from evals import card

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
TASKS = (
    *("quotes", "speakers", "entities", "times", "places", "quantities", "events", "renditions", "stories"),
    *("languages", "pages", "feeds", "rules"),
)
TOLERANCE = 0.0005  # a rounding of the last digit shown is no loss

Figures = dict[str, float]


def measurers(task: str, data: Path | None) -> Mapping[str, Callable[[], Figures]]:
    """Return what measures `task`, by the name its floors stand under."""
    module = importlib.import_module(f"evals.{task}")
    found: dict[str, Callable[[], Figures]] = {}
    if hasattr(module, "measure_own"):
        found[f"own/{task}"] = module.measure_own
    if data is not None and hasattr(module, "measure"):
        found[task] = lambda: module.measure(data)
    return found


def reports(tasks: Iterable[str], data: Path | None, *, as_json: bool) -> Iterator[str]:
    """Yield the reports of those tasks that have one."""
    for task in tasks:
        module = importlib.import_module(f"evals.{task}")
        if hasattr(module, "report"):
            yield module.report(data, as_json=as_json)


def below(figures: Figures, floors: Mapping[str, float]) -> list[str]:
    """Return the names of the figures that are under their floors, and of floors without a figure."""
    return [name for name, floor in floors.items() if figures.get(name, -1.0) < floor - TOLERANCE]


def asked() -> argparse.Namespace:
    """Return what the command line asks for; `data` is the folder of the dev data, None for `--own`."""
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("tasks", nargs="*", metavar="TASK", help=f"one of {', '.join(TASKS)}; default all")
    parser.add_argument("--own", action="store_true", help="only the labelled sets in evals/own")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was measured")
    parser.add_argument(
        "--card", action="store_true", help="write the figures into the packaged card and docs/accuracy.md"
    )
    parser.add_argument("--json", action="store_true", help="only the reports of the tasks named, as JSON")
    options = parser.parse_args()
    unknown = set(options.tasks) - set(TASKS)
    if unknown:
        parser.error(f"unknown task: {', '.join(sorted(unknown))}; there are {', '.join(TASKS)}")
    options.data = None if options.own else Path(os.environ.get("DATA", "../shared/data"))
    return options


def main() -> int:
    """Measure, print a table, and return 1 where a floor does not hold."""
    options = asked()
    if options.data is not None and not options.data.is_dir():
        print(
            f"no dev data at {options.data}: set DATA=… to the folder, or use --own for the labelled sets",
            file=sys.stderr,
        )
        return 2
    told = reports(options.tasks, options.data, as_json=options.json)
    if options.json:
        print("\n".join(told))
        return 0
    floors: dict[str, Figures] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    measured = measured_and_shown(options.tasks or TASKS, floors, options.data)
    failed = sum(len(below(figures, floors.get(name, {}))) for name, figures in measured.items())
    for text in told:
        print(f"\n{text}\n")
    if options.update:
        raise_floors(floors, measured)
    if options.card:
        card.write(measured)
    print(f"{failed} figures below their floors" if failed else "all floors hold")
    return 1 if failed else 0


def measured_and_shown(
    tasks: Iterable[str], floors: Mapping[str, Figures], data: Path | None
) -> dict[str, Figures]:
    """Return the figures of the tasks, each printed as soon as it is measured."""
    measured: dict[str, Figures] = {}
    for task in tasks:
        for name, measure in measurers(task, data).items():
            started = time.perf_counter()
            figures = {key: round(value, 4) for key, value in measure().items()}
            lost = below(figures, floors.get(name, {}))
            measured[name] = figures
            report(name, figures, floors.get(name, {}), lost, time.perf_counter() - started)
    return measured


def report(name: str, figures: Figures, floors: Mapping[str, float], lost: list[str], seconds: float) -> None:
    """Print one task's figures beside their floors."""
    print(f"\n{name}  ({seconds:.0f} s)")
    for key, value in figures.items():
        floor = f"floor {floors[key]:.3f}" if key in floors else "no floor"
        print(f"  {key:<44} {value:.3f}   {floor}{'   BELOW' if key in lost else ''}")


def raise_floors(floors: dict[str, Figures], measured: Mapping[str, Figures]) -> None:
    """Write floors.json with every floor that was surpassed raised, to three digits rounded down.

    Precision and recall trade against each other: their F1 is held, and the precision of strong findings.
    """
    for name, figures in measured.items():
        old = floors.setdefault(name, {})
        for key, value in figures.items():
            traded = key.endswith(("recall", "precision")) and not ("strong" in key and "precision" in key)
            if not traded:
                old[key] = max(old.get(key, 0.0), int(value * 1000) / 1000)
    FLOORS.write_text(json.dumps(dict(sorted(floors.items())), indent=1, ensure_ascii=False) + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
