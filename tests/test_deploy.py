"""The systemd unit is one that systemd accepts, and little stands open to it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import WATCHFLOOR

UNIT = Path(__file__).parent.parent / "deploy" / "watchfloor.service"
_ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(_ANALYZE is None, reason="systemd-analyze is not installed here")


def _analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    assert _ANALYZE is not None
    return subprocess.run([_ANALYZE, *arguments], capture_output=True, text=True, check=False, timeout=60)


@needs_systemd
def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    here = tmp_path / "watchfloor.service"
    here.write_text(UNIT.read_text("utf-8").replace("/opt/watchfloor/bin/watchfloor", WATCHFLOOR), "utf-8")
    said = _analyze("verify", "--man=no", str(here))
    assert (said.returncode, said.stderr) == (0, "")


@needs_systemd
def test_little_stands_open_to_the_unit() -> None:
    said = _analyze("security", "--offline=yes", "--no-pager", str(UNIT))
    found = re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)
    assert found is not None
    assert float(found[1]) <= 2.0
