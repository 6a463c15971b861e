"""What the finders of today have read is not read again; what another finder read, and what failed, is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.engine.reprocess.test_run import AT, LATER, rendition
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.prepare import reading, versions
from watchfloor.engine.reprocess.own_tables import take_own_tables
from watchfloor.engine.reprocess.run import ReprocessedText, ReprocessingRun
from watchfloor.extract import Extractor
from watchfloor.model import Findings, Flag, FlagCode, RenditionId
from watchfloor.store import Store
from watchfloor.store.reader_versions import reader_of, touched_renditions

_TEXT = "Rebels attacked the barracks in Tibu on Friday, the army said."


class Counting(Extractor):
    """An extractor that counts what it reads; `fails` tells that a finder raised in all of it."""

    read_so_far = 0
    fails = False
    meanwhile: Callable[[], None] | None = None  # done once, while a text is read

    def read(self, *arguments: object, **named: object) -> Findings:
        self.read_so_far += 1
        if (act := self.meanwhile) is not None:
            self.meanwhile = None
            act()
        findings = super().read(*arguments, **named)  # type: ignore[arg-type]
        flags = (Flag(FlagCode.FINDER_FAILED, "ValueError", part="events"),) if self.fails else ()
        return replace(findings, flags=(*findings.flags, *flags))


@pytest.fixture
def counting(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Counting:
    found = Counting(extractor.parser)
    monkeypatch.setattr(reading, "_extractor", found)
    return found


def _floor(tmp_path: Path) -> Path:
    Store.create(tmp_path / "floor", clock=lambda: AT).close()
    with Store.open(tmp_path / "floor", write=True, clock=lambda: AT) as store:
        list(Floor(store).take([rendition(_TEXT)], arrival=lambda _: AT))
    return tmp_path / "floor"


def _again(place: Path, *ids: str) -> ReprocessedText:
    [one] = ReprocessingRun(place=str(place), clock=lambda: LATER, ids=ids).run()
    return one


def test_what_today_has_read_is_left_alone_but_for_what_is_asked_for(
    tmp_path: Path, counting: Counting
) -> None:
    place = _floor(tmp_path)
    assert counting.read_so_far == 1
    left = _again(place)
    assert (left.became, left.note) == ("same", "the finders of today have read it: left as it is")
    assert counting.read_so_far == 1
    assert _again(place, left.rendition).became == "same"
    assert counting.read_so_far == 2


@pytest.mark.parametrize(("finder", "reads"), [("en.events", 2), ("text", 2), ("other.places", 1)])
def test_another_finder_reads_again_once(
    tmp_path: Path, counting: Counting, monkeypatch: pytest.MonkeyPatch, finder: str, reads: int
) -> None:
    place = _floor(tmp_path)
    later = {**versions.finder_versions(), finder: "another"}
    monkeypatch.setattr(versions, "finder_versions", lambda: later)
    one = _again(place)
    assert one.became == "same"
    assert counting.read_so_far == reads
    _again(place)
    assert counting.read_so_far == reads
    with Store.open(place) as store:
        held = reader_of(store, one.rendition)
    assert held is not None
    assert held.get("en.events") == later["en.events"]


def test_a_text_in_which_a_finder_failed_is_read_again_each_time(tmp_path: Path, counting: Counting) -> None:
    counting.fails = True
    place = _floor(tmp_path)
    _again(place)
    _again(place)
    assert counting.read_so_far == 3
    counting.fails = False
    _again(place)
    _again(place)
    assert counting.read_so_far == 4


_TABLE = "name,aliases,code,parents,lat,lon\nTarvel,,NL01,Norland,14.10,21.30\n"


def _tables_change(place: Path, line: str) -> None:
    """Give the floor another table, as a command beside does."""
    (place / "places.csv").write_text(_TABLE + line)
    with Store.open(place, turns=True, clock=lambda: LATER) as store:
        assert [taken.refused for taken in take_own_tables(store, place, at=LATER)] == [None]


def _touched(place: Path) -> list[RenditionId]:
    with Store.open(place) as store:
        return touched_renditions(store)


def test_what_was_read_while_a_table_changed_is_to_be_read_again(tmp_path: Path, counting: Counting) -> None:
    place = _floor(tmp_path)
    meanwhile, after = rendition("Police arrested two men in Graz."), rendition("Police shot a man in Linz.")
    counting.meanwhile = lambda: _tables_change(place, "")
    with Store.open(place, turns=True, clock=lambda: LATER) as store:
        floor = Floor(store)
        assert [it.became for it in floor.take([meanwhile], arrival=lambda _: LATER)] == ["added"]
        assert [it.became for it in floor.take([after], arrival=lambda _: LATER)] == ["added"]
    assert _touched(place) == [meanwhile.id]
    assert _again(place, meanwhile.id).became == "same"
    assert _touched(place) == []


def test_what_is_read_again_while_a_table_changes_keeps_its_mark(tmp_path: Path, counting: Counting) -> None:
    place = _floor(tmp_path)
    only = rendition(_TEXT).id
    counting.meanwhile = lambda: _tables_change(place, "")
    assert _again(place, only).became == "same"
    assert _touched(place) == [only]
    assert _again(place, only).became == "same"
    assert _touched(place) == []
