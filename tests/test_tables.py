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
from watchfloor.tables import Parted, Pattern, read_patterns, read_table, read_word_list, read_words

_READ_ALL = """
import importlib, pkgutil, watchfloor
from watchfloor import tables
lines, columns, opened, read_now, rows = tables._lines, tables._columns, set(), [], {}
def opening(name):
    opened.add(name)
    if read_now:
        rows[name] = read_now.pop()
    return lines(name)
tables._lines = opening
tables._columns = lambda row: (read_now.append(row), columns(row))[1]
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

_CORRUPT_ALL = """
import dataclasses, pathlib, sys
from watchfloor.errors import TableError
tables._lines, tables._columns = lines, columns
package, root = files("watchfloor"), pathlib.Path(sys.argv[1])
tables.files = lambda _: root
for name, row in sorted(rows.items()):
    text = package.joinpath("data", *name.split("/")).read_text("utf-8").splitlines()
    first = next(line for line in text if line.strip() and line != "#" and not line.startswith("# "))
    cells, path = first.split("\\t"), root / "data" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    for at, column in enumerate(dataclasses.fields(row)):
        broken = cells[at].replace("+", "+zzq", 1) if " +" in cells[at] else "(zzq"
        path.write_text("# A table.\\n" + "\\t".join([*cells[:at], broken, *cells[at + 1 :]]), "utf-8")
        try:
            tables.read_table(name, row)
            print("open", name, column.name)
        except TableError as error:
            assert str(error).startswith(f"data/{name}:2: {column.name} is "), error
            print("closed", name, column.name)
"""
# Columns that may hold any words: names and words of the language, codes of other lists; no others are open.
_OPEN = {
    "actors/first_names.tsv": "name",
    "actors/involving.tsv": "verb",
    "actors/nominals.tsv": "noun lemma standing",
    "actors/office_holders.tsv": "name surname title country since",
    "actors/organisation_words.tsv": "word plural",
    "actors/organisations.tsv": "name country other_names",
    "actors/relations.tsv": "noun kind inverse",
    "actors/title_kin.tsv": "word offices",
    "actors/titles.tsv": "noun full",
    "actors/word_lists.tsv": "name words",
    "clauses/past.tsv": "form lemma",
    "clauses/words.tsv": "name words",
    "events/actors.tsv": "words",
    "events/contexts.tsv": "words kinds",
    "events/domains.tsv": "words",
    "events/governors.tsv": "words",
    "events/intensity.tsv": "mode",
    "events/judge.tsv": "fact",
    "events/natural.tsv": "mode words beside",
    "events/nouns.tsv": "mode nouns",
    "events/plover.tsv": "ended counts series heading",
    "events/standing.tsv": "words",
    "events/verbs.tsv": "mode",
    "events/word_lists.tsv": "name words",
    "exchange/crosswalk.tsv": "type mode cameo acled glide",
    "foreign/country_names.tsv": "language country names",
    "gazetteer/abbreviations.tsv": "code short others",
    "gazetteer/countries.tsv": "code alpha3 name capital variants "
    "parts adjectives people governments continent neighbours",
    "ingest/agencies.tsv": "name ways",
    "ingest/byline_words.tsv": "language words",
    "ingest/columns.tsv": "field names",
    "ingest/months.tsv": "languages names",
    "ingest/solar_months.tsv": "languages names",
    "languages.tsv": "language endings prefixes locatives",
    "merge/homoglyphs.tsv": "letter latin",
    "merge/word_frequency.tsv": "word",
    "places/country_hints.tsv": "word country",
    "places/cues.tsv": "members",
    "places/facilities.txt": "word",
    "places/outlets.tsv": "names town",
    "places/word_lists.tsv": "name words",
    "quantities/harm.tsv": "words",
    "quantities/roles.tsv": "lemma",
    "quantities/units.tsv": "unit",
    "quantities/word_lists.tsv": "name words",
    "quotes/adjectives.tsv": "lemmas",
    "quotes/nouns.tsv": "lemmas",
    "quotes/phrases.tsv": "words",
    "quotes/verbs.tsv": "lemmas",
    "quotes/word_lists.tsv": "name words",
    "times/calendar.tsv": "word piece",
    "times/context.tsv": "words",
    "times/patterns.tsv": "form families pattern builder",
    "times/references.tsv": "words expression",
    "times/word_lists.tsv": "name words",
    "times/zones.tsv": "country zone regions",
    "track/deeds.tsv": "deed mode trigger nouns",
    "track/references.tsv": "mode words",
    "track/word_lists.tsv": "name words",
}


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
    ("row", "message"),
    [
        ("ACCUSE\t-\tobj\tpubblic\tcondemn", "needs is 'pubblic'; did you mean 'public'"),
        ("ACCUSE\t-\tobj\tpublic\tcondemn +objj=raid", "patterns is 'objj'; did you mean 'obj'"),
        ("ACCUSE\t-\tagainst|wih\tpublic\tcondemn", "targets is 'wih'; did you mean 'with'"),
    ],
)
def test_a_misspelt_need_slot_or_condition_is_no_lost_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, message: str
) -> None:
    folder = tmp_path / "data" / "events"
    folder.mkdir(parents=True)
    (folder / "verbs.tsv").write_text(f"# Verbs.\n{row}\n", "utf-8")
    monkeypatch.setattr(tables, "files", lambda package: tmp_path)
    with pytest.raises(TableError) as refused:
        lexicon._verbs()
    assert str(refused.value).startswith(f"data/events/verbs.tsv:2: {message}")


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


def test_one_wrong_cell_in_any_closed_column_of_any_table_is_refused(tmp_path: Path) -> None:
    code = [sys.executable, "-c", _READ_ALL + _CORRUPT_ALL, str(tmp_path)]
    done = subprocess.run(code, capture_output=True, text=True, check=True)
    found: dict[str, set[str]] = {"open": set(), "closed": set()}
    for line in done.stdout.splitlines():
        state, name, column = line.split()
        found[state].add(f"{name} {column}")
    assert found["open"] == {
        f"{name} {column}" for name, columns in _OPEN.items() for column in columns.split()
    }
    assert len(found["closed"]) > 80


def test_a_list_of_words_that_is_not_there_is_refused_by_the_nearest_name() -> None:
    assert "sheriff" in read_word_list("events/word_lists.tsv", "forces")
    with pytest.raises(TableError, match=r"data/events/word_lists\.tsv: there is no list 'force'.*forces"):
        read_word_list("events/word_lists.tsv", "force")
