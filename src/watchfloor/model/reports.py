"""Reports: the renditions of one outlet's article, where each belongs, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from watchfloor.model.events import Place
from watchfloor.model.handling import OPEN, Handling
from watchfloor.model.ids import OriginId, RenditionId, ReportId, StoryId, TextId
from watchfloor.model.instruments import InstrumentRecord
from watchfloor.model.reasons import EvidenceScore, Note, Reason
from watchfloor.model.text import Span

RenditionRelation = Literal["original", "rendition", "revision", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What places a text beside others without parsing it; `version` names the algorithm.

    All but `version` and `notes`, what the text says about itself, are 32-bit hashes of words, little-endian.
    `words` and `title` are the folded words in order, `name_words` those of its different names,
    `number_words` its different numbers that stand by themselves, both in order; `proper`, sorted, the words
    of opening and title that the text never writes without a capital.
    """

    version: str
    words: bytes = b""
    title: bytes = b""
    notes: tuple[Note, ...] = ()
    name_words: bytes = b""
    number_words: bytes = b""
    proper: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a rendition belongs, and why: the record that `explain` shows.

    `reasons` stand in the order in which they decided; `scores` are what was measured.
    """

    rendition: RenditionId
    report: ReportId
    origin: OriginId
    story: StoryId
    relation: RenditionRelation
    reasons: tuple[Reason, ...] = ()
    scores: tuple[EvidenceScore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a report with the rendition it came from and the place it was read in."""

    value: str
    rendition: RenditionId
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A rendition's place in its report; `added` and `missing` are spans of what it has beyond, or lacks of,
    the report's text: `added` into the rendition's own text, `missing` into the report's text.
    """

    id: RenditionId
    text_id: TextId
    relation: RenditionRelation
    path: str | None = None
    url: str | None = None
    added: tuple[Span, ...] = ()
    missing: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's article: its renditions and versions, the best parts of each, never a stitched body.

    `conflicts` are parts that another rendition gives differently; it is `internal` where one of them is.
    What our own people tell may say where it was `seen_at`.
    """

    id: ReportId
    text_id: TextId
    versions: tuple[TextId, ...]
    renditions: tuple[Membership, ...]
    origin: OriginId
    origin_name: str | None = None
    title: Part | None = None
    standfirst: Part | None = None
    byline: Part | None = None
    credit: Part | None = None
    section: Part | None = None
    published: Part | None = None
    modified: Part | None = None
    outlet: str | None = None
    language: str | None = None
    conflicts: tuple[tuple[str, Part], ...] = ()
    handling: Handling = OPEN
    seen_at: Place | None = None
    record: InstrumentRecord | None = None

    @property
    def is_actual(self) -> bool:
        """Tell whether what it says is said to be so: no cancelled alert, deleted measurement or exercise."""
        return self.record is None or self.record.is_actual

    @property
    def earlier(self) -> tuple[Membership, ...]:
        """Return the renditions that show an earlier version of its text."""
        return tuple(
            it for it in self.renditions if it.text_id != self.text_id and it.text_id in self.versions
        )
