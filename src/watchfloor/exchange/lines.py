"""Renditions and findings as lines of `watchfloor read` and `annotate` (docs/interchange.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from watchfloor.exchange.schema import findings_out
from watchfloor.exchange.wording import flags_words
from watchfloor.model import Findings, Rendition


def annotate_line(id_: str, findings: Findings) -> dict[str, Any]:
    """Return the line for one annotated text; `id_` is the input line's own."""
    found: dict[str, Any] = msgspec.to_builtins(findings_out(findings))
    return {"id": id_, "language": findings.language, **found}


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
        **({"record": msgspec.to_builtins(rendition.record)} if rendition.record else {}),
    }
