"""Who answers for a number: who is quoted with it, who counted, or the report itself."""

from __future__ import annotations

import pytest

from watchfloor.extract import Extractor
from watchfloor.extract.article import Context
from watchfloor.model import Span
from watchfloor.track.claimants import nameless_counter, who_counted

NOW = Context(
    title=None, standfirst=None, byline=None, outlet=None, published="2026-07-20T12:00:00Z", language="en"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "The union said 1,800 of them had walked out; the port authority put the number at 900.",
            {1800: "union", 900: "port authority"},
        ),
        (
            "About 4,000 people marched through Lirn on Friday. The police put the crowd at 1,500.",
            {4000: None, 1500: "police"},
        ),
        (
            "The hospital said 12 people had died. The Interior Ministry put the toll at eight.",
            {12: "hospital", 8: "Interior Ministry"},
        ),
        ("Twelve people were killed in Lirn on Friday.", {12: None}),
        ("Norland denied that its ships had fired at the boat on which three men were killed.", {3: None}),
        ("The army denied on Monday that it had shelled the camp where 40 people died.", {40: None}),
    ],
)
def test_each_number_has_its_own_counter(
    extractor: Extractor, text: str, told: dict[int, str | None]
) -> None:
    findings = extractor.read(text, (Span(0, len(text)),), context=NOW)
    names = {chain.id: chain.name for chain in findings.actors}
    found = {}
    for quantity in findings.quantities:
        counter = who_counted(findings, quantity.span, text)
        name = names[counter] if counter else nameless_counter(findings, quantity.span, text)
        found[int(quantity.value)] = name.removeprefix("the ") if name else None
    assert found == told
