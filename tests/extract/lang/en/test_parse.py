"""The English parse: the way of a phrase to its verb, and mended verbs. Texts are invented."""

from __future__ import annotations

import pytest

from watchfloor.extract import Extractor
from watchfloor.extract.lang.en.attachment import route_of
from watchfloor.extract.lang.en.words import clause_words, past_forms


@pytest.mark.parametrize(
    ("text", "word", "verb", "relation", "nouns"),
    [
        ("Police arrested two men in Valparaíso.", "Valparaíso", "arrested", "in", []),
        ("Soldiers fired near the gates of Tarvel.", "Tarvel", "fired", "of", ["gates"]),
        ("The ministry condemned the arrest on Monday.", "Monday", "condemned", "on", []),
        ("Dockers struck Tuesday.", "Tuesday", "struck", "", []),
    ],
)
def test_the_way_of_a_time_or_place_to_its_verb(
    text: str, word: str, verb: str, relation: str, *, nouns: list[str], extractor: Extractor
) -> None:
    with extractor.parser.parse(text) as article:
        found = next(token for token in article.paragraphs[0].doc if token.text == word)
        route = route_of(found)
        assert (route.verb.text, route.relation) == (verb, relation)
        assert [noun.text for noun in route.nouns] == nouns


def test_a_verb_that_the_parser_hung_before_a_name_gets_its_subject_back(extractor: Extractor) -> None:
    with extractor.parser.parse("A court jailed reporter Ana Brel on Monday.") as article:
        verb = next(token for token in article.paragraphs[0].doc if token.text == "jailed")
        assert verb.pos_ == "VERB"
        assert [child.text for child in verb.children if child.dep_ == "nsubj"] == ["court"]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("In 1994 soldiers killed 30 villagers near Tumaco.", "soldiers"),
        ("In 2003 rebels abducted five nuns near Gao.", "rebels"),
        ("Since 2019 gunmen have killed 30 villagers.", "gunmen"),
        ("He said that in 2011 rebels shot students.", "rebels"),
        ("In 1998 floods killed 50 people.", "floods"),
        ("In 2000 cases doctors found nothing.", "doctors"),
    ],
)
def test_a_year_before_a_subject_does_not_count_it(text: str, subject: str, extractor: Extractor) -> None:
    with extractor.parser.parse(text) as article:
        doc = article.paragraphs[0].doc
        found = next(token for token in doc if token.text == subject)
        assert found.dep_ == "nsubj"
        assert [child.text for child in found.children if child.dep_ == "nummod"] == []


def test_the_tables_of_clause_words_are_lower_case_and_not_empty() -> None:
    lists = clause_words()
    assert {"speech", "topics", "places", "undated"} <= set(lists)
    assert all(words and all(word == word.lower() for word in words) for words in lists.values())
    assert all(form != lemma for form, lemma in past_forms().items())


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Kenya blames Uganda; Uganda blames Kenya.", "conj"),
        ("The mayor blames the police; the police blame the mayor.", "conj"),
        ("The bridge broke, the mayor said.", "ccomp"),
    ],
)
def test_clauses_that_a_semicolon_parts_stand_by_themselves(
    text: str, relation: str, extractor: Extractor
) -> None:
    with extractor.parser.parse(text) as article:
        first = next(token for token in article.paragraphs[0].doc if token.pos_ == "VERB")
        assert first.dep_ == relation


def test_both_sides_of_a_semicolon_accuse(extractor: Extractor) -> None:
    found = extractor.read("Kenya blames Uganda; Uganda blames Kenya.")
    names = {actor.id: actor.name for actor in found.actors}
    sides = [(names[it.source[0]], names[it.target[0]]) for it in found.events]
    assert sides == [("Kenya", "Uganda"), ("Uganda", "Kenya")]
