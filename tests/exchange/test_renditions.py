"""What a report was made of, as people read it."""

from __future__ import annotations

from watchfloor.exchange.renditions import (
    CopyRead,
    PartSource,
    ReportHistory,
    VersionStep,
    history_json,
    history_lines,
)
from watchfloor.model import TextId

MAKING = ReportHistory(
    parts=(PartSource(name="title", value="Ferry aground", how="json-ld", where="a.html"),),
    others=(PartSource(name="title", value="Ferry stuck", how="input", where="b.jsonl:1"),),
    copies=(
        CopyRead(
            id="1", where="a.html", at="2026-03-02T06:40:00Z", relation="original", version=1, shown=False
        ),
        CopyRead(
            id="2",
            where="b.jsonl:1",
            at=None,
            relation="revision",
            version=2,
            shown=True,
            adds=("2\u200b14",),
        ),
    ),
    steps=(
        VersionStep(
            at=None,
            where="b.jsonl:1",
            text_id=TextId("t2"),
            edits=(("212", "214"), ("", "More."), ("Less.", "")),
        ),
    ),
    origin="o1",
    named=("AP", "With material from AP"),
)


def test_parts_versions_and_copies_are_told_with_where_they_are_from() -> None:
    lines = list(history_lines(MAKING))
    assert "  origin o1: written by AP, by its own account (“With material from AP”)" in lines
    assert "  title       Ferry aground   (JSON-LD of a.html)" in lines
    assert "  title       Ferry stuck   (given with b.jsonl:1)" in lines
    assert lines.index("What other copies say instead:") > lines.index("Its parts:")
    assert "  changed  “212” → “214”" in lines
    assert "  added    “More.”" in lines
    assert "  removed  “Less.”" in lines
    assert "      + 214" in lines, "invisible characters are not shown"


def test_a_long_passage_leaves_as_an_excerpt() -> None:
    copy = CopyRead(id="1", where="a", at=None, relation="copy", version=1, shown=True, adds=("w " * 900,))
    long = ReportHistory(parts=(), others=(), steps=(), origin="o", copies=(copy,))
    [told] = history_json(long)["renditions"]
    assert len(told["adds"][0]) <= 300
    assert max(map(len, history_lines(long))) < 200
