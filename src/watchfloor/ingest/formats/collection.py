"""Documents that may hold many articles -> each by itself: documents, downloads of archives, spreadsheets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, Protocol

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, joined
from watchfloor.ingest.dates import find_moment
from watchfloor.ingest.formats.pieces import CollectedArticle
from watchfloor.ingest.formats.press_archive import ArchivedArticle, articles_of, is_list_only
from watchfloor.ingest.formats.rtf import is_rtf, read_rtf
from watchfloor.ingest.formats.text import rendition_of_draft
from watchfloor.ingest.formats.word import WordParagraph, read_word
from watchfloor.model import Flag, FlagCode, Rendition

CollectionKind = Literal["word", "sheet"]

LARGEST_COLLECTION = 64 * 2**20  # bytes: pictures make documents large, five hundred articles do not
_MOST_ARTICLES = 5_000
_BY = re.compile(r"by\s+", re.I)
_WORD = re.compile(r"\w")
_LONGEST_TITLE = 300  # characters of a paragraph whose style says that it is a headline


class CollectionReader(Protocol):
    """Reads one file of articles: `read_collection`, or a reader that does so in a child process."""

    def __call__(
        self, data: bytes, *, kind: CollectionKind, where: str, arrived: str
    ) -> Sequence[CollectedArticle]:
        """Return the articles of a file; raise InputError where it is not read at all."""
        ...


def read_collection(
    data: bytes, *, kind: CollectionKind, where: str, arrived: str
) -> Sequence[CollectedArticle]:
    """Return the articles of a file; raise InputError where it is not read at all."""
    if kind == "sheet":
        from watchfloor.ingest.formats.sheet import read_sheets  # noqa: PLC0415 - it loads what only sheets need

        return read_sheets(data, where=where, arrived=arrived)
    paragraphs = read_rtf(data, where=where) if is_rtf(data) else read_word(data, where=where)
    lines = [line for paragraph in paragraphs for line in (paragraph.text, "")]
    downloaded = read_downloaded(lines, where=where, arrived=arrived)
    if downloaded is not None:
        return downloaded
    return [CollectedArticle(place="", rendition=_of_paragraphs(paragraphs, where=where, arrived=arrived))]


def read_downloaded(
    lines: Sequence[str], *, where: str, arrived: str, flags: tuple[Flag, ...] = ()
) -> Sequence[CollectedArticle] | None:
    """Return the articles of a press archive's download; None where the lines are of none."""
    if is_list_only(lines):
        cause = "it is the list of a Nexis download: give the file with the full documents"
        raise InputError(where, cause)
    articles = articles_of(lines)
    if articles is None:
        return None
    if len(articles) > _MOST_ARTICLES:
        raise InputError(where, f"it holds more than {_MOST_ARTICLES:,} articles: split it")
    return list(_numbered(articles, where=where, arrived=arrived, flags=flags))


def _numbered(
    articles: Iterable[ArchivedArticle], *, where: str, arrived: str, flags: tuple[Flag, ...]
) -> Iterable[CollectedArticle]:
    for number, article in enumerate(articles, 1):
        place = str(number)
        try:
            found = _of_archived(article, where=f"{where}:{place}", arrived=arrived, flags=flags)
        except InputError as error:
            yield CollectedArticle(place=place, cause=error.cause)
        else:
            yield CollectedArticle(place=place, rendition=found)


def _of_archived(article: ArchivedArticle, *, where: str, arrived: str, flags: tuple[Flag, ...]) -> Rendition:
    text, spans = joined(line for line in article.paragraphs if _WORD.search(line))
    moment = find_moment(article.date) if article.date else None
    draft = Draft(
        text=text,
        title=article.title,
        title_from="press archive" if article.title else None,
        standfirst=article.standfirst,
        standfirst_from="press archive" if article.standfirst else None,
        byline=_BY.sub("", article.byline, count=1) if article.byline else None,
        byline_from="press archive" if article.byline else None,
        section=article.section,
        outlet=article.outlet,
        published=moment.moment if moment else None,
        published_from="press archive" if moment else None,
        given_id=article.key,
        dates_given=True,
        flags=list(flags),
    )
    if article.date and moment is None:
        draft.flags.append(Flag(FlagCode.NO_DATE, article.date[:80], part="published"))
    return rendition_of_draft(draft, spans, where=where, arrived=arrived)


def _of_paragraphs(paragraphs: Sequence[WordParagraph], *, where: str, arrived: str) -> Rendition:
    """Return the rendition of a document of one article; its headline is what its style says, or is plain."""
    kept = [paragraph for paragraph in paragraphs if _WORD.search(paragraph.text)]
    text, spans = joined(paragraph.text for paragraph in kept)
    draft = Draft(text=text, dates_given=True)
    if len(kept) > 1 and kept[0].is_title and len(kept[0].text) <= _LONGEST_TITLE:
        draft.title, draft.title_from, draft.title_span = kept[0].text, "style", spans[0]
        spans = spans[1:]
    return rendition_of_draft(draft, spans, where=where, arrived=arrived)
