"""What a report was made of, in people's words: parts, copies and versions, each with where it is from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from watchfloor.disclosure import excerpt
from watchfloor.model import RenditionRelation, TextId

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u206f\ufeff]")
_LONGEST = 100  # characters of a passage in the terminal; --json holds them up to the longest excerpt
_MOST = 8  # passages of one copy or version that are listed
# Where in a copy a part was read, as people read it.
_HOW = {
    "input": "given with ",
    "text": "",
    "modified": "",
    "published, later version": "",
    "json-ld": "JSON-LD of ",
    "meta": "meta of ",
    "time element": "time element of ",
    "h1": "headline of ",
    "title element": "window title of ",
    "header line": "header line of ",
    "first line": "first line of ",
    "url": "address of ",
}
_RELATIONS = {
    "original": "first of its text",
    "rendition": "the same article",
    "revision": "another version",
    "copy": "a copy",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSource:
    """One part of a report: its name, its value, how it was read, and the copy that it was read in."""

    name: str
    value: str
    how: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRead:
    """One rendition: where it was read, and which words it has beyond, or lacks of, the version it is of."""

    id: str
    where: str
    at: str | None
    relation: RenditionRelation
    version: int
    shown: bool
    adds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedQuote:
    """What somebody is quoted with in a version, beside what stood there in the one before."""

    speakers: tuple[str, str]
    words: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionStep:
    """What became of the text from one version to the next: words before and after, either may be empty."""

    at: str | None
    where: str
    text_id: TextId
    edits: tuple[tuple[str, str], ...]
    quotes: tuple[ChangedQuote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHistory:
    """What a report was made of; `others` are values of parts that another copy gives differently.

    `named` is the author that the text names, with the words that name it.
    """

    parts: tuple[PartSource, ...]
    others: tuple[PartSource, ...]
    copies: tuple[CopyRead, ...]
    steps: tuple[VersionStep, ...]
    origin: str
    named: tuple[str, str] | None = None


def history_json(history: ReportHistory) -> dict[str, Any]:
    """Return what a report was made of with the keys of docs/judging.md; no passage beyond an excerpt."""
    return {
        "parts": [_part_json(part) for part in history.parts],
        "conflicts": [_part_json(part) for part in history.others],
        "renditions": [
            {
                "id": copy.id,
                "where": copy.where,
                "at": copy.at,
                "relation": copy.relation,
                "version": copy.version,
                "shown": copy.shown,
                "adds": [excerpt(words) for words in copy.adds],
                "lacks": [excerpt(words) for words in copy.lacks],
            }
            for copy in history.copies
        ],
        "versions": [
            {
                "at": step.at,
                "where": step.where,
                "text_id": step.text_id,
                "edits": [{"before": excerpt(one), "after": excerpt(other)} for one, other in step.edits],
                "quotes": [_quote_json(quote) for quote in step.quotes],
            }
            for step in history.steps
        ],
        "origin": history.origin,
        "origin_name": history.named[0] if history.named else None,
        "origin_words": excerpt(history.named[1]) if history.named else None,
    }


def _quote_json(quote: ChangedQuote) -> dict[str, dict[str, str]]:
    before, after = zip(quote.speakers, map(excerpt, quote.words), strict=True)
    return {
        "before": {"speaker": before[0], "words": before[1]},
        "after": {"speaker": after[0], "words": after[1]},
    }


def _part_json(part: PartSource) -> dict[str, str]:
    return {"part": part.name, "value": excerpt(part.value), "from": part.how, "where": part.where}


def _version(number: int, step: VersionStep) -> Iterator[str]:
    at = f", {step.at[:16]}" if step.at else ""
    yield f"Version {number}{at}, {step.where}:"
    for before, after in step.edits[:_MOST]:
        yield f"  {_edit(before, after)}"
    if len(step.edits) > _MOST:
        yield f"  and {len(step.edits) - _MOST} more places (--json lists them)"
    for quote in step.quotes[:_MOST]:
        yield f"  {_quote(quote)}"


def history_lines(history: ReportHistory) -> Iterator[str]:
    """Yield the lines that tell what a report was made of."""
    if history.named:
        name, words = history.named
        yield f"  origin {history.origin}: written by {name}, by its own account (“{_short(words)}”)"
    else:
        yield f"  origin {history.origin}: the text names no author"
    yield "Its parts:"
    for part in history.parts:
        yield _part(part)
    if history.others:
        yield "What other copies say instead:"
    for part in history.others:
        yield _part(part)
    for number, step in enumerate(history.steps, start=2):
        yield from _version(number, step)
    if len(history.copies) > 1:
        yield f"Its {len(history.copies)} renditions, each beside the version that it is of:"
        for copy in sorted(history.copies, key=lambda copy: copy.version):
            yield from _copy(copy, of=len(history.steps) + 1)


def _part(part: PartSource) -> str:
    how = _HOW.get(part.how, f"{part.how}, ")
    return f"  {part.name:<12}{_short(part.value)}   ({how}{part.where})"


def _copy(copy: CopyRead, *, of: int) -> Iterator[str]:
    at = f", {copy.at[:16]}" if copy.at else ""
    version = f"version {copy.version} of {of}" if of > 1 else _RELATIONS[copy.relation]
    yield f"  {copy.where}{at}: {version}{'; the text that is shown' if copy.shown else ''}"
    for sign, passages in (("+", copy.adds), ("-", copy.lacks)):
        for passage in passages[:_MOST]:
            yield f"      {sign} {_short(passage)}"
        if len(passages) > _MOST:
            yield f"      {sign} and {len(passages) - _MOST} more"


def _edit(before: str, after: str) -> str:
    if not before:
        return f"added    “{_short(after)}”"
    if not after:
        return f"removed  “{_short(before)}”"
    return f"changed  “{_short(before)}” → “{_short(after)}”"


def _quote(quote: ChangedQuote) -> str:
    """Return a quote of a version beside the one of the version before."""
    (one, other), (speaker, now) = quote.words, quote.speakers
    who = f"quote of {speaker}" if speaker == now else f"quote of {speaker}, now of {now}"
    return f"{who}: “{_short(one)}” → “{_short(other)}”" if one != other else f"{who}: “{_short(one)}”"


def _short(words: str) -> str:
    plain = " ".join(_INVISIBLE.sub("", words).split())
    return plain if len(plain) <= _LONGEST else plain[: _LONGEST - 1].rstrip() + "…"
