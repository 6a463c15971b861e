"""Statements as pages show them: words of which those that name an outlet lead to what it wrote."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from watchfloor.exchange.schema import Situation
from watchfloor.model import Evidence, ReportId
from watchfloor.web.frame import Frame

_MOST_LINKS = 6  # of one statement


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """A part of a statement; `href` leads to the words it rests on."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A statement: what it says, and where its words stand that are no part of what it says."""

    pieces: tuple[LinkedWords, ...]
    beside: tuple[LinkedWords, ...] = ()
    lang: str | None = None


class StatementMaker:
    """Makes statements of one situation; links stay in the moment that is looked at."""

    def __init__(self, known: Situation, frame: Frame) -> None:
        reports = [reading.report for reading in known.value.reports]
        self._outlets: dict[ReportId, str] = {it.id: it.outlet or "an unnamed outlet" for it in reports}
        self._languages = {it.id: it.language for it in reports}
        self._frame = frame

    def line(self, text: str, evidence: Sequence[Evidence], *, quoted: bool = False) -> ToldLine:
        """Return a statement; `quoted` where it is words of its first evidence alone."""
        links = self._links(evidence)
        found: list[tuple[int, int, str]] = []
        beside: list[LinkedWords] = []
        for outlet, href in links:
            at = _free(text, outlet, found, last=len(links) == 1)
            if at is None:
                beside.append(LinkedWords(outlet, href))
            else:
                found.append((at, at + len(outlet), href))
        language = self._languages.get(evidence[0].report) if quoted and evidence else None
        return ToldLine(tuple(_pieces(text, sorted(found))), tuple(beside), language)

    def outlet(self, report: ReportId) -> str:
        """Return the outlet of a report."""
        return self._outlets.get(report, "an outlet")

    def _links(self, evidence: Sequence[Evidence]) -> list[tuple[str, str]]:
        links: dict[str, str] = {}
        for item in evidence:
            links.setdefault(self.outlet(item.report), self._frame.words_of(item))
        return list(links.items())[:_MOST_LINKS]


def _free(text: str, outlet: str, taken: Iterable[tuple[int, int, str]], *, last: bool) -> int | None:
    """Return where an outlet is named in a text and no link stands yet."""
    spans = [(start, end) for start, end, _ in taken]
    at = text.rfind(outlet) if last else text.find(outlet)
    while at >= 0:
        end = at + len(outlet)
        if all(end <= start or at >= stop for start, stop in spans):
            return at
        at = text.find(outlet, at + 1)
    return None


def _pieces(text: str, links: Sequence[tuple[int, int, str]]) -> Iterable[LinkedWords]:
    at = 0
    for start, end, href in links:
        if start > at:
            yield LinkedWords(text[at:start])
        yield LinkedWords(text[start:end], href)
        at = end
    if at < len(text):
        yield LinkedWords(text[at:])
