"""Tables of articles -> renditions: which column holds what, by its name, and one row as one article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, split_lines
from watchfloor.ingest.dates import given_moment, parse_moment
from watchfloor.ingest.decoding import clean
from watchfloor.ingest.formats.text import rendition_of_draft
from watchfloor.ingest.page.structured import safe_url
from watchfloor.model import Flag, FlagCode, Rendition, Span
from watchfloor.tables import Parted, read_table

NEEDED = (
    'a table of articles needs a header with a column "text" (or body, content) and may have title, date, '
    "source, url, author and language"
)
_SEPARATORS = re.compile(r"[\s_-]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2}(?:[-_][A-Za-z]{2,4})?")
_SLASHED = re.compile(r"\s*(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}\b")
_LONGEST_DATE = 80
_MOST_NAMED = 8  # columns in a sentence


@dataclass(frozen=True, slots=True)
class _Names:
    field: str
    names: Annotated[tuple[str, ...], Parted("|")]


@cache
def _fields() -> Mapping[str, tuple[str, int]]:
    """Return the field of each name of a column, and its rank among the names of that field."""
    rows = read_table("ingest/columns.tsv", _Names)
    return {name: (row.field, rank) for row in rows for rank, name in enumerate(row.names)}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table holds which field; `month_first` where its days are written as in America."""

    places: Mapping[str, int]
    width: int
    month_first: bool = False

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """Return what a row says, by field; empty cells are left out."""
        return {
            name: row[place].strip()
            for name, place in self.places.items()
            if place < len(row) and row[place].strip()
        }


def is_header(cells: Sequence[str]) -> bool:
    """Tell whether cells name columns of articles and nothing else."""
    return len(cells) > 1 and all(_plain(cell) in _fields() for cell in cells)


def _plain(name: str) -> str:
    return _SEPARATORS.sub(" ", name.strip().strip("\ufeff").casefold())


def columns_of(header: Sequence[str]) -> Columns | None:
    """Return the columns of a table of articles; None where no column holds the words."""
    found: dict[str, tuple[int, int]] = {}
    for place, name in enumerate(header):
        field, rank = _fields().get(_plain(name), ("", 0))
        if field and (field not in found or rank < found[field][0]):
            found[field] = (rank, place)
    if "text" not in found:
        return None
    width = max(place for place, name in enumerate(header) if name.strip()) + 1
    return Columns({field: place for field, (_, place) in found.items()}, width)


def missing(header: Sequence[str]) -> str:
    """Return what a table lacks, in a sentence, with what its first row holds."""
    named = [" ".join(name.split())[:30] for name in header if name.strip()]
    shown = ", ".join(named[:_MOST_NAMED]) + (", …" if len(named) > _MOST_NAMED else "")
    return f"{NEEDED}; this one begins with: {shown or 'nothing'}"


def is_month_first(columns: Columns, rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether days are written as in America: some day stands second, and none first."""
    place = columns.places.get("published")
    cells = [row[place] for row in rows if place is not None and place < len(row)]
    parts = [(int(match[1]), int(match[2])) for cell in cells if (match := _SLASHED.match(cell))]
    return any(second > 12 for _, second in parts) and all(first <= 12 for first, _ in parts)


def rendition_of_row(row: Sequence[str], columns: Columns, *, where: str, arrived: str) -> Rendition | None:
    """Return the article of a row, None for an empty one; raise InputError for a row that is none.

    A row without words but with a headline is its headline alone, flagged.
    """
    if any(cell.strip() for cell in row[columns.width :]):
        raise InputError(where, "the row has more cells than the header: is a quotation mark missing?")
    cells = columns.cells(row)
    if not any(cell.strip() for cell in row):
        return None
    words, title = cells.get("text"), cells.get("title")
    if not (words or title):
        raise InputError(where, "the row has no text and no title")
    decoded = clean((words or title or "").replace("\r\n", "\n"))
    draft = Draft(text=decoded.text, flags=list(decoded.flags), dates_given=True)
    _take_cells(draft, cells, month_first=columns.month_first)
    if not words:
        draft.flags.append(Flag(FlagCode.TITLE_ONLY))
        draft.title_span = Span(0, len(draft.text))
    return rendition_of_draft(draft, split_lines(draft.text), where=where, arrived=arrived)


def _take_cells(draft: Draft, cells: Mapping[str, str], *, month_first: bool) -> None:
    for name in ("title", "outlet", "byline", "section", "standfirst", "given_id"):
        setattr(draft, name, " ".join(clean(cells.get(name, "")).text.split()) or None)
    draft.title_from = "column" if draft.title else None
    draft.byline_from = "column" if draft.byline else None
    draft.standfirst_from = "column" if draft.standfirst else None
    draft.url = safe_url(cells.get("url"))
    if (language := cells.get("language", "")) and _LANGUAGE.fullmatch(language):
        draft.declared_language = language[:2].lower()
    if written := cells.get("published"):
        draft.published = given_moment(written) or parse_moment(written, month_first=month_first)
        draft.published_from = "column" if draft.published else None
        if draft.published is None:
            draft.flags.append(Flag(FlagCode.NO_DATE, written[:_LONGEST_DATE], part="published"))
