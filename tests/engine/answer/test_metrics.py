"""What waits, in seconds; and `doctor --metrics`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.commands import watchfloor
from watchfloor.engine.answer.metrics import oldest_unread
from watchfloor.ingest.sources import new_source
from watchfloor.journal import FileJournal, RenditionAdmitted
from watchfloor.store import Sources, Store

NOW = "2026-03-02T08:00:00Z"


def test_the_oldest_unread_item_waits_since_its_source_is_due() -> None:
    with Store.memory() as store:
        assert oldest_unread(store, now=NOW) == 0.0
        for name, due in (("a", "2026-03-02T07:59:30Z"), ("b", "2026-03-02T06:00:00Z"), ("c", "2026-03-03")):
            Sources(store).add(new_source(f"https://{name}.example/feed", "feed", added=NOW), due=due)
        assert oldest_unread(store, now=NOW) == 7_200.0


def test_doctor_prints_metrics(tmp_path: Path) -> None:
    assert watchfloor("init", tmp_path / "floor").code == 0
    FileJournal(tmp_path / "floor").write(RenditionAdmitted(at=NOW, rendition="r1", changes=4))
    said = watchfloor("doctor", "--metrics", "--floor", tmp_path / "floor")
    assert said.code == 0, said.err
    assert 'watchfloor_admitted_total{became="added"} 1' in said.out.splitlines()
    assert "watchfloor_changes_total 4" in said.out.splitlines()
    assert "watchfloor_oldest_unread_seconds 0" in said.out.splitlines()
