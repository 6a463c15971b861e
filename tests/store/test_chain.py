"""The hash chain over the log: every change, cut or removal is found, and erasing words breaks nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.tampering import tamper
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.withholding import WithholdingOrder, takedown_of, withhold
from watchfloor.ingest import rendition_of_line
from watchfloor.store import Store, diagnose

pytestmark = pytest.mark.usefixtures("each_backend")

AT = "2026-05-12T09:00:00Z"
TEXTS = tuple(
    f"Police in Valparaíso arrested {count} dockers on Wednesday, it was said at pier {count}."
    for count in range(11, 16)
)


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    with Store.create(tmp_path, clock=lambda: AT) as store:
        for number, text in enumerate(TEXTS):
            line = {"text": text, "published": "2026-05-11", "outlet": f"Gazette {number}"}
            list(Floor(store).take([rendition_of_line(line, arrived=AT)], arrival=lambda _: AT))
    return tmp_path


def broken(floor: Path) -> list[str]:
    return [it.what for it in diagnose(floor) if "chain of the log" in it.what]


def test_a_floor_that_nobody_touched_is_whole(floor: Path) -> None:
    assert broken(floor) == []


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        (
            ("UPDATE admission SET known = '2026-05-12T08:00:00.000000Z' WHERE sequence = 2",),
            "entry 2 of the log",
        ),
        (("UPDATE admission SET kind = 'act' WHERE sequence = 3",), "entry 3 of the log"),
        (("DELETE FROM admission WHERE sequence = 4",), "entries 4 to 4 of the log are gone"),
        (("DELETE FROM admission WHERE sequence = 5",), "entries after 4 of the log are gone"),
        (("UPDATE text SET id = '0123456789abcdef' WHERE known_from = 1",), "entry 1 of the log"),
        (("UPDATE chain_head SET seal = 'x'",), "the last seal differs"),
    ],
)
def test_each_way_of_changing_the_log_is_found(floor: Path, statements: tuple[str, ...], told: str) -> None:
    tamper(floor, *statements)
    [first, *_] = broken(floor)
    assert told in first


def test_withholding_leaves_the_chain_whole(floor: Path) -> None:
    with Store.open(floor, write=True, clock=lambda: AT) as store:
        text_id = store.reports()[0].text_id
        withhold(store, takedown_of(store, text_id), WithholdingOrder(reason="asked", by="eda", at=AT))
        assert store.text(text_id) is None
    assert broken(floor) == []


def test_equal_streams_have_equal_seals(tmp_path: Path, floor: Path) -> None:
    def seals(folder: Path) -> list[str]:
        with Store.open(folder) as store:
            return [row["seal"] for row in store.admissions()]

    other = tmp_path / "other"
    with Store.create(other, clock=lambda: "2027-01-01T00:00:00Z") as store:
        for number, text in enumerate(TEXTS):
            line = {"text": text, "published": "2026-05-11", "outlet": f"Gazette {number}"}
            list(Floor(store).take([rendition_of_line(line, arrived=AT)], arrival=lambda _: AT))
    assert seals(other) == seals(floor)
    assert len(set(seals(other))) == 5
