"""The flow of an article: quotes that go on after their cue, that only the marks show, that nest."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from watchfloor.extract.quotes.marks import Run, Runs, inside
from watchfloor.extract.quotes.paragraph import LONGEST_LEAD, SENTENCE_END, QuotedParagraph, QuoteDraft
from watchfloor.extract.quotes.word_lists import quote_words
from watchfloor.model import Span

_PRONOUNS = quote_words("pronouns")
_STRETCH = 2_000  # characters
_LONGEST_REST = 160  # characters of a sentence after its cue, before the quote goes on
_DEEPEST = 40  # quotes looked back through for the one around
VERBLESS = frozenset({"colon", "dash"})
_INNER = frozenset({"belief", "intention", "evidence", "question"})


def by_marks(
    text: str, pages: Sequence[QuotedParagraph], runs: Runs, drafts: Sequence[QuoteDraft]
) -> list[QuoteDraft]:
    """Return the quotes that only the words beside the marks tell, where the parse missed the cue."""
    found = []
    by_page: dict[int, list[QuoteDraft]] = {}
    starts = [page.span.start for page in pages]
    for draft in drafts:
        by_page.setdefault(bisect_right(starts, draft.head) - 1, []).append(draft)
    for number, page in enumerate(pages):
        own = by_page.get(number, [])
        for run in runs.between(page.span.start, page.span.end):
            free = _sentence_like(text, run.span) and not _is_taken(run, own)
            beside = page.beside(run) if free else None
            if beside is not None and not any(
                beside.chunk.overlaps(other.cue[0]) for other in own if other.speech
            ):
                found.append(beside)
    return found


def _is_taken(run: Run, drafts: Sequence[QuoteDraft]) -> bool:
    """Tell whether a quoted run is what another quote holds whose cue stands outside it."""
    return any(
        span.overlaps(run.span) and not run.span.start <= draft.head < run.span.end
        for draft in drafts
        for span in draft.content
    )


def speaking(text: str, drafts: Sequence[QuoteDraft], pages: Sequence[QuotedParagraph]) -> frozenset[str]:
    """Return the last words of names that speak in an article: sources, and those before a colon twice."""
    names = {
        words[-1]
        for draft in drafts
        for span in draft.source
        if (words := span.of(text).split()) and len(words) < 6
    }
    before_colon = Counter(name for page in pages if (name := page.colon_name()))
    names |= {name for name, count in before_colon.items() if count > 1}
    return frozenset(
        name for name in names if len(name) > 1 and name[0].isupper() and name.lower() not in _PRONOUNS
    )


def _open_earlier(text: str, runs: Runs, drafts: list[QuoteDraft], covers: _Covers) -> None:
    """Let quotes begin with the runs before them that were never closed, as a new paragraph's is not."""
    opening = {draft.content[0].start: index for index, draft in enumerate(drafts)}
    for run in reversed(runs.all):
        goes_on = run.open_ended and not covers.any(run.span)
        index = opening.get(_next_start(text, run.span.end)) if goes_on else None
        if index is not None and drafts[index].speech:
            drafts[index] = replace(drafts[index], content=(run.span, *drafts[index].content))
            covers.add(run.span, -1)
            opening[run.span.start] = index


def continued(text: str, runs: Runs, drafts: list[QuoteDraft]) -> list[QuoteDraft]:
    """Return the drafts with the runs that go on with the same words of the same speaker."""
    drafts = sorted(drafts, key=lambda draft: draft.order)
    covers = _Covers(drafts)
    _open_earlier(text, runs, drafts, covers)
    ends = sorted(
        (_last(draft), index) for index, draft in enumerate(drafts) if draft.source or draft.rule in VERBLESS
    )
    for run in runs.all:
        alone = _sentence_like(text, run.span) and not covers.any(run.span, outside=True)
        index = _continues(text, run, drafts, ends) if alone else None
        if index is not None:
            drafts[index] = replace(drafts[index], content=(*drafts[index].content, run.span))
            covers.add(run.span, -1)
            insort(ends, (run.span.end, index))
    return drafts


class _Covers:
    """Which words are somebody's content already, kept by stretches of the text."""

    def __init__(self, drafts: Sequence[QuoteDraft]) -> None:
        self._by_stretch: dict[int, list[tuple[Span, int]]] = {}
        for draft in drafts:
            for span in draft.content:
                self.add(span, -1 if draft.rule in VERBLESS else draft.head)

    def add(self, span: Span, head: int) -> None:
        """Note the content of a cue at `head`; -1 where no cue can stand inside its own quote."""
        for stretch in range(span.start // _STRETCH, span.end // _STRETCH + 1):
            self._by_stretch.setdefault(stretch, []).append((span, head))

    def any(self, span: Span, *, outside: bool = False) -> bool:
        """Tell whether a content meets `span`; `outside`: one whose cue does not stand inside it."""
        return any(
            other.overlaps(span) and not (outside and span.start <= head < span.end)
            for stretch in range(span.start // _STRETCH, span.end // _STRETCH + 1)
            for other, head in self._by_stretch.get(stretch, ())
        )


def _sentence_like(text: str, span: Span) -> bool:
    words = inside(text, span)
    first, count = span.of(text)[1:].lstrip()[:1], len(words.split())
    if first.isupper() and count >= 2 and words[-1:] in (".", "?", "!"):
        return True
    return count >= 7 or (count >= 3 and (first.isupper() or first in tuple(".…[‘'")))


def _continues(
    text: str, run: Run, drafts: Sequence[QuoteDraft], ends: Sequence[tuple[int, int]]
) -> int | None:
    """Return the draft that a run continues: its words end just before, but for a sentence's rest."""
    place = bisect_right(ends, (run.span.start, len(drafts)))
    if not place:
        return None
    end, best = ends[place - 1]
    if place > 1 and drafts[best].rule == "phrase" and end - ends[place - 2][0] < LONGEST_LEAD:
        end, best = ends[place - 2]  # "…," said Smith, according to the paper. "…"
    between = text[end : run.span.start]
    rest, _, gap = between.partition("\n")
    sentences = SENTENCE_END.split(rest.strip() + " ")
    if gap.strip() or len(rest) > _LONGEST_REST or any(part.strip() for part in sentences[1:]):
        return None
    return best if "\n" not in between or _starts_paragraph(text, run.span) else None


def _next_start(text: str, offset: int) -> int:
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _last(draft: QuoteDraft) -> int:
    return max(draft.content[-1].end, draft.chunk.end)


def _starts_paragraph(text: str, span: Span) -> bool:
    return not text[text.rfind("\n", 0, span.start) + 1 : span.start].strip()


def nesting(drafts: list[QuoteDraft]) -> list[tuple[QuoteDraft, int | None]]:
    """Return the drafts in order, each with the index of the one around it; weak nested ones are left out."""
    ordered = sorted(
        drafts, key=lambda d: (d.content[0].start, -(d.content[-1].end - d.content[0].start), d.head)
    )
    kept: list[tuple[QuoteDraft, int | None]] = []
    for draft in ordered:
        outer = next(
            (
                index
                for index in range(len(kept) - 1, max(-1, len(kept) - _DEEPEST), -1)
                if any(span.start <= draft.head < span.end for span in kept[index][0].content)
            ),
            None,
        )
        if outer is None or _tells(draft):
            kept.append((draft, outer))
    return kept


def _tells(draft: QuoteDraft) -> bool:
    """Tell whether a draft inside another is plainly somebody else's statement."""
    return draft.rule == "verb" and draft.finite and draft.act not in _INNER and bool(draft.source)
