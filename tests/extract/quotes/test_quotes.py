"""Quotes: what is attributed, to whom, by which words; all sentences are invented."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from watchfloor.extract.actors.finder import find_actors
from watchfloor.extract.article import Context, Parser, split_paragraphs
from watchfloor.extract.places.finder import find_places
from watchfloor.extract.quotes.cues import NO_PREPOSITION, cue_lexicon, words_of
from watchfloor.extract.quotes.finder import find_quotes
from watchfloor.extract.quotes.marks import find_runs
from watchfloor.extract.times.finder import find_times
from watchfloor.model import Quote

Reading = tuple[str, str, str]  # source, cue, content; spans of one kind joined by " | "


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def quotes_in(parser: Parser, text: str) -> tuple[Quote, ...]:
    with parser.parse(text, context=Context()) as article:
        cast = find_actors(article, find_places(article))
        return find_quotes(article, cast, find_times(article))


def read(parser: Parser, text: str) -> list[Reading]:
    return [
        (
            " | ".join(span.of(text) for span in quote.source),
            " | ".join(span.of(text) for span in quote.cue),
            " | ".join(span.of(text) for span in quote.content),
        )
        for quote in quotes_in(parser, text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“The dam is sound,” engineer Lena Vogt said on Monday.",
            ("engineer Lena Vogt", "said", "“The dam is sound,”"),
        ),
        ('"We are late," said Omar Haddad.', ("Omar Haddad", "said", '"We are late,"')),
        (
            "''We counted nine boats,'' she recalled. ''None had lights.''",
            ("she", "recalled", "''We counted nine boats,'' | ''None had lights.''"),
        ),
        ("‘It is over,’ said the farmer.", ("the farmer", "said", "‘It is over,’")),
        (
            "“If they come back,” said Hadi Omran, a baker, “we will feed them.”",
            ("Hadi Omran, a baker,", "said", "“If they come back,” | “we will feed them.”"),
        ),
        (
            "The mayor said that the bridge would reopen in June.",
            ("The mayor", "said", "that the bridge would reopen in June"),
        ),
        (
            "The bridge, the mayor said, would reopen in June.",
            ("the mayor", "said", "The bridge | would reopen in June"),
        ),
        (
            "According to the coast guard, two boats are missing.",
            ("the coast guard", "According to", "two boats are missing"),
        ),
        (
            "Two boats are missing, according to the coast guard.",
            ("the coast guard", "according to", "Two boats are missing"),
        ),
        ("Officials refused to publish the list.", ("Officials", "refused", "to publish the list")),
        ("The union wants the mine to close.", ("The union", "wants", "the mine to close")),
        (
            "The minister is confident that the vote will pass.",
            ("The minister", "is confident", "that the vote will pass"),
        ),
        (
            "The board rejected the accusation that money had been hidden.",
            ("The board", "rejected", "the accusation that money had been hidden"),
        ),
        (
            "The general called the raid “a clean success” in a letter.",
            ("The general", "called", "the raid “a clean success”"),
        ),
    ],
)
def test_frames(parser: Parser, text: str, expected: Reading) -> None:
    assert expected in read(parser, text)


@pytest.mark.parametrize(
    "text",
    [
        "The film “River of Glass” opens on Thursday.",
        "The so-called “ghost fleet” left port at dawn.",
        "It rained in the hills and the road was closed.",
        "She walked to the market with her two sons.",
    ],
)
def test_titles_and_scare_quotes_are_nobodys_words(parser: Parser, text: str) -> None:
    assert read(parser, text) == []


def test_paragraphs_that_open_anew_go_on_with_one_speaker(parser: Parser) -> None:
    text = "“The water came at night,” said Mira Tolland.\n\n“By morning the school was gone.”"
    assert read(parser, text) == [
        ("Mira Tolland", "said", "“The water came at night,” | “By morning the school was gone.”")
    ]


def test_an_open_paragraph_belongs_to_the_cue_that_follows(parser: Parser) -> None:
    text = "“The water came at night.\n\n“By morning the school was gone,” said Mira Tolland."
    (quote,) = quotes_in(parser, text)
    assert [span.of(text) for span in quote.content] == [
        "“The water came at night.",
        "“By morning the school was gone,”",
    ]


def test_a_speaker_is_followed_through_pronouns(parser: Parser) -> None:
    text = (
        "Defence Minister Pavel Sorin flew to Karsa on Monday. “We will stay,” he said. "
        "Sorin added that the garrison was safe."
    )
    quotes = quotes_in(parser, text)
    assert [quote.kind for quote in quotes] == ["direct", "indirect"]
    assert len({quote.speaker for quote in quotes}) == 1
    assert quotes[0].speaker is not None


def test_who_is_told_and_when(parser: Parser) -> None:
    text = "Defence Minister Pavel Sorin told President Ayla Demir on Tuesday that the crossing was safe."
    (quote,) = quotes_in(parser, text)
    assert quote.addressee is not None
    assert quote.addressee != quote.speaker
    assert quote.said_time == 0


def test_nested_statements_know_what_they_stand_in(parser: Parser) -> None:
    text = "According to a ministry statement, Sorin said the garrison was safe."
    outer, inner = quotes_in(parser, text)
    assert outer.within is None
    assert inner.within == 0
    assert outer.content[0].contains(inner.content[0])


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The envoy denied that talks had begun.", "denial"),
        ("The envoy accused the army of theft.", "accusation"),
        ("The envoy threatened to leave the talks.", "threat"),
        ("The envoy promised to return.", "promise"),
        ("The envoy urged both sides to talk.", "demand"),
        ("The envoy asked whether the road was open.", "question"),
        ("The envoy believes that the truce will hold.", "belief"),
        ("The envoy plans to meet the rebels.", "intention"),
        ("The survey shows that wells are dry.", "evidence"),
    ],
)
def test_acts(parser: Parser, text: str, act: str) -> None:
    assert [quote.act for quote in quotes_in(parser, text)] == [act]


def test_a_run_closes_with_its_own_mark_only() -> None:
    text = "“He said ‘no’ to us,” she wrote. The boys' boat and the '90s song weren't \"lost\"."
    runs = find_runs(text, split_paragraphs(text))
    assert [run.span.of(text) for run in runs.all] == ["“He said ‘no’ to us,”", '"lost"']


def test_every_lexicon_row_reads() -> None:
    lexicon = cue_lexicon()
    assert lexicon.verbs["say"]["clause"] == "statement"
    assert lexicon.verbs["threaten"]["to"] == "threat"
    assert lexicon.nouns["claim"]["clause"] == "statement"
    assert ("according", "to") in lexicon.phrases
    assert "try" in words_of("carriers")
    acts = {act for frames in lexicon.verbs.values() for act in frames.values()}
    assert acts <= set(Quote.__annotations__) | {
        *("statement", "question", "demand", "promise", "threat", "denial", "accusation"),
        *("belief", "intention", "evidence"),
    }


_PIECES = st.sampled_from(
    [
        *("“", "”", '"', "'", "''", "‘", "’", "«", "»", "„", ",", ".", ":", "—", "―", "\n", "\0", "\ud800"),
        *(" said ", "he", " according to ", "Smith", " wants to ", "\u200b", "中文", "that ", "Q:", "(", ")"),
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_PIECES, max_size=40).map("".join))
def test_hostile_text_gives_ordered_spans_inside_the_text(parser: Parser, text: str) -> None:
    clean = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")
    for quote in quotes_in(parser, clean):
        assert quote.content
        for spans in (quote.content, quote.cue, quote.source):
            assert all(0 <= span.start < span.end <= len(clean) for span in spans)
        assert 0 <= quote.confidence <= 1


def test_the_same_text_gives_the_same_quotes(parser: Parser) -> None:
    text = "“No,” said Ann Lee. The board said it agreed, according to minutes seen by the paper."
    assert quotes_in(parser, text) == quotes_in(parser, text)


def test_a_line_that_is_cut_after_a_cues_preposition_is_no_error(parser: Parser) -> None:
    """Wire texts with hard line ends stop at any word: "The bank agreed to"."""
    lexicon = cue_lexicon()
    lines = [
        f"{opening} {lemma.split('_')[0]} {preposition}"
        for entries, opening in (
            (lexicon.verbs, "The bank and the ministry"),
            (lexicon.nouns, "The bank made a"),
            (lexicon.adjectives, "The bank is"),
        )
        for lemma, frames in entries.items()
        for preposition in sorted({"to", "for", "of"} | (set(frames) - NO_PREPOSITION))
    ]
    for start in range(0, len(lines), 500):
        quotes_in(parser, "\n".join(lines[start : start + 500]))


@pytest.mark.parametrize("line", ["The bank said it had agreed to", "The bank said it had warned of"])
def test_a_line_that_is_cut_after_a_preposition_keeps_what_was_said(parser: Parser, line: str) -> None:
    assert read(parser, line) == [("The bank", "said", line.removeprefix("The bank said "))]


@pytest.mark.parametrize(
    "text",
    [
        "The lawyer defended people accused of theft.",
        "On Monday at about 9 a.m., officers responded to a call in Tarvel.",
        "Officers responded at 9:30 p.m. on Mill Street.",
        "The driver refused to stop and fled on foot.",
        "He found her gun in the console and shot himself.",
        "The new player is smaller, adding video to what it can do.",
        "The plane promises less noise.",
        "Tom Arlen, who wrote the song, lives in Tarvel.",
        "The entry is being supported by dealers in Norvale.",
        "The council supported a plan for the harbour.",
        "MARLO: Bo Venn and Ida Roe of the parks service on the shore of the lagoon.",
    ],
)
def test_deeds_and_things_make_no_strong_quotes(parser: Parser, text: str) -> None:
    assert [quote for quote in quotes_in(parser, text) if quote.grade == "strong"] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The study found that one in ten wells was dry.", "that one in ten wells was dry"),
        ("Ida Roe supported the plan as “the only way out”.", "the plan as “the only way out”"),
        ("The report blames the council for the flood.", "the council for the flood"),
        ("The minister refused, saying that the law was clear.", "that the law was clear"),
    ],
)
def test_findings_and_reasons_stay_strong(parser: Parser, text: str, words: str) -> None:
    strong = [quote for quote in quotes_in(parser, text) if quote.grade == "strong"]
    assert [" ".join(span.of(text) for span in quote.content) for quote in strong] == [words]


@pytest.mark.parametrize(
    ("text", "denials"),
    [
        ("Charges against the man held for the murder of Ida Roe have been dismissed.", 0),
        ("The judge dismissed the case over the killing of two boys.", 0),
        ("The court rejected his appeal against the conviction.", 0),
        ("The minister dismissed the charges as absurd.", 1),
        ("The minister rejected the charge that he had lied.", 1),
        ("The minister dismissed reports of an attack on Lirn.", 1),
    ],
)
def test_a_court_that_dismisses_a_case_denies_nothing(parser: Parser, text: str, denials: int) -> None:
    assert sum(quote.act == "denial" for quote in quotes_in(parser, text)) == denials
