"""What follows a try."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchfloor.model import AlertId, Delivery
from watchfloor.watch.retries import SCHEDULE, Outcome, settle, wait_after

NOW = "2024-05-15T08:00:00Z"
ROW = Delivery(id="d1", alert=AlertId("a1"), channel="desk", payload="{}", due=NOW)


def test_delivered_is_the_end() -> None:
    settled = settle(ROW, Outcome(delivered=True), NOW)
    assert (settled.delivery.state, settled.delivery.attempts, settled.delivery.due) == ("delivered", 1, None)


def test_a_failure_waits_longer_each_time_and_is_given_up_in_the_end() -> None:
    row, dues = ROW, []
    for _ in SCHEDULE:
        row = settle(row, Outcome(error="503"), NOW).delivery
        assert row.state == "failed"
        dues.append(row.due or "")
    assert dues == sorted(dues)
    assert dues[0] > NOW
    assert settle(row, Outcome(error="503"), NOW).delivery.state == "dead"


def test_gone_switches_the_channel_off() -> None:
    settled = settle(ROW, Outcome(error="410", retry=False, gone=True), NOW)
    assert (settled.delivery.state, settled.disable_channel) == ("failed", True)


def test_what_a_setting_keeps_from_being_tried_was_not_tried() -> None:
    settled = settle(ROW, Outcome(error="no such user", untried=True), NOW).delivery
    assert (settled.state, settled.attempts, settled.error) == ("pending", 0, "no such user")
    assert NOW < (settled.due or "") < "2024-05-15T08:10:00Z"


def test_a_refusal_is_not_tried_again_and_the_channel_stays() -> None:
    settled = settle(ROW, Outcome(error="refused", retry=False), NOW)
    assert (settled.delivery.state, settled.disable_channel) == ("dead", False)


def test_doubt_is_not_sent_again() -> None:
    settled = settle(ROW, Outcome(error="dropped", uncertain=True), NOW)
    assert (settled.delivery.state, settled.delivery.due) == ("uncertain", None)


@pytest.mark.parametrize(("asked", "least"), [(None, 5.0), (1.0, 5.0), (600.0, 600.0), (1e9, 86_400.0)])
def test_what_the_receiver_asks_for_is_heeded(asked: float | None, least: float) -> None:
    assert least <= wait_after("d1", 1, asked) <= least * 1.2


@given(st.text(max_size=20), st.integers(min_value=1, max_value=50))
def test_the_jitter_is_fixed_and_bounded(delivery_id: str, attempts: int) -> None:
    wait = wait_after(delivery_id, attempts)
    planned = SCHEDULE[min(attempts, len(SCHEDULE)) - 1]
    assert wait == wait_after(delivery_id, attempts)
    assert planned <= wait <= planned * 1.2 + 0.001


def test_deliveries_that_failed_together_come_back_apart() -> None:
    assert len({wait_after(f"d{number}", 2) for number in range(50)}) == 50
