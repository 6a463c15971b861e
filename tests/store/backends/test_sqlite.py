"""A floor in a file of SQLite's: where it is, and what stands there instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from watchfloor.errors import StoreError, UsageError
from watchfloor.store import Store

pytestmark = pytest.mark.usefixtures("each_sqlite")


def test_opening_what_is_not_there_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="watchfloor init"):
        Store.open(tmp_path)
    (tmp_path / "floor.sqlite").touch()
    with pytest.raises(StoreError, match="watchfloor init"):
        Store.open(tmp_path)
    (tmp_path / "floor.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(StoreError, match="no floor, or is damaged"):
        Store.open(tmp_path)
    with pytest.raises(UsageError, match="mysql is no store of this version"):
        Store.open("mysql://localhost/floor")


@pytest.mark.parametrize("name", ["a floor?x=1", "50%25 #done", "señal", "old.db"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir()
    Store.create(folder).close()
    assert (folder / "floor.sqlite").is_file()
    for place in (folder, str(folder), folder / "floor.sqlite", f"sqlite:///{folder / 'floor.sqlite'}"):
        with Store.open(place) as store:
            assert store.backend.file == folder / "floor.sqlite"
    with Store.open("sqlite://") as store:
        assert store.backend.file is None
