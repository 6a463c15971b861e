"""One round over the stub world without extraction: `python -m benchmarks.poll_once FOLDER PORT FEEDS NOW`.

Prints one line of JSON: visits, articles kept, and those that were seen before.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.stub_world import host
from watchfloor.engine.admit.admission import Admitted
from watchfloor.engine.collect.rounds import Polling
from watchfloor.ingest.sources import new_source
from watchfloor.model import Quarantined, Rendition
from watchfloor.network import Client, Guard, Limits, read_networks
from watchfloor.store import Sources, Store


def main(folder: Path, port: int, feeds: int, now: str) -> None:
    """Add the outlets where they are not there yet, visit all that are due, and say what came of it."""
    guard = Guard(allow=read_networks(["127.0.0.0/8"]), resolve=lambda _host, _port: ["127.0.0.1"])
    client = Client(guard=guard, limits=Limits(seconds=20.0), user_agent="watchfloor-benchmark")
    counts: Counter[str] = Counter()
    with Store.create(folder) as store:
        outlets = (new_source(f"http://{host(number)}:{port}/feed", "feed") for number in range(feeds))
        Sources(store).add_all(outlets, due=now)

        def take(items: list[Rendition | Quarantined]) -> Iterator[Admitted]:
            for item in items:
                if isinstance(item, Rendition):
                    with store.admission(arrived=now, kind="rendition", what=item.id) as admission:
                        counts["kept" if admission.save_rendition(item) else "seen before"] += 1
                    yield Admitted(item.id)

        # Stub hosts share one machine: no pause between requests, which real hosts get.
        for visit in Polling(store=store, client=client, clock=lambda: now, pause=0.0).once(take=take):
            counts["visits"] += 1
            counts[visit.health.status] += 1
        counts["renditions"] = store.counts()["rendition"]
    print(json.dumps(counts))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
