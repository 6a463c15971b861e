"""Requests of every operation that the API's document tells, sound, at the edge and broken, and what is held.

Made of the document alone, and of ids, names and cursors that a floor holds: an operation that is added is
tried.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.faults.commands import command
from tests.web.floors import HOST, Desk
from watchfloor.web.api_route import PREFIX
from watchfloor.web.defence import LARGEST_CALL
from watchfloor.web.openapi import document

ROLES = ("viewer", "analyst", "editor", "administrator")
HIDDEN = "sprocketwood"  # of one text alone, which is withheld
WITHHELD = {
    "title": "Fire in sprocketwood stores",
    "text": "Six workers were killed in a fire in sprocketwood stores in Lisbon on Sunday, Portuguese police "
    'said. Mayor Ines Roldao said: "We knew that sprocketwood burns." She will visit them on 3 June 2031.',
    "outlet": "Harbour Wire",
    "published": "2026-03-15T08:00:00Z",
    "url": "https://harbourwire.example/stores",
}
# Words that somebody tries who wants to see what happens; each was a fault of some program once.
ODD = (
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "[]",
    "9" * 400,
    "٣",
    "\x00",
    "\u202egnp.exe",
    "🐟",
    "e\u0301" * 50,
    "' OR 1=1 --",
    '") MATCH ("',
    "NEAR(",
    '"',
    "*",
    "%00",
    "%2e%2e%2f",
    "..",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "<script>alert(1)</script>",
    "x" * 501,
)
TIMES = (
    "2026-03-05",
    "2026-03-05T06:00",
    "2026-03-05T06:00:00Z",
    "2026-03-05T06:00:00+25:00",
    "yesterday",
    "monday",
    "24h",
    "7d",
    "99999999999d",
    "last",
    "2026-02-30",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "2199-01-01",
)
_TIME_NAMES = frozenset({"since", "until", "from", "to", "as_of", "day", "at", "seen", "moment"})
# What a field of that name holds where it is sound.
_SOUND: Mapping[str, Sequence[str]] = {
    "country": ("IE", "Spain", "ES"),
    "place": ("Lisbon", "Dublin"),
    "actor": ("Ireland",),
    "type": ("PROTEST", "COERCE", "PROTEST/strike"),
    "outlet": ("Harbour Wire",),
    "language": ("en", "de"),
    "label": ("hit", "miss", "state-run"),
    "words": ("quota", "fishing quota", '"hake quotas"'),
    "text": ("name: docks\ncountry: IE\ntype: PROTEST\n", "name: [x", "- a\n- b", "&a [*a, *a]"),
    "address": ("http://127.0.0.1:9/feed", "https://127.0.0.1/x", "http://[::1]/", "http://nobody@/x"),
    "slot": ("place", "day"),
    "value": ("Lisbon", "2026-03-05", "12"),
    "zone": ("Europe/Dublin",),
    "name": ("a.jsonl", "b.html", "c.txt", "d.pdf", "e.zip", "../../f.txt", "g.txt.gz", "docks"),
}
_CONTENT_TYPES = (
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json; charset=latin-1",
    "application/jsonp",
    "",
)
_HEADERS: Mapping[str, Sequence[str]] = {
    "if-none-match": ("*", '"x"', 'W/"x", "y"', "x" * 1000),
    "idempotency-key": ("a", "b", "x" * 201, "ä", " "),
    "accept": ("text/html", "application/xml;q=0.9", "x"),
    "range": ("bytes=0-10",),
    "x-csrf-token": ("x",),
    "origin": ("https://evil.example", "null"),
    "content-length": ("1000000000", "-1", "x"),
    "last-event-id": ("0", "-1", "999999999999999999", "x"),
}
FILES = (
    b"",
    b'{"text": "Police arrested three dockers in Lisbon on Monday.", "outlet": "Harbour Wire"}\n',
    b'{"text": 7}\n{"text": "\\ud800"}\n{',
    b"<html><body><article><p>Dockers in Lisbon went on strike on Monday.</p></article></body></html>",
    b"%PDF-1.7 nothing",
    b"PK\x03\x04nothing",
    b"\x1f\x8bnothing",
    b"\xff\xfe\x00" * 50,
    b"x" * (LARGEST_CALL + 1),
)
_SOUND_FILES = FILES[1:2]
_BROKEN_BODIES = (
    b"",
    b"{",
    b"null",
    b"[]",
    b"[" * 50_000,
    b'"\xff"',
    b'{"a": NaN}',
    b'{"reason": "\\ud800"}',
    b"\xef\xbb\xbf{}",
    b"x" * (LARGEST_CALL + 1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the document."""

    method: str
    path: str
    told: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Return its name."""
        return str(self.told["operationId"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One request; `of` is who sends it: a role, nobody, or somebody with a wrong key."""

    method: str
    target: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    of: str = "viewer"


def operations() -> list[Operation]:
    """Return every operation, in the order of the document."""
    return [
        Operation(method=method.upper(), path=path, told=told)
        for path, methods in document()["paths"].items()
        for method, told in methods.items()
    ]


class FuzzedFloor:
    """A served floor with keys of all roles, and what it holds: ids, names and cursors to ask with."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        said = command("add", "-", "--floor", desk.folder, given=json.dumps(WITHHELD))
        assert said.code == 0, said.output
        app = desk.stranger()[0].app
        self.clients = {"nobody": TestClient(app, base_url=f"http://{HOST}", raise_server_exceptions=False)}
        for role in ROLES:
            key = command("key", "add", f"{role}-key", "--role", role, "--floor", desk.folder).out.strip()
            self.clients[role] = TestClient(
                app,
                base_url=f"http://{HOST}",
                headers={"authorization": f"Bearer {key}"},
                raise_server_exceptions=False,
            )
        self.ids: tuple[str, ...] = ()
        self.ids_of: dict[str, tuple[str, ...]] = {}
        self.cursors: tuple[str, ...] = ()
        self._look()

    def _look(self) -> None:
        """Learn what can be asked for, then take one report away."""
        ids: list[str] = []
        cursors: list[str] = []
        for what in ("stories", "events", "reports", "alerts", "actors", "changes", "numbers"):
            told = self.clients["viewer"].get(f"{PREFIX}/{what}", params={"limit": "2"}).json()
            self.ids_of[what] = tuple(it["id"] for it in told["items"])
            ids += self.ids_of[what]
            cursors += [told["next"]] if told["next"] else []
        found = self.clients["viewer"].get(f"{PREFIX}/search", params={"words": HIDDEN}).json()
        [report] = {it["report"] for it in found["items"]}
        said = command("withhold", report, "--reason", "asked", "--floor", self.desk.folder)
        assert said.code == 0, said.output
        self.ids = (*ids, report, "fishing", "examples", "0a1b2c3d4e5f6071")
        self.cursors = tuple(cursors)

    def answer(self, sent: Sent) -> Any:
        """Return the answer to a request."""
        return self.clients[sent.of].request(
            sent.method, sent.target, headers=dict(sent.headers), content=sent.body
        )


# -------------------------------------------------------------------------------------------- what is sent


def sound_for(name: str, floor: FuzzedFloor) -> Sequence[str]:
    """Return values that a field takes by its name."""
    sound: Sequence[str] = TIMES if name in _TIME_NAMES else _SOUND.get(name, ())
    if name in ("after", "cursor"):
        sound = floor.cursors
    return tuple(sound or floor.ids)


def words_for(name: str, floor: FuzzedFloor) -> SearchStrategy[str]:
    """Return values of a field by its name: sound more often than not."""
    known, odd = st.sampled_from(sound_for(name, floor)), st.sampled_from(ODD)
    return st.one_of(known, known, known, odd, st.sampled_from(floor.ids), st.text(max_size=20))


@st.composite
def sent(draw: DrawFn, operation: Operation, floor: FuzzedFloor) -> Sent:
    """Draw a request of an operation."""
    headers = dict(_headers(draw, operation))
    body = None
    if operation.method != "GET":
        taken = operation.told.get("requestBody", {}).get("content", {"application/json": {}})
        headers.setdefault("content-type", next(iter(taken)))
        body = _body(draw, operation, floor)
    return Sent(
        method=operation.method,
        target=f"{PREFIX}{_path(draw, operation, floor)}{_query(draw, operation, floor)}",
        headers=headers,
        body=body,
        of=draw(st.sampled_from((*ROLES, "administrator", "administrator", "nobody"))),
    )


@st.composite
def sound(draw: DrawFn, operation: Operation, floor: FuzzedFloor) -> Sent:
    """Draw a request of an administrator as the document asks for it; what it is about may be gone."""
    told = operation.told.get("requestBody", {}).get("content", {})
    body, headers = None, {}
    if "application/json" in told:
        schema = told["application/json"]["schema"]
        body = json.dumps(_of_schema(draw, schema, "", floor, is_sound=True)).encode("utf-8", "replace")
    elif told:
        body = draw(st.sampled_from(_SOUND_FILES))
    if told:
        headers["content-type"] = next(iter(told))
    kind = operation.path.strip("/").partition("/")[0]
    ids = st.sampled_from(floor.ids_of.get(kind) or floor.ids)
    path = re.sub(r"\{\w+\}", lambda _: quote(draw(ids), safe=""), operation.path)
    needed = [it for it in operation.told.get("parameters", ()) if it["in"] == "query" and it.get("required")]
    pairs = [(it["name"], draw(st.sampled_from(sound_for(it["name"], floor)))) for it in needed]
    pairs += [("words", "quota")] if operation.path == "/search" else []
    query = f"?{urlencode(pairs)}" if pairs else ""
    return Sent(
        method=operation.method,
        target=f"{PREFIX}{path}{query}",
        headers=headers,
        body=body,
        of="administrator",
    )


def _path(draw: DrawFn, operation: Operation, floor: FuzzedFloor) -> str:
    def drawn(_: re.Match[str]) -> str:
        usual = st.sampled_from(floor.ids)
        # An id with a slash, or one of dots, would be the address of another operation.
        odd = words_for("id", floor).filter(lambda it: it not in ("", ".", "..") and "/" not in it)
        return quote(draw(st.one_of(usual, usual, odd)).encode("utf-8", "replace"), safe="")

    return re.sub(r"\{\w+\}", drawn, operation.path)


def _query(draw: DrawFn, operation: Operation, floor: FuzzedFloor) -> str:
    told = [it for it in operation.told.get("parameters", ()) if it["in"] == "query"]
    chosen = draw(st.lists(st.sampled_from(told), max_size=4)) if told else []
    pairs = [(it["name"], _value(draw, it, floor)) for it in chosen]
    if operation.path == "/search" and draw(st.integers(0, 3)):
        pairs.append(("words", draw(words_for("words", floor))))
    if draw(st.integers(0, 19)) == 0 or operation.path == "/stream":  # a stream that is sound would not end
        pairs.append(("nothing", "x"))
    return f"?{urlencode(pairs, errors='replace')}" if pairs else ""


def _value(draw: DrawFn, told: Mapping[str, Any], floor: FuzzedFloor) -> str:
    schema = told["schema"]
    if "enum" in schema:
        return draw(st.one_of(st.sampled_from(schema["enum"]), st.sampled_from(ODD)))
    if schema.get("type") == "integer":
        sound = st.integers(schema.get("minimum", 0), min(schema.get("maximum", 50), 20)).map(str)
        return draw(st.one_of(sound, sound, st.integers().map(str), st.sampled_from(ODD)))
    if schema.get("type") == "boolean":
        return draw(st.one_of(st.sampled_from(("true", "false", "1", "")), st.sampled_from(ODD)))
    return draw(words_for(told["name"], floor))


def _headers(draw: DrawFn, operation: Operation) -> Iterator[tuple[str, str]]:
    if draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from(sorted(_HEADERS)))
        value = draw(st.sampled_from(_HEADERS[name]))
        if value.isascii():
            yield name, value
    if operation.method != "GET" and draw(st.integers(0, 9)) == 0:
        yield "content-type", draw(st.sampled_from(_CONTENT_TYPES))


def _body(draw: DrawFn, operation: Operation, floor: FuzzedFloor) -> bytes:
    told = operation.told.get("requestBody")
    if told is None:
        return draw(st.sampled_from((b"", b"", b"", b"{}", b"x")))
    if draw(st.integers(0, 7)) == 0:
        return draw(st.sampled_from(_BROKEN_BODIES))
    if "application/json" not in told["content"]:
        return draw(st.sampled_from(FILES))
    schema = told["content"]["application/json"]["schema"]
    value = _of_schema(draw, schema, "", floor)
    if isinstance(value, dict):
        _spoil(draw, value, floor)
    return json.dumps(value).encode("utf-8", "replace")


def _spoil(draw: DrawFn, value: dict[str, Any], floor: FuzzedFloor) -> None:
    """Take a field out of a body, add one, or let one be of another kind; mostly none of these."""
    how = draw(st.integers(0, 11))
    if how == 0 and value:
        value.pop(draw(st.sampled_from(sorted(value))))
    elif how == 1:
        value["nothing"] = "x"
    elif how == 2 and value:
        odd: tuple[Any, ...] = (None, 1, -1.5, [], {}, True, 2**70, [[[]]], "x" * 3_000)
        value[draw(st.sampled_from(sorted(value)))] = draw(st.sampled_from(odd))
    elif how == 3 and value:
        value[draw(st.sampled_from(sorted(value)))] = draw(words_for("", floor))


def _of_schema(
    draw: DrawFn, schema: Mapping[str, Any], name: str, floor: FuzzedFloor, *, is_sound: bool = False
) -> Any:
    """Draw a value of a schema of the document."""
    if "$ref" in schema:
        referred = _schemas()[schema["$ref"].rpartition("/")[2]]
        return _of_schema(draw, referred, name, floor, is_sound=is_sound)
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    if "anyOf" in schema:
        return _of_schema(draw, draw(st.sampled_from(schema["anyOf"])), name, floor, is_sound=is_sound)
    kind = schema.get("type")
    if kind == "object":
        needed = set(schema.get("required", ()))
        return {
            key: _of_schema(draw, held, key, floor, is_sound=is_sound)
            for key, held in schema.get("properties", {}).items()
            if key in needed or draw(st.booleans())
        }
    if kind == "array":
        size = draw(st.integers(schema.get("minItems", 0), 2))
        items = schema.get("items", {})
        return [_of_schema(draw, items, name, floor, is_sound=is_sound) for _ in range(size)]
    if is_sound and schema.get("type") == "string":
        return draw(st.sampled_from(_SOUND["address"] if name == "address" else sound_for(name, floor)))
    return _scalar(draw, schema, name, floor)


def _scalar(draw: DrawFn, schema: Mapping[str, Any], name: str, floor: FuzzedFloor) -> Any:
    kind = schema.get("type")
    if kind == "integer":
        return draw(st.integers(schema.get("minimum", 0), schema.get("maximum", 100)))
    if kind == "number":
        return draw(st.floats(allow_nan=False, allow_infinity=False))
    if kind == "boolean":
        return draw(st.booleans())
    if kind == "null":
        return None
    if name == "address":  # never of a place that answers
        return draw(st.sampled_from(_SOUND["address"]))
    if "pattern" in schema:
        named = st.sampled_from(("ports", "docks", "fishing", "examples"))
        return draw(st.one_of(named, words_for(name, floor)))
    return draw(words_for(name, floor))


@cache
def _schemas() -> Mapping[str, Any]:
    found: Mapping[str, Any] = document()["components"]["schemas"]
    return found


# -------------------------------------------------------------------------------------------- what is held


def check(operation: Operation, answer: Any, floor: FuzzedFloor, sent: Sent) -> None:
    """Raise AssertionError where an answer is none that the document tells of, or shows what it may not."""
    status = str(answer.status_code)
    where = f"{sent.method} {sent.target} as {sent.of} -> {status}: {answer.text[:300]}"
    assert answer.status_code < 500, where
    assert status in operation.told["responses"], f"not documented: {where}"
    if sent.of == "nobody":
        assert answer.status_code >= 400, where
    assert HIDDEN not in answer.text.casefold(), f"shown though withheld: {where}"
    if status == "304":
        assert answer.content == b"", where
        return
    media = answer.headers["content-type"].partition(";")[0]
    content = _response(operation, status)["content"]
    assert media in content, f"{media} is not documented: {where}"
    errors = list(_validator(json.dumps(content[media]["schema"])).iter_errors(answer.json()))
    assert not errors, f"{errors[0].message[:300]} at {list(errors[0].path)}: {where}"


def _response(operation: Operation, status: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = operation.told["responses"][status]
    if "$ref" in told:
        return dict(_components()["responses"][told["$ref"].rpartition("/")[2]])
    return told


@cache
def _components() -> Mapping[str, Any]:
    found: Mapping[str, Any] = document()["components"]
    return found


@cache
def _validator(schema: str) -> Any:
    return Draft202012Validator({**json.loads(schema), "components": _components()})
