"""One act for a false alarm: it corrects or rejects, channels are told, and backtests count a miss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from watchfloor.engine.decide.choices import DecidedChoices
from watchfloor.engine.decide.verdicts import Judged
from watchfloor.errors import UsageError
from watchfloor.model import AlertId, EventId, EventSlot, Subject

Fault = Literal["doer", "place", "day", "number", "old", "same-as", "not-news"]
_SLOTS: Mapping[Fault, EventSlot] = {"doer": "doer", "place": "place", "day": "day"}
_WHY: Mapping[Fault, str] = {
    "doer": "the doer is wrong",
    "place": "the place is wrong",
    "day": "the day is wrong",
    "number": "the number is wrong",
    "old": "it is old",
    "same-as": "it is the same as {value}",
    "not-news": "it is no news",
}


class FalseAlarms(DecidedChoices):
    """Choices, and what people say was wrong with an alert."""

    def wrong(
        self, any_id: str, fault: Fault, value: str | None, *, note: str, by: str, at: str
    ) -> list[Judged]:
        """Say what was wrong with an alert, given by its id or by that of the event that it is about.

        A slot is filled with `value` where one is given; all else is rejected. Each watch that told of it
        has the label "miss".
        """
        about = self._about(any_id)
        if fault == "same-as":
            other = self._subject(value or "")
            if other == about:
                raise UsageError(
                    f"{any_id} is no other than itself; name what it is the same as with --value"
                )
        reason = "; ".join(filter(None, (_WHY[fault].format(value=value), note.strip())))
        slot = _SLOTS.get(fault)
        if slot is not None and value is not None:
            done = [self.choose(EventId(about.id), slot, value, reason=reason, by=by, at=at)]
        else:
            done = [self._say("reject", about, None, reason=reason, by=by, at=at)]
        watches = dict.fromkeys(alert.watch for alert in self.store.alerts(about=[about]))
        return done + [
            self._say("label", about, "miss", reason=reason, by=by, at=at, watch=watch) for watch in watches
        ]

    def _about(self, any_id: str) -> Subject:
        alert = self.store.alert(AlertId(any_id))
        about = alert.about if alert is not None else self._subject(any_id)
        if about.kind not in ("event", "story"):
            raise UsageError(f"{any_id} is no alert, event or story; list them with: watchfloor show alerts")
        return about
