"""Writes the schemas of the interchange (docs/schema) and of watches: `python -m tools.json_schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from watchfloor.exchange.news_json import StoryNewsOut
from watchfloor.exchange.schema import (
    DeliveryOut,
    DueOut,
    FindingsOut,
    NumberToldOut,
    QuoteToldOut,
    ShiftOut,
    SituationOut,
    StoryRecordOut,
)
from watchfloor.watch.schema import watch_schema

WATCHES = Path(__file__).parent.parent / "src" / "watchfloor" / "data" / "watches" / "schema.json"
SCHEMA = Path(__file__).parent.parent / "docs" / "schema" / "interchange.json"


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of what `run --json` and `export` write, and of all that is in it."""
    (whole, *_), definitions = msgspec.json.schema_components(
        [
            SituationOut,
            FindingsOut,
            DeliveryOut,
            DueOut,
            NumberToldOut,
            QuoteToldOut,
            StoryNewsOut,
            StoryRecordOut,
            ShiftOut,
        ],
        ref_template="#/$defs/{name}",
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The interchange of Watchfloor",
        **whole,
        "$defs": definitions,
    }


def written() -> str:
    """Return the schema as it stands in its file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def written_watches() -> str:
    """Return the schema of watches as it stands in the package."""
    return json.dumps(watch_schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    WATCHES.write_text(written_watches(), "utf-8")
    SCHEMA.parent.mkdir(exist_ok=True)
    SCHEMA.write_text(written(), "utf-8")
