"""Tries every pattern of the package on strings made to be hard for it: `python -m tools.pattern_growth`.

The strings are made of what a pattern's own repeated parts take, so many times over, and end in what none of
them takes. Of a pattern that is sound twice the length takes twice the time, however it is asked.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from itertools import islice, pairwise, product
from math import inf
from pathlib import Path
from re import _constants as code  # type: ignore[attr-defined]  # the only description of a parsed pattern
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

import watchfloor

LENGTH = 2_000  # characters; twice as many take four times as long where a pattern is quadratic
MOST = 2.5  # times as long for twice the length
_TELLING = 0.003  # seconds for `LENGTH`; a quadratic search takes longer, a linear one a tenth
_LONGEST = 0.4  # seconds of one search, after which it is given up
_LOOKS = 3  # in a row that have to find it: a busy machine lets a sound pattern seem slow once
_UNITS = 16  # strings tried of one pattern
_ENDS = ("\x01", "!\n")
_OF_CATEGORY = {
    "SPACE": " \n",
    "DIGIT": "7",
    "WORD": "aA7",
    "NOT_SPACE": "aA7.",
    "NOT_DIGIT": "aA .",
    "NOT_WORD": " .-",
}
_ANY = "aA7 .,-\"'(<&\n"

# Patterns that are looked for in a few characters beside something, in names of our own tables, or in
# lines of the operator's own settings, with how many characters that are at most: what grows with the square
# costs next to nothing there.
OF_FEW: Mapping[str, int] = {
    "extract.places.names._CAPITAL_OF": 60,
    "extract.quantities.parts._NAMED_BEFORE": 60,
    "extract.quantities.parts._RATIO_BEFORE": 60,
    "extract.quantities.parts._WHOLE_BEFORE": 60,
    "extract.times.context._RATE_BEFORE": 40,
    "extract.lang.other.names sub": 200,
    "ingest.credits._DATELINE": 120,
    "ingest.credits._WITHOUT_AGENCY": 120,
    "ingest.dates._FORMS": 400,
    "ingest.dates._SHORT_FORMS": 400,
    "merge.origin": 600,
    "settings.": 200,
    "track.scopes._NAMED_BEFORE": 120,
}


@dataclass(frozen=True, slots=True)
class Slow:
    """A pattern whose time grows faster than its string: where it stands and what it was asked."""

    name: str
    pattern: str
    asked: str
    unit: str
    seconds: float


def patterns() -> Mapping[str, re.Pattern[Any]]:
    """Return the different patterns of the package, by where they stand."""
    found: dict[tuple[Any, int], str] = {}
    every: dict[str, re.Pattern[Any]] = {}
    for name, pattern in _everywhere():
        key = (pattern.pattern, pattern.flags)
        if key not in found:
            found[key] = name
            every[name] = pattern
    return every


def _everywhere() -> Iterator[tuple[str, re.Pattern[Any]]]:
    for module in pkgutil.walk_packages(watchfloor.__path__, "watchfloor."):
        if "migrations" in module.name or module.name.endswith("__main__"):
            continue
        loaded = importlib.import_module(module.name)
        short = module.name.removeprefix("watchfloor.")
        for name, value in list(vars(loaded).items()):
            yield from _within(f"{short}.{name}", value, set())
            if hasattr(value, "cache_info") and value.__module__ == module.name and _is_free(value):
                yield from _within(f"{short}.{name}()", value(), set())
        yield from _inline(short, Path(str(loaded.__file__)))


def sources_of_package() -> Mapping[str, str]:
    """Return the source of each module, by its name without the package's."""
    root = Path(watchfloor.__file__).parent
    found = {}
    for path in root.rglob("*.py"):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(part for part in parts if part != "__init__")] = path.read_text("utf-8")
    return found


def _is_free(function: Any) -> bool:
    """Tell whether a cached function needs no arguments."""
    given = inspect.signature(function.__wrapped__).parameters.values()
    return all(it.default is not it.empty for it in given)


def _within(name: str, value: object, seen: set[int]) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the patterns in a value, however deep they stand in its tables."""
    if isinstance(value, re.Pattern):
        yield name, value
    if id(value) in seen or isinstance(value, (str, bytes, int, float, type)):
        return
    seen.add(id(value))
    for part_name, part in _parts_within(name, value):
        yield from _within(part_name, part, seen)


def _parts_within(name: str, value: object) -> Iterator[tuple[str, object]]:
    """Yield what a table or a value of ours holds."""
    if isinstance(value, Mapping):
        yield from ((f"{name}[{key!r}]", part) for key, part in list(value.items()))
    elif isinstance(value, (list, tuple, set, frozenset)):
        yield from ((f"{name}[{number}]", part) for number, part in enumerate(value))
    elif is_dataclass(value) and type(value).__module__.startswith("watchfloor"):
        yield from ((f"{name}.{it.name}", getattr(value, it.name, None)) for it in fields(value))
    elif hasattr(value, "__struct_fields__"):
        yield from ((f"{name}.{it}", getattr(value, it, None)) for it in value.__struct_fields__)


def _inline(short: str, path: Path) -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield the patterns that a module writes where it uses them."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            first = node.args[0]
            name = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            of_re = name == "re" and node.func.attr != "compile"
            if of_re and isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes)):
                yield f"{short} {node.func.attr} {first.value!r}", re.compile(first.value)


# ------------------------------------------------------------------------------------- strings that are hard


def hard_units(pattern: re.Pattern[Any]) -> list[tuple[str, str]]:
    """Return what is written before and what is written again and again to be hard for a pattern."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    parsed = parser.parse(
        text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    repeats = list(_repeats(parsed, ""))
    bodies = list(dict.fromkeys(unit for _, units in repeats for unit in units if unit))
    whole = _sample(parsed)
    found: dict[tuple[str, str], None] = {}
    for before, units in repeats:
        for unit in units:
            if unit:
                found[("", unit)] = None
                found[(before, unit)] = None
                found[("", before + unit)] = None
    for one, other in pairwise(bodies):
        found[("", one + other)] = None
    if whole:
        found[("", whole)] = None
        found[("", whole[: max(1, len(whole) // 2)])] = None
        found[("", whole[0])] = None
    return list(islice(found, _UNITS))


def _repeats(parsed: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    """Yield of each repeated part what leads to it, and strings that it takes."""
    for kind, value in parsed:
        if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            _, most, body = value
            if most is code.MAXREPEAT or most > 8:
                yield before, _samples(body)
            yield from _repeats(body, before)
        else:
            for part in _parts(kind, value):
                yield from _repeats(part, before)
        before += _sample([(kind, value)])


def _parts(kind: Any, value: Any) -> list[Any]:
    if kind is code.BRANCH:
        return list(value[1])
    if kind is code.SUBPATTERN:
        return [value[3]]
    if kind in (code.ASSERT, code.ASSERT_NOT):
        return [value[1]]
    if kind is code.ATOMIC_GROUP:
        return [value]
    return []


def _sample(parsed: Any) -> str:
    """Return one string that a part takes, as a rule."""
    return next(iter(_samples(parsed)), "")


def _samples(parsed: Any) -> list[str]:
    """Return a few strings that a part takes."""
    made = [""]
    for kind, value in parsed:
        made = [one + part for one in made[:3] for part in _of_one(kind, value)[:12]][:24]
    return made


def _of_one(kind: Any, value: Any) -> list[str]:
    if kind is code.LITERAL:
        return [chr(value)]
    if kind is code.NOT_LITERAL:
        return [char for char in _ANY if ord(char) != value]
    if kind is code.ANY:
        return list(_ANY[:-1])
    if kind is code.IN:
        return _of_class(value)
    if kind in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        least, _, body = value
        return [one * max(1, min(least, 4)) for one in _samples(body)[:6]]
    parts = [] if kind in (code.ASSERT, code.ASSERT_NOT) else _parts(kind, value)
    return [one for part in parts for one in _samples(part)[:4]] or [""]


def _of_class(items: Any) -> list[str]:
    """Return characters of a class: of each kind that it names one or two."""
    is_negated = bool(items) and items[0][0] is code.NEGATE
    named: list[str] = []
    for kind, value in items:
        if kind is code.LITERAL:
            named.append(chr(value))
        elif kind is code.RANGE:
            named += [chr(value[0]), chr(value[1])]
        elif kind is code.CATEGORY:
            named += _OF_CATEGORY[str(value).removeprefix("CATEGORY_").removeprefix("UNI_")]
    if is_negated:
        return [char for char in _ANY if char not in named]
    return list(dict.fromkeys(named))


# --------------------------------------------------------------------------------------------- how they grow


def slow_ones(
    pattern: re.Pattern[Any],
    name: str,
    asking: Mapping[str, Callable[[re.Pattern[Any], Any], object]],
    *,
    most: int = _UNITS,
) -> Iterator[Slow]:
    """Yield what a pattern is asked that takes more than `MOST` times as long of twice the length.

    `most` of its hard strings are tried.
    """
    ends = _ENDS if most == _UNITS else _ENDS[:1]
    for (before, unit), end, asked in product(hard_units(pattern)[:most], ends, asking):
        ask = asking[asked]
        seconds = _seconds(pattern, ask, _string(before, unit, end, LENGTH), runs=1)
        if seconds >= _TELLING and _grows(pattern, ask, before, unit, end):
            shown = f"{before[-20:]!r} + {unit[:20]!r} …"
            yield Slow(name, str(pattern.pattern), asked, shown, seconds)
            return


def _grows(
    pattern: re.Pattern[Any],
    ask: Callable[[re.Pattern[Any], Any], object],
    before: str,
    unit: str,
    end: str,
) -> bool:
    """Tell whether each of some looks finds that twice the length takes more than `MOST` times as long."""
    return all(_growth(pattern, ask, before, unit, end) > MOST for _ in range(_LOOKS))


def _growth(
    pattern: re.Pattern[Any],
    ask: Callable[[re.Pattern[Any], Any], object],
    before: str,
    unit: str,
    end: str,
) -> float:
    """Return how many times as long twice the string takes."""
    once, twice = (
        _seconds(pattern, ask, _string(before, unit, end, length)) for length in (LENGTH, 2 * LENGTH)
    )
    return inf if twice == inf else twice / max(once, 1e-5)


def _string(before: str, unit: str, end: str, length: int) -> str:
    return before + unit * (length // len(unit) + 1) + end


def _find_all(pattern: re.Pattern[Any], text: Any) -> None:
    for _ in pattern.finditer(text):
        pass


def ways(name: str, sources: Mapping[str, str]) -> Mapping[str, Callable[[re.Pattern[Any], Any], object]]:
    """Return how a pattern is asked in the package: where it begins, whole, or anywhere; else each of them.

    Only a pattern that is looked for anywhere costs what all its beginnings cost together.
    """
    if name.startswith(_MATCHED_AT_WORDS):
        return {"match": WAYS["match"]}
    _, _, inline = name.partition(" ")
    if inline:
        method = inline.partition(" ")[0]
        return {method: WAYS[method]} if method in _ONE_PLACE else WAYS
    constant = re.split(r"\W", name.rpartition(".")[2])[0]
    if not constant.startswith("_") and not constant.isupper():
        return WAYS
    used = re.compile(rf"(?<![\w.]){constant}(?:\(\))?\.(\w+)\(")
    own = next((text for module, text in sources.items() if name.startswith(f"{module}.{constant}")), "")
    texts = [own] if constant.startswith("_") else sources.values()
    methods = {method for text in texts for method in used.findall(text)}
    if not methods or not methods <= _ONE_PLACE:
        return WAYS
    return {method: WAYS[method] for method in sorted(methods)}


_ONE_PLACE = {"match", "fullmatch"}
_MATCHED_AT_WORDS = (
    "extract.times.patterns._families()"  # each is tried where a word begins, never looked for
)
WAYS: Mapping[str, Callable[[re.Pattern[Any], Any], object]] = {
    "finditer": _find_all,
    "match": lambda pattern, text: pattern.match(text),
    "fullmatch": lambda pattern, text: pattern.fullmatch(text),
}


class _TooLongError(Exception):
    pass


@contextmanager
def _limit(seconds: float) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _seconds(
    pattern: re.Pattern[Any], ask: Callable[[re.Pattern[Any], Any], object], text: str, *, runs: int = 2
) -> float:
    """Return the least processor time of some runs; without end where one is given up."""
    given = text.encode("utf-8") if isinstance(pattern.pattern, bytes) else text
    taken = []
    for _ in range(runs):
        began = time.process_time()
        try:
            with _limit(_LONGEST):
                ask(pattern, given)
        except _TooLongError:
            return inf
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> int:
    """Print the patterns that grow faster than what they are tried on; return 1 where there are any."""
    every = patterns()
    found = []
    sources = sources_of_package()
    for name, pattern in every.items():
        for slow in slow_ones(pattern, name, ways(name, sources)):
            found.append(slow)
            told = f"{slow.seconds:6.3f} s {slow.name} {slow.asked} {slow.unit}"
            print(f"{told}  {slow.pattern[:90]}", flush=True)
    strings = sum(len(hard_units(pattern)) for pattern in every.values())
    print(f"{len(every)} patterns, {strings} strings, {len(found)} slow")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
