"""Signatures: the same one by one and many at once, and what is read off a text without a parse."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings, strategies

from watchfloor.merge.fingerprint import LONGEST, fingerprint, fingerprints, title_of, words_of
from watchfloor.model import Rendition, RenditionId, TextId
from watchfloor.words import LONGEST_TEXT, hash_words, tokens


def rendition(text: str, title: str | None = None) -> Rendition:
    return Rendition(id=RenditionId("r"), text_id=TextId("t"), text=text, paragraphs=(), title=title)


def words(kept: bytes) -> list[int]:
    return [int(word) for word in np.frombuffer(kept, dtype="<u4")]


TEXT = strategies.text("aB9é.,'- \n\u0e01", max_size=60)


@settings(max_examples=100)
@given(strategies.lists(strategies.tuples(TEXT, TEXT), max_size=5))
def test_many_at_once_are_signed_as_one_by_one(pairs: list[tuple[str, str]]) -> None:
    renditions = [rendition(text, title) for text, title in pairs]
    assert list(fingerprints(renditions)) == [fingerprint(one) for one in renditions]


def test_long_texts_are_signed_beside_short_ones() -> None:
    renditions = [
        rendition("one two three"),
        rendition("word " * LONGEST_TEXT, "A title"),
        rendition("body", "title " * LONGEST_TEXT),
        rendition("four five"),
    ]
    signatures = list(fingerprints(renditions))
    assert signatures == [fingerprint(one) for one in renditions]
    assert len(words_of(signatures[1])) == LONGEST
    assert words_of(signatures[3]).tolist() == hash_words(["four", "five"]).tolist()


def test_title_and_words_are_kept_apart() -> None:
    signature = fingerprint(rendition("The port of Arven closed.", "Arven shuts its port"))
    assert title_of(signature).tolist() == hash_words(tokens("Arven shuts its port")).tolist()
    assert words_of(signature).tolist() == hash_words(tokens("The port of Arven closed.")).tolist()


def test_names_count_once_each_and_numbers_once() -> None:
    text = "Then Mara Voss, Voss and Mara Voss saw 12 men, 12 boats and 30 cars."
    signature = fingerprint(rendition(text))
    assert words(signature.name_words) == hash_words(["Mara", "Voss", "Voss"]).tolist()
    assert words(signature.number_words) == hash_words(["912", "930"]).tolist()


def test_what_is_never_written_small_is_proper() -> None:
    signature = fingerprint(rendition("Port workers of Arven met. The port is shut.", "ARVEN PORT SHUT"))
    arven, port = hash_words(["arven", "port"]).tolist()
    assert arven in words(signature.proper)
    assert port not in words(signature.proper)
