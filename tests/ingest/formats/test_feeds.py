"""Feeds: items with their fields, hostile feeds refused or made harmless."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.errors import InputError
from watchfloor.exchange.wording import flag_words
from watchfloor.ingest.formats.feed import MOST_ITEMS, Feed, parse_feed

ITEM = """<item><title>Ferry cancelled</title><link>https://norvik.example/7</link><guid>n7</guid>
<description>&lt;p&gt;No ferry &lt;b&gt;today&lt;/b&gt;.&lt;/p&gt;</description><author>By Jane Roe</author>
<pubDate>Tue, 27 Jan 2026 08:00:00 GMT</pubDate></item>"""


def rss(items: str = ITEM, head: str = "") -> bytes:
    return f'{head}<rss version="2.0"><channel><title>Norvik Post</title>{items}</channel></rss>'.encode()


def parse(data: bytes, url: str | None = None) -> Feed:
    return parse_feed(data, where="feed", url=url)


def test_rss() -> None:
    feed = parse(rss())
    (item,) = feed.items
    assert (feed.title, item.id, item.url) == ("Norvik Post", "n7", "https://norvik.example/7")
    assert (item.title, item.summary) == ("Ferry cancelled", "No ferry today .")
    assert (item.published, item.authors) == ("2026-01-27T08:00:00Z", ("Jane Roe",))


def test_atom() -> None:
    (item,) = parse(
        b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>N</title><entry><id>tag:n,2026:7</id>
        <title>Ferry</title><link href="/7"/><published>2026-01-27T08:00:00+01:00</published>
        <updated>2026-01-27T09:00:00Z</updated><author><name>Jane Roe</name></author>
        <content type="html">&lt;p&gt;No ferry.&lt;/p&gt;</content></entry></feed>""",
        "https://norvik.example/feed",
    ).items
    assert (item.id, item.url, item.markup) == (
        "tag:n,2026:7",
        "https://norvik.example/7",
        "<p>No ferry.</p>",
    )
    assert (item.published, item.modified) == ("2026-01-27T07:00:00Z", "2026-01-27T09:00:00Z")


def test_json_feed() -> None:
    record = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Norvik Post",
        "items": [{"id": 7, "url": "https://norvik.example/7", "content_html": "<p>No ferry.</p>"}, "junk"],
        "authors": [{"name": "Jane Roe"}],
    }
    (item,) = parse(json.dumps(record).encode()).items
    assert (item.id, item.summary, item.authors) == ("7", "No ferry.", ("Jane Roe",))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html><body><p>Not found</p></body></html>", "not a feed"),
        (b'{"version": "1", "items": []}', "no JSON Feed"),
        (b"{" * 100_000, "broken JSON"),
        (rss(head='<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'), "declares entities"),
        (rss(head='<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "declares entities"),
        (rss(head='<!DOCTYPE rss [<!ENTITY a "b">]>').decode().encode("utf-16"), "declares entities"),
        (rss(head='<?xml version="1.0" encoding="utf-7"?>'), "UTF-7"),
    ],
)
def test_what_is_no_feed_or_hides_something_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse(data)


def test_a_document_type_without_declarations_is_harmless() -> None:
    assert (
        len(parse(rss(head='<!DOCTYPE rss PUBLIC "-//N//DTD RSS 0.91//EN" "http://n.example/r.dtd">')).items)
        == 1
    )


def test_scripts_and_their_links_do_not_come_through() -> None:
    hostile = (
        "<item><title>&lt;script&gt;alert(1)&lt;/script&gt;Quay closed</title>"
        "<link>javascript:alert(1)</link><description>&lt;img src=x onerror=alert(1)&gt;Closed."
        "&lt;script&gt;x()&lt;/script&gt;</description></item>"
    )
    (item,) = parse(rss(hostile)).items
    assert (item.title, item.url, item.id, item.summary) == ("Quay closed", None, None, "Closed.")
    assert "onerror" not in (item.markup or "")


def test_items_beyond_the_cap_are_counted() -> None:
    started = time.process_time()
    feed = parse(rss("<item><title>a</title></item>" * (MOST_ITEMS + 7)))
    assert (len(feed.items), feed.dropped) == (MOST_ITEMS, 7)
    assert time.process_time() - started < 10


def test_a_torn_feed_gives_what_it_has_and_says_so() -> None:
    feed = parse(rss()[:-30] + b"<item><title>Half")
    assert feed.items[0].id == "n7"
    assert flag_words(feed.flags[0]) == "the feed breaks off: its last item may be a part"
    assert flag_words(feed.flags[1]).startswith("ill-formed feed")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_feed_or_a_reason(data: bytes) -> None:
    try:
        feed = parse(b"<rss><channel><item>" + data)
    except InputError:
        return
    assert isinstance(feed, Feed)
