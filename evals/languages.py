"""Scores stories over languages on an invented stream: pairs of texts of two languages, and B-cubed F1.

`evals/own/languages.jsonl` are short articles in fourteen languages about invented happenings, with similar
ones and with texts from the same towns about other matters.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evals.clusters import OWN, Record, bcubed, grouped, pairs_within, read


def measure_own() -> dict[str, float]:
    """Return the figures on the invented stream."""
    records = read(OWN / "languages.jsonl")
    lines = grouped(records)
    return figures(records, {record["id"]: lines[record["id"]]["story"] for record in records})


def figures(records: Sequence[Record], found: Mapping[str, str]) -> dict[str, float]:
    """Score `found` stories: B-cubed F1, and precision and recall of pairs of two languages."""
    gold = {str(record["id"]): str(record["gold"]["story"]) for record in records}
    languages = {str(record["id"]): record["language"] for record in records}
    pairs = [pair for pair in pairs_within(gold) if languages[pair[0]] != languages[pair[1]]]
    joined = [pair for pair in pairs if found[pair[0]] == found[pair[1]]]
    same = [pair for pair in pairs if gold[pair[0]] == gold[pair[1]]]
    right = len(set(joined) & set(same))
    return {
        "own, over languages, B-cubed F1": bcubed(gold, found, list(gold), lambda *_: False),
        "own, over languages, pair precision": right / len(joined) if joined else 1.0,
        "own, over languages, pair recall": right / len(same),
    }
