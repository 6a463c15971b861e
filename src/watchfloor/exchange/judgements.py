"""What people decided, as JSON and in people's words: always beside what is machine-read, never instead."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from watchfloor.exchange.schema import act_out
from watchfloor.model import Judgement


def act_json(act: Judgement) -> dict[str, Any]:
    """Return one act with the interchange's keys."""
    written: dict[str, Any] = msgspec.to_builtins(act_out(act))
    return written


def standing(judgements: Iterable[Judgement]) -> str:
    """Return what people said of one finding, in one line: the last status or rejection, and who said it."""
    said = [act for act in judgements if act.kind in ("status", "reject", "note")]
    verdict = next((act for act in reversed(said) if act.kind != "note"), None)
    notes = [f"note by {act.by}: {act.reason}" for act in said if act.kind == "note"]
    if verdict is None:
        return "; ".join(notes)
    word = "rejected" if verdict.kind == "reject" else verdict.value
    because = f": {verdict.reason}" if verdict.reason else ""
    return "; ".join([f"{word} by {verdict.by} on {verdict.at[:10]}{because}", *notes])
