"""Lemmas of verbs that end in "-e" and lose it."""

from __future__ import annotations

import pytest

from watchfloor.extract.article import Parser

PARSER = Parser()


@pytest.mark.parametrize(
    ("text", "lemma"),
    [
        ("The minister hoped to meet the rebels.", "hope"),
        ("The minister hopes to meet the rebels.", "hope"),
        ("The teachers staged a protest.", "stage"),
        ("The army is waging a war.", "wage"),
        ("The rabbit hopped to the gate.", "hop"),
        ("The wound scarred his face.", "scar"),
        ("The bishop barred the door.", "bar"),
        ("Police offered a reward.", "offer"),
    ],
)
def test_a_verb_keeps_its_last_letter(text: str, lemma: str) -> None:
    with PARSER.parse(text) as article:
        assert lemma in {token.lemma_ for token in article.paragraphs[0].doc if token.pos_ == "VERB"}
