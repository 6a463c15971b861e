"""What the journal is told of alerts. Apart from what makes them: a note on a story loads none of that."""

from __future__ import annotations

from watchfloor.journal import Journal, RuleFired
from watchfloor.store import Admission, Store


def note_alerts(store: Store, journal: Journal) -> None:
    """Let a journal know of each alert that any order opens or alters, once that is kept."""

    def heard(admission: Admission) -> None:
        for alert in admission.alerts:
            if alert.updated == admission.arrived:  # alerts that rest by the clock are as they were
                fact = RuleFired(at=store.clock(), watch=alert.watch, alert=alert.id, level=alert.level)
                journal.write(fact)

    store.heard = heard
