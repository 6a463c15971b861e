"""What a floor remembers of what it gives to others: the shares, and which row of each was given when.

A row that was given stands here until it is taken back or given otherwise. Words that are taken out of the
floor go from here too; that a row was given stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import sqlalchemy as sa

from watchfloor import model
from watchfloor.model import GivenOnce, GivenRow, PartnerShare, RowDifference
from watchfloor.store import schema
from watchfloor.store.admission import Admission
from watchfloor.store.held_values import CHUNK, AsOf
from watchfloor.store.ledger import open_in
from watchfloor.store.moments import shown
from watchfloor.store.scrubbing import written_json
from watchfloor.store.store import Store
from watchfloor.store.values import spelt, unpacked

RowKey = tuple[str, str]  # the table and the id of a row
SharedRows = dict[RowKey, GivenRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedRows:
    """What is to be kept of a writing of a share; `moves` and `held` are what is read back from it then."""

    name: str
    ended: list[dict[str, str | None]]
    begun: list[dict[str, str | None]]
    moves: list[RowDifference]
    held: SharedRows


def prepared_rows(name: str, held: SharedRows, moves: Iterable[RowDifference]) -> PreparedRows:
    """Return what is to be kept where a receiver that holds some rows is given others.

    It is made before the floor is held: to write and read the cells of ten thousand rows takes its time.
    """
    moves = tuple(moves)
    begun = [_begun(name, move) for move in moves if move.cells is not None]
    ended = {(move.table, move.id): move.why for move in moves if move.became != "new"}
    after = {(move.table, move.id): move for move in moves if move.cells is not None}
    given = {
        key: GivenRow(table=move.table, id=move.id, cells=_cells(row["value"]), report=move.report)
        for (key, move), row in zip(after.items(), begun, strict=True)
    }
    before = {key: row for key, row in held.items() if key in ended}
    return PreparedRows(
        name=name,
        ended=[{"of_table": table, "of_id": id_, "why": why} for (table, id_), why in ended.items()],
        begun=begun,
        moves=moves_between(before, given, ended),
        held={key: row for key, row in held.items() if key not in ended} | given,
    )


def _begun(name: str, move: RowDifference) -> dict[str, str | None]:
    return {
        "share": name,
        "kind": move.table,
        "id": move.id,
        "report": move.report,
        "value": spelt(written_json(dict(move.cells or {}))),
    }


class Shares:
    """The shares of one open floor. What sets one up, writes or ends it is an act in the log."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, *, as_of: AsOf = None) -> list[PartnerShare]:
        """Return the shares, in the order in which they were set up."""
        table, last = schema.share, self._store.sequence_of(as_of)
        wanted = sa.select(table.c.value).where(open_in(table, last)).order_by(table.c.born, table.c.id)
        return [unpacked(PartnerShare, row.value) for row in self._store.rows(wanted)]

    def named(self, name: str) -> PartnerShare | None:
        """Return a share by its name."""
        return self._store.held_values("share", PartnerShare, [name]).get(name)

    def add(self, share: PartnerShare) -> None:
        """Keep a new share."""
        what = f"set up share {share.name} by {share.by}"
        with self._store.admission(arrived=share.at, kind="act", what=what) as admission:
            admission.save_share(share)

    # -------------------------------------------------------------------------------------- what was given

    def held(self, name: str, *, as_of: AsOf = None) -> SharedRows:
        """Return the rows that the receiver of a share holds, by table and id, in the order of giving."""
        table, last = schema.given, self._store.sequence_of(as_of)
        wanted = sa.select(table).where(self._of(name), open_in(table, last)).order_by(table.c.row)
        return {(row.kind, row.id): _given(row) for row in self._store.rows(wanted)}

    def writings(self, name: str) -> list[int]:
        """Return the admissions in which a share was written with a difference, oldest first."""
        table, mine = schema.given, self._of(name)
        begun = sa.select(table.c.known_from).where(mine)
        ended = sa.select(table.c.known_until).where(mine, table.c.known_until.is_not(None))
        return sorted({row[0] for one in (begun, ended) for row in self._store.rows(one.distinct())})

    def differences(
        self, name: str, sequence: int, *, hidden: Callable[[GivenRow], bool] = lambda row: False
    ) -> list[RowDifference]:
        """Return what became of the rows of a share when it was written in one admission.

        Those that are `hidden` by now are told without their cells.
        """
        table = schema.given
        then = sa.or_(table.c.known_from == sequence, table.c.known_until == sequence)
        rows = [*self._store.rows(sa.select(table).where(self._of(name), then).order_by(table.c.row))]
        told = [(row, replace(it, cells=None) if hidden(it := _given(row)) else it) for row in rows]
        before = {(row.kind, row.id): it for row, it in told if row.known_until == sequence}
        after = {(row.kind, row.id): it for row, it in told if row.known_from == sequence}
        why = {(row.kind, row.id): row.ended for row in rows if row.known_until == sequence}
        return moves_between(before, after, why)

    def emptied_in(self, sequence: int) -> list[str]:
        """Return the shares that stand of which rows were emptied in or after an admission."""
        return [share.name for share in self.all() if self.emptied(share.name, since=sequence)]

    def emptied(self, name: str, *, since: int) -> list[int]:
        """Return in which admissions rows of a share were given that were emptied in or after another."""
        table = schema.given
        wanted = sa.select(table.c.known_from, table.c.known_until).where(
            self._of(name), table.c.emptied >= since
        )
        return sorted({one for row in self._store.rows(wanted) for one in row if one is not None})

    def _of(self, name: str) -> sa.ColumnElement[bool]:
        """Return the condition of the rows of a share that stands: none of one of its name that ended."""
        share = schema.share
        begun = self._store.scalar(
            sa.select(share.c.known_from).where(share.c.id == name, open_in(share, None))
        )
        return (
            sa.false()
            if begun is None
            else sa.and_(schema.given.c.share == name, schema.given.c.known_from >= begun)
        )

    def give(self, admission: Admission, prepared: PreparedRows) -> None:
        """Keep that rows are given otherwise from this admission on."""
        table = schema.given
        admission.log()
        held = sa.update(table).where(
            table.c.share == prepared.name,
            table.c.kind == sa.bindparam("of_table"),
            table.c.id == sa.bindparam("of_id"),
            table.c.known_until.is_(None),
        )
        begun = [{**row, "known_from": admission.sequence} for row in prepared.begun]
        # All of them at once: the floor is held meanwhile, and a share may have ten thousand rows.
        if prepared.ended:
            closed = held.values(known_until=admission.sequence, ended=sa.bindparam("why"))
            admission.connection.execute(closed, prepared.ended)
        if begun:
            admission.connection.execute(sa.insert(table), begun)

    def given_once(self, any_id: str) -> list[GivenOnce]:
        """Return in which shares a row was given when, and taken back when; oldest first."""
        table, begins, ends = schema.given, schema.admission.alias(), schema.admission.alias()
        wanted = (
            sa.select(table, begins.c.known, ends.c.known.label("until"))
            .join(begins, begins.c.sequence == table.c.known_from)
            .outerjoin(ends, ends.c.sequence == table.c.known_until)
            .where(sa.or_(table.c.id == any_id, table.c.report == any_id))
            .order_by(table.c.row)
        )
        return [
            GivenOnce(
                share=row.share,
                table=row.kind,
                id=row.id,
                given=shown(row.known),
                until=shown(row.until) if row.until else None,
                why=row.ended,
            )
            for row in self._store.rows(wanted)
        ]


def empty_rows(admission: Admission, reports: Iterable[str]) -> None:
    """Let the words of some reports go from every row that was given of them."""
    table, every = schema.given, sorted(set(reports))
    for start in range(0, len(every), CHUNK):
        some = table.c.report.in_(every[start : start + CHUNK])
        held = sa.update(table).where(some, table.c.value.is_not(None))
        admission.connection.execute(held.values(value=None, emptied=admission.sequence))


def empty_rows_that(admission: Admission, holds: Callable[[str], bool]) -> None:
    """Let every row go that was given and holds some words: a name that is erased, as it stands in JSON."""
    table = schema.given
    rows = admission.connection.execute(sa.select(table.c.row, table.c.value)).all()
    for row in rows:
        if row.value is not None and holds(row.value):
            mine = sa.update(table).where(table.c.row == row.row)
            admission.connection.execute(mine.values(value=None, emptied=admission.sequence))


def kept_back(store: Store) -> set[model.Subject]:
    """Return what people let nobody have, and did not take back."""
    acts = _acts(store, "unshare")
    undone = {act.undoes for act in acts if act.undoes}
    return {act.about for act in acts if act.id not in undone and not act.undoes}


def rejected(store: Store) -> set[model.Subject]:
    """Return what stands rejected."""
    by_subject: dict[model.Subject, list[model.Judgement]] = defaultdict(list)
    for act in _acts(store, *model.VERDICTS):
        by_subject[act.about].append(act)
    return {about for about, acts in by_subject.items() if model.is_rejected(acts)}


def _acts(store: Store, *kinds: model.JudgementKind) -> list[model.Judgement]:
    table = schema.judgement
    wanted = sa.select(table.c.value).where(table.c.kind.in_(kinds)).order_by(table.c.known_from, table.c.id)
    return [unpacked(model.Judgement, row.value) for row in store.rows(wanted)]


def moves_between(held: SharedRows, now: SharedRows, why: Mapping[RowKey, str | None]) -> list[RowDifference]:
    """Return what a receiver who holds some rows is to be given, so that it holds others."""
    gone = [
        RowDifference(became="withdrawn", table=table, id=id_, why=why.get((table, id_)))
        for table, id_ in held
        if (table, id_) not in now
    ]
    return [*gone, *(move for key, row in now.items() if (move := _move(held.get(key), row, why.get(key))))]


def _move(before: GivenRow | None, row: GivenRow, why: str | None) -> RowDifference | None:
    if before is not None and before.cells == row.cells:
        return None
    return RowDifference(
        became="new" if before is None else "changed",
        table=row.table,
        id=row.id,
        cells=row.cells,
        before=None if before is None else before.cells,
        why=None if before is None else why,
        report=row.report,
    )


def _given(row: Any) -> GivenRow:
    return GivenRow(table=row.kind, id=row.id, cells=_cells(row.value), report=row.report)


def _cells(value: str | None) -> Mapping[str, Any] | None:
    return None if value is None else msgspec.json.decode(value, type=dict[str, Any])
