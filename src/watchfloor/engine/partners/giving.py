"""Giving to others: what a receiver holds is compared with what stands now, and the difference is written.

The files of an increment are made of what the floor remembers that it gave. Where words were taken out of the
floor since, the increments that held them are written anew without them.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from watchfloor.config import Config
from watchfloor.engine.partners.folder import (
    SHARES,
    check_name,
    copies_in,
    edited_files,
    folder_for,
    is_written,
    last_increment,
    put_aside,
    write_files,
)
from watchfloor.engine.partners.left_out import LeftOut
from watchfloor.engine.partners.rows import rows_of, scope_of_share
from watchfloor.errors import UsageError, nearest
from watchfloor.exchange.shares import (
    SHARED_TABLES,
    GivenFile,
    Increment,
    description,
    increment_files,
    whole_files,
)
from watchfloor.model import SHARE_DESCRIPTION, GivenRow, PartnerShare, ReportId, RowDifference
from watchfloor.store import Shares, Store
from watchfloor.store.shares import PreparedRows, SharedRows, moves_between, prepared_rows

_TAKING_OUT = "act"  # the kind of admissions that may take words out
_TRIES = 5  # reckonings that people may overtake before nobody is let in until one is written


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareWritten:
    """What came of writing a share: the increment (None where nothing differs), the folder, what to say."""

    increment: Increment | None
    folder: Path
    rows: int
    said: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many rows became what."""
        return dict(Counter(move.became for move in self.increment.moves)) if self.increment else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prepared:
    """All that one writing of a share comes to, as the floor stood after an admission.

    `moment` stands where the files will tell the moment of the writing. What `ends` a share has nothing that
    could be left out.
    """

    sequence: int
    share: PartnerShare
    left_out: LeftOut | None
    rows: PreparedRows
    before: Sequence[int]
    increment: Increment | None
    files: Sequence[GivenFile]
    moment: str

    @property
    def ends(self) -> bool:
        """Tell whether nothing is given any more under the name of the share."""
        return self.left_out is None


@dataclass(frozen=True, slots=True)
class Giving:
    """The shares of an open floor and its settings."""

    store: Store
    config: Config

    def share(self, name: str) -> PartnerShare:
        """Return a share by its name; raise UsageError."""
        shares = Shares(self.store)
        found = shares.named(name)
        if found is None:
            known = [share.name for share in shares.all()]
            raise UsageError(
                f"there is no share {name!r}; "
                + (
                    nearest(name, known)
                    if known
                    else f"add one with: watchfloor share add {name} --situation …"
                )
            )
        return found

    def add(self, share: PartnerShare) -> Path:
        """Keep a new share; its folder may be used from now on."""
        check_name(share.name)
        shares = Shares(self.store)
        if shares.named(share.name) is not None:
            raise UsageError(
                f"there is a share {share.name!r} already; remove it first, or take another name"
            )
        for table in share.tables:
            if table not in SHARED_TABLES:
                raise UsageError(f"{table!r} cannot be shared; {nearest(table, SHARED_TABLES)}")
        _refuse_own_times(share)
        scope_of_share(self.config, share, now=share.at)
        home = self.config.folder
        folder = folder_for(share.out or str(home / SHARES / share.name), home, share.name)
        for other in shares.all():
            if Path(other.out) == folder:
                raise UsageError(f"{folder} is the folder of share {other.name!r}; name another")
        shares.add(replace(share, out=str(folder), first=last_increment(folder) + 1))
        return folder

    def moves(self, share: PartnerShare, *, now: str) -> list[RowDifference]:
        """Return what the next writing would alter, without writing anything."""
        with self.store.snapshot():
            left_out = LeftOut(self.store)
            return self._moves(share, Shares(self.store).held(share.name), left_out, now=now)

    def holds_emptied(self, share: PartnerShare) -> bool:
        """Tell whether the files of a share may still hold words that the floor holds no more."""
        shares = Shares(self.store)
        before = shares.writings(share.name)
        emptied = set(shares.emptied(share.name, since=before[-1])) if before else set()
        if not emptied:
            return False
        held = shares.held(share.name)
        if any(row.cells is None for row in held.values()):
            return True
        is_hidden = _hidden_by(LeftOut(self.store), held)
        numbered = [(number, it) for number, it in enumerate(before, share.first) if it in emptied]
        return any(
            not is_written(Path(share.out), file)
            for number, sequence in numbered
            for file in increment_files(share, self._increment_of(share, number, sequence, is_hidden))
        )

    def write(self, share: PartnerShare, *, by: str, at: str, emptied_only: bool = False) -> ShareWritten:
        """Give what is new, changed and withdrawn since the share was written last.

        What stands, and all that is written of it, is made while nobody waits for the floor, and anew where
        something was kept back or taken out meanwhile. With `emptied_only` nothing is given but what becomes
        of rows whose words went.
        """

        def prepared() -> _Prepared:
            found, left_out = self.share(share.name), LeftOut(self.store)
            held = Shares(self.store).held(share.name)
            moves = self._moves(found, held, left_out, now=at)
            if emptied_only:
                emptied = {key for key, row in held.items() if row.cells is None}
                moves = [it for it in moves if (it.table, it.id) in emptied]
            return self._prepared(found, held, moves, left_out)

        return self._written(prepared, by=by, at=at)

    def end(self, share: PartnerShare, *, by: str, at: str) -> ShareWritten:
        """Withdraw every row of a share, and give nothing under its name any more."""

        def prepared() -> _Prepared:
            held = Shares(self.store).held(share.name)
            moves = [
                RowDifference(became="withdrawn", table=table, id=id_, why="share ended")
                for table, id_ in held
            ]
            return self._prepared(self.share(share.name), held, moves, None)

        return self._written(prepared, by=by, at=at)

    def since(self, share: PartnerShare, moment: str) -> list[RowDifference]:
        """Return what was altered by all writings since a moment, put together."""
        shares = Shares(self.store)
        held, now = shares.held(share.name, as_of=moment), shares.held(share.name)
        return moves_between(held, now, {})

    # ------------------------------------------------------------------------------------------------ inside

    def _written(self, prepare: Callable[[], _Prepared], *, by: str, at: str) -> ShareWritten:
        """Write what a share comes to, prepared anew as long as people overtake it."""
        for _ in range(_TRIES):
            prepared = self._snapshot_of(prepare)
            with self.store.turn():
                if self._still_stands(prepared):
                    return self._write(prepared, by=by, at=at)
        with self.store.turn():
            return self._write(self._snapshot_of(prepare), by=by, at=at)

    def _snapshot_of(self, prepare: Callable[[], _Prepared]) -> _Prepared:
        with self.store.snapshot():
            return prepare()

    def _still_stands(self, prepared: _Prepared) -> bool:
        """Tell whether nothing was kept back since, or given free, and no words were taken out."""
        if any(it["kind"] == _TAKING_OUT for it in self.store.admissions(since=prepared.sequence)):
            return False
        return prepared.left_out is None or LeftOut(self.store).decided == prepared.left_out.decided

    def _moves(
        self, share: PartnerShare, held: SharedRows, left_out: LeftOut, *, now: str
    ) -> list[RowDifference]:
        rows = rows_of(self.store, self.config, share, left_out, now=now)
        why = {key: self._why(row, key in rows, left_out) for key, row in held.items()}
        return moves_between(held, rows, why)

    def _why(self, row: GivenRow, stands: bool, left_out: LeftOut) -> str | None:  # noqa: FBT001 - one use
        if row.cells is None:
            return "withheld"
        if stands:
            return None
        return left_out.why(row) or self._merged(row) or "not asked for any more"

    def _merged(self, row: GivenRow) -> str | None:
        kind = {"events": "event", "reports": "report"}.get(row.table)
        return "merged" if kind and self.store.resolve(kind, row.id) != row.id else None

    def _prepared(
        self,
        share: PartnerShare,
        held: SharedRows,
        moves: Sequence[RowDifference],
        left_out: LeftOut | None,
    ) -> _Prepared:
        before = Shares(self.store).writings(share.name)
        rows = prepared_rows(share.name, held, moves)
        # It sorts behind every moment, as the one for which it stands.
        moment = f"~{secrets.token_hex(16)}"
        increment = (
            Increment(number=share.first + len(before), at=moment, moves=rows.moves) if moves else None
        )
        again = self._written_again(share, before, _hidden_by(left_out, rows.held), every=not rows.held)
        every = [*again, *([increment] if increment is not None else [])]
        files = [file for it in every for file in increment_files(share, it)]
        return _Prepared(
            sequence=self.store.last_sequence(),
            share=share,
            left_out=left_out,
            rows=rows,
            before=before,
            increment=increment,
            files=[*files, *whole_files(share, [*rows.held.values()], every)],
            moment=moment,
        )

    def _write(self, prepared: _Prepared, *, by: str, at: str) -> ShareWritten:
        """Keep that rows are given, and put the files into the folder: both or neither."""
        share, before = prepared.share, prepared.before
        folder = Path(share.out)
        edited = edited_files(folder)
        counted = Counter(move.became for move in prepared.rows.moves)
        told = ", ".join(f"{count} {became}" for became, count in sorted(counted.items())) or "nothing new"
        named = f"{'ended' if prepared.ends else 'gave'} share {share.name}: {told}; by {by}"
        with self.store.admission(arrived=at, kind="act", what=named) as act:
            increment = prepared.increment
            if increment is not None:
                Shares(self.store).give(act, prepared.rows)
                increment = replace(increment, at=self._moment(act.sequence))
            kept = put_aside(folder, edited, share.first + len(before))
            self._write_files(prepared, increment)
            if prepared.ends:
                act.end_share(share.name)
        said = [f"{name} was changed by hand; that is kept as {beside}" for name, beside in kept]
        if prepared.ends or (before and Shares(self.store).emptied(share.name, since=before[-1])):
            said += (
                f"{beside} was put aside and may hold words that were taken back; remove it"
                for beside in copies_in(folder)
            )
        return ShareWritten(
            increment=increment, folder=folder, rows=len(prepared.rows.held), said=tuple(said)
        )

    def _moment(self, sequence: int) -> str:
        return self.store.moment_of(sequence) or ""

    def _write_files(self, prepared: _Prepared, increment: Increment | None) -> None:
        """Write the whole, the increment, and those before it that are not there or hold words taken out."""
        share, before, files = prepared.share, prepared.before, prepared.files
        if increment is not None:
            files = [replace(it, text=it.text.replace(prepared.moment, increment.at)) for it in files]
        folder = Path(share.out)
        digests = write_files(folder, files)
        whole = {name: it for name, it in digests.items() if not name.startswith("increments/")}
        newest = increment or (
            Increment(number=share.first + len(before) - 1, at=self._moment(before[-1]), moves=())
            if before
            else None
        )
        held = [*prepared.rows.held.values()]
        write_files(folder, [GivenFile(path=SHARE_DESCRIPTION, text=description(share, held, newest, whole))])

    def _written_again(
        self,
        share: PartnerShare,
        before: Sequence[int],
        is_hidden: Callable[[GivenRow], bool],
        *,
        every: bool,
    ) -> list[Increment]:
        """Return the increments that are written again: without what is not to be told any more."""
        shares = Shares(self.store)
        emptied = set(shares.emptied(share.name, since=before[-1])) if before else set()
        return [
            self._increment_of(share, number, sequence, is_hidden)
            for number, sequence in enumerate(before, share.first)
            if every or share.format == "feed" or sequence in emptied or not self._is_there(share, number)
        ]

    def _increment_of(
        self, share: PartnerShare, number: int, sequence: int, is_hidden: Callable[[GivenRow], bool]
    ) -> Increment:
        moves = Shares(self.store).differences(share.name, sequence, hidden=is_hidden)
        return Increment(number=number, at=self._moment(sequence), moves=moves)

    def _is_there(self, share: PartnerShare, number: int) -> bool:
        return any((Path(share.out) / "increments").glob(f"{number:06}[.-]*"))


def _hidden_by(left_out: LeftOut | None, rows: SharedRows) -> Callable[[GivenRow], bool]:
    """Return what tells of a row given before whether its words are not to be told any more."""

    def is_hidden(row: GivenRow) -> bool:
        if left_out is None or (row.table, row.id) not in rows:
            return True
        return row.report is not None and left_out.hides_report(ReportId(row.report))

    return is_hidden


def _refuse_own_times(share: PartnerShare) -> None:
    asked = share.asked
    if asked.as_of is not None or (asked.since or "").strip().lower() == "last":
        raise UsageError(
            "a share tells what stands when it is written; --as-of and --since last are for questions"
        )
