"""What an address is, which feeds a page offers, what a site permits, and what an item says for itself."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.errors import InputError, UsageError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest.formats.feed import parse_feed
from watchfloor.ingest.formats.item import Item, is_whole, item_of_feed, rendition_of_item
from watchfloor.ingest.permissions import Permissions, page_reserves, read_reservations, read_written, written
from watchfloor.ingest.sources import address_of, offered_feeds, recognise
from watchfloor.model import Flag, FlagCode

URL = "https://gazette.example/"
NOW = "2026-02-01T08:00:00Z"


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (b"<?xml version='1.0'?><!-- made by hand --><rss version='2.0'></rss>", "feed"),
        (b"\xef\xbb\xbf\n<feed xmlns='http://www.w3.org/2005/Atom'></feed>", "feed"),
        ("<?xml version='1.0' encoding='utf-16'?><rss></rss>".encode("utf-16"), "feed"),
        (b"<rdf:RDF xmlns='http://purl.org/rss/1.0/'></rdf:RDF>", "feed"),
        (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "feed"),
        (b"<urlset></urlset>", "sitemap"),
        (gzip.compress(b"<sitemapindex></sitemapindex>", mtime=0), "sitemap"),
        (b"<opml version='2.0'></opml>", "opml"),
        (b"<!DOCTYPE html><html><body><p>about the <rss> element</p></body></html>", "page"),
        (b"%PDF-1.7", "other"),
        (b"", "other"),
        (b'{"error": "no"}', "other"),
    ],
)
def test_content_is_told_by_its_first_bytes(data: bytes, content: str) -> None:
    assert recognise(data, content_type="application/octet-stream") == content


def test_the_feeds_of_a_page_come_best_first() -> None:
    head = """
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/1">
    <link rel="ALTERNATE" type="application/rss+xml; charset=utf-8" title="News &amp; more" href="feed.xml#t">
    <link rel="alternate" type="application/atom+xml" href="javascript:alert(1)">
    <link rel="stylesheet" type="application/rss+xml" href="/no.xml">"""
    page = f"<html><head>{head}</head><body><a href='/rss'>RSS</a></body></html>".encode()
    offers = offered_feeds(page, url=URL)
    assert [it.url for it in offers] == [URL + "feed.xml", URL + "comments/feed"]
    assert offers[0].title == "News & more"


def test_links_to_feeds_count_where_the_head_names_none() -> None:
    page = b"""<html><body><a href="/about">About</a><a href="/news/rss.xml">Feed</a>
    <a href="/feedback">Write</a><a href="mailto:a@gazette.example">Mail</a><a href="http://[bad">bad</a></body></html>"""
    assert [it.url for it in offered_feeds(page, url=URL)] == [URL + "news/rss.xml"]


@pytest.mark.parametrize(
    ("written_as", "address"),
    [
        (" https://gazette.example/feed ", "https://gazette.example/feed"),
        ("feed://gazette.example/rss", "https://gazette.example/rss"),
        ("feed:https://gazette.example/rss", "https://gazette.example/rss"),
        ("gazette.example", "https://gazette.example"),
        ("gazette.example:8080/feed", "https://gazette.example:8080/feed"),
        ("gazette.example?feed=rss", "https://gazette.example?feed=rss"),
        ("127.0.0.1:8471", "http://127.0.0.1:8471"),
        ("10.2.0.7/feed", "http://10.2.0.7/feed"),
        ("[fd00::7]:8080/feed", "http://[fd00::7]:8080/feed"),
        ("localhost:8000/rss", "http://localhost:8000/rss"),
        ("newsroom:8080", "http://newsroom:8080"),
    ],
)
def test_addresses_are_taken_as_people_write_them(written_as: str, address: str) -> None:
    assert address_of(written_as) == address


@pytest.mark.parametrize(
    "nonsense", ["", "words", "file:///etc/passwd", "javascript:alert(1)", "/no/such/folder", "a:b", "1.2.3"]
)
def test_what_is_no_address_is_refused_with_a_remedy(nonsense: str) -> None:
    with pytest.raises(UsageError, match="give one"):
        address_of(nonsense)


# ------------------------------------------------------------------------------------------------ permissions


def permitted(robots: str) -> Permissions:
    return Permissions(origin=URL.rstrip("/"), asked=NOW, robots=robots)


def test_robots_speak_to_us_by_name_or_to_all() -> None:
    rules = permitted(
        "User-agent: *\nDisallow: /\n\nUser-agent: watchfloor\nDisallow: /private\nCrawl-delay: 5\n"
    )
    assert rules.refusal(URL + "news") is None
    assert rules.refusal(URL + "private/1")
    assert rules.pause == 5
    assert permitted("User-agent: other\nDisallow: /\n").refusal(URL + "news") is None
    assert permitted("Crawl-delay: 99999\nUser-agent: *\nCrawl-delay: 99999").pause <= 30


def test_permissions_are_kept_as_they_were() -> None:
    rules = Permissions(origin=URL, asked=NOW, robots="User-agent: *", closed=None, reserved=(("/a", True),))
    assert read_written(written(rules)) == rules


@pytest.mark.parametrize(
    ("path", "reserved"),
    [("/", False), ("/news/1", True), ("/news/free/1", False), ("/a/b.pdf", True), ("/a/b.pdfx", False)],
)
def test_the_longest_path_that_fits_decides_about_a_reservation(path: str, reserved: bool) -> None:  # noqa: FBT001
    rules = read_reservations(
        b'[{"location": "/news", "tdm-reservation": 1}, {"location": "/news/free", "tdm-reservation": 0},'
        b' {"location": "*.pdf$", "tdm-reservation": 1}, {"nonsense": 1}, 7]'
    )
    assert Permissions(origin=URL, asked=NOW, reserved=rules).reserves(URL.rstrip("/") + path) is reserved


@pytest.mark.parametrize("data", [b"", b"{}", b"[" * 100_000, b"\xff", b"[null, 1]"])
def test_a_reservation_file_that_is_none_says_nothing(data: bytes) -> None:  # 44
    assert read_reservations(data) == ()


@given(st.text(max_size=80), st.text(max_size=30))
@settings(max_examples=100)
def test_no_robots_file_and_no_pattern_crashes(robots: str, path: str) -> None:
    rules = Permissions(origin=URL, asked=NOW, robots=robots, reserved=((path, True), (robots, False)))
    assert rules.refusal(URL + "news") in (None, rules.refusal(URL + "news"))
    assert rules.reserves(URL + "news") in (True, False)
    assert rules.pause >= 0


def test_pages_and_headers_reserve() -> None:
    assert page_reserves(b"", "1")
    assert not page_reserves(b"", "0")
    assert page_reserves(b'<meta content="1" name="tdm-reservation">', None)
    assert not page_reserves(b'<meta name="tdm-reservation" content="0"><meta name="x" content="1">', None)


# ------------------------------------------------------------------------------------------------------ items


def item_of(description: str, **more: str) -> Item:
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in more.items())
    data = (
        f"<rss version='2.0'><channel><title>G</title><item><title>Pier closed</title>{fields}"
        f"<description><![CDATA[{description}]]></description></item></channel></rss>"
    )
    item = item_of_feed(parse_feed(data.encode(), where="feed").items[0], language="en")
    assert item is not None
    return item


def test_an_item_becomes_a_rendition_with_its_reason() -> None:
    item = item_of(
        "<p>The board closed <b>pier 4</b>.</p><script>alert(1)</script><p>Ships wait.</p>",
        link="https://gazette.example/1",
        pubDate="Sun, 01 Feb 2026 07:00:00 GMT",
    )
    rendition = rendition_of_item(item, where="feed", arrived=NOW, flag=Flag(FlagCode.PAGE_NOT_READ, "404"))
    assert rendition.text == "The board closed pier 4.\n\nShips wait."
    assert [span.of(rendition.text) for span in rendition.paragraphs] == rendition.text.split("\n\n")
    assert (rendition.outlet, rendition.published, rendition.published_from) == (
        "gazette.example",
        "2026-02-01T07:00:00Z",
        "feed",
    )
    assert flags_words(rendition.flags) == ["page not read: 404"]


def test_without_words_only_title_link_and_time_are_left() -> None:
    item = item_of("<p>Secret words.</p>", link="https://gazette.example/1", author="a@b.example (Ann Lee)")
    rendition = rendition_of_item(item, where="feed", arrived=NOW, flag=Flag(FlagCode.RESERVED), words=False)
    assert (rendition.text, rendition.byline, rendition.flags) == (
        "Pier closed",
        None,
        (Flag(FlagCode.RESERVED), Flag(FlagCode.TITLE_ONLY)),
    )


def test_a_changed_item_has_another_version_and_the_same_key() -> None:
    one, other = (item_of(words, guid="7") for words in ("Pier 4 closed.", "Pier 4 reopened."))
    assert one.key == other.key
    assert one.version != other.version


def test_what_changes_with_every_look_is_no_revision() -> None:
    one, other = (
        item_of(f"<p>Pier 4 closed.</p><img src='/count?{n}'>", guid="7", link=f"https://a.example/1?t={n}")
        for n in range(2)
    )
    assert one.version == other.version


@pytest.mark.parametrize(
    ("written_as", "code"), [("en-GB", "en"), ("DEU", "deu"), ("english", None), ("", None)]
)
def test_a_feed_names_its_language_in_many_ways(written_as: str, code: str | None) -> None:
    item = item_of_feed(
        parse_feed(b"<rss><channel><item><title>T</title></item></channel></rss>", where="feed").items[0],
        language=written_as,
    )
    assert item is not None
    assert item.language == code


def test_an_item_is_whole_when_it_carries_an_article_and_not_its_beginning() -> None:
    article = "".join(f"<p>{'Words of a long article follow one another. ' * 8}</p>" for _ in range(6))
    assert is_whole(item_of(article))
    assert not is_whole(item_of(article + "<p>Continue reading…</p>"))
    assert not is_whole(item_of("<p>A summary.</p>"))


def test_an_item_that_says_nothing_is_refused() -> None:
    with pytest.raises(InputError):
        rendition_of_item(
            Item(key="k", version="1", url="https://a.example/", title=None),
            where="feed",
            arrived=NOW,
            flag=Flag(FlagCode.READ_FROM_FEED),
        )


def test_a_script_in_a_title_stays_words() -> None:  # 35
    title = "&lt;script&gt;alert(1)&lt;/script&gt;Pier"
    data = f"<rss version='2.0'><channel><item><title>{title}</title></item></channel></rss>".encode()
    item = item_of_feed(parse_feed(data, where="feed").items[0], language=None)
    assert item is not None
    assert (
        "<script"
        not in rendition_of_item(item, where="feed", arrived=NOW, flag=Flag(FlagCode.READ_FROM_FEED)).text
    )


@given(st.text(max_size=200))
@settings(max_examples=100)
def test_no_markup_crashes_an_item(markup: str) -> None:
    item = Item(key="k", version="1", url="https://a.example/1", title="Pier closed", markup="<p>" + markup)
    rendition = rendition_of_item(item, where="feed", arrived=NOW, flag=Flag(FlagCode.READ_FROM_FEED))
    assert all(0 <= span.start < span.end <= len(rendition.text) for span in rendition.paragraphs)
