"""A floor of the examples and a browser without a screen: the whole application, called in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from shutil import copy

from starlette.testclient import TestClient

from tests.faults.commands import command
from watchfloor.config import read_config
from watchfloor.model import PersonId, Principal, PrincipalRole, as_moment
from watchfloor.web.application import application
from watchfloor.web.book import PeopleBook
from watchfloor.web.served import ServedFloor
from watchfloor.web.sessions import Sessions

EXAMPLES = Path(__file__).parents[2] / "examples"
HOST = "127.0.0.1:8641"
COOKIE = "watchfloor-8641"
DUE = {
    "title": "Review of the hake quotas set",
    "text": "The fishing ministers of Ireland and Spain meet in Lisbon on 12 May 2031 to review quotas.",
    "outlet": "Harbour Wire",
    "published": "2026-03-16T08:00:00Z",
    "url": "https://harbourwire.example/review",
}
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def somebody(role: PrincipalRole | None = PrincipalRole.ADMINISTRATOR, name: str = "mira") -> Principal:
    """Return a person with one role, or with none."""
    return Principal(id=PersonId(f"local:{name}"), name=name, roles=frozenset([role] if role else []))


def examples_floor(folder: Path) -> Path:
    """Make a floor that holds the examples, their watches and a situation."""
    assert command("init", folder).code == 0
    (folder / "watches" / "sample.yaml").unlink()
    copy(EXAMPLES / "watches.yaml", folder / "watches" / "examples.yaml")
    said = command(
        "situation", "add", "fishing", "--title", "The fishing quarrel", "--country", "IE", "--country", "ES",
        "--floor", folder,
    )  # fmt: skip
    assert said.code == 0, said.output
    said = command("add", EXAMPLES / "articles.jsonl", "--floor", folder)
    assert said.code == 0, said.output
    said = command("add", "-", "--floor", folder, given=json.dumps(DUE))
    assert said.code == 0, said.output
    fed = folder.parent / "fed"
    fed.mkdir()
    said = command("sources", "add", fed, "--floor", folder)
    assert said.code == 0, said.output
    return folder


class Desk:
    """A floor that is served, and clients of it."""

    def __init__(self, folder: Path, *, seconds: Callable[[], float] = lambda: 0.0) -> None:
        self.folder = folder
        self.seconds = seconds
        self.addresses = 0

    def client(
        self, role: PrincipalRole | None = PrincipalRole.ADMINISTRATOR, name: str = "mira"
    ) -> TestClient:
        """Return a client that has entered."""
        client, sessions = self._parts(role, name)
        answer = client.get("/enter", params={"token": sessions.new_token()}, follow_redirects=False)
        assert answer.status_code == 303
        return client

    def stranger(self) -> tuple[TestClient, Sessions]:
        """Return a client that has not entered, and the sessions of its server."""
        return self._parts(PrincipalRole.ADMINISTRATOR)

    def _parts(self, role: PrincipalRole | None, name: str = "mira") -> tuple[TestClient, Sessions]:
        config = read_config(self.folder)
        book = PeopleBook(config, seconds=count().__next__)
        sessions = Sessions(somebody(role, name), clock=self.seconds, person_now=book.person)
        floor = ServedFloor(config=config, clock=lambda: as_moment(datetime.now(UTC)), is_polling=True)
        app = application(
            floor,
            sessions,
            book=book,
            hosts=frozenset([HOST]),
            cookie=COOKIE,
            tell_address=self._count_address,
        )
        client = TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)
        return client, sessions

    def _count_address(self) -> None:
        self.addresses += 1


def csrf_of(client: TestClient) -> str:
    """Return the token that stands in the forms of a client."""
    return client.get("/").text.partition('name="csrf" value="')[2].partition('"')[0]
