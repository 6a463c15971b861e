"""What findings cost grows with the length of a text, not with its square."""

from __future__ import annotations

import time

import pytest

from watchfloor.extract.article import Parser
from watchfloor.extract.extractor import find

LINES = (
    "Police killed {} people in Paris on Monday.",
    "The two countries agreed to hold talks about {} boats with Peru and Chile.",
    "“We will attack {} towns,” the rebels said on Friday.",
    "Hundreds marched in Lima. The march drew {} people on Monday.",
)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def seconds(parser: Parser, line: str, count: int) -> float:
    """Return the CPU time that the finders take for `count` sentences, the parse left out."""
    with parser.parse("\n".join(line.format(number + 2) for number in range(count))) as article:
        start = time.process_time()
        find(article)
        return time.process_time() - start


@pytest.mark.parametrize("line", LINES)
def test_four_times_the_sentences_cost_about_four_times_the_time(parser: Parser, line: str) -> None:
    seconds(parser, line, 10)
    ratios = [seconds(parser, line, 800) / seconds(parser, line, 200) for _ in range(2)]
    assert min(ratios) < 8, ratios  # 16 where every pair is looked at
