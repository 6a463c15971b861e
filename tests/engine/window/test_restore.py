"""A floor that was stopped places as one that never was, and reads its window only."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.test_crash import forked
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.prepare.reading import Prepared
from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.streams import rendition_of
from watchfloor.merge import fingerprint
from watchfloor.model import Findings, Rendition, Signature
from watchfloor.store import Store

OWN = Path(__file__).parents[3] / "evals" / "own"
WINDOW = (6, 3)
MOMENT = "2026-05-12T09:00:00Z"


def lines(name: str) -> list[Rendition]:
    rows = (OWN / name).read_text(encoding="utf-8").splitlines()
    return [replace(rendition_of(json.loads(row)), language="en") for row in rows]


RENDITIONS = [
    one for pair in zip(lines("renditions.jsonl"), lines("stories.jsonl"), strict=False) for one in pair
]


def admit(floor: Floor, rendition: Rendition) -> None:
    """Admit without a parse: placing does not look at findings."""
    findings = Findings(
        text_id=rendition.text_id, language="en", published=rendition.published, extractor="none"
    )
    floor.admit(
        Prepared(rendition=rendition, signature=fingerprint(rendition), findings=findings), arrived=MOMENT
    )


def go_on(folder: Path, count: int, window: tuple[int, int] = WINDOW) -> None:
    with Store.open(folder, write=True, clock=lambda: MOMENT) as store:
        floor = Floor(store, window=window)
        begun = store.counts()["rendition"]
        for rendition in RENDITIONS[begun : begun + count]:
            admit(floor, rendition)


def dump_of(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return store.dump()


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("peace")
    Store.create(folder).close()
    go_on(folder, len(RENDITIONS))
    return dump_of(folder)


@pytest.mark.parametrize("every", [4, 9])
def test_stops_change_nothing_past_the_window(tmp_path: Path, every: int, undisturbed: list[str]) -> None:
    Store.create(tmp_path).close()
    for _ in range(0, len(RENDITIONS), every):
        go_on(tmp_path, every)
    assert dump_of(tmp_path) == undisturbed


def test_kills_change_nothing_past_the_window(tmp_path: Path, undisturbed: list[str]) -> None:
    Store.create(tmp_path).close()

    def killed() -> None:
        with Store.open(tmp_path, write=True, clock=lambda: MOMENT) as store:
            floor = Floor(store, window=WINDOW)
            begun = store.counts()["rendition"]
            for rendition in RENDITIONS[begun : begun + 13]:
                admit(floor, rendition)
            os._exit(9)

    for _ in range(0, len(RENDITIONS), 13):
        os.waitpid(forked(killed), 0)
    assert dump_of(tmp_path) == undisturbed


def test_a_start_reads_the_window_only_and_the_store_keeps_no_more(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    go_on(tmp_path, len(RENDITIONS))
    with Store.open(tmp_path, write=True) as store:
        floor = Floor(store, window=WINDOW)
        first = floor.grouping.first_number
        assert first > 0
        held = [floor.grouping.contains(rendition.id) for rendition in RENDITIONS]
        assert held == [number >= first for number in range(len(RENDITIONS))]
        since, number = store.window_start(*WINDOW)
        assert (since, number) == (first, first)
        assert len(list(store.signatures(since=since))) == len(RENDITIONS) - first


def test_signatures_of_an_older_algorithm_are_read_anew_once(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    go_on(tmp_path, len(RENDITIONS))
    with Store.open(tmp_path, write=True) as store:
        known = Floor(store, window=WINDOW).grouping.to_bytes()
        store.sign_anew(
            (placed.rendition.id, Signature(version="words-0", words=b"\1\2\3\4"))
            for placed in store.signatures()
        )
        again = Floor(store, window=WINDOW).grouping
        held = [rendition for rendition in RENDITIONS if again.contains(rendition.id)]
        assert [store.signature(rendition.id) for rendition in held] == [fingerprint(it) for it in held]
        assert len(held) < len(RENDITIONS)
        assert Floor(store, window=WINDOW).grouping.to_bytes() == again.to_bytes()
        before = Grouping.from_bytes(known)
        assert [again.story_of(it.id) for it in held] == [before.story_of(it.id) for it in held]


def test_a_floor_of_old_remembers_from_its_first_start_on(tmp_path: Path) -> None:
    Store.create(tmp_path).close()
    go_on(tmp_path, len(RENDITIONS))
    with Store.open(tmp_path, write=True) as store:
        store.remember([], first=len(RENDITIONS))
        assert all(placed.kept is None for placed in store.signatures())
        first = Floor(store, window=WINDOW).grouping
        assert [placed.kept for placed in store.signatures(since=first.first_number)] == [
            first.snapshot_of(rendition.id) for rendition in RENDITIONS[first.first_number :]
        ]
        assert Floor(store, window=WINDOW).grouping.to_bytes() == first.to_bytes()


def test_a_start_binds_stories_as_the_floor_that_went_on_and_what_left_the_window_is_no_burden(
    tmp_path: Path,
) -> None:
    Store.create(tmp_path).close()
    most = 0
    with Store.open(tmp_path, write=True, clock=lambda: MOMENT) as store:
        floor = Floor(store, window=WINDOW)
        for rendition in RENDITIONS:
            admit(floor, rendition)
            bonds = floor.grouping._stories.bonds
            assert Floor(store, window=WINDOW).grouping._stories.bonds.rows() == bonds.rows()
            held = [floor.grouping._stories.holds(story) for story, *_ in bonds.rows()]
            most = max(most, sum(held))
            assert not held or any(held)
        assert most > 0
        assert len(store.acts()) > len(floor.grouping._stories.bonds.rows()) / 2
