"""Quotes on the page: what was not said, talk without words, marks apart from words, turns, transcripts."""

from __future__ import annotations

import pytest

from tests.faults.trials import Read, inputs_of, read

Said = tuple[str | None, str]  # speaker and words


def said(found: Read) -> list[Said]:
    """Return who said what in a text: what a page shows under "Who said what"."""
    text, findings = found
    names = {actor.id: actor.name for actor in findings.actors}
    return [
        (names.get(quote.speaker or ""), " ".join(span.of(text) for span in quote.content))
        for quote in findings.quotes
        if quote.grade == "strong" and quote.polarity == "asserted" and quote.within is None
    ]


def test_061_what_was_not_said_is_no_statement() -> None:
    for found in inputs_of("061"):
        assert said(found) == []
        assert all(quote.polarity == "negated" for quote in found[1].quotes)


@pytest.mark.parametrize(
    "text",
    [
        "The governor did not claim that the road was safe.",
        "The army has yet to say who fired first.",
        "No one in the ministry said that the port was shut.",
        "None of the officials said why the dam broke.",
        "The mayor failed to say where the money went.",
        "The general would not say that the siege was over.",
        "Neither side said that the truce had failed.",
        "Police never confirmed that the man was dead.",
    ],
)
def test_061_variants(text: str) -> None:
    assert said(read(text)) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The mayor said that the road was not safe.", "that the road was not safe"),
        ("The army not only said that the road was shut.", "that the road was shut"),
    ],
)
def test_061_what_is_said_of_what_is_not_stays(text: str, words: str) -> None:
    assert [content for _, content in said(read(text))] == [words]


def test_062_silence_is_no_denial() -> None:
    first, second = inputs_of("062")
    assert said(first) == []
    assert [content for _, content in said(second)] == ["to say whether the troops would leave"]


@pytest.mark.parametrize(
    "text",
    [
        "The company declined to comment on the raid.",
        "The spokesman refused to answer.",
        "The embassy declined to respond.",
        "The minister refused to speak to reporters.",
        "Officials declined to elaborate.",
    ],
)
def test_062_variants(text: str) -> None:
    assert said(read(text)) == []


def test_063_talk_without_words_is_no_quote() -> None:
    assert [said(found) for found in inputs_of("063")] == [[], [], [], [], []]


@pytest.mark.parametrize(
    "text",
    [
        "The president talked for three hours at the summit.",
        "The minister spoke to reporters in Oslo.",
        "The captain hailed his players.",
        "Gunmen attacked the village of Tarn on Monday.",
        "The mayor told a story.",
        "The two leaders spoke on Monday.",
        "The governor thanked the crew.",
    ],
)
def test_063_variants(text: str) -> None:
    assert said(read(text)) == []


def test_064_marks_may_stand_apart_from_their_words() -> None:
    miners, *appeals = (said(found) for found in inputs_of("064"))
    assert [(speaker, words[:8], words[-3:]) for speaker, words in miners] == [
        ("minister", '" Miners', ', "')
    ]
    assert appeals == [
        [("Lea Bront", '" We will appeal, "')],
        [("Lea Bront", '" We will appeal the ruling. "')],
        [("Lea Bront", "``We will appeal the ruling,''")],
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“ We will not go, ” said Mayor Ines Toll.", "“ We will not go, ”"),
        ("« We will not go, » said Mayor Ines Toll.", "« We will not go, »"),
        ("`` We will not go, '' said Mayor Ines Toll.", "`` We will not go, ''"),
        ('" We will not go ", said Mayor Ines Toll.', '" We will not go "'),
        ('Mayor Ines Toll said : " We will not go . "', '" We will not go . "'),
    ],
)
def test_064_variants(text: str, words: str) -> None:
    assert said(read(text)) == [("Ines Toll", words)]


def test_065_each_turn_has_its_own_speaker() -> None:
    one_line, paragraphs, transcript, titled = inputs_of("065")
    assert [words for _, words in said(one_line)] == ['"We will appeal."', '"We will not."']
    assert [words for _, words in said(paragraphs)] == ['"We will appeal."', '"We will not."']
    assert len({speaker for speaker, _ in said(one_line)}) == 2
    assert said(transcript) == [(None, "Will you resign?"), ("REVE", "I will not resign"), (None, "Why?")]
    assert said(titled) == [("REVE", "I will not resign"), ("SAND", "Then we will go to court")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Mara Lund: "It is late." Tom Arlen: "It is not." Mara Lund: "Go home."',
            [("Mara Lund", '"It is late."'), ("Tom Arlen", '"It is not."'), ("Mara Lund", '"Go home."')],
        ),
        (
            "GOV. ILSE MARON: We are ready to leave now.\n\nMR. REVE: Good.",
            [("ILSE MARON", "We are ready to leave now"), ("REVE", "Good")],
        ),
        (
            "SENATOR LUND: The bill is dead.\n\nGENERAL VENN: The army needs it.",
            [("LUND", "The bill is dead"), ("VENN", "The army needs it")],
        ),
    ],
)
def test_065_variants(text: str, expected: list[Said]) -> None:
    assert said(read(text)) == expected


def test_069_a_quote_may_go_on_over_paragraphs() -> None:
    (speaker, words), *others = said(inputs_of("069")[0])
    assert (speaker, words.count('"'), others) == ("Ines Toll", 4, [])


def test_070_odd_verbs_have_their_own_speakers() -> None:
    assert [speaker for speaker, _ in said(inputs_of("070")[0])] == ["Jo Farr", "Meg Farr", "Beth Farr"]


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ann Lee was shot. Representatives of Ann Lee's family said the road is shut.",
        "A friend of Tom Varr said the talks failed.",
        "The family of Tom Varr said the talks failed.",
        "The lawyer for Tom Varr said he was ill.",
    ],
)
def test_070_who_is_spoken_for_does_not_speak(text: str) -> None:
    assert not {speaker for speaker, _ in said(read(text))} & {"Ann Lee", "Tom Varr"}
