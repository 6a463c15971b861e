"""Search finds what was meant, marks the words in the stored text, and never fails on what is typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.store.floor import clock, rendition
from watchfloor.model import Rendition, RenditionId, Scope, Span, Text
from watchfloor.store import Store
from watchfloor.store.search import Query, Term, parsed, snippet

pytestmark = pytest.mark.usefixtures("each_backend")

ARTICLES = {
    "ferry": ("Ferry talks resume", "Mediators met in Arvenport. The ferry crews' union signed nothing."),
    "strike": (
        "Strike goes on",
        "The union said the harbour strike would go on. Café owners shut their doors.",
    ),
    "wages": ("Wages", "A union of clerks asked for higher wages; no strike was called."),
    "odd": ("", "Marks \ue000like these\ue001 and a NUL\0 stand in the way of the harbour."),
}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.memory(clock=clock) as made:
        for number, (name, (title, body)) in enumerate(ARTICLES.items(), 1):
            with made.admission(arrived=f"2026-02-0{number}", kind="rendition", what=name) as admission:
                admission.save_rendition(article(name, title, body))
        yield made


def article(name: str, title: str, body: str) -> Rendition:
    return Rendition(
        id=RenditionId(name), text_id=Text.of(body).id, text=body, title=title or None, paragraphs=()
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("union", {"ferry", "strike", "wages"}),
        ("union strike", {"strike", "wages"}),
        ('"harbour strike"', {"strike"}),
        ("harb*", {"strike", "odd"}),
        ("UNION -strike", {"ferry"}),
        ('union -"harbour strike"', {"ferry", "wages"}),
        ("ferry OR wages", {"ferry", "wages"}),
        ("cafe", {"strike"}),
        ("talks", {"ferry"}),
        ("harbour way", {"odd"}),
        ("title: talks", set()),
        ("nothing-like-it", set()),
        ("crews'", {"ferry"}),
        ("", set()),
        ("-union", set()),
        ("OR", set()),
        ('"', set()),
        ('"harbour', {"strike", "odd"}),
        ("* ^ ( NEAR AND", set()),
        ("union*)", {"ferry", "strike", "wages"}),
    ],
)
def test_what_is_typed_finds_what_was_meant(store: Store, typed: str, found: set[str]) -> None:
    assert {hit.rendition for hit in store.search(typed)} == found


def test_marks_are_spans_of_the_stored_text(store: Store) -> None:
    for typed in ("union", "strike", "harbour", "way"):
        for hit in store.search(typed):
            text = store.text(hit.text_id)
            assert text is not None
            assert {mark.of(text.text).lower() for mark in hit.marks} <= {typed}
            assert {mark.of(hit.title).lower() for mark in hit.title_marks} <= {typed}
            assert hit.marks or hit.title_marks
            assert all(hit.snippet.contains(mark) for mark in hit.marks[:1])


def test_a_title_counts_more_than_a_body(store: Store) -> None:
    assert store.search("wages")[0].rendition == "wages"
    assert store.search("strike")[0].rendition == "strike"


def test_each_text_is_found_once_and_as_it_was_headed(store: Store) -> None:
    with Store.memory(clock=clock) as own:
        body = ARTICLES["ferry"][1]
        for number, title in enumerate(("Talks", "Talks", "Crews wait"), 1):
            with own.admission(arrived=f"2026-02-0{number}", kind="rendition", what=title) as admission:
                admission.save_rendition(article(f"r{number}", title, body))
        assert [hit.rendition for hit in own.search("talks mediators")] == ["r1"]
        assert [hit.rendition for hit in own.search("wait mediators")] == ["r3"]
        assert len(own.search("mediators")) == 1
        assert own.search("wait", as_of="2026-02-02") == []


def test_the_limit_holds(store: Store) -> None:
    assert len(store.search("union", limit=2)) == 2
    assert len(store.search("union", limit=0)) == 0
    assert len(store.search("union", limit=10**12)) == 3


def test_the_index_can_be_made_again() -> None:
    with Store.memory(clock=clock) as own:
        with own.admission(arrived="2026-02-01", kind="rendition", what="") as admission:
            admission.save_rendition(rendition(0))
        before = own.search("harbour")
        own.rebuild_search()
        assert own.search("harbour") == before != []


def test_a_query_is_cut_and_its_syntax_is_plain() -> None:
    assert parsed('ministers "in the harbour" OR dock* -Tuesday') == Query(
        ((Term("ministers"),), (Term("in the harbour"), Term("dock", prefix=True))), (Term("Tuesday"),)
    )
    assert len(parsed("word " * 10_000).groups) == 32


def test_snippets_hold_the_densest_words_and_end_between_words() -> None:
    words = "one " * 100 + "harbour " + "two " * 100 + "harbour strike harbour " + "three " * 100
    marks = tuple(Span(at, at + 7) for at in range(len(words)) if words.startswith("harbour", at))
    span = snippet(words, marks)
    assert len(span.of(words)) <= 240
    assert span.of(words).count("harbour") == 2
    assert words[span.start - 1] == " "
    assert words[span.end] == " "
    assert snippet("", ()) == Span(0, 0)
    assert len(snippet("x" * 9000, (Span(4000, 4010),)).of("x" * 9000)) >= 10


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(), max_size=60) | st.text('"*-()^:{}+ ORANDNEAR\\\0\ud800', max_size=40))
def test_nothing_typed_is_an_error(store: Store, typed: str) -> None:
    for hit in store.search(typed):
        assert hit.text_id


def test_of_what_very_many_texts_hold_the_newest_are_weighed_first(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    union = Scope(words="union")
    assert {hit.rendition for hit in store.answers.hits(union, limit=3, order="best")} == {
        "ferry", "strike", "wages"
    }  # fmt: skip
    monkeypatch.setattr("watchfloor.store.queries._MOST_WEIGHED", 2)
    assert [hit.rendition for hit in store.answers.hits(union, limit=1, order="best")] == ["wages"]
    found = [hit.rendition for hit in store.answers.hits(union, limit=3, order="best")]
    assert set(found[:2]) == {"strike", "wages"}
    assert found[2:] == ["ferry"]
    older = Scope(words="union", as_of=1)
    assert [hit.rendition for hit in store.answers.hits(older, limit=1, order="best")] == ["ferry"]
