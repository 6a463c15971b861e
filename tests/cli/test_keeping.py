"""Takedown, erasure, retention as people do them: gone from the floor, its file, its answers, and away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Said
from tests.cli.test_sources import HOST, Desk, watchfloor
from tests.world import World, feed, page, tagged, words
from watchfloor.store import Store, diagnose

PERSON = "Mirela Kostovar"
BODY = (
    f"Police arrested {PERSON}, a clerk of the harbour board, in Arvenport on Monday after a march.",
    "Kostovar had kept the books of pier 4, the board said, and was to be questioned on Tuesday.",
)
WATCH = "name: arrests\ntype: COERCE\nlevel: high\nchannels: [desk]\n"
CHANNEL = '[channels.desk]\nkind = "file"\npath = "alerts.jsonl"\n'


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with World() as world:
        yield Desk(tmp_path / "floor", world)


def publish(desk: Desk, *paths: str, etag: str, host: str = HOST) -> str:
    entries = [(desk.world.url(host, path), f"Story {path}", f"What {path} tells.") for path in paths]
    return desk.world.put(host, f"/feed{etag}", tagged(feed(*entries), f'"{etag}"'))


def keep(desk: Desk, *arguments: str | Path) -> Said:
    said = watchfloor(*arguments, "--floor", desk.folder)
    assert said.code == 0, said.err
    return said


def texts(desk: Desk) -> list[str]:
    with Store.open(desk.folder) as store:
        return [rendition.text for rendition in store.renditions()]


def file_holds(desk: Desk, *names: str) -> list[str]:
    """Return which of the names stand in the bytes of any file of the floor's store."""
    data = b"".join(path.read_bytes() for path in sorted(desk.folder.glob("floor.sqlite*")))
    low = data.lower()
    return [name for name in names if name.lower().encode() in low]


def sound(desk: Desk) -> None:
    assert [it.what for it in diagnose(desk.folder) if it.level == "error"] == []


def polled(desk: Desk) -> Desk:
    """Return a desk that polled two articles, one of which names a person; its alert was delivered."""
    desk.configure('contact = "desk@example.org"\n' + CHANNEL)
    (desk.folder / "watches").mkdir(exist_ok=True)
    (desk.folder / "watches" / "arrests.yaml").write_text(WATCH, "utf-8")
    desk.world.put(HOST, "/mirela-kostovar-arrested", page(f"Clerk {PERSON} arrested", *BODY))
    desk.world.put(HOST, "/2", page("Pier closed", words(1), words(2)))
    desk.sources("add", publish(desk, "/mirela-kostovar-arrested", "/2", etag="1"))
    assert desk.poll().code == 0
    return desk


def test_a_person_is_erased_from_rows_search_answers_and_the_file(desk: Desk) -> None:
    polled(desk)
    assert file_holds(desk, PERSON)
    with Store.open(desk.folder) as store:
        [report] = [it for it in store.reports() if it.title and PERSON in it.title.value]
        last = store.last_sequence()
    preview = keep(desk, "erase", PERSON, "--reason", "request 12", "--dry-run", "--json")
    seen = json.loads(preview.out)
    assert (seen["texts"], seen["reports"], seen["done"]) == (1, 1, False)
    assert file_holds(desk, PERSON)

    done = json.loads(keep(desk, "erase", PERSON, "--reason", "request 12", "--json").out)
    assert (done["texts"], done["done"], done["wiped"]) == (1, True, True)
    assert file_holds(desk, PERSON, "Kostovar", "kostovar", "mirela") == []
    with Store.open(desk.folder) as store:
        assert "ostovar" not in "".join(store.dump())
        assert store.search("Kostovar") == store.search("arrested clerk") == []
        assert store.search("dockers pier")
        held = store.report(report.id, as_of=last)
        assert held is not None
        assert held.title is None or held.title.value == "[withheld]"
        tombstone = store.tombstone(report.text_id)
        assert tombstone is not None
        assert tombstone.reason == "request 12"
        assert tombstone.length > 100
        assert [it["kind"] for it in store.admissions()].count("act") >= 1
        assert "erased a person" in store.admissions()[-1]["what"]
    for what in ("reports", "stories", "events", "actors", "timeline", "changes", "alerts", "deliveries"):
        for when in ((), ("--as-of", "2099-01-01")):
            assert "ostovar" not in keep(desk, "show", what, "--json", *when).out
    sound(desk)


def test_what_names_an_erased_person_stays_away(desk: Desk) -> None:
    polled(desk)
    keep(desk, "erase", PERSON, "--reason", "request 12")
    before = len(texts(desk))
    # The page again, revised; another outlet's article; the same words from a file; and one of other things.
    desk.world.put(HOST, "/mirela-kostovar-arrested", page("Clerk freed", *BODY, words(9)))
    desk.world.put(
        HOST, "/4", page("Other", f"The court heard mirela  KOSTOVAR on Friday. {words(4)}", words(5))
    )
    desk.world.put(HOST, "/5", page("Ships wait", words(6), words(7)))
    desk.sources("add", publish(desk, "/mirela-kostovar-arrested", "/4", "/5", etag="2"))
    said = desk.poll()
    assert said.code == 0
    assert len(texts(desk)) == before + 1
    saved = desk.folder.parent / "saved.txt"
    saved.write_text("\n".join(BODY), "utf-8")
    added = watchfloor("add", saved, "--floor", desk.folder)
    assert "1 refused" in added.err
    assert file_holds(desk, PERSON, "kostovar") == []
    assert "withheld: request 12" in added.err
    sound(desk)


def test_a_reason_that_names_the_person_and_a_bare_surname_are_refused(desk: Desk) -> None:
    polled(desk)
    for arguments in (
        ("Kostovar", "--reason", "x"),
        (PERSON, "--reason", f"{PERSON} asked"),
        (PERSON, "--reason", " "),
    ):
        assert watchfloor("erase", *arguments, "--floor", desk.folder).code == 2
    assert file_holds(desk, PERSON)


def test_a_text_that_was_taken_down_does_not_come_back_from_anywhere(desk: Desk) -> None:
    polled(desk)
    url = desk.world.url(HOST, "/2")
    with Store.open(desk.folder) as store:
        [rendition] = [it for it in store.renditions() if it.url == url]
    keep(desk, "withhold", rendition.id, "--reason", "asked by the publisher")
    assert file_holds(desk, "Harbour board 1 said", "Pier closed") == []
    count = len(texts(desk))
    # Again, cut short, and from another address.
    desk.world.put(HOST, "/2", page("Pier closed again", words(1), words(2), "Updated at noon by the desk."))
    desk.world.put(HOST, "/mirror", page("Pier closed", words(1), words(2), outlet="Mirror"))
    desk.world.put(HOST, "/6", page("Something else", words(20), words(21)))
    desk.sources("add", publish(desk, "/2", "/mirror", "/6", etag="2"))
    assert desk.poll().code == 0
    assert len(texts(desk)) == count + 1
    with Store.open(desk.folder) as store:
        assert store.text(rendition.text_id) is None
        [again] = [it for it in store.renditions() if it.id == rendition.id]
        assert (again.text, again.title) == ("", None)
        assert "withheld" in again.flags
        then = store.rendition(rendition.id, as_of="2099-01-01")
        assert then == again
    assert file_holds(desk, "Harbour board 1 said") == []
    # What is new at the same address is new.
    desk.world.put(HOST, "/2", page("Ferry sold", words(30), words(31), words(32)))
    desk.sources("add", publish(desk, "/2", etag="3"))
    desk.poll()
    assert len(texts(desk)) == count + 2
    sound(desk)


def test_of_an_address_or_an_outlet_nothing_is_taken_in_any_more(desk: Desk) -> None:
    polled(desk)
    url = desk.world.url(HOST, "/2")
    keep(desk, "withhold", url.replace("http:", "https:") + "#top", "--reason", "court order 7")
    keep(desk, "withhold", "Gazette", "--reason", "licence ended")
    listed = json.loads(keep(desk, "withheld", "--json").out)
    assert [(it["kind"], it["reason"]) for it in listed if it["shown"]] == [
        ("url", "court order 7"),
        ("outlet", "licence ended"),
    ]
    count = len(texts(desk))
    assert [text for text in texts(desk) if text] == []
    desk.world.put(HOST, "/2", page("New", words(40), words(41), outlet="Herald"))
    desk.world.put(HOST, "/7", page("Newer", words(42), words(43), outlet="Gazette"))
    desk.sources("add", publish(desk, "/2", "/7", etag="2"))
    desk.poll()
    assert len(texts(desk)) == count
    [row] = [it["id"] for it in listed if it["kind"] == "url"]
    keep(desk, "readmit", str(row), "--reason", "the order fell")
    likes = [str(it["id"]) for it in listed if it["kind"] == "like"]
    assert likes
    desk.sources("add", publish(desk, "/2", "/7", etag="4"))
    desk.poll()
    assert len(texts(desk)) == count  # these very words were seen and left out: their stone stays
    assert watchfloor("readmit", "999", "--reason", "x", "--floor", desk.folder).code == 2
    assert watchfloor("withhold", "no such thing", "--reason", "x", "--floor", desk.folder).code == 2


def test_receivers_of_the_words_are_told(desk: Desk) -> None:
    polled(desk)
    sent = [json.loads(line) for line in (desk.folder / "alerts.jsonl").read_text("utf-8").splitlines()]
    assert any(PERSON in json.dumps(it) for it in sent)
    done = json.loads(keep(desk, "erase", PERSON, "--reason", "request 12", "--json").out)
    assert done["told"] == ["desk"]
    assert keep(desk, "deliver").code == 0
    last = json.loads((desk.folder / "alerts.jsonl").read_text("utf-8").splitlines()[-1])
    assert last["type"] == "watchfloor.text.withheld"
    assert set(last["data"]["deliveries"]) == {it["id"] for it in sent if PERSON in json.dumps(it)}
    assert "ostovar" not in json.dumps(last)


def test_erasing_again_finds_nothing(desk: Desk) -> None:
    polled(desk)
    keep(desk, "erase", PERSON, "--reason", "request 12")
    with Store.open(desk.folder) as store:
        before = store.fingerprint()
    again = keep(desk, "erase", PERSON, "--reason", "request 12", "--dry-run")
    assert "nothing that is here" in again.out
    with Store.open(desk.folder) as store:
        assert store.fingerprint() == before
