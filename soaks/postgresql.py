"""`kill -9` of commands, and ended sessions, on floors in PostgreSQL: nothing is lost or doubled."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from soaks.run import main
from tests.cli.commands import Warm, watchfloor
from tests.cli.test_kill import A_FLOOR, add, kill_adds, state
from tests.postgresql import Server, running
from watchfloor.config import read_config
from watchfloor.store import Store


def new_in(server: Server) -> Callable[[Path], Path]:
    """Return what makes a floor whose store is in the server."""

    def new(floor: Path) -> Path:
        floor.mkdir(parents=True)
        address = json.dumps(server.address(floor.name.replace("-", "_")))
        (floor / "watchfloor.toml").write_text(f"store = {address}\n", "utf-8")
        assert watchfloor("init", floor).code == 0
        return floor

    return new


def adds(folder: Path, short: bool) -> str:
    """Kill `add`, ten times on a floor."""
    kills = A_FLOOR if short else 100
    with running() as server, Warm() as warm:
        kill_adds(warm, folder, kills, new_in(server))
    return f"{kills} kills"


def sessions(folder: Path, short: bool) -> str:
    """End all sessions of the server's while `add` works, as a server that stops would."""
    cuts, draw, refused = (6 if short else 60), random.Random(20261130), 0
    with running() as server, Warm() as warm:
        new = new_in(server)
        calm, rough = new(folder / "calm"), new(folder / "rough")
        began = time.monotonic()
        assert warm.run(add(calm)).code == 0
        lasted = time.monotonic() - began
        for _ in range(cuts):
            cut = threading.Timer(draw.uniform(0, lasted / 3), server.end_sessions, ["rough"])
            cut.start()
            said = warm.run(add(rough))
            cut.join()
            assert "Traceback" not in said.err, said.err
            refused += said.code != 0
        assert warm.run(add(rough)).code == 0
        assert state(rough) == state(calm)
    return f"{cuts} cuts, {refused} of them ended the command"


def moves(folder: Path, short: bool) -> str:
    """Kill `move` to the server and back: it goes on, and never are there two that can be written."""
    kills, draw = (6 if short else 60), random.Random(20261201)
    floor, cut_short = folder / "floor", 0
    with running() as server, Warm() as warm:
        assert watchfloor("init", floor).code == 0
        assert warm.run(add(floor)).code == 0
        expected = state(floor)
        for number in range(kills):
            places = [read_config(floor).store, _next(server, floor, number)]
            command = ["move", "--to", places[1], "--floor", str(floor)]
            said = warm.run(command, killed_after=draw.uniform(0, 1.5))
            cut_short += said.code < 0
            assert sum(map(_can_be_written, places)) <= 1, "two floors can be written"
            if said.code < 0:
                said = warm.run(command)
                # What was killed after its last step is there already.
                assert said.code == 0 or read_config(floor).store == places[1], said.err
            assert state(floor) == expected
    return f"{kills} kills, {cut_short} of them fell into a move"


def _next(server: Server, floor: Path, number: int) -> str:
    file = f"sqlite:///{floor / f'floor-{number}.sqlite'}"
    return file if number % 2 else server.address(f"moved_{number}")


def _can_be_written(place: str) -> bool:
    with suppress(Exception), Store.open(place, write=True, wait_seconds=1.0):
        return True
    return False


if __name__ == "__main__":
    main("postgresql", {"add": adds, "sessions": sessions, "move": moves})
