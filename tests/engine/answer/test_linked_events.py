"""What is told of one story reads that story: what it costs does not grow with who else was ever seen."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.answer.situation_report import situation
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Actor
from watchfloor.store import Store
from watchfloor.store.held_values import AsOf

AT = "2026-02-18T00:00:00Z"
SHELLED = (
    (
        "Norway on Monday accused Sweden of shelling the fishing village of Brenna. Mortar rounds killed "
        "four fishermen in Brenna on Sunday, Oslo said."
    ),
    (
        "Sweden accused Norway of shelling the village of Brenna itself. Four fishermen were killed "
        "when mortars fell on Brenna on Sunday."
    ),
)


def test_a_story_names_its_doers_without_reading_every_actor(monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.memory(clock=lambda: AT) as store:
        items = [
            rendition_of_line(
                {
                    "text": text,
                    "title": "Four killed at Brenna",
                    "published": f"2026-02-16T1{number}:00:00Z",
                    "source": f"Gazette {number}",
                },
                arrived=AT,
            )
            for number, text in enumerate(SHELLED)
        ]
        list(Floor(store).take(items, arrival=lambda _: AT))
        [story] = store.stories()
        whole = situation(store)

        def refused(_store: Store, *, keys: Collection[str] | None = None, as_of: AsOf = None) -> list[Actor]:
            raise AssertionError(f"all actors are read, as of {as_of}: {keys}")

        monkeypatch.setattr(Store, "actors", refused)
        told = situation(store, story=story.id)
        assert told.disagreements == whole.disagreements
        [who] = [item for item in told.disagreements if item.about == "who did it"]
        assert [version.value for version in who.versions] == ["Norway", "Sweden"]
