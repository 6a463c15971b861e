"""What a desk calls its sources: an agency, state-run, its own; and what that tells of a story."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from watchfloor.model.ids import ReportId


class SourceLabel(StrEnum):
    """What a source is to the desk."""

    AGENCY = "agency"
    OFFICIAL = "official"
    STATE_RUN = "state-run"
    PARTY = "party to the conflict"
    LOCAL = "local"
    NGO = "NGO"
    OURS = "ours"
    OWN_STAFF = "own staff"


OF_OUR_HOUSE = (SourceLabel.OURS.value, SourceLabel.OWN_STAFF.value)  # told to nobody outside


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSource:
    """A label of the desk's own table: `source` is an outlet's name or a host, `of` whose it is, if any's."""

    source: str
    label: SourceLabel
    of: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopy:
    """Whether the desk's own outlet tells a story: its first report, since when, and after whom.

    `after` is the outlet that told it first, at `first`: None where that was ours, or we do not have it.
    """

    report: ReportId | None = None
    since: str | None = None
    after: str | None = None
    first: str | None = None
