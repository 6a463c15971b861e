"""Which of the places that share a name is meant, from what else the text names."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from watchfloor.extract.article import Article
from watchfloor.extract.places.context import text_context
from watchfloor.extract.places.distance import is_same_spot, tie
from watchfloor.extract.places.names import PlaceName
from watchfloor.extract.places.prior import prior
from watchfloor.gazetteer.names import key_of
from watchfloor.gazetteer.places import GazetteerPlace

# Weights found on the Local-Global Lexicon, dev part (see evals/places.py).
NEAR = 4.0  # full support by places named near it
ENOUGH = 3.0  # support beyond this adds nothing
_ROUNDS = 3  # in which the places of a text settle each other
_ALONE = 5.0  # the lead of a place that has no rival
_SAID_SO = 0.9  # certainty of a bare name that another mention qualifies

Group = tuple[str, tuple[int, ...]]  # a key and the rows of the regions that qualify it
Choice = Mapping[Group, GazetteerPlace]


@dataclass(frozen=True, slots=True)
class Meaning:
    """The place chosen for a key, and how sure that is (0 to 1)."""

    place: GazetteerPlace
    certainty: float


def choose(article: Article, names: Sequence[PlaceName]) -> Mapping[Group, Meaning]:
    """Return the place meant by each key, with and without its qualifier; one meaning a text."""
    rivals = _rivals(article, names)
    chosen = rivals.settled()
    struck = {name.key for name in names if name.struck}
    meanings = {
        group: Meaning(
            place, _certainty(place, rivals.supported(group, chosen), has_districts=group[0] in struck)
        )
        for group, place in chosen.items()
    }
    return _with_one_sense(meanings, rivals.counts)


@dataclass(frozen=True, slots=True)
class _Rivals:
    """The places that each key of a text may mean, each with what speaks for it by itself."""

    scored: Mapping[Group, Sequence[tuple[float, GazetteerPlace]]]
    counts: Counter[Group]

    def settled(self) -> Choice:
        """Return the places that are the best and, taken together, stand near each other."""
        chosen = {group: max(scored, key=_order)[1] for group, scored in self.scored.items()}
        for _ in range(_ROUNDS):
            chosen = {group: max(self.supported(group, chosen), key=_order)[1] for group in self.scored}
        return chosen

    def supported(self, group: Group, chosen: Choice) -> list[tuple[float, GazetteerPlace]]:
        """Return the places that a key may mean, scored with the support of what others mean."""
        return [
            (score + NEAR * self._support(place, group, chosen), place) for score, place in self.scored[group]
        ]

    def _support(self, place: GazetteerPlace, group: Group, chosen: Choice) -> float:
        """Return how well the other places of the text stand near this one (0 to 1)."""
        total = 0.0
        for other, where in chosen.items():
            if other[0] != group[0]:
                weight = 1.0 + 0.3 * min(3, self.counts[other])
                total += weight / (1 + 0.15 * (len(self.scored[other]) - 1)) * tie(place, where)
                if total > ENOUGH:
                    break
        return 1 - math.exp(-min(total, ENOUGH))


def _rivals(article: Article, names: Sequence[PlaceName]) -> _Rivals:
    counts = Counter(sense(name) for name in names)
    first = {sense(name): name for name in reversed(names)}
    context = text_context(article, names)
    scored = {
        group: [
            (sum((prior(place), *context.signs(place, group[0]))), place) for place in options(first[group])
        ]
        for group in counts
    }
    return _Rivals({group: places for group, places in scored.items() if places}, counts)


def _order(item: tuple[float, GazetteerPlace]) -> tuple[float, int]:
    return round(item[0], 6), -item[1].number


def _certainty(
    meant: GazetteerPlace, supported: Sequence[tuple[float, GazetteerPlace]], *, has_districts: bool
) -> float:
    """Return how sure a place is, by its lead over others; a struck town's own district is none of them."""
    best = next(score for score, place in supported if place == meant)
    others = [
        score
        for score, place in supported
        if place != meant and not (has_districts and is_same_spot(place, meant))
    ]
    lead = best - max(others) if others else _ALONE
    return 1 / (1 + math.exp(-lead))


def _with_one_sense(meanings: Mapping[Group, Meaning], counts: Counter[Group]) -> Mapping[Group, Meaning]:
    """Return the meanings where a bare name means what its qualified mention says: one sense a text."""
    qualified: defaultdict[str, list[Group]] = defaultdict(list)
    for group in meanings:
        if group[1]:
            qualified[group[0]].append(group)
    found = dict(meanings)
    for key, groups in qualified.items():
        if (key, ()) in meanings:
            best = max(groups, key=lambda group: (counts[group], group))
            found[key, ()] = Meaning(meanings[best].place, _SAID_SO)
    return found


def sense(name: PlaceName) -> Group:
    """Return under what a name's meaning is filed: its key and the regions that qualify it."""
    return name.key, tuple(place.number for place in name.within[:3])


def options(name: PlaceName) -> list[GazetteerPlace]:
    """Return the places a name may mean, after its qualifier."""
    if name.within:
        return _in_qualifier(name)
    if name.qualifies:
        larger = [place for place in name.meanings if place.kind in ("country", "region")]
        return larger or list(name.meanings)
    if any(place.kind == "country" and not place.lesser for place in name.meanings):
        return [place for place in name.meanings if not place.lesser]
    return _of_some_country(name)


def _in_qualifier(name: PlaceName) -> list[GazetteerPlace]:
    """Return a name's places in the first of its qualifier's regions that holds any."""
    for region in name.within:
        inside = [place for place in name.meanings if _lies_in(place, region)]
        if inside:
            return inside
    return []


def _lies_in(place: GazetteerPlace, region: GazetteerPlace) -> bool:
    of_country = region.kind == "country" and place.country == region.country
    return place.number != region.number and (of_country or region.number in place.regions)


def _of_some_country(name: PlaceName) -> list[GazetteerPlace]:
    """Return a name's places, but for lands of no country that only share the name of a region."""
    regions = any(place.kind == "region" and place.country for place in name.meanings)
    other = [p for p in name.meanings if p.kind == "area" and not p.country and key_of(p.name) != name.key]
    return [place for place in name.meanings if not regions or place not in other]
