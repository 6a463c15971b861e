"""A watched page changes when its words do, and an empty answer changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.commands import command, files_of
from tests.world import World
from watchfloor.store import Store

HOST = "127.0.0.1"
ALLOW = ("--allow-network", "127.0.0.0/8")
NOTE = b"Posted 1 hour ago \xc2\xb7 99 views"
TOLL = b"Police stopped 15 lorries"


class Desk:
    """A floor that watches one page."""

    def __init__(self, folder: Path, world: World) -> None:
        self.folder, self.world = folder, world
        assert command("init", folder).code == 0
        (folder / "watchfloor.toml").write_text('contact = "desk@example.org"\n', "utf-8")

    def visit(self, body: bytes) -> Counter[str]:
        """Return the changes of the visit at which the page gives `body`, by their types."""
        url = self.world.put(HOST, "/notice", body)
        if not json.loads(command("sources", "list", "--json", "--floor", self.folder).out):
            added = command("sources", "add", url, "--page", *ALLOW, "--floor", self.folder)
            assert added.code == 0, added.output
        before = self._changes()
        command("poll", "--once", "--now", *ALLOW, "--floor", self.folder)
        return self._changes() - before

    def _changes(self) -> Counter[str]:
        with Store.open(self.folder) as store:
            return Counter(change.type for change in store.changes())

    def is_well(self) -> bool:
        return command("sources", "health", "--floor", self.folder).code == 0


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with World() as world:
        yield Desk(tmp_path / "floor", world)


NOTES = (
    "Posted 2 hours ago · 140 views",
    "Posted yesterday · 1,204 views",
    "Posted 3 days ago · 12k views · 4 comments",
    "Updated 5 minutes ago | 99 reads",
    "Last updated: 3 hours ago",
    "",
)


def test_096_how_long_ago_and_how_often_seen_is_no_change(desk: Desk) -> None:
    [path] = files_of("096")
    first = path.read_bytes()
    assert NOTE in first
    assert desk.visit(first)["new story"] == 1
    for note in NOTES:
        assert desk.visit(first.replace(NOTE, note.encode())) == {}, note
    changed = first.replace(NOTE, NOTES[0].encode()).replace(TOLL, b"Police stopped 19 lorries")
    assert desk.visit(changed)["revised"] == 1


EMPTY = (
    b"",
    b"<html><body></body></html>",
    b"<html lang='en'><head><title>Notice</title></head><body><article></article></body></html>",
    b"<html><body><p>We will be right back.</p></body></html>",
    b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>",
    b"Internal error",
)


def test_097_a_page_that_is_empty_for_one_visit_is_no_change(desk: Desk) -> None:
    [path] = files_of("097")
    assert desk.visit(path.read_bytes())["new story"] == 1
    for nothing in EMPTY:
        assert desk.visit(nothing) == {}, nothing
        assert not desk.is_well()
    assert desk.visit(path.read_bytes()) == {}
    assert desk.is_well()
