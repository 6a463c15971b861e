"""Sentences of what was decided: there is one of every code, and one module makes them."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import watchfloor
from watchfloor.exchange.wording import (
    alert_subject,
    decision_words,
    evidence_words,
    flag_words,
    flags_words,
    reason_words,
    uncoded_words,
)
from watchfloor.model import (
    Alert,
    AlertId,
    ChangeId,
    EvidenceKind,
    Flag,
    FlagCode,
    Reason,
    ReasonCode,
    Span,
    Subject,
    Teller,
    Uncoded,
    UncodedCode,
)

SOURCE = Path(watchfloor.__file__).parent
STORY = "0a1b2c3d4e5f6071"


@pytest.mark.parametrize("code", ReasonCode)
def test_every_reason_has_words(code: ReasonCode) -> None:
    full = Reason(
        code=code, subject_id=STORY, other_id=STORY, value=0.5, second=0.5, needed=0.465, moment="2026-05-01",
        language="de", outlet="Quay Times", other_outlet="The Lantern", words="ours", by="Ana",
        teller=Teller.LATER_VERSION, details=("one", "other"), further=(Reason(code=ReasonCode.EDITED),),
    )  # fmt: skip
    words = reason_words(full)
    assert words.strip() == words != ""
    assert "{" not in words
    assert "None" not in words
    assert reason_words(Reason(code=code)) is not None, "what an older row lacks is no failure"


@pytest.mark.parametrize("code", FlagCode)
def test_every_flag_has_words(code: FlagCode) -> None:
    words = flag_words(Flag(code, "detail", part="part", count=2, of=3))
    assert words.strip() == words != ""
    assert "{" not in words


@pytest.mark.parametrize("code", UncodedCode)
def test_every_word_that_was_not_coded_has_words(code: UncodedCode) -> None:
    words = uncoded_words(Uncoded(span=Span(0, 3), code=code, type="COERCE", detail="sport"))
    assert words.strip() == words != ""
    assert "{" not in words


def test_what_happened_is_cut_before_a_name_and_not_within_it() -> None:
    alert = Alert(
        id=AlertId("a1"), watch="w", about=Subject("event", "e1"), state="open", level="high",
        opened="2026-05-01", updated="2026-05-01", changes=(ChangeId("c1"),), reasons=(),
    )  # fmt: skip
    told = f"{'Shops in the harbour closed early ' * 3}when police held Mara Ines Quill on Monday."
    assert alert_subject(alert, told, 1).endswith("when police held … (one text says so)")
    assert alert_subject(alert, "Shops closed.", 3) == "Shops closed. (3 separately written texts say so)"


def test_flags_are_told_once_each() -> None:
    cut = Flag(FlagCode.CUT_SHORT)
    assert flags_words((cut, cut, Flag(FlagCode.TITLE_ONLY))) == ["the answer was cut short", "title only"]


def test_ids_are_called_as_the_reader_knows_them() -> None:
    joined = Reason(code=ReasonCode.JOINED_STORY, subject_id=STORY, value=0.5234, needed=0.465)
    assert reason_words(joined) == f"tells of story {STORY} (0.52, needs 0.465)"
    assert (
        decision_words(joined, lambda _: "“Strike”")
        == "joined story “Strike”: it reached 0.52, 0.465 is enough"
    )
    assert decision_words(joined, own=STORY) == "joined: it reached 0.52, 0.465 is enough"
    another = joined.with_further(Reason(code=ReasonCode.MEANS_ANOTHER))
    assert decision_words(another) == f"tells of story {STORY} (0.52, needs 0.465); means another"


def test_what_was_weighed_is_told_in_a_fixed_order_without_what_costs_nothing() -> None:
    scores = {EvidenceKind.TOTAL: 0.7, EvidenceKind.QUIET: 0.001, EvidenceKind.ITS_NAMES: 0.0}
    assert evidence_words(scores | {EvidenceKind.RESEMBLANCE: 0.314}) == (
        "words alike 0.31; 0% of the story's names in it"
    )


# What is kept as data, and the calls and comparisons by which a sentence of it would be made or read.
_RECORDS = frozenset(
    {"Reason", "Flag", "EvidenceScore", "Note", "Fired", "Corrected", "CodingRule", "Uncoded"}
)
_MAY_WORD = frozenset({"exchange", "cli", "store/migrations"})


def modules() -> list[Path]:
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not any(path.relative_to(SOURCE).as_posix().startswith(f"{room}/") for room in _MAY_WORD)
    ]


def test_records_are_made_of_values_and_not_of_sentences() -> None:
    """No f-string goes into a record: what it would say is lost to whoever words it anew."""
    made = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            if node.func.id in _RECORDS:
                values = [*node.args, *(keyword.value for keyword in node.keywords)]
                made += [f"{path}:{value.lineno}" for value in values if isinstance(value, ast.JoinedStr)]
    assert made == []


def test_no_reason_or_flag_is_taken_apart_as_words() -> None:
    """Nothing outside wording asks what a sentence begins with, or cuts it."""
    cut = re.compile(
        r"\b(?:reason|flag|note|doubt)s?(?:\[\d\])?\.(?:startswith|endswith|partition|removeprefix|split\(\)\[|split\([\"'])"
        r"|\"[^\"]*\" (?:not )?in \w+\.(?:flags|reasons|notes|doubts)\b"
    )
    found = [
        f"{path}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if cut.search(line)
    ]
    assert found == []


def test_wording_is_read_by_those_who_show_and_by_no_stage() -> None:
    """The stages decide; the rooms that speak to people word it, and the engine where it hands words on."""
    stages = ("ingest", "merge", "extract", "track", "watch", "store", "model")
    found = [
        str(path)
        for path in modules()
        if path.relative_to(SOURCE).parts[0] in stages
        and "from watchfloor.exchange" in path.read_text("utf-8")
    ]
    assert found == []
