"""Takedown, erasure, retention as people do them: gone from the floor, its file, its answers, and away."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.commands import Said
from tests.cli.test_sources import HOST, Desk, watchfloor
from tests.store.test_crash import forked
from tests.world import Given, World, feed, page, tagged, words
from watchfloor.cli import keeping
from watchfloor.disclosure import name_of
from watchfloor.engine.admit.unit import Unit
from watchfloor.engine.decide import withholding
from watchfloor.engine.decide.withholding import WithholdingOrder, erase, erasure_of
from watchfloor.exchange.wording import flag_words
from watchfloor.model import FlagCode
from watchfloor.store import Store, diagnose, weights

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


def polled(desk: Desk, office: str = "clerk of the harbour board") -> Desk:
    """Return a desk that polled two articles, one of which names a person; its alert was delivered."""
    body = (BODY[0].replace("clerk of the harbour board", office), BODY[1])
    desk.configure('contact = "desk@example.org"\n' + CHANNEL)
    (desk.folder / "watches").mkdir(exist_ok=True)
    (desk.folder / "watches" / "arrests.yaml").write_text(WATCH, "utf-8")
    desk.world.put(
        HOST,
        "/mirela-kostovar-arrested",
        page(f"{office.split(maxsplit=1)[0].title()} {PERSON} arrested", *body),
    )
    desk.world.put(HOST, "/2", page("Pier closed", words(1), words(2), words(3)))
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
    desk.world.put(HOST, "/mirror", page("Pier closed", words(1), words(2), words(3), outlet="Mirror"))
    desk.world.put(HOST, "/6", page("Something else", words(20), words(21)))
    desk.sources("add", publish(desk, "/2", "/mirror", "/6", etag="2"))
    assert desk.poll().code == 0
    assert len(texts(desk)) == count + 1
    with Store.open(desk.folder) as store:
        assert store.text(rendition.text_id) is None
        [again] = [it for it in store.renditions() if it.id == rendition.id]
        assert (again.text, again.title) == ("", None)
        assert again.withheld
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
    assert len(texts(desk)) == count  # these very words were seen and left out: their tombstone stays
    assert watchfloor("readmit", "999", "--reason", "x", "--floor", desk.folder).code == 2
    assert watchfloor("withhold", "no such thing", "--reason", "x", "--floor", desk.folder).code == 2


def test_receivers_of_the_words_are_told(desk: Desk) -> None:
    polled(desk, office="minister of Norland")  # who holds no office is never named to a channel
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


def test_a_kill_midway_leaves_all_or_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    polled(desk)
    order = WithholdingOrder(reason="request 12", by="ana", at="2026-02-03T08:00:00Z")

    def erase_it() -> None:
        with Store.open(desk.folder, write=True) as store:
            erase(store, erasure_of(store, [PERSON]), order)

    with Store.open(desk.folder) as store:
        before = store.dump()
    acts = ((Unit, "withhold"), (withholding, "erase_names"), (withholding, "purge_bodies"))
    for place, name in acts:
        with monkeypatch.context() as patched:
            patched.setattr(place, name, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
            _, status = os.waitpid(forked(erase_it), 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        with Store.open(desk.folder) as store:
            assert store.dump() == before
        sound(desk)
    with monkeypatch.context() as patched:
        patched.setattr(Store, "wipe", lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
        os.waitpid(forked(erase_it), 0)
    with Store.open(desk.folder) as store:
        assert "ostovar" not in "".join(store.dump())
    sound(desk)
    # What a kill left behind in the file goes with the next call.
    keep(desk, "erase", PERSON, "--reason", "request 12")
    assert file_holds(desk, PERSON, "kostovar", "mirela") == []


def later(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr(keeping, "now", lambda: moment)


def test_texts_expire_by_age_and_by_licence(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    polled(desk)
    with Store.open(desk.folder) as store:
        [report] = [it for it in store.reports() if it.title and it.title.value == "Pier closed"]
        last = store.last_sequence()
    desk.configure("[retention]\ntext_days = 30\n[licences.gazette]\nlicence = 'house'\nkeep_days = 10\n")
    assert "0 texts" in keep(desk, "expire").out
    later(monkeypatch, "2099-01-01T00:00:00Z")
    preview = json.loads(keep(desk, "expire", "--dry-run", "--json").out)
    assert preview["texts"] == 2
    assert preview["by_rule"] == {"expired: licence house, 10 days": 2}
    assert file_holds(desk, "Harbour board 1 said")
    done = json.loads(keep(desk, "expire", "--json").out)
    assert (done["texts"], done["bytes"]) == (2, 2)
    assert file_holds(desk, "Harbour board 1 said", "kept the books") == []
    with Store.open(desk.folder) as store:
        tombstone = store.tombstone(report.text_id)
        assert tombstone is not None
        assert tombstone.reason == "expired: licence house, 10 days"
        assert tombstone.length > 100
        assert store.search("harbour") == []
        held = store.report(report.id, as_of=last)
        assert held is not None
        assert held.title is not None
        assert held.title.value == "Pier closed"  # provenance stays: headline, outlet, address, day
        assert held.renditions[0].url == desk.world.url(HOST, "/2")
        assert store.events(as_of=last) == store.events()
    told = keep(desk, "export", "--as-of", "2099-01-01").out
    assert "Harbour board" not in told
    assert "[withheld]" in told
    assert "0 texts" in keep(desk, "expire").out
    desk.sources("add", publish(desk, "/2", etag="9"))
    desk.configure('contact = "desk@example.org"\n')
    desk.poll()
    assert file_holds(desk, "Harbour board 1 said") == []
    sound(desk)


def test_settings_of_retention_that_mean_nothing_are_refused(desk: Desk) -> None:
    for settings in (
        "[retention]\ntext_days = 0\n",
        "[retention]\ntexts = 3\n",
        "[licences.x]\nfull_text = true\n",
        "[licences.x]\nlicence = 'CC BY 4.0'\nkeep_days = true\n",
        "[licences.x]\nlicence = 'CC BY 4.0'\nwhole = true\n",
        "[licences]\nx = 3\n",
    ):
        desk.configure(settings)
        assert watchfloor("expire", "--floor", desk.folder).code == 2


def test_without_a_licence_excerpts_leave_and_private_people_are_not_named(desk: Desk) -> None:
    polled(desk)
    exported = json.loads(keep(desk, "export").out)
    assert all(text["excerpt"] and len(text["text"]) <= 300 for text in exported["texts"])
    assert max(text["length"] for text in exported["texts"]) > 300
    with Store.open(desk.folder) as store:
        private = {actor.name for actor in store.actors() if name_of(actor) != actor.name}
    assert private
    names = {actor["name"] for report in exported["reports"] for actor in report["findings"]["actors"]}
    assert not private & (names | {actor["name"] for actor in exported["actors"]})
    spans = [e for event in exported["events"] for e in event["evidence"]]
    assert spans
    assert all(len(span["text"]) <= 300 for span in spans)
    desk.configure("[licences.'127.0.0.1']\nlicence = 'CC BY 4.0'\nfull_text = true\n")
    whole = json.loads(keep(desk, "export").out)
    assert {text["licence"] for text in whole["texts"]} == {"CC BY 4.0"}
    assert max(len(text["text"]) for text in whole["texts"]) > 300
    page_of_it = desk.folder / "out.html"
    keep(desk, "export", page_of_it, "--html")
    assert "<html" in page_of_it.read_text("utf-8")


def test_reserved_and_closed_pages_stay_so_through_rereading_and_export(desk: Desk) -> None:
    desk.configure('contact = "desk@example.org"\n')
    desk.world.put(HOST, "/robots.txt", "User-agent: *\nDisallow: /closed")
    secret = f"Nobody may mine this. {words(60)}"
    reserved = Given(page("Reserved", secret, words(61)), 200, {"tdm-reservation": "1"})
    desk.world.put(HOST, "/reserved", reserved)
    desk.world.put(HOST, "/closed", page("Closed", words(62), words(63)))
    desk.sources("add", publish(desk, "/reserved", "/closed", etag="1"))
    desk.poll()
    assert "/closed" not in desk.world.paths()
    assert sorted(texts(desk)) == ["Story /reserved", "What /closed tells."]
    with Store.open(desk.folder) as store:
        reports = [report.id for report in store.reports()]
    said = keep(desk, "reread", *reports)
    assert "nothing is read otherwise" in said.err
    assert sorted(texts(desk)) == ["Story /reserved", "What /closed tells."]
    assert "Nobody may mine" not in keep(desk, "export").out
    assert file_holds(desk, "Nobody may mine", "What /reserved tells") == []
    with Store.open(desk.folder) as store:
        flags = {rendition.title: rendition.flags for rendition in store.renditions()}
    assert flags["Story /reserved"][0].code is FlagCode.RESERVED
    assert "robots.txt" in flag_words(flags["Story /closed"][0])


def test_what_a_feed_itself_told_is_read_again_from_its_bytes(desk: Desk) -> None:
    desk.configure('contact = "desk@example.org"\n')
    desk.sources("add", publish(desk, "/gone", "/lost", etag="1"))
    desk.poll()
    with Store.open(desk.folder) as store:
        [weight] = weights(store)
        assert (weight.kind, weight.bodies) == ("feed", 1)
        reports = [report.id for report in store.reports()]
    left = [json.loads(line) for line in keep(desk, "reread", "--json").out.splitlines()]
    note = "the finders of today have read it: left as it is"
    assert [(it["became"], it["note"]) for it in left] == [("same", note)] * 2
    done = [json.loads(line) for line in keep(desk, "reread", *reports, "--json").out.splitlines()]
    assert [(it["became"], it["note"]) for it in done] == [("same", None)] * 2
    desk.poll()
    with Store.open(desk.folder) as store:
        assert weights(store) == [weight]  # a feed that did not change costs nothing
    assert "fetched bytes are kept: 1 feeds" in keep(desk, "doctor").out
