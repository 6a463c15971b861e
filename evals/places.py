"""Places: found and located, against the Local-Global Lexicon, GeoWebNews and our own sentences.

A prediction counts as located where it meets a gold place and lies within 161 km (100 miles) of it, or has
its GeoNames id. Gold places without coordinates count for tagging only.
"""

from __future__ import annotations

import json
import lzma
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from evals.parses import CachedParser
from evals.spans import jaccard, match_one_to_one, prf, tighten
from watchfloor.extract.article import Context
from watchfloor.extract.places.finder import find_places
from watchfloor.model import PlaceMention, Span

OWN = Path(__file__).parent / "own" / "places.jsonl"
NEAR = 161.0
# GeoWebNews marks words that only hint at a place ("the city", "officials"); names of places are these types.
NAMED = {
    "Literal",
    "Metonymic",
    "Mixed",
    "Coercion",
    "Literal_Modifier",
    "Non_Literal_Modifier",
    "Embedded_Literal",
}


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points on the globe."""
    a, b, x, y = map(math.radians, (lat, lon, other_lat, other_lon))
    h = math.sin((x - a) / 2) ** 2 + math.cos(a) * math.cos(x) * math.sin((y - b) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def score(pairs: Iterable[tuple[dict[str, Any], tuple[PlaceMention, ...]]]) -> dict[str, float]:
    """Return located F1, tagging F1 (any overlap) and the share of found places that is located rightly."""
    counts: Counter[str] = Counter()
    for gold, found in pairs:
        for place in found:
            counts["predicted"] += 1
            counts["strong"] += place.grade == "strong"
        counts["gold"] += len(gold["places"])
        counts["gold located"] += sum(place["lat"] is not None for place in gold["places"])
        for wanted, got in matched(gold, found):
            counts["met"] += 1
            counts["strong met"] += got.grade == "strong"
            counts["exact"] += tuple(wanted["span"]) == tuple(got.span)
            if wanted["lat"] is None:
                counts["unlocated"] += 1
                counts["strong unlocated"] += got.grade == "strong"
                continue
            counts["met located"] += 1
            counts["right"] += right(wanted, got)
            counts["strong right"] += got.grade == "strong" and right(wanted, got)
    located = prf(counts["right"], counts["predicted"] - counts["unlocated"], counts["gold located"])
    tagging = prf(counts["met"], counts["predicted"], counts["gold"])
    strong = prf(counts["strong met"], counts["strong"], counts["gold"])
    sure = prf(counts["strong right"], counts["strong"] - counts["strong unlocated"], counts["gold located"])
    return {
        "located F1": located[2],
        "located precision": located[0],
        "located recall": located[1],
        "tagging F1": tagging[2],
        "tagging precision": tagging[0],
        "tagging recall": tagging[1],
        "tagging exact F1": prf(counts["exact"], counts["predicted"], counts["gold"])[2],
        "located of found": counts["right"] / max(1, counts["met located"]),
        "strong tagging precision": strong[0],
        "strong tagging recall": strong[1],
        "strong located precision": sure[0],
        "strong located recall": sure[1],
    }


def matched(
    gold: dict[str, Any], found: tuple[PlaceMention, ...]
) -> Iterator[tuple[dict[str, Any], PlaceMention]]:
    """Yield gold places with the prediction that meets each, one to one."""
    for place in gold["places"]:
        place["span"] = next(iter(tighten(gold["text"], [place["span"]])), (0, 0))
    pairs = match_one_to_one(gold["places"], found, lambda a, b: jaccard(tuple(a["span"]), tuple(b.span)))
    for i, j in pairs:
        yield gold["places"][i], found[j]


def right(wanted: dict[str, Any], got: PlaceMention) -> bool:
    """Return whether a prediction lies where the gold place does."""
    if got.lat is None or got.lon is None:
        return False
    same = wanted.get("geonames") is not None and wanted["geonames"] == got.geonames
    return same or kilometres(wanted["lat"], wanted["lon"], got.lat, got.lon) <= NEAR


def read_lgl(data: Path) -> list[dict[str, Any]]:
    """Return the Local-Global Lexicon's articles with gold, and the outlet of each."""
    folder = data / "dev" / "places"
    gold = [json.loads(line) for line in (folder / "gold.jsonl").open(encoding="utf-8")]
    inputs = [json.loads(line) for line in (folder / "input.jsonl").open(encoding="utf-8")]
    return [{**one, **other} for one, other in zip(inputs, gold, strict=True)]


def read_gwn(data: Path) -> list[dict[str, Any]]:
    """Return GeoWebNews as gold lines: named places; adjectives and names inside other names left out."""
    with lzma.open(data / "geo" / "GWN.xml.xz", "rt", encoding="utf-8") as file:
        root = ET.fromstring(file.read())  # noqa: S314 - data that was put there for measuring
    return [_gwn_article(article) for article in root.iter("article")]


def _gwn_article(article: ET.Element) -> dict[str, Any]:
    places = []
    for toponym in article.iter("toponym"):
        cell = defaultdict(str, {child.tag: child.text or "" for child in toponym})
        if not cell["end"] or int(cell["end"]) <= int(cell["start"]):
            continue
        if cell["type"] not in NAMED or not cell["latitude"] or cell["modifierType"] == "Adjective":
            continue
        places.append(
            {
                "span": [int(cell["start"]), int(cell["end"])],
                "lat": float(cell["latitude"]),
                "lon": float(cell["longitude"]),
                "geonames": int(cell["geonamesID"]) if cell["geonamesID"].isdigit() else None,
            }
        )
    return {
        "id": f"gwn{article.get('file')}",
        "text": article.findtext("text") or "",
        "title": article.findtext("title"),
        "url": article.findtext("link"),
        "outlet": None,
        "places": places,
    }


def predict(
    lines: Iterable[dict[str, Any]], parser: CachedParser | None = None
) -> Iterator[tuple[dict[str, Any], tuple[PlaceMention, ...]]]:
    """Yield each gold line with the product's places."""
    parser = parser or CachedParser()
    for line in lines:
        context = Context(title=line.get("title"), outlet=line.get("outlet"), published=line.get("published"))
        with parser.parse(line["text"], context=context) as article:
            yield line, find_places(article)


def measure(data: Path) -> dict[str, float]:
    """Return the figures on LGL (headline first) and GeoWebNews."""
    lgl, gwn = score(predict(read_lgl(data))), score(predict(read_gwn(data)))
    return {**{f"lgl {name}": lgl[name] for name in lgl}, **{f"gwn {name}": gwn[name] for name in gwn}}


def measure_own() -> dict[str, float]:
    """Return the figures on our own labelled sentences."""
    return score(predict([json.loads(line) for line in OWN.open(encoding="utf-8")]))


__all__ = ["Span", "measure", "measure_own"]
