"""The command `serve`: the floor on a screen, kept current meanwhile."""

from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from watchfloor.cli.floor import FloorFolder, config_of
from watchfloor.cli.output import now, say
from watchfloor.cli.person import principal
from watchfloor.cli.poll import PollTeller
from watchfloor.config import read_config, write_default_config
from watchfloor.errors import FloorLockedError, UsageError, WatchfloorError
from watchfloor.journal import FileJournal
from watchfloor.model import Asked

if TYPE_CHECKING:
    from watchfloor.config import Config
    from watchfloor.engine.daemon import Daemon
    from watchfloor.web.reach import ServerReach

_PORT = 8641
_PAUSE = 5.0  # seconds, before it is tried again to be the one that visits the sources


def serve(
    folder: FloorFolder = None,
    *,
    host: Annotated[
        str, typer.Option("--host", help="An address of this machine; 0.0.0.0 for all of them.")
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", min=0, max=65_535, help="The port; 0 takes any that is free.")
    ] = _PORT,
    tls_cert: Annotated[
        Path | None, typer.Option("--tls-cert", metavar="FILE", help="A certificate in PEM.")
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option("--tls-key", metavar="FILE", help="Its key, without a password.")
    ] = None,
    trusted_proxy: Annotated[
        list[str] | None,
        typer.Option(
            "--trusted-proxy", metavar="CIDR", help="The network of a proxy that speaks TLS; repeatable."
        ),
    ] = None,
    public_address: Annotated[
        list[str] | None,
        typer.Option(
            "--public-address",
            metavar="URL",
            help="How browsers call it; default: page_address of the settings. Repeatable.",
        ),
    ] = None,
    no_poll: Annotated[
        bool, typer.Option("--no-poll", help="Show the floor as it is, and visit no source.")
    ] = False,
) -> None:
    """Show the floor to a browser and to programs, and visit its sources meanwhile, until Ctrl-C.

    The address that is printed opens one session, once; pages and API (/api/v1) answer nobody without one.
    On another address than 127.0.0.1 people log in (watchfloor people add), and it takes a certificate, or a
    proxy that has one. Stopping at any moment loses nothing.

    Example: watchfloor serve --floor floor
    Example: watchfloor serve --host 0.0.0.0 --tls-cert desk.pem --tls-key desk.key --floor floor
    """
    from watchfloor.web.proxies import networks_of
    from watchfloor.web.reach import ServerReach

    config = config_of(folder)
    page = urlsplit(config.page_address or "")
    named = [f"{page.scheme}://{page.netloc}"] if page.netloc else []
    reach = ServerReach(
        host=host,
        port=port,
        certificate=tls_cert,
        private_key=tls_key,
        proxies=networks_of(trusted_proxy or []),
        addresses=public_address or named,
    )
    _serve(config, reach, polls=not no_poll)


def _serve(config: Config, reach: ServerReach, *, polls: bool) -> None:
    from watchfloor.web.served import ServedFloor
    from watchfloor.web.server import Serving, serve

    floor = ServedFloor(
        config=config,
        clock=now,
        environment=os.environ,
        journal=FileJournal(config.folder),
        is_polling=polls,
    )
    with floor.questions.ask(principal()):
        pass  # a floor that cannot be read is told now, and not by each page
    serve(
        Serving(
            floor=floor,
            principal=principal(),
            reach=reach,
            tell=say,
            beside=partial(_poll, config) if polls else None,
        )
    )
    say("stopped; nothing is lost")


def serve_examples(examples: Path) -> None:
    """Serve a floor of the examples until Ctrl-C, in a folder that is gone afterwards."""
    from watchfloor.web.reach import ServerReach

    with TemporaryDirectory(prefix="watchfloor-demo-") as place:
        folder = Path(place) / "examples"
        say("a floor of the examples is made …")
        config = _floor_of(examples, folder)
        say(f"it is in {folder} until you stop it with Ctrl-C")
        try:
            _serve(config, ServerReach(), polls=False)
        except UsageError:  # another floor is served there
            _serve(config, ServerReach(port=0), polls=False)


def _floor_of(examples: Path, folder: Path) -> Config:
    """Return a new floor that holds the examples, with their watches and a situation."""
    from watchfloor.engine.answer.situations import Situation
    from watchfloor.engine.services.desk import Desk
    from watchfloor.engine.services.floors import FloorDesk
    from watchfloor.engine.services.looks import read_articles
    from watchfloor.engine.services.pools import HERE

    write_default_config(folder)
    config = read_config(folder)
    floor, desk, who = FloorDesk(config=config, clock=now), Desk(config=config, clock=now), principal()
    floor.create(who)
    config.watches.mkdir(exist_ok=True)
    copy(examples / "watches.yaml", config.watches / "examples.yaml")
    asked = Asked(countries=("IE", "ES"))
    desk.add_situation(who, Situation(name="fishing", title="The fishing quarrel", asked=asked))
    items = read_articles([str(examples)], arrived=now(), tell=None)
    watches = desk.watches(who).watches
    for _ in floor.admit(who, items, watches=watches, as_published=False, pool=HERE):
        pass
    return config


def daemon_of(config: Config) -> Daemon:
    """Return the loop that visits the sources of a floor; where there are none, nobody need be named."""
    from watchfloor.engine.daemon import Daemon
    from watchfloor.engine.services.sources import SourceDesk, client_of

    kinds = {held.source.kind for held in SourceDesk(config=config, clock=now).held(principal())}
    client_for = partial(client_of, allow=None, local=kinds <= {"folder", "file"})
    return Daemon(
        config=config,
        client=client_for(config),
        client_for=client_for,
        clock=now,
        observer=PollTeller(once=False, json=False),
        environment=os.environ,
        journal=FileJournal(config.folder),
    )


def _poll(config: Config, stop: threading.Event) -> None:
    """Visit what is due until `stop`; whatever goes wrong with that, the floor is shown.

    The stages are loaded here, in the thread of the visits: pages need not wait for them.
    """
    try:
        daemon = daemon_of(config)
    except WatchfloorError as error:
        say(f"watchfloor: {error}; the sources are not visited, and what is known is shown")
        return
    while not stop.is_set():
        try:
            with daemon.alone_in_turn(stop) as is_alone:
                if is_alone:
                    daemon.run(stop)
        except FloorLockedError as error:
            say(f"watchfloor: {error}")
            stop.wait(_PAUSE)
        except WatchfloorError as error:
            say(f"watchfloor: {error}; the sources are not visited, and what is known is shown")
            return


COMMANDS = (serve,)
