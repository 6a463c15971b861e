"""The database is told enough of the tables to look things up by what tells most, on floors of every age."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from watchfloor.store import Store, schema
from watchfloor.store.backends.sqlite_statistics import STATISTICS

pytestmark = pytest.mark.usefixtures("each_sqlite")


def plan(store: Store, statement: str) -> list[str]:
    with store.reading() as connection:
        return [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}").all()]


def test_reports_are_found_by_id_and_listed_in_their_order_without_walking_all(tmp_path: Path) -> None:
    with Store.memory() as memory, Store.create(tmp_path / "floor") as kept:
        for store in (memory, kept):
            [found] = plan(store, "SELECT value FROM report WHERE known_until IS NULL AND id IN ('a', 'b')")
            assert found.startswith("SEARCH report USING INDEX")
            assert "(id=?" in found
            held = "FROM report WHERE known_until IS NULL ORDER BY born DESC, id LIMIT 5"
            listed = plan(store, f"SELECT DISTINCT id, born {held}")
            assert listed[0] == "SCAN report USING COVERING INDEX report_newest"


def test_statistics_are_of_indexes_that_there_are(tmp_path: Path) -> None:
    known = {
        str(index.name): name for name, table in schema.metadata.tables.items() for index in table.indexes
    }
    told = {index: table for table, index, _ in STATISTICS if not index.startswith("sqlite_autoindex_")}
    assert told == {index: known.get(index) for index in told}
    with Store.create(tmp_path / "floor") as store, store.reading() as connection:
        held = connection.execute(sa.text("SELECT tbl, idx, stat FROM sqlite_stat1")).all()
        assert sorted(tuple(row) for row in held) == sorted(STATISTICS)
