"""Who else's words these are: datelines, credit lines and the news agencies they name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from watchfloor.agencies import agencies
from watchfloor.ingest.build import trimmed
from watchfloor.model import Span

_PLACE = r"[A-ZÀ-ÞА-ЯŁŚŻ][\w.'’\-]*(?:[ /][A-ZÀ-Þ(][\w.'’)\-]*){0,4}"
_DATELINE = re.compile(
    rf"(?P<place>{_PLACE}(?:,\s{_PLACE}){{0,2}})?(?:,?\s(?:[A-Z][a-z]{{2,8}}\.?\s\d{{1,2}}|\d{{1,2}}\s[A-Z][a-z]{{2,8}}))?"
    r"\s*\(\s?(?P<agency>[^()\n]{2,40}?)\s?\)\s*(?P<dash>[-–—:]*)\s*(?=\S)"
)
_WITHOUT_AGENCY = re.compile(
    rf"(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]{{2,}}(?: [A-ZÀ-Þ.'’\-]{{2,}}){{0,3}}(?:,\s{_PLACE}){{0,2}})"
    r"(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]{2,8}))?\s(?P<dash>[-–—]+)\s(?=\S)"
)
_WITH_AGENCIES = re.compile(
    r"(?:\bwith (?:additional )?(?:reporting (?:by|from) )?"
    r"|\b(?:source|quelle|fuente|fonte|credit|agency|źródło|zdroj|forrás|izvor|извор|источник|джерело|източник|kilde"
    r"|källa|lähde|bron|sursa|πηγή|kaynak|sumber|nguồn|المصدر|منبع|מקור|来源|來源|出典)s?\s*[:：]\s*)"
    r"(?P<names>[^.\n]{2,80})",
    re.I,
)
_AGENCIES_AT_LARGE = re.compile(
    r"\b(?:with|and|from|avec|mit|con) (?:news |the )?(?:agencies|agenturen|agences|agencias)\b", re.I
)

_AROUND_A_CREDIT = "([–—-)] "  # taken off by strip: a pattern that tries every share of a run is quadratic
_ONLY_A_CREDIT = re.compile(r"[^.!?]{2,120}\.?")
_DESK = re.compile(r"[(\[–—\- ]*(?:additional )?(?:reporting|writing|editing|compiled|translated) by\b", re.I)


def agency(words: str) -> str | None:
    """Return the news agency that `words` are a name of, else None."""
    return agencies().get(words.strip(" .\t\n\u00a0").casefold())


def agencies_in(words: str) -> list[str]:
    """Return the agencies that a byline or credit line lists, each once, in order."""
    parts = re.split(r"[,;/|&+•]|\b(?:and|und|et|y|e)\b", words)
    return list(dict.fromkeys(name for part in parts if (name := agency(part))))


def dateline(text: str, paragraph: Span) -> tuple[Span, str | None] | None:
    """Return the dateline that opens `paragraph` ("LONDON (Reuters) -") and the agency it names."""
    for pattern in (_DATELINE, _WITHOUT_AGENCY):
        match = pattern.match(text, paragraph.start, min(paragraph.end, paragraph.start + 120))
        if match is None:
            continue
        named = match.groupdict().get("agency")
        found = agencies_in(named) if named else []
        if (found and (match["dash"] or (match["place"] or "").split(",")[0].isupper())) or (
            match["place"] and not named
        ):
            return trimmed(text, Span(*match.span())), "/".join(found) or None
    return None


def credit_line(text: str, paragraphs: Sequence[Span]) -> str | None:
    """Return the agencies that a last or the first paragraph credits, e.g. "(AFP)" or "with agencies"."""
    ends = (*paragraphs[-2:][::-1], *paragraphs[:1])
    return next((found for span in ends if (found := credit_in(span.of(text)))), None)


def credit_in(words: str) -> str | None:
    """Return the agencies that a paragraph credits, "agencies" where it names none."""
    ending = re.search(r"[(\[]([^()\[\]]{2,60})[)\]]\W{0,2}$", words)
    if ending and (found := agencies_in(ending[1])):
        return "/".join(found)
    if len(words) > 240:
        return None
    line = _WITH_AGENCIES.search(words)
    if line and (found := agencies_in(line["names"])):
        return "/".join(found)
    if _AGENCIES_AT_LARGE.search(words):
        return "agencies"
    found = agencies_in(words.strip("()[] –—-")) if len(words) < 60 else []
    return "/".join(found) or None


def without_credits(text: str, paragraphs: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return `paragraphs` without the closing ones that only name authors, photographers or agencies."""
    while len(paragraphs) > 1 and _is_only_a_credit(last := paragraphs[-1].of(text)):
        if not _DESK.match(last) and credit_in(last) is None:
            break
        paragraphs = paragraphs[:-1]
    return paragraphs


def _is_only_a_credit(words: str) -> bool:
    return _ONLY_A_CREDIT.fullmatch(words.strip(_AROUND_A_CREDIT)) is not None


def split_dateline(text: str, paragraphs: tuple[Span, ...]) -> tuple[tuple[Span, ...], str | None]:
    """Return `paragraphs` with an opening dateline as a paragraph of its own, and the agency it names.

    Its place stays findable, and it no longer glues itself to the subject of the first sentence.
    """
    for index, span in enumerate(paragraphs[:3]):
        found = dateline(text, span)
        if found:
            line, named = found
            rest = trimmed(text, Span(line.end, span.end))
            return (*paragraphs[:index], line, rest, *paragraphs[index + 1 :]), named
    return paragraphs, None
