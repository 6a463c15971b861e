"""What is counted of a story's reports, so that one more report is told without reading the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from watchfloor.model import Headline, Report, StoryTally, is_own

MOST_HEADLINES = 40  # different headlines that are compared; the earliest


def tally_of(reports: Sequence[Report]) -> StoryTally:
    """Return what is counted of `reports`, which are in the order of the story."""
    days = [report.published.value for report in reports if report.published]
    families, authors = _families(reports)
    headlines = _headlines(reports)
    return StoryTally(
        reports=len(reports),
        origins=families,
        first=min(days, default=None),
        last=max(days, default=None),
        authors=tuple(sorted(authors.items())),
        headlines=tuple(headlines[:MOST_HEADLINES]),
        complete=len(headlines) <= MOST_HEADLINES,
        noted=sum(is_own(report.outlet) for report in reports),
    )


def with_report(tally: StoryTally, report: Report, family: Sequence[Report]) -> StoryTally | None:
    """Return the tally with one more report, the last; None where all have to be counted anew.

    `family` are the reports of the story with the same origin.
    """
    headlines = _with_headline(tally, report, family)
    if headlines is None:
        return None
    day = report.published.value if report.published else None
    origins, authors = _with_family(tally, report, family)
    return replace(
        tally,
        reports=tally.reports + 1,
        origins=origins,
        first=min(filter(None, (tally.first, day)), default=None),
        last=max(filter(None, (tally.last, day)), default=None),
        authors=authors,
        headlines=headlines[:MOST_HEADLINES],
        complete=tally.complete and len(headlines) <= MOST_HEADLINES,
        noted=tally.noted + is_own(report.outlet),
    )


def counts_alike(tally: StoryTally, before: Report, after: Report, family: Sequence[Report]) -> bool:
    """Tell whether a report that was told anew, and is the last now, leaves the tally as it is."""
    if _facts(before) != _facts(after):
        return False
    if after.title is None:
        return True
    key = _headline(after).key
    beside = any(line.key == key and line.words != after.title.value for line in tally.headlines)
    return not beside and not any(it.title and _headline(it).key == key for it in family)


def _facts(report: Report) -> tuple[object, ...]:
    title, published = report.title, report.published
    return (
        report.origin,
        report.origin_name,
        title.value if title else None,
        published.value if published else None,
    )


def _headline(report: Report) -> Headline:
    published = report.published
    return Headline(
        undated=published is None,
        day=published.value if published else "",
        words=report.title.value if report.title else "",
    )


def _headlines(reports: Iterable[Report]) -> list[Headline]:
    """Return one headline for each origin, its earliest report's, each once, in order of publication."""
    lines = sorted(((_headline(it), it.origin) for it in reports if it.title), key=lambda pair: pair[0].key)
    chosen: dict[str, Headline] = {}
    for line, origin in lines:
        chosen.setdefault(origin, line)
    found: dict[str, Headline] = {}
    for line in chosen.values():
        found.setdefault(line.words, line)
    return [*found.values()]


def _with_headline(
    tally: StoryTally, report: Report, family: Sequence[Report]
) -> tuple[Headline, ...] | None:
    held = tally.headlines
    if report.title is None:
        return held
    new = _headline(report)
    others = [_headline(it).key for it in family if it.title]
    if others:
        # The family's headline is its earliest; another earliest may make room for what is not kept here.
        return held if min(others) <= new.key else None
    same = next((line for line in held if line.words == new.words), None)
    if same is not None and same.key <= new.key:
        return held
    left = [line for line in held if line is not same]
    place = sum(line.key <= new.key for line in left)
    if place == len(left) and not tally.complete and same is None:
        return held  # what is not kept may stand before it; not so where its own words were kept
    return (*left[:place], new, *left[place:])


def _families(reports: Iterable[Report]) -> tuple[int, dict[str, str]]:
    """Return the number of families, those of which any members name one author counted as one.

    What our own people wrote is of none.
    """
    leads: dict[str, str] = {}

    def root(label: str) -> str:
        while (up := leads.setdefault(label, label)) != label:
            leads[label] = leads[up]
            label = up
        return label

    named: set[str] = set()
    origins: set[str] = set()
    for report in reports:
        if is_own(report.outlet):
            continue
        origins.add(report.origin)
        one = root(f"origin {report.origin}")
        if report.origin_name:
            named.add(report.origin_name)
            leads[root(f"author {report.origin_name}")] = one
    return len({root(f"origin {it}") for it in origins}), {it: root(f"author {it}") for it in named}


def _with_family(
    tally: StoryTally, report: Report, family: Sequence[Report]
) -> tuple[int, tuple[tuple[str, str], ...]]:
    if is_own(report.outlet):
        return tally.origins, tally.authors
    authors = dict(tally.authors)
    origins = tally.origins + (not family)
    if not report.origin_name:
        return origins, tally.authors
    own = next((authors[it.origin_name] for it in family if it.origin_name), None)
    his = authors.get(report.origin_name)
    if his is None:
        authors[report.origin_name] = own or f"origin {report.origin}"
    elif own is None:
        origins -= 1  # a family that stood alone is one with the author's others
    elif own != his:
        origins -= 1
        authors = {name: his if label == own else label for name, label in authors.items()}
    return origins, tuple(sorted(authors.items()))
