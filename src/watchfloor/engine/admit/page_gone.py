"""A page that its site says is not there any more: told once, of the report that was read there."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.engine.admit.unit import Unit
from watchfloor.model import Change, Evidence, ReasonCode, Report, Span, Subject
from watchfloor.store import Revisit, Store, update_revisit
from watchfloor.track import page_gone
from watchfloor.watch import Watch


def note_gone(
    store: Store, revisit: Revisit, *, watches: Sequence[Watch], at: str, status: int
) -> Change | None:
    """Keep that a page is gone, and tell it of its report, in one transaction; return the change.

    The report stays as it was read. Of one of which that was told before nothing is told.
    """
    whole = store.whole_of("rendition", store.known_as(revisit.rendition) or revisit.rendition)
    report = store.report(whole) if whole else None
    home = store.whole_of("report", report.id) if report else None
    story = store.story(home) if home else None
    change = None
    with store.admission(arrived=at, kind="gone", what=revisit.url) as admission:
        update_revisit(admission.connection, revisit)
        if report is not None and story is not None and not _is_told(store, report):
            change = page_gone(report, known=at, status=status, evidence=_opening(store, report))
            Unit(store, admission, watches).tell([change], story=story, events=())
    return change


def _is_told(store: Store, report: Report) -> bool:
    return any(
        change.reason.code is ReasonCode.PAGE_GONE
        for change in store.changes(about=Subject("report", report.id))
    )


def _opening(store: Store, report: Report) -> list[Evidence]:
    """Return the first sentence of a report: what the page said."""
    published = report.published.value if report.published else None
    findings = store.findings(report.text_id, published, report.outlet)
    return [
        Evidence(report=report.id, text_id=report.text_id, span=Span(*span))
        for span in (findings.sentences[:1] if findings else ())
    ]
