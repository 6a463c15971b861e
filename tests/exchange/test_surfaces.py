"""What leaves the floor: worded as docs/wording.md has it, without private names, in excerpts, readable."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from rich.console import Console

from watchfloor.disclosure import disclose
from watchfloor.engine.answer.one_off import look
from watchfloor.exchange import print_situation, situation_json, situation_page
from watchfloor.ingest import read_paths, rendition_of_line
from watchfloor.model import Audience, SituationReport

EXAMPLES = Path(__file__).parents[2] / "examples"
NOW = "2026-04-01T00:00:00Z"
CHROMIUM = shutil.which("chromium")


@pytest.fixture(scope="module")
def situation() -> SituationReport:
    return look(read_paths([EXAMPLES], arrived=NOW), now=NOW, watch_file=EXAMPLES / "watches.yaml")


def terminal(situation: SituationReport) -> str:
    out = io.StringIO()
    print_situation(disclose(situation, Audience.desk), Console(file=out, width=100, no_color=True))
    return out.getvalue()


def page_of(situation: SituationReport) -> str:
    return situation_page(disclose(situation, Audience.public))


def ours(page: str) -> str:
    """Return the words of a page that are ours: without the words of others."""
    page = re.sub(r'<div class="words">.*?</div>', "", page, flags=re.S)
    return re.sub(r"“[^”]*”", "", re.sub(r"<[^>]+>", " ", page))


def test_no_surface_claims_more_than_reports_do(situation: SituationReport) -> None:
    for surface in (terminal(situation), page_of(situation)):
        assert "not verified" in surface
        assert "independence not established" in surface
        for word in ("confirmed", "verified by", "what is known", "the facts"):
            assert word not in ours(surface).lower()


def test_private_persons_have_no_name_on_a_page(situation: SituationReport) -> None:
    private = {
        chain.name
        for reading in situation.reports
        for chain in reading.findings.actors
        if chain.kind == "person" and not chain.public
    }
    # Who has an office in one report is named where that report speaks.
    private -= {chain.name for it in situation.reports for chain in it.findings.actors if chain.public}
    assert private, "the examples hold private persons"
    page = ours(page_of(situation))
    assert not [name for name in private if re.search(rf"\b{re.escape(name)}:|> {re.escape(name)}\b", page)]
    assert "a private person" in page


def test_words_of_others_leave_in_excerpts() -> None:
    long = "Police in Split arrested a man, " + "who had crossed the square, " * 40 + "and let him go again."
    item = rendition_of_line({"text": long, "published": "2026-03-02"}, arrived=NOW)
    written = situation_json(disclose(look([item], now=NOW), Audience.desk))
    assert all(len(e["text"]) <= 300 for event in written["events"] for e in event["evidence"])
    assert all(len(entry["text"]) <= 300 for entry in written["timeline"])


def test_nothing_read_is_said_as_such() -> None:
    page = page_of(look([], now=NOW))
    assert "0 reports" in page
    assert "no dated report" in page.lower()


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium")
def test_the_page_opens_in_a_browser_as_it_is(situation: SituationReport, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(page_of(situation), "utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    done = subprocess.run(
        [str(CHROMIUM), *flags, f"--user-data-dir={tmp_path}/profile", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.count("<section") == page.read_text("utf-8").count("<section")
    assert not re.search(r"<script|onerror=", done.stdout)
