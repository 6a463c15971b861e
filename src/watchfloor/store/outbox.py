"""The outbox: what is to be sent, what was tried, and which channels are switched off.

A try is claimed before it is made: where its outcome cannot be written, the claim tells that it may have been
made. The work of the outbox is no admission: what the floor knows does not change by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from watchfloor import model
from watchfloor.store import schema
from watchfloor.store.moments import instant
from watchfloor.store.store import Store
from watchfloor.store.values import spelt

WAITING = ("pending", "failed")  # states from which a delivery is tried by itself
OPEN = (*WAITING, "trying", "uncertain", "dead")  # states in which a person may have to do something


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOff:
    """A channel to which nothing is sent until a person turns it on."""

    name: str
    since: str
    reason: str


class Outbox:
    """The outbox of one open floor. Each writing call is one transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # --------------------------------------------------------------------------------------------- questions

    def due(self, now: str) -> list[model.Delivery]:
        """Return what is to be sent now, oldest first, but for channels that are switched off."""
        off = self.switched_off()
        return [row for row in self._store.deliveries(due_before=now) if row.channel not in off]

    def left_over(self) -> list[model.Delivery]:
        """Return what was being tried by a worker that is no more, or that could not write the outcome."""
        return self._store.deliveries(state="trying")

    def switched_off(self) -> dict[str, SwitchedOff]:
        """Return the channels that are switched off, by name."""
        table = schema.channel_off
        with self._store.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.name)).all()
        return {row.name: SwitchedOff(name=row.name, since=row.since, reason=row.reason) for row in rows}

    def kept_for(self, channel: str) -> int:
        """Return how many deliveries wait for a channel."""
        table = schema.delivery
        wanted = sa.select(sa.func.count()).where(table.c.channel == channel, table.c.state.in_(WAITING))
        with self._store.reading() as connection:
            return connection.scalar(wanted) or 0

    def quoted(self, delivery_id: str) -> list[str]:
        """Return the ids of the texts that a delivery quotes."""
        table = schema.quoted
        wanted = sa.select(table.c.text_id).where(table.c.delivery_id == delivery_id)
        with self._store.reading() as connection:
            return list(connection.scalars(wanted.order_by(table.c.text_id)).all())

    def sent_since(self, channel: str, moment: str) -> list[str]:
        """Return when messages were delivered on a channel since a moment, oldest first."""
        attempt, delivery = schema.attempt, schema.delivery
        wanted = (
            sa.select(attempt.c.at)
            .join(delivery, delivery.c.id == attempt.c.delivery_id)
            .where(
                delivery.c.channel == channel,
                attempt.c.state == "delivered",
                attempt.c.at >= instant(moment),
            )
            .order_by(attempt.c.at)
        )
        with self._store.reading() as connection:
            return list(connection.scalars(wanted).all())

    def of_digest(self, digest_id: str) -> list[model.Delivery]:
        """Return the messages that a digest tells, oldest first; of one whose words are gone, none."""
        return [row for row in self._store.deliveries(within=digest_id) if row.payload]

    # ----------------------------------------------------------------------------------------- told together

    def hold(self, ids: Sequence[str], *, due: str, why: model.Held) -> None:
        """Keep messages back until they are due."""
        table = schema.delivery
        with self._store.transaction() as connection:
            waits = sa.and_(table.c.id.in_(ids), table.c.state == "pending")
            connection.execute(sa.update(table).where(waits).values(due=instant(due), held=why))

    def gather(self, digest: model.Delivery, ids: Sequence[str]) -> None:
        """Put a digest into the outbox, and the messages that wait within it."""
        table = schema.delivery
        with self._store.transaction() as connection:
            last = sa.select(sa.func.max(table.c.known_from)).where(table.c.id.in_(ids))
            row = {
                "id": digest.id,
                "alert": digest.alert,
                "channel": digest.channel,
                "payload": digest.payload,
                "payload_digest": model.digest(digest.payload),
                "state": digest.state,
                "attempts": 0,
                "due": instant(digest.due) if digest.due else None,
                "known_from": connection.scalar(last),
            }
            if connection.scalar(sa.select(sa.func.count()).where(table.c.id == digest.id)):
                return
            connection.execute(sa.insert(table), row)
            waits = sa.and_(table.c.id.in_(ids), table.c.state == "pending")
            connection.execute(
                sa.update(table).where(waits).values(state="gathered", due=None, within=digest.id)
            )

    # ------------------------------------------------------------------------------------------------- tries

    def claim(self, delivery_id: str, *, at: str) -> bool:
        """Write down that a delivery is about to be tried; False where it is not to be any more."""
        delivery, attempt = schema.delivery, schema.attempt
        with self._store.transaction() as connection:
            claimed = connection.execute(
                sa.update(delivery)
                .where(delivery.c.id == delivery_id, delivery.c.state.in_(WAITING))
                .values(state="trying", attempts=delivery.c.attempts + 1, due=None)
            )
            if not claimed.rowcount:
                return False
            last = sa.select(sa.func.max(attempt.c.number)).where(attempt.c.delivery_id == delivery_id)
            number = (connection.scalar(last) or 0) + 1
            row = {"delivery_id": delivery_id, "number": number, "at": instant(at), "state": "trying"}
            connection.execute(sa.insert(attempt), {**row, "error": None})
        return True

    def record(self, settled: model.Delivery, *, at: str, switch_off: str | None = None) -> None:
        """Write down what came of a try that was claimed; `switch_off` gives the reason to send no more."""
        attempt = schema.attempt
        with self._store.transaction() as connection:
            self._put(connection, settled.id, settled.state, due=settled.due, error=settled.error)
            last = sa.select(sa.func.max(attempt.c.number)).where(attempt.c.delivery_id == settled.id)
            connection.execute(
                sa.update(attempt)
                .where(attempt.c.delivery_id == settled.id, attempt.c.number == last.scalar_subquery())
                .values(state=settled.state, error=spelt(settled.error) if settled.error else None)
            )
            if switch_off is not None:
                _switch_off(connection, settled.channel, at=at, reason=switch_off)

    def give_back(self, delivery: model.Delivery) -> None:
        """Let a delivery that was claimed wait as before: a setting has to be mended before it is tried."""
        table, attempt = schema.delivery, schema.attempt
        with self._store.transaction() as connection:
            self._put(connection, delivery.id, delivery.state, due=delivery.due, error=delivery.error)
            mine = table.c.id == delivery.id
            connection.execute(sa.update(table).where(mine).values(attempts=table.c.attempts - 1))
            connection.execute(
                sa.delete(attempt).where(attempt.c.delivery_id == delivery.id, attempt.c.state == "trying")
            )

    def note(self, delivery_id: str, error: str) -> None:
        """Write down why a delivery cannot be tried; that is no try."""
        table = schema.delivery
        with self._store.transaction() as connection:
            connection.execute(sa.update(table).where(table.c.id == delivery_id).values(error=spelt(error)))

    # ------------------------------------------------------------------------------------ what people decide

    def hasten(self, *, at: str) -> None:
        """Let what could not be tried, for a setting that was to be mended, be due now."""
        table = schema.delivery
        waits = sa.and_(table.c.state == "pending", table.c.due > instant(at))
        with self._store.transaction() as connection:
            connection.execute(sa.update(table).where(waits).values(due=instant(at)))

    def retry(self, ids: Sequence[str], *, at: str) -> list[str]:
        """Let deliveries be tried anew, as if for the first time; return those that will be."""
        return self._decided(ids, (*WAITING, "uncertain", "dead", "dropped"), "pending", due=instant(at))

    def drop(self, ids: Sequence[str]) -> list[str]:
        """Let deliveries never be sent; return those that will not be."""
        return self._decided(ids, (*WAITING, "uncertain", "dead"), "dropped", due=None)

    def _decided(
        self, ids: Sequence[str], states: Sequence[str], state: str, *, due: str | None
    ) -> list[str]:
        table = schema.delivery
        done = []
        with self._store.transaction() as connection:
            for id_ in ids:
                changed = connection.execute(
                    sa.update(table)
                    .where(table.c.id == id_, table.c.state.in_(states))
                    .values(state=state, due=due, attempts=0 if state == "pending" else table.c.attempts)
                )
                if changed.rowcount:
                    done.append(id_)
        return done

    def hold_back(self, reason: str) -> int:
        """Let nothing go out by itself of what was not sent yet; return how many messages that are.

        After a restore nobody knows what was sent since the backup: a person looks and decides.
        """
        table = schema.delivery
        with self._store.transaction() as connection:
            held = connection.execute(
                sa.update(table)
                .where(table.c.state.in_(("pending", "trying", "failed")))
                .values(state="uncertain", due=None, error=reason)
            )
            return held.rowcount

    def switch_off(self, channel: str, *, at: str, reason: str) -> None:
        """Send nothing to a channel until it is turned on; what waits for it is kept."""
        with self._store.transaction() as connection:
            _switch_off(connection, channel, at=at, reason=reason)

    def switch_on(self, channel: str, *, at: str) -> bool:
        """Send to a channel again, at once what waits for it; False where it was on already."""
        off, delivery = schema.channel_off, schema.delivery
        with self._store.transaction() as connection:
            gone = connection.execute(sa.delete(off).where(off.c.name == channel)).rowcount
            connection.execute(
                sa.update(delivery)
                .where(delivery.c.channel == channel, delivery.c.state == "failed")
                .values(due=instant(at))
            )
        return bool(gone)

    def _put(
        self, connection: sa.Connection, id_: str, state: str, *, due: str | None, error: str | None
    ) -> None:
        connection.execute(
            sa.update(schema.delivery)
            .where(schema.delivery.c.id == id_)
            .values(state=state, due=instant(due) if due else None, error=spelt(error) if error else None)
        )


def _switch_off(connection: sa.Connection, channel: str, *, at: str, reason: str) -> None:
    table = schema.channel_off
    connection.execute(sa.delete(table).where(table.c.name == channel))
    connection.execute(sa.insert(table), {"name": channel, "since": instant(at), "reason": spelt(reason)})
