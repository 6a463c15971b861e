"""What is read in one text: actors, quotes, times, places, quantities and event mentions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from watchfloor.model.ids import TextId
from watchfloor.model.reasons import CodingRule, Doubt, Flag, FlagCode
from watchfloor.model.text import Span

Grade = Literal["strong", "weak"]

ActorKind = Literal["person", "organisation", "country", "group"]

QuoteKind = Literal["direct", "indirect", "mixed"]

QuoteAct = Literal[
    "statement",
    "question",
    "demand",
    "promise",
    "threat",
    "denial",
    "accusation",
    "belief",
    "intention",
    "evidence",
]

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]

PlacePrecision = Literal["point", "town", "region", "country"]

Bound = Literal["exact", "about", "at least", "at most"]

Polarity = Literal["asserted", "negated"]

Modality = Literal["actual", "threatened", "planned", "alleged", "conditional", "requested", "failed"]

EventContext = Literal[
    "military",
    "intelligence",
    "legislative",
    "election",
    "legal",
    "corruption",
    "terrorism",
    "cyber",
    "cbrn",
    "peacekeeping",
    "territory",
    "economic",
    "resource",
    "environment",
    "disaster",
    "disease",
    "refugee",
    "migration",
    "human-rights",
    "gender",
    "religion",
    "misinformation",
]

DateBasis = Literal["stated", "report"]
DatePrecision = Literal["day", "month", "year", "week", "season", "time", "decade", "unknown"]


class EventType(StrEnum):
    """PLOVER's event types (openeventdata/PLOVER, manual 0.8), and three for what happens without a doer."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    DISASTER = "DISASTER"  # modes after GLIDE: earthquake, flood, storm, wildfire, drought, landslide, ...
    ACCIDENT = "ACCIDENT"  # modes after EM-DAT: road, rail, air, sea, industrial, collapse, fire, ...
    ACCESS = "ACCESS"  # modes: closed, damaged, reopened


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """An office or function that an actor holds; `of` is a country code or the name of an organisation."""

    title: str
    of: str | None = None
    first_seen: str | None = None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A tie between two actors that the text states ("his wife, Cilia Flores")."""

    kind: str
    to: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorChain:
    """All mentions of one actor in one text.

    `id` is local to the text ("a1"). `mentions` includes titles, pronouns and relations that resolve to the
    actor; `acts_for` is the country whose government a metonym stands for ("Moscow" acting for "RU");
    `noun` the noun that an actor without a name is told by ("gunman").
    """

    id: str
    name: str
    kind: ActorKind
    mentions: tuple[Span, ...]
    country: str | None = None
    roles: tuple[Role, ...] = ()
    relations: tuple[Relation, ...] = ()
    gender: Literal["female", "male"] | None = None
    acts_for: str | None = None
    noun: str | None = None
    public: bool = True
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An attribution: somebody (`source`, resolved to `speaker`) expresses (`cue`) some `content`.

    `said` is the day of the saying where the text tells it; `within` the index of the quote it is nested in;
    `polarity` tells a statement from one that was not made ("did not say that").
    """

    kind: QuoteKind
    act: QuoteAct
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: str | None = None
    addressee: str | None = None
    said: str | None = None
    said_time: int | None = None
    within: int | None = None
    polarity: Polarity = "asserted"
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A date that an expression leads to without naming it: an anniversary leads to its first year."""

    value: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """An expression of time.

    `expression` is its meaning before the publication date is known, in the notation of
    extract/times/values.py; `value` the TIMEX3 value with that date, with X for what stays unknown.
    """

    span: Span
    type: TimeType
    value: str
    expression: str = ""
    derived: Derived | None = None
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A named place, with coordinates (WGS 84 degrees) where the gazetteer knows it.

    `code` is that of the floor's own table; `within` the names, codes and GeoNames numbers of what holds a
    place of that table.
    """

    span: Span
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    code: str | None = None
    within: tuple[str, ...] = ()
    precision: PlacePrecision = "town"
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number of something; `role` tells what became of the counted (killed, wounded, arrested, ...)."""

    span: Span
    value: float
    low: float | None = None
    high: float | None = None
    bound: Bound = "exact"
    unit: str | None = None
    what: str | None = None
    role: str | None = None
    event: int | None = None
    time: int | None = None
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """When something happened: first and last day (ISO 8601, either may be open) and how precise that is.

    `basis` is "report" where the text names no day: a lead in the past tense tells of the day of the report
    or the day before.
    """

    start: str | None
    end: str | None
    precision: DatePrecision
    basis: DateBasis = "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """A happening as one sentence tells it, coded by PLOVER type and mode.

    `source` and `target` are local actor ids; `about` is what the event is over. `time` is the index of the
    time mention that dates it; `date` is that time resolved (None until a date is known). `recent`: the lead
    tells it as just done and names no day, so that the report dates it. `contexts`: what it has to do with.
    """

    type: EventType
    mode: str | None
    trigger: tuple[Span, ...]
    sentence: Span
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    source_spans: tuple[Span, ...] = ()
    target_spans: tuple[Span, ...] = ()
    about: tuple[Span, ...] = ()
    place: int | None = None
    time: int | None = None
    since: bool = False
    recent: bool = False
    date: DateRange | None = None
    polarity: Polarity = "asserted"
    modality: Modality = "actual"
    contexts: tuple[EventContext, ...] = ()
    attributed_to: int | None = None
    rule: CodingRule | None = None
    doubts: tuple[Doubt, ...] = ()
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """What one version of the extractor read in one text, and between which moments the floor held that.

    `found` counts what was read, by kind; `now` tells whether a rendition shows this text today.
    """

    text_id: TextId
    extractor: str
    published: str | None
    known: str
    until: str | None
    found: Mapping[str, int]
    now: bool
    withheld: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything read in one text; lists refer to each other by index, quotes and events to actors by id.

    `published` is the date the times were resolved against, `zone` the time zone in which its day counts, by
    the dateline or the outlet (None: unknown, its day as written); `extractor` the version that read.
    """

    text_id: TextId
    language: str
    extractor: str
    published: str | None = None
    sentences: tuple[Span, ...] = ()
    actors: tuple[ActorChain, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[TimeMention, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[EventMention, ...] = ()
    flags: tuple[Flag, ...] = ()
    zone: str | None = None

    @property
    def unread(self) -> bool:
        """Tell whether the text is in a language whose grammar was not read."""
        return any(flag.code is FlagCode.UNSUPPORTED_LANGUAGE for flag in self.flags)

    @property
    def failed(self) -> tuple[Flag, ...]:
        """Return the flags of the finders that failed in this text."""
        return tuple(flag for flag in self.flags if flag.code is FlagCode.FINDER_FAILED)
