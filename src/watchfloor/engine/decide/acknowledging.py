"""What people do with an alert: they see to it, so that nobody else of a rota is told, and they close it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from watchfloor.engine.decide.verdicts import Judged
from watchfloor.errors import UsageError
from watchfloor.model import (
    Acknowledgement,
    Alert,
    AlertId,
    Judgement,
    JudgementKind,
    Subject,
    digest,
    to_the_minute,
)
from watchfloor.store import Store

_ABOUT = ("event", "story")


@dataclass(frozen=True, slots=True)
class Acknowledgements:
    """A floor's store, open for writing, in which acknowledgements are kept."""

    store: Store

    def acknowledge(
        self, any_id: str, *, note: str, by: str, at: str, link: str | None = None
    ) -> list[Judged]:
        """Acknowledge an alert, or all open alerts about an event or story; `link` marks the link used."""
        return [self._acknowledge(alert, note=note, by=by, at=at, link=link) for alert in self._meant(any_id)]

    def close(self, any_id: str, *, note: str, by: str, at: str) -> list[Judged]:
        """Close an alert, or all open alerts about an event or story, until news or a correction wakes it."""
        return [self._close(alert, note=note, by=by, at=at) for alert in self._meant(any_id)]

    def take_back(self, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Let an alert wait for somebody again, or be open again, from now on."""
        alert = self.store.alert(AlertId(act.about.id))
        assert alert is not None, "an alert is never taken out of a floor"
        if act.kind == "close":
            return self._open(alert, act, reason=reason, by=by, at=at)
        what = f"acknowledgement of alert {alert.id} taken back"
        asked = at if alert.asked is not None else None
        return self._keep(
            replace(alert, acknowledged=None, asked=asked),
            _Act(what=what, reason=reason, by=by, at=at, undoes=act.id),
        )

    def is_used(self, alert_id: AlertId, link: str) -> bool:
        """Tell whether a link has acknowledged an alert, whatever became of that."""
        acts = self.store.judgements(Subject("alert", alert_id))
        return any(act.kind == "acknowledge" and act.value == link for act in acts)

    def _meant(self, any_id: str) -> Sequence[Alert]:
        alert = self.store.alert(AlertId(any_id))
        if alert is not None:
            return [alert]
        about = [Subject(kind, any_id) for kind in _ABOUT]
        found = [one for one in self.store.alerts(about=about) if one.state == "open"]
        if not found:
            raise UsageError(
                f"{any_id} is no alert here, nor has it an open one; list them with: watchfloor show alerts"
            )
        return found

    def _acknowledge(self, alert: Alert, *, note: str, by: str, at: str, link: str | None) -> Judged:
        seen = alert.acknowledged
        if seen is not None:
            said = f"alert {alert.id} was acknowledged by {seen.by} at {to_the_minute(seen.at)} UTC"
            return Judged(act=None, said=(said,))
        if alert.state == "closed":
            return Judged(act=None, said=(f"alert {alert.id} is closed; nobody is waited for",))
        what = f"alert {alert.id} is acknowledged"
        return self._keep(
            replace(alert, acknowledged=Acknowledgement(by=by, at=at)),
            _Act(what=what, reason=note, by=by, at=at, value=link),
        )

    def _close(self, alert: Alert, *, note: str, by: str, at: str) -> Judged:
        if alert.state == "closed":
            closer = f" by {alert.dismissed.by}" if alert.dismissed else ""
            return Judged(act=None, said=(f"alert {alert.id} is closed{closer} already",))
        closed = Acknowledgement(by=by, at=at)
        return self._keep(
            replace(alert, state="closed", dismissed=closed, acknowledged=alert.acknowledged or closed),
            _Act(
                what=f"alert {alert.id} is closed until there is news of it",
                reason=note,
                by=by,
                at=at,
                kind="close",
            ),
        )

    def _open(self, alert: Alert, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Open an alert again that somebody closed; one that news has opened since stays as it is."""
        opened = replace(alert, state="open", dismissed=None) if alert.dismissed else alert
        if alert.acknowledged is not None and alert.acknowledged == alert.dismissed:
            opened = replace(opened, acknowledged=None, asked=at if alert.asked is not None else None)
        what = f"alert {alert.id} is open again"
        return self._keep(opened, _Act(what=what, reason=reason, by=by, at=at, kind="close", undoes=act.id))

    def _keep(self, alert: Alert, done: _Act) -> Judged:
        about = Subject("alert", alert.id)
        with self.store.admission(arrived=done.at, kind="judgement", what=done.what) as admission:
            act = Judgement(
                id=digest("act", str(admission.sequence), done.kind, alert.id),
                kind=done.kind,
                about=about,
                value=done.value,
                by=done.by,
                at=done.at,
                reason=done.reason,
                undoes=done.undoes,
            )
            admission.act(act)
            admission.save_alert(alert)
        return Judged(act=act, said=(f"kept: {done.what}",))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """What is said of an alert, by whom, when and why."""

    what: str
    reason: str
    by: str
    at: str
    value: str | None = None
    undoes: str | None = None
    kind: JudgementKind = "acknowledge"
