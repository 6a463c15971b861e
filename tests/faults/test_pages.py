"""Pages: the words of the article and no others, its own date or none, who wrote it, whether it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.commands import files_of
from tests.growth import growth
from watchfloor.ingest.formats.page import read_page
from watchfloor.model import FlagCode, Rendition

ARRIVED = "2026-03-20T00:00:00Z"
TAIL = (
    "It ran aground two hours later near the lighthouse at Norrick Point, and all passengers were taken off "
    "by fishing boats from the village."
)


def _read(path: Path) -> Rendition:
    return read_page(path.read_bytes(), where=path.name, arrived=ARRIVED)


def _page(inside: str, *, head: str = "", before: str = "", after: str = "") -> Rendition:
    article = f"<article><h1>Ferry runs aground off Tarvel</h1>{inside}<p>{TAIL}</p></article>"
    head = f"<head><title>Ferry - Tarvel Post</title>{head}</head>"
    markup = f"<html>{head}<body>{before}{article}{after}</body></html>"
    return read_page(markup.encode(), where="page", arrived=ARRIVED)


def _lines(rendition: Rendition) -> list[str]:
    return rendition.text.split("\n\n")


def _flags(rendition: Rendition) -> set[FlagCode]:
    return {flag.code for flag in rendition.flags}


@pytest.mark.parametrize("path", files_of("100"), ids=lambda path: path.stem)
def test_100_dates_of_comments_sidebars_and_events_are_not_the_articles(path: Path) -> None:
    assert _read(path).published is None


@pytest.mark.parametrize("path", files_of("101"), ids=lambda path: path.stem)
def test_101_numbers_and_dates_of_the_foot_are_not_the_articles(path: Path) -> None:
    assert _read(path).published == ("2026-02-02" if "f08" in path.name else None)


def test_102_the_original_date_and_that_of_the_change() -> None:
    found = [(read.published or "", read.modified) for read in map(_read, files_of("102"))]
    assert [published[:10] for published, _ in found] == [
        "2026-02-02",
        "2026-01-13",
        "2026-02-03",
        "2019-03-03",
    ]
    assert [(modified or "")[:10] for _, modified in found] == ["2026-02-05", "", "2026-02-05", "2026-02-02"]


def test_103_marks_of_notes_are_no_digits() -> None:
    first, second, third = (_lines(_read(path))[0] for path in files_of("103"))
    assert first.startswith("The toll rose to 40 people killed in Lagos and 12 wounded, the ministry")
    assert second.startswith("The attack killed 7 soldiers and 5 civilians in Lagos")
    assert third.startswith("The fire burned 40 km² of forest and 10⁶ trees")


@pytest.mark.parametrize("path", files_of("104"), ids=lambda path: path.stem)
def test_104_a_paragraph_that_is_one_link_is_kept(path: Path) -> None:
    assert "both of Norrick, denied a charge of negligence in a lower court." in _read(path).text


_BESIDE = (
    "The ferry Alba left Tarvel at dawn on Monday with 212 people aboard, the coast guard said that day.",
    "The harbour master of Norrick, who had watched it leave, called the boats out by radio in the dark.",
)
_LINKS = (
    ("The owner denies that 12 of them died in the hold.", True),
    ("Aron Bunck, 41, was arrested in Tarvel on Tuesday.", True),
    ("He was jailed for six years.", True),
    ("Nobody aboard was hurt, the owner's lawyer told a court.", True),
    ("Fares for the ferry to rise again in spring", False),
    ("Ferry owner jailed for six years", False),
    ("Read our report on who was to blame for it.", False),
    ("Sign up to be told when the inquiry has ended.", False),
)


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize(("words", "kept"), _LINKS)
def test_a_short_paragraph_that_is_one_link_is_kept_if_it_tells_something(
    words: str, place: int, *, kept: bool
) -> None:
    paragraphs = [*_BESIDE]
    paragraphs.insert(place, f"<a href='/other'>{words}</a>")
    text = _page("".join(f"<p>{it}</p>" for it in paragraphs)).text
    assert (words in text) == kept
    assert all(it in text for it in _BESIDE)


@pytest.mark.parametrize(
    "words",
    [
        "Watch: officers shot two guards at the port of Norrick.",
        "Video: police drove 12 people out of the square in Tarvel.",
        "Live: the minister denies that 40 soldiers died.",
    ],
)
def test_news_behind_a_word_that_pages_put_before_links_is_text(words: str) -> None:
    assert words in _lines(_page(f"<p>{_BESIDE[0]}</p><p>{words}</p><p>{_BESIDE[1]}</p>"))


def test_105_live_posts_stand_in_the_pages_order_with_their_headings() -> None:
    first, second = (_lines(_read(path)) for path in files_of("105"))
    starts = (
        "LIVE",
        "All passengers safe",
        "It ran aground",
        "Boats sent",
        "The ferry Alba",
        "The harbour master",
    )
    assert [line.startswith(start) for line, start in zip(first, starts, strict=True)] == [True] * 6
    posts = ("Residents", "All passengers safe", "It ran aground", "Boats sent", "The ferry Alba")
    assert [line.startswith(start) for line, start in zip(second, posts, strict=True)] == [True] * 5


def test_106_a_line_break_within_a_sentence_cuts_none() -> None:
    [path] = files_of("106")
    assert _lines(_read(path))[0] == (
        "Police arrested 12 people in Lagos on Monday, and a court jailed three of them."
    )


def test_107_the_person_before_the_site() -> None:
    assert [_read(path).byline for path in files_of("107")] == ["Aron Bunck", "Aron Bunck"]


def test_108_names_beside_their_offices() -> None:
    for path in files_of("108"):
        assert ("Mara Venlo" in (_read(path).byline or "")) or ("David Marn" in (_read(path).byline or ""))


def test_109_a_table_that_lays_out_the_page() -> None:
    [path] = files_of("109")
    assert all(line[-1] in '.!?"”' for line in _lines(_read(path)))


@pytest.mark.parametrize("path", files_of("110"), ids=lambda path: path.stem)
def test_110_widgets_are_left_out(path: Path) -> None:
    text = _read(path).text
    assert not any(words in text for words in ("Recommended", "newsletter", "READ MORE"))


@pytest.mark.parametrize("path", files_of("111"), ids=lambda path: path.stem)
def test_111_leads_and_subheadings_are_kept(path: Path) -> None:
    assert len(_lines(_read(path))) >= 3


def test_112_an_article_that_the_page_has_four_times_is_read_once() -> None:
    [path] = files_of("112")
    lines = _lines(_read(path))
    assert len(lines) == len(set(lines))


def test_113_a_body_that_is_only_data_is_read_and_flagged() -> None:
    [path] = files_of("113")
    assert FlagCode.BODY_FROM_DATA in _flags(_read(path))


@pytest.mark.parametrize("path", files_of("114"), ids=lambda path: path.stem)
def test_114_a_page_that_is_not_free_says_so(path: Path) -> None:
    assert FlagCode.NOT_FREE in _flags(_read(path))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("killed 212<sup>3,4</sup> people on Monday, the coast guard said.", "killed 212 people"),
        ("killed 30<sup>*</sup> people on Monday, the coast guard said.", "killed 30 people"),
        ("killed 9<sup id='r1'><a href='#fn1'>[a]</a></sup> people on Monday, he said.", "killed 9 people"),
        ("came on the 10<sup>th</sup> of May and left on Monday, he said.", "on the 10th of May"),
        ("spilt 40 m<sup>3</sup> of oil on Monday, the coast guard said.", "spilt 40 m³ of oil"),
        ("broke H<sub>2</sub>O pipes under the pier on Monday, he said.", "broke H2O pipes"),
        ("killed 14<a role='doc-noteref' href='#n'>2</a> people on Monday, he said.", "killed 14 people"),
        ("was opened by 40 guests<sup>1</sup>on Monday, the harbour master said.", "40 guests on Monday"),
    ],
)
def test_marks_and_powers(markup: str, words: str) -> None:
    assert words in _page(f"<p>The ferry Alba {markup}</p>").text


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("Police in<br>Tarvel arrested 12 men, the<br> ministry said.", ["Police in", "Tarvel"]),
        ("Dead: 14<br>Injured: 33<br>Missing: 5", []),
    ],
)
def test_lines_of_lists_stay_lines(markup: str, lines: list[str]) -> None:
    text = _page(f"<p>{markup}</p>").text
    assert ("Police in Tarvel arrested 12 men, the ministry said." in text) == bool(lines)
    assert ("Dead: 14 Injured" in text) is False


@pytest.mark.parametrize(
    "elsewhere",
    [
        "<div class='most-read'><ul><li><time datetime='2026-03-01'>1 March</time> Quit</li></ul></div>",
        "<article class='teaser'><h2>Quit</h2><time datetime='2026-03-01'>1 March 2026</time></article>",
        "<div id='comments'><span class='comment-date'>1 March 2026</span> Jo: badly run</div>",
        "<section class='box'><p>Printed on 1 March 2026</p></section>",
        "<table><tr><td>Tel. 2026-03-01</td></tr></table>",
    ],
)
def test_dates_around_an_undated_article(elsewhere: str) -> None:
    body = "<p>The ferry Alba left the harbour of Tarvel on Monday with 40 people on board, he said.</p>" * 2
    assert _page(body, after=elsewhere).published is None
    assert _page(body, before=elsewhere).published is None


@pytest.mark.parametrize(
    "asking",
    [
        "<p>To keep reading, please sign in or register.</p>",
        "<p>Subscribe to continue reading.</p>",
        "<h3>This article is for subscribers</h3>",
        "<p>Read the full story with a subscription.</p>",
        "<p>Jetzt lesen mit Post+</p>",
    ],
)
def test_pages_that_ask_for_money(asking: str) -> None:
    free = (
        f"<p>The ferry Alba left the harbour of Tarvel on Monday with 40 people on board, he said. {TAIL}</p>"
    )
    assert FlagCode.NOT_FREE in _flags(_page(free + asking))
    assert FlagCode.NOT_FREE not in _flags(_page(free))


@pytest.mark.parametrize("piece", ["a<br>", "<sup>1</sup>", "<a>1</a>", "x<sup>1</sup><br>"])
def test_marks_and_breaks_take_time_as_they_are_many(piece: str) -> None:
    assert growth(lambda n: _page(f"<p>{piece * n}</p>"), 1_500) < 3.5  # 2.6 on a quiet core; a square is 4
