"""A brief in its forms: for the terminal, a mail, a page, and plain text of so many characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from html import escape
from textwrap import shorten, wrap
from typing import NamedTuple

from watchfloor.exchange.brief import NOTHING_DISPUTED, BriefLines
from watchfloor.printable import printable

WIDTH = 100
LONGEST_MESSAGE = 900
LONGEST_SMS = 160
_INDENT = 10
MOST_LINES: Mapping[str, int] = {"new": 6, "background": 0, "said": 5, "sides": 4, "ahead": 4}
LABELS: Mapping[str, str] = {
    "new": "NEW",
    "numbers": "NUMBERS",
    "disputed": "DISPUTED",
    "took_back": "TOOK BACK",
    "access": "ACCESS",
    "terms": "TERMS",
    "sides": "SIDES",
    "said": "SAID",
    "ahead": "AHEAD",
    "background": "BEFORE",
    "not_told": "NOT TOLD",
    "rests_on": "RESTS ON",
}
_LONGEST_LINE = 2 * (WIDTH - _INDENT)  # of one thing on a terminal; the page and --json hold all


class BriefParts(NamedTuple):
    """A brief as a page takes it."""

    title: str
    status: str
    lead: str
    lines: tuple[tuple[str, str], ...]


def brief_text(brief: BriefLines, *, width: int = WIDTH) -> str:
    """Return a brief as lines of text, at most `width` columns wide."""
    return "\n".join(_rows(brief, width))


def _rows(brief: BriefLines, width: int) -> Iterator[str]:
    head = f"{brief.title.text}   {brief.status.text}"
    yield from wrap(printable(head), width, subsequent_indent=" " * _INDENT)
    yield from wrap(printable(brief.lead.text), width)
    for label, text in _told(brief):
        yield from wrap(
            printable(f"{label:<{_INDENT}}{text}"), width, subsequent_indent=" " * _INDENT,
            drop_whitespace=True, replace_whitespace=True,
        )  # fmt: skip


def brief_parts(brief: BriefLines) -> BriefParts:
    """Return a brief as a page takes it: title, status, lead, and the label and words of each line."""
    return BriefParts(brief.title.text, brief.status.text, brief.lead.text, tuple(_told(brief)))


def _told(brief: BriefLines) -> Iterator[tuple[str, str]]:
    """Yield the label and words of each line; what follows under one label has none."""
    for name, lines in brief.parts.items():
        most = MOST_LINES.get(name, len(lines))
        for position, line in enumerate(lines[:most]):
            whole = (
                "DISPUTED" in (LABELS[name], *line.text.split(":")[0].split())
                or len(line.text) <= _LONGEST_LINE
            )
            words = line.text if whole else shorten(line.text, _LONGEST_LINE, placeholder=" …")
            yield ("" if position else LABELS[name]), words
        if len(lines) > most:
            more = f"{len(lines) - most} {'more' if most else 'older, in --json'}"
            yield ("" if most else LABELS[name]), more


def brief_message(brief: BriefLines, longest: int = LONGEST_MESSAGE) -> str:
    """Return a brief as plain text of at most `longest` characters; what is disputed is never left out."""
    disputed = _disputed(brief)
    lines = [f"{brief.title.text} - {brief.status.text}", brief.lead.text]
    parts = brief.parts
    optional = [
        *(f"NEW {line.text}" for line in parts["new"][:3]),
        *(f"{line.text}" for line in parts["numbers"][:3]),
        *(f"AHEAD {line.text}" for line in parts["ahead"][:2]),
        *(f"NOT TOLD {line.text}" for line in parts["not_told"]),
    ]
    rests = f"RESTS ON {parts['rests_on'][0].text}"
    room = longest - len(disputed) - len(rests) - 2
    head = _cut("\n".join(lines), room)
    for line in optional:
        if len(head) + 1 + len(line) <= room:
            head = f"{head}\n{line}"
    return "\n".join(filter(None, (head, disputed, rests)))[:longest] if room > 0 else disputed


def brief_sms(brief: BriefLines, longest: int = LONGEST_SMS) -> str:
    """Return a brief as plain text for a short message; what is disputed is never left out."""
    disputed = _ascii(_disputed(brief))
    numbers = "; ".join(_counted(line.text) for line in brief.parts["numbers"][:2])
    told = _ascii(brief.parts["rests_on"][0].text.partition(";")[0].replace("separately written ", ""))
    told = f"{told}, not verified"
    room = longest - _SHORTEST_TITLE
    tries = [[disputed or numbers, told], [disputed or told]]
    if disputed:
        tries += [[_in_short(brief, room), told], [_in_short(brief, room)]]
    ends = [". ".join(filter(None, parts)) for parts in tries]
    end = next((one for one in ends if len(one) <= room), ends[-1])
    return f"{_cut(' '.join(_ascii(brief.title.text).split()), longest - len(end) - 2)}. {end}"


def _counted(line: str) -> str:
    """Return a number without who says it."""
    what, _, values = _ascii(line).partition(": ")
    return f"{what.partition(' (')[0]} {values.partition(' (')[0]}"


_SHORTEST_TITLE = 40


def _disputed(brief: BriefLines) -> str:
    return "\n".join(
        f"DISPUTED {line.text}" for line in brief.parts["disputed"] if line.text != NOTHING_DISPUTED
    )


def _in_short(brief: BriefLines, room: int) -> str:
    """Return what is disputed without who says so, where there is no room for it: every matter stays."""
    matters = []
    for line in brief.parts["disputed"]:
        about, _, versions = _ascii(line.text).partition(": ")
        values = [version.partition(" (")[0].strip() for version in versions.split(" | ")]
        matters.append(f"{about} {' | '.join(values)}")
    full = f"DISPUTED {'; '.join(matters)}"
    if len(full) <= room:
        return full
    return f"DISPUTED {', '.join(matter.split(' ')[0] for matter in matters)}"[:room]


def _cut(words: str, room: int) -> str:
    if len(words) <= room:
        return words
    return words[: max(room - 3, 0)].rsplit(" ", 1)[0].rstrip(" ,;:-") + "..."


def _ascii(words: str) -> str:
    """Return words in the letters that every telephone has."""
    plain = words.replace("→", ">").replace("“", '"').replace("”", '"').replace("’", "'").replace("…", "...")
    folded = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in folded if letter.isascii() or not unicodedata.combining(letter))


def brief_mail(brief: BriefLines) -> str:
    """Return a brief as the text of a mail, its subject first."""
    subject = " ".join(printable(brief.title.text).split())
    return f"Subject: {shorten(subject, 120, placeholder=' ...')}\n\n{brief_text(brief, width=78)}\n"


def brief_html(brief: BriefLines) -> str:
    """Return a brief as a part of a page."""
    rows = "".join(
        f"<dt>{escape(label)}</dt><dd>{escape(printable(words))}</dd>" for label, words in _told(brief)
    )
    return (
        f'<section class="brief"><h2>{escape(printable(brief.title.text))}</h2>'
        f"<p><strong>{escape(brief.status.text)}</strong> {escape(printable(brief.lead.text))}</p>"
        f"<dl>{rows}</dl></section>"
    )
