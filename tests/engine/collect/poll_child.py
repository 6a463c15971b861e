"""A process that polls a small world until it is killed.

`python -m tests.engine.collect.poll_child PLACE PORT FEEDS` prints the address of each source once
its visit is recorded.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from tests.world import AGENT, LOOPBACK, QUICK
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.collect.rounds import Polling
from watchfloor.ingest.sources import new_source
from watchfloor.model import Quarantined, Rendition
from watchfloor.network import Client, Guard
from watchfloor.store import Sources, Store

_SIZES = (("POLL_WORKERS", "4"), ("POLL_READERS", "0"))
NOW = "2026-02-01T08:00:00Z"


def main(place: str, port: int, feeds: int) -> None:
    """Add the sources that are not there yet and do one round."""
    client = Client(
        guard=Guard(allow=LOOPBACK, resolve=lambda host, _port: ["127.0.0.1"]), limits=QUICK, user_agent=AGENT
    )
    with Store.create(place, clock=lambda: NOW) as store:
        for number in range(feeds):
            url = f"http://outlet{number}.example:{port}/feed"
            Sources(store).add(new_source(url, "feed", added=NOW), due=NOW)

        def take(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
            for item in items:
                assert isinstance(item, Rendition)
                with store.admission(arrived=NOW, kind="rendition", what=item.id) as admission:
                    admission.save_rendition(item)
                yield Admitted(item.id)

        workers, readers = (int(os.environ.get(name, usual)) for name, usual in _SIZES)
        polling = Polling(
            store=store, client=client, clock=lambda: NOW, pause=0.0, workers=workers, readers=readers
        )
        for visit in polling.once(take=take):
            print(visit.source.url, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
