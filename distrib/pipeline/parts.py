"""The ports a verb may use, filled by `bootstrap`."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from distrib.clock import Clock
from distrib.config import Settings
from distrib.ingest.fetching import Fetcher
from distrib.ingest.posting import Poster
from distrib.model.lists import Sender
from distrib.model.posts import Channel
from distrib.publishing.network import Network
from distrib.sending.transport import Transport
from distrib.signing import Signer
from distrib.store.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything of the outside world that a verb is handed."""

    settings: Settings
    home: Path
    database: Database
    clock: Clock
    signer: Signer
    fetcher: Fetcher
    poster: Poster
    transport: Callable[[Sender], Transport]
    network: Callable[[Channel], Network]
    host_id: str  #: of this machine's `state/`: owner of its claims
