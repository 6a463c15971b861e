"""One admission: everything that one input makes the floor know, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from watchfloor import model
from watchfloor.errors import RowsRefusedError, StoreError
from watchfloor.model import Reason, RenditionId, ReportId, SourceId, StoryId, TextId, digest
from watchfloor.model.event_search import EventKey
from watchfloor.store import bodies, schema
from watchfloor.store.backends import backend_of
from watchfloor.store.chain import seal
from watchfloor.store.derive import derive
from watchfloor.store.event_keys import keep_keys
from watchfloor.store.ledger import Ledger, redirect_id
from watchfloor.store.moments import instant
from watchfloor.store.schema import KINDS
from watchfloor.store.values import Redirect, packed, readable, spelt
from watchfloor.store.window import keep_memory

_WITHHELD = "withheld"


class Admission:
    """What is written in one transaction; made by `Store.admission`.

    `sequence` is its number. An admission that adds nothing leaves no number behind, so that seeing things
    again does not change what the floor is. Every `save_…` returns whether it wrote anything.
    """

    def __init__(
        self, connection: sa.Connection, *, arrived: str, recorded: str, kind: str, what: str
    ) -> None:
        self.arrived = arrived
        self.kind = kind
        self.what = spelt(what)
        self._recorded = recorded
        self.connection = connection
        table = schema.admission
        last = connection.execute(
            sa.select(table.c.sequence, table.c.known).order_by(table.c.sequence.desc()).limit(1)
        ).one_or_none()
        self.sequence: int = last.sequence + 1 if last else 1
        # Clocks go back and archives are old; what is known later is never known earlier.
        self.known: str = max(instant(arrived), last.known) if last else instant(arrived)
        self._numbered = self._wrote = False
        self._changes = 0
        self.alerts: list[model.Alert] = []
        self._ledger = Ledger(connection, self.sequence)

    # ------------------------------------------------------------------------------ words and renditions

    def save_text(self, text: model.Text) -> bool:
        """Keep the words of `text`; words that were removed stay removed."""
        if self._has(schema.text, text.id):
            return False
        if spelt(text.text) != text.text:
            raise RowsRefusedError(
                f"text {text.id} holds a lone surrogate; read its source with `watchfloor read`"
            )
        self._insert(
            schema.text, id=text.id, words=text.text, length=len(text.text), known_from=self.sequence
        )
        return True

    def save_rendition(self, rendition: model.Rendition, *, raw: str | None = None) -> bool:
        """Keep `rendition` and its text and make them findable; `raw` says where its bytes are kept.

        One that is known already is seen again, nothing else.
        """
        if self._has(schema.rendition, rendition.id):
            self.seen_again(rendition.id)
            return False
        self.save_text(model.Text(id=rendition.text_id, text=rendition.text))
        # Words are never changed, and were refused above if they cannot be written; labels may be.
        rendition = readable(rendition)
        self._insert(
            schema.rendition,
            id=rendition.id,
            text_id=rendition.text_id,
            url=rendition.url,
            outlet=rendition.outlet,
            published=rendition.published,
            raw=raw,
            value=packed(replace(rendition, text="")),
            last_seen=instant(self.arrived),
            known_from=self.sequence,
        )
        self._make_findable(rendition)
        return True

    def seen_again(self, rendition_id: RenditionId) -> None:
        """Move a rendition's `last_seen`, which never goes back."""
        table = schema.rendition
        moment = instant(self.arrived)
        self.connection.execute(
            sa.update(table)
            .where(table.c.id == rendition_id, table.c.last_seen < moment)
            .values(last_seen=moment)
        )

    def save_signature(self, rendition_id: RenditionId, signature: model.Signature) -> bool:
        """Keep the signature of a rendition: one of each version of the algorithm."""
        table = schema.signature
        key = (table.c.rendition_id == rendition_id, table.c.version == signature.version)
        if self.connection.scalar(sa.select(sa.func.count()).where(*key)):
            return False
        self._insert(
            table,
            rendition_id=rendition_id,
            version=signature.version,
            value=packed(signature),
            known_from=self.sequence,
        )
        return True

    def remember(self, rendition_id: RenditionId, number: int, memory: bytes, *, first: int) -> None:
        """Keep what the grouping window remembers of a rendition; what is before number `first` left it."""
        keep_memory(self.connection, [(rendition_id, number, memory)], first=first)

    def withhold(self, text_id: TextId, reason: str) -> bool:
        """Remove the words of a text for good; id, length and `reason` stay.

        They go from the search index, from payloads that quote them, and with the bytes of pages that they
        were read in; what was still to be sent with them is not sent.
        """
        table = schema.text
        held = sa.and_(table.c.id == text_id, table.c.removed.is_(None))
        if not self.connection.scalar(sa.select(sa.func.count()).where(held)):
            return False
        self.log()
        found = schema.searchable
        for row in self.connection.scalars(sa.select(found.c.row).where(found.c.text_id == text_id)).all():
            backend_of(self.connection).index.remove(self.connection, row)
        self.connection.execute(sa.delete(found).where(found.c.text_id == text_id))
        self.connection.execute(
            sa.update(table).where(held).values(words=None, removed=self.sequence, reason=reason)
        )
        self._withhold_payloads(text_id, reason)
        for derived in (schema.quote, schema.statement):
            self.connection.execute(sa.delete(derived).where(derived.c.text_id == text_id))
        bodies.forget_text(self.connection, text_id)
        pages = schema.revisit
        self.connection.execute(sa.delete(pages).where(pages.c.text_id == text_id))
        return True

    def keep_out(self, text_id: TextId, length: int, reason: str) -> bool:
        """Note a text that is not taken in: its id, length and the reason, never its words."""
        if self._has(schema.text, text_id):
            return False
        self._number()
        gone = {"words": None, "removed": self.sequence, "reason": reason}
        self._insert(schema.text, id=text_id, length=length, known_from=self.sequence, **gone)
        return True

    def save_reading(self, rendition: model.Rendition) -> bool:
        """Hold how a known rendition is read from now on; its text may be another than the one it had."""
        self.save_text(model.Text(id=rendition.text_id, text=rendition.text))
        self._make_findable(readable(rendition))
        return self._put("reading", rendition.id, replace(rendition, text=""))

    def resign(self, rendition_id: RenditionId, signature: model.Signature) -> None:
        """Replace the signature of a rendition that reads otherwise now: later ones are placed beside it."""
        table = schema.signature
        self.connection.execute(
            sa.update(table)
            .where(table.c.rendition_id == rendition_id, table.c.version == signature.version)
            .values(value=packed(signature))
        )
        # What was remembered beside the signature of the other text: the next start finds it anew.
        remembered = schema.remembered
        self.connection.execute(sa.delete(remembered).where(remembered.c.rendition_id == rendition_id))

    def leave(self, kind: str, member: str) -> bool:
        """Let `member` belong to no whole of this kind any more."""
        self._number()
        return self._ledger.leave(kind, member)

    # ---------------------------------------------------------------------------------- readings and places

    def save_findings(self, findings: model.Findings, *, outlet: str | None = None) -> bool:
        """Hold `findings` for their text, publication date and `outlet`, instead of an older extractor's."""
        key = findings_id(findings.text_id, findings.published, outlet)
        return self._put("findings", key, findings, {"outlet": outlet})

    def save_placement(self, placement: model.Placement) -> bool:
        """Hold where a rendition belongs, and why."""
        return self._put("placement", placement.rendition, placement)

    def save_report(self, report: model.Report) -> bool:
        """Hold `report` and which renditions and origin it has."""
        self._number()
        moved = self._ledger.set_members(
            "rendition", report.id, (membership.id for membership in report.renditions)
        )
        self._ledger.join("origin", report.id, report.origin)
        return self._put("report", report.id, report, touched=moved)

    def save_story(self, story: model.Story) -> bool:
        """Hold `story` and which reports it has; each leaves the story it was in."""
        self._number()
        self.forget_tally(story.id)
        moved = self._ledger.set_members("report", story.id, story.reports)
        return self._put("story", story.id, replace(story, reports=()), touched=moved)

    def extend_story(self, story: model.Story, report_id: ReportId) -> bool:
        """Hold `story`, given without its reports, and a report as the last of them; the others stay."""
        self._number()
        moved = self._ledger.join_last("report", report_id, story.id)
        return self._put("story", story.id, story, touched=moved)

    def save_tally(self, story_id: StoryId, tally: model.StoryTally) -> None:
        """Keep what is counted of a story as it is held now; derived, so no admission."""
        table, held = schema.story_tally, schema.story
        since = self.connection.scalar(
            sa.select(held.c.known_from).where(held.c.id == story_id, held.c.known_until.is_(None))
        )
        self.forget_tally(story_id)
        if since is not None:
            row = {"story_id": story_id, "value": packed(tally), "known_from": since}
            self.connection.execute(sa.insert(table), row)

    def forget_tally(self, story_id: StoryId | None = None) -> None:
        """Forget what is counted of a story, or of all: it is counted anew when it is asked for."""
        table = schema.story_tally
        statement = sa.delete(table)
        if story_id is not None:
            statement = statement.where(table.c.story_id == story_id)
        self.connection.execute(statement)

    def save_actor(self, actor: model.Actor, *, chains: Iterable[tuple[str, str]] = ()) -> bool:
        """Hold `actor`, and that the mention `chains` (report id, local actor id) are its own."""
        joined = [self.join("actor", f"{report}#{local}", actor.id) for report, local in chains]
        return self._put("actor", actor.id, actor) or any(joined)

    def save_event(self, event: model.Event, keys: Iterable[EventKey] | None = None) -> bool:
        """Hold `event` and its mentions; `keys` are what it is found by, where it need not be by any day."""
        self._number()
        moved = self._ledger.set_mentions(event.id, event.members)
        wrote = self._put("event", event.id, replace(event, members=()), touched=moved)
        if wrote:
            keep_keys(self.connection, event, keys, sequence=self.sequence)
        return wrote

    def join(self, kind: str, member: str, whole: str) -> bool:
        """Let `member` belong to `whole` from now on, and to no other whole of this kind."""
        self._number()
        return self._ledger.join(kind, member, whole)

    def save_change(self, change: model.Change) -> bool:
        """Append `change`; one whose id is known is left as it was first written."""
        if self._has(schema.change, change.id):
            return False
        change = readable(change)
        self._insert(
            schema.change,
            id=change.id,
            type=change.type,
            about_kind=change.about.kind,
            about_id=change.about.id,
            value=packed(change),
            at=change.at,
            position=self._changes,
            known_from=self.sequence,
        )
        self._changes += 1
        self._ledger.touched.changes.append(change.id)
        return True

    # --------------------------------------------------------------------------------- alerts and actions

    def save_alert(self, alert: model.Alert) -> bool:
        """Save an alert as it stands now, and tell whether that changed anything."""
        wrote = self._put("alert", alert.id, alert)
        if wrote:
            self.alerts.append(alert)
        return wrote

    def save_delivery(self, delivery: model.Delivery, *, quotes: Iterable[str] = ()) -> bool:
        """Put `delivery` into the outbox: one for each alert, channel and payload; `quotes` are text ids."""
        table = schema.delivery
        payload_digest = digest(delivery.payload)
        same = sa.and_(
            table.c.alert == delivery.alert,
            table.c.channel == delivery.channel,
            table.c.payload_digest == payload_digest,
        )
        if self.connection.scalar(sa.select(sa.func.count()).where(sa.or_(table.c.id == delivery.id, same))):
            return False
        self._insert(
            table,
            id=delivery.id,
            alert=delivery.alert,
            channel=delivery.channel,
            payload=delivery.payload,
            payload_digest=payload_digest,
            state=delivery.state,
            attempts=delivery.attempts,
            due=instant(delivery.due) if delivery.due else None,
            error=delivery.error,
            held=delivery.held,
            within=delivery.within,
            known_from=self.sequence,
        )
        for text_id in dict.fromkeys(quotes):
            self._insert(schema.quoted, delivery_id=delivery.id, text_id=text_id)
        return True

    # ------------------------------------------------------------------------------- refusals and judgements

    def quarantine(self, quarantined: model.Quarantined) -> bool:
        """Hold what was refused, with its reason; the same refusal again changes nothing."""
        held = sa.select(sa.func.count()).where(
            schema.quarantine.c.id == quarantined.id, schema.quarantine.c.known_until.is_(None)
        )
        if self.connection.scalar(held):
            return False
        return self._put("quarantine", quarantined.id, quarantined)

    def release(self, quarantined_id: str) -> bool:
        """Let go of what was refused: it was read in the end, or given up."""
        self._number()
        return self._ledger.close(schema.quarantine, quarantined_id)

    def record_redirect(self, kind: str, old_id: str, new_id: str, reason: Reason) -> bool:
        """Record that `old_id` was merged into `new_id`: it is held no longer, and leads there from now on.

        Saving the old id again undoes it.
        """
        if old_id == new_id or kind not in KINDS:
            raise StoreError(
                f"{kind} {old_id} cannot be merged into {new_id}", "merge two ids of one known kind"
            )
        self._number()
        self._ledger.close(KINDS[kind].table, old_id)
        redirect = Redirect(kind=kind, old_id=old_id, new_id=new_id, reason=reason)
        keys = {"kind": kind, "old_id": old_id, "new_id": new_id}
        return self._ledger.put(schema.redirect, redirect_id(kind, old_id), packed(redirect), keys)

    def act(self, judgement: model.Judgement) -> bool:
        """Append the judgement of an analyst to the log."""
        if self._has(schema.judgement, judgement.id):
            return False
        judgement = readable(judgement)
        self._insert(
            schema.judgement,
            id=judgement.id,
            kind=judgement.kind,
            about_kind=judgement.about.kind,
            about_id=judgement.about.id,
            value=packed(judgement),
            known_from=self.sequence,
        )
        return True

    def save_own_table(self, table: model.OwnTable) -> bool:
        """Hold a table of the floor's own as it is from now on."""
        return self._put("own_table", table.name, table)

    def follow(self, source: model.Source) -> bool:
        """Save that a source is followed, with its settings."""
        return self._put("watched", source.id, source)

    def unfollow(self, source_id: SourceId) -> bool:
        """Hold that a source is followed no longer."""
        self._number()
        return self._ledger.close(schema.watched, source_id)

    def save_share(self, share: model.PartnerShare) -> bool:
        """Hold what is given to others under the name of a share."""
        return self._put("share", share.name, share)

    def end_share(self, name: str) -> bool:
        """Hold that nothing is given any more under the name of a share."""
        self._number()
        return self._ledger.close(schema.share, name)

    def log(self) -> None:
        """Keep this admission's number even if nothing else comes of it (a tick, an act)."""
        self._number()
        self._wrote = True

    def finish(self) -> None:
        """Derive what follows from what was written; give the number back when nothing was.

        The store calls this before it commits.
        """
        derive(self.connection, self.sequence, self._ledger.touched)
        if self._numbered and not self._wrote and not self._ledger.wrote:
            table = schema.admission
            self.connection.execute(sa.delete(table).where(table.c.sequence == self.sequence))
        elif self._numbered:
            seal(self.connection, self.sequence, self.kind, self.known)

    # ------------------------------------------------------------------------------------------------ inside

    def _put(
        self, kind: str, row_id: str, value: Any, keys: dict[str, Any] | None = None, *, touched: bool = False
    ) -> bool:
        known = KINDS[kind]
        value = readable(value)
        self._number()
        return self._ledger.put(
            known.table, row_id, packed(value), {**known.keys(value), **(keys or {})}, touched=touched
        )

    def _has(self, table: sa.Table, row_id: str) -> bool:
        return bool(self.connection.scalar(sa.select(sa.func.count()).where(table.c.id == row_id)))

    def _insert(self, table: sa.Table, **columns: Any) -> None:
        self._number()
        self.connection.execute(sa.insert(table), columns)
        self._wrote = True

    def _number(self) -> None:
        """Write this admission down, for rows to point at."""
        if self._numbered:
            return
        row = {
            "sequence": self.sequence,
            "arrived": self.arrived,
            "known": self.known,
            "recorded": self._recorded,
            "kind": self.kind,
            "what": self.what,
        }
        self.connection.execute(sa.insert(schema.admission), row)
        self._numbered = True

    def _make_findable(self, rendition: model.Rendition) -> None:
        """Index the words once under each heading they were seen with; removed words are not indexed."""
        texts, table = schema.text, schema.searchable
        heading = "\n".join(part for part in (rendition.title, rendition.standfirst) if part)
        removed = self.connection.scalar(sa.select(texts.c.removed).where(texts.c.id == rendition.text_id))
        known = self.connection.scalar(
            sa.select(sa.func.count()).where(table.c.text_id == rendition.text_id, table.c.heading == heading)
        )
        if removed is not None or known:
            return
        added = self.connection.execute(
            sa.insert(table),
            {
                "text_id": rendition.text_id,
                "rendition_id": rendition.id,
                "heading": heading,
                "known_from": self.sequence,
            },
        )
        row = added.inserted_primary_key
        assert row is not None
        backend_of(self.connection).index.put(self.connection, row[0], heading, rendition.text)

    def settle_search(self) -> None:
        """Let nothing stay of forgotten words in the search index."""
        backend_of(self.connection).index.settle(self.connection)

    def _withhold_payloads(self, text_id: TextId, reason: str) -> None:
        table = schema.delivery
        quoting = sa.select(schema.quoted.c.delivery_id).where(schema.quoted.c.text_id == text_id)
        self.connection.execute(sa.update(table).where(table.c.id.in_(quoting)).values(payload=None))
        self.connection.execute(
            sa.update(table)
            .where(table.c.id.in_(quoting), table.c.state.in_(["pending", "failed"]))
            .values(state="dead", due=None, error=f"{_WITHHELD}: {reason}")
        )


def findings_id(text_id: TextId, published: str | None, outlet: str | None) -> str:
    """Return the key that findings are held under: what their reading depended on."""
    return digest("findings", text_id, published or "", outlet or "")
