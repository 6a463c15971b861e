"""The pages of docs/extending do what they say: each is carried out here with its toy."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.cli.commands import EXAMPLES
from tests.contracts.backends import CHECKS
from tests.faults.commands import command
from watchfloor import tables
from watchfloor.disclosure import disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.errors import TableError
from watchfloor.exchange import formats
from watchfloor.ingest import read_paths
from watchfloor.model import Audience
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
