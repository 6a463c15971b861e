"""The JSON Schema of watches, for editors that check while one writes: made from the one table of keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from watchfloor.model import LEVELS, EventContext, EventType, Grade, Modality, SourceLabel
from watchfloor.watch.keys import COUNTED
from watchfloor.watch.rules import CHANGES, KEYS

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SPAN = {"type": "string", "pattern": r"^\d{1,4}[mhd]$"}
_TEXT = {"type": ["string", "number", "boolean"]}
_WHETHER = {"enum": [True, False, "true", "false"]}


def _some(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return the shape of a value, or of a list of them."""
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


def _among(words: Any) -> dict[str, Any]:
    """Return the shape of words of a list, in small letters or capitals."""
    known = [str(word) for word in words]
    return {"enum": [*dict.fromkeys((*known, *map(str.lower, known), *map(str.upper, known)))]}


_COUNT = {"type": ["integer", "string"], "pattern": r"^\d{1,12}$", "minimum": 0}
# The shape of each key; what is not here is a text, or a list of them.
_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "name": _TEXT,
    "id": _TEXT,
    "why": _TEXT,
    "author": _TEXT,
    "level": _among(LEVELS),
    "change": _some(_among(CHANGES)),
    "grade": _some(_among(get_args(Grade))),
    "disagreement": _WHETHER,
    "cooldown": _SPAN,
    "quiet_hours": {"type": "string", "pattern": r"^ *\d\d:\d\d *- *\d\d:\d\d *$"},
    "acknowledge_within": _SPAN,
    "situation": _TEXT,
    "type": _some(_among(one.value for one in EventType)),
    "contexts": _some(_among(get_args(EventContext))),
    "modality": _some(_among(get_args(Modality))),
    "country": _some({"type": "string", "pattern": "^[A-Za-z]{2}$"}),
    "origins": {"type": ["integer", "string"], "pattern": r"^[1-9]\d{0,3}$", "minimum": 1, "maximum": 9999},
    "labels": _some(_among(one.value for one in SourceLabel)),
    "own_voice": _WHETHER,
    "within": _SPAN,
    "when": {"type": "string", "maxLength": 2000},
    "pair": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
    "burst": {"enum": [True, "true"]},
    "escalation": {"enum": [True, "true"]},
    "quiet_for": _SPAN,
    "number": {
        "type": "object",
        "properties": {"role": _among(COUNTED), "scope": _some(_TEXT), "over": _COUNT, "rises_by": _COUNT},
        "required": ["role"],
        "anyOf": [{"required": ["over"]}, {"required": ["rises_by"]}],
        "additionalProperties": False,
    },
}


def watch_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file with a watch, or with a list of them."""
    shapes = {key: dict(_SHAPES.get(key, _some(_TEXT))) for key in KEYS}
    watch = {
        "type": "object",
        "properties": shapes,
        "required": ["name"],
        "additionalProperties": False,
    }
    return {
        "$schema": _DRAFT,
        "title": "A watch of Watchfloor, or a list of them",
        "anyOf": [{"$ref": "#/$defs/watch"}, {"type": "array", "items": {"$ref": "#/$defs/watch"}}],
        "$defs": {"watch": watch},
    }
