"""Everything known at one moment, and which type shows which value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from watchfloor.exchange.schema.changes import (
    ActOut,
    AlertOut,
    ChangeOut,
    act_out,
    alert_out,
    change_out,
    delivery_out,
)
from watchfloor.exchange.schema.common import Situation, TextOut, text_out
from watchfloor.exchange.schema.events import (
    DisagreementOut,
    EventOut,
    TimelineEntryOut,
    disagreement_out,
    due_out,
    entry_out,
    event_out,
)
from watchfloor.exchange.schema.numbers import NumberSeriesOut, number_told_out, series_out
from watchfloor.exchange.schema.reports import (
    RefusedOut,
    ReportOut,
    reading_out,
    refused_out,
    report_out,
    told_out,
)
from watchfloor.exchange.schema.stories import ActorOut, StoryOut, actor_out, story_out
from watchfloor.model import (
    Actor,
    Alert,
    Change,
    Coverage,
    Delivery,
    Disagreement,
    DueTold,
    Event,
    Judgement,
    NumberSeries,
    NumberTold,
    Quarantined,
    QuoteTold,
    Report,
    ReportReading,
    Story,
    TimelineEntry,
)


class SituationOut(Struct, kw_only=True):
    """Everything known of a stream of articles at one moment."""

    texts: list[TextOut]
    reports: list[ReportOut]
    stories: list[StoryOut]
    actors: list[ActorOut]
    events: list[EventOut]
    timeline: list[TimelineEntryOut]
    disagreements: list[DisagreementOut]
    numbers: list[NumberSeriesOut]
    changes: list[ChangeOut]
    alerts: list[AlertOut]
    quarantine: list[RefusedOut]
    coverage: Coverage | None
    judgements: list[ActOut]


def situation_out(situation: Situation) -> SituationOut:
    """Return a situation report in the interchange."""
    value = situation.value
    return SituationOut(
        texts=[text_out(text.id, situation) for text in value.texts],
        reports=[reading_out(reading) for reading in value.reports],
        stories=[story_out(story) for story in value.stories],
        actors=[actor_out(actor, situation) for actor in value.actors],
        events=[event_out(event, situation) for event in value.events],
        timeline=[entry_out(entry, situation) for entry in value.timeline],
        disagreements=[disagreement_out(item, situation) for item in value.disagreements],
        numbers=[series_out(series, situation) for series in value.numbers],
        changes=[change_out(change, situation) for change in value.changes],
        alerts=[alert_out(alert) for alert in value.alerts],
        quarantine=[refused_out(item) for item in value.quarantined],
        coverage=value.coverage,
        judgements=[act_out(act) for act in value.judgements],
    )


def out(value: object, situation: Situation) -> Struct:
    """Return one value of the model as it looks in every JSON; its words come from `situation`."""
    return _OUT[type(value)](value, situation)


def listed_out(
    value: object, situation: Situation, *, known: str, weak: bool = False, beside: Sequence[str] = ()
) -> dict[str, Any]:
    """Return a row of a list: the value, when it became known here, and whether it is a weak reading.

    `beside` are the ids of what our own people tell of the same.
    """
    built = msgspec.to_builtins(out(value, situation))
    more = {**({"weak": True} if weak else {}), **({"beside": list(beside)} if beside else {})}
    return {**built, "known": built.get("known") or known, **more}


_OUT: Mapping[type, Callable[[Any, Situation], Struct]] = {
    Actor: actor_out,
    Alert: lambda it, _: alert_out(it),
    Change: change_out,
    Delivery: lambda it, _: delivery_out(it),
    Disagreement: disagreement_out,
    DueTold: due_out,
    Event: event_out,
    Judgement: lambda it, _: act_out(it),
    NumberSeries: series_out,
    NumberTold: number_told_out,
    Quarantined: lambda it, _: refused_out(it),
    QuoteTold: lambda it, _: told_out(it),
    Report: lambda it, _: report_out(it),
    ReportReading: lambda it, _: reading_out(it),
    Story: lambda it, _: story_out(it),
    TimelineEntry: entry_out,
}
