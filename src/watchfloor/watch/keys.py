"""What a watch may ask for: each key, and the CEL condition that its values make."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from watchfloor.errors import ConfigError, nearest
from watchfloor.model import EventContext, EventType, Modality, SourceLabel
from watchfloor.watch.expressions import compiled
from watchfloor.watch.written import Value

_MOST_WALKS = 4  # one in the other they multiply: a list of ten, ten times, would never end
_WALKS = re.compile(r"\.\s*(?:all|exists|exists_one|existsOne|map|filter)\s*\(")
_LONGEST_WHEN = 2_000  # characters
_SPAN = re.compile(r"(\d{1,4})([mhd])")
_HOURS = {"m": 1 / 60, "h": 1.0, "d": 24.0}

# What a rule may look at, with a value of its kind: the names of `ChangeContext.variables`.
VARIABLES: Mapping[str, Any] = {
    "change": "new event",
    "score": 0.0,
    "about": "event",
    "type": "PROTEST",
    "mode": "demo",
    "contexts": ["legal"],
    "countries": ["IR"],
    "places": ["tehran"],
    "actors": ["police"],
    "sources": ["police"],
    "targets": ["students"],
    "origins": 1,
    "labels": ["state-run"],
    "title": "a title",
    "text": " the words of title and sentence ",
    "polarity": "asserted",
    "modality": "actual",
    "grade": "strong",
    "own_voice": True,
    "numbers": {"killed": 8.0},
    "number": "killed",
    "rise": 3.0,
    "area": "tarvel",
    "age": 1.0,
    "unusual": "burst",
    "situation": "sahel",
    "silent_days": 7.0,
}
_BOUND_NAMES = re.compile(r"\.(?:exists|exists_one|all|map|filter)\(\s*(\w+)\s*,")

# The roles of people that a rule may count, as `show numbers` calls them.
COUNTED = (
    "killed", "wounded", "casualties", "missing", "displaced", "evacuated", "rescued", "trapped", "stranded",
    "infected", "arrested", "jailed", "freed", "abducted", "expelled", "deployed", "protesting",
)  # fmt: skip


def _listed(name: str) -> Callable[[Value], str]:
    """Make a test that any of the values, folded, is in the list `name`."""

    def test(value: Value) -> str:
        wanted = json.dumps([one.casefold() for one in value.values], ensure_ascii=False)
        return f"{wanted}.exists(wanted, wanted in {name})"

    return test


def _place(value: Value) -> str:
    """Make a test for places under any of their names: an event at Kyiv is one at Kiev."""
    return f"{json.dumps(_names_of(value), ensure_ascii=False)}.exists(wanted, wanted in places)"


def _names_of(value: Value) -> list[str]:
    """Return the places of a value by all the names that an event may have them by, folded."""
    from watchfloor.gazetteer.places import main_names  # noqa: PLC0415 - loads the table of places

    named = (meant.casefold() for one in value.values for meant in (one, *main_names(one)))
    return [*dict.fromkeys(named)]


def _quoted(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _country(value: Value) -> str:
    for code in value.values:
        if not re.fullmatch(r"[A-Za-z]{2}", code):
            raise ConfigError(f"{value.where}: country {code!r} is no ISO 3166 code of two letters (IR, US)")
    return f"{json.dumps([code.upper() for code in value.values])}.exists(wanted, wanted in countries)"


def _type(value: Value) -> str:
    return f"type in {json.dumps(value.among([str(one) for one in EventType], str.upper))}"


def _mode(value: Value) -> str:
    return f"mode in {json.dumps([one.casefold() for one in value.values], ensure_ascii=False)}"


def _contexts(value: Value) -> str:
    wanted = value.among([*get_args(EventContext)], str.lower)
    return f"{json.dumps([*wanted])}.exists(wanted, wanted in contexts)"


def _modality(value: Value) -> str:
    return f"modality in {json.dumps(value.among(get_args(Modality), str.lower))}"


def _origins(value: Value) -> str:
    if not re.fullmatch(r"[1-9]\d{0,3}", value.one):
        raise ConfigError(f"{value.where}: origins {value.one!r} is no count; write a number from 1 up")
    return f"origins >= {value.one}"


def _labels(value: Value) -> str:
    known = {label.value.casefold(): label.value.casefold() for label in SourceLabel}
    wanted = value.among([*known], str.casefold)
    return f"{json.dumps([*wanted])}.exists(wanted, wanted in labels)"


def _pair(value: Value) -> str:
    """Make a test that one of two does it and the other suffers it, whichever way round."""
    if len(value.values) != 2:
        raise ConfigError(f"{value.where}: pair takes two names; write pair: [Norland, Sarland]")
    one, other = (json.dumps(name.casefold(), ensure_ascii=False) for name in value.values)
    return f"({one} in sources && {other} in targets || {other} in sources && {one} in targets)"


def _own_voice(value: Value) -> str:
    return f"own_voice == {value.among(('true', 'false'), str.lower)[0]}"


def _number(value: Value) -> str:
    """Make a test on a number of people: how high it stands, or by how much it rose at once."""
    role = value.inner.get("role")
    if role is None:
        raise ConfigError(f"{value.where}: number needs a role; write role: killed")
    counted = role.among(COUNTED, str.lower)[0]
    areas = _names_of(value.inner["scope"]) if "scope" in value.inner else []
    limits = {key: _amount(value.inner[key]) for key in ("over", "rises_by") if key in value.inner}
    if not limits:
        raise ConfigError(f"{value.where}: number needs `over` or `rises_by`; write over: 10")
    tests = []
    if "over" in limits:
        held = [_quoted(f"{counted} in {area}") for area in areas] or [_quoted(counted)]
        over = (f"({it} in numbers && numbers[{it}] > {limits['over']})" for it in held)
        tests.append(f"({' || '.join(over)})")
    if "rises_by" in limits:
        tests.append(f"number.contains({_quoted(counted)}) && rise >= {limits['rises_by']}")
        tests += [f"area in {json.dumps(areas, ensure_ascii=False)}"] if areas else []
    return f"({' && '.join(tests)})"


def _amount(value: Value) -> str:
    if not re.fullmatch(r"\d{1,12}", value.one):
        raise ConfigError(f"{value.where}: {value.key} {value.one!r} is no count; write a number")
    return f"{value.one}.0"


def _within(value: Value) -> str:
    return f"(age >= 0.0 && age <= {hours_of(value):.6f})"


def _marked(mark: str) -> Callable[[Value], str]:
    """Make a test that a situation is so marked against its own past."""

    def test(value: Value) -> str:
        value.among(("true",), str.lower)
        return f"unusual == {json.dumps(mark)}"

    return test


def days_of(value: Value) -> int:
    """Return the whole days of a span of time as people write it; refuse less than one."""
    days = int(hours_of(value) // 24)
    if days < 1:
        raise ConfigError(f"{value.where}: {value.key} {value.one!r} is under a day; write 1d or more")
    return days


def _quiet_for(value: Value) -> str:
    return f'(unusual == "quiet_for" && silent_days == {days_of(value)}.0)'


def hours_of(value: Value) -> float:
    """Return the hours of a span of time as people write it: 90m, 24h, 7d."""
    found = _SPAN.fullmatch(value.one)
    if not found:
        raise ConfigError(
            f"{value.where}: {value.key} {value.one!r} is no span of time; write 90m, 24h or 7d"
        )
    return int(found[1]) * _HOURS[found[2]]


def _words(value: Value) -> str:
    folded = [" ".join(re.findall(r"\w+", one.casefold())) for one in value.values]
    if not all(folded):
        raise ConfigError(f"{value.where}: words holds a value without a word; write the word")
    wanted = json.dumps([f" {one} " for one in folded], ensure_ascii=False)
    return f"{wanted}.exists(wanted, text.contains(wanted))"


def _when(value: Value) -> str:
    source = value.one
    if len(source) > _LONGEST_WHEN:
        raise ConfigError(f"{value.where}: when has {len(source)} characters; at most {_LONGEST_WHEN}")
    walks = len(_WALKS.findall(source))
    if walks > _MOST_WALKS:
        raise ConfigError(f"{value.where}: when goes through lists {walks} times; at most {_MOST_WALKS}")
    try:
        program = compiled(source)
        unknown = set(program.variables()) - VARIABLES.keys() - set(_BOUND_NAMES.findall(source))
        if unknown:
            raise ConfigError(
                f"{value.where}: when speaks of {min(unknown)!r}; {nearest(min(unknown), VARIABLES)}"
            )
        answer = program.execute(dict(VARIABLES))
    except ConfigError:
        raise
    except Exception as error:
        why = (str(error).splitlines() or [type(error).__name__])[0]
        raise ConfigError(f"{value.where}: when is not CEL: {why}") from error
    if not isinstance(answer, bool):
        raise ConfigError(f"{value.where}: when gives {answer!r}; it must give true or false")
    return f"({source}\n)"  # the line end closes a comment


CONDITIONS: dict[str, Callable[[Value], str]] = {
    "type": _type,
    "mode": _mode,
    "modes": _mode,
    "contexts": _contexts,
    "modality": _modality,
    "country": _country,
    "place": _place,
    "actor": _listed("actors"),
    "source": _listed("sources"),
    "target": _listed("targets"),
    "origins": _origins,
    "labels": _labels,
    "words": _words,
    "pair": _pair,
    "own_voice": _own_voice,
    "number": _number,
    "within": _within,
    "burst": _marked("burst"),
    "escalation": _marked("escalation"),
    "quiet_for": _quiet_for,
    "when": _when,
}
# What a text calls the area of a number without a name.
UNNAMED_AREAS = ("the country", "the nation", "the continent", "the world")
# Keys that look at a situation against its own past, by the clock.
HISTORY = ("burst", "escalation", "quiet_for")
# Keys whose value is a mapping, with the keys of it.
INNER: Mapping[str, tuple[str, ...]] = {"number": ("role", "scope", "over", "rises_by")}
