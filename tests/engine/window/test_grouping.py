from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.moves import StoryMove
from watchfloor.engine.window.streams import group_lines, group_stream, rendition_of
from watchfloor.errors import UsageError
from watchfloor.exchange.wording import reason_words
from watchfloor.merge import fingerprint
from watchfloor.model import MACHINE, Judgement, Placement, Reason, RenditionId, StoryId, Subject

OWN = Path(__file__).parents[3] / "evals" / "own"
Record = dict[str, Any]


def own(name: str) -> list[Record]:
    return [json.loads(line) for line in (OWN / name).read_text(encoding="utf-8").splitlines()]


COPIES, STORIES = own("renditions.jsonl"), own("stories.jsonl")


def test_reading_ahead_changes_nothing_but_the_cost() -> None:
    renditions = [rendition_of(record) for record in (*COPIES, *STORIES)]
    assert list(group_stream(renditions, ahead=7)) == list(group_stream(renditions))


def test_a_line_comes_out_before_the_next_goes_in() -> None:
    read: list[str] = []

    def lines() -> Any:
        for record in COPIES:
            read.append(record["id"])
            yield record

    for number, line in enumerate(group_lines(lines()), start=1):
        assert line["id"] == read[-1]
        assert len(read) == number


def test_a_second_run_gives_the_same_ids() -> None:
    assert list(group_lines(COPIES)) == list(group_lines(COPIES))


@pytest.mark.parametrize("cut", [1, 7, 15, 21])
@pytest.mark.parametrize("records", [COPIES, STORIES])
def test_a_stop_and_restart_at_any_point_gives_the_same_ids(
    records: list[Record], cut: int, tmp_path: Path
) -> None:
    state = tmp_path / "state"
    parts = [*group_lines(records[:cut], state=state), *group_lines(records[cut:], state=state)]
    assert parts == list(group_lines(records))


def small(records: list[Record], stops: set[int]) -> tuple[list[Placement], Grouping]:
    """Return the placements in a window of three small slices that is stopped before some records."""
    grouping, placements = Grouping(size=6, slices=3), []
    for number, record in enumerate(records):
        if number in stops:
            grouping = Grouping.from_bytes(grouping.to_bytes())
        rendition = rendition_of(record)
        placements.append(grouping.admit(rendition, fingerprint(rendition)))
    return placements, grouping


def test_restarts_at_any_point_change_nothing_where_slices_left_the_window() -> None:
    records = [record for pair in zip(COPIES, STORIES, strict=False) for record in pair]
    undisturbed, kept = small(records, set())
    assert kept.first_number > 0
    for every in (1, 5, 7):
        placements, grouping = small(records, set(range(0, len(records), every)))
        assert placements == undisturbed, "reasons and scores are the same too"
        assert grouping.to_bytes() == kept.to_bytes()


def test_a_state_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = tmp_path / "state"
    list(group_lines(COPIES[:5], state=state))
    before = state.read_bytes()

    def fails(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("watchfloor.engine.window.streams.os.fsync", fails)
    with pytest.raises(OSError, match="no space left"):
        list(group_lines(COPIES[5:], state=state))
    assert state.read_bytes() == before


def told(number: int, move: StoryMove, *, by: str = MACHINE, undoes: str | None = None) -> Judgement:
    """Return the act that the floor makes of a move."""
    assert move.kind in ("merge", "split")
    return Judgement(
        id=f"act {number}",
        kind="merge" if move.kind == "merge" else "split",
        about=Subject("story", move.story),
        value=move.into,
        by=by,
        at="2026-05-01",
        reason=reason_words(move.reason),
        members=move.reports,
        undoes=undoes,
    )


@pytest.mark.parametrize("records", [COPIES, STORIES])
def test_what_the_store_kept_rebuilds_the_window(records: list[Record]) -> None:
    first, second = Grouping(), Grouping()
    for number, record in enumerate(records):
        rendition = rendition_of(record)
        signature = fingerprint(rendition)
        placement = first.admit(rendition, signature)
        second.recall(rendition, signature, placement)
        for move in first.moves():
            second.apply_move(told(number, move))
    assert second.to_bytes() == first.to_bytes()
    assert [second.story_of(rendition_of(r).id) for r in records] == [
        first.story_of(rendition_of(r).id) for r in records
    ]


def test_the_same_rendition_again_is_one_rendition() -> None:
    lines = list(group_lines([COPIES[0], COPIES[0] | {"id": "again"}]))
    assert {line["report"] for line in lines} == {lines[0]["report"]}
    assert lines[1]["relation"] == "rendition"


def test_two_copies_make_one_report_in_either_order() -> None:
    body = "\n".join(
        f"Paragraph {n} of the long report on the harbour tells of crane number {n}." for n in range(9)
    )
    dated = {"id": "dated", "text": f"date 2026-05-04\n{body}"}
    headed = {"id": "headed", "text": f"Harbour stands still\nCranes wait for parts.\n{body}"}
    for pair in ([dated, headed], [headed, dated]):
        one, other = group_lines(pair)
        assert one["report"] == other["report"]
        assert (one["relation"], other["relation"]) == ("original", "rendition")


EDITED = (
    "The council of Rinmouth will close the old bridge for a year from May, the mayor said on Monday.\n"
    "Buses are to cross by the harbour road, and the ferry is to run until midnight. Traders have asked for "
    "a lower rent while the works last; the council has not decided on that."
)


def edits(*texts: tuple[str, str | None, str]) -> list[str]:
    """Return the relations of `texts` at one address, each with the moments of its change and arrival."""
    grouping = Grouping()
    relations: list[str] = []
    for text, modified, arrived in texts:
        line = {"text": text, "outlet": "Rinmouth Post", "published": "2026-04-06", "modified": modified,
                "url": "https://rinmouth.example.org/bridge"}  # fmt: skip
        rendition = replace(rendition_of(line), arrived=arrived)
        relations.append(grouping.admit(rendition, fingerprint(rendition)).relation)
        grouping = Grouping.from_bytes(grouping.to_bytes())
    return relations


@pytest.mark.parametrize(
    "other",
    [
        EDITED.replace("will close", "may close"),
        EDITED.replace("will close", "will not close"),
        EDITED.replace(" Traders have asked for a lower rent while the works last;", " So far,"),
        EDITED.replace(
            "Buses are to cross by the harbour road, and the ferry is to run until midnight. ", ""
        ),
    ],
)
def test_a_word_edited_at_its_address_is_a_version_where_the_outlet_dates_the_change(other: str) -> None:
    early, late = "2026-04-06T08:00:00Z", "2026-04-06T09:30:00Z"
    assert edits((EDITED, early, late), (other, late, late)) == ["original", "revision"]
    assert edits((EDITED, early, late), (other, early, late)) == ["original", "rendition"]


LEAD, BUSES = EDITED.split("\n", maxsplit=1)[0], EDITED.split("\n")[1]
NEW_LEAD = "Nobody in Rinmouth knows yet how to cross the river from May on, when its bridge is to be shut."


@pytest.mark.parametrize(
    "other",
    [
        EDITED.replace("will close", "may close"),
        EDITED.replace("old bridge", "bridge"),
        f"{NEW_LEAD}\n{BUSES}",
        BUSES,
        EDITED[: EDITED.index(" Traders")],
        f"{NEW_LEAD}\n{BUSES[: BUSES.index(' Traders')]}",
        EDITED.replace(
            "Buses are to cross by the harbour road, and the ferry is to run until midnight. ", ""
        ),
        f"{EDITED}\nThe ferry will be free.",
    ],
)
def test_what_stands_otherwise_is_a_version_where_it_was_seen_later_at_the_same_address(other: str) -> None:
    early, soon, late = "2026-04-06T08:00:00Z", "2026-04-06T08:20:00Z", "2026-04-06T09:30:00Z"
    for stated in (None, early):
        for one, two in ((EDITED, other), (other, EDITED)):
            for seen in (soon, late):
                assert edits((one, stated, early), (two, stated, seen)) == ["original", "revision"]


def test_furniture_and_the_first_lines_alone_are_no_version_whenever_they_are_seen() -> None:
    early, late = "2026-04-06T08:00:00Z", "2026-04-06T09:30:00Z"
    for other in (f"{EDITED}\nRead more about bridges", f"{EDITED}\nUpdated 5 minutes ago", LEAD):
        assert edits((EDITED, None, early), (other, None, late)) == ["original", "rendition"]


def test_every_placement_has_reasons() -> None:
    grouping = Grouping()
    for record in COPIES:
        rendition = rendition_of(record)
        placement = grouping.admit(rendition, fingerprint(rendition))
        assert placement.reasons, record["id"]


def test_an_analysts_merge_and_split_are_kept() -> None:
    grouping = Grouping()
    renditions = [rendition_of(record) for record in STORIES[:5]]
    placed = [grouping.admit(rendition, fingerprint(rendition)) for rendition in renditions]
    north, south = placed[0].story, placed[1].story
    assert north != south
    merge = StoryMove(
        kind="merge",
        story=south,
        into=north,
        reports=(placed[1].report,),
        reason=Reason.said("one series of shocks"),
    )
    grouping.apply_move(told(1, merge, by="Ana"))
    assert grouping.story_of(renditions[1].id) == north
    split = StoryMove(
        kind="split",
        story=north,
        into=StoryId("apart"),
        reports=(placed[1].report,),
        reason=Reason.said("two after all"),
    )
    grouping.apply_move(told(2, split, by="Ana", undoes="act 1"))
    assert grouping.story_of(renditions[1].id) == "apart"
    assert grouping.moves() == ()
    again = Grouping.from_bytes(grouping.to_bytes())
    assert again.to_bytes() == grouping.to_bytes()
    assert [again.story_of(renditions[n].id) for n in (0, 1)] == [north, "apart"]


def test_what_was_parted_long_ago_leaves_the_window_and_comes_back_with_its_story() -> None:
    def admit(grouping: Grouping, place: str) -> StoryId:
        words = (f"{place}{ending}" for ending in ("", "tal", "burg", "ish", "ow", "ent", "ars", "ilk"))
        rendition = rendition_of({"text": " ".join(words)})
        placement = grouping.admit(rendition, fingerprint(rendition))
        placed[placement.story] = rendition.id
        return placement.story

    placed: dict[StoryId, RenditionId] = {}
    acts: list[Judgement] = []
    grouping = Grouping(size=2, slices=2)
    grouping.remember_acts(lambda: iter(acts))
    first, second = admit(grouping, "rin"), admit(grouping, "obar")
    gone, away = StoryId("gone"), StoryId("away")
    for number, (story, into) in enumerate([(first, second), (first, gone), (gone, away)]):
        acts.append(
            told(
                number,
                StoryMove(kind="split", story=story, into=into, reports=(), reason=Reason.said("told so")),
            )
        )
        grouping.apply_move(acts[-1])
    bonds = grouping._stories.bonds
    assert bonds.parted(first, second)
    assert bonds.parted(first, away)
    for place in ("vesk", "tolm", "undra", "kosel"):
        last = admit(grouping, place)
    assert grouping._stories.bonds.rows() == []
    grouping.correct_stories([(placed[last], first)])
    again = grouping._stories.bonds
    assert again.parted(first, second)
    assert again.parted(first, away)
    assert not again.parted(gone, away), "the window holds neither"
    assert Grouping.from_bytes(grouping.to_bytes()).to_bytes() == grouping.to_bytes()


def test_final_waits_for_the_end() -> None:
    lines = list(group_stream((rendition_of(record) for record in STORIES), final=True))
    assert [line["id"] for line in lines] == [
        rendition_of(record).given_id or rendition_of(record).id for record in STORIES
    ]


def test_a_state_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError, match="begin a new one"):
        Grouping.from_bytes(b"\x00nothing")


@pytest.mark.parametrize(
    "text", ["x", "!!! ???", "\0\0", "word " * 20_000, "ни слова по-английски", "\u200b\ufeff."]
)
def test_hostile_texts_are_placed(text: str) -> None:
    lines = list(
        group_lines([{"id": "1", "text": text}, {"id": "2", "text": text, "published": "9999-99-99"}])
    )
    assert lines[0]["report"] == lines[1]["report"]


def test_without_stories_the_reports_and_origins_are_the_same() -> None:
    whole, bare = Grouping(), Grouping(stories=False)
    for record in COPIES:
        rendition = rendition_of(record)
        signature = fingerprint(rendition)
        one, other = whole.admit(rendition, signature), bare.admit(rendition, signature)
        assert (one.report, one.origin, one.relation) == (other.report, other.origin, other.relation)
        assert other.story
