"""Places that a town's own forces tell: events without a place of their own."""

from __future__ import annotations

import pytest

from watchfloor.extract.article import Context
from watchfloor.extract.extractor import Extractor


def _places(extractor: Extractor, text: str) -> list[tuple[str, str | None]]:
    found = extractor.read(text, context=Context(published="2026-05-24"))
    names = [found.places[event.place].name if event.place is not None else None for event in found.events]
    return list(zip([event.type.value for event in found.events], names, strict=True))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A boy was killed in a drive-by shooting Monday night, Tacoma police said.", "Tacoma"),
        ("A man was killed on Friday, according to the Dayton Police Department.", "Dayton"),
        ("Police in Tucson shot and wounded a man on Friday.", "Tucson"),
        ("A bus crash killed four people, police in Dayton said.", "Dayton"),
        ("Two people were shot in Cork, Dublin police said.", "Cork"),
        ("Two people were shot on Friday, the mayor of Dayton said.", None),
        ("Two people were shot on Friday. Nobody saw it, Dayton police said.", "Dayton"),
        ("Two people were shot on Friday. Dayton police and Tacoma police are puzzled.", None),
    ],
)
def test_a_deed_without_a_place_is_where_the_forces_that_tell_of_it_are(
    extractor: Extractor, text: str, place: str | None
) -> None:
    (_, found), *_ = _places(extractor, text)
    assert found == place


def test_words_of_forces_place_no_talks(extractor: Extractor) -> None:
    text = "The minister praised the police in Dayton on Friday."
    assert [place for kind, place in _places(extractor, text) if kind == "SUPPORT"] in ([None], [])
