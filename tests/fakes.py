"""Fakes of our ports: they keep what they were handed, and answer what a test told them to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from distrib.clock import Clock
from distrib.config import FetchingSettings, Settings
from distrib.errors import SenderProblem, Unreachable
from distrib.ingest.fetching import ANYTHING, Check, Fetched, Wish
from distrib.ingest.posting import Posted
from distrib.model.messages import Finding, Message, Outcome, Receipt
from distrib.model.placing import Placed, PlaceOutcome, Placing
from distrib.pipeline.parts import Parts
from distrib.signing import Signer
from distrib.store.engine import Database

SETTINGS = Settings(fetching=FetchingSettings(host_gap_seconds=0))  # no test waits for politeness


class FakeFetcher:
    """Serves `pages` (URL -> body or Fetched or an error to raise); everything else is unreachable."""

    def __init__(self, pages: Mapping[str, bytes | Fetched | Exception] | None = None) -> None:
        self.pages = dict(pages or {})
        self.asked: list[str] = []

    def fetch(self, url: str, check: Check | None = None, wish: Wish = ANYTHING) -> Fetched:
        self.asked.append(url)
        answer = self.pages.get(url)
        if answer is None:
            raise Unreachable(f"{url} does not answer.")
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Fetched):
            return answer
        return Fetched(url=url, status=200, body=answer)


class FakePoster:
    """Answers every form with `status`, and `on_post` looks at it first."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, dict[str, str]]] = []
        self.answer: int | Exception = 202
        self.on_post: Callable[[Mapping[str, str]], None] = lambda _: None

    def post(self, url: str, form: Mapping[str, str]) -> Posted:
        self.posted.append((url, dict(form)))
        self.on_post(form)
        if isinstance(self.answer, Exception):
            raise self.answer
        return Posted(status=self.answer)


class FakeTransport:
    """Takes everything, unless `answers` (address -> outcome) or `broken` says otherwise."""

    name = "fake"
    repeatable = False

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answers: dict[str, Outcome] = {}
        self.broken: str | None = None
        self.on_message: Callable[[Message], None] | None = None

    def deliver(self, messages: Iterable[Message]) -> Iterator[Receipt]:
        for message in messages:
            if self.broken:
                raise SenderProblem(self.broken)
            if self.on_message:
                self.on_message(message)
            outcome = self.answers.get(message.rcpt_to, Outcome.TAKEN)
            if outcome is Outcome.TAKEN:
                self.taken.append(message)
            yield Receipt(key=message.key, outcome=outcome, reply=None if outcome is Outcome.TAKEN else "as told")

    def check(self) -> list[Finding]:
        return []


class FakeNetwork:
    """Places everything, unless `outcome` says otherwise."""

    name = "fake"

    def __init__(self) -> None:
        self.placed: list[Placing] = []
        self.outcome = PlaceOutcome.PLACED

    def place(self, placing: Placing) -> Placed:
        if self.outcome is PlaceOutcome.PLACED:
            self.placed.append(placing)
        return Placed(outcome=self.outcome, remote_id=f"r-{placing.key}", url=None)

    def reconcile(self, placing: Placing) -> Placed | None:
        return None

    def check(self) -> list[Finding]:
        return []


def parts(database: Database, clock: Clock, signer: Signer, home: Path, settings: Settings) -> Parts:
    """Fill every port with one fake each, the same for every sender and channel."""
    transport, network = FakeTransport(), FakeNetwork()
    return Parts(
        settings=settings,
        home=home,
        database=database,
        clock=clock,
        signer=signer,
        fetcher=FakeFetcher(),
        poster=FakePoster(),
        transport=lambda _: transport,
        network=lambda _: network,
        host_id="test-host",
    )
