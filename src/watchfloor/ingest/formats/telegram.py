"""Chats that Telegram exports: as JSON of any length, and as pages of a thousand messages each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from watchfloor.errors import InputError

_PIECE = 1 << 20  # characters that are read at a time
_LONGEST = 8 << 20  # characters of one message with all that is beside it
_LARGEST_PAGE = 64 << 20  # bytes
_LONGEST_KEY = 40  # characters of what a list of messages begins with
_LIST = re.compile(r'(?<!\\)"messages"\s*:\s*\[')
_GAP = re.compile(r"[\s,]*")
_TITLE = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}) "
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2}):(?P<second>\d{2})"
    r"(?: UTC(?P<offset>[+-]\d{2}:\d{2}))?"
)

# The line, when it was written, the sender, the words, and why it cannot be read, "" where it is no message.
Told = tuple[int, datetime | None, str, str, str]


def read_telegram_json(path: Path, zone: ZoneInfo) -> Iterator[Told]:
    """Yield the messages of an export as JSON, one after the other, however long the file is."""
    for line, item in _items(path):
        if item.get("type") == "message":
            yield _told(line, item, zone)
        else:
            yield line, None, "", "", ""


def _told(line: int, item: dict[str, Any], zone: ZoneInfo) -> Told:
    sender = str(item.get("from") or item.get("from_id") or "deleted account")
    words = _words(item.get("text"))
    try:
        if "date_unixtime" in item:
            at = datetime.fromtimestamp(int(item["date_unixtime"]), UTC)
        else:
            written = datetime.fromisoformat(str(item["date"]))
            at = (written if written.tzinfo else written.replace(tzinfo=zone)).astimezone(UTC)
    except (KeyError, ValueError, OverflowError, OSError, TypeError):
        return line, None, sender, words, "it has no time that can be read; give it a date as the others have"
    return line, at, sender, words, ""


def _words(text: object) -> str:
    """Return the words of a message, which stand in pieces where some of them are links or names."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    return "".join(it if isinstance(it, str) else str(it.get("text") or "") for it in text
                   if isinstance(it, str | dict))  # fmt: skip


class _Messages:
    """Finds the objects of the lists of messages in JSON that comes in pieces; `line` is where it is."""

    def __init__(self) -> None:
        self.line = 1
        self.inside = False
        self._held = ""
        self._decoder = json.JSONDecoder()

    def feed(self, piece: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the objects that are whole now, each with the line that it begins on."""
        self._held += piece
        while self._enter():
            while (found := self._next()) is not None:
                yield found
            if self.inside:
                break
        if self.inside and len(self._held) > _LONGEST:
            raise InputError(_where(self.line), "it is no JSON from here on; export the chat again, as JSON")

    def _enter(self) -> bool:
        """Go to the next list of messages, if one begins in what is held; tell whether it is in one."""
        if not self.inside:
            begun = _LIST.search(self._held)
            self._pass(begun.end() if begun else max(0, len(self._held) - _LONGEST_KEY))
            self.inside = begun is not None
        return self.inside

    def _next(self) -> tuple[int, dict[str, Any]] | None:
        """Return the next object; None where the list ends, or goes on in the next piece."""
        gap = _GAP.match(self._held)
        at = gap.end() if gap else 0
        if self._held[at : at + 1] == "]":
            self._pass(at + 1)
            self.inside = False
            return None
        try:
            item, end = self._decoder.raw_decode(self._held, at)
        except ValueError:
            return None
        line = self.line + self._held.count("\n", 0, at)
        self._pass(end)
        return line, item if isinstance(item, dict) else {}

    def _pass(self, end: int) -> None:
        self.line += self._held.count("\n", 0, end)
        self._held = self._held[end:]


def _items(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the objects of every list of messages in a file, each with the line that it begins on."""
    found = _Messages()
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        while piece := file.read(_PIECE):
            yield from found.feed(piece)
    if found.inside:
        raise InputError(_where(found.line), "it breaks off here; export the chat again, as JSON")


def _where(line: int) -> str:
    return f"the chat, line {line}"


def read_telegram_page(path: Path, zone: ZoneInfo) -> Iterator[Told]:
    """Yield the messages of an exported page; who wrote several in a row is named once."""
    if path.stat().st_size > _LARGEST_PAGE:
        raise InputError("the chat", "the page is too large to be one of Telegram's; export the chat as JSON")
    page = etree.HTML(path.read_bytes(), etree.HTMLParser(encoding="utf-8", no_network=True, recover=True))
    sender = "deleted account"
    for found in page.iter("div") if page is not None else ():
        classes = (found.get("class") or "").split()
        if "message" not in classes:
            continue
        line = int(found.sourceline or 0)
        if "default" not in classes:
            yield line, None, "", "", ""
            continue
        named = _part(found, "from_name")
        sender = _text(named) if named is not None and "joined" not in classes else sender
        yield line, _page_time(found, zone), sender, _text(_part(found, "text")), ""


def _part(message: Any, name: str) -> Any:
    found = message.xpath(f".//div[contains(concat(' ', @class, ' '), ' {name} ')]")
    return found[0] if found else None


def _text(part: Any) -> str:
    if part is None:
        return ""
    for line in part.iter("br"):
        line.tail = "\n" + (line.tail or "")
    return "".join(part.itertext()).strip()


def _page_time(message: Any, zone: ZoneInfo) -> datetime | None:
    held = message.xpath(".//div[contains(concat(' ', @class, ' '), ' date ')]/@title")
    found = _TITLE.search(held[0]) if held else None
    if found is None:
        return None
    parts = {name: int(found[name]) for name in ("year", "month", "day", "hour", "minute", "second")}
    try:
        at = datetime(**parts, tzinfo=zone)
        if found["offset"]:
            at = datetime.fromisoformat(f"{at:%Y-%m-%dT%H:%M:%S}{found['offset']}")
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
