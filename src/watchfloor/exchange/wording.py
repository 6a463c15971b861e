"""Sentences for people, of what was decided: the only place that makes them.

A sentence is made when it is shown and read back by nobody, so that every one may be worded anew, or in
another language, without touching what is kept.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence

from watchfloor.model import (
    INTERNAL,
    OPEN,
    Alert,
    AlertReason,
    Chase,
    Corrected,
    EventMention,
    EvidenceKind,
    Fired,
    Flag,
    FlagCode,
    Handling,
    InstrumentRecord,
    Judgement,
    OwnCopy,
    Reason,
    ReasonCode,
    Recorded,
    Teller,
    Uncoded,
    UncodedCode,
    to_the_minute,
)

Name = Callable[[str], str]  # an id -> what it is called

# What stands for {…}: ids as they are called, `value` and its fellows as they were measured, and `further`.
_REASONS: Mapping[ReasonCode, str] = {
    ReasonCode.FEW_SHARED_WORDS: "only {value:.0f} words in common that are not page furniture",
    ReasonCode.QUOTED_STATEMENT: (
        "one passage of {value:.0f} words in common, the openings differ: a statement both quote"
    ),
    ReasonCode.FORM_OF_ANOTHER_DAY: (
        "{value:.0%} of the words in common, but the outlet's of another day with other words and "
        "numbers in between: a form that is filled in again"
    ),
    ReasonCode.SHARED_WORDS: "{value:.0%} of the words in common, spread over {second:.0%} of the text",
    ReasonCode.SAME_ADDRESS: "the same address, {value:.0%} of the words in common",
    ReasonCode.TOO_FEW_SHARED_WORDS: "{value:.0%} of the words in common: too few",
    ReasonCode.FORM_WITH_OTHER_NUMBERS: (
        "{value:.0%} of the words in common but {second:.0%} of the numbers: one form filled in twice"
    ),
    ReasonCode.FORM_WITH_OTHER_NAMES: (
        "{value:.0%} of the words in common, but {second:.0f} other names or numbers between them: "
        "one form filled in twice"
    ),
    ReasonCode.TITLES_NAME_OTHERS: "one form of the outlet, and the titles name others: another report",
    ReasonCode.NOTICE_ONLY: "nothing but a notice that unrelated texts share, so it stands alone",
    ReasonCode.SAME_BUT_NOTICE: "nothing but a notice that unrelated texts share, under one title or address",
    ReasonCode.SEEN_BEFORE: "seen before: the same words at the same address",
    ReasonCode.PUBLISHED_FIRST: "published before all others of its family",
    ReasonCode.KEPT_WITHOUT_OUTLET: "the same words, kept before without an outlet",
    ReasonCode.ANOTHER_OUTLET: "{ours}: another report than {theirs}",
    ReasonCode.SAME_BUT_FURNITURE: "the same words apart from page furniture",
    ReasonCode.SAME_WORDS: "the same words",
    ReasonCode.FILED_AGAIN: (
        "the outlet filed it again more than {needed:.0f} hours later, edited and at no shared address: "
        "a report of its own"
    ),
    ReasonCode.NO_OUTLET_NAMED: "no outlet named",
    ReasonCode.CORRECTION_NOTE: "it carries a note of correction",
    ReasonCode.NUMBERS_CHANGED: "{numbers} changed",
    ReasonCode.REWORDED: "reworded in {value:.0f} places",
    ReasonCode.EDITED: "edited",
    ReasonCode.EDITED_AND_DATED: "{passages} edited, and the outlet dates the change: {moment}",
    ReasonCode.WORDS_MOVED_AND_DATED: "words put in or taken out, and the outlet dates the change: {moment}",
    ReasonCode.EDITED_SEEN_LATER: "{passages} edited, seen later at the same address",
    ReasonCode.WORDS_ADDED: "{value:.0f} words in a row added",
    ReasonCode.OTHER_OPENING: "another opening",
    ReasonCode.NO_STORY_NEAR: "no story near",
    ReasonCode.NEAREST_STORY: "nearest story {subject} at {value:.2f}, needs {needed}",
    ReasonCode.JOINED_STORY: "tells of story {subject} ({value:.2f}, needs {needed})",
    ReasonCode.TOLD_BY_OUR_OWN: "our own people tell it: it stands beside what others tell, never among it",
    ReasonCode.OTHER_MAIN_NAMES: (
        "it is about other names: those of the story are missing, another stands out"
    ),
    ReasonCode.MEANS_ANOTHER: "means another",
    ReasonCode.MEANS_THE_SAME: "means the same as {subject} in {language} ({value}, needs {needed})",
    ReasonCode.FAMILY_MOVED: "its family is in story {subject}",
    ReasonCode.STORY_MERGED: "story {subject} became part of {other}",
    ReasonCode.STORY_SPLIT: "story {subject} was split, this went to {other}",
    ReasonCode.MOVED_BY_MERGE: "merge of story {subject}: {further}",
    ReasonCode.MOVED_BY_SPLIT: "split of story {subject}: {further}",
    ReasonCode.READ_AGAIN: "read again at {moment}: text {subject} instead of {other}",
    ReasonCode.TWO_GROUPS: "its members fall into two groups that resemble each other little",
    ReasonCode.TWO_GROUPS_BY_NAMES: (
        "its members fall into two groups about other names that resemble each other less than themselves"
    ),
    ReasonCode.SAME_HAPPENING: "a report tells event {subject} of the other, of that day in that town",
    ReasonCode.WITNESSED: (
        "a report tells of both, and their reports resemble each other as much as among themselves"
    ),
    ReasonCode.SAID_BY_PERSON: "{words}",
    ReasonCode.FITS_NO_STORY: "the report fits no story of the window",
    ReasonCode.FITS_NO_EVENT: "no event of the story fits this {phrase} mention",
    ReasonCode.REPORTED_BY_ANOTHER: (
        "another separately written text reports it; independence not established"
    ),
    ReasonCode.TEXT_PUBLISHED: "the outlet published another text of this report",
    ReasonCode.DENIED_BY_REPORT: "{teller} denies it",
    ReasonCode.DENIED_BY_CLAIMANT: "a claimant denies it",
    ReasonCode.NOT_TOLD_ANY_MORE: "the report that told of it no longer does",
    ReasonCode.PAGE_GONE: "the outlet's page is not there any more (its site answers {value:.0f})",
    ReasonCode.WORDED_OTHERWISE: (
        "{teller} words the sentence otherwise, which is not read as this event any more"
    ),
    ReasonCode.TOLD_OTHERWISE: "{teller} says otherwise: {listed}",
    ReasonCode.TOLD_IN_OTHER_WORDS: "{teller} tells it in other words",
    ReasonCode.NUMBER_CORRECTED: "{teller} says {first}, the earlier said {last}",
    ReasonCode.CLAIM_REVISED: "the same claimant now says otherwise of: {phrase}",
    ReasonCode.CLAIMS_DISAGREE: "claims that cannot all be right of: {phrase}",
    ReasonCode.REJECTED_BY_PERSON: "rejected by {by}: {words}",
    ReasonCode.DECIDED_BY_PERSON: "{phrase} decided by {by}: {words}",
    ReasonCode.CONTRADICTS_DESK: "what is told now contradicts the {phrase} that {by} decided",
    ReasonCode.OURS_BEHIND: "our own article tells otherwise than a newer text of: {phrase}",
    ReasonCode.DUE_MOVED: "what was due on {moment} is told as moved",
    ReasonCode.DUE_CALLED_OFF: "what was due on {moment} is told as called off",
    ReasonCode.MORE_THAN_USUAL: (
        "BURST in the situation {last}: {value:g} happenings on {moment}, where {second:g} are usual"
    ),
    ReasonCode.LESS_THAN_USUAL: (
        "QUIET in the situation {last}: {value:g} happenings in the days up to {moment}, "
        "where {second:g} are usual"
    ),
    ReasonCode.MORE_HOSTILE: (
        "ESCALATION in the situation {last}: {value:g} points of hostility in the week up to {moment}, "
        "where {second:g} are usual"
    ),
    ReasonCode.LESS_HOSTILE: (
        "DE-ESCALATION in the situation {last}: {value:g} points of hostility in the week up to {moment}, "
        "where {second:g} are usual"
    ),
    ReasonCode.NOTHING_HAPPENED_SINCE: (
        "QUIET in the situation {last}: nothing happened since {moment}, "
        "on {value:g} days or more that were read"
    ),
    ReasonCode.NOTHING_TOLD_SINCE: "it was due on {moment}, and nothing that was read since tells of it",
    ReasonCode.OTHER_VERSION_READS: "read again by extractor {last} (before: {first})",
    ReasonCode.NOT_READ_ANY_MORE: "the words are not read as this event any more",
    ReasonCode.READ_AS_DENIAL: "the words are read as a denial now",
    ReasonCode.READ_AS_UNREAL: "the words are read as {phrase} now, not as something that happened",
    ReasonCode.OTHER_WORDS_FETCHED: (
        "what was fetched was read again and gives other words; the outlet revised nothing"
    ),
    ReasonCode.SAME_WORDS_READ: "the same words, read again: {further}",
    ReasonCode.COUNT_OTHERWISE: "{second:.0f} → {value:.0f} {phrase}",
    ReasonCode.PART_OTHERWISE: "{phrase} is read otherwise",
    ReasonCode.NOT_READ_BEFORE: "they had not been read",
    ReasonCode.AS_RECORDED: "{words}",
}
# How what decided the story is told where there is room for a sentence.
_DECIDED: Mapping[ReasonCode, str] = {
    ReasonCode.JOINED_STORY: "joined{its_story}: it reached {value:.2f}, {needed} is enough",
    ReasonCode.NEAREST_STORY: (
        "opened a story of its own: the nearest, {subject}, reached {value:.2f}, {needed} is needed"
    ),
    ReasonCode.NO_STORY_NEAR: "opened a story of its own: none was near",
}
# Why two texts are of one family or not: told after the text that was compared with.
_COMPARISONS = frozenset(
    {
        ReasonCode.FEW_SHARED_WORDS,
        ReasonCode.QUOTED_STATEMENT,
        ReasonCode.FORM_OF_ANOTHER_DAY,
        ReasonCode.SHARED_WORDS,
        ReasonCode.SAME_ADDRESS,
        ReasonCode.TOO_FEW_SHARED_WORDS,
        ReasonCode.FORM_WITH_OTHER_NUMBERS,
        ReasonCode.FORM_WITH_OTHER_NAMES,
        ReasonCode.TITLES_NAME_OTHERS,
        ReasonCode.SAME_BUT_NOTICE,
    }
)
_TELLERS: Mapping[Teller, str] = {
    Teller.LATER_VERSION: "the report's later version",
    Teller.ANOTHER_COPY: "another copy of the report",
}
_WEIGHED: Mapping[EvidenceKind, str] = {
    EvidenceKind.RESEMBLANCE: "words alike {:.2f}",
    EvidenceKind.OPENING_KNOWN: "{:.0%} of its opening known there",
    EvidenceKind.NAMES_KNOWN: "{:.0%} of its names known there",
    EvidenceKind.ITS_NAMES: "{:.0%} of the story's names in it",
    EvidenceKind.QUIET: "days between cost {:.2f}",
    EvidenceKind.OTHER_MAIN_NAMES: "other main names {:.2f}",
}
_TOLD_WHERE_NONE = frozenset(_WEIGHED) - {EvidenceKind.QUIET}

_FLAGS: Mapping[FlagCode, str] = {
    FlagCode.RESERVED: "reserved by the publisher: title, link and time only",
    FlagCode.ITEM_WITHOUT_LINK: "no link to a page: read from the feed",
    FlagCode.WHOLE_TEXT_IN_FEED: "whole text in the feed",
    FlagCode.READ_FROM_FEED: "read from the feed",
    FlagCode.PAGE_NOT_READ: "page not read: {detail}",
    FlagCode.TITLE_ONLY: "title only",
    FlagCode.CUT_SHORT: "the answer was cut short",
    FlagCode.UNDATED: "undated; archived {detail}",
    FlagCode.ENCODING_GUESSED: "decoded as {detail} (guessed)",
    FlagCode.BYTES_REPLACED: "{count} undecodable bytes replaced",
    FlagCode.CHARACTERS_REPLACED: "{count} NUL or surrogate characters replaced",
    FlagCode.FEED_CUT: "the feed breaks off: its last item may be a part",
    FlagCode.ILL_FORMED_FEED: "ill-formed feed: {detail}",
    FlagCode.DEFECTIVE_MAIL: "defective mail: {detail}",
    FlagCode.PARTS_LEFT_OUT: "more than {count} parts; the rest was left out",
    FlagCode.ATTACHMENTS_LEFT_OUT: "{count} attachments left out",
    FlagCode.PAGES_LEFT_OUT: "only the first {count} of {of} pages were read",
    FlagCode.ATTRIBUTES_LEFT_OUT: "elements with hundreds of attributes: attributes left out",
    FlagCode.FLATTENED: "nested deeper than {count} elements: flattened",
    FlagCode.NOT_FREE: "the page says that it is not free: the text may be a part",
    FlagCode.BODY_FROM_DATA: "body read from the page's data, not from its text",
    FlagCode.NO_DATE: "{part} is no date: {detail}",
    FlagCode.NO_ISO_DATE: "{part} is no ISO 8601 date: {detail}",
    FlagCode.FUTURE_DATE: "future date: {detail}",
    FlagCode.UNUSED_FUTURE_DATE: "date not used, it lies in the future: {detail}",
    FlagCode.DEFAULT_DATE: "date not used, it is a default and no day of publication: {detail}",
    FlagCode.FUTURE_MODIFICATION: "future date of modification: {detail}",
    FlagCode.DATE_OF_FILE: "{part} is the day on which the file was made",
    FlagCode.NOT_A_STRING: "{part} left out: not a string",
    FlagCode.NO_SPANS: "{part} left out: no ordered spans of the text",
    FlagCode.UNSUPPORTED_LANGUAGE: "language not read: {detail}",
    FlagCode.FINDER_FAILED: "finder failed: {part} ({detail})",
    FlagCode.DAYS_IN_UTC: "no time zone known: days count in UTC",
    FlagCode.LONG_SENTENCES: "too long a sentence read in pieces, in {count} paragraphs",
    FlagCode.NOTICE_ONLY: "only a notice that unrelated texts share",
    FlagCode.WITHHELD: "withheld",
    FlagCode.AS_GIVEN: "{detail}",
}


_UNCODED: Mapping[UncodedCode, str] = {
    UncodedCode.OTHER_FIELD: "the paragraph speaks of {detail}",
    UncodedCode.FIXED_PHRASE: "part of a fixed phrase",
    UncodedCode.NOBODY_BESIDE: "a noun beside which nobody acts or is acted on",
    UncodedCode.UNFIT_BESIDE: "what stands beside it makes no event of it",
    UncodedCode.NOBODY_TAKES_PART: "nobody takes part who could do it or have it done to them",
    UncodedCode.SAME_HAPPENING: "tells the same happening as “{detail}”",
    UncodedCode.NOT_DONE: "{type}, but told as not done",
    UncodedCode.NOT_ACTUAL: "{type}, but only {detail}",
    UncodedCode.NOBODY_NAMED: "{type}, but nobody is named who takes part",
    UncodedCode.NO_EVENT_OF_ITS_OWN: (
        "{type}, but it spells out another event or speaks of nobody in particular"
    ),
}


def _as_it_is(id_: str) -> str:
    return id_


def sentences() -> Mapping[str, Mapping[str, str]]:
    """Return the tables of this module by what they word: for the page that lists them."""
    return {
        "Reasons": {code.value: words for code, words in _REASONS.items()},
        "Flags": {code.value: words for code, words in _FLAGS.items()},
        "Words that were not coded": {code.value: words for code, words in _UNCODED.items()},
    }


# What news of an alert is for whoever was told before, and which of it is somebody's doing.
_CHASES: Mapping[Chase, str] = {
    "updated": "UPDATED",
    "disputed": "DISPUTED",
    "denied": "DENIED",
    "corrected": "CORRECTED",
    "withdrawn": "WITHDRAWN",
    "misread": "OUR MISREADING",
    "decided": "DECIDED",
}
_CHASED_BY_SOMEBODY: frozenset[Chase] = frozenset({"denied", "corrected", "withdrawn", "decided"})
_COUNTED = frozenset({"number revised", "number disputed", "decided"})  # changes whose values are told
# Whose number it is stands before it: "wounded 4 → 7".
_NUMBERS_FIRST: Mapping[ReasonCode, str] = {
    ReasonCode.CLAIM_REVISED: ", says the same claimant",
    ReasonCode.CLAIMS_DISAGREE: "; these cannot all be right",
}
_LONGEST_HAPPENING = 120  # letters: with what it is and who says so it fits the subject of a mail


def reason_words(reason: Reason, name: Name = _as_it_is) -> str:
    """Return a reason in one line, the ids in it as `name` calls them."""
    return _filled(_REASONS[reason.code], reason, name)


def decision_words(reason: Reason, name: Name = _as_it_is, *, own: str | None = None) -> str:
    """Return a reason as a report's history tells it; the story `own` is not named in its own history."""
    # A decision that something else came to is told in short.
    sentence = _DECIDED.get(reason.code) if not reason.further else None
    if sentence is None:
        return reason_words(reason, name)
    return _filled(sentence, reason, name, own=own)


def is_story_decision(reason: Reason) -> bool:
    """Tell whether `decision_words` says what a report did, in words that "it" goes before."""
    return reason.code in _DECIDED and not reason.further


def is_comparison(reason: Reason) -> bool:
    """Tell whether a reason says how a text compares with another, which its words begin with."""
    recorded = reason.code is ReasonCode.AS_RECORDED and reason.subject_id is not None
    return reason.code in _COMPARISONS or recorded


def _filled(sentence: str, reason: Reason, name: Name, *, own: str | None = None) -> str:
    subject = name(reason.subject_id) if reason.subject_id else ""
    further = "; ".join(reason_words(one, name) for one in reason.further)
    words = sentence.format(
        subject=subject,
        its_story="" if reason.subject_id == own else f" story {subject}",
        other=name(reason.other_id) if reason.other_id else "",
        value=reason.value or 0.0,
        second=reason.second or 0.0,
        needed=reason.needed or 0.0,
        numbers=_counted(reason.value, "number"),
        passages=_counted(reason.value, "passage"),
        moment=reason.moment,
        language=reason.language,
        ours=f"{reason.outlet} carries it" if reason.outlet else "somebody edited it, no outlet named",
        theirs=f"{reason.other_outlet}'s" if reason.other_outlet else "the one without an outlet",
        words=reason.words,
        by=reason.by,
        teller=_TELLERS[reason.teller] if reason.teller else "",
        listed=", ".join(reason.details),
        phrase=" ".join(reason.details),
        first=reason.details[0] if reason.details else "",
        last=reason.details[-1] if reason.details else "",
        further=further,
    )
    if further and "{further}" not in sentence:
        between = ": " if reason.code is ReasonCode.OTHER_VERSION_READS else "; "
        words = f"{words}{between}{further}"
    return f"{subject}: {words}" if is_comparison(reason) and subject else words


def _counted(value: float | None, noun: str) -> str:
    count = round(value or 0)
    return f"1 {noun}" if count == 1 else f"{count} {noun}s"


def evidence_words(scores: Mapping[EvidenceKind, float]) -> str:
    """Return what was weighed of a story, in one line."""
    return "; ".join(
        words.format(scores[kind])
        for kind, words in _WEIGHED.items()
        if kind in scores and (kind in _TOLD_WHERE_NONE or round(scores[kind], 2))
    )


def record_words(record: InstrumentRecord) -> str:
    """Return what an instrument gives as fields, in a line."""
    said = (
        record.hazard,
        f"magnitude {record.magnitude:g}" if record.magnitude is not None else None,
        f"level {record.level}" if record.level else None,
        record.area,
        f"{record.latitude:g}, {record.longitude:g}" if record.latitude is not None else None,
        f"from {record.begins}" if record.begins else None,
        f"until {record.ends}" if record.ends else None,
        f"GLIDE {record.glide}" if record.glide else None,
        record.status,
    )
    return f"Fields of {record.instrument}: {'; '.join(filter(None, said))}"


def flag_words(flag: Flag) -> str:
    """Return a flag in words."""
    return _FLAGS[flag.code].format(detail=flag.detail, part=flag.part, count=flag.count, of=flag.of)


def flags_words(flags: Iterable[Flag]) -> list[str]:
    """Return flags in words, each once, as the interchange gives them."""
    return list(dict.fromkeys(map(flag_words, flags)))


def rule_words(event: EventMention, *, short: bool = False) -> str:
    """Return what coded an event and what speaks against it, in one line; "" where it was not coded here.

    In `short` the words are left out that would have spoken against the entry.
    """
    rule = event.rule
    if rule is None:
        return ""
    # An entry is a word and conditions, as the tables write them: "attack +prep=on +not=heart".
    entry = " +".join(part for part in rule.entry.split(" +") if not (short and part.startswith("not=")))
    light = f" with {rule.light}" if rule.light else ""
    governor = f"; under {rule.governor}" if rule.governor else ""
    doubted = f"; doubted: {', '.join(event.doubts)}" if event.doubts else ""
    return f"{rule.word} {entry}{light}: {rule.type}{governor}{doubted}"


def act_words(act: Judgement) -> str:
    """Return why somebody decided so: a person's own words, or what the machine decided by."""
    return reason_words(Reason(code=act.code)) if act.code else act.reason


def alert_words(alert: Alert, *, short: bool = False) -> str:
    """Return why an alert was opened or altered, in words that claim no more than reports do.

    In `short` the watch and the type are left out: the watch and what happened are told beside.
    """
    words = "; ".join(_alert_reason(reason, short=short) for reason in alert.reasons)
    return f"CORRECTION: {words}" if alert.correction and alert.chase is None else words


def chase_words(alert: Alert) -> str:
    """Return what the last news of an alert is for whoever was told: "DENIED BY Norland", or nothing."""
    told = next((reason for reason in alert.reasons if isinstance(reason, Corrected)), None)
    if not alert.correction:
        return ""
    return _chased(told) if told else "CORRECTION"


def labels_words(labels: Sequence[tuple[str, int]]) -> str:
    """Return how many texts are of sources of each label, as it stands behind their count; "" for none."""
    told = ", ".join(f"{count} {label}" for label, count in labels)
    return f" ({told})" if told else ""


def ours_words(ours: OwnCopy | None) -> str:
    """Return whether the desk's own outlet has a story, since when and after whom; "" where it has none."""
    if ours is None:
        return ""
    if ours.report is None:
        return "we do not have it"
    since = f" since {to_the_minute(ours.since)}" if ours.since else ""
    first = f" ({to_the_minute(ours.first)})" if ours.first else ""
    return f"we have it{since}, {f'after {ours.after}{first}' if ours.after else 'before all others'}"


def alert_subject(alert: Alert, happened: str, origins: int) -> str:
    """Return what an alert tells in one line: what happened in the words of a report, and how many say so.

    `happened` are those words, `origins` counts the separately written texts.
    """
    mark = chase_words(alert)
    say = "one text says" if origins == 1 else f"{origins} separately written texts say"
    words = _shortened(happened)
    return f"{f'{mark}: ' if mark else ''}{words} ({say} so)"


def told_by(
    texts: int, noted: int = 0, *, handling: Handling = OPEN, labels: Sequence[tuple[str, int]] = ()
) -> str:
    """Return how many separately written texts tell something, and how many reports of our own people.

    What nobody else tells is "our own"; what may not leave the desk says so.
    """
    mark = ", internal" if handling == INTERNAL else ""
    own = f"{noted} our own{mark}" if noted else ""
    if own and not texts:
        return own
    count = ("one text" if texts == 1 else f"{texts} separately written texts") + labels_words(labels)
    return f"{count}, {own}" if own else count


def _shortened(words: str) -> str:
    """Return the beginning of long words, never with half a name: only a whole one is found to be hidden."""
    whole = words.split()
    kept = textwrap.shorten(words, _LONGEST_HAPPENING, placeholder="").split()
    if len(kept) == len(whole):
        return " ".join(whole)
    while kept and kept[-1][:1].isupper():
        kept.pop()
    return f"{' '.join(kept)} …"


def _chased(told: Corrected) -> str:
    by = told.cause.by if told.chase == "decided" else told.by
    label = _CHASES[told.chase]
    return f"{label} BY {by}" if by and told.chase in _CHASED_BY_SOMEBODY else label


def _alert_reason(reason: AlertReason, *, short: bool) -> str:
    match reason:
        case Corrected(change=change, before=before, after=after, cause=cause):
            if not (before and after and change in _COUNTED):
                return f"{_chased(reason)}: {reason_words(cause)}"
            values = f"{before} → {after}"
            if cause.code in _NUMBERS_FIRST:
                what = " ".join(cause.details)
                return f"{_chased(reason)}: {what} {values}{_NUMBERS_FIRST[cause.code]}"
            return f"{_chased(reason)}: {values}: {reason_words(cause)}"
        case Fired(change=change, origins=origins):
            what = f"{reason.event_type} event" if reason.event_type else reason.kind
            texts = "1 text" if origins == 1 else f"{origins} separately written texts"
            asked = f" (asks for {reason.asks})" if reason.asks else ""
            if short:
                return f"{change}, reported by {texts}"
            return f"{change}: {what} reported by {texts}; watch {reason.watch!r}{asked}"
        case Recorded(words=words):
            return words


def uncoded_words(uncoded: Uncoded) -> str:
    """Return why a word was not coded as an event."""
    return _UNCODED[uncoded.code].format(type=uncoded.type, detail=uncoded.detail)


def refusal_words(why: str) -> str:
    """Return why an input is not taken in; `why` are the words with which it was withheld before."""
    return f"withheld: {why}"
