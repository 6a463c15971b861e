"""A briefing in words: the brief of each story with news, each sentence with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from textwrap import wrap
from typing import Any

import msgspec

from watchfloor.disclosure import Disclosed
from watchfloor.exchange.brief import BriefLine, brief_lines, brief_out
from watchfloor.exchange.brief_forms import LABELS, MOST_LINES
from watchfloor.model import Brief, Coverage, Evidence, Report, ReportId, SituationReport
from watchfloor.printable import printable

_WIDTH = 78
_INDENT = 10
_UNSAID = frozenset(("rests_on", "background"))  # of stories; all of it is in --json
_Known = Disclosed[SituationReport]


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingText:
    """A briefing: its head, its text, the same for programs, and the ids of the texts that it quotes."""

    head: str
    text: str
    stories: tuple[dict[str, Any], ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def message(self) -> dict[str, Any]:
        """What a message carries of it."""
        return {"summary": self.head, "text": self.text, "stories": list(self.stories)}


def briefing_text(
    *,
    title: str,
    since: datetime,
    until: datetime,
    stories: Sequence[tuple[_Known, Brief]],
    more: int,
    coverage: Coverage,
) -> BriefingText:
    """Return a briefing; where nothing is new it says so, and what was read."""
    news = "nothing new" if not stories else _count(len(stories) + more, "story", "stories") + " with news"
    read = f"{coverage.read} of {_count(coverage.followed, 'source', 'sources')} read"
    head = printable(f"{title}: {news}; {read}")
    span = f"{since:%a %d %b %H:%M} to {until:%a %d %b %H:%M %Z}; machine-read, not verified"
    sources = _Sources()
    told = [_story(known, brief, sources) for known, brief in stories]
    parts = [head, span, *told]
    if more:
        parts.append(f"{more} more; all of them: watchfloor changes --situation NAME")
    parts += sources.lines()
    return BriefingText(
        head=head,
        text="\n\n".join(parts) + "\n",
        stories=tuple(msgspec.to_builtins(brief_out(brief, known)) for known, brief in stories),
        texts=tuple(sources.texts),
    )


@dataclass(slots=True)
class _Sources:
    """The words that sentences rest on, numbered in the order in which they are told."""

    held: dict[tuple[str, int, int], str] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)

    def marks(self, evidence: Sequence[Evidence], known: _Known, reports: Mapping[ReportId, Report]) -> str:
        """Return the numbers of what a sentence rests on: " [1][2]"."""
        return "".join(f" [{self._number(it, known, reports)}]" for it in dict.fromkeys(evidence))

    def _number(self, item: Evidence, known: _Known, reports: Mapping[ReportId, Report]) -> int:
        key = (item.text_id, item.span.start, item.span.end)
        self.texts[item.text_id] = None
        if key not in self.held:
            report = reports.get(item.report)
            words = " ".join(known.words(item.text_id, item.span, report=item.report).split())
            self.held[key] = f"{_from(report)}: “{printable(words)}”"
        return [*self.held].index(key) + 1

    def lines(self) -> list[str]:
        """Return the list of them, for the end of the briefing; one block."""
        rows = (
            "\n".join(wrap(f"[{number}] {told}", _WIDTH, subsequent_indent="    "))
            for number, told in enumerate(self.held.values(), start=1)
        )
        return ["\n".join(rows)] if self.held else []


def _story(known: _Known, brief: Brief, sources: _Sources) -> str:
    reports = {reading.report.id: reading.report for reading in known.value.reports}
    lines = brief_lines(brief, known)

    def said(line: BriefLine) -> str:
        return printable(line.text) + sources.marks(line.evidence, known, reports)

    def rows() -> Iterator[str]:
        yield from wrap(f"* {said(lines.title)}   {printable(lines.status.text)}", _WIDTH)
        yield from wrap(said(lines.lead), _WIDTH)
        for name, part in lines.parts.items():
            shown = () if name in _UNSAID else part[: MOST_LINES.get(name, len(part))]
            for position, line in enumerate(shown):
                label = "" if position else LABELS[name]
                yield from wrap(f"{label:<{_INDENT}}{said(line)}", _WIDTH, subsequent_indent=" " * _INDENT)

    return "\n".join(rows())


def _from(report: Report | None) -> str:
    """Return who published the words of a report, when, and where they are."""
    if report is None:
        return "a report that is gone"
    url = next((member.url for member in report.renditions if member.url), None)
    day = report.published.value[:10] if report.published else None
    return ", ".join(filter(None, (report.outlet or "unnamed outlet", day, url)))


def _count(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
