from __future__ import annotations

import json
from pathlib import Path

import pytest

from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.streams import rendition_of
from watchfloor.merge import fingerprint
from watchfloor.track.stories import languages
from watchfloor.track.stories.languages import LanguageWindow, language_of, opening_of
from watchfloor.vectors import vector
from watchfloor.words import hash_words, tokens

OWN = Path(__file__).parents[3] / "evals" / "own" / "languages.jsonl"
MEANINGS = {"quake": (1.0, 0.0), "tremor": (0.9, 0.436), "concert": (0.0, 1.0)}


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let an opening be one word with a known meaning; return what was computed."""
    asked: list[str] = []

    def meaning(opening: str) -> tuple[float, ...]:
        asked.append(opening)
        return MEANINGS[opening]

    monkeypatch.setattr(languages, "vector", meaning)
    return asked


def window(*texts: tuple[str, str, str | None]) -> LanguageWindow:
    """Return a window of texts: language, opening and day of each."""
    made = LanguageWindow(lambda number: texts[number][1])
    for number, (language, _, day) in enumerate(texts):
        made.add(number, language, day)
    return made


def test_texts_of_one_language_compute_no_vectors(computed: list[str]) -> None:
    known = window(("en", "quake", "2026-03-02"), ("en", "tremor", "2026-03-02"))
    assert known.alone("en")
    assert known.same("en", "quake", "2026-03-02", [0, 1]) is None
    assert not known.doubtful("en", [0, 1])
    assert computed == []


def test_the_nearest_in_meaning_of_those_that_share_names_is_the_same(computed: list[str]) -> None:
    known = window(
        ("es", "concert", "2026-03-02"), ("es", "tremor", "2026-03-02"), ("fr", "quake", "2026-03-30")
    )
    assert known.same("en", "quake", "2026-03-03", [0, 1, 2]) == (1, 0.9)
    assert known.same("en", "quake", "2026-03-03", [0]) is None
    assert computed.count("quake") == 2, "a vector of the window is computed once, the distant one never"


def test_another_script_needs_no_shared_names_on_the_same_day(computed: list[str]) -> None:
    known = window(("ja", "quake", "2026-03-02"), ("es", "quake", "2026-03-02"))
    assert known.same("en", "quake", "2026-03-02", []) == (0, 1.0)
    assert known.same("en", "quake", "2026-03-09", []) is None
    assert known.same("en", "quake", None, []) is None


def test_words_are_doubted_where_the_story_is_of_other_languages(computed: list[str]) -> None:
    known = window(("en", "quake", None), ("en", "tremor", None))
    assert known.doubtful("es", [0, 1])
    assert known.confirmed("quake", [1])
    assert not known.confirmed("concert", [0])
    assert not known.doubtful("und", [0, 1]), "what the vectors do not know they cannot judge"


def test_what_left_the_window_is_no_candidate(computed: list[str]) -> None:
    known = window(("ja", "quake", "2026-03-02"), ("en", "concert", "2026-03-02"))
    known.forget(1)
    assert known.language(0) == "und"
    assert known.same("en", "quake", "2026-03-02", [0]) is None


@pytest.mark.parametrize(
    ("given", "text", "expected"),
    [
        ("pt-BR", "", "pt"),
        (None, "The mill of the town burned on the night of the fair, and the mayor wept.", "en"),
        (None, "Die alte Mühle der Stadt ist in der Nacht zum Dienstag vollständig abgebrannt.", "de"),
        (None, "Shr 12 cts vs 9, net 3.1 vs 2.2, revs 40.5 vs 38.1, avg shrs 4.4", "und"),
        (None, "", "und"),
    ],
)
def test_languages_are_given_or_read(given: str | None, text: str, expected: str) -> None:
    assert language_of(given, hash_words(tokens(text)), opening_of(None, text)) == expected


def test_restarts_change_nothing_over_languages() -> None:
    records = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()][:12]
    undisturbed, stopped = Grouping(size=4, slices=2), Grouping(size=4, slices=2)
    stories: dict[str, set[str]] = {}
    for record in records:
        rendition = rendition_of(record)
        signature = fingerprint(rendition)
        placement = undisturbed.admit(rendition, signature)
        stopped = Grouping.from_bytes(stopped.to_bytes())
        assert stopped.admit(rendition, signature) == placement
        stories.setdefault(placement.story, set()).add(record["language"])
    assert max(map(len, stories.values())) >= 3


def test_a_vector_does_not_change_the_one_beside_it() -> None:
    """One text a call: what an opening means does not depend on what was asked before."""
    first = vector("The mill burned down.")
    vector("La mairie brûle.")
    assert vector("The mill burned down.") == first
