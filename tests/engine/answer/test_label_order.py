"""What sources with a label tell comes first, and every row stands once, whatever the pages are cut at."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.store.floor import clock
from tests.store.told import Told, tell
from watchfloor.engine.answer import label_order
from watchfloor.engine.answer.label_order import LISTS, labelled_first
from watchfloor.engine.answer.queries import Listed, ask
from watchfloor.engine.answer.story_order import stories_by_value
from watchfloor.errors import UsageError
from watchfloor.model import LabelledSource, OwnTable, Scope, SourceLabel
from watchfloor.store import Store

REPORTS = 60
LOCAL = ("Ferry Post", "Harbour Echo")
LABELS = tuple(
    LabelledSource(line=number, source=name, label=SourceLabel.LOCAL) for number, name in enumerate(LOCAL, 2)
)
NGO = LabelledSource(line=9, source="Lake Gazette", label=SourceLabel.NGO)


def filled(store: Store, seed: int) -> None:
    random = Random(seed)
    with store.admission(arrived="2026-02-01T00:00:00Z", kind="tables", what="labels.csv") as admission:
        admission.save_own_table(OwnTable(name="labels", labels=(*LABELS, NGO)))
    for number in range(REPORTS):
        event = Told(key=f"deed {random.randrange(25)}", country=random.choice(("AK", "BL")))
        tell(
            store,
            number,
            [event],
            story=f"story {random.randrange(15)}",
            outlet=random.choice((*LOCAL, "Lake Gazette", "Hill News", "Moor News")),
        )


def key(row: Listed[Any]) -> str:
    return row.value.id if hasattr(row.value, "id") else str(row.value)


def paged(store: Store, what: str, scope: Scope, limit: int) -> list[str]:
    found: list[str] = []
    cursor = None
    while cursor or not found:
        page = labelled_first(store, what, scope, "Local", limit=limit, cursor=cursor)
        found += map(key, page.rows)
        cursor = page.cursor
        if not page.rows:
            break
    return found


def listed(store: Store, what: str, scope: Scope) -> list[str]:
    return [*map(key, ask(store, what, scope, limit=1000).rows)]


@pytest.mark.parametrize(("seed", "piece"), [(1, 3), (2, 500)])
def test_every_list_is_what_bears_the_label_and_then_the_rest(
    seed: int, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_order, "_MOST", piece)
    with Store.memory(clock=clock) as store:
        filled(store, seed)
        for what in LISTS:
            for scope in (Scope(), Scope(countries=("AK",)), Scope(labels=("NGO",)), Scope(as_of=40)):
                whole = listed(store, what, scope)
                told = listed(store, what, Scope(labels=("local",), as_of=scope.as_of))
                expected = [it for it in whole if it in told] + [it for it in whole if it not in told]
                assert paged(store, what, scope, 7) == expected, (what, scope)


def test_stories_by_value_stand_behind_those_that_local_outlets_tell() -> None:
    with Store.memory(clock=clock) as store:
        filled(store, 1)
        found = stories_by_value(
            store, Scope(), now="2026-02-10T00:00:00Z", limit=50, cursor=None, first="local"
        )
        told = listed(store, "stories", Scope(labels=("local",)))
        flags = [row.value.id in told for row in found.rows]
        assert 0 < len(told) <= len(flags)
        assert flags == sorted(flags, reverse=True)


def test_what_no_outlet_tells_and_other_cursors_are_refused() -> None:
    with Store.memory(clock=clock) as store:
        with pytest.raises(UsageError, match="an order of their own"):
            labelled_first(store, "ahead", Scope(), "local", limit=5, cursor=None)
        with pytest.raises(UsageError, match="no cursor of this order"):
            labelled_first(store, "reports", Scope(), "local", limit=5, cursor="MTIgYQ")
        with pytest.raises(UsageError, match="no label of sources; did you mean 'local'"):
            labelled_first(store, "reports", Scope(), "locl", limit=5, cursor=None)
