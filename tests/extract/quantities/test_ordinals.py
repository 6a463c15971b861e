"""What is counted by its last: how many that makes, and where the last one is of others."""

from __future__ import annotations

import pytest

from tests.faults.trials import read


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Police now say an 8th teen was injured in a weekend shooting.", [("wounded", 8)]),
        ("Two men were shot dead in Lirn. A third man died on Monday.", [("killed", 2), ("killed", 3)]),
        ("A fourth victim has died after the fire in Lirn.", [("killed", 4)]),
        ("Two people were killed and a third person was wounded in Lirn.", [("killed", 2)]),
        ("Three people were hurt in Lirn. A fourth person died at the scene.", [("wounded", 3)]),
        ("A third person was arrested in Lirn.", []),
    ],
)
def test_the_last_who_was_counted_tells_how_many(text: str, counts: list[tuple[str, float]]) -> None:
    _, findings = read(text)
    assert [(it.role, it.value) for it in findings.quantities if it.role and it.grade == "strong"] == counts
