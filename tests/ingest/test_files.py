"""Which files are read, in which order, and what is refused."""

import gzip
import io
import json
import os
import tarfile
import zipfile
from pathlib import Path

import pytest
import zstandard

from watchfloor.engine.services.looks import told_ahead
from watchfloor.ingest import read_paths
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-11-22T04:00:00Z"
SENTENCE = "The ferry to Aldersund was cancelled on Monday, and nobody was hurt, the harbour office said.\n"


TOLD: list[str] = []


def read(*paths: str | Path) -> list[Rendition | Quarantined]:
    TOLD.clear()
    return list(read_paths(paths, arrived=ARRIVED, tell=TOLD.append))


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
    (tmp_path / "bomb.txt.zst").write_bytes(zstandard.compress(b"a" * 80_000_000))
    for reason in reasons(read(tmp_path)):
        assert "larger than" in reason
    assert names(read(tmp_path)) == []


def test_standard_input_is_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Standard:
        buffer = io.BytesIO(
            b"\n".join(json.dumps({"text": SENTENCE, "path": path}).encode() for path in (None, "a/b.txt"))
        )

    monkeypatch.setattr("sys.stdin", Standard())
    assert [item.path for item in read("-") if isinstance(item, Rendition)] == ["stdin:1", "a/b.txt"]


@pytest.mark.parametrize(
    ("given", "became"),
    [
        (f"Pier closed\n\n{SENTENCE}\n", "Pier closed"),
        (f"[Port Gazette] Pier closed\n\n{SENTENCE}\n", "[Port Gazette] Pier closed"),
        (f"<!doctype html><html><body><h1>Pier closed</h1><p>{SENTENCE}</p></html>", SENTENCE.strip()),
        ("", None),
        ("  \n", None),
        ('{"text": "A dog."}\n{"text": "cut', "refused"),
        ('[{"text": "A dog."}]', "refused"),
        ("date,title\n2026-01-01,Pier closed\n", "a table of articles needs"),
        ("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "it is a feed"),
        (gzip.compress(b"words", mtime=0), "it is packed"),
        (b"PK\x03\x04 and more", "it is an archive"),
        (b"\x89PNG\r\n\x1a\n", "it is a picture"),
    ],
)
def test_standard_input_may_be_one_article_of_any_kind(
    monkeypatch: pytest.MonkeyPatch, given: str | bytes, became: str | None
) -> None:
    class Standard:
        buffer = io.BytesIO(given.encode() if isinstance(given, str) else given)

    monkeypatch.setattr("sys.stdin", Standard())
    found = read("-")
    told = [it.text if isinstance(it, Rendition) else it.reason for it in found]
    if became is None:
        assert told == []
    elif became == "refused":
        assert any("JSON" in (one or "") for one in told)
    else:
        assert len(told) == 1
        assert (told[0] or "").startswith(became)


def test_a_line_of_a_file_is_where_it_was_read_whatever_it_says(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": SENTENCE, "path": "elsewhere.html"}))
    (rendition,) = read(tmp_path)
    assert isinstance(rendition, Rendition)
    assert rendition.path == f"{tmp_path}/in.jsonl:1"


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    assert read(tmp_path) == read(tmp_path)


def test_a_folder_too_large_for_memory_is_put_in_order_on_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day in range(1, 29):
        (tmp_path / f"{29 - day:02}.txt").write_text(f"Published: 2026-02-{day:02}\n{SENTENCE}")
    (tmp_path / os.fsdecode(b"odd\xff.txt")).write_text(SENTENCE)
    expected = read(tmp_path)
    assert names(expected) == [*(f"{29 - day:02}.txt" for day in range(1, 29)), os.fsdecode(b"odd\xff.txt")]
    monkeypatch.setattr("watchfloor.ingest.files._MOST_IN_MEMORY", 1_000)
    assert read(tmp_path) == expected


def test_lines_packed_with_zstd_are_read(tmp_path: Path) -> None:
    line = json.dumps({"text": SENTENCE}).encode() + b"\n"
    data = zstandard.compress(line) + zstandard.compress(line * 2)
    (tmp_path / "a.jsonl.zst").write_bytes(data)
    (tmp_path / "b.txt.zst").write_bytes(zstandard.compress(SENTENCE.encode()))
    assert names(read(tmp_path)) == [*(f"a.jsonl.zst:{number}" for number in (1, 2, 3)), "b.txt.zst"]
    for cut in range(1, len(zstandard.compress(line))):
        (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(line) + zstandard.compress(line)[:-cut])
        found = read(tmp_path / "a.jsonl.zst")
        assert names(found) == ["a.jsonl.zst:1"]
        assert "it is cut" in reasons(found)[0]
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(line) + b"no frame")
    assert "cannot be read on from here" in reasons(read(tmp_path / "a.jsonl.zst"))[0]


def test_packed_lines_that_are_cut_keep_what_was_read_and_say_where(tmp_path: Path) -> None:
    line = json.dumps({"text": SENTENCE, "noise": os.urandom(3_000).hex()}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line * 30) + gzip.compress(line)[:200])
    found = read(tmp_path / "a.jsonl.gz")
    assert len(names(found)) == 30
    assert isinstance(found[30], Quarantined)
    assert found[30].where.endswith("a.jsonl.gz:31")
    assert found[30].reason.startswith("the file cannot be read on from here")


def archives(folder: Path) -> dict[str, bytes]:
    """Return archives that hold a file which would be written outside, if they were unpacked."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("../../escaped.txt", SENTENCE)
        packed.writestr("a.txt", SENTENCE)
        packed.writestr("A.TXT", SENTENCE)
    rolled = io.BytesIO()
    with tarfile.open(fileobj=rolled, mode="w") as packed_too:
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        packed_too.addfile(link)
    return {
        "a.zip": held.getvalue(),
        "a.tar": rolled.getvalue(),
        "a.tar.gz": gzip.compress(rolled.getvalue()),
        "a.tgz": gzip.compress(rolled.getvalue()),
        "renamed.txt": held.getvalue(),
        "renamed.html": rolled.getvalue(),
        "renamed.pdf": held.getvalue(),
        "packed.txt.gz": gzip.compress(held.getvalue()),
        "noname": held.getvalue(),
        "a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(30),
        "a.rar": b"Rar!\x1a\x07\x01" + bytes(30),
        "a.xz": b"\xfd7zXZ\0" + bytes(30),
        "a.bz2": b"BZh91AY" + bytes(30),
    }


def test_archives_are_refused_with_a_remedy_and_nothing_is_unpacked(tmp_path: Path) -> None:
    inner = tmp_path / "deep" / "deeper"
    inner.mkdir(parents=True)
    given = archives(tmp_path)
    for name, data in given.items():
        (inner / name).write_bytes(data)
    found = read(*(inner / name for name in given))
    assert len(found) == len(given)
    remedy = "unpack it into a folder yourself, look at it, and give that folder"
    assert set(reasons(found)) == {f"it is an archive. Watchfloor unpacks no archives: {remedy}"}
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == set(given)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.wacz", "give the .warc.gz files of its folder archive/"),
        ("a.arc.gz", "warcio recompress"),
        ("a.docx", "open it in its program and save it anew"),
        ("a.warc.zst", "unpack it with `zstd -d`"),
    ],
)
def test_kinds_that_are_refused_name_what_to_do(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).write_bytes(b"\x28\xb5\x2f\xfd" + SENTENCE.encode())
    assert reason in reasons(read(tmp_path / name))[0]


def test_what_a_folder_passes_over_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "b.png").write_bytes(b"\x89PNG")
    (tmp_path / "c.png").write_bytes(b"\x89PNG")
    (tmp_path / "d.zip").write_bytes(b"PK\x03\x04")
    (tmp_path / "noname").write_bytes(b"")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    assert names(read(tmp_path)) == ["a.txt"]
    links = "1 links were not followed (link.txt: name what they lead to, if it is to be read)"
    others = "4 files of other kinds were passed over (2 .png, 1 without suffix, 1 .zip)"
    assert [f"{tmp_path}: {links}; {others}"] == TOLD


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert reasons(read(tmp_path / "a.txt")) == ["neither a file nor a folder"]


def test_how_long_very_many_articles_take_is_told_before_and_that_one_may_stop(tmp_path: Path) -> None:
    many, few = tmp_path / "many.csv", tmp_path / "few.jsonl"
    many.write_text("title,text\n" + "Notice,Ships wait.\n" * 1_000_000, "utf-8")
    few.write_text('{"text": "Ships wait."}\n', "utf-8")
    told = told_ahead([str(few), str(many)])
    assert told is not None
    assert told.startswith("1,000,002 lines: ")
    assert "may take 19 hours" in told
    assert "stop with Ctrl-C" in told
    assert "may take 9 hours" in (told_ahead([str(many)], processes=2) or "")
    os.mkfifo(tmp_path / "pipe.csv")
    for small in (few, tmp_path, tmp_path / "pipe.csv", tmp_path / "none.csv", "-"):
        assert told_ahead([str(small)]) is None
