"""By whom a story is told, by the labels of the desk's own table: how many texts, and whether by us."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from watchfloor.model import OwnCopy, Report, ReportId, SourceLabel, Story
from watchfloor.own_tables import SourceLabels
from watchfloor.store import Store
from watchfloor.store.held_values import AsOf
from watchfloor.store.own_tables import source_labels_of
from watchfloor.store.replay import ReplayedChange


def with_labels(store: Store, stories: Iterable[Story], *, as_of: AsOf = None) -> tuple[Story, ...]:
    """Return stories with what the labels of their sources tell; as they are where there are no labels."""
    stories = tuple(stories)
    labels = source_labels_of(store, as_of=as_of)
    if not labels or not stories:
        return stories
    ids = sorted({report for story in stories for report in story.reports})
    last = store.sequence_of(as_of)
    reports = store.held_values("report", Report, ids, last)
    has_ours = labels.bear(SourceLabel.OURS)
    return tuple(_told(story, reports, labels, has_ours=has_ours) for story in stories)


def labels_told(store: Store) -> Callable[[ReplayedChange], tuple[str, ...]]:
    """Return what tells the labels of those whose words a change rests on, as they were held then."""
    held = [
        (it.known, it.until, SourceLabels(it.value.labels)) for it in store.history("own_table", "labels")
    ]

    def told(one: ReplayedChange) -> tuple[str, ...]:
        at = one.known
        labels = next((it for known, until, it in held if known <= at and (not until or at < until)), None)
        if labels is None:
            return ()
        return tuple(sorted({label for report in one.reports for label in labels.of_report(report)}))

    return told


def _told(story: Story, reports: Mapping[ReportId, Report], labels: SourceLabels, *, has_ours: bool) -> Story:
    told = sorted((reports[it] for it in story.reports if it in reports), key=_published)
    counts: Counter[SourceLabel] = Counter()
    seen: set[str] = set()
    for report in told:
        if report.origin not in seen:
            seen.add(report.origin)
            counts.update(labels.of_report(report))
    counted = tuple((label.value, counts[label]) for label in SourceLabel if counts[label])
    return replace(story, labels=counted, ours=_ours(told, labels) if has_ours else None)


def _ours(told: Sequence[Report], labels: SourceLabels) -> OwnCopy:
    ours = next((report for report in told if SourceLabel.OURS in labels.of_report(report)), None)
    if ours is None:
        return OwnCopy()
    first = told[0]
    is_later = first is not ours
    return OwnCopy(
        report=ours.id,
        since=_published(ours)[1] or None,
        after=(first.outlet or "an unnamed outlet") if is_later else None,
        first=(_published(first)[1] or None) if is_later else None,
    )


def _published(report: Report) -> tuple[bool, str]:
    """Return what reports are put in order by: undated ones come last."""
    moment = report.published.value if report.published else ""
    return not moment, moment
