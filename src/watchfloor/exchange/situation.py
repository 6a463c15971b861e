"""The situation report as JSON (docs/interchange.md)."""

from __future__ import annotations

from typing import Any

import msgspec

from watchfloor.exchange.schema import Situation, situation_out


def situation_json(situation: Situation) -> dict[str, Any]:
    """Return the situation report with the interchange's keys, in their order."""
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(situation_out(situation)))
    return written
