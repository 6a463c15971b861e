"""How much was read is counted once and goes on with what came and went, as if all were counted anew."""

from __future__ import annotations

import pytest

from tests.store.floor import clock
from tests.store.told import tell
from watchfloor.model import OWN_STAFF
from watchfloor.store import Store, schema
from watchfloor.store.ledger import Ledger
from watchfloor.store.read_counts import ReadCounts, ReportsRead, counted, told

pytestmark = pytest.mark.usefixtures("each_backend")


def anew(store: Store) -> ReportsRead:
    with store.reading() as connection:
        return told(*counted(connection, None))


def going_on(store: Store, counts: ReadCounts) -> ReportsRead:
    with store.reading() as connection:
        return counts.now(connection, "floor", store.last_sequence())


def test_what_came_is_added_and_what_our_own_people_wrote_is_not() -> None:
    counts = ReadCounts()
    with Store.memory(clock=clock) as store:
        assert going_on(store, counts) == ReportsRead(languages={}, first=None, last=None)
        tell(store, 0, language="de", published="2026-02-02")
        assert going_on(store, counts).languages == {"de": 1}
        tell(store, 1, published="2026-02-01")
        tell(store, 2, published="2026-02-05")
        tell(store, 3, outlet=OWN_STAFF, published="2026-01-01")
        assert (
            going_on(store, counts)
            == anew(store)
            == ReportsRead(languages={"en": 2, "de": 1}, first="2026-02-01", last="2026-02-05")
        )


@pytest.mark.parametrize("gone", [0, 1, 2])
def test_what_went_is_taken_off_and_comes_back(gone: int) -> None:
    counts = ReadCounts()
    with Store.memory(clock=clock) as store:
        reports = [tell(store, number, published=f"2026-02-0{number + 1}") for number in range(3)]
        assert going_on(store, counts).languages == {"en": 3}
        with store.reading() as connection:
            row = connection.execute(schema.report.select().where(schema.report.c.id == reports[gone])).one()
        with store.admission(arrived="2026-02-09", kind="judgement", what="gone") as admission:
            admission.log()
            Ledger(admission.connection, admission.sequence).close(schema.report, reports[gone])
        assert going_on(store, counts) == anew(store)
        assert going_on(store, counts).languages == {"en": 2}
        with store.admission(arrived="2026-02-10", kind="judgement", what="back in German") as admission:
            admission.log()
            keys = {"origin": row.origin, "text_id": row.text_id, "outlet": row.outlet}
            keys |= {"published": row.published, "language": "de"}
            Ledger(admission.connection, admission.sequence).put(
                schema.report, reports[gone], row.value, keys
            )
        assert going_on(store, counts) == anew(store)
        assert going_on(store, counts).languages == {"en": 2, "de": 1}


def test_another_floor_in_its_place_is_counted_anew() -> None:
    counts = ReadCounts()
    with Store.memory(clock=clock) as store:
        for number in range(3):
            tell(store, number)
        assert going_on(store, counts).languages == {"en": 3}
    with Store.memory(clock=clock) as restored:
        for number in range(7, 12):
            tell(restored, number, language="fr")
        assert going_on(restored, counts).languages == {"fr": 5}
