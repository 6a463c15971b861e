"""A floor of revision 0006, whose reasons were sentences, says the same words once they are records."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from typer.testing import CliRunner

from watchfloor.cli import app
from watchfloor.engine.prepare.versions import are_of_today
from watchfloor.errors import StoreError
from watchfloor.model import Flag, FlagCode, ReasonCode, Recorded
from watchfloor.store import Store, diagnose, upgrade
from watchfloor.store.backends import backend_at
from watchfloor.store.backends.sqlite import FILE_NAME
from watchfloor.store.fresh_tables import REVISION
from watchfloor.store.reader_versions import reader_of

FLOORS = Path(__file__).parent / "floors"
EXPLAINED = (FLOORS / "revision_0006.explained.txt").read_text("utf-8")


def run(*arguments: str | Path) -> str:
    done = CliRunner().invoke(app, [str(it) for it in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a floor that was made by an older version and upgraded by this one."""
    folder = tmp_path_factory.mktemp("desk") / "floor"
    run("init", folder)
    for left in folder.glob(f"{FILE_NAME}*"):
        left.unlink()
    (folder / FILE_NAME).touch()
    with backend_at(folder / FILE_NAME).connect(write=True) as connection:
        upgrade.upgrade(connection, "0006")
        raw = connection.connection.dbapi_connection
        assert raw is not None
        rows = (FLOORS / "revision_0006.sql").read_text("utf-8")
        raw.executescript(f"PRAGMA foreign_keys=OFF; BEGIN; {rows} COMMIT;")
    run("upgrade", "--floor", folder)
    return folder


def test_explain_says_the_same_of_every_id(floor: Path) -> None:
    told = re.split(r"^== (\w+)\n", EXPLAINED, flags=re.M)[1:]
    before = dict(zip(told[::2], told[1::2], strict=True))
    assert len(before) > 50
    assert {id_: run("explain", id_, "--floor", floor) for id_ in before} == before


def test_no_sentence_stayed_a_sentence(floor: Path) -> None:
    with Store.open(floor) as store:
        reasons = [
            reason
            for report in store.reports()
            for membership in report.renditions
            for dated in store.history("placement", membership.id)
            for reason in dated.value.reasons
        ]
    assert len(reasons) > 30
    assert "as recorded" not in {reason.code for reason in reasons}
    assert len({reason.code for reason in reasons}) > 10


def test_what_read_an_old_floor_is_not_known_so_that_all_of_it_is_read_again(floor: Path) -> None:
    with Store.open(floor) as store:
        held = [rendition.id for rendition in store.renditions()]
        assert len(held) == 19
        assert not any(are_of_today(reader_of(store, rendition_id)) for rendition_id in held)


def test_the_floor_as_it_was_is_kept_beside_it_and_an_upgrade_again_changes_nothing(floor: Path) -> None:
    copy = floor / "floor.revision-0006.sqlite"
    kept = copy.read_bytes()
    with Store.open(floor) as store:
        before = store.fingerprint()
    run("upgrade", "--floor", floor)
    with Store.open(floor) as store:
        assert store.fingerprint() == before
    assert copy.read_bytes() == kept
    assert [it.name for it in floor.glob("floor.revision-*")] == [copy.name]
    with backend_at(copy).connect(write=False) as connection:
        assert upgrade.revision_of(connection) == "0006"


def test_an_upgrade_that_fails_leaves_the_floor_as_it_was(
    tmp_path: Path, floor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / FILE_NAME
    old.write_bytes((floor / "floor.revision-0006.sqlite").read_bytes())
    with backend_at(old).connect(write=True) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE placement SET value = '{' WHERE row = 5")
        rows = connection.exec_driver_sql("SELECT * FROM placement ORDER BY row").all()
    with pytest.raises(StoreError, match=r"the upgrade failed .*truncated.* the floor is as it was"):
        Store.upgrade(tmp_path)
    with backend_at(old).connect(write=False) as connection:
        assert upgrade.revision_of(connection) == "0006"
        assert connection.exec_driver_sql("SELECT * FROM placement ORDER BY row").all() == rows


class BrokenOffError(Exception):
    """The upgrade is broken off."""


def _upgraded(place: Path, monkeypatch: pytest.MonkeyPatch, fails_at: float = math.inf) -> int:
    """Upgrade the floor in a folder, or fail at its statement of a number; return how many there were."""
    count = 0

    def stop(*_: object) -> None:
        nonlocal count
        count += 1
        if count >= fails_at:
            raise BrokenOffError

    run_upgrade = upgrade.upgrade

    def upgraded(connection: sa.Connection, to: str = "head") -> None:
        sa.event.listen(connection, "before_cursor_execute", stop)
        run_upgrade(connection, to)

    with monkeypatch.context() as patched:
        patched.setattr(upgrade, "upgrade", upgraded)
        Store.upgrade(place).close()
    return count


def _rows(place: Path) -> dict[str, list[str]]:
    """Return the tables and indexes of a floor, and the rows of every table."""
    with backend_at(place).connect(write=False) as connection:
        made = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").all()
        names = [name for name, sql in made if sql.startswith("CREATE TABLE")]
        rows = {it: sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{it}"'))) for it in names}
    return {"": sorted(map(repr, made)), **rows}


def test_an_upgrade_broken_off_at_any_statement_leaves_the_floor_as_it_was(
    tmp_path: Path, floor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, copy = (floor / "floor.revision-0006.sqlite").read_bytes(), tmp_path / "floor.revision-0006.sqlite"
    place = tmp_path / FILE_NAME
    place.write_bytes(old)
    statements = _upgraded(tmp_path, monkeypatch)
    for suffix in ("", "-wal", "-shm"):
        place.with_name(place.name + suffix).unlink(missing_ok=True)
    place.write_bytes(old)
    before = _rows(place)
    assert statements > 100
    for share in (0.01, 0.2, 0.4, 0.6, 0.8, 1.0):
        with pytest.raises(StoreError, match="the floor is as it was"):
            _upgraded(tmp_path, monkeypatch, round(share * statements))
        assert _rows(place) == before
        assert _rows(copy) == before
    _upgraded(tmp_path, monkeypatch)
    with Store.open(tmp_path) as again, Store.open(floor) as whole:
        assert again.fingerprint() == whole.fingerprint()


def test_a_floor_of_the_version_before_is_upgraded_with_a_copy_beside_it(tmp_path: Path) -> None:
    """The last revision finds the tables of the one before, keeps them beside, and changes them."""
    script = ScriptDirectory(str(Path(upgrade.__file__).parent / "migrations"))
    head = script.get_revision("head")
    assert head is not None
    before = str(head.down_revision)
    run("init", tmp_path / "floor")
    place = tmp_path / "floor" / FILE_NAME
    for left in place.parent.glob(f"{FILE_NAME}*"):
        left.unlink()
    place.touch()
    with backend_at(place).connect(write=True) as connection:
        upgrade.upgrade(connection, before)
    rows = _rows(place)
    said = CliRunner().invoke(app, ["show", "reports", "--floor", str(place.parent)])
    assert "run `watchfloor upgrade`" in str(said.exception)
    run("upgrade", "--floor", place.parent)
    assert _rows(place.parent / f"floor.revision-{before}.sqlite") == rows
    with backend_at(place).connect(write=False) as connection:
        assert upgrade.revision_of(connection) == REVISION
    assert not [it for it in diagnose(place.parent) if it.level == "error"]


def test_reasons_leave_in_words(floor: Path) -> None:
    with Store.open(floor) as store:
        report = next(report for report in store.reports() if report.outlet == "Copy Times")
    [decision] = json.loads(run("explain", report.id, "--floor", floor, "--json"))["decisions"]
    assert decision["reasons"] == [
        "5331a88943abca10: 100% of the words in common, spread over 100% of the text",
        "Copy Times carries it: another report than Outlet 0's",
    ]
    assert decision["because"] == [
        {"code": "shared words", "subject_id": "5331a88943abca10", "value": 1.0, "second": 1.0},
        {"code": "another outlet", "outlet": "Copy Times", "other_outlet": "Outlet 0"},
    ]


def test_flags_are_records_and_read_the_same(floor: Path) -> None:
    with Store.open(floor) as store:
        flags = {rendition.outlet: rendition.flags for rendition in store.renditions()}
        german = next(report for report in store.reports() if report.language == "de")
        findings = store.findings(german.text_id, "2026-05-12", german.outlet)
    assert flags["Arica Star"] == (Flag(FlagCode.FUTURE_DATE, "2099-05-12"),)
    assert flags["Andes Post"] == (Flag(FlagCode.WITHHELD),)
    assert findings is not None
    assert findings.unread


def test_changes_alerts_and_acts_are_records(floor: Path) -> None:
    with Store.open(floor) as store:
        changes = {change.reason.code for change in store.changes()}
        alerts = [reason for alert in store.alerts() for reason in alert.reasons]
        acts = [act for _, act in store.acts()]
        redirected = {redirect.reason.code for redirect in store.redirects()}
    assert ReasonCode.AS_RECORDED not in changes
    assert {ReasonCode.NUMBER_CORRECTED, ReasonCode.OTHER_VERSION_READS, ReasonCode.SAID_BY_PERSON} <= changes
    assert not [reason for reason in alerts if isinstance(reason, Recorded)]
    assert [(act.by, act.reason, act.code) for act in acts] == [
        ("Ana", "one series", None),
        ("Ben", "two after all", None),
        ("watchfloor", "", ReasonCode.WITNESSED),
    ]
    assert redirected == {ReasonCode.WITNESSED}


def test_doctor_names_the_copy_that_takedowns_do_not_reach(floor: Path) -> None:
    [found] = [it for it in diagnose(floor) if "before an upgrade" in it.what]
    assert (found.level, "floor.revision-0006.sqlite" in found.what) == ("note", True)
