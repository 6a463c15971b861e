"""Scores stories: B-cubed F1 of streaming placement on undated and dated streams, and false joins.

Distractors in a story count as intruders, two distractors together are nobody's business (nobody labelled
them); round-ups are taken out. `joined` is the share of pairs of two similar happenings in one story.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from pathlib import Path

from evals.clusters import OWN, Record, bcubed, grouped, groups, pairs_within, read

STREAMS = ("galaxy", "ecb")


def measure(data: Path) -> dict[str, float]:
    """Return the figures on the dev streams below `data`."""
    figures: dict[str, float] = {}
    for kind, label in (("undated", "undated"), ("mixed", "dated")):
        for name in STREAMS:
            stem = f"stories_{name}.{kind}"
            gold = read(data / "group" / f"{stem}.gold.jsonl.xz")
            found = grouped(read(data / "group" / f"{stem}.jsonl.xz"))
            figures |= _score(gold, {i: line["story"] for i, line in found.items()}, f"{name} {label}")
    return figures


def measure_own() -> dict[str, float]:
    """Return the figures on the invented stream."""
    records = read(OWN / "stories.jsonl")
    found = grouped(records)
    gold = [
        {
            "id": r["id"],
            "story": r["gold"]["story"],
            "scored": True,
            "distractor": False,
            "like": r["gold"].get("like"),
        }
        for r in records
    ]
    figures = _score(gold, {i: line["story"] for i, line in found.items()}, "own")
    similar: defaultdict[str, set[str]] = defaultdict(set)
    for record in gold:
        if record["like"]:
            similar[str(record["like"])].add(str(record["id"]))
    story_of = {str(record["id"]): str(record["story"]) for record in gold}
    apart = [
        (one, other)
        for members in similar.values()
        for one, other in pairs_within(members)
        if story_of[one] != story_of[other]
    ]
    kept = sum(found[one]["story"] != found[other]["story"] for one, other in apart)
    return figures | {"own, similar kept apart": kept / len(apart)}


def _score(gold: list[Record], found: dict[str, str], label: str) -> dict[str, float]:
    scored = {str(r["id"]): str(r["story"]) for r in gold if r["scored"]}
    distractors = {str(r["id"]) for r in gold if r["distractor"]}
    happenings = [member for member in scored if member not in distractors]

    def unknown(one: str, other: str) -> bool:
        return one in distractors and other in distractors

    figures = {f"{label} B-cubed F1": bcubed(scored, found, happenings, unknown)}
    pairs = _similar_pairs({member: scored[member] for member in happenings})
    if pairs:
        apart = sum(found[one] != found[other] for one, other in pairs) / len(pairs)
        figures[f"{label} similar kept apart"] = apart
    return figures


def _similar_pairs(story_of: dict[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of texts that ECB+ has of two happenings that resemble each other."""
    halves: defaultdict[str, set[str]] = defaultdict(set)
    for story in set(story_of.values()):
        if story.startswith("ecb:"):
            halves[story.rsplit(":", 1)[0]].add(story)
    members = groups(story_of)
    return [
        pair
        for half in halves.values()
        if len(half) == 2
        for pair in product(members[min(half)], members[max(half)])
    ]
