"""A floor goes from one database to another, whole; a move that is killed goes on where it was."""

from __future__ import annotations

import hashlib
from itertools import islice
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgresql import Server
from tests.store.floor import admit, clock
from watchfloor.errors import FloorLockedError, StoreError, UsageError
from watchfloor.store import Store, backend_at, diagnose, move, schema

ARTICLES = 6


@pytest.fixture
def there(postgresql: Server, tmp_path: Path) -> str:
    """Return the address of a database that is not there yet."""
    return postgresql.address("m" + tmp_path.name.translate(str.maketrans("-[]", "___"))[-40:].lower())


@pytest.fixture
def here(tmp_path: Path) -> str:
    """Return the address of a floor of some articles in a file."""
    place = f"sqlite:///{tmp_path / 'floor.sqlite'}"
    with Store.create(place, clock=clock) as store:
        for number in range(ARTICLES):
            assert admit(store, number)
    return place


def contents(place: str) -> list[str]:
    with Store.open(place) as store:
        return store.dump()


def test_a_floor_goes_to_postgresql_and_back_and_is_the_same(here: str, there: str, tmp_path: Path) -> None:
    before = contents(here)
    moved = list(move(here, there))
    assert {it.name for it in moved} == schema.metadata.tables.keys()
    assert not any(it.kept for it in moved)
    assert contents(there) == before
    assert [it.what for it in diagnose(there, clock=clock) if it.level == "error"] == []
    with Store.open(there, write=True, clock=clock) as store:
        assert len(store.search("harbour")) == ARTICLES
        assert admit(store, ARTICLES), "keys go on behind those that were copied"
        after = store.dump()
    again = f"sqlite:///{tmp_path / 'again.sqlite'}"
    list(move(there, again))
    assert contents(again) == after
    with Store.open(again, write=True, clock=clock) as store:
        assert len(store.search("harbour")) == ARTICLES + 1
        assert admit(store, ARTICLES + 1)


def test_there_are_never_two_that_can_be_written(here: str, there: str) -> None:
    with Store.open(here, turns=True, clock=clock) as long_open:
        list(move(here, there))
        with pytest.raises(StoreError, match="moved or upgraded meanwhile"), long_open.turn():
            pass
    for write in (True, False):
        with pytest.raises(StoreError, match=r"was moved to postgresql://.*; name that as store in"):
            Store.open(here, write=write)
    with pytest.raises(StoreError, match="was moved to postgresql"):
        Store.create(here)


def test_readers_go_on_and_writers_wait_while_it_moves(here: str, there: str) -> None:
    with Store.open(here) as reader:
        moving = move(here, there)
        next(moving)
        assert reader.counts()["rendition"] == ARTICLES
        with pytest.raises(FloorLockedError):
            Store.open(here, write=True, wait_seconds=0.0)
        list(moving)
        assert reader.counts()["rendition"] == ARTICLES


@pytest.mark.parametrize("tables", [0, 1, 7, 20])
def test_a_move_that_was_killed_goes_on_where_it_was(here: str, there: str, tables: int) -> None:
    before = contents(here)
    moving = move(here, there)
    done = {it.name: it.digest for it in islice(moving, tables)}
    moving.close()
    assert not Store.is_there(there), "what is half there is no floor"
    assert contents(here) == before
    again = list(move(here, there))
    assert {it.name: it.digest for it in again[:tables]} == done
    nothing = hashlib.sha256().hexdigest()
    assert {it.name for it in again if it.kept} == {name for name, seal in done.items() if seal != nothing}
    assert contents(there) == before


def test_what_changed_between_two_tries_comes_anew(here: str, there: str) -> None:
    moving = move(here, there)
    list(islice(moving, 12))
    moving.close()
    with Store.open(here, write=True, clock=clock) as store:
        assert admit(store, ARTICLES)
        after = store.dump()
    list(move(here, there))
    assert contents(there) == after


def test_a_move_killed_between_its_two_last_steps_is_finished(
    here: str, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(here)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("watchfloor.store.moving._COMING.drop", killed)
        with pytest.raises(KeyboardInterrupt):
            list(move(here, there))
    for place, told in ((here, "was moved to"), (there, "holds no floor")):
        with pytest.raises(StoreError, match=told):
            Store.open(place)
    list(move(here, there))
    assert contents(there) == before


def test_what_is_in_the_way_is_left_alone(here: str, there: str) -> None:
    Store.create(there).close()
    with pytest.raises(UsageError, match=r"there is a floor at .* already"):
        list(move(here, there))
    with Store.open(there) as store:
        assert store.counts()["rendition"] == 0
    assert len(contents(here)) > ARTICLES


def test_a_database_of_something_else_is_left_alone(here: str, there: str) -> None:
    backend = backend_at(there)
    backend.make()
    with backend.connect(write=True) as connection, connection.begin():
        connection.execute(sa.text("CREATE TABLE accounts (id int)"))
    with pytest.raises(UsageError, match="holds tables of something else"):
        list(move(here, there))


def test_a_floor_is_not_moved_onto_itself(here: str) -> None:
    with pytest.raises(UsageError, match="name another database"):
        list(move(here, here))
    assert len(contents(here)) > ARTICLES
