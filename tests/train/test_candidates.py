"""Candidates and their labels: who shares a fold, what a verdict holds for, and that no text is kept."""

from __future__ import annotations

import pytest

from train.candidates import group_of, signature_of, slots_of
from train.labels import read_labels
from train.texts import closed_up
from watchfloor.extract.extractor import Extractor
from watchfloor.tables import read_lines


@pytest.mark.parametrize(
    ("document", "group"),
    [
        ("cnc:train_07_107_1551", "cnc:_07_107"),
        ("cnc:dev_07_107_2", "cnc:_07_107"),
        ("stream:d01-market-blast-3", "stream:d01-market-blast"),
        ("gsr:PLOVER-GSR01-COERCE-0002", "gsr:PLOVER-GSR01-COERCE-0002"),
    ],
)
def test_sentences_of_one_article_and_reports_of_one_story_share_a_fold(document: str, group: str) -> None:
    assert group_of(document) == group


def test_a_verdict_holds_for_what_the_slots_held(extractor: Extractor) -> None:
    def signature(text: str) -> str:
        findings = extractor.read(text)
        return signature_of(slots_of(text, findings, findings.events[0]))

    text = "Rebels attacked the barracks in Tibu on Friday."
    assert signature(text) == signature(text)
    assert signature(text) != signature(text.replace("Rebels", "Troops"))


def test_words_close_up_with_their_marks() -> None:
    assert closed_up("Police , who were there , did n't fire ( at him ) .") == (
        "Police, who were there, didn't fire (at him)."
    )


def test_labels_name_each_candidate_once_a_reader_and_hold_no_text() -> None:
    labels = list(read_labels())
    assert len(labels) == len({(label.id, label.reader) for label in labels}) >= 3000
    assert {label.verdict for label in labels} == {"right", "defensible", "wrong"}
    assert not any(" " in label.id for label in labels)
    assert all((label.verdict == "wrong") or label.fault == "-" for label in labels)
    both = {label.id for label in labels if label.reader == "reader 1"}
    assert len(both & {label.id for label in labels if label.reader == "reader 2"}) >= 300


def test_the_weights_are_small_and_have_a_bias() -> None:
    rows = read_lines("events/judge.tsv")
    assert rows[0].startswith("bias\t")
    assert sum(map(len, rows)) < 200_000
