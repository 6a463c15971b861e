"""PDF files -> renditions: their letters in the order in which they are written, not what they look like.

Needs the extra `[pdf]`. Pictures of text are not read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from watchfloor.errors import InputError
from watchfloor.ingest.build import Draft, joined, unusable_date_read
from watchfloor.ingest.dates import find_moment, parse_moment
from watchfloor.ingest.decoding import clean
from watchfloor.ingest.formats.pdf_layout import PageLine, PageParagraph, running_text, title_of
from watchfloor.ingest.formats.text import rendition_of_draft
from watchfloor.ingest.page.standfirst import is_restated
from watchfloor.model import Flag, FlagCode, Rendition, Span

INSTALL = "reading PDF needs an extra: pip install 'watchfloor[pdf]'"
MOST_PAGES = 300  # what is longer is a book
_MOST_LETTERS = 3_000_000
_LIGATURES = re.compile("[\ufb00-\ufb06]")
_CONTROLS = re.compile("[\x00\x01\x03-\x08\x0b-\x1f\x7f-\x9f]")
_MEANINGLESS = re.compile("[\x00\ufffd\ufffe\uffff\ue000-\uf8ff]")
_MOST_MEANINGLESS = 0.2  # of the letters: fonts without a table of characters
_WORD = re.compile(r"[^\W\d_]{2,}")
_FINAL = "ةىںےךםןףץ"  # letters that end words of Arabic, Urdu and Hebrew, and never begin them
_BEGINS_WITH_FINAL = re.compile(rf"\b[{_FINAL}]\w")
_ENDS_WITH_FINAL = re.compile(rf"\w[{_FINAL}]\b")
_MOST_TURNED = 0.05  # of the words that have such a letter at one end
_DIVIDED = "\x02"  # what stands for a hyphen and the end of its line
_END_OF_ARTICLE = "End of Document"  # as Nexis prints between articles
_PASSWORD = 4  # of FPDF_GetLastError
_BOLD = 600  # weight of a font
_HEADER_LINES = 5  # short lines before the headline, and date lines among the first
_DATE_LINES = 8  # short lines behind the headline of which one may be the date
_LONGEST_HEADER_LINE = 90  # characters
_LONGEST_DATE_LINE = 60
_DATED = re.compile(r"D?:?((?:19|20)\d\d)(\d\d)(\d\d)")
_OF_PROGRAMS = re.compile(
    r"^(?:microsoft (?:word|powerpoint) - |untitled|document\d*$|layout \d|slide \d|print|pdf\b)"
    r"|\.(?:docx?|odt|rtf|indd|qxd|pptx?|xlsx?|html?|pdf|tex|pages)$|^https?:|_",
    re.I,
)


def read_pdf(
    data: bytes, *, where: str, path: str | None = None, url: str | None = None, arrived: str
) -> Rendition:
    """Return the rendition of a PDF file.

    Raises InputError where it is broken, locked, a picture, or the extra that reads it is not installed.
    """
    lines, info, flags = _letters(data, where)
    paragraphs = running_text(lines)
    if not paragraphs:
        raise InputError(where, "there is no text in it: its pages are pictures; read them with OCR first")
    if sum(paragraph.text.strip() == _END_OF_ARTICLE for paragraph in paragraphs) > 1:
        raise InputError(
            where, "it is a download of many articles: download them as .docx or .rtf, or each alone"
        )
    draft = Draft(text="", path=path, url=url, flags=flags)
    spans = _set_text(draft, paragraphs)
    spans = _set_title(draft, paragraphs, spans, info.get("Title", ""))
    spans = _take_date(draft, spans)
    found = rendition_of_draft(draft, spans, where=where, arrived=arrived)
    made = _made(info)
    if found.published is None and made is not None and unusable_date_read(made, arrived) is None:
        told = (*found.flags, Flag(FlagCode.DATE_OF_FILE, part="published"))
        found = replace(found, published=made, published_from="pdf info", flags=told)
    return found


# ------------------------------------------------------------------------------------------------- letters


def _letters(data: bytes, where: str) -> tuple[list[PageLine], dict[str, str], list[Flag]]:
    """Return the lines of a PDF, its information dictionary, and flags."""
    try:
        import pypdfium2  # noqa: PLC0415 - an extra
    except ImportError:
        raise InputError(where, INSTALL) from None
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise InputError(where, "it is locked with a password: save it without one") from None
        raise InputError(where, "it is no PDF file, or a broken one: open it and save it anew") from None
    try:
        pages = len(document)
        lines: list[PageLine] = []
        read, letters = 0, 0
        for number in range(min(pages, MOST_PAGES)):
            found = list(_lines(document, number))
            letters += sum(len(line.text) for line in found)
            if letters > _MOST_LETTERS:
                break
            lines += found
            read += 1
        info = {key: str(value) for key, value in document.get_metadata_dict(skip_empty=True).items()}
    except pypdfium2.PdfiumError as error:
        raise InputError(where, f"it is broken: {error}; open it and save it anew") from None
    finally:
        document.close()
    _check_meaning(lines, where)
    left_out = [Flag(FlagCode.PAGES_LEFT_OUT, count=read, of=pages)] if read < pages else []
    return lines, info, left_out


def _check_meaning(lines: list[PageLine], where: str) -> None:
    total = sum(len(line.text) for line in lines)
    meaningless = sum(len(_MEANINGLESS.findall(line.text)) for line in lines)
    if meaningless > _MOST_MEANINGLESS * total:
        raise InputError(where, "its fonts do not tell which letters they draw; read it with OCR first")
    turned = sum(len(_BEGINS_WITH_FINAL.findall(line.text)) for line in lines)
    right = sum(len(_ENDS_WITH_FINAL.findall(line.text)) for line in lines)
    if turned > _MOST_TURNED * (turned + right):
        cause = "its words run from right to left, and the order of their letters is lost"
        raise InputError(where, f"{cause}; give it as .html or .txt")


def _lines(document: Any, number: int) -> Iterator[PageLine]:
    """Yield the lines of a page in the order in which they are written."""
    from pypdfium2 import raw  # noqa: PLC0415 - an extra

    page = document[number]
    text = page.get_textpage()
    try:
        height = page.get_height() or 1.0
        count = raw.FPDFText_CountChars(text)
        letters: list[str] = []
        places: list[int] = []
        for index in range(count + 1):
            letter = chr(raw.FPDFText_GetUnicode(text, index)) if index < count else "\n"
            if letter != "\n":
                letters.append(letter)
                if not letter.isspace():
                    places.append(index)
                if letter != _DIVIDED:
                    continue
            words = _cleaned("".join(letters))
            if words and places:
                yield _line(text, words, places, number, height)
            letters, places = [], []
    finally:
        text.close()
        page.close()


def _line(text: Any, words: str, places: list[int], number: int, height: float) -> PageLine:
    from pypdfium2 import raw  # noqa: PLC0415 - an extra

    boxes, bold = [], True
    for place in (places[0], places[len(places) // 2], places[-1]):
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text, place, box)
        boxes.append((box.left, box.right, box.bottom, abs(box.top - box.bottom)))
        bold = bold and raw.FPDFText_GetFontWeight(text, place) >= _BOLD
    return PageLine(
        text=words,
        page=number,
        height=height,
        left=min(box[0] for box in boxes),
        right=max(box[1] for box in boxes),
        bottom=sorted(box[2] for box in boxes)[1],
        size=sorted(box[3] for box in boxes)[1] or 1.0,
        bold=bold,
    )


def _cleaned(words: str) -> str:
    words = _LIGATURES.sub(lambda match: unicodedata.normalize("NFKC", match[0]), words)
    return clean(_CONTROLS.sub(" ", words)).text.strip()


# ------------------------------------------------------------------------------------------------ the parts


def _set_text(draft: Draft, paragraphs: list[PageParagraph]) -> list[Span]:
    draft.text, spans = joined(paragraph.text for paragraph in paragraphs)
    return spans


def _set_title(draft: Draft, paragraphs: list[PageParagraph], spans: list[Span], stated: str) -> list[Span]:
    """Set the headline, and return the spans behind it: what stands before it heads the page."""
    index = title_of(paragraphs)
    stated = _stated_title(stated, paragraphs)
    named = _folded(stated)
    if stated:
        same = (n for n, it in enumerate(paragraphs[:_HEADER_LINES]) if _folded(it.text) == named)
        index = next(same, index)
    if index is None:
        draft.title, draft.title_from = stated or None, "pdf info" if stated else None
        return spans
    if index > _HEADER_LINES or any(len(it.text) > _LONGEST_HEADER_LINE for it in paragraphs[:index]):
        return spans  # words stand before it: a headline of something else on the page
    is_stated = stated and _folded(paragraphs[index].text) == named
    draft.title, draft.title_span = paragraphs[index].text, spans[index]
    draft.title_from = "pdf info" if is_stated else "largest letters"
    for span in spans[:index]:
        _set_date(draft, span)
    return spans[index + 1 :]


def _take_date(draft: Draft, spans: list[Span]) -> list[Span]:
    """Take away the first line, of those that begin the text, that says when it was published."""
    if draft.published is None:
        for index, span in enumerate(spans[:_DATE_LINES]):
            if index + 1 < len(spans) and _set_date(draft, span):
                return [*spans[:index], *spans[index + 1 :]]
    return spans


def _set_date(draft: Draft, span: Span) -> bool:
    """Read the date of a short line; False where it has none."""
    words = span.of(draft.text)
    if len(words) > _LONGEST_DATE_LINE or words.endswith((".", "!", "?")) or draft.published is not None:
        return False
    found = find_moment(words)
    if found is None:
        return False
    draft.published, draft.published_from = found.moment, "header line"
    return True


def _stated_title(stated: str, paragraphs: list[PageParagraph]) -> str:
    """Return the title that the file states, unless it is a program's or says nothing of the text."""
    stated = " ".join(_cleaned(stated).split())
    if len(_WORD.findall(stated)) < 3 or len(stated) > 220 or _OF_PROGRAMS.search(stated):
        return ""
    opening = " ".join(paragraph.text for paragraph in paragraphs[:8])
    return stated if _folded(stated) in _folded(opening) or is_restated(stated, opening) else ""


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold()))


def _made(info: dict[str, str]) -> str | None:
    """Return the day on which a file says that it was made."""
    match = _DATED.match(info.get("CreationDate", ""))
    return parse_moment("-".join(match.groups())) if match else None
