"""Hostile pages that name a file, a depth or a pattern: the numbers are those of the reliability plan."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest.formats.opml import parse_opml
from watchfloor.ingest.formats.page import read_page
from watchfloor.model import Rendition

WORDS = (
    "The port authority closed the northern quay on Thursday after inspectors found cracks in two pillars.",
    "Ships are sent south until the pillars have been mended, which the authority says will take a year.",
)
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in WORDS)


def read(html: str | bytes, seconds: float = 4.0) -> Rendition:
    """Read a page and fail if that takes more than `seconds` of computing."""
    data = html if isinstance(html, bytes) else html.encode("utf-8", "surrogatepass")
    started = time.process_time()
    rendition = read_page(data, where="page.html", arrived="2026-11-22T04:00:00Z")
    assert time.process_time() - started < seconds
    return rendition


def page(head: str = "", body: str = "", doctype: str = "<!DOCTYPE html>") -> str:
    return f"{doctype}<html><head>{head}</head><body><article>{body}{PARAGRAPHS}</article></body></html>"


@pytest.mark.parametrize("xml", ["", "<?xml version='1.0' encoding='utf-8'?>"], ids=["html", "xhtml"])
def test_entities_are_neither_expanded_nor_fetched(tmp_path: Path, xml: str) -> None:  # 26, 27, 28
    sentinel = tmp_path / "secret.txt"
    sentinel.write_text("sentinel words that no page may show", encoding="utf-8")
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    declared = f"<!ENTITY e0 'lol'>{bomb}<!ENTITY x SYSTEM '{sentinel.as_uri()}'>"
    rendition = read(page(body="<p>&e9; &x;</p>", doctype=f"{xml}<!DOCTYPE html [{declared}]>"))
    assert all(words in rendition.text for words in WORDS)
    assert "sentinel words" not in rendition.text
    assert len(rendition.text) < 10_000


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,<p>x", "file:///etc/passwd", "//["]
)
def test_links_that_are_no_web_addresses_are_dropped(address: str) -> None:  # 34
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    assert read(page(head)).url is None


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><text>alert</text></svg>",
        "<img srcset='x onerror=alert(1) 1x'>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<math><mtext><script>alert(1)</script></mtext></math>",
    ],
)
def test_nothing_of_a_page_can_run(markup: str) -> None:  # 35, 36
    rendition = read(page(f"<title>{markup}Quay closed</title>", f"<h1>{markup}Quay closed</h1>{markup}"))
    values = json.dumps([rendition.title, rendition.byline, rendition.standfirst, rendition.text])
    assert not any(sign in values for sign in ("<", "onerror", "onload", "srcdoc"))
    assert all(words in rendition.text for words in WORDS)


@pytest.mark.parametrize(
    "data",
    [
        page("<meta charset='utf-8'>").replace("quay", "qu\u00e4y").encode("latin-1"),
        b"\xef\xbb\xbf" + page("<meta charset='utf-16'>").encode(),
        page().replace("quay", "qu\x00ay").encode(),
        page().replace("quay", "qu\ud800ay").encode("utf-8", "surrogatepass"),
        page().replace("quay", "qu&#0;ay&#xD800;").encode(),
    ],
    ids=["wrong charset", "mark against charset", "nul", "surrogate", "references"],
)
def test_broken_characters_are_survived(data: bytes) -> None:  # 39
    rendition = read(data)
    assert rendition.text.startswith("The port authority closed the northern ")
    assert "\x00" not in rendition.text
    rendition.text.encode("utf-8")


@pytest.mark.parametrize("raw", ["9999-01-01", "0000-00-00", "2026-02-31", "soon"])
def test_a_stated_date_that_cannot_be_is_null_and_kept_in_the_flags(raw: str) -> None:  # 40
    rendition = read(page(f'<meta property="article:published_time" content="{raw}">'))
    assert rendition.published is None
    assert f"published is no date: {raw}" in flags_words(rendition.flags)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "(",
        "By ",
        "12 ",
        "1/",
        "<",
        "&",
        " - ",
        "a,",
        "12 March ",
        "(AP) ",
        "2026-",
        '"\\',
        "é" * 3,
        "\u3000",
    ],
)
def test_no_pattern_stalls_on_its_own_food(piece: str) -> None:  # 43
    food = piece * (50_000 // len(piece))
    quoted = food.replace('"', "&quot;").replace("<", "&lt;")
    head = (
        f'<title>{quoted}</title><meta name="author" content="{quoted}"><meta name="date" content="{quoted}">'
        f'<meta name="description" content="{quoted}"><script>var a = {{"publishedAt": {food}</script>'
    )
    rendition = read(page(head, f"<h1>{quoted}</h1><div class='date'>{quoted}</div><p>{quoted}</p>"), 8)
    assert WORDS[0] in rendition.text


@pytest.mark.parametrize(
    "node",
    [
        '{"@type":"NewsArticle","author":' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"@type":"NewsArticle","headline":' * 20_000 + "1" + "}" * 20_000,
        '{"@type":"NewsArticle","headline":NaN,"datePublished":Infinity,"author":-1e999}',
        '{"@type":"NewsArticle","headline":"Quay closed","headline":["x",{"a":1}],"author":{"name":{"n":7}}}',
        '{"@type":["NewsArticle",7,null],"@id":{"a":[]},"publisher":[[]],"mainEntityOfPage":[{"@id":3}]}',
    ],
    ids=["100,000 lists", "20,000 articles", "not numbers", "twice", "other kinds"],
)
def test_linked_data_of_any_shape_is_survived(node: str) -> None:  # 44
    rendition = read(page(f'<script type="application/ld+json">{node}</script>'))
    assert all(words in rendition.text for words in WORDS)


@pytest.mark.parametrize(
    "html", ["", " \n", "<html></html>", "<html><body><script>x()</script></body></html>"]
)
def test_nothing_is_a_reason(html: str) -> None:  # 42
    with pytest.raises(InputError, match=r"^page\.html: .+"):
        read(html)


BROKEN = (
    *("http://[::1", "http://[x]/a", "//[::1", "https://a\uff0fb/c", "http://\u2100.example/a"),
    *("http://a.example:port/a", "http://a.example:99999/a", "http://a.example:0/a"),
)


@pytest.mark.parametrize("address", BROKEN)
def test_an_address_that_cannot_be_costs_itself_only(address: str) -> None:
    html = page(
        f'<base href="{address}"><link rel="canonical" href="{address}">'
        f'<meta property="og:url" content="{address}"><a href="{address}">Quay</a>'
        f'<script type="application/ld+json">{{"@type":"NewsArticle","url":"{address}"}}</script>'
    )
    assert all(words in read(html).text for words in WORDS)
    assert read(html).url is None
    for given in (address, "https://outlet.example/quay"):
        found = read_page(html.encode(), where="page.html", url=given, arrived="2026-03-02T00:00:00Z")
        assert found.url == (None if given == address else given)


@pytest.mark.parametrize("address", BROKEN)
def test_a_list_of_feeds_adds_no_address_that_cannot_be(address: str) -> None:
    outlines = f'<outline text="a" xmlUrl="{address}"/><outline text="b" xmlUrl="https://b.example/f"/>'
    listed = parse_opml(f'<opml version="2.0"><body>{outlines}</body></opml>'.encode(), where="x")
    assert [(one.url, one.usable) for one in listed] == [(address, False), ("https://b.example/f", True)]
