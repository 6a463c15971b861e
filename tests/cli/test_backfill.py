"""`backfill`: what `add` keeps, file after file, from where the floor was; and what it says it would cost."""

from __future__ import annotations

import gzip
import json
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.commands import Said, Warm, watchfloor
from tests.cli.test_kill import new, state
from watchfloor.cli.backfill import TimeLeft, plan_lines
from watchfloor.engine.collect.backfill_plan import BackfillPlan


def article(number: int) -> str:
    """Return an invented article as a line: towns with names of their own, on days one after the other."""
    town = f"Vell{'aeiou'[number % 5]}r{'mnst'[number % 4]}a"
    record = {
        "outlet": f"Gazette {number % 3}",
        "published": f"2026-03-{1 + number % 28:02d}T08:00:00Z",
        "title": f"Council of {town} votes on harbour {number}",
        "text": f"The council of {town} voted on harbour number {number} on Monday. Nobody was hurt.",
    }
    return json.dumps(record) + "\n"


def archive(folder: Path, lines: int = 12) -> Path:
    """Write an archive of three files: lines, packed lines, and one article; return its folder."""
    folder.mkdir()
    (folder / "1.jsonl").write_text("".join(map(article, range(lines))), "utf-8")
    packed = "".join(map(article, range(lines, lines + 8))).encode()
    (folder / "2.jsonl.gz").write_bytes(gzip.compress(packed))
    (folder / "3.txt").write_text("Ferry stops\n\nThe ferry to Orlasund stopped on Tuesday.\n", "utf-8")
    return folder


def counts(said: Said) -> str:
    return next(line for line in said.err.splitlines() if " added, " in line)


def reports(said: Said) -> list[str]:
    return [line.split("\t")[2] for line in said.out.splitlines()]


def test_an_archive_is_taken_in_by_the_order_of_its_files_and_passed_over_afterwards(tmp_path: Path) -> None:
    floor, given = new(tmp_path / "floor"), archive(tmp_path / "archive")
    said = watchfloor("backfill", given, "--floor", floor)
    assert said.code == 0, said.err
    assert counts(said).startswith("21 added, 0 seen again, 0 refused")
    lines = [f"{given / '1.jsonl'}:{number}" for number in range(1, 13)]
    packed = [f"{given / '2.jsonl.gz'}:{number}" for number in range(1, 9)]
    assert reports(said) == [*lines, *packed, str(given / "3.txt")]
    again = watchfloor("backfill", given, "--floor", floor)
    assert (again.code, again.out) == (0, "")
    assert counts(again) == "0 added, 0 seen again, 0 refused, 0 changes"


def test_the_floor_is_that_of_add_where_the_files_are_in_order_of_time(tmp_path: Path) -> None:
    given = archive(tmp_path / "archive")
    (given / "3.txt").unlink()  # undated, it counts as arrived now
    one, other = new(tmp_path / "one"), new(tmp_path / "other")
    assert watchfloor("backfill", given, "--floor", one).code == 0
    assert watchfloor("add", given, "--arrived", "published", "--floor", other).code == 0
    assert state(one) == state(other)


def test_a_file_that_grew_is_named_and_read_on(tmp_path: Path) -> None:
    floor, given = new(tmp_path / "floor"), archive(tmp_path / "archive")
    assert watchfloor("backfill", given, "--floor", floor).code == 0
    with (given / "1.jsonl").open("a", encoding="utf-8") as file:
        file.write(article(40))
    said = watchfloor("backfill", given, "--floor", floor)
    assert f"{given / '1.jsonl'}: it was written to since it was read; what it holds behind" in said.err
    assert reports(said) == [f"{given / '1.jsonl'}:13"]


@pytest.mark.parametrize("name", ["1.jsonl", "2.jsonl.gz", "3.txt"])
def test_a_file_that_is_another_now_is_named_and_read_anew(tmp_path: Path, name: str) -> None:
    floor, given = new(tmp_path / "floor"), archive(tmp_path / "archive")
    assert watchfloor("backfill", given, "--floor", floor).code == 0
    words = article(50).replace("2026", "2025") + article(51)
    plain = words if name != "3.txt" else "Ferry sails\n\nThe ferry to Orlasund sails again.\n"
    (given / name).write_bytes(gzip.compress(plain.encode()) if name.endswith("gz") else plain.encode())
    said = watchfloor("backfill", given, "--floor", floor)
    assert f"{given / name}: it was written to since it was read; it is read from its beginning" in said.err
    assert counts(said).startswith("1 added" if name == "3.txt" else "2 added")


def test_what_cannot_be_read_is_refused_and_tried_again(tmp_path: Path) -> None:
    floor, given = new(tmp_path / "floor"), tmp_path / "lines.jsonl"
    given.write_text("{no record\n", "utf-8")
    missing = tmp_path / "missing.txt"
    for refused in (2, 1):  # a line that was refused is behind; a file that is not there is none
        said = watchfloor("backfill", given, missing, "--floor", floor)
        assert (said.code, counts(said)) == (1, f"0 added, 0 seen again, {refused} refused, 0 changes")
        assert f"{missing}: cannot be read: No such file" in said.err
    missing.write_text("Ferry stops\n\nThe ferry to Orlasund stopped on Tuesday.\n", "utf-8")
    said = watchfloor("backfill", given, missing, "--floor", floor)
    assert (said.code, counts(said).split(",")[0]) == (0, "1 added")


def test_standard_input_is_left_to_add(tmp_path: Path) -> None:
    said = watchfloor("backfill", "-", "--floor", new(tmp_path / "floor"), stdin=article(1))
    assert said.code == 2
    assert "watchfloor add -" in said.err


def test_workers_read_the_same_in_the_same_order(tmp_path: Path) -> None:
    given = archive(tmp_path / "archive")
    (given / "3.txt").unlink()
    here, workers = new(tmp_path / "here"), new(tmp_path / "workers")
    alone = watchfloor("backfill", given, "--floor", here)
    said = watchfloor("backfill", given, "--pool", "processes:2", "--floor", workers)
    assert said.out == alone.out
    assert state(workers) == state(here)


def kill_backfills(
    warm: Warm, folder: Path, kills: int, new: Callable[[Path], Path] = new, *, lines: int = 30
) -> int:
    """Kill so many runs of `backfill` of one archive, on as many floors as it takes; return how many."""
    given = archive(folder / "archive", lines=lines)
    (given / "3.txt").unlink()
    calm = new(folder / "calm")
    began = time.monotonic()
    assert warm.run(["backfill", str(given), "--floor", str(calm)]).code == 0
    lasted = time.monotonic() - began
    draw, cut_short, floors = random.Random(20261201), 0, 0
    while cut_short < kills:
        rough = new(folder / f"rough-{floors}")
        command = ["backfill", str(given), "--floor", str(rough)]
        kept: set[str] = set()
        code = -signal.SIGKILL
        while code == -signal.SIGKILL and cut_short < kills:
            said = warm.run(command, killed_after=draw.uniform(0, lasted / 3))
            whole = (line for line in said.out.splitlines(keepends=True) if line.endswith("\n"))
            kept |= {line.split("\t")[1] for line in whole}
            assert kept <= state(rough)[1], "what was acknowledged is lost"
            code = said.code
            cut_short += code == -signal.SIGKILL
        last = warm.run(command)
        assert last.code == 0, last.err
        assert state(rough) == state(calm)
        floors += 1
    return floors


@pytest.mark.slow
def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    with Warm() as warm:
        assert kill_backfills(warm, tmp_path, 4) >= 1


def test_a_plan_is_judged_by_a_sample_and_writes_nothing(tmp_path: Path) -> None:
    floor, given = new(tmp_path / "floor"), tmp_path / "many.jsonl"
    given.write_text("".join(map(article, range(400))), "utf-8")
    before = {file: file.stat().st_mtime_ns for file in floor.rglob("*") if file.is_file()}
    was = state(floor)
    said = watchfloor("backfill", given, "--plan", "--json", "--floor", floor)
    assert said.code == 0, said.err
    plan = json.loads(said.out)
    assert (plan["files"], plan["tried"]) == (1, 100)
    assert abs(plan["articles"] - 400) <= 8
    assert plan["seconds_to_read_one"] > 0
    assert plan["seconds_to_write_one"] > 0
    assert plan["bytes_on_disk"] > 400 * 1_000
    assert plan["leave_the_window"] == 0
    assert state(floor) == was
    assert {file: file.stat().st_mtime_ns for file in before} == before
    words = watchfloor("backfill", given, "--plan", "--pool", "ray:head.example.org:6379", "--floor", floor)
    assert "on the cluster, by its processors" in words.out


def test_a_plan_counts_what_is_left(tmp_path: Path) -> None:
    floor, given = new(tmp_path / "floor"), archive(tmp_path / "archive")
    assert watchfloor("backfill", given / "1.jsonl", "--floor", floor).code == 0
    said = watchfloor("backfill", given, "--plan", "--floor", floor)
    assert said.out.startswith("articles    9 in 2 files"), said.out
    assert "1 more were read before; judged by 9 of them" in said.out


def plan(**given: float | None) -> BackfillPlan:
    usual = {
        "files": 2, "files_read": 0, "size": 5_000_000_000, "articles": 1_000_000, "tried": 100,
        "reading_seconds": 0.1, "writing_seconds": 0.02, "workers": 0, "stored": 20_000,
        "free": 10_000_000_000, "reader_memory": 300_000_000, "held": 0, "days": 100.0,
    }  # fmt: skip
    return BackfillPlan(**{**usual, **given})  # type: ignore[arg-type]  # numbers of either kind


def test_a_plan_says_hours_disk_and_what_leaves_the_window() -> None:
    told = "\n".join(plan_lines(plan(), "here"))
    assert "27.8 h of a processor to read (100 ms each), 5.6 h to write (20 ms each)" in told
    assert "read in this process: 33.3 h in all" in told
    assert "20.0 GB (20.0 kB each); 10.0 GB are free" in told
    assert "that is more than there is" in told
    assert "975,000 articles leave it before the end: it holds the last 20,000 to 25,000, 2.5 days" in told


def test_workers_share_the_reading_and_none_the_writing() -> None:
    assert plan(workers=4).hours == pytest.approx(1_000_000 * 0.025 / 3600)
    assert plan(workers=40).hours == pytest.approx(1_000_000 * 0.02 / 3600), "the writer is alone"
    assert plan(workers=None).hours is None
    assert plan(articles=10_000, held=2_000).beyond_window == 0
    assert plan(articles=24_000, held=2_000).beyond_window == 1_000


def test_the_time_left_is_told_by_the_bytes_that_are_left() -> None:
    left = TimeLeft()
    assert left.told(0.0, 10.0) == "(0%)"
    assert left.told(0.25, 20.0) == "(25%, 0.1 a second, 30 s left)"
    assert left.told(0.5, 4_010.0) == "(50%, 0.0 a second, 1 h 6 min left)"


def test_a_link_is_followed_where_it_is_named_and_each_file_is_read_once(tmp_path: Path) -> None:
    floor, given = new(tmp_path / "floor"), archive(tmp_path / "archive")
    (given / "4.txt").symlink_to(given / "3.txt")
    said = watchfloor("backfill", given, given / "3.txt", "--floor", floor)
    assert counts(said).startswith("21 added, 0 seen again")
    assert "1 links were not followed" in said.err
    linked = watchfloor("backfill", given / "4.txt", "--floor", floor)
    assert counts(linked).startswith("0 added, 1 seen again") or counts(linked).startswith("1 added")
