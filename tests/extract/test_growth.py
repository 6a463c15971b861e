"""What findings cost grows with the length of a text, not with its square."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import FrameType

import pytest

from watchfloor.exchange.wording import flags_words
from watchfloor.extract.article import Parser
from watchfloor.extract.contract import read_opened
from watchfloor.extract.lang.en.reader import English
from watchfloor.extract.lengths import LONGEST_SENTENCE
from watchfloor.extract.pace import OvertimeError, Pace, Paced

LINES = (
    "Police killed {} people in Paris on Monday.",
    "The two countries agreed to hold talks about {} boats with Peru and Chile.",
    "“We will attack {} towns,” the rebels said on Friday.",
    "Hundreds marched in Lima. The march drew {} people on Monday.",
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def seconds(parser: Parser, text: str) -> float:
    """Return the CPU time that the finders take for a text, the parse left out."""
    with parser.parse(text) as article:
        start = time.process_time()
        read_opened(English(parser), article)
        return time.process_time() - start


@pytest.mark.parametrize("line", LINES)
def test_four_times_the_sentences_cost_about_four_times_the_time(parser: Parser, line: str) -> None:
    def sentences(count: int) -> str:
        return "\n".join(line.format(number + 2) for number in range(count))

    seconds(parser, sentences(10))
    ratios = [seconds(parser, sentences(400)) / seconds(parser, sentences(100)) for _ in range(2)]
    assert min(ratios) < 8, ratios  # 16 where every pair is looked at


def _name(number: int) -> str:
    return f"Ana W{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}{chr(97 + number // 676)}s"


def _towns(count: int) -> str:
    return ", ".join(["Paris", "Lyon", "Lima"][number % 3] for number in range(count))


def _and_so_on(count: int, line: str) -> str:
    return ", ".join(line.format(name=_name(number), number=number + 2) for number in range(count))


def _days(count: int) -> str:
    return ", ".join(f"{number % 28 + 1} May {1990 + number % 30}" for number in range(count))


# One sentence, or one line after the other, that holds more and more of what a finder looks for.
CRAFTED: dict[str, Callable[[int], str]] = {
    "commas": lambda count: "Police, " * count + "killed two people.",
    "nested clauses": lambda count: "Officials said " + "that rebels said " * count + "that they shot two.",
    "one word": lambda count: "a" * (count * 100) + " was shot.",
    "capitals": lambda count: "ALPHA BRAVO " * count + "was shot in Paris.",
    "quotations": lambda count: "“Yes,” he said. " * count,
    "quotation marks": lambda count: "Police shot “" + "“ a ” " * count + " two.",
    "straight marks": lambda count: '"' * count + " he said.",
    "brackets": lambda count: "(" * count + "a" + ")" * count + " was shot.",
    "dashes": lambda count: "-".join(["well"] * count) + " known.",
    "people": lambda count: "\n".join(f"President {_name(n)} met Lee on Monday." for n in range(count)),
    "places": lambda count: f"Shells hit {_towns(count)}.",
    "dates": lambda count: f"He met him on {_days(count)}.",
    "numbers": lambda count: f"The figures were {_and_so_on(2 * count, '{number}')}.",
    "tolls": lambda count: f"The tolls were {_and_so_on(count, '{number} killed')}.",
    "people counted": lambda count: "Police killed 2 people. Police killed some people. " * count,
    "a list of names": lambda count: f"Police arrested {_and_so_on(count, '{name}')}.",
    "names and names": lambda count: f"Police shot {_and_so_on(count, '{name} and {name}s')}.",
    "one first name": lambda count: "".join(f"said {_name(n)}. Ana came. " for n in range(count)),
    "bodies": lambda count: f"Talks drew {_and_so_on(count, 'the {name} Bank')}.",
    "only commas": lambda count: "," * count + " killed two people.",
    "saying in one sentence": lambda count: f"He said {_and_so_on(count, '{name} said')}.",
    "clauses joined": lambda count: "Ana Weiss came" + ", and she said that he hit him" * count + ".",
    "phrases within phrases": lambda count: "Police shot the head " + "of the office " * count + ".",
    "initials": lambda count: "U.S. " * count + "troops shot two.",
    "another man": lambda count: "Another man came. " * count + "The man left. " * count,
    "pronouns": lambda count: "Ana Weiss came. " + "She said that he hit him. " * count,
}
SPANNING = 150  # of each


def calls(parser: Parser, text: str) -> int:
    """Return how many calls the finders make for a text: the same on a busy machine as on an idle one."""
    made = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    with parser.parse(text) as article:
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read_opened(English(parser), article)
        finally:
            sys.setprofile(before)
    return made


@pytest.mark.parametrize("crafted", CRAFTED.values(), ids=CRAFTED)
def test_twice_as_much_asks_for_twice_the_work(parser: Parser, crafted: Callable[[int], str]) -> None:
    calls(parser, crafted(3))  # what is looked up once is loaded
    once, twice = (calls(parser, crafted(count)) for count in (SPANNING, 2 * SPANNING))
    assert twice < 200_000 or twice / once < 2.6, (once, twice)  # 4 where every pair is looked at


# One sentence each, of other forms, that grows up to the longest that is read whole.
ONE_SENTENCE: dict[str, Callable[[int], str]] = {
    **{
        name: CRAFTED[name]
        for name in ("commas", "nested clauses", "places", "dates", "numbers", "tolls", "a list of names")
    },
    **{
        name: CRAFTED[name]
        for name in ("names and names", "bodies", "saying in one sentence", "clauses joined", "quotations")
    },
    "relative clauses": lambda count: "Police arrested the man" + " who shot the man" * count + ".",
    "deeds joined": lambda count: "Rebels " + ", ".join(["shot two men"] * count) + " and fled.",
    "called false": lambda count: "It is false " + "that it was untrue " * count + "that they shot two.",
    "drills": lambda count: "Troops shot two men " + "in a drill " * count + ".",
    "not and not": lambda count: "He did not say " + "that they did not know " * count + "that they left.",
    "titles": lambda count: f"Police arrested Sens. {_and_so_on(count, '{name}')}.",
    "people with ages": lambda count: f"Police arrested {_and_so_on(count, '{name}, {number}')}.",
    "places within places": lambda count: "Shells hit Lima" + ", near Paris" * count + ".",
}


@pytest.mark.parametrize("crafted", ONE_SENTENCE.values(), ids=ONE_SENTENCE)
def test_twice_as_long_a_sentence_asks_for_twice_the_work(
    parser: Parser, crafted: Callable[[int], str]
) -> None:
    def length(count: int) -> int:
        with parser.parse(crafted(count)) as article:
            return sum(len(paragraph.doc) for paragraph in article.paragraphs)

    count = LONGEST_SENTENCE // 2 * 10 // (length(20) - length(10)) * 9 // 10
    calls(parser, crafted(3))  # what is looked up once is loaded
    once, twice = calls(parser, crafted(count)), calls(parser, crafted(2 * count))
    assert twice / once < 2.2, (count, once, twice)  # up to 3 where each verb looks at the whole sentence


def test_a_sentence_that_never_ends_is_read_in_pieces_and_flagged(parser: Parser) -> None:
    text = "Police arrested " + _and_so_on(200, "{name} and {name}s") + ". Rebels killed 14 people in Lima."
    with parser.parse(text) as article:
        found = read_opened(English(parser), article)
        longest = max(len(words) for p in article.paragraphs for words in p.doc.sents)
    assert longest <= LONGEST_SENTENCE
    assert flags_words(found.flags) == ["too long a sentence read in pieces, in 1 paragraphs"]
    assert all(p.text == text[p.start : p.start + len(p.text)] for p in article.paragraphs)
    assert len(found.actors) > 200, "names of all pieces are found"
    assert [q.value for q in found.quantities if q.role == "killed"] == [14]


def test_phrases_within_phrases_end_no_finder(parser: Parser) -> None:
    with parser.parse("Police shot the head " + "of the office " * 600 + ".") as article:
        assert not read_opened(English(parser), article).failed


def test_a_sentence_of_a_long_list_is_read_whole(parser: Parser) -> None:
    text = "Police arrested " + ", ".join(f"{_name(n)}, {n + 18}, of Lima" for n in range(30)) + "."
    with parser.parse(text) as article:
        assert len(article.paragraphs) == 1
        assert read_opened(English(parser), article).flags == ()


def test_blanks_between_two_places_cost_their_number(parser: Parser) -> None:
    def written(count: int) -> str:
        return f"Shells hit Paris{' ' * count}Lyon." * 4

    once, twice = (min(seconds(parser, written(count)) for _ in range(3)) for count in (900, 1_800))
    assert twice < 0.1 or twice / once < 3.5, (once, twice)


def test_a_finder_that_takes_too_long_costs_its_own_findings_and_is_flagged(parser: Parser) -> None:
    text = "\n".join(f"Police killed {number} people in Paris on Monday." for number in range(2, 9))
    with parser.parse(text) as article:
        whole = read_opened(English(parser), article)
        looks = iter(range(10_000))

        def clock() -> float:
            return float(next(looks))

        pace = Pace(clock, limit=9)
        paced = replace(article, paragraphs=Paced.of(article.paragraphs, pace), pace=pace)
        hurried = read_opened(English(parser), paced)
    assert flags_words(whole.flags) == []
    assert "finder failed: events (OvertimeError)" in flags_words(hurried.flags)
    assert hurried.events == ()
    assert hurried.times == whole.times


def test_each_finder_has_its_own_time() -> None:
    moments = iter([0.0, 1.0, 9.0, 10.0, 11.0])
    pace = Pace(lambda: next(moments), limit=5)
    assert list(pace.each("a")) == ["a"]  # nobody is watched yet
    pace.begin()
    watched: Iterator[str] = pace.each("ab")
    assert next(watched) == "a"
    with pytest.raises(OvertimeError, match="more than 5 seconds"):
        next(watched)
    pace.end()
    pace.begin()
    assert list(pace.each("c")) == ["c"]
