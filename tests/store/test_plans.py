"""How the database goes about the questions of the benchmark: along an index, never through a whole table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from benchmarks import floors, lists
from watchfloor.model import Scope
from watchfloor.store import Store

REPORTS = 60
WALKS = ("USING COVERING INDEX", "USING INDEX", "VIRTUAL TABLE", "CONSTANT ROW")
OF_STATEMENTS = ("SCAN anon_", "SCAN matched", "SCAN days", "SCAN (")  # what a statement made itself
OF_SOURCES = ("SCAN watched", "SCAN spell")  # all that is followed, and how each did: coverage tells of all


LARGER = 4  # times as many reports
GROWTH = 1.3  # that a page may cost more on the larger floor, in steps of the database
# What newest first leads to whatever the floor holds: as many rows are asked for as both floors have.
FLAT = ("", " of a country", " of two countries, weak too", " as of then")
ROWS = 5
READ_AGAIN = "SEARCH reading USING INDEX reading_"  # few are, and of none of them a row is needed


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from _filled(tmp_path_factory, REPORTS)


@pytest.fixture(scope="module")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    yield from _filled(tmp_path_factory, LARGER * REPORTS)


def _filled(tmp_path_factory: pytest.TempPathFactory, reports: int) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("floors") / "floor"
    floors.fill(folder, reports)
    with Store.open(folder) as opened:
        yield opened


def steps(store: Store, question: lists.Question) -> int:
    """Return how many steps of its virtual machine the database takes to answer: the same on any machine."""
    taken = 0

    def step() -> int:
        nonlocal taken
        taken += 1
        return 0

    question(store, ROWS)
    with store.reading() as connection:
        raw: Any = connection.connection.dbapi_connection
    raw.set_progress_handler(step, 1)
    try:
        question(store, ROWS)
    finally:
        raw.set_progress_handler(None, 1)
    return taken


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


@pytest.mark.parametrize("what", ["reports", "stories", "events", "changes", "actors"])
def test_what_few_texts_lead_to_is_found_in_indexes_alone(store: Store, what: str) -> None:
    with statements(store) as put:
        lists.asked(what, lists.SCOPES[" with rare words"], store)
    [(statement, parameters)] = [it for it in put if "MATCH" in it[0] and "DISTINCT" in it[0]]
    with store.reading() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    read = [row.detail for row in plan if " USING INDEX " in row.detail]
    assert [step for step in read if not step.startswith(READ_AGAIN)] == []


@pytest.mark.parametrize(
    ("what", "told"),
    [
        *product(("reports", "stories", "events", "quotes", "changes", "timeline"), FLAT),
        *product(("quotes", "timeline"), (" with words",)),
        ("changes", " of some days"),
    ],
)
def test_a_page_costs_no_more_on_a_floor_four_times_as_large(
    store: Store, larger: Store, what: str, told: str
) -> None:
    question = partial(lists.asked, what, lists.SCOPES[told])
    few, many = (steps(floor, question) for floor in (store, larger))
    assert 0 < many <= GROWTH * few


@pytest.mark.parametrize("newest", [0, 1, 4, 1000])
@pytest.mark.parametrize("as_of", [None, 40])
def test_many_texts_with_the_words_answer_as_few_do(
    newest: int, as_of: int | None, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = ("reports", "stories", "events", "quotes", "changes", "actors", "timeline")
    for words in ("word17", "word17 -word18", "word17 OR word5500"):
        scope = Scope(words=words, as_of=as_of)
        few = [store.answers.page(kind, scope, limit=ROWS) for kind in kinds]
        assert any(few)
        with monkeypatch.context() as patched:
            patched.setattr("watchfloor.store.queries._FEW", 2)
            patched.setattr("watchfloor.store.queries._NEWEST", newest)
            assert [store.answers.page(kind, scope, limit=ROWS) for kind in kinds] == few
