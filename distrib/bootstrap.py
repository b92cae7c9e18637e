"""WHICH: from settings to a clock, a database and the adapters; the only file that reaches them.

The registries name an adapter and how to make it; only the one that a row asks for is imported.
"""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from distrib import clock as clocks
from distrib import config, signing
from distrib.clock import Clock
from distrib.config import Settings
from distrib.errors import NotFound, SettingsProblem
from distrib.ingest.fetching import Fetcher
from distrib.ingest.posting import Posted, Poster
from distrib.model.lists import Sender
from distrib.model.posts import Channel, Via
from distrib.pipeline.parts import Parts
from distrib.publishing.network import Network
from distrib.sending.transport import Transport
from distrib.store import lists, schema
from distrib.store.engine import Database, sqlite_url

Hosts = Mapping[str, tuple[str, int]]
"""A host name and the (address, port) it is led to instead: known to the demo alone."""

REAL, DEMO = "distrib.db", "demo.db"


# -- adapters: one line each. Imports stand inside because a row decides which of them is loaded. -------------


def _outbox(_: Sender, home: Path) -> Transport:
    from distrib.sending.transports.outbox import OutboxTransport  # noqa: PLC0415 - loaded when a row asks for it

    return OutboxTransport(home / "outbox" / "mail")


def _smtp(sender: Sender, home: Path) -> Transport:
    from distrib.sending.transports.smtp import SmtpTransport  # noqa: PLC0415 - loaded when a row asks for it

    return SmtpTransport(sender.options, password=config.secret(f"smtp.{sender.name}", home))


TRANSPORTS: Mapping[str, Callable[[Sender, Path], Transport]] = {"outbox": _outbox, "smtp": _smtp}


def _outbox_network(_: Channel, home: Path) -> Network:
    from distrib.publishing.networks.outbox import OutboxNetwork  # noqa: PLC0415 - loaded when a row asks for it

    return OutboxNetwork(home / "outbox" / "posts")


def _x(channel: Channel, home: Path) -> Network:
    from distrib.publishing.networks import x  # noqa: PLC0415 - loaded when a row asks for it

    secrets_of = {key: config.secret(f"x.{channel.slug}.{key}", home) for key in x.KEYS}
    return x.XNetwork(x.Credentials.read(secrets_of))


NETWORKS: Mapping[str, Callable[[Channel, Path], Network]] = {"outbox": _outbox_network, "x": _x}
"""By `via` where that is the outbox, else by network."""


def _fetcher(settings: Settings, hosts: Hosts, clock: Clock) -> Fetcher:
    from distrib.ingest.fetchers.web import WebFetcher  # noqa: PLC0415 - the HTTP client is not needed by most commands

    return WebFetcher(settings.fetching, hosts=hosts, clock=clock)


def _poster(settings: Settings, hosts: Hosts) -> Poster:
    from distrib.ingest.fetchers.form import FormPoster  # noqa: PLC0415 - as above

    return FormPoster(settings.fetching, hosts=hosts)


# -- the house -------------------------------------------------------------------------------------------------


def database_at(home: Path, settings: Settings, *, demo: bool | None = None) -> Database:
    """Return the database of the installation in `home`, made or not.

    A set address wins; else `demo` says which file, and None takes the real newsroom if there is one, else the demo.
    """
    if settings.database.url and not demo:
        return Database(settings.database.url)
    if demo is None:
        demo = not (home / REAL).exists() and (home / DEMO).exists()
    return Database(sqlite_url(home / (DEMO if demo else REAL)))


def open_house(
    *,
    at: datetime | None = None,
    demo: bool | None = None,
    hosts: Hosts | None = None,
    flags: Mapping[str, Mapping[str, Any]] | None = None,
) -> Parts:
    """Open the installation in DISTRIB_HOME.

    Raises SettingsProblem, SchemaMismatch, or NotFound when nothing was made there yet; creates no database.
    """
    home = config.home()
    settings = config.load(home, flags)
    database = database_at(home, settings, demo=demo)
    if database.is_sqlite and not Path(str(database.engine.url.database)).exists():
        raise NotFound(f"There is no newsroom in {home} yet: type `distrib init` or `distrib demo`.")
    schema.check(database)
    clock = clocks.system if at is None else clocks.stopped(at)
    return build(settings, home=home, database=database, clock=clock, hosts=hosts)


def build(settings: Settings, *, home: Path, database: Database, clock: Clock, hosts: Hosts | None = None) -> Parts:
    """Fill every port for the installation in `home`."""
    fetcher = _Lazy(lambda: _fetcher(settings, hosts or {}, clock))
    return Parts(
        settings=settings,
        home=home,
        database=database,
        clock=clock,
        signer=signing.Signer(signing.load_keys(home / "state" / "signing.keys")),
        fetcher=fetcher,
        poster=_LazyPoster(lambda: _poster(settings, hosts or {})),
        transport=lambda sender: _transport(sender, home, database),
        network=lambda channel: _network(channel, home, database),
        host_id=_host_id(home),
    )


def make_state(home: Path) -> None:
    """Make what an installation keeps for itself: signing keys (0600) and this host's id. Twice changes nothing."""
    signing.make_keys(home / "state" / "signing.keys")
    _host_id(home)


class _Lazy:
    """A fetcher made at its first use: most commands fetch nothing."""

    def __init__(self, make: Callable[[], Fetcher]) -> None:
        self._make = make
        self._made: Fetcher | None = None

    def fetch(self, *args: Any, **kwargs: Any) -> Any:
        if self._made is None:
            self._made = self._make()
        return self._made.fetch(*args, **kwargs)


class _LazyPoster:
    """Likewise for forms."""

    def __init__(self, make: Callable[[], Poster]) -> None:
        self._make = make

    def post(self, url: str, form: Mapping[str, str]) -> Posted:
        return self._make().post(url, form)


def _transport(sender: Sender, home: Path, database: Database) -> Transport:
    if sender.transport != "outbox" and _is_demo(database):
        raise SettingsProblem(f"The demo mails nobody: its sender {sender.name} must keep to the outbox.")
    make = TRANSPORTS.get(sender.transport)
    if make is None:
        raise SettingsProblem(
            f"The sender {sender.name} asks for the transport {sender.transport}; there are {', '.join(TRANSPORTS)}."
        )
    return make(sender, home)


def _network(channel: Channel, home: Path, database: Database) -> Network:
    if channel.via is not Via.OUTBOX and _is_demo(database):
        raise SettingsProblem(f"The demo publishes nothing: its channel {channel.slug} must keep to the outbox.")
    name = "outbox" if channel.via is Via.OUTBOX else channel.network
    make = NETWORKS.get(name)
    if make is None:
        raise SettingsProblem(
            f"The channel {channel.slug} asks for {channel.network} by {channel.via}; there is {', '.join(NETWORKS)}."
        )
    return make(channel, home)


def _is_demo(database: Database) -> bool:
    with database.reading() as session:
        return lists.newsroom(session).demo


def _host_id(home: Path) -> str:
    """Return the id that this installation's claims carry; made once, kept in `state/`."""
    path = home / "state" / "host"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_hex(6) + "\n", "ascii")
    return path.read_text("ascii").strip()
