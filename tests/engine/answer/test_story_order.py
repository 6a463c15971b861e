"""Stories stand by news value; what was told of long ago is worth nothing, and the newest known is first."""

from __future__ import annotations

from tests.store.floor import clock
from tests.store.told import tell
from watchfloor.engine.answer.story_order import stories_by_value
from watchfloor.model import Scope
from watchfloor.store import Store

NOW = "2026-03-10T12:00:00Z"


def test_what_is_a_month_old_comes_after_what_is_new_and_loses_its_place_to_nobody() -> None:
    told = (
        ("old and told twice", "2026-01-02T08:00:00Z"),
        ("old and told twice", "2026-01-03T08:00:00Z"),
        ("of today", "2026-03-10T08:00:00Z"),
        ("of yesterday", "2026-03-09T08:00:00Z"),
        ("old and known last", "2026-01-01T08:00:00Z"),
    )
    with Store.memory(clock=clock) as store:
        for number, (story, published) in enumerate(told):
            tell(store, number, story=story, published=published)
        titles: list[str] = []
        cursor = None
        while cursor or not titles:
            found = stories_by_value(store, Scope(), now=NOW, limit=3, cursor=cursor)
            titles += [row.value.title for row in found.rows]
            cursor = found.cursor
    assert titles == ["of today", "of yesterday", "old and known last", "old and told twice"]
