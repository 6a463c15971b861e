"""What is new, as it becomes known: a stream of server-sent events that goes on where a reader left it.

An event's id is the last admission that it tells of; whoever comes back with it (`Last-Event-ID`) misses
nothing. Streams look at the floor together, once in a while, and not each by itself.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Send
from starlette.types import Scope as CallScope

from watchfloor.errors import StoreError, UsageError
from watchfloor.exchange.schema import alert_out, listed_out
from watchfloor.model import Principal, Scope
from watchfloor.printable import printable_json
from watchfloor.web.asking import floor_of_request, principal_of, refuse_unknown, session_of
from watchfloor.web.problems import TooManyStreamsError
from watchfloor.web.served import ServedFloor

_EVERY = 2.0  # seconds between two looks at the floor
_BEAT = 15.0  # seconds after which a quiet stream says that it is there
_MOST = 500  # changes of one event; what is beyond is told by the lists
MOST_STREAMS = 24  # of one person or program: a browser holds six, and a server takes 200 connections of all


class LastAdmission:
    """The last admission of a floor, looked up for all streams together."""

    def __init__(self, floor: ServedFloor, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._floor = floor
        self._seconds = seconds
        self._guard = threading.Lock()
        self._looked = float("-inf")
        self._last = 0

    def get(self, principal: Principal) -> int:
        """Return the number of the last admission; as of a moment ago."""
        with self._guard:
            if self._seconds() - self._looked >= _EVERY / 2:
                with self._floor.questions.ask(principal) as questions:
                    self._last, _ = questions.last()
                self._looked = self._seconds()
            return self._last


class OpenStreams:
    """How many streams each person or program holds, so that none takes the connections of all."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = Counter[str]()

    def begin(self, whose: str) -> None:
        """Count one more; raise TooManyStreamsError where that would be too many."""
        with self._guard:
            if self._held[whose] >= MOST_STREAMS:
                raise TooManyStreamsError(
                    f"{MOST_STREAMS} streams are open by this name; close one, and ask again"
                )
            self._held[whose] += 1

    def count(self, whose: str) -> int:
        """Return how many are open."""
        with self._guard:
            return self._held[whose]

    def end(self, whose: str) -> None:
        """Count one less."""
        with self._guard:
            self._held[whose] -= 1
            self._held += Counter()  # who holds none is forgotten


class _CountedResponse(StreamingResponse):
    """A stream that is counted until it ends, however it does."""

    held: OpenStreams
    whose: str

    async def __call__(self, scope: CallScope, receive: Receive, send: Send) -> None:
        """Send the events."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            self.held.end(self.whose)


def stream(request: Request) -> Response:
    """Answer with what becomes known from now on, or from where the reader left."""
    refuse_unknown(request.query_params, ("after",))
    floor, who = floor_of_request(request), principal_of(request)
    watched: LastAdmission = request.app.state.last_admission
    last = watched.get(who)
    seen = _seen(request.headers.get("last-event-id") or request.query_params.get("after"), last)
    state = request.app.state

    def is_open() -> bool:
        if session_of(request).has_key:
            return state.entrance.book.of_key(request.state.key) is not None
        return bool(state.sessions.is_open(request.state.cookie))

    events = told_events(floor, who, seen=seen, watched=watched, is_open=is_open)
    headers = {"X-Accel-Buffering": "no"}
    held: OpenStreams = state.open_streams
    held.begin(who.id)
    answer = _CountedResponse(events, media_type="text/event-stream", headers=headers)
    answer.held, answer.whose = held, who.id
    return answer


def _seen(written: str | None, last: int) -> int:
    if not written:
        return last
    if not (written.isascii() and written.isdigit() and len(written) < 16):
        raise UsageError(f"Last-Event-ID is {written!r}; send back the id of the last event")
    return min(int(written), last)


async def told_events(
    floor: ServedFloor,
    principal: Principal,
    *,
    seen: int,
    watched: LastAdmission,
    is_open: Callable[[], bool],
    every: float = _EVERY,
) -> AsyncIterator[str]:
    """Yield events as they are written, until the session ends."""
    yield f"retry: 5000\nid: {seen}\n\n"
    quiet = 0.0
    while is_open():
        try:
            last = await run_in_threadpool(watched.get, principal)
            fresh = await run_in_threadpool(_fresh, floor, principal, seen) if last > seen else []
        except StoreError:
            last, fresh = seen, []  # the floor cannot be read now; it is looked at again
        for name, rows in fresh:
            yield f"id: {last}\nevent: {name}\ndata: {printable_json(rows)}\n\n"
        seen, quiet = max(seen, last), 0.0 if fresh else quiet + every
        if quiet >= _BEAT:
            yield ": here\n\n"
            quiet = 0.0
        await asyncio.sleep(every)


def _fresh(floor: ServedFloor, principal: Principal, seen: int) -> list[tuple[str, Any]]:
    """Return what became known after an admission: changes, and the alerts that they opened or altered."""
    with floor.questions.ask(principal) as questions, questions.snapshot():
        found = questions.page("changes", Scope(since=seen), limit=_MOST)
        words = questions.words_of([row.value for row in found.rows])
        changes = [listed_out(row.value, words, known=row.known, weak=row.weak) for row in found.rows[::-1]]
        alerts = [alert_out(it) for it in questions.alerts_since(seen)]
    told: list[tuple[str, Any]] = [("changes", changes), ("alerts", alerts)]
    return [(name, rows) for name, rows in told if rows]
