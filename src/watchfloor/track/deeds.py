"""Deeds that texts tell as happenings of several types: a truce is agreed, declared or signed.

Which type a mention has is then a matter of its verb, and says nothing about whether two are one happening.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.model import EventMention, EventType
from watchfloor.tables import Parted, read_table

_BEHIND = 80  # characters behind a trigger in which its object begins: "agreed with the rebels on a truce"


@dataclass(frozen=True, slots=True)
class _Row:
    deed: str
    type: EventType
    mode: str | None
    trigger: Annotated[tuple[str, ...], Parted(";")]
    nouns: Annotated[tuple[str, ...], Parted(";")]


@cache
def _rows() -> tuple[_Row, ...]:
    return read_table("track/deeds.tsv", _Row)


@cache
def _types() -> Mapping[str, tuple[EventType, ...]]:
    """Return the types that each deed is told as."""
    rows = _rows()
    return {row.deed: tuple(dict.fromkeys(it.type for it in rows if it.deed == row.deed)) for row in rows}


def deed_of(text: str, mention: EventMention) -> str | None:
    """Return which deed of several types a mention tells of; None where it tells of none."""
    if not mention.trigger:
        return None
    first, last = mention.trigger[0], mention.trigger[-1]
    trigger = first.of(text).casefold()
    around = text[first.start : max(last.end, min(mention.sentence.end, first.end + _BEHIND))].casefold()
    return next((row.deed for row in _rows() if _fits(row, mention, trigger, around)), None)


def _fits(row: _Row, mention: EventMention, trigger: str, around: str) -> bool:
    return (
        row.type == mention.type
        and row.mode in (None, mention.mode)
        and (not row.trigger or trigger.startswith(row.trigger))
        and (not row.nouns or any(noun in around for noun in row.nouns))
    )


def types_told_as(kind: EventType, deed: str | None) -> tuple[EventType, ...]:
    """Return the types that a mention of a type may be told as by other texts, its own first."""
    return tuple(dict.fromkeys((kind, *_types().get(deed or "", ()))))
