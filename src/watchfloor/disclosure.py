"""Who may see what: the one place that decides what of a value an audience is shown.

| | desk | partner | public |
|---|---|---|---|
| private persons | named inside their reports, in no list of actors | not named | not named |
| analysts | named | named | "an analyst" |
| texts | whole | whole where a licence says so | whole where a licence says so |
| words as evidence | excerpts | excerpts, so many of each report | excerpts, so many of each report |
| what is not shared, and what rests on it | shown | not shown | not shown |
| what the desk says among itself | shown | nothing of it | nothing of it |
| internal reports, and what rests on them | shown, marked | not shown | not shown |
| withheld words | [withheld] | [withheld] | [withheld] |

Writers take a `Disclosed` value only, which `disclose` alone makes: whoever forgets it does not pass mypy.
Where a name stands in words of others it is blacked out letter by letter, so that offsets stay true.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, Generic, TypeVar, cast

import msgspec

from watchfloor.config import Retention
from watchfloor.internal import rests_on, without_internal
from watchfloor.model import (
    DESK_KINDS,
    INTERNAL,
    MACHINE,
    OF_OUR_HOUSE,
    OPEN,
    WITHHELD,
    Acknowledgement,
    Actor,
    ActorChain,
    Alert,
    AlertReason,
    Audience,
    Chapter,
    Corrected,
    Delivery,
    Disagreement,
    Fired,
    News,
    NumberSeries,
    Part,
    Reason,
    Recorded,
    Report,
    ReportId,
    ReportReading,
    SituationReport,
    Span,
    Story,
    Text,
    TextId,
    TimelineEntry,
    is_own,
)

T = TypeVar("T")
AnyActor = TypeVar("AnyActor", Actor, ActorChain)

LONGEST_EXCERPT = 300  # characters of another's words in anything that leaves the floor (docs/wording.md)
MOST_EXCERPTS = 10  # of one report in one thing that leaves the floor; beyond, spans go without their words
UNSHOWN = "[…]"  # what stands for words beyond that
PRIVATE_PERSON = "a private person"
ANALYST = "an analyst"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """What an audience may see; `excerpts` of one report (None: any number)."""

    private_persons: bool
    analysts: bool
    internal: bool
    whole_texts: bool
    excerpts: int | None


_RULES: Mapping[Audience, _Rules] = {
    Audience.desk: _Rules(
        private_persons=True, analysts=True, internal=True, whole_texts=True, excerpts=None
    ),
    Audience.partner: _Rules(
        private_persons=False, analysts=True, internal=False, whole_texts=False, excerpts=MOST_EXCERPTS
    ),
    Audience.public: _Rules(
        private_persons=False, analysts=False, internal=False, whole_texts=False, excerpts=MOST_EXCERPTS
    ),
}


def is_private(actor: Actor | ActorChain) -> bool:
    """Tell whether an actor is a person who holds no office and speaks for no body, as far as was read."""
    return actor.kind == "person" and not actor.public


def name_of(actor: Actor | ActorChain) -> str:
    """Return the name by which an actor may stand in a list, or beside its words.

    A description names nobody and stays: "second man", in small letters throughout, which names are in no
    script (those without capitals have no small letters either).
    """
    if not is_private(actor) or all(letter.islower() for letter in actor.name if letter.isalpha()):
        return actor.name
    return PRIVATE_PERSON


def unnamed(actor: AnyActor) -> AnyActor:
    """Return an actor without what tells who it is, where it is a private person."""
    if not is_private(actor):
        return actor
    if isinstance(actor, Actor):
        return replace(actor, name=name_of(actor), roles=())
    return replace(actor, name=name_of(actor), roles=(), relations=())


def excerpt(words: str) -> str:
    """Return `words` cut to the longest excerpt that may leave the floor."""
    return words if len(words) <= LONGEST_EXCERPT else words[: LONGEST_EXCERPT - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """A text as an audience sees it: whole, or the beginning of `length` characters; what its licence is."""

    id: str
    text: str
    withheld: bool = False
    length: int | None = None
    licence: str | None = None


_OUR_AFFAIR = "ours is behind"  # a change that is told at the desk only
Told = dict[str, set[tuple[str, Span]]]  # the excerpts of each report that an audience has seen


@dataclass(frozen=True, slots=True)
class Disclosed(Generic[T]):
    """A value as one audience may see it, and the words that its spans may show; made by `disclose` only.

    The words count: each audience sees so many excerpts of one report through one `Disclosed`.
    """

    value: T
    audience: Audience
    lists_private: bool = False
    _texts: Mapping[TextId, str] = field(default_factory=dict, repr=False)
    _licences: Mapping[TextId, str] = field(default_factory=dict, repr=False)
    _told: Told = field(default_factory=dict, repr=False)
    _hidden: frozenset[str] = field(default=frozenset(), repr=False)

    def shows(self, row: object) -> bool:
        """Tell whether a row of a list may be shown: it is handled so, and rests on nothing that is not."""
        if _RULES[self.audience].internal:
            return True
        return getattr(row, "handling", OPEN) != INTERNAL and self._hidden.isdisjoint(rests_on(row))

    def text(self, text_id: TextId) -> ShownText:
        """Return a text as it may be shown."""
        words = self._texts.get(text_id, "")
        licence = self._licences.get(text_id)
        if words == WITHHELD:
            return ShownText(id=text_id, text=WITHHELD, withheld=True)
        if licence is not None or _RULES[self.audience].whole_texts:
            return ShownText(id=text_id, text=words, licence=licence)
        return ShownText(id=text_id, text=excerpt(words), length=len(words), licence="unknown")

    def words(self, text_id: TextId, span: Span, *, report: ReportId) -> str:
        """Return the words of a span as an excerpt; what stands for them where they may not be shown."""
        return excerpt(self._of(text_id, span, report))

    def said(self, text_id: TextId, spans: Sequence[Span], *, report: ReportId) -> str:
        """Return the words of several spans in one line, as one excerpt."""
        words = " … ".join(dict.fromkeys(self._of(text_id, span, report).strip() for span in spans))
        return excerpt(" ".join(words.split()))

    def listed(self, actor: Actor) -> Actor:
        """Return an actor as it may stand in a list of actors."""
        return actor if self.lists_private else unnamed(actor)

    def _of(self, text_id: TextId, span: Span, report: ReportId) -> str:
        text = self._texts.get(text_id, "")
        if text == WITHHELD:
            return WITHHELD
        most = _RULES[self.audience].excerpts
        if most is None or text_id in self._licences:
            return span.of(text)
        told = self._told.setdefault(report, set())
        if (text_id, span) not in told and len(told) >= most:
            return UNSHOWN
        told.add((text_id, span))
        return span.of(text)


def disclose(
    value: T,
    audience: Audience,
    licences: Retention | None = None,
    *,
    list_private: bool = False,
    told: Told | None = None,
) -> Disclosed[T]:
    """Return `value` as `audience` may see it.

    `licences` tell whose whole texts may be given on. With `list_private`, a desk that asked for it has the
    names of private persons in its list of actors too. Only situation reports leave the desk: whatever goes
    further is put into one, be it a single change. Parts of one thing share `told`.
    """
    if not isinstance(value, SituationReport):
        assert audience is Audience.desk, f"{type(value).__name__} is for the desk only"
        return Disclosed(value, audience)
    if _RULES[audience].private_persons:
        return Disclosed(value, audience, list_private, {text.id: text.text for text in value.texts})
    shown = _outside(value, audience, licences or Retention())
    return cast("Disclosed[T]", shown if told is None else replace(shown, _told=told))


def _outside(value: SituationReport, audience: Audience, licences: Retention) -> Disclosed[SituationReport]:
    """Return a situation as those outside the desk may see it."""
    hidden = frozenset[str]()
    if not _RULES[audience].internal:
        value, hidden = without_internal(value)
    names = _Names(value)
    holders: dict[str, list[ReportId]] = {}
    for reading in value.reports:
        for text_id in {reading.report.text_id, *(it.text_id for it in reading.report.renditions)}:
            holders.setdefault(text_id, []).append(reading.report.id)
    texts = {text.id: names.black_out(text.text, holders.get(text.id)) for text in value.texts}
    shown = _without_names(value, names, analysts=_RULES[audience].analysts)
    shown = replace(shown, texts=tuple(Text(id=id_, text=words) for id_, words in texts.items()))
    return Disclosed(shown, audience, _texts=texts, _licences=_whole_texts(value, licences), _hidden=hidden)


def _whole_texts(situation: SituationReport, licences: Retention) -> Mapping[TextId, str]:
    """Return the texts that may go out whole, with the name of the licence that says so."""
    found = {}
    for reading in situation.reports:
        for member in reading.report.renditions:
            licence = licences.licence_of(reading.report.outlet, member.url)
            if licence is not None and licence.full_text:
                found[member.text_id] = licence.name
    return found


def disclose_delivery(delivery: Delivery, known: SituationReport, audience: Audience) -> Disclosed[Delivery]:
    """Return a message of the outbox as the receivers of its channel may see it.

    `known` is what it was made of: the reports behind its words with their findings, the actors of its event,
    and what people decided of it. A message that cannot be read, or rests on what is internal, is emptied.
    """
    try:
        body = json.loads(delivery.payload)
    except ValueError:
        return Disclosed(replace(delivery, payload=""), audience)
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        return Disclosed(delivery, audience)
    held = json.dumps(body, **_PAYLOAD)
    if not _RULES[audience].internal and _is_kept_back(body, known):
        return Disclosed(replace(delivery, payload=""), audience)
    if not _RULES[audience].private_persons:
        _black_out_message(data, known)
    if not _RULES[audience].analysts:
        analysts = {act.by for act in known.judgements}
        for key in ("summary", "reason"):
            data[key] = _without_analysts(data.get(key) or "", analysts)
    written = json.dumps(body, **_PAYLOAD)
    return Disclosed(delivery if written == held else replace(delivery, payload=written), audience)


def _is_kept_back(body: dict[str, Any], known: SituationReport) -> bool:
    """Tell whether a message is about, or quotes, what is internal or not shared."""
    about = str(body.get("subject") or "").partition("/")[2]
    told = any(it.report.handling == INTERNAL or it.report.id in known.kept_back for it in known.reports)
    return told or about in known.kept_back


def disclose_digest(
    digest: Delivery,
    told: Sequence[Disclosed[Delivery]],
    audience: Audience,
    *,
    filled: Callable[[Delivery, Sequence[Delivery]], Delivery],
) -> Disclosed[Delivery]:
    """Return a message that tells others, each of which is disclosed already; `filled` puts them into it."""
    return Disclosed(filled(digest, [one.value for one in told]), audience)


_PAYLOAD: dict[str, Any] = {"ensure_ascii": True, "sort_keys": True}


def _black_out_message(data: dict[str, Any], known: SituationReport) -> None:
    names = _Names(known)
    reports = [reading.report.id for reading in known.reports]
    for key in ("summary", "reason"):
        if isinstance(data.get(key), str):
            data[key] = names.black_out(data[key], reports)
    for quoted in data.get("evidence", ()):
        quoted["words"] = names.black_out(quoted["words"], reports)


def _without_analysts(words: str, names: set[str]) -> str:
    """Return a reason that tells what somebody decided, without the names of those who did."""
    told = "|".join(map(re.escape, sorted(names - {MACHINE}, key=len, reverse=True)))
    return re.sub(rf"\b(by|BY) (?:{told})(?!\w)", rf"\1 {ANALYST}", words) if told else words


# ------------------------------------------------------------------------------------- names within words

_PARTICLES = frozenset(
    [
        "al",
        "bin",
        "bint",
        "da",
        "de",
        "del",
        "den",
        "der",
        "di",
        "dos",
        "du",
        "el",
        "ibn",
        "la",
        "le",
        "van",
        "von",
        "y",
    ]
)
_SHORTEST_SURNAME = 4  # letters: shorter ones are words in too many texts


class _Names:
    """The full names of private persons in a situation, and where their surnames stand for them."""

    def __init__(self, situation: SituationReport) -> None:
        chains = [(reading.report.id, it) for reading in situation.reports for it in reading.findings.actors]
        everybody: list[Actor | ActorChain] = [*situation.actors, *(chain for _, chain in chains)]
        public = {it.name for it in everybody if not is_private(it)}
        self._known = {word for name in public for word in name.split()}
        self._of: dict[ReportId, set[str]] = {}
        self._all: set[str] = set()
        for actor in everybody:
            if is_private(actor) and actor.name not in public and _is_full(actor.name):
                self._all.add(actor.name)
        for report, chain in chains:
            if chain.name in self._all:
                self._of.setdefault(report, set()).add(chain.name)

    def black_out(self, words: str, reports: Iterable[ReportId] | None = None) -> str:
        """Return words of the same length without the names; of words of `reports`, without surnames too."""
        if not self._all:
            return words
        here = {name for report in reports or () for name in self._of.get(report, ())}
        surnames = {name.split()[-1] for name in here} - self._known
        pattern = _pattern(
            frozenset(self._all), frozenset(it for it in surnames if len(it) >= _SHORTEST_SURNAME)
        )
        return pattern.sub(lambda found: re.sub(r"\w", "█", found[0]), words)


def _is_full(name: str) -> bool:
    """Tell whether a name is a person's full one, rather than a description ("captain of the trawler")."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() or word in _PARTICLES for word in words)


@cache
def _pattern(names: frozenset[str], surnames: frozenset[str]) -> re.Pattern[str]:
    full = "|".join(
        r"\s+".join(map(re.escape, name.split())) for name in sorted(names, key=len, reverse=True)
    )
    last = "|".join(re.escape(form) for name in sorted(surnames) for form in (name, name.upper()))
    return re.compile(rf"(?<!\w)(?:(?i:{full}){'|' + last if last else ''})(?!\w)")


def _is_our_affair(alert: Alert) -> bool:
    """Tell whether an alert tells of nothing but that our own articles are behind."""
    ours = [isinstance(it, Fired) and it.change == _OUR_AFFAIR for it in alert.reasons]
    return bool(ours) and all(ours)


def _without_names(situation: SituationReport, names: _Names, *, analysts: bool) -> SituationReport:
    """Return a situation in which nobody is named who has no public role in what is told."""

    def hide(words: str) -> str:
        return names.black_out(words)

    def maybe(words: str | None) -> str | None:
        return hide(words) if words else words

    return replace(
        situation,
        reports=tuple(_reading(reading, names) for reading in situation.reports),
        stories=tuple(_story(story, names) for story in situation.stories),
        actors=tuple(
            unnamed(actor) if is_private(actor) else replace(actor, name=hide(actor.name))
            for actor in situation.actors
        ),
        numbers=tuple(_number(it, hide, analysts=analysts) for it in situation.numbers),
        timeline=tuple(_entry(entry, names) for entry in situation.timeline),
        disagreements=tuple(_disagreement(it, hide) for it in situation.disagreements),
        briefs=tuple(
            replace(
                brief,
                numbers=tuple(_number(it, hide, analysts=analysts) for it in brief.numbers),
                disputed=tuple(_disagreement(it, hide) for it in brief.disputed),
                news=tuple(_news(it, hide, analysts=analysts) for it in brief.news if it.kind != _OUR_AFFAIR),
                labels=_of_others(brief.labels),
                ours=None,
            )
            for brief in situation.briefs
        ),
        changes=tuple(
            replace(
                it,
                before=maybe(it.before),
                after=maybe(it.after),
                reason=_reason(it.reason, hide, analysts=analysts),
            )
            for it in situation.changes
            if it.type != _OUR_AFFAIR
        ),
        alerts=tuple(
            replace(
                it,
                reasons=tuple(_alert_reason(one, hide, analysts=analysts) for one in it.reasons),
                acknowledged=_seen_to(it.acknowledged, analysts=analysts),
                dismissed=_seen_to(it.dismissed, analysts=analysts),
            )
            for it in situation.alerts
            if not _is_our_affair(it)
        ),
        judgements=tuple(
            replace(
                it,
                by=it.by if analysts or it.by == MACHINE else ANALYST,
                value=maybe(it.value),
                reason=hide(it.reason),
            )
            for it in situation.judgements
            if it.kind not in DESK_KINDS
        ),
    )


def _number(series: NumberSeries, hide: Callable[[str], str], *, analysts: bool) -> NumberSeries:
    """Return a series of which it is not told, if so, who chose its number."""
    if series.used is None:
        return series
    used = replace(series.used, by=series.used.by if analysts else ANALYST, note=hide(series.used.note))
    return replace(series, used=used)


def _news(news: News, hide: Callable[[str], str], *, analysts: bool) -> News:
    if news.kind not in ("decided", "contradicted"):
        return news
    was, now = (hide(words) if words else words for words in (news.was, news.now))
    return replace(news, by=news.by if analysts else ANALYST, was=was, now=now)


def _disagreement(item: Disagreement, hide: Callable[[str], str]) -> Disagreement:
    versions = tuple(replace(version, value=hide(version.value)) for version in item.versions)
    return replace(item, about=hide(item.about), versions=versions)


def _reason(reason: Reason, hide: Callable[[str], str], *, analysts: bool) -> Reason:
    """Return why something is as it is, naming neither a private person nor, if so, who decided."""
    hidden = reason.reworded(hide)
    return hidden if analysts or hidden.by is None else msgspec.structs.replace(hidden, by=ANALYST)


def _alert_reason(reason: AlertReason, hide: Callable[[str], str], *, analysts: bool) -> AlertReason:
    match reason:
        case Corrected(change=change, before=before, after=after, cause=cause, by=by):
            return Corrected(
                change=change,
                before=hide(before) if before else before,
                after=hide(after) if after else after,
                cause=_reason(cause, hide, analysts=analysts),
                by=hide(by) if by else by,
            )
        case Recorded(words=words):
            # What an older version said may name who decided.
            return Recorded(words=hide(words) if analysts else UNSHOWN)
        case _:
            return reason


def _reading(reading: ReportReading, names: _Names) -> ReportReading:
    report = reading.report
    here = [report.id]

    def part(value: Part | None) -> Part | None:
        return replace(value, value=names.black_out(value.value, here)) if value else None

    chains = tuple(
        unnamed(chain) if is_private(chain) else replace(chain, name=names.black_out(chain.name, here))
        for chain in reading.findings.actors
    )
    shown: Report = replace(
        report,
        title=part(report.title),
        standfirst=part(report.standfirst),
        byline=None if is_own(report.outlet) else report.byline,  # who of our own people saw it
        conflicts=tuple(
            (name, replace(value, value=names.black_out(value.value, here)))
            for name, value in report.conflicts
        ),
    )
    return ReportReading(report=shown, findings=replace(reading.findings, actors=chains))


def _story(story: Story, names: _Names) -> Story:
    def chapter(it: Chapter) -> Chapter:
        return replace(it, title=names.black_out(it.title, it.reports))

    return replace(
        story,
        title=names.black_out(story.title, story.reports),
        chapters=tuple(chapter(it) for it in story.chapters),
        labels=_of_others(story.labels),
        ours=None,  # what our outlet lacks is our own affair
    )


def _of_others(labels: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Return the counts of labelled texts but those of our own house."""
    return tuple((label, count) for label, count in labels if label not in OF_OUR_HOUSE)


def _seen_to(seen: Acknowledgement | None, *, analysts: bool) -> Acknowledgement | None:
    """Return who saw to an alert as those outside may know it."""
    return seen if seen is None or analysts else Acknowledgement(by=ANALYST, at=seen.at)


def _entry(entry: TimelineEntry, names: _Names) -> TimelineEntry:
    return replace(entry, text=names.black_out(entry.text, [it.report for it in entry.evidence]))
