"""What stands in the head of a text file is read and left out of its body (all texts are invented)."""

from watchfloor.ingest.plain import rendition_of_text

ARRIVED = "2026-11-22T04:00:00Z"
BODY = (
    "Fishing crews in Norvik and Aldersund walked off the quays on Monday after talks over fuel prices broke down.\n"
    "Harbour master Ilse Brandt said the crews had “every right to be heard”.\n"
    "Fuel costs\n"
    "Prices have doubled since last spring, according to the crews' union.\n"
)


def test_header_date_in_front_of_the_body_is_read_and_left_out() -> None:
    rendition = rendition_of_text(f" date 2026-02-03 {BODY}", where="x", path=None, arrived=ARRIVED)
    assert (rendition.published, rendition.published_from) == ("2026-02-03", "header line")
    assert rendition.title is None
    assert rendition.paragraphs[0].of(rendition.text).startswith("Fishing crews")
    assert rendition.paragraphs[2].of(rendition.text) == "Fuel costs"


def test_headline_and_standfirst_are_read_and_left_out() -> None:
    head = (
        "Norvik quays empty as crews protest against fuel prices\n"
        "Fishing crews walked off the quays after talks over fuel broke down.\n"
    )
    rendition = rendition_of_text(head + BODY, where="x", path=None, arrived=ARRIVED)
    assert rendition.title == "Norvik quays empty as crews protest against fuel prices"
    assert rendition.title_span is not None
    assert rendition.title_span.of(rendition.text) == rendition.title
    assert rendition.standfirst == "Fishing crews walked off the quays after talks over fuel broke down."
    assert rendition.paragraphs[0].of(rendition.text).startswith("Fishing crews in Norvik")


def test_text_without_a_headline_keeps_all_its_lines() -> None:
    rendition = rendition_of_text(BODY, where="x", path=None, arrived=ARRIVED)
    assert rendition.title is None
    assert len(rendition.paragraphs) == 4
