"""What one thing is in scope by is looked up by its id, however much else of its kind there is."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from watchfloor.store import Store, schema
from watchfloor.store.derived_rows import Rows

pytestmark = pytest.mark.usefixtures("each_backend")


@pytest.mark.parametrize(
    ("by", "extra", "index"),
    [
        ("id", {"kind": "story"}, "scope_thing (id=?)"),
        ("id", {"kind": "story", "unit": ""}, "scope_thing (id=? AND unit=?)"),
        ("unit", {"kind": "story"}, "scope_unit (unit=?)"),
    ],
)
def test_scope_is_looked_up_by_thing_and_never_by_kind(by: str, extra: dict[str, str], index: str) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        asked.append((statement, parameters))

    with Store.memory() as store, store.reading() as connection:
        sa.event.listen(connection, "before_cursor_execute", note)
        columns = ("row", "id", "unit", "term", "basis", "known_from")
        assert Rows(connection, 1, None).held(schema.scope, columns, by, ["one", "other"], **extra) == []
        [(statement, parameters)] = asked
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
        assert [row.detail for row in plan] == [f"SEARCH scope USING INDEX {index}"]
