"""A new text beside those of its family: what it stands in for, why, and which words are its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import msgspec

from watchfloor.merge.notices import notice_in, without_notice
from watchfloor.merge.placement import Member, TextMatch, days_between
from watchfloor.model import Reason


def stood_in_for(new: Member, matches: Sequence[TextMatch]) -> list[TextMatch]:
    """Return what stands in for a new page at its address, or the page for which the new text does.

    None where something of the family is known to be of the new text's outlet.
    """
    if not new.url or any(match.member.outlet == new.outlet for match in matches):
        return []
    found = [it for it in matches if it.member.url == new.url and it.member.excerpt != new.excerpt]
    return sorted(found, key=lambda match: -match.member.number)


def beside(match: TextMatch) -> Reason:
    """Return why a text is of one family with another or not, beside that one."""
    return msgspec.structs.replace(match.reason, subject_id=match.member.rendition)


def without_notices(new: Member, candidates: Iterable[Member]) -> Member:
    """Return a text whose own words are none that unrelated texts of other days have too."""
    text = new.text
    for known in candidates:
        if days_between(new.published, known.published):
            notice = notice_in(new.text, new.title, known.text, known.title)
            text = text if notice is None else without_notice(text, notice)
    return new if text is new.text else replace(new, text=text)
