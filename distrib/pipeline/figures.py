"""How much stories were read, as others counted it, is stored: a figure per story, day and kind.

Figures of one delivery about the same story, day and kind are added up, since a page is counted under many addresses;
what was stored before for them is replaced. So the same delivery twice changes nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import TextIO

from distrib.errors import BadInput, NotFound
from distrib.ingest import figures
from distrib.ingest.figures import Figure, Unfit
from distrib.model.users import Run
from distrib.pipeline import hear
from distrib.pipeline.hear import TooBusy
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.store import engagement, lists
from distrib.store.engagement import Key
from distrib.store.engine import AlreadyThere
from distrib.wording import urls

AT_ONCE = 400
TOLD = 20  # rows that could not be used whose sentence stands on the Run; who hands them in is told all
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What became of a call's figures: how many are new, how many others now, and a sentence per unusable one."""

    new: int
    changed: int
    refused: tuple[str, ...]


def take_csv(parts: Parts, stream: TextIO, *, tell: Tell = lambda _: None) -> Run:
    """Store the figures of a file; `tell` gets a sentence for each row that could not be used.

    Raises BadInput, having changed nothing, when the first line does not name the columns.
    """
    with running(parts, "figures") as run:
        _take(parts, figures.read_csv(stream), run, tell)
    return run.row


def take_call(
    parts: Parts, *, headers: Mapping[str, str], body: bytes, room: Callable[[], bool] = lambda: True
) -> Told:
    """Store the figures of a signed call. Raises NotFound, NotAllowed, BadInput and TooBusy as `hear` does."""
    hear.believed(parts, headers=headers, body=body)
    given = figures.read_call(body)
    if not room():
        raise TooBusy
    refused: list[str] = []
    with running(parts, "figures") as run:
        _take(parts, given, run, refused.append)
    return Told(new=int(run.counts["new"]), changed=int(run.counts["changed"]), refused=tuple(refused))


def _take(parts: Parts, given: Iterable[Figure | Unfit], run: Running, tell: Tell) -> None:
    rows, sums, refused = 0, dict[Key, float](), 0

    def refuse(why: str) -> None:
        nonlocal refused
        refused += 1
        tell(why)
        if refused <= TOLD:
            run.problem(why)

    walk = iter(given)
    while some := list(islice(walk, AT_ONCE)):
        rows += len(some)
        for key, number in _known(parts, some, refuse):
            sums[key] = sums.get(key, 0.0) + number
    if refused > TOLD:
        run.problem(f"So it was with {refused - TOLD} more rows.")
    new, changed = _put(parts, sums)
    for name, count in (("rows", rows), ("new", new), ("changed", changed), ("refused", refused)):
        run.count(name, count)
    stories = len({story for story, _, _ in sums})
    run.sentence = (
        f"{rows} rows about {stories} stories: {new} figures are new, {changed} changed, "
        f"{len(sums) - new - changed} known already; {refused} rows could not be used."
    )


def _known(parts: Parts, some: Iterable[Figure | Unfit], refuse: Tell) -> Iterator[tuple[Key, float]]:
    """Give what can be stored; `refuse` what can't, in order."""
    addresses: dict[str, str] = {}
    last = parts.clock().date() + timedelta(days=1)  # somewhere it is tomorrow already
    rows = list(some)
    with parts.database.reading() as session:
        try:
            home = lists.newsroom(session).site_url
        except NotFound:
            home = ""
        for row in rows:
            if isinstance(row, Figure) and row.url and row.url not in addresses:
                addresses[row.url] = _address(home, row.url)
        own = engagement.by_address(session, filter(None, addresses.values()))
        twins = {url: urls.twin(url) for url in addresses.values() if url and url not in own}
        alike = engagement.by_key(session, twins.values())
        ids = engagement.known(session, (row.story_id for row in rows if isinstance(row, Figure) and row.story_id))
    for row in rows:
        if isinstance(row, Unfit):
            refuse(row.why)
        elif row.day > last:
            refuse(f"{row.place}: {row.day} is yet to come.")
        elif row.url is None:
            if row.story_id in ids:
                yield (row.story_id or 0, row.day, row.kind), row.number
            else:
                refuse(f"{row.place}: there is no story {row.story_id}.")
        else:
            url = addresses[row.url]
            story = own.get(url) or alike.get(twins.get(url, ""))
            if story:
                yield (story, row.day, row.kind), row.number
            else:
                refuse(f"{row.place}: there is no story at {row.url[:200]}.")


def _address(home: str, url: str) -> str:
    """Return the address as stories are known by it, "" for what is none; a bare path lies on the newsroom's site."""
    try:
        return urls.canonical(urls.absolute(home, url) if url.startswith("/") else url)
    except BadInput:
        return ""


def _put(parts: Parts, sums: Mapping[Key, float]) -> tuple[int, int]:
    """Store a few at a time, so that nobody waits long for the database; return (new, changed)."""
    new = changed = 0
    keys = iter(sorted(sums))
    while some := list(islice(keys, AT_ONCE)):
        part = {key: sums[key] for key in some}
        try:
            with parts.database.writing() as session:
                more, others = engagement.put(session, part)
        except AlreadyThere:  # another delivery was faster with one of them: then it is there to be compared
            with parts.database.writing() as session:
                more, others = engagement.put(session, part)
        new, changed = new + more, changed + others
    return new, changed
