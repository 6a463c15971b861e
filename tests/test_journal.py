"""The journal: kept by several processes, put aside when full, counted whatever happened to the file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from watchfloor.exchange.metrics import metrics_text
from watchfloor.journal import (
    DeliveryTried,
    FileJournal,
    InputRefused,
    Journals,
    LineJournal,
    RenditionAdmitted,
    RuleFired,
    SourceVisited,
    bare_reason,
    count_facts,
    failure_of,
    files_of,
    read_facts,
)

AT = "2026-03-02T08:00:00Z"


def admitted(number: int) -> RenditionAdmitted:
    return RenditionAdmitted(at=AT, rendition=f"{number:016x}", report=f"{number:016x}", changes=2)


def test_a_fact_is_one_line_and_read_again(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    facts = [
        admitted(1),
        SourceVisited(at=AT, source="s1", url="https://a.example/feed", status="healthy", found=3, fresh=1),
        InputRefused(at=AT, id="q1", reason="reading failed"),
        DeliveryTried(at=AT, delivery="d1", channel="desk", state="delivered"),
        RuleFired(at=AT, watch="Arrests", alert="a1", level="high"),
    ]
    for fact in facts:
        journal.write(fact)
    assert list(read_facts(files_of(tmp_path))) == facts
    lines = (tmp_path / "journal.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["fact"] for line in lines] == [
        "admitted", "visited", "refused", "delivered", "rule fired"
    ]  # fmt: skip


def test_full_files_are_put_aside_and_what_they_counted_stays_counted(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path, largest=1_000, files=3)
    for number in range(200):
        journal.write(admitted(number))
    files = files_of(tmp_path)
    assert [path.name for path in files] == ["journal.jsonl.2", "journal.jsonl.1", "journal.jsonl"]
    assert all(path.stat().st_size <= 1_200 for path in files)
    assert count_facts(files) == {"admitted\tadded": 200, "changes": 400}


def test_a_line_cut_off_by_a_full_disk_spoils_no_other(tmp_path: Path) -> None:
    journal = FileJournal(tmp_path)
    journal.write(admitted(1))
    with journal.path.open("ab") as file:
        file.write(b'{"fact":"admitted","at":"2026')
    journal.write(admitted(2))
    assert [fact.rendition for fact in read_facts([journal.path]) if isinstance(fact, RenditionAdmitted)] == [
        f"{1:016x}",
        f"{2:016x}",
    ]


def test_a_journal_that_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    FileJournal(tmp_path / "missing").write(admitted(1))
    code = (
        "import resource, signal, sys; from pathlib import Path; from watchfloor.journal import *;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300));"
        "journal = FileJournal(Path(sys.argv[1]));"
        "[journal.write(RenditionAdmitted(at='2026-03-02T08:00:00Z', rendition='r' * 16)) for _ in range(20)]"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert 0 < count_facts(files_of(tmp_path))["admitted\tadded"] < 20


def test_processes_write_to_one_journal(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from watchfloor.journal import *;"
        "journal = FileJournal(Path(sys.argv[1]), largest=2_000, files=50);"
        "[journal.write(RenditionAdmitted(at='2026-03-02T08:00:00Z', rendition=f'{n}')) for n in range(100)]"
    )
    children = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(3)]
    assert [child.wait() for child in children] == [0, 0, 0]
    files = sorted(tmp_path.glob("journal.jsonl*"))
    assert len(files) > 3
    assert count_facts(files) == {"admitted\tadded": 300, "changes": 0}


def test_an_error_is_told_by_kind_and_place_without_its_words() -> None:
    try:
        raise IndexError("Mayor Jana Novak said")
    except IndexError as error:
        fact = failure_of(error, at=AT, what="reading", id="r1")
    assert fact.error == "IndexError"
    assert fact.frames[-1].startswith("test_journal.py:")
    assert "Novak" not in repr(fact)
    assert bare_reason('reading failed: "Mayor Novak"') == "reading failed"


def test_a_person_is_told_of_what_went_wrong_only(tmp_path: Path) -> None:
    said: list[str] = []
    journal = Journals(FileJournal(tmp_path), LineJournal(said.append))
    journal.write(admitted(1))
    journal.write(
        SourceVisited(
            at=AT, source="s1", url="https://a.example/", status="failing", error="it is down", remedy="wait"
        )
    )
    assert said == ["watchfloor: https://a.example/: it is down; wait"]
    assert len(list(read_facts(files_of(tmp_path)))) == 2


def test_prometheus_reads_the_counters() -> None:
    counts = {"admitted\tadded": 3, "changes": 7, 'rule fired\tRiots in "A"\thigh': 2}
    text = metrics_text(counts, {"oldest_unread_seconds": ("Age of the oldest.", 12.5)})
    assert 'watchfloor_admitted_total{became="added"} 3' in text.splitlines()
    assert "watchfloor_changes_total 7" in text.splitlines()
    assert 'watchfloor_rule_fired_total{watch="Riots in \\"A\\"",level="high"} 2' in text.splitlines()
    assert "# TYPE watchfloor_oldest_unread_seconds gauge" in text.splitlines()
    assert "watchfloor_oldest_unread_seconds 12.5" in text.splitlines()
