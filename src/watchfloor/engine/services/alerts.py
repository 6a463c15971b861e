"""Alerts as people answer them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from watchfloor.config import Config
from watchfloor.errors import UsageError
from watchfloor.model import Alert, PersonId, Principal, PrincipalRole
from watchfloor.permissions import Action, require
from watchfloor.store import Store

if TYPE_CHECKING:
    from watchfloor.engine.decide.verdicts import Judged
    from watchfloor.engine.deliver.links import LinkMeaning

__all__ = ["AlertDesk", "Judged", "link_holder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertDesk:
    """The alerts of a floor as people answer them; `clock` gives the moment of an act."""

    config: Config
    clock: Callable[[], str]

    def acknowledge(self, principal: Principal, any_id: str, *, note: str = "") -> list[Judged]:
        """Say that an alert, given by its id or by that of what it is about, is seen and seen to."""
        from watchfloor.engine.decide.acknowledging import Acknowledgements

        require(principal, Action.ACKNOWLEDGE)
        with Store.open(self.config.store, write=True) as store:
            acts = Acknowledgements(store)
            return acts.acknowledge(any_id, note=note, by=principal.id, at=self.clock())

    def close(self, principal: Principal, any_id: str, *, note: str = "") -> list[Judged]:
        """Say that an alert needs nobody any more; news or a correction of what was told opens it again."""
        from watchfloor.engine.decide.acknowledging import Acknowledgements

        require(principal, Action.ACKNOWLEDGE)
        with Store.open(self.config.store, write=True) as store:
            return Acknowledgements(store).close(any_id, note=note, by=principal.id, at=self.clock())

    def linked_alert(self, principal: Principal, token: str) -> Alert:
        """Return the alert that a link acknowledges; raise UsageError for one that is good no more."""
        from watchfloor.engine.decide.acknowledging import Acknowledgements

        require(principal, Action.ACKNOWLEDGE)
        meant = _meaning(self.config, token, self.clock())
        with Store.open(self.config.store) as store:
            alert = store.alert(meant.alert)
            if alert is None:
                raise UsageError(f"there is no alert {meant.alert} any more")
            if Acknowledgements(store).is_used(meant.alert, meant.mark):
                raise UsageError("this link was used; a link acknowledges once")
        return alert

    def acknowledge_link(self, principal: Principal, token: str) -> list[Judged]:
        """Acknowledge the alert of a link, which is used then."""
        from watchfloor.engine.decide.acknowledging import Acknowledgements

        alert = self.linked_alert(principal, token)
        mark = _meaning(self.config, token, self.clock()).mark
        with Store.open(self.config.store, write=True) as store:
            acts = Acknowledgements(store)
            if acts.is_used(alert.id, mark):
                raise UsageError("this link was used; a link acknowledges once")
            return acts.acknowledge(alert.id, note="", by=principal.id, at=self.clock(), link=mark)


def link_holder(config: Config, token: str, *, now: str) -> Principal:
    """Return who follows a link: whoever reads the channel that it was sent to, for this one alert.

    Raise UsageError for a link that is not of this floor or good no more.
    """
    meant = _meaning(config, token, now)
    name = f"a reader of {meant.channel}"
    return Principal(id=PersonId(f"link:{meant.channel}"), name=name, roles=(PrincipalRole.ANALYST,))


def _meaning(config: Config, token: str, now: str) -> LinkMeaning:
    from watchfloor.engine.deliver.links import link_key, meaning

    return meaning(link_key(config.folder), token, now=datetime.fromisoformat(now))
