"""What our own people told, as renditions: when and where above the words, who beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from watchfloor.errors import InputError
from watchfloor.ingest.notes import OwnNote, own_rendition
from watchfloor.model import OWN_STAFF, Moment, Place

AT = "2026-11-24T14:00:00Z"
NOTE = OwnNote(
    words="  Bridge closed.\nTwo trucks wait.  ",
    role="our driver",
    seen=Moment("2026-11-24T12:05:00Z"),
    shown="2026-11-24 13:05 CET",
    place=Place(name="Tarvel"),
)


def test_when_and_where_stand_above_the_words_and_who_beside_them() -> None:
    made = own_rendition(NOTE, where="note", arrived=AT)
    assert made.text == ("Own staff, seen 2026-11-24 13:05 CET at Tarvel\n\nBridge closed.\nTwo trucks wait.")
    assert [span.of(made.text) for span in made.paragraphs] == ["Bridge closed.", "Two trucks wait."]
    assert (made.outlet, made.published, made.handling) == (OWN_STAFF, NOTE.seen, "internal")
    assert (made.byline, made.title) == ("our driver", "Bridge closed. Two trucks wait.")
    assert made.seen_at == Place(name="Tarvel")
    assert "driver" not in made.text


def test_the_same_words_of_another_role_minute_or_place_in_a_chat_are_another_rendition() -> None:
    others = (
        replace(NOTE, role="sender 2"),
        replace(NOTE, seen=Moment("2026-11-24T12:06:00Z"), shown="2026-11-24 13:06 CET"),
        replace(NOTE, nth=1),
        replace(NOTE, handling="open"),
    )
    ids = {own_rendition(it, where="note", arrived=AT).id for it in (NOTE, NOTE, *others)}
    assert len(ids) == 1 + len(others)


def test_a_long_note_is_called_by_its_beginning() -> None:
    title = own_rendition(replace(NOTE, words="bridge " * 40), where="note", arrived=AT).title
    assert title is not None
    assert title.endswith("bridge …")
    assert len(title) <= 82


def test_a_note_without_words_is_refused() -> None:
    bare = replace(NOTE, words=" … ")
    with pytest.raises(InputError, match="no words"):
        own_rendition(bare, where="note", arrived=AT)
