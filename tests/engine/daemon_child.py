"""A process that does one round of a daemon: `python -m tests.engine.daemon_child FOLDER`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from tests.world import AGENT, LOOPBACK
from watchfloor.config import read_config
from watchfloor.engine.collect.rounds import Polled
from watchfloor.engine.daemon import AskedAgain, Daemon, RoundResult
from watchfloor.journal import FileJournal
from watchfloor.network import Client, Guard, Limits


class Printer:
    """Prints the address of each source once its visit is recorded."""

    def begin(self, due: int) -> None:
        pass

    def visited(self, visit: Polled) -> None:
        print(visit.source.url, flush=True)

    def asked_again(self, told: AskedAgain) -> None:
        pass

    def end(self, result: RoundResult) -> None:
        pass

    def trouble(self, words: str) -> None:
        print(words, file=sys.stderr)


def main(folder: Path) -> None:
    """Do one round."""

    def now() -> str:
        return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    daemon = Daemon(
        config=read_config(folder),
        client=Client(
            guard=Guard(allow=LOOPBACK, resolve=lambda host, _port: ["127.0.0.1"]),
            limits=Limits(seconds=30.0, step_seconds=15.0),
            user_agent=AGENT,
        ),
        clock=now,
        observer=Printer(),
        journal=FileJournal(folder),
    )
    with daemon.alone():
        daemon.round(now())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
