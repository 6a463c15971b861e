"""The situation report as a page for the terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table

from watchfloor.exchange.brief import brief_lines
from watchfloor.exchange.brief_forms import brief_text
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.terminal_text import TerminalText
from watchfloor.exchange.view import EventLine, ReportLine, StoryView, view_of
from watchfloor.model import Brief, StoryId

if TYPE_CHECKING:
    from rich.console import Console

_MOST_QUOTES = 8  # a story; the page and --json hold all
_MOST_ENTRIES = 25  # of the timeline


def print_situation(situation: Situation, console: Console) -> None:
    """Print `situation` for a person: alerts, stories, changes, timeline, what was refused."""
    view = view_of(situation)
    console.print(Rule(TerminalText("Situation report", style="bold"), align="left"))
    console.print(TerminalText(f"{view.head}. {view.coverage}.", style="dim"))
    if view.alerts:
        console.print()
        _rows(console, "Alerts", ("since", "watch", "about"), view.alerts)
    briefs = {brief.story: brief for brief in situation.value.briefs}
    for story in view.stories:
        _story(console, story, briefs.get(StoryId(story.id)), situation)
    if view.changes:
        _rows(console, "Changes", ("known", "change", "about"), view.changes)
    if view.timeline:
        shown = view.timeline[-_MOST_ENTRIES:]
        title = "Timeline" if len(shown) == len(view.timeline) else f"Timeline (last {len(shown)})"
        _rows(console, title, ("date", "in the words of the report", "outlet"), shown)
    if view.quarantined:
        _rows(console, "Quarantine", ("input", "reason"), view.quarantined)


def _story(console: Console, story: StoryView, brief: Brief | None, situation: Situation) -> None:
    console.print()
    console.print(Rule(TerminalText(story.title, style="bold cyan"), align="left", style="cyan"))
    console.print(TerminalText(f"{story.span} · {story.counts}", style="dim"))
    if brief is not None:
        for row in brief_text(brief_lines(brief, situation)).splitlines():
            console.print(TerminalText(row))
    if story.judged:
        console.print(TerminalText(story.judged, style="bold yellow"))
    if not story.chapters:
        _reports(console, story.reports, indent=2)
    for number, chapter in enumerate(story.chapters, start=1):
        line = TerminalText(f"  {number}. ", style="bold")
        line.append(f"{chapter.title}  ", style="bold")
        line.append(chapter.span, style="dim")
        console.print(line)
        _reports(console, chapter.reports, indent=5)
    if story.events:
        console.print(TerminalText("  Reported events", style="bold"))
    for event in story.events:
        _event(console, event)
    if story.quotes:
        console.print(TerminalText("  Who said what", style="bold"))
    for quote in story.quotes[:_MOST_QUOTES]:
        line = TerminalText("    ")
        line.append(quote.speaker, style="magenta")
        line.append("" if quote.act == "statement" else f" [{quote.act}]", style="dim")
        line.append(f": {quote.words}")
        console.print(line)
    if len(story.quotes) > _MOST_QUOTES:
        console.print(TerminalText(f"    … and {len(story.quotes) - _MOST_QUOTES} more", style="dim"))
    for disagreement in story.disagreements:
        console.print(TerminalText(f"  Disagreement: {disagreement}", style="yellow"))


def _reports(console: Console, reports: Sequence[ReportLine], *, indent: int) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for report in reports:
        title = TerminalText(report.title)
        if report.note:
            title.append(f"  ({report.note})", style="dim")
        table.add_row(TerminalText(report.published, style="dim"), TerminalText(report.outlet), title)
    console.print(Padding(table, (0, 0, 0, indent)))


def _event(console: Console, event: EventLine) -> None:
    line = TerminalText("    ")
    line.append(f"{event.when:<17}", style="green")
    line.append(event.what, style="bold")
    line.append("  " + "  ".join(filter(None, (event.who, f"at {event.where}" if event.where else ""))))
    console.print(line)
    told = "  ·  ".join(filter(None, (event.told, event.numbers)))
    console.print(Padding(TerminalText(told, style="dim"), (0, 0, 0, 6)))
    if event.judged:
        console.print(Padding(TerminalText(event.judged, style="bold yellow"), (0, 0, 0, 6)))
    outlet = f" ({event.outlet})" if event.outlet else ""
    console.print(Padding(TerminalText(f"“{event.words}”{outlet}", style="italic dim"), (0, 0, 0, 6)))


def _rows(console: Console, title: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
    console.print()
    console.print(TerminalText(title, style="bold"))
    table = Table(box=SIMPLE_HEAD, pad_edge=False, expand=False)
    for index, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=index == 0)
    for row in rows:
        table.add_row(*(TerminalText(cell) for cell in row))
    console.print(table)
