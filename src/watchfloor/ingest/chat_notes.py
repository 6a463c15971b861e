"""Messages of a chat -> reports of our own people, a message each: by whom as a role, never as a name.

The file is read twice: who writes in it is known before anything that somebody writes is taken down, so that
no name or number of theirs stands in the words of others either.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from watchfloor.errors import InputError
from watchfloor.gazetteer.places import gazetteer
from watchfloor.ingest.build import quarantine
from watchfloor.ingest.formats.chats import ChatMessage, DateOrder, read_chat
from watchfloor.ingest.notes import OwnNote, own_rendition
from watchfloor.model import Handling, Quarantined, Rendition, as_moment, instant_of

_EARLIEST = 1990  # before it nobody wrote by telephone
_ALIKE = 4_096  # messages among which one is told from another with its words, its minute and its sender
_MOST_SENDERS = 20_000
_NUMBER = re.compile(
    r"(?<![\w.,])(?:@\d{7,15}|(?:\+|00)\d[\d ().-]{7,16}\d|0\d{2,4}[ /-]\d[\d -]{4,10}\d|\d{10,15})(?!\w)"
)  # of a telephone
_SHORTEST = 3  # letters of a name that is looked for
_LARGE = 100_000  # people of a town: many a first name is a village's too


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatPlan:
    """How a chat is taken down: what it is called, by which clock, whose names stand for which roles."""

    called: str
    zone: ZoneInfo
    handling: Handling = "internal"
    roles: Mapping[str, str] = field(default_factory=dict)
    order: DateOrder | None = None


def chat_reports(
    path: Path, plan: ChatPlan, *, arrived: str, shown: Callable[[str], str], tell: Callable[[str], None]
) -> Iterator[Rendition | Quarantined]:
    """Yield a report for each message, and for each that cannot be one why; `tell` hears of the rest.

    `shown` gives a moment as the desk reads it.
    """
    senders = Senders(plan.roles)
    for item in read_chat(path, plan.zone, order=plan.order):
        if isinstance(item, ChatMessage):
            senders.add(item.sender)
    taker = _Taker(plan=plan, senders=senders, names=senders.names(), arrived=arrived, shown=shown)
    passed = 0
    for item in read_chat(path, plan.zone, order=plan.order):
        if isinstance(item, ChatMessage):
            yield taker.taken(item)
        elif item.why:
            yield taker.refused(item.line, item.why)
        else:
            passed += 1
    if passed:
        count = "1 line is no message" if passed == 1 else f"{passed:,} lines are no messages"
        tell(f"{count} in words (joins, calls, pictures left out): passed over")


@dataclass(slots=True, kw_only=True)
class _Taker:
    """Takes messages down; of those that are alike in all, `alike` counts the last few thousand."""

    plan: ChatPlan
    senders: Senders
    names: NamesOfSenders
    arrived: str
    shown: Callable[[str], str]
    alike: OrderedDict[tuple[str, str, int], int] = field(default_factory=OrderedDict)

    def taken(self, message: ChatMessage) -> Rendition | Quarantined:
        """Return the report that a message is, or why it is none."""
        if why := _why_not(message.at, instant_of(self.arrived) + timedelta(days=1)):
            return self.refused(message.line, why)
        seen = as_moment(message.at)
        role, words = self.senders.role(message.sender), self.names.taken_out(message.words)
        note = OwnNote(
            words=words,
            role=role,
            seen=seen,
            shown=self.shown(seen),
            handling=self.plan.handling,
            chat=self.plan.called,
            nth=self._nth(seen, role, words),
        )
        try:
            return own_rendition(note, where=_where(self.plan, message.line), arrived=self.arrived)
        except InputError as error:
            return self.refused(message.line, error.cause)

    def refused(self, line: int, why: str) -> Quarantined:
        """Return that a line cannot be a report, and why."""
        held = quarantine(InputError(_where(self.plan, line), why), arrived=self.arrived)
        return replace(held, handling=self.plan.handling)

    def _nth(self, seen: str, role: str, words: str) -> int:
        key = (seen, role, hash(words))
        self.alike[key] = self.alike.get(key, -1) + 1
        if len(self.alike) > _ALIKE:
            self.alike.popitem(last=False)
        return self.alike[key]


def _why_not(at: datetime, latest: datetime) -> str | None:
    """Return what is wrong with the time of a message, with the remedy; None where nothing is."""
    wrong = "has not come yet" if at > latest else f"is before {_EARLIEST}" if at.year < _EARLIEST else None
    if wrong is None:
        return None
    return f"its time, {at:%Y-%m-%d %H:%M} UTC, {wrong}; mend the time in that line and add the chat again"


def _where(plan: ChatPlan, line: int) -> str:
    return f"{plan.called}, line {line}"


class Senders:
    """Who writes in a chat, by roles: those given by name or number, else numbered as they come."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._given = {_key(name): role for name, role in roles.items()}
        self._roles: dict[str, str] = {}

    def add(self, name: str) -> None:
        """Give somebody a role, once."""
        if name in self._roles:
            return
        if len(self._roles) >= _MOST_SENDERS:
            raise InputError("the chat", f"more than {_MOST_SENDERS:,} people write in it; part the file")
        numbered = sum(role.startswith("sender ") for role in self._roles.values()) + 1
        self._roles[name] = self._given.get(_key(name)) or f"sender {numbered}"

    def role(self, name: str) -> str:
        """Return the role of somebody who writes."""
        return self._roles[name]

    def names(self) -> NamesOfSenders:
        """Return the names of all who write, to be taken out of what is written."""
        return NamesOfSenders(self._roles)


def _key(name: str) -> str:
    digits = re.sub(r"\D", "", name)
    return digits if len(digits) >= 7 else " ".join(name.casefold().split()).lstrip("~ ")


class NamesOfSenders:
    """The names of those who write in a chat, where they stand in its words."""

    def __init__(self, roles: Mapping[str, str]) -> None:
        self._roles: dict[str, str] = {}
        for name, role in roles.items():
            for form in _forms(name):
                self._roles.setdefault(form, role)
        forms = sorted(self._roles, key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)@?(?:{'|'.join(map(re.escape, forms))})(?!\w)") if forms else None
        )

    def taken_out(self, words: str) -> str:
        """Return words with roles for the names of those who write, and without numbers of telephones."""
        if self._pattern is not None:
            words = self._pattern.sub(lambda found: self._roles[found[0].removeprefix("@")], words)
        return _NUMBER.sub("[number]", words)


def _forms(name: str) -> Iterator[str]:
    """Yield what somebody is called: the whole name, and its parts that are no large town's name too."""
    whole = " ".join(name.lstrip("~ \u202f").split())
    if len(whole) >= _SHORTEST and not re.fullmatch(r"[\d\s()+-]+", whole):
        yield whole
    parts = [it for it in re.findall(r"[^\W\d_]+", whole) if len(it) >= _SHORTEST and it[0].isupper()]
    if len(parts) > 1:
        yield from (part for part in parts if not _is_town(part))


def _is_town(name: str) -> bool:
    """Tell whether a name is more likely a town's than somebody's, in what is written about the world."""
    return any((place.people or 0) >= _LARGE or place.kind == "country" for place in gazetteer().find(name))
