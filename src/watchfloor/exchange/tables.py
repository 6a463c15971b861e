"""What can be exported as a table: its columns, and the row that a disclosed value makes.

A row is made of what an audience may see: words come from `Disclosed.words`, names from its actors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from watchfloor.exchange.crosswalk import elsewhere
from watchfloor.exchange.schema import Situation
from watchfloor.gazetteer.places import gazetteer
from watchfloor.model import (
    Actor,
    ActorId,
    Event,
    Evidence,
    InstrumentRecord,
    NumberTold,
    Place,
    QuantityClaim,
    QuoteTold,
    Report,
)

ColumnType = Literal["string", "number", "integer", "boolean", "date", "datetime"]
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, the type of its cells, and what they mean."""

    name: str
    type: ColumnType
    means: str


@dataclass(frozen=True, slots=True)
class ExportTable:
    """A table: its columns, and how rows are made of a value, of when it became known, of what is known."""

    means: str
    columns: tuple[Column, ...]
    make: Callable[[Any, str, Situation], Iterator[Row]]

    def rows(self, value: Any, known_at: str, known: Situation) -> Iterator[Row]:
        """Yield the rows of a value; none of one that the audience may not be shown."""
        if known.shows(value):
            yield from self.make(value, known_at, known)


def _columns(*written: str) -> tuple[Column, ...]:
    """Return columns written as "name type what it means"."""
    return tuple(
        Column(name, kind, means)  # type: ignore[arg-type]  # the test of columns holds the types
        for name, kind, means in (line.split(" ", 2) for line in written)
    )


_EVIDENCE = (
    "evidence string the words it rests on, at most 300 characters",
    "evidence_outlet string the outlet of these words",
    "evidence_url string where they were read",
    "evidence_report string the id of their report",
)


def _evidence(item: Evidence | None, known: Situation) -> dict[str, Any]:
    if item is None:
        return dict.fromkeys(("evidence", "evidence_outlet", "evidence_url", "evidence_report"))
    reports = {reading.report.id: reading.report for reading in known.value.reports}
    report = reports.get(item.report)
    return {
        "evidence": " ".join(known.words(item.text_id, item.span, report=item.report).split()),
        "evidence_outlet": report.outlet if report else None,
        "evidence_url": _url(report),
        "evidence_report": item.report,
    }


def _url(report: Report | None) -> str | None:
    return next((it.url for it in report.renditions if it.url), None) if report else None


# -------------------------------------------------------------------------------------------------- events


def _event_rows(event: Event, known_at: str, known: Situation) -> Iterator[Row]:
    actors = {actor.id: actor for actor in known.value.actors}
    date, place = event.date, event.place
    map_ = elsewhere(event.type.value, event.mode)
    yield {
        "id": event.id,
        "story": event.story,
        "type": event.type.value,
        "mode": event.mode,
        "cameo": _or_none(map_.cameo),
        "acled": _or_none(map_.acled),
        "glide": _or_none(map_.glide),
        "doer": _names(event.source, actors),
        "doer_countries": _countries(event.source, actors),
        "target": _names(event.target, actors),
        "target_countries": _countries(event.target, actors),
        **_where(place),
        "day": date.start if date else None,
        "day_end": date.end if date else None,
        "day_precision": date.precision if date else None,
        "day_from": date.basis if date else None,
        "told_on": min((it.published[:10] for it in event.members if it.published), default=None),
        "polarity": event.polarity,
        "modality": event.modality,
        "origins": len({*event.origins.own_voice, *event.origins.attributed}),
        "denied": len(event.origins.denied),
        "claimants": _names(event.claimants, actors),
        "grade": event.grade,
        **_fatalities(event, known),
        "by_desk": "; ".join(event.by_desk) or None,
        "known": known_at,
        **_evidence(next(iter(event.evidence), None), known),
    }


def _or_none(code: str) -> str | None:
    return None if code == "-" else code


def _names(ids: Sequence[ActorId], actors: Mapping[ActorId, Actor]) -> str | None:
    return "; ".join(dict.fromkeys(actors[it].name for it in ids if it in actors)) or None


def _countries(ids: Sequence[ActorId], actors: Mapping[ActorId, Actor]) -> str | None:
    found = dict.fromkeys(actors[it].country or "" for it in ids if it in actors)
    return "; ".join(filter(None, found)) or None


def _where(place: Place | None) -> dict[str, Any]:
    admin = _admin_of(place) if place else ()
    return {
        "place": place.name if place else None,
        "country": place.country if place else None,
        "admin1": admin[-1] if admin else None,
        "admin2": admin[0] if len(admin) > 1 else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "geonames": place.geonames if place else None,
        "place_precision": place.precision if place else None,
        "place_code": place.code if place else None,
    }


def _admin_of(place: Place) -> tuple[str, ...]:
    """Return the regions that hold a place; of one of the floor's own table, the packaged ones above it."""
    if place.geonames:
        return _admin(place.geonames)
    number = next((name for name in place.within if name.isdecimal()), None)
    region = gazetteer().by_geonames(int(number)) if number else None
    return (region.name, *_admin(int(number))) if region and number else ()


@cache
def _admin(geonames: int) -> tuple[str, ...]:
    """Return the regions that hold a place, the smallest first."""
    known = gazetteer()
    found = known.by_geonames(geonames)
    regions = [known.place(number) for number in found.regions] if found else []
    return tuple(region.name for region in regions if region.kind in ("region", "county"))


def _fatalities(event: Event, known: Situation) -> dict[str, Any]:
    """Return the dead as they are told: the least, the most, and one by a rule that is named."""
    killed = [claim for claim in event.quantities if claim.role == "killed" and claim.unit is None]
    best, rule = _best(event, killed, known)
    return {
        "fatalities_low": min((it.value if it.low is None else it.low for it in killed), default=None),
        "fatalities_high": max((it.value if it.high is None else it.high for it in killed), default=None),
        "fatalities_best": best,
        "fatalities_rule": rule,
    }


def _best(event: Event, killed: Sequence[QuantityClaim], known: Situation) -> tuple[float | None, str | None]:
    """Return one number of dead, and by which rule: what a person chose, else what was told last."""
    for series in known.value.numbers:
        if series.used and series.about.id == event.id:
            return series.used.value, "chosen by the desk"
    latest = max(killed, key=lambda claim: claim.at or "", default=None)
    return (latest.value, "latest claim") if latest else (None, None)


_PLACE = (
    "place string where, as it is called",
    "country string its country, ISO 3166-1 alpha-2",
    "admin1 string the first-level region that holds it",
    "admin2 string the second-level region that holds it",
    "lat number degrees north, WGS 84",
    "lon number degrees east, WGS 84",
    "geonames integer its number in GeoNames",
    "place_precision string point, town, region or country",
    "place_code string its code in the floor's own table of places (docs/own-tables.md)",
)
_EVENTS = _columns(
    "id string the id of the event",
    "story string the id of its story",
    "type string its type (docs/codebook.md)",
    "mode string its mode",
    "cameo string the nearest code of CAMEO",
    "acled string the nearest type of events like those of ACLED",
    "glide string the nearest hazard of GLIDE",
    "doer string who did it; a private person is not named",
    "doer_countries string their countries",
    "target string to whom it was done; a private person is not named",
    "target_countries string their countries",
    *_PLACE,
    "day string the day it happened, or month, or year",
    "day_end string the last day where it went on",
    "day_precision string day, week, month, season, year or decade",
    "day_from string stated, or report: the day of the report that tells it",
    "told_on date the day of the first report that tells of it",
    "polarity string asserted, or negated where all deny it",
    "modality string actual, planned, threatened, alleged, …",
    "origins integer separately written texts that tell of it; independence not established",
    "denied integer separately written texts that deny it",
    "claimants string who is named as saying so",
    "grade string strong or weak reading",
    "fatalities_low number the least that is told",
    "fatalities_high number the most that is told",
    "fatalities_best number one of them, by the rule beside it",
    "fatalities_rule string latest claim, or chosen by the desk",
    "by_desk string the slots that a person filled",
    "known datetime when it became known here",
    *_EVIDENCE,
)


# ----------------------------------------------------------------------------------------- the other tables


def _quote_rows(quote: QuoteTold, known_at: str, known: Situation) -> Iterator[Row]:
    reports = {reading.report.id: reading.report for reading in known.value.reports}
    yield {
        "id": quote.id,
        "speaker": quote.speaker_name or None,
        "act": quote.act,
        "kind": quote.kind,
        "words": known.said(quote.text_id, quote.content, report=quote.report),
        "grade": quote.grade,
        "outlet": quote.outlet,
        "published": quote.published,
        "report": quote.report,
        "url": _url(reports.get(quote.report)),
        "known": known_at,
    }


def _number_rows(told: NumberTold, known_at: str, known: Situation) -> Iterator[Row]:
    series, names = told.series, dict(told.names)
    for point in series.points:
        claim = point.claim
        yield {
            "series": series.id,
            "about": series.about.kind,
            "about_id": series.about.id,
            "story": told.story,
            "role": series.role,
            "scope": series.scope,
            "unit": series.unit,
            "value": claim.value,
            "low": claim.low,
            "high": claim.high,
            "bound": claim.bound,
            "claimant": names.get(claim.claimant or ""),
            "outlet": claim.outlet,
            "day": point.day,
            "at": claim.at,
            "superseded": point.superseded,
            "state": series.state,
            "range_low": series.low,
            "range_high": series.high,
            "latest": series.latest,
            "used": series.used.value if series.used else None,
            "known": known_at,
            **_evidence(claim.evidence, known),
        }


def _actor_rows(actor: Actor, known_at: str, known: Situation) -> Iterator[Row]:
    shown = known.listed(actor)
    yield {
        "id": shown.id,
        "name": shown.name,
        "kind": shown.kind,
        "country": shown.country,
        "roles": "; ".join(role.title for role in shown.roles) or None,
        "known": known_at,
    }


def _record_cells(record: InstrumentRecord | None) -> Row:
    """Return what an instrument gave as fields."""
    return {
        "instrument": record.instrument if record else None,
        "hazard": record.hazard if record else None,
        "magnitude": record.magnitude if record else None,
        "glide": record.glide if record else None,
        "area": record.area if record else None,
        "lat": record.latitude if record else None,
        "lon": record.longitude if record else None,
        "begins": record.begins if record else None,
        "ends": record.ends if record else None,
    }


def _report_rows(report: Report, known_at: str, known: Situation) -> Iterator[Row]:
    shown = next((it.report for it in known.value.reports if it.report.id == report.id), None)
    title = shown.title.value if shown and shown.title else None
    yield {
        "id": report.id,
        "title": title,
        "outlet": report.outlet,
        "published": report.published.value if report.published else None,
        "language": report.language,
        "origin": report.origin,
        "origin_name": report.origin_name,
        "versions": len(report.versions),
        "renditions": len(report.renditions),
        **_record_cells(report.record),
        "url": _url(report),
        "known": known_at,
    }


EXPORT_TABLES: Mapping[str, ExportTable] = {
    "events": ExportTable("a row a happening", _EVENTS, _event_rows),
    "quotes": ExportTable(
        "a row a quote",
        _columns(
            "id string the id of the quote",
            "speaker string who says it; a private person is not named",
            "act string statement, denial, demand, …",
            "kind string direct, indirect or mixed",
            "words string what is said, at most 300 characters",
            "grade string strong or weak reading",
            "outlet string where it was told",
            "published string when it was said, else published",
            "report string the id of the report",
            "url string where it was read",
            "known datetime when it became known here",
        ),
        _quote_rows,
    ),
    "numbers": ExportTable(
        "a row a telling of a number",
        _columns(
            "series string the id of the series",
            "about string event or story",
            "about_id string the id of what it is about",
            "story string the id of the story",
            "role string what became of those counted: killed, wounded, …",
            "scope string the place it is of, where it is another than the happening's",
            "unit string its unit, where it does not count people",
            "value number the number told",
            "low number its lower end, where a range is told",
            "high number its upper end",
            "bound string exact, about, at least or at most",
            "claimant string who counted; a private person is not named",
            "outlet string where it was told",
            "day date the day it is of",
            "at datetime when it was told",
            "superseded boolean whether a later telling took its place",
            "state string agreed, rising, disputed or corrected",
            "range_low number the least that still stands",
            "range_high number the most that still stands",
            "latest number the newest that still stands",
            "used number the one that the desk uses, where a person chose one",
            "known datetime when its story was last told of",
            *_EVIDENCE,
        ),
        _number_rows,
    ),
    "actors": ExportTable(
        "a row an actor with a public role",
        _columns(
            "id string the id of the actor",
            "name string its name",
            "kind string person, organisation, country or group",
            "country string its country, ISO 3166-1 alpha-2",
            "roles string the offices it was seen in",
            "known datetime when it became known here",
        ),
        _actor_rows,
    ),
    "reports": ExportTable(
        "a row a report",
        _columns(
            "id string the id of the report",
            "title string its headline",
            "outlet string its outlet",
            "published string when it was published",
            "language string its language",
            "origin string the family of texts it belongs to",
            "origin_name string who wrote that, where it is named",
            "versions integer how many texts it had",
            "renditions integer how many copies were read",
            "instrument string who measured, where the item has fields of its own (USGS, GDACS, CAP, GLIDE)",
            "hazard string what was measured",
            "magnitude number how strong it was",
            "glide string the GLIDE number of the disaster",
            "area string the area in its own words",
            "lat number latitude",
            "lon number longitude",
            "begins datetime when it began",
            "ends datetime when it ends",
            "url string where it was read",
            "known datetime when it became known here",
        ),
        _report_rows,
    ),
}
