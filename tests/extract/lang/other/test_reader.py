"""Texts that are not English: what can be given, flagged, and never nonsense."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.checks import HOSTILE, check_ordered, check_references, check_spans_match_text
from watchfloor.exchange.wording import flags_words
from watchfloor.extract import Extractor, resolve
from watchfloor.extract.article import Context, Parser
from watchfloor.model import Findings


@dataclass(frozen=True)
class Case:
    """A text with what is to be given of it."""

    language: str
    text: str
    sentences: int
    places: tuple[str, ...]
    dates: tuple[str, ...]
    names: tuple[str, ...] = ()


TEXTS = [
    Case(
        language="de",
        text=(
            "Die Verteidigungsministerin traf am 27. Januar 2026 in Teheran ihren Kollegen aus der "
            "Türkei. „Das Essen war gut“, sagte Dr. Ute Kranz am 28.01.2026 in Berlin. Frankreichs "
            "Präsident Emmanuel Macron und die NATO schwiegen."
        ),
        sentences=3,
        places=("Berlin", "France", "Tehran", "Turkey"),
        dates=("2026-01-27", "2026-01-28"),
        names=("Emmanuel Macron", "NATO"),
    ),
    Case(
        language="fr",
        text=(
            "La ministre a rencontré le 27 janvier 2026 à Paris des délégués de l’Iran et des "
            "États-Unis. Selon Jeanne Marseille, le vote du 03/04/2026 suivra celui du 28/01/2026."
        ),
        sentences=2,
        places=("Iran", "Paris", "United States"),
        dates=("2026-01-27", "2026-01-28"),
    ),
    Case(
        language="es",
        text=(
            "Los pescadores cerraron el puerto el 27 de enero de 2026 y viajaron a Londres. Santiago "
            "Quiroga, su portavoz, culpó a México y a Estados Unidos."
        ),
        sentences=2,
        places=("London", "Mexico", "United States"),
        dates=("2026-01-27",),
    ),
    Case(
        language="ru",
        text=(
            "Министр обороны России заявил 27 января 2026 года в Москве, что США договорились с "
            "Ираном. В Киеве пока молчат. Китайский посол уехал."
        ),
        sentences=3,
        places=("Iran", "Kyiv", "Moscow", "Russia", "United States"),
        dates=("2026-01-27",),
    ),
    Case(
        language="ar",
        text=("قال وزير الصيد في طهران يوم 27 يناير 2026 إن مصر وبريطانيا اتفقتا. هل تعلق السعودية؟ لا."),
        sentences=3,
        places=("Egypt", "Saudi Arabia", "Tehran", "United Kingdom"),
        dates=("2026-01-27",),
    ),
    Case(
        language="zh",
        text=("渔业部长2026年1月27日在德黑兰表示，伊朗和美国已经达成协议。中国没有回应！发言人在巴黎等候。"),
        sentences=3,
        places=("China", "Iran", "Paris", "Tehran", "United States"),
        dates=("2026-01-27",),
    ),
    Case(
        language="tr",
        text=(
            "Türkiye'nin balıkçılık bakanı 27 Ocak 2026'da Ankara'da İran ve Rusya heyetleriyle "
            "görüştü. Ordu sessiz kaldı."
        ),
        sentences=2,
        places=("Ankara", "Iran", "Russia", "Turkey"),
        dates=("2026-01-27",),
    ),
]
IDS = [case.language for case in TEXTS]


def read(extractor: Extractor, text: str, language: str) -> Findings:
    return extractor.read(text, context=Context(language=language, published="2026-01-30"))


@pytest.mark.parametrize("case", TEXTS, ids=IDS)
def test_what_can_be_given_is_given(extractor: Extractor, case: Case) -> None:
    findings = read(extractor, case.text, case.language)
    assert flags_words(findings.flags) == [f"language not read: {case.language}"]
    assert findings.language == case.language
    assert len(findings.sentences) == case.sentences
    assert {place.name for place in findings.places} == set(case.places)
    assert {time.value for time in findings.times} == set(case.dates)
    assert {actor.name for actor in findings.actors if actor.kind != "country"} == set(case.names)


@pytest.mark.parametrize("case", TEXTS, ids=IDS)
def test_nothing_that_needs_grammar_is_given(extractor: Extractor, case: Case) -> None:
    findings = read(extractor, case.text, case.language)
    assert (findings.quotes, findings.events, findings.quantities) == ((), (), ())
    check_spans_match_text(findings, case.text)
    check_references(findings)
    check_ordered(findings)
    assert resolve(findings, "2026-01-30") == findings


def test_the_english_parser_is_not_loaded_for_other_languages() -> None:
    parser = Parser()
    read(Extractor(parser), TEXTS[0].text, "de")
    assert "nlp" not in vars(parser)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:24]))
@pytest.mark.parametrize("language", ["ru", "zh", "xx", "de-CH", "not a language"])
def test_hostile_text_of_any_language_gives_a_value(extractor: Extractor, text: str, language: str) -> None:
    if len(text) > 8000 and language == "not a language":
        return  # read as English, which the contract's test does
    findings = read(extractor, text, language)
    check_spans_match_text(findings, text)
    check_references(findings)


@pytest.mark.parametrize("language", ["en", "und", "en-GB", "english"])
def test_english_is_read_whatever_it_is_called(extractor: Extractor, language: str) -> None:
    findings = read(extractor, "Police arrested two men in Oslo.", language)
    assert findings.events
    assert findings.flags == ()


def test_a_wrongly_stated_language_gives_way_to_the_words(extractor: Extractor) -> None:
    findings = read(
        extractor, "Police arrested two men in Oslo on Tuesday, the mayor of the city said.", "no"
    )
    assert findings.events
    assert flags_words(read(extractor, TEXTS[3].text, "en").flags) == ["language not read: ru"]
    assert flags_words(read(extractor, "Иран", "und").flags) == ["language not read: und"]


def test_dates_that_may_be_read_two_ways_are_not_read(extractor: Extractor) -> None:
    findings = read(extractor, "Der Rat tagt am 03/04/2026, am 3.4.2026 oder am 31.02.2026 in Wien.", "de")
    assert [time.value for time in findings.times] == ["2026-04-03"]


def test_a_day_without_a_year_is_the_nearest_and_weak(extractor: Extractor) -> None:
    [time] = read(extractor, "Der Rat tagt erst wieder am 12. März in Wien.", "de").times
    assert (time.value, time.grade) == ("2026-03-12", "weak")
    [undated] = extractor.read(
        "Der Rat tagt erst wieder am 12. März in Wien.", context=Context(language="de")
    ).times
    assert undated.value == "XXXX-03-12"
