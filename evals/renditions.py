"""Scores reports, origins and relations on copies with known history, and on real repeated texts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from evals.clusters import OWN, Record, bcubed, groups, joined, pairs_within, read
from evals.syndication import stream
from watchfloor.engine.window.grouping import Grouping
from watchfloor.engine.window.streams import rendition_of
from watchfloor.merge import fingerprint

RELATIONS = ("original", "rendition", "revision", "copy")
_APART = ("templated", "shared_statement")
_MADE_STREAMS = 3
_MANY = {"rendition": "renditions", "copy": "copies", "revision": "revisions"}
Placed = dict[str, dict[str, str]]


def measure(data: Path) -> dict[str, float]:
    """Return the figures on the dev streams below `data`; harmful shares are given as what is kept apart."""
    gold = read(data / "group" / "copies.gold.jsonl.xz")
    found = _placed(read(data / "group" / "copies.jsonl.xz"))
    return _score(gold, found) | _negatives(gold, found) | _natural(data)


def measure_own() -> dict[str, float]:
    """Return the figures on the invented stream."""
    records = read(OWN / "renditions.jsonl")
    gold = [{"id": r["id"], "score_origin": True, "kind": "", **r["gold"]} for r in records]
    return _score(gold, _placed(records)) | _made()


def _placed(records: list[Record]) -> Placed:
    """Return reports, origins and relations of records without their stories, which take most of the time."""
    grouping = Grouping(stories=False)
    found: Placed = {}
    for record in records:
        rendition = rendition_of(record)
        placed = grouping.admit(rendition, fingerprint(rendition))
        found[record["id"]] = {
            "report": placed.report,
            "origin": placed.origin,
            "relation": placed.relation,
        }
    return found


def _made() -> dict[str, float]:
    """Return the figures on streams that are made of invented articles (`evals.syndication`)."""
    right: defaultdict[str, list[bool]] = defaultdict(list)
    for seed in range(_MADE_STREAMS):
        records, gold = stream(seed)
        for figure, is_right in _rights(gold, _placed(records)):
            right[figure].append(is_right)
    return {name: sum(hits) / len(hits) for name, hits in sorted(right.items())}


def _rights(gold: Sequence[Record], found: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, bool]]:
    """Yield whether each copy, and each pair of lookalikes, of one stream was placed right, by figure."""
    base = {line["base"]: line for line in gold if line["kind"] == "base"}
    families: defaultdict[str, list[str]] = defaultdict(list)
    for line in gold:
        kind, id_ = line["kind"].partition(" ")[0], line["id"]
        if kind in _MANY:
            mate = base[line["base"]]
            one_report = line["report"] == mate["report"]
            yield (
                f"made {_MANY[kind]} joined",
                _is_joined(found[id_], found[mate["id"]], one_report=one_report),
            )
            yield "made relations right", found[id_]["relation"] == line["relation"]
        else:
            families[line["base"] if kind in _APART else line["story"]].append(id_)
    for members in families.values():
        for one, other in pairs_within(members):
            yield "made lookalikes kept apart", found[one]["origin"] != found[other]["origin"]


def _is_joined(one: Mapping[str, str], other: Mapping[str, str], *, one_report: bool) -> bool:
    """Tell whether two copies are in one family, and in one report only where that is right."""
    return one["origin"] == other["origin"] and (one["report"] == other["report"]) == one_report


def _score(gold: list[Record], found: Placed) -> dict[str, float]:
    report = {str(r["id"]): str(r["report"]) for r in gold}
    origin = {str(r["id"]): str(r["origin"]) for r in gold}
    roundups = {str(r["id"]) for r in gold if not r["score_origin"]}
    judged = [member for member in origin if member not in roundups]
    reports = {i: found[i]["report"] for i in report}
    origins = {i: found[i]["origin"] for i in report}
    return {
        "report B-cubed F1": bcubed(report, reports, list(report), lambda _one, _other: False),
        "origin B-cubed F1": bcubed(
            origin, origins, judged, lambda one, other: one in roundups or other in roundups
        ),
        "relation macro-F1": _relations(gold, found),
        "origins counted right": 1.0 - _count_error(gold, origins),
    } | _recalls(gold, report, origin, origins)


def _relations(gold: list[Record], found: Placed) -> float:
    confusion: Counter[tuple[str, str]] = Counter()
    for record in gold:
        right = record["relation"] if isinstance(record["relation"], list) else [record["relation"]]
        put = found[record["id"]]["relation"]
        confusion[(put if put in right else right[0], put)] += 1
    scores = []
    for relation in RELATIONS:
        true = confusion[(relation, relation)]
        wrong = sum(n for (a, b), n in confusion.items() if (a == relation) != (b == relation))
        scores.append(2 * true / (2 * true + wrong) if true + wrong else 1.0)
    return sum(scores) / len(scores)


def _count_error(gold: list[Record], origins: dict[str, str]) -> float:
    stories: defaultdict[str, list[Record]] = defaultdict(list)
    for record in gold:
        if record["score_origin"]:
            stories[str(record["story"])].append(record)
    errors = []
    for records in stories.values():
        if len(records) > 1:
            right = len({record["origin"] for record in records})
            errors.append(abs(len({origins[record["id"]] for record in records}) - right) / right)
    return sum(errors) / len(errors) if errors else 0.0


def _recalls(
    gold: list[Record], report: dict[str, str], origin: dict[str, str], origins: dict[str, str]
) -> dict[str, float]:
    base = {str(r["base"]): str(r["id"]) for r in gold if r.get("kind") == "base"}
    families = groups(origin)
    shares: defaultdict[str, list[float]] = defaultdict(list)
    for record in gold:
        if record["kind"] in ("", "base", "templated", "shared_statement", "roundup"):
            continue
        member, first = str(record["id"]), base.get(str(record["base"]))
        mates = [first] if first else sorted(families[origin[member]] - {member})
        if mates:
            shares[str(record["kind"])].append(joined(((member, mate) for mate in mates), origins))
    return {f"{kind} joined": sum(found) / len(found) for kind, found in sorted(shares.items())}


def _negatives(gold: list[Record], found: Placed) -> dict[str, float]:
    origins = {i: line["origin"] for i, line in found.items()}
    families: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for record in gold:
        if record["kind"] == "base":
            families[("same happening", str(record["story"]))].add(str(record["id"]))
        elif record["kind"] in ("templated", "shared_statement"):
            families[(str(record["kind"]), str(record["tags"]))].add(str(record["id"]))
    pairs: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (kind, _), members in families.items():
        pairs[kind] += pairs_within(members)
    return {f"{kind} kept apart": 1.0 - joined(found_pairs, origins) for kind, found_pairs in pairs.items()}


def _natural(data: Path) -> dict[str, float]:
    """Score Reuters' own repeats: pairs within a day are re-filed texts, older ones templates."""
    found = _placed(read(data / "group" / "reuters_repeats.jsonl.xz"))
    reports = {i: line["report"] for i, line in found.items()}
    pairs = read(data / "group" / "reuters_repeats.pairs.jsonl.xz")
    repeats = [(p["a"], p["b"]) for p in pairs if p["hours"] <= 24]
    templates = [(p["a"], p["b"]) for p in pairs if p["hours"] > 24 and p["jaccard"] < 0.95]
    return {
        "Reuters repeats joined": joined(repeats, reports),
        "Reuters templates kept apart": 1.0 - joined(templates, reports),
    }
