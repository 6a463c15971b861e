"""What a PostgreSQL server can do to a floor: be down, refuse, be another one, break off."""

from __future__ import annotations

import random
import string
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.postgresql import Server
from tests.store.floor import admit, clock, rendition
from watchfloor.errors import FloorLockedError, RowsRefusedError, StoreError, UsageError
from watchfloor.model import Rendition
from watchfloor.store import Store, backend_at, diagnose, schema
from watchfloor.store.backends.postgresql_text import read, written


def database_of(place: str) -> str:
    return str(sa.make_url(place).database)


@pytest.fixture
def place(postgresql: Server, tmp_path: Path) -> str:
    """Return the address of a floor that is not there yet."""
    return postgresql.address("t" + tmp_path.name.translate(str.maketrans("-[]", "___"))[-40:].lower())


def test_a_password_is_never_shown(postgresql: Server) -> None:
    backend = backend_at(f"postgresql://desk:s3cr3t@localhost/floor?host={postgresql.folder / 'nowhere'}")
    assert "s3cr3t" not in backend.where
    with pytest.raises(StoreError, match="the server does not answer") as refused:
        Store.open("postgresql://desk:s3cr3t@localhost:1/floor")
    assert "s3cr3t" not in str(refused.value)
    assert "see that it runs" in str(refused.value)


@pytest.mark.parametrize("address", ["postgresql://localhost", "postgresql://localhost:port/floor"])
def test_an_address_that_cannot_be_read_says_how_to_write_it(address: str) -> None:
    with pytest.raises(UsageError, match="write postgresql://") as refused:
        backend_at(address)
    assert "port/floor" not in str(refused.value)


def test_a_database_that_is_not_there_is_made_by_init_only(place: str) -> None:
    with pytest.raises(StoreError, match=r"there is no floor at .*; make one with `watchfloor init`"):
        Store.open(place)
    Store.create(place).close()
    with Store.open(place) as store:
        assert store.counts()["rendition"] == 0


def test_an_empty_database_is_no_floor_until_it_is_made_one(postgresql: Server, place: str) -> None:
    postgresql.send(f'CREATE DATABASE "{database_of(place)}" TEMPLATE template0')
    assert not Store.is_there(place)
    with pytest.raises(StoreError, match="holds no floor"):
        Store.open(place)
    Store.create(place).close()
    assert Store.is_there(place)


@pytest.mark.parametrize(
    "settings", ["ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'", "LOCALE_PROVIDER icu ICU_LOCALE 'en'"]
)
def test_a_database_that_sorts_or_writes_otherwise_is_refused(
    postgresql: Server, place: str, settings: str
) -> None:
    postgresql.send(f'CREATE DATABASE "{database_of(place)}" {settings} TEMPLATE template0')
    with pytest.raises(StoreError, match="lists need UTF8, sorted by C; make another one: CREATE DATABASE"):
        Store.create(place)


def test_who_may_not_make_a_database_is_told_the_statement(postgresql: Server) -> None:
    postgresql.send("DROP ROLE IF EXISTS guest")
    postgresql.send("CREATE ROLE guest LOGIN")
    with pytest.raises(StoreError, match="let somebody who may run there: CREATE DATABASE"):
        Store.create(f"postgresql://guest@/guests?host={postgresql.folder}")


def test_a_floor_of_a_server_that_takes_no_writing_can_be_looked_at(postgresql: Server, place: str) -> None:
    with Store.create(place, clock=clock) as store:
        assert admit(store, 0)
    postgresql.send(f'ALTER DATABASE "{database_of(place)}" SET default_transaction_read_only = on')
    with Store.open(place) as store:
        assert store.counts()["rendition"] == 1
    with (
        Store.open(place, write=True, clock=clock) as store,
        pytest.raises(StoreError, match=r"takes no writing .*; give the address of the primary server"),
    ):
        admit(store, 1)


def test_who_lost_the_session_of_the_lock_writes_nothing_more(postgresql: Server, place: str) -> None:
    Store.create(place, clock=clock).close()
    with Store.open(place, write=True, clock=clock) as first:
        assert admit(first, 0)
        postgresql.end_sessions(
            database_of(place), "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory')"
        )
        with Store.open(place, write=True, clock=clock, wait_seconds=1.0) as second:
            assert admit(second, 1)
            with pytest.raises(StoreError, match="open for reading"):
                admit(first, 2)
        assert first.counts()["rendition"] == 2


def test_a_session_that_is_ended_while_it_waits_for_the_lock_is_told(postgresql: Server, place: str) -> None:
    Store.create(place).close()
    lock, waiting = backend_at(place).lock("floor"), backend_at(place).lock("floor")
    lock.acquire(0.0)

    def cut() -> None:
        while not lock.is_wanted():
            time.sleep(0.01)
        postgresql.end_sessions(
            database_of(place),
            "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock')",
        )

    cutting = threading.Thread(target=cut)
    cutting.start()
    with pytest.raises(StoreError, match="the server is starting or stopping"):
        waiting.acquire(60.0)
    cutting.join()
    assert lock.held
    lock.release()
    waiting.acquire(0.0)
    waiting.release()


def test_a_connection_that_is_ended_in_a_transaction_leaves_nothing(postgresql: Server, place: str) -> None:
    def break_off(store: Store) -> None:
        with store.admission(arrived="2026-02-02", kind="rendition", what="") as admission:
            admission.save_rendition(rendition(1))
            postgresql.end_sessions(database_of(place), "state = 'idle in transaction'")
            admission.save_rendition(rendition(2))

    with Store.create(place, clock=clock) as store:
        assert admit(store, 0)
        before = store.dump()
        with pytest.raises(StoreError, match=r"the server is starting or stopping|connection .* was lost"):
            break_off(store)
    with Store.open(place) as store:
        assert store.dump() == before


def test_who_waits_is_told_who_writes_and_on_which_machine(place: str) -> None:
    Store.create(place).close()
    with (
        Store.open(place, write=True),
        pytest.raises(FloorLockedError, match=r"is being written by process \d+ on \S+ \(waited 0 s\)"),
    ):
        Store.open(place, write=True, wait_seconds=0.0)
    with Store.open(place, write=True):
        assert any("is writing to the floor" in it.what for it in diagnose(place))


def test_who_waits_goes_before_long_work(place: str) -> None:
    Store.create(place).close()
    holder, waiting = backend_at(place).lock("floor"), backend_at(place).lock("floor")
    holder.acquire(0.0, yielding=True)
    assert not holder.is_wanted()
    with pytest.raises(FloorLockedError):
        waiting.acquire(0.05)
    assert not holder.is_wanted(), "who gave up waits no longer"
    holder.release()
    waiting.acquire(0.0)
    waiting.release()


def test_removed_words_leave_the_files_of_the_tables(postgresql: Server, place: str) -> None:
    with Store.create(place, clock=clock) as store:
        for number in range(3):
            assert admit(store, number)
        with store.admission(arrived="2026-02-02", kind="act", what="") as admission:
            admission.withhold(rendition(1).text_id, "asked")
            admission.settle_search()
        assert store.wipe(whole=True)
    postgresql.send("CHECKPOINT", database_of(place))
    [(folder,)] = postgresql.send(
        f"SELECT 'base/' || oid FROM pg_database WHERE datname = '{database_of(place)}'",
    )
    kept = [file.read_bytes() for file in (postgresql.folder / "data" / str(folder)).iterdir()]
    assert any(b"Account 2:" in data for data in kept)
    assert not any(b"Account 1:" in data or b"account 1 " in data for data in kept)


def test_a_reader_in_the_way_of_wiping_is_told(place: str) -> None:
    with Store.create(place, clock=clock) as store:
        assert admit(store, 0)
        with Store.open(place) as reader, reader.snapshot():
            assert reader.counts()["rendition"] == 1
            assert not store.wipe(whole=True)
        assert store.wipe(whole=True)


@pytest.mark.parametrize("text", ["plain", "a\0b", "\0", "\ufdd0", "\ufdd0\ufdd1\0\ufdd2", "\ufdd0\0\ufdd0"])
def test_every_text_reads_back_as_it_was(place: str, text: str) -> None:
    assert read(written(text)) == text
    assert "\0" not in written(text)
    with Store.create(place) as store:
        with store.transaction() as connection:
            row = dict.fromkeys(schema.channel_off.c.keys(), "desk") | {"name": text}
            connection.execute(sa.insert(schema.channel_off), row)
        with store.reading() as connection:
            asked = sa.select(schema.channel_off.c.name).where(schema.channel_off.c.name == text)
            assert connection.scalar(asked) == text


def with_address(address: str) -> Rendition:
    return replace(rendition(0), url=address, title=address)


def test_an_address_that_no_index_holds_costs_its_article_only(place: str) -> None:
    draw = random.Random(1)
    address = "".join(draw.choices(string.ascii_letters + string.digits, k=8_000))
    with Store.create(place, clock=clock) as store:
        before = store.dump()
        with (
            pytest.raises(RowsRefusedError, match=r"too long for the server .* shorten it"),
            store.admission(arrived="2026-02-02", kind="rendition", what="") as admission,
        ):
            admission.save_rendition(with_address(address))
        assert store.dump() == before
        with store.admission(arrived="2026-02-02", kind="rendition", what="") as admission:
            admission.save_rendition(with_address(address[:2_000]))
        assert [it.url for it in store.renditions()] == [address[:2_000]]
