"""PICTURES: what a digest will show is fetched once, made ours, and lies in `media/` under the hash of its bytes."""

import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import BoundedSemaphore

from distrib import pictures
from distrib.errors import Blocked, DistribError, Unreadable
from distrib.ingest.fetching import Wish
from distrib.model.stories import Picture, PictureUse, Story, StoryKind
from distrib.outbound.robots import Unwelcome
from distrib.outbound.unpacking import TooMuch
from distrib.pipeline import media
from distrib.pipeline.parts import Parts
from distrib.pipeline.runs import Running, running
from distrib.pipeline.turns import Turns
from distrib.store import pictures as store
from distrib.store.engine import AlreadyThere
from distrib.store.pictures import Key
from distrib.wording import routes

TOTAL_SECONDS = 45.0  #: for all pictures of an edition: its draft must not wait for one slow server
EACH_SECONDS = 10.0
AGAIN = timedelta(hours=6)  #: before a picture that could not be stored is asked for again
_DECODERS = BoundedSemaphore(2)  # at a time in this process: a large picture takes some hundred megabytes
_OK, _GONE = 200, frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What is known of the pictures that were asked for."""

    rows: Mapping[Key, Picture]

    def stored(self, url: str | None, use: PictureUse) -> Picture | None:
        """Return the stored picture, None where the source's own must do."""
        row = self.rows.get((url or "", use))
        return row if row is not None and row.hash else None

    def broken(self, url: str | None) -> bool:
        """Tell whether there is no picture at the source's address either."""
        return any(row.broken for (source, _), row in self.rows.items() if source == url)

    def hashes(self, base: str, shown: Iterable[str]) -> set[str]:
        """Return the hashes of the pictures among the addresses that a digest shows."""
        wanted = set(shown)
        return {row.hash for row in self.rows.values() if row.hash and address(base, row) in wanted}


EMPTY = Shelf(rows={})


def address(base: str, row: Picture) -> str:
    """Return where readers find a stored picture."""
    return routes.picture(base, row.hash or "", row.extension or "")


def uses(story: Story) -> tuple[PictureUse, ...]:
    """Return the forms in which a digest may draw the story's picture."""
    wide = (PictureUse.CARD,) if story.kind in {StoryKind.VIDEO, StoryKind.GALLERY} else ()
    return (PictureUse.LEAD, *wide, PictureUse.THUMB)


def keep(parts: Parts, stories: Sequence[Story], subject: str) -> Shelf:
    """Store the stories' pictures, those that are not yet, and return what is known of all.

    A failure is a sentence on the Run and on its row, and is not asked for again for a while. Opens no transaction
    while it fetches or draws.
    """
    wanted = {(story.image_url, use): story.title for story in stories if story.image_url for use in uses(story)}
    with parts.database.reading() as session:
        known = store.of(session, (url for url, _ in wanted))
    missing = {key: title for key, title in wanted.items() if not _stands(parts, known.get(key))}
    if missing:
        with running(parts, "pictures", subject) as run:
            known |= _store_missing(parts, missing, run)
    return Shelf(rows={key: known[key] for key in wanted if key in known})


def _stands(parts: Parts, row: Picture | None) -> bool:
    """Tell whether nothing needs to be asked: the file is there, or its source failed a short while ago."""
    if row is None:
        return False
    if row.hash:
        return media.has(parts.home, row.hash, row.extension or "")
    return row.asked_at > parts.clock() - AGAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What became of one address."""

    made: Mapping[PictureUse, pictures.Made] | None = None
    problem: str | None = None  #: neither: there was no time left
    broken: bool = False


def _store_missing(parts: Parts, missing: Mapping[Key, str], run: Running) -> dict[Key, Picture]:
    wanted: dict[str, list[PictureUse]] = {}
    for url, use in missing:
        wanted.setdefault(url, []).append(use)
    end = time.monotonic() + TOTAL_SECONDS
    turns = Turns(parts.settings.fetching.per_host)
    with ThreadPoolExecutor(parts.settings.fetching.threads, thread_name_prefix="pictures") as pool:
        answers = list(pool.map(lambda each: _ask(parts, turns, each[0], each[1], end), wanted.items()))
    found = dict(zip(wanted, answers, strict=True))
    _tell(run, {url: title for (url, _), title in missing.items()}, found)
    with media.locked(parts.home, alone=False):  # a file and its row come to be under one lock
        facts = {key: _facts(parts, key, found[key[0]]) for key in missing if _is_over(found[key[0]])}
        try:
            with parts.database.writing() as session:
                return {key: store.keep(session, key, at=parts.clock(), facts=each) for key, each in facts.items()}
        except AlreadyThere:  # another process stored the same at the same time
            with parts.database.reading() as session:
                return store.of(session, wanted)


def _is_over(found: _Found) -> bool:
    return found.made is not None or found.problem is not None


def _ask(parts: Parts, turns: Turns, url: str, wanted: Sequence[PictureUse], end: float) -> _Found:
    """Return the pictures made for each use, or why there are none. Raises nothing of ours."""
    try:
        with turns.at(url):
            left = end - time.monotonic()
            if left <= 0:
                return _Found()
            wish = Wish(accept=pictures.ACCEPT, seconds=min(EACH_SECONDS, left), most_bytes=pictures.MOST_BYTES)
            fetched = parts.fetcher.fetch(url, wish=wish)
        if fetched.status != _OK:
            return _Found(problem=f"Its address answers {fetched.status}.", broken=fetched.status in _GONE)
        with _DECODERS:
            return _Found(made=pictures.cut(fetched.body, wanted))
    except Unwelcome as error:
        return _Found(problem=str(error))
    except (Unreadable, TooMuch, Blocked) as error:
        return _Found(problem=str(error), broken=True)
    except DistribError as error:
        return _Found(problem=str(error))


def _facts(parts: Parts, key: Key, found: _Found) -> dict[str, object]:
    """Write the picture's file, if there is one, and return what its row says."""
    if found.made is None:
        return {"problem": found.problem, "broken": found.broken}
    made = found.made[key[1]]
    name = media.write(parts.home, made.body, pictures.EXTENSION)
    size = {"width": made.width, "height": made.height, "size": len(made.body)}
    return {"hash": name, "extension": pictures.EXTENSION, **size}


def _tell(run: Running, titles: Mapping[str, str], found: Mapping[str, _Found]) -> None:
    for url, one in found.items():
        if one.made is not None:
            run.count("stored", 1)
            continue
        why = one.problem or "There was no time left for it."
        then = "Its card goes without one." if one.broken else "Its own address is used."
        run.problem(f"The picture of “{titles[url][:80]}” could not be stored. {why} {then}")
        run.count("failed", 1)
    stored = int(run.counts.get("stored", 0))
    failed = f", {len(found) - stored} could not be." if stored < len(found) else "."
    run.sentence = f"{stored} {'picture was' if stored == 1 else 'pictures were'} stored{failed}"
