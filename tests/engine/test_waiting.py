"""Nobody waits for the network: acts of people while a daemon visits two hundred sources and one hangs."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.commands import EXAMPLES, watchfloor
from tests.world import Asked, Given, World, feed, page, words
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.decide.verdicts import Verdicts
from watchfloor.engine.decide.withholding import WithholdingOrder, takedown_of, withhold
from watchfloor.ingest.sources import new_source
from watchfloor.store import Sources, Store

AT = "2026-03-02T08:00:00Z"
SOURCES = 200
ACTS = 50
WORST = 1.0  # seconds from asking for the floor to the commit, on a machine that has a core for each process


def followed(world: World, folder: Path) -> None:
    def hangs(_: Asked) -> Given:
        time.sleep(10)
        return Given(feed(("", "Late", words(9))))

    urls = [world.put("hanging.example", "/feed", hangs)]
    for number in range(SOURCES):
        host = f"outlet{number}.example"
        link = world.put(host, "/1", page(f"Story {number}", words(number), words(number + 500), outlet=host))
        urls.append(world.put(host, "/feed", feed((link, f"Story {number}", "What the harbour board said."))))
    with Store.open(folder, write=True) as store:
        Sources(store).add_all([new_source(url, "feed", added=AT) for url in urls], due=AT)


def acts(folder: Path) -> list[Callable[[Store, int], object]]:
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


@pytest.mark.slow
def test_the_worst_of_fifty_acts_waits_less_than_a_second(tmp_path: Path) -> None:
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    assert watchfloor("add", EXAMPLES, "--floor", folder, "--arrived", "published").code == 0
    waited: list[tuple[float, str]] = []
    with World() as world:
        followed(world, folder)
        command = [sys.executable, "-m", "tests.engine.daemon_child", str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
            assert daemon.stdout
            daemon.stdout.readline()  # it writes from now on
            doing = acts(folder)
            for number in range(ACTS):
                act = doing[number % len(doing)]
                asked = time.monotonic()
                with Store.open(folder, write=True) as store:
                    opened = time.monotonic()
                    act(store, number)
                    done = time.monotonic()
                waited.append((done - asked, f"{act.__name__}, {opened - asked:.2f} s of it waiting"))
                time.sleep(0.1)
            busy = daemon.poll() is None
            visited = 1 + sum(1 for _ in daemon.stdout)
        assert daemon.returncode == 0
    print("worst", sorted(waited)[-5:], "median", sorted(waited)[len(waited) // 2])
    assert visited == SOURCES + 1
    assert busy, "the daemon was at work all the while"
    crowded = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    assert max(waited)[0] < WORST * crowded, sorted(waited)[-5:]
    with Store.open(folder) as store:
        held = {rendition.url for rendition in store.renditions()}
    assert {f"http://outlet{number}.example:{world.port}/1" for number in range(SOURCES)} <= held
