"""What is new, in sentences: no ids, no codes as words; names, numbers, and who says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from watchfloor.exchange.brief_words import BOUNDS, NEWS, moment_words, number, role_word
from watchfloor.exchange.schema import Situation
from watchfloor.exchange.wording import told_by
from watchfloor.model import Event, EventId, Evidence, News, QuantityClaim, ReportId, is_own

_UNNAMED = "somebody"


class Names:
    """What ids are called, and the words of spans in one line, as an audience may see them."""

    def __init__(self, disclosed: Situation) -> None:
        self._disclosed = disclosed
        self._actors: dict[str, str] = {actor.id: actor.name for actor in disclosed.value.actors}
        reports = [reading.report for reading in disclosed.value.reports]
        self._outlets = {report.id: report.outlet or "" for report in reports}
        self._origins: dict[str, str] = {
            report.origin: report.outlet or "an unnamed outlet" for report in reports[::-1]
        }

    def of(self, id_: str) -> str:
        """Return what an actor or a family of texts is called; an outlet's name as it is."""
        return self._actors.get(id_) or self._origins.get(id_) or id_

    def outlet(self, report: ReportId) -> str:
        """Return the outlet of a report; "" where it is not known."""
        return self._outlets.get(report, "")

    def words(self, evidence: Evidence) -> str:
        """Return the words of a span in one line."""
        words = self._disclosed.words(evidence.text_id, evidence.span, report=evidence.report)
        return " ".join(words.split())

    def versions(self, claims: Sequence[QuantityClaim]) -> str:
        """Return numbers side by side, each with who says it and when: never summed."""
        values: dict[str, list[QuantityClaim]] = {}
        for claim in claims:
            values.setdefault(BOUNDS[claim.bound] + number(claim.value), []).append(claim)
        return " | ".join(f"{value} {self._tellers(told)}" for value, told in values.items())

    def _tellers(self, claims: Sequence[QuantityClaim]) -> str:
        """Return who says a number, each once, with the first moment: "(hospital, in Courant Wed 16:40)"."""
        told: dict[str, list[QuantityClaim]] = {}
        for claim in claims:
            told.setdefault(self.of(claim.claimant) if claim.claimant else "", []).append(claim)
        shown = []
        for who, mine in told.items():
            outlets = ", ".join(dict.fromkeys(claim.outlet for claim in mine if claim.outlet))
            at = moment_words(mine[0].at) if mine[0].at else ""
            inside = " ".join(filter(None, (outlets, at))) or "an unnamed outlet"
            shown.append(f"{who}, {'in ' if outlets else ''}{inside}" if who else inside)
        return f"({'; '.join(shown)})"


def news_line(news: News, names: Names, events: Mapping[EventId, Event]) -> str:
    """Return one piece of news as a sentence; "" where its parts have no words."""
    if news.kind == "number":
        return _number(news, names)
    words = names.words(news.evidence[0]) if news.evidence else ""
    if not words:
        return ""
    by = names.of(news.by) if news.by else _UNNAMED
    at = moment_words(news.at)
    match news.kind:
        case "told by more":
            return f"now told by {told_by(news.after)} (before: {news.before}): {words}"
        case "happening":
            outlet = names.outlet(news.evidence[0].report)
            told = " ".join(filter(None, (outlet, at)))
            count = "" if is_own(outlet) else told_by(max(news.after, 1))
            return f"{words} ({', '.join(filter(None, (told, count)))})"
        case "moved" | "called off" | "overdue":
            return _due(news, words, names.outlet(news.evidence[0].report))
        case "decided" | "contradicted":
            values = f"{news.was or 'not told'} → {news.now or 'not told'}"
            return f"{NEWS[news.kind]} {by} {at}: {values}: {words}"
        case "ours is behind":
            return _behind(news, words, names)
        case _:
            who = "" if news.kind in ("misread", "rejected") else f" {by} {at}"
            return f"{NEWS[news.kind]}{who}: {words}"


def _behind(news: News, words: str, names: Names) -> str:
    """Return our sentence and the newer one, with what both say where that is a value."""
    newer = news.evidence[-1]
    values = f" ({news.was} → {news.now})" if news.was and news.now else ""
    return f"{NEWS[news.kind]}{values}: {words} | {names.outlet(newer.report)}: {names.words(newer)}"


def _due(news: News, words: str, outlet: str) -> str:
    """Return what became of something due."""
    was = moment_words(news.was or "")
    match news.kind:
        case "overdue":
            return f"{NEWS[news.kind]} since {was}, nothing told of it in what was read: {words} ({outlet})"
        case "called off":
            return f"{NEWS[news.kind]} (was due {was}): {words} ({outlet})"
        case _:
            to = f" to {moment_words(news.now)}" if news.now else ""
            return f"{NEWS[news.kind]} from {was}{to}: {words} ({outlet})"


def _number(news: News, names: Names) -> str:
    move = news.move
    if move is None:
        return ""
    series = move.series
    standing = [point.claim for point in series.points if not point.superseded]
    now = names.versions(standing)
    what = role_word(series.role, series.scope)
    what = what[:1].upper() + what[1:]
    if move.before is None:
        return f"{what}: {now}"
    if move.before in {claim.value for claim in standing}:
        return f"{'DISPUTED ' if series.state == 'disputed' else ''}{what}: {now}"
    steps = f", {move.steps} steps" if move.steps > 1 else ""
    label = {"disputed": "DISPUTED ", "corrected": f"CORRECTED BY {_corrector(standing, names)} "}.get(
        series.state, ""
    )
    return f"{label}{what} {number(move.before)} → {now}{steps}"


def _corrector(standing: Sequence[QuantityClaim], names: Names) -> str:
    first = standing[0]
    return names.of(first.claimant) if first.claimant else first.outlet or names.of(first.origin)
