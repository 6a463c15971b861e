"""Letting go of what was kept long enough: fetched bytes and texts, by age and by licence.

Of a text that expired its id, length, headings, outlet, address, days and the reason stay, and what was
read in it by machine. Age counts from when the floor took it in, not from when it was published.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watchfloor.config import Retention
from watchfloor.model import Moment, as_moment
from watchfloor.store import Shares, Sources, Store
from watchfloor.store.retention import TakenIn, expire_texts, settle_search, taken_in_before

_BATCH = 25  # texts that go in one admission


@dataclass(frozen=True, slots=True, kw_only=True)
class Expired:
    """What went, or would go: texts by the rule that lets them go, and addresses whose bytes go.

    `shares` are those whose files still hold words of what went.
    """

    texts: int = 0
    bytes: int = 0
    by_rule: Mapping[str, int] = field(default_factory=dict)
    oldest: str | None = None
    shares: tuple[str, ...] = ()


def expire(store: Store, retention: Retention, *, at: str, dry_run: bool = False) -> Expired:
    """Let go of what is older than `retention` permits at a moment; stopped halfway, the next goes on."""
    due = _due(store, retention, at)
    bytes_before = _before(at, retention.bytes_days)
    sources = Sources(store)
    told = _told(due, sources.would_expire(bytes_before))
    if dry_run:
        return told
    emptied: list[str] = []
    if due:
        store.overwrite()
        before = store.last_sequence()
        for start in range(0, len(due), _BATCH):
            some = due[start : start + _BATCH]
            what = f"expired {len(some)} texts"
            with store.turn(), store.admission(arrived=at, kind="act", what=what) as admission:
                expire_texts(admission, [(text.text_id, rule) for text, rule in some])
        with store.turn():
            settle_search(store)
            store.wipe(whole=False)
        emptied = Shares(store).emptied_in(before + 1)
    with store.turn():
        sources.expire(bytes_before)
    return replace(told, shares=tuple(emptied))


def _told(due: Sequence[tuple[TakenIn, str]], gone: int) -> Expired:
    return Expired(
        texts=len(due),
        bytes=gone,
        by_rule=dict(sorted(Counter(rule for _, rule in due).items())),
        oldest=min((text.at for text, _ in due), default=None),
    )


def _due(store: Store, retention: Retention, at: str) -> list[tuple[TakenIn, str]]:
    """Return the texts that are to go, oldest first, each with its reason.

    A text that several outlets carry stays as long as one of them permits.
    """
    terms = [licence.keep_days for licence in retention.licences.values() if licence.keep_days]
    shortest = min([*terms, *([retention.text_days] if retention.text_days else [])], default=None)
    if shortest is None:
        return []
    found = []
    for text in taken_in_before(store, _before(at, shortest)):
        rules = [_rule(retention, outlet, url) for outlet, url in text.carriers]
        days = [term for term, _ in rules]
        if rules and None not in days:
            longest, reason = max(rules, key=lambda rule: rule[0] or 0)
            if longest is not None and text.at < _before(at, longest):
                found.append((text, reason))
    return found


def _rule(retention: Retention, outlet: str | None, url: str | None) -> tuple[int | None, str]:
    licence = retention.licence_of(outlet, url)
    if licence is not None and licence.keep_days is not None:
        return licence.keep_days, f"expired: licence {licence.name}, {licence.keep_days} days"
    return retention.text_days, f"expired: {retention.text_days} days"


def _before(at: str, days: int) -> Moment:
    return as_moment(datetime.fromisoformat(at) - timedelta(days=days))
