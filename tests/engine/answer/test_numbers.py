"""Series of numbers in pages: each story once, whatever a page looks at for nothing."""

from __future__ import annotations

import pytest

from benchmarks.floors import fill
from watchfloor.engine.answer import numbers as answering
from watchfloor.engine.answer.numbers import numbers
from watchfloor.model import Scope
from watchfloor.store import Store

REPORTS = 90
SCOPES = (Scope(), Scope(types=("PROTEST",)), Scope(types=("PROTEST", "AID")), Scope(places=("Port 7",)))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("numbers") / "floor"
    fill(folder, REPORTS)
    return Store.open(folder)


def walked(store: Store, scope: Scope, limit: int) -> list[list[str]]:
    """Return the ids of the series of each page."""
    pages, cursor = [], None
    while True:
        page = numbers(store, scope, limit=limit, cursor=cursor)
        pages.append([row.value.series.id for row in page.rows])
        cursor = page.cursor
        if cursor is None:
            return pages


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_pages_together_are_the_whole_list(store: Store, scope: Scope) -> None:
    [whole] = walked(store, scope, 1000)
    small = walked(store, scope, 2)
    assert [it for page in small for it in page] == whole
    assert len(set(whole)) == len(whole)


def test_a_page_ends_after_some_stories_that_tell_nothing_and_the_next_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    scope = Scope(types=("ASSAULT", "PROTEST"))
    [whole] = walked(store, scope, 1000)
    monkeypatch.setattr(answering, "_MOST_FRUITLESS", 1)
    pages = walked(store, scope, 1000)
    assert whole
    assert len(pages) > 1, "a story of such an event has no number of it"
    assert [it for page in pages for it in page] == whole


def test_readings_are_those_of_each_report(store: Store) -> None:
    found = list(store.readings())
    assert len(found) == REPORTS
    assert all(findings == store.findings_of(report) for report, findings in found)
    first = store.last_sequence() // 2
    assert len(list(store.readings(as_of=first))) == first


def test_what_several_belong_to_is_what_each_belongs_to(store: Store) -> None:
    reports = [report.id for report in store.reports()]
    wholes = store.wholes("report", [*reports, "nothing"])
    assert wholes == {it: store.whole_of("report", it) for it in reports}
