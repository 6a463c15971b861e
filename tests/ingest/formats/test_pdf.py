"""PDF files are read as running text: paragraphs joined, heads and feet left out, what is broken refused."""

from __future__ import annotations

import builtins
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ingest.pdf_files import Put, column, write_pdf
from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest import read_paths
from watchfloor.ingest.formats.pdf import MOST_PAGES, _check_meaning, read_pdf
from watchfloor.ingest.formats.pdf_layout import PageLine, running_text, without_furniture
from watchfloor.ingest.sandbox import GuardedReader
from watchfloor.model import Rendition

ARRIVED = "2026-11-22T04:00:00Z"
TITLE = Put(70, 760, "Northern quay closed after divers find cracks", 20, bold=True)
DATE = Put(70, 735, "Aldersund, 13 March 2026")
BODY = [
    "The harbour office of Aldersund closed the northern quay on Friday after divers",
    "found cracks in two of its pillars, the long-term effects of which are not under-",
    "stood by the engineers of the town.",
    " Ferries will leave from the fish market until the pillars are mended, which is a",
    "matter of three weeks. Passengers should come ninety minutes early.",
    " Nobody was hurt. The town will pay for the buses to the other side of the bay,",
    "and for goods that shops had ordered by sea.",
]
PARAGRAPHS = [  # with the word that is divided in the first put together
    " ".join(line.strip() for line in BODY[:3]).replace("under- stood", "understood"),
    " ".join(line.strip() for line in BODY[3:5]),
    " ".join(line.strip() for line in BODY[5:]),
]


def read(data: bytes) -> Rendition:
    return read_pdf(data, where="a.pdf", path="a.pdf", arrived=ARRIVED)


def paragraphs(found: Rendition) -> list[str]:
    return [span.of(found.text) for span in found.paragraphs]


def test_title_date_and_paragraphs() -> None:
    found = read(write_pdf([[TITLE, DATE, *column(BODY)]]))
    assert (found.title, found.title_from) == (TITLE.words, "largest letters")
    assert found.title_span is not None
    assert found.title_span.of(found.text) == TITLE.words
    assert (found.published, found.published_from) == ("2026-03-13", "header line")
    assert paragraphs(found) == PARAGRAPHS
    assert found.flags == ()


def test_a_date_among_the_lines_that_begin_the_text_is_found_and_one_of_a_sentence_is_not() -> None:
    lines = [Put(70, 735, "By Karl Ekdal"), Put(70, 718, "Published on 13 March 2026 - 13:55")]
    found = read(write_pdf([[TITLE, *lines, *column(BODY)]]))
    assert (found.byline, found.published) == ("Karl Ekdal", "2026-03-13")
    assert paragraphs(found) == PARAGRAPHS
    told = [Put(70, 735, "It is a matter of 13 March 2026.")]
    assert read(write_pdf([[TITLE, *told, *column(BODY)]])).published is None


def test_paragraphs_apart_without_an_indent() -> None:
    lines = [line.strip() for line in BODY]
    found = read(write_pdf([[TITLE, *column([*lines[:3], "", *lines[3:5], "", *lines[5:]])]]))
    assert paragraphs(found) == PARAGRAPHS


def test_paragraphs_that_only_a_short_last_line_ends() -> None:
    found = read(write_pdf([[TITLE, *column([line.strip() for line in BODY])]]))
    assert paragraphs(found) == PARAGRAPHS


def test_columns_and_pages_are_gone_over_within_a_paragraph() -> None:
    first = column(BODY[:2], top=120)
    second = column(BODY[2:4], top=700, x=330)
    found = read(write_pdf([[TITLE, *first, *second], column(BODY[4:])]))
    assert paragraphs(found) == PARAGRAPHS


def test_heads_feet_and_page_numbers_are_left_out() -> None:
    pages = []
    for number in range(4):
        furniture = [
            Put(70, 810, f"Harbour Office - Bulletin 7/2026 - {number + 1}", 8),
            Put(290, 30, f"Page {number + 1} of 4", 8),
        ]
        pages.append([*furniture, *([TITLE] if number == 0 else []), *column(BODY)])
    found = read(write_pdf(pages))
    assert found.title == TITLE.words
    assert paragraphs(found) == PARAGRAPHS * 4
    assert "Bulletin" not in found.text
    assert "Page" not in found.text


def test_a_line_that_stands_once_at_the_edge_is_no_head() -> None:
    found = read(
        write_pdf([[TITLE, *column(BODY), Put(70, 40, "Contact the harbour office at the fish market.")]])
    )
    assert paragraphs(found)[-1] == "Contact the harbour office at the fish market."


def test_notes_stand_behind_the_text() -> None:
    notes = [Put(70, 130, "1 The pillars were built in the year of the flood.", 7)]
    found = read(write_pdf([[TITLE, *column(BODY[:2]), *notes], column(BODY[2:])]))
    assert paragraphs(found) == [*PARAGRAPHS, notes[0].words]


def test_a_subheading_and_a_list_stand_apart() -> None:
    lines = [*BODY[:3], "", "", *BODY[3:5]]
    heading = Put(70, 700 - 14 * 3.7, "What happens to the ferries", 13, bold=True)
    listed = column(
        ["\u2022 The fish market has two berths.", "\u2022 The buses leave", "from the square."], top=560
    )
    page = [TITLE, *column(lines[:3]), heading, *column(BODY[3:5], top=620), *listed]
    assert paragraphs(read(write_pdf([page]))) == [
        PARAGRAPHS[0],
        heading.words,
        PARAGRAPHS[1],
        "\u2022 The fish market has two berths.",
        "\u2022 The buses leave from the square.",
    ]


def test_a_masthead_is_not_the_title() -> None:
    masthead = Put(70, 800, "HARBOUR OFFICE", 30, bold=True)
    found = read(write_pdf([[masthead, TITLE, DATE, *column(BODY)]]))
    assert found.title == TITLE.words
    assert paragraphs(found) == PARAGRAPHS


@pytest.mark.parametrize(
    ("stated", "title", "origin"),
    [
        ("Northern quay closed after divers find cracks", TITLE.words, "pdf info"),
        ("Microsoft Word - press_release_final_2.docx", TITLE.words, "largest letters"),
        ("untitled", TITLE.words, "largest letters"),
        ("Annual report of a quite different company", TITLE.words, "largest letters"),
    ],
)
def test_a_stated_title_counts_where_the_page_bears_it(stated: str, title: str, origin: str) -> None:
    found = read(write_pdf([[TITLE, *column(BODY)]], info={"Title": stated}))
    assert (found.title, found.title_from) == (title, origin)


def test_without_large_letters_the_stated_title_is_believed_if_the_text_is_about_it() -> None:
    stated = "Harbour office closed northern quay in Aldersund"
    found = read(write_pdf([column(BODY)], info={"Title": stated}))
    assert (found.title, found.title_from) == (stated, "pdf info")
    assert paragraphs(found) == PARAGRAPHS


def test_the_day_of_making_is_the_last_resort_and_flagged() -> None:
    info = {"CreationDate": "D:20260314091500+01'00'"}
    found = read(write_pdf([[TITLE, *column(BODY)]], info=info))
    assert (found.published, found.published_from) == ("2026-03-14", "pdf info")
    assert flags_words(found.flags) == ["published is the day on which the file was made"]
    assert read(write_pdf([[TITLE, DATE, *column(BODY)]], info=info)).published == "2026-03-13"
    for impossible in ("D:20990101", "yesterday", "D:20261399"):
        assert read(write_pdf([[TITLE, *column(BODY)]], info={"CreationDate": impossible})).published is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (write_pdf([[TITLE, *column(BODY)]], locked=True), "locked with a password"),
        (b"%PDF-1.4\nnothing else", "no PDF file, or a broken one"),
        (write_pdf([[TITLE, *column(BODY)]])[:300], "no PDF file, or a broken one"),
        (write_pdf([[]]), "its pages are pictures; read them with OCR first"),
        (write_pdf([[Put(290, 30, "1")]]), "its pages are pictures"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        read(data)


def test_words_turned_round_are_refused() -> None:
    def check(words: str) -> None:
        _check_meaning([PageLine(text=words, page=0, height=842, left=0, right=9, bottom=9, size=9)], "a.pdf")

    words = "أغلقت المدينة الرصيف القديم يوم الجمعة حتى إصلاح الأعمدة في نهاية السنة المقبلة"
    check(words)
    check("העיר סגרה את הרציף הצפוני ביום שישי והאנשים הלכו לשוק הדגים")
    with pytest.raises(InputError, match="from right to left"):
        check(" ".join(word[::-1] if number % 3 else word for number, word in enumerate(words.split())))
    with pytest.raises(InputError, match="its fonts do not tell"):
        check("\ue000\ue001\ue002 and words")


def test_a_book_is_read_as_far_as_articles_go() -> None:
    found = read(write_pdf([column(BODY)] * (MOST_PAGES + 2)))
    assert f"only the first {MOST_PAGES} of {MOST_PAGES + 2} pages were read" in flags_words(found.flags)


def test_without_the_extra_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    usual = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("pypdfium2"):
            raise ImportError(name)
        return usual(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"pip install 'watchfloor\[pdf\]'"):
        read(write_pdf([column(BODY)]))


def test_files_are_read_in_the_child_and_known_by_their_first_bytes(tmp_path: Path) -> None:
    data = write_pdf([[TITLE, DATE, *column(BODY)]])
    for name in ("a.pdf", "statement"):
        (tmp_path / name).write_bytes(data)
    with GuardedReader() as reader:
        for name in ("a.pdf", "statement"):
            (found,) = read_paths([tmp_path / name], arrived=ARRIVED, reader=reader.read_document)
            assert isinstance(found, Rendition)
            assert found.path == str(tmp_path / name)
            assert paragraphs(found) == PARAGRAPHS


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_are_read_or_refused(data: st.DataObject) -> None:
    written = bytearray(write_pdf([[TITLE, *column(BODY)]] * 2, info={"Title": "Quay"}))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(written) - 1))
        written[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
    with suppress(InputError):
        found = read(bytes(written))
        assert all(0 <= span.start < span.end <= len(found.text) for span in found.paragraphs)


WORDS = st.text("abc -.\u2010\u00ad\u2022A1\u0002", min_size=1, max_size=30)


@given(st.lists(st.tuples(WORDS, st.integers(0, 2), st.floats(0, 842), st.floats(0, 595), st.floats(1, 40))))
def test_lines_in_any_order_lose_no_letters(rows: list[tuple[str, int, float, float, float]]) -> None:
    lines = [
        PageLine(
            text=text.strip() or "x",
            page=page,
            height=842,
            left=left,
            right=left + 60,
            bottom=bottom,
            size=size,
        )
        for text, page, bottom, left, size in rows
    ]
    kept = without_furniture(lines)
    joined = "".join(paragraph.text for paragraph in running_text(lines))
    assert sorted(c for c in joined if c.isalnum()) == sorted(
        c for line in kept for c in line.text if c.isalnum()
    )
