"""Pages are asked again for a week though no feed tells of them: edits are seen, and what is gone is told."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tests.store.before import expand_values
from tests.world import Asked, Given, World, feed, page, tagged
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.collect.revisit_schedule import FEWER_LOOKS, LOOKS, begins, next_look
from watchfloor.engine.collect.revisiting import MOST_OF_HOST, ask_again
from watchfloor.engine.collect.rounds import Polling, next_due
from watchfloor.engine.decide.withholding import WithholdingOrder, takedown_of, withhold
from watchfloor.ingest.sources import new_source
from watchfloor.journal import FileJournal, PagesAskedAgain, files_of, read_facts
from watchfloor.model import Quarantined, Rendition, RenditionId, RevisitRhythm, SourceId, TextId
from watchfloor.store import Revisit, Revisits, Sources, Store

START = "2026-02-01T08:00:00Z"
HOST = "gazette.example"
STRIKE = (
    "Police arrested 12 dockers in Valparaíso on Saturday, the interior ministry said.",
    "The dockers had stayed away from work for nine days, and their union called for talks with the board.",
    "The board said that eighteen ships were waiting outside the harbour for a berth and a pilot.",
)
CORRECTED = (STRIKE[0].replace("12 dockers", "19 dockers"), *STRIKE[1:])


def later(**span: float) -> str:
    """Return a moment after the start of the tests."""
    return f"{datetime.fromisoformat(START) + timedelta(**span):%Y-%m-%dT%H:%M:%SZ}"


def validated(body: bytes) -> Callable[[Asked], Given]:
    """Return an answerer that knows the validators of what it gives."""
    tag = f'"{sha256(body).hexdigest()[:12]}"'

    def answer(asked: Asked) -> Given:
        if asked.headers.get("if-none-match") == tag:
            return Given(b"", 304, {"ETag": tag})
        return Given(body, 200, {"ETag": tag, "Content-Type": "text/html"})

    return answer


class Desk:
    """A floor that follows one feed, whose entries never change; its clock stands still between rounds."""

    def __init__(self, world: World, store: Store, journal: FileJournal) -> None:
        self.world, self.store, self.journal = world, store, journal
        self.sources, self.now = Sources(store), START

    def publish(self, *bodies: bytes, host: str = HOST, tells: bool = True) -> str:
        """Put pages and a feed that lists them, and return its address."""
        links = []
        for number, body in enumerate(bodies):
            links.append(self.put(body, number, host=host, tells=tells))
        entries = [
            (link, f"Story {number}", "What the harbour board said.") for number, link in enumerate(links)
        ]
        return self.world.put(host, "/feed", tagged(feed(*entries), '"1"'))

    def put(self, body: bytes, number: int = 0, *, host: str = HOST, tells: bool = True) -> str:
        return self.world.put(host, f"/{number}", validated(body) if tells else Given(body))

    def follow(self, url: str, *, revisit: RevisitRhythm = "usual") -> str:
        source = replace(new_source(url, "feed", added=self.now), revisit=revisit)
        assert self.sources.add(source, due=self.now)
        return source.id

    def polling(self) -> Polling:
        return Polling(
            store=self.store,
            client=self.world.client(),
            clock=lambda: self.now,
            pause=0.0,
            readers=0,
            journal=self.journal,
        )

    def visit(self, now: str = START) -> None:
        self.now = now
        list(self.polling().once())

    def again(self, now: str) -> Counter[str]:
        """Return what was found at pages that were asked again, counted."""
        self.now = now
        found: Counter[str] = Counter()
        for told in ask_again(self.polling()):
            found.update(told.found)
        return found

    def changes(self) -> Counter[str]:
        return Counter(f"{change.about.kind} {change.type}" for change in self.store.changes())

    def asked(self, path: str = "/0", host: str = HOST) -> int:
        return self.world.count()[host + path]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with World() as world, Store.memory() as store:
        yield Desk(world, store, FileJournal(tmp_path))


def strike(*paragraphs: str, title: str = "Dockers arrested in Valparaíso", published: str = START) -> bytes:
    return page(title, *(paragraphs or STRIKE), published=published)


def test_a_silent_edit_is_a_version_of_its_report_and_says_which_number_changed(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    assert desk.again(later(minutes=50)) == {}
    desk.put(strike(*CORRECTED))
    desk.visit(later(hours=1.2))  # the feed says nothing
    assert desk.asked() == 1
    assert desk.again(later(hours=1.2)) == {"edited": 1}
    [report] = desk.store.reports()
    assert len(report.versions) == 2
    assert desk.changes()["report revised"] == 1
    [number] = [change for change in desk.store.changes() if change.type == "number revised"]
    assert (number.before, number.after) == ("12", "19")
    assert number.known == later(hours=1.2)


def test_what_did_not_change_costs_no_words_and_no_row(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    before, sequence = desk.store.dump(), desk.store.last_sequence()
    assert desk.again(later(hours=1.2)) == {"unchanged": 1}
    assert [it.headers.get("if-none-match") is None for it in desk.world.asked if it.path == "/0"] == [
        True,
        False,
    ]
    assert (desk.store.dump(), desk.store.last_sequence()) == (before, sequence)


@pytest.mark.parametrize(("tells", "most"), [(True, 5), (False, 3)])
def test_a_page_that_stays_as_it_is_is_asked_a_few_times_and_then_never(
    desk: Desk, *, tells: bool, most: int
) -> None:
    desk.follow(desk.publish(strike(), tells=tells))
    desk.visit()
    for hour in range(1, 24 * 12):
        desk.again(later(hours=hour))
    assert desk.asked() == 1 + most
    assert next_due(desk.store) == desk.sources.all()[0].health.due


def test_a_page_that_goes_on_changing_is_asked_at_every_look(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    edits = 0
    for hour in range(1, 24 * 9):
        desk.put(strike(f"Now {hour} hours on, the talks are still to begin.", *STRIKE))
        edits += desk.again(later(hours=hour))["edited"]
    assert edits == len(LOOKS)
    assert len(desk.store.reports()) == 1


def test_an_article_counts_from_its_publication(desk: Desk) -> None:
    desk.follow(
        desk.publish(strike(published="2026-01-20T08:00:00Z"), strike(published="2026-01-31T08:00:00Z"))
    )
    desk.visit()
    for hour in range(1, 24 * 9):
        desk.again(later(hours=hour))
    assert (desk.asked("/0"), desk.asked("/1")) == (1, 1 + 3)  # 2, 4 (left out: steady) and 7 days
    assert begins(START, "2026-01-31") == "2026-02-01T00:00:00Z"
    assert begins(START, "2031-01-31") == begins(START, None) == begins(START, "soon") == START


def test_a_source_may_have_its_pages_left_alone_or_asked_seldom(desk: Desk) -> None:
    desk.follow(desk.publish(strike(), host="never.example"), revisit="never")
    desk.follow(desk.publish(strike(), host="seldom.example"), revisit="seldom")
    desk.visit()
    for hour in range(1, 24 * 9):
        desk.again(later(hours=hour))
    assert desk.asked(host="never.example") == 1
    assert desk.asked(host="seldom.example") == 1 + len(FEWER_LOOKS)


def test_a_paused_source_is_left_alone_until_it_is_resumed(desk: Desk) -> None:
    source_id = desk.follow(desk.publish(strike()))
    desk.visit()
    held = desk.sources.named(source_id)
    assert held
    desk.sources.change(replace(held.source, paused=True), held.health, at=START)
    assert desk.again(later(hours=2)) == {}
    desk.sources.change(held.source, held.health, at=START)
    assert desk.again(later(hours=3)) == {"unchanged": 1}


def test_a_page_that_is_gone_is_told_once_and_asked_no_more(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    desk.world.put(HOST, "/0", Given(b"", 410))
    assert desk.again(later(hours=2)) == {"gone": 1}
    [gone] = [change for change in desk.store.changes() if change.type == "withdrawn"]
    assert (gone.about.kind, gone.reason.value) == ("report", 410.0)
    [report] = desk.store.reports()
    assert gone.evidence[0].span.of(desk.store.text(report.text_id).text) == STRIKE[0]  # type: ignore[union-attr]
    for hour in range(3, 24 * 9, 5):
        assert desk.again(later(hours=hour)) == {}
    assert desk.changes()["report withdrawn"] == 1


def test_what_is_said_to_be_missing_is_asked_once_more_before_that_is_believed(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    desk.world.put(HOST, "/0", Given(b"", 404))
    assert desk.again(later(hours=1.2)) == {"missing": 1}
    assert desk.changes()["report withdrawn"] == 0
    desk.put(strike())
    assert desk.again(later(hours=2.5)) == {"unchanged": 1}
    desk.world.put(HOST, "/0", Given(b"", 404))
    assert desk.again(later(hours=10)) == {"missing": 1}
    assert desk.again(later(hours=11.5)) == {"missing": 1}
    assert desk.changes()["report withdrawn"] == 1
    assert Revisits(desk.store).counts()[desk.sources.all()[0].source.id].gone == 1


def test_a_site_whose_addresses_all_changed_withdrew_nothing(desk: Desk) -> None:
    bodies = [strike(*STRIKE, f"Crane {number} stood still.", title=f"Crane {number}") for number in range(8)]
    desk.follow(desk.publish(*bodies))
    desk.visit()
    for number in range(8):
        desk.world.put(HOST, f"/{number}", Given(b"", 404))
    for hour in (2, 4, 12):
        assert desk.again(later(hours=hour)) == {"not had": 8}
    assert desk.changes()["report withdrawn"] == 0


@pytest.mark.parametrize(
    "given",
    [
        Given(b"", 503, {"Retry-After": "7200"}),
        Given(b"", 429),
        Given(b"<html><body>Checking your browser before you can go on.</body></html>"),
        Given(
            page("Sign in", "Sign in or make an account to go on reading this and all of our other pages.")
        ),
        Given(b""),
        Given(b"%PDF-1.4", 200, {"Content-Type": "application/pdf"}),
    ],
)
def test_what_is_no_article_is_no_edit(desk: Desk, given: Given) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    sequence = desk.store.last_sequence()
    desk.world.put(HOST, "/0", given)
    for hour in range(1, 24 * 9):
        assert set(desk.again(later(hours=hour))) <= {"not had"}
    assert desk.store.last_sequence() == sequence
    assert desk.asked() == 1 + 3  # and then it is left alone


def test_a_site_that_asks_for_time_is_given_it(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    desk.world.put(HOST, "/0", Given(b"", 429, {"Retry-After": "36000"}))
    assert desk.again(later(hours=1.2)) == {"not had": 1}
    assert desk.again(later(hours=10)) == {}
    assert desk.again(later(hours=11.5)) == {"not had": 1}


def test_robots_and_reservations_are_obeyed_as_at_a_visit(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    desk.world.put(HOST, "/robots.txt", "User-agent: *\nDisallow: /0\n")
    assert desk.again(later(days=2)) == {"closed": 1}
    assert desk.again(later(days=5)) == {}
    assert desk.asked() == 1
    other = desk.follow(desk.publish(strike(), host="kept.example"))
    desk.visit(later(days=6))
    desk.world.put("kept.example", "/0", Given(strike(*CORRECTED), 200, {"tdm-reservation": "1"}))
    assert desk.again(later(days=8)) == {"closed": 1}
    assert Revisits(desk.store).counts()[other].waiting == 0
    assert desk.changes()["report revised"] == 0


def test_an_address_that_leads_elsewhere_now_keeps_its_report(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    moved = desk.world.put(HOST, "/dockers-freed", Given(strike(*CORRECTED)))
    desk.world.put(HOST, "/0", Given(b"", 301, {"Location": moved}))
    assert desk.again(later(hours=1.2)) == {"edited": 1}
    [report] = desk.store.reports()
    assert len(report.versions) == 2
    front = desk.world.put(
        HOST, "/", Given(page("Gazette", "Ferries run again.", "A dry month is ahead for farmers."))
    )
    desk.world.put(HOST, "/0", Given(b"", 302, {"Location": front}))
    assert desk.again(later(hours=8)) == {"not had": 1}
    assert len(desk.store.reports()) == 1


def test_a_few_of_a_host_are_asked_in_a_round_and_the_rest_in_the_next(desk: Desk) -> None:
    count = MOST_OF_HOST + 5
    bodies = [
        strike(*STRIKE, f"Crane {number} stood still.", title=f"Crane {number}") for number in range(count)
    ]
    desk.follow(desk.publish(*bodies))
    desk.visit()
    assert desk.again(later(hours=1.2)).total() == MOST_OF_HOST
    assert desk.again(later(hours=1.2)).total() == 5
    assert desk.again(later(hours=1.2)) == {}


def test_what_the_feed_tells_of_itself_is_not_asked_for_at_once_again(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    link = desk.put(strike(*CORRECTED))
    fresh = feed((link, "Story 0, corrected", "What the harbour board said."))
    desk.world.put(HOST, "/feed", tagged(fresh, '"2"'))
    desk.visit(later(hours=1.2))
    assert desk.asked() == 2
    assert desk.again(later(hours=1.2)) == {}
    [known] = Revisits(desk.store).at([link]).values()
    assert (known.first_seen, known.edits) == (START, 1)


def test_one_killed_between_admission_and_record_doubles_nothing(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    desk.put(strike(*CORRECTED))
    desk.now = later(hours=1.2)
    take = desk.polling().admission()

    def dies(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
        yield from take(items)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(ask_again(desk.polling(), take=dies))
    changes = desk.changes()
    assert changes["report revised"] == 1
    assert desk.again(later(hours=1.2)) == {"edited": 1}  # asked again, and known
    assert desk.again(later(hours=4)) == {"unchanged": 1}
    assert desk.changes() == changes
    [report] = desk.store.reports()
    assert len(report.versions) == 2


def test_the_schedule_outlives_a_restart(tmp_path: Path) -> None:
    with World() as world:
        for hours, found in ((0.0, {}), (1.2, {"edited": 1}), (1.3, {}), (4.0, {"unchanged": 1})):
            with Store.create(tmp_path) as store:
                desk = Desk(world, store, FileJournal(tmp_path))
                if not hours:
                    desk.follow(desk.publish(strike()))
                    desk.visit()
                    desk.put(strike(*CORRECTED))
                else:
                    assert desk.again(later(hours=hours)) == found


# What revisions after 0023 added, undone from the newest but for the compressed values.
UNDONE = (
    "DROP INDEX alert_newest",
    "DROP INDEX judgement_known",
    *(
        f"DROP TABLE {name}"
        for name in ("person", "access_key", "owned", "received", "own_table", "given", "share", "backfill")
    ),
    "ALTER TABLE delivery DROP COLUMN held",
    "ALTER TABLE delivery DROP COLUMN within",
    "DROP INDEX quote_late",
    "DROP INDEX statement_late",
    "ALTER TABLE quote DROP COLUMN late",
    "ALTER TABLE statement DROP COLUMN late",
    "DROP TABLE reader",
    "DROP TABLE read_by",
    "DROP INDEX report_text",
    "DROP INDEX reading_text",
    "DROP TABLE revisit",
)


def test_a_floor_of_before_gets_its_last_week_from_its_log(tmp_path: Path) -> None:
    with World() as world:
        with Store.create(tmp_path) as store:
            desk = Desk(world, store, FileJournal(tmp_path))
            desk.now = "2026-01-20T08:00:00Z"
            desk.follow(desk.publish(strike(published="2026-01-19"), host="old.example"))
            desk.visit(desk.now)
            desk.follow(desk.publish(strike(*STRIKE[:2], "Ferries ran.")))
            desk.follow(desk.publish(b"", host="empty.example"))
            watched = desk.world.put("notice.example", "/", Given(strike(*STRIKE[1:])))
            assert desk.sources.add(new_source(watched, "page"), due=START)
            desk.visit()
            [link] = Revisits(store).at([world.url(HOST, "/0")])
        with closing(sqlite3.connect(tmp_path / "floor.sqlite")) as connection, connection:
            expand_values(connection)
            for undone in UNDONE:
                connection.execute(undone)
            connection.execute("UPDATE alembic_version SET version_num = '0023'")
        Store.upgrade(tmp_path).close()
        with Store.create(tmp_path) as store:
            counts = Revisits(store).counts()
            assert [count.waiting for count in counts.values()] == [1]
            [page_known] = Revisits(store).at([link, watched, world.url("old.example", "/0")]).values()
            assert (page_known.first_seen, page_known.due) == (START, later(hours=1))
            desk = Desk(world, store, FileJournal(tmp_path))
            desk.put(strike(*CORRECTED[:2], "Ferries ran."))
            assert desk.again(later(hours=1.2)) == {"edited": 1}
            assert desk.changes()["report revised"] == 1


def test_a_clock_that_is_put_back_or_far_ahead_makes_no_storm(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    assert desk.again("2025-02-01T08:00:00Z") == {"unchanged": 1}
    assert desk.again("2025-02-01T08:30:00Z") == {}
    assert desk.again("2027-02-01T08:30:00Z") == {"closed": 1}
    assert desk.asked() == 2


def test_what_was_taken_down_is_not_asked_for(desk: Desk) -> None:
    link = desk.publish(strike()).replace("/feed", "/0")
    desk.follow(desk.world.url(HOST, "/feed"))
    desk.visit()
    order = WithholdingOrder(reason="asked by the outlet", by="desk", at=later(minutes=5))
    withhold(desk.store, takedown_of(desk.store, link), order)
    assert Revisits(desk.store).at([link]) == {}
    assert desk.again(later(hours=2)) == {}
    assert desk.asked() == 1


def test_a_removed_source_takes_its_pages_along(desk: Desk) -> None:
    source = desk.follow(desk.publish(strike()))
    desk.visit()
    desk.sources.remove(SourceId(source), at=START)
    assert desk.again(later(hours=2)) == {}


def test_the_journal_counts_what_was_found_without_addresses(desk: Desk, tmp_path: Path) -> None:
    source = desk.follow(desk.publish(strike()))
    desk.visit()
    desk.put(strike(*CORRECTED))
    desk.again(later(hours=1.2))
    [fact] = [it for it in read_facts(files_of(tmp_path)) if isinstance(it, PagesAskedAgain)]
    assert (fact.source, fact.edited, fact.unchanged, fact.gone) == (source, 1, 0, 0)


def test_what_two_hundred_sources_of_fifty_items_a_day_cost_their_sites() -> None:
    """Ten thousand articles a day, a fifth of them edited once: no site is asked 300 times a day."""
    per_article = {True: _looks(tells=True), False: _looks(tells=False)}
    edited = _looks(tells=True, edit=2)
    assert (per_article[True], per_article[False], edited) == (5, 3, 6)
    a_day = 200 * 50 * (0.8 * per_article[True] + 0.2 * edited)
    assert a_day == 52_000
    assert a_day / 200 <= 300


def _looks(*, tells: bool, edit: int | None = None) -> int:
    """Return how often a page is asked again in all; it is found edited at its look number `edit`."""
    fresh = Revisit(
        url="https://outlet.example/1",
        source=SourceId("s"),
        rendition=RenditionId("r"),
        text_id=TextId("t"),
        first_seen=START,
        since=START,
        due=None,
        etag='"1"' if tells else None,
    )
    now, count = next_look(fresh, START, rhythm="usual"), 0
    while now is not None:
        fresh = replace(fresh, steady=0 if count == edit else fresh.steady + 1)
        now, count = next_look(fresh, now, rhythm="usual"), count + 1
    return count
