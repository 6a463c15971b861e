"""Kills of `backfill`, its workers and its server, of rounds and deliveries there: none lost, none double."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from soaks.postgresql import new_in
from soaks.run import main
from tests.cli.commands import WATCHFLOOR, Warm, environment
from tests.cli.test_backfill import article, kill_backfills
from tests.cli.test_kill import new, state
from tests.engine.collect.test_poll_kill import KILLS, kill_rounds
from tests.engine.deliver import test_outbox as outbox
from tests.postgresql import running
from watchfloor.store import Store

_ARTICLES = 60
_LOOKED = 0.05  # seconds between two looks for a worker


def commands(folder: Path, short: bool) -> str:
    """Kill the command, on a file and on a server."""
    kills, floors = (3 if short else 30), 0
    with Warm() as warm, running() as server:
        for name, make in (("file", new), ("server", new_in(server))):
            (folder / name).mkdir()
            floors += kill_backfills(warm, folder / name, kills, make, lines=_ARTICLES)
    return f"{2 * kills} kills of {floors} floors"


def workers(folder: Path, short: bool) -> str:
    """Kill worker processes while they read."""
    kills, draw = (3 if short else 30), random.Random(20261202)
    given, killed, runs = _archive(folder), 0, 0
    calm = new(folder / "calm")
    _done(_begun(calm, given, "here"))
    while killed < kills:
        rough = new(folder / f"rough-{runs}")
        command = _begun(rough, given, "processes:2")
        killed += _workers_killed(command, min(3, kills - killed), draw)
        _done(command)
        assert state(rough) == state(calm)
        runs += 1
    return f"{killed} kills in {runs} runs"


def _workers_killed(command: subprocess.Popen[str], most: int, draw: random.Random) -> int:
    """Kill at most so many workers of a command, one after the other, and return how many it had."""
    killed = 0
    while killed < most and command.poll() is None:
        found = _readers_of(command.pid)
        if not found:
            time.sleep(_LOOKED)
            continue
        time.sleep(draw.uniform(0, 1))
        with suppress(ProcessLookupError):
            os.kill(draw.choice(found), signal.SIGKILL)
            killed += 1
        time.sleep(draw.uniform(0, 2))
    return killed


def _readers_of(pid: int) -> list[int]:
    """Return the processes that a pool of spawned workers consists of."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        told = {child: Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
        return [int(child) for child, words in told.items() if b"spawn_main" in words]
    return []


def sessions(folder: Path, short: bool) -> str:
    """End all sessions of the server's while `backfill` works, as a server that stops would."""
    cuts, draw, refused = (4 if short else 30), random.Random(20261203), 0
    given = _archive(folder)
    with running() as server, Warm() as warm:
        make = new_in(server)
        calm, rough = make(folder / "calm"), make(folder / "rough")
        began = time.monotonic()
        assert warm.run(["backfill", str(given), "--floor", str(calm)]).code == 0
        lasted = time.monotonic() - began
        for _ in range(cuts):
            cut = threading.Timer(draw.uniform(0, lasted / 3), server.end_sessions, ["rough"])
            cut.start()
            said = warm.run(["backfill", str(given), "--floor", str(rough)])
            cut.join()
            assert "Traceback" not in said.err, said.err
            refused += said.code != 0
        assert warm.run(["backfill", str(given), "--floor", str(rough)]).code == 0
        assert state(rough) == state(calm)
    return f"{cuts} cuts, {refused} of them ended the command"


def rounds(folder: Path, short: bool) -> str:
    """Kill rounds of visits that write to a server."""
    floors = 1 if short else 3
    with running() as server:
        for number in range(floors):
            kill_rounds(
                folder / str(number),
                KILLS,
                seed=number,
                place_of=lambda path: server.address(f"{path.parent.name}_{path.name}"),
            )
    return f"{floors * KILLS} kills"


def deliveries(folder: Path, short: bool) -> str:
    """Kill deliveries to a file, of an outbox on a server, as they are claimed and as they are sent."""
    kills = 2 if short else 30
    with running() as server:
        for number in range(kills):
            place = folder / str(number)
            place.mkdir()
            address = server.address(f"outbox_{number}")
            Store.create(address).close()
            with Store.open(address, turns=True) as store:
                outbox.put(store, outbox.delivery(1, "log"))
                moment = ("claimed", "sent")[number % 2]
                outbox.killed(store, f"file {place / 'alerts.jsonl'}", moment, place=address)
                outbox.work(store, {"log": outbox.log(place)})
                assert outbox.states(store) == {"log-1": "delivered"}
            assert len((place / "alerts.jsonl").read_text("utf-8").splitlines()) == 1
    return f"{kills} kills"


def _archive(folder: Path) -> Path:
    given = folder / "archive.jsonl"
    given.write_text("".join(map(article, range(_ARTICLES))), "utf-8")
    return given


def _begun(floor: Path, given: Path, pool: str) -> subprocess.Popen[str]:
    command = [WATCHFLOOR, "backfill", str(given), "--pool", pool, "--floor", str(floor)]
    return subprocess.Popen(
        command, env=environment(), text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def _done(command: subprocess.Popen[str]) -> None:
    said = command.communicate()[1]
    assert command.returncode == 0, said


PARTS: dict[str, Callable[[Path, bool], str]] = {
    "command": commands,
    "workers": workers,
    "sessions": sessions,
    "poll": rounds,
    "deliver": deliveries,
}

if __name__ == "__main__":
    main("backfill", PARTS)
