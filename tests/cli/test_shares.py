"""Shares at the command line: set up, written, read by a partner, taken back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import Said, add_lines, watchfloor

BLAST = (
    "Harbour Wire",
    "2026-05-11T08:00:00Z",
    "Seven killed in Lima",
    "Gunmen killed seven dockers in Lima on Monday, police said. The mayor of Lima condemned the attack.",
)
STRIKE = (
    "Donegal Tide",
    "2026-05-12T08:00:00Z",
    "Fishermen arrested in Quito",
    "Police arrested four fishermen in Quito on Tuesday. “We will strike again,” Ramiro Ulloa said.",
)


@pytest.fixture(scope="module")
def floor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "floor"
    assert watchfloor("init", folder).code == 0
    add_lines(folder, [BLAST, STRIKE], "news.jsonl")
    return folder


def said(floor: Path, *arguments: str | Path, code: int = 0) -> Said:
    done = watchfloor("share", *arguments, "--floor", floor)
    assert done.code == code, (done.out, done.err)
    return done


def rows(file: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def test_a_partner_gets_what_is_new_and_what_is_taken_back(floor: Path, tmp_path: Path) -> None:
    out = tmp_path / "partner"
    added = said(floor, "add", "lima", "--place", "Lima", "--format", "jsonl", "--out", out, "--by", "ana")
    assert added.err == f"share lima is written to {out} by: watchfloor share write lima\n"
    [listed] = json.loads(said(floor, "list", "--json").out)
    assert (listed["name"], listed["asks"], listed["by"], listed["audience"]) == (
        "lima",
        "place Lima",
        "ana",
        "partner",
    )
    before = said(floor, "preview", "lima")
    assert "new\tevents\t" in before.out
    assert not out.exists(), "a preview writes nothing"
    written = json.loads(said(floor, "write", "lima", "--since", "last", "--json").out)
    assert written["increment"] == 1
    assert written["new"] == written["rows"] > 1
    [event, *_] = rows(out / "events.jsonl")
    assert (event["type"], event["place"], event["fatalities_best"]) == ("ASSAULT", "Lima", 7)
    assert {row["outlet"] for row in rows(out / "reports.jsonl")} == {"Harbour Wire"}
    assert said(floor, "write", "lima").err.startswith("nothing is new; ")
    kept = said(floor, "withdraw", str(event["id"]), "--reason", "our source would be known", "--by", "ben")
    assert kept.out.startswith(f"kept: unshare of event {event['id']}\nact ")
    assert "1 new" not in said(floor, "write", "lima").err
    gone = [row for row in rows(out / "increments" / "000002.jsonl") if row.get("id") == event["id"]]
    assert gone == [{"became": "withdrawn", "table": "events", "id": event["id"], "why": "taken back"}]
    assert "source would be known" not in (out / "increments" / "000002.jsonl").read_text("utf-8")
    told = said(floor, "given", str(event["id"])).out.split("\t")
    assert (told[:3], told[4].endswith("(taken back)\n")) == (["lima", "events", event["id"]], True)
    assert watchfloor("undo", "last", "--reason", "he agreed", "--by", "ben", "--floor", floor).code == 0
    said(floor, "write", "lima")
    assert event["id"] in {row["id"] for row in rows(out / "events.jsonl")}
    since = said(floor, "write", "lima", "--since", "2020-01-01").out
    assert f"new\tevents\t{event['id']}" in since
    ended = said(floor, "remove", "lima")
    assert "0 rows stand" in ended.err
    assert rows(out / "events.jsonl") == []
    assert said(floor, "list").err.startswith("no share; add one with")


def test_nothing_of_a_place_that_is_kept_back_is_shared(floor: Path, tmp_path: Path) -> None:
    out = tmp_path / "partner"
    said(floor, "add", "all", "--table", "events", "--table", "reports", "--table", "quotes",
         "--table", "numbers", "--out", out)  # fmt: skip
    said(floor, "withdraw", "Lima", "--reason", "they are in danger", "--by", "ben")
    said(floor, "write", "all")
    everything = "\n".join(file.read_text("utf-8") for file in out.rglob("*.csv"))
    assert "Lima" not in everything
    assert "Quito" in everything
    assert watchfloor("undo", "last", "--reason", "over", "--by", "ben", "--floor", floor).code == 0
    said(floor, "write", "all")
    assert "Lima" in (out / "events.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("add", "../x"), "is no name of a share; use small letters, digits and hyphens"),
        (("add", "x", "--audience", "desk"), "what the desk alone may see is not shared"),
        (("add", "x", "--situation", "none"), "there is no situation 'none'; add one with"),
        (("add", "x", "--table", "actors"), "'actors' cannot be shared; "),
        (("add", "x", "--out", "."), "is or holds the floor itself; name a folder of its own"),
        (("add", "x", "--since", "last"), "a share tells what stands when it is written"),
        (("write", "none"), "there is no share 'none'; "),
        (("withdraw", "0123456789abcdef", "--reason", "x"), "is no report, event or series of numbers here"),
    ],
    ids=["name", "audience", "situation", "table", "folder", "since", "unknown", "withdraw"],
)
def test_what_cannot_be_shared_is_refused_with_its_remedy(
    floor: Path, arguments: tuple[str, ...], why: str
) -> None:
    done = watchfloor("share", *arguments, "--floor", floor, folder=floor)
    assert (done.code, why in done.err) == (2, True), done.err
