"""A desk at work: so many requests a second to a floor of invented reports, while more reports come in.

`python -m benchmarks.load --rate 60 --seconds 600 --reports 100000`. The floor is made once, which takes an
hour for the largest; a copy of it is served, or the one that --floor names, as it is. A request is sent when
it is due, whether those before it are answered or not, and what it waits counts from then. `--each 40` sends
every kind so often, one after the other, and tells what the server's processor spent on each; `--climb` goes
on with higher rates until the slowest twentieth waits longer than a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import shutil
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from gzip import compress
from pathlib import Path

import httpx

from benchmarks.desk_requests import API, KINDS, LOAD_KINDS, SITUATION, LoadRequest, RequestDraw
from benchmarks.floors import floor as invented_floor
from benchmarks.serving import ServedProcess, served
from watchfloor.config import has_settings, write_default_config

_COMING_IN = 6.0  # seconds between two reports that come in
_PATIENCE = 60.0  # seconds after which an answer counts as none
_KNOWN_IDS = 1_000  # of each kind
_BOUNDS = {  # seconds in which all but the slowest twentieth are answered
    "search, newest first": 0.100,
    "search, best first": 0.250,
    "report": 0.100,
    "event": 0.100,
    "actor": 0.100,
    "story": 0.100,
}
_READY, _MEMORY, _FIRST_PAGE, _SITUATION_PAGE = 5.0, 2000.0, 400.0, 0.300  # seconds, MB, kB, seconds
_TOO_SLOW, _CLIMB, _CLIMB_SECONDS = 1.0, 1.3, 30.0
_SHORT_REPORTS, _SHORT_RATE, _SHORT_SECONDS = 2_000, 20.0, 20.0
_CALL = {"Content-Type": "application/json"}

LoadFigure = tuple[str, float, str, bool]


@dataclass(slots=True)
class Answered:
    """How long answers took, by the kind of the request, and how many were none."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failed: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def slowest(self, kind: str | None = None, *, share: float = 0.05) -> float:
        """Return what all but a share of the answers took at most; those that failed took for ever."""
        kinds = self.seconds if kind is None else [kind]
        held = sorted(it for name in kinds for it in self.seconds[name])
        held += [math.inf] * sum(self.failed[name] for name in kinds)
        return held[min(len(held) - 1, int((1 - share) * len(held)))] if held else math.nan


class LoadSender:
    """Sends requests to one server and keeps how long they took."""

    def __init__(self, server: ServedProcess, client: httpx.AsyncClient) -> None:
        self._client = client
        self._headers = server.headers
        self.answered = Answered()

    async def send(self, asked: LoadRequest, due: float) -> None:
        """Send a request that was due at a moment of the loop's clock."""
        try:
            if asked.body is None:
                answer = await self._client.get(asked.path, headers=self._headers)
            else:
                written = json.dumps(asked.body)
                headers = self._headers | _CALL
                answer = await self._client.post(asked.path, content=written, headers=headers)
            is_answered = answer.is_success
        except httpx.HTTPError:
            is_answered = False
        if is_answered:
            self.answered.seconds[asked.kind].append(time.perf_counter() - due)
        else:
            self.answered.failed[asked.kind] += 1

    async def at_rate(self, draw: RequestDraw, rate: float, seconds: float) -> Answered:
        """Send so many requests a second for so long, each when it is due."""
        began = time.perf_counter()
        sent = set()
        for number in range(int(rate * seconds)):
            due = began + number / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            task = asyncio.create_task(self.send(draw.any(), due))
            sent.add(task)
            task.add_done_callback(sent.discard)
        await asyncio.gather(*sent)
        return self.answered

    async def let_in(self, stopped: asyncio.Event) -> None:
        """Upload a new report every few seconds until it is stopped."""
        number = 0
        while not stopped.is_set():
            number += 1
            article = {
                "title": f"Late notice {number}",
                "outlet": f"Gazette {number % 9}",
                "text": _text(number),
            }
            headers = self._headers | {"Content-Type": "application/octet-stream"}
            body = json.dumps(article) + "\n"
            path = f"{API}/uploads?name=late.jsonl"
            try:
                is_in = (await self._client.post(path, content=body, headers=headers)).is_success
            except httpx.HTTPError:  # a server that does not keep up is what is measured, and no fault here
                is_in = False
            self.answered.failed["upload"] += not is_in
            try:
                await asyncio.wait_for(stopped.wait(), _COMING_IN)
            except TimeoutError:
                continue


def _text(number: int) -> str:
    """Return an invented report, in words that the server has to read like any other."""
    killed, port = 2 + number % 40, number % 200
    return (
        f"A ferry struck the quay of Port {port} on Tuesday, the harbour master said, and {killed} people "
        f"were killed. Mayor Anna Kell said the quay would stay closed. Police arrested {1 + number % 7} "
        f"workers on Monday, and word{number % 6000} was found in notice {number}.\n"
        f"The union of dockers called a strike for the next day."
    )


# ----------------------------------------------------------------------------------------------- figures


async def _under_load(
    server: ServedProcess, rate: float, seconds: float, *, climbs: bool
) -> list[LoadFigure]:
    limits = httpx.Limits(max_connections=180, max_keepalive_connections=180)
    async with httpx.AsyncClient(base_url=server.address, timeout=_PATIENCE, limits=limits) as client:
        draw = RequestDraw(await _ids(server, client))
        stopped = asyncio.Event()
        coming = asyncio.create_task(LoadSender(server, client).let_in(stopped))
        before = server.cpu()
        answered = await LoadSender(server, client).at_rate(draw, rate, seconds)
        spent = (server.cpu() - before) / seconds
        found = [*_by_kind(answered), ("processors that the server kept busy", spent, "told", True)]
        if climbs:
            found.append(await _climbed(server, client, draw, rate))
        stopped.set()
        await coming
    memory = server.megabytes()
    return [*found, ("MB of the process tree", memory, f"at most {_MEMORY:.0f}", memory <= _MEMORY)]


async def _ids(server: ServedProcess, client: httpx.AsyncClient) -> dict[str, list[str]]:
    """Return the ids of some of the newest things of each list."""
    found = {}
    for what in ("reports", "events", "stories", "actors"):
        order = "&order=newest" if what == "stories" else ""
        path = f"{API}/{what}?limit={_KNOWN_IDS}{order}"
        answer = (await client.get(path, headers=server.headers)).raise_for_status()
        found[what] = [it["id"] for it in answer.json()["items"]]
    return found


def _by_kind(answered: Answered) -> Iterator[LoadFigure]:
    for kind in LOAD_KINDS:
        slowest, bound = answered.slowest(kind), _BOUNDS.get(kind)
        count, failed = len(answered.seconds[kind]), answered.failed[kind]
        middle = answered.slowest(kind, share=0.5)
        told = f"at most {bound:.3f} s" if bound else "told"
        against = f"{told}; half within {middle:.3f}, {count:,} answered, {failed} not"
        yield f"{kind}, p95 s", slowest, against, not failed and (bound is None or slowest <= bound)


async def _climbed(
    server: ServedProcess, client: httpx.AsyncClient, draw: RequestDraw, rate: float
) -> LoadFigure:
    """Return the rate at which the slowest twentieth waits longer than a second."""
    slowest = 0.0
    while slowest <= _TOO_SLOW:
        rate *= _CLIMB
        answered = await LoadSender(server, client).at_rate(draw, rate, _CLIMB_SECONDS)
        slowest = answered.slowest()
    return "requests a second at which p95 passes 1 s", rate, f"told; p95 there {slowest:.2f} s", True


async def _each(server: ServedProcess, times: int, kinds: Sequence[str]) -> list[LoadFigure]:
    """Return what one request of each kind costs the server's processor, and how long it takes alone."""
    found = []
    async with httpx.AsyncClient(base_url=server.address, timeout=_PATIENCE) as client:
        draw = RequestDraw(await _ids(server, client))
        for kind in kinds:
            sender = LoadSender(server, client)
            await sender.send(draw.of(kind), time.perf_counter())  # what is loaded once is not counted
            sender.answered = Answered()
            before = server.cpu()
            for _ in range(times):
                await sender.send(draw.of(kind), time.perf_counter())
            spent = (server.cpu() - before) / times
            bound = _SITUATION_PAGE if kind == "page: situation" else _BOUNDS.get(kind)
            slowest, failed = sender.answered.slowest(kind), sender.answered.failed[kind]
            told = f"CPU s; p95 {slowest:.3f} s, half within {sender.answered.slowest(kind, share=0.5):.3f}"
            holds = not failed and (bound is None or slowest <= bound)
            found.append((kind, spent, told + (f", at most {bound:.3f}" if bound else ""), holds))
    return found


def _first_page(server: ServedProcess) -> LoadFigure:
    """Return how much is sent for the first page with all that it loads, compressed."""
    with httpx.Client(base_url=server.address, headers=server.headers, timeout=_PATIENCE) as client:
        page = client.get("/").raise_for_status().text
        names = {it.partition('"')[0] for it in page.split('"/assets/')[1:]}
        sizes = [len(compress(client.get(f"/assets/{name}").raise_for_status().content)) for name in names]
    kilobytes = (len(compress(page.encode())) + sum(sizes)) / 1000
    against = f"at most {_FIRST_PAGE:.0f}; {len(page) / 1000:.0f} kB of it are the page as written"
    return "kB of the first page with its assets", kilobytes, against, kilobytes <= _FIRST_PAGE


@contextmanager
def _copied(made: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="watchfloor-load-", dir=made.parent) as place:
        yield shutil.copytree(made, Path(place) / "floor")


def _follow(server: ServedProcess) -> None:
    """Follow some types of events as a situation, unless that is done."""
    body = {"name": SITUATION, "title": "Protest and aid", "type": ["PROTEST", "AID"]}
    with httpx.Client(base_url=server.address, headers=server.headers, timeout=_PATIENCE) as client:
        if client.get(f"{API}/situations/{SITUATION}").status_code != httpx.codes.OK:
            client.post(f"{API}/situations", json=body).raise_for_status()


def measured_floor(
    floor: Path, *, rate: float, seconds: float, each: int, climbs: bool
) -> Iterator[LoadFigure]:
    """Yield what a served floor costs; its server is killed once, and started again."""
    if not has_settings(floor):
        write_default_config(floor)
    with served(floor, ends_by=signal.SIGKILL) as server:
        _follow(server)
    with served(floor) as server:
        yield "seconds to ready after a kill", server.ready, f"at most {_READY:.0f}", server.ready <= _READY
        yield _first_page(server)
        if each:
            yield from asyncio.run(_each(server, each, KINDS))
        if seconds:
            yield from asyncio.run(_under_load(server, rate, seconds, climbs=climbs))


def figures() -> Iterator[LoadFigure]:
    """Yield the figures of a small floor for a short while, as `make bench` asks for them."""
    with _copied(invented_floor(_SHORT_REPORTS)) as floor:
        yield from measured_floor(floor, rate=_SHORT_RATE, seconds=_SHORT_SECONDS, each=5, climbs=False)


def main(given: Sequence[str] | None = None) -> int:
    """Print the figures that were asked for; exit code 1 where one does not hold."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--rate", type=float, default=60.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=600.0, help="how long; 0: no load")
    parser.add_argument("--reports", type=int, default=100_000, help="of the floor that is made")
    parser.add_argument("--floor", type=Path, help="serve this floor as it is, and write to it")
    parser.add_argument("--each", type=int, default=0, help="send every kind so often first")
    parser.add_argument("--climb", action="store_true", help="go on with higher rates")
    asked = parser.parse_args(given)
    if asked.floor:
        return _told(asked, asked.floor)
    with _copied(invented_floor(asked.reports)) as floor:
        return _told(asked, floor)


def _told(asked: argparse.Namespace, floor: Path) -> int:
    failed = 0
    found = measured_floor(floor, rate=asked.rate, seconds=asked.seconds, each=asked.each, climbs=asked.climb)
    for figure, value, against, holds in found:
        print(f"  {figure:<42} {value:10.4f}   {against}{'' if holds else '   DOES NOT HOLD'}", flush=True)
        failed += not holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
