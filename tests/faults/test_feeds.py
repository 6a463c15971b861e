"""Feeds and lists of feeds: their dates, words, links and outlets, and what is cut or broken in them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.faults.commands import command, files_of
from tests.world import World
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest.formats.feed import Feed, parse_feed
from watchfloor.ingest.formats.item import Item, item_of_feed, rendition_of_item
from watchfloor.ingest.formats.sitemap import parse_sitemap
from watchfloor.model import Flag, FlagCode, Rendition
from watchfloor.store import Sources, Store

ARRIVED = "2026-08-01T00:00:00Z"
ADDRESS = "http://127.0.0.1:8765/f/feed.xml"
ALLOW = ("--allow-network", "127.0.0.0/8")


def _feed(data: bytes) -> Feed:
    return parse_feed(data, where="feed.xml", url=ADDRESS)


def _items(trial: str) -> list[Item]:
    feeds = [_feed(path.read_bytes()) for path in files_of(trial)]
    found = [item_of_feed(item, language="en") for feed in feeds for item in feed.items]
    return [item for item in found if item is not None]


def _read(item: Item) -> Rendition:
    return rendition_of_item(item, where="feed", arrived=ARRIVED, flag=Flag(FlagCode.READ_FROM_FEED))


def _titles(trial: str) -> list[str | None]:
    return [item.title for item in _items(trial)]


def _addresses(trial: str) -> list[str]:
    return [(item.url or "").removeprefix("http://127.0.0.1:8765") for item in _items(trial)]


def _dates(trial: str) -> list[str]:
    return [_read(item).published or "" for item in _items(trial)]


def _item_of(inside: str) -> Item:
    feed = _feed(f"<rss version='2.0'><channel><item>{inside}</item></channel></rss>".encode())
    [item] = [item_of_feed(item, language="en") for item in feed.items]
    assert item is not None
    return item


def test_072_offsets_behind_gmt_and_utc_count() -> None:
    hours = [moment.removeprefix("2026-02-02T").removesuffix(":00:33Z") for moment in _dates("072")]
    assert hours == ["05", "05", "05", "17", "05", "05", "05", "05", "05", "04"]


def test_073_default_dates_are_no_dates_and_said() -> None:
    for item in _items("073"):
        read = _read(item)
        assert read.published is None
        said = [
            words for words in flags_words(read.flags) if words.startswith(("date not", "published is no"))
        ]
        assert len(said) == 1


def test_074_zones_by_name() -> None:
    assert [moment[11:] for moment in _dates("074")[:4]] == [
        "21:03:47Z",
        "18:03:47Z",
        "17:03:47Z",
        "12:03:47Z",
    ]


def test_075_a_time_without_a_zone_is_its_day() -> None:
    assert set(_dates("075")) == {"2026-02-02"}


def test_076_zones_of_places_give_the_day_at_least() -> None:
    assert {moment[:10] for moment in _dates("076")} == {"2026-02-02", "2026-02-11"}


def test_077_dates_in_many_shapes() -> None:
    assert {moment[10:] for moment in _dates("077")} <= {"", "T16:00:00Z", "T17:00:00Z"}
    assert {moment[:10] for moment in _dates("077")} == {"2026-02-02"}


def test_078_an_item_without_a_date_has_not_the_channels() -> None:
    assert _dates("078")[0] == ""


def test_079_a_bare_ampersand_is_one() -> None:
    assert "AT&T shares fall as S&P 500 drops" in _titles("079")
    assert "Q&A: what next?" in _titles("079")
    assert not any(
        ";" in (title or "").replace("stores;", "").replace("&Jerry;", "") for title in _titles("079")
    )


def test_080_links_are_percent_encoded() -> None:
    found = _addresses("080")
    assert {"/a/do%20ra", "/a/new%20ferry.html", "/a/x%7Cy?q=%5B1%5D", "/a/dora?a=1&b=2"} <= set(found)
    assert "" not in found


def test_081_an_empty_link_leaves_the_guid() -> None:
    assert _addresses("081") == ["/a/alba"]


def test_082_the_outlet_is_whose_article_it_is() -> None:
    assert [(item.title, _read(item).outlet) for item in _items("082")] == [
        ("Ferry Alba runs aground off Tarvel", "The Norrick Herald"),
        ("Ferry Bora sinks", "Delmar Times"),
    ]


def test_083_addresses_against_a_base() -> None:
    assert _addresses("083") == ["/log/2026/02/02/Ferry-Alba"]


def test_084_addresses_against_the_feeds_own() -> None:
    assert all(address.startswith("/f/") for address in _addresses("084"))


def test_085_junk_before_the_declaration() -> None:
    assert _titles("085") == ["Ferry Alba runs aground off Tarvel"] * 3


def test_086_entities_that_nobody_declared() -> None:
    assert _titles("086")[0] == "Café owner’s boat sinks off Äland"


def test_087_nul_and_single_bytes_keep_the_text() -> None:
    assert len(_titles("087")) == 4
    assert "Паром сел на мель" in _titles("087")


def test_088_what_is_escaped_twice() -> None:
    assert _titles("088")[1:] == ["Rights & Ports", "Ship’s crew saved"]


def test_089_one_guid_for_all_leaves_all() -> None:
    assert len(_items("089")) == 5


def test_090_an_undeclared_prefix() -> None:
    assert len(_items("090")) == 2


def test_091_pages_of_a_sitemap_with_odd_dates() -> None:
    [path] = files_of("091")
    pages = parse_sitemap(path.read_bytes(), where="sitemap.xml").pages
    assert len(pages) == 5
    assert (pages[0].modified or "").endswith("T11:15:00Z")


@pytest.fixture
def floor(tmp_path: Path) -> Path:
    folder = tmp_path / "floor"
    assert command("init", folder).code == 0
    (folder / "watchfloor.toml").write_text('contact = "desk@example.org"\n', "utf-8")
    return folder


def test_093_a_stub_and_the_whole_text_are_one_report(floor: Path) -> None:
    [path] = files_of("093")
    with World() as world:
        whole = path.read_bytes().replace(b"127.0.0.1:8765", f"127.0.0.1:{world.port}".encode())
        second = whole.index(b"<title>News Bora today</title>") + len(b"<title>News Bora today</title>")
        link_end = whole.index(b"</guid>", second) + len(b"</guid>")
        url = world.put("127.0.0.1", "/feed.xml", whole[:link_end])
        assert command("sources", "add", url, *ALLOW, "--floor", floor).code == 0
        checked = command("sources", "check", url, "--json", *ALLOW, "--floor", floor)
        assert "breaks off" in json.loads(checked.output)["note"]
        command("poll", "--once", *ALLOW, "--floor", floor)
        world.put("127.0.0.1", "/feed.xml", whole)
        command("poll", "--once", "--now", *ALLOW, "--floor", floor)
    with Store.open(floor) as store:
        reports = store.reports()
        assert sorted(len(report.renditions) for report in reports) == [1, 2]


def test_092_the_feed_of_articles_is_found_beside_that_of_comments(floor: Path) -> None:
    [path] = files_of("092")
    [whole] = files_of("095")
    with World() as world:
        site = world.put("127.0.0.1", "/", path.read_bytes())
        here = f"127.0.0.1:{world.port}".encode()
        articles = world.put("127.0.0.1", "/f/f10.xml", whole.read_bytes().replace(b"127.0.0.1:8765", here))
        world.put("127.0.0.1", "/f/comments.xml", whole.read_bytes())
        added = command("sources", "add", site, *ALLOW, "--floor", floor)
        assert added.code == 0, added.output
    with Store.open(floor) as store:
        assert [it.source.url for it in Sources(store).all()] == [articles]


def _polled(floor: Path, *bodies: bytes) -> list[tuple[int, int]]:
    """Return how many renditions and versions each report has after the feed gave the bodies in turn."""
    with World() as world:
        here = f"127.0.0.1:{world.port}".encode()
        for number, body in enumerate(bodies):
            url = world.put("127.0.0.1", "/feed.xml", body.replace(b"127.0.0.1:8765", here))
            if number == 0:
                assert command("sources", "add", url, *ALLOW, "--floor", floor).code == 0
            assert command("poll", "--once", "--now", *ALLOW, "--floor", floor).code == 0
    with Store.open(floor) as store:
        return sorted((len(report.renditions), len(report.versions)) for report in store.reports())


def test_094_another_guid_title_and_tracking_are_one_report(floor: Path) -> None:
    [path] = files_of("094")
    later = path.read_bytes()
    earlier = _otherwise_named(later)
    assert earlier != later
    assert [count for count, _ in _polled(floor, earlier, later)] == [2]


def _otherwise_named(feed: bytes) -> bytes:
    """Return a feed with another guid, title and tracking parameter."""
    named = re.sub(rb"(<guid[^>]*>)[^<]*", rb"\1old-name", feed)
    titled = named.replace(b"<item><title>", b"<item><title>Live: ")
    return re.sub(rb"(<item>.*?<link>[^<?]*)[^<]*", rb"\1?utm_source=elsewhere", titled, flags=re.DOTALL)


def test_095_items_that_all_lead_to_the_front_page_are_reports_of_their_own(floor: Path) -> None:
    [path] = files_of("095")
    assert len(_polled(floor, path.read_bytes())) == 3


def test_098_an_ampersand_in_a_list_of_feeds(floor: Path) -> None:
    [path] = files_of("098")
    done = command("sources", "import", path, "--floor", floor)
    assert done.code == 0, done.output
    with Store.open(floor) as store:
        held = {it.source.url: it.source.title for it in Sources(store).all()}
    assert set(held) == {
        "https://a.example/feed?x=1&y=2",
        "https://b.example/feed",
        "https://c.example/feed",
        "https://d.example/feed",
    }
    assert held["https://b.example/feed"] == "Left & Right"


def test_099_a_broken_list_is_named(floor: Path) -> None:
    [path] = files_of("099")
    done = command("sources", "import", path, "--floor", floor)
    assert done.code == 1
    assert path.name in done.output


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("Tue, 03 Feb 2026 09:00:00 UTC-3:30", "2026-02-03T12:30:00Z"),
        ("Tue, 03 Feb 2026 09:00:00 GMT +5", "2026-02-03T04:00:00Z"),
        ("Tue, 03 Feb 2026 09:00:00 gmt+02:00", "2026-02-03T07:00:00Z"),
        ("2026-02-03 09:00:00 UTC+8", "2026-02-03T01:00:00Z"),
        ("Tue, 03 Feb 2026 09:00:00 (UTC+1)", "2026-02-03T08:00:00Z"),
    ],
)
def test_offsets_in_other_forms(given: str, moment: str) -> None:
    assert (
        _item_of(f"<title>a</title><link>https://a.example/1</link><pubDate>{given}</pubDate>").published
        == moment
    )


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/a b/c d", "https://a.example/a%20b/c%20d"),
        ("https://a.example/{id}?q=a|b", "https://a.example/%7Bid%7D?q=a%7Cb"),
        ("https://a.example/&lt;x&gt;", "https://a.example/%3Cx%3E"),
        ("https://a.example/a\nb", "https://a.example/ab"),
        ("https://a.example/50%25", "https://a.example/50%25"),
    ],
)
def test_links_with_what_must_not_stand_in_them(link: str, address: str) -> None:
    assert _item_of(f"<title>a</title><link>{link}</link>").url == address


@pytest.mark.parametrize("title", ["AT&T", "R&D & Q&A", "A &amp; B", "Bora & Söhne; neu", "x &#38; y"])
def test_titles_with_ampersands(title: str) -> None:
    assert _item_of(f"<title>{title}</title><link>https://a.example/1</link>").title == title.replace(
        "&amp;", "&"
    ).replace("&#38;", "&")


@pytest.mark.parametrize(
    ("address", "held"),
    [
        ("feed:https://a.example/f", "https://a.example/f"),
        ("feed://http://a.example/f", "http://a.example/f"),
        ("FEED://a.example/f", "https://a.example/f"),
        (" https://a.example/f ", "https://a.example/f"),
        ("https://a.example/a b", "https://a.example/a%20b"),
    ],
)
def test_addresses_of_a_list(floor: Path, address: str, held: str) -> None:
    path = floor / "list.opml"
    path.write_text(f'<opml><body><outline text="a" xmlUrl="{address}"/></body></opml>', "utf-8")
    assert command("sources", "import", path, "--floor", floor).code == 0
    with Store.open(floor) as store:
        assert [it.source.url for it in Sources(store).all()] == [held]


def test_an_address_that_is_none_is_named_and_the_rest_added(floor: Path) -> None:
    path = floor / "list.opml"
    outlines = (
        '<outline text="a" xmlUrl="ftp://a.example/f"/><outline text="b" xmlUrl="https://b.example/f"/>'
    )
    path.write_text(f"<opml><body>{outlines}</body></opml>", "utf-8")
    done = command("sources", "import", path, "--floor", floor)
    assert done.code == 1
    assert "ftp://a.example/f" in done.output
    assert "1 sources added" in done.output


@pytest.mark.parametrize(
    ("given", "moment"),
    [
        ("Mon, 02 Feb 26 09:00:00 +0000", "2026-02-02T09:00:00Z"),
        ("Tue, 03 Feb 26 09:00:00 EST", "2026-02-03T14:00:00Z"),
        ("2026-W06-2", "2026-02-03"),
        ("2026-034", "2026-02-03"),
        ("Tue, 03 Feb 2026 24:00:00 GMT", "2026-02-03"),  # the end of the day that is printed
        ("2026-02-03T24:00:00+02:00", "2026-02-03T22:00:00Z"),
        ("Sat, 31 Dec 2016 23:59:60 GMT", "2016-12-31T23:59:59Z"),
        ("2017-01-01T08:59:60+09:00", "2017-01-01"),
        ("2026-02-03T10:00:00 Europe/Berlin", "2026-02-03T09:00:00Z"),
        ("2026-07-03T10:00:00[Europe/Berlin]", "2026-07-03T08:00:00Z"),
        ("2026-07-03T10:00:00+02:00[Europe/Berlin]", "2026-07-03T08:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 America/Argentina/Buenos_Aires", "2026-07-03T13:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 Etc/GMT+3", "2026-07-03T13:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 CEST", "2026-07-03T08:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 ET", "2026-07-03T14:00:00Z"),
        ("Fri, 02 Jan 2026 10:00:00 ET", "2026-01-02T15:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 UT", "2026-07-03T10:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 GMT+2", "2026-07-03T08:00:00Z"),
        ("2026-07-03T10Z", "2026-07-03T10:00:00Z"),
        ("20260703T1000+0200", "2026-07-03T08:00:00Z"),
        ("Fri, 03 Jul 2026 10:00:00 Nowhere/Tarvel", "2026-07-03"),
        ("Fri, 03 Jul 2026 10:00:00 IST", "2026-07-03"),  # of India, Israel or Ireland
        ("Fri, 03 Jul 2026 25:00:00 GMT", "2026-07-03"),
        ("Fri, 03 Jul 2026 24:30:00 GMT", "2026-07-03"),
        ("Fri, 03 Jul 2026 10:00:60 GMT", "2026-07-03"),
        ("09:00", None),  # a day is not taken from the clock, nor from the beginning of a month or year
        ("2026-02", None),
        ("2026", None),
        ("202602", None),
        ("--02-03", None),
    ],
)
def test_a_date_is_what_is_written_of_it(given: str, moment: str | None) -> None:
    found = _item_of(f"<title>a</title><link>https://a.example/1</link><pubDate>{given}</pubDate>")
    assert found.published == moment


@pytest.mark.parametrize("declared", ["utf-16", "UTF-16LE", "ucs-2", "utf-32", "ISO-10646-UCS-2"])
def test_a_feed_that_cannot_be_what_it_is_declared_as(declared: str) -> None:
    inside = "<item><title>Café à Äland</title><link>https://a.example/1</link></item>"
    feed = f"<?xml version='1.0' encoding='{declared}'?><rss version='2.0'><channel>{inside}</channel></rss>"
    [item] = _feed(feed.encode()).items
    assert item.title == "Café à Äland"


def _counted(named: str, address: str) -> str | None:
    origin = f"<{named}:origLink xmlns:{named}='http://rssnamespace.org/feedburner/ext/1.0'>{address}</{named}:origLink>"
    return _item_of(f"<title>a</title><link>https://count.example/~r/x/1</link>{origin}").url


@pytest.mark.parametrize("named", ["feedburner", "fb"])
def test_the_address_is_the_page_s_where_a_service_counts_the_readers(named: str) -> None:
    assert _counted(named, "https://post.example/a?x=1&amp;y=2") == "https://post.example/a?x=1&y=2"
    assert _counted(named, "javascript:alert(1)") == "https://count.example/~r/x/1"
    assert _counted(named, " ") == "https://count.example/~r/x/1"
