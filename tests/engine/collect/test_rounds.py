"""Rounds of visits against a web on loopback: what comes in, in which order, and how sources are doing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.ingest.breaking import die_or_read
from tests.world import Given, World, feed, page, tagged, words
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.collect.rounds import Polled, Polling, in_turn
from watchfloor.engine.prepare.reader_pool import ReaderPool
from watchfloor.exchange.wording import flag_words, flags_words
from watchfloor.ingest.sandbox import GuardedReader, SandboxReaders
from watchfloor.ingest.sources import new_source
from watchfloor.model import Quarantined, Rendition, RenditionId, SourceHealth, SourceKind
from watchfloor.store import HeldSource, Sources, Store

START = "2026-02-01T08:00:00Z"


class Desk:
    """A floor without extraction: keeps what it takes in, in order, and its clock stands still."""

    def __init__(self, world: World, store: Store) -> None:
        self.world = world
        self.store = store
        self.sources = Sources(store)
        self.now = START
        self.taken: list[Rendition | Quarantined] = []
        self.readers = 0

    def add(self, url: str, kind: SourceKind = "feed") -> str:
        source = new_source(url, kind, added=self.now)
        assert self.sources.add(source, due=self.now)
        return source.id

    def poll(self, now: str | None = None) -> list[Polled]:
        self.now = now or self.now
        polling = Polling(
            store=self.store,
            client=self.world.client(),
            clock=lambda: self.now,
            pause=0.0,
            readers=self.readers,
        )
        return list(polling.once(take=self.take))

    def take(self, items: Iterable[Rendition | Quarantined]) -> Iterator[Admitted]:
        for item in items:
            self.taken.append(item)
            if isinstance(item, Rendition):
                with self.store.admission(arrived=self.now, kind="rendition", what=item.id) as admission:
                    seen = not admission.save_rendition(item)
                yield Admitted(item.id, seen_before=seen)
            else:
                yield Admitted(item.where, refused=item.reason)

    def renditions(self) -> list[Rendition]:
        return self.store.renditions()

    def health(self, source_id: str) -> SourceHealth:
        held = self.sources.named(source_id)
        assert held is not None
        return held.health


@pytest.fixture
def desk() -> Iterator[Desk]:
    with World() as world, Store.memory() as store:
        yield Desk(world, store)


def publish(world: World, host: str, *numbers: int, etag: str = '"1"') -> str:
    """Publish articles on a host, with a feed that lists them newest first."""
    entries = []
    for number in numbers:
        link = world.put(host, f"/{number}", page(f"Story {number}", words(number), words(number + 100)))
        entries.append((link, f"Story {number}", f"Summary {number} of what the harbour board said."))
    return world.put(host, "/feed", tagged(feed(*reversed(entries)), etag))


def test_a_feed_brings_the_pages_it_links_to(desk: Desk) -> None:
    source = desk.add(publish(desk.world, "gazette.example", 1, 2))
    (polled,) = desk.poll()
    assert (polled.found, polled.fresh, polled.health.status) == (2, 2, "healthy")
    first, second = desk.renditions()
    assert (first.title, second.title) == ("Story 1", "Story 2")
    assert words(101) in first.text
    assert first.url == desk.world.url("gazette.example", "/1")
    assert first.flags == ()
    assert desk.health(source).etag == '"1"'
    assert {asked.headers["user-agent"] for asked in desk.world.asked} == {
        "watchfloor-test (+desk@example.org)"
    }


def test_nothing_new_costs_one_question(desk: Desk) -> None:
    source = desk.add(publish(desk.world, "gazette.example", 1, 2))
    desk.poll()
    asked = len(desk.world.asked)
    assert desk.poll("2026-02-01T08:01:00Z") == []
    (polled,) = desk.poll("2026-02-01T10:00:00Z")
    assert [it.path for it in desk.world.asked[asked:]] == ["/feed"]
    assert polled.fresh == 0
    assert desk.health(source).status == "healthy"
    assert len(desk.renditions()) == 2


def test_what_is_new_and_what_was_revised_comes_and_nothing_else(desk: Desk) -> None:
    desk.add(publish(desk.world, "gazette.example", 1, 2))
    desk.poll()
    publish(desk.world, "gazette.example", 1, 2, 3, etag='"2"')
    link = desk.world.put("gazette.example", "/1", page("Story 1, corrected", words(7), words(8)))
    world_feed = feed(
        (desk.world.url("gazette.example", "/3"), "Story 3", "Summary 3 of what the harbour board said."),
        (desk.world.url("gazette.example", "/2"), "Story 2", "Summary 2 of what the harbour board said."),
        (link, "Story 1, corrected", "Summary 1, corrected."),
    )
    desk.world.put("gazette.example", "/feed", tagged(world_feed, '"2"'))
    asked = len(desk.world.asked)
    (polled,) = desk.poll("2026-02-01T10:00:00Z")
    assert polled.fresh == 2
    assert "/2" not in [it.path for it in desk.world.asked[asked:]]
    assert [it.title for it in desk.renditions()] == ["Story 1", "Story 2", "Story 1, corrected", "Story 3"]


def test_the_summary_stands_for_a_page_that_is_not_there(desk: Desk) -> None:
    desk.world.put(
        "gazette.example",
        "/feed",
        feed(
            (desk.world.url("gazette.example", "/gone"), "Pier closed", "The board closed pier 4 on Monday.")
        ),
    )
    desk.add(desk.world.url("gazette.example", "/feed"))
    desk.poll()
    (rendition,) = desk.renditions()
    assert rendition.text == "The board closed pier 4 on Monday."
    assert flags_words(rendition.flags) == ["page not read: the site answers 404"]
    assert (rendition.title, rendition.outlet) == ("Pier closed", "gazette.example")


def test_a_page_that_is_down_is_sought_again_three_times_at_most(desk: Desk) -> None:
    host = "gazette.example"
    link = desk.world.put(host, "/1", Given(b"", 503))
    entry = (link, "Pier closed", "The board closed pier 4 on Monday.")
    source = desk.add(desk.world.put(host, "/feed", tagged(feed(entry), '"1"')))
    desk.poll()
    assert desk.health(source).etag is None  # so that the item is listed again
    assert desk.poll("2026-02-01T08:30:00Z")[0].fresh == 0  # the summary stands in already
    desk.world.put(host, "/1", page("Pier closed", words(1), words(2)))
    desk.poll("2026-02-01T09:00:00Z")
    assert [it.title for it in desk.renditions()] == ["Pier closed", "Pier closed"]
    assert desk.health(source).etag == '"1"'
    desk.world.put(host, "/2", Given(b"", 503))
    desk.world.put(host, "/feed", tagged(feed((desk.world.url(host, "/2"), "", "")), '"2"'))
    for hour in range(10, 20):
        desk.poll(f"2026-02-01T{hour}:00:00Z")
    assert desk.world.count()[f"{host}/2"] == 3
    assert [it.where for it in desk.taken if isinstance(it, Quarantined)] == [desk.world.url(host, "/2")]


def test_one_sick_source_costs_no_other(desk: Desk) -> None:
    for number in range(4):
        desk.add(publish(desk.world, f"outlet{number}.example", number))
    desk.add(desk.world.put("sick1.example", "/feed", Given(b"", 500)))
    desk.add(desk.world.put("sick2.example", "/feed", b"<rss><channel><item><title>cut"))
    desk.add(desk.world.put("sick3.example", "/feed", lambda asked: None))
    desk.add(desk.world.put("sick4.example", "/feed", b"<html><body>Are you a robot?</body></html>"))
    desk.add("http://nobody.example:9/feed")
    statuses = {it.source.url: it.health.status for it in desk.poll()}
    assert len(desk.renditions()) >= 4
    assert [status for url, status in statuses.items() if "outlet" in url] == ["healthy"] * 4
    assert [status for url, status in statuses.items() if "sick2" not in url and "outlet" not in url] == [
        "failing"
    ] * 4
    errors = [it.health.error or "" for it in desk.sources.all()]
    assert any("it gives a page of HTML where a feed was" in error for error in errors)
    assert all(it.health.remedy for it in desk.sources.all() if it.health.status == "failing")


def test_worker_processes_get_many_items_at_once(desk: Desk) -> None:
    for number in range(3):
        desk.add(publish(desk.world, f"outlet{number}.example", number, number + 10))
    calls: list[int] = []

    def take(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
        calls.append(len(items))
        return desk.take(items)

    polling = Polling(
        store=desk.store,
        client=desk.world.client(),
        clock=lambda: desk.now,
        pause=0.0,
        readers=0,
        processes=2,
    )
    assert [(it.fresh, len(it.admitted)) for it in polling.once(take=take)] == [(2, 2)] * 3
    assert calls == [6]


def test_a_round_that_dies_while_admitting_is_done_again(desk: Desk) -> None:
    source = desk.add(publish(desk.world, "gazette.example", 1, 2))

    def dies(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
        yield next(desk.take(items[:1]))
        raise KeyboardInterrupt

    polling = Polling(
        store=desk.store, client=desk.world.client(), clock=lambda: desk.now, pause=0.0, readers=0
    )
    with pytest.raises(KeyboardInterrupt):
        list(polling.once(take=dies))
    assert desk.health(source).status == "new"
    assert len(desk.renditions()) == 1
    desk.poll()
    assert [it.title for it in desk.renditions()] == ["Story 1", "Story 2"]


def test_a_broken_source_is_no_change_of_the_world(desk: Desk) -> None:
    source = desk.add(publish(desk.world, "gazette.example", 1))
    desk.poll()
    sequence, before = desk.store.last_sequence(), desk.store.dump()
    desk.world.put("gazette.example", "/feed", Given(b"", 500))
    for day in range(2, 12):
        desk.poll(f"2026-02-{day:02}T08:00:00Z")
    assert desk.health(source).status == "broken"
    assert desk.store.last_sequence() == sequence
    assert desk.store.dump() == before
    publish(desk.world, "gazette.example", 1)
    desk.poll("2026-03-01T08:00:00Z")
    assert desk.health(source).status == "healthy"


@pytest.mark.parametrize(
    ("headers", "earliest", "latest"),
    [
        ({"Retry-After": "7200"}, "2026-02-01T10:00:00", "2026-02-01T10:15:00"),
        ({"Retry-After": "Sun, 01 Feb 2026 11:00:00 GMT"}, "2026-02-01T11:00:00", "2026-02-01T11:20:00"),
        ({"Retry-After": "315360000"}, "2026-02-02T08:00:00", "2026-02-02T10:30:00"),
        ({"Retry-After": "soon"}, "2026-02-01T08:05:00", "2026-02-01T08:06:00"),
        ({}, "2026-02-01T08:05:00", "2026-02-01T08:06:00"),
    ],
)
def test_a_busy_site_is_given_the_time_it_asks_for(
    desk: Desk, headers: dict[str, str], earliest: str, latest: str
) -> None:
    source = desk.add(desk.world.put("busy.example", "/feed", Given(b"", 429, headers)))
    desk.poll()
    assert earliest <= (desk.health(source).due or "") <= latest


def test_what_is_gone_is_not_asked_again(desk: Desk) -> None:
    source = desk.add(desk.world.put("gone.example", "/feed", Given(b"", 410)))
    desk.poll()
    asked = len(desk.world.asked)
    assert desk.health(source).status == "gone"
    assert desk.poll("2030-01-01T00:00:00Z") == []
    assert len(desk.world.asked) == asked


def test_robots_are_obeyed_and_that_is_told(desk: Desk) -> None:
    url = publish(desk.world, "closed.example", 1)
    desk.world.put("closed.example", "/robots.txt", "User-agent: *\nDisallow: /\n")
    source = desk.add(url)
    desk.poll()
    assert desk.world.paths("closed.example") == ["/robots.txt", "/.well-known/tdmrep.json"]
    assert desk.health(source).status == "refused"
    assert "robots.txt" in (desk.health(source).error or "")


def test_robots_that_cannot_be_had_close_the_site_for_now(desk: Desk) -> None:
    url = publish(desk.world, "closed.example", 1)
    desk.world.put("closed.example", "/robots.txt", Given(b"", 503))
    source = desk.add(url)
    desk.poll()
    assert desk.world.paths() == ["/robots.txt"]
    assert desk.health(source).status == "failing"
    desk.world.put("closed.example", "/robots.txt", Given(b"", 404))
    desk.poll("2026-02-01T10:00:00Z")
    assert desk.health(source).status == "healthy"


def test_robots_may_close_the_pages_and_not_the_feed(desk: Desk) -> None:
    url = publish(desk.world, "half.example", 1)
    desk.world.put("half.example", "/robots.txt", "User-agent: watchfloor\nDisallow: /1\n")
    desk.add(url)
    desk.poll()
    (rendition,) = desk.renditions()
    assert "/1" not in desk.world.paths()
    assert rendition.text == "Summary 1 of what the harbour board said."
    assert "robots.txt" in flags_words(rendition.flags)[0]


@pytest.mark.parametrize("how", ["header of the feed", "header of the page", "meta", "tdmrep.json"])
def test_what_is_reserved_gives_title_link_and_time_only(desk: Desk, how: str) -> None:
    host, held = "kept.example", {"tdm-reservation": "1"}
    url = publish(desk.world, host, 1)
    body = page("Story 1", words(1))
    if how == "header of the feed":
        link = desk.world.url(host, "/1")
        desk.world.put(host, "/feed", Given(feed((link, "Story 1", "Summary 1.")), 200, held))
    elif how == "header of the page":
        desk.world.put(host, "/1", Given(body, 200, held))
    elif how == "meta":
        desk.world.put(
            host, "/1", body.replace(b"<title>", b'<meta name="tdm-reservation" content="1"><title>')
        )
    else:
        desk.world.put(
            host, "/.well-known/tdmrep.json", b'[{"location": "/", "tdm-reservation": 0},'
            b' {"location": "/1", "tdm-reservation": 1}]'
        )  # fmt: skip
    desk.add(url)
    desk.poll()
    (rendition,) = desk.renditions()
    assert rendition.text == "Story 1"
    assert flag_words(rendition.flags[0]).startswith("reserved by the publisher")
    assert list(desk.sources.pages()) == []


def test_a_move_for_good_is_remembered_after_three_visits(desk: Desk) -> None:
    new = publish(desk.world, "new.example", 1)
    old = desk.world.put("old.example", "/feed", Given(b"", 301, {"Location": new}))
    source = desk.add(old)
    for hour in (8, 12, 16):
        desk.poll(f"2026-02-01T{hour:02}:00:00Z")
    assert desk.health(source).moved_to == new
    asked = len(desk.world.paths("old.example"))
    desk.poll("2026-02-02T08:00:00Z")
    assert len(desk.world.paths("old.example")) == asked
    desk.world.put("new.example", "/feed", Given(b"", 500))
    desk.poll("2026-02-03T08:00:00Z")
    desk.poll("2026-02-04T08:00:00Z")
    assert len(desk.world.paths("old.example")) > asked  # the new address fails: the old one is asked again


def test_a_move_for_now_is_not_remembered(desk: Desk) -> None:
    new = publish(desk.world, "new.example", 1)
    source = desk.add(desk.world.put("old.example", "/feed", Given(b"", 302, {"Location": new})))
    for hour in (8, 12, 16, 20):
        desk.poll(f"2026-02-01T{hour:02}:00:00Z")
    assert desk.health(source).moved_to is None


def test_a_hundred_items_do_not_fill_one_round(desk: Desk) -> None:
    entries = [("", f"Notice {number}", f"{words(number)}") for number in range(120)]
    source = desk.add(desk.world.put("wire.example", "/feed", tagged(feed(*entries), '"1"')))
    counts = [desk.poll(f"2026-02-01T{hour:02}:00:00Z")[0].fresh for hour in (8, 10, 12, 14)]
    assert counts == [50, 50, 20, 0]
    assert len({it.id for it in desk.renditions()}) == 120
    assert desk.health(source).etag == '"1"'


def test_a_watched_page_is_new_only_when_its_words_are(desk: Desk) -> None:
    url = desk.world.put("board.example", "/notice", page("Notice", words(1), words(2)))
    desk.add(url, "page")
    assert desk.poll()[0].fresh == 1
    again = page("Notice", words(1), words(2)).replace(b"</body>", b"<!-- served at noon --></body>")
    desk.world.put("board.example", "/notice", again)
    assert desk.poll("2026-02-01T10:00:00Z")[0].fresh == 0
    desk.world.put("board.example", "/notice", page("Notice", words(3), words(4)))
    assert desk.poll("2026-02-01T14:00:00Z")[0].fresh == 1


def test_a_watched_page_that_holds_no_words_is_a_sick_source(desk: Desk) -> None:
    url = desk.world.put("board.example", "/notice", b"<html><body></body></html>")
    source = desk.add(url, "page")
    desk.poll()
    assert desk.health(source).status == "failing"
    assert desk.taken == []
    desk.world.put("board.example", "/notice", page("Notice", words(1), words(2)))
    assert desk.poll("2026-02-01T10:00:00Z")[0].fresh == 1


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE rss [<!ENTITY a "ha">]><rss><channel><title>&a;</title></channel></rss>',
        b"",
        b"<html><body>checking your browser</body></html>",
        b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000,
        b"\x1f\x8b broken",
        b"\0" * 1000,
    ],
)
def test_a_feed_that_is_none_leaves_the_last_state(desk: Desk, body: bytes) -> None:
    source = desk.add(publish(desk.world, "gazette.example", 1))
    desk.poll()
    desk.world.put("gazette.example", "/feed", body)
    desk.poll("2026-02-01T10:00:00Z")
    assert desk.health(source).status == "failing"
    assert desk.health(source).etag == '"1"'
    assert len(desk.renditions()) == 1


def test_a_name_of_an_item_used_again_for_other_words_is_a_revision(desk: Desk) -> None:  # 41
    for number, told in enumerate(("The quay is open.", "The quay is closed.")):
        item = (
            f"<item><guid>always-1</guid><title>Quay {number}</title><description>{told}</description></item>"
        )
        body = f"<rss version='2.0'><channel>{item}</channel></rss>".encode()
        url = desk.world.put("wire.example", "/feed", tagged(body, f'"{number}"'))
        if not number:
            desk.add(url)
        assert desk.poll(f"2026-02-01T{8 + 4 * number:02}:00:00Z")[0].fresh == 1
    assert [it.text for it in desk.renditions()] == ["The quay is open.", "The quay is closed."]


def test_a_watched_folder_is_read_file_by_file(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(words(1), "utf-8")
    desk.add(str(tmp_path), "folder")
    assert desk.poll()[0].fresh == 1
    (tmp_path / "b.txt").write_text(words(2), "utf-8")
    assert desk.poll("2026-02-01T10:00:00Z")[0].fresh == 1
    assert desk.poll("2026-02-01T14:00:00Z")[0].fresh == 0


def test_a_sitemap_index_leads_to_pages(desk: Desk) -> None:
    host, space = "gazette.example", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    link = desk.world.put(host, "/1", page("Story 1", words(1), words(2)))
    inner = desk.world.put(host, "/news.xml", f"<urlset {space}><url><loc>{link}</loc></url></urlset>")
    index = f"<sitemapindex {space}><sitemap><loc>{inner}</loc></sitemap></sitemapindex>"
    desk.add(desk.world.put(host, "/sitemap.xml", index), "sitemap")
    desk.poll()
    assert [it.title for it in desk.renditions()] == ["Story 1"]


def test_a_sitemap_that_is_missing_costs_no_other(desk: Desk) -> None:
    host, space = "gazette.example", 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    link = desk.world.put(host, "/1", page("Story 1", words(1), words(2)))
    inner = desk.world.put(host, "/news.xml", f"<urlset {space}><url><loc>{link}</loc></url></urlset>")
    missing = desk.world.url(host, "/missing.xml")
    listed = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in (missing, inner))
    source = desk.add(
        desk.world.put(host, "/sitemap.xml", f"<sitemapindex {space}>{listed}</sitemapindex>"), "sitemap"
    )
    desk.poll()
    assert len(desk.renditions()) == 1
    desk.world.put(host, "/news.xml", Given(b"", 500))
    desk.poll("2026-02-02T08:00:00Z")
    assert desk.health(source).status == "failing"


def test_one_article_of_two_feeds_is_kept_once(desk: Desk) -> None:
    publish(desk.world, "gazette.example", 1)
    entry = (desk.world.url("gazette.example", "/1"), "Story 1", "Summary 1.")
    desk.add(desk.world.url("gazette.example", "/feed"))
    desk.add(desk.world.put("gazette.example", "/other", feed(entry)))
    desk.poll()
    assert len(desk.renditions()) == 1


def test_bytes_of_pages_are_kept_for_reading_again(desk: Desk) -> None:
    desk.add(publish(desk.world, "gazette.example", 1))
    desk.poll()
    (kept,) = desk.sources.pages()
    assert kept.data() == page("Story 1", words(1), words(101))
    desk.poll("2026-06-01T00:00:00Z")
    assert list(desk.sources.pages()) == []  # after ninety days


def test_the_interval_follows_how_often_a_source_changes(desk: Desk) -> None:
    url = publish(desk.world, "gazette.example", 0)
    source = desk.add(url)
    desk.poll()
    for number in range(1, 8):
        publish(desk.world, "gazette.example", *range(number + 1), etag=f'"{number}"')
        desk.poll(f"2026-02-{1 + number:02}T08:00:00Z")
    assert desk.health(source).interval == 300
    for day in range(10, 28):
        desk.poll(f"2026-02-{day}T08:00:00Z")
    assert desk.health(source).interval > 10_000


def test_the_order_of_a_round_does_not_depend_on_who_is_due() -> None:
    every = [
        HeldSource(new_source(f"http://host{number % 3}.example/{number}", "feed"), SourceHealth())
        for number in range(12)
    ]
    whole = in_turn(every, every)
    assert in_turn(whole[5:], every) == whole[5:]
    assert in_turn(list(reversed(every)), every) == whole
    assert len({held.source.url.split("/")[2] for held in whole[:3]}) == 3


def test_a_page_that_kills_the_parser_is_given_up_for_good(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three deaths in one visit; later polls and new processes leave it alone, and the rest is read."""
    deadly = desk.world.put("gazette.example", "/deadly", b"<html><body>exit at once</body></html>")
    good = desk.world.put("gazette.example", "/good", page("Story 1", words(1), words(2)))
    entries = [(good, "Story 1", "Summary 1."), (deadly, "Story 2", "Summary 2 of the harbour board.")]
    source = desk.add(desk.world.put("gazette.example", "/feed", tagged(feed(*entries), '"1"')))
    readers = SandboxReaders(page=die_or_read)
    started: list[int] = []
    start = GuardedReader._start

    def counted(self: GuardedReader) -> Connection:
        started.append(1)
        return start(self)

    monkeypatch.setattr(GuardedReader, "_start", counted)
    monkeypatch.setattr(
        "watchfloor.engine.collect.rounds.ReaderPool", lambda count: ReaderPool(count, readers=readers)
    )
    desk.readers = 1
    assert desk.poll()[0].fresh == 2
    assert "crashed the reading process 3 times" in " ".join(
        flag_words(flag) for it in desk.renditions() for flag in it.flags
    )
    assert [it.title for it in desk.renditions() if not it.flags] == ["Story 1"]
    deaths = len(started)
    for number in range(2, 5):  # the feed changes, the page stays as it is
        more = (desk.world.put("gazette.example", f"/{number}", page(f"More {number}", words(number + 9))),
                f"More {number}", "Summary of more.")  # fmt: skip
        entries.insert(0, more)
        desk.world.put("gazette.example", "/feed", tagged(feed(*entries), f'"{number}"'))
        assert desk.poll(f"2026-02-0{number}T08:00:00Z")[0].fresh == 1
    assert len(started) == deaths + 3  # one child a round, none of which died
    assert desk.world.paths().count("/deadly") == 1
    assert desk.health(source).status == "healthy"


def test_children_read_what_this_process_would(desk: Desk) -> None:
    desk.readers = 1
    desk.add(publish(desk.world, "gazette.example", 1, 2))
    desk.poll()
    with World() as world, Store.memory() as store:
        beside = Desk(world, store)
        beside.add(publish(world, "gazette.example", 1, 2))
        beside.poll()
        here = [replace(it, url=None, id=RenditionId("")) for it in beside.renditions()]
    assert [replace(it, url=None, id=RenditionId("")) for it in desk.renditions()] == here
