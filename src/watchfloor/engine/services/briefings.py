"""Briefings as people ask for them: which there are, what one would say now, and sent at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.model import Principal, as_moment
from watchfloor.permissions import Action, require
from watchfloor.store import Store

if TYPE_CHECKING:
    from watchfloor.engine.orders.briefing_files import BriefingsRead
    from watchfloor.exchange.briefings import BriefingText

__all__ = ["BriefingDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingDesk:
    """The briefings of a floor; `clock` gives the present moment."""

    config: Config
    clock: Callable[[], str]

    def briefings(self, principal: Principal) -> BriefingsRead:
        """Return the briefings, and what is wrong with those that cannot be read."""
        from watchfloor.engine.orders.briefing_files import read_briefings

        require(principal, Action.READ)
        return read_briefings(self.config)

    def next_due(self, principal: Principal, name: str) -> str:
        """Return when a briefing is due next."""
        from watchfloor.engine.orders.briefing_files import briefing_named

        require(principal, Action.READ)
        plan = briefing_named(self.config, name)
        return as_moment(plan.schedule.next(datetime.fromisoformat(self.clock())))

    def preview_briefing(self, principal: Principal, name: str) -> BriefingText:
        """Return what a briefing would say now, as the receivers of its channel may see it."""
        from watchfloor.engine.orders.briefing_files import briefing_named
        from watchfloor.engine.orders.briefings import briefer

        require(principal, Action.READ)
        plan = briefing_named(self.config, name)
        with Store.open(self.config.store) as store:
            return briefer(self.config).text(store, plan, now=self.clock())

    def send_briefing(self, principal: Principal, name: str) -> None:
        """Put a briefing into the outbox now, beside those that are sent when they are due."""
        from watchfloor.engine.orders.briefing_files import briefing_named
        from watchfloor.engine.orders.briefings import briefer

        require(principal, Action.DELIVER)
        plan = briefing_named(self.config, name)
        now = self.clock()
        with Store.open(self.config.store, turns=True) as store:
            briefer(self.config).send(store, plan, slot=now, now=now)
