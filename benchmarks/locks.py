"""How long people wait for the floor: acts while a daemon visits two hundred sources and one hangs.

Waiting is wall time, the one figure that is: it is told with how crowded the machine was.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pairs import PAIRS, Spread
from benchmarks.process import measured
from tests.world import Asked, Given, World, feed, page, words
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.decide.verdicts import Verdicts
from watchfloor.engine.decide.withholding import WithholdingOrder, takedown_of, withhold
from watchfloor.ingest.sources import new_source
from watchfloor.store import Sources, Store

SOURCES, HANGS = 200, 10.0  # sources that are due; seconds for which one more hangs
ACTS = 50
WORST = 1.0  # seconds from asking for the floor to the commit, on a machine that has a core for each process
JUDGED = 1.0  # seconds of CPU of `judge`, from start to exit
AT = "2026-03-02T08:00:00Z"
EXAMPLES = Path("examples")
WATCHFLOOR = str(Path(sys.executable).parent / "watchfloor")


@dataclass(frozen=True, slots=True)
class Waited:
    """What fifty acts took, each in seconds and words; how crowded the machine was; what the daemon did."""

    acts: tuple[tuple[float, str], ...]
    crowded: float
    visited: int
    was_busy: bool
    kept: bool

    @property
    def worst(self) -> float:
        """Seconds of the slowest act."""
        return max(self.acts)[0]


def figures() -> Iterator[tuple[str, float, str, bool]]:
    """Yield name, value, what it is measured against, and whether it holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "floor"
        _filled(folder)
        yield _judged(folder)
        held = waited(folder)
    told = f"at most {WORST} × {held.crowded:.2f} (processes a core); {max(held.acts)[1]}"
    yield f"worst of {ACTS} acts, seconds", held.worst, told, held.worst <= WORST * held.crowded
    middle = sorted(held.acts)[ACTS // 2][0]
    yield "the act in the middle, seconds", middle, "is told", True
    yield "sources visited meanwhile", held.visited, f"exactly {SOURCES + 1}", held.visited == SOURCES + 1


def _filled(folder: Path) -> None:
    measured([WATCHFLOOR, "init", str(folder)])
    measured([WATCHFLOOR, "add", str(EXAMPLES), "--floor", str(folder), "--arrived", "published"])


def _judged(folder: Path) -> tuple[str, float, str, bool]:
    with Store.open(folder) as store:
        story = store.stories()[0].id
    command = [WATCHFLOOR, "judge", story, "--floor", str(folder), "--note"]
    costs = Spread.of(measured([*command, f"seen {number}"]).cpu for number in range(PAIRS))
    return costs.at_most("judge from start to exit, CPU seconds", JUDGED)


def waited(folder: Path) -> Waited:
    """Return what acts on a floor took while a daemon made one round of its sources."""
    acts = []
    with World() as world:
        _follow(world, folder)
        command = [sys.executable, "-m", "tests.engine.daemon_child", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
            assert daemon.stdout
            daemon.stdout.readline()  # it writes from now on
            doing = _doing(folder)
            for number in range(ACTS):
                act = doing[number % len(doing)]
                asked = time.monotonic()
                with Store.open(folder, write=True) as store:
                    opened = time.monotonic()
                    act(store, number)
                    done = time.monotonic()
                acts.append((done - asked, f"{act.__name__}, {opened - asked:.2f} s of it waiting"))
                time.sleep(0.1)
            was_busy = daemon.poll() is None
            crowded = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
            visited = 1 + sum(1 for _ in daemon.stdout)
    with Store.open(folder) as store:
        held = {rendition.url for rendition in store.renditions()}
    kept = {f"http://outlet{number}.example:{world.port}/1" for number in range(SOURCES)} <= held
    assert daemon.returncode == 0, "the daemon ends its round"
    return Waited(tuple(acts), crowded, visited, was_busy, kept)


def _follow(world: World, folder: Path) -> None:
    def hangs(_: Asked) -> Given:
        time.sleep(HANGS)
        return Given(feed(("", "Late", words(9))))

    urls = [world.put("hanging.example", "/feed", hangs)]
    for number in range(SOURCES):
        host = f"outlet{number}.example"
        link = world.put(host, "/1", page(f"Story {number}", words(number), words(number + 500), outlet=host))
        urls.append(world.put(host, "/feed", feed((link, f"Story {number}", "What the harbour board said."))))
    with Store.open(folder, write=True) as store:
        Sources(store).add_all([new_source(url, "feed", added=AT) for url in urls], due=AT)


def _doing(folder: Path) -> list[Callable[[Store, int], object]]:
    """Return what a person does: a note, a merge, its undoing, a takedown."""
    with Store.open(folder) as store:
        stories = [story.id for story in store.stories()]
        texts = itertools.cycle([it.text_id for it in store.renditions()][-6:])
    pairs = itertools.cycle(itertools.combinations(stories[:5], 2))

    def note(store: Store, number: int) -> object:
        return Verdicts(store).judge(
            stories[0], status=None, note=f"seen {number}", reject=False, by="ann", at=AT
        )

    def merge(store: Store, number: int) -> object:
        return Judging(store).merge(*next(pairs), reason=f"one {number}", by="ann", at=AT)

    def undo(store: Store, number: int) -> object:
        return Judging(store).undo("last", reason=f"two {number}", by="ann", at=AT)

    def take_down(store: Store, number: int) -> object:
        return withhold(
            store,
            takedown_of(store, next(texts)),
            WithholdingOrder(at=AT, by="ann", reason=f"asked {number}"),
        )

    return [note, merge, undo, take_down]
