"""How far each person has looked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.answer.test_times import CLOCK
from watchfloor.engine.answer.asking import meant
from watchfloor.engine.answer.marks import Mark, Marks
from watchfloor.errors import StoreError, UsageError
from watchfloor.model import Asked

MARK = Mark(17, "2026-03-01T08:00:00Z")


def test_each_person_has_a_mark_of_their_own(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    assert marks.of("local:ana") is None
    marks.move("local:ana", MARK)
    assert (marks.of("local:ana"), marks.of("local:ben")) == (MARK, None)
    marks.move("local:ana", Mark(18, "2026-03-02T08:00:00Z"))
    assert marks.of("local:ana") == Mark(18, "2026-03-02T08:00:00Z")
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("held", [b"", b"{", b"[]", b'{"admission": "x"}', b"\xff", b"[" * 100_000, b"null"])
def test_a_mark_that_cannot_be_read_is_none(tmp_path: Path, held: bytes) -> None:
    marks = Marks(tmp_path)
    marks.move("local:ana", MARK)
    [path] = tmp_path.iterdir()
    path.write_bytes(held)
    assert marks.of("local:ana") is None
    marks.move("local:ana", MARK)
    assert marks.of("local:ana") == MARK


def test_a_mark_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    marks.move("local:ana", MARK)
    [path] = tmp_path.iterdir()
    path.unlink()
    path.mkdir()  # in the way of the new mark, as a full disk would be
    with pytest.raises(StoreError, match="the mark cannot be kept"):
        marks.move("local:ana", MARK)
    assert list(tmp_path.iterdir()) == [path]


def test_last_is_the_mark_or_else_a_day() -> None:
    with_mark = meant(Asked(since="last"), clock=CLOCK, mark=MARK, moment_of={17: MARK.moment}.get)
    assert (with_mark.scope.since, with_mark.since, with_mark.without_mark) == (17, MARK.moment, False)
    restored = meant(Asked(since="last"), clock=CLOCK, mark=MARK, moment_of={17: "2026-01-01"}.get)
    assert restored.scope.since == MARK.moment
    without = meant(Asked(since="last"), clock=CLOCK)
    assert (without.scope.since, without.without_mark) == ("2026-03-02T23:30:00Z", True)


def test_countries_and_types_are_known_or_refused() -> None:
    scope = meant(Asked(countries=("ie", "France"), types=("protest",)), clock=CLOCK).scope
    assert (scope.countries, scope.types) == (("IE", "FR"), ("PROTEST",))
    with pytest.raises(UsageError, match="did you mean 'PROTEST'"):
        meant(Asked(types=("protset",)), clock=CLOCK)
    with pytest.raises(UsageError, match="did you mean 'France'"):
        meant(Asked(countries=("Frence",)), clock=CLOCK)
