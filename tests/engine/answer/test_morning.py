"""What changed of the stories of most news value is what all that changed begins with."""

from __future__ import annotations

import pytest

from benchmarks.floors import fill
from watchfloor.engine.answer import morning
from watchfloor.engine.answer.morning import story_news, top_news
from watchfloor.engine.answer.situation_report import situation
from watchfloor.model import Scope
from watchfloor.store import Store

NOW = "2026-01-01T01:40:00Z"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    folder = tmp_path_factory.mktemp("morning") / "floor"
    fill(folder, 90)
    return Store.open(folder)


@pytest.mark.parametrize("scope", [Scope(), Scope(since="2026-01-01T01:00:00Z"), Scope(types=("PROTEST",))])
@pytest.mark.parametrize("most", [1, 3, 8, 500])
def test_the_first_are_those_of_all_and_the_others_are_counted(store: Store, scope: Scope, most: int) -> None:
    every = story_news(store, scope, now=NOW)
    found, others = top_news(store, scope, now=NOW, most=most)
    assert [(it.brief.story, it.news) for it in found] == [(it.brief.story, it.news) for it in every[:most]]
    assert others == max(len(every) - most, 0)


def test_those_that_cannot_be_worth_more_are_not_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    every = story_news(store, Scope(), now=NOW)
    read: list[str | None] = []

    def counted(*given: Store, **more: str | None) -> object:
        read.append(more["story"])
        return situation(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(morning, "situation", counted)
    top_news(store, Scope(), now=NOW, most=3)
    assert 3 <= len(read) < len(every)


def test_nothing_changed_is_nothing(store: Store) -> None:
    assert top_news(store, Scope(since="2027-01-01T00:00:00Z"), now=NOW, most=3) == ([], 0)
