"""A report of the store -> what it was made of: parts, copies and versions, with the words that differ."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from watchfloor.engine.admit.report_events import changed_quotes
from watchfloor.exchange import CopyRead, PartSource, ReportHistory, VersionStep
from watchfloor.merge.difference import differences, edits
from watchfloor.merge.origin import named_origin
from watchfloor.model import (
    WITHHELD,
    Findings,
    Membership,
    Part,
    Rendition,
    RenditionId,
    Report,
    Span,
    TextId,
)
from watchfloor.store import Store
from watchfloor.store.held_values import AsOf

_PARTS = ("title", "standfirst", "byline", "credit", "section", "published", "modified")


def history_of(store: Store, report: Report, *, as_of: AsOf = None) -> ReportHistory:
    """Return the renditions that a report was combined from; withheld texts are marked as such."""
    members = store.renditions(report=report.id, as_of=as_of)
    places = {member.id: _where(member) for member in members}
    texts = {member.text_id: "" if member.withheld else member.text for member in members}
    named = named_origin(members) if report.origin_name else None

    def read(member: Rendition) -> Findings | None:
        return store.findings(member.text_id, member.published, member.outlet, as_of=as_of)

    def part(name: str, value: Part) -> PartSource:
        return PartSource(
            name=name, value=value.value, how=value.how, where=places.get(value.rendition, value.rendition)
        )

    return ReportHistory(
        parts=tuple(part(name, value) for name in _PARTS if (value := getattr(report, name)) is not None),
        others=tuple(part(name, value) for name, value in report.conflicts),
        copies=tuple(_copy(member, report, members, texts, places) for member in report.renditions),
        steps=_steps(report, members, texts, places, read),
        origin=report.origin,
        named=(named.name, named.words) if named else None,
    )


def _copy(
    copy: Membership,
    report: Report,
    members: Sequence[Rendition],
    texts: dict[TextId, str],
    places: dict[RenditionId, str],
) -> CopyRead:
    """Return a copy beside the version that it differs least from, the later one where two are as near."""
    text = texts.get(copy.text_id, "")
    best, spans = len(report.versions), (copy.added, copy.missing)
    if text and all(texts.get(version) for version in report.versions):
        unlike = [_unlikeness(text, texts[version]) for version in report.versions]
        best = max(range(len(unlike)), key=lambda place: (-unlike[place][0], -unlike[place][1], place)) + 1
        spans = differences(text, texts[report.versions[best - 1]])
    version_text = texts.get(report.versions[best - 1], "")
    return CopyRead(
        id=copy.id,
        where=places.get(copy.id, copy.path or copy.url or copy.id),
        at=next((m.modified or m.published for m in members if m.id == copy.id), None),
        relation=copy.relation,
        version=best,
        shown=copy.text_id == report.text_id,
        adds=_words(text, spans[0]),
        lacks=_words(version_text, spans[1]),
    )


def _unlikeness(one: str, other: str) -> tuple[int, int]:
    """Return how many places say something else, then how many characters one of the texts has alone."""
    found = edits(one, other)
    replaced = sum(edit.before is not None and edit.after is not None for edit in found)
    spans = [span for edit in found for span in edit if span is not None]
    return replaced, sum(span.end - span.start for span in spans)


def _steps(
    report: Report,
    members: Sequence[Rendition],
    texts: dict[TextId, str],
    places: dict[RenditionId, str],
    read: Callable[[Rendition], Findings | None],
) -> tuple[VersionStep, ...]:
    by_text = {member.text_id: member for member in reversed(members)}
    steps = []
    for before, after in zip(report.versions, report.versions[1:], strict=False):
        old, new = texts.get(before, ""), texts.get(after, "")
        changed = edits(old, new) if old and new else ()
        earlier, member = by_text.get(before), by_text.get(after)
        steps.append(
            VersionStep(
                at=(member.modified or member.published or member.arrived) if member else None,
                where=places.get(member.id, member.id) if member else "a copy that is gone",
                text_id=after,
                edits=tuple(
                    (edit.before.of(old) if edit.before else "", edit.after.of(new) if edit.after else "")
                    for edit in changed
                )
                or ((WITHHELD, WITHHELD),),
                quotes=changed_quotes(read(earlier), read(member), texts=(old, new))
                if changed and earlier and member
                else (),
            )
        )
    return tuple(steps)


def _where(member: Rendition) -> str:
    """Return where a copy was read, as people find it again."""
    return member.path or member.url or member.given_id or member.id


def _words(text: str, spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(span.of(text) if text else WITHHELD for span in spans)
