"""The command `poll`, which visits the sources and keeps the floor current."""

from __future__ import annotations

import os
import threading
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json, Processes
from watchfloor.cli.output import Counting, now, say, write_json_line, write_row
from watchfloor.cli.person import principal
from watchfloor.cli.sources import AllowNetwork, away

if TYPE_CHECKING:
    from watchfloor.engine.daemon import AskedAgain, Polled, RoundResult

_INTERRUPTED = 130
_COUNTED = ("visited", "not well", "added", "seen again", "refused", "asked again", "edited", "gone",
            "changes", "delivered", "not delivered", "expired")  # fmt: skip


def poll(
    folder: FloorFolder = None,
    *,
    once: Annotated[bool, typer.Option("--once", help="One round of what is due, then stop.")] = False,
    all_now: Annotated[
        bool, typer.Option("--now", help="Visit all sources first, whether they are due or not.")
    ] = False,
    json: Json = False,
    processes: Processes = 0,
    allow_network: AllowNetwork = None,
) -> None:
    """Visit the sources that are due and admit what is new; without --once, go on until stopped.

    A source that fails is noted with it and changes nothing else: see `watchfloor sources health`. Stopping
    at any moment loses nothing, and nobody else has to wait while it runs.

    Example: watchfloor poll --once --floor floor
    """
    from watchfloor.engine.daemon import Daemon
    from watchfloor.engine.services.sources import SourceDesk, client_of
    from watchfloor.journal import FileJournal, Journals, LineJournal

    config = config_of(folder)
    desk, who = SourceDesk(config=config, clock=now), principal()
    kinds = {held.source.kind for held in desk.held(who)}
    client_for = partial(client_of, allow=allow_network, local=bool(kinds) and kinds <= {"folder", "file"})
    if not kinds:
        say(f"no sources yet; add one with: watchfloor sources add https://… --floor {config.folder}")
    kept, teller = FileJournal(config.folder), PollTeller(once=once, json=json)
    daemon = Daemon(
        config=config,
        client=client_for(config),
        client_for=client_for,
        clock=now,
        observer=teller,
        environment=os.environ,
        processes=processes,
        journal=kept if json else Journals(kept, LineJournal(say)),
    )
    with daemon.alone():
        try:
            if all_now:
                desk.make_due(who)
            if once:
                daemon.round(now())
            else:
                daemon.run(threading.Event())
        except KeyboardInterrupt:
            teller.close()
            say("stopped; what was said to be added is kept, the rest is read at the next poll")
            raise typer.Exit(_INTERRUPTED) from None


class PollTeller:
    """Tells on the terminal what the daemon does."""

    def __init__(self, *, once: bool, json: bool) -> None:
        self._once = once
        self._json = json
        self._added = self._not_well = 0
        self._counting = Counting("visited")

    def begin(self, due: int) -> None:
        """Count the visits of a round."""
        self._added = self._not_well = 0
        self._counting.begin(due)

    def visited(self, visit: Polled) -> None:
        """Tell what a visit brought."""
        self._not_well += visit.health.error is not None
        self._added += sum(not it.refused and not it.seen_before for it in visit.admitted)
        if self._json:
            _write_visit(visit)
        else:
            for admitted in visit.admitted:
                if not admitted.refused and not admitted.seen_before:
                    write_row("added", admitted.report or "", admitted.what)
        self._counting.count(f"sources, {self._added} new articles, {self._not_well} not well")

    def asked_again(self, told: AskedAgain) -> None:
        """Tell what became of pages that were asked again."""
        if self._json:
            edited = [it.report for it in told.admitted if it.report and not it.seen_before]
            write_json_line({"source": told.source, "asked_again": told.found, "reports": edited})
            return
        for admitted in told.admitted:
            if not admitted.refused and not admitted.seen_before:
                write_row("edited", admitted.report or "", admitted.what)

    def end(self, result: RoundResult) -> None:
        """Print the sum of a round of visits."""
        self._counting.end()
        counts, due = result.counts, result.due
        if any(counts.values()):
            said = ", ".join(
                f"{counts.get(name, 0)} {name}"
                for name in _COUNTED
                if counts.get(name) or name in _COUNTED[:3]
            )
            ahead = f"; next visit {away(due, now())}" if due else "; nothing more is due"
            say(f"{now()} {said}{ahead}")
        elif self._once and due:
            say(f"nothing is due now; the next visit is due {away(due, now())}")

    def trouble(self, words: str) -> None:
        """Print what keeps the daemon from its work."""
        say(f"watchfloor: {words}")

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._counting.end()


def _write_visit(visit: Polled) -> None:
    told = {"source": visit.source.id, "url": visit.source.url, "status": visit.health.status}
    counted = {
        "found": visit.found,
        "fresh": visit.fresh,
        "error": visit.health.error,
        "note": visit.note,
    }
    reports = [it.report for it in visit.admitted if it.report and not it.seen_before]
    write_json_line({**told, **counted, "reports": reports})


COMMANDS = (poll,)
