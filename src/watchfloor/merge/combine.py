"""Renditions of one report -> Report: the best parts of each, with where each came from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby

from watchfloor.merge.difference import differences
from watchfloor.merge.fold import fold
from watchfloor.merge.lines import split
from watchfloor.merge.origin import origin_name
from watchfloor.model import INTERNAL, OPEN, Membership, Part, Placement, Rendition, Report
from watchfloor.words import TOKEN

# Where a part was read, best first: what a publisher states about itself, then what its page or line shows.
_SOURCES = (
    "input",
    "json-ld",
    "meta",
    "time element",
    "h1",
    "title element",
    "header line",
    "first line",
    "url",
)


_PRECISE = re.compile(r"^\d{4}-\d\d-\d\d[T ]")
_NAMED = re.compile(r"(?:(?<!\s)\s+)?[|–—-]\s*[^|–—-]{2,40}$")  # the outlet's name at the end of a page title


def combine(members: Sequence[Rendition], placements: Sequence[Placement]) -> Report:
    """Return the report that `members`, one or more, make together.

    `placements` are theirs, in the same order, which is the order of arrival. The text is that of the
    latest version, in its most complete rendition; all but the ids and the relations is the same in
    whatever order the renditions of one version arrive.
    """
    versions = _versions(members, placements)
    texts = tuple(text_id for text_id, _ in groupby(_fullest(version).text_id for version in versions))
    chosen = _fullest(versions[-1])
    latest_first = versions[::-1]
    title, titles = _part("title", latest_first)
    standfirst, standfirsts = _part("standfirst", latest_first)
    byline, bylines = _part("byline", latest_first)
    credit, credits_ = _part("credit", latest_first)
    section, sections = _part("section", latest_first)
    published, dates = _part("published", versions)
    return Report(
        id=placements[0].report,
        text_id=chosen.text_id,
        versions=texts,
        renditions=tuple(
            _membership(member, placement, chosen)
            for member, placement in zip(members, placements, strict=True)
        ),
        origin=placements[0].origin,
        origin_name=origin_name(members),
        title=title,
        standfirst=standfirst,
        byline=byline,
        credit=credit,
        section=section,
        published=published,
        modified=_modified(versions),
        outlet=_commonest(member.outlet for member in members if not member.is_excerpt)
        or _commonest(member.outlet for member in members),
        language=_commonest(member.language for member in members if member.language != "und"),
        conflicts=(*titles, *standfirsts, *bylines, *credits_, *sections, *dates),
        seen_at=next((member.seen_at for member in members if member.seen_at), None),
        handling=INTERNAL if any(member.handling == INTERNAL for member in members) else OPEN,
        record=next((it.record for version in latest_first for it in version if it.record), None),
    )


def _versions(members: Sequence[Rendition], placements: Sequence[Placement]) -> list[list[Rendition]]:
    """Return the renditions grouped by version of the text, in the order of the versions' time."""
    versions: list[list[Rendition]] = []
    for member, placement in zip(members, placements, strict=True):
        if not versions or placement.relation == "revision":
            versions.append([member])
        elif len(versions) == 1:
            versions[0].append(member)
        else:
            max(versions, key=lambda version: _alike(member.text, version[0].text)).append(member)
    times = _times(versions)
    if all(times):
        versions = [
            version for _, version in sorted(zip(times, versions, strict=True), key=lambda pair: pair[0])
        ]
    return versions


def _times(versions: Sequence[Sequence[Rendition]]) -> list[str]:
    """Return when versions in order of arrival were written, "" where that is not known.

    What its address gave later and does not date is no older than what it gave before.
    """
    times: list[str] = []
    for version in versions:
        time = min((_time(member) for member in version if _time(member)), default="")
        if not any(member.modified for member in version):
            urls = {member.url for member in version if member.url}
            before = zip(versions, times, strict=False)
            time = max([time, *(at for earlier, at in before if urls & {member.url for member in earlier})])
        times.append(time)
    return times


def _time(member: Rendition) -> str:
    return member.modified or member.published or ""


def _alike(one: str, other: str) -> float:
    left, right = _runs(one), _runs(other)
    return len(left & right) / max(1, len(left | right))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.lower() for word in TOKEN.findall(fold(text))]
    return set(zip(words, words[1:], words[2:], strict=False))


def _fullest(version: Sequence[Rendition]) -> Rendition:
    """Return the rendition with most words of the body; then with most parts, then the least else."""
    return min(
        version,
        key=lambda member: (
            -_body_words(member),
            -sum(part is not None for part in (member.title, member.standfirst, member.published)),
            len(member.text),
            member.text_id,
        ),
    )


def _body_words(member: Rendition) -> int:
    body = "\n".join(span.of(member.text) for span in member.paragraphs) or member.text
    lines = (line.text for line in split(fold(body)) if line.kind in ("body", "correction"))
    return sum(len(TOKEN.findall(line)) for line in lines)


def _values(name: str, version: Sequence[Rendition]) -> list[Part]:
    """Return the values that the renditions of a version give for a part, the best first."""
    given: defaultdict[str, list[Part]] = defaultdict(list)
    for member in version:
        if value := getattr(member, name):
            part = Part(value=value, rendition=member.id, how=_how(name, member))
            given[_key(name, value)].append(part)
    if name == "published":
        given = _by_day(given)
    ranked = sorted(given.values(), key=lambda parts: (-len(parts), _rank(name, parts)))
    return [min(parts, key=lambda part: _preference(name, part)) for parts in ranked]


def _part(name: str, versions: Sequence[Sequence[Rendition]]) -> tuple[Part | None, list[tuple[str, Part]]]:
    """Return the best value of a part and the values that contradict it.

    The first version in order that has the part decides; in it the value that most renditions give, then
    the more precise, then the better source, then the first by the alphabet.
    """
    found = [part for version in versions for part in _values(name, version)]
    if not found:
        return None, []
    best = found[0]
    if name == "published":
        return best, [(name, part) for part in found[1:] if part.value[:10] != best.value[:10]]
    others = {_key(name, part.value): part for part in found[:0:-1]}
    others.pop(_key(name, best.value), None)
    return best, [(name, part) for part in found[1:] if others.get(_key(name, part.value)) is part]


def _by_day(given: dict[str, list[Part]]) -> defaultdict[str, list[Part]]:
    days: defaultdict[str, list[Part]] = defaultdict(list)
    for parts in given.values():
        for part in parts:
            days[part.value[:10]].append(part)
    return days


def _key(name: str, value: str) -> str:
    plain = fold(value)
    if name == "title":
        plain = _NAMED.sub("", plain) or plain
    return " ".join(word.lower() for word in TOKEN.findall(plain))


def _rank(name: str, parts: Sequence[Part]) -> tuple[int, int, str]:
    return min(_preference(name, part) for part in parts)[:3]


def _preference(name: str, part: Part) -> tuple[int, int, str, str]:
    precise = 0 if name != "published" or _PRECISE.match(part.value) else 1
    source = _SOURCES.index(part.how) if part.how in _SOURCES else len(_SOURCES)
    return precise, source, part.value, part.rendition


def _how(name: str, member: Rendition) -> str:
    return getattr(member, f"{name}_from", None) or "text"


def _modified(versions: Sequence[Sequence[Rendition]]) -> Part | None:
    """Return when the latest version was written, None where that is not later than the first."""
    stated = [
        Part(value=member.modified, rendition=member.id, how=member.modified_from or "modified")
        for version in versions
        for member in version
        if member.modified
    ]
    if stated:
        return max(stated, key=lambda part: (part.value, part.rendition))
    if len(versions) < 2:
        return None
    later = [
        Part(value=member.published, rendition=member.id, how="published, later version")
        for member in versions[-1]
        if member.published
    ]
    return min(later, key=lambda part: (part.value, part.rendition)) if later else None


def _commonest(values: Iterable[str | None]) -> str | None:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value)) if counts else None


def _membership(member: Rendition, placement: Placement, chosen: Rendition) -> Membership:
    added, missing = differences(member.text, chosen.text) if member.text_id != chosen.text_id else ((), ())
    return Membership(
        id=member.id,
        text_id=member.text_id,
        relation=placement.relation,
        path=member.path,
        url=member.url,
        added=added,
        missing=missing,
    )
