"""The vocabulary: every stage consumes and yields these values, and nothing else.

All of them are frozen. Spans are half-open ranges of Unicode code points into one Text, which is never
rewritten. Moments are ISO 8601 strings: a date ("2026-01-27") where only the day is known, a UTC time
("2026-01-27T08:00:00Z") otherwise. Time values are TIMEX3 values; countries are ISO 3166-1 alpha-2 codes.

Field names are those of the interchange (docs/interchange.md), so that msgspec writes them as they are.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NamedTuple

# --------------------------------------------------------------------------------------- words and spans


class Span(NamedTuple):
    """A half-open range of code points in a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words of `text` in this span."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


def digest(*parts: str) -> str:
    """Return the id of `parts`: the first 16 hexadecimal digits of a SHA-256 over them, NUL-separated."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


WITHHELD = "[withheld]"  # what stands where words were taken out


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """An immutable, content-addressed body of words; every span points into one."""

    id: str
    text: str

    @classmethod
    def of(cls, words: str) -> Text:
        """Return the Text of `words`."""
        return cls(id=digest(words), text=words)


# --------------------------------------------------------------------------------------------- renditions


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One copy of an article, as read from one place at one time.

    `paragraphs` are the spans of the body: a title, a standfirst or a header line that stands inside the
    text is left out of them and has its own span. `published_from` and its fellows name the place the value
    was read in ("header line", "first line", "json-ld", "meta", "time element", "input", "url", ...).
    """

    id: str
    text_id: str
    text: str
    paragraphs: tuple[Span, ...]
    path: str | None = None
    url: str | None = None
    title: str | None = None
    title_from: str | None = None
    title_span: Span | None = None
    standfirst: str | None = None
    standfirst_from: str | None = None
    standfirst_span: Span | None = None
    byline: str | None = None
    byline_from: str | None = None
    credit: str | None = None
    section: str | None = None
    published: str | None = None
    published_from: str | None = None
    modified: str | None = None
    modified_from: str | None = None
    outlet: str | None = None
    language: str | None = None
    arrived: str | None = None
    given_id: str | None = None
    flags: tuple[str, ...] = ()


def rendition_id(*, url: str | None, outlet: str | None, text_id: str) -> str:
    """Return the id of a rendition: hash of its canonical URL, else outlet, else nothing, and its text."""
    return digest("rendition", url or outlet or "", text_id)


# ----------------------------------------------------------------------------------------------- sources

SourceKind = Literal["feed", "sitemap", "page", "folder", "file"]
SourceStatus = Literal["new", "healthy", "failing", "broken", "refused", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A feed, sitemap, page, folder or file, read again and again; `url` is its address or absolute path.

    `group` is the path of folders it is filed under; a paused source is kept and not read.
    """

    id: str
    url: str
    kind: SourceKind
    title: str | None = None
    group: tuple[str, ...] = ()
    site: str | None = None
    language: str | None = None
    paused: bool = False
    added: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceHealth:
    """How a source is doing: a state of our work, never of the world.

    `failures` counts tries without success since the last one; `tried`, `read` and `fresh` are the moments of
    the last try, the last success and the last success that brought something new; `interval` are the
    seconds between visits, `due` the moment of the next (None: never again). `etag` and `modified` are the
    validators of the last answer, kept only once all of that answer is admitted.
    """

    status: SourceStatus = "new"
    failures: int = 0
    error: str | None = None
    remedy: str | None = None
    tried: str | None = None
    read: str | None = None
    fresh: str | None = None
    interval: int = 1800
    due: str | None = None
    etag: str | None = None
    modified: str | None = None
    moved_to: str | None = None
    moved_times: int = 0


# ----------------------------------------------------------------------------------------------- findings

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
DatePrecision = Literal["day", "month", "year", "week", "season", "time", "decade", "unknown"]


class EventType(StrEnum):
    """PLOVER's event types (openeventdata/PLOVER, manual 0.8)."""

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
    actor; `acts_for` is the country whose government a metonym stands for ("Moscow" acting for "RU").
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
    public: bool = True
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """An attribution: somebody (`source`, resolved to `speaker`) expresses (`cue`) some `content`.

    `said` is the day of the saying where the text tells it; `within` the index of the quote it is nested in.
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

    `expression` is its meaning before the publication date is known (extract/times.py tells the notation);
    `value` the TIMEX3 value with that date, or a value with X for what stays unknown.
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
    """A named place, with coordinates (WGS 84 degrees) where the gazetteer knows it."""

    span: Span
    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
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
    """When something happened: first and last day (ISO 8601, either may be open) and how precise that is."""

    start: str | None
    end: str | None
    precision: DatePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """A happening as one sentence tells it, coded by PLOVER type and mode.

    `source` and `target` are local actor ids; `about` is what the event is over. `time` is the index of the
    time mention that dates it; `date` is that time resolved (None until a date is known).
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
    date: DateRange | None = None
    polarity: Polarity = "asserted"
    modality: Modality = "actual"
    attributed_to: int | None = None
    rule: str = ""
    confidence: float = 1.0
    grade: Grade = "strong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything read in one text; lists refer to each other by index, quotes and events to actors by id.

    `published` is the date the times were resolved against; `extractor` the version that read.
    """

    text_id: str
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
    flags: tuple[str, ...] = ()


# ---------------------------------------------------------------------------------- merging: what is whose

RenditionRelation = Literal["original", "rendition", "revision", "copy"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What places a text beside others without parsing it; `version` names the algorithm.

    All but `version` and `notes`, what the text says about itself ("teaser", "correction ..."), are 32-bit
    hashes of words, little-endian. `words` and `title` are the folded words in order, `name_words` those of
    its different names, `number_words` its different numbers that stand by themselves, both in order;
    `proper`, sorted, the words of opening and title that the text never writes without a capital.
    """

    version: str
    words: bytes = b""
    title: bytes = b""
    notes: tuple[str, ...] = ()
    name_words: bytes = b""
    number_words: bytes = b""
    proper: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a rendition belongs, and why: the record that `explain` shows.

    `reasons` are short sentences in the order in which they decided; `scores` what was measured.
    """

    rendition: str
    report: str
    origin: str
    story: str
    relation: RenditionRelation
    reasons: tuple[str, ...] = ()
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a report with the rendition it came from and the place it was read in."""

    value: str
    rendition: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A rendition's place in its report; `added` and `missing` are spans of what it has beyond, or lacks of,
    the report's text: `added` into the rendition's own text, `missing` into the report's text.
    """

    id: str
    text_id: str
    relation: RenditionRelation
    path: str | None = None
    url: str | None = None
    added: tuple[Span, ...] = ()
    missing: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One outlet's article: its renditions and versions, the best parts of each, never a stitched body.

    `conflicts` are parts that another rendition gives differently.
    """

    id: str
    text_id: str
    versions: tuple[str, ...]
    renditions: tuple[Membership, ...]
    origin: str
    origin_name: str | None = None
    title: Part | None = None
    standfirst: Part | None = None
    byline: Part | None = None
    credit: Part | None = None
    section: Part | None = None
    published: Part | None = None
    modified: Part | None = None
    outlet: str | None = None
    language: str | None = None
    conflicts: tuple[tuple[str, Part], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A part of a story that is told together: its days, its reports, and a headline chosen from theirs."""

    title: str
    first: str | None
    last: str | None
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The reports about the same happening or chain of happenings; `origins` counts separate families.

    `chapters` are told where the story is shown, and not kept.
    """

    id: str
    title: str
    reports: tuple[str, ...]
    origins: int
    first: str | None
    last: str | None
    chapters: tuple[Chapter, ...] = ()


# ------------------------------------------------------------------------------- tracking: what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The exact words a statement rests on."""

    report: str
    text_id: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person, organisation, country or group that mentions of several reports resolve to.

    `key` is what later mentions are matched by: kind, country and folded name; a private person's holds the
    report, so that nobody without a public role is followed from one report into another.
    """

    id: str
    name: str
    kind: ActorKind
    country: str | None = None
    roles: tuple[Role, ...] = ()
    public: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place as events carry it."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None
    precision: PlacePrecision = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginVoices:
    """Which origins tell of an event in their own voice, as somebody's claim, or as denied."""

    own_voice: tuple[str, ...] = ()
    attributed: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityClaim:
    """A number that one origin gives for an event, with its claimant where one is named."""

    role: str | None
    what: str | None
    unit: str | None
    value: float
    low: float | None
    high: float | None
    bound: Bound
    at: str | None
    origin: str
    outlet: str | None
    claimant: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMember:
    """An event mention as its event holds it: actors resolved, place and date copied, words as spans.

    `claimant` is the actor it is attributed to; `denied` that the claimant, or the text, says that it did not
    happen; `telling` is the digest of type and sentence, the same in every copy.
    """

    id: str
    report: str
    origin: str
    text_id: str
    outlet: str | None
    published: str | None
    type: EventType
    mode: str | None
    span: Span
    trigger: tuple[Span, ...]
    telling: str = ""
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    place: Place | None = None
    date: DateRange | None = None
    modality: Modality = "actual"
    claimant: str | None = None
    attributed: bool = False
    denied: bool = False
    quantities: tuple[QuantityClaim, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One happening in the world: all event mentions of it. It counts happenings, not reports."""

    id: str
    type: EventType
    mode: str | None
    story: str
    members: tuple[EventMember, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    place: Place | None = None
    date: DateRange | None = None
    polarity: Polarity = "asserted"
    modality: Modality = "actual"
    attributed_to: tuple[str, ...] = ()
    origins: OriginVoices = OriginVoices()
    claimants: tuple[str, ...] = ()
    quantities: tuple[QuantityClaim, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    grade: Grade = "strong"


class Subject(NamedTuple):
    """What a change or an alert is about: a kind ("event", "story", "report") and an id."""

    kind: str
    id: str


ChangeType = Literal[
    "new story",
    "new event",
    "corroborated",
    "number revised",
    "number disputed",
    "denied",
    "withdrawn",
    "merged",
    "split",
    "rejected",
    "revised",
    "reread",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A typed difference in what is known: the only thing watches look at.

    `at` is when it happened in the world (where known), `known` when the floor learned it. `before` and
    `after` are short values. Scopes that watches select by stand beside it: `event` is the event as of then.
    """

    id: str
    type: ChangeType
    at: str | None
    known: str
    about: Subject
    before: str | None
    after: str | None
    score: float
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Versions of one matter that cannot all be right, each with who says it."""

    about: str
    event: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One value in a disagreement."""

    value: str
    says: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One dated statement of a situation, in the words of its report."""

    date: str
    precision: DatePrecision
    text: str
    evidence: tuple[Evidence, ...]


# --------------------------------------------------------------------------------- watching: what to do

AlertState = Literal["open", "closed"]
DeliveryState = Literal["pending", "delivered", "failed", "uncertain", "dead"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """A watch that fired for one event or story; updated in place."""

    id: str
    watch: str
    about: Subject
    state: AlertState
    level: str
    opened: str
    updated: str
    changes: tuple[str, ...]
    reason: str
    correction: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One action of one alert on one channel: a row of the outbox.

    `payload` is the JSON body as it will be sent; `due` the moment of the next try.
    """

    id: str
    alert: str
    channel: str
    payload: str
    state: DeliveryState = "pending"
    attempts: int = 0
    due: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantined:
    """An input that was refused, with the reason a person can act on."""

    id: str
    where: str
    reason: str
    arrived: str
    text_id: str | None = None


# ---------------------------------------------------------------------------------- what a look gives back


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportReading:
    """A report with what was read in its text."""

    report: Report
    findings: Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadSource:
    """A source that was followed and not read at a moment: since when, and why as far as known."""

    id: str
    url: str
    title: str | None
    status: str
    since: str
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What an answer rests on, as of `at`: the sources followed, the days they were read, the languages.

    Days are UTC days from `since`, when the first source was followed. `gaps` are the stretches of days
    (first, last) on which nothing was read, `thin` those on which fewer than three quarters of the sources
    were. `healthy_days` counts the days up to `at` on which enough was read; `baseline` tells that they are
    four weeks. `languages` counts reports, of sources and of files alike; `first` and `last` are the days of
    their publication.
    """

    at: str | None
    followed: int = 0
    paused: int = 0
    read: int = 0
    unread: tuple[UnreadSource, ...] = ()
    since: str | None = None
    days: int = 0
    days_read: int = 0
    gaps: tuple[tuple[str, str], ...] = ()
    thin: tuple[tuple[str, str], ...] = ()
    healthy_days: int = 0
    baseline: bool = False
    reports: int = 0
    languages: dict[str, int] = field(default_factory=dict)
    first: str | None = None
    last: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationReport:
    """Everything known of a stream of articles at one moment, as `watchfloor run` shows it."""

    texts: tuple[Text, ...]
    reports: tuple[ReportReading, ...]
    stories: tuple[Story, ...]
    actors: tuple[Actor, ...]
    events: tuple[Event, ...]
    timeline: tuple[TimelineEntry, ...]
    disagreements: tuple[Disagreement, ...]
    changes: tuple[Change, ...]
    alerts: tuple[Alert, ...]
    quarantined: tuple[Quarantined, ...] = ()
    coverage: Coverage | None = None
    judgements: tuple[Judgement, ...] = ()


# ------------------------------------------------------------------------------- judging: what people decided

JudgementKind = Literal["note", "reject", "replace", "merge", "split", "status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an analyst decided on a finding, event, story or actor: a dated act beside the machine's value.

    `value` is the note, the replacement, the status ("unchecked", "checked", "disputed") or the other id.
    A merge or split names the reports that went from `about` to `value` as `members`, and the act that it
    undoes, if any; those of the machine are kept in the same way, `by` "watchfloor".
    """

    id: str
    kind: JudgementKind
    about: Subject
    value: str | None
    by: str
    at: str
    reason: str
    members: tuple[str, ...] = ()
    undoes: str | None = None
