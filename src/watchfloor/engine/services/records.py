"""The record of a story, comments and assignments, and the shift, as people and pages ask for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.model import Principal, ShiftState, StoryId, StoryRecord
from watchfloor.permissions import Action, require
from watchfloor.store import Store

if TYPE_CHECKING:
    from watchfloor.engine.decide.desk_work import DeskWork
    from watchfloor.engine.decide.verdicts import Judged

__all__ = ["RecordDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDesk:
    """The work on a floor's stories and alerts; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    def story_record(
        self, principal: Principal, story_id: StoryId, *, as_of: str | None = None
    ) -> StoryRecord:
        """Return what was known, told and decided of a story at a moment."""
        from watchfloor.engine.answer.records import story_record

        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            return story_record(store, story_id, as_of=as_of, now=self.clock())

    def shift(self, principal: Principal, *, as_of: str | None = None) -> ShiftState:
        """Return what the shift of who asks leaves to the next, or left at a moment."""
        from watchfloor.engine.answer.shifts import shift_state

        require(principal, Action.READ)
        with Store.open(self.config.store) as store:
            own = {principal.id, *principal.signatures}
            return shift_state(store, own=own, now=self.clock(), as_of=as_of)

    def comment(self, principal: Principal, any_id: str, words: str) -> Judged:
        """Say something of a story or alert; it stays at the desk."""
        with self._work(principal) as work:
            return work.comment(any_id, words, by=principal.id, at=self.clock())

    def assign(self, principal: Principal, any_id: str, to: str, *, note: str = "") -> Judged:
        """Let somebody see to a story or alert."""
        with self._work(principal) as work:
            return work.assign(any_id, to, note=note, by=principal.id, at=self.clock())

    def done(self, principal: Principal, any_id: str, *, note: str = "") -> Judged:
        """Say that what was assigned is done."""
        with self._work(principal) as work:
            return work.done(any_id, note=note, by=principal.id, at=self.clock())

    def hand_over(self, principal: Principal, to: str, *, note: str = "") -> Judged:
        """Leave the shift to somebody, who signs for it."""
        with self._work(principal) as work:
            return work.hand_over(to, note=note, by=principal.id, at=self.clock())

    def sign(self, principal: Principal, *, note: str = "") -> Judged:
        """Take over what was handed over last."""
        with self._work(principal) as work:
            return work.sign(note=note, by=principal.id, at=self.clock())

    @contextmanager
    def _work(self, principal: Principal) -> Iterator[DeskWork]:
        from watchfloor.engine.decide.desk_work import DeskWork

        require(principal, Action.JUDGE)
        with Store.open(self.config.store, write=True) as store:
            yield DeskWork(store)
