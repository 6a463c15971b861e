"""Prints how many trials pass, by class: `python -m tests.faults`. One without a test is not passed."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict

import pytest

from tests.faults.trials import HERE, trials


class _Outcomes:
    """The outcome of each trial: passed where all of its tests did."""

    def __init__(self) -> None:
        self.failed: defaultdict[str, bool] = defaultdict(bool)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note what a test came to."""
        trial = re.search(r"::test_(\d{3})_", report.nodeid)
        if trial and (report.when == "call" or report.failed):
            self.failed[trial[1]] |= report.failed


def main() -> int:
    """Run the tests of the trials and print passed of total by class."""
    outcomes = _Outcomes()
    pytest.main(["-q", "--no-header", "--tb=no", str(HERE)], plugins=[outcomes])
    of, passed = Counter[str](), Counter[str]()
    for number, (_, class_, _) in trials().items():
        of[class_] += 1
        passed[class_] += number in outcomes.failed and not outcomes.failed[number]
    for class_, count in sorted(of.items()):
        print(f"{class_:50} {passed[class_]:3} of {count}")
    print(f"{'all':50} {passed.total():3} of {of.total()}")
    return 0 if passed == of else 1


if __name__ == "__main__":
    sys.exit(main())
