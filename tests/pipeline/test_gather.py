"""Gathering: what comes in is stored once, what fails is said, and the rest goes on."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from distrib.clock import stopped
from distrib.errors import Unreachable
from distrib.ingest.fetching import Fetched
from distrib.model.sources import Source, SourceKind
from distrib.model.stories import Revision, Story, StoryState
from distrib.model.users import RunState
from distrib.pipeline import gather as verb
from distrib.pipeline.parts import Parts
from distrib.store import stories as store
from tests.factories import NOON, a_source

FEED = "https://paper.example/feed"
RAIN = "https://paper.example/odisha/rain"


def a_feed(*items: str, title: str = "The Paper") -> bytes:
    return (
        '<rss version="2.0"><channel><title>' + title + "</title><link>https://paper.example/</link>"
        "<language>en-in</language>" + "".join(items) + "</channel></rss>"
    ).encode()


def an_item(
    name: str = "rain",
    *,
    title: str | None = "Rain reaches the coast",
    guid: str | None = None,
    when: str = "Tue, 24 Nov 2026 04:00:00 GMT",
    text: str = "It rained all night along the coast.",
    url: str | None = None,
) -> str:
    return (
        "<item>"
        + (f"<title>{title}</title>" if title else "")
        + f"<link>{url or 'https://paper.example/odisha/' + name}</link>"
        f"<guid isPermaLink='false'>{guid or name}</guid><pubDate>{when}</pubDate>"
        f"<description>{text}</description></item>"
    )


def a_page(title: str = "Rain reaches the coast at dawn", body: str = "The first drops fell before five.") -> bytes:
    return (
        f"<html lang='en'><head><title>{title}</title><meta property='article:section' content='Odisha'></head>"
        f"<body><article><h1>{title}</h1><p>{body} {'And then it went on and on. ' * 8}</p></article></body></html>"
    ).encode()


def given(parts: Parts, *feeds: tuple[str, bytes | Fetched | Exception], own: bool = False, **fields: object) -> None:
    with parts.database.writing() as session:
        for url, answer in feeds:
            parts.fetcher.pages[url] = answer
            a_source(session, url=url, own=own, **fields)


def later(parts: Parts, **ahead: float) -> Parts:
    return replace(parts, clock=stopped(parts.clock() + timedelta(**ahead)))


def minutes_until(moment: datetime | None) -> int:
    """Return the whole minutes from noon to that moment: a little chance is added to each pause."""
    assert moment is not None
    return (moment - NOON) // timedelta(minutes=1)


def stories(parts: Parts) -> list[Story]:
    with parts.database.reading() as session:
        return list(session.exec(select(Story).order_by(col(Story.id))).all())


def source(parts: Parts) -> Source:
    with parts.database.reading() as session:
        return session.exec(select(Source)).one()


def test_a_feeds_stories_are_stored_once_however_often_it_is_gathered(parts: Parts) -> None:
    given(parts, (FEED, a_feed(an_item("rain"), an_item("sun", title="Sun again", text="Dry."))))

    first, again = verb.gather(parts), verb.gather(later(parts, minutes=20))

    assert [story.url for story in stories(parts)] == [
        "https://paper.example/odisha/rain",
        "https://paper.example/odisha/sun",
    ]
    assert (first.counts["new"], again.counts.get("new", 0)) == (2, 0)
    assert first.state is again.state is RunState.DONE


def test_a_first_gather_is_backlog_and_later_ones_are_news(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item("old"))))
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.pages[FEED] = a_feed(an_item("new", title="Fresh"), an_item("old"))

    verb.gather(later(sqlite_parts, minutes=20))

    assert [story.backlog for story in stories(sqlite_parts)] == [True, False]


def test_a_flood_of_stories_is_backlog(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item("old"))))
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.pages[FEED] = a_feed(*(an_item(f"moved-{n}", title=f"Number {n}") for n in range(11)))

    verb.gather(later(sqlite_parts, minutes=20))

    assert all(story.backlog for story in stories(sqlite_parts))
    assert source(sqlite_parts).usual_entries == 0


def test_the_usual_number_of_new_stories_is_learnt(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item("old"))))
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.pages[FEED] = a_feed(*(an_item(f"n{n}", title=f"Number {n}") for n in range(5)))

    verb.gather(later(sqlite_parts, minutes=20))

    assert source(sqlite_parts).usual_entries == 1.0


def test_a_source_that_fails_is_said_and_the_others_go_on(parts: Parts) -> None:
    given(parts, (FEED, Unreachable("paper.example can't be reached.")), name="The Paper")
    given(parts, ("https://other.example/feed", a_feed(an_item())), name="The Other")

    run = verb.gather(parts)

    assert run.state is RunState.PARTLY
    assert run.problems == ["The Paper: paper.example can't be reached."]
    assert len(stories(parts)) == 1


def test_a_failing_source_is_asked_less_and_less_often(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, b"<html><p>No feed here.</p></html>"))
    verb.gather(sqlite_parts)
    first = source(sqlite_parts)
    verb.gather(later(sqlite_parts, minutes=20))
    second = source(sqlite_parts)

    assert first.problem == "This is a web page, not a feed."
    assert minutes_until(first.next_gather_at) in range(15, 17)
    assert second.failures == 2
    assert minutes_until(second.next_gather_at) in range(20 + 30, 20 + 33)


def test_a_source_that_is_fine_again_forgets_its_problem(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, b"nonsense"))
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.pages[FEED] = a_feed(an_item())

    verb.gather(later(sqlite_parts, minutes=20))

    assert (source(sqlite_parts).problem, source(sqlite_parts).failures) == (None, 0)


def test_a_source_that_asks_to_wait_is_left_alone_until_then(sqlite_parts: Parts) -> None:
    until = NOON + timedelta(hours=3)
    given(sqlite_parts, (FEED, Fetched(url=FEED, status=429, body=b"", retry_after=until)))

    run = verb.gather(sqlite_parts)

    assert source(sqlite_parts).next_gather_at == until
    assert "asked to be left alone" in run.problems[0]


def test_what_has_not_changed_costs_nothing_and_is_no_failure(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, Fetched(url=FEED, status=200, body=a_feed(an_item()), etag='"one"')))
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.pages[FEED] = Fetched(url=FEED, status=304, body=b"")

    run = verb.gather(later(sqlite_parts, minutes=20))

    assert run.state is RunState.DONE
    assert source(sqlite_parts).etag == '"one"'


def test_only_sources_whose_time_has_come_are_asked_unless_named(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item())))
    verb.gather(sqlite_parts)

    verb.gather(sqlite_parts)
    assert sqlite_parts.fetcher.asked.count(FEED) == 1
    verb.gather(sqlite_parts, [source(sqlite_parts).id or 0])
    assert sqlite_parts.fetcher.asked.count(FEED) == 2


def test_the_pages_of_the_papers_own_new_stories_are_read(parts: Parts) -> None:
    given(parts, (FEED, a_feed(an_item())), own=True)
    parts.fetcher.pages["https://paper.example/odisha/rain"] = a_page()

    verb.gather(parts)
    verb.gather(later(parts, minutes=20))

    story = stories(parts)[0]
    assert story.section == "Odisha"
    assert story.body_text.startswith("The first drops fell")
    assert parts.fetcher.asked.count("https://paper.example/odisha/rain") == 1


def test_a_page_that_can_not_be_read_leaves_the_story_as_the_feed_tells_it(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item())), own=True)

    run = verb.gather(sqlite_parts)

    assert stories(sqlite_parts)[0].summary == "It rained all night along the coast."
    assert run.problems == [
        f"The page {RAIN} could not be read: {RAIN} does not answer.",
    ]


def test_a_new_story_whose_page_is_gone_is_not_stored_and_it_is_said(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item())), own=True, name="The Paper")
    url = "https://paper.example/odisha/rain"
    sqlite_parts.fetcher.pages[url] = Fetched(url=url, status=410, body=b"")

    run = verb.gather(sqlite_parts)

    assert stories(sqlite_parts) == []
    assert run.problems == ["The Paper: 1 entry was not taken. Its page is gone."]


def test_a_changed_story_keeps_its_earlier_text(parts: Parts) -> None:
    given(parts, (FEED, a_feed(an_item(title="Two hurt"))))
    verb.gather(parts)
    parts.fetcher.pages[FEED] = a_feed(an_item(title="Three hurt"))

    run = verb.gather(later(parts, minutes=20))

    (story,) = stories(parts)
    with parts.database.reading() as session:
        (earlier,) = session.exec(select(Revision)).all()
    assert (story.title, story.revision, earlier.title, earlier.number) == ("Three hurt", 2, "Two hurt", 1)
    assert run.counts["changed"] == 1


def test_a_changed_story_whose_page_is_gone_is_retracted(sqlite_parts: Parts) -> None:
    url = "https://paper.example/odisha/rain"
    given(sqlite_parts, (FEED, a_feed(an_item())), own=True)
    sqlite_parts.fetcher.pages[url] = a_page()
    verb.gather(sqlite_parts)
    sqlite_parts.fetcher.pages[FEED] = a_feed(an_item(title="Withdrawn"))
    sqlite_parts.fetcher.pages[url] = Fetched(url=url, status=410, body=b"")

    verb.gather(later(sqlite_parts, minutes=20))

    assert stories(sqlite_parts)[0].state is StoryState.RETRACTED


def test_a_story_dated_ahead_waits_until_its_hour(parts: Parts) -> None:
    given(parts, (FEED, a_feed(an_item(when="Tue, 24 Nov 2026 08:00:00 GMT"))))
    verb.gather(parts)
    assert stories(parts)[0].state is StoryState.EMBARGOED

    verb.gather(later(parts, hours=2))

    assert stories(parts)[0].state is StoryState.LIVE


def test_an_embargo_that_only_the_feed_carries_holds_whatever_its_page_says(sqlite_parts: Parts) -> None:
    written = b"<meta property='article:published_time' content='2026-11-24T11:00:00+05:30'><title>"
    sqlite_parts.fetcher.pages[RAIN] = a_page().replace(b"<title>", written)
    given(sqlite_parts, (FEED, a_feed(an_item(when="Wed, 25 Nov 2026 03:30:00 GMT"))), own=True)

    verb.gather(sqlite_parts)

    (story,) = stories(sqlite_parts)
    assert (story.state, story.published_at) == (StoryState.EMBARGOED, NOON + timedelta(hours=21))


def test_a_date_that_drifts_does_not_make_an_old_story_new(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item())))
    verb.gather(sqlite_parts)
    before = stories(sqlite_parts)[0].published_at
    sqlite_parts.fetcher.pages[FEED] = a_feed(an_item(when="Tue, 24 Nov 2026 06:10:00 GMT", text="Still raining."))

    verb.gather(later(sqlite_parts, minutes=20))

    assert stories(sqlite_parts)[0].published_at == before


def test_one_story_in_two_feeds_is_one_row_with_both_sections(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item())), section="Odisha")
    given(sqlite_parts, ("https://paper.example/feed/top", a_feed(an_item(text="In other words."))), section="Top")

    verb.gather(sqlite_parts)
    run = verb.gather(later(sqlite_parts, minutes=20))

    (story,) = stories(sqlite_parts)
    assert story.sections == ["Odisha", "Top"]
    assert (story.revision, run.counts.get("changed", 0)) == (1, 0)


def test_a_feed_that_moved_to_another_domain_does_not_flood(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item("rain"))))
    verb.gather(sqlite_parts)
    moved = an_item("rain", guid="another", url="https://new.example/rain")
    sqlite_parts.fetcher.pages[FEED] = a_feed(moved)

    verb.gather(later(sqlite_parts, minutes=20))
    verb.gather(later(sqlite_parts, minutes=40))

    (story,) = stories(sqlite_parts)
    assert (story.url, story.guid, story.revision) == ("https://new.example/rain", "another", 1)


def test_entries_without_a_title_are_not_taken_and_it_is_said(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item(title=None), an_item("sun", title="Sun"))), name="The Paper")

    run = verb.gather(sqlite_parts)

    assert len(stories(sqlite_parts)) == 1
    assert run.problems == ["The Paper: 1 entry was not taken. It has no title."]


def test_a_sitemap_gives_addresses_and_the_pages_tell_the_stories(sqlite_parts: Parts) -> None:
    url = "https://paper.example/odisha/rain"
    index = b"<sitemapindex><sitemap><loc>https://paper.example/one.xml</loc></sitemap></sitemapindex>"
    sqlite_parts.fetcher.pages["https://paper.example/one.xml"] = (
        f"<urlset><url><loc>{url}</loc></url></urlset>".encode()
    )
    sqlite_parts.fetcher.pages[url] = a_page()
    given(sqlite_parts, ("https://paper.example/sitemap.xml", index), own=True, kind=SourceKind.SITEMAP)

    verb.gather(sqlite_parts)

    assert [story.title for story in stories(sqlite_parts)] == ["Rain reaches the coast at dawn"]


def test_a_sitemap_that_an_index_names_may_fail_alone(sqlite_parts: Parts) -> None:
    index = (
        b"<sitemapindex><sitemap><loc>https://paper.example/gone.xml</loc></sitemap>"
        b"<sitemap><loc>https://paper.example/one.xml</loc></sitemap>"
        b"<sitemap><loc>https://paper.example/away.xml</loc></sitemap></sitemapindex>"
    )
    sqlite_parts.fetcher.pages["https://paper.example/gone.xml"] = Fetched(url=FEED, status=404, body=b"")
    sqlite_parts.fetcher.pages["https://paper.example/one.xml"] = (
        b"<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://paper.example/a</loc>"
        b"<news:news><news:title>From the map</news:title></news:news></url></urlset>"
    )
    given(sqlite_parts, ("https://paper.example/sitemap.xml", index), kind=SourceKind.SITEMAP)

    run = verb.gather(sqlite_parts)

    assert [story.title for story in stories(sqlite_parts)] == ["From the map"]
    assert len(run.problems) == 2


def test_a_front_page_gives_the_stories_it_links_to(sqlite_parts: Parts) -> None:
    front = b"<html><body><a href='/odisha/rain-1'>Rain on the coast all night</a><a href='/'>Home</a></body></html>"
    given(sqlite_parts, ("https://paper.example/", front), kind=SourceKind.PAGE)

    verb.gather(sqlite_parts)

    assert [story.url for story in stories(sqlite_parts)] == ["https://paper.example/odisha/rain-1"]


def test_something_unexpected_in_one_source_does_not_stop_the_day(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, ZeroDivisionError("a secret")), name="The Paper")
    given(sqlite_parts, ("https://other.example/feed", a_feed(an_item())))

    run = verb.gather(sqlite_parts)

    assert run.problems == ["The Paper: An unexpected ZeroDivisionError stopped it."]
    assert len(stories(sqlite_parts)) == 1


def test_a_source_that_is_no_web_address_is_never_fetched(sqlite_parts: Parts) -> None:
    given(sqlite_parts, ("file:///etc/passwd", b"root"))

    verb.gather(sqlite_parts)

    assert sqlite_parts.fetcher.asked == []
    assert source(sqlite_parts).problem == "Its address is no web address."


def test_progress_counts_sources_and_pages(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(an_item())), own=True)
    seen: list[tuple[int, int]] = []

    verb.gather(sqlite_parts, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 1), (2, 2)]


def test_files_given_by_hand_become_stories_judged_by_their_own_dates(parts: Parts) -> None:
    path = parts.home / "captured.xml"
    path.write_bytes(a_feed(an_item(), title="Far Paper"))

    run = verb.gather_given(parts, [str(path)])
    again = verb.gather_given(parts, [str(path)])

    (story,) = stories(parts)
    row = source(parts)
    assert (run.counts["new"], again.counts.get("new", 0)) == (1, 0)
    assert story.backlog
    assert (row.name, row.enabled, row.own) == ("Far Paper", False, False)


def test_two_feeds_of_one_name_given_by_hand_are_two_sources(sqlite_parts: Parts) -> None:
    for name in ("a.xml", "b.xml"):
        (sqlite_parts.home / name).write_bytes(a_feed(an_item(name), title="Far Paper"))

    verb.gather_given(sqlite_parts, [str(sqlite_parts.home / "a.xml"), str(sqlite_parts.home / "b.xml")])

    with sqlite_parts.database.reading() as session:
        assert sorted(row.name for row in session.exec(select(Source))) == ["Far Paper", "Far Paper 2"]


def test_a_page_given_by_hand_is_a_story(sqlite_parts: Parts) -> None:
    sqlite_parts.fetcher.pages["https://paper.example/odisha/rain"] = a_page()

    verb.gather_given(sqlite_parts, ["https://paper.example/odisha/rain"])

    assert stories(sqlite_parts)[0].body_text.startswith("The first drops fell")


def test_what_can_not_be_read_by_hand_is_said_and_the_rest_goes_on(sqlite_parts: Parts) -> None:
    (sqlite_parts.home / "good.xml").write_bytes(a_feed(an_item()))
    (sqlite_parts.home / "bad.xml").write_bytes(b"\x00\x01")

    run = verb.gather_given(
        sqlite_parts, ["missing.xml", str(sqlite_parts.home / "bad.xml"), str(sqlite_parts.home / "good.xml")]
    )

    assert len(stories(sqlite_parts)) == 1
    assert (run.state, len(run.problems)) == (RunState.PARTLY, 2)


def test_stories_of_a_window_are_given_in_batches(sqlite_parts: Parts) -> None:
    given(sqlite_parts, (FEED, a_feed(*(an_item(f"n{n}", title=f"Number {n}") for n in range(5)))))
    verb.gather(sqlite_parts)

    def urls(session: Session) -> list[int]:
        return [len(rows) for rows in store.between(session, NOON - timedelta(days=1), NOON, batch=2)]

    with sqlite_parts.database.reading() as session:
        assert urls(session) == [2, 2, 1]
