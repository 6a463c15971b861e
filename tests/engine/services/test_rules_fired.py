"""Whatever order opens or alters an alert, the journal is told of it, once and when it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.engine.services.test_services import ADMINISTRATOR, person
from watchfloor.config import read_config, write_default_config
from watchfloor.engine.services.desk import Desk
from watchfloor.engine.services.floors import FloorDesk
from watchfloor.engine.services.pools import PoolChoice
from watchfloor.ingest import rendition_of_line
from watchfloor.journal import FILE_NAME
from watchfloor.model import PrincipalRole, Rendition
from watchfloor.store import Store

ANA = person("ana", PrincipalRole.ANALYST)
RULE = "name: Arrests\nlevel: high\ntype: COERCE\n"
ARREST = "Chilean police arrested the dockers' leader Ramiro Ulloa in Valparaíso on Wednesday."
OTHER = "Kenyan police arrested the teachers' leader Wanjiru Odede in Mombasa on Thursday."
MONTHS_LATER = "2026-09-12T09:00:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    write_default_config(tmp_path)
    (tmp_path / "watches").mkdir(exist_ok=True)
    (tmp_path / "watches" / "arrests.yaml").write_text(RULE, "utf-8")
    config = read_config(tmp_path)
    Store.create(config.store).close()
    clock = iter(f"2026-05-12T09:00:{second:02}Z" for second in range(60))
    return Desk(config=config, clock=lambda: next(clock))


def add(desk: Desk, *texts: str) -> None:
    floors = FloorDesk(config=desk.config, clock=desk.clock)
    items = [article(text) for text in texts]
    watches = desk.watches(ANA).watches
    done = list(
        floors.admit(
            ADMINISTRATOR, items, watches=watches, as_published=False, pool=PoolChoice("processes", 1)
        )
    )
    assert all(one.rendition for one in done)


def article(text: str) -> Rendition:
    url = f"https://quay.example/{len(text)}"
    return rendition_of_line({"text": text, "published": "2026-05-08", "url": url}, arrived="2026-05-12")


def fired(desk: Desk) -> list[str]:
    """Return the ids of the alerts of which the journal was told so far."""
    lines = (desk.config.folder / FILE_NAME).read_text("utf-8").splitlines()
    facts = [json.loads(line) for line in lines]
    told = [fact for fact in facts if fact["fact"] == "rule fired"]
    assert {(fact["watch"], fact["level"]) for fact in told} <= {("Arrests", "high")}
    return [fact["alert"] for fact in told]


def alerts(desk: Desk) -> list[str]:
    with Store.open(desk.config.store) as store:
        return [alert.id for alert in store.alerts()]


def reject(desk: Desk) -> None:
    with Store.open(desk.config.store) as store:
        [event] = store.events()
    desk.judge(ANA, event.id, status=None, note="no arrest", reject=True)


def withhold(desk: Desk) -> None:
    list(desk.withhold(ADMINISTRATOR, [f"https://quay.example/{len(ARREST)}"], reason="asked"))


def erase(desk: Desk) -> None:
    desk.erase(ADMINISTRATOR, ["Ramiro Ulloa"], reason="request 12")


@pytest.mark.parametrize("order", [reject, withhold, erase])
def test_an_order_that_alters_an_alert_is_told_once(desk: Desk, order: Callable[[Desk], None]) -> None:
    add(desk, ARREST)
    [alert] = alerts(desk)
    assert fired(desk) == [alert]
    order(desk)
    assert fired(desk) == [alert, alert]


def test_moving_stories_is_told(desk: Desk) -> None:
    add(desk, ARREST, OTHER)
    first, second = alerts(desk)
    assert sorted(fired(desk)) == sorted((first, second))
    with Store.open(desk.config.store) as store:
        one, other = (story.id for story in store.stories())
        events = [event.id for event in store.events()]
    desk.merge(ANA, one, other, reason="one wave of arrests")
    desk.join_events(ANA, *events, reason="one deed")
    assert len(fired(desk)) > 2


def test_what_rests_by_the_clock_fired_no_rule(desk: Desk) -> None:
    add(desk, ARREST)
    desk.tick(ADMINISTRATOR, now=MONTHS_LATER)
    with Store.open(desk.config.store) as store:
        assert [alert.state for alert in store.alerts()] != ["open"]
    assert len(fired(desk)) == 1
