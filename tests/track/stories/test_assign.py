from __future__ import annotations

from watchfloor.merge.fingerprint import fingerprint, title_of, words_of
from watchfloor.model import Rendition, RenditionId, StoryId, TextId, digest
from watchfloor.track.stories.assign import StoryWindow


def put(window: StoryWindow, number: int, title: str, text: str, published: str | None = None) -> str:
    rendition = Rendition(
        id=RenditionId(str(number)), text_id=TextId(digest(text)), text=text, paragraphs=(), title=title
    )
    signature = fingerprint(rendition)
    choice = window.choose(number, words_of(signature), title_of(signature), signature, published)
    return window.add(number, choice, published, StoryId(choice.story or f"s{number}"))


FIRE = "A fire in the silk mill of Orvanna killed three weavers on Tuesday, said the fire chief Milo Serrat."
AGAIN = "Three weavers died when the silk mill of Orvanna burned. Fire chief Milo Serrat blamed a stove."
ELSEWHERE = (
    "A fire in the paper mill of Lastonbury killed two clerks on Tuesday, said the fire chief Jane Okoro."
)


def window() -> StoryWindow:
    return StoryWindow(10, 2, lambda number: StoryId(f"split{number}"))


def test_one_happening_is_one_story_and_a_similar_one_another() -> None:
    stories = window()
    assert put(stories, 0, "Mill fire kills three", FIRE) == "s0"
    assert put(stories, 1, "Silk mill burned", AGAIN) == "s0"
    assert put(stories, 2, "Town hall burns", ELSEWHERE) == "s2"


RAID = (
    "Gunmen killed 8 villagers near Orvanna before dawn. The attackers set houses on fire. "
    "Survivors walked to Velmar."
)
OTHER_RAID = (
    "Gunmen killed six farmers near Lastonbury. The attackers fled to Tarvel, and survivors spoke "
    "of burning houses."
)


def test_the_same_words_with_no_name_in_common_are_another_story() -> None:
    stories = window()
    put(stories, 0, "Gunmen kill 8 near Orvanna", RAID, "2026-03-01")
    assert put(stories, 1, "Raid near Lastonbury", OTHER_RAID, "2026-03-12") == "s1"


def test_years_between_part_two_reports() -> None:
    stories = window()
    put(stories, 0, "Mill fire kills three", FIRE, "2021-02-02")
    assert put(stories, 1, "Silk mill burned", AGAIN, "2026-02-02") == "s1"


def test_what_leaves_the_window_is_forgotten() -> None:
    stories = window()
    put(stories, 0, "Mill fire kills three", FIRE)
    for number in range(1, 21):
        put(stories, number, f"Word {number}", f"alpha{number} beta{number} gamma{number} delta{number}")
    assert put(stories, 21, "Silk mill burned", AGAIN) == "s21"
    assert stories.story_of(0) is None
