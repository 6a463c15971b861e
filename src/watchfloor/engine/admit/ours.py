"""What an arriving report tells otherwise than the desk's own articles: a change for each matter."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.model import Change, Event, ReportId, SourceLabel
from watchfloor.own_tables import SourceLabels
from watchfloor.store import Store
from watchfloor.store.own_tables import source_labels_of
from watchfloor.track import behind_ours


def changes_of_ours(
    store: Store, before: Sequence[Event], after: Sequence[Event], *, report: ReportId, known: str
) -> list[Change]:
    """Return where a report is ahead of our own, or is ours and behind, as sources are labelled now.

    `before` and `after` are the events of its story without the report and with it.
    """
    labels = source_labels_of(store)
    told = [event for event in after if any(it.report == report for it in event.members)]
    if not labels.bear(SourceLabel.OURS) or not told:
        return []
    tellers = {member.report for event in told for member in event.members}
    ours = {it for it in sorted(tellers) if _is_ours(store, it, labels)}
    return behind_ours(before, told, ours=ours, report=report, known=known) if ours else []


def _is_ours(store: Store, report_id: ReportId, labels: SourceLabels) -> bool:
    report = store.report(report_id)
    return report is not None and SourceLabel.OURS in labels.of_report(report)
