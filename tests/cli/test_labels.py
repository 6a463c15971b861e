"""What the desk calls its sources, by whole commands: counted, asked for, and our own outlet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import watchfloor

LABELS = (
    "source,label,of\nnorland-news.example,state-run by,Norland\nOurs Daily,ours,\nvalley.example,local,\n"
)
TOLD = (
    ("Norland News", "norland-news.example", "07:00",
     "Gunmen killed four traders in Graz on Monday, the army of Norland said."),
    ("The Valley", "valley.example", "08:00",
     "Four traders were shot dead by gunmen at the market in Graz on Monday, their guild says."),
    ("Ours Daily", "ours.example", "09:30",
     "Gunmen killed four traders in Graz on Monday. Shops stayed closed after the attack."),
)  # fmt: skip


def article(outlet: str, host: str, at: str, text: str) -> str:
    return json.dumps(
        {
            "url": f"https://{host}/1",
            "outlet": outlet,
            "published": f"2026-03-02T{at}:00Z",
            "title": "Four traders killed by gunmen in Graz",
            "text": text,
        }
    )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    home = folder / "floor"
    assert watchfloor("init", home).code == 0
    (home / "labels.csv").write_text(LABELS)
    (folder / "told.jsonl").write_text("\n".join(article(*one) for one in TOLD) + "\n")
    said = watchfloor("add", folder / "told.jsonl", "--floor", home)
    assert said.code == 0, said.err
    assert "labels.csv: 3 rows hold from now on" in said.err
    return home


def test_a_situation_may_ask_for_a_label_and_a_context(home: Path) -> None:
    added = watchfloor(
        "situation", "add", "valley", "--label", "local", "--context", "legal", "--floor", home
    )
    assert added.code == 0, added.err
    [listed] = json.loads(watchfloor("situation", "list", "--json", "--floor", home).out)
    assert listed["asks"] == ["context legal", "label local"]
    (home / "situations" / "valley.yaml").write_text("name: valley\nlabel: local\n")
    found = watchfloor("show", "reports", "--situation", "valley", "--json", "--floor", home)
    assert [report["outlet"] for report in json.loads(found.out)] == ["The Valley"]
    watch = home / "watches" / "valley.yaml"
    watch.write_text("name: Valley\nsituation: valley\ncontexts: military\n")
    checked = watchfloor("watch", "check", watch, "--floor", home)
    assert checked.code == 0, checked.out + checked.err
    watch.unlink()
    watchfloor("situation", "remove", "valley", "--floor", home)


def test_counts_say_who_wrote_and_the_brief_that_we_have_it(home: Path) -> None:
    said = watchfloor("show", "stories", "--json", "--floor", home)
    [story] = json.loads(said.out)
    assert story["labels"] == {"state-run": 1, "local": 1, "ours": 1}
    assert (story["ours"]["since"], story["ours"]["after"]) == ("2026-03-02T09:30:00Z", "Norland News")

    assert "3 (1 state-run," in watchfloor("show", "stories", "--floor", home).out
    told = " ".join(watchfloor("show", "story", story["id"], "--floor", home).out.split())
    assert "3 separately written texts (1 state-run, 1 local, 1 ours)" in told
    assert "we have it since 2026-03-02 09:30, after Norland News (2026-03-02 07:00)" in told


@pytest.mark.parametrize(
    ("label", "outlets"),
    [("state-run", {"Norland News"}), ("Local", {"The Valley"}), ("ours", {"Ours Daily"}), ("NGO", set())],
)
def test_a_question_may_ask_for_a_label(home: Path, label: str, outlets: set[str]) -> None:
    said = watchfloor("show", "reports", "--label", label, "--json", "--floor", home)
    assert said.code == 0, said.err
    assert {report["outlet"] for report in json.loads(said.out)} == outlets


def test_a_label_that_is_none_is_refused_with_those_that_are(home: Path) -> None:
    said = watchfloor("show", "reports", "--label", "staterun", "--floor", home)
    assert (said.code, said.err) == (
        2,
        "watchfloor: 'staterun' is no label of sources; did you mean 'state-run'?\n",
    )


@pytest.mark.parametrize("label", ["state-run", "Local", "ours"])
def test_a_list_may_begin_with_what_sources_with_a_label_tell(home: Path, label: str) -> None:
    told, whole, first = (
        [it["id"] for it in json.loads(watchfloor(*asked, "--json", "--floor", home).out)]
        for asked in (
            ("show", "reports", "--label", label),
            ("show", "reports"),
            ("show", "reports", "--order", label),
        )
    )
    assert first == [*told, *(id_ for id_ in whole if id_ not in told)]
    assert watchfloor("show", "stories", "--order", label, "--floor", home).code == 0


def test_an_order_that_is_none_is_refused_with_those_that_are(home: Path) -> None:
    said = watchfloor("show", "stories", "--order", "staterun", "--floor", home)
    assert (said.code, said.err) == (
        2,
        "watchfloor: 'staterun' is no order, and no label of sources; did you mean 'state-run'?\n",
    )


def test_a_watch_may_ask_for_a_label_and_a_backtest_says_the_same(home: Path) -> None:
    watches = {"official": "NGO", "ours": "ours"}
    for name, label in watches.items():
        file = home / "watches" / f"{name}.yaml"
        file.write_text(f"name: {name}\nchange: [new event, corroborated]\nlabels: [{label}]\n")
    told = {}
    for name in watches:
        said = watchfloor("watch", "backtest", name, "--json", "--floor", home)
        assert said.code == 0, said.err
        told[name] = len(json.loads(said.out)["alerts"])
    assert told == {"official": 0, "ours": 1}


def test_a_newer_number_puts_ours_behind_in_the_brief_and_on_a_channel_and_not_outside(
    tmp_path: Path,
) -> None:
    home = tmp_path / "floor"
    assert watchfloor("init", home).code == 0
    (home / "labels.csv").write_text(LABELS)
    (home / "watches" / "behind.yaml").write_text("name: behind\nchange: ours is behind\n")
    newer = ("The Valley", "valley.example", "11:00",
             "Gunmen killed nine traders in Graz on Monday, the hospital said.")  # fmt: skip
    for number, one in enumerate((TOLD[2], newer)):
        (tmp_path / f"{number}.jsonl").write_text(article(*one) + "\n")
        assert watchfloor("add", tmp_path / f"{number}.jsonl", "--floor", home).code == 0

    said = watchfloor("changes", "--floor", home)
    told = " ".join(said.out.split())
    assert "OURS IS BEHIND (4 → 9): Gunmen killed four traders in Graz on Monday." in told, said
    assert "| The Valley: Gunmen" in told
    [alert] = json.loads(watchfloor("show", "alerts", "--json", "--floor", home).out)
    assert alert["watch"] == "behind"
    outside = watchfloor("export", tmp_path / "all.json", "--audience", "public", "--floor", home)
    assert outside.code == 0, outside.err
    assert "behind" not in (tmp_path / "all.json").read_text()
