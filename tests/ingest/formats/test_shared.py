"""A partner's share is read whole or refused with what helps; what it says of itself is not believed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from watchfloor.errors import InputError
from watchfloor.ingest.formats.shared import read_shared
from watchfloor.model import SharedLine

ROW = {"id": "e1", "type": "ASSAULT", "evidence": "Gunmen killed six.", "evidence_report": "r1"}
HEAD = {"watchfloor_share": 1, "share": "lake", "increment": 1}


def lines(*values: object) -> str:
    return "".join(f"{json.dumps(value)}\n" for value in values)


def folder(tmp_path: Path, content: str, **more: object) -> Path:
    (tmp_path / "events.jsonl").write_text(content, "utf-8")
    digest = hashlib.sha256(content.encode()).hexdigest()
    body = {**HEAD, "tables": {"events": {}}, "files": {"events.jsonl": digest}, **more}
    (tmp_path / "share.json").write_text(json.dumps(body), "utf-8")
    return tmp_path


def test_an_increment_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "000001.jsonl"
    new = {"became": "new", "table": "events", "id": "e1", "row": ROW}
    gone = {"became": "withdrawn", "table": "events", "id": "e2", "why": "rejected"}
    file.write_text(lines(HEAD, new, gone, {"became": "new", "id": 7}), "utf-8")
    read = read_shared(file)
    assert read.lines == (
        SharedLine(became="new", table="events", id="e1", cells=ROW),
        SharedLine(became="withdrawn", table="events", id="e2", cells={}),
    )
    assert (read.share, read.whole) == ("lake", False)
    assert read.refused == (f"{file}:4: no row of a share: it needs a table, an id and cells",)


def test_an_increment_in_csv_is_read_as_what_holds_now(tmp_path: Path) -> None:
    file = tmp_path / "000002-events.csv"
    file.write_text("became,why,id,evidence\nwas,,e1,five\nnow,,e1,six\nwithdrawn,rejected,e2,\n", "utf-8")
    assert [(it.became, it.id, it.cells.get("evidence")) for it in read_shared(file).lines] == [
        ("changed", "e1", "six"),
        ("withdrawn", "e2", None),
    ]


@pytest.mark.parametrize("became", ["retracted", 7, ["new"]])
def test_what_is_not_known_to_become_of_a_row_is_no_withdrawal(tmp_path: Path, became: object) -> None:
    file = tmp_path / "000003.jsonl"
    file.write_text(lines(HEAD, {"became": became, "table": "events", "id": "e1"}), "utf-8")
    read = read_shared(file)
    assert read.lines == ()
    assert read.refused == (f"{file}:2: no row becomes {str(became)!r}: new, changed, now, withdrawn, was",)


def test_an_increment_in_csv_is_of_the_share_that_it_lies_with(tmp_path: Path) -> None:
    place = folder(tmp_path, lines(ROW)) / "increments"
    place.mkdir()
    for file in (place / "000002-events.csv", tmp_path / "events.csv"):
        file.write_text("became,id\nwithdrawn,e1\n", "utf-8")
        assert read_shared(file).share == "lake"
    (tmp_path / "share.json").write_text("no share", "utf-8")
    assert read_shared(place / "000002-events.csv").share == ""


def test_a_folder_is_read_by_its_description(tmp_path: Path) -> None:
    read = read_shared(folder(tmp_path, lines(ROW)))
    assert (read.share, read.tables, read.whole) == ("lake", ("events",), True)
    assert [line.id for line in read.lines] == ["e1"]
    assert read_shared(tmp_path / "share.json") == read


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("events.jsonl", json.dumps(ROW), "it is cut off: its last line has no end; ask your partner"),
        ("events.jsonl", lines(ROW) + '{"id": "e2", "ev\n', "it is no JSON"),
        ("events.jsonl", "[" * 100_000 + "\n", "it is no JSON"),
        ("events.jsonl", lines({"watchfloor_share": 2}), "a share of version 2, and version 1 is read here"),
        ("events.jsonl", lines([1]), "a JSON object was expected, this is a list"),
        ("events.csv", 'id,evidence\n"e1,x\n', "it is no CSV"),
        ("events.html", "<html>\n", "a share is a folder with share.json, or a csv or jsonl file of one"),
        ("share.json", '{"watchfloor_share": 3}', "a share of version 3"),
        ("share.json", "{}", "it is no share: it has no watchfloor_share"),
        ("share.json", '{"watchfloor_share": 1}', "it names no files"),
    ],
)
def test_what_is_no_whole_share_is_refused_with_what_helps(
    tmp_path: Path, name: str, content: str, why: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(InputError, match=why.replace("[", r"\[")):
        read_shared(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("../secret.csv", "beside share.json"),
        ("/etc/passwd", "beside share.json"),
        ("missing.csv", "it cannot be read: No such file"),
    ],
)
def test_a_description_leads_nowhere_else(tmp_path: Path, name: str, why: str) -> None:
    with pytest.raises(InputError, match=why):
        read_shared(folder(tmp_path, lines(ROW), files={name: "0" * 64}))


def test_a_table_that_was_cut_off_is_told_by_its_digest(tmp_path: Path) -> None:
    place = folder(tmp_path, lines(ROW, {**ROW, "id": "e2"}))
    (place / "events.jsonl").write_text(lines(ROW), "utf-8")
    with pytest.raises(InputError, match=r"it is not what share\.json says: cut off or changed"):
        read_shared(place)
