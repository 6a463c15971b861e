"""Archives, PDF and mails on the command line: read once, kept, watched; what is wrong is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_sources import watchfloor
from tests.ingest.archive_files import FETCHED, WORDS, answer, in_members, page, record
from tests.ingest.pdf_files import Put, column, write_pdf
from watchfloor.config import read_config
from watchfloor.engine.services.sources import client_of
from watchfloor.errors import ConfigError, RefusedAddressError
from watchfloor.store import Store

PICTURE = record(answer(b"\x89PNG", kind="image/png"))
PAGES = [
    record(
        answer(page(f"Quay news, part {number}", more=f"Part {number}.")), url=f"https://a.example/{number}"
    )
    for number in range(3)
]
WRONG = record(answer(page("A page whose record lies")), length=200)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "crawl.warc.gz").write_bytes(in_members([PAGES[0], PICTURE, WRONG, PAGES[1]]))
    lines = [
        "The mayor of Aldersund thanked the divers on Friday for their quick work at the",
        "old harbour.",
    ]
    (tmp_path / "in" / "thanks.pdf").write_bytes(
        write_pdf([[Put(70, 760, "Mayor thanks divers", 20), *column(lines)]])
    )
    headers = "From: Karl Ekdal <press@a.example>\nSubject: Buses\nDate: Fri, 13 Mar 2026 17:00:00 +0000"
    (tmp_path / "in" / "buses.eml").write_text(f"{headers}\n\n{WORDS[2]}\n")
    (tmp_path / "in" / "old.zip").write_bytes(b"PK\x03\x04")
    return tmp_path / "in"


def test_read_gives_a_line_an_article_and_says_what_it_left(folder: Path) -> None:
    said = watchfloor("read", folder)
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert {line["title"] for line in lines} == {
        "Quay news, part 0", "Quay news, part 1", "Mayor thanks divers", "Buses",
    }  # fmt: skip
    assert said.code == 1, "a record was refused"
    assert "Content-Length is wrong" in said.err
    assert "crawl.warc.gz: passed over as no articles: image/png (1)" in said.err
    assert "1 files of other kinds were passed over (1 .zip)" in said.err
    again = watchfloor("read", folder / "crawl.warc.gz")
    assert [json.loads(line)["url"] for line in again.out.splitlines()] == [
        "https://a.example/0",
        "https://a.example/1",
    ]


def test_an_archive_that_is_no_source_is_refused(folder: Path, tmp_path: Path) -> None:
    watchfloor("init", tmp_path / "floor")
    said = watchfloor("sources", "add", folder / "old.zip", "--floor", tmp_path / "floor")
    assert said.code == 1
    assert "unpack it into a folder yourself" in said.err


def test_a_watched_folder_and_a_growing_archive(folder: Path, tmp_path: Path) -> None:
    floor = tmp_path / "floor"
    watchfloor("init", floor)
    assert "contact" in watchfloor("sources", "add", "https://a.example", "--floor", floor).err
    checked = watchfloor("sources", "check", folder, "--items", "9", "--floor", floor)
    assert "Mayor thanks divers" in checked.out
    assert "refused: " in checked.out
    assert watchfloor("sources", "add", folder, folder / "crawl.warc.gz", "--floor", floor).code == 0
    assert "file" in watchfloor("sources", "list", "--floor", floor).out
    assert watchfloor("poll", "--once", "--floor", floor).code == 0
    with Store.open(floor) as store:
        first = [rendition.title for rendition in store.renditions()]
        arrived = [rendition.arrived or "" for rendition in store.renditions()]
    assert min(arrived) > FETCHED, "archives are known from their import"
    assert len(first) == 4, "what both sources hold is one rendition"
    with (folder / "crawl.warc.gz").open("ab") as archive:
        archive.write(in_members([PAGES[2]]))
    assert watchfloor("sources", "resume", folder, folder / "crawl.warc.gz", "--floor", floor).code == 0
    said = watchfloor("poll", "--once", "--floor", floor)
    assert "1 added" in said.err
    assert watchfloor("doctor", "--floor", floor).code == 0


def test_without_a_contact_nothing_but_files_is_looked_at(tmp_path: Path) -> None:
    watchfloor("init", tmp_path / "floor")
    config = read_config(tmp_path / "floor")
    with pytest.raises(ConfigError, match="contact"):
        client_of(config, None)
    with pytest.raises(RefusedAddressError, match="contact"):
        client_of(config, None, local=True).get("http://127.0.0.1:9/")
