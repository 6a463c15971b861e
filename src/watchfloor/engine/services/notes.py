"""What our own people saw and told: noted at the desk, taken in like any report, beside what others tell."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.engine.answer.times import Clock, moment_shown
from watchfloor.engine.prepare.choice import processes_or_here
from watchfloor.errors import UsageError
from watchfloor.model import Handling, Moment, Place, Principal, Quarantined, Rendition
from watchfloor.permissions import Action, require
from watchfloor.store import Store

# Each call imports what it needs: the stages cost a second of a core.
if TYPE_CHECKING:
    from watchfloor.engine.admit.admission import Admitted
    from watchfloor.ingest.formats.chats import DateOrder

__all__ = ["Admitted", "NoteDesk", "Noted", "NotedChat"]

_HOUR = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_EARLIEST = 1990  # what is seen is reported within days; older is a slip of the pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """What somebody notes: the words, who of our own told them as a role, when it was seen and where.

    `seen` is written as people do ("13:05", "2026-11-24 13:05"); without it, it is now.
    """

    words: str
    role: str
    seen: str | None = None
    place: str | None = None
    handling: Handling = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedChat:
    """An exported chat: what it is called here, and whose names stand for which roles.

    Its clock is that of the desk; `dates` says how days are written ("day", "month" or "year" first) where
    the chat does not tell.
    """

    path: Path
    called: str = "chat"
    roles: Mapping[str, str] = field(default_factory=dict)
    dates: DateOrder | None = None
    handling: Handling = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDesk:
    """The reports of our own people; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    def note(self, principal: Principal, noted: Noted) -> Admitted:
        """Take in what somebody of our own saw; in the log with who notes it, who may take it back."""
        from watchfloor.ingest.notes import LONGEST_NOTE, OwnNote, own_rendition

        require(principal, Action.NOTE)
        if not noted.words.strip() or not noted.role.strip():
            raise UsageError(
                'a note needs its words and a role: watchfloor note "bridge closed" --from driver'
            )
        if len(noted.words) > LONGEST_NOTE:
            raise UsageError(f"a note has at most {LONGEST_NOTE:,} characters; add a long text as a file")
        arrived = self.clock()
        seen = self._seen(noted.seen, arrived)
        note = OwnNote(
            words=noted.words,
            role=noted.role,
            seen=seen,
            shown=moment_shown(seen, self.config.timezone),
            place=self._place(noted.place),
            handling=noted.handling,
        )
        [admitted] = self._admit(principal, [own_rendition(note, where="note", arrived=arrived)])
        return admitted

    def note_chat(
        self, principal: Principal, chat: NotedChat, *, tell: Callable[[str], None], processes: int = 0
    ) -> Iterator[Admitted]:
        """Take in an exported chat, a message a report; yield what became of each, as it is kept.

        Who writes is a role: no name or telephone of theirs is kept. `tell` hears of what was passed over.
        """
        from watchfloor.ingest.chat_notes import ChatPlan, chat_reports

        require(principal, Action.NOTE)
        zone = self.config.timezone
        plan = ChatPlan(
            called=chat.called, zone=zone, handling=chat.handling, roles=chat.roles, order=chat.dates
        )
        items = chat_reports(
            chat.path, plan, arrived=self.clock(), shown=lambda seen: moment_shown(seen, zone), tell=tell
        )
        return self._admit(principal, items, processes=processes)

    def _seen(self, written: str | None, arrived: str) -> Moment:
        """Return when something was seen, as a person writes it in the zone of the desk."""
        clock = Clock(datetime.fromisoformat(arrived), self.config.timezone)
        if not written:
            return clock.bound(arrived, "begin").instant
        given = written.strip()
        hour = _HOUR.fullmatch(given)
        if hour:
            today = clock.now.astimezone(self.config.timezone)
            at = today.replace(hour=int(hour[1]), minute=int(hour[2]), second=0, microsecond=0)
            written = at.isoformat()
        found = clock.bound(written.strip(), "begin").instant
        if datetime.fromisoformat(found) > clock.now + timedelta(minutes=1):
            raise UsageError(f"{given} has not come yet; write the day too: --seen '{arrived[:10]} 08:30'")
        if int(found[:4]) < _EARLIEST:
            raise UsageError(f"{given} is before {_EARLIEST}; write when it was seen: --seen 13:05")
        return found

    def _place(self, written: str | None) -> Place | None:
        """Return where something was seen; a place that nobody knows keeps its name, and lies nowhere."""
        from watchfloor.engine.decide.slot_values import place_named
        from watchfloor.store.own_tables import own_table_of

        name = " ".join((written or "").split())
        if not name:
            return None
        with Store.open(self.config.store) as store:
            return place_named(name, own_table_of(store, "places")) or Place(name=name)

    def _admit(
        self, principal: Principal, items: Iterable[Rendition | Quarantined], *, processes: int = 0
    ) -> Iterator[Admitted]:
        from watchfloor.engine.admit.admission import Floor
        from watchfloor.engine.admit.noted import note_alerts
        from watchfloor.journal import FileJournal
        from watchfloor.watch import floor_watches

        moment, watches = self.clock(), floor_watches(self.config).watches
        with Store.open(self.config.store, turns=True) as store:
            journal = FileJournal(self.config.folder)
            note_alerts(store, journal)
            floor = Floor(store, watches, journal=journal, zone_of=self.config.zone_of, by=principal.id)
            yield from floor.take(items, arrival=lambda _: moment, pool=processes_or_here(processes))
