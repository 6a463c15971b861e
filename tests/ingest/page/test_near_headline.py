"""The lines around a headline: names by leads, labels, marks and links; dates by their labels."""

import pytest

from watchfloor.ingest.formats.page import read_page
from watchfloor.model import Rendition

HEADLINE = "Ferry service to the outer islands is cut by half"
WORDS = (
    "The harbour company takes three of its six ferries out of service, because their hulls have to be mended"
    " before the winter storms begin, and islanders will have to wait until spring for the full timetable."
)
ARTICLE = f"<p>{WORDS}</p><p>{WORDS.replace('three', 'two').replace('six', 'nine')}</p>"


def read(lines: str, language: str = "en", head: str = "") -> Rendition:
    html = (
        f"<html lang='{language}'><head><meta charset='utf-8'>{head}</head>"
        f"<body><main><h1>{HEADLINE}</h1>{lines}{ARTICLE}</main></body></html>"
    )
    return read_page(html.encode(), where="page.html", arrived="2026-11-22T04:00:00Z")


@pytest.mark.parametrize(
    ("lines", "language", "byline"),
    [
        ("<p>By Tove Lindqvar</p>", "en", "Tove Lindqvar"),
        ("<p>By TOVE LINDQVAR, Staff Writer<br>Wednesday, April 21, 2004</p>", "en", "TOVE LINDQVAR"),
        ("<p>Submitted by Tove Lindqvar on Mon, 08/05/2024</p>", "en", "Tove Lindqvar"),
        ("<p>Text: Åsa Lindgren Foto: Erik Holm</p>", "sv", "Åsa Lindgren"),
        ("<p>di Gianni Sartori</p>", "it", "Gianni Sartori"),
        ("<p>di Gianni Sartori</p>", "en", None),  # a name's own word elsewhere
        ("<p>Penulis: Bagus Pratama | Editor: Rini S</p>", "id", "Bagus Pratama"),
        ("<ul><li>기자명 윤서진 기자</li><li>입력 2024.03.12 14:05</li></ul>", "ko", "윤서진"),
        ("<p>2024年03月12日14:05　来源：江城晚报　作者：陈思</p>", "zh", "陈思"),
        ("<p>كتبت: ليلى منصور</p>", "ar", "ليلى منصور"),
        ("<p>12 березня 2024 <a href='/authors/1'>Марко Дяченко</a></p>", "uk", "Марко Дяченко"),
        ("<p><span class=autor>Petra Malá</span></p>", "cs", "Petra Malá"),
        ("<p>By the end of the week all will be mended</p>", "en", None),
        ("<p><a href='/team/'>Newsroom team</a></p>", "en", None),
    ],
)
def test_names_near_the_headline(lines: str, language: str, byline: str | None) -> None:
    assert read(lines, language).byline == byline


@pytest.mark.parametrize(
    ("lines", "language", "published", "modified"),
    [
        (
            "<p>Last updated: 20 May 2025</p><p>First published: 18 May 2025</p>",
            "en",
            "2025-05-18",
            "2025-05-20",
        ),
        ("<p>Publié le 11/03/2025, mis à jour le 12/03/2025</p>", "fr", "2025-03-11", "2025-03-12"),
        (
            "<p>Aktualizacja: <b>13 listopada 2024</b>, 12 listopada 2024</p>",
            "pl",
            "2024-11-12",
            "2024-11-13",
        ),
        ("<p>입력 2024.03.12 14:05 수정 2024.03.13 09:10</p>", "ko", "2024-03-12", "2024-03-13"),
        ("<p>12 March 2024</p>", "en", "2024-03-12", None),
    ],
)
def test_publication_and_change(lines: str, language: str, published: str, modified: str | None) -> None:
    rendition = read(lines, language)
    assert (rendition.published, rendition.modified) == (published, modified)
    assert rendition.modified_from == ("visible text" if modified else None)


@pytest.mark.parametrize(
    ("language", "after", "day"),
    [
        ("en-US", "", "2024-04-05"),
        ("en-GB", "", "2024-05-04"),
        ("en-GB", "<p>Weather of 04/17/2024</p>", "2024-04-05"),  # another date of the page tells
        ("en-US", "<p>Weather of 17/04/2024</p>", "2024-05-04"),
    ],
)
def test_which_number_is_the_month(language: str, after: str, day: str) -> None:
    assert read(f"<p>04/05/2024 10:21 AM</p>{after}", language).published == day


def test_the_evening_before_in_america() -> None:
    head = '<meta property="article:published_time" content="2026-03-13T02:38:00Z">'
    assert read("<p>March 12, 2026 10:38PM</p>", "en-US", head).published == "2026-03-12"
    assert read("<p>March 11, 2026 10:38PM</p>", "en-US", head).published == "2026-03-13T02:38:00Z"


@pytest.mark.parametrize(
    "line",
    [
        "<p>By Tove Lindqvar</p>",
        "<div>Published 12 March 2024, 14:05 | Updated 13 March 2024</div>",
        "<div>Reuters</div>",
        "<div>Αυτό: 12 Μαρτίου 2024</div>",
    ],
)
def test_such_lines_are_no_paragraphs(line: str) -> None:
    assert read(f"<article>{line}</article>").text == "\n\n".join(
        (WORDS, WORDS.replace("three", "two").replace("six", "nine"))
    )
