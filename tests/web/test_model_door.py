"""Programs of language models ask a floor by the protocol's own client, on stdio and over HTTP."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp_types import CallToolResult, ListToolsResult

from tests.cli.commands import WATCHFLOOR, environment
from tests.faults.commands import command
from tests.web.floors import Desk, somebody
from watchfloor.config import read_config
from watchfloor.errors import NotAllowedError, UsageError
from watchfloor.model import PrincipalRole
from watchfloor.web import server
from watchfloor.web.api_route import PREFIX
from watchfloor.web.reach import ServerReach
from watchfloor.web.served import ServedFloor
from watchfloor.web.tools import TOOLS, answered, as_viewer

LONGEST_START = 60.0  # seconds, on a machine with much else to do
NEVER = "0a1b2c3d4e5f6071"
Call = tuple[str, dict[str, Any]]


async def _asked(server: Any, calls: Sequence[Call]) -> tuple[ListToolsResult, list[CallToolResult]]:
    async with Client(server) as client:
        listed = await client.list_tools()
        return listed, [await client.call_tool(name, given) for name, given in calls]


def over_stdio(folder: Path, calls: Sequence[Call]) -> tuple[ListToolsResult, list[CallToolResult]]:
    command_line = StdioServerParameters(
        command=WATCHFLOOR, args=["mcp", "--floor", str(folder)], env=environment()
    )
    return anyio.run(_asked, command_line, calls)


@pytest.fixture(scope="module")
def own(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, str]:
    """Return a floor of the examples, and a key of it."""
    folder = tmp_path_factory.mktemp("models") / "floor"
    copytree(desk.folder, folder)
    return Desk(folder), command("key", "add", "model", "--role", "viewer", "--floor", folder).out.strip()


@pytest.fixture(scope="module")
def ids(desk: Desk) -> Mapping[str, str]:
    """Return an id of each kind of thing that a tool is asked of."""
    client = desk.client()

    def first(what: str, key: str = "id") -> str:
        found: str = client.get(f"{PREFIX}/{what}").json()["items"][0][key]
        return found

    return {
        "situation": "fishing",
        "story": first("stories"),
        "report": first("reports"),
        "event": first("events"),
        "explain": first("events"),
    }


def calls_of(ids: Mapping[str, str]) -> list[Call]:
    """Return one call of each tool."""
    asked = {"search": {"words": "quota"}}
    return [(name, {"id": ids[name]} if name in ids else asked.get(name, {})) for name in TOOLS]


@pytest.fixture(scope="module")
def told(own: tuple[Desk, str], ids: Mapping[str, str]) -> tuple[ListToolsResult, dict[str, CallToolResult]]:
    calls = calls_of(ids)
    listed, results = over_stdio(own[0].folder, calls)
    return listed, {name: it for (name, _), it in zip(calls, results, strict=True)}


def test_every_tool_is_listed_as_reading_alone(told: tuple[ListToolsResult, Any]) -> None:
    tools = {it.name: it for it in told[0].tools}
    assert list(tools) == list(TOOLS)
    assert all(it.annotations and it.annotations.read_only_hint for it in tools.values())
    assert "as_of" in tools["events"].input_schema["properties"]
    assert tools["story"].input_schema["required"] == ["id"]


def spans_in(value: Any) -> Iterator[tuple[str, str]]:
    """Yield the words of evidence in an answer, each with the id of its text."""
    if isinstance(value, dict):
        if "text_id" in value and ("text" in value or "words" in value):
            yield value["text_id"], value.get("text") or value["words"]
        for held in value.values():
            yield from spans_in(held)
    if isinstance(value, list):
        for held in value:
            yield from spans_in(held)


WITHOUT_SPANS = {"situations", "coverage", "explain"}


@pytest.mark.parametrize("name", sorted(TOOLS))
def test_every_tool_answers_with_the_words_it_rests_on(
    told: tuple[Any, dict[str, CallToolResult]], name: str
) -> None:
    result = told[1][name]
    assert not result.is_error, result.content
    [block] = result.content
    assert block.type == "text"
    assert json.loads(block.text) == result.structured_content
    words = list(spans_in(result.structured_content))
    assert words or name in WITHOUT_SPANS
    assert all(text for _, text in words)


def timeless(answer: Any) -> dict[str, Any]:
    """Return an answer without the moment at which it was given, and what depends on that."""
    return {name: it for name, it in answer.items() if name not in ("at", "as_of", "rests_on")}


def test_answers_are_those_of_the_api(
    own: tuple[Desk, str], told: tuple[Any, dict[str, CallToolResult]], ids: Mapping[str, str]
) -> None:
    client = own[0].client(PrincipalRole.VIEWER)
    same = {
        "events": "events?limit=10",
        "event": f"events/{ids['event']}",
        "quotes": "quotes?limit=10",
        "numbers": "numbers?limit=10",
        "changes": "changes?limit=10",
        "ahead": "ahead?limit=10",
        "search": "search?words=quota&limit=10",
        "explain": f"explanations/{ids['explain']}",
        "coverage": "coverage",
        "briefs": "briefs?limit=10",
    }
    for name, path in same.items():
        assert timeless(told[1][name].structured_content) == timeless(
            client.get(f"{PREFIX}/{path}").json()
        ), name
    explained = command("explain", ids["explain"], "--json", "--floor", own[0].folder)
    assert told[1]["explain"].structured_content == json.loads(explained.out)


@pytest.fixture
def ask(desk: Desk) -> Callable[..., dict[str, Any]]:
    """Return what calls a tool in this process."""
    floor = ServedFloor(config=read_config(desk.folder), clock=lambda: "2026-11-01T00:00:00Z")

    def asked(name: str, role: PrincipalRole | None = PrincipalRole.VIEWER, **given: Any) -> dict[str, Any]:
        return answered(floor, somebody(role), name, given)

    return asked


def test_rows_follow_each_other_by_their_cursor(ask: Callable[..., dict[str, Any]]) -> None:
    every = [it["id"] for it in ask("events", limit=1000)["items"]]
    first = ask("events", limit=3)
    second = ask("events", limit=3, after=first["next"])
    assert [it["id"] for it in first["items"] + second["items"]] == every[:6]


def test_who_asks_reads_as_a_viewer() -> None:
    for role in PrincipalRole:
        assert as_viewer(somebody(role)) == somebody(PrincipalRole.VIEWER)
    assert not as_viewer(somebody(None)).roles


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("story", {"id": NEVER}, "no story"),
    ("story", {}, "give the id"),
    ("story", {"id": 7}, "give the id"),
    ("story", {"id": "x" * 300}, "give the id"),
    ("explain", {"id": NEVER}, "no id of the floor"),
    ("events", {"colour": "red"}, "no parameter 'colour'"),
    ("events", {"type": ["DANCE"]}, "DANCE"),
    ("events", {"limit": 0}, "from 1 to 1000"),
    ("events", {"limit": 1.5}, "whole number"),
    ("events", {"after": "from elsewhere"}, "cursor"),
    ("events", {"actor": {"id": "x"}}, "whole number"),
    ("events", {"as_of": "2199-01-01"}, "still to come"),
    ("briefs", {"limit": 101}, "from 1 to 100"),
    ("coverage", {"as_of": "soon"}, "soon"),
    ("situation", {"id": "../watchfloor"}, "no situation"),
    ("event", {"id": "%00"}, "no event"),
]


def test_what_is_no_question_is_told_so_that_it_can_be_mended(own: tuple[Desk, str]) -> None:
    _, results = over_stdio(own[0].folder, [*((name, given) for name, given, _ in REFUSED), ("coverage", {})])
    for (name, given, words), result in zip(REFUSED, results[:-1], strict=True):
        assert result.is_error, (name, given)
        [block] = result.content
        assert block.type == "text"
        assert words in block.text, (name, given)
    assert not results[-1].is_error, "a wrong question ends nothing"


def test_a_name_that_no_text_can_have_is_no_id(ask: Callable[..., dict[str, Any]]) -> None:
    with pytest.raises(UsageError, match="no event"):
        ask("event", id="\ud800")
    with pytest.raises(UsageError, match="there is no tool"):
        ask("evnts")
    with pytest.raises(NotAllowedError):
        ask("events", None)


def test_it_ends_when_it_is_interrupted(own: tuple[Desk, str]) -> None:
    command_line = [WATCHFLOOR, "mcp", "--floor", str(own[0].folder)]
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "test", "version": "1"},
        },
    }
    with subprocess.Popen(
        command_line,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(hello) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["result"]["serverInfo"]["name"] == "watchfloor"
        process.send_signal(signal.SIGINT)
        assert process.wait(LONGEST_START) == -signal.SIGINT


@pytest.fixture(scope="module")
def served(own: tuple[Desk, str]) -> tuple[str, str]:
    """Return where the floor is served on loopback, and a key of it."""
    desk, key = own
    told: list[str] = []
    said = threading.Event()

    def tell(words: str) -> None:
        told.append(words)
        said.set()

    floor = ServedFloor(config=read_config(desk.folder), clock=lambda: "2026-11-01T00:00:00Z")
    serving = server.Serving(floor=floor, principal=somebody(), reach=ServerReach(port=0), tell=tell)
    threading.Thread(target=server.serve, args=(serving,), daemon=True).start()
    assert said.wait(LONGEST_START)
    [found] = re.findall(r"http://127\.0\.0\.1:\d+", told[0])
    return f"{found}/mcp", key


async def _asked_over_http(address: str, key: str, calls: Sequence[Call]) -> Any:
    async with httpx2.AsyncClient(headers={"authorization": f"Bearer {key}"}) as http:
        return await _asked(streamable_http_client(address, http_client=http), calls)


def test_the_same_is_answered_over_http_with_a_key(
    served: tuple[str, str], ids: Mapping[str, str], told: tuple[Any, dict[str, CallToolResult]]
) -> None:
    calls = calls_of(ids)
    listed, results = anyio.run(_asked_over_http, *served, calls)
    assert [it.name for it in listed.tools] == list(TOOLS)
    for (name, _), result in zip(calls, results, strict=True):
        assert not result.is_error, result.content
        if name in ("events", "story", "briefs"):
            assert timeless(result.structured_content) == timeless(told[1][name].structured_content)


def test_nothing_is_answered_without_a_key_or_to_another_site(desk: Desk, served: tuple[str, str]) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accepted = {"accept": "application/json, text/event-stream"}
    client, _ = desk.stranger()
    assert client.post("/mcp", json=body, headers=accepted).status_code == 401
    assert client.get("/mcp").status_code == 401
    inside = desk.client()
    assert inside.post("/mcp", json=body, headers=accepted).status_code == 403, "no token of the session"
    nobody = desk.client(None)
    assert nobody.get("/mcp").status_code == 405
    http = httpx2.Client(headers={**accepted, "authorization": "Bearer wfk_guess"})
    with http:
        assert http.post(served[0], json=body).status_code == 401
        assert http.post(served[0], json=body, headers={"host": "evil.example"}).status_code == 421


def test_what_is_no_call_of_the_protocol_is_refused(served: tuple[str, str]) -> None:
    address, key = served
    headers = {"authorization": f"Bearer {key}", "accept": "application/json, text/event-stream"}
    with httpx2.Client(headers=headers) as http:
        for body in (b"", b"{", b"[]", b"[" * 50_000, b"\xff", b'{"jsonrpc": "2.0"}', b"null"):
            answer = http.post(address, content=body, headers={"content-type": "application/json"})
            assert answer.status_code == 400, body[:20]
        form = {"content-type": "application/x-www-form-urlencoded"}
        assert http.post(address, content=b"x=1", headers=form).status_code == 415
        assert http.post(address, content=b"x" * 300_000).status_code == 413
        assert http.get(address).status_code == 405
        assert http.delete(address).status_code == 405
