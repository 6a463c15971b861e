"""Every sentence that floors held is read into the record it was made of, and says the same words again."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from watchfloor.exchange.wording import act_words, alert_words, flag_words, reason_words, rule_words
from watchfloor.model import (
    OPEN,
    Alert,
    AlertId,
    AlertReason,
    ChangeId,
    CodingRule,
    Corrected,
    Doubt,
    EventMention,
    EventType,
    EvidenceKind,
    EvidenceScore,
    Fired,
    Flag,
    FlagCode,
    Judgement,
    Note,
    NoteKind,
    OriginId,
    Placement,
    Reason,
    ReasonCode,
    Recorded,
    RenditionId,
    ReportId,
    Signature,
    Span,
    StoryId,
    Subject,
    Teller,
)
from watchfloor.store.migrations.versions import revision_0007, revision_0008, revision_0009, revision_0014

ONE, OTHER = "0a1b2c3d4e5f6071", "8899aabbccddeeff"
REASONS = [
    Reason(code=ReasonCode.FEW_SHARED_WORDS, subject_id=ONE, value=7),
    Reason(code=ReasonCode.QUOTED_STATEMENT, subject_id=ONE, value=41),
    Reason(code=ReasonCode.FORM_OF_ANOTHER_DAY, subject_id=ONE, value=0.71),
    Reason(code=ReasonCode.SHARED_WORDS, subject_id=ONE, value=0.57, second=1.0),
    Reason(code=ReasonCode.SAME_ADDRESS, subject_id=ONE, value=0.29),
    Reason(code=ReasonCode.TOO_FEW_SHARED_WORDS, subject_id=ONE, value=0.14),
    Reason(code=ReasonCode.FORM_WITH_OTHER_NUMBERS, subject_id=ONE, value=0.8, second=0.07),
    Reason(code=ReasonCode.FORM_WITH_OTHER_NAMES, subject_id=ONE, value=0.8, second=9),
    Reason(code=ReasonCode.SEEN_BEFORE),
    Reason(code=ReasonCode.PUBLISHED_FIRST),
    Reason(code=ReasonCode.KEPT_WITHOUT_OUTLET),
    Reason(code=ReasonCode.ANOTHER_OUTLET, outlet="Quay's Times", other_outlet="The Lantern: Evening's"),
    Reason(code=ReasonCode.ANOTHER_OUTLET, other_outlet="The Lantern"),
    Reason(code=ReasonCode.ANOTHER_OUTLET, outlet="Quay Times"),
    Reason(code=ReasonCode.ANOTHER_OUTLET),
    Reason(code=ReasonCode.SAME_BUT_FURNITURE),
    Reason(code=ReasonCode.FILED_AGAIN, needed=24),
    Reason(code=ReasonCode.NO_OUTLET_NAMED, further=(Reason(code=ReasonCode.SAME_WORDS),)),
    Reason(code=ReasonCode.NO_OUTLET_NAMED, further=(Reason(code=ReasonCode.NUMBERS_CHANGED, value=1),)),
    Reason(code=ReasonCode.CORRECTION_NOTE),
    Reason(code=ReasonCode.NUMBERS_CHANGED, value=3),
    Reason(code=ReasonCode.REWORDED, value=12),
    Reason(code=ReasonCode.EDITED),
    Reason(code=ReasonCode.EDITED_AND_DATED, value=1, moment="2026-04-04T12:00:00Z"),
    Reason(code=ReasonCode.WORDS_MOVED_AND_DATED, moment="2026-04-04"),
    Reason(code=ReasonCode.EDITED_SEEN_LATER, value=2),
    Reason(code=ReasonCode.WORDS_ADDED, value=44),
    Reason(code=ReasonCode.OTHER_OPENING),
    Reason(code=ReasonCode.NO_STORY_NEAR),
    Reason(code=ReasonCode.NEAREST_STORY, subject_id=ONE, value=-0.44, needed=0.465),
    Reason(
        code=ReasonCode.NEAREST_STORY,
        subject_id=ONE,
        value=0.31,
        needed=0.465,
        further=(Reason(code=ReasonCode.OTHER_MAIN_NAMES),),
    ),
    Reason(code=ReasonCode.JOINED_STORY, subject_id=ONE, value=1.56, needed=0.465),
    Reason(
        code=ReasonCode.JOINED_STORY,
        subject_id=ONE,
        value=0.5,
        needed=0.465,
        further=(
            Reason(code=ReasonCode.MEANS_ANOTHER),
            Reason(code=ReasonCode.MEANS_THE_SAME, subject_id=OTHER, value=0.701, needed=0.66, language="de"),
        ),
    ),
    Reason(code=ReasonCode.FAMILY_MOVED, subject_id=ONE),
    Reason(code=ReasonCode.STORY_MERGED, subject_id=ONE, other_id=OTHER),
    Reason(code=ReasonCode.STORY_SPLIT, subject_id=ONE, other_id=OTHER),
    Reason(code=ReasonCode.READ_AGAIN, subject_id=ONE, other_id=OTHER, moment="2026-05-12T09:00:00Z"),
    *(
        Reason(code=moved, subject_id=ONE, further=(why,))
        for moved in (ReasonCode.MOVED_BY_MERGE, ReasonCode.MOVED_BY_SPLIT)
        for why in (
            Reason(code=ReasonCode.TWO_GROUPS),
            Reason(code=ReasonCode.TWO_GROUPS_BY_NAMES),
            Reason(code=ReasonCode.WITNESSED),
            Reason.said("one series; see merge of story x:\nsecond line"),
        )
    ),
    # Sentences of versions before the tables.
    Reason(code=ReasonCode.AS_RECORDED, words="carried by nobody named; whose: unknown"),
    Reason(code=ReasonCode.AS_RECORDED, subject_id=ONE, words="share 0.41 of their words"),
    Reason(code=ReasonCode.AS_RECORDED, words="no story near; the moon was full"),
]


VERSION, COPY = Teller
CHANGES = [
    Reason(code=ReasonCode.FITS_NO_STORY),
    Reason(code=ReasonCode.FITS_NO_EVENT, details=("COERCE",)),
    Reason(code=ReasonCode.REPORTED_BY_ANOTHER),
    Reason(code=ReasonCode.TEXT_PUBLISHED),
    Reason(code=ReasonCode.DENIED_BY_REPORT, teller=COPY),
    Reason(code=ReasonCode.DENIED_BY_CLAIMANT),
    Reason(code=ReasonCode.NOT_TOLD_ANY_MORE),
    Reason(code=ReasonCode.WORDED_OTHERWISE, teller=VERSION),
    Reason(code=ReasonCode.TOLD_OTHERWISE, teller=VERSION, details=("whether it happened", "who")),
    Reason(code=ReasonCode.TOLD_IN_OTHER_WORDS, teller=COPY),
    Reason(code=ReasonCode.NUMBER_CORRECTED, teller=VERSION, details=("15 to 20 arrested", "at least 12")),
    Reason(code=ReasonCode.CLAIM_REVISED, details=("wounded",)),
    Reason(code=ReasonCode.CLAIMS_DISAGREE, details=("killed soldiers",)),
    Reason(code=ReasonCode.REJECTED_BY_PERSON, by="Ana", words="satire: see note\nof May"),
    Reason(code=ReasonCode.OTHER_VERSION_READS, details=("2", "3")),
    *(
        Reason(code=ReasonCode.OTHER_VERSION_READS, details=("2", "later"), further=(how,))
        for how in (
            Reason(code=ReasonCode.NOT_READ_ANY_MORE),
            Reason(code=ReasonCode.READ_AS_DENIAL),
            Reason(code=ReasonCode.READ_AS_UNREAL, details=("threatened",)),
        )
    ),
    Reason(code=ReasonCode.OTHER_WORDS_FETCHED),
    Reason(code=ReasonCode.SAME_WORDS_READ, further=(Reason(code=ReasonCode.NOT_READ_BEFORE),)),
    Reason(
        code=ReasonCode.SAME_WORDS_READ,
        further=(
            Reason(code=ReasonCode.COUNT_OTHERWISE, second=3, value=1, details=("events",)),
            Reason(code=ReasonCode.PART_OTHERWISE, details=("title",)),
        ),
    ),
    Reason(code=ReasonCode.WITNESSED),
    Reason.said("one series"),
]


@pytest.mark.parametrize("reason", REASONS, ids=lambda it: it.code)
def test_a_sentence_becomes_the_record_that_it_was_made_of(reason: Reason) -> None:
    words = reason_words(reason)
    read = msgspec.convert(revision_0007.reason(words), Reason)
    assert read == reason
    assert reason_words(read) == words
    assert msgspec.json.encode(revision_0007.reason(words)) == msgspec.json.encode(read), "as it is written"


def test_scores_and_notes_become_records() -> None:
    value = {
        "rendition": "r", "report": "p", "origin": "o", "story": "s", "relation": "copy",
        "reasons": ["no story near"],
        "scores": {f"its names {ONE}": 0.5, f"total {ONE}": 0.7, f"words shared with {OTHER}": 0.25,
                   "near": 0.1},
    }  # fmt: skip
    assert msgspec.convert(revision_0007.placement(value), Placement) == Placement(
        rendition=RenditionId("r"), report=ReportId("p"), origin=OriginId("o"), story=StoryId("s"),
        relation="copy",
        reasons=(Reason(code=ReasonCode.NO_STORY_NEAR),),
        scores=(
            EvidenceScore(EvidenceKind.ITS_NAMES, ONE, 0.5),
            EvidenceScore(EvidenceKind.TOTAL, ONE, 0.7),
            EvidenceScore(EvidenceKind.WORDS_SHARED, OTHER, 0.25),
        ),
    )  # fmt: skip
    signed = {"version": "7", "words": "", "title": "", "notes": ["teaser", "correction 2147483648"]}
    assert msgspec.convert(revision_0007.signature(signed), Signature).notes == (
        Note(NoteKind.TEASER),
        Note(NoteKind.CORRECTION, 2147483648),
    )


FLAGS = [
    Flag(FlagCode.RESERVED),
    Flag(FlagCode.ITEM_WITHOUT_LINK),
    Flag(FlagCode.WHOLE_TEXT_IN_FEED),
    Flag(FlagCode.READ_FROM_FEED),
    Flag(FlagCode.PAGE_NOT_READ, "it leads to x; and title only"),
    Flag(FlagCode.TITLE_ONLY),
    Flag(FlagCode.CUT_SHORT),
    Flag(FlagCode.UNDATED, "2026-03-13T17:00:00Z"),
    Flag(FlagCode.ENCODING_GUESSED, "utf-16-le"),
    Flag(FlagCode.BYTES_REPLACED, count=1),
    Flag(FlagCode.CHARACTERS_REPLACED, count=12),
    Flag(FlagCode.ILL_FORMED_FEED, "line 3: no end"),
    Flag(FlagCode.DEFECTIVE_MAIL, "Close Boundary Not Found Defect"),
    Flag(FlagCode.PARTS_LEFT_OUT, count=100),
    Flag(FlagCode.ATTACHMENTS_LEFT_OUT, count=2),
    Flag(FlagCode.PAGES_LEFT_OUT, count=500, of=502),
    Flag(FlagCode.ATTRIBUTES_LEFT_OUT),
    Flag(FlagCode.FLATTENED, count=200),
    Flag(FlagCode.BODY_FROM_DATA),
    Flag(FlagCode.NO_DATE, "soon: (after\nlunch)", part="modified"),
    Flag(FlagCode.NO_ISO_DATE, "31 June", part="published"),
    Flag(FlagCode.FUTURE_DATE, "2099-05-12"),
    Flag(FlagCode.FUTURE_MODIFICATION, "2099-05-12"),
    Flag(FlagCode.DATE_OF_FILE, part="published"),
    Flag(FlagCode.NOT_A_STRING, part="byline"),
    Flag(FlagCode.NO_SPANS, part="paragraphs"),
    Flag(FlagCode.UNSUPPORTED_LANGUAGE, "de"),
    Flag(FlagCode.FINDER_FAILED, "IndexError", part="quotes"),
    Flag(FlagCode.AS_GIVEN, "nul characters replaced"),
]


@pytest.mark.parametrize("flag", FLAGS, ids=lambda it: it.code)
def test_a_flag_becomes_the_record_that_it_was_made_of(flag: Flag) -> None:
    words = flag_words(flag)
    assert msgspec.convert(revision_0008.flag(words), Flag) == flag
    assert msgspec.json.encode(revision_0008.flag(words)) == msgspec.json.encode(flag), "as it is written"


def test_what_has_no_flags_is_left_as_it_is() -> None:
    for value in ({"id": "r"}, {"id": "r", "flags": []}):
        assert revision_0008.flagged(value) == value


RULES = [
    CodingRule(word="verb", entry="attack", type="ASSAULT"),
    CodingRule(word="verb", entry="attack +not=heart|asthma +prep=on", type="ASSAULT", governor="deny"),
    CodingRule(word="verb", entry="meet with +obj=envoy", type="CONSULT"),
    CodingRule(word="noun", entry="strike", type="PROTEST", light="lead"),
    CodingRule(word="noun", entry="visit +prep=to", type="CONSULT", light="make", governor="plan to"),
    None,
]


@pytest.mark.parametrize("doubts", [(), (Doubt.HABIT,), tuple(Doubt)], ids=len)
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_and_its_doubts_become_what_they_were_made_of(
    rule: CodingRule | None, doubts: tuple[Doubt, ...]
) -> None:
    span = Span(0, 3)
    mention = EventMention(
        type=EventType.ASSAULT, mode=None, trigger=(span,), sentence=span, rule=rule,
        doubts=doubts if rule else (),
    )  # fmt: skip
    kept = msgspec.json.decode(msgspec.json.encode(mention))
    old = {name: value for name, value in kept.items() if name != "doubts"} | {"rule": rule_words(mention)}
    assert revision_0009.event(old) == kept
    assert list(revision_0009.event(old)) == list(kept), "in the order in which it is written"
    assert revision_0009.findings({"events": [old]}) == {"events": [kept]}


def test_in_short_a_rule_is_told_without_what_would_have_spoken_against_it() -> None:
    span = Span(0, 3)
    rule = CodingRule(word="verb", entry="attack +not=heart|asthma +prep=on", type="ASSAULT", governor="deny")
    mention = EventMention(
        type=EventType.ASSAULT, mode=None, trigger=(span,), sentence=span, rule=rule, doubts=(Doubt.WISH,)
    )
    assert rule_words(mention, short=True) == "verb attack +prep=on: ASSAULT; under deny; doubted: wish"


@pytest.mark.parametrize("reason", CHANGES, ids=lambda it: it.code)
def test_why_something_changed_becomes_the_record_that_it_was_made_of(reason: Reason) -> None:
    words = reason_words(reason)
    old = {"id": "c", "reason": words}
    read = msgspec.convert(revision_0014.change(old)["reason"], Reason)
    assert read == reason
    assert msgspec.json.encode(revision_0014.reason(words)) == msgspec.json.encode(read), "as it is written"


FIRED = Fired(
    change="new event", kind="event", event_type="COERCE", watch="Ana's watch", asks="country IE; 2 (or more)"
)
GROWN = Fired(change="corroborated", kind="story", origins=3, watch="Force")


def _as_older_versions_said(alert: Alert) -> str:
    """Return why an alert was opened or altered in the words that were kept before there were records."""
    told = []
    for reason in alert.reasons:
        if isinstance(reason, Corrected):
            values = f" ({reason.before} → {reason.after})" if reason.before and reason.after else ""
            told.append(f"{reason.change}{values}: {reason_words(reason.cause)}")
        else:
            told.append(alert_words(replace(alert, reasons=(reason,), correction=False)))
    return ("CORRECTION: " if alert.correction else "") + "; ".join(told)


@pytest.mark.parametrize(
    "reasons",
    [
        (FIRED,),
        (GROWN,),
        *((Corrected(change="revised", cause=cause),) for cause in CHANGES),
        (
            Corrected(change="number revised", before="12", after="15 (or more)", cause=CHANGES[10]),
            Corrected(change="reread", cause=CHANGES[-3]),
            FIRED,
            Corrected(change="denied", cause=CHANGES[2]),
        ),
        (Recorded(words="in the words of long ago; watch it"),),
    ],
    ids=str,
)
def test_what_an_alert_told_becomes_records(reasons: tuple[AlertReason, ...]) -> None:
    correction = not isinstance(reasons[0], Fired)
    alert = Alert(
        id=AlertId("a"), watch="w", about=Subject(FIRED.kind, "e"), state="open", level="high",
        opened="2026-05-01", updated="2026-05-02", changes=(ChangeId("c"),), reasons=reasons,
        correction=correction,
    )  # fmt: skip
    kept = msgspec.json.decode(msgspec.json.encode(alert))
    for later in ("asked", "acknowledged", "dismissed"):  # what alerts of that version had not
        assert kept.pop(later) is None
    assert kept.pop("handling") == OPEN
    old = {"reason" if name == "reasons" else name: value for name, value in kept.items()}
    old["reason"] = _as_older_versions_said(alert)
    found = revision_0014.alert(old)
    assert msgspec.convert(found, Alert) == alert
    assert list(found) == list(kept), "in the order in which it is written"
    assert alert_words(msgspec.convert(found, Alert)) == alert_words(alert)


@pytest.mark.parametrize(
    "code", [ReasonCode.TWO_GROUPS, ReasonCode.TWO_GROUPS_BY_NAMES, ReasonCode.WITNESSED]
)
def test_the_machines_acts_have_a_code_and_peoples_their_words(code: ReasonCode) -> None:
    machine = Judgement(
        id="j", kind="merge", about=Subject("story", "s"), value="t", by="watchfloor", at="2026-05-01",
        reason="", code=code,
    )  # fmt: skip
    old = {**msgspec.to_builtins(machine), "reason": act_words(machine)}
    del old["code"]
    assert msgspec.convert(revision_0014.judgement(old), Judgement) == machine
    people = revision_0014.judgement({**old, "by": "Ana"})
    assert (people["reason"], people["code"]) == (act_words(machine), None)
