"""Nobody waits for the network: acts of people while a daemon visits two hundred sources and one hangs."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.locks import SOURCES, WORST, waited
from tests.cli.commands import EXAMPLES, watchfloor


@pytest.mark.slow
def test_the_worst_of_fifty_acts_waits_less_than_a_second(tmp_path: Path) -> None:
    folder = tmp_path / "floor"
    assert watchfloor("init", folder).code == 0
    assert watchfloor("add", EXAMPLES, "--floor", folder, "--arrived", "published").code == 0
    held = waited(folder)
    assert held.visited == SOURCES + 1
    assert held.was_busy, "the daemon was at work all the while"
    assert held.kept, "what the sources told is kept"
    assert held.worst < WORST * held.crowded, sorted(held.acts)[-5:]
