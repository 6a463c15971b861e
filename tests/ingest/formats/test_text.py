"""What stands in the head of a text file is read and left out of its body (all texts are invented)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.errors import InputError
from watchfloor.exchange.wording import flags_words
from watchfloor.ingest.decoding import decode
from watchfloor.ingest.formats.text import rendition_of_text
from watchfloor.model import Rendition

ARRIVED = "2026-11-22T04:00:00Z"
BODY = (
    "Fishing crews in Norvik and Aldersund walked off the quays on Monday after talks over fuel broke down.\n"
    "Harbour master Ilse Brandt said the crews had “every right to be heard”.\n"
    "Fuel costs\n"
    "Prices have doubled since last spring, according to the crews' union.\n"
)


def read(text: str) -> Rendition:
    return rendition_of_text(text, where="x", path=None, arrived=ARRIVED)


def body(rendition: Rendition) -> list[str]:
    return [span.of(rendition.text) for span in rendition.paragraphs]


def test_header_date_in_front_of_the_body_is_read_and_left_out() -> None:
    rendition = read(f" date 2026-02-03 {BODY}")
    assert (rendition.published, rendition.published_from) == ("2026-02-03", "header line")
    assert rendition.title is None
    assert body(rendition) == BODY.splitlines()


def test_headline_and_standfirst_are_read_and_left_out() -> None:
    title = "Norvik quays empty as crews protest against fuel prices"
    standfirst = "Fishing crews walked off the quays after talks over fuel broke down."
    rendition = read(f"{title}\n{standfirst}\n{BODY}")
    assert (rendition.title, rendition.title_from) == (title, "first line")
    assert rendition.title_span is not None
    assert rendition.title_span.of(rendition.text) == title
    assert (rendition.standfirst, rendition.standfirst_from) == (standfirst, "second line")
    assert body(rendition) == BODY.splitlines()


def test_second_line_that_the_body_does_not_restate_stays_in_the_body() -> None:
    rendition = read(
        f"Norvik quays empty as crews protest\nSnow is expected in the mountains tonight.\n{BODY}"
    )
    assert rendition.standfirst is None
    assert body(rendition)[0] == "Snow is expected in the mountains tonight."


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("Published: 3 February 2026\nBy Jane Roe\n\n", {"published": "2026-02-03", "byline": "Jane Roe"}),
        (
            "Date: 2026-02-03T10:00:00+01:00\nSource: AFP\n",
            {"published": "2026-02-03T09:00:00Z", "credit": "AFP"},
        ),
        ("Title: Quays empty\nOutlet: Norvik Post\n", {"title": "Quays empty", "outlet": "Norvik Post"}),
        ("Tuesday, 3 February 2026\n", {"published": "2026-02-03"}),
        (
            "Crews leave the quays\nBy Jane Roe and Jo Lund, Reuters\nFeb 3, 2026\n",
            {"title": "Crews leave the quays", "byline": "Jane Roe and Jo Lund", "credit": "Reuters"},
        ),
        ("Updated: 4 February 2026\n", {"modified": "2026-02-04", "published": None}),
    ],
)
def test_header_lines(head: str, expected: dict[str, str | None]) -> None:
    rendition = read(head + BODY)
    assert {name: getattr(rendition, name) for name in expected} == expected
    assert body(rendition) == BODY.splitlines()


@pytest.mark.parametrize(
    "first",
    [
        "Source close to the crews says that the talks are over.",
        "By Monday, the crews had left the quays.",
        "3 February 2026 was a cold day on the quays, and nobody came.",
        "Breaking",
    ],
)
def test_lines_that_only_look_like_a_header_stay(first: str) -> None:
    rendition = read(f"{first}\n{BODY}")
    assert body(rendition)[0] == first
    assert (rendition.published, rendition.byline, rendition.credit, rendition.title) == (None,) * 4


def test_text_without_a_headline_keeps_all_its_lines() -> None:
    assert body(read(BODY)) == BODY.splitlines()


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [("LONDON (Reuters) -", "Reuters"), ("BERLIN, March 3 (dpa) –", "dpa"), ("KYIV —", None)],
)
def test_dateline_is_a_paragraph_of_its_own(dateline: str, agency: str | None) -> None:
    rendition = read(f"{dateline} {BODY}")
    assert rendition.credit == agency
    assert body(rendition)[:2] == [dateline, BODY.splitlines()[0]]


@pytest.mark.parametrize(
    ("ending", "credit"), [("— With agencies", "agencies"), ("Source: Xinhua", "Xinhua"), ("(AFP)", "AFP")]
)
def test_last_line_that_is_only_a_credit_is_no_paragraph(ending: str, credit: str) -> None:
    rendition = read(f"{BODY}{ending}\n")
    assert rendition.credit == credit
    assert body(rendition) == BODY.splitlines()


def test_the_date_of_a_header_line_is_used_as_given() -> None:
    rendition = read(f"Published: 3 February 2031\n{BODY}")
    assert (rendition.published, rendition.published_from) == ("2031-02-03", "header line")
    assert rendition.flags == ()


@pytest.mark.parametrize("raw", ["9999-01-01", "31 February 2026", "soon"])
def test_a_date_that_cannot_be_is_null_and_kept_in_the_flags(raw: str) -> None:
    rendition = read(f"Published: {raw}\n{BODY}")
    assert rendition.published is None
    assert flags_words(rendition.flags) == [f"published is no date: {raw}"]
    assert body(rendition) == BODY.splitlines()


def test_words_stay_as_they_are() -> None:
    text = "\n\n  Harbour closed \tagain.\r\n\u200bNobody was hurt.\n"
    assert read(text).text == text


def test_text_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="no words"):
        read(" \n…!?\u200b\n")


def test_text_of_millions_of_characters_is_refused() -> None:
    with pytest.raises(InputError, match="articles have at most"):
        read("word " * 500_000)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=400))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    try:
        rendition = read(text.replace("\x00", " ").encode("utf-8", "replace").decode())
    except InputError:
        return
    edges = [edge for span in rendition.paragraphs for edge in span]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(rendition.text) for edge in edges)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_rendition_or_a_reason(data: bytes) -> None:
    try:
        text = decode(data, where="x.txt").text
        rendition = rendition_of_text(text, where="x.txt", path="x.txt", arrived=ARRIVED)
    except InputError:
        return
    assert "\x00" not in rendition.text
    rendition.text.encode("utf-8")
