"""One desk's set-up is another's first hour: without texts or secrets, and checked when it is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.cli.commands import Said, add_lines, watchfloor

PLACES = "name,lat,lon,code\nTarvel,14.11,21.32,NL0101\n"
WATCH = "name: tarvel\nplace: Tarvel\nrota: [desk]\nacknowledge_within: 10 min\nsituation: lake\n"
OPML = """<opml version="2.0"><body>
<outline type="rss" text="A" xmlUrl="https://ana:hunter2@news.example.org/rss"/>
<outline type="rss" text="B" xmlUrl="https://news.example.org/rss?api_key=hunter2"/>
</body></opml>"""
DESK = '\n[channels.desk]\nkind = "webhook"\nurl = "https://desk.example.org/x"\nsecret = "environment:S"\n'


def said(*arguments: str | Path, code: int = 0) -> Said:
    done = watchfloor(*arguments)
    assert done.code == code, (arguments, done.out, done.err)
    return done


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a kit of a floor with a bit of everything."""
    home = tmp_path_factory.mktemp("desk")
    floor, out = home / "floor", home / "kit"
    said("init", floor, "--kit", "starter", "--only", "Africa")
    (floor / "watchfloor.toml").write_text((floor / "watchfloor.toml").read_text("utf-8") + DESK, "utf-8")
    (floor / "places.csv").write_text(PLACES, "utf-8")
    (floor / "actors.csv").write_text("name\nMira Dolan\n", "utf-8")
    (floor / "watches" / "tarvel.yaml").write_text(WATCH, "utf-8")
    said("situation", "add", "lake", "--country", "ML", "--floor", floor)
    (floor / "situations" / "secret.yaml").write_text("name: secret\nnote: |\n  token: abc123\n", "utf-8")
    (home / "own.opml").write_text(OPML, "utf-8")
    said("sources", "import", home / "own.opml", "--floor", floor)
    article = ("Harbour Wire", "2026-05-11", "Seen", "Gunmen killed seven in Lima, police said.")
    add_lines(floor, [article], "a.jsonl")
    done = said("kit", "export", out, "--floor", floor)
    assert done.out == f"4 sources and 4 files in {out}\n"
    assert done.err.count("its address holds a password or key") == 2
    assert "situations/secret.yaml: it holds what looks like a password, token or key" in done.err
    return out


def test_a_kit_holds_no_texts_channels_or_secrets(kit: Path) -> None:
    written = {str(it.relative_to(kit)): it.read_text("utf-8") for it in kit.rglob("*") if it.is_file()}
    assert written.keys() == {
        "kit.json", "sources.json", "situations/lake.yaml", "watches/tarvel.yaml", "places.csv", "actors.csv",
    }  # fmt: skip
    everything = "\n".join(written.values())
    for gone in ("hunter2", "abc123", "desk", "Harbour", "Lima", "rota"):
        assert gone not in everything, gone


def test_another_desk_begins_with_it(kit: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    begun = said("init", new, "--kit", kit)
    assert "from the kit: 4 sources, 1 actors.csv, 1 places.csv, 1 situations, 1 watches" in begun.err
    assert len(json.loads(said("sources", "list", "--json", "--floor", new).out)) == 4
    assert [it["name"] for it in json.loads(said("situation", "list", "--json", "--floor", new).out)] == [
        "lake"
    ]
    assert "tarvel" in said("watch", "list", "--floor", new).out
    assert (new / "places.csv").read_text("utf-8") == PLACES
    again = said("init", new, "--kit", kit, code=2)
    assert "is a floor already; a kit is for a new one" in again.err


def _kit(folder: Path, sources: Any = (), **files: str) -> Path:
    folder.mkdir()
    (folder / "kit.json").write_text('{"watchfloor_kit": 1}', "utf-8")
    (folder / "sources.json").write_text(json.dumps(sources), "utf-8")
    for name, words in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_csv", ".csv")
        path.parent.mkdir(exist_ok=True)
        path.write_text(words, "utf-8")
    return folder


def test_what_cannot_be_used_of_a_kit_is_left_out_and_told(tmp_path: Path) -> None:
    sources = [
        {"url": "https://ok.example.org/rss", "kind": "feed"},
        {"url": "file:///etc/passwd", "kind": "file"},
        {"url": "/home/ana/news", "kind": "folder"},
        {"url": "https://a:b@x.example.org/rss", "kind": "feed"},
        {"url": "https://x.example.org/rss", "kind": "command"},
        "nothing",
    ]
    kit = _kit(
        tmp_path / "kit",
        sources,
        situations__good_yaml="name: good\ncountry: ML\n",
        situations__bad_yaml="name: bad\ncountry: Atlantis\n",
        watches__bad_yaml="name: x\nplaze: Lima\n",
        places_csv="nothing of the kind\n",
        other_csv="x\n",
    )
    (kit / "watches" / "link.yaml").symlink_to("/etc/passwd")
    begun = said("init", tmp_path / "new", "--kit", kit)
    assert "from the kit: 1 sources, 1 situations" in begun.err
    for told in (
        "left out: sources.json, source 2: 'file:///etc/passwd' is no web address",
        "left out: sources.json, source 3: '/home/ana/news' is no web address",
        "source 4: its address at x.example.org holds a password or key",
        "source 5: kind 'command' is none of feed, sitemap, page",
        "source 6: it has no address",
        "'Atlantis' is no country",
        "plaze",
        "watches/link.yaml: it is no plain file",
        "places.csv",
    ):
        assert told in begun.err, told
    new = tmp_path / "new"
    assert [it.name for it in (new / "situations").iterdir()] == ["good.yaml"]
    assert not (new / "other.csv").exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read: No such file or directory; name the folder of a kit"),
        ("{}", "is no kit (its kit.json does not say so)"),
        ('{"watchfloor_kit": 2}', "is a kit of version 2, and version 1 is read here"),
        ('{"watchfloor', "is no JSON"),
    ],
)
def test_what_is_no_kit_makes_no_floor(tmp_path: Path, content: str | None, why: str) -> None:
    (tmp_path / "kit").mkdir()
    if content is not None:
        (tmp_path / "kit" / "kit.json").write_text(content, "utf-8")
    assert why in said("init", tmp_path / "new", "--kit", tmp_path / "kit", code=2).err
    assert not (tmp_path / "new").exists()


def test_the_starter_kit_is_the_list_of_the_docs() -> None:
    root = Path(__file__).parents[2]
    listed = json.loads((root / "src/watchfloor/data/kits/starter/sources.json").read_text("utf-8"))
    outlines = ET.parse(root / "docs" / "starter.opml").iter("outline")
    assert [it["url"] for it in listed] == [it.get("xmlUrl") for it in outlines if it.get("xmlUrl")]
