"""The command that gives data out: the situation report, or a table of everything that is asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from watchfloor import __version__
from watchfloor.cli.filters import asks
from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.look import Json
from watchfloor.cli.output import (
    now,
    say,
    table,
    write_document,
    write_file,
    write_json,
    write_pieces,
    write_row,
    write_whole,
)
from watchfloor.cli.person import principal
from watchfloor.errors import UsageError, nearest
from watchfloor.model import Asked, Audience

if TYPE_CHECKING:
    from watchfloor.engine.answer.queries import Rests
    from watchfloor.engine.services.questions import QuestionDesk, Questions
    from watchfloor.exchange.sums import Period
    from watchfloor.exchange.tables import Column, Row
    from watchfloor.model import Scope

_REPORT = "report"
_RELEASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,80}")


class By(StrEnum):
    """What counts are put together by."""

    day = "day"
    week = "week"
    month = "month"


@asks()
def export(
    what: Annotated[
        str,
        typer.Argument(
            metavar="[WHAT]", help="report, events, quotes, numbers, actors, reports, dyads, places; or FILE."
        ),
    ] = _REPORT,
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Where to; stdout without it.")
    ] = None,
    *,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The same as FILE.")] = None,
    format_: Annotated[
        str | None,
        typer.Option("--format", metavar="NAME", help="json, html; of tables csv, json, jsonl, geojson."),
    ] = None,
    html: Annotated[bool, typer.Option("--html", help="The same as --format html.")] = False,
    release: Annotated[
        str | None,
        typer.Option(
            "--release", metavar="NAME", help="All tables into releases/NAME of the floor, or --out."
        ),
    ] = None,
    sample: Annotated[
        int | None,
        typer.Option("--sample", min=1, metavar="N", help="Of events: so many, drawn by their ids."),
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Of a sample: the words alone, and columns to fill in by hand.")
    ] = False,
    by: Annotated[By | None, typer.Option("--by", help="Of dyads and places: counted by this.")] = None,
    audience: Annotated[
        Audience, typer.Option("--audience", help="Whom it is for (docs/wording.md).")
    ] = Audience.public,
    asked: Asked,
    folder: FloorFolder = None,
) -> None:
    """Write what the floor knows for others: spans, links and excerpts, whole texts where a licence says so.

    A table (events, quotes, numbers, actors, reports, dyads, places) has a row each, of everything that is
    asked for, and beside its file a datapackage.json that tells its columns, the question and a digest.
    [licences] of watchfloor.toml names the outlets whose texts may go out whole. Nobody without a public
    role is named. What was withheld says so, whatever the moment.

    Example: watchfloor export situation.json --as-of 2026-03-05 --floor floor
    A release is repeated byte for byte: made again, it is as of the moment of the first.

    Example: watchfloor export --release 2026-q1 --floor floor
    Example: watchfloor export events --country IE --from 2026-03-01 --out events.csv --floor floor
    """
    if release is not None:
        if (what, path, format_, html, by) != (_REPORT, None, None, False, None):
            raise UsageError(
                "a release holds all tables as csv; only filters, --out and --audience go with it"
            )
        _export_release(folder, release, out, asked, audience)
        return
    what, file = _meant(what, path, out)
    chosen = _format("html" if html else format_, file, is_table=what != _REPORT)
    if what == _REPORT:
        _export_report(folder, file, chosen, asked, audience)
        return
    wanted = _Wanted(what, chosen, file, by.value if by else None, audience)
    wanted.sample, wanted.blind = sample, blind
    wanted.check()
    _export_table(folder, wanted, asked)


def _meant(what: str, path: Path | None, out: Path | None) -> tuple[str, Path | None]:
    """Return what is to be written and where to: what is no table is a file for the report."""
    from watchfloor.exchange.sums import SUMMED_TABLES
    from watchfloor.exchange.tables import EXPORT_TABLES

    known = (_REPORT, *EXPORT_TABLES, *SUMMED_TABLES)
    if what in known:
        return what, out or path
    if path is None and out is None:
        _no_table(what, known)
        return _REPORT, Path(what)
    raise UsageError(f"{what!r} cannot be exported; {nearest(what, known)}")


def _no_table(what: str, known: Iterable[str]) -> None:
    """Refuse a misspelt table where a file would have an ending, or a folder before it."""
    if not Path(what).suffix and len(Path(what).parts) == 1:
        raise UsageError(f"{what!r} is no table, and no file with an ending; {nearest(what, known)}")


def _format(given: str | None, file: Path | None, *, is_table: bool) -> str:
    """Return the format that is meant; one that disagrees with the ending of the file is refused."""
    from watchfloor.exchange.formats import EXPORT_FORMATS
    from watchfloor.exchange.table_formats import TABLE_FORMATS

    known = TABLE_FORMATS if is_table else EXPORT_FORMATS
    if given is not None and given not in known:
        raise UsageError(f"{given!r} is no format of this; {nearest(given, known)}")
    ending = file.suffix.lstrip(".").lower() if file else ""
    endings = {*TABLE_FORMATS, *EXPORT_FORMATS}
    chosen = given or (ending if ending in endings else "csv" if is_table else "json")
    if chosen not in known or (ending in endings and ending != chosen):
        of_table = "a table" if is_table else "the report"
        raise UsageError(
            f"{file} ends like {ending}, but {of_table} is written as {given or ' or '.join(known)}; "
            "name the format with --format, or another file"
        )
    return chosen


def _export_report(
    folder: Path | None, path: Path | None, chosen: str, asked: Asked, audience: Audience
) -> None:
    from watchfloor.disclosure import disclose
    from watchfloor.engine.services.questions import QuestionDesk
    from watchfloor.exchange.formats import EXPORT_FORMATS

    if asked != Asked(as_of=asked.as_of):
        raise UsageError("the report is the whole floor's; filters are for tables: watchfloor export events")
    config = config_of(folder)
    known = QuestionDesk(config=config, clock=now).exported(principal(), as_of=asked.as_of)
    shown = disclose(known, audience, config.retention, list_private=audience is Audience.desk)
    written = EXPORT_FORMATS[chosen].write(shown, f"As of {asked.as_of or now()}")
    if path is None:
        write_document(written)
    else:
        write_whole(path, written)


# --------------------------------------------------------------------------------------------------- tables


class _Wanted:
    """A table that is wanted, and what its writing came to."""

    def __init__(
        self, what: str, chosen: str, file: Path | None, by: Period | None, audience: Audience
    ) -> None:
        self.what, self.format, self.file, self.by, self.audience = what, chosen, file, by, audience
        self.sample: int | None = None
        self.blind = False
        self.rows = self.bytes = 0
        self._digest = hashlib.sha256()

    def check(self) -> None:
        """Raise UsageError for what does not go together."""
        from watchfloor.exchange.sums import SUMMED_TABLES

        if self.by is not None and self.what not in SUMMED_TABLES:
            raise UsageError(f"only {' and '.join(SUMMED_TABLES)} are counted by {self.by}")
        if (self.sample or self.blind) and (self.what != "events" or self.sample is None):
            raise UsageError(
                "a sample is of events, and says of how many: watchfloor export events --sample 200"
            )

    def counted(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield rows, counting them."""
        for row in rows:
            self.rows += 1
            yield row

    def measured(self, pieces: Iterable[str]) -> Iterator[str]:
        """Yield pieces of text, adding up their digest."""
        for piece in pieces:
            raw = piece.encode()
            self.bytes += len(raw)
            self._digest.update(raw)
            yield piece

    @property
    def sha256(self) -> str:
        """The digest of what was written."""
        return self._digest.hexdigest()


def _export_table(folder: Path | None, wanted: _Wanted, asked: Asked) -> None:
    from watchfloor.engine.services.questions import QuestionDesk
    from watchfloor.exchange.table_formats import TABLE_FORMATS

    desk = QuestionDesk(config=config_of(folder), clock=now)
    meant, _ = desk.meant(principal(), asked)
    with desk.ask(principal()) as questions, questions.snapshot():
        rests = questions.rests(meant.scope)
        columns, means = _columns(wanted)
        form = TABLE_FORMATS[wanted.format]
        if form.needs_place and not {"lat", "lon"} <= {column.name for column in columns}:
            raise UsageError(f"{wanted.what} have no place; events and places do")
        rows = wanted.counted(_rows(desk, questions, wanted, meant.scope))
        pieces = wanted.measured(form.write(rows, columns))
        if wanted.file is None:
            write_pieces(pieces)
            return
        write_file(wanted.file, pieces)
    _describe(wanted, columns, means, meant.scope, rests)
    say(f"{wanted.rows} rows in {wanted.file}; described in {_beside(wanted.file)}")


def _columns(wanted: _Wanted) -> tuple[tuple[Column, ...], str]:
    from watchfloor.exchange.agreement import blind_columns
    from watchfloor.exchange.sums import SUMMED_TABLES
    from watchfloor.exchange.tables import EXPORT_TABLES

    if wanted.blind:
        return blind_columns(), "a row a happening, to be coded by hand"
    table = EXPORT_TABLES.get(wanted.what) or SUMMED_TABLES[wanted.what]
    return table.columns, table.means


def _rows(desk: QuestionDesk, questions: Questions, wanted: _Wanted, scope: Scope) -> Iterator[Row]:
    """Yield the rows of a table; of one that counts, what the rows of events come to."""
    from watchfloor.exchange.agreement import blinded, sampled
    from watchfloor.exchange.sums import SUMMED_TABLES, summed

    counting = SUMMED_TABLES.get(wanted.what)
    if counting is None:
        rows = _listed(desk, questions, wanted.what, wanted.audience, scope)
        drawn: Iterable[Row] = rows if wanted.sample is None else sampled(rows, wanted.sample)
        yield from blinded(drawn) if wanted.blind else drawn
        return
    events = _listed(desk, questions, "events", wanted.audience, scope)
    yield from summed(events, counting, wanted.by)


def _listed(
    desk: QuestionDesk, questions: Questions, what: str, audience: Audience, scope: Scope
) -> Iterator[Row]:
    from watchfloor.disclosure import Told, disclose
    from watchfloor.exchange.tables import EXPORT_TABLES

    told: Told = {}
    table = EXPORT_TABLES[what]
    for part in questions.export_parts(what, scope):
        shown = disclose(part.known, audience, desk.config.retention, told=told)
        for row in part.rows:
            yield from table.rows(row.value, row.known, shown)


def _export_release(
    folder: Path | None, name: str, out: Path | None, asked: Asked, audience: Audience
) -> None:
    """Write all tables into a folder, as of one moment: of a release that is there, its own."""
    from watchfloor.exchange.releases import package_of
    from watchfloor.exchange.sums import SUMMED_TABLES
    from watchfloor.exchange.tables import EXPORT_TABLES

    if not _RELEASE.fullmatch(name):
        raise UsageError(f"{name!r} is no name of a release; use letters, digits, dots and hyphens")
    place = out or config_of(folder).folder / "releases" / name
    if _beside(place / "x").is_file():
        held = {resource["as_of"] for resource in package_of(place)["resources"]}
        moment = max(filter(None, held), default=None)
        if asked.as_of is not None and asked.as_of != moment:
            raise UsageError(f"release {name} is as of {moment}; give another name to one of another moment")
        asked = replace(asked, as_of=moment)
    place.mkdir(parents=True, exist_ok=True)
    asked = replace(asked, as_of=asked.as_of or _last_moment(folder))
    for name_of_table in (*EXPORT_TABLES, *SUMMED_TABLES):
        wanted = _Wanted(
            name_of_table,
            "csv",
            place / f"{name_of_table}.csv",
            "month" if name_of_table in SUMMED_TABLES else None,
            audience,
        )
        _export_table(folder, wanted, asked)


def _last_moment(folder: Path | None) -> str | None:
    from watchfloor.engine.services.questions import QuestionDesk

    with QuestionDesk(config=config_of(folder), clock=now).ask(principal()) as questions:
        return questions.last()[1]


def diff(
    before: Annotated[str, typer.Argument(metavar="RELEASE", help="A release, or its folder.")],
    after: Annotated[str, typer.Argument(metavar="RELEASE", help="The later one, or its folder.")],
    *,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """List the rows that are new, changed or gone between two releases, and why.

    A row changed because a person decided, because another version wrote it, or because of what reports told.

    Example: watchfloor diff 2026-q1 2026-q1-corrected --floor floor
    """
    from watchfloor.exchange.releases import differences

    found = differences(*(_release_folder(folder, name) for name in (before, after)))
    if json:
        write_json(list(found))
        return
    count = 0
    for row in found:
        count += 1
        told = "; ".join(f"{name}: {old or '-'} → {new or '-'}" for name, (old, new) in row.columns.items())
        write_row(row.table, row.became, row.why, row.id, told if row.became == "changed" else "")
    say(f"{count} rows differ")


def _release_folder(folder: Path | None, name: str) -> Path:
    if Path(name).is_dir():
        return Path(name)
    return config_of(folder).folder / "releases" / name


def _beside(file: Path) -> Path:
    return file.with_name("datapackage.json")


def _describe(wanted: _Wanted, columns: tuple[Column, ...], means: str, scope: Scope, rests: Rests) -> None:
    """Write what stands beside a table, keeping what is told there of others."""
    import msgspec

    from watchfloor.exchange.datapackage import Exported, datapackage
    from watchfloor.exchange.table_formats import TABLE_FORMATS
    from watchfloor.printable import printable_json

    assert wanted.file is not None
    held: dict[str, Any] = {}
    if _beside(wanted.file).is_file():
        try:
            held = msgspec.json.decode(_beside(wanted.file).read_bytes(), type=dict[str, Any])
        except msgspec.DecodeError:
            held = {}
    exported = Exported(
        file=wanted.file.name,
        table=wanted.what,
        means=means,
        media=TABLE_FORMATS[wanted.format].media,
        columns=columns,
        scope=replace(scope, as_of=None),
        audience=wanted.audience.value,
        as_of=rests.moment,
        admissions=rests.admissions,
        version=__version__,
        bytes=wanted.bytes,
        sha256=wanted.sha256,
        rows=wanted.rows,
        by=wanted.by,
    )
    write_whole(_beside(wanted.file), printable_json(datapackage(exported, held), indent=2) + "\n")


def agree(
    one: Annotated[Path, typer.Argument(metavar="A", help="A sample that somebody coded, as csv.")],
    other: Annotated[
        Path, typer.Argument(metavar="B", help="The same by another, or the machine's events.csv.")
    ],
    *,
    json: Json = False,
) -> None:
    """Tell how far two who coded one sample agree, column by column, with Cohen's kappa.

    Example: watchfloor agree ana.csv ben.csv
    """
    from watchfloor.exchange.agreement import agreement

    found = agreement(one, other)
    if json:
        write_json(found)
        return
    rows = [
        (it.column, str(it.n), f"{it.alike:.3f}", "-" if it.kappa is None else f"{it.kappa:.3f}")
        for it in found
    ]
    table(("column", "both filled", "alike", "kappa"), rows)


class OtherList(StrEnum):
    """Whose list of events is compared."""

    acled = "acled"
    ucdp = "ucdp"


@asks()
def compare(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Another list of events, as csv.")],
    *,
    map_: Annotated[OtherList, typer.Option("--map", help="Whose columns it has: acled or ucdp.")],
    asked: Asked,
    folder: FloorFolder = None,
    json: Json = False,
) -> None:
    """Compare another list of events with ours: in both, only theirs with our nearest and why not, only ours.

    Matched by day, place, type and tolls; filters say which of ours are compared.

    Example: watchfloor compare list.csv --map acled --country ML --from 2026-03-01 --floor floor
    """
    from collections import Counter

    from watchfloor.engine.services.questions import QuestionDesk
    from watchfloor.exchange.comparison import compared

    desk = QuestionDesk(config=config_of(folder), clock=now)
    meant, _ = desk.meant(principal(), asked)
    with desk.ask(principal()) as questions, questions.snapshot():
        ours = list(_listed(desk, questions, "events", Audience.desk, meant.scope))
    found = list(compared(file, map_.value, ours))
    if json:
        write_json(found)
        return
    for it in found:
        write_row(it.verdict, it.theirs or "", it.ours or "", ", ".join(it.kept_out))
    counts = Counter(it.verdict for it in found)
    say(", ".join(f"{counts[verdict]} {verdict}" for verdict in ("both", "only theirs", "only ours")))


COMMANDS = (export, diff, agree, compare)
