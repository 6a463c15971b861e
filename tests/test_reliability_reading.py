"""Groups C and D of the reliability catalogue, as far as they concern reading, through the real child.

Whatever strangers send as feed, sitemap, list of feeds, front page or page is read or refused within the
limits, costs only itself, and nothing that it names is opened or asked for. The ids are the numbers of the
cases; tests/reliability_table.py tells where each of them is tested.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import socket
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.ingest.desk_files import docx
from watchfloor.errors import InputError
from watchfloor.ingest.formats import feed as feeds
from watchfloor.ingest.formats.feed import MOST_ITEMS
from watchfloor.ingest.formats.xml import unzipped
from watchfloor.ingest.sandbox import GuardedReader

ARRIVED = "2026-11-22T04:00:00Z"
URL = "https://outlet.example/"
MOST_MEMORY = 400 * 2**20  # bytes that one hostile input may make the child grow to; measured: 350 MB
WORDS = "The port authority closed the northern quay after inspectors found cracks in two of its pillars."

# --------------------------------------------------------------------------------------------- the readers


@pytest.fixture(scope="module")
def child() -> Iterator[GuardedReader]:
    with GuardedReader() as reader:
        yield reader


Reader = Callable[[GuardedReader, bytes], object]
READERS: dict[str, Reader] = {
    "feed": lambda child, data: child.parse_feed(data, where="x", url=URL),
    "sitemap": lambda child, data: child.parse_sitemap(data, where="x", url=URL),
    "list": lambda child, data: child.parse_opml(data, where="x"),
    "front": lambda child, data: child.offered_feeds(data, url=URL),
    "page": lambda child, data: child.read_page(data, where="x", url=URL, arrived=ARRIVED),
}
SHAPES: dict[str, str] = {
    "feed": "<rss version='2.0'><channel><title>T</title><item><guid>1</guid><title>{0}</title>"
    "<link>https://outlet.example/1</link><description>{0}</description></item></channel></rss>",
    "sitemap": "<urlset><url><loc>https://outlet.example/1</loc><title>{0}</title></url></urlset>",
    "list": "<opml version='2.0'><body><outline text='a' title='b'>{0}<outline text='{0}' "
    "xmlUrl='https://outlet.example/f'/></outline></body></opml>",
    "front": "<html><head><title>{0}</title><link rel='alternate' type='application/rss+xml' "
    "href='/feed' title='{0}'></head><body>{0}</body></html>",
    "page": f"<html><head><title>{{0}}</title></head><body><article><h1>{{0}}</h1><p>{WORDS}</p>{{0}}"
    f"<p>{WORDS[::-1]}</p></article></body></html>",
}


def outcome(child: GuardedReader, kind: str, data: bytes) -> str:
    """Read `data`, hold the child to its limits, and return what came out, or the reason, as text."""
    if child.pid is not None:
        Path(f"/proc/{child.pid}/clear_refs").write_text("5")  # forget the peak of what was read before
    try:
        found = repr(READERS[kind](child, data))
    except InputError as error:
        found = f"refused: {error.cause}"
    assert "reading process" not in found, "the child died of it"
    if child.pid is not None:
        assert _peak(child) < MOST_MEMORY
    return found


def _peak(child: GuardedReader) -> int:
    status = Path(f"/proc/{child.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * 1024


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[int, list[object]]]:
    """Listen on loopback: the port, and whoever came."""
    server = socket.create_server(("127.0.0.1", 0))
    visitors: list[object] = []

    def listen() -> None:
        while server.fileno() >= 0:
            with contextlib.suppress(OSError):
                visitor, address = server.accept()
                visitors.append(address)
                visitor.close()

    threading.Thread(target=listen, daemon=True).start()
    yield int(server.getsockname()[1]), visitors
    server.close()


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DECLARED: dict[str, tuple[str, str]] = {
    "C26-laughs": (f'[<!ENTITY l0 "ha">{LAUGHS}]', "&l9;"),
    "C26-laughs-parameter": ('[<!ENTITY % a "ha"><!ENTITY % b "%a;%a;"><!ENTITY x "%b;%b;">]', "&x;"),
    "C27-quadratic": (f'[<!ENTITY x "{"y" * 100_000}">]', "&x;" * 2_000),
    "C28-file": ('[<!ENTITY x SYSTEM "file://{secret}">]', "&x;"),
    "C28-web": ('[<!ENTITY x SYSTEM "http://127.0.0.1:{port}/x">]', "&x;"),
    "C28-parameter": ('[<!ENTITY % x SYSTEM "http://127.0.0.1:{port}/p"> %x;]', ""),
    "C28-outer": ('SYSTEM "http://127.0.0.1:{port}/outer.dtd"', ""),
    "C28-outer-file": ('SYSTEM "file://{secret}"', "&x;"),
    "C28-public": ('PUBLIC "-//X//EN" "http://127.0.0.1:{port}/p.dtd"', ""),
    "C28-unparsed": (
        '[<!NOTATION n SYSTEM "http://127.0.0.1:{port}/n"><!ENTITY x SYSTEM "file://{secret}" NDATA n>]',
        "&x;",
    ),
}
BESIDE = {
    "C28-inclusion": '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://{secret}"/>'
    '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="http://127.0.0.1:{port}/i"/>',
    "C28-pictures": '<img src="http://127.0.0.1:{port}/1.png"/><iframe src="http://127.0.0.1:{port}/2"/>'
    '<link rel="stylesheet" href="http://127.0.0.1:{port}/3.css"/>',
}
ENCODINGS = ("utf-8", "utf-16", "utf-7", "utf-32", "cp037")


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("case", [*DECLARED, *BESIDE])
def test_entities_are_neither_expanded_nor_fetched(
    child: GuardedReader, canary: tuple[int, list[object]], tmp_path: Path, kind: str, case: str
) -> None:
    port, visitors = canary
    secret = tmp_path / "secret"
    secret.write_text("<!ENTITY x 'sentinel words'> sentinel words", "utf-8")
    doctype, reference = DECLARED.get(case, ("", BESIDE.get(case, "")))
    body = SHAPES[kind].replace("{0}", reference)
    whole = (f"<!DOCTYPE r {doctype}>{body}" if doctype else body).replace("{secret}", str(secret))
    whole = whole.replace("{port}", str(port))
    for encoding in ENCODINGS if case.startswith("C28") else ENCODINGS[:2]:
        data = f"<?xml version='1.0' encoding='{encoding}'?>{whole}".encode(encoding)
        found = outcome(child, kind, data)
        assert "sentinel words" not in found
        assert len(found) < 1_000_000
    assert visitors == []


def test_the_canary_would_tell(canary: tuple[int, list[object]], tmp_path: Path) -> None:
    """The negative control: who does connect is seen, and a parser that may expand does show the secret."""
    from lxml import etree  # noqa: PLC0415

    port, visitors = canary
    socket.create_connection(("127.0.0.1", port)).close()
    for _ in range(100):
        if visitors:
            break
        threading.Event().wait(0.02)
    assert visitors
    visitors.clear()
    secret = tmp_path / "secret"
    secret.write_text("sentinel words", "utf-8")
    open_parser = etree.XMLParser(load_dtd=True, resolve_entities=True)
    doctype = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
    assert etree.fromstring(f"{doctype}<r>&x;</r>".encode(), open_parser).text == "sentinel words"


COSTLY: dict[str, str] = {
    "C30-300-deep": "<div>" * 300 + "depth of the matter" + "</div>" * 300,
    "C31-50000-deep": "<div>" * 50_000 + "depth of the matter",
    "C31-outlines": "<outline text='a'>" * 10_000,
    "C31-escaped": "&lt;div&gt;" * 50_000 + "depth",
    "C32-attribute": f"<p title='{'x' * 2_000_000}'>words</p>",
    "C32-unclosed": "<p><b>" * 10_000,
    "C32-attributes": "<p " + " ".join(f"a{n}=''" for n in range(3_000)) + ">words</p>",
    "C43-scripts": "&lt;script " * 30_000,
    "C43-scripts-plain": "<script>" * 5_000,
    "C43-brackets": "<" * 50_000,
    "C43-ampersands": "&amp;" * 100_000,
    "C43-comments": "<!--" * 2_000,
    "C43-doctypes": "<!DOCTYPE" * 20_000,
    "C43-letters": "a" * 500_000,
    "C43-spaces": " \t" * 300_000,
}


@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("case", COSTLY)
def test_costly_input_is_answered_in_time_and_space(child: GuardedReader, kind: str, case: str) -> None:
    outcome(child, kind, SHAPES[kind].replace("{0}", COSTLY[case]).encode())
    assert outcome(child, kind, SHAPES[kind].replace("{0}", "Quay").encode()).count("refused") == 0


@pytest.mark.parametrize("depth", [300, 5_000])
def test_costly_items_are_read_in_the_child_too(child: GuardedReader, depth: int) -> None:  # C30, C31
    lines = child.lines_of("<div>" * depth + "<p>depth of the matter</p>" + "</div>" * depth, where="x")
    assert "depth of the matter" in " ".join(lines)


def test_a_feed_of_many_items_is_cut_and_says_so(child: GuardedReader) -> None:  # C33
    items = "".join(f"<item><guid>{n}</guid><title>Item {n}</title></item>" for n in range(20_000))
    data = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    feed = child.parse_feed(data, where="x", url=URL)
    assert (len(feed.items), feed.dropped) == (MOST_ITEMS, 20_000 - MOST_ITEMS)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "file:///etc/passwd", "//["]
)
def test_links_that_run_or_open_files_are_dropped(child: GuardedReader, address: str) -> None:  # C34
    written = {
        "feed": f"<rss><channel><item><guid>{address}</guid><title>T</title><link>{address}</link></item>"
        "</channel></rss>",
        "sitemap": f"<urlset><url><loc>{address}</loc></url></urlset>",
        "list": f"<opml><body><outline xmlUrl='{address}'/></body></opml>",
        "front": f"<html><head><link rel='alternate' type='application/rss+xml' href='{address}'></head>"
        "<body>x</body></html>",
    }
    read = {kind: READERS[kind](child, words.encode()) for kind, words in written.items()}
    found = [
        *(item.url for item in read["feed"].items),  # type: ignore[attr-defined]
        *(entry.url for entry in read["sitemap"].pages),  # type: ignore[attr-defined]
        # A list says which of its addresses are none; nothing adds them (engine/collect/discovery.py).
        *(outline.url for outline in read["list"] if outline.usable),  # type: ignore[attr-defined]
        *(offer.url for offer in read["front"]),  # type: ignore[attr-defined]
    ]
    assert [url for url in found if url and not url.startswith(("http://", "https://"))] == []


@pytest.mark.parametrize("kind", ["feed", "sitemap", "list", "front"])
@pytest.mark.parametrize(
    "markup",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<b>bold</b>"],
)
def test_a_script_in_a_title_is_no_markup(child: GuardedReader, kind: str, markup: str) -> None:  # C35, C36
    written = markup.replace("<", "&lt;").replace(">", "&gt;")
    shape = SHAPES[kind].replace("{0}", f"Quay {written} closed")
    read = READERS[kind](child, shape.encode())
    titles = {
        "feed": lambda: [read.items[0].title, read.items[0].summary],  # type: ignore[attr-defined]
        "sitemap": lambda: [entry.title for entry in read.pages],  # type: ignore[attr-defined]
        "list": lambda: [outline.title for outline in read],  # type: ignore[attr-defined]
        "front": lambda: [offer.title for offer in read],  # type: ignore[attr-defined]
    }[kind]()
    assert titles
    assert all("<" not in (title or "") for title in titles)


@pytest.mark.parametrize(
    "data",
    [
        "<rss><channel><item><guid>1</guid><title>Qu\u00e4y</title></item></channel></rss>".encode("latin-1"),
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-16'?><rss><channel><item><guid>1</guid></item></rss>",
        b"<rss><channel><item><guid>1</guid><title>Qu\0ay</title></item></channel></rss>",
        b"<rss><channel><item><guid>1</guid><title>Qu&#xD800;ay &#0;</title></item></channel></rss>",
        "<rss><channel><item><guid>1</guid><title>Qu\ud800ay</title></item></channel></rss>".encode(
            "utf-8", "surrogatepass"
        ),
    ],
    ids=["charset", "mark", "nul", "references", "surrogate"],
)
def test_broken_characters_are_survived(child: GuardedReader, data: bytes) -> None:  # C39
    found = outcome(child, "feed", data)
    found.encode("utf-8")
    assert "\\x00" not in found


@pytest.mark.parametrize("date", ["9999-99-99", "0000-00-00", "31 Feb 2026", "soon", "-1", "1e99"])
def test_dates_that_cannot_be_are_none(child: GuardedReader, date: str) -> None:  # C40
    item_ = f"<item><guid>1</guid><title>Quay</title><pubDate>{date}</pubDate></item>"
    data = f"<rss><channel>{item_}</channel></rss>"
    (item,) = child.parse_feed(data.encode(), where="x").items
    assert item.published is None or item.published[:4] not in ("0000", "9999")


@pytest.mark.parametrize(
    "data",
    [
        '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 100_000,
        '{"version":"https://jsonfeed.org/version/1.1","items":[' + '{"a":' * 50_000 + "1" + "}" * 50_000,
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":NaN,"title":Infinity}]}',
        '{"version":"https://jsonfeed.org/version/1.1","items":7,"items":[{"id":"1","id":["2"],"title":"T"}]}',
        '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":' + "9" * 5_000 + ',"title":"T"}]}',
    ],
    ids=["lists", "objects", "not-numbers", "twice", "long-number"],
)  # fmt: skip
def test_json_of_any_shape_is_survived(child: GuardedReader, data: str) -> None:  # C44
    outcome(child, "feed", data.encode())
    json.dumps(outcome(child, "feed", SHAPES["feed"].replace("{0}", "Quay").encode()))


def test_no_reader_runs_programs_of_strangers() -> None:  # C29
    """No stylesheet, no query language, no template and no pickle of others is ever evaluated."""
    source = Path(feeds.__file__).parent
    words = "".join(path.read_text("utf-8") for path in sorted(source.glob("*.py")))
    for name in ("XSLT", "etree.XPath(", "pickle", "eval(", "exec(", "jq", "unparsed", "yaml.load("):
        assert name not in words, name


def test_no_archive_is_unpacked_to_disk() -> None:  # D45
    """Members named ../x or /etc/x cannot land anywhere: nothing extracts."""
    source = Path(feeds.__file__).parent
    words = "".join(path.read_text("utf-8") for path in sorted(source.glob("*.py")))
    for name in ("import tarfile", "extractall", ".extract(", "unpack_archive"):
        assert name not in words, name


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/evil.txt", "word/../../evil.txt", "C:\\evil.txt", "evil\0.txt", "."]
)
def test_no_part_of_a_document_lands_anywhere(
    child: GuardedReader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:  # D45
    monkeypatch.chdir(tmp_path)
    held = io.BytesIO(docx([WORDS]))
    with zipfile.ZipFile(held, "a") as file:
        link = zipfile.ZipInfo(name)
        link.external_attr = 0o120777 << 16  # a link, as Unix writes it
        file.writestr(link, "/etc/passwd")
    [found] = child.read_collection(held.getvalue(), kind="word", where="x", arrived="2026-03-20T00:00:00Z")
    assert found.rendition is not None
    assert [span.of(found.rendition.text) for span in found.rendition.paragraphs] == [WORDS]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "asked",
    [
        "<?xml-stylesheet type='text/xsl' href='file://{0}'?>",
        "<xsl:value-of xmlns:xsl='http://www.w3.org/1999/XSL/Transform' select=\"unparsed-text('{0}')\"/>",
        "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file://{0}' parse='text'/>",
        "<xi:include xmlns:xi='http://www.w3.org/2003/XInclude' href='{0}' parse='text'/>",
    ],
)
@pytest.mark.parametrize("kind", READERS)
def test_what_asks_to_be_run_or_included_is_not(
    child: GuardedReader, tmp_path: Path, kind: str, asked: str
) -> None:  # C29
    secret = tmp_path / "secret"
    secret.write_text("sentinel words", "utf-8")
    told = SHAPES[kind].replace("{0}", "Quay " + asked.replace("{0}", str(secret)))
    assert "sentinel" not in outcome(child, kind, told.encode())


@pytest.mark.parametrize("depth", [300, 5_000])
def test_words_within_many_elements_are_kept(child: GuardedReader, depth: int) -> None:  # C30, C31
    sentence = "The ferry Alba sank off Norrick on Monday with 40 people aboard, the coast guard said. "
    body = f"{'<div>' * depth}<p>{sentence * 4}</p>{'</div>' * depth}"
    page = f"<html><body><article>{body}</article></body></html>"
    found = child.read_page(page.encode(), where="x", url=URL, arrived="2026-03-20T00:00:00Z")
    assert sentence.strip() in found.text


def test_a_bomb_of_a_sitemap_stops_at_the_cap_and_is_unpacked_once(child: GuardedReader) -> None:  # D46, D47
    bomb = gzip.compress(b"\0" * 200_000_000)
    assert "larger than" in outcome(child, "sitemap", bomb)
    inner = SHAPES["sitemap"].replace("{0}", "1").encode()
    once = gzip.compress(inner, mtime=0)
    assert unzipped(gzip.compress(once), where="x") == once
    assert "refused" in outcome(child, "sitemap", gzip.compress(gzip.compress(inner)))
    assert "refused" in outcome(child, "sitemap", gzip.compress(inner)[:-9])
