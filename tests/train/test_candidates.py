"""Candidates and their labels: who shares a fold, what a verdict holds for, and that no text is kept."""

from __future__ import annotations

import pytest

from train.candidates import group_of, slots_of
from train.held import Held
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


def test_slots_are_compared_by_the_words_of_their_names(extractor: Extractor) -> None:
    def held(text: str) -> Held:
        findings = extractor.read(text)
        return Held.of(slots_of(text, findings, findings.events[0]))

    then = held("Rebels attacked the barracks in Tibu on Friday.")
    assert set(then.changes(held("Rebels attacked the barracks in Tibu on Friday.")).values()) == {"same"}
    assert then.changes(held("The rebels attacked the army barracks in Tibu on Friday."))["target"] == "same"
    assert then.changes(held("Troops attacked the barracks in Tibu on Friday."))["source"] == "other"
    assert then.changes(held("Rebels attacked the barracks on Friday."))["place"] == "emptied"
    assert held("Rebels attacked the barracks on Friday.").changes(then)["place"] == "filled"
    assert Held.read(then.columns()) == then


def test_words_close_up_with_their_marks() -> None:
    assert closed_up("Police , who were there , did n't fire ( at him ) .") == (
        "Police, who were there, didn't fire (at him)."
    )


def test_labels_name_each_candidate_once_a_reader_and_hold_no_text() -> None:
    labels = list(read_labels())
    assert len(labels) == len({(label.id, label.reader) for label in labels}) >= 3000
    assert {label.verdict for label in labels} == {"right", "defensible", "wrong"}
    assert not any(" " in label.id for label in labels)
    codes = {
        word for it in labels for word in (it.held.type, it.held.mode, it.held.polarity, it.held.modality)
    }
    assert not any(" " in word for word in codes)
    assert all((label.verdict == "wrong") or label.fault == "-" for label in labels)
    both = {label.id for label in labels if label.reader == "reader 1"}
    assert len(both & {label.id for label in labels if label.reader == "reader 2"}) >= 300


def test_the_weights_are_small_and_have_a_bias() -> None:
    rows = read_lines("events/judge.tsv")
    assert rows[0].startswith("bias\t")
    assert sum(map(len, rows)) < 200_000
