"""Commands about what is kept: read it again, let it go, take it down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec import to_builtins

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json, Pool, Processes, chosen_pool
from watchfloor.cli.output import (
    FAILED,
    now,
    progress,
    say,
    table,
    write_json_line,
    write_line,
    write_row,
)
from watchfloor.cli.person import SignedBy, principal
from watchfloor.errors import UsageError
from watchfloor.model import Moment, as_moment

if TYPE_CHECKING:
    from watchfloor.engine.services import ReprocessedText, Taken
    from watchfloor.engine.services.desk import Desk

Since = Annotated[
    str | None, typer.Option("--since", metavar="T", help="Only what became known at T or later.")
]


def reread(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID…", help="Reports, stories, events, texts, addresses; all without one."),
    ] = None,
    *,
    since: Since = None,
    folder: FloorFolder = None,
    processes: Processes = 0,
    pool: Pool = None,
    json: Json = False,
) -> None:
    """Read what is kept again with this version: the bytes as they came, else the stored texts.

    What is read otherwise is known from now on; --as-of shows what was read before. No watch fires, no
    outlet is said to have revised anything; whoever was alerted to what does not stand is sent a correction.
    Stop it at any moment: the same command goes on where it was. Exit code 1 where a text could not be read.

    Example: watchfloor reread --since 2026-03-01 --processes 2 --floor floor
    """
    rereading = _desk(folder).reread(principal(), ids or (), since=since, pool=chosen_pool(pool, processes))
    if before := sum(rereading.counts_before().values()):
        say(f"going on after {before} that were read again before")
    counts: Counter[str] = Counter()
    with progress(rereading.run(), "reading again") as done:
        for one in done:
            counts[one.became] += 1
            counts["changes"] += len(one.changes)
            counts["from bytes"] += one.note is None and one.became != "withheld"
            _say_reread(one, json=json)
    say(_summed(counts))
    if counts["unread"]:
        raise typer.Exit(FAILED)


def _say_reread(one: ReprocessedText, *, json: bool) -> None:
    from watchfloor.exchange.wording import reason_words

    if json:
        changes = [{**to_builtins(it), "reason": reason_words(it.reason)} for it in one.changes]
        write_json_line({**to_builtins(one), "changes": changes})
    elif one.became in ("reread", "new text"):
        write_row(one.became, one.report or "", one.what)
        for change in one.changes:
            write_line(f"    {change.about.kind} {change.about.id}: {reason_words(change.reason)}")
    elif one.became == "unread":
        say(f"watchfloor: {one.what}: {one.note}")


def _summed(counts: Counter[str]) -> str:
    names = ("same", "reread", "new text", "unread", "withheld")
    total = sum(counts[name] for name in names)
    if not total:
        return "nothing to read again"
    if counts["same"] == total:
        return f"{total} read again, {counts['from bytes']} from bytes: nothing is read otherwise"
    told = ", ".join(f"{counts[name]} {name}" for name in names if counts[name])
    return f"{total} read again, {counts['from bytes']} from bytes: {told}; {counts['changes']} changes"


WithReason = Annotated[
    str, typer.Option("--reason", metavar="WORDS", help="Why; it is kept for good, and told to receivers.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what it would reach.")]


def withhold(
    what: Annotated[
        list[str], typer.Argument(metavar="ID|URL|OUTLET…", help="Texts, reports, addresses, outlets.")
    ],
    *,
    reason: WithReason,
    by: SignedBy = "",
    dry_run: DryRun = False,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Take texts down for good: the words go from everything that is kept, a tombstone with the reason stays.

    The same text is not taken in again from anywhere, nor its like from its address; of an address or an
    outlet nothing is. Channels that were sent the words are told. --as-of shows "withheld" too.

    Example: watchfloor withhold https://example.org/1 --reason "asked by the publisher" --floor floor
    """
    for meant, taken in _desk(folder).withhold(principal(by), what, reason=reason, dry_run=dry_run):
        _say_taken(taken, meant, json=json)


def erase(
    names: Annotated[
        list[str], typer.Argument(metavar="NAME…", help="A person's whole name; other spellings of it too.")
    ],
    *,
    reason: WithReason,
    by: SignedBy = "",
    dry_run: DryRun = False,
    later: Annotated[
        bool, typer.Option("--later/--not-later", help="Also take in no text any more that names the person.")
    ] = True,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Erase a person: every text that names them is withheld, and the name goes from every row.

    Look first with --dry-run. Do not name the person in the reason. What has left the floor (mails, files,
    pages, backups) is not reached; channels that were sent the words are told.

    Example: watchfloor erase "Ana Example" --reason "request 12, article 17" --dry-run --floor floor
    """
    taken = _desk(folder).erase(principal(by), names, reason=reason, away=later, dry_run=dry_run)
    _say_taken(taken, "a person", json=json)


def _say_taken(taken: Taken, what: str, *, json: bool) -> None:
    if json:
        import msgspec

        write_json_line({"what": what, **msgspec.to_builtins(taken)})
        return
    verb = "withheld" if taken.done else "would be withheld"
    counted = (
        (taken.texts, "texts"), (taken.reports, "reports"), (taken.bodies, "kept pages and feeds"),
        (taken.deliveries, "messages"), (taken.rows, "rows"), (len(taken.actors), "persons"),
    )  # fmt: skip
    told = ", ".join(f"{count} {name}" for count, name in counted if count) or "nothing that is here"
    write_row(verb, what, told)
    if taken.actors and not taken.done:
        say(f"persons of that name: {', '.join(taken.actors)}")
    if taken.public:
        say("a person of that name has a public role in what is kept: is it the one that is meant?")
    if taken.told:
        say(f"{'told' if taken.done else 'to be told'}: {', '.join(taken.told)} (watchfloor deliver)")
    _say_shares(taken.shares)
    if taken.sources:
        say(f"sources whose address or title names them stay: {', '.join(taken.sources)}")
    if not taken.wiped:
        say("a reader is open: remnants leave the file when it is closed and the next act is done")


def withheld(folder: FloorFolder = None, json: Json = False) -> None:
    """List what is not taken in any more, with the reason; names and texts are listed as digests.

    Example: watchfloor withheld --floor floor
    """
    held = _desk(folder).withheld(principal())
    if json:
        write_json_line(held)
        return
    rows = [(str(it.id), it.since[:16], it.kind, it.shown or it.key, it.reason) for it in held]
    table(("id", "since", "kind", "what", "reason"), rows)


def readmit(
    ids: Annotated[list[int], typer.Argument(metavar="ID…", help="Of `watchfloor withheld`.")],
    *,
    reason: WithReason,
    by: SignedBy = "",
    folder: FloorFolder = None,
) -> None:
    """Take in again what was kept away from now on; words that were withheld do not come back.

    Example: watchfloor readmit 3 --reason "the publisher agreed" --floor floor
    """
    for one in _desk(folder).readmit(principal(by), ids, reason=reason):
        write_row("readmitted", str(one))


def _say_shares(names: Sequence[str]) -> None:
    if names:
        say(f"shares whose files hold words of it until `poll` or `tick`: {', '.join(names)}")


def expire(
    *,
    dry_run: DryRun = False,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Let go of what was kept long enough: [retention] and [licences] of watchfloor.toml say how long.

    Polls do so at each round; this is for floors without sources, and for cron. Headings, addresses, days,
    and what was read stay; words go from texts, search, messages and fetched bytes.

    Example: watchfloor expire --dry-run --floor floor
    """
    gone = _desk(folder).expire(principal(), dry_run=dry_run)
    if json:
        write_json_line(gone)
        return
    verb = "would go" if dry_run else "went"
    write_line(f"{gone.texts} texts and the bytes of {gone.bytes} pages and feeds {verb}")
    for rule, count in gone.by_rule.items():
        write_row(f"    {count}", rule)
    _say_shares(gone.shares)


def tick(
    moment: Annotated[
        str | None,
        typer.Option("--now", metavar="T", help="The moment that counts as now; default: the clock."),
    ] = None,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Do what is due by the clock: alerts are passed on or rest, what is overdue is told, what is old goes.

    Polls do so at each round; this is for floors without sources, and for cron. An alert is quiet after 14
    days without news, which news or a correction ends, and closed after 90 days of quiet. What was due (see
    `show ahead`) and nothing was told of when its day is over is a change. To tick again does nothing.

    Example: watchfloor tick --floor floor
    """
    done = _desk(folder).tick(principal(), now=_moment(moment) if moment else None)
    if json:
        write_json_line(done)
        return
    write_line(f"{done.quiet} alerts are quiet now, {done.closed} are closed")
    if done.passed_on:
        write_line(f"{done.passed_on} alerts that nobody acknowledged went to the next of their rota")
    if done.briefed:
        write_line(f"{done.briefed} briefings are in the outbox")
    if done.told:
        write_line(f"the operations channel is told {done.told} times how the floor is doing")
    if done.unusual:
        write_line(f"{done.unusual} situations are more or less than usual; see: watchfloor changes")
    if done.overdue:
        write_line(f"{done.overdue} things were due and nothing was told of them; see: watchfloor changes")
    write_line(f"{done.expired.texts} texts and the bytes of {done.expired.bytes} pages and feeds went")
    for name in done.shares:
        write_line(f"share {name} is written again without words that went")
    for told in done.shares_failed:
        say(told)


def _moment(written: str) -> Moment:
    """Return a moment as the floor writes it; a bare day begins it."""
    from datetime import UTC, datetime

    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise UsageError(f"{written!r} is no ISO 8601 day or moment; write 2026-03-05T06:00") from None
    return as_moment(found if found.tzinfo else found.replace(tzinfo=UTC))


def _desk(folder: Path | None) -> Desk:
    from watchfloor.engine.services.desk import Desk

    return Desk(config=config_of(folder), clock=now)


COMMANDS = (reread, withhold, erase, withheld, readmit, expire, tick)
