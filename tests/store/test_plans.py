"""How the database goes about the questions of the benchmark: along an index, never through a whole table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks import floors, lists
from watchfloor.store import Store

REPORTS = 60
WALKS = ("USING COVERING INDEX", "USING INDEX", "VIRTUAL TABLE", "CONSTANT ROW")
OF_STATEMENTS = ("SCAN anon_", "SCAN matched", "SCAN (")  # what a statement made itself
OF_SOURCES = ("SCAN watched", "SCAN spell")  # all that is followed, and how each did: coverage tells of all


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("floors") / "floor"
    floors.fill(folder, REPORTS)
    with Store.open(folder) as opened:
        yield opened


@contextmanager
def statements(store: Store) -> Iterator[list[tuple[str, Any]]]:
    """Give the statements that are put to the database meanwhile, with their parameters."""
    put: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            put.append((statement, parameters))

    with store.reading() as connection:
        engine = connection.engine
    sa.event.listen(engine, "before_cursor_execute", listen)
    try:
        yield put
    finally:
        sa.event.remove(engine, "before_cursor_execute", listen)


def scans(store: Store, statement: str, parameters: Any) -> list[str]:
    """Return the steps of a plan that go through all of a table, or through all of a kind of it."""
    with store.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    kinds = [row.detail for row in plan if row.detail.endswith("(kind=?)")]
    steps = [*kinds, *(row.detail for row in plan if row.detail.startswith("SCAN "))]
    return [
        it
        for it in steps
        if not it.startswith((*OF_STATEMENTS, *OF_SOURCES)) and not any(walk in it for walk in WALKS)
    ]


def test_no_question_goes_through_a_whole_table(store: Store) -> None:
    asked = 0
    for name, rows, question in lists.questions():
        with statements(store) as put:
            question(store, rows)
        for statement, parameters in put:
            assert scans(store, statement, parameters) == [], (name, statement)
            asked += 1
    assert asked > 300


def test_words_lead_to_reports_by_an_index(store: Store) -> None:
    with statements(store) as put:
        lists.asked("reports", lists.SCOPES[" with rare words"], store)
    with store.reading() as connection:
        plans = [
            row.detail
            for statement, parameters in put
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert any("USING COVERING INDEX report_text (text_id=?" in step for step in plans)
