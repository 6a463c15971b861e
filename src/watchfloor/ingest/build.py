"""What every kind of input ends with: one checked Rendition, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from watchfloor.errors import InputError
from watchfloor.ingest.dates import is_default, is_far_ahead
from watchfloor.language import detect_language
from watchfloor.model import (
    Flag,
    FlagCode,
    InstrumentRecord,
    Quarantined,
    Rendition,
    Span,
    TextId,
    digest,
    rendition_id,
)

LONGEST_TEXT = 2_000_000  # characters; a long novel has one million, an article never
_LINES = re.compile(r"[^\n\r\u2028\u2029\f\v]+")
_WORD = re.compile(r"\w")


@dataclass(slots=True, kw_only=True)
class Draft:
    """A rendition in the making: what has been read of it so far."""

    text: str
    paragraphs: Sequence[Span] | None = None
    path: str | None = None
    url: str | None = None
    title: str | None = None
    title_from: str | None = None
    title_span: Span | None = None
    standfirst: str | None = None
    standfirst_from: str | None = None
    standfirst_span: Span | None = None
    byline: str | None = None
    byline_from: str | None = None
    credit: str | None = None
    section: str | None = None
    published: str | None = None
    published_from: str | None = None
    modified: str | None = None
    modified_from: str | None = None
    outlet: str | None = None
    language: str | None = None
    declared_language: str | None = None
    given_id: str | None = None
    dates_given: bool = False
    flags: list[Flag] = field(default_factory=list)
    record: InstrumentRecord | None = None


def finish(draft: Draft, *, where: str, arrived: str | None) -> Rendition:
    """Return the rendition of `draft`; raise InputError where it holds no words or too many.

    Dates that somebody gave are used as they are (`dates_given`); dates that were read are flagged and not
    used where they lie more than a day after `arrived` or before there were news sites.
    """
    if not _WORD.search(draft.text):
        raise InputError(where, "no article text found: there are no words in it")
    if len(draft.text) > LONGEST_TEXT:
        raise InputError(
            where,
            f"the text has {len(draft.text):,} characters, articles have at most {LONGEST_TEXT:,}; split it",
        )
    if not draft.dates_given:
        _check_dates(draft, arrived)
    published, published_from, modified = draft.published, draft.published_from, draft.modified
    paragraphs = split_lines(draft.text) if draft.paragraphs is None else tuple(draft.paragraphs)
    text_id = digest(draft.text)
    return Rendition(
        id=rendition_id(url=draft.url, outlet=draft.outlet, text_id=TextId(text_id)),
        text_id=TextId(text_id),
        text=draft.text,
        paragraphs=paragraphs,
        path=draft.path,
        url=draft.url,
        title=draft.title,
        title_from=draft.title_from,
        title_span=draft.title_span,
        standfirst=draft.standfirst,
        standfirst_from=draft.standfirst_from,
        standfirst_span=draft.standfirst_span,
        byline=draft.byline,
        byline_from=draft.byline_from,
        credit=draft.credit,
        section=draft.section,
        published=published,
        published_from=published_from if published else None,
        modified=modified,
        modified_from=draft.modified_from if modified else None,
        outlet=draft.outlet,
        language=draft.language or _language(draft),
        arrived=arrived,
        given_id=draft.given_id,
        flags=tuple(dict.fromkeys(draft.flags)),
        record=draft.record,
    )


def _check_dates(draft: Draft, arrived: str | None) -> None:
    if draft.published and (code := unusable_date_read(draft.published, arrived)):
        draft.flags.append(Flag(code, draft.published))
        draft.published = draft.published_from = None
    if draft.modified and (code := unusable_date_read(draft.modified, arrived)):
        changed = code is FlagCode.UNUSED_FUTURE_DATE
        draft.flags.append(Flag(FlagCode.FUTURE_MODIFICATION if changed else code, draft.modified))
        draft.modified = None


def unusable_date_read(moment: str, arrived: str | None) -> FlagCode | None:
    """Return what is wrong with a date that a page, feed or file was read to have; None where nothing is."""
    if is_default(moment):
        return FlagCode.DEFAULT_DATE
    return FlagCode.UNUSED_FUTURE_DATE if arrived and is_far_ahead(moment, arrived) else None


def _language(draft: Draft) -> str:
    """Return the language of the words, else the one that the page declares for its template."""
    found = detect_language(draft.text)
    return draft.declared_language if found == "und" and draft.declared_language else found


def quarantine(error: InputError, *, arrived: str, text: str | None = None) -> Quarantined:
    """Return the record of an input that was refused."""
    return Quarantined(
        id=digest("quarantined", error.where, error.cause),
        where=error.where,
        reason=error.cause,
        arrived=arrived,
        text_id=TextId(digest(text)) if text else None,
    )


def split_lines(text: str) -> tuple[Span, ...]:
    """Return the spans of the lines that hold words, without white space at their edges."""
    spans = (trimmed(text, Span(*line.span())) for line in _LINES.finditer(text))
    return tuple(span for span in spans if _WORD.search(text, span.start, span.end))


def joined(lines: Iterable[str]) -> tuple[str, list[Span]]:
    """Return lines as one text, an empty line between them, and the span of each."""
    kept, spans, at = list(lines), [], 0
    for line in kept:
        spans.append(Span(at, at + len(line)))
        at += len(line) + 2
    return "\n\n".join(kept), spans


def trimmed(text: str, span: Span) -> Span:
    """Return `span` without white space, zero-width characters and byte order marks at its edges."""
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff"):
        end -= 1
    return Span(start, end)
