"""Links by which alerts are acknowledged: ours alone, for a time, for one use."""

from __future__ import annotations

import stat
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from watchfloor.config import read_config, write_default_config
from watchfloor.engine.admit.admission import Floor
from watchfloor.engine.decide.choices import DecidedChoices, chosen_act
from watchfloor.engine.deliver.links import (
    KEY_FILE,
    PATH,
    floor_links,
    link_key,
    meaning,
    shown_links,
    token,
)
from watchfloor.engine.services.alerts import AlertDesk, link_holder
from watchfloor.errors import ConfigError, UsageError
from watchfloor.ingest import rendition_of_line
from watchfloor.model import AlertId
from watchfloor.store import Store
from watchfloor.watch.rules import parse_watches

KEY = b"k" * 32
NOW = datetime(2026, 4, 2, 9, tzinfo=UTC)
AT = "2026-04-02T09:00:00Z"
RULE = "{name: Arrests, type: COERCE, channels: [desk], rota: [desk, phone]}"
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."


def test_a_token_says_what_it_is_for_and_no_other_can_be_made_of_it() -> None:
    made = token(KEY, AlertId("8899aabbccddeeff"), "night|phone é", until=NOW)
    meant = meaning(KEY, made, now=NOW)
    assert (meant.alert, meant.channel) == ("8899aabbccddeeff", "night|phone é")
    assert made.replace(".", "").replace("-", "").replace("_", "").isalnum()
    others = (made[:-1], made + "0", f"A{made[1:]}", made.swapcase(), "", ".", "é.ü", made.replace(".", ""))
    for other in others:
        with pytest.raises(UsageError, match="no link of this floor"):
            meaning(KEY, other, now=NOW)
    with pytest.raises(UsageError, match="no link of this floor"):
        meaning(b"x" * 32, made, now=NOW)
    with pytest.raises(
        UsageError, match="good no more; acknowledge it with: watchfloor ack 8899aabbccddeeff"
    ):
        meaning(KEY, made, now=NOW.replace(second=1))


def test_links_are_shown_as_they_will_be_and_no_key_is_made_for_that(tmp_path: Path) -> None:
    write_default_config(tmp_path)
    assert shown_links(read_config(tmp_path)) is None, "there is no page"
    config = replace(read_config(tmp_path), page_address="https://floor.example.org")
    early = shown_links(config)
    assert early is not None
    assert early.address == config.page_address
    assert not (tmp_path / KEY_FILE).exists()
    assert floor_links(config) == shown_links(config)


def test_a_link_acknowledges_once_even_where_that_is_taken_back(tmp_path: Path) -> None:
    write_default_config(tmp_path)
    config = replace(read_config(tmp_path), page_address="https://floor.example.org")
    with Store.create(config.store, clock=lambda: AT) as store:
        floor = Floor(store, parse_watches(RULE, where="w.yaml"))
        list(floor.take([rendition_of_line({"text": ARREST}, arrived=AT)], arrival=lambda _: AT))
        [row] = store.deliveries()
    links = floor_links(config)
    assert links is not None
    address = links.address_for(row)
    assert links.address_for(replace(row, attempts=3)) == address, "the same for every try"
    base, _, made = address.rpartition("/")
    assert base == f"https://floor.example.org/{PATH}"
    desk = AlertDesk(config=config, clock=lambda: AT)
    who = link_holder(config, made, now=AT)
    assert who.id == "link:desk"
    assert desk.linked_alert(who, made).acknowledged is None, "to look acknowledges nothing"
    assert desk.linked_alert(who, made).acknowledged is None
    [done] = desk.acknowledge_link(who, made)
    assert done.act
    assert done.act.by == "link:desk"
    for again in (desk.linked_alert, desk.acknowledge_link):
        with pytest.raises(UsageError, match="this link was used"):
            again(who, made)
    with Store.open(config.store, write=True) as store:
        act = chosen_act(store, done.act.id, ())
        assert act is not None
        DecidedChoices(store).take_back(act, reason="by mistake", by="ana", at=AT)
        [alert] = store.alerts()
    assert alert.acknowledged is None
    with pytest.raises(UsageError, match="this link was used"):
        desk.acknowledge_link(who, made)


def test_the_secret_is_made_once_and_is_the_owners_alone(tmp_path: Path) -> None:
    write_default_config(tmp_path)
    key = link_key(tmp_path)
    assert len(key) == 32
    assert link_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "links.key").stat().st_mode) == 0o600
    assert floor_links(read_config(tmp_path)) is None, "without a page there are no links"


@pytest.mark.parametrize(
    "written", ["floor.example.org", "ftp://x", "https://", "https://a b", "https://a?x"]
)
def test_an_address_that_is_none_is_refused(tmp_path: Path, written: str) -> None:
    write_default_config(tmp_path)
    settings = tmp_path / "watchfloor.toml"
    settings.write_text(f'page_address = "{written}"\n')
    with pytest.raises(ConfigError, match=r"watchfloor.toml:1: page_address is "):
        read_config(tmp_path)
    settings.write_text('page_address = "https://floor.example.org/desk/"\n')
    assert read_config(tmp_path).page_address == "https://floor.example.org/desk"
