"""Common Alerting Protocol 1.2 (OASIS): each message is a file that alerting systems read.

[channels.siren]
kind = "cap"
folder = "cap"
sender = "floor@example.org"

What a machine read is never an instruction: urgency and certainty are unknown, the scope is restricted, and
the note says what kind of knowledge it is. A later message of an alert updates or cancels the ones before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar

import msgspec
from lxml import etree

from watchfloor.model import Delivery, instant_of
from watchfloor.network import Client
from watchfloor.rights import make_folder, write_whole
from watchfloor.settings import String
from watchfloor.watch.channels.contract import Channel, WrongSetting, data_of
from watchfloor.watch.payload import first_address, message_text, whole_words
from watchfloor.watch.retries import Outcome

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
CATEGORIES = (
    "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport",
    "Infra", "CBRNE", "Other",
)  # fmt: skip
_SEVERITIES: Mapping[str, str] = {"high": "Severe", "medium": "Moderate", "low": "Minor"}
_CANCELS = frozenset({"withdrawn", "misread"})  # what was told does not stand any more
_NO_SENDER = re.compile(r"[\s,<&]")
_LONGEST_HEADLINE = 160  # as CAP advises
_RESTRICTION = "For whoever the operator of the floor names: machine-read from open news, not verified."


class Cap(Channel, frozen=True, kw_only=True):
    """A folder of CAP messages, a file a message; `sender` names the floor, `category` what it is about."""

    kind: ClassVar[str] = "cap"

    folder: Annotated[Path, msgspec.Meta(description="a text")]
    sender: String
    category: Annotated[String, msgspec.Meta(description="a category of CAP")] = "Security"

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with sender, category and folder."""
        if not self.sender or _NO_SENDER.search(self.sender):
            yield "sender", f"sender is {self.sender!r}; write a name without blanks, commas, < and &"
        if self.category not in CATEGORIES:
            yield "category", f"category is {self.category!r}; it must be one of {', '.join(CATEGORIES)}"
        if "\0" in str(self.folder):
            yield "folder", "folder holds a NUL; write a path"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Write the message into a file of its own, whole or not at all; again changes nothing."""
        data = data_of(delivery)
        about = delivery.alert or delivery.id
        path = self.folder / f"{about}-{delivery.id}.xml"
        try:
            make_folder(self.folder)
            earlier = sorted(it for it in self.folder.glob(f"{about}-*.xml") if it != path)
            write_whole(path, _written(self, delivery, data, now, [*_references(earlier)]))
        except OSError as error:
            return Outcome(error=f"{path} cannot be written: {error.strerror}")
        return Outcome(delivered=True)


def _references(earlier: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield when each earlier message of the alert was sent, and what a later one calls it by."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for path in earlier:
        try:
            root = etree.fromstring(path.read_bytes(), parser)
        except (OSError, etree.XMLSyntaxError):
            continue  # somebody's own file: no message of ours
        sender, own_id, sent = (
            root.findtext(f"{{{NAMESPACE}}}{it}") for it in ("sender", "identifier", "sent")
        )
        if sender and own_id and sent:
            yield sent, f"{sender},{own_id},{sent}"


def _written(
    channel: Cap, delivery: Delivery, data: Mapping[str, Any], now: datetime, earlier: list[tuple[str, str]]
) -> bytes:
    """Return the message; its elements stand in the order that the schema of CAP asks for."""
    is_test = data.get("level") == "test"
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    for name, words in (
        ("identifier", delivery.id),
        ("sender", channel.sender),
        ("sent", _moment(str(data.get("updated") or ""), now)),
        ("status", "Test" if is_test else "Actual"),
        ("msgType", _message_type(data, earlier)),
        ("source", "Watchfloor"),
        ("scope", "Restricted"),
        ("restriction", _RESTRICTION),
        ("note", str(data.get("standing", ""))),
        ("references", " ".join(reference for _, reference in sorted(earlier))),
        ("incidents", delivery.alert),
    ):
        _add(root, name, words)
    info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
    for name, words in (
        ("language", "en"),
        ("category", channel.category),
        ("event", str(data.get("watch", "")) or "alert"),
        ("urgency", "Unknown"),
        ("severity", _SEVERITIES.get(str(data.get("level")), "Unknown")),
        ("certainty", "Unknown"),
        ("senderName", "Watchfloor"),
        ("headline", str(data.get("summary", ""))[:_LONGEST_HEADLINE]),
        ("description", message_text(data, now)),
        ("web", first_address(data)),
    ):
        _add(info, name, words)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _message_type(data: Mapping[str, Any], earlier: list[tuple[str, str]]) -> str:
    if not earlier:
        return "Alert"
    return "Cancel" if data.get("chase") in _CANCELS else "Update"


def _moment(written: str, now: datetime) -> str:
    """Return a moment as CAP writes it: to the second, with an offset and never a Z."""
    at = instant_of(written) if written else now
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _add(parent: Any, name: str, words: str) -> None:
    """Add an element; what says nothing is left out, as the schema wants it."""
    if words:
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = whole_words(words)
