"""Chats as messengers export them -> messages: when, by whom, in which words; and the lines that are none.

WhatsApp writes a line a message in two styles and many orders of the date, Signal's exporters another one,
Telegram JSON or pages. A message may go on over many lines. Files are read in pieces, however long they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TextIO
from zoneinfo import ZoneInfo

from watchfloor.errors import UsageError
from watchfloor.ingest.formats.telegram import read_telegram_json, read_telegram_page
from watchfloor.tables import Pattern, read_table

ChatKind = Literal["WhatsApp", "Signal", "Telegram", "Telegram page"]
DateOrder = Literal["day", "month", "year"]

LONGEST_MESSAGE = 20_000  # characters; a longer one is refused, and what stands after it read on
_LOOKED_AT = 64_000  # bytes by which a chat is known, and the order of its dates where they tell it
_LONGEST_LINE = 1_000_000  # characters
_MONTHS = 12
_LONGEST_NOTE = 600  # characters of what a messenger itself writes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatMessage:
    """A message of a chat: the line it begins on, when it was written, the sender's name, and the words."""

    line: int
    at: datetime
    sender: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatRefusal:
    """A message that cannot be read, or the number of lines that are no message (`why` is "")."""

    line: int
    why: str


ChatItem = ChatMessage | ChatRefusal


@dataclass(frozen=True, slots=True)
class _SystemLine:
    kind: Literal["system", "empty"]
    form: Pattern


_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_STAMP = (
    r"(?P<one>\d{1,4})[./-](?P<two>\d{1,2})[./-](?P<three>\d{2,4}),? +(?:(?:um|at|à|kl\.?) )?"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?: ?(?P<half>[AaPp])\.? ?[Mm]\.?)?"
)
_FORMS: Mapping[str, re.Pattern[str]] = {
    "bracket": re.compile(rf"\[{_STAMP}\] (?:(?P<sender>[^:\n]{{1,100}}): ?)?(?P<words>.*)", re.S),
    "dash": re.compile(rf"{_STAMP} [-–] (?:(?P<sender>[^:\n]{{1,100}}): ?)?(?P<words>.*)", re.S),
}
_SPACES = re.compile("[\u00a0\u2009\u202f]")


def chat_kind(start: bytes, *, fewest: int = 1) -> ChatKind | None:
    """Return of which messenger an export is that begins so; None where it is none.

    What is text has so many messages at its beginning, at the fewest.
    """
    head = start[:_LOOKED_AT]
    if re.search(rb'"messages"\s*:\s*\[', head) and re.search(rb'"(?:date_unixtime|from_id|actor_id)"', head):
        return "Telegram"
    if b'class="message' in head and b"page_wrap" in head:
        return "Telegram page"
    words = head.decode("utf-8", "replace")
    stamped = [it for it in _clean(words).splitlines() if _form_of(it) is not None]
    spoken = [it for it in stamped if (found := _FORMS[_form_of(it) or ""].match(it)) and found["sender"]]
    first = next((line for line in _clean(words).splitlines() if line.strip()), "")
    if len(spoken) < fewest or _form_of(first) is None:
        return None
    if first.startswith("[") and re.match(r"\[\d{4}-", first):
        return "Signal"
    return "WhatsApp"


def read_chat(path: Path, zone: ZoneInfo, *, order: DateOrder | None = None) -> Iterator[ChatItem]:
    """Yield the messages of an exported chat in their order, and what of it is none.

    `zone` is that of the clock which the messages were written by; `order` says how its dates are written
    where they do not tell. Raise UsageError where the file is no chat that is known.
    """
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    kind = chat_kind(start)
    if kind is None:
        raise UsageError(
            "the chat is no export of WhatsApp, Signal or Telegram; export it as text, Telegram as JSON"
        )
    readers: Mapping[ChatKind, Callable[[], Iterable[ChatItem]]] = {
        "WhatsApp": lambda: _read_lines(path, zone, order or _order_of(path)),
        "Signal": lambda: _read_lines(path, zone, "year"),
        "Telegram": lambda: (_told(*it) for it in read_telegram_json(path, zone)),
        "Telegram page": lambda: (_told(*it) for it in read_telegram_page(path, zone)),
    }
    yield from readers[kind]()


def _told(line: int, at: datetime | None, sender: str, words: str, why: str = "") -> ChatItem:
    """Return a message of Telegram, or why it is none."""
    if at is None or _is_empty(words):
        return ChatRefusal(line=line, why=why)
    return ChatMessage(line=line, at=at, sender=sender, words=words)


# ------------------------------------------------------------------------------------------- lines of text


def _read_lines(path: Path, zone: ZoneInfo, order: DateOrder) -> Iterator[ChatItem]:
    with path.open(encoding="utf-8-sig", errors="replace", newline=None) as file:
        for line, words in _messages(file):
            yield _message(line, words, zone, order)


def _messages(file: TextIO) -> Iterator[tuple[int, str]]:
    """Yield each message with the line that it begins on; what is too long is cut, a little longer."""
    begun, held, size = 1, list[str](), 0
    number = 0
    while raw := file.readline(_LONGEST_LINE):
        number += 1
        line = _clean(raw).rstrip("\n")
        if _form_of(line) is not None and held:
            yield begun, "\n".join(held)
            held, size = [], 0
        if not held:
            begun = number
        if size <= LONGEST_MESSAGE:
            held.append(line[: LONGEST_MESSAGE + 1])
            size += len(line) + 1
    if held:
        yield begun, "\n".join(held)


def _message(line: int, words: str, zone: ZoneInfo, order: DateOrder) -> ChatItem:
    form = _form_of(words)
    found = _FORMS[form].match(words) if form else None
    if found is None:
        return ChatRefusal(line=line, why="it has no time; put it behind the message that it belongs to")
    if len(words) > LONGEST_MESSAGE:
        why = f"it has more than {LONGEST_MESSAGE:,} characters; add so long a text as a file of its own"
        return ChatRefusal(line=line, why=why)
    said = found["words"].strip()
    if found["sender"] is None or _is_system(found["sender"], said) or _is_empty(said):
        return ChatRefusal(line=line, why="")
    at = _moment(found, zone, order)
    if at is None:
        written = words[found.start("one") : found.end("minute")]
        return ChatRefusal(line=line, why=f"{written!r} is no time, days first or months first as the rest")
    return ChatMessage(line=line, at=at, sender=found["sender"].strip(), words=said)


def _clean(words: str) -> str:
    return _SPACES.sub(" ", _MARKS.sub("", words))


def _form_of(line: str) -> str | None:
    """Return in which of the forms a line begins a message; None where it goes on with one."""
    if not line[:1].isdigit() and not line.startswith("["):
        return None
    return next((name for name, form in _FORMS.items() if form.match(line)), None)


def _order_of(path: Path) -> DateOrder:
    """Return how the dates of a chat are written: by a number above twelve, wherever it stands."""
    has_halves = False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for one, two, half in filter(None, (_stamp(_clean(line)) for line in file)):
            if len(one) == len("2026"):
                return "year"
            if max(int(one), int(two)) > _MONTHS:
                return "day" if int(one) > _MONTHS else "month"
            has_halves = has_halves or bool(half)
    return "month" if has_halves else "day"  # who tells "PM" mostly writes months first


def _stamp(line: str) -> tuple[str, str, str] | None:
    form = _form_of(line)
    found = _FORMS[form].match(line) if form else None
    return (found["one"], found["two"], found["half"] or "") if found else None


def _moment(found: re.Match[str], zone: ZoneInfo, order: DateOrder) -> datetime | None:
    one, two, three = (int(found[name]) for name in ("one", "two", "three"))
    year, month, day = {"day": (three, two, one), "month": (three, one, two), "year": (one, two, three)}[
        order
    ]
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        at = datetime(
            year + 2000 if year < 100 else year, month, day, hour, int(found["minute"]),
            int(found["second"] or 0), tzinfo=zone,
        )  # fmt: skip
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


# -------------------------------------------------------------------------------------- what is no message


_NOTES = read_table("ingest/chat_system.tsv", _SystemLine)
_WRITTEN: Mapping[str, tuple[re.Pattern[str], ...]] = {
    # Anchored, so that no use of them tries a form at each character of a line.
    kind: tuple(re.compile(rf"\A(?:{row.form})\Z", re.I) for row in _NOTES if row.kind == kind)
    for kind in ("system", "empty")
}


def _is_empty(words: str) -> bool:
    """Tell whether a message says nothing in words: a picture that was left out, a call, what was deleted."""
    said = words.strip()
    return not re.search(r"\w", said) or _fits("empty", said)


def _is_system(sender: str, words: str) -> bool:
    """Tell whether a line with a colon is a note of the messenger's own all the same."""
    return _fits("system", f"{sender}: {words}") and _fits("system", sender)


def _fits(kind: Literal["system", "empty"], words: str) -> bool:
    return len(words) <= _LONGEST_NOTE and any(form.fullmatch(words) for form in _WRITTEN[kind])
