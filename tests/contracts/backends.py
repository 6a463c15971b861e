"""What every backend must do: each check takes the address of a floor that is not there yet, and a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.floor import admit, clock, rendition, undisturbed
from watchfloor.errors import FloorLockedError, RowsRefusedError, StoreError
from watchfloor.store import Store, backend_at, diagnose, schema
from watchfloor.store.backends import backend_of

ARTICLES = 7
Check = Callable[[str, Path], None]


def filled(place: str, count: int = ARTICLES) -> str:
    """Make a floor of some articles."""
    with Store.create(place, clock=clock) as store:
        for number in range(count):
            assert admit(store, number)
    return place


def equal_articles_give_an_equal_floor(place: str, folder: Path) -> None:
    assert not Store.is_there(place)
    with Store.open(filled(place)) as store:
        assert store.dump() == undisturbed(folder / "peace", ARTICLES)
    assert Store.is_there(place)
    assert [it.what for it in diagnose(place, clock=clock) if it.level == "error"] == []


def what_fails_leaves_nothing(place: str, _folder: Path) -> None:
    with Store.open(filled(place), write=True, clock=clock) as store:
        before = store.dump()

        def break_off() -> None:
            with store.admission(arrived="2026-02-02", kind="rendition", what="") as admission:
                admission.save_rendition(rendition(ARTICLES))
                raise ZeroDivisionError

        def write_a_row_twice() -> None:
            with store.transaction() as connection:
                row = dict.fromkeys(schema.channel_off.c.keys(), "desk")
                for _ in range(2):
                    connection.execute(sa.insert(schema.channel_off), row)

        for failing, error in ((break_off, ZeroDivisionError), (write_a_row_twice, RowsRefusedError)):
            with pytest.raises(error):
                failing()
            assert store.dump() == before
        assert store.search('"account 7"') == []
        assert admit(store, ARTICLES)
        assert len(store.search('"account 7"')) == 1


def one_writes_and_others_read(place: str, _folder: Path) -> None:
    with Store.open(filled(place, 1), write=True, clock=clock) as writer, Store.open(place) as reader:
        with pytest.raises(FloorLockedError, match="is being written by"):
            Store.open(place, write=True, wait_seconds=0.0)
        with pytest.raises(StoreError, match="open for reading"), reader.transaction():
            pass
        beside = writer.beside()
        assert beside is not None
        with beside, reader.snapshot():
            assert reader.counts()["rendition"] == 1
            assert admit(writer, 1)
            assert reader.counts()["rendition"] == 1, "a snapshot shows one state"
            assert beside.counts()["rendition"] == 2
        assert reader.counts()["rendition"] == 2


def each_kind_of_work_has_its_lock(place: str, _folder: Path) -> None:
    filled(place, 0)
    mine, same, other = (backend_at(place).lock(name) for name in ("one", "one", "two"))
    mine.acquire(0.0)
    assert (mine.held, same.held, same.is_taken(), other.is_taken()) == (True, False, True, False)
    with pytest.raises(FloorLockedError):
        same.acquire(0.0)
    other.acquire(0.0)
    other.release()
    mine.release()
    same.acquire(0.0)
    same.release()


def words_are_found_and_forgotten(place: str, _folder: Path) -> None:
    with Store.open(filled(place), write=True, clock=clock) as store:
        for typed, found in (
            ("harbour", set(range(ARTICLES))),
            ('"account 3"', {3}),
            ("ACCOUNT -harbour", set()),
            ("nowhere OR 0001", {5, 6}),
            ("arv* board", set(range(ARTICLES))),
        ):
            assert {it.rendition for it in store.search(typed)} == {rendition(n).id for n in found}, typed
        [hit] = store.search('"account 3"')
        words = rendition(3).text
        assert {words[it.start : it.end].lower() for it in hit.marks} <= {"account", "3", "account 3"}
        assert hit.marks
        store.overwrite()
        with store.admission(arrived="2026-02-02", kind="act", what="") as admission:
            admission.withhold(rendition(3).text_id, "asked")
            admission.settle_search()
        assert store.wipe(whole=True)
        assert store.search('"account 3"') == []
        store.rebuild_search()
        assert len(store.search("harbour")) == ARTICLES - 1
    file = backend_at(place).file
    assert file is None or b"Account 3:" not in file.read_bytes()


def rows_are_sifted_by_what_they_hold(place: str, _folder: Path) -> None:
    with Store.open(filled(place)) as store, store.reading() as connection:
        text = schema.text
        rows = backend_of(connection).sifted(
            connection, sa.select(text.c.id), [text.c.words], lambda held: "Account 3" in str(held)
        )
        assert [row.id for row in rows] == [rendition(3).text_id]


def a_copy_is_a_floor(place: str, folder: Path) -> None:
    with Store.open(filled(place), write=True, clock=clock) as store:
        copy = folder / "copy.sqlite"
        store.backup(copy)
        with Store.open(copy) as kept:
            assert kept.dump() == store.dump()
        with store.reading() as connection:
            backend_of(connection).keep_copy(connection, "0000")
    assert any("as it was before an upgrade" in it.what for it in diagnose(place, clock=clock))


CHECKS: tuple[Check, ...] = (
    equal_articles_give_an_equal_floor,
    what_fails_leaves_nothing,
    one_writes_and_others_read,
    each_kind_of_work_has_its_lock,
    words_are_found_and_forgotten,
    rows_are_sifted_by_what_they_hold,
    a_copy_is_a_floor,
)
