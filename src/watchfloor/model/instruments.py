"""What instruments and agencies of alerts give as fields beside their words."""

from __future__ import annotations

import msgspec


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
