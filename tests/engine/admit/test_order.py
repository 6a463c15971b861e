"""The same articles give the same floor: in any order of a batch, built twice, or stopped anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.admit.order import in_order_of_time
from watchfloor.engine.answer.one_off import look
from watchfloor.engine.prepare.reading import Prepared, prepare
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Quarantined, Rendition
from watchfloor.store import Store

NOW = "2026-03-20T00:00:00Z"
SWEPT = "Shopkeepers in Vigo swept up glass after the explosion at the fish market."
BOMBED = "A bomb exploded in the fish market of Vigo on Monday, killing four people, the police said."
HELD = (
    "The bombing of the fish market in Vigo has shaken the coast. Police arrested two men in Lugo on Tuesday."
)
CHARGED = "The two men arrested in Lugo were charged. Five people died in the bombing of the market in Vigo."
TOLD = (
    ("Wire", "2026-03-03T08:00:00Z", SWEPT),
    ("Post", "2026-03-03T09:00:00Z", f"{BOMBED} Ambulances came from three towns."),
    ("Tide", "2026-03-04T08:00:00Z", HELD),
    ("Wire", "2026-03-05T08:00:00Z", CHARGED),
)


def article(outlet: str, published: str | None, text: str) -> Rendition:
    line = {"title": "Blast at the fish market in Vigo", "text": text, "source": outlet}
    item = rendition_of_line(line | ({"published": published} if published else {}), arrived=NOW)
    assert isinstance(item, Rendition)
    return item


@pytest.fixture(scope="module")
def stream() -> list[Prepared]:
    return [prepare(article(*told), signed=True) for told in TOLD]


def test_a_batch_is_taken_in_order_of_time_and_what_is_undated_stays_behind_its_forerunner() -> None:
    late, undated, early = (
        article("Wire", published, "Nothing happened.")
        for published in ("2026-03-05", None, "2026-03-03T08:00:00Z")
    )
    refused = Quarantined(id="q", where="a.txt", reason="empty", arrived=NOW)
    assert list(in_order_of_time([late, undated, early, refused])) == [early, refused, late, undated]
    assert list(in_order_of_time([late, undated, early], at_once=2)) == [late, undated, early]


def test_one_batch_gives_the_same_answer_in_any_order() -> None:
    found = {
        repr(look((article(*TOLD[at]) for at in order), now=NOW).events) for order in permutations(range(3))
    }
    assert len(found) == 1


def floors(stream: Sequence[Prepared], stops: frozenset[int]) -> Iterator[str]:
    """Yield a digest of every table as they are after each article; the floor is opened anew at `stops`."""
    with Store.memory(clock=lambda: NOW) as store:
        floor = Floor(store)
        for place, prepared in enumerate(stream):
            if place in stops:
                floor = Floor(store)
            floor.admit(prepared, arrived=prepared.rendition.published or NOW)
            yield store.fingerprint()


@settings(max_examples=10, deadline=None)
@given(st.frozensets(st.integers(0, 3)))
def test_a_floor_built_twice_or_stopped_anywhere_is_equal_table_by_table(
    stream: list[Prepared], stops: frozenset[int]
) -> None:
    assert list(floors(stream, stops)) == list(floors(stream, frozenset()))
