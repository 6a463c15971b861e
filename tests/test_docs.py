"""The docs say what is there: commands, files and figures named in them exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools import reason_codes
from tools.cli_reference import REFERENCE, reference
from watchfloor.cli import app

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
