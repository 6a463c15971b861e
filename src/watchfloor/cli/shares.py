"""Commands about shares: what a partner is given, what is new for it, and what is taken back."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watchfloor.cli import judging
from watchfloor.cli.filters import asks
from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.judging import WithReason
from watchfloor.cli.look import Json
from watchfloor.cli.output import FAILED, now, say, table, write_json, write_json_line, write_line, write_row
from watchfloor.cli.person import SignedBy, principal
from watchfloor.errors import UsageError
from watchfloor.model import Asked, Audience, PartnerShare, RowDifference

if TYPE_CHECKING:
    from watchfloor.engine.services.shares import ShareDesk, ShareWritten

app = typer.Typer(
    name="share",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Give a partner what you ask for, and take back what no longer stands.\n\n"
    "Example: watchfloor share add harbour --country IE --out /mnt/partner --floor floor",
)
Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of a share.")]
_TABLES = ("events", "numbers", "reports")
_SHOWN = 20  # rows of a preview


class FormatOfShare(StrEnum):
    """How a share is written."""

    csv = "csv"
    jsonl = "jsonl"
    feed = "feed"


def _desk(folder: Path | None) -> ShareDesk:
    from watchfloor.engine.services.shares import ShareDesk

    return ShareDesk(config=config_of(folder), clock=now)


@app.command("add")
@asks("as_of")
def add(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens.")],
    *,
    out: Annotated[
        str | None,
        typer.Option(
            "--out", metavar="DIR", help="A new or empty folder; default: shares/NAME of the floor."
        ),
    ] = None,
    format_: Annotated[
        FormatOfShare, typer.Option("--format", help="Tables as csv or jsonl, or one feed.")
    ] = FormatOfShare.csv,
    tables: Annotated[
        list[str] | None,
        typer.Option(
            "--table", metavar="X", help="events, numbers, reports (these three unless named) or quotes."
        ),
    ] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whom it is for (docs/wording.md).")
    ] = Audience.partner,
    by: SignedBy = "",
    asked: Asked,
    folder: FloorFolder = None,
) -> None:
    """Set up what a partner is given: every filter of a question, or a situation. Nothing is written yet.

    Example: watchfloor share add sahel --situation sahel --format jsonl --out /mnt/partner --floor floor
    """
    if audience is Audience.desk:
        raise UsageError("what the desk alone may see is not shared; --audience partner or public")
    share = PartnerShare(
        name=name,
        asked=asked,
        audience=audience,
        format=format_.value,
        tables=tuple(dict.fromkeys(tables or _TABLES)),
        out=str(Path(out).absolute()) if out and "\0" not in out else out or "",
        by="",
        at="",
    )
    place = _desk(folder).add_share(principal(by), share)
    say(f"share {name} is written to {place} by: watchfloor share write {name}")


@app.command("list")
def list_shares(folder: FloorFolder = None, json: Json = False) -> None:
    """List the shares: for whom, in which form, where to, set up by whom.

    Example: watchfloor share list --floor floor
    """
    from watchfloor.exchange.schema import partner_share_out

    found = [partner_share_out(it) for it in _desk(folder).shares(principal())]
    if json:
        write_json(found)
    elif found:
        rows = [
            (it.name, it.audience.value, it.format, ", ".join(it.tables), it.asks or "everything", it.out)
            for it in found
        ]
        table(("name", "audience", "format", "tables", "asks for", "folder"), rows)
    else:
        say("no share; add one with: watchfloor share add NAME --situation …")


@app.command("preview")
def preview(name: Name, folder: FloorFolder = None, json: Json = False) -> None:
    """Show what would be given now that the partner does not hold yet; nothing is written.

    Example: watchfloor share preview sahel --floor floor
    """
    _show(_desk(folder).preview_share(principal(), name), json=json)


@app.command("write")
def write(
    name: Name,
    *,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="T", help="last: what is new goes to the folder; T: list what was given."
        ),
    ] = "last",
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Write what is new, changed (with what it was) and withdrawn since the last time.

    The folder holds the tables as they stand and an increment for each writing; whoever applies all
    increments holds the tables. What was rejected, taken down or erased is withdrawn, without its words.

    Example: watchfloor share write sahel --since last --floor floor
    """
    desk = _desk(folder)
    if since.strip().lower() != "last":
        _show(desk.given_since(principal(by), name, since), json=json, most=None)
        return
    _tell(desk.write_share(principal(by), name), json=json)


@app.command("remove")
def remove(name: Name, *, by: SignedBy = "", folder: FloorFolder = None, json: Json = False) -> None:
    """End a share: the partner is told, in a last increment, that every row is withdrawn.

    Example: watchfloor share remove sahel --floor floor
    """
    _tell(_desk(folder).remove_share(principal(by), name), json=json)


@app.command("given")
def given(
    any_id: Annotated[str, typer.Argument(metavar="ID", help="Of an event, report, quote or row.")],
    *,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Tell who got a row, or what a report tells, when, and when it was taken back.

    Example: watchfloor share given 8899aabbccddeeff --floor floor
    """
    from watchfloor.exchange.schema import given_once_out

    found = [given_once_out(it) for it in _desk(folder).given_once(principal(), any_id)]
    if json:
        write_json(found)
        return
    if not found:
        say(f"{any_id} was given in no share")
    for it in found:
        until = f"until {it.until}{f' ({it.why})' if it.why else ''}" if it.until else "stands"
        write_row(it.share, it.table, it.id, it.given, until)


@app.command("withdraw")
def withdraw(
    what: Annotated[
        str, typer.Argument(metavar="ID|PLACE", help="Of a report, event or series of numbers; or a place.")
    ],
    *,
    reason: WithReason,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Do not share something: it goes from every share, and what rests on it alone.

    Of a place, nothing is shared that happened there, nor any report that names it. To take it back:
    watchfloor undo last.

    Example: watchfloor share withdraw 8899aabbccddeeff --reason "our source would be known" --floor floor
    """
    judging.tell([_desk(folder).unshare(principal(by), what, reason=reason)], json=json)


@app.command("import")
def import_share(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The folder of a partner's share, or a csv or jsonl of it.")
    ],
    *,
    partner: Annotated[
        str, typer.Option("--from", metavar="PARTNER", help="Whose it is; its claims bear this name.")
    ],
    large: Annotated[
        bool, typer.Option("--large", help="Read it though it is far larger than this floor.")
    ] = False,
    by: SignedBy = "",
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Read a partner's share as claims of that partner, never as our own, whatever the file says.

    What we gave, or have ourselves, is passed over: it raises no count. What the partner takes back is
    rejected.

    Example: watchfloor share import /mnt/partner --from "Relief Net" --floor floor
    """
    read = _desk(folder).import_share(principal(by), file, partner, large=large)
    if json:
        write_json(read)
    else:
        write_line(f"{read.added} reports of {partner} from {read.rows} rows")
        say(
            f"{read.ours} rows are ours or of texts that we have, {read.wordless} carry no words, "
            f"{read.taken_back} reports are taken back, {len(read.refused)} refused"
        )
    say(*(f"watchfloor: {words}" for words in read.refused))
    if read.refused:
        raise typer.Exit(FAILED)


def _tell(written: ShareWritten, *, json: bool) -> None:
    counts = written.counts
    number = written.increment.number if written.increment else None
    if json:
        write_json({"increment": number, "folder": str(written.folder), "rows": written.rows, **counts})
    elif number is None:
        say(f"nothing is new; {written.rows} rows stand in {written.folder}")
    else:
        told = ", ".join(f"{count} {became}" for became, count in sorted(counts.items()))
        say(f"increment {number}: {told}; {written.rows} rows stand in {written.folder}")
    say(*written.said)


def _show(moves: list[RowDifference], *, json: bool, most: int | None = _SHOWN) -> None:
    from watchfloor.exchange.schema import row_difference_out

    if json:
        for move in moves:
            write_json_line(row_difference_out(move))
        return
    for move in moves[:most]:
        write_row(move.became, move.table, move.id, move.why or "", _words(move))
    counted = Counter(move.became for move in moves)
    say(", ".join(f"{count} {became}" for became, count in sorted(counted.items())) or "nothing is new")


def _words(move: RowDifference) -> str:
    cells = move.cells or {}
    told = (cells.get(name) for name in ("day", "type", "role", "value", "place", "title", "words"))
    return " ".join(str(it) for it in told if it is not None)
