"""A messenger: Slack, Teams, Mattermost, ntfy, Telegram, Matrix and the rest, through the library apprise.

[channels.team]
kind = "notify"
address = "environment:TEAM_ADDRESS"     # such as slack://…, ntfy://…, tgram://…; see the pages of apprise
content = "title"

Needs the extra `notify`. What apprise sends does not go through the guarded client: whoever may write the
address may reach what this machine reaches. Messengers are third parties, and are told the title alone where
`content` says nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, ClassVar

import msgspec

from watchfloor.model import Delivery
from watchfloor.network import Client
from watchfloor.settings import Secret
from watchfloor.watch.channels.contract import Channel, SettingError, WrongSetting, data_of
from watchfloor.watch.payload import Content, clipped, message_text, whole_words
from watchfloor.watch.retries import Outcome

_SECONDS = 30  # for all that one message takes
_SHORT = 500  # characters; a service that takes no more is told what happened and where to read on
_CALLS_EVERYBODY = re.compile(
    r"@(?=\w)|<(?=[!@#])"
)  # of Slack, Discord, Teams, Mattermost: "@all", "<!channel>"
_MISSING = "apprise is not installed; install it with: pip install 'watchfloor[notify]'"
_IN_DOUBT = "it is not known whether the message arrived"


class Notify(Channel, frozen=True, kw_only=True):
    """A messenger that apprise knows, by its address, which holds its token."""

    kind: ClassVar[str] = "notify"
    is_guarded: ClassVar[bool] = False

    address: Secret
    content: Annotated[Content, msgspec.Meta(description="one of full, title, id")] = "title"

    def wrong(self) -> Iterator[WrongSetting]:
        """Yield what is wrong with the address."""
        if not re.match(r"[a-z][a-z0-9]+://\S", self.address):
            yield "address", "address is no address of apprise; write one as slack://… or environment:NAME"

    def send(self, delivery: Delivery, now: datetime, client: Client) -> Outcome:
        """Send the message once; a service that does not answer in time is left in doubt, like a mail."""
        title, body = _words(data_of(delivery), now)
        service = self._service()
        if service[0].body_maxlen <= _SHORT:
            title, body = "", title
        result = service.notify(body=body, title=title, body_format="text", timeout=_SECONDS)
        if result:
            return Outcome(delivered=True)
        if result.timeout_count:
            return Outcome(error=f"no answer within {_SECONDS} s; {_IN_DOUBT}", uncertain=True)
        return Outcome(error=f"{service[0].service_name} did not take it{self._cause(result)}")

    def interrupted(self, delivery: Delivery) -> Outcome:
        """Return that a try that was broken off is in doubt: messengers know no ids of ours."""
        return Outcome(error=f"the try was broken off; {_IN_DOUBT}", uncertain=True)

    def _service(self) -> Any:
        try:
            import apprise  # noqa: PLC0415 - an extra, and a second of imports
        except ImportError as error:
            raise SettingError(self, _MISSING) from error
        asset = apprise.AppriseAsset(app_id="Watchfloor", app_desc="Watchfloor", storage_mode="memory")
        service = apprise.Apprise(asset=asset)
        if not service.add(str(self.address)):
            raise SettingError(self, "its address is none that apprise can read; see its pages")
        return service

    def _cause(self, result: Any) -> str:
        """Return what the service said in one line, where it tells nothing of the address."""
        told = next((entry.message for entry in result.logs() if entry.message), "")
        parts = [it for it in re.split(r"[^\w.-]+", self.address) if len(it) > 3]
        return "" if not told or any(it in told for it in parts) else f": {clipped(told)}"


def _words(data: dict[str, Any], now: datetime) -> tuple[str, str]:
    """Return title and body as a messenger is to show them: nobody is called by words of strangers."""
    title = clipped(str(data.get("summary", "alert")))
    body = message_text(data, now)
    return _calling_nobody(title), _calling_nobody(whole_words(body.removeprefix(title).lstrip()))


def _calling_nobody(words: str) -> str:
    return _CALLS_EVERYBODY.sub(lambda found: f"{found.group()}\u2060", words)
