"""A day of a desk, whole commands: what was known, told, decided and handed over is one command each.

Articles count as known when they were published, so that a moment of the day can be asked for.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import LOG, Said, add_lines, watchfloor

NIGHT = (
    "Harbour Wire",
    "2026-05-12T04:00:00Z",
    "Blast in Lima kills seven",
    "A bomb killed seven dockers in Lima on Tuesday, police said. The port of Lima was closed.",
)
MORNING = (
    "Donegal Tide",
    "2026-05-12T07:00:00Z",
    "Toll of Lima blast rises to eleven",
    "Surgeons worked all night. Eleven dockers were killed in Tuesday's bombing in Lima, the hospital said.",
)
WATCH = """
name: lima
place: Lima
channels: [log]
"""


def said(floor: Path, *arguments: str | Path, code: int = 0) -> Said:
    done = watchfloor(*arguments, "--floor", floor)
    assert done.code == code, (arguments, done.out, done.err)
    return done


def record(floor: Path, story: str, *options: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(said(floor, "show", "record", story, "--json", *options).out)
    return told


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    config = folder / "watchfloor.toml"
    config.write_text(config.read_text("utf-8") + LOG, "utf-8")
    (folder / "watches" / "lima.yaml").write_text(WATCH, "utf-8")
    add_lines(folder, [NIGHT, MORNING], "news.jsonl", "--arrived", "published")
    return folder


@pytest.fixture(scope="module")
def story(floor: Path) -> str:
    [held] = json.loads(said(floor, "show", "stories", "--json").out)
    return str(held["id"])


def test_what_we_knew_at_six_and_whom_we_had_told(floor: Path, story: str) -> None:
    early = said(floor, "show", "record", story, "--as-of", "2026-05-12T06:00:00Z").out.splitlines()
    assert early[0].startswith("Blast in Lima kills seven  as of 2026-05-12 06:00")
    assert "  1 separately written text of 1 outlet, not verified" in early
    assert [line.split("  killed")[0] for line in early if "killed:" in line]
    assert any(line.startswith("  killed: 7, latest 7") for line in early)
    assert not any("eleven" in line or " 11" in line for line in early)
    late = record(floor, story)
    assert (late["texts"], [it["latest"] for it in late["numbers"] if it["role"] == "killed"]) == (2, [11])
    before = said(floor, "show", "record", story, "--as-of", "2026-05-11", code=2).err
    assert f"{story} was no story of the floor at 2026-05-11" in before


def test_whom_we_told_and_who_saw_it(floor: Path, story: str) -> None:
    unsent = record(floor, story)["told"]
    assert [(it["channel"], it["at"], it["state"]) for it in unsent] == [("log", None, "pending")] * len(
        unsent
    )
    said(floor, "deliver")
    alert = unsent[0]["alert"]
    said(floor, "ack", alert, "--note", "calling the port", "--by", "ben")
    told = record(floor, story)["told"]
    assert {(it["channel"], it["state"], it["seen_by"]) for it in told} == {("log", "delivered", "ben")}
    assert all(it["at"] for it in told)
    at_six = record(floor, story, "--as-of", "2026-05-12T06:00:00Z")["told"]
    assert {(it["at"], it["seen_by"]) for it in at_six} == {(None, None)}, "by six nobody had been told"


def test_a_disputed_toll_is_assigned_decided_and_handed_over(floor: Path, story: str) -> None:
    said(floor, "assign", story, "Ben", "--note", "the toll", "--by", "ana")
    said(floor, "comment", story, "who rings the hospital?", "--by", "ana")
    [series] = [it for it in record(floor, story)["numbers"] if it["role"] == "killed"]
    said(floor, "judge", series["id"], "--use", "11", "--note", "hospital list seen", "--by", "ana")
    refused = said(floor, "comment", "0" * 16, "x", code=2).err
    assert "is no story or alert here" in refused
    left = said(floor, "shift", "show", "--by", "ana").out
    assert f"uses 11 of number {series['id']}, by ana: hospital list seen" in left
    assert "Ben  Blast in Lima kills seven" in left or "Ben  Toll of Lima" in left
    assert "comment of story" in left
    assert "who rings the hospital?" in left
    said(floor, "shift", "over", "--to", "Ben", "--note", "the toll is open", "--by", "ana")
    assert "not signed yet: the toll is open" in said(floor, "shift", "show", "--by", "Ben").out
    assert "cannot sign" in said(floor, "shift", "sign", "--by", "ana", code=2).err
    assert "sign first" in said(floor, "shift", "over", "--to", "Cyd", "--by", "ana", code=2).err
    said(floor, "shift", "sign", "--by", "Ben")
    assert json.loads(said(floor, "shift", "show", "--by", "Ben", "--json").out)["waiting"] is None
    said(floor, "done", story, "--note", "eleven", "--by", "Ben")
    assert json.loads(said(floor, "shift", "show", "--json").out)["assignments"] == []
    undone = said(floor, "undo", "last", "--reason", "not yet", "--by", "Ben").out
    assert "done of story" in undone
    assert [
        it["act"]["value"] for it in json.loads(said(floor, "shift", "show", "--json").out)["assignments"]
    ] == ["Ben"]
    acts = record(floor, story)["acts"]
    assert [
        (it["act"]["kind"], it["act"]["by"], it["undone"]) for it in acts if it["act"]["kind"] == "done"
    ] == [
        ("done", "Ben", True),
        ("done", "Ben", False),
    ]


def test_what_the_desk_says_among_itself_leaves_it_in_no_form(
    floor: Path, story: str, tmp_path: Path
) -> None:
    said(floor, "comment", story, "zanzibar swordfish", "--by", "ana")
    said(floor, "share", "withdraw", "Quito", "--reason", "zanzibar too", "--by", "ana")
    said(floor, "share", "add", "all", "--out", tmp_path / "out")
    said(floor, "share", "write", "all")
    for audience in ("partner", "public"):
        said(floor, "export", tmp_path / f"{audience}.json", "--audience", audience)
        assert "swordfish" not in said(floor, "brief", story, "--audience", audience).out
    written = "".join(it.read_text("utf-8") for it in tmp_path.rglob("*") if it.is_file())
    assert "zanzibar" not in written
    told = said(floor, "show", "record", story).out
    assert "swordfish" in told
    assert "  share all  " in told


def test_a_share_is_taken_back_and_the_record_says_so(floor: Path, story: str, tmp_path: Path) -> None:
    said(floor, "share", "add", "lima", "--place", "Lima", "--out", tmp_path / "lima")
    said(floor, "share", "write", "lima")
    event = record(floor, story)["events"][0]["id"]
    said(floor, "share", "withdraw", event, "--reason", "he would be known", "--by", "ana")
    said(floor, "share", "write", "lima")
    given = [it for it in record(floor, story)["given"] if it["share"] == "lima" and it["id"] == event]
    assert [(it["until"] is None, it["why"]) for it in given] == [(False, "taken back")]


CHAT = """[2026-11-24 13:05:09] Anna Roe: The Brenholm ferry is burning in Lima, four dead.
[2026-11-24 13:06:11] Ben Poe: We are leaving the Brenholm quay.
"""
PARTNERS = {
    "became": "new",
    "table": "events",
    "id": "feed000000000001",
    "row": {
        "id": "feed000000000001",
        "told_on": "2026-05-12",
        "evidence": "Armed men shot dead nine fishermen in Quito on Tuesday, the interior ministry said.",
        "evidence_outlet": "Radio Sierra",
        "evidence_report": "feed000000000002",
    },
}


def test_what_our_own_saw_and_a_chat_are_read_and_no_partner_gets_them(floor: Path, tmp_path: Path) -> None:
    said(floor, "note", "Gunmen killed 83 people at the Quonset gate in Lima.", "--from", "our driver",
         "--by", "ana")  # fmt: skip
    (tmp_path / "chat.txt").write_text(CHAT, "utf-8")
    said(floor, "note", "--chat", tmp_path / "chat.txt", "--role", "Anna Roe=our stringer", "--by", "ana")
    reports = said(floor, "show", "reports", "--json").out
    assert "own staff" in reports.casefold()
    said(floor, "share", "add", "ours", "--table", "events", "--table", "reports", "--table", "quotes",
         "--table", "numbers", "--out", tmp_path / "out")  # fmt: skip
    said(floor, "share", "write", "ours")
    written = "".join(it.read_text("utf-8") for it in (tmp_path / "out").rglob("*.csv"))
    for secret in ("Quonset", "83", "Brenholm", "own staff", "stringer", "Anna", "Roe"):
        assert not re.search(rf"\b{secret}\b", written), secret
    assert "Lima" in written


def test_a_partners_file_is_the_partners(floor: Path, tmp_path: Path) -> None:
    head = {"watchfloor_share": 1, "share": "lake", "increment": 1}
    file = tmp_path / "000001.jsonl"
    file.write_text(f"{json.dumps(head)}\n{json.dumps(PARTNERS)}\n", "utf-8")
    done = said(floor, "share", "import", file, "--from", "Relief Net", "--by", "ana")
    assert done.out == "1 reports of Relief Net from 1 rows\n"
    assert "Relief Net" in said(floor, "show", "reports", "--outlet", "Relief Net", "--json").out
    assert "own staff" in said(floor, "share", "import", file, "--from", "own staff", code=2).err


def test_our_own_article_that_is_late_is_behind_and_says_of_what(floor: Path, story: str) -> None:
    (floor / "labels.csv").write_text("source,label,of\nOur Daily,ours,\n", "utf-8")
    said(floor, "tables")
    ours = (
        "Our Daily",
        "2026-05-12T05:00:00Z",
        "Seven dockers die in Lima blast",
        "A bomb killed seven dockers in Lima on Tuesday, police said. Trains were stopped.",
    )
    add_lines(floor, [ours], "ours.jsonl", "--arrived", "published")
    [told] = news(floor, story, "ours is behind")
    assert told == (
        "OURS IS BEHIND (7 → 11): A bomb killed seven dockers in Lima on Tuesday, police said. | "
        "Donegal Tide: Eleven dockers were killed in Tuesday's bombing in Lima, the hospital said."
    )
    brief = said(floor, "brief", story).out
    assert "OURS IS BEHIND (7 → 11)" in brief
    assert "we have it since 2026-05-12" in brief


def test_a_number_that_we_chose_is_contradicted_at_night(floor: Path, story: str) -> None:
    night = (
        "Harbour Wire",
        "2026-05-12T23:40:00Z",
        "Toll of Lima blast rises to fifteen",
        "Fifteen dockers were killed in Tuesday's bombing in Lima, the hospital said late on Tuesday.",
    )
    add_lines(floor, [night], "night.jsonl", "--arrived", "published")
    # Asked since the day itself: neither clock nor mark decides what is new.
    [against] = [told for told in news(floor, story, "contradicted", "--since", "2026-05-12") if "15" in told]
    assert against.startswith("NEWER THAN WHAT WAS DECIDED BY ana")
    assert "11 → 15" in against
    [series] = [it for it in record(floor, story)["numbers"] if it["role"] == "killed" and it["used"]]
    assert (series["used"]["value"], series["latest"]) == (11, 15), (
        "what we chose stands until we choose anew"
    )


def news(floor: Path, story: str, kind: str, *options: str) -> list[str]:
    """Return what `changes` tells of a story, of one kind."""
    stories = json.loads(said(floor, "changes", "--json", *options).out)
    return [
        it["text"] for told in stories if told["id"] == story for it in told["news"] if it["kind"] == kind
    ]
