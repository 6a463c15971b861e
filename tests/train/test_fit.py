"""The fit of the judge: what it learns, that it learns the same again, and what it is kept from."""

from __future__ import annotations

import numpy as np

from train.fit import FEWEST, Example, fit, fold_of, probabilities, stretch, unseen_scores


def examples(count: int = 400) -> list[Example]:
    """Return candidates of which those with "named" are good nine times in ten, others three times."""
    made = []
    for at in range(count):
        named = at % 2 == 0
        good = at % 20 not in (0, 2) if named else at % 10 in (1, 3, 5)
        facts = {"named" if named else "nameless", "always"} | ({"rare"} if at < FEWEST - 1 else set())
        made.append(Example(f"set:{at // 4}", frozenset(facts), float(good)))
    return made


def test_a_fact_that_goes_with_right_events_has_weight_and_rare_or_constant_ones_none() -> None:
    model = fit(examples())
    assert set(model.weights) == {"named", "nameless"}
    assert model.weights["named"] > 0 > model.weights["nameless"]


def test_the_same_examples_make_the_same_model_again() -> None:
    assert fit(examples()) == fit(list(reversed(examples()))) or np.allclose(
        list(fit(examples()).weights.values()), list(fit(list(reversed(examples()))).weights.values())
    )
    assert fit(examples()) == fit(examples())


def test_documents_stay_in_one_fold_whatever_the_process() -> None:
    assert [fold_of(f"set:{at}") for at in range(6)] == [fold_of(f"set:{at}") for at in range(6)]
    assert {fold_of(f"set:{at}") for at in range(200)} == set(range(10))


def test_scores_of_unseen_documents_are_calibrated_once_stretched() -> None:
    made = examples()
    scores, good = unseen_scores(made), np.array([example.good for example in made])
    factor, shift = stretch(scores, good)
    told = probabilities(scores * factor + shift)
    named = np.array(["named" in example.facts for example in made])
    assert abs(told[named].mean() - good[named].mean()) < 0.05
    assert abs(told[~named].mean() - good[~named].mean()) < 0.05


def test_a_stretched_model_scores_as_its_stretched_scores() -> None:
    model = fit(examples())
    assert np.isclose(model.stretched(2.0, 0.5).score({"named"}), model.score({"named"}) * 2.0 + 0.5)
