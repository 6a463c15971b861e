"""`kill -9` at any moment of an add, a round, a delivery and a judgement: nothing is lost or doubled."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

from soaks.run import main
from tests.cli.commands import Warm
from tests.cli.test_kill import add, kill_adds, new
from tests.engine.collect.test_poll_kill import KILLS, kill_rounds
from tests.engine.deliver import test_outbox as outbox
from watchfloor.store import Store


def adds(folder: Path, short: bool) -> str:
    """Kill `add`, ten times on a floor."""
    kills = 20 if short else 500
    with Warm() as warm:
        kill_adds(warm, folder, kills)
    return f"{kills} kills"


def rounds(folder: Path, short: bool) -> str:
    """Kill rounds of visits, ten times on a floor."""
    floors = 1 if short else 20
    for number in range(floors):
        kill_rounds(folder / str(number), KILLS, seed=number)
    return f"{floors * KILLS} kills"


def deliveries(folder: Path, short: bool) -> str:
    """Kill a delivery to a file as it is claimed and as it is sent: the line stands there once."""
    floors = 2 if short else 40
    for number in range(floors):
        place = folder / str(number)
        place.mkdir()
        Store.create(place).close()
        # The floor is held for what is written only, as the daemon does it.
        with Store.open(place, turns=True) as store:
            outbox.put(store, outbox.delivery(1, "log"))
            outbox.killed(store, f"file {place / 'alerts.jsonl'}", ("claimed", "sent")[number % 2])
            outbox.work(store, {"log": outbox.log(place)})
            assert outbox.states(store) == {"log-1": "delivered"}
        assert len((place / "alerts.jsonl").read_text("utf-8").splitlines()) == 1
    return f"{floors} kills"


def judgements(folder: Path, short: bool) -> str:
    """Kill notes on a story: one that was acknowledged is kept, and none is there twice."""
    kills = 20 if short else 500
    draw = random.Random(20260301)
    floor = new(folder / "floor")
    acknowledged: set[str] = set()
    with Warm() as warm:
        assert warm.run(add(floor)).code == 0
        with Store.open(floor) as store:
            story = store.stories()[0].id
        for number in range(kills):
            note = f"note {number}"
            command = ["judge", story, "--note", note, "--by", "A", "--floor", str(floor)]
            if warm.run(command, killed_after=draw.uniform(0, 0.6)).code == 0:
                acknowledged.add(note)
    with Store.open(floor) as store:
        kept = Counter(held.value for held in store.judgements())
    assert acknowledged <= kept.keys(), "an acknowledged note is lost"
    assert set(kept.values()) <= {1}, "a note is there twice"
    return f"{kills} kills, {len(acknowledged)} notes acknowledged, {kept.total()} kept"


if __name__ == "__main__":
    main("kills", {"add": adds, "poll": rounds, "deliver": deliveries, "judge": judgements})
