"""One contract for all findings: what `Extractor.read` gives for any text at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.checks import (
    HOSTILE,
    check_deterministic,
    check_ordered,
    check_references,
    check_spans_match_text,
)
from watchfloor.extract import Extractor, resolve
from watchfloor.extract.article import Context, split_paragraphs
from watchfloor.model import Findings

PLAIN = (
    "SPLIT, Croatia (Invented Wire) — Police in Split arrested 14 dockers on Tuesday after a strike closed "
    "the port for three days, the interior ministry said.\n\n"
    "“We did not want this,” said Ana Marić, the ministry's spokeswoman. “The talks,” she added, “go on.”\n\n"
    "Croatia's Prime Minister Ivo Perić accused the union of blocking medicine worth 2.4 million euros, and "
    "his Slovenian counterpart offered to mediate. At least 3 people were wounded near the Mosor Tunnel."
)
MIXED = (
    "“Er sagte: ‚Nein‘“, wrote Jane Roe. «Non», a dit M. Roe. „Nie”, powiedział Jan Kowalski. He said 'no'.",
    "「いいえ」と大臣は言った。 The minister, Taro Yamada, said “no” on 27 January 2026 in Tokyo (東京).",
    'وقال الوزير: «لا». The minister of Egypt said: "No." Министр сказал: „Нет“. On Monday.',
    "Zero\u200bwidth: Ir\u200ban's for\u200ceign min\u00adister Abb\u2060as said\u200b he went to Rome.",
    "\u202eRight to left override said Mr. Smith\u202c on Friday.\u2028Line said Ms. Jones.\u2029End.",
    "e\u0301 combining: Andre\u0301 Le\u0301vy, the mayor of Orle\u0301ans, said “c\u0327a va” in 2024.",
    "👩‍👩‍👧 said 👍🏽 “🎉” to 🇫🇷 police on Tuesday; 12 🦊 were arrested in Paris.",
    "\r\nPolice arrested two men.\r\n\r\n\r\n\tThe mayor, Bob Low, said:\r\n“Good.”\r\n",
    "”He said“ ’twas ‚“’” said said said said. According to according to. Told. Said.",
    "He, she, it, they and who said that he told her that they asked it what she said to him.",
    "On " + "Tuesday, " * 400 + "police arrested " + "3, " * 400 + "men.",
    "“" + "The port of Split is closed, and " * 300 + "it stays so,” said Ana Marić of Croatia.",
    "(" * 500 + "Iran said" + ")" * 500,
    "Paris, Texas, United States, Europe, Earth; " * 60,
    "Mr. " * 300 + "President " * 300 + "Smith.",
    "killed killed wounded arrested protest attack " * 80,
    "1996-01-27 27.01.1996 27/01/96 99:99 0000-00-00 9999999999999999999999 -1 1e400 ½ ٣٤ 二十",
)
LETTERS = st.sampled_from(
    [
        *("“", "”", "‘", "’", '"', "'", "«", "»", "„", ",", ".", "!", "?", ":", ";", "—", "-", "(", ")", " "),
        *(
            "\n",
            "\t",
            "\u200b",
            "\u2060",
            "\ufeff",
            "\u00a0",
            "\0",
            "\ud800",
            "\u2028",
            "é",
            "e\u0301",
            "İ",
            "ß",
        ),
        *(
            " said ",
            " Iran ",
            " Iran's ",
            " he ",
            " his wife ",
            " President ",
            " Ana Marić ",
            " police ",
            " the ",
        ),
        *(
            " arrested ",
            " accused ",
            " told ",
            " that ",
            " of ",
            " Tuesday ",
            " 27 January 2026 ",
            " 3 ",
            " killed ",
        ),
        *(
            " Москва ",
            " 北京 ",
            " القاهرة ",
            " in ",
            " Paris ",
            " a year ago ",
            " at least ",
            " $2 million ",
            " not ",
        ),
        *(
            " will ",
            " to ",
            " according to ",
            " protest ",
            " talks ",
            " they ",
            " who ",
            "\n\n",
            " Jr. ",
            " U.S. ",
        ),
    ]
)


def check(extractor: Extractor, text: str, **context: Any) -> Findings:
    """Read `text` and hold its findings to the contract."""
    findings = extractor.read(text, context=Context(**{"language": "en", **context}))
    check_spans_match_text(findings, text)
    check_references(findings)
    check_ordered(findings)
    check_graded(findings)
    return findings


def check_graded(findings: Findings) -> None:
    """Every finding is sure to some degree, and its grade is one of the two."""
    graded = [
        *((actor.confidence, actor.grade) for actor in findings.actors),
        *((quote.confidence, quote.grade) for quote in findings.quotes),
        *((time.confidence, time.grade) for time in findings.times),
        *((place.confidence, place.grade) for place in findings.places),
        *((quantity.confidence, quantity.grade) for quantity in findings.quantities),
        *((event.confidence, event.grade) for event in findings.events),
    ]
    assert all(0.0 <= confidence <= 1.0 and grade in ("strong", "weak") for confidence, grade in graded)


@pytest.mark.parametrize("text", [PLAIN, *MIXED, *HOSTILE], ids=lambda text: ascii(text[:24]))
def test_findings_keep_the_contract(extractor: Extractor, text: str) -> None:
    check(extractor, text, published="2026-01-27")


@given(st.lists(LETTERS, max_size=40).map("".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_mix_of_news_words_and_marks_keeps_the_contract(extractor: Extractor, text: str) -> None:
    check(extractor, text, published="2026-01-27")


@given(st.text(st.characters(), max_size=200), st.text(max_size=20))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_and_any_context_keep_the_contract(extractor: Extractor, text: str, words: str) -> None:
    check(extractor, text, published=words, title=words, byline=words, outlet=words, standfirst=words)


@pytest.mark.parametrize("text", [PLAIN, *MIXED[:6]], ids=lambda text: ascii(text[:24]))
def test_the_same_text_gives_the_same_bytes(extractor: Extractor, text: str) -> None:
    check_deterministic(lambda: extractor.read(text, context=Context(published="2026-01-27")))


def test_a_text_read_after_others_is_read_alike(extractor: Extractor) -> None:
    before = extractor.read(PLAIN)
    for text in MIXED[:4]:
        extractor.read(text)
    assert extractor.read(PLAIN) == before


def test_only_the_paragraphs_given_are_read(extractor: Extractor) -> None:
    paragraphs = split_paragraphs(PLAIN)[2:3]
    findings = extractor.read(PLAIN, paragraphs)
    assert findings.sentences
    assert all(paragraphs[0].contains(sentence) for sentence in findings.sentences)
    assert all(paragraphs[0].contains(span) for actor in findings.actors for span in actor.mentions)


def test_a_date_learned_later_gives_what_it_would_have_given_at_once(extractor: Extractor) -> None:
    known = extractor.read(PLAIN, context=Context(published="2026-01-27"))
    learned = resolve(extractor.read(PLAIN), "2026-01-27")
    assert learned == known
    assert resolve(known, None) == replace(extractor.read(PLAIN), published=None)


def test_plain_news_has_findings_of_every_kind(extractor: Extractor) -> None:
    findings = check(extractor, PLAIN, published="2026-01-27")
    assert {event.type for event in findings.events} >= {"COERCE", "ACCUSE"}
    assert any(quote.kind == "direct" and quote.speaker for quote in findings.quotes)
    assert "Split" in {place.name for place in findings.places}
    assert any(quantity.unit == "EUR" for quantity in findings.quantities)
    assert any(time.value == "2026-01-27" for time in findings.times)
