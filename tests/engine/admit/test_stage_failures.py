"""Whatever one article does to any stage costs that article: rolled back, in quarantine, the rest goes on."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from watchfloor.cli.main import app
from watchfloor.engine.admit import admission as floor
from watchfloor.engine.admit import alerts as alerting
from watchfloor.engine.admit import unit
from watchfloor.engine.prepare import reading as preparing
from watchfloor.engine.window import grouping
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.extract import Extractor
from watchfloor.extract.lang.en import reader as finders
from watchfloor.store import Admission, Store

OUTLET = "Nonesuch Gazette"
ARTICLES = [
    {
        "outlet": "Quay Times",
        "published": "2026-04-02",
        "title": "Dockers' leader arrested",
        "text": "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday.",
    },
    {
        "outlet": OUTLET,
        "published": "2026-04-03",
        "title": "Nonesuch march banned in Lima",
        "text": "Peruvian police arrested the Nonesuch teacher Ana Quispe in Lima on Thursday. “We will be "
        "back,” Quispe said. Police said that 12 people were injured.",
    },
    {
        "outlet": "Harbour Post",
        "published": "2026-04-04",
        "title": "Ministers meet in Quito",
        "text": "Bolivian Trade Minister Tomás Benavides met Ecuadorian Trade Minister Lucía Arrieta "
        "in Quito.",
    },
]
WATCH = "name: Arrests\ntype: COERCE\n"


class DivisionError(ZeroDivisionError):
    """What no stage foresaw."""


def broken(whole: Callable[..., Any], error: Exception | None = None) -> Callable[..., Any]:
    """Return a stage that raises when it sees the one article."""

    def call(*args: Any, **named: Any) -> Any:
        if "Nonesuch" in repr((args, named)):
            raise error or DivisionError("seven by nought")
        return whole(*args, **named)

    return call


STAGES: dict[str, tuple[object, str]] = {
    "fingerprint": (preparing, "fingerprint"),
    "findings": (Extractor, "read"),
    "grouping": (grouping.Grouping, "admit"),
    "combine": (unit, "combine"),
    "stories": (unit, "story_of"),
    "actors": (unit, "link_actors"),
    "track": (unit, "update_events"),
    "changes": (floor, "event_changes"),
    "watch": (alerting, "evaluate"),
    "store": (Admission, "save_event"),
    "refusal": (Store, "refusal"),
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
    (folder / "articles.jsonl").write_text(lines, "utf-8")
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    folder = tmp_path / "floor"
    assert said("init", folder)[0] == 0
    config = folder / "watchfloor.toml"
    config.write_text(
        config.read_text("utf-8").replace('contact = ""', 'contact = "desk@example.org"'), "utf-8"
    )
    (folder / "watches").mkdir(exist_ok=True)
    (folder / "watches" / "arrests.yaml").write_text(WATCH, "utf-8")
    return folder


def said(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("stage", STAGES)
def test_add_goes_on_and_tells_why(
    stage: str, corpus: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, name = STAGES[stage]
    with monkeypatch.context() as patch:
        patch.setattr(target, name, broken(getattr(target, name)))
        code, out, err = said("add", corpus, "--floor", desk)
    assert code == 1
    assert out.count("added\t") == 2
    assert "2 added, 0 seen again, 1 refused" in err
    assert "DivisionError: seven by nought" in err
    _, shown, _ = said("show", "quarantine", "--floor", desk, "--json")
    [held] = json.loads(shown)
    assert "DivisionError: seven by nought" in held["reason"]
    assert held["where"].endswith("articles.jsonl:2")
    with Store.open(desk) as store:
        assert OUTLET not in {report.outlet for report in store.reports()}
        assert not [actor for actor in store.actors() if "Quispe" in actor.name]

    code, _, err = said("add", corpus, "--floor", desk)  # the stage was mended
    assert code == 0, err
    assert "1 added, 2 seen again, 0 refused" in err
    with Store.open(desk) as store:
        assert not store.quarantine()
        assert len(store.reports()) == 3
        assert len(store.alerts()) == 2


@pytest.mark.parametrize("stage", STAGES)
def test_poll_goes_on(stage: str, corpus: Path, desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, name = STAGES[stage]
    assert said("sources", "add", corpus, "--floor", desk)[0] == 0
    monkeypatch.setattr(target, name, broken(getattr(target, name)))
    _, out, _ = said("poll", "--once", "--floor", desk)
    assert out.count("added\t") == 2
    with Store.open(desk) as store:
        assert {report.outlet for report in store.reports()} == {"Quay Times", "Harbour Post"}
        [held] = store.quarantine()
        assert "DivisionError" in held.reason


@pytest.mark.parametrize("stage", STAGES)
def test_run_goes_on(stage: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, name = STAGES[stage]
    (tmp_path / "arrests.yaml").write_text(WATCH, "utf-8")
    monkeypatch.setattr(target, name, broken(getattr(target, name)))
    _, out, _ = said("run", corpus, "--json", "--watch", tmp_path / "arrests.yaml")
    found = json.loads(out)
    assert {report["outlet"] for report in found["reports"]} == {"Quay Times", "Harbour Post"}
    [held] = found["quarantine"]
    assert "DivisionError" in held["reason"]


def test_what_is_left_is_the_floor_that_never_met_the_article(
    corpus: Path, desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failure in the middle of an admission the window and the actors are those of the store."""
    monkeypatch.setattr(Admission, "save_event", broken(Admission.save_event))
    said("add", corpus, "--floor", desk)
    others = tmp_path / "others"
    others.mkdir()
    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES if article["outlet"] != OUTLET)
    (others / "articles.jsonl").write_text(lines, "utf-8")
    fresh = tmp_path / "fresh"
    said("init", fresh)
    said("add", others, "--floor", fresh)
    with Store.open(desk) as one, Store.open(fresh) as other:
        assert one.events() == other.events()
        assert [it.id for it in one.stories()] == [it.id for it in other.stories()]
        assert one.actors() == other.actors()


def test_rows_that_are_refused_cost_the_article_and_a_sick_store_ends_the_command(
    corpus: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        refused = RowsRefusedError("rows that contradict each other were refused")
        patch.setattr(Admission, "save_event", broken(Admission.save_event, refused))
        code, out, _ = said("add", corpus, "--floor", desk)
        assert (code, out.count("added\t")) == (1, 2)
    monkeypatch.setattr(Admission, "save_event", broken(Admission.save_event, StoreError("the disk is full")))
    with pytest.raises(StoreError, match="disk is full"):
        said("add", corpus, "--floor", desk)


@pytest.mark.parametrize(
    ("finder", "left"),
    [
        ("find_times", "events actors quotes quantities"),
        ("find_places", "events actors quotes quantities times"),
        ("find_actors", "times places quantities"),
        ("find_quotes", "events actors times places quantities"),
        ("find_quantities", "events actors quotes times places"),
        ("find_events", "actors quotes times places quantities"),
    ],
)
def test_one_finders_failure_costs_its_findings_and_is_flagged(
    finder: str, left: str, corpus: Path, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: Any, **__: Any) -> Any:
        raise IndexError("list index out of range")

    monkeypatch.setattr(finders, finder, fails)
    _, out, _ = said("run", corpus, "--json")
    found = json.loads(out)
    assert found["quarantine"] == []
    for report in found["reports"]:
        assert report["findings"]["flags"] == [f"finder failed: {finder.removeprefix('find_')} (IndexError)"]
    whole = next(report["findings"] for report in found["reports"] if report["outlet"] == OUTLET)
    assert all(whole[kind] for kind in left.split())
    _, page, _ = said("run", corpus)
    assert "in 3 reports a finder failed" in " ".join(page.split())
