"""Rendition -> Prepared on the nodes of a Ray cluster, or on one that is begun here and ends with the pool.

Ray deals out the texts: nodes may come and go. A worker that dies costs its text a try; a text that ends
three of them is refused, as in worker processes. What is given in advance is bounded by the processors.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self

from watchfloor.engine.prepare.processes import AHEAD, TASKS_OF_A_WORKER, TRIES
from watchfloor.engine.prepare.ray_worker import OtherVersion, RayOrder, read_on_node
from watchfloor.engine.prepare.reading import ReadingOutcome, killed
from watchfloor.engine.prepare.versions import reader_version
from watchfloor.errors import PoolError
from watchfloor.model import NO_OWN_TABLES, OwnTables, Rendition

_LOOKED = 2.0  # seconds between two looks whether the cluster is still there
_SILENT = 8.0  # seconds without its head after which a cluster counts as gone; Ray itself ends us after 60
_NO_PROCESSOR = 60.0  # seconds without any node that may read, after which nothing more is waited for
_CONNECTS = 5.0  # seconds
_STORE = 80_000_000  # bytes of memory that the nodes of one machine share; less Ray does not take
_LOST_BEFORE = 10  # times that what was read of a text may be lost with its node
_GO_ON = "then give the same command: what was acknowledged is kept"


@dataclass(slots=True, eq=False)
class _Given:
    """A rendition on its way: where its outcome will be, how often its worker and its result were lost."""

    rendition: Rendition
    reference: Any
    killed: int = 0
    lost: int = 0


class RayPool:
    """Reads on a Ray cluster; without an address on one that is begun on this machine."""

    def __init__(self, address: str, *, signed: bool, own: OwnTables) -> None:
        self._address = address
        self._signed = signed
        self._own = own
        self._held = ExitStack()
        self.ahead = 0

    def __enter__(self) -> Self:
        self._ray = ray = _ray(alone=not self._address)
        with ExitStack() as held:
            if not ray.is_initialized():  # a program that is connected already stays so
                _connect(ray, self._address, held)
            self._head = _Head(ray)
            self._order = RayOrder(
                version=reader_version(self._own),
                signed=self._signed,
                tables=() if self._own == NO_OWN_TABLES else (ray.put(self._own),),
            )
            # Tries are counted here: Ray does not tell a text that kills from a node that went away.
            remote = ray.remote(num_cpus=1, max_retries=0, max_calls=TASKS_OF_A_WORKER)
            self._read = remote(read_on_node)
            self._count_processors()
            self._held = held.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._held.close()

    def submit(self, rendition: Rendition) -> Callable[[], ReadingOutcome]:
        """Begin to read a rendition; what is returned waits for what became of it."""
        given = _Given(rendition, self._begun(rendition))
        return lambda: self._taken(given)

    def _begun(self, rendition: Rendition) -> Any:
        return self._read.remote(rendition, self._order)

    def _taken(self, given: _Given) -> ReadingOutcome:
        """Return what became of a rendition, read again elsewhere where its worker or node was lost."""
        while True:
            self._wait(given)
            outcome = self._got(given)
            if isinstance(outcome, OtherVersion):
                raise PoolError(
                    f"a node of the Ray cluster reads by another version ({outcome.version}, here it is "
                    f"{self._order.version})",
                    f"install the same version of Watchfloor on every node, {_GO_ON}",
                )
            if outcome is not None:
                return outcome
            if given.killed >= TRIES:
                return killed(given.rendition, TRIES)
            given.reference = self._begun(given.rendition)

    def _wait(self, given: _Given) -> None:
        """Wait until what became of a rendition is known; raise PoolError where the cluster is gone."""
        without = time.monotonic()
        while not self._ray.wait([given.reference], timeout=_LOOKED)[0]:
            self._head.look()
            if self._count_processors():
                without = time.monotonic()
            elif time.monotonic() - without > _NO_PROCESSOR:
                raise PoolError(
                    "no node of the Ray cluster has a processor to read with",
                    f"start workers (ray start --address …), {_GO_ON}",
                )
        self._head.look()

    def _got(self, given: _Given) -> ReadingOutcome | OtherVersion | None:
        """Return an outcome; None where it was lost and the rendition is to be read again."""
        errors = self._ray.exceptions
        try:
            outcome: ReadingOutcome | OtherVersion = self._ray.get(given.reference)
        except (errors.WorkerCrashedError, errors.NodeDiedError, errors.OutOfMemoryError):
            given.killed += 1
            return None
        except errors.RayTaskError as error:
            raise PoolError(
                f"a node of the Ray cluster cannot read: {_first_line(error.cause or error)}",
                f"install the same version of Watchfloor on every node, {_GO_ON}",
            ) from error
        except errors.RayError as error:
            given.lost += 1
            self._head.look(at_once=True)
            if given.lost < _LOST_BEFORE:
                return None
            raise PoolError(
                f"the Ray cluster lost what it read {given.lost} times: {_first_line(error)}",
                f"see what `ray status` tells there, {_GO_ON}",
            ) from error
        return outcome

    def _count_processors(self) -> int:
        """Return how many processors the cluster has now, and give so much in advance as they need."""
        count = int(self._ray.cluster_resources().get("CPU", 0))
        self.ahead = max(count, 1) * AHEAD
        return count


class _Head:
    """Knows whether the head of a cluster still answers."""

    def __init__(self, ray: Any) -> None:
        self._address = ray.get_runtime_context().gcs_address
        self._looked = self._seen = time.monotonic()

    def look(self, *, at_once: bool = False) -> None:
        """Raise PoolError where the head has not answered for some seconds."""
        while True:
            now = time.monotonic()
            if not at_once and now - self._looked < _LOOKED:
                return
            self._looked = now
            if not _refusal(self._address):
                self._seen = time.monotonic()
                return
            if time.monotonic() - self._seen > _SILENT:
                raise PoolError(
                    f"the head of the Ray cluster at {self._address} answers no more",
                    f"start it again (ray start --head …) and its workers, {_GO_ON}",
                )
            at_once = True  # whatever else the cluster is asked would wait for its head
            time.sleep(_LOOKED / 4)


def _ray(*, alone: bool) -> Any:
    """Return Ray, which tells nobody outside that it is used; `alone` for a cluster of our own."""
    if alone and "ray" not in sys.modules and not any(name.startswith("RAY_AUTH") for name in os.environ):
        # Whoever may talk to a cluster may run anything there: only we and what we start know the word.
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra that is not installed everywhere
        import ray.exceptions  # noqa: PLC0415
    except ImportError as error:
        raise PoolError("Ray is not installed", "pip install 'watchfloor[scale]'") from error
    return ray


def _connect(ray: Any, address: str, held: ExitStack) -> None:
    """Connect to the cluster at an address, or begin one that ends with `held`."""
    options = {"configure_logging": False, "log_to_driver": False, "logging_level": "ERROR"}
    if address:
        if why := _refusal(address):
            raise PoolError(
                f"no Ray cluster answers at {address}: {why}",
                "start its head (ray start --head --port=6379), or see the address in `ray status`",
            )
        options["address"] = address
    else:
        folder = held.enter_context(tempfile.TemporaryDirectory(prefix="ray-", ignore_cleanup_errors=True))
        options |= {
            "address": "local",
            "num_cpus": len(os.sched_getaffinity(0)),
            "include_dashboard": False,
            "object_store_memory": _STORE,
            "_temp_dir": folder,
            # Ray's own 15 would leave readers next to nothing wherever anything else runs.
            "_system_config": {"worker_niceness": 0},
        }
    held.callback(ray.shutdown)
    try:
        ray.init(**options)
    except Exception as error:
        raise PoolError(
            f"the Ray cluster at {address or 'this machine'} cannot be used: {_first_line(error)}",
            "see that `ray status` answers on this machine, which has to be a node of it (docs/scale.md)",
        ) from error


def _refusal(address: str) -> str:
    """Return why nobody answers at HOST:PORT; "" where somebody does, or it is an address of another form."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or "://" in address:
        return ""
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=_CONNECTS).close()
    except (OSError, OverflowError) as error:
        return f"{error.strerror or error}" if isinstance(error, OSError) else str(error)
    return ""


def _first_line(error: BaseException) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
