"""The date of a page: what stands beside the headline, in addresses, in attributes; not everybody else's."""

import time

import pytest

from watchfloor.ingest.formats.page import read_page
from watchfloor.model import Rendition

HEADLINE = "Ferry service to the outer islands is cut by half"
WORDS = (
    "The harbour company takes three of its six ferries out of service, because their hulls have to be mended"
    " before the winter storms begin, and islanders will have to wait until spring for the full timetable."
)
ARTICLE = f"<p>{WORDS}</p><p>{WORDS.replace('three', 'two').replace('six', 'nine')}</p>"


def read(body: str, head: str = "", url: str | None = None) -> Rendition:
    html = f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"
    return read_page(html.encode(), where="page.html", url=url, arrived="2026-11-22T04:00:00Z")


def beside(line: str, before: str = "", after: str = "") -> str | None:
    """Return the date read on a page with `line` between headline and text."""
    return read(f"{before}<div><h1>{HEADLINE}</h1>{line}</div>{ARTICLE}{after}").published


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("<div class='x1'>By Tove Lindqvar, Kelvaan | Mar 12, 2026, 15:43 IST</div>", "2026-03-12"),
        ("<p><b>12.</b> <i>März</i> <u>2026</u></p>", "2026-03-12"),
        ("<div>Published 12 March 2026 Updated 14 March 2026</div>", "2026-03-12"),
        ("<div>Updated: 14 March 2026 | Published: 12 March 2026</div>", "2026-03-12"),
        ("<div>Mis à jour le 14 mars 2026</div><div>Publié le 12 mars 2026</div>", "2026-03-12"),
        ("<div>Last updated 14 March 2026</div>", "2026-03-14"),
        ("<dl><dt>Joined</dt><dd>May 11, 2017</dd></dl><p>12 March 2026</p>", "2026-03-12"),
        ("<p>Available until 11 May 2027</p><p>12 March 2026</p>", "2026-03-12"),
        ("<div class='related-box'><i>1 February 2026</i></div><p>12 March 2026</p>", "2026-03-12"),
        ("<blockquote>1 February 2026</blockquote><p>12 March 2026</p>", "2026-03-12"),
        ("<p>Nobody on the islands has forgotten the storm of 1 February 1953 that took the quay</p>", None),
        ("<div>12. ožujka 2026.</div>", "2026-03-12"),
        ("<div>12 آذار / مارس 2026</div>", "2026-03-12"),
        ("<div>۲۱ اسفند ۱۴۰۴</div>", "2026-03-12"),
        ("<div>2026年3月12日 11時00分</div>", "2026-03-12"),
    ],
)
def test_the_line_beside_the_headline(line: str, day: str | None) -> None:
    assert beside(line) == day


def test_neither_the_day_of_the_reader_nor_other_articles() -> None:
    frame = "<div class='today'>Sunday, 22 November 2026</div>"
    others = "<div class='entry-date'>3 January 2026</div>"
    assert beside("<p>12 March 2026</p>", before=frame, after=others) == "2026-03-12"


def test_a_date_above_the_headline_counts_if_none_is_close_below() -> None:
    assert beside("", before="<p>12 March 2026</p>", after="<p>3 January 2026</p>") == "2026-03-12"


def test_a_date_in_a_programmers_note_is_no_date() -> None:
    assert beside("<style>/* changed by Osk on 12/03/2026 */</style>") is None


@pytest.mark.parametrize("attribute", ["data-time='1773273600'", "data-timestamp='2026-03-12T00:00:00Z'"])
def test_times_for_scripts(attribute: str) -> None:
    rendition = read(f"<h1>{HEADLINE}</h1><span class=timestamp {attribute}>3h</span>{ARTICLE}")
    assert (rendition.published, rendition.published_from) == ("2026-03-12T00:00:00Z", "time attribute")


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/03/12/ferries", "2026-03-12"),
        ("/news/20260312/ferries", "2026-03-12"),
        ("/news/202603120738/ferries", "2026-03-12"),
        ("/2026-03-12-ferries.html", "2026-03-12"),
        ("/2026/3/1/ferries", "2026-03-01"),
        ("/2026/03/1238761/", None),  # a number of an article, no day
        ("/2026/03/ferries", None),
        ("/2026028064/ferries", None),
    ],
)
def test_the_day_in_an_address(path: str, day: str | None) -> None:
    assert read(f"<h1>{HEADLINE}</h1>{ARTICLE}", url=f"https://k.example{path}").published == day


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2026-03-13T00:38:00Z", "2026-03-12"),  # in the evening of the 12th, in America
        ("2026-03-11T22:00:00Z", "2026-03-12"),  # in the morning of the 12th, in Asia
        ("2026-03-12T09:00:00Z", "2026-03-12T09:00:00Z"),
        ("2026-03-13T15:00:00Z", "2026-03-13T15:00:00Z"),  # the 12th had ended everywhere
        ("2026-03-20T00:38:00Z", "2026-03-20T00:38:00Z"),
    ],
)
def test_the_day_that_was_printed_counts_where_the_address_tells_it(stated: str, expected: str) -> None:
    head = f'<meta property="article:published_time" content="{stated}">'
    url = "https://k.example/2026/03/12/ferries"
    assert read(f"<h1>{HEADLINE}</h1>{ARTICLE}", head, url).published == expected


def test_hostile_headings_cost_little() -> None:
    started = time.process_time()
    read("<h1>" * 150 + "12 March 2026 " * 1_000 + f"{'<h1><i></i></h1>' * 5_000}{ARTICLE}")
    assert time.process_time() - started < 5
