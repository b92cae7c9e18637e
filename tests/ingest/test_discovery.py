"""What is proposed of all that a site has, and why."""

from dataclasses import replace
from datetime import timedelta

from distrib.ingest import discovery
from distrib.ingest.discovery import Candidate, Proposal
from distrib.ingest.entry import Entry
from distrib.model.sources import SourceKind
from tests.factories import NOON


def entries(*numbers: int, days_old: int = 0, full: bool = False) -> list[Entry]:
    return [
        Entry(
            url=f"https://paper.example/{number}",
            title=f"Story {number}",
            published=NOON - timedelta(days=days_old),
            content_html="<p>Long and longer</p>" if full else None,
            language="en",
        )
        for number in numbers
    ]


def feed(
    name: str, *numbers: int, section: str | None = None, edition: str | None = None, **given: object
) -> Candidate:
    kind = given.pop("kind", SourceKind.FEED)
    found = discovery.candidate(
        f"https://paper.example/{name}", kind, entries(*numbers, **given), how="the page declares it", title=name
    )
    return replace(found, section=section, edition=edition)


def told(*found: Candidate) -> dict[str, tuple[bool, str]]:
    return {each.candidate.title or "": (each.recommended, each.why) for each in discovery.propose(found, NOON)}


def test_the_whole_feed_and_the_sections_own_feeds_are_recommended() -> None:
    found = told(
        feed("odisha", 1, 2, 11, 12, section="Odisha"),
        feed("all", *range(10)),
        feed("sport", 3, 4, section="Sport"),
        feed("or", 50, 51, edition="or"),
        feed("klingon", 60, edition="x-none"),
    )

    assert found == {
        "all": (True, "The paper’s whole feed."),
        "odisha": (True, "The section Odisha: 2 of its 4 stories are in no feed above."),
        "sport": (True, "The section Sport, by its name."),
        "or": (True, "The edition in Odia: 2 of its 2 stories are in no feed above."),
        "klingon": (True, "The edition in x-none: 1 of its 1 stories are in no feed above."),
    }


def test_what_is_there_twice_empty_old_or_comments_is_not_recommended() -> None:
    found = told(
        feed("all", *range(10), full=True),
        feed("atom", *range(10)),
        feed("part", 1, 2),
        feed("more", 1, 2, 77),
        feed("whole again", *range(10), section="Odisha"),
        feed("empty", section="World"),
        feed("old", 90, 91, section="Past", days_old=40),
        feed("Comments on: The Paper", 1),
    )

    assert found == {
        "all": (True, "The paper’s whole feed, with the stories’ full text."),
        "more": (True, "1 of its 3 stories are in no other feed."),
        "atom": (False, "The same stories as all."),
        "part": (False, "All of its stories are in the feeds above."),
        "whole again": (False, "The same stories as all."),
        "empty": (False, "There is nothing in it."),
        "old": (False, "Nothing new since 15 October 2026."),
        "Comments on: The Paper": (False, "Readers’ comments, not stories."),
    }


def test_comments_are_known_by_their_links_and_address_too() -> None:
    linked = [Entry(url="https://paper.example/1#comment-7", title="By Asha")]

    assert discovery.candidate("https://paper.example/f", SourceKind.FEED, linked, how="").comments
    assert discovery.candidate("https://paper.example/comments/feed/", SourceKind.FEED, [], how="").comments


def test_a_news_sitemap_is_recommended_when_it_knows_more() -> None:
    a_map = feed("news", 1, 2, 3, kind=SourceKind.SITEMAP)

    assert told(feed("all", 1, 2), a_map)["news"] == (True, "A news sitemap: 1 of its 3 stories are in no feed.")
    assert told(a_map)["news"] == (True, "A news sitemap.")
    assert told(feed("all", 1, 2, 3, 4), a_map)["news"][0] is False
    assert told(feed("late", 1, kind=SourceKind.SITEMAP, days_old=60))["late"][0] is False


def test_a_plain_sitemap_or_the_front_page_is_for_sites_without_anything_better() -> None:
    plain = discovery.candidate(
        "https://paper.example/s", SourceKind.SITEMAP, [Entry(url="https://paper.example/1")], how="", title="plain"
    )
    front = feed("front", 1, 2, kind=SourceKind.PAGE)

    assert {name: each[0] for name, each in told(feed("all", 1), plain, front).items()} == {
        "all": True,
        "plain": False,
        "front": False,
    }
    assert {name: each[0] for name, each in told(plain, front).items()} == {"plain": True, "front": False}
    assert told(front)["front"][0] is True
    assert told(feed("front", kind=SourceKind.PAGE))["front"] == (False, "No links that look like stories.")
    assert told(feed("map", kind=SourceKind.SITEMAP))["map"] == (False, "There is nothing in it.")


def test_what_is_a_source_already_is_not_proposed_again_and_counts() -> None:
    known = replace(feed("all", 1, 2), known_as="Ours")

    found = told(known, feed("atom", 1, 2))

    assert found["all"] == (False, "It is a source already: Ours.")
    assert found["atom"] == (False, "The same stories as Ours.")


def test_the_proposals_do_not_depend_on_the_order_of_parts() -> None:
    one, two = feed("all", *range(10)), feed("odisha", 1, 11, section="Odisha")

    def said(proposals: tuple[Proposal, ...]) -> list[tuple[str | None, bool, str]]:
        return [(each.candidate.title, each.recommended, each.why) for each in proposals]

    assert said(discovery.propose([one, two], NOON)) == said(discovery.propose([two, one], NOON))


def test_an_entry_without_an_address_counts_as_none() -> None:
    found = discovery.candidate("https://paper.example/f", SourceKind.FEED, [Entry(title="x"), *entries(1)], how="")

    assert (found.stories, found.language) == (frozenset({"https://paper.example/1"}), "en")
