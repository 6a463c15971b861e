"""`python -m benchmarks [NAME …]`: each figure beside its bound; exit code 1 where one does not hold.

Costs are CPU time, of whole process trees, in turns with what they are compared with; a bound fails only
where the spread excludes it. FULL=1 takes full sizes.
"""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "admission",
    "lists",
    "locks",
    "annotate",
    "own_tables",
    "track",
    "group",
    "pages",
    "polling",
    "backtest",
    "alert_delay",
    "load",
)


def main() -> int:
    """Run the named benchmarks, all without a name."""
    failed = 0
    for name in sys.argv[1:] or NAMES:
        print(f"\n{name}")
        for figure, value, against, holds in importlib.import_module(f"benchmarks.{name}").figures():
            print(
                f"  {figure:<46} {value:10.3f}   {against}{'' if holds else '   DOES NOT HOLD'}", flush=True
            )
            failed += not holds
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
