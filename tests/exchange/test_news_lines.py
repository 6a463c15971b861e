"""What changed in the rows of a page: a day in 40, ten days in 80, whatever came in."""

from __future__ import annotations

import pytest

from watchfloor.disclosure import disclose
from watchfloor.exchange.news import Names
from watchfloor.exchange.news_lines import WIDTH, ToldNews, news_rows
from watchfloor.model import Audience, News, SituationReport

NAMES = Names(disclose(SituationReport(), Audience.desk))


def told(number: int, lines: int) -> ToldNews:
    """Return a story with so many new things, the first of them disputed."""
    words = ["DISPUTED Dead: 3 (hospital, in Lamp Mon 16:00) | 4 (governor, in Wire Mon 11:00)"]
    words += [
        f"happening {place} of story {number}, told at length {'again and ' * 9}" for place in range(lines)
    ]
    news = News(kind="happening", rank=5, at="2026-11-24T10:00:00Z")
    return ToldNews(
        id=f"{number:016x}",
        title=f"Story {number} of a town with a long name and of what happened in it on one day",
        value=float(number),
        texts=lines,
        began=number % 2 == 0,
        names=NAMES,
        lines=tuple((line, news) for line in words[:lines]),
        older=(),
    )


@pytest.mark.parametrize(("reports", "most"), [(500, 40), (5000, 80)])
@pytest.mark.parametrize("of_a_story", [1, 2, 3, 10, 50])
def test_however_many_reports_came_what_changed_fits_a_page(reports: int, most: int, of_a_story: int) -> None:
    stories = [told(number, of_a_story) for number in range(reports // of_a_story)]
    rows = list(news_rows(stories, most=most))
    assert len(rows) <= most
    assert max(map(len, rows)) <= WIDTH
    shown = sum(not row.startswith((" ", "and ")) for row in rows)
    if shown < len(stories):
        assert rows[-1] == f"and {len(stories) - shown} more stories of less news value; see all with --json"
        assert len(rows) >= most - 2, "the room there is is used"


def test_what_is_left_out_of_a_story_is_counted() -> None:
    rows = list(news_rows([told(1, 50)], most=40))
    assert rows[-1].endswith("(+ 44 more)")
    assert "DISPUTED Dead: 3 | 4" in " ".join(rows) or "DISPUTED Dead: 3 (hospital" in " ".join(rows)
