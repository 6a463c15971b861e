"""Edits of whichever paragraph are versions, and so are those that are taken back, in pages and in feeds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.engine.collect.test_revisiting import CORRECTED, HOST, STRIKE, Desk, later, strike
from tests.world import World
from watchfloor.engine.admit.admission import Admitted
from watchfloor.journal import FileJournal
from watchfloor.model import Quarantined, Rendition, Report
from watchfloor.store import Store

LEAD = "Nobody in Valparaíso knows when ships will be unloaded again, for the strike has no end in sight."
LAST = "The company that runs the harbour did not answer our questions on Sunday, nor did its lawyers."


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with World() as world, Store.memory() as store:
        yield Desk(world, store, FileJournal(tmp_path))


def the_report(desk: Desk) -> Report:
    [report] = desk.store.reports()
    return report


def shown(desk: Desk) -> str:
    text = desk.store.text(the_report(desk).text_id)
    assert text is not None
    return text.text


EDITS = {
    "lead replaced": (LEAD, *STRIKE[1:]),
    "last dropped": STRIKE[:-1],
    "both": (LEAD, STRIKE[1]),
    "first dropped": STRIKE[1:],
    "last replaced": (*STRIKE[:-1], LAST),
    "one added": (*STRIKE, LAST),
    "one word": (STRIKE[0].replace("12 dockers", "12 foremen"), *STRIKE[1:]),
    "negated": (STRIKE[0].replace("arrested", "did not arrest"), *STRIKE[1:]),
}


@pytest.mark.parametrize("edited", EDITS.values(), ids=EDITS.keys())
def test_whichever_paragraph_is_edited_the_report_has_a_version(desk: Desk, edited: Sequence[str]) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    desk.put(strike(*edited))
    assert desk.again(later(hours=1.2)) == {"edited": 1}
    assert len(the_report(desk).versions) == 2
    assert desk.changes()["report revised"] == 1
    assert shown(desk).endswith(edited[-1])
    told = [change.type for change in desk.store.changes() if change.about.kind == "event"]
    assert ("withdrawn" in told) == (STRIKE[0] not in edited and "arrest" not in edited[0])


def test_an_edit_that_is_taken_back_is_a_version_and_its_number_is_told_back(desk: Desk) -> None:
    desk.follow(desk.publish(strike()))
    desk.visit()
    for body, hours in ((strike(*CORRECTED), 1.2), (strike(), 3.4), (strike(*CORRECTED), 8.9)):
        desk.put(body)
        assert desk.again(later(hours=hours)) == {"edited": 1}
    first, second, *others = the_report(desk).versions
    assert others == [first, second]
    numbers = [(it.before, it.after) for it in desk.store.changes() if it.type == "number revised"]
    assert numbers == [("12", "19"), ("19", "12"), ("12", "19")]
    assert desk.changes()["report revised"] == 3
    assert "19 dockers" in shown(desk)


MORE = tuple(
    f"Pilots of pier {number} told the harbour board that {number + 3} ships would leave for Callao unless a "
    f"berth was free by the {number + 9}th of the month, and that two had left already with all their cargo."
    for number in range(1, 7)
)


def test_words_that_alternate_for_ever_count_three_times(desk: Desk) -> None:
    feed = _Feed(desk)
    for hour in range(9):
        feed.tell((*(STRIKE if hour % 2 else CORRECTED), *MORE), hour)
    assert len(the_report(desk).versions) == 6


@pytest.mark.parametrize("more", [MORE, ()], ids=["whole text", "all that is known"])
def test_items_whose_text_is_in_the_feed_have_versions(desk: Desk, more: Sequence[str]) -> None:
    feed = _Feed(desk)
    every = (*STRIKE, *more, LAST)
    told = (every, (LEAD, *every[1:]), (LEAD, *every[1:-1]), every)
    for hour, lines in enumerate(told):
        feed.tell(lines, hour)
        assert len(the_report(desk).versions) == hour + 1
    assert shown(desk).endswith(LAST)
    assert desk.changes()["report revised"] == 3
    feed.tell(every, 5)
    assert len(the_report(desk).versions) == 4


@pytest.mark.parametrize("comes", [("page", "summary"), ("summary", "page")], ids=" then ".join)
def test_what_stands_in_for_a_page_that_is_not_had_is_no_version_of_it(
    desk: Desk, comes: Sequence[str]
) -> None:
    feed = _Feed(desk, summary=STRIKE[0])
    for hour, what in enumerate(comes):  # each time the feed tells it anew
        desk.put(strike())
        if what == "summary":
            del desk.world.given[(HOST, "/0")]
        feed.tell((), hour)
    assert len(the_report(desk).versions) == 1
    assert the_report(desk).outlet == "Gazette"
    assert shown(desk).endswith(STRIKE[-1])


def test_items_that_share_an_address_say_nothing_of_what_stands_there_now(desk: Desk) -> None:
    link = desk.world.url(HOST, "/live")
    items = "".join(
        f"<item><guid>{number}</guid><link>{link}</link><title>Dockers</title><description>"
        + "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in (*lines, *MORE))
        + "</description></item>"
        for number, lines in enumerate((STRIKE, CORRECTED))
    )
    url = desk.world.put(HOST, "/feed", f"<rss version='2.0'><channel>{items}</channel></rss>")
    desk.follow(url)
    take = desk.polling().admission()

    def dies(things: list[Rendition | Quarantined]) -> Iterator[Admitted]:
        yield from take(things)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(desk.polling().once(take=dies))
    before = desk.store.counts()
    desk.visit(later(hours=1))
    after = desk.store.counts()
    assert [after[name] for name in ("rendition", "change")] == [
        before[name] for name in ("rendition", "change")
    ]
    assert after["rendition"] == 2


class _Feed:
    """A feed of one item that carries the article's text, or a summary of it."""

    def __init__(self, desk: Desk, summary: str = "") -> None:
        self.desk, self.summary = desk, summary
        self.url = desk.world.put(HOST, "/feed", b"")
        self.known = False

    def tell(self, lines: Sequence[str], hour: int) -> None:
        """Let the feed carry these paragraphs, and visit it."""
        body = "".join(f"&lt;p&gt;{line}&lt;/p&gt;" for line in lines) or self.summary
        item = (
            f"<item><guid>a</guid><link>{self.desk.world.url(HOST, '/0')}</link>"
            f"<title>Dockers arrested</title>"
            f"<pubDate>Sun, 01 Feb 2026 08:00:{hour:02d} GMT</pubDate>"
            f"<description>{body}</description></item>"
        )
        self.desk.world.put(HOST, "/feed", f"<rss version='2.0'><channel>{item}</channel></rss>".encode())
        if not self.known:
            self.desk.follow(self.url)
            self.known = True
        self.desk.visit(later(hours=hour * 4))
