"""A backup while the floor runs, and the drill of putting it back: whole, checked, and silent."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from watchfloor.config import read_config, write_default_config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.backup import back_up, backup_age, restore, without_secrets
from watchfloor.errors import StoreError, UsageError, WatchfloorError
from watchfloor.ingest import rendition_of_line
from watchfloor.store import Store, diagnose
from watchfloor.watch import floor_watches

NOW = "2026-05-20T08:00:00Z"
LATER = "2026-05-29T08:00:00Z"
TEXT = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
CHANNEL = """
[channels.desk]
kind = "webhook"
url = "https://desk.example.org/alerts"
secret = "whsec_bm90IGEgcmVhbCBzZWNyZXQgYXQgYWxs"
old_secret = "environment:OLD_SECRET"
"""
WATCH = "name: Arrests\ntype: COERCE\nchannels: [desk]\n"


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    folder = tmp_path / "floor"
    path = write_default_config(folder)
    path.write_text(path.read_text() + CHANNEL)
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "watches" / "arrests.yaml").write_text(WATCH)
    config = read_config(folder)
    with Store.create(config.store) as store:
        item = rendition_of_line({"text": TEXT, "published": "2026-05-19"}, arrived=NOW)
        list(Floor(store, floor_watches(config).watches).take([item], arrival=lambda _: NOW))
        assert [row.state for row in store.deliveries()] == ["pending"]
    return folder


def backed_up(floor: Path, tmp_path: Path) -> Path:
    back_up(read_config(floor), tmp_path / "backup", now=NOW)
    return tmp_path / "backup"


def test_what_is_put_back_is_what_was_backed_up(floor: Path, tmp_path: Path) -> None:
    """The drill: a backup beside a writer, put back, looked at, and gone on with."""
    with Store.open(floor, write=True):  # somebody writes meanwhile
        backup = backed_up(floor, tmp_path)
    again = tmp_path / "again"
    done = restore(backup, again, now=LATER)
    assert (done.admissions, done.made) == (1, NOW)
    assert [it.what for it in diagnose(again) if it.level == "error"] == []
    config = read_config(again)
    assert [watch.name for watch in floor_watches(config).watches] == ["Arrests"]
    with Store.open(floor) as before, Store.open(again) as after:
        assert after.reports() == before.reports()
        assert after.events() == before.events()
        assert after.alerts() == before.alerts()
        assert [row["what"] for row in after.admissions()][-1] == f"restored from the backup of {NOW}"
    with Store.open(again, write=True) as store:
        item = rendition_of_line({"text": TEXT + " He was freed.", "published": "2026-05-28"}, arrived=LATER)
        list(Floor(store).take([item], arrival=lambda _: LATER))
        assert store.last_sequence() == 3


def test_nothing_fires_again(floor: Path, tmp_path: Path) -> None:
    done = restore(backed_up(floor, tmp_path), tmp_path / "again", now=LATER)
    assert done.held_back == 1
    with Store.open(tmp_path / "again") as store:
        [row] = store.deliveries()
        assert row.state == "uncertain"
        assert row.error == f"restored from the backup of {NOW}: it may have been sent since"
        assert store.deliveries(due_before="2099-01-01T00:00:00Z") == []


def test_no_secret_is_in_a_backup_and_no_file_is_open_to_others(floor: Path, tmp_path: Path) -> None:
    backup = backed_up(floor, tmp_path)
    for path in backup.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
        if path.is_file():
            assert b"whsec_" not in path.read_bytes()
    settings = (backup / "watchfloor.toml").read_text()
    assert 'secret = "environment:LEFT_OUT_OF_THE_BACKUP"' in settings
    assert 'old_secret = "environment:OLD_SECRET"' in settings


def test_a_store_and_watches_elsewhere_are_put_back_into_the_floor(tmp_path: Path) -> None:
    folder, aside = tmp_path / "floor", tmp_path / "aside"
    path = write_default_config(folder)
    settings = path.read_text().replace("floor.sqlite", "../aside/own.sqlite")
    path.write_text(settings.replace('watches = "watches"', 'watches = "../aside/rules"'))
    (aside / "rules").mkdir(parents=True)
    (aside / "rules" / "arrests.yaml").write_text("name: Arrests\ntype: COERCE\n")
    Store.create(read_config(folder).store).close()
    restore(backed_up(folder, tmp_path), tmp_path / "again", now=LATER)
    config = read_config(tmp_path / "again")
    assert [watch.name for watch in floor_watches(config).watches] == ["Arrests"]
    with Store.open(config.store) as store:
        assert store.backend.file == tmp_path / "again" / "floor.sqlite"


def test_all_that_people_wrote_is_put_back(floor: Path, tmp_path: Path) -> None:
    written = {
        "watches/new.yaml.off": "name: New\ntype: PROTEST\n",
        "situations/north.yaml": "name: north\ncountry: [NO]\n",
        "places.csv": "name,lat,lon\nTarvel,10.5,20.5\n",
        "labels.csv": "source,label\nQuay Times,local\n",
    }
    for name, words in written.items():
        (floor / name).parent.mkdir(exist_ok=True)
        (floor / name).write_text(words)
    restore(backed_up(floor, tmp_path), tmp_path / "again", now=LATER)
    assert {name: (tmp_path / "again" / name).read_text() for name in written} == written


KEY = "whsec_bm90IGEgcmVhbCBzZWNyZXQgYXQgYWxs"
LEFT_OUT = '"environment:LEFT_OUT_OF_THE_BACKUP"'


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f'[channels.desk]\nsecret = "{KEY}"\n', f"[channels.desk]\nsecret = {LEFT_OUT}\n"),
        (f'[channels.desk]\nsecret = """\n{KEY}\n"""\n', f"[channels.desk]\nsecret = {LEFT_OUT}\n"),
        (f"[channels]\ndesk.password = '{KEY}'\n", f"[channels]\ndesk.password = {LEFT_OUT}\n"),
        (
            f'channels = {{ desk = {{ kind = "webhook", secret = "{KEY}" }} }}\n',
            f'channels = {{ desk = {{ kind = "webhook", secret = {LEFT_OUT} }} }}\n',
        ),
        (f'channels."a b"."secret" = "{KEY}"\n', f'channels."a b"."secret" = {LEFT_OUT}\n'),
        (f'[channels.desk]\nsercet = "{KEY}"\n', f"[channels.desk]\nsercet = {LEFT_OUT}\n"),
        (f'[channels.desk]\nauth = [ {{ it = "{KEY}" }} ]\n', f"[channels.desk]\nauth = {LEFT_OUT}\n"),
        (f'[channels.desk.auth]\nit = "{KEY}"\n', f"[channels.desk.auth]\nit = {LEFT_OUT}\n"),
        ('[channels.desk]\nurl = "https://a:b@desk.example/"\n', f"[channels.desk]\nurl = {LEFT_OUT}\n"),
        (
            f'[channels.desk]\nsecret = "{KEY}"  # until May: {KEY}\n',
            f"[channels.desk]\nsecret = {LEFT_OUT}  # left out of the backup\n",
        ),
        (f'# secret = "{KEY}"\nstore = "a"\n', '# left out of the backup\nstore = "a"\n'),
    ],
)  # fmt: skip
def test_a_secret_is_left_out_however_it_is_written(written: str, kept: str) -> None:
    assert without_secrets(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        '[channels.desk]\nkind = "webhook"\nurl = "https://desk.example/in"\nsecret = "environment:DESK"\n',
        'channels = { desk = { secret = "environment:DESK", to = ["a@b.example"] } }\n',
        '# secret = "environment:DESK_SECRET"\n# tokens of bread\n[retention]\nbytes_days = 3\n',
    ],
)
def test_what_is_no_secret_stays_as_it_is_written(written: str) -> None:
    assert without_secrets(written) == written


def test_a_secret_that_stands_elsewhere_too_stops_the_backup() -> None:
    with pytest.raises(UsageError, match="stands elsewhere"):
        without_secrets(f'contact = "{KEY}"\n[channels.desk]\nsecret = "{KEY}"\n')


@pytest.mark.parametrize("name", ["floor.sqlite", "watchfloor.toml", "watches/arrests.yaml"])
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(
    name: str, floor: Path, tmp_path: Path
) -> None:
    backup = backed_up(floor, tmp_path)
    with (backup / name).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(UsageError, match="is not what was backed up"):
        restore(backup, tmp_path / "again", now=LATER)
    assert not (tmp_path / "again").exists()
    assert not (tmp_path / "again.part").exists()


def test_a_store_whose_log_was_changed_is_refused_even_with_new_digests(floor: Path, tmp_path: Path) -> None:
    with sqlite3.connect(floor / "floor.sqlite") as connection:
        connection.execute("UPDATE admission SET known = '2026-01-01T00:00:00.000000Z'")
    with pytest.raises(StoreError, match="chain of the log is broken"):
        restore(backed_up(floor, tmp_path), tmp_path / "again", now=LATER)
    assert not (tmp_path / "again").exists()


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "watches/../../evil", ".hidden", "a/b/c"])
def test_a_list_that_names_other_files_is_refused(name: str, floor: Path, tmp_path: Path) -> None:
    backup = backed_up(floor, tmp_path)
    listed = json.loads((backup / "backup.json").read_text())
    listed["files"][name] = "0" * 64
    (backup / "backup.json").write_text(json.dumps(listed))
    with pytest.raises(UsageError, match="no file of a backup"):
        restore(backup, tmp_path / "again", now=LATER)


def _linked(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


def _gone(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere)


def _piped(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere)
    os.mkfifo(path)


@pytest.mark.parametrize("trick", [_linked, _gone, _piped])
@pytest.mark.parametrize("name", ["floor.sqlite", "watchfloor.toml", "watches"])
def test_what_is_no_plain_file_of_the_backup_is_refused(
    trick: Callable[[Path, Path], None], name: str, floor: Path, tmp_path: Path
) -> None:
    backup = backed_up(floor, tmp_path)
    trick(backup / name, tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="no plain file of the backup"):
        restore(backup, tmp_path / "again", now=LATER)
    assert not (tmp_path / "again").exists()


def test_only_empty_folders_are_written_to(floor: Path, tmp_path: Path) -> None:
    backup = backed_up(floor, tmp_path)
    with pytest.raises(UsageError, match="not empty"):
        back_up(read_config(floor), backup, now=LATER)
    with pytest.raises(UsageError, match="not empty"):
        restore(backup, floor, now=LATER)
    with pytest.raises(WatchfloorError, match="no backup"):
        restore(floor, tmp_path / "again", now=LATER)
    (tmp_path / "empty").mkdir()
    assert restore(backup, tmp_path / "empty", now=LATER).admissions == 1


def test_the_age_of_the_last_backup_is_known(floor: Path, tmp_path: Path) -> None:
    assert backup_age(floor, now=NOW) is None
    backed_up(floor, tmp_path)
    assert backup_age(floor, now=NOW) == 0
    assert backup_age(floor, now=LATER) == 9
