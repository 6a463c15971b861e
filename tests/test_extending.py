"""The pages of docs/extending do what they say: each is carried out here with its toy."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.checks import check_ordered, check_references, check_spans_match_text
from tests.cli.commands import EXAMPLES, environment
from tests.contracts.backends import CHECKS
from tests.faults.commands import command
from watchfloor import tables
from watchfloor.disclosure import disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.errors import TableError
from watchfloor.exchange import formats
from watchfloor.extract import Extractor, languages
from watchfloor.extract.article import Context
from watchfloor.extract.contract import Finder, FoundSoFar
from watchfloor.extract.lang.other import names
from watchfloor.extract.lang.other.reader import PlainText
from watchfloor.ingest import read_paths
from watchfloor.language import language_facts
from watchfloor.model import Audience, FlagCode
from watchfloor.store import Store
from watchfloor.store.backends import BACKENDS
from watchfloor.watch.channels import kinds

PAGES = Path(__file__).parents[1] / "docs" / "extending"
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


def blocks(page: str) -> list[tuple[str, str, str]]:
    """Return the blocks of a page: language, what stands behind it, and what is in it."""
    found = _BLOCK.findall((PAGES / page).read_text("utf-8"))
    return [(language, label.strip(), body) for language, label, body in found]


def carried_out(page: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Run the Python of a page from top to bottom as one module, and return what it defines."""
    module = ModuleType("toy")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    for language, _, body in blocks(page):
        if language == "python":
            exec(compile(body, page, "exec"), module.__dict__)
    return module.__dict__


def test_a_format_is_a_function_and_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    row = carried_out("format.md", monkeypatch)["row"]
    monkeypatch.setattr(formats, "EXPORT_FORMATS", {**formats.EXPORT_FORMATS, "csv": row})
    seen = look(read_paths([EXAMPLES], arrived="2026-04-01T00:00:00Z"), now="2026-04-01T00:00:00Z")
    written = formats.EXPORT_FORMATS["csv"].write(disclose(seen, Audience.public), "")
    head, *lines = csv.reader(io.StringIO(written))
    assert head == ["event", "type", "when", "where", "words"]
    assert len(lines) == len(seen.events) > 5
    assert "The Spanish captain was released on Saturday" in written


def test_a_table_is_a_file_and_a_row_and_a_slip_in_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = {label: body for language, label, body in blocks("table.md") if language == "text"}
    name = "data/toys/vessels.tsv"
    (tmp_path / name).parent.mkdir(parents=True)
    (tmp_path / name).write_text(texts[name], "utf-8")
    monkeypatch.setattr(tables, "files", lambda _: tmp_path)
    vessels = carried_out("table.md", monkeypatch)["vessels"]
    assert sorted(vessels()) == ["drifter", "ferry", "seiner", "trawler"]
    assert (vessels()["seiner"].word, vessels()["ferry"].crew) == ("trawler", 30)
    (tmp_path / name).write_text(texts[name].replace("passengers\t", "passenger\t"), "utf-8")
    with pytest.raises(TableError) as error:
        vessels()
    assert str(error.value) == texts["error"].strip()


def test_a_backend_is_an_index_a_class_and_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scheme, opened = carried_out("backend.md", monkeypatch)["row"]
    monkeypatch.setitem(BACKENDS, scheme, opened)
    for check in CHECKS:
        folder = tmp_path / check.__name__
        folder.mkdir()
        check(f"{scheme}:///{folder}/floor.sqlite", folder)
        with Store.open(f"{scheme}:///{folder}/floor.sqlite") as store:
            assert type(store.backend.index).__name__ == "PlainIndex"


def test_a_channel_is_a_class_and_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = carried_out("channel.md", monkeypatch)["row"]
    monkeypatch.setattr(kinds, "CHANNEL_KINDS", {**kinds.CHANNEL_KINDS, row.kind: row})
    (settings,) = (body for language, _, body in blocks("channel.md") if language == "toml")
    (told,) = (body for language, label, body in blocks("channel.md") if label == "error")
    floor = tmp_path / "floor"
    assert command("init", floor).code == 0
    (floor / "watchfloor.toml").write_text(settings, "utf-8")
    assert command("channels", "test", "wall", "--floor", floor).code == 1
    (floor / "spool").mkdir()
    assert command("channels", "test", "wall", "--floor", floor).code == 0
    (message,) = (floor / "spool").iterdir()
    assert message.suffix == ".txt"
    assert message.read_text("utf-8").endswith("TEST of the channel wall: nothing happened\n")
    assert command("doctor", "--floor", floor).code == 0
    (floor / "watchfloor.toml").write_text(f'{settings}ending = "txt"\n', "utf-8")
    doctor = command("doctor", "--floor", floor)
    assert (doctor.code, told.strip() in doctor.output) == (1, True)


def test_an_event_type_is_a_line_a_row_and_words(tmp_path: Path) -> None:
    package, texts = _copied(tmp_path), {label: body for _, label, body in blocks("event-type.md")}
    findings = package / "model" / "findings.py"
    last = '    AGREE = "AGREE"\n'
    findings.write_text(findings.read_text("utf-8").replace(last, last + texts["line"]), "utf-8")
    for name in ("data/events/plover.tsv", "data/events/verbs.tsv"):
        rows = (package / name).read_text("utf-8").splitlines(keepends=True)
        first = next(number for number, row in enumerate(rows) if not row.startswith("#"))
        at = first + 1 if name.endswith("plover.tsv") else first
        (package / name).write_text("".join([*rows[:at], texts[name], *rows[at:]]), "utf-8")
    (section,) = (body for language, _, body in blocks("event-type.md") if language == "markdown")
    (example,) = re.findall(r"^\| `sea` \| [^|]+ \| ([^|]+) \|", section, re.M)
    (tmp_path / "ships.txt").write_text(f"Tanker escorted\n\n{example}", "utf-8")
    (tmp_path / "watch.yaml").write_text("name: Escorts\ntype: ESCORT\nmode: sea\n", "utf-8")
    told = json.loads(_said(tmp_path, "run", "ships.txt", "--json"))
    assert [(it["type"], it["mode"]) for it in told["events"]] == [("ESCORT", "sea")]
    assert "Escorts" in _said(tmp_path, "watch", "check", "watch.yaml", "--floor", _floor(tmp_path))
    facts = package / "data" / "events" / "plover.tsv"
    facts.write_text(facts.read_text("utf-8").replace("\tat_place\t", "\tat_plaice\t", 1), "utf-8")
    asked = "from watchfloor.plover import type_facts; type_facts('ESCORT')"
    named = r"plover\.tsv:\d+: at_place is 'at_plaice'; did you mean 'at_place'\?"
    assert re.search(named, _python(tmp_path, "-c", asked))


def _copied(folder: Path) -> Path:
    """Return a copy of the package, its large tables by links."""
    package, source = folder / "watchfloor", Path(str(files("watchfloor")))
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("data", "__pycache__"))
    (package / "data").mkdir()
    for path in (source / "data").iterdir():
        if path.name != "events":
            (package / "data" / path.name).symlink_to(path)
    shutil.copytree(source / "data" / "events", package / "data" / "events")
    return package


def _floor(folder: Path) -> str:
    _said(folder, "init", "floor")
    return "floor"


def _said(folder: Path, *arguments: str) -> str:
    """Return what a command of the copied package prints."""
    return _python(folder, "-m", "watchfloor", *arguments)


def _python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**environment(), "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout or done.stderr


ESPERANTO = "La ministro flugis al Parizon la 27 januaro 2026. «Ni ne pagos», diris Ana Roux en la haveno."


class Overlay:
    """The data of the package, with some rows more."""

    def __init__(self, more: dict[str, str], folder: Path) -> None:
        self._package, self._folder = files("watchfloor"), folder
        for name, rows in more.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self._package.joinpath(name).read_text("utf-8") + rows, "utf-8")

    def joinpath(self, *parts: str) -> Any:
        """Return where a file of the package stands."""
        path = self._folder.joinpath(*parts)
        return path if path.exists() else self._package.joinpath(*parts)


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Let what was read of languages be read anew, before and after."""
    caches = (language_facts, names._names, names._locatives)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("forgotten")
def test_a_language_is_a_row_of_facts_a_reader_and_a_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> Any:
        return Extractor().read(ESPERANTO, context=Context(language="eo"))

    before = read()
    assert (before.unread, before.quotes, before.places) == (True, (), ())
    (facts,) = (body for _, label, body in blocks("language.md") if label == "data/languages.tsv")
    overlay = Overlay({"data/languages.tsv": facts}, tmp_path)
    monkeypatch.setattr(tables, "files", lambda _: overlay)
    language_facts.cache_clear()
    code, reader = carried_out("language.md", monkeypatch)["row"]
    monkeypatch.setattr(languages, "LANGUAGES", {**languages.LANGUAGES, code: reader})
    found = read()
    assert (found.language, found.unread, found.flags) == ("eo", False, ())
    assert [(it.span.of(ESPERANTO), it.name) for it in found.places] == [("Parizon", "Paris")]
    assert [it.value for it in found.times] == ["2026-01-27"]
    (quote,) = found.quotes
    assert [it.of(ESPERANTO) for it in (*quote.content, *quote.cue, *quote.source)] == [
        "Ni ne pagos", "diris", "Ana Roux",
    ]  # fmt: skip
    check_spans_match_text(found, ESPERANTO)
    check_references(found)
    check_ordered(found)
    monkeypatch.setattr(reader, "finders", (*reader.finders, Finder("events", _failing)))
    assert [(it.code, it.part) for it in read().flags] == [(FlagCode.FINDER_FAILED, "events")]
    assert read().quotes == found.quotes
    assert Extractor().read("Police arrested two men in Paris.").language == "en"


def _failing(opened: PlainText, found: FoundSoFar) -> FoundSoFar:
    raise ValueError("a finder that is not finished")
