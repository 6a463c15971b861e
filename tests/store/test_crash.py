"""kill -9 is the tested way to stop: what was acknowledged is there, whole, once."""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

from alembic import op

from tests.store.floor import admit, arrived, clock, partial, rendition, save_readings, undisturbed
from watchfloor.store import Store, diagnose, upgrade
from watchfloor.store.backends import backend_at

KILLS = 50
ARTICLES = 2000  # more than fifty children get through


def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    random_moment = random.Random(20260201)
    folder = tmp_path / "floor"
    Store.create(folder).close()
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        news = random_moment.randrange(4)
        delay = random_moment.uniform(0, 0.008)
        acknowledged |= killed_while_adding(folder, acknowledged, news, delay)
        with Store.open(folder) as store:
            stored = {given.id for given in store.renditions()}
            assert {rendition(number).id for number in acknowledged} <= stored
            # At most the one that was committed but not yet acknowledged.
            assert len(stored) <= len(acknowledged) + 1
    count = max(acknowledged) + 10
    assert KILLS < count < ARTICLES
    with Store.open(folder, write=True, clock=clock) as store:
        assert partial(store) == []
        for number in range(count):
            admit(store, number)
        assert store.dump() == undisturbed(tmp_path / "peace", count)
        assert store.last_sequence() == count
    assert [it for it in diagnose(folder) if it.level == "error"] == []


def killed_while_adding(folder: Path, acknowledged: set[int], news: int, delay: float) -> set[int]:
    """Let a child go on, from ten articles before where the last one died; return what it acknowledged.

    It is killed `delay` seconds after it acknowledged more than `news` new ones.
    """
    listening, telling = os.pipe()
    begin = max(0, len(acknowledged) - 10)
    child = forked(lambda: add_all(folder, begin, telling))
    os.close(telling)
    told: set[int] = set()
    with os.fdopen(listening, "rb") as lines:
        while len(told - acknowledged) <= news:
            told.add(int(lines.readline()))
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told |= {int(line) for line in lines.read().splitlines()}
    return told


def add_all(folder: Path, begin: int, telling: int) -> None:
    with Store.open(folder, write=True) as store:
        for number in range(begin, ARTICLES):
            admit(store, number)
            os.write(telling, b"%d\n" % number)


def forked(act: Callable[[], None]) -> int:
    """Run `act` in a copy of this process, which ends without any goodbye; return its process id."""
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(1)
    return child


def test_readers_beside_a_writer_see_whole_admissions(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    listening, telling = os.pipe()
    child = forked(lambda: add_all(tmp_path, ARTICLES - 40, telling))
    os.close(telling)
    counted = set()
    with os.fdopen(listening, "rb") as lines, Store.open(tmp_path) as reader:
        while lines.readline():
            with reader.snapshot():
                counts = reader.counts()
                held = len(reader.renditions())
            same = ("text", "report", "change", "delivery")
            assert {held, counts["rendition"], *(counts[name] for name in same)} == {held}
            counted.add(held)
    os.waitpid(child, 0)
    assert len(counted) > 1
    assert max(counted) == 40


def test_an_admission_in_two_halves_would_be_noticed(tmp_path: Path) -> None:
    with Store.create(tmp_path) as store:
        given = rendition(1)
        with store.admission(arrived=arrived(1), kind="rendition", what="1.txt") as admission:
            admission.save_rendition(given)
            save_readings(admission, given)
        assert partial(store) == [given.id]


def test_a_killed_upgrade_leaves_the_old_tables(tmp_path: Path) -> None:
    def upgrade_and_die() -> None:
        op.execute = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        Store.upgrade(tmp_path)

    first_revision(tmp_path)
    _, status = os.waitpid(forked(upgrade_and_die), 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with backend_at(tmp_path / "floor.sqlite").connect(write=False) as connection:
        assert upgrade.revision_of(connection) == "0001"
        with connection.begin():
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
            assert "searchable" not in {row.name for row in names}
    with Store.upgrade(tmp_path) as store:
        assert store.counts()["rendition"] == 0


def first_revision(folder: Path) -> None:
    (folder / "floor.sqlite").touch()
    with backend_at(folder / "floor.sqlite").connect(write=True) as connection:
        upgrade.upgrade(connection, "0001")
