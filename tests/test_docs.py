"""The docs say what is there: commands, files and figures named in them exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from tools import reason_codes
from tools.cli_reference import REFERENCE, reference
from watchfloor.cli import app
from watchfloor.extract import Extractor
from watchfloor.model import EventContext, EventType, Grade, Modality, Polarity

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / "README.md",
    ROOT / "ARCHITECTURE.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


def commands() -> set[str]:
    groups = {str(group.typer_instance.info.name) for group in app.registered_groups if group.typer_instance}
    return groups | {
        str(c.name or (c.callback.__name__ if c.callback else "")) for c in app.registered_commands
    }


def test_the_command_reference_is_what_the_commands_say() -> None:
    assert REFERENCE.read_text("utf-8") == reference(), "write it anew: python -m tools.cli_reference"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_docs_is_one(page: Path) -> None:
    code = re.findall(r"`([^`\n]+)`|^\s{0,8}(?:\$ )?(watchfloor .*)$", page.read_text("utf-8"), re.M)
    named = {
        m[1] for pair in code for part in pair if (m := re.match(r"(?:\$ )?watchfloor ([a-z]+)\b", part))
    }
    assert named <= commands() | {"articles"}, named - commands()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_page_claims_what_machines_cannot_know(page: Path) -> None:
    if page.name == "wording.md":
        return
    for sentence in re.split(r"(?<=[.!?])\s", page.read_text("utf-8")):
        assert not re.search(
            r"\b(confirmed events?|verified events?|what is known to be true)\b", sentence, re.I
        )


def test_every_target_in_the_docs_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for page in PAGES:
        assert (
            set(re.findall(r"`?\bmake ([a-z]+)\b(?=`|\s{2,}|$)", page.read_text("utf-8"), re.M)) <= targets
        ), page


def test_the_page_of_reasons_has_every_code_with_its_words() -> None:
    written = reason_codes.REFERENCE.read_text("utf-8")
    assert written == reason_codes.reference(), "write it anew: python -m tools.reason_codes"


def test_every_page_of_the_docs_can_be_reached_from_the_first() -> None:
    linked = set(re.findall(r"\]\(([^)#:]+)", (ROOT / "README.md").read_text("utf-8")))
    pages = {page.relative_to(ROOT).as_posix() for page in PAGES if page.name != "README.md"}
    assert {page for page in pages if not page.startswith("docs/decisions/")} <= linked


def test_each_decision_has_a_number_of_its_own() -> None:
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(set(numbers)) == len(numbers)
    for page, number in zip(pages, numbers, strict=True):
        assert page.read_text("utf-8").startswith(f"# {int(number)}. "), page.name


def test_the_example_on_the_first_page_is_what_the_demo_shows() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    shown = (ROOT / "tests" / "golden" / "examples.txt").read_text("utf-8")
    example = re.search(r"\$ watchfloor demo\n…\n(.*?)\n…\n", readme, re.S)
    assert example is not None
    events = re.split(r"\n(?=    \S)", example[1])
    assert len(events) == 3
    for event in events:
        assert event in shown, event


def test_the_figures_on_the_first_page_stand_in_the_accuracy_card() -> None:
    card = (ROOT / "docs" / "accuracy.md").read_text("utf-8").splitlines()
    rows = re.findall(
        r"^\| [^|]+ \| (\.\d{3}) \| (\.\d+) [^|]+\|$", (ROOT / "README.md").read_text("utf-8"), re.M
    )
    assert len(rows) == 10
    for here, peer in rows:
        assert any(f"| 0{here} | 0{peer}" in line for line in card), (here, peer)


def test_the_rooms_of_the_architecture_are_the_layers_that_are_held() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    held = [
        {name for name in re.split(r"\s*\|\s*", layer.replace("watchfloor.", "")) if not name.startswith("(")}
        for layer in settings["tool"]["importlinter"]["contracts"][0]["layers"]
    ]
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = [set(re.findall(r"`(\w+)`", row)) for row in re.findall(r"^\| (`[^|]+) \|", page, re.M)]
    assert rooms == held


def test_what_the_architecture_names_is_there() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    dotted = set(re.findall(r"\b((?:engine|merge|extract|track|store|cli)(?:\.\w+)+)(?=[\s,;()`─])", page))
    assert len(dotted) >= 12
    for name in dotted:
        if name.rsplit(".", 1)[-1] != "py":
            assert _exists(f"watchfloor.{name}"), name
    for path in re.findall(r"`((?:src/watchfloor/)?\w+(?:/\w+)*(?:\.py|/))`", page):
        places = (ROOT / path, ROOT / "src" / "watchfloor" / path)
        assert any(place.exists() for place in places) or path == "unit.py", path


def _exists(name: str) -> bool:
    """Tell whether a dotted name leads to a module, or to something that a module of its folder holds."""
    steps = name.split(".")
    for end in range(len(steps), 1, -1):
        folder = ROOT / "src" / Path(*steps[:end])
        modules = [folder.with_suffix(".py"), *sorted(folder.glob("*.py"))]
        texts = [module.read_text("utf-8") for module in modules if module.exists()]
        if texts:
            return all(
                any(re.search(rf"^\s*(?:class|def) {rest}\b", text, re.M) for text in texts)
                for rest in steps[end:]
            )
    return False


CODEBOOK = ROOT / "docs" / "codebook.md"
TABLES = ROOT / "src" / "watchfloor" / "data" / "events"


def coded_examples() -> list[tuple[str, str, str]]:
    """Return the rows of the codebook: the heading above, the word in front, and the example."""
    found: list[tuple[str, str, str]] = []
    heading = ""
    for line in CODEBOOK.read_text("utf-8").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif row := re.match(r"\| `([a-z-]+)` \| [^|]+ \| ([^|]+) \| [^|]+ \|$", line):
            found.append((heading, row[1], row[2]))
    return found


def test_the_codebook_has_every_type_and_mode() -> None:
    tables = [
        line.split("\t")
        for name in ("verbs.tsv", "nouns.tsv", "natural.tsv")
        for line in (TABLES / name).read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    coded = {(row[0], row[1]) for row in tables}
    rows = {(heading, word) for heading, word, _ in coded_examples()}
    assert coded <= rows, sorted(coded - rows)
    assert {kind.value for kind in EventType} <= {heading for heading, _ in rows}
    page = CODEBOOK.read_text("utf-8")
    for word in (*get_args(Modality), *get_args(Polarity), *get_args(Grade), *get_args(EventContext)):
        assert f"`{word}`" in page, word


def test_each_sentence_of_the_codebook_is_coded_as_its_row_says(extractor: Extractor) -> None:
    for heading, word, sentence in coded_examples():
        events = extractor.read(sentence).events
        told: dict[str, set[str]] = {
            "Modality": {event.modality for event in events},
            "Polarity": {event.polarity for event in events},
            "Context": {context for event in events for context in event.contexts},
            "Grade": {event.grade for event in events},
        }
        modes = {event.mode or "-" for event in events if event.type == heading}
        assert word in told.get(heading, modes), (heading, word, sentence)
