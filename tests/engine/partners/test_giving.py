"""What a partner holds by applying increments is what a fresh share holds, whatever happened in between."""

from __future__ import annotations

import errno
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.engine.partners.world import AT, TOWNS, Desk, articles, floor_in, give, received, share_of, whole
from tests.standards import check_atom
from watchfloor.config import Config, Retention
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.desk_work import DeskWork
from watchfloor.engine.decide.expiry import expire
from watchfloor.engine.decide.judgements import Judging
from watchfloor.engine.decide.unsharing import Unsharing
from watchfloor.engine.decide.withholding import WithholdingOrder, takedown_of, withhold
from watchfloor.engine.partners import folder as folders
from watchfloor.engine.partners.cleaning import ShareCleaner
from watchfloor.engine.partners.giving import Giving
from watchfloor.engine.partners.rows import rows_of
from watchfloor.errors import UsageError
from watchfloor.exchange.shares import whole_files
from watchfloor.model import Asked, PartnerShare, ShareFormat
from watchfloor.store import Shares, Store

CHANGES = int(os.environ.get("SHARE_CHANGES", "40"))  # 1,000 in the long run (docs/shares.md)
SEED = int(os.environ.get("SHARE_SEED", "1"))


@pytest.fixture
def floor(tmp_path: Path) -> Iterator[tuple[Floor, Config]]:
    (tmp_path / "floor").mkdir()
    with floor_in(tmp_path / "floor") as made:
        yield made


def fill(floor: Floor, count: int = 6) -> None:
    for prepared in articles(count):
        floor.admit(prepared, arrived=AT)


def set_up(giving: Giving, share: PartnerShare) -> PartnerShare:
    giving.add(share)
    return giving.share(share.name)


def test_after_random_changes_increments_give_what_a_fresh_share_gives(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    began, random = time.monotonic(), Random(SEED)
    desk = Desk(home, random, list(articles(max(16, CHANGES // 3), seed=SEED)))
    giving = Giving(home.store, config)
    lines = set_up(giving, share_of("lines", tmp_path / "lines"))
    cells = set_up(giving, share_of("cells", tmp_path / "cells", form="csv"))
    narrow = set_up(giving, share_of("narrow", tmp_path / "narrow", asked=Asked(places=(TOWNS[0],))))
    for _ in range(8):
        desk.add()
    done = 0
    while done < CHANGES:
        before = home.store.last_sequence()
        desk.act()
        done += home.store.last_sequence() > before
        if random.random() < max(5, CHANGES // 50) / CHANGES:
            for share in (lines, cells, narrow):
                give(giving, share)
    for share in (lines, cells, narrow):
        give(giving, share)
        fresh = set_up(giving, share_of(f"fresh-{share.name}", tmp_path / f"fresh-{share.name}",
                                        form=share.format, asked=share.asked))  # fmt: skip
        give(giving, fresh)
        held = received(Path(share.out))
        assert held == received(Path(fresh.out)), share.name
        assert held == whole(Path(share.out)) == whole(Path(fresh.out)), share.name
        assert held or share is narrow
    print(f"{done} changes in {time.monotonic() - began:.0f} s: {dict(sorted(desk.done.items()))}")


def test_a_rejection_withdraws_what_was_given_without_its_words(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("sahel", tmp_path / "out"))
    first = giving.write(share, by="ana", at=AT)
    assert first.counts.keys() == {"new"}
    event = home.store.events()[0]
    Judging(home.store).judge(event.id, status=None, note="a hoax", reject=True, by="ana", at=AT)
    second = giving.write(share, by="ana", at=AT)
    assert second.increment
    gone = [move for move in second.increment.moves if move.id == event.id]
    assert [(it.became, it.why, it.cells) for it in gone] == [("withdrawn", "rejected", None)]
    lines = (tmp_path / "out/increments/000002.jsonl").read_text("utf-8").splitlines()
    [line] = [it for it in map(json.loads, lines) if it.get("id") == event.id]
    assert line == {"became": "withdrawn", "table": "events", "id": event.id, "why": "rejected"}
    told = Shares(home.store).given_once(event.id)
    assert [(it.share, it.table, it.why) for it in told] == [("sahel", "events", "rejected")]


def test_words_that_are_taken_down_stand_in_no_file_of_a_share_any_more(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    shares = [set_up(giving, share_of(form, tmp_path / form, form=form)) for form in ("csv", "jsonl", "feed")]
    for share in shares:
        give(giving, share)
    report = home.store.reports()[0]
    assert report.title
    words = report.title.value
    assert all(words in _everything(Path(share.out)) for share in shares)
    order = WithholdingOrder(reason="asked", by="eda", at=AT)
    taken = withhold(home.store, takedown_of(home.store, report.id), order)
    assert taken.shares == ("csv", "jsonl", "feed"), "a takedown tells which shares are to be written again"
    for share in shares:
        give(giving, share)
        assert words not in _everything(Path(share.out)), share.name
        assert report.id in _everything(Path(share.out)), "the receiver learns which row it is"
    check_atom((tmp_path / "feed/feed.xml").read_bytes())


def _everything(folder: Path) -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(folder.rglob("*")) if file.is_file())


def test_a_share_that_nothing_altered_gets_no_increment(floor: tuple[Floor, Config], tmp_path: Path) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("twice", tmp_path / "out"))
    give(giving, share)
    before = _everything(tmp_path / "out")
    assert giving.write(share, by="ana", at=AT).increment is None
    assert _everything(tmp_path / "out") == before


def test_a_share_that_ends_withdraws_every_row(floor: tuple[Floor, Config], tmp_path: Path) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("ends", tmp_path / "out"))
    give(giving, share)
    assert received(tmp_path / "out")
    ended = giving.end(share, by="ana", at=AT)
    assert ([*ended.counts], ended.rows) == (["withdrawn"], 0)
    assert received(tmp_path / "out") == whole(tmp_path / "out") == {}
    with pytest.raises(UsageError, match="there is no share 'ends'"):
        giving.share("ends")


def test_what_was_changed_by_hand_is_kept_beside_what_is_written(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("hands", tmp_path / "out"))
    give(giving, share)
    file = tmp_path / "out" / "events.jsonl"
    right = file.read_bytes()
    file.write_text("my own words\n", "utf-8")
    (tmp_path / "out" / "increments" / "000001.jsonl").unlink()
    said = giving.write(share, by="ana", at=AT).said
    assert said == ("events.jsonl was changed by hand; that is kept as events.jsonl.edited-2",)
    assert (file.read_bytes(), (tmp_path / "out" / "events.jsonl.edited-2").read_text("utf-8")) == (
        right,
        "my own words\n",
    )
    assert received(tmp_path / "out") == whole(tmp_path / "out"), "an increment that was lost is there again"


def test_a_share_that_ends_tells_of_copies_that_were_put_aside(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    fill(home, 2)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("hands", tmp_path / "out"))
    give(giving, share)
    (tmp_path / "out" / "events.jsonl").write_text("my own words\n", "utf-8")
    give(giving, share)
    told = "events.jsonl.edited-2 was put aside and may hold words that were taken back; remove it"
    assert giving.end(share, by="ana", at=AT).said == (told,)


def test_what_is_kept_back_while_a_share_is_reckoned_is_not_given(
    floor: tuple[Floor, Config], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, config = floor
    fill(home, 2)
    set_up(Giving(home.store, config), share_of("meanwhile", tmp_path / "out"))
    report = home.store.reports()[0].id
    home.store.close()
    where = "watchfloor.engine.partners.giving.rows_of"

    def meanwhile(*arguments: Any, **more: Any) -> Any:
        found = rows_of(*arguments, **more)
        with Store.open(config.store, write=True, wait_seconds=1, clock=lambda: AT) as other:
            Unsharing(other).unshare(report, reason="a source", by="ben", at=AT)
        monkeypatch.setattr(where, rows_of)
        return found

    monkeypatch.setattr(where, meanwhile)
    with Store.open(config.store, turns=True, clock=lambda: AT) as store:
        giving = Giving(store, config)
        giving.write(giving.share("meanwhile"), by="ana", at=AT)
    assert ("reports", report) not in whole(tmp_path / "out")
    assert whole(tmp_path / "out")


@pytest.mark.parametrize(("kept_back", "reckoned"), [(False, 1), (True, 2)])
def test_only_what_is_kept_back_meanwhile_lets_a_share_be_reckoned_anew(
    *,
    kept_back: bool,
    reckoned: int,
    floor: tuple[Floor, Config],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    home, config = floor
    fill(home, 2)
    set_up(Giving(home.store, config), share_of("meanwhile", tmp_path / "out"))
    report, story = home.store.reports()[0].id, home.store.stories()[0].id
    home.store.close()
    times = 0

    def meanwhile(*arguments: Any, **more: Any) -> Any:
        nonlocal times
        times += 1
        found = rows_of(*arguments, **more)
        if times == 1:  # the floor is free while a share is reckoned, each time
            with Store.open(config.store, write=True, wait_seconds=1, clock=lambda: AT) as other:
                if kept_back:
                    Unsharing(other).unshare(report, reason="a source", by="ben", at=AT)
                else:
                    DeskWork(other).comment(story, "rang them", by="ben", at=AT)
        return found

    monkeypatch.setattr("watchfloor.engine.partners.giving.rows_of", meanwhile)
    with Store.open(config.store, turns=True, clock=lambda: AT) as store:
        giving = Giving(store, config)
        giving.write(giving.share("meanwhile"), by="ana", at=AT)
    assert times == reckoned
    assert (("reports", report) in whole(tmp_path / "out")) is not kept_back


@pytest.mark.parametrize("form", ["csv", "feed"])
def test_people_are_let_in_while_the_files_of_a_share_are_made(
    form: ShareFormat, floor: tuple[Floor, Config], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, config = floor
    fill(home, 2)
    set_up(Giving(home.store, config), share_of("meanwhile", tmp_path / "out", form=form))
    story = home.store.stories()[0].id
    home.store.close()

    def meanwhile(*arguments: Any) -> Any:
        with Store.open(config.store, write=True, wait_seconds=1, clock=lambda: AT) as other:
            DeskWork(other).comment(story, "rang them", by="ben", at="2026-09-01T09:00:00Z")
        return whole_files(*arguments)

    monkeypatch.setattr("watchfloor.engine.partners.giving.whole_files", meanwhile)
    with Store.open(config.store, turns=True, clock=lambda: AT) as store:
        giving = Giving(store, config)
        written = giving.write(giving.share("meanwhile"), by="ana", at=AT)
        assert written.increment is not None
        assert written.increment.at == store.moment_of(store.last_sequence())
    told = _everything(tmp_path / "out")
    assert written.increment.at in told
    assert "~" not in told, "the moment of the writing stands wherever it was left open"


def test_on_a_full_disk_nothing_counts_as_given(
    floor: tuple[Floor, Config], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("full", tmp_path / "out"))

    def full(part: Path, raw: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(part))

    with monkeypatch.context() as patched:
        patched.setattr(folders, "_write", full)
        with pytest.raises(OSError, match="No space left"):
            give(giving, share)
    assert (Shares(home.store).held("full"), _everything(tmp_path / "out")) == ({}, "")
    give(giving, share)
    assert received(tmp_path / "out") == whole(tmp_path / "out") != {}


def test_folders_and_names_that_lead_elsewhere_are_refused(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    giving = Giving(home.store, config)
    for name in ("../x", "a/b", "", "A", ".hidden", "a" * 65, "x\0y"):
        with pytest.raises(UsageError, match="is no name of a share"):
            giving.add(share_of(name, tmp_path / "out"))
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "mine.txt").write_text("mine", "utf-8")
    (tmp_path / "link").symlink_to(config.folder)
    for out, why in (
        (str(config.folder), "is or holds the floor itself"),
        (str(config.folder.parent), "is or holds the floor itself"),
        (str(config.folder / "shares" / ".." / "watches"), "lies within the floor"),
        (str(tmp_path / "link"), "is or holds the floor itself"),
        (str(config.folder / "watchfloor.toml"), "lies within the floor"),
        (str(tmp_path / "taken"), "holds other files"),
        (str(tmp_path / "taken" / "mine.txt"), "is a file"),
        ("a\0b", "holds a NUL"),
    ):
        with pytest.raises(UsageError, match=why):
            giving.add(share_of("trick", Path(out)))
    giving.add(share_of("one", tmp_path / "out"))
    with pytest.raises(UsageError, match="is the folder of share 'one'"):
        giving.add(share_of("two", tmp_path / "x" / ".." / "out"))
    with pytest.raises(UsageError, match="there is a share 'one' already"):
        giving.add(share_of("one", tmp_path / "other"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "increments").symlink_to(tmp_path / "taken")
    fill(home)
    with pytest.raises(UsageError, match="is a link, through which no share is written"):
        give(giving, giving.share("one"))
    assert sorted(it.name for it in (tmp_path / "taken").iterdir()) == ["mine.txt"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "feed"])
def test_words_that_went_leave_the_files_by_themselves_and_nothing_new_is_given(
    floor: tuple[Floor, Config], tmp_path: Path, form: ShareFormat
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("sahel", tmp_path / "out", form=form))
    give(giving, share)
    cleaner = ShareCleaner(config=config)
    assert cleaner.clean(home.store, now=AT) == ((), ()), "no words went"
    given = {row.id for row in Shares(home.store).held("sahel").values()}
    more = list(articles(8))
    for prepared in more[6:]:
        home.admit(prepared, arrived=AT)
    report = home.store.reports()[0]
    assert report.title
    words = report.title.value
    withhold(
        home.store, takedown_of(home.store, report.id), WithholdingOrder(reason="asked", by="eda", at=AT)
    )
    assert words in _everything(Path(share.out))

    assert cleaner.clean(home.store, now=AT) == (("sahel",), ())

    assert words not in _everything(Path(share.out))
    assert {row.id for row in Shares(home.store).held("sahel").values()} < given, "nothing new was given"
    assert cleaner.clean(home.store, now=AT) == ((), ()), "once is enough"
    give(giving, share)
    fresh = set_up(giving, share_of("fresh", tmp_path / "fresh", form=form))
    give(giving, fresh)
    if form != "feed":
        assert received(Path(share.out)) == received(Path(fresh.out))


def test_what_expires_names_the_shares_that_hold_its_words(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("sahel", tmp_path / "out"))
    give(giving, share)
    report = home.store.reports()[0]
    text = home.store.text(report.text_id)
    assert text is not None
    words = text.text.splitlines()[0]
    assert words in _everything(Path(share.out))
    kept = Retention(text_days=30)
    assert expire(home.store, kept, at=AT).shares == ()
    assert expire(home.store, kept, at="2099-01-01T00:00:00Z", dry_run=True).shares == ()
    assert expire(home.store, kept, at="2099-01-01T00:00:00Z").shares == ("sahel",)
    assert ShareCleaner(config=config).clean(home.store, now=AT) == (("sahel",), ())
    assert words not in _everything(Path(share.out))


def test_a_share_on_a_disk_that_is_gone_is_told_and_waits(
    floor: tuple[Floor, Config], tmp_path: Path
) -> None:
    home, config = floor
    fill(home)
    giving = Giving(home.store, config)
    share = set_up(giving, share_of("sahel", tmp_path / "out"))
    give(giving, share)
    report = home.store.reports()[0]
    withhold(
        home.store, takedown_of(home.store, report.id), WithholdingOrder(reason="asked", by="eda", at=AT)
    )
    (tmp_path / "out").rename(tmp_path / "unplugged")
    (tmp_path / "out").write_text("no folder")
    cleaner = ShareCleaner(config=config)

    written, [told] = cleaner.clean(home.store, now=AT)

    assert written == ()
    assert told.startswith("share sahel holds words that went, and cannot be written: ")
    (tmp_path / "out").unlink()
    (tmp_path / "unplugged").rename(tmp_path / "out")
    assert cleaner.clean(home.store, now=AT) == (("sahel",), ())
