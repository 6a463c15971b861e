"""`watchfloor sources` and `watchfloor poll` as people use them, against a web on loopback."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cli.commands import WATCHFLOOR, Said
from tests.world import Given, World, feed, page, tagged, words
from watchfloor.cli import app
from watchfloor.errors import UsageError, WatchfloorError
from watchfloor.ingest.sources import new_source
from watchfloor.store import Sources, Store

HOST = "127.0.0.1"
ALLOW = ("--allow-network", "127.0.0.0/8")


def watchfloor(*arguments: str | Path) -> Said:
    """Run a command in this process: the parser is loaded once for all of these tests."""
    done = CliRunner().invoke(app, [str(it) for it in arguments], env={"COLUMNS": "200", "NO_COLOR": "1"})
    if isinstance(done.exception, WatchfloorError):
        return Said(2 if isinstance(done.exception, UsageError) else 1, done.stdout, str(done.exception))
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Said(done.exit_code, done.stdout, done.stderr)


class Desk:
    """A floor in a folder, and the web that it may visit."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder = folder
        self.world = world
        assert watchfloor("init", folder).code == 0
        self.configure('contact = "desk@example.org"\n')

    def configure(self, settings: str) -> None:
        (self.folder / "watchfloor.toml").write_text(settings, "utf-8")

    def sources(self, *arguments: str | Path) -> Said:
        allowed = ALLOW if arguments[0] in ("add", "check") else ()
        return watchfloor("sources", *arguments, *allowed, "--floor", self.folder)

    def poll(self, *arguments: str) -> Said:
        return watchfloor("poll", "--once", *ALLOW, *arguments, "--floor", self.folder)

    def titles(self) -> list[str | None]:
        with Store.open(self.folder) as store:
            return [rendition.title for rendition in store.renditions()]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with World() as world:
        yield Desk(tmp_path / "floor", world)


def site(world: World) -> str:
    """Publish a small site whose front page names its feed."""
    link = world.put(HOST, "/1", page("Pier closed", words(1), words(2)))
    entry = (link, "Pier closed", "The board closed pier 4 on Monday.")
    world.put(HOST, "/feed.xml", tagged(feed(entry, title="The Gazette"), '"1"'))
    head = '<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">'
    return world.put(HOST, "/", f"<html><head>{head}</head><body><h1>The Gazette</h1></body></html>")


def test_a_site_is_added_polled_and_asked_again_for_nothing(desk: Desk) -> None:
    added = desk.sources("add", site(desk.world), "--folder", "Ports/North")
    assert added.code == 0, added.err
    feed_url = desk.world.url(HOST, "/feed.xml")
    assert added.out.split("\t")[0::3] == ["added", feed_url + "\n"]
    polled = desk.poll()
    assert polled.code == 0, polled.err
    assert polled.out.startswith("added\t")
    assert "1 visited, 0 not well, 1 added" in polled.err
    assert desk.titles() == ["Pier closed"]
    assert desk.poll().out == ""
    (listed,) = json.loads(desk.sources("list", "--json").out)
    assert (listed["title"], listed["group"], listed["kind"]) == ("The Gazette", ["Ports", "North"], "feed")
    assert desk.sources("health").code == 0


def test_a_look_before_adding_keeps_nothing(desk: Desk) -> None:
    looked = desk.sources("check", site(desk.world))
    assert looked.code == 0, looked.err
    assert "Pier closed" in looked.out
    assert "missing: byline" in looked.out
    assert json.loads(desk.sources("list", "--json").out) == []


def test_a_site_without_a_feed_says_what_to_do(desk: Desk) -> None:
    url = desk.world.put(HOST, "/", page("Notice", words(1), words(2)))
    said = desk.sources("add", url)
    assert said.code == 1
    assert "--page" in said.err
    assert desk.sources("add", url, "--page").code == 0


def test_a_source_that_fails_is_told_with_a_remedy_and_changes_nothing(desk: Desk) -> None:
    desk.sources("add", site(desk.world))
    desk.world.put(HOST, "/feed.xml", Given(b"", 503))
    said = desk.poll("--json")
    assert said.code == 0
    assert json.loads(said.out)["status"] == "failing"
    sick = desk.sources("health")
    assert sick.code == 1
    assert "answers 503" in sick.out
    with Store.open(desk.folder) as store:
        assert store.last_sequence() == 1  # the act of adding it


def test_no_address_inside_is_visited_unless_allowed(desk: Desk) -> None:
    url = site(desk.world)
    for command in ("add", "check"):
        said = watchfloor("sources", command, url, "--floor", desk.folder)
        assert said.code in (1, 2)
        assert "127.0.0.1" in said.err
    desk.sources("add", url)
    asked = len(desk.world.asked)
    assert watchfloor("poll", "--once", "--floor", desk.folder).code == 0
    assert len(desk.world.asked) == asked
    desk.configure('contact = "desk@example.org"\nallow_network = ["127.0.0.0/8"]\n')
    desk.sources("resume", desk.world.url(HOST, "/feed.xml"))
    assert watchfloor("poll", "--once", "--floor", desk.folder).out.startswith("added\t")


def test_no_visit_without_a_contact(desk: Desk) -> None:
    desk.configure("")
    for said in (desk.poll(), desk.sources("add", site(desk.world))):
        assert said.code == 2
        assert "contact" in said.err
    assert desk.world.asked == []


def test_what_cannot_be_read_is_not_added_unless_it_is_wanted_anyway(desk: Desk) -> None:
    silent, missing = "http://127.0.0.1:9/feed", desk.world.url(HOST, "/none.xml")
    for place, why in ((silent, "cannot be reached"), (missing, "the site answers 404")):
        said = desk.sources("add", place)
        assert (said.code, said.out) == (1, "")
        assert why in said.err
        assert "--anyway" in said.err
    assert json.loads(desk.sources("list", "--json").out) == []
    desk.world.put(HOST, "/robots.txt", Given(b"", 503))
    closed = desk.sources("add", site(desk.world))
    assert (closed.code, closed.out) == (1, "")
    assert "robots.txt cannot be had" in closed.err
    assert desk.sources("add", desk.world.url(HOST, "/feed.xml"), "--anyway").code == 0
    kept = desk.sources("add", silent, "--anyway")
    assert kept.code == 0
    assert "tried again" in kept.err
    assert "failing" in desk.sources("health").out


def test_a_missing_scheme_is_guessed_and_shown(desk: Desk) -> None:
    said = desk.sources("add", "nowhere.invalid/feed")
    assert said.code == 1
    assert "nowhere.invalid/feed is taken for https://nowhere.invalid/feed" in said.err


def test_a_source_is_visited_as_often_as_wished(desk: Desk) -> None:
    assert desk.sources("add", site(desk.world), "--every", "15m").code == 0
    desk.poll()
    with Store.open(desk.folder) as store:
        [held] = Sources(store).all()
    assert (held.source.every, held.health.interval) == (900, 900)
    for wrong in ("1m", "often", "99d", "5"):
        assert desk.sources("add", site(desk.world), "--every", wrong).code == 2


def test_how_often_pages_are_asked_again_is_set_and_shown(desk: Desk) -> None:
    address = site(desk.world)
    today = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    desk.world.put(HOST, "/1", page("Pier closed", words(1), words(2), published=today))
    assert desk.sources("add", address, "--revisit", "seldom").code == 0
    assert desk.sources("add", address, "--revisit", "hourly").code == 2
    assert desk.poll().code == 0
    [listed] = json.loads(desk.sources("list", "--json").out)
    assert listed["revisit"] == "seldom"
    shown = desk.sources("show", listed["id"])
    assert re.search(
        r"pages asked again \(seldom\): [1-9]\d* wait; the next in \d hours; 0 found edited", shown.out
    )
    assert "healthy; visited as often as it changes" in shown.out
    assert desk.sources("set", listed["id"], "--revisit", "never", "--every", "20m").code == 0
    assert "visited every 20 min" in desk.sources("show", listed["id"]).out
    assert " never " in desk.sources("list").out
    assert desk.sources("set", listed["id"]).code == 2
    assert desk.sources("show", "nobody").code == 2


def test_poll_now_visits_what_is_not_due(desk: Desk) -> None:
    desk.sources("add", site(desk.world))
    desk.poll()
    asked = len(desk.world.paths())
    desk.poll()
    assert len(desk.world.paths()) == asked
    assert "1 visited" in desk.poll("--now").err


def test_lists_come_and_go_as_opml(desk: Desk, tmp_path: Path) -> None:
    given = tmp_path / "feeds.opml"
    given.write_text(
        '<opml version="2.0"><body><outline text="Ports"><outline type="rss" text="Gazette &amp; Co"'
        ' xmlUrl="https://gazette.example/feed"/></outline>'
        '<outline type="rss" text="Wire" xmlUrl="https://wire.example/rss"/></body></opml>',
        "utf-8",
    )
    said = desk.sources("import", given)
    assert "2 sources added" in said.err
    assert "0 sources added, 2 there already" in desk.sources("import", given).err
    back = tmp_path / "back.opml"
    desk.sources("export", back)
    assert desk.sources("export").out == back.read_text("utf-8")
    other = Desk(tmp_path / "other", desk.world)
    other.sources("import", back)
    before, after = (json.loads(it.sources("list", "--json").out) for it in (desk, other))
    keys = ("id", "url", "title", "group")
    assert [[it[key] for key in keys] for it in after] == [[it[key] for key in keys] for it in before]
    assert desk.world.asked == []


def test_an_opml_file_with_entities_is_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("sentinel", "utf-8")
    given = tmp_path / "evil.opml"
    given.write_text(
        f'<!DOCTYPE opml [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]><opml><body>'
        '<outline type="rss" text="&x;" xmlUrl="https://gazette.example/feed"/></body></opml>',
        "utf-8",
    )
    said = desk.sources("import", given)
    assert said.code == 1
    assert "sentinel" not in said.out + said.err
    assert json.loads(desk.sources("list", "--json").out) == []


def test_paused_sources_are_not_visited_and_removed_ones_are_gone(desk: Desk) -> None:
    desk.sources("add", site(desk.world))
    url = desk.world.url(HOST, "/feed.xml")
    desk.sources("pause", url)
    assert desk.poll().out == ""
    assert desk.titles() == []
    desk.sources("remove", url)
    assert json.loads(desk.sources("list", "--json").out) == []
    said = desk.sources("pause", url)
    assert said.code == 2
    assert "sources list" in said.err


def test_a_second_poll_is_refused_and_ctrl_c_ends_the_first_at_once(desk: Desk) -> None:  # 67
    """A host that holds the line for half a minute holds nobody up who wants to stop."""
    held = socket.create_server((HOST, 0))
    with Store.open(desk.folder, write=True) as store:
        url = f"http://{HOST}:{held.getsockname()[1]}/feed"
        Sources(store).add(new_source(url, "feed"), due="2026-02-01T08:00:00Z")
    command = [WATCHFLOOR, "poll", *ALLOW, "--floor", str(desk.folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as first:
        held.settimeout(60)
        line, _ = held.accept()
        second = desk.poll()
        assert second.code == 1
        assert f"another `watchfloor poll` (process {first.pid})" in second.err
        began = time.monotonic()
        os.killpg(first.pid, signal.SIGINT)  # as a terminal does, to the children too
        said = first.communicate(timeout=60)[1]
        assert time.monotonic() - began < 5
    line.close()
    held.close()
    assert first.returncode == 130
    assert said == "stopped; what was said to be added is kept, the rest is read at the next poll\n"


def test_answers_say_which_sources_and_days_they_rest_on(desk: Desk) -> None:
    desk.sources("add", site(desk.world))
    desk.poll()
    desk.sources("add", desk.world.put(HOST, "/sick.xml", feed(("", "Notice", words(9)))))
    desk.world.put(HOST, "/sick.xml", Given(b"", 503))
    desk.poll()
    said = watchfloor("changes", "--since", "2099-01-01", "--floor", desk.folder)
    assert said.code == 0
    assert "since 2099-01-01 00:00 UTC" in said.err
    assert "no changes in what was asked" in said.err
    assert "2 sources followed, 1 read; NOT READ: Gazette (failing since" in said.err
    assert "the site answers 503" in said.err
    assert "No baseline yet" in said.err
    shown = watchfloor("show", "alerts", "--floor", desk.folder)
    assert "no alerts in what was read" in shown.err
    empty = watchfloor("show", "alerts", "--json", "--floor", desk.folder)
    assert json.loads(empty.out) == []
    assert "NOT READ" in empty.err
    told = json.loads(desk.sources("coverage", "--json").out)
    assert (told["followed"], told["read"], told["languages"]) == (2, 1, {"en": 1})
    before = desk.sources("coverage", "--as-of", "2026-01-01").out
    assert "No source is followed" in before
