"""A clock that was ahead stamps what comes; once it is mended, that counts as known from then on (F14)."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.store.floor import arrived, clock, rendition
from tests.store.tampering import tamper
from watchfloor.model import Alert, AlertId, Delivery, Subject
from watchfloor.store import Outbox, Sources, Store, diagnose, keep_bytes, pack, schema
from watchfloor.store.retention import taken_in_before

pytestmark = pytest.mark.usefixtures("each_backend")

AHEAD = "2027-11-29T10:00:00Z"
MENDED = "2026-02-02T08:00:00Z"
AFTER = "2026-02-02T09:00:00Z"


@pytest.fixture
def ahead(tmp_path: Path) -> Path:
    """Return a floor with an article of before, one under a clock far ahead, and one of after."""
    with Store.create(tmp_path, clock=clock) as store:
        for number, moment in ((0, arrived(0)), (1, AHEAD), (2, MENDED)):
            with store.admission(arrived=moment, kind="rendition", what=f"{number}.txt") as admission:
                admission.save_rendition(rendition(number))
    return tmp_path


def mended(folder: Path, at: str = MENDED) -> int:
    with Store.open(folder, write=True, clock=clock) as store:
        return store.set_clock_back(at=at)


def known(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return [row["known"] for row in store.admissions()]


def errors(folder: Path) -> list[str]:
    return [it.what for it in diagnose(folder, clock=lambda: AFTER) if "of the log" in it.what]


def test_what_a_clock_ahead_hid_is_seen_today(ahead: Path) -> None:
    with Store.open(ahead) as store:
        assert len(store.renditions(as_of="2026-02-02")) == 1, "the fault: they are known in 2027"
    assert any("still to come" in it.what for it in diagnose(ahead, clock=lambda: AFTER))
    assert mended(ahead) == 2
    assert known(ahead) == [arrived(0), MENDED, MENDED, MENDED]
    with Store.open(ahead) as store:
        assert len(store.renditions(as_of="2026-02-02")) == 3
        assert len(store.renditions(as_of="2026-02-01")) == 1
        assert store.sequence_before("2026-02-02") == 1
        assert store.sequence_before("2026-02-03") == 4
    assert not any("still to come" in it.what for it in diagnose(ahead, clock=lambda: AFTER))


def test_what_comes_after_is_known_when_it_came(ahead: Path) -> None:
    mended(ahead)
    with Store.open(ahead, write=True, clock=clock) as store:
        with store.admission(arrived=AFTER, kind="rendition", what="3.txt") as admission:
            admission.save_rendition(rendition(3))
        assert admission.known == "2026-02-02T09:00:00.000000Z"
    assert errors(ahead) == []


def test_nothing_sealed_is_changed_and_the_entry_says_what_was_done(ahead: Path) -> None:
    with Store.open(ahead) as store:
        before = [row["seal"] for row in store.admissions()]
    mended(ahead)
    with Store.open(ahead) as store:
        *old, entry = store.admissions()
    assert [row["seal"] for row in old] == before
    assert [row["stated"] for row in old] == [
        None,
        "2027-11-29T10:00:00.000000Z",
        "2027-11-29T10:00:00.000000Z",
    ]
    assert entry["kind"] == "clock"
    assert entry["what"] == "the clock had been ahead: 2 entries count as known from now on"
    assert errors(ahead) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE admission SET known = '2026-01-05T00:00:00.000000Z' WHERE sequence = 2",
        "UPDATE admission SET stated = '2026-03-01T00:00:00.000000Z' WHERE sequence = 3",
        "UPDATE admission SET stated = '2026-02-05T00:00:00.000000Z' WHERE sequence = 1",
        "UPDATE admission SET known = stated, stated = NULL WHERE sequence = 2",
        "UPDATE admission SET stated = known, known = '2026-01-05T00:00:00.000000Z' WHERE sequence = 1",
    ],
)
def test_nobody_else_moves_an_entry_unseen(ahead: Path, statement: str) -> None:
    mended(ahead)
    tamper(ahead, statement)
    assert any("chain of the log" in what for what in errors(ahead))


def test_a_clock_that_is_right_has_nothing_to_mend(ahead: Path) -> None:
    mended(ahead)
    before = known(ahead)
    assert mended(ahead, at=AFTER) == 0
    assert known(ahead) == before


def test_a_clock_that_was_mended_while_still_ahead_is_mended_again(ahead: Path) -> None:
    assert mended(ahead, at="2026-12-24T00:00:00Z") == 2
    assert mended(ahead) == 3
    assert known(ahead) == [arrived(0), *[MENDED] * 4]
    assert errors(ahead) == []


def test_what_is_to_go_after_so_many_days_stays_no_year_longer(tmp_path: Path) -> None:
    with Store.create(tmp_path, clock=lambda: AHEAD) as store:
        with store.admission(arrived=AHEAD, kind="rendition", what="0.txt") as admission:
            admission.save_rendition(rendition(0))
        page = pack("https://gazette.example/0", b"a page", rendition(0).text_id)
        assert keep_bytes(store, page, at=AHEAD)
        site = {"origin": "https://gazette.example", "value": "{}", "asked": "2027-11-29T10:00:00.000000Z"}
        with store.transaction() as connection:
            connection.execute(sa.insert(schema.site), site)
        assert Sources(store).would_expire("2026-06-01") == 0
        assert taken_in_before(store, "2026-06-01") == []
        store.set_clock_back(at=MENDED)
        assert [it.at for it in taken_in_before(store, "2026-06-01")] == [MENDED]
        assert Sources(store).would_expire("2026-06-01") == 1
        assert Sources(store).site("https://gazette.example") is None, "it is asked anew"


def test_what_waits_to_be_tried_again_waits_no_year(ahead: Path) -> None:
    with Store.open(ahead, write=True, clock=clock) as store:
        with store.admission(arrived=AHEAD, kind="tick", what="") as admission:
            admission.save_alert(
                Alert(
                    id=AlertId("a"),
                    watch="strikes",
                    about=Subject("event", "e"),
                    state="open",
                    level="high",
                    opened="2026-02-01",
                    updated=AHEAD,
                    changes=(),
                    reasons=(),
                )
            )
            admission.save_delivery(
                Delivery(id="d", alert=AlertId("a"), channel="desk", payload="{}", state="failed", due=AHEAD)
            )
        assert Outbox(store).due(AFTER) == []
        store.set_clock_back(at=MENDED)
        assert [it.id for it in Outbox(store).due(AFTER)] == ["d"]
