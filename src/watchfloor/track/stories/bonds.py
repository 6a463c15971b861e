"""Which stories must stay whole and which must stay apart: decisions that the machine does not take back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from watchfloor.model import StoryId

BY_HAPPENING = "happening"  # stands among the acts that hold a story


@dataclass(slots=True)
class Bonds:
    """What was decided of stories, by their ids.

    `held` maps a story to the acts by which a person put it together: the machine does not split it. Where a
    happening that both tell did it, `BY_HAPPENING` is among them: words alone part it only once it is long.
    `apart` maps a story to those that it was parted from, by a person or by the machine: they are not merged
    again by the machine.
    """

    held: dict[StoryId, set[str]] = field(default_factory=dict)
    apart: dict[StoryId, set[StoryId]] = field(default_factory=dict)

    def holds(self, story: StoryId) -> bool:
        """Tell whether a person put `story` together."""
        return bool(self.held.get(story, set()) - {BY_HAPPENING})

    def tells_one(self, story: StoryId) -> bool:
        """Tell whether a happening that its parts tell put `story` together."""
        return BY_HAPPENING in self.held.get(story, ())

    def parted(self, one: StoryId, other: StoryId) -> bool:
        """Tell whether two stories were parted, themselves or as parts of others."""
        return other in self.apart.get(one, ())

    def join(self, story: StoryId, into: StoryId, *, act: str | None = None) -> None:
        """Give `into` the partings and the holding acts of a story that is merged into it.

        `act` is a person's, or `BY_HAPPENING`.
        """
        for other in sorted(self.apart.pop(story, ())):
            self.apart[other].discard(story)
            if other != into:
                self._part(other, into)
        holding = self.held.pop(story, set()) | ({act} if act else set())
        if holding:
            self.held.setdefault(into, set()).update(holding)

    def part(self, story: StoryId, into: StoryId, *, undoes: str | None = None) -> None:
        """Keep `into`, which came out of `story`, apart from it and from what it was parted from.

        `undoes` is the act that put both together, which holds them no longer.
        """
        for other in sorted(self.apart.get(story, ())):
            if other != into:
                self._part(other, into)
        self._part(story, into)
        if undoes in self.held.get(story, ()):
            self.held[story].discard(undoes or "")
            if not self.held[story]:
                del self.held[story]

    def _part(self, one: StoryId, other: StoryId) -> None:
        self.apart.setdefault(one, set()).add(other)
        self.apart.setdefault(other, set()).add(one)

    def prune(self, holds: Callable[[StoryId], bool]) -> None:
        """Forget which stories were parted where the window holds neither; `holds` tells what it holds.

        A story that comes back into the window needs them again: they are told anew by the acts.
        """
        for story in [story for story in self.apart if not holds(story)]:
            self.apart[story] = {other for other in self.apart[story] if holds(other)}
        self.apart = {story: others for story, others in self.apart.items() if others}

    def rows(self) -> list[tuple[StoryId, list[str], list[StoryId]]]:
        """Return plain rows: a story, the acts that hold it, the stories it is parted from."""
        stories = sorted({*self.held, *self.apart})
        rows = [(id_, sorted(self.held.get(id_, ())), sorted(self.apart.get(id_, ()))) for id_ in stories]
        return [row for row in rows if row[1] or row[2]]

    @classmethod
    def of(cls, rows: Iterable[tuple[StoryId, list[str], list[StoryId]]]) -> Bonds:
        """Return the bonds that `rows` tell of."""
        bonds = cls()
        for story, held, apart in rows:
            if held:
                bonds.held[story] = set(held)
            if apart:
                bonds.apart[story] = set(apart)
        return bonds
