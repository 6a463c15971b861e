"""`kill -9` at any moment of a round: in the end the floor is that of an undisturbed round, row for row."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.collect.poll_child import NOW
from tests.world import World, feed, page, tagged, words
from watchfloor.store import Sources, Store, diagnose

FEEDS = 30
ITEMS = 4
KILLS = 10


def world_of(world: World) -> None:
    for number in range(FEEDS):
        host = f"outlet{number}.example"
        entries = []
        for item in range(ITEMS):
            # Every third article is a copy of the one that the outlet before has.
            told = (number - (item % 3 == 2)) * ITEMS + item
            link = world.put(
                host, f"/{item}", page(f"Story {told}", words(told), words(told + 500), outlet=host)
            )
            entries.append((link, f"Story {told}", f"Summary {told} of what the harbour board said."))
        world.put(host, "/feed", tagged(feed(*entries), f'"{number}"'))


def start(place: str, world: World) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "tests.engine.collect.poll_child",
        place,
        str(world.port),
        str(FEEDS),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def kill_rounds(
    folder: Path, kills: int, seed: int = 20260201, *, place_of: Callable[[Path], str] = str
) -> None:
    """Kill `kills` rounds of one floor, let it end, and compare it with an undisturbed one."""
    draw = random.Random(seed)
    done: list[str] = []
    places = {name: place_of(folder / name) for name in ("killed", "peaceful")}
    with World() as world:
        world_of(world)
        for _ in range(kills):
            with start(places["killed"], world) as child:
                assert child.stdout
                done += [child.stdout.readline().strip() for _ in range(draw.randrange(1, 4))]
                time.sleep(draw.uniform(0, 0.02))
                child.kill()
                done += child.stdout.read().split()
        assert kills <= len(done) < FEEDS
        for name, place in places.items():
            with start(place, world) as child:
                rest = child.communicate()[0].split()
            assert child.returncode == 0
            if name == "killed":
                # What was recorded is not visited again: only a visit killed in the middle is.
                assert len(done) + len(rest) <= FEEDS
    with Store.open(places["killed"]) as killed, Store.open(places["peaceful"]) as peaceful:
        assert killed.counts()["rendition"] == FEEDS * ITEMS
        assert killed.dump() == peaceful.dump()
        assert Sources(killed).due(NOW) == []
        assert all(held.health.status == "healthy" for held in Sources(killed).all())
    assert [
        it for it in diagnose(places["killed"]) if "placement" not in it.what and it.level == "error"
    ] == []


@pytest.mark.slow
def test_ten_kills_change_nothing_in_the_end(tmp_path: Path) -> None:
    kill_rounds(tmp_path, KILLS)
