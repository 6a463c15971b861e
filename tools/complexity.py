"""Holds the gate of cognitive complexity: `python -m tools.complexity [--write]`.

No function may be harder to read than 15 (Campbell, Cognitive Complexity, 2018). Those that were when the
gate came stand in `complexity_exempt.txt`; the list may only get shorter: what is mended must leave it, and
nothing may join it. `--write` drops what no longer belongs there.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import complexipy

MOST = 15
ROOT = Path(__file__).parent.parent
EXEMPT = Path(__file__).parent / "complexity_exempt.txt"
FOLDERS = ("src", "evals", "benchmarks", "tools")


def too_complex() -> Iterator[str]:
    """Yield each function past the bound as "file function", in order."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for function in complexipy.file_complexity(str(path)).functions:
                if function.complexity > MOST:
                    yield f"{path.relative_to(ROOT)} {function.name}"


def main() -> int:
    """Compare what is too complex with the list of exemptions; return 1 where they differ."""
    lines = EXEMPT.read_text("utf-8").splitlines()
    header = [line for line in lines if line.startswith("#")]
    exempt = {line for line in lines if not line.startswith("#")}
    found = set(too_complex())
    if "--write" in sys.argv:
        EXEMPT.write_text("\n".join([*header, *sorted(found & exempt)]) + "\n", "utf-8")
        exempt &= found
    for line in sorted(found - exempt):
        print(f"{line}: more than {MOST}; part it into steps with names")
    for line in sorted(exempt - found):
        print(f"{line}: mended; take it from the exemptions with `python -m tools.complexity --write`")
    return 1 if found != exempt else 0


if __name__ == "__main__":
    sys.exit(main())
