"""Alerts of the rules of the package on thirty days of invented news: 40 happenings worth one, 400 not.

The texts stand in `invented/`, the places are real, and all that is said to happen there is not.
"""

from __future__ import annotations

import json
import random
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from soaks.run import main
from tests.cli.commands import WATCHFLOOR, watchfloor
from watchfloor.model import EventId
from watchfloor.store import Store
from watchfloor.watch.ready import copy_rule, ready_rules

WORTH, OTHERS, DAYS = 40, 400, 30
LEAST_RIGHT, LEAST_FOUND = 0.9, 0.85
MOST_TWICE = 0.0  # of the happenings
BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
TEXTS = Path(__file__).parent / "invented"
LEFT_OUT = ("source-correction", "disputed-numbers")  # rules on what outlets do, not on what happens
_OUTLETS = (
    "Harbour Courier",
    "Delta Wire",
    "Northern Echo",
    "The Observer Post",
    "Radio Meridian",
    "Evening Ledger",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A country, its people's adjective, its capital, two towns, a region, a neighbour.
_COUNTRIES = (
    ("Sudan", "Sudanese", "Khartoum", "Kassala", "Gedaref", "North Darfur", "Chad"),
    ("Kenya", "Kenyan", "Nairobi", "Garissa", "Lodwar", "Turkana", "Uganda"),
    ("Mali", "Malian", "Bamako", "Gao", "Mopti", "Kidal", "Niger"),
    ("Colombia", "Colombian", "Bogota", "Tumaco", "Pasto", "Cauca", "Ecuador"),
    ("Peru", "Peruvian", "Lima", "Puno", "Juliaca", "Cusco", "Bolivia"),
    ("Nigeria", "Nigerian", "Abuja", "Maiduguri", "Damaturu", "Borno", "Cameroon"),
    ("Pakistan", "Pakistani", "Islamabad", "Quetta", "Turbat", "Balochistan", "Iran"),
    ("Yemen", "Yemeni", "Sanaa", "Taiz", "Marib", "Hadramawt", "Oman"),
    ("Philippines", "Philippine", "Manila", "Cotabato", "Marawi", "Mindanao", "Malaysia"),
    ("Mozambique", "Mozambican", "Maputo", "Pemba", "Nampula", "Cabo Delgado", "Tanzania"),
    ("Bangladesh", "Bangladeshi", "Dhaka", "Sylhet", "Comilla", "Chittagong", "India"),
    ("Turkey", "Turkish", "Ankara", "Mardin", "Van", "Hatay", "Syria"),
    ("Greece", "Greek", "Athens", "Volos", "Larissa", "Thessaly", "Albania"),
)  # fmt: skip
_FIRST_NAMES = (
    "Idris", "Rosa", "Omar", "Lena", "Tomas", "Amina", "Carlos", "Nadia", "Peter", "Grace", "Yusuf", "Marta",
    "Samuel", "Ines", "Hassan", "Clara",
)  # fmt: skip
_LAST_NAMES = (
    "Kamau", "Quiroga", "Haddad", "Varga", "Okello", "Diallo", "Mejia", "Rahman", "Lindgren", "Achieng",
    "Demir", "Costa", "Bassett", "Moreau", "Sandoval", "Petrov",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Telling:
    """An article of a happening, so many days after it."""

    day: int
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Template:
    """A happening with slots: its tellings and the rules that are to tell it, the first at any rate."""

    rules: tuple[str, ...]
    tellings: tuple[Telling, ...]


def templates(name: str) -> list[Template]:
    """Return the templates of a file of `invented/`."""
    text = "\n".join(it for it in (TEXTS / name).read_text("utf-8").splitlines() if not it.startswith("#"))
    return [_template(block.splitlines()) for block in text.strip().split("\n\n")]


def _template(lines: Sequence[str]) -> Template:
    if not lines[0].startswith("rule: "):
        return Template((), (Telling(0, lines[0], lines[1]),))
    tellings = []
    for head, words in zip(lines[1::2], lines[2::2], strict=True):
        day, title = head.split(" | ")
        tellings.append(Telling(int(day), title, words))
    return Template(tuple(lines[0].removeprefix("rule: ").split(", ")), tuple(tellings))


def slots(number: int) -> dict[str, str]:
    """Return what fills the slots of a happening, the same for all its tellings."""
    chance = random.Random(f"slots {number}")
    country, people, capital, *towns, region, neighbour = _COUNTRIES[number % len(_COUNTRIES)]
    chance.shuffle(towns)
    firsts, lasts = chance.sample(_FIRST_NAMES, 3), chance.sample(_LAST_NAMES, 3)
    person, officer, doctor = (f"{first} {last}" for first, last in zip(firsts, lasts, strict=True))
    few = chance.randint(3, 9)
    return {
        "country": country, "people": people, "capital": capital, "town": towns[0], "other": towns[1],
        "region": region, "neighbour": neighbour, "person": person, "officer": officer,
        "doctor": f"Dr {doctor}",
        "n": str(few), "m": str(few + chance.randint(12, 40)), "big": f"{chance.randint(11, 60)},000",
    }  # fmt: skip


def articles(worth: int, others: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield articles, each with the happening that it tells: `worth-N`, or `other-N`."""
    for kind, name, count in (("worth", "worth.txt", worth), ("other", "not_worth.txt", others)):
        held = templates(name)
        for number in range(count):
            template = held[number % len(held)]
            yield from _told(f"{kind}-{number}", template, number, count)


def _told(
    happening: str, template: Template, number: int, count: int
) -> Iterator[tuple[str, dict[str, str]]]:
    chance = random.Random(happening)
    begun = BEGIN + timedelta(days=number * DAYS // count, hours=chance.randint(0, 5))
    filled = slots(number)
    outlets = chance.sample(_OUTLETS, len(template.tellings))
    for order, (telling, outlet) in enumerate(zip(template.tellings, outlets, strict=True)):
        at = begun + timedelta(days=telling.day, hours=6 + 2 * order)
        days = {"weekday": _WEEKDAYS[begun.weekday()], "today": _WEEKDAYS[at.weekday()]}
        yield (
            happening,
            {
                "outlet": outlet,
                "published": at.isoformat(),
                "url": f"https://{outlet.replace(' ', '-').lower()}.example/{happening}-{order}",
                "title": telling.title.format(**filled, **days),
                "text": telling.words.format(**filled, **days),
            },
        )


def stream(folder: Path, short: bool) -> str:
    """Admit the news in order, and hold what was alerted against what was worth it."""
    worth, others = (11, 40) if short else (WORTH, OTHERS)
    lines = sorted(articles(worth, others), key=lambda it: it[1]["published"])
    place, file = folder / "floor", folder / "news.jsonl"
    file.write_text("".join(f"{json.dumps(line)}\n" for _, line in lines), "utf-8")
    assert watchfloor("init", place).code == 0
    for rule in ready_rules():
        if rule.name not in LEFT_OUT:
            copy_rule(rule.name, place / "watches")
    adding: list[str | Path] = [WATCHFLOOR, "add", file, "--arrived", "published", "--floor", place]
    added = subprocess.run(adding, capture_output=True, text=True, check=False)
    assert added.returncode == 0, added.stderr[-400:]
    told = alerted(place, {line["url"]: happening for happening, line in lines})
    return judged(told, worth)


def alerted(place: Path, happening_of: Mapping[str, str]) -> list[tuple[str, frozenset[str], str]]:
    """Return the rule, the happenings and the words of each alert."""
    rules = {rule.watch.name: rule.name for rule in ready_rules()}
    found = []
    with Store.open(place) as store:
        for alert in store.alerts():
            event = store.event(EventId(alert.about.id))
            assert event is not None, "these rules tell of events"
            reports = [store.report(it) for it in dict.fromkeys(one.report for one in event.evidence)]
            urls = {copy.url for report in reports if report for copy in report.renditions}
            words = next((report.title.value for report in reports if report and report.title), "")
            found.append((rules[alert.watch], frozenset(happening_of[url] for url in urls if url), words))
    return found


def judged(told: Sequence[tuple[str, frozenset[str], str]], worth: int) -> str:
    """Return the figures; raise AssertionError where one is under what is asked."""
    held = templates("worth.txt")
    wanted = {f"worth-{number}": held[number % len(held)].rules for number in range(worth)}
    per_happening: Counter[tuple[str, str]] = Counter()
    wrong: defaultdict[str, list[str]] = defaultdict(list)
    for rule, happenings, words in told:
        hit = [it for it in happenings if rule in wanted.get(it, ())]
        if len(happenings) == 1 and hit:
            per_happening[hit[0], rule] += 1
        else:
            wrong[rule].append(f"{'+'.join(sorted(happenings))}: {words}")
    found = [it for it, rules in wanted.items() if per_happening[it, rules[0]]]
    missed = [f"{it} {wanted[it][0]}" for it in wanted if it not in found]
    right = sum(per_happening.values()) / max(1, len(told))
    twice = [f"{it} {rule}" for (it, rule), count in per_happening.items() if count > 1]
    figures = (
        f"{len(told)} alerts, right {right:.3f}; {len(found)} of {worth} happenings found "
        f"({len(found) / worth:.3f}); told twice {twice}; missed {missed}; wrong {dict(wrong)}"
    )
    assert right >= LEAST_RIGHT, figures
    assert len(found) >= LEAST_FOUND * worth, figures
    assert len(twice) <= MOST_TWICE * worth, figures
    return figures


if __name__ == "__main__":
    main("alerts", {"stream": stream})
