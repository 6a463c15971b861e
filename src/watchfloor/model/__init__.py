"""The vocabulary: every stage consumes and yields these values, and nothing else.

All of them are frozen. Spans are half-open ranges of Unicode code points into one Text, which is never
rewritten. Moments are ISO 8601 strings: a date ("2026-01-27") where only the day is known, a UTC time
("2026-01-27T08:00:00Z") otherwise. Time values are TIMEX3 values; countries are ISO 3166-1 alpha-2 codes.

Field names are those of the interchange (docs/interchange.md), so that msgspec writes them as they are.
"""

from watchfloor.model.alerts import (
    Alert,
    AlertState,
    Delivery,
    DeliveryState,
)
from watchfloor.model.audience import Audience
from watchfloor.model.changes import (
    Change,
    ChangeScope,
    ChangeType,
    Disagreement,
    Subject,
    TimelineEntry,
    Version,
)
from watchfloor.model.events import (
    Actor,
    Event,
    EventMember,
    Evidence,
    OriginVoices,
    Place,
    QuantityClaim,
)
from watchfloor.model.findings import (
    ActorChain,
    ActorKind,
    Bound,
    DatePrecision,
    DateRange,
    Derived,
    EventMention,
    EventType,
    Findings,
    Grade,
    Modality,
    PlaceMention,
    PlacePrecision,
    Polarity,
    Quantity,
    Quote,
    QuoteAct,
    QuoteKind,
    Relation,
    Role,
    TimeMention,
    TimeType,
)
from watchfloor.model.judgements import (
    MACHINE,
    Judgement,
    JudgementKind,
)
from watchfloor.model.reasons import (
    CodingRule,
    Doubt,
    EvidenceKind,
    EvidenceScore,
    Flag,
    FlagCode,
    Note,
    NoteKind,
    Reason,
    ReasonCode,
)
from watchfloor.model.renditions import (
    Quarantined,
    Rendition,
    rendition_id,
)
from watchfloor.model.reports import (
    Membership,
    Part,
    Placement,
    RenditionRelation,
    Report,
    Signature,
)
from watchfloor.model.scope import (
    Scope,
    TimeBound,
)
from watchfloor.model.situations import (
    Coverage,
    ReportReading,
    SituationReport,
    UnreadSource,
)
from watchfloor.model.sources import (
    Source,
    SourceHealth,
    SourceKind,
    SourceStatus,
)
from watchfloor.model.stories import (
    Chapter,
    Story,
)
from watchfloor.model.text import (
    WITHHELD,
    Span,
    Text,
    digest,
)

__all__ = [
    "MACHINE",
    "WITHHELD",
    "Actor",
    "ActorChain",
    "ActorKind",
    "Alert",
    "AlertState",
    "Audience",
    "Bound",
    "Change",
    "ChangeScope",
    "ChangeType",
    "Chapter",
    "CodingRule",
    "Coverage",
    "DatePrecision",
    "DateRange",
    "Delivery",
    "DeliveryState",
    "Derived",
    "Disagreement",
    "Doubt",
    "Event",
    "EventMember",
    "EventMention",
    "EventType",
    "Evidence",
    "EvidenceKind",
    "EvidenceScore",
    "Findings",
    "Flag",
    "FlagCode",
    "Grade",
    "Judgement",
    "JudgementKind",
    "Membership",
    "Modality",
    "Note",
    "NoteKind",
    "OriginVoices",
    "Part",
    "Place",
    "PlaceMention",
    "PlacePrecision",
    "Placement",
    "Polarity",
    "Quantity",
    "QuantityClaim",
    "Quarantined",
    "Quote",
    "QuoteAct",
    "QuoteKind",
    "Reason",
    "ReasonCode",
    "Relation",
    "Rendition",
    "RenditionRelation",
    "Report",
    "ReportReading",
    "Role",
    "Scope",
    "Signature",
    "SituationReport",
    "Source",
    "SourceHealth",
    "SourceKind",
    "SourceStatus",
    "Span",
    "Story",
    "Subject",
    "Text",
    "TimeBound",
    "TimeMention",
    "TimeType",
    "TimelineEntry",
    "UnreadSource",
    "Version",
    "digest",
    "rendition_id",
]
