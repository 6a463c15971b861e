"""Ten thousand alerts, a fifth of the receiver's answers faulty, fifty kills: each alert has one effect."""

from __future__ import annotations

from pathlib import Path

from soaks.run import main
from tests.engine.deliver.test_exactly_once import deliver_all


def webhooks(folder: Path, short: bool) -> str:
    """Send to a receiver that knows messages by their ids."""
    count, kills = (400, 5) if short else (10_000, 50)
    receiver = deliver_all(folder / "floor", count=count, kills=kills, seed=20260405)
    again = receiver.requests.total() - count
    return f"{count} alerts, {kills} kills, {again} requests again, {len(receiver.effects)} effects"


if __name__ == "__main__":
    main("deliveries", {"webhooks": webhooks})
