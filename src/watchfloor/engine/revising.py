"""What a new version of a report says that the one before did not."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.merge.difference import edits
from watchfloor.model import Evidence, Rendition, Report

_MOST = 5  # places of a version that a change points to; `explain` shows all


def new_words(before: Report | None, after: Report, members: Sequence[Rendition]) -> tuple[Evidence, ...]:
    """Return the words of a report's latest version that are new in it; none where it has no new version."""
    if before is None or len(before.versions) >= len(after.versions):
        return ()
    texts = {member.text_id: member.text for member in members}
    old, new = texts.get(before.text_id), texts.get(after.text_id)
    if old is None or new is None:
        return ()
    spans = [edit.after for edit in edits(old, new) if edit.after is not None]
    return tuple(Evidence(report=after.id, text_id=after.text_id, span=span) for span in spans[:_MOST])
