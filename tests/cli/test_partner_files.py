"""A partner's share comes in as the partner's claims: ours raises no count, bad files have their message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Said, add_lines, watchfloor

OURS = (
    "Harbour Wire",
    "2026-05-11T08:00:00Z",
    "Seven killed in Lima",
    "Gunmen killed seven dockers in Lima on Monday, police said. Mara Quill, 34, saw it from her window.",
)
THEIRS = {
    "id": "feed000000000001",
    "type": "ASSAULT",
    "told_on": "2026-05-12",
    "evidence": "Armed men shot dead nine fishermen in Quito on Tuesday, the interior ministry said.",
    "evidence_outlet": "Radio Sierra",
    "evidence_report": "feed000000000002",
}


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    add_lines(folder, [OURS], "news.jsonl")
    return folder


def imported(floor: Path, file: Path, *options: str, partner: str = "Relief Net") -> Said:
    return watchfloor("share", "import", file, "--from", partner, "--floor", floor, *options)


def shown(floor: Path, what: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(watchfloor("show", what, "--json", "--floor", floor).out)
    return rows


def increment(file: Path, *rows: dict[str, Any]) -> Path:
    head = {"watchfloor_share": 1, "share": "lake", "increment": 1}
    told = [{"became": "new", "table": "events", "id": it["id"], "row": it} for it in rows]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in (head, *told)), "utf-8")
    return file


def test_what_we_gave_comes_back_as_nothing(floor: Path, tmp_path: Path) -> None:
    assert watchfloor("share", "add", "all", "--format", "jsonl", "--table", "quotes", "--table", "events",
                      "--table", "reports", "--table", "numbers", "--out", tmp_path / "out",
                      "--floor", floor).code == 0  # fmt: skip
    assert watchfloor("share", "write", "all", "--floor", floor).code == 0
    before = shown(floor, "events")
    done = imported(floor, tmp_path / "out")
    assert (done.code, done.out.split()[0]) == (0, "0"), done.err
    for line in (tmp_path / "out" / "events.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        assert "Quill" not in line
        # The same words under other ids, as if they were the partner's own.
        forged = increment(tmp_path / "forged.jsonl", {**row, "id": "f" * 16, "evidence_report": "e" * 16})
        assert imported(floor, forged).out == "0 reports of Relief Net from 1 rows\n"
    assert shown(floor, "events") == before, "no count is raised"


def test_a_partners_rows_are_claims_of_that_partner_until_it_takes_them_back(
    floor: Path, tmp_path: Path
) -> None:
    file = increment(tmp_path / "one.jsonl", {**THEIRS, "outlet": "own staff", "by_desk": "doer"})
    done = imported(floor, file)
    assert (done.code, done.out) == (0, "1 reports of Relief Net from 1 rows\n"), done.err
    [report] = [it for it in shown(floor, "reports") if it["outlet"] == "Relief Net"]
    [event] = [it for it in shown(floor, "events") if (it["place"] or {}).get("name") == "Quito"]
    assert (event["type"], event["origins"]["attributed"] or event["origins"]["own_voice"]) != (None, [])
    assert "by_desk" not in event
    again = imported(floor, file)
    assert again.out == "0 reports of Relief Net from 1 rows\n"
    gone = {"became": "withdrawn", "table": "events", "id": THEIRS["id"], "why": "rejected"}
    head = {"watchfloor_share": 1, "share": "lake", "increment": 2}
    (tmp_path / "two.jsonl").write_text(f"{json.dumps(head)}\n{json.dumps(gone)}\n", "utf-8")
    back = imported(floor, tmp_path / "two.jsonl", "--by", "ana")
    assert "1 reports are taken back" in back.err
    assert "Relief Net took it back" in watchfloor("explain", report["id"], "--floor", floor).out


def test_whom_the_floor_is_to_forget_does_not_come_in_by_a_partner(floor: Path, tmp_path: Path) -> None:
    erased = watchfloor("erase", "Teo Villalba", "--reason", "request 7", "--floor", floor)
    assert erased.code == 0, erased.err
    row = {**THEIRS, "evidence": "Police arrested Teo Villalba in Quito on Tuesday."}
    done = imported(floor, increment(tmp_path / "named.jsonl", row))
    assert (done.code, done.out) == (1, "0 reports of Relief Net from 1 rows\n")
    assert "1 refused" in done.err
    assert "Villalba" not in watchfloor("search", "Villalba", "--floor", floor).out


def test_a_file_ten_times_larger_than_the_floor_is_asked_about(floor: Path, tmp_path: Path) -> None:
    rows = [{**THEIRS, "id": f"{number:016x}", "evidence": ""} for number in range(1001)]
    file = increment(tmp_path / "large.jsonl", *rows)
    done = imported(floor, file)
    assert (done.code, done.out) == (2, "")
    assert "it holds 1,001 rows, this floor 1 reports: nothing was read; " in done.err
    assert imported(floor, file, "--large").code == 0


@pytest.mark.parametrize("partner", ["ours", "Own  Staff", "", "a\x1bb", "x" * 81])
def test_nobody_passes_for_us(floor: Path, tmp_path: Path, partner: str) -> None:
    done = imported(floor, increment(tmp_path / "one.jsonl", THEIRS), partner=partner)
    assert (done.code, done.out) == (2, ""), done.err


def test_a_file_that_is_cut_off_is_refused_and_nothing_read(floor: Path, tmp_path: Path) -> None:
    file = increment(tmp_path / "one.jsonl", THEIRS)
    file.write_bytes(file.read_bytes()[:-20])
    done = imported(floor, file)
    assert (done.code, done.out) == (1, "")
    assert "it is cut off: its last line has no end; ask your partner for it again" in done.err
