"""Briefs as pages show them: every line with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from watchfloor.exchange.brief import NOTHING_DISPUTED, NOTHING_MISSING, BriefLine, brief_lines
from watchfloor.exchange.brief_forms import LABELS
from watchfloor.exchange.schema import Situation
from watchfloor.model import Brief, Story
from watchfloor.web.frame import Frame
from watchfloor.web.told import StatementMaker, ToldLine

# What stands on a card of a story: the part, and how many of its lines.
_ON_CARD: Sequence[tuple[str, int]] = (
    ("numbers", 3),
    ("disputed", 2),
    ("new", 2),
    ("took_back", 1),
    ("not_told", 1),
    ("rests_on", 1),
)
_ON_WALL: Sequence[tuple[str, int]] = (("numbers", 1), ("disputed", 1))  # read from across a room


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefPart:
    """A part of a brief: its label and its lines, and how many more there are."""

    name: str
    label: str
    lines: tuple[ToldLine, ...]
    more: int = 0
    is_nothing: bool = False  # it says that there is none


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCard:
    """A story with its brief; `code` is the type of what leads it, `place` where and when."""

    id: str
    heading: str
    code: str
    title: str
    place: str
    status: str
    lead: ToldLine
    parts: tuple[BriefPart, ...]
    is_contested: bool
    weight: str


def story_card(known: Situation, brief: Brief, frame: Frame, *, whole: bool = False) -> StoryCard:
    """Return a story as a card, or with its `whole` brief."""
    [story] = [it for it in known.value.stories if it.id == brief.story]
    lines, maker = brief_lines(brief, known), StatementMaker(known, frame)
    lead = next((it for it in known.value.events if it.id == brief.lead), None)
    on_card = _ON_WALL if frame.is_wall else _ON_CARD
    parts = [(name, len(found)) for name, found in lines.parts.items()] if whole else on_card
    return StoryCard(
        id=story.id,
        heading=lines.title.text.partition("  ")[0],
        code=" ".join(filter(None, (lead.type.value, f"({lead.mode})" if lead.mode else ""))) if lead else "",
        title=story.title,
        place=_beside_title(lines.title.text, story),
        status=lines.status.text,
        lead=_line(lines.lead, maker, quoted=True),
        parts=tuple(_parts(parts, lines.parts, maker, is_whole=whole)),
        is_contested="DISPUTED" in lines.status.text or "DENIED" in lines.status.text,
        weight=lines.parts["rests_on"][0].text.partition(";")[0],
    )


def _beside_title(text: str, story: Story) -> str:
    """Return what the title of a brief says beside its headline: where and when."""
    words = text.partition("  ")[2].strip()
    return words.removeprefix(story.title).strip().replace("   ", " · ")


def _parts(
    wanted: Sequence[tuple[str, int]],
    held: Mapping[str, Sequence[BriefLine]],
    maker: StatementMaker,
    *,
    is_whole: bool,
) -> Iterator[BriefPart]:
    for name, most in wanted:
        lines = held[name]
        is_nothing = bool(lines) and lines[0].text in (NOTHING_DISPUTED, NOTHING_MISSING)
        if not lines or (is_nothing and not is_whole):
            continue
        yield BriefPart(
            name=name,
            label=LABELS[name],
            lines=tuple(_line(line, maker) for line in lines[:most]),
            more=max(len(lines) - most, 0),
            is_nothing=is_nothing,
        )


def _line(line: BriefLine, maker: StatementMaker, *, quoted: bool = False) -> ToldLine:
    return maker.line(line.text, line.evidence, quoted=quoted)
