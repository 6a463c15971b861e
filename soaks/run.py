"""What every soak shares: its two lengths, a folder of its own, and how it tells what came of it."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

Part = Callable[[Path, bool], str]


def main(name: str, parts: Mapping[str, Part]) -> None:
    """Run the parts one after the other, each in a folder of its own, and exit with 1 if one failed."""
    parser = argparse.ArgumentParser(prog=f"python -m soaks.{name}")
    parser.add_argument("--short", action="store_true", help="minutes rather than hours, for .ci/run")
    short = parser.parse_args().short
    failed = 0
    for part, run in parts.items():
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            try:
                told = run(Path(folder), short)
            except AssertionError as error:
                failed += 1
                told = f"DOES NOT HOLD  {error}"
        print(f"{name} {part}: {told} ({time.monotonic() - started:.0f} s)", flush=True)
    sys.exit(1 if failed else 0)
