"""Every table of the package is read by the one reader, which refuses what it does not know."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import pytest

from watchfloor import tables
from watchfloor.errors import TableError
from watchfloor.extract.events import conditions, lexicon, needs
from watchfloor.tables import Parted, Pattern, read_patterns, read_table, read_words

_READ_ALL = """
import importlib, pkgutil, watchfloor
from watchfloor import tables
lines, opened = tables._lines, set()
tables._lines = lambda name: (opened.add(name), lines(name))[1]
from watchfloor.extract.extractor import Extractor
from watchfloor.extract.article import Context
from watchfloor.extract.events.lexicon import lexicon
from watchfloor.extract.lang.other.names import _press_names
from watchfloor.extract.places.lexicon import words
from watchfloor.extract.quantities.roles import roles
from watchfloor.extract.quantities.harm import _words
from watchfloor.extract.times.zones import _rows
from watchfloor.extract.quotes.cues import words_of
from watchfloor.merge.lines import _one_of
from watchfloor.ingest.page.frame import _any_line_of
from importlib.resources import files
from watchfloor.ingest.dates import _months, _solar_months
_rows("US"), _words("striking"), lexicon(), _press_names("de"), roles("object"), _months(), _solar_months()
readers = {"places": words, "quotes": words_of, "merge": lambda name: _one_of(name + ".txt"),
           "ingest": lambda name: _any_line_of(name + ".txt")}
for folder, read in readers.items():
    for table in files("watchfloor").joinpath("data", folder).iterdir():
        if table.name.endswith(".txt"):
            read(table.name.removesuffix(".txt"))
for module in pkgutil.walk_packages(watchfloor.__path__, "watchfloor."):
    if not module.name.startswith(("watchfloor.store.migrations", "watchfloor.cli")):
        for thing in list(vars(importlib.import_module(module.name)).values()):
            if hasattr(thing, "cache_info") and thing.__module__.startswith("watchfloor"):
                try:
                    thing()
                except TypeError:
                    pass
"""


class Colour(StrEnum):
    """An invented column of words."""

    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Paint:
    """An invented row."""

    name: str
    colour: Colour
    share: float | None
    shades: Annotated[tuple[str, ...], Parted("|")]
    kind: Literal["oil", "water"]
    tried: Pattern


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the file that stands for data/paint.tsv."""
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    return tmp_path / "data" / "paint.tsv"


def test_rows_are_values(table: Path) -> None:
    table.write_text(
        "# Paints.\n#\nsky\tblue\t0.5\tpale|deep\twater\tsk[yi]\nrust\tred\t-\t-\toil\t.\n", "utf-8"
    )
    sky, rust = read_table("paint.tsv", Paint)
    assert sky == Paint("sky", Colour.BLUE, 0.5, ("pale", "deep"), "water", "sk[yi]")
    assert (rust.share, rust.shades) == (None, ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sky\tbleu\t-\t-\toil\t.", "data/paint.tsv:2: colour is 'bleu'; did you mean 'blue'?"),
        ("sky\tblue\thalf\t-\toil\t.", "data/paint.tsv:2: share is 'half'; write a number"),
        ("sky\tblue\t-\t-\toils\t.", "data/paint.tsv:2: kind is 'oils'; did you mean 'oil'?"),
        ("sky\tblue\t-\t-\toil\t(", "data/paint.tsv:2: tried is '('; mend the regular expression"),
        ("sky\tblue\t-", "data/paint.tsv:2: 3 cells where 6 are wanted, with tabs: name, colour"),
    ],
)
def test_what_is_not_known_is_refused_with_file_line_and_remedy(table: Path, line: str, message: str) -> None:
    table.write_text(f"# Paints.\n{line}\n", "utf-8")
    with pytest.raises(TableError) as refused:
        read_table("paint.tsv", Paint)
    assert str(refused.value).startswith(message)


def test_a_list_of_patterns_names_the_line_of_a_broken_one(table: Path) -> None:
    table.write_text("# Patterns.\n#hash\nfine.*\n[a-\n", "utf-8")
    with pytest.raises(TableError, match=r"data/paint\.tsv:4: the pattern is"):
        read_patterns("paint.tsv")
    table.write_text("# Words.\none two\nthree\n", "utf-8")
    assert read_words("paint.tsv") == {"one", "two", "three"}


@pytest.mark.parametrize(
    "row", ["ACCUSE\t-\tobj\tpubblic\tcondemn", "ACCUSE\t-\tobj\tpublic\tcondemn +objj=raid"]
)
def test_a_misspelt_need_slot_or_condition_is_no_lost_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    folder = tmp_path / "data" / "events"
    folder.mkdir(parents=True)
    (folder / "verbs.tsv").write_text(f"# Verbs.\n{row}\n", "utf-8")
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    with pytest.raises(TableError, match=r"data/events/verbs\.tsv.*did you mean '(?:public|obj|with)'"):
        lexicon._verbs()


def test_the_coder_knows_all_that_the_lexicon_allows() -> None:
    of_the_entry = {"act", "flip", "light", "swallow", "two", "weak"}
    assert needs._NEEDS.keys() | of_the_entry == lexicon.NEEDS
    assert conditions._CHECKS.keys() == lexicon.CONDITIONS


def test_every_table_of_the_package_is_read_without_refusal() -> None:
    code = _READ_ALL + "\nprint('\\n'.join(sorted(opened)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    root = Path(str(files("watchfloor"))) / "data"
    held = {str(path.relative_to(root)) for path in root.rglob("*") if path.suffix in (".tsv", ".txt")}
    only_baked = {"gazetteer/places.tsv"}
    assert held - only_baked <= set(done.stdout.split())
    for name in sorted(held):
        assert (root / name).read_text("utf-8").startswith("# "), f"{name} has no header"
