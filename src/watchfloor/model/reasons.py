"""What was decided, as data: why a text was placed, and what was measured.

Codes are kept in stores and never change their meaning; sentences for people are made of them in
`exchange.wording` and are read by nobody else.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Literal

import msgspec

from watchfloor.model.text import Span


class ReasonCode(StrEnum):
    """Why something was decided; the fields of `Reason` that a code fills stand beside it."""

    # Whether two texts go back to one authored text: `subject_id` is the rendition compared with.
    FEW_SHARED_WORDS = "few shared words"  # value: words
    QUOTED_STATEMENT = "quoted statement"  # value: words
    FORM_OF_ANOTHER_DAY = "form of another day"  # value: share of the words
    SHARED_WORDS = "shared words"  # value: share of the words, second: of the text they are spread over
    SAME_ADDRESS = "same address"  # value: share of the words
    TOO_FEW_SHARED_WORDS = "too few shared words"  # value: share of the words
    FORM_WITH_OTHER_NUMBERS = "form with other numbers"  # value: share of the words, second: of the numbers
    FORM_WITH_OTHER_NAMES = "form with other names"  # value: share of the words, second: names and numbers
    TITLES_NAME_OTHERS = "titles name others"
    NOTICE_ONLY = "notice only"
    SAME_BUT_NOTICE = "same but notice"

    # Which report a rendition belongs to, and what it is there.
    SEEN_BEFORE = "seen before"
    PUBLISHED_FIRST = "published first"
    KEPT_WITHOUT_OUTLET = "kept without outlet"
    ANOTHER_OUTLET = "another outlet"  # outlet: the new one's, other_outlet: the first one's
    SAME_BUT_FURNITURE = "same but furniture"
    SAME_WORDS = "same words"
    FILED_AGAIN = "filed again"  # needed: hours
    NO_OUTLET_NAMED = "no outlet named"  # further: what it is then

    # What makes a text another version of a report.
    CORRECTION_NOTE = "correction note"
    NUMBERS_CHANGED = "numbers changed"  # value: numbers
    REWORDED = "reworded"  # value: places
    EDITED = "edited"
    EDITED_AND_DATED = "edited and dated"  # value: passages, moment: of the change
    WORDS_MOVED_AND_DATED = "words moved and dated"  # moment: of the change
    EDITED_SEEN_LATER = "edited, seen later"  # value: passages
    WORDS_ADDED = "words added"  # value: words
    OTHER_OPENING = "other opening"

    # Which story a report tells of: `subject_id` is the story.
    NO_STORY_NEAR = "no story near"
    NEAREST_STORY = "nearest story"  # value: total, needed
    JOINED_STORY = "joined story"  # value: total, needed
    TOLD_BY_OUR_OWN = "told by our own"
    OTHER_MAIN_NAMES = "other main names"
    MEANS_ANOTHER = "means another"
    MEANS_THE_SAME = "means the same"  # subject_id: a rendition, language, value: cosine, needed
    FAMILY_MOVED = "family moved"

    # What became of it since: `subject_id` is the story that was left, `other_id` where it went.
    STORY_MERGED = "story merged"
    STORY_SPLIT = "story split"
    MOVED_BY_MERGE = "moved by merge"  # further: why
    MOVED_BY_SPLIT = "moved by split"  # further: why
    READ_AGAIN = "read again"  # subject_id: the text, other_id: the text before, moment

    # Why stories are merged and split.
    TWO_GROUPS = "two groups"
    TWO_GROUPS_BY_NAMES = "two groups by names"
    WITNESSED = "witnessed"
    SAME_HAPPENING = "same happening"
    SAID_BY_PERSON = "said by person"  # words: theirs

    # What makes a change: `teller` is where it stands, `details` what is told.
    FITS_NO_STORY = "fits no story"
    FITS_NO_EVENT = "fits no event"  # details: the type
    REPORTED_BY_ANOTHER = "reported by another"
    TEXT_PUBLISHED = "text published"
    DENIED_BY_REPORT = "denied by report"  # teller
    DENIED_BY_CLAIMANT = "denied by claimant"
    NOT_TOLD_ANY_MORE = "not told any more"
    WORDED_OTHERWISE = "worded otherwise"  # teller
    TOLD_OTHERWISE = "told otherwise"  # teller, details: what of it
    TOLD_IN_OTHER_WORDS = "told in other words"  # teller
    NUMBER_CORRECTED = "number corrected"  # teller, details: the number now, and before
    CLAIM_REVISED = "claim revised"  # details: of what
    CLAIMS_DISAGREE = "claims disagree"  # details: of what
    REJECTED_BY_PERSON = "rejected by person"  # by: who, words: theirs
    DECIDED_BY_PERSON = "decided by person"  # by: who, words: theirs, details: the slot
    CONTRADICTS_DESK = "contradicts desk"  # by: who decided, details: the slot
    OURS_BEHIND = "ours is behind"  # details: of what
    PAGE_GONE = "page gone"  # value: the status that the site answers
    DUE_MOVED = "due moved"  # moment: the day on which it was due
    DUE_CALLED_OFF = "due called off"  # moment: the day on which it was due
    NOTHING_TOLD_SINCE = "nothing told since"  # moment: the day on which it was due

    # What makes a change of a situation: `details` are the mark and its name, `value` what there was up to
    # the day `moment`, `second` what is usual.
    MORE_THAN_USUAL = "more than usual"
    LESS_THAN_USUAL = "less than usual"
    MORE_HOSTILE = "more hostile"
    LESS_HOSTILE = "less hostile"
    NOTHING_HAPPENED_SINCE = "nothing happened since"  # value: the days that a watch waits, moment: the last

    # What makes a change when the same words are read again.
    OTHER_VERSION_READS = "other version reads"  # details: the versions, old and new; further: how
    NOT_READ_ANY_MORE = "not read any more"
    READ_AS_DENIAL = "read as denial"
    READ_AS_UNREAL = "read as unreal"  # details: the modality
    OTHER_WORDS_FETCHED = "other words fetched"
    SAME_WORDS_READ = "same words read"  # further: what is read otherwise
    COUNT_OTHERWISE = "count otherwise"  # second: before, value: now, details: of what
    PART_OTHERWISE = "part otherwise"  # details: the part
    NOT_READ_BEFORE = "not read before"

    AS_RECORDED = "as recorded"  # words: a sentence of an older version that no code stands for


class Teller(StrEnum):
    """Which text of a report tells something that the one before did not."""

    LATER_VERSION = "later version"
    ANOTHER_COPY = "another copy"


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that decided; `further` are what goes with it, or what is behind it.

    `value` is what was measured and `needed` what is enough; `words` are a person's own.
    """

    code: ReasonCode
    subject_id: str | None = None
    other_id: str | None = None
    value: float | None = None
    second: float | None = None
    needed: float | None = None
    moment: str | None = None
    language: str | None = None
    outlet: str | None = None
    other_outlet: str | None = None
    words: str | None = None
    by: str | None = None
    teller: Teller | None = None
    details: tuple[str, ...] = ()
    further: tuple[Reason, ...] = ()

    @classmethod
    def said(cls, words: str) -> Reason:
        """Return the reason that a person gave."""
        return cls(code=ReasonCode.SAID_BY_PERSON, words=words)

    def with_further(self, *reasons: Reason) -> Reason:
        """Return this reason with more that goes with it."""
        return msgspec.structs.replace(self, further=(*self.further, *reasons))

    def reworded(self, change: Callable[[str], str]) -> Reason:
        """Return this reason with people's words and what was told in it as `change` gives them."""
        return msgspec.structs.replace(
            self,
            words=change(self.words) if self.words else self.words,
            by=change(self.by) if self.by else self.by,
            details=tuple(map(change, self.details)),
            further=tuple(reason.reworded(change) for reason in self.further),
        )

    def ids(self) -> tuple[str, ...]:
        """Return the ids that this reason and those behind it name."""
        own = tuple(id_ for id_ in (self.subject_id, self.other_id) if id_)
        return own + tuple(id_ for reason in self.further for id_ in reason.ids())


class EvidenceKind(StrEnum):
    """What is measured between a text and what it is compared with."""

    WORDS_SHARED = "words shared"  # with a rendition; all others are with a story
    RESEMBLANCE = "resemblance"
    OPENING_KNOWN = "opening known"
    NAMES_KNOWN = "names known"
    ITS_NAMES = "its names"
    OTHER_MAIN_NAMES = "other main names"
    QUIET = "quiet"
    TOTAL = "total"


class EvidenceScore(msgspec.Struct, frozen=True):
    """One measured likeness to a rendition or story; `other_id` is what was compared with."""

    kind: EvidenceKind
    other_id: str
    value: float


class NoteKind(StrEnum):
    """What a text says about itself."""

    TEASER = "teaser"  # it points on to the whole
    CORRECTION = "correction"  # it owns up to a mistake


class Note(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a text says about itself; of a correction `shingle` is the hash of the note's first words."""

    kind: NoteKind
    shingle: int | None = None


class FlagCode(StrEnum):
    """What is odd about an input, or about how it was read."""

    # How it came: `detail` is the cause.
    RESERVED = "reserved"
    ITEM_WITHOUT_LINK = "item without link"
    WHOLE_TEXT_IN_FEED = "whole text in feed"
    READ_FROM_FEED = "read from feed"
    PAGE_NOT_READ = "page not read"
    TITLE_ONLY = "title only"
    CUT_SHORT = "cut short"
    UNDATED = "undated"  # detail: when it was archived

    # What its bytes are: `count` is how many.
    ENCODING_GUESSED = "encoding guessed"  # detail: the encoding
    BYTES_REPLACED = "bytes replaced"
    CHARACTERS_REPLACED = "characters replaced"
    FEED_CUT = "feed cut"
    ILL_FORMED_FEED = "ill-formed feed"  # detail: the first fault
    DEFECTIVE_MAIL = "defective mail"  # detail: the defect
    PARTS_LEFT_OUT = "parts left out"  # count: those that were read
    ATTACHMENTS_LEFT_OUT = "attachments left out"
    PAGES_LEFT_OUT = "pages left out"  # count: those that were read, of
    ATTRIBUTES_LEFT_OUT = "attributes left out"
    FLATTENED = "flattened"  # count: how deep it may be nested
    BODY_FROM_DATA = "body from data"

    # What its parts are: `detail` is what stands there, `part` is the part.
    NO_DATE = "no date"
    NO_ISO_DATE = "no iso date"
    FUTURE_DATE = "future date"
    UNUSED_FUTURE_DATE = "unused future date"
    DEFAULT_DATE = "default date"
    FUTURE_MODIFICATION = "future modification"
    DATE_OF_FILE = "date of file"
    NOT_A_STRING = "not a string"
    NO_SPANS = "no spans"

    # What was read in it, and what is left of it.
    UNSUPPORTED_LANGUAGE = "language not read"  # detail: the language
    FINDER_FAILED = "finder failed"  # part: the finder, detail: the kind of error
    DAYS_IN_UTC = "days in utc"
    LONG_SENTENCES = "long sentences"  # count: the paragraphs that hold them
    NOT_FREE = "not free"
    NOTICE_ONLY = "notice only"
    WITHHELD = "withheld"

    AS_GIVEN = "as given"  # detail: in the words of an input line, or of an older version


class Flag(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that is odd about an input, with what its code asks for."""

    code: FlagCode
    detail: str | None = None
    part: str | None = None
    count: int | None = None
    of: int | None = None


class CodingRule(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What coded an event: an entry of the tables of verbs or nouns, under what it stands in the sentence.

    `type` is that of the entry; `light` the light verb of a noun ("make"), `governor` the word that turned
    what is told into something asked, denied, planned.
    """

    word: Literal["verb", "noun"]
    entry: str
    type: str
    light: str | None = None
    governor: str | None = None


class Doubt(StrEnum):
    """Why a coded event is not to be alerted on, though it reads like one.

    Older floors hold what no rule gives any more: title without name, a place acts, to a private person.
    """

    PRIVATE = "private"
    NO_PUBLIC_COUNTERPART = "no public counterpart"
    FIGURE_OF_SPEECH = "figure of speech"
    NOT_MEANT = "not meant"
    OTHER_FIELD = "other field"
    SAME_DOER_AND_SUFFERER = "same doer and sufferer"
    DOER_AFTER_THE_VERB = "doer after the verb"
    DISTANT_TARGET = "distant target"
    HABIT = "habit"
    WISH = "wish"
    PRIVATE_SPEAKER = "private speaker"
    PHRASE_WITHOUT_END = "phrase without end"
    NOBODY = "nobody"
    TARGET_NO_ACTOR = "target no actor"
    NO_HEARER = "no hearer"
    PERHAPS_ON_THE_SAME_SIDE = "perhaps on the same side"
    TITLE_WITHOUT_NAME = "title without name"
    NO_PAIR = "no pair"
    NOBODY_ACTS = "nobody acts"
    NO_PERSON_FREED = "no person freed"
    OF_NOBODY_IN_PARTICULAR = "of nobody in particular"
    LOOSE_PARTICIPLE = "loose participle"
    A_PLACE_ACTS = "a place acts"
    BARE_NOUN_WITHIN = "bare noun within"
    NO_VISIT = "no visit"
    MANY_SENSES = "many senses"
    TOWARD_NOBODY = "toward nobody"
    TO_A_PRIVATE_PERSON = "to a private person"
    ONLY_A_RESULT = "only a result"
    NO_RIOT = "no riot"
    BY_ITSELF = "by itself"
    TO_ONESELF = "to oneself"
    NOT_YET = "not yet"
    RATHER_A_SEARCH = "rather a search"
    INSIDE_A_NAME = "inside a name"
    LEFT_IN_A_STATE = "left in a state"
    NO_PROTESTERS = "no protesters"

    # Of the judge, where no rule doubts: what is told, or what the fitted weights say of it, is not enough.
    OLD_NEWS = "old news"
    TOO_LITTLE_TOLD = "too little told"
    UNSURE_DOER = "unsure doer"
    UNSURE_SUFFERER = "unsure sufferer"
    UNSURE_SETTING = "unsure day or place"
    UNSURE_SENSE = "unsure sense"
    UNSURE_TELLING = "unsure telling"


class UncodedCode(StrEnum):
    """Why a word that looks like an event was not coded as one; `type` is that of its entry, if weighed."""

    OTHER_FIELD = "other field"  # detail: of what the paragraph speaks
    FIXED_PHRASE = "fixed phrase"
    NOBODY_BESIDE = "nobody beside"
    UNFIT_BESIDE = "unfit beside"
    NOBODY_TAKES_PART = "nobody takes part"
    SAME_HAPPENING = "same happening"  # detail: the word that tells it
    NOT_DONE = "not done"
    NOT_ACTUAL = "not actual"  # detail: the modality
    NOBODY_NAMED = "nobody named"
    NO_EVENT_OF_ITS_OWN = "no event of its own"


class Uncoded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A word that may tell of an event but was not coded, and why."""

    span: Span
    code: UncodedCode
    type: str | None = None
    detail: str | None = None
