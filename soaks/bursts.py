"""More or less than usual, told on sixty weeks of invented news: what is found, and what is told for nothing.

`reuters` asks the same of the days of reuters21578, where DATA holds it: no gap of it may look like news.
"""

from __future__ import annotations

import os
import re
import tarfile
from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path

from soaks.run import main
from tests.track.history_stream import (
    FIRST,
    WARM,
    burst_days,
    fifth_changed,
    happenings,
    marked,
    outlets_over,
    rate_of,
    states,
)
from watchfloor.track.history import Counted, history_state, outlets_read

MOST_FALSE = 1.0  # alarms for each situation and month
LEAST_FOUND = 0.9
WEEKS, SITUATIONS = 60, 30  # short runs too: the twenty bursts of a part of it would say little of a share


def bursts(folder: Path, short: bool) -> str:
    """Plant threefold bursts, and count the days that are marked."""
    days = range(FIRST, FIRST + WEEKS * 7)
    healthy = outlets_over(days, 1)
    found = planted = asked = 0
    false: Counter[str] = Counter()
    for number in range(SITUATIONS):
        begun = burst_days(days, number)
        raw = happenings(days, rate_of(number, SITUATIONS), number, begun)
        marks = marked(states(raw, healthy, days[WARM:]))
        planted += len(begun)
        found += sum((day, "burst") in marks for day in begun)
        asked += len(days) - WARM
        for (day, mark), is_new in marks.items():
            after = any(0 <= day - it < 8 for it in begun)  # a burst moves its week too
            false[mark] += is_new and not after
    rate = sum(false.values()) / (asked / 30)
    told = (
        f"{found} of {planted} threefold bursts on their first day ({found / planted:.3f}); {rate:.2f} false "
        f"alarms for each situation and month in {asked} days of {SITUATIONS} situations: {dict(false)}"
    )
    assert rate <= MOST_FALSE, told
    assert found >= LEAST_FOUND * planted, told
    return told


def outlets(folder: Path, short: bool) -> str:
    """Lose or add a fifth of the outlets, and count the alarms of four weeks that were not there without."""
    situations = 4 if short else 30
    days = range(FIRST, FIRST + 126)
    healthy = outlets_over(days, 2)
    raised: list[tuple[int, bool, int, str]] = []
    gone: list[tuple[int, bool, int, str]] = []
    for number in range(situations):
        raw = happenings(days, rate_of(number, situations), 1000 + number)
        changed = days.start + 84
        asked = range(changed, changed + 28)
        without = marked(states(raw, healthy, asked))
        for added in (True, False):
            marks = marked(states(raw, fifth_changed(healthy, changed, number, added=added), asked))
            raised += [(number, added, *it) for it in marks if it not in without]
            gone += [(number, added, *it) for it in without if it not in marks]
    told = f"{len(raised)} alarms raised, {len(gone)} gone in {situations * 2} changes: {raised[:20]} {gone}"
    assert not raised, told
    return told


def reuters(folder: Path, short: bool) -> str:
    """Take each theme and place as a situation, and ask on each day: none may be marked after a gap."""
    archive = Path(os.environ.get("DATA", "../shared/data")) / "reuters21578" / "reuters21578.tar.xz"
    if not archive.is_file():
        return f"left out: there is no {archive}"
    volume: Counter[int] = Counter()
    by_theme: dict[str, list[Counted]] = defaultdict(list)
    for number, (day, themes) in enumerate(_articles(archive)):
        volume[day] += 1
        for theme in themes:
            by_theme[theme].append(Counted(id=str(number), day=day, outlets=frozenset({"reuters"})))
    asked, alarms, after_gaps = 0, 0, []
    for day in range(min(volume), max(volume) + 1):
        healthy = outlets_read({"reuters": volume}, range(day - 70, day + 1))
        for theme, told in by_theme.items():
            state = history_state([it for it in told if it.day > day - 71], healthy, day)
            asked += state.baseline
            alarms += len(state.marks)
            after_gaps += [
                (date.fromordinal(day).isoformat(), theme, it.mark)
                for it in state.marks
                if not all(volume[one] for one in range(it.first - 1, it.last + 1))
            ]
    rate = alarms / max(asked, 1) * 30
    said = (
        f"{asked} days of {len(by_theme)} themes with a baseline, {rate:.2f} marks for each theme and month, "
        f"{len(after_gaps)} after or over a gap"
    )
    assert not after_gaps, f"{said}: {after_gaps[:5]}"
    assert rate <= MOST_FALSE, said
    return said


def _articles(archive: Path) -> list[tuple[int, set[str]]]:
    found = []
    with tarfile.open(archive) as packed:
        for member in packed:
            file = packed.extractfile(member) if member.name.endswith(".sgm") else None
            for article in file.read().decode("latin-1").split("<REUTERS")[1:] if file else ():
                dated = re.search(r"<DATE>\s*(\d+-\w{3}-\d{4})", article)
                lists = re.findall(
                    r"<(?:TOPICS|PLACES)>(.*?)</", article.replace("<D>", " ").replace("</D>", " ")
                )
                if dated:
                    day = datetime.strptime(dated[1].title(), "%d-%b-%Y").date().toordinal()  # noqa: DTZ007
                    found.append((day, {theme for it in lists for theme in it.split()}))
    return found


if __name__ == "__main__":
    main("bursts", {"bursts": bursts, "outlets": outlets, "reuters": reuters})
