"""That a report, an event, a number or a place is not to be shared: kept back from all but the desk."""

from __future__ import annotations

from watchfloor.engine.answer.asking import places_meant
from watchfloor.engine.answer.numbers import series_of
from watchfloor.engine.decide.slot_values import place_named
from watchfloor.engine.decide.verdicts import Judged, Verdicts
from watchfloor.errors import UsageError
from watchfloor.model import EventId, Judgement, ReportId, Scope, Subject
from watchfloor.store.own_tables import own_table_of


class Unsharing(Verdicts):
    """Verdicts, and what people keep back from others."""

    def unshare(self, what: str, *, reason: str, by: str, at: str) -> Judged:
        """Let nothing of a report, event, number or place be shared; what was given of it is withdrawn."""
        if not reason.strip():
            raise UsageError("what is not shared needs its reason; give it with --reason")
        about = self._meant(what)
        with self.store.turn():
            return self._unshared(about, what, reason=reason, by=by, at=at)

    def _unshared(self, about: Subject, what: str, *, reason: str, by: str, at: str) -> Judged:
        held = [act for act in self.store.judgements(about) if act.kind == "unshare"]
        undone = {act.undoes for act in held if act.undoes}
        if any(not act.undoes and act.id not in undone for act in held):
            return Judged(act=None, said=(f"{about.kind} {about.id} is not shared already",))
        return self._say("unshare", about, what, reason=reason, by=by, at=at)

    def take_back(self, act: Judgement, *, reason: str, by: str, at: str) -> Judged:
        """Let something be shared again from now on."""
        return self._say("unshare", act.about, None, reason=reason, by=by, at=at, undoes=act.id)

    def _meant(self, what: str) -> Subject:
        event = self.store.event(EventId(what))
        if event is not None:
            return Subject("event", event.id)
        report = self.store.report(ReportId(what))
        if report is not None:
            return Subject("report", report.id)
        if self._is_place(what):
            return Subject("place", what.strip())
        try:
            return Subject("number", series_of(self.store, what).id)
        except UsageError as error:
            raise UsageError(
                f"{what} is no report, event or series of numbers here, nor a place that is known; "
                "list ids with: watchfloor show events"
            ) from error

    def _is_place(self, name: str) -> bool:
        if place_named(name, own_table_of(self.store, "places")) is not None:
            return True
        scope = Scope(places=places_meant((name,)), weak=True)
        return not name.isdecimal() and bool(self.store.answers.page("events", scope, limit=1))
