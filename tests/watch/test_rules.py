"""Watch files: what they mean, and how their mistakes are told."""

from __future__ import annotations

import contextlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from watchfloor.config import read_config, write_default_config
from watchfloor.errors import ConfigError
from watchfloor.watch.keys import VARIABLES
from watchfloor.watch.rules import (
    KEYS,
    FloorNames,
    Watch,
    WatchNotes,
    floor_names,
    parse_watches,
    read_watches,
    read_watches_apart,
)

DESK = FloorNames(channels=("desk",))


def watch(text: str) -> Watch:
    (only,) = parse_watches(text, where="test.yaml")
    return only


def variables(**given: Any) -> dict[str, Any]:
    return {**VARIABLES, **given}


@pytest.mark.parametrize(
    ("rule", "holds", "fails"),
    [
        ("type: protest", {"type": "PROTEST"}, {"type": "AID"}),
        ("type: [PROTEST, ASSAULT]", {"type": "ASSAULT"}, {"type": "AID"}),
        ("country: ir", {"countries": ["US", "IR"]}, {"countries": ["US"]}),
        ("country: NO", {"countries": ["NO"]}, {"countries": ["False"]}),
        ("place: [Tehran, Isfahan]", {"places": ["isfahan"]}, {"places": ["shiraz"]}),
        ("actor: Coast Guard", {"actors": ["coast guard"]}, {"actors": ["guard"]}),
        ("source: police", {"sources": ["police"]}, {"sources": []}),
        ("target: Students", {"targets": ["students"]}, {"targets": ["police"]}),
        ("mode: Riot", {"mode": "riot"}, {"mode": "demo"}),
        ("origins: 2", {"origins": 2}, {"origins": 1}),
        ("words: bread prices", {"text": " the bread prices rose "}, {"text": " bread and prices "}),
        ("words: [oil, gas]", {"text": " gas "}, {"text": " gasoline "}),
        ("modality: actual", {"modality": "actual"}, {"modality": "threatened"}),
        ("modes: [riot, demo]", {"mode": "demo"}, {"mode": "visit"}),
        (
            "pair: [Norland, Sarland]",
            {"sources": ["sarland"], "targets": ["norland"]},
            {"sources": ["norland"]},
        ),
        ("contexts: [Legal, election]", {"contexts": ["legal"]}, {"contexts": ["disaster"]}),
        ("own_voice: true", {"own_voice": True}, {"own_voice": False}),
        ("number: {role: killed, over: 10}", {"numbers": {"killed": 11.0}}, {"numbers": {"wounded": 40.0}}),
        ("number: {role: killed, over: 10}", {"numbers": {"killed": 10.5}}, {"numbers": {"killed": 10.0}}),
        (
            "number: {role: killed, rises_by: 3}",
            {"number": "killed", "rise": 3.0},
            {"number": "killed", "rise": 2.0},
        ),
        (
            "number: {role: killed, rises_by: 3}",
            {"number": "9 killed", "rise": 4.0},
            {"number": "hurt", "rise": 9.0},
        ),
        (
            "number: {role: killed, scope: Tarvel, over: 10}",
            {"numbers": {"killed": 40.0, "killed in tarvel": 11.0}},
            {"numbers": {"killed": 40.0, "killed in tarvel": 9.0, "killed in norland": 40.0}},
        ),
        (
            "number: {role: killed, scope: [Tarvel, Kiev], over: 10}",
            {"numbers": {"killed in kyiv": 11.0}},
            {"numbers": {"killed": 11.0}},
        ),
        (
            "number: {role: killed, scope: Tarvel, rises_by: 3}",
            {"number": "killed in tarvel", "area": "tarvel", "rise": 3.0},
            {"number": "killed in norland", "area": "norland", "rise": 9.0},
        ),
        (
            "number: {role: killed, scope: Tarvel, over: 10, rises_by: 3}",
            {"numbers": {"killed in tarvel": 11.0}, "number": "killed", "area": "tarvel", "rise": 3.0},
            {"numbers": {"killed in tarvel": 9.0}, "number": "killed", "area": "tarvel", "rise": 3.0},
        ),
        ("within: 2d", {"age": 47.0}, {"age": 49.0}),
        ("within: 90m", {"age": 1.0}, {"age": -1.0}),
        ("when: score > 0.5 && origins > 1", {"score": 0.9, "origins": 2}, {"score": 0.1, "origins": 2}),
        ("when: countries.exists(c, c == 'IR')", {"countries": ["IR"]}, {"countries": []}),
        ("place: 'a\"] || true || [\"'", {"places": ['a"] || true || ["']}, {"places": ["tehran"]}),
    ],
)
def test_keys_ask_what_they_say(rule: str, holds: dict[str, Any], fails: dict[str, Any]) -> None:
    one = watch(f"name: test\n{rule}\n")
    assert one.holds(variables(**holds))
    assert not one.holds(variables(**fails))


def test_what_is_written_for_people_decides_nothing() -> None:
    one = watch(
        "name: test\nid: w-7\nwhy: a treaty ends in May\nauthor: Ana\n"
        "references: [https://example.org/treaty]\nfalse_positives: [drills, talks about talks]\n"
    )
    assert one.condition == "true"
    assert one.notes == WatchNotes(
        id="w-7",
        why="a treaty ends in May",
        author="Ana",
        references=("https://example.org/treaty",),
        false_positives=("drills", "talks about talks"),
    )


def test_a_watch_names_a_situation_and_asks_for_all_of_it(tmp_path: Path) -> None:
    folder = tmp_path / "situations"
    folder.mkdir()
    (folder / "delta.yaml").write_text("name: delta\ncountry: [NG]\nwords: oil\n", "utf-8")
    (folder / "press.yaml").write_text("name: press\noutlet: [Wire]\n", "utf-8")
    write_default_config(tmp_path)
    names = floor_names(read_config(tmp_path))
    (one,) = parse_watches("name: test\nsituation: delta\ntype: PROTEST\n", where="t.yaml", names=names)
    inside = variables(type="PROTEST", countries=["NG"], text=" the oil port ")
    assert one.holds(inside)
    assert not one.holds(inside | {"countries": ["IR"]})
    assert not one.holds(inside | {"type": "AID"})
    assert [part.key for part in one.parts] == ["type", "country", "words"]
    with pytest.raises(ConfigError, match=r"t\.yaml:2: situation 'dleta' is unknown.*did you mean 'delta'"):
        parse_watches("name: test\nsituation: dleta\n", where="t.yaml", names=names)
    with pytest.raises(ConfigError, match="asks for more than country, place"):
        parse_watches("name: test\nsituation: press\n", where="t.yaml", names=names)


def test_keys_about_numbers_wait_for_changes_of_numbers() -> None:
    assert "number revised" in watch("name: test\nnumber: {role: killed, over: 3}\n").changes
    assert watch("name: test\ndisagreement: true\n").changes == ("number disputed", "denied", "contradicted")
    assert watch("name: test\ndisagreement: true\nchange: denied\n").changes == ("denied",)


@pytest.mark.parametrize(
    ("hours", "moment", "end"),
    [
        ("22:00-07:00", "2026-03-02T22:30:00Z", "2026-03-03T06:00:00+00:00"),  # 23:30 in Vienna
        ("22:00-07:00", "2026-03-03T05:59:00Z", "2026-03-03T06:00:00+00:00"),
        ("22:00-07:00", "2026-03-03T06:00:00Z", None),
        ("12:00-13:00", "2026-03-03T11:30:00Z", "2026-03-03T12:00:00+00:00"),
        ("12:00-13:00", "2026-03-03T12:30:00Z", None),
        ("22:00-07:00", "2026-03-28T22:30:00Z", "2026-03-29T05:00:00+00:00"),  # the clock is put forward
    ],
)
def test_quiet_hours_end_by_the_clock_of_the_floor(hours: str, moment: str, end: str | None) -> None:
    names = FloorNames(zone="Europe/Vienna")
    (one,) = parse_watches(f"name: test\nquiet_hours: {hours}\n", where="t.yaml", names=names)
    assert one.quiet_hours is not None
    found = one.quiet_hours.end_after(datetime.fromisoformat(moment))
    assert (found.astimezone(UTC).isoformat() if found else None) == end


def test_all_keys_must_hold() -> None:
    one = watch("name: test\ntype: PROTEST\norigins: 2\n")
    assert one.holds(variables(type="PROTEST", origins=2))
    assert not one.holds(variables(type="PROTEST", origins=1))
    assert not one.holds(variables(type="AID", origins=2))


def test_when_is_kept_apart_from_the_keys() -> None:
    assert not watch("name: test\ntype: AID\nwhen: 'false || true'\n").holds(variables(type="PROTEST"))


@pytest.mark.parametrize(
    "when",
    [
        "countries[0] == 'SD'",
        "origins > 1 && 10 / (origins - 2) > 5",
        "origins > 1 && {'SD': 1}[countries.size() == 0 ? 'x' : countries[0]] == 1",
        "origins > 1 && 9223372036854775807 + origins > 0",
        "origins > 1 && places.all(p, int(p) > 1)",
    ],
)
def test_a_condition_that_cannot_be_reckoned_does_not_hold(when: str) -> None:
    """Whatever reckoning raises, it costs its own watch (F1)."""
    one = watch(f"name: test\nwhen: {json.dumps(when)}\n")
    assert not one.holds(variables(countries=[], origins=2, places=["vigo"]))
    assert not one.holds(variables(countries=["SS"], origins=2, places=["vigo"]))


def test_a_condition_that_can_be_reckoned_for_some_changes_holds_for_those() -> None:
    one = watch("name: First country\nwhen: \"countries[0] == 'SD'\"\n")
    assert one.holds(variables(countries=["SD", "TD"]))
    assert not one.holds(variables(countries=[]))


def test_settings_and_defaults() -> None:
    plain = watch("name: Plain\n")
    assert (plain.level, plain.changes, plain.channels) == ("medium", ("new event", "corroborated"), ())
    full = watch("name: Full\nlevel: high\nchange: [denied, new story]\nchannels: [desk, log]\n")
    assert (full.level, full.changes, full.channels) == ("high", ("denied", "new story"), ("desk", "log"))
    assert full.where == "test.yaml:1"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "name: a\nnumber: {role: kiled, over: 3}\n",
            "test.yaml:2: role 'kiled' is unknown; did you mean 'killed'?",
        ),
        ("name: a\nnumber: {over: 3}\n", "test.yaml:2: number needs a role"),
        ("name: a\nnumber: {role: killed}\n", "test.yaml:2: number needs `over` or `rises_by`"),
        ("name: a\nnumber: {role: killed, over: many}\n", "test.yaml:2: over 'many' is no count"),
        (
            "name: a\nnumber:\n  role: killed\n  ovr: 3\n",
            "test.yaml:4: unknown key 'ovr'; did you mean 'over'?",
        ),
        ("name: a\nnumber: killed\n", "test.yaml:2: number of a watch is written as `key: value` lines"),
        ("name: a\npair: Norland\n", "test.yaml:2: pair takes two names"),
        ("name: a\nquiet_hours: night\n", "test.yaml:2: quiet_hours 'night' are no hours; write 22:00-07:00"),
        ("name: a\ncooldown: soon\n", "test.yaml:2: cooldown 'soon' is no span of time"),
        ("name: a\ngrade: certain\n", "test.yaml:2: grade 'certain' is unknown"),
        ("name: a\nsituation: delta\n", "test.yaml:2: situation 'delta' is unknown"),
        ("name: a\ncontry: IR\n", "test.yaml:2: unknown key 'contry'; did you mean 'country'?"),
        ("level: high\n", "test.yaml:1: a watch needs a name"),
        ("name: a\nlevel: hgh\n", "did you mean 'high'?"),
        ("name: a\n\ntype: PROTESTS\n", "test.yaml:3: type 'PROTESTS' is unknown; did you mean 'PROTEST'?"),
        ("name: a\nchange: reread\n", "change 'reread' is unknown"),
        ("name: a\ncountry: Iran\n", "no ISO 3166 code"),
        ("name: a\norigins: many\n", "test.yaml:2: origins 'many' is no count"),
        ("name: a\norigins: 0\n", "no count"),
        ("name: a\nwhen: orgins > 2\n", "test.yaml:2: when speaks of 'orgins'; did you mean 'origins'?"),
        ("name: a\nwhen: origins >\n", "when is not CEL"),
        ("name: a\nwhen: 1/0 == 1\n", "test.yaml:2: when is not CEL: division by zero"),
        ("name: a\nwhen: \"countries[7] == 'SD'\"\n", "test.yaml:2: when is not CEL: index out of bounds: 7"),
        ("name: a\nwhen: \"{'a': 1}['b'] == 1\"\n", "when is not CEL: 'b'"),
        ("name: a\nwhen: origins + 1\n", "must give true or false"),
        (
            "name: a\nwhen: '" + "[1, 2, 3].all(x, " * 5 + "true" + ")" * 5 + "'\n",
            "when goes through lists 5 times; at most 4",
        ),
        ("name: a\nname: b\n", "test.yaml:2: name stands twice"),
        ("name: a\ntype:\n", "holds no value"),
        ("name: a\ntype: {x: y}\n", "holds no value"),
        ("name: [a\n", "this is not YAML"),
        ("name: a\nplace: &x Tehran\nactor: *x\n", "alias"),
        ("name: a\nplace: " + "[" * 20_000 + "]" * 20_000, "nested deeper"),
        ("name: a\nplace: " + "{a: " * 20_000 + "}" * 20_000, "nested deeper"),
        ("- " * 20_000 + "a", "nested deeper"),
        ("just words\n", "`key: value`"),
        ("name: a\nchannels: dsk\n", "did you mean 'desk'?"),
        ("name: a\nwords: '...'\n", "without a word"),
    ],
)
def test_mistakes_name_file_line_and_remedy(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_watches(text, where="test.yaml", names=DESK)
    assert message in str(caught.value)
    assert "test.yaml" in str(caught.value)


def test_folders_and_lists_are_read_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("name: Last\n", encoding="utf-8")
    (tmp_path / "a.yml").write_text("- name: First\n- name: Second\n", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a watch", encoding="utf-8")
    assert [one.name for one in read_watches(tmp_path)] == ["First", "Second", "Last"]


def test_a_name_belongs_to_one_watch(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- name: Same\n- name: Same\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"a\.yaml:2.*also.*a\.yaml:1"):
        read_watches(tmp_path)


def test_a_missing_or_huge_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_watches(tmp_path / "none.yaml")
    (tmp_path / "huge.yaml").write_bytes(b"#" * 70_000)
    with pytest.raises(ConfigError, match="at most"):
        read_watches(tmp_path / "huge.yaml")


def test_every_key_stands_in_the_guide() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "watches.md").read_text(encoding="utf-8")
    assert [key for key in KEYS if f"`{key}`" not in guide] == []
    assert [name for name in VARIABLES if f"`{name}`" not in guide] == []


def test_the_examples_of_the_guide_are_watches() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "watches.md").read_text(encoding="utf-8")
    examples = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    assert [len(parse_watches(example, where="guide")) for example in examples] == [1] * 3


@given(st.text(alphabet=st.sampled_from("name: type[]{}&*!|>'\"\n -ab\0\ud800é"), max_size=60))
@settings(max_examples=120)
def test_any_text_is_watches_or_a_config_error(text: str) -> None:
    with contextlib.suppress(ConfigError):
        assert isinstance(parse_watches(text, where="test.yaml"), list)


def test_a_watch_that_cannot_be_read_stops_itself_only(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- name: One\n  type: PROTEST\n- name: Two\n  typ: PROTEST\n", "utf-8")
    (tmp_path / "b.yaml").write_text("name: [unfinished", "utf-8")
    (tmp_path / "c.yaml").write_text("name: One\ntype: AID\n", "utf-8")
    (tmp_path / "d.yaml").write_text("name: Three\ntype: AID\nchannels: [dsek]\n", "utf-8")
    read = read_watches_apart(tmp_path, DESK)
    assert [watch.name for watch in read.watches] == ["One"]
    told = [str(error).removeprefix(f"{tmp_path}/") for error in read.broken]
    assert [one.partition(": ")[0] for one in told] == ["a.yaml:4", "b.yaml:1", "c.yaml:1", "d.yaml:3"]
    assert "did you mean 'type'?" in told[0]
    assert "did you mean 'desk'?" in told[3]
    with pytest.raises(ConfigError, match=r"a\.yaml:4"):
        read_watches(tmp_path, DESK)


def test_watches_of_before_hold_where_their_file_cannot_be_read_now(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("name: One\ntype: PROTEST\n", "utf-8")
    (tmp_path / "b.yaml").write_text("name: Two\ntype: PROTEST\n", "utf-8")
    before = read_watches(tmp_path)
    (tmp_path / "a.yaml").write_text("name: One\ntyp: PROTEST\n", "utf-8")
    (tmp_path / "b.yaml").unlink()
    now = read_watches_apart(tmp_path)
    assert [watch.name for watch in now.beside(before)] == ["One"]


TEMPLATE = "{{cycler.__init__.__globals__.os.popen('id').read()}}"


def test_e54_a_template_is_no_condition_and_a_name_is_what_is_written() -> None:
    with pytest.raises(ConfigError):
        watch(f'name: A\nwhen: "{TEMPLATE}"')
    assert watch(f'name: "{TEMPLATE}"\ncountry: SD').name == TEMPLATE


@pytest.mark.parametrize(
    "when", ["'x' * 1000000000 == 'y'", "'x' + 1000000000 == 'y'", "9999999999 ** 9 > 1"]
)
def test_e56_what_would_fill_the_memory_is_refused_or_does_not_hold(when: str) -> None:
    with contextlib.suppress(ConfigError):
        read = watch(f'name: A\nwhen: "{when}"')
        assert not read.holds(variables())


def test_a_comment_in_a_condition_ends_with_its_line() -> None:
    one = watch("name: a\ncountry: SD\nwhen: 'origins > 1 // both sides'")
    assert one.holds(variables(origins=2, countries=["SD"]))
    assert not one.holds(variables(origins=1, countries=["SD"]))
    assert not one.holds(variables(origins=2, countries=["SS"]))
