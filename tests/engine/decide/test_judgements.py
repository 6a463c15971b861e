"""The life of stories: merges, splits and their undoing are kept, respected, and the same after a restart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.decide.verdicts import Judged
from watchfloor.engine.prepare.reading import Prepared, prepare
from watchfloor.errors import UsageError
from watchfloor.exchange.wording import alert_words
from watchfloor.ingest import rendition_of_line
from watchfloor.model import Change, Judgement, StoryId, Subject
from watchfloor.store import Store
from watchfloor.watch import Watch
from watchfloor.watch.rules import FloorNames, parse_watches

DESK = FloorNames(channels=("desk",))

OWN = Path(__file__).parents[3] / "evals" / "own"
AT = "2026-05-12T09:00:00Z"
EVENTFUL = [
    {
        "id": f"e{number}",
        "title": title,
        "text": text,
    }
    for number, (title, text) in enumerate(
        [
            (
                "Police arrest dockers' leader",
                (
                    "Chilean police arrested the dockers' leader Ramiro Ulloa in "
                    "Valparaíso on Wednesday. Thousands of dockers protested outside the port."
                ),
            ),
            (
                "Ulloa held in Valparaíso",
                (
                    "On Wednesday, police in Valparaíso, Chile, arrested Ramiro Ulloa, who "
                    "had led a strike at the docks. Dockers protested outside the port of Valparaíso."
                ),
            ),
            (
                "Editor arrested in Lima",
                (
                    "Peruvian police arrested the editor Carla Mendoza in Lima on Thursday. "
                    "Journalists protested outside the court."
                ),
            ),
            (
                "Mendoza in custody",
                (
                    "Police in Lima, Peru, arrested the editor Carla Mendoza on Thursday. Her "
                    "newspaper said that journalists protested outside the court in Lima."
                ),
            ),
        ]
    )
]


@cache
def stream() -> tuple[Prepared, ...]:
    """Return invented reports of eight happenings, two and two alike, as they arrive; some have a copy."""
    told = (OWN / "stories.jsonl").read_text("utf-8").splitlines()
    lines = [*(json.loads(line) for line in told[:4]), *EVENTFUL, *(json.loads(line) for line in told[4:])]
    lines = [
        {**line, "published": f"2026-05-{1 + number // 3:02}", "outlet": f"Outlet {number % 7}"}
        for number, line in enumerate(lines)
    ]
    copies = [
        {**line, "id": f"{line['id']} copy", "text": f"(Agency) - {line['text']}", "outlet": "Copy Times"}
        for line in lines[::5]
    ]
    return tuple(
        prepare(rendition_of_line(line, arrived=AT), signed=True)
        for line in [*lines[:9], *copies[:2], *lines[9:], *copies[2:]]
    )


@pytest.fixture
def floor() -> Iterator[Floor]:
    with Store.memory(clock=lambda: AT) as store:
        yield Floor(store)


def fill(floor: Floor, count: int) -> list[StoryId]:
    """Admit the first reports; return the ids of their stories at arrival."""
    placed = [floor.admit(prepared, arrived=AT) for prepared in stream()[:count]]
    homes = [floor.store.whole_of("report", admitted.report or "") for admitted in placed]
    return [StoryId(home or "") for home in homes]


def judging(floor: Floor) -> Judging:
    return Judging(floor.store, floor.watches, floor.grouping)


def act(judged: Judged) -> Judgement:
    assert judged.act is not None, judged.said
    return judged.act


def story_of(floor: Floor, number: int) -> StoryId | None:
    return floor.grouping.story_of(stream()[number].rendition.id)


def test_a_merge_keeps_the_older_id_and_the_other_leads_there(floor: Floor) -> None:
    north, south, *_ = fill(floor, 8)
    before = floor.store.last_sequence()
    merged = judging(floor).merge(north, south, reason="one series", by="Ana", at=AT)
    assert act(merged).about == Subject("story", south)
    assert f"{north} is the older id and stays" in merged.said[1]
    found = floor.store.story(south)
    assert found is not None
    assert found.id == north
    assert set(floor.store.members("report", north, as_of=before)) < set(found.reports)
    old = floor.store.story(south, as_of=before)
    assert old is not None
    assert old.id == south
    assert {event.story for event in floor.store.events() if event.members} <= {
        story.id for story in floor.store.stories()
    }
    again = judging(floor).merge(south, north, reason="one series", by="Ana", at=AT)
    assert again.act is None
    assert floor.store.last_sequence() == before + 1


def test_what_comes_after_a_merge_goes_along_even_after_a_restart(floor: Floor) -> None:
    north, south, *_ = fill(floor, 8)
    judging(floor).merge(south, north, reason="one series", by="Ana", at=AT)
    floor = Floor(floor.store)
    fill(floor, len(stream()))
    homes = {number: story_of(floor, number) for number in range(len(stream()))}
    assert homes[0] == homes[1] == north
    assert south not in homes.values()


def test_a_split_takes_copies_along_and_leaves_the_first_member_its_id(floor: Floor) -> None:
    first, *_ = fill(floor, 12)
    reports = floor.store.reports(story=first)
    split = judging(floor).split(first, [reports[0].id], reason="another quake", by="Ana", at=AT)
    into = act(split).value or ""
    stayed = floor.store.reports(story=first)
    assert stayed[0].id == reports[0].id
    assert {report.origin for report in stayed} == {reports[0].origin}
    assert len(stayed) == 2  # itself and its copy
    assert {report.id for report in floor.store.reports(story=StoryId(into))} == {
        report.id for report in reports if report.origin != reports[0].origin
    }
    assert judging(floor).split(first, [act(split).members[0]], reason="x", by="Ana", at=AT).act is None


def test_stories_that_an_analyst_parted_are_not_taken_for_one_again(floor: Floor) -> None:
    first, *_ = fill(floor, 12)
    last = floor.store.reports(story=first)[-1]
    into = act(judging(floor).split(first, [last.id], reason="another", by="Ana", at=AT)).value or ""
    for window in (floor.grouping, Floor(floor.store).grouping):
        assert window._stories.bonds.parted(first, StoryId(into))


def test_undoing_a_merge_gives_the_old_story_back_and_sides_are_chosen_anew(floor: Floor) -> None:
    north, south, *_ = fill(floor, 5)
    merged = act(judging(floor).merge(south, north, reason="one series", by="Ana", at=AT))
    fill(floor, len(stream()))
    together = set(floor.store.members("report", north))
    assert judging(floor).undo("last", reason="two", by="Ben", at=AT).act is None
    undone = judging(floor).undo("last", reason="two after all", by="Ana", at=AT)
    assert act(undone).undoes == merged.id
    apart = [set(floor.store.members("report", id_)) for id_ in (north, south)]
    assert apart[0] | apart[1] == together
    assert set(merged.members) <= apart[1]
    gold = {
        prepared.rendition.id: line for prepared in stream() for line in [prepared.rendition.given_id or ""]
    }
    assert gold
    assert floor.store.resolve("story", south) == south
    assert judging(floor).undo(merged.id, reason="again", by="Ben", at=AT).act is None
    assert judging(floor).undo("last", reason="again", by="Ana", at=AT).act is None


def test_undoing_an_undoing_puts_it_back(floor: Floor) -> None:
    north, south, *_ = fill(floor, 8)
    merged = act(judging(floor).merge(south, north, reason="one series", by="Ana", at=AT))
    undone = act(judging(floor).undo(merged.id, reason="two", by="Ana", at=AT))
    assert floor.store.resolve("story", south) == south
    judging(floor).undo(undone.id, reason="one", by="Ana", at=AT)
    assert floor.store.resolve("story", south) == north
    again = act(judging(floor).undo(merged.id, reason="two", by="Ana", at=AT))
    assert again.undoes == merged.id
    assert floor.store.resolve("story", south) == south


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (lambda j, s: j.merge(s, s, reason="r", by="A", at=AT), "itself"),
        (lambda j, s: j.merge(s, "nothing", reason="r", by="A", at=AT), "no story nothing"),
        (lambda j, s: j.split(s, ["nothing"], reason="r", by="A", at=AT), "no report nothing"),
        (lambda j, s: j.undo("nothing", reason="r", by="A", at=AT), "no merge or split"),
        (
            lambda j, s: j.judge("nothing", status="checked", note=None, reject=False, by="A", at=AT),
            "no story",
        ),
        (lambda j, s: j.judge(s, status="true", note=None, reject=False, by="A", at=AT), "no status"),
        (lambda j, s: j.judge(s, status=None, note=None, reject=True, by="A", at=AT), "needs its reason"),
        (lambda j, s: j.split(s, list(j.store.members("report", s)), reason="r", by="A", at=AT), "leave one"),
        (
            lambda j, s: j.split(s, list(j.store.members("report", s))[:1], reason=" ", by="A", at=AT),
            "its reason",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_remedy(floor: Floor, what: object, says: str) -> None:
    first, *_ = fill(floor, 8)
    before = floor.store.fingerprint()
    with pytest.raises(UsageError, match=says):
        what(judging(floor), first)  # type: ignore[operator]
    assert floor.store.fingerprint() == before


RULE = """
name: Everything
change: [new event, new story]
channels: [desk]
"""


def test_merges_splits_and_rejections_of_what_was_alerted_are_corrected() -> None:
    watches: list[Watch] = parse_watches(RULE, where="w.yaml", names=DESK)
    with Store.memory(clock=lambda: AT) as store:
        floor = Floor(store, watches)
        north, south, *_ = fill(floor, 8)
        sent = len(store.deliveries())
        merged = judging(floor).merge(south, north, reason="one series", by="Ana", at=AT)
        rows = store.deliveries()[sent:]
        assert {"merged"} == {change.type for change in merged.changes}
        assert all("OUR MISREADING" in row.payload for row in rows)
        about = {json.loads(row.payload)["subject"] for row in rows}
        assert f"story/{south}" in about
        [alert] = [it for it in store.alerts(state="closed") if it.about == Subject("story", south)]
        judging(floor).undo("last", reason="two", by="Ana", at=AT)
        reopened = store.alert(alert.id)
        assert reopened
        assert (reopened.state, reopened.about) == ("open", Subject("story", south))
        event = next(it.about for it in store.alerts(state="open") if it.about.kind == "event")
        sent = len(store.deliveries())
        [rejected] = judging(floor).judge(
            event.id, status=None, note="the text is satire", reject=True, by="Ana", at=AT
        )
        assert [change.type for change in rejected.changes] == ["rejected"]
        [row] = store.deliveries()[sent:]
        assert "rejected by Ana: the text is satire" in row.payload


def test_a_word_on_an_event_stands_beside_what_is_machine_read(floor: Floor) -> None:
    fill(floor, 8)
    event = floor.store.events()[0]
    for _ in range(2):
        judging(floor).judge(event.id, status="checked", note="seen on site", reject=False, by="Ana", at=AT)
    [kept] = floor.store.judgements(Subject("event", event.id))
    assert (kept.kind, kept.value, kept.by, kept.reason) == ("status", "checked", "Ana", "seen on site")
    assert floor.store.event(event.id) == event


def test_of_what_was_rejected_there_is_no_news_until_it_has_a_status_again() -> None:
    rule = f"{RULE.replace('[new event, new story]', '[corroborated]')}\ntype: COERCE\n"
    said: dict[str | None, list[str]] = {}
    for status in (None, "unchecked"):
        with Store.memory(clock=lambda: AT) as store:
            floor = Floor(store, parse_watches(rule, where="w.yaml", names=DESK))
            fill(floor, 5)
            for event in store.events():
                judging(floor).judge(event.id, status=None, note="no", reject=True, by="Ana", at=AT)
                if status:
                    judging(floor).judge(event.id, status=status, note=None, reject=False, by="Ana", at=AT)
            fill(floor, 6)
            said[status] = [alert_words(alert) for alert in store.alerts()]
            assert "corroborated" in [change.type for change in store.changes()]
    assert not said[None]
    assert said["unchecked"]


Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(["admit", "admit", "admit", "merge", "split", "undo"]),
        st.integers(0, 30),
        st.integers(0, 30),
    ),
    min_size=4,
    max_size=40,
)


def walk(path: list[Step], *, restarts: bool) -> tuple[str, list[Change]]:
    """Take each step on a floor of its own; return the floor's fingerprint, and what changed."""
    with Store.memory(clock=lambda: AT) as store:
        floor = Floor(store)
        waiting = iter(stream())
        for kind, one, other in path:
            if restarts:
                floor = Floor(store)
            stories, acts = store.stories(), store.acts()
            try:
                if kind == "admit":
                    for prepared in [next(waiting, None), next(waiting, None)]:
                        if prepared:
                            floor.admit(prepared, arrived=AT)
                elif kind == "merge" and len(stories) > 1:
                    first, second = stories[one % len(stories)].id, stories[other % len(stories)].id
                    judging(floor).merge(first, second, reason="r", by="A", at=AT)
                elif kind == "split" and stories:
                    story = stories[one % len(stories)]
                    judging(floor).split(
                        story.id, [story.reports[other % len(story.reports)]], reason="r", by="A", at=AT
                    )
                elif kind == "undo" and acts:
                    judging(floor).undo(acts[one % len(acts)][1].id, reason="r", by="A", at=AT)
            except UsageError:
                continue
        for sequence in range(store.last_sequence() + 1):
            placed = [report for story in store.stories(as_of=sequence) for report in story.reports]
            assert sorted(placed) == sorted(report.id for report in store.reports(as_of=sequence))
        homes = {event.story for event in store.events() if event.members}
        assert homes <= {story.id for story in store.stories()}
        members = [member.id for event in store.events() for member in event.members]
        assert len(members) == len(set(members))
        for prepared in stream():
            report = store.whole_of("rendition", prepared.rendition.id)
            held = floor.grouping.story_of(prepared.rendition.id)
            assert held == (store.whole_of("report", report) if report else None)
        return store.fingerprint(), store.changes()


@settings(max_examples=8, deadline=None)
@given(steps)
def test_any_life_is_the_same_with_restarts(path: list[Step]) -> None:
    assert walk(path, restarts=True) == walk(path, restarts=False)
