"""Watched folders and files: what is new is taken once, half-written ones wait, nothing outside is read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.ingest.archive_files import WORDS, answer, in_members, in_one, page, record
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.collect import folders
from watchfloor.engine.collect.folders import visit_files
from watchfloor.engine.collect.health import Failure, Success, after
from watchfloor.engine.collect.rounds import Polling
from watchfloor.engine.collect.visit_result import VisitResult
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.ingest.files import list_folder
from watchfloor.ingest.sources import new_source
from watchfloor.model import Quarantined, Rendition, SourceHealth
from watchfloor.network import Client
from watchfloor.store import HeldSource, ItemState, Sources, Store
from watchfloor.store.sources import item_key

NOW = "2026-11-22T04:00:00Z"
LONG_AGO, JUST_NOW = 1_795_000_000, 1_795_320_000 - 20  # seconds; the second is twenty before NOW


class Watched:
    """A folder or file that is visited again and again, with what a floor remembers of it."""

    def __init__(self, path: Path) -> None:
        kind = "folder" if path.is_dir() else "file"
        self.held = HeldSource(new_source(str(path), kind), SourceHealth())  # type: ignore[arg-type]
        self.states: dict[str, ItemState] = {}
        self.last: VisitResult | None = None

    def visit(self, now: str = NOW, most: int | None = None) -> list[str]:
        """Return the first words of each article that a visit brings; refusals as they are told."""

        def known(keys: Iterable[str] | None) -> dict[str, ItemState]:
            return {key: self.states[key] for key in keys or () if key in self.states}

        with ReaderPool(0) as reading:
            visit = self.last = visit_files(self.held, known, now, most, reading)
        self.states |= {item.key: item.state for item in visit.brought}
        told = []
        for item in visit.brought:
            if isinstance(item.what, Rendition):
                told.append(item.what.text.partition("\n")[0])
            elif isinstance(item.what, Quarantined):
                told.append(f"{Path(item.what.where).name}: {item.what.reason}")
        return told

    @property
    def note(self) -> str:
        assert self.last is not None
        return self.last.note or ""


def put(path: Path, data: bytes | str, *, at: float = LONG_AGO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    os.utime(path, (at, at))


def append(path: Path, data: bytes | str, *, at: float = JUST_NOW) -> None:
    put(path, path.read_bytes() + (data.encode() if isinstance(data, str) else data), at=at)


def line(words: str) -> str:
    return json.dumps({"text": words}) + "\n"


def test_now_is_what_the_times_of_files_are_beside() -> None:
    assert folders._seconds(NOW) == JUST_NOW + 20


def test_files_of_all_kinds_are_taken_once(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", WORDS[0])
    put(tmp_path / "b.html", page())
    put(tmp_path / "c.jsonl", line("One line.") + line("Two lines."))
    put(
        tmp_path / "deep" / "d.warc.gz",
        in_members([record(answer(page())), record(answer(b"x", kind="image/png"))]),
    )
    put(
        tmp_path / "e.eml",
        f"From: a@b.example\nSubject: Quay\nDate: Fri, 13 Mar 2026 17:00:00 +0000\n\n{WORDS[0]}\n",
    )
    put(tmp_path / "picture.png", b"\x89PNG")
    watched = Watched(tmp_path)
    first = watched.visit()
    assert len(first) == 6
    assert watched.last is not None
    assert watched.last.found == 5
    assert all(it.what.arrived == NOW for it in watched.last.brought if isinstance(it.what, Rendition))
    assert "1 files of other kinds were passed over (1 .png)" in watched.note
    assert "passed over as no articles: image/png (1)" in watched.note
    assert watched.visit() == []
    assert watched.note == ""
    put(tmp_path / "a.txt", WORDS[1], at=JUST_NOW)
    assert watched.visit() == [WORDS[1]]


def test_what_is_removed_changes_nothing_and_what_comes_back_is_known(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", WORDS[0])
    put(tmp_path / "b.txt", WORDS[1])
    watched = Watched(tmp_path)
    assert len(watched.visit()) == 2
    (tmp_path / "a.txt").unlink()
    assert watched.visit() == []
    put(tmp_path / "a.txt", WORDS[0])
    assert watched.visit() == []


def test_of_a_growing_file_only_new_lines_are_taken_and_half_a_line_waits(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    put(path, line("First.") + line("Second."), at=JUST_NOW)
    watched = Watched(path)
    assert watched.visit() == ["First.", "Second."]
    half, rest = line("Third.")[:9], line("Third.")[9:]
    append(path, half)
    assert watched.visit() == []
    assert "wire.jsonl ends inside an article" in watched.note
    append(path, rest + line("Fourth."), at=JUST_NOW + 1)
    assert watched.visit() == ["Third.", "Fourth."]
    assert watched.last is not None
    paths = [it.what.path or "" for it in watched.last.brought if isinstance(it.what, Rendition)]
    assert [Path(path).name for path in paths] == ["wire.jsonl:3", "wire.jsonl:4"]
    assert watched.visit() == []


def test_a_last_line_without_an_end_is_taken_when_the_file_rests(tmp_path: Path) -> None:
    put(tmp_path / "old.jsonl", line("First.") + line("Last.").strip())
    assert Watched(tmp_path).visit() == ["First.", "Last."]
    path = tmp_path / "new.jsonl"
    put(path, line("First.") + line("Last.").strip(), at=JUST_NOW)
    watched = Watched(path)
    assert watched.visit() == ["First."]
    assert watched.visit() == ["Last."]
    assert watched.visit() == []
    append(path, "\n" + line("More."), at=JUST_NOW + 2)
    assert watched.visit() == ["Last.", "More."]  # the floor sees that it has the first of them


def test_a_file_that_was_written_anew_is_read_from_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "wire.jsonl"
    put(path, line("First.") + line("Second."))
    watched = Watched(path)
    watched.visit()
    put(path, line("Other words, and more of them than before.") * 3, at=JUST_NOW)
    assert len(watched.visit()) == 3
    put(path, line("Short."), at=JUST_NOW + 1)
    assert watched.visit() == ["Short."]


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_of_a_growing_archive_only_new_records_are_taken_and_a_cut_one_waits(
    tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"crawl{suffix}"
    records = [record(answer(page(more=f"Number {number}. "))) for number in range(4)]
    packed = [in_members([one]) if suffix.endswith("gz") else one for one in records]
    put(path, packed[0], at=JUST_NOW)
    watched = Watched(path)
    assert len(watched.visit()) == 1
    append(path, packed[1] + packed[2][:300])
    assert len(watched.visit()) == 1
    assert "ends inside an article" in watched.note
    append(path, packed[2][300:] + packed[3], at=JUST_NOW + 1)
    found = watched.visit()
    assert len(found) == 2
    assert "Number 2." in found[0]
    append(path, packed[0][:200], at=JUST_NOW + 2)
    assert watched.visit() == []
    cut = watched.visit()
    assert len(cut) == 1, "the file rests: it is cut for good"
    assert "the file" in cut[0]
    assert watched.visit() == []


def test_a_large_file_is_taken_in_parts_without_a_pause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "MOST_FROM_FILES", 4)
    put(tmp_path / "a.jsonl", "".join(line(f"Number {number}.") for number in range(9)))
    put(
        tmp_path / "b.warc.gz",
        in_one([record(answer(page(more=f"Number {number}."))) for number in range(3)]),
    )
    put(tmp_path / "c.txt", WORDS[0])
    watched = Watched(tmp_path)
    visits = []
    for _ in range(4):
        visits.append(len(watched.visit()))
        assert watched.last is not None
        assert isinstance(watched.last.outcome, Success)
        health = after(watched.held.source, SourceHealth(), watched.last.outcome, now=NOW)
        assert (health.due == NOW) is (not watched.last.outcome.complete)
    assert visits == [4, 4, 4, 1]
    assert watched.visit() == []


def test_files_are_looked_at_every_five_minutes_however_quiet(tmp_path: Path) -> None:
    source = new_source(str(tmp_path), "folder")
    health = SourceHealth(interval=300)
    for _ in range(30):
        health = after(source, health, Success(), now=NOW)
    assert health.interval == 300


def test_links_are_not_followed_and_are_named(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    put(outside / "secret.txt", "This must stay where it is, said the harbour office.")
    put(inside / "a.txt", WORDS[0])
    (inside / "link.txt").symlink_to(outside / "secret.txt")
    (inside / "linked").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    watched = Watched(inside)
    assert watched.visit() == [WORDS[0]]
    assert "3 links were not followed (link.txt, linked, loop: name what they lead to" in watched.note
    assert Watched(inside / "link.txt").visit() == ["This must stay where it is, said the harbour office."]


def test_a_link_put_in_a_file_s_place_meanwhile_is_not_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "secret", "This must stay where it is, said the harbour office.")
    put(tmp_path / "in" / "a.txt", WORDS[0])
    listed = list_folder(tmp_path / "in")
    (tmp_path / "in" / "a.txt").unlink()
    (tmp_path / "in" / "a.txt").symlink_to(tmp_path / "secret")
    monkeypatch.setattr(folders, "list_folder", lambda root: listed)
    found = Watched(tmp_path / "in").visit()
    assert len(found) == 1
    assert found[0].startswith("a.txt: cannot be read")


def test_pipes_and_what_is_no_file_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    put(tmp_path / "a.txt", WORDS[0])
    assert Watched(tmp_path).visit() == [WORDS[0]]


def test_a_refused_file_is_told_once_and_tried_again_when_its_permissions_change(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", bytes(range(256)) * 40)
    watched = Watched(tmp_path)
    assert watched.visit()[0].startswith("a.txt: binary data")
    assert watched.visit() == []
    (tmp_path / "a.txt").chmod(0o640)
    assert len(watched.visit()) == 1


def test_what_is_written_to_while_we_look_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = folders._seconds(NOW)
    put(tmp_path / "a.txt", WORDS[0][:40], at=now)
    put(tmp_path / "b.txt", WORDS[1], at=now)
    monkeypatch.setattr("time.sleep", lambda _: put(tmp_path / "a.txt", WORDS[0], at=now + 1))
    watched = Watched(tmp_path)
    assert watched.visit() == [WORDS[1]]
    assert "1 files are still being written (a.txt)" in watched.note
    assert watched.visit("2026-11-22T04:05:00Z") == [WORDS[0]]


def test_what_is_not_there_is_a_failure_of_the_source(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", line("First."))
    watched = Watched(tmp_path / "a.jsonl")
    watched.visit()
    (tmp_path / "a.jsonl").unlink()
    watched.visit()
    assert watched.last is not None
    assert isinstance(watched.last.outcome, Failure)
    assert watched.last.outcome.error == "the file is not there"


def test_a_preview_reads_as_many_as_it_shows(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", "".join(line(f"Number {number}.") for number in range(50)))
    watched = Watched(tmp_path / "a.jsonl")
    assert watched.visit(most=3) == ["Number 0.", "Number 1.", "Number 2."]


def test_very_many_files_are_looked_at_in_time(tmp_path: Path) -> None:
    for number in range(5_000):
        (tmp_path / f"{number}.txt").touch()
    watched = Watched(tmp_path)
    watched.states = {
        item_key(str(path)): ItemState(f"{path.stat().st_mtime_ns}-0") for path in tmp_path.iterdir()
    }
    put(tmp_path / "4999.txt", WORDS[0])
    assert watched.visit() == [WORDS[0]]


def test_a_round_that_is_killed_while_it_admits_is_done_again_and_nothing_is_doubled(tmp_path: Path) -> None:
    put(tmp_path / "in" / "a.jsonl", "".join(line(f"Number {number}.") for number in range(20)))
    crawl = [record(answer(page(more=f"Number {number}."))) for number in range(5)]
    put(tmp_path / "in" / "b.warc.gz", in_members(crawl))
    source = new_source(str(tmp_path / "in"), "folder", added=NOW)
    with Store.create(tmp_path / "floor", clock=lambda: NOW) as store:
        Sources(store).add(source, due=NOW)
        for most in (0, 3, 22, 100):

            def take(items: list[Rendition | Quarantined], most: int = most) -> Iterator[Admitted]:
                for number, item in enumerate(items):
                    if number == most:
                        raise KeyboardInterrupt
                    assert isinstance(item, Rendition)
                    with store.admission(arrived=NOW, kind="rendition", what=item.id) as admission:
                        admission.save_rendition(item)
                    yield Admitted(item.id)

            polling = Polling(store=store, client=Client(), clock=lambda: NOW, readers=0)
            with suppress(KeyboardInterrupt):
                assert [visit.fresh for visit in polling.once(take=take)] == [25]
        assert store.counts()["rendition"] == 25
        assert list(polling.once(take=take)) == []
        assert len(Sources(store).items(source.id)) == 2
