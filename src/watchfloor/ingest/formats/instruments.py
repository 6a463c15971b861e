"""Fields of alerts -> records: USGS GeoJSON, CAP 1.2 alone or in feeds, GDACS, and GLIDE numbers anywhere.

What an instrument gives as fields only is put into a sentence of its own fields, so that it is read as every
other item is; numbers that are none, and places off the globe, are left out.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.dates import parse_moment
from watchfloor.ingest.formats.xml import local_name, parse_xml
from watchfloor.ingest.page.structured import plain
from watchfloor.model import InstrumentRecord

_GLIDE = re.compile(r"\b(?P<kind>[A-Z]{2})-(?P<year>(?:19|20)\d\d)-(?P<number>\d{6})-(?P<country>[A-Z]{3})\b")
_NUMBER = re.compile(r"[-+]?\d{1,6}(?:\.\d{1,9})?")
_LONGEST = 300  # characters of an area or a level
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_OF_GDACS = {
    "EQ": "earthquake",
    "TC": "cyclone",
    "FL": "flood",
    "VO": "volcano",
    "DR": "drought",
    "WF": "wildfire",
    "TS": "tsunami",
}
_OF_GLIDE = {
    **_OF_GDACS,
    "CW": "cold wave",
    "EP": "epidemic",
    "FF": "flash flood",
    "HT": "heat wave",
    "LS": "landslide",
    "MS": "mudslide",
    "ST": "storm",
    "AC": "accident",
}

_TAKEN_BACK = {"CAP": "This alert was cancelled.", "USGS": "USGS deleted this record."}


def is_measured(record: InstrumentRecord | None) -> bool:
    """Tell whether a record is all that its item says: its page holds a map and the same fields."""
    return record is not None and record.instrument in ("USGS", "GDACS", "CAP")


# ------------------------------------------------------------------------------------------------- USGS


def is_geojson(feed: object) -> bool:
    """Tell whether JSON is a collection of measured events."""
    return isinstance(feed, dict) and feed.get("type") == "FeatureCollection"


def record_of_feature(feature: Mapping[str, Any]) -> InstrumentRecord | None:
    """Return the record of one event of a GeoJSON feed; None where it measures nothing."""
    said, shape = feature.get("properties"), feature.get("geometry")
    if not isinstance(said, dict) or not isinstance(feature.get("id"), str):
        return None
    given = shape.get("coordinates") if isinstance(shape, dict) else None
    places = [_number(it) for it in given[:3]] if isinstance(given, list) else []
    longitude, latitude, depth = [*places, None, None, None][:3]
    latitude, longitude = _on_globe(latitude, longitude)
    return InstrumentRecord(
        instrument="USGS",
        key=feature["id"][:_LONGEST],
        hazard=plain(said.get("type"))[:_LONGEST] or None,
        magnitude=_within(said.get("mag"), -3, 11),
        level=plain(said.get("alert"))[:_LONGEST] or None,
        area=plain(said.get("place"))[:_LONGEST] or None,
        latitude=latitude,
        longitude=longitude,
        depth_km=_within(depth, -20, 1_000),
        begins=of_milliseconds(said.get("time")),
        status=plain(said.get("status"))[:_LONGEST] or None,
    )


def of_milliseconds(value: object) -> str | None:
    """Return the moment that is so many milliseconds after 1970."""
    number = _number(value)
    if number is None or not 0 < number < 4e12:
        return None
    return f"{datetime.fromtimestamp(number / 1_000, UTC):%Y-%m-%dT%H:%M:%SZ}"


def told_with(record: InstrumentRecord | None, words: str) -> str:
    """Return the words of a record; those of one that is taken back begin with that."""
    if record is None or not record.is_taken_back:
        return words
    return f"{_TAKEN_BACK.get(record.instrument, 'This record was taken back.')}\n{words}"


def sentence_of(record: InstrumentRecord) -> str:
    """Return a record as the sentence that its fields are."""
    hazard = record.hazard or "event"
    article = "An" if hazard[:1].lower() in "aeiou" else "A"
    strength = f" of magnitude {record.magnitude:g}" if record.magnitude is not None else ""
    verb = "struck" if hazard == "earthquake" else "was measured"
    area = f" {record.area}" if record.area else ""
    depth = f" at a depth of {record.depth_km:g} km" if record.depth_km is not None else ""
    return f"{article} {hazard}{strength} {verb}{area}{_on_day(record.begins)}{depth}."


def _on_day(moment: str | None) -> str:
    if moment is None:
        return ""
    at = datetime.fromisoformat(moment)
    return f" on {at.day} {_MONTHS[at.month - 1]} {at.year} at {at:%H:%M} UTC"


# -------------------------------------------------------------------------------------------- items of feeds


def record_of_entry(entry: dict[str, Any], words: str) -> InstrumentRecord | None:
    """Return the record of an item of RSS or Atom: of GDACS or CAP, else by a GLIDE number that it names."""
    glide = glide_of(" ".join((words, _text(entry, "gdacs_glide"))))
    if _text(entry, "gdacs_eventtype"):
        return _of_gdacs(entry, glide)
    if _text(entry, "cap_event"):
        return _of_cap(entry, glide)
    if glide is None:
        return None
    return InstrumentRecord(instrument="GLIDE", key=glide, glide=glide, hazard=_OF_GLIDE.get(glide[:2]))


def glide_of(words: str) -> str | None:
    """Return the GLIDE number that words name: kind, year, number and country of a disaster."""
    found = _GLIDE.search(words)
    return found[0] if found else None


def _of_gdacs(entry: dict[str, Any], glide: str | None) -> InstrumentRecord:
    kind = _text(entry, "gdacs_eventtype").upper()
    latitude, longitude = _on_globe(_number(_text(entry, "geo_lat")), _number(_text(entry, "geo_long")))
    severity = entry.get("gdacs_severity")
    measured = severity.get("value") if isinstance(severity, dict) else None
    said = _NUMBER.search(_text(entry, "gdacs_severity"))
    return InstrumentRecord(
        instrument="GDACS",
        key=f"{kind}{_text(entry, 'gdacs_eventid')}",
        hazard=_OF_GDACS.get(kind),
        magnitude=_within(measured or (said[0] if said else None), 0, 11) if kind == "EQ" else None,
        level=_text(entry, "gdacs_alertlevel") or None,
        glide=glide,
        area=_text(entry, "gdacs_country") or None,
        latitude=latitude,
        longitude=longitude,
        begins=parse_moment(_text(entry, "gdacs_fromdate")),
        ends=parse_moment(_text(entry, "gdacs_todate")),
    )


def _of_cap(entry: dict[str, Any], glide: str | None) -> InstrumentRecord:
    return InstrumentRecord(
        instrument="CAP",
        key=plain(entry.get("id"))[:_LONGEST] or None,
        hazard=_text(entry, "cap_event") or None,
        level=_text(entry, "cap_severity") or None,
        glide=glide,
        area=_text(entry, "cap_areadesc") or None,
        begins=parse_moment(_text(entry, "cap_onset") or _text(entry, "cap_effective")),
        ends=parse_moment(_text(entry, "cap_expires")),
        status=_status_of_cap(entry),
    )


def _status_of_cap(entry: dict[str, Any]) -> str | None:
    """Return what an alert says of itself: that it is a test, or whether it is new, an update, or cancels."""
    status = _text(entry, "cap_status")
    return (_text(entry, "cap_msgtype") or status if status in ("", "Actual") else status) or None


def _text(entry: dict[str, Any], name: str) -> str:
    value = dict.get(entry, name)  # feedparser's own look-up gives other names too
    return plain(value)[:_LONGEST] if isinstance(value, str) else ""


# --------------------------------------------------------------------------------------------------- CAP


def is_cap(data: bytes) -> bool:
    """Tell whether a document is an alert of CAP by itself."""
    return (
        b"urn:oasis:names:tc:emergency:cap:1." in data[:4_096]
        and re.search(rb"<(?:\w+:)?alert\b", data[:4_096]) is not None
    )


def cap_entry(data: bytes, *, where: str) -> dict[str, Any]:
    """Return an alert of CAP as the elements of an item: what it is called, says, and measures.

    `key` is the first alert that it updates or cancels, else its own name: all of them are of one happening.
    """
    root = parse_xml(data, where=where)
    if local_name(root) != "alert":
        raise InputError(where, "it is no alert of CAP")
    own = {local_name(it): plain(it.text) for it in root if local_name(it) != "info"}
    info = next((it for it in root if local_name(it) == "info"), None)
    said = dict(_elements(info)) if info is not None else {}
    referred = own.get("references", "").split()
    first = referred[0].split(",")[1] if referred and referred[0].count(",") >= 2 else ""
    return {
        "id": first or own.get("identifier", ""),
        "title": said.get("headline") or said.get("event", ""),
        "words": "\n".join(filter(None, (said.get("description"), said.get("instruction")))),
        "sent": own.get("sent", ""),
        "web": said.get("web", ""),
        "sender": said.get("sendername", ""),
        "cap_event": said.get("event", ""),
        "cap_severity": said.get("severity", ""),
        "cap_areadesc": said.get("areadesc", ""),
        "cap_onset": said.get("onset") or said.get("effective", ""),
        "cap_expires": said.get("expires", ""),
        "cap_msgtype": own.get("msgtype", ""),
        "cap_status": own.get("status", ""),
    }


def _elements(info: Any) -> Iterator[tuple[str, str]]:
    for element in info.iter():
        if element is not info and not len(element):
            yield local_name(element), " ".join(plain(element.text).split())


# ----------------------------------------------------------------------------------------------- numbers


def _number(value: object) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None  # type: ignore[arg-type]


def _within(value: object, least: float, most: float) -> float | None:
    number = _number(value)
    return number if number is not None and least <= number <= most else None


def _on_globe(latitude: float | None, longitude: float | None) -> tuple[float | None, float | None]:
    here = latitude is not None and longitude is not None and abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if here else (None, None)
