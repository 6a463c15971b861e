"""What is given to others: a question under a name, and the rows that a receiver holds of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from watchfloor.model.audience import Audience
from watchfloor.model.scope import Asked

SHARE_SCHEMA = 1  # of what a share writes; a reader refuses what it does not know
SHARE_MARK = "watchfloor_share"  # the key by which a file is known to be of a share
SHARE_DESCRIPTION = "share.json"  # the file that says what stands beside it
SHARED_TABLE_NAMES = ("events", "numbers", "quotes", "reports")

ShareFormat = Literal["csv", "jsonl", "feed"]
RowMove = Literal["new", "changed", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerShare:
    """What is given to a partner: the answers to a question, in a folder; who set it up, and when.

    Without a folder `out` it is one of the floor's own. `first` is the number of its first increment: more
    than 1 where its folder held a share that ended.
    """

    name: str
    asked: Asked
    audience: Audience
    format: ShareFormat
    tables: tuple[str, ...]
    out: str
    by: str
    at: str
    first: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenRow:
    """A row as it was given: its cells by column, None where its words were taken out of the floor since.

    `report` is the one whose words stand in it.
    """

    table: str
    id: str
    cells: Mapping[str, Any] | None
    report: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDifference:
    """What became of a row between two times that a share was written; `why` tells it where it is known."""

    became: RowMove
    table: str
    id: str
    cells: Mapping[str, Any] | None = None
    before: Mapping[str, Any] | None = None
    why: str | None = None
    report: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenOnce:
    """That a row was given in a share, from when on, and until when; `why` tells why it was taken back."""

    share: str
    table: str
    id: str
    given: str
    until: str | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedLine:
    """A row as a partner gives it: what became of it, and its cells; none of one that is withdrawn."""

    became: RowMove
    table: str
    id: str
    cells: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedFile:
    """What was read of a partner's file; `whole`: rows of its `share` that it does not have are gone."""

    lines: tuple[SharedLine, ...]
    tables: tuple[str, ...]
    share: str = ""
    whole: bool = False
    refused: tuple[str, ...] = ()
