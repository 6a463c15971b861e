"""Which files are read, in which order, and what is refused."""

import gzip
import io
import json
from pathlib import Path

import pytest

from watchfloor.ingest import read_paths
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-11-22T04:00:00Z"
SENTENCE = "The ferry to Aldersund was cancelled on Monday, and nobody was hurt, the harbour office said.\n"


def read(*paths: str | Path) -> list[Rendition | Quarantined]:
    return list(read_paths(paths, arrived=ARRIVED))


def reasons(found: list[Rendition | Quarantined]) -> list[str]:
    return [item.reason for item in found if isinstance(item, Quarantined)]


def names(found: list[Rendition | Quarantined]) -> list[str]:
    return [Path(item.path or "").name for item in found if isinstance(item, Rendition)]


def test_a_folder_is_read_by_date_then_path_undated_last(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "b.txt").write_text(f"Published: 2026-02-02\n{SENTENCE}")
    (tmp_path / "deep" / "c.txt").write_text(f"Published: 2026-01-01\n{SENTENCE}")
    lines = [json.dumps({"text": SENTENCE, "published": "2026-01-15"})] * 11
    (tmp_path / "d.jsonl").write_text("\n".join(lines))
    (tmp_path / ".hidden.txt").write_text(SENTENCE)
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    found = read(tmp_path)
    in_file = [f"d.jsonl:{number}" for number in range(1, 12)]
    assert names(found) == ["c.txt", *in_file, "b.txt", "a.txt"]
    assert reasons(found) == []


def test_named_files_keep_their_order(tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(f"Published: 2026-02-02\n{SENTENCE}")
    (tmp_path / "old.txt").write_text(f"Published: 2026-01-01\n{SENTENCE}")
    assert names(read(tmp_path / "new.txt", tmp_path / "old.txt")) == ["new.txt", "old.txt"]


def test_packed_files_and_files_of_no_kind_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": SENTENCE}).encode()))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(SENTENCE.encode()))
    (tmp_path / "noname").write_text(
        f"<!DOCTYPE html><html><body><article><p>{SENTENCE * 4}</p></article></body></html>"
    )
    found = read(tmp_path / "a.jsonl.gz", tmp_path / "b.txt.gz", tmp_path / "noname")
    assert [type(item) for item in found] == [Rendition] * 3
    page = found[2]
    assert isinstance(page, Rendition)
    assert "<p>" not in page.text


def test_what_cannot_be_read_is_named_with_its_cause_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "torn.txt.gz").write_bytes(gzip.compress(SENTENCE.encode() * 50)[:-20])
    (tmp_path / "page.html").write_text("<html><body><nav>Home</nav></body></html>")
    (tmp_path / "good.txt").write_text(SENTENCE)
    (tmp_path / "nothing").mkdir()
    missing = tmp_path / "missing.txt"
    found = read(missing, tmp_path / "nothing", *sorted(tmp_path.glob("*.*")))
    assert names(found) == ["good.txt"]
    told = dict(zip([i.where for i in found if isinstance(i, Quarantined)], reasons(found), strict=True))
    expected = {
        "missing.txt": "cannot be read: No such file",
        "nothing": "no articles in this folder",
        "binary.txt": "binary data",
        "empty.txt": "the file is empty",
        "page.html": "no article text found",
        "torn.txt.gz": "cannot be read",
    }
    assert {Path(where).name for where in told} == set(expected)
    for name, reason in expected.items():
        assert told[str(tmp_path / name)].startswith(reason)


def test_a_packed_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a " * 40_000_000))
    assert "larger than" in reasons(read(tmp_path / "bomb.txt.gz"))[0]


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Standard:
        buffer = io.BytesIO(
            b"\n".join(json.dumps({"text": SENTENCE, "path": path}).encode() for path in (None, "a/b.txt"))
        )

    monkeypatch.setattr("sys.stdin", Standard())
    assert [item.path for item in read("-") if isinstance(item, Rendition)] == ["stdin:1", "a/b.txt"]


def test_a_line_of_a_file_is_where_it_was_read_whatever_it_says(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": SENTENCE, "path": "elsewhere.html"}))
    (rendition,) = read(tmp_path)
    assert isinstance(rendition, Rendition)
    assert rendition.path == f"{tmp_path}/in.jsonl:1"


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    assert read(tmp_path) == read(tmp_path)
