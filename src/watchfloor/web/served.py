"""The floor that is served: its services, its clock, and who may enter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from watchfloor.config import Config
from watchfloor.engine.answer.times import Clock, moment_shown
from watchfloor.engine.services.alerts import AlertDesk
from watchfloor.engine.services.briefings import BriefingDesk
from watchfloor.engine.services.desk import Desk
from watchfloor.engine.services.floors import FloorDesk
from watchfloor.engine.services.notes import NoteDesk
from watchfloor.engine.services.outbox import OutboxDesk
from watchfloor.engine.services.people import PeopleDesk
from watchfloor.engine.services.questions import QuestionDesk
from watchfloor.engine.services.records import RecordDesk
from watchfloor.engine.services.shares import ShareDesk
from watchfloor.engine.services.sources import SourceDesk
from watchfloor.engine.services.watches import WatchDesk
from watchfloor.journal import Journal, NoJournal


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedFloor:
    """One floor as pages and the API use it; `clock` gives the present moment in UTC."""

    config: Config
    clock: Callable[[], str]
    environment: Mapping[str, str] = field(default_factory=dict)
    journal: Journal = field(default_factory=NoJournal)
    is_polling: bool = False

    @property
    def questions(self) -> QuestionDesk:
        """Return what is asked of the floor."""
        return QuestionDesk(config=self.config, clock=self.clock)

    @property
    def desk(self) -> Desk:
        """Return what people decide, and the situations and watches that they keep."""
        return Desk(config=self.config, clock=self.clock)

    @property
    def watches(self) -> WatchDesk:
        """Return the watches as people write them."""
        return WatchDesk(config=self.config, clock=self.clock)

    @property
    def shares(self) -> ShareDesk:
        """Return what partners are given."""
        return ShareDesk(config=self.config, clock=self.clock)

    @property
    def notes(self) -> NoteDesk:
        """Return the reports of our own people."""
        return NoteDesk(config=self.config, clock=self.clock)

    @property
    def records(self) -> RecordDesk:
        """Return the work on stories and alerts: records, comments, assignments, shifts."""
        return RecordDesk(config=self.config, clock=self.clock)

    @property
    def alerts(self) -> AlertDesk:
        """Return the alerts as people answer them."""
        return AlertDesk(config=self.config, clock=self.clock)

    @property
    def sources(self) -> SourceDesk:
        """Return what is read again and again."""
        return SourceDesk(config=self.config, clock=self.clock)

    @property
    def outbox(self) -> OutboxDesk:
        """Return what is sent."""
        return OutboxDesk(config=self.config, clock=self.clock, environment=self.environment)

    @property
    def briefings(self) -> BriefingDesk:
        """Return what is told of situations when it is due."""
        return BriefingDesk(config=self.config, clock=self.clock)

    @property
    def floor(self) -> FloorDesk:
        """Return the floor itself."""
        return FloorDesk(config=self.config, clock=self.clock)

    @property
    def people(self) -> PeopleDesk:
        """Return who may enter, and keys of programs."""
        return PeopleDesk(config=self.config, clock=self.clock)

    def in_zone(self, zone: str) -> ServedFloor:
        """Return the same floor as somebody in another zone reads it."""
        return replace(self, config=replace(self.config, timezone=ZoneInfo(zone)))

    def now(self) -> Clock:
        """Return the present moment in the zone of the floor."""
        return Clock(datetime.fromisoformat(self.clock()), self.config.timezone)

    def shown(self, moment: str | None) -> str:
        """Return a moment as people of the floor read it."""
        return moment_shown(moment, self.config.timezone)
