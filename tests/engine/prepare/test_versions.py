"""The version of a finder: changed by what it does, kept by what only moves or is told better."""

from __future__ import annotations

import inspect
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from watchfloor.engine.prepare import source_code
from watchfloor.engine.prepare.source_code import CodePlace, PackageSource
from watchfloor.engine.prepare.versions import finder_versions, readers_of_today, versions_in, versions_of
from watchfloor.extract import Extractor, languages
from watchfloor.extract.article import Context
from watchfloor.extract.contract import Finder, FoundSoFar, read_opened
from watchfloor.extract.lang.en.reader import English
from watchfloor.extract.lang.other.reader import Other, PlainText

_ROOT = Path(str(files("watchfloor")))
_ENGLISH = {"en.opening", "en.zone", *(f"en.{finder.part}" for finder in English.finders)}
_ARTICLE = (
    "TIBU, March 3 (Wire) - Police shot dead three protesters in the port of Tibu on Friday after marchers "
    "threw stones at the town hall, Interior Minister Ana Roux said. “We did not give the order,” she told "
    "reporters. Some 2,000 people had marched against the budget; at least 14 were wounded, hospitals said."
    "\n\nRebels denied that they had attacked the barracks near Oslo last week. Norway and Sweden signed a "
    "treaty. The army said on 1 March that it would withdraw from the Tibu valley by June."
)


def _copied(folder: Path) -> Path:
    """Return a copy of what is read with: the package without its largest table."""
    held = folder / "watchfloor"
    for part in ("extract", "ingest", "model", "data", "gazetteer"):
        shutil.copytree(_ROOT / part, held / part, ignore=shutil.ignore_patterns("*.npz", "__pycache__"))
    for path in _ROOT.glob("*.py"):
        shutil.copy(path, held / path.name)
    return held


@pytest.fixture(autouse=True, scope="module")
def _parsed_once() -> Iterator[None]:
    """Let a module that no test edits be parsed once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source_code, "read_module", cache(source_code.read_module))
        yield


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return _copied(tmp_path)


def _versions(folder: Path) -> Mapping[str, str]:
    return versions_in(PackageSource(folder), readers_of_today())


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    return _versions(_copied(tmp_path_factory.mktemp("before")))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def _changed(before: Mapping[str, str], copy: Path) -> set[str]:
    after = _versions(copy)
    assert after.keys() == before.keys()
    return {name for name, value in after.items() if value != before[name]}


def test_what_moves_is_renamed_or_told_better_keeps_every_version(
    before: Mapping[str, str], copy: Path
) -> None:
    events, moved = copy / "extract" / "events", copy / "extract" / "towns_own.py"
    (events / "forces.py").rename(moved)
    (copy / "data" / "events" / "lights.txt").rename(copy / "data" / "places" / "light_verbs.txt")
    for path in copy.rglob("*.py"):
        text = path.read_text("utf-8")
        text = text.replace("watchfloor.extract.events.forces", "watchfloor.extract.towns_own")
        path.write_text(text.replace("events/lights.txt", "places/light_verbs.txt"), "utf-8")
    _edit(moved, '"""Tell whether events', '"""Say whether events')
    _edit(copy / "data" / "events" / "verbs.tsv", "# ", "# In short: ")
    _edit(copy / "extract" / "quotes" / "finder.py", "def ", "# Told better.\ndef ")
    assert _changed(before, copy) == set()


def test_a_function_that_moves_to_another_module_keeps_every_version(
    before: Mapping[str, str], copy: Path
) -> None:
    path = copy / "extract" / "events" / "forces.py"
    text = path.read_text("utf-8")
    moved = text[text.index("def is_local") : text.index("def force_place")]
    place = "watchfloor.extract.events.local_types"
    path.write_text(text.replace(moved, f"from {place} import is_local\n"), "utf-8")
    (path.parent / "local_types.py").write_text(
        f"from watchfloor.plover import type_facts\n\n{moved}", "utf-8"
    )
    assert _changed(before, copy) == set()


@pytest.mark.parametrize(
    ("module", "line", "changed"),
    [
        ("events/forces.py", ("_LONGEST = 3", "_LONGEST = 4"), {"en.events"}),
        ("quotes/finder.py", ("return ", "return 0 or "), {"en.quotes", "en.events"}),
        (
            "lang/en/reader.py",
            ("find_quotes(article, ", "find_quotes(0 or article, "),
            {"en.quotes", "en.events"},
        ),
        ("lang/en/mending.py", ("return ", "return 0 or "), {"en.opening"}),
        ("lang/other/dates.py", ("return ", "return 0 or "), {"other.times"}),
        ("extractor.py", ("return _range(", "return 0 or _range("), {"dates"}),
        ("events/doubts/senses.py", ("return ", "return 0 or "), {"en.events"}),
    ],
)
def test_a_line_changes_the_finders_that_read_with_it(
    before: Mapping[str, str], copy: Path, module: str, line: tuple[str, str], changed: set[str]
) -> None:
    _edit(copy / "extract" / module, *line)
    assert _changed(before, copy) == changed


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("events/verbs.tsv", {"en.events"}),
        ("events/plover.tsv", {"en.events"}),
        ("quotes/talks.txt", {"en.quotes", "en.events"}),
        ("quantities/units.tsv", {"en.quantities", "en.events"}),
        ("places/authorities.txt", {"en.places", "en.actors", "en.quotes", "en.events"}),
        ("actors/organisations.tsv", {"en.actors", "en.quotes", "en.events", "other.actors"}),
        ("times/zones.tsv", {"en.zone"}),
        ("merge/credits.txt", set()),
        ("track/references.tsv", set()),
        ("ingest/closing_lines.txt", {"text"}),
        ("foreign/country_names.tsv", {"other.places", "other.actors"}),
    ],
)
def test_a_cell_changes_the_finders_that_read_with_it(
    before: Mapping[str, str], copy: Path, table: str, changed: set[str]
) -> None:
    _edit(copy / "data" / table, "e", "i")
    assert _changed(before, copy) == changed


def _reached(source: PackageSource, name: str, finders: Mapping[str, Finder[Any, Any]]) -> set[CodePlace]:
    """Return what a finder and those it takes from reach."""
    find = finders[name].find
    found = set(source.reached(source.function(find.__module__, find.__qualname__)))
    return found.union(*(_reached(source, taken, finders) for taken in finders[name].takes))


def _called(run: partial[Any]) -> tuple[Any, set[tuple[str, str]]]:
    """Return what a call returns, and the module and outermost name of whatever of the package it called."""
    codes: set[CodeType] = set()

    def note(frame: FrameType, what: str, _: object) -> None:
        if what == "call":
            codes.add(frame.f_code)

    sys.setprofile(note)
    try:
        result = run()
    finally:
        sys.setprofile(None)
    ours = [code for code in codes if code.co_filename.startswith(str(_ROOT)) and code.co_qualname[0] != "<"]
    modules = [".".join(Path(it.co_filename).relative_to(_ROOT.parent).with_suffix("").parts) for it in ours]
    names = [code.co_qualname.split(".")[0] for code in ours]
    return result, {
        (module.removesuffix(".__init__"), name) for module, name in zip(modules, names, strict=True)
    }


def test_whatever_a_finder_calls_counts_for_it(extractor: Extractor) -> None:
    reader, source = English(extractor.parser), PackageSource(_ROOT)
    finders = {finder.part: finder for finder in reader.finders}
    opening = [
        place for it in (English.__init__, English.open, English.nothing)
        for place in source.function(it.__module__, it.__qualname__)
    ]  # fmt: skip
    shared = source.reached(opening)
    with reader.open(_ARTICLE, None, Context(published="2026-03-06")) as opened:
        found = reader.nothing(opened)
        for part, finder in finders.items():
            found, called = _called(partial(finder.find, opened, found))
            held = shared | _reached(source, part, finders)
            assert called
            missing = [
                (module, name)
                for module, name in called
                if not module.startswith("watchfloor.model")
                if not held.intersection(source.function(module, name))
            ]
            assert missing == [], part
    assert found.events
    assert found.quotes


def test_a_finder_takes_what_it_says_it_takes() -> None:
    for reader in (English, Other):
        made: set[str] = set()
        for finder in reader.finders:
            read = set(re.findall(r"\bfound\.(\w+)", inspect.getsource(finder.find)))
            assert {"actors" if part == "cast" else part for part in read} == set(finder.takes) <= made
            made.add(finder.part)


def test_a_text_rests_on_the_finders_of_its_language(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    common = {"text", "language", "dates"}
    english, german = "Police arrested two men in Paris.", "Die Polizei nahm in Paris zwei Männer fest."
    assert set(versions_of(extractor.read(english), english) or ()) == common | _ENGLISH
    in_german = extractor.read(german, context=Context(language="de"))
    others = {"other.opening", "other.zone", "other.places", "other.actors", "other.times"}
    assert set(versions_of(in_german, german) or ()) == common | others
    monkeypatch.setattr(languages, "LANGUAGES", {**languages.LANGUAGES, "de": _German})
    now = Extractor(extractor.parser).read(german, context=Context(language="de"))
    assert set(versions_of(now, german) or ()) == common | {
        name.replace("other.", "de.") for name in (*others, "other.quotes")
    }
    versions = finder_versions()
    assert versions["de.times"] == versions["other.times"]


def _no_quotes(opened: PlainText, found: FoundSoFar) -> FoundSoFar:
    return replace(found, quotes=())


class _German(Other):
    finders = (*Other.finders, Finder("quotes", _no_quotes))


def test_a_text_in_which_a_finder_failed_rests_on_nothing(extractor: Extractor) -> None:
    def failing(opened: PlainText, found: FoundSoFar) -> FoundSoFar:
        raise ValueError("not finished")

    class Failing(Other):
        finders = (Finder("places", failing),)

    reader = Failing()
    with reader.open("Paris.", None, Context(language="de")) as opened:
        assert versions_of(read_opened(reader, opened), "Paris.") is None


def test_the_versions_of_the_package_are_those_of_its_source() -> None:
    assert finder_versions() == _versions(_ROOT)
