"""Of whom a row was read is never lost, and nothing is rejected that its partner stands by."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.engine.partners.world import AT, floor_in
from watchfloor.config import Config
from watchfloor.engine.partners import importing
from watchfloor.engine.services.shares import ShareDesk
from watchfloor.model import PersonId, Principal, PrincipalRole
from watchfloor.store import Store

EDA = Principal(id=PersonId("local:eda"), name="eda", roles={PrincipalRole.EDITOR})
FISHERMEN = {
    "id": "feed000000000001",
    "evidence": "Armed men shot dead nine fishermen in Quito on Tuesday, the interior ministry said.",
    "evidence_report": "feed000000000002",
}
DRIVERS = {
    "id": "feed000000000003",
    "evidence": "Police arrested two drivers in La Paz on Thursday, and a court will hear them on Friday.",
    "evidence_report": "feed000000000004",
}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    (tmp_path / "floor").mkdir()
    with floor_in(tmp_path / "floor") as (_, config):
        pass
    return config


def imported(config: Config, file: Path) -> int:
    """Read a file of a partner; return how many reports it takes back."""
    return ShareDesk(config=config, clock=lambda: AT).import_share(EDA, file, "Relief Net").taken_back


def increment(file: Path, share: str, became: str, *rows: dict[str, Any]) -> Path:
    head = {"watchfloor_share": 1, "share": share, "increment": 1}
    told = [{"became": became, "table": "events", "id": it["id"], "row": it} for it in rows]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in (head, *told)), "utf-8")
    return file


def csv_share(folder: Path, *rows: dict[str, Any]) -> Path:
    """Write the folder of a share in CSV."""
    (folder / "increments").mkdir(parents=True, exist_ok=True)
    lines = [
        "id,evidence,evidence_report",
        *(f'{it["id"]},"{it["evidence"]}",{it["evidence_report"]}' for it in rows),
    ]
    content = "".join(f"{line}\n" for line in lines)
    (folder / "events.csv").write_text(content, "utf-8")
    digest = hashlib.sha256(content.encode()).hexdigest()
    body = {"watchfloor_share": 1, "share": "lake", "tables": {"events": {}}, "files": {"events.csv": digest}}
    (folder / "share.json").write_text(json.dumps(body), "utf-8")
    return folder


def rejected(config: Config) -> list[str]:
    with Store.open(config.store) as store:
        return [act.reason for act in store.judgements() if act.kind == "reject"]


def test_a_row_of_two_shares_stands_until_both_withdraw_it(config: Config, tmp_path: Path) -> None:
    for share in ("lake", "sea"):
        assert imported(config, increment(tmp_path / f"{share}.jsonl", share, "new", FISHERMEN)) == 0
    assert imported(config, increment(tmp_path / "x.jsonl", "lake", "withdrawn", FISHERMEN)) == 0
    assert rejected(config) == []
    assert imported(config, increment(tmp_path / "y.jsonl", "sea", "withdrawn", FISHERMEN)) == 1
    assert rejected(config) == ["Relief Net took it back"]


def test_whose_a_row_is_is_kept_with_what_is_made_of_it(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(importing, "keep_rows", killed)
        with pytest.raises(KeyboardInterrupt):
            imported(config, increment(tmp_path / "one.jsonl", "lake", "new", FISHERMEN))
    assert imported(config, increment(tmp_path / "two.jsonl", "lake", "withdrawn", FISHERMEN)) == 1


@pytest.mark.parametrize("where", ["share/increments", "elsewhere"])
def test_an_increment_in_csv_takes_back_what_the_folder_gave(
    config: Config, tmp_path: Path, where: str
) -> None:
    assert imported(config, csv_share(tmp_path / "share", FISHERMEN, DRIVERS)) == 0
    file = tmp_path / where / "000002-events.csv"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"became,why,id,evidence\nwithdrawn,rejected,{FISHERMEN['id']},\n", "utf-8")
    assert imported(config, file) == 1


def test_a_report_stands_while_another_row_of_it_does(config: Config, tmp_path: Path) -> None:
    again = {**DRIVERS, "evidence_report": FISHERMEN["evidence_report"]}
    imported(config, increment(tmp_path / "one.jsonl", "lake", "new", FISHERMEN, again))
    assert imported(config, increment(tmp_path / "two.jsonl", "lake", "withdrawn", FISHERMEN)) == 0
    assert imported(config, increment(tmp_path / "three.jsonl", "lake", "withdrawn", again)) == 1


def test_nothing_is_concluded_from_rows_that_are_refused(config: Config, tmp_path: Path) -> None:
    assert imported(config, csv_share(tmp_path / "share", FISHERMEN, DRIVERS)) == 0
    broken = {**FISHERMEN, "id": ""}
    assert imported(config, csv_share(tmp_path / "share", broken, DRIVERS)) == 0
    assert imported(config, increment(tmp_path / "odd.jsonl", "lake", "retracted?", FISHERMEN)) == 0
    assert imported(config, csv_share(tmp_path / "share", DRIVERS)) == 1
