"""The situation report as JSON (docs/interchange.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from watchfloor.exchange.brief import brief_out
from watchfloor.exchange.schema import Situation, situation_out
from watchfloor.model import Brief


def situation_json(situation: Situation) -> dict[str, Any]:
    """Return the situation report with the interchange's keys, in their order."""
    whole = situation_out(situation)
    briefs: dict[str, Brief] = {brief.story: brief for brief in situation.value.briefs}
    for story in whole.stories:
        if story.id in briefs:
            story.brief = brief_out(briefs[story.id], situation)
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(whole))
    return written
