"""What is to be read again is found by ids, however much a floor holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.store.floor import admit, clock, rendition
from tests.store.test_plans import scans, statements
from watchfloor.model import RenditionId
from watchfloor.store import Store
from watchfloor.store.rereadings import to_reread

_NONE = (0, RenditionId(""))
_COUNT = 12


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.memory(clock=clock) as floor:
        for number in range(_COUNT):
            admit(floor, number)
        yield floor


def test_ids_of_renditions_are_asked_together_and_by_an_index(store: Store) -> None:
    every = [rendition(number).id for number in range(_COUNT)]
    asked = []
    for ids in (every[:1], every):
        with statements(store) as put:
            found = to_reread(store, since=None, ids=ids, after=_NONE)
        assert [id_ for _, id_ in found] == ids
        assert not any(scans(store, *one) for one in put)
        asked.append(len(put))
    assert asked == [3, 3]


def test_what_else_is_asked_for_is_found_beside_them_in_the_order_of_the_floor(store: Store) -> None:
    first, second, third = (rendition(number) for number in range(3))
    found = to_reread(store, since=None, ids=[third.id, second.text_id, first.id, "unknown"], after=_NONE)
    assert [id_ for _, id_ in found] == [first.id, second.id, third.id]
    assert to_reread(store, since=None, ids=[third.id, second.text_id], after=found[1]) == [found[2]]
    assert [id_ for _, id_ in to_reread(store, since=None, ids=[], after=found[_COUNT // 4 - 1])] == [
        rendition(number).id for number in range(_COUNT // 4, _COUNT)
    ]
