"""Archives, mails and files of lines with odd lengths, encodings, headers and marks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.faults.commands import command, files_of
from watchfloor.ingest.files import read_paths
from watchfloor.model import Rendition

ARRIVED = "2026-03-20T00:00:00Z"


def _read(path: Path) -> list[Rendition]:
    return [item for item in read_paths([path], arrived=ARRIVED) if isinstance(item, Rendition)]


@pytest.mark.parametrize("path", files_of("115"), ids=lambda path: path.stem)
def test_115_a_wrong_length_costs_its_record_and_the_rest_is_read(path: Path) -> None:
    assert _read(path)


@pytest.mark.parametrize("path", files_of("116"), ids=lambda path: path.stem)
def test_116_encodings_that_are_declared_and_are_not(path: Path) -> None:
    assert _read(path)


@pytest.mark.parametrize("path", files_of("117"), ids=lambda path: path.stem)
def test_117_subjects_in_broken_words_are_read(path: Path) -> None:
    [found] = _read(path)
    assert found.title
    assert "=?" not in found.title
    assert "\ufffd" not in found.title


def test_129_marks_blank_lines_and_a_cut_end() -> None:
    for path in files_of("129"):
        done = command("annotate", path)
        assert [json.loads(line) for line in done.output.splitlines() if line.startswith("{")]
        assert (path.name in done.output) == ("cut" in path.stem or "dup" in path.stem)
