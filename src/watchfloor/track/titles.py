"""Reports -> the story that they make: its days, its origins, and a title chosen from their headlines."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.model import Report, Story


def story_of(story_id: str, reports: Sequence[Report], before: Story | None = None) -> Story:
    """Return the story that `reports` make: the earliest headline, the days, the number of origins.

    Two families of one named author count once.
    """
    days = sorted(report.published.value for report in reports if report.published)
    dated = sorted(reports, key=lambda report: (report.published is None, _day(report)))
    title = next((report.title.value for report in dated if report.title), None)
    return Story(
        id=story_id,
        title=title or "(no headline)",
        reports=tuple(report.id for report in reports),
        origins=len({report.origin_name or report.origin for report in reports}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def _day(report: Report) -> str:
    return report.published.value if report.published else ""
