"""Trials of the faults of whole kinds: how many hold, by class, as `tests/faults` tries them.

python -m evals.faults
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

_ROOT = Path(__file__).parent.parent
_FOLDER = _ROOT / "tests" / "faults"
_OUTCOME = re.compile(r"^(PASSED|FAILED|ERROR) \S+::test_(\d{3})_(\S+)", re.MULTILINE)


def table() -> dict[str, str]:
    """Return the class of each trial by its number."""
    rows = (line.split("\t") for line in (_FOLDER / "trials.tsv").read_text("utf-8").splitlines())
    return {row[0]: row[2] for row in rows if not row[0].startswith("#")}


def outcomes(report: str) -> dict[str, list[bool]]:
    """Return for each trial which of its tests passed, out of what pytest printed of them."""
    found: dict[str, list[bool]] = defaultdict(list)
    for outcome, trial, _ in _OUTCOME.findall(report):
        found[trial].append(outcome == "PASSED")
    return found


def main() -> int:
    """Print the table and return 1 where a trial that has tests does not hold."""
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--tb=no", "-p", "no:cacheprovider", str(_FOLDER)]
    report = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False).stdout
    found, classes = outcomes(report), table()
    total, tried, held = Counter(classes.values()), Counter[str](), Counter[str]()
    for trial, results in found.items():
        tried[classes[trial]] += 1
        held[classes[trial]] += all(results)
    width = max(map(len, total))
    for kind in sorted(total):
        untried = total[kind] - tried[kind]
        print(f"{kind:{width}}  held {held[kind]:3} of {total[kind]:3}, without a test {untried:3}")
    print(f"{'all':{width}}  held {sum(held.values()):3} of {sum(total.values()):3}")
    return int(sum(held.values()) < sum(tried.values()))


if __name__ == "__main__":
    sys.exit(main())
