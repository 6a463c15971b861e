"""Feeds: the fixtures of feedparser, gofeed, feed-rs and node-feedparser, for the fields that we keep.

feedparser's well-formed fixtures state what they expect as Python (`entries[0]['title'] == 'x'`), gofeed's as
JSON. Words are compared as plain words, moments as moments; of a date without a zone only the day is kept.
The ill-formed ones must end in items or in a reason, never in another error.
"""

from __future__ import annotations

import ast
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.dates import parse_moment
from watchfloor.ingest.formats.feed import Feed, FeedItem, parse_feed
from watchfloor.ingest.page.structured import plain, safe_url

_KEPT = {
    "title": "title",
    "link": "url",
    "id": "id",
    "guid": "id",
    "summary": "summary",
    "description": "summary",
    "published_parsed": "published",
    "created_parsed": "published",
    "updated_parsed": "modified",
    "publishedParsed": "published",
    "updatedParsed": "modified",
}
_EXPECT = re.compile(rb"Expect:\s*(.+?)\s*(?:-->|\n)", re.S)


def measure(data: Path) -> dict[str, float]:
    """Return the share of expected fields that are right, and of feeds that end in items or in a reason."""
    hits, survived = [], []
    for name, fixture, companions in _fixtures(data / "feeds"):
        feed, alive = _read(fixture)
        survived.append(alive)
        hits += [_is_right(feed, *expected) for expected in _expectations(name, fixture, companions)]
    return {
        "fields": sum(hits) / len(hits) if hits else 0.0,
        "survived": sum(survived) / len(survived) if survived else 0.0,
    }


def _fixtures(folder: Path) -> Iterator[tuple[str, bytes, dict[str, bytes]]]:
    for archive in sorted(folder.glob("*.tar.xz")):
        held: dict[str, bytes] = {}
        with tarfile.open(archive) as members:
            for member in members:
                stream = members.extractfile(member) if member.isfile() else None
                if stream is not None:
                    held[f"{archive.stem}/{member.name}"] = stream.read()
        for name in sorted(held):
            if Path(name).suffix in (".xml", ".atom", ".html") or name.endswith("/json/example.json"):
                yield name, held[name], held


def _read(fixture: bytes) -> tuple[Feed | None, bool]:
    try:
        return parse_feed(fixture, where="feed", url="http://example.com/feed"), True
    except InputError:
        return None, True
    except Exception:  # noqa: BLE001 - that none escapes is what is counted
        return None, False


def _expectations(name: str, fixture: bytes, held: dict[str, bytes]) -> Iterator[tuple[int, str, object]]:
    """Yield index, field and value of each thing that a fixture expects of an item's kept fields."""
    if "/wellformed/" in name and (match := _EXPECT.search(fixture)):
        yield from _stated(match[1].decode("utf-8", "replace"))
    beside = held.get(str(Path(name).with_suffix(".json")))
    if "/translator/" in name and beside:
        for index, item in enumerate(json.loads(beside).get("items") or ()):
            yield from ((index, _KEPT[key], value) for key, value in item.items() if key in _KEPT and value)


def _stated(expression: str) -> Iterator[tuple[int, str, object]]:
    try:
        tree = ast.parse(expression, mode="eval")
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], ast.Eq):
            match = re.fullmatch(r"entries\[(\d)\](?:\['(\w+)'\]|\.(\w+))", ast.unparse(node.left))
            value = _literal(node.comparators[0])
            if match and value is not None and (field := _KEPT.get(match[2] or match[3])):
                yield int(match[1]), field, value


def _literal(node: ast.expr) -> object:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left), _literal(node.right)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    try:
        value: object = ast.literal_eval(node)
    except ValueError:
        return None
    return value


def _is_right(feed: Feed | None, index: int, field: str, expected: object) -> bool:
    if feed is None or index >= len(feed.items):
        return False
    found = getattr(feed.items[index], field)
    return _same(feed.items[index], field, found, expected)


def _same(item: FeedItem, field: str, found: Any, expected: object) -> bool:
    if field in ("published", "modified"):
        moment = _moment(expected)
        return found == moment or (found is not None and moment is not None and found == moment[:10])
    if field == "url":
        return found == safe_url(expected) or (
            found is not None and found.rstrip("/") == str(expected).rstrip("/")
        )
    if field == "summary":  # one of the item's own texts
        return plain(expected) in (found or "", plain(item.markup))
    return (found or "") == plain(expected)


def _moment(expected: object) -> str | None:
    if isinstance(expected, tuple):
        year, month, day, hour, minute, second = expected[:6]
        return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
    return parse_moment(str(expected))
