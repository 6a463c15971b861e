"""A cluster reads as this process does; what it loses is read again, and what it cannot do is said."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import watchfloor
from watchfloor.engine.prepare import ray_pool
from watchfloor.engine.prepare.choice import HERE, PoolChoice
from watchfloor.engine.prepare.pool import prepare_all
from watchfloor.engine.prepare.ray_worker import OtherVersion, RayOrder
from watchfloor.engine.prepare.reading import Prepared, ReadingOutcome, Tell, tell_nobody
from watchfloor.errors import PoolError
from watchfloor.ingest import rendition_of_line
from watchfloor.journal import WorkFailed, WorkSlow
from watchfloor.model import NO_OWN_TABLES, OwnTable, OwnTables, Quarantined, Rendition

pytestmark = pytest.mark.xdist_group("ray")
AT = "2026-03-02T12:00:00Z"
RAY = PoolChoice("ray")
NODE = "read_on_node"
TOWNS = ("Split", "Zadar", "Rijeka", "Osijek", "Pula")
OWN = OwnTables(places=OwnTable(name="places", digest="0123456789abcdef"))

Read = Callable[[Rendition, RayOrder], ReadingOutcome | OtherVersion]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A cluster of this machine that the pools of these tests share; nothing of it is left behind."""
    before = {name for name in os.environ if name.startswith("RAY_")}
    with ExitStack() as held:
        ray = ray_pool._ray(alone=True)
        ray_pool._connect(ray, "", held)
        yield ray
    for name in {name for name in os.environ if name.startswith("RAY_")} - before:
        del os.environ[name]


def told_in(*towns: str) -> list[Rendition]:
    words = "Police in {} arrested Ana Marić on Monday. “We found two rifles,” the mayor said."
    return [rendition_of_line({"text": words.format(town)}, arrived=AT) for town in towns]


def prepared(
    items: Sequence[Rendition | Quarantined],
    pool: PoolChoice,
    *,
    tell: Tell = tell_nobody,
    own: OwnTables = NO_OWN_TABLES,
) -> list[Prepared | Quarantined]:
    return list(prepare_all(items, pool=pool, tell=tell, own=own))


def reads(monkeypatch: pytest.MonkeyPatch, of_town: Callable[[], object], town: str) -> None:
    """Have nodes do something else, once or for good, before they read of a town."""
    inner: Read = getattr(ray_pool, NODE)

    def read(rendition: Rendition, order: RayOrder) -> ReadingOutcome | OtherVersion:
        if town in rendition.text:
            of_town()
        return inner(rendition, order)

    monkeypatch.setattr(ray_pool, NODE, read)


@pytest.mark.parametrize("own", [NO_OWN_TABLES, OWN], ids=["no tables", "own tables"])
def test_a_cluster_reads_as_this_process_does_in_order(cluster: Any, own: OwnTables) -> None:
    refused = Quarantined(id="1", where="a.txt", reason="it is empty", arrived=AT)
    items: list[Rendition | Quarantined] = [*told_in(*TOWNS, "Split"), refused, *told_in("Zagreb", "Zadar")]
    assert prepared(items, RAY, own=own) == prepared(items, HERE, own=own)


def test_a_worker_that_dies_costs_a_retry(
    cluster: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    died = tmp_path / "died"

    def die_once() -> None:
        if not died.exists():
            died.touch()
            os._exit(9)

    reads(monkeypatch, die_once, "Zadar")
    items = told_in(*TOWNS)
    assert prepared(items, RAY) == prepared(items, HERE)
    assert died.exists()


def test_what_ends_three_workers_is_refused_and_nothing_else(
    cluster: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deaths = tmp_path / "deaths"

    def die() -> None:
        with deaths.open("a") as file:
            file.write("x")
        os._exit(9)

    reads(monkeypatch, die, "Zadar")
    items = told_in(*TOWNS)
    facts: list[WorkFailed | WorkSlow] = []
    found = prepared(items, RAY, tell=facts.append)
    expected = prepared(items, HERE)
    refused = found[1]
    assert isinstance(refused, Quarantined)
    assert refused.reason == "its text ended the reading process 3 times"
    assert deaths.read_text() == "xxx"
    assert [*found[:1], *found[2:]] == [*expected[:1], *expected[2:]]
    failed = [fact for fact in facts if isinstance(fact, WorkFailed)]
    assert [(it.what, it.id) for it in failed] == [("reading", items[1].id)]


def test_a_node_of_another_version_is_refused_with_the_remedy(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ray_pool, "reader_version", lambda own: "another")
    with pytest.raises(PoolError, match=r"reads by another version .* here it is another.*the same version"):
        prepared(told_in("Split"), RAY)


def test_a_node_without_watchfloor_is_refused_with_the_remedy(
    cluster: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ModuleNotFoundError("No module named 'watchfloor'")

    reads(monkeypatch, fail, "Split")
    with pytest.raises(
        PoolError, match=r"cannot read: No module named 'watchfloor'.*install the same version"
    ):
        prepared(told_in("Split"), RAY)


def test_a_head_that_vanishes_is_told_with_the_remedy(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of these tests: the cluster is no more afterwards."""
    monkeypatch.setattr(ray_pool, "_SILENT", 1.0)
    heads = [
        int(process.name) for process in Path("/proc").glob("[0-9]*") if _is_head(process, parent=os.getpid())
    ]
    reads(monkeypatch, lambda: os.kill(heads[0], signal.SIGKILL), "Osijek")
    reads(monkeypatch, signal.pause, "Pula")
    assert len(heads) == 1
    found: list[Prepared | Quarantined] = []
    items = told_in(*TOWNS)
    with pytest.raises(PoolError, match=r"answers no more; start it again .*what was acknowledged is kept"):
        found.extend(prepare_all(items, pool=RAY))
    assert found == prepared(items[: len(found)], HERE)


def _is_head(process: Path, *, parent: int) -> bool:
    """Tell whether a process is the head of the cluster that another process began."""
    try:
        told = (process / "cmdline").read_bytes().split(b"\0")
        began = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:  # it ended meanwhile
        return False
    return began == parent and told[0].endswith(b"gcs_server")


def test_a_cluster_that_is_not_there_costs_nothing_but_the_call(tmp_path: Path) -> None:
    floor, file = tmp_path / "floor", tmp_path / "news.txt"
    file.write_text("Police in Split arrested two men on Monday.", "utf-8")
    assert watchfloor("init", floor).code == 0
    said = watchfloor("add", file, "--pool", "ray:127.0.0.1:1", "--floor", floor)
    assert said.code == 1
    assert "no Ray cluster answers at 127.0.0.1:1: Connection refused; start its head" in said.err
    assert "Traceback" not in said.err
    assert watchfloor("add", file, "--floor", floor).out.startswith("added")
