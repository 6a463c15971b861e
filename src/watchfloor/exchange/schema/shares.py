"""What is given to partners, as every JSON shows it."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType

from watchfloor.model import (
    FILTERS,
    Audience,
    GivenOnce,
    PartnerShare,
    RowDifference,
    RowMove,
    ShareFormat,
)


class PartnerShareOut(Struct, kw_only=True):
    """What is given to a partner: for whom, in which form and tables, where to; `asks` as it was written."""

    name: str
    audience: Audience
    format: ShareFormat
    tables: tuple[str, ...]
    asks: str
    out: str
    by: str
    at: str


class RowDifferenceOut(Struct, kw_only=True):
    """What became of a row: `row` are its cells, `was` those that were other before."""

    became: RowMove
    table: str
    id: str
    row: dict[str, Any] | UnsetType | None = UNSET
    was: dict[str, Any] | UnsetType | None = UNSET
    why: str | UnsetType = UNSET


class GivenOnceOut(Struct, kw_only=True):
    """That a row was given in a share, from when on, and until when; None while it stands."""

    share: str
    table: str
    id: str
    given: str
    until: str | None
    why: str | None


def partner_share_out(share: PartnerShare) -> PartnerShareOut:
    """Return a share as the interchange gives it."""
    return PartnerShareOut(
        name=share.name,
        audience=share.audience,
        format=share.format,
        tables=share.tables,
        asks="; ".join(_asks(share)),
        out=share.out,
        by=share.by,
        at=share.at,
    )


def _asks(share: PartnerShare) -> list[str]:
    found = []
    for field, narrowed in FILTERS.items():
        value = getattr(share.asked, field)
        if value:
            told = ", ".join(value) if isinstance(value, tuple) else "yes" if value is True else str(value)
            found.append(f"{narrowed.name} {told}")
    return found


def row_difference_out(move: RowDifference) -> RowDifferenceOut:
    """Return what became of a row as the interchange gives it: of one that is withdrawn no cell."""
    out = RowDifferenceOut(became=move.became, table=move.table, id=move.id, why=move.why or UNSET)
    if move.became != "withdrawn":
        out.row = None if move.cells is None else dict(move.cells)
    if move.became == "changed":
        out.was = altered_cells(move)
    return out


def altered_cells(move: RowDifference) -> dict[str, Any] | None:
    """Return the cells that were other before; None where they are not to be told any more."""
    if move.before is None or move.cells is None:
        return None
    return {name: was for name, was in move.before.items() if move.cells.get(name) != was}


def given_once_out(given: GivenOnce) -> GivenOnceOut:
    """Return when a row was given as the interchange gives it."""
    return GivenOnceOut(
        share=given.share, table=given.table, id=given.id, given=given.given, until=given.until, why=given.why
    )
