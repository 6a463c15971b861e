"""Files of other programs are refused with what to do instead; packed ones are no larger than texts are."""

import gzip
import json
import time
from pathlib import Path

import pytest
import zstandard

from tests.faults.commands import command
from watchfloor.ingest.files import read_paths
from watchfloor.model import Quarantined, Rendition

ARRIVED = "2026-03-20T00:00:00Z"
ARTICLE = {"title": "Ferry", "text": "The ferry Alba sank off Norrick on Monday with 40 people aboard."}


@pytest.mark.parametrize(
    ("name", "data", "remedy"),
    [
        ("a.tsv", b"a\tb\n1\t2\n", 'a column "text"'),
        ("table", b'"headline","url"\n"Ferry","https://a.example"\n', 'a column "text"'),
        ("a.json", json.dumps([ARTICLE]).encode(), "one object a line"),
        ("a.txt", json.dumps([{"body": "The ferry sank."}], indent=1).encode(), "one object a line"),
        ("a.json", b'{"body": "The ferry Alba sank off Norrick."}', "one object a line"),
        (
            "own.json",
            b'{\n  "texts": [{"id": "1", "text": "x"}],\n  "stories": []\n}',
            "Watchfloor itself wrote",
        ),
        (
            "own.html",
            b'<html><head><meta name="generator" content="Watchfloor"></head>',
            "Watchfloor itself wrote",
        ),
        ("a.xlsx", b"PK\x03\x04xl/workbook.xml", "open it in its program"),
        ("a.numbers", b"PK\x03\x04Index/", "save it as .xlsx"),
        ("sheet", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "office program"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "OCR"),
        ("scan", b"\xff\xd8\xff\xe0\0\x10JFIF", "OCR"),
        ("a.mp3", b"ID3\x03", "sound or video"),
        ("feed.xml", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "sources add"),
        ("a.opml", b"<opml version='2.0'><body/></opml>", "sources import"),
        ("a.txt", b"date;source;event\n2026-01-02;a;riot\n2026-01-03;b;riot\n", "save it as .csv"),
        (
            "a.txt",
            b"date\tsource\tevent\r\n2026-01-02\ta\triot\r\n2026-01-03\tb\triot\r\n",
            "save it as .csv",
        ),
        ("a", b"| town | dead |\n|---|---|\n| Tarvel | 3 |\n", "save it as .csv"),
        ("a.txt", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "address book"),
        ("a.vcf", b"BEGIN:VCARD\nFN:Jo\n", "address book"),
        ("a.txt", b"TY  - NEWS\nTI  - Ferry\nER  - \n", "references"),
        ("a.txt", b"@article{lund2026, title = {Ferry}}\n", "references"),
        ("a.txt", b"1\n00:00:01,000 --> 00:00:03,000\nThe ferry sank.\n", "subtitles"),
        ("a.txt", b"WEBVTT\n\n00:01.000 --> 00:03.000\nThe ferry sank.\n", "subtitles"),
        ("a.txt", b"2026-02-03 09:01:00 INFO started\n2026-02-03 09:02:00 INFO ended\n", "log of a program"),
        ("a.txt", b"#!/bin/sh\necho ferry\n", "log of a program"),
        ("a.toml", b"ferry = 1\n", "log of a program"),
        ("a.txt", b"QUJD" * 500, "base64"),
        ("a.txt", (b"QUJD" * 19 + b"\r\n") * 6, "base64"),
    ],
)
def test_foreign_files_are_refused_with_the_remedy(
    tmp_path: Path, name: str, data: bytes, remedy: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    done = command("read", path)
    assert done.code == 1
    assert remedy in done.output
    assert not done.output.startswith("{")


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_table_of_articles_under_another_name_is_read_as_one(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "a.txt"
    rows = [
        ("title", "date", "text"),
        ("Ferry", "2026-02-03", "It sank."),
        ("Boat", "2026-02-04", "It did not."),
    ]
    path.write_text("".join(mark.join(row) + "\n" for row in rows), "utf-8")
    found = list(read_paths([path], arrived=ARRIVED))
    assert [item.title for item in found if isinstance(item, Rendition)] == ["Ferry", "Boat"]


@pytest.mark.parametrize("name", ["a.ndjson", "records", "a.json"])
def test_lines_under_another_name_are_read_as_lines(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(ARTICLE) + "\n" + json.dumps(ARTICLE | {"title": "Boat"}) + "\n", "utf-8")
    found = list(read_paths([path], arrived=ARRIVED))
    assert [item.title for item in found if isinstance(item, Rendition)] == ["Ferry", "Boat"]


@pytest.mark.parametrize(
    "opening",
    [
        "[The ferry] ",
        "{sic} ",
        "Title, text and date: ",
        "ID3 tags were lost. ",
        "BEGIN: ",
        "@halmpost {the paper}, wrote: ",
        "2026-02-03 09:01:00 ",
        "First a; then b; then c.\nAgain a; then b; then c.\n",
        "He said a; she said b; they said c, and so it went on until the evening of the third day;\n" * 3,
        "A | B\nC | D\nE | F\n",
    ],
)
def test_texts_that_begin_a_little_like_them_are_texts(tmp_path: Path, opening: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"{opening}The ferry Alba sank off Norrick on Monday, police said.\n", "utf-8")
    [found] = read_paths([path], arrived=ARRIVED)
    assert isinstance(found, Rendition) or opening.startswith("ID3")


@pytest.mark.parametrize("piece", [b"\n", b'{"text": ' + b" " * 1_000_000 + b"}\n"])
@pytest.mark.parametrize("packing", ["gz", "zst"])
def test_a_packed_file_has_a_limit(tmp_path: Path, packing: str, piece: bytes) -> None:
    path = tmp_path / f"bomb.jsonl.{packing}"
    data = piece * (40_000_000 // len(piece))
    path.write_bytes(gzip.compress(data, 6) if packing == "gz" else zstandard.compress(data))
    first = json.dumps(ARTICLE).encode() + b"\n"
    good = tmp_path / f"good.jsonl.{packing}"
    good.write_bytes(gzip.compress(first) if packing == "gz" else zstandard.compress(first))
    began = time.process_time()
    found = [item for path in (path, good) for item in read_paths([path], arrived=ARRIVED)]
    assert isinstance(found[-1], Rendition)
    last = found[-2]
    assert isinstance(last, Quarantined)
    assert "unpacks to more than" in last.reason or "blank lines in a row" in last.reason
    assert time.process_time() - began < 30  # without the limit minutes
