"""Alerts that nobody acknowledged go to the next of the rota of their watch, once each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from watchfloor.model import Alert, instant_of
from watchfloor.store import Outbox, Store
from watchfloor.watch import Watch, passed_on


def pass_on(store: Store, watches: Sequence[Watch], *, now: str) -> int:
    """Tell the next of a rota of each alert that was not acknowledged in time; return how many.

    Whoever is told has the whole time from then on, however late this is asked. The last of a rota is
    followed by nobody.
    """
    count = 0
    for watch in watches:
        late = store.alerts(state="open", watch=watch.name) if watch.rota else []
        for alert in late:
            if _is_late(alert, watch, now):
                count += _pass_on(store, watch, alert, now)
    return count


def _is_late(alert: Alert, watch: Watch, now: str) -> bool:
    if alert.asked is None or alert.acknowledged is not None:
        return False
    return instant_of(now) >= instant_of(alert.asked) + watch.acknowledge_within


def _pass_on(store: Store, watch: Watch, alert: Alert, now: str) -> bool:
    sent = store.deliveries(alert=alert.id)
    told = {row.channel for row in sent}
    channel = next((name for name in watch.rota if name not in told), None)
    latest = next((row for row in reversed(sent) if row.payload), None)
    if channel is None or latest is None:
        return False
    before = [name for name in watch.rota if name in told]
    quotes = Outbox(store).quoted(latest.id)
    row = passed_on(alert, latest, channel, told=before, now=now)
    what = f"alert {alert.id} is passed on to {channel}"
    with store.turn(), store.admission(arrived=now, kind="tick", what=what) as admission:
        if store.alert(alert.id) != alert:  # somebody wrote in between
            return False
        admission.save_alert(replace(alert, asked=now))
        admission.save_delivery(row, quotes=quotes)
    return True
