"""Names that texts put where a place stands and that no table knows: what a desk may add to its own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from watchfloor.gazetteer.names import key_of
from watchfloor.model import Evidence, Findings, Report, ReportId, Scope, Span
from watchfloor.store import Store

_MOST_REPORTS = 3_000  # the newest of those asked about
_WORD = r"[^\W\d_a-zß-öø-ÿа-я][\w’'-]+"
_NAMED = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Ff]rom|[Aa]t|[Aa]round|[Tt]owards?|[Bb]etween|"
    r"(?:village|villages|town|city|hamlet|camp|settlement|district) of)\s+"
    rf"(?P<name>{_WORD}(?: {_WORD}){{0,2}})"
)
_SENTENCE = 300  # characters of an example at most


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownPlace:
    """A name that stands where places do: in how many separately written texts, the newest, and its words."""

    name: str
    texts: int
    last: str | None
    evidence: Evidence
    words: str


def unknown_places(store: Store, scope: Scope, *, limit: int) -> list[UnknownPlace]:
    """Return the names of places that are not found, those that most texts tell first."""
    with store.snapshot():
        found = store.answers.page("reports", scope, limit=_MOST_REPORTS)
        reports = store.held_values("report", Report, [it.id for it in found], scope.as_of)
        told: dict[str, list[tuple[Report, Span, str]]] = defaultdict(list)
        for report, findings in store.readings_of([*reports.values()], as_of=scope.as_of):
            text = store.answers.texts([report.text_id]).get(report.text_id)
            if findings is not None and text is not None:
                for span in _unknown(text, findings):
                    told[key_of(span.of(text))].append((report, span, text))
    rows = [_row(tellings) for key, tellings in told.items() if key]
    rows.sort(key=lambda row: row.name)
    return sorted(rows, key=lambda row: (row.texts, row.last or ""), reverse=True)[:limit]


def _unknown(text: str, findings: Findings) -> Iterator[Span]:
    """Yield the names that stand where places do, and are no place that was found, no actor and no time."""
    known = [place.span for place in findings.places if place.lat is not None]
    known += [time.span for time in findings.times]
    known += [span for chain in findings.actors if chain.kind != "group" for span in chain.mentions]
    for match in _NAMED.finditer(text):
        span = Span(*match.span("name"))
        if not any(span.start < it.end and it.start < span.end for it in known):
            yield span


def _row(tellings: list[tuple[Report, Span, str]]) -> UnknownPlace:
    newest, span, text = max(tellings, key=lambda it: (_published(it[0]), it[0].id, -it[1].start))
    names = [one.of(words) for _, one, words in tellings]
    return UnknownPlace(
        name=max(sorted(set(names)), key=names.count),
        texts=len({report.origin for report, _, _ in tellings}),
        last=_published(newest) or None,
        evidence=Evidence(report=ReportId(newest.id), text_id=newest.text_id, span=span),
        words=_around(text, span),
    )


def _published(report: Report) -> str:
    return report.published.value if report.published else ""


def _around(text: str, span: Span) -> str:
    """Return the line around a name, as far as an excerpt goes."""
    half = _SENTENCE // 2
    begin = max(text.rfind("\n", 0, span.start) + 1, span.start - half)
    end = text.find("\n", span.end)
    return " ".join(text[begin : min(len(text) if end < 0 else end, span.end + half)].split())
