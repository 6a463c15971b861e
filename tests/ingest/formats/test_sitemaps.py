"""Sitemaps and lists of feeds: what they list is found, what hides in them is not followed."""

from __future__ import annotations

import contextlib
import gzip
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.errors import InputError
from watchfloor.ingest.formats.opml import Outline, parse_opml, render_opml
from watchfloor.ingest.formats.sitemap import MOST_ENTRIES, SitemapEntry, parse_sitemap

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
WHERE = "https://gazette.example/sitemap.xml"


def entry(path: str, more: str = "") -> str:
    return f"<url><loc>https://gazette.example/{path}</loc>{more}</url>"


def test_a_news_sitemap_tells_title_language_and_time() -> None:
    news = (
        "<news:news><news:publication><news:name>Gazette</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2026-02-01T08:00:00Z</news:publication_date>"
        "<news:title>Pier 4 &amp; 5 closed</news:title></news:news>"
    )
    found = parse_sitemap(f"<urlset {SPACE} {NEWS}>{entry('1', news)}</urlset>".encode(), where=WHERE)
    assert found.pages == (
        SitemapEntry(
            url="https://gazette.example/1",
            title="Pier 4 & 5 closed",
            published="2026-02-01T08:00:00Z",
            language="en",
        ),
    )


def test_an_index_lists_sitemaps_packed_or_not() -> None:
    index = (
        f"<?xml version='1.0'?><sitemapindex {SPACE}><sitemap><loc>https://gazette.example/a.xml.gz</loc>"
        "<lastmod>2026-02-01</lastmod></sitemap></sitemapindex>"
    ).encode()
    for data in (index, gzip.compress(index), b"\n" + index):
        (nested,) = parse_sitemap(data, where=WHERE).sitemaps
        assert (nested.url, nested.modified) == ("https://gazette.example/a.xml.gz", "2026-02-01")


def test_pictures_of_a_page_are_no_pages() -> None:
    image = "<image:image><image:loc>https://cdn.example/p.jpg</image:loc><image:title>P</image:title></image:image>"
    space = f'{SPACE} xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    found = parse_sitemap(
        f"<urlset {space}><url>{image}<loc>/1</loc></url></urlset>".encode(), where=WHERE, url=WHERE
    )
    assert [(it.url, it.title) for it in found.pages] == [("https://gazette.example/1", None)]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[x", ""]
)
def test_links_that_are_no_web_addresses_are_dropped(address: str) -> None:  # 34
    data = f"<urlset {SPACE}><url><loc>{address}</loc></url>{entry('1')}</urlset>".encode()
    assert [it.url for it in parse_sitemap(data, where=WHERE, url=WHERE).pages] == [
        "https://gazette.example/1"
    ]


def test_a_huge_sitemap_is_cut_and_says_how_much(monkeypatch: pytest.MonkeyPatch) -> None:  # 33
    monkeypatch.setattr("watchfloor.ingest.formats.sitemap.MOST_ENTRIES", 10)
    found = parse_sitemap(
        f"<urlset {SPACE}>{''.join(entry(str(n)) for n in range(25))}</urlset>".encode(), where=WHERE
    )
    assert (len(found.pages), found.dropped) == (10, 15)
    assert MOST_ENTRIES == 50_000


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file://{secret}">',  # 28
        '<!ENTITY % x SYSTEM "file://{secret}"> %x;',
        f'<!ENTITY l0 "ha">{LAUGHS}<!ENTITY x "&l9;">',  # 26
        f'<!ENTITY x "{"y" * 100_000}">',  # 27
    ],
)
@pytest.mark.parametrize("kind", ["sitemap", "opml"])
def test_entities_are_refused_unexpanded(tmp_path: Path, declared: str, kind: str) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sentinel", "utf-8")
    doctype = f"<!DOCTYPE r [{declared.replace('{secret}', str(secret))}]>"
    body = (
        f"<urlset {SPACE}>{entry('&x;')}</urlset>"
        if kind == "sitemap"
        else '<opml><body><outline text="&x;" xmlUrl="https://a.example/&x;"/></body></opml>'
    )
    began = time.monotonic()
    for data in ((doctype + body).encode(), (doctype + body).encode("utf-16")):
        with pytest.raises(InputError) as caught:
            (parse_sitemap if kind == "sitemap" else parse_opml)(data, where=WHERE)
        assert "sentinel" not in str(caught.value)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("data", [b"", b"words", b"<html></html>", b"\x1f\x8b broken", b"{}", b"\0" * 99])
def test_what_is_no_sitemap_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(InputError):
        parse_sitemap(data, where=WHERE)


def test_a_bomb_of_a_sitemap_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:  # 46
    monkeypatch.setattr("watchfloor.ingest.formats.xml.LARGEST_DOCUMENT", 100_000)
    with pytest.raises(InputError, match="larger"):
        parse_sitemap(gzip.compress(b"\0" * 30_000_000), where=WHERE)


@given(st.binary(max_size=300))
@settings(max_examples=150)
def test_no_bytes_crash_the_readers(data: bytes) -> None:
    for wrapped in (data, b"<urlset>" + data + b"</urlset>", b"<opml><body>" + data + b"</body></opml>"):
        for parse in (parse_sitemap, parse_opml):
            with contextlib.suppress(InputError):
                parse(wrapped, where=WHERE)


def test_deep_folders_of_a_list_end() -> None:  # 31
    deep = "<outline text='f'>" * 50_000 + "</outline>" * 50_000
    began = time.monotonic()
    with pytest.raises(InputError, match=r"deep\.opml: it is no XML, or broken"):
        parse_opml(f"<opml><body>{deep}</body></opml>".encode(), where="deep.opml")
    assert time.monotonic() - began < 2


# Characters that show nothing are taken out of titles: a group of them alone has no name.
names = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co")), min_size=1, max_size=12
).filter(
    lambda name: (
        name == " ".join(name.split())
        and not set(name) & set("<>&\u200b\u00ad\u200e\u200f\ufeff\ufffe\uffff")
    )
)


@given(st.lists(st.tuples(st.lists(names, max_size=3), names), max_size=6))
@settings(max_examples=60)
def test_a_list_comes_back_as_it_was_written(given_list: list[tuple[list[str], str]]) -> None:
    outlines = [
        Outline(url=f"https://a.example/{number}?a=1&b=2", title=title, group=tuple(group))
        for number, (group, title) in enumerate(given_list)
    ]
    back = parse_opml(render_opml(outlines, title="<all> & more").encode(), where="list.opml")
    assert {it.url: it.group for it in back} == {it.url: it.group for it in outlines}


def test_the_starter_list_is_one() -> None:
    path = Path(__file__).parents[3] / "docs" / "starter.opml"
    listed = parse_opml(path.read_bytes(), where=str(path))
    assert len(listed) > 35
    assert all(it.url.startswith("https://") and it.title and len(it.group) == 2 for it in listed)
