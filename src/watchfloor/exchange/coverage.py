"""What an answer rests on, in words: every answer says it, and one that says nothing says it first."""

from __future__ import annotations

from collections.abc import Sequence

from watchfloor.model import Coverage, UnreadSource

_BASELINE_DAYS = 28
_MOST_NAMED = 3  # sources and stretches of days; --json holds all


def coverage_lines(coverage: Coverage) -> list[str]:
    """Return sources, days and languages as sentences, in this order; what is missing is named."""
    return [line for line in (_sources(coverage), _days(coverage), _languages(coverage)) if line]


def coverage_sentence(coverage: Coverage) -> str:
    """Return the coverage of an answer as one sentence."""
    return " ".join(coverage_lines(coverage))


def _sources(coverage: Coverage) -> str:
    if not coverage.followed:
        paused = f" ({coverage.paused} paused)" if coverage.paused else ""
        return f"No source is followed{paused}; what is here was added by hand."
    said = f"{_count(coverage.followed, 'source')} followed, {coverage.read} read"
    if coverage.paused:
        said += f", {coverage.paused} paused besides"
    if not coverage.unread:
        return f"{said}."
    more = len(coverage.unread) - _MOST_NAMED
    named = "; ".join(map(_unread, coverage.unread[:_MOST_NAMED])) + (
        f"; and {more} more" if more > 0 else ""
    )
    return f"{said}; NOT READ: {named}. Their silence says nothing."


def _unread(source: UnreadSource) -> str:
    name = source.title or source.url
    if source.status == "not visited yet":
        return f"{name} (not visited yet)"
    why = f": {source.error}" if source.error else ""
    return f"{name} ({source.status} since {source.since[:16]}{why})"


def _days(coverage: Coverage) -> str:
    if not coverage.since or not coverage.at:
        return ""
    said = f"Read on {coverage.days_read} of {_count(coverage.days, 'day')} since {coverage.since}"
    if coverage.gaps:
        said += f"; nothing was read {_stretches(coverage.gaps)}"
    if coverage.thin:
        said += f"; few sources were read {_stretches(coverage.thin)}"
    if coverage.baseline:
        return f"{said}."
    healthy = f"{coverage.healthy_days} of {_BASELINE_DAYS} healthy days"
    return f"{said}. No baseline yet ({healthy}): nothing is called more or less than usual."


def _languages(coverage: Coverage) -> str:
    if not coverage.reports:
        return "No report is held."
    counts = ", ".join(f"{language} {count:,}" for language, count in coverage.languages.items())
    published = f"; published {coverage.first} to {coverage.last}" if coverage.first and coverage.last else ""
    return f"{_count(coverage.reports, 'report')} held, by language: {counts}{published}."


def _stretches(stretches: Sequence[tuple[str, str]]) -> str:
    shown = [first if first == last else f"{first} to {last}" for first, last in stretches[-_MOST_NAMED:]]
    more = len(stretches) - len(shown)
    return ", ".join(shown) + (f" and {_count(more, 'time')} before" if more else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
