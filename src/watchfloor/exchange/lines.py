"""Renditions and findings as lines of `watchfloor read` and `annotate` (docs/interchange.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from watchfloor.exchange.wording import flags_words
from watchfloor.model import Findings, Rendition
from watchfloor.printable import printable_json

# The keys of each list, in order; what is not named here is inner to the extractor and stays inside.
_KEYS: Mapping[str, tuple[str, ...]] = {
    "actors": ("id", "name", "kind", "country", "acts_for", "roles", "relations", "mentions", "public"),
    "quotes": ("kind", "act", "content", "cue", "source", "speaker", "addressee", "said", "within"),
    "times": ("span", "type", "value", "derived"),
    "places": ("span", "name", "country", "lat", "lon", "geonames", "precision"),
    "quantities": ("span", "value", "low", "high", "bound", "unit", "what", "role", "event", "time"),
    "events": (
        *("type", "mode", "trigger", "source", "target", "source_spans", "target_spans", "about", "place"),
        *("date", "polarity", "modality", "attributed_to", "rule"),
    ),
}
_GRADED = ("confidence", "grade")
_ROLE = ("title", "of")


def rendered(line: Any) -> str:
    """Return a value as one line of JSON, keys in their order."""
    return printable_json(line)


def findings_json(findings: Findings) -> dict[str, Any]:
    """Return the findings' lists with the interchange's keys."""
    plain = msgspec.to_builtins(findings)
    lists = {name: _pick(plain[name], (*keys, *_GRADED)) for name, keys in _KEYS.items()}
    for actor in lists["actors"]:
        actor["roles"] = _pick(actor["roles"], _ROLE)
    found = {"sentences": plain["sentences"], **lists}
    return {**found, "flags": flags_words(findings.flags)} if findings.flags else found


def annotate_line(id_: str, findings: Findings) -> dict[str, Any]:
    """Return the line for one annotated text; `id_` is the input line's own."""
    return {"id": id_, "language": findings.language, **findings_json(findings)}


def rendition_line(rendition: Rendition) -> dict[str, Any]:
    """Return the interchange record of a rendition: a line of `watchfloor read`, itself valid input."""
    return {
        "id": rendition.given_id or rendition.id,
        "path": rendition.path,
        "url": rendition.url,
        "title": rendition.title,
        "standfirst": rendition.standfirst,
        "byline": rendition.byline,
        "published": rendition.published,
        "published_from": rendition.published_from,
        "modified": rendition.modified,
        "modified_from": rendition.modified_from,
        "section": rendition.section,
        "outlet": rendition.outlet,
        "language": rendition.language,
        "credit": rendition.credit,
        "text": rendition.text,
        "paragraphs": [[span.start, span.end] for span in rendition.paragraphs],
        "flags": flags_words(rendition.flags),
    }


def _pick(rows: Iterable[Mapping[str, Any]], keys: Iterable[str]) -> list[dict[str, Any]]:
    keys = tuple(keys)
    return [{key: row[key] for key in keys} for row in rows]
