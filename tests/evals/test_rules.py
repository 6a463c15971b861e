"""The ledger tells of each rule how often it fired, decided alone, was right and was wrong."""

from __future__ import annotations

from evals.rules import Ledger, Tally, Told, hear
from watchfloor.extract.extractor import Extractor


def _tallies(extractor: Extractor, *texts: tuple[str, bool | None]) -> dict[str, Tally]:
    ledger = Ledger()
    for text, told in texts:
        ledger.read(hear(extractor, text), text, _always(told))
    return {tally.rule: tally for tally in ledger.rows()}


def _always(answer: bool | None) -> Told:  # noqa: FBT001 - it is the answer itself
    return lambda _, __: answer


def test_a_row_is_right_where_the_text_tells_of_it_and_wrong_elsewhere(extractor: Extractor) -> None:
    found = _tallies(
        extractor,
        ("Rebels attacked the barracks in Tibu on Friday.", True),
        ("Rebels attacked the barracks in Orle on Monday.", False),
        ("Rebels attacked the barracks in Tarn on Sunday.", None),
    )
    row = found["row ASSAULT attack"]
    assert (row.fired, row.decided, row.right, row.wrong, row.harm) == (3, 3, 1, 1, 0)


def test_a_doubt_is_wrong_where_it_alone_hides_what_is_told(extractor: Extractor) -> None:
    habit = "Police often arrest smugglers at the port of Vigo."
    found = _tallies(extractor, (habit, True), (habit, False), (f"{habit} Police arrested two men.", True))
    doubt = found["doubt habit"]
    assert (doubt.fired, doubt.decided, doubt.right, doubt.wrong) == (3, 3, 1, 1)


def test_what_refuses_is_counted_and_what_never_fired_is_listed(extractor: Extractor) -> None:
    found = _tallies(extractor, ("The army lost a court battle with the rebels in Tibu.", False))
    assert found["idiom court battle"].right == 1
    assert found["idiom price war"].fired == 0
    assert found["row ASSAULT attack"].fired == 0


def test_the_most_harmful_stand_first(extractor: Extractor) -> None:
    ledger = Ledger()
    text = "Rebels attacked the barracks in Tibu on Friday."
    ledger.read(hear(extractor, text), text, lambda _, __: False)
    assert ledger.rows()[0].rule == "row ASSAULT attack"
