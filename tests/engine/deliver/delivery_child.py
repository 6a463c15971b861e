"""A process that works an outbox until nothing is left to be sent; its tests kill it as it does so."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from tests.watch.channels.test_sending import CLIENT, LOOPBACK, SECRET
from watchfloor.engine.deliver.outbox import Courier
from watchfloor.network import Limits
from watchfloor.store import Store
from watchfloor.store.outbox import WAITING
from watchfloor.watch.channels.webhook import Webhook

_QUICK = replace(CLIENT, limits=Limits(seconds=0.3, step_seconds=0.2))


def work(folder: Path, url: str, start: int) -> None:
    """Work the outbox again and again, a day later by its clock each time, from the `start`th month on."""
    channel = Webhook(name="desk", url=url, secret=SECRET, allow_network=LOOPBACK)
    now = datetime(2026, 4, 5, 12, tzinfo=UTC) + timedelta(days=30 * start)
    with Store.open(folder, turns=True) as store:
        while True:
            clock = partial(datetime.fromisoformat, now.isoformat())
            for _ in Courier(store=store, channels={"desk": channel}, clock=clock, client=_QUICK).work():
                pass
            if not any(row.state in WAITING for row in store.deliveries()):
                return
            now += timedelta(days=1)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
