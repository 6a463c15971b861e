"""Every test of a fault belongs to a trial of the table."""

from __future__ import annotations

import re

from tests.faults.trials import HERE, trials


def test_each_test_is_named_after_its_trial() -> None:
    names = {
        number
        for path in HERE.glob("test_*.py")
        for number in re.findall(r"^def test_(\d{3})_", path.read_text("utf-8"), re.MULTILINE)
    }
    assert names
    assert names <= trials().keys()
