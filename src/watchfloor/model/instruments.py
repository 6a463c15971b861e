"""What instruments and agencies of alerts give as fields beside their words."""

from __future__ import annotations

import msgspec

_COUNTS_ITSELF = frozenset(
    ("GDACS", "USGS")
)  # CAP is what an agency speaks in, GLIDE how a disaster is called
_TAKEN_BACK = frozenset(("cancel", "deleted"))
_NOT_ACTUAL = frozenset(("draft", "exercise", "system", "test"))


class InstrumentRecord(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an item says of a hazard in fields of its own: who measured, what, how strong, where and when.

    `instrument` is the one claimant, whoever repeats it; `key` what it calls the happening. `area` is the
    area in its own words. `begins` and `ends` are moments; `status` is what it says of the record itself
    (reviewed, Cancel).
    """

    instrument: str
    key: str | None = None
    hazard: str | None = None
    magnitude: float | None = None
    level: str | None = None
    glide: str | None = None
    area: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    depth_km: float | None = None
    begins: str | None = None
    ends: str | None = None
    status: str | None = None

    @property
    def is_taken_back(self) -> bool:
        """Tell whether whoever gave it takes it back: CAP cancels an alert, USGS deletes an event."""
        return (self.status or "").casefold() in _TAKEN_BACK

    @property
    def is_actual(self) -> bool:
        """Tell whether it says that something happens: it is not taken back, and no test or exercise."""
        return not self.is_taken_back and (self.status or "").casefold() not in _NOT_ACTUAL

    @property
    def claimant(self) -> str | None:
        """Return who answers for its numbers, whichever outlet repeats them; None for those of an agency."""
        return self.instrument if self.instrument in _COUNTS_ITSELF else None
