"""Pages out of WARC files are the pages that a visit would have read; what is none is counted or refused."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from tests.ingest.archive_files import FETCHED, WORDS, answer, in_members, in_one, page, record
from tests.ingest.breaking import die_or_read
from tests.ingest.pdf_files import Put, column, write_pdf
from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest import read_page, read_paths
from watchfloor.ingest.formats.archive import RESERVED, read_archive
from watchfloor.ingest.formats.document import read_document
from watchfloor.ingest.formats.http_answer import parse_answer, unpacked_body
from watchfloor.ingest.sandbox import GuardedReader, SandboxReaders, read_guarded
from watchfloor.model import Flag, FlagCode, Quarantined, Rendition

ARRIVED = "2026-11-22T04:00:00Z"
URL = "https://aldersund.example/news/quay"


def read(data: bytes) -> tuple[list[Rendition], list[Quarantined], list[str]]:
    told: list[str] = []
    pieces = read_archive(
        io.BytesIO(data), name="a.warc", arrived=ARRIVED, reader=read_document, tell=told.append
    )
    items = [piece.item for piece in pieces]
    return (
        [item for item in items if isinstance(item, Rendition)],
        [item for item in items if isinstance(item, Quarantined)],
        told,
    )


def one(data: bytes) -> Rendition:
    found, refused, _ = read(data)
    assert refused == []
    assert len(found) == 1
    return found[0]


def test_an_archived_page_is_the_page_that_a_visit_reads() -> None:
    visited = read_page(page(), where=URL, url=URL, arrived=FETCHED)
    for data in (
        record(answer(page())),
        in_members([record(answer(page()))]),
        in_one([record(answer(page()))]),
    ):
        found = one(data)
        assert (found.id, found.text_id) == (visited.id, visited.text_id)
        assert (found.title, found.published, found.paragraphs, found.flags) == (
            visited.title, visited.published, visited.paragraphs, visited.flags,
        )  # fmt: skip
        assert found.url == URL
        assert found.path == "a.warc:0"
        assert found.arrived == FETCHED


def packed_deflate(data: bytes) -> bytes:
    return zlib.compress(data)[2:-4]


PACKED: list[tuple[str, Callable[[bytes], bytes]]] = [
    ("gzip", gzip.compress),
    ("x-gzip", gzip.compress),
    ("deflate", zlib.compress),
    ("deflate", packed_deflate),
    ("br", brotli.compress),
    ("zstd", zstandard.compress),
    ("gzip, br", lambda data: brotli.compress(gzip.compress(data))),
    ("gzip", lambda data: data),  # an archive that keeps the header of what it unpacked
    ("br", lambda data: data),
    ("identity", lambda data: data),
]


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize(("name", "pack"), PACKED)
def test_packed_pages_are_unpacked(name: str, pack: Callable[[bytes], bytes], *, chunked: bool) -> None:
    body, headers = pack(page()), [f"Content-Encoding: {name}"]
    if chunked:
        parts = [body[:7], body[7:200], body[200:]]
        body = b"".join(b"%x;ext=1\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"
        headers.append("Transfer-Encoding: chunked")
    found = one(record(answer(body, headers=headers)))
    assert found.text == one(record(answer(page()))).text
    assert "the answer was cut short" not in flags_words(found.flags)


def test_chunks_that_are_none_are_read_as_they_are() -> None:
    found = one(record(answer(page(), headers=["Transfer-Encoding: chunked"])))
    assert WORDS[0] in found.text


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_a_packed_bomb_is_refused_within_its_cap(name: str) -> None:
    zeros = b" " * 40_000_000
    packed = {"gzip": gzip.compress, "br": brotli.compress, "zstd": zstandard.compress}[name](zeros)
    found = parse_answer(answer(packed, headers=[f"Content-Encoding: {name}"]), where="x")
    with pytest.raises(InputError, match="larger than 1,000,000 bytes"):
        unpacked_body(found, most=1_000_000, where="x")


@pytest.mark.parametrize(
    ("headers", "body", "reason"),
    [
        (["Content-Encoding: gzip, gzip, gzip"], b"x", "packed 3 times over"),
        (["Content-Encoding: rot13"], b"x", "packed as 'rot13'"),
        (["Content-Encoding: br"], b"\xff\xff\xff\xff no brotli", "the packed page is broken"),
        (["Content-Encoding: gzip"], b"\x1f\x8b\x08no gzip at all", "the packed page is broken"),
        ([], b"<html><body><p>Nothing.</p></body></html>", "no article text found"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_address(
    headers: list[str], body: bytes, reason: str
) -> None:
    found, (refused,), _ = read(record(answer(body, headers=headers)) + record(answer(page())))
    assert len(found) == 1
    assert reason in refused.reason
    assert URL in refused.reason
    assert refused.where == "a.warc:0"


def test_a_page_cut_in_its_gzip_is_flagged() -> None:
    body = gzip.compress(page(more="The work began at dawn. " * 30))
    found = one(record(answer(body[: len(body) - 30], headers=["Content-Encoding: gzip"])))
    assert "the answer was cut short" in flags_words(found.flags)
    found = one(record(answer(page()), headers=["WARC-Truncated: length"]))
    assert "the answer was cut short" in flags_words(found.flags)


def test_what_holds_no_article_by_its_kind_is_counted_and_told() -> None:
    data = b"".join([
        record(b"software: x\r\n", kind="warcinfo", media="application/warc-fields"),
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request", media="application/http; msgtype=request"),
        record(answer(b"\x89PNG", kind="image/png")),
        record(answer(b"\x89PNG", kind="image/png")),
        record(answer(b"{}", kind="application/json")),
        record(answer(b"", status="301 Moved Permanently")),
        record(answer(page(), status="404 Not Found")),
        record(answer(b"<rss version='2.0'><channel></channel></rss>", kind="application/rss+xml")),
        record(answer(b"<rss version='2.0'><channel></channel></rss>", kind="text/html")),
        record(answer(b""), kind="revisit", headers=["WARC-Refers-To-Target-URI: https://a.example/"]),
        record(b"8.8.8.8", kind="response", media="text/dns", url="dns:a.example"),
        record(answer(page())),
    ])  # fmt: skip
    found, refused, told = read(data)
    assert len(found) == 1
    assert refused == []
    kinds = "feeds (2), image/png (2), HTTP 301 (1), HTTP 404 (1), application/json (1)"
    more = "response of text/dns (1), revisits of what was archived before (1)"
    assert told == [f"a.warc: passed over as no articles: {kinds}, {more}"]


def test_a_resource_is_a_page_too_and_its_address_may_be_written_in_brackets() -> None:
    found = one(record(page(), kind="resource", media="text/html", url=f"<{URL}>"))
    assert found.id == one(record(answer(page()))).id
    assert one(record(page(), kind="resource", media="text/html", url="file:///quay.html")).url is None


def test_dates_are_read_as_of_the_day_of_the_archive() -> None:
    later = page(published="2026-05-01T00:00:00Z")
    found = one(record(answer(later)))
    assert found.published is None
    assert "date not used, it lies in the future: 2026-05-01T00:00:00Z" in flags_words(found.flags)
    undated = page(published="")
    assert one(record(answer(undated))).flags == (Flag(FlagCode.UNDATED, FETCHED),)
    for impossible in ("2199-01-01T00:00:00Z", "yesterday"):
        assert one(record(answer(undated), fetched=impossible)).arrived == ARRIVED


def test_of_a_page_that_reserves_itself_title_link_and_time_are_kept() -> None:
    found = one(record(answer(page(), headers=["TDM-Reservation: 1"])))
    assert found.text == found.title == "Northern quay closed after divers find cracks"
    assert found.flags == (RESERVED, Flag(FlagCode.TITLE_ONLY))
    assert (found.url, found.published) == (URL, "2026-03-13T17:00:00Z")


def test_a_page_larger_than_pages_are_is_refused_and_the_next_is_read() -> None:
    large = record(answer(page(more=" " * 6_000_000)))
    found, (refused,), _ = read(in_members([large, record(answer(page()))]))
    assert len(found) == 1
    assert "larger than 16,777,216 bytes" in refused.reason


def test_an_archive_without_pages_says_so() -> None:
    assert read(b"")[1][0].reason == "no page in this archive; the file is empty"
    reason = read(record(answer(b"\x89PNG", kind="image/png")))[1][0].reason
    assert reason == "no page in this archive; passed over as no articles: image/png (1)"


def test_archives_among_files_are_read_in_order_of_date(tmp_path: Path) -> None:
    early = page("Early harbour news", published="2026-03-01")
    undated = page("Undated harbour news", published="")
    records = [
        record(answer(page("Late harbour news"))),
        *[record(answer(undated))] * 11,
        record(answer(early)),
    ]
    (tmp_path / "b.warc.gz").write_bytes(in_one(records))
    (tmp_path / "a.txt").write_text(f"Published: 2026-03-05\n{WORDS[0]}\n")
    told: list[str] = []
    items = list(read_paths([tmp_path], arrived=ARRIVED, tell=told.append))
    found = [item for item in items if isinstance(item, Rendition)]
    assert [item.title for item in found] == [
        f"{when} harbour news" if when else None for when in ("Early", None, "Late", *["Undated"] * 11)
    ]
    places = [int((item.path or "").rpartition("+")[2]) for item in found[3:]]
    assert places == sorted(places)
    assert list(read_guarded([tmp_path], arrived=ARRIVED)) == items


def test_a_file_is_known_as_an_archive_by_its_first_bytes(tmp_path: Path) -> None:
    (tmp_path / "crawl").write_bytes(record(answer(page())))
    (found,) = read_paths([tmp_path / "crawl"], arrived=ARRIVED)
    assert isinstance(found, Rendition)


def test_a_page_that_kills_the_parser_costs_itself_only() -> None:
    deadly = record(answer(page(more="exit at once")))
    data = in_members([record(answer(page())), deadly, record(answer(page("The next page is read as ever")))])
    with GuardedReader(readers=SandboxReaders(page=die_or_read)) as child:
        pieces = list(read_archive(io.BytesIO(data), name="a", arrived=ARRIVED, reader=child.read_document))
    items = [piece.item for piece in pieces]
    assert [type(item) for item in items] == [Rendition, Quarantined, Rendition]
    assert isinstance(items[1], Quarantined)
    assert "crashed the reading process 3 times" in items[1].reason


def test_many_small_chunks_are_joined_within_bounds() -> None:
    body = b"1\r\nx\r\n" * 300_000 + b"0\r\n\r\n"
    found = parse_answer(answer(body, headers=["Transfer-Encoding: chunked"]), where="x")
    assert unpacked_body(found, most=1_000_000, where="x") == (b"x" * 300_000, True)


def test_pdf_in_an_archive_is_read_where_the_extra_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    title = Put(70, 760, "Statement about the northern quay", 20)
    words = "The quay is closed until April, and ferries leave from the fish market."
    written = write_pdf([[title, *column([words])]])
    data = record(answer(written, kind="application/pdf"), url="https://a.example/statement.pdf")
    found = one(data)
    assert (found.title, found.url) == (title.words, "https://a.example/statement.pdf")
    monkeypatch.setattr("watchfloor.ingest.formats.archive.reads_pdf", lambda: False)
    assert "application/pdf (to read them: pip install 'watchfloor[pdf]') (1)" in read(data)[1][0].reason
