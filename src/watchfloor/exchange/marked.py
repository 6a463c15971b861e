"""One text in the terminal with its findings marked, and why each event was coded or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.padding import Padding

from watchfloor.exchange.terminal_text import TerminalText
from watchfloor.exchange.wording import flag_words, rule_words, uncoded_words
from watchfloor.model import EventMention, Findings, Span, Uncoded

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    "quote": "underline",
    "cue": "bold",
    "actor": "magenta",
    "place": "cyan",
    "time": "green",
    "quantity": "yellow",
    "event": "bold red",
}


def print_marked(findings: Findings, text: str, console: Console, reasons: Sequence[Uncoded] = ()) -> None:
    """Print `text` sentence by sentence, its findings in colour, with what was coded of each sentence.

    `reasons` are the words that look like events but were not coded, each with why.
    """
    console.print(_legend())
    console.print(TerminalText(f"language {findings.language}, extractor {findings.extractor}", style="dim"))
    for flag in findings.flags:
        console.print(TerminalText(flag_words(flag), style="bold yellow"))
    marks = sorted(_marks(findings))
    for sentence in findings.sentences:
        console.print()
        line = TerminalText(sentence.of(text), keep="\n\t")
        for span, kind in marks:
            if sentence.overlaps(span):
                line.stylize(_STYLES[kind], max(0, span.start - sentence.start), span.end - sentence.start)
        console.print(line)
        for note in _notes(findings, sentence, text):
            console.print(Padding(TerminalText(note, style="dim"), (0, 0, 0, 4)))
        told = any(sentence.overlaps(event.trigger[0]) for event in findings.events)
        for note in _silence(reasons, sentence, text, told=told, read=not findings.unread):
            console.print(Padding(TerminalText(note, style="dim italic"), (0, 0, 0, 4)))


def _legend() -> TerminalText:
    line = TerminalText("marked: ")
    for kind, style in _STYLES.items():
        line.append(kind, style).append(" ")
    return line


def _marks(findings: Findings) -> Iterator[tuple[Span, str]]:
    for quote in findings.quotes:
        yield from ((span, "quote") for span in quote.content)
        yield from ((span, "cue") for span in quote.cue)
    for actor in findings.actors:
        yield from ((span, "actor") for span in actor.mentions)
    yield from ((place.span, "place") for place in findings.places)
    yield from ((time.span, "time") for time in findings.times)
    yield from ((quantity.span, "quantity") for quantity in findings.quantities)
    for event in findings.events:
        yield from ((span, "event") for span in event.trigger)


def _silence(
    reasons: Sequence[Uncoded], sentence: Span, text: str, *, told: bool, read: bool
) -> Iterator[str]:
    """Yield why a sentence's words were not coded as events; of a language not read nothing can be said."""
    here = [reason for reason in reasons if sentence.overlaps(reason.span)]
    for reason in here:
        yield f"no event of “{reason.span.of(text)}”: {uncoded_words(reason)}"
    if read and not told and not here:
        yield "no event: no word here tells of one"


def _notes(findings: Findings, sentence: Span, text: str) -> Iterator[str]:
    names = {actor.id: actor.name for actor in findings.actors}
    for event in findings.events:
        if sentence.overlaps(event.trigger[0]):
            told = f"{event.type} {event.modality} {event.polarity}: {_sides(event, names)}"
            yield f"{told}; {rule_words(event, short=True)} [{event.grade}]"
    for quote in findings.quotes:
        if sentence.overlaps(quote.content[0]):
            speaker = names.get(quote.speaker or "", "nobody named")
            cue = " … ".join(span.of(text) for span in quote.cue) or "no cue"
            yield f"{quote.kind} {quote.act} by {speaker}, cue: {cue} [{quote.grade}]"
    for time in findings.times:
        if sentence.overlaps(time.span):
            derived = f", leads to {time.derived.value} ({time.derived.how})" if time.derived else ""
            yield f"{time.span.of(text)}: {time.type} {time.value}{derived}"


def _sides(event: EventMention, names: Mapping[str, str]) -> str:
    sides = (event.source, event.target)
    return " → ".join(", ".join(names.get(actor, "?") for actor in side) or "?" for side in sides)
