"""An invented floor whose news is of a few towns, and everything that people may do with it, at random."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from watchfloor.config import Config, read_config, write_default_config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.choices import DecidedChoices, chosen_act
from watchfloor.engine.decide.happenings import HappeningActs
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.decide.withholding import (
    WithholdingOrder,
    erase,
    erasure_of,
    takedown_of,
    withhold,
)
from watchfloor.engine.partners.giving import Giving
from watchfloor.engine.prepare.reading import Prepared, prepare
from watchfloor.errors import UsageError
from watchfloor.ingest import rendition_of_line
from watchfloor.ingest.formats.shared import read_shared
from watchfloor.model import Asked, Audience, PartnerShare, Rendition, ShareFormat
from watchfloor.store import Store

AT = "2026-05-20T09:00:00Z"
TOWNS = ("Valparaíso", "Lima", "Quito", "La Paz", "Asunción")
DEEDS = (
    "Gunmen killed {number} dockers in {town} on {day}, police said. The mayor condemned the attack.",
    "Police arrested {number} fishermen in {town} on {day}. “We will strike again,” {speaker} said.",
    "{number} people were wounded when protesters clashed with police in {town} on {day}, the hospital said.",
)
SPEAKERS = ("Ramiro Ulloa", "Carla Mendoza", "Nayra Quispe", "Teo Villalba", "Ines Rocha", "Aldo Paz")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


def articles(count: int, seed: int = 1) -> tuple[Prepared, ...]:
    """Return invented reports of some happenings, several of each, as they are read."""
    random = Random(seed)
    found = []
    for number in range(count):
        town, deed = random.choice(TOWNS), random.choice(DEEDS)
        words = deed.format(
            number=random.randint(2, 12), town=town, day=random.choice(DAYS), speaker=random.choice(SPEAKERS)
        )
        line = {
            "id": str(number),
            "title": f"News from {town}, part {number}",
            "outlet": f"Outlet {number % 9}",
            "url": f"https://outlet{number % 9}.example/{number}",
            "published": f"2026-05-{11 + number % 8:02}T10:00:00Z",
            "text": f"{words}\n\nOur report number {number} was written by hand at {number} past noon.",
        }
        read = rendition_of_line(line, arrived=AT)
        assert isinstance(read, Rendition)
        found.append(prepare(read, signed=True))
    return tuple(found)


def article(number: int, title: str, words: str, *, outlet: str | None = None) -> Prepared:
    """Return an article of words of one's own, as it is read."""
    line = {
        "id": str(number),
        "title": title,
        "outlet": outlet or f"Outlet {number}",
        "url": f"https://outlet{number}.example/{number}",
        "published": f"2026-05-{11 + number % 8:02}T10:00:00Z",
        "text": words,
    }
    read = rendition_of_line(line, arrived=AT)
    assert isinstance(read, Rendition)
    return prepare(read, signed=True)


EVERYTHING = Asked()


def share_of(name: str, out: Path, *, form: ShareFormat = "jsonl", asked: Asked = EVERYTHING) -> PartnerShare:
    """Return a share of everything, with quotes."""
    return PartnerShare(
        name=name,
        asked=asked,
        audience=Audience.partner,
        format=form,
        tables=("events", "numbers", "quotes", "reports"),
        out=str(out),
        by="ana",
        at=AT,
    )


@contextmanager
def floor_in(folder: Path) -> Iterator[tuple[Floor, Config]]:
    """Make an empty floor in a folder."""
    write_default_config(folder)
    config = read_config(folder)
    with Store.create(config.store, clock=lambda: AT) as store:
        yield Floor(store), config


def give(giving: Giving, share: PartnerShare) -> None:
    """Write a share as it stands now."""
    giving.write(share, by="ana", at=AT)


HeldCells = dict[tuple[str, str], Mapping[str, Any]]


def received(folder: Path) -> HeldCells:
    """Return what a receiver holds who applied every increment of a folder in order, as one reads them."""
    held: HeldCells = {}
    for file in sorted((folder / "increments").glob("*")):
        read = read_shared(file)
        assert (read.refused, read.share) == ((), read_shared(folder).share)
        for line in read.lines:
            if line.became == "withdrawn":
                held.pop((line.table, line.id), None)
            else:
                held[line.table, line.id] = line.cells
    return held


def whole(folder: Path) -> HeldCells:
    """Return the rows of the whole tables of a folder, as a receiver reads them."""
    return {(line.table, line.id): line.cells for line in read_shared(folder).lines}


@dataclass
class Desk:
    """Somebody who does anything at all with a floor, by chance."""

    floor: Floor
    random: Random
    left: list[Prepared]
    erasable: list[str] = field(default_factory=lambda: [*SPEAKERS[:2]])
    done: dict[str, int] = field(default_factory=dict)

    def act(self) -> None:
        """Do one thing; one that is not possible is none."""
        names = [*_DEEDS]
        [name] = self.random.choices(names, [_DEEDS[it][1] for it in names])
        try:
            _DEEDS[name][0](self)
        except UsageError:
            return
        self.done[name] = self.done.get(name, 0) + 1

    def _ids(self, kind: str) -> str:
        held = sorted(getattr(self.floor.store, kind)(), key=lambda it: str(it.id))
        if not held:
            raise UsageError("there is none")
        return str(self.random.choice(held).id)

    def add(self) -> None:
        if not self.left:
            raise UsageError("no article is left")
        self.floor.catch_up()
        self.floor.admit(self.left.pop(), arrived=AT)

    def judge(self) -> None:
        kind = self.random.choice(("events", "reports"))
        wish = self.random.choice(("status", "note"))
        self._judging().judge(
            self._ids(kind),
            status="checked" if wish == "status" else None,
            note=f"seen {self.random.random()}",
            reject=False,
            by="ana",
            at=AT,
        )

    def reject(self) -> None:
        kind = self.random.choice(("events", "events", "reports", "stories"))
        if kind == "stories" and self.random.random() < 0.9:
            kind = "events"
        self._judging().judge(self._ids(kind), status=None, note="it is wrong", reject=True, by="ana", at=AT)

    def choose(self) -> None:
        slot, value = self.random.choice(
            [("day", f"2026-05-{self.random.randint(10, 19)}"), ("place", self.random.choice(TOWNS))]
        )
        event = self.floor.store.event(self._ids("events"))  # type: ignore[arg-type]  # any id will do
        assert event
        choices = DecidedChoices(self.floor.store)
        choices.choose(event.id, slot, value, reason="rang them", by="ana", at=AT)  # type: ignore[arg-type]

    def undo(self) -> None:
        act = chosen_act(self.floor.store, "last", {"ana"})
        if act is None:
            raise UsageError("nothing is left")
        if act.kind in ("join", "part", "add"):
            HappeningActs(self.floor.store).take_back(act, reason="no", by="ana", at=AT)
        else:
            DecidedChoices(self.floor.store).take_back(act, reason="no", by="ana", at=AT)

    def merge(self) -> None:
        one, other = self._ids("stories"), self._ids("stories")
        self._judging().merge(one, other, reason="one", by="ana", at=AT)  # type: ignore[arg-type]

    def part(self) -> None:
        event = self.floor.store.event(self._ids("events"))  # type: ignore[arg-type]  # as above
        assert event
        acts = HappeningActs(self.floor.store)
        names = [self.random.choice(event.members).report] if event.members else []
        acts.part(event.id, names, reason="two", by="ana", at=AT)

    def take_down(self) -> None:
        order = WithholdingOrder(reason="asked", by="eda", at=AT)
        withhold(self.floor.store, takedown_of(self.floor.store, self._ids("reports")), order)

    def erase(self) -> None:
        if not self.erasable:
            raise UsageError("nobody is left")
        order = WithholdingOrder(reason="a request", by="adam", at=AT)
        store = self.floor.store
        erase(store, erasure_of(store, [self.erasable.pop()]), order, away=False)

    def _judging(self) -> Judging:
        return Judging(self.floor.store, self.floor.watches, self.floor.grouping)


_DEEDS: dict[str, tuple[Callable[[Desk], None], float]] = {
    "add": (Desk.add, 30),
    "judge": (Desk.judge, 25),
    "reject": (Desk.reject, 4),
    "choose": (Desk.choose, 25),
    "undo": (Desk.undo, 8),
    "merge": (Desk.merge, 0.5),
    "part": (Desk.part, 3),
    "take down": (Desk.take_down, 3),
    "erase": (Desk.erase, 0.3),
}
