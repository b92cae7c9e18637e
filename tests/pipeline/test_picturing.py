"""Pictures of a digest are stored once, served by us, kept as long as somebody needs them, and survive a crash."""

import os
import re
import threading
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from distrib.clock import stopped
from distrib.errors import Blocked, Unreachable
from distrib.ingest.fetching import ANYTHING, Check, Fetched, Wish
from distrib.model.stories import PictureUse, Story, StoryKind
from distrib.model.users import Run, RunState
from distrib.outbound.robots import Unwelcome
from distrib.outbound.unpacking import TooMuch
from distrib.pipeline import media, picturing
from distrib.pipeline.compiling import compile_edition
from distrib.pipeline.due import tidy_due
from distrib.pipeline.parts import Parts
from distrib.pipeline.tidy import tidy
from distrib.store import digests, pictures, runs
from tests import factories
from tests.conftest import NOON
from tests.pipeline.test_compiling import html
from tests.test_pictures import a_scene, written

PICTURE = "https://paper.example/media/boats.jpg"
JPEG = written(a_scene((1300, 800)))
OURS = re.compile(r"https://mail\.paper\.example/m/([0-9a-f]{64})\.jpg")


def an_edition(parts: Parts, *addresses: str, sender: dict[str, Any] | None = None, **story: Any) -> int:
    """Store an edition that picked a story for each picture's address."""
    with parts.database.writing() as session:
        factories.a_newsroom(session)
        row = factories.a_sender(session, **(sender or {}))
        mailing_list = factories.a_list(session, sender_id=row.id)
        edition = factories.an_edition(session, mailing_list)
        section = factories.a_section(session, mailing_list)
        for number, address in enumerate(addresses or (PICTURE,)):
            told = factories.a_story(session, title=f"Boats {number}", image_url=address, **story)
            cluster = factories.a_cluster(session, told)
            factories.a_pick(
                session, edition, section, story_id=told.id, cluster_id=cluster.id, rank=number + 1, lead=number == 0
            )
        return edition.id or 0


def serving(parts: Parts, pages: dict[str, Any]) -> list[str]:
    """Let the fetcher answer so, and return what it is asked."""
    parts.fetcher.pages.update(pages)
    return parts.fetcher.asked


def runs_of(parts: Parts, verb: str = "pictures") -> list[Run]:
    with parts.database.reading() as session:
        return list(runs.recent(session, verb=verb))


def files(parts: Parts) -> set[str]:
    place = media.folder(parts.home)
    return {path.name for path in place.iterdir() if path.suffix} if place.is_dir() else set()


def test_a_digest_shows_our_own_copies_each_made_for_its_use(parts: Parts) -> None:
    edition_id = an_edition(parts)
    asked = serving(parts, {PICTURE: JPEG})

    compile_edition(parts, edition_id)

    shown = set(OURS.findall(html(parts, edition_id)))
    assert asked == [PICTURE]
    assert PICTURE not in html(parts, edition_id)
    with parts.database.reading() as session:
        rows = pictures.of(session, [PICTURE])
        assert pictures.needed(session) == {row.hash for row in rows.values()}
    assert {use for _, use in rows} == {PictureUse.LEAD, PictureUse.THUMB}
    assert shown <= {row.hash for row in rows.values()}
    assert files(parts) == {f"{row.hash}.jpg" for row in rows.values()}
    for row in rows.values():
        assert (media.folder(parts.home) / f"{row.hash}.jpg").stat().st_size == row.size


def test_compiling_again_asks_for_nothing_and_stays_the_same_version(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    asked = serving(sqlite_parts, {PICTURE: JPEG})

    first = compile_edition(sqlite_parts, edition_id)
    second = compile_edition(sqlite_parts, edition_id)

    assert (first.id, len(asked), len(runs_of(sqlite_parts))) == (second.id, 1, 1)


def test_a_film_has_a_lighter_picture_as_wide_as_the_page(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts, PICTURE, PICTURE, kind=StoryKind.VIDEO)
    asked = serving(sqlite_parts, {PICTURE: JPEG})

    compile_edition(sqlite_parts, edition_id)

    with sqlite_parts.database.reading() as session:
        row = pictures.of(session, [PICTURE])[PICTURE, PictureUse.CARD]
    assert (row.width, asked) == (600, [PICTURE])
    assert f"/m/{row.hash}.jpg" in html(sqlite_parts, edition_id)


def test_without_a_public_host_the_sources_own_address_is_shown_and_nothing_asked(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts, sender={"public_url": ""})
    asked = serving(sqlite_parts, {PICTURE: JPEG})

    compile_edition(sqlite_parts, edition_id)

    assert PICTURE in html(sqlite_parts, edition_id)
    assert (asked, files(sqlite_parts)) == ([], set())


@pytest.mark.parametrize(
    ("answer", "words", "shown"),
    [
        (Unreachable("paper.example took too long to answer."), "took too long.*Its own address is used", True),
        (Unwelcome(), r"robots\.txt.*Its own address is used", True),
        (Fetched(url=PICTURE, status=503, body=b""), r"answers 503.*Its own address is used", True),
        (Fetched(url=PICTURE, status=404, body=b""), r"answers 404.*goes without", False),
        (Fetched(url=PICTURE, status=200, body=b"<html>sorry"), "web page.*goes without", False),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG.*goes without", False),
        (JPEG[:5000], "damaged.*goes without", False),
        (Blocked("The host lies inside a private network and is not asked."), "private.*goes without", False),
        (TooMuch("The answer is larger than 15 MB."), "larger than 15 MB.*goes without", False),
    ],
)
def test_a_picture_that_can_not_be_stored_is_a_sentence_and_the_digest_goes_on(
    sqlite_parts: Parts, answer: Any, words: str, *, shown: bool
) -> None:
    other = "https://paper.example/media/other.jpg"
    edition_id = an_edition(sqlite_parts, PICTURE, other)
    serving(sqlite_parts, {PICTURE: answer, other: JPEG})

    compile_edition(sqlite_parts, edition_id)

    [run] = runs_of(sqlite_parts)
    assert run.state is RunState.PARTLY
    assert re.search(words, run.problems[0]), run.problems
    assert run.problems[0].startswith("The picture of “Boats 0” could not be stored.")
    assert (PICTURE in html(sqlite_parts, edition_id)) is shown
    assert OURS.search(html(sqlite_parts, edition_id))


def test_what_failed_is_not_asked_for_again_for_a_while(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    asked = serving(sqlite_parts, {})
    compile_edition(sqlite_parts, edition_id)
    compile_edition(sqlite_parts, edition_id)
    assert len(asked) == 1

    serving(sqlite_parts, {PICTURE: JPEG})
    later = replace(sqlite_parts, clock=stopped(NOON + picturing.AGAIN + timedelta(minutes=1)))
    compile_edition(later, edition_id)

    assert len(asked) == 2
    assert OURS.search(html(later, edition_id))


def test_a_picture_over_plain_http_can_be_shown_once_it_is_ours(sqlite_parts: Parts) -> None:
    plain = "http://paper.example/boats.jpg"
    edition_id = an_edition(sqlite_parts, plain)
    serving(sqlite_parts, {plain: JPEG})

    compile_edition(sqlite_parts, edition_id)

    assert OURS.search(html(sqlite_parts, edition_id))


@pytest.mark.timeout(60)
def test_slow_pictures_take_no_more_than_their_time_and_are_asked_for_next_time(
    sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picturing, "TOTAL_SECONDS", 0.6)
    addresses = [f"https://paper.example/{number}.jpg" for number in range(12)]
    asked: list[str] = []

    class Slow:
        def fetch(self, url: str, check: Check | None = None, wish: Wish = ANYTHING) -> Fetched:
            asked.append(url)
            assert wish.seconds is not None
            assert wish.seconds <= 0.6
            time.sleep(min(wish.seconds, 0.4))
            raise Unreachable("It took too long.")

    edition_id = an_edition(sqlite_parts, *addresses)
    compile_edition(replace(sqlite_parts, fetcher=Slow()), edition_id)

    assert len(asked) <= 6
    [run] = runs_of(sqlite_parts)
    assert any("no time left" in problem for problem in run.problems)
    with sqlite_parts.database.reading() as session:
        known = pictures.of(session, addresses)
    assert {url for url, _ in known} == set(asked), "what was not asked is asked next time"


def test_many_pictures_are_fetched_in_few_threads_and_never_inside_a_transaction(sqlite_parts: Parts) -> None:
    threads: set[str] = set()

    class Watching:
        def fetch(self, url: str, check: Check | None = None, wish: Wish = ANYTHING) -> Fetched:
            threads.add(threading.current_thread().name)
            with sqlite_parts.database.writing():  # would wait for ever inside another
                pass
            return Fetched(url=url, status=200, body=JPEG)

    edition_id = an_edition(sqlite_parts, *(f"https://paper.example/{number}.jpg" for number in range(6)))
    compile_edition(replace(sqlite_parts, fetcher=Watching()), edition_id)

    assert 1 <= len(threads) <= sqlite_parts.settings.fetching.threads
    assert len(files(sqlite_parts)) == 2, "the same bytes lie there once"


def test_two_processes_that_store_the_same_agree(parts: Parts) -> None:
    edition_id = an_edition(parts)
    serving(parts, {PICTURE: JPEG})
    with parts.database.reading() as session:
        told = [row[2] for row in digests.picked(session, edition_id)]
    shelves: list[Any] = []

    def store() -> None:
        shelves.append(picturing.keep(parts, told, "e1"))

    both = [threading.Thread(target=store) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    first, second = (shelf.stored(PICTURE, PictureUse.LEAD) for shelf in shelves)
    assert first.hash == second.hash


# -- crashes -------------------------------------------------------------------------------------------------------


def test_killed_between_file_and_row_it_is_stored_again_under_the_same_name(
    sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_id = an_edition(sqlite_parts)
    serving(sqlite_parts, {PICTURE: JPEG})
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(pictures, "keep", killed)
        compile_edition(sqlite_parts, edition_id)
    lying = files(sqlite_parts)
    assert len(lying) == 2

    compile_edition(sqlite_parts, edition_id)

    assert files(sqlite_parts) == lying
    assert OURS.search(html(sqlite_parts, edition_id))


def test_killed_while_a_file_is_written_nothing_half_is_ever_served(
    sqlite_parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition_id = an_edition(sqlite_parts)
    serving(sqlite_parts, {PICTURE: JPEG})
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(os, "fsync", killed)
        compile_edition(sqlite_parts, edition_id)
    assert files(sqlite_parts) == set()
    left = [path for path in media.folder(sqlite_parts.home).iterdir() if path.name.startswith(".unfinished")]
    assert len(left) == 1

    make_old(sqlite_parts)
    tidy(sqlite_parts)

    assert not left[0].exists()


def test_a_file_that_was_lost_is_fetched_again(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    asked = serving(sqlite_parts, {PICTURE: JPEG})
    first = compile_edition(sqlite_parts, edition_id)
    for name in (lost := files(sqlite_parts)):
        (media.folder(sqlite_parts.home) / name).unlink()

    second = compile_edition(sqlite_parts, edition_id)

    assert (files(sqlite_parts), len(asked), second.hash) == (lost, 2, first.hash)


def killed(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


# -- retention -----------------------------------------------------------------------------------------------------


def make_old(parts: Parts) -> None:
    for path in media.folder(parts.home).iterdir():
        os.utime(path, times=((NOON - timedelta(days=5)).timestamp(),) * 2)


def a_picture(parts: Parts, url: str, *, asked: timedelta, colour: str = "red") -> str:
    """Store a picture of nobody's edition, asked for so long ago; return its file's name."""
    body = written(Image.new("RGB", (336, 268), colour))
    name = media.write(parts.home, body, "jpg")
    with parts.database.writing() as session:
        facts = {"hash": name, "extension": "jpg", "width": 336, "height": 268, "size": len(body)}
        pictures.keep(session, (url, PictureUse.THUMB), at=NOON - asked, facts=facts)
    return f"{name}.jpg"


def test_what_an_edition_shows_is_kept_for_ever_and_the_rest_goes(parts: Parts) -> None:
    edition_id = an_edition(parts)
    serving(parts, {PICTURE: JPEG})
    compile_edition(parts, edition_id)
    shown = files(parts)
    old = a_picture(parts, "https://paper.example/old.jpg", asked=timedelta(days=40), colour="blue")
    recent = a_picture(parts, "https://paper.example/recent.jpg", asked=timedelta(days=2), colour="green")
    with parts.database.writing() as session:
        factories.a_story(session, image_url="https://paper.example/told.jpg", seen_at=NOON - timedelta(days=3))
    told = a_picture(parts, "https://paper.example/told.jpg", asked=timedelta(days=40), colour="yellow")
    make_old(parts)

    run = tidy(parts)

    assert files(parts) == shown | {recent, told}
    assert old not in files(parts)
    assert (run.state, run.sentence) == (RunState.DONE, "1 picture file was not needed any more.")

    years = replace(parts, clock=stopped(NOON + timedelta(days=900)))
    assert tidy(years).counts["files"] == 2
    assert files(parts) == shown
    assert all((media.folder(parts.home) / f"{name}.jpg").exists() for name in OURS.findall(html(parts, edition_id)))


def test_an_earlier_version_of_a_digest_keeps_its_pictures_too(sqlite_parts: Parts) -> None:
    edition_id = an_edition(sqlite_parts)
    serving(sqlite_parts, {PICTURE: JPEG})
    compile_edition(sqlite_parts, edition_id)
    before = files(sqlite_parts)
    other = "https://paper.example/media/newer.jpg"
    serving(sqlite_parts, {other: written(a_scene((900, 700)))})
    with sqlite_parts.database.writing() as session:
        story = session.get_one(Story, digests.picked(session, edition_id)[0][2].id)
        story.image_url = other
        session.add(story)
    compile_edition(sqlite_parts, edition_id)
    make_old(sqlite_parts)

    tidy(replace(sqlite_parts, clock=stopped(NOON + timedelta(days=400))))

    assert before < files(sqlite_parts)


def test_a_file_without_a_row_goes_once_it_is_no_longer_young(sqlite_parts: Parts) -> None:
    name = media.write(sqlite_parts.home, JPEG, "jpg")
    place: Path = media.folder(sqlite_parts.home)
    (place / "notes.txt").write_text("ours to keep")

    assert tidy(sqlite_parts).counts["files"] == 0
    make_old(sqlite_parts)
    media.write(sqlite_parts.home, JPEG, "jpg")  # touched: somebody is about to store its row
    assert tidy(sqlite_parts).counts["files"] == 0
    make_old(sqlite_parts)
    assert tidy(sqlite_parts).counts["files"] == 1
    assert (media.has(sqlite_parts.home, name, "jpg"), (place / "notes.txt").exists()) == (False, True)


def test_a_row_that_an_edition_came_to_show_is_not_forgotten(sqlite_parts: Parts) -> None:
    name = a_picture(sqlite_parts, PICTURE, asked=timedelta(days=90))
    edition_id = an_edition(sqlite_parts)
    with sqlite_parts.database.reading() as session:
        ids = pictures.unneeded(session, NOON)
    with sqlite_parts.database.writing() as session:
        pictures.refer(session, edition_id, [name.partition(".")[0]])
        assert pictures.forget(session, ids) == 0


def test_the_clock_tidies_once_a_day(sqlite_parts: Parts) -> None:
    for hours in (0, 1, 23, 25):
        tidy_due(replace(sqlite_parts, clock=stopped(NOON + timedelta(hours=hours))))

    assert len(runs_of(sqlite_parts, "tidy")) == 2
