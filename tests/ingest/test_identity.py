"""Each entry gets an address of its own, whatever its feed does; the order of entries makes no difference."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from distrib.ingest import identity
from distrib.ingest.entry import Entry
from distrib.ingest.telling import short_hash
from tests.factories import NOON
from tests.ingest.entries import an_entry, found

DAY = timedelta(days=1)


def test_tracking_parameters_make_no_other_story() -> None:
    assert found(an_entry(url="https://paper.example/rain?utm_source=x")).url == found().url


def test_an_entry_without_an_address_is_refused_with_the_reason() -> None:
    _, (refused,) = identity.identify([an_entry(url=None)])

    assert refused.why == "It has no link that can be shown."


def test_an_address_that_is_none_is_refused_with_the_reason() -> None:
    _, (refused,) = identity.identify([an_entry(url="https://.../")])

    assert refused.why


def test_the_same_entry_twice_is_taken_once() -> None:
    taken, refused = identity.identify([an_entry(), an_entry()])

    assert len(taken) == 1
    assert refused[0].why == "It stands in the same feed twice."


def test_one_link_for_all_entries_is_told_apart_by_guid() -> None:
    entries = [an_entry(id=str(n), url="https://paper.example/", title=f"Number {n}") for n in range(3)]

    taken, refused = identity.identify(entries)

    assert len({each.url for each in taken}) == 3
    assert refused == []
    assert [each.url for each in identity.identify(entries[::-1])[0]][::-1] == [each.url for each in taken]


@given(st.permutations(range(4)))
def test_identity_does_not_depend_on_the_order(order: list[int]) -> None:
    entries = [an_entry(id=str(n), url=f"https://paper.example/{n}", title=f"Number {n}") for n in range(4)]

    shuffled = identity.identify([entries[n] for n in order])[0]

    assert {(each.url, each.guid) for each in shuffled} == {
        (each.url, each.guid) for each in identity.identify(entries)[0]
    }


def test_a_front_page_is_no_storys_address() -> None:
    one = found(an_entry(url="https://paper.example/?utm_source=feed"))

    assert one.url == f"https://paper.example/#{short_hash('rain')}"
    assert one.shared


def test_a_link_known_to_be_shared_is_shared_with_one_entry_too() -> None:
    (one,), _ = identity.identify([an_entry()], shared={"paper.example/rain"})

    assert one.url == f"https://paper.example/rain#{short_hash('rain')}"


def test_an_older_telling_in_the_same_feed_gives_way_to_the_newer() -> None:
    older = an_entry(title="Two hurt", published=NOON, updated=NOON)
    newer = an_entry(title="Three hurt", published=NOON, updated=NOON + timedelta(minutes=5))

    for entries in ([older, newer], [newer, older]):
        (one,), (refused,) = identity.identify(entries)
        assert (one.entry.title, one.shared) == ("Three hurt", False)
        assert refused.why == "It stands in the same feed twice."


def test_http_https_and_a_slash_at_the_end_are_one_address_and_the_safe_one_is_kept() -> None:
    one, two = an_entry(url="http://www.paper.example/rain/"), an_entry(id="2")

    (kept,), (refused,) = identity.identify([one, two])

    assert (kept.url, kept.others) == ("https://paper.example/rain", ("http://www.paper.example/rain/",))
    assert refused.entry in (one, two)


def test_one_guid_and_headline_under_two_links_is_one_story() -> None:
    entries = [an_entry(), an_entry(url="https://paper.example/top/rain")]

    (kept,), _ = identity.identify(entries)

    assert (kept.url, kept.others) == ("https://paper.example/rain", ("https://paper.example/top/rain",))


def test_a_guid_used_for_the_weather_of_two_days_makes_two_stories() -> None:
    days = [
        an_entry(id="weather", title="Weather", url=f"https://paper.example/weather/{n}", published=NOON - n * DAY)
        for n in range(2)
    ]

    assert len(identity.identify(days)[0]) == 2


def test_one_link_and_one_headline_on_two_days_are_two_stories() -> None:
    days = [
        an_entry(id=str(n), title="Gold price today", url="https://paper.example/gold", published=NOON - n * DAY)
        for n in range(2)
    ]

    assert len({one.url for one in identity.identify(days)[0]}) == 2


def test_a_time_without_a_zone_is_one_of_the_newsrooms() -> None:
    naive = an_entry(published=(NOON + timedelta(hours=5, minutes=30)).replace(tzinfo=None))

    (one,), _ = identity.identify([naive], zone="Asia/Kolkata")

    assert one.published == NOON


ENTRIES = st.lists(
    st.builds(
        Entry,
        id=st.sampled_from([None, "1", "2", "tag:paper,3"]),
        url=st.sampled_from(
            [f"{s}://paper.example{path}" for s in ("http", "https") for path in ("/", "/a", "/a/", "/b?x=1&y=2")]
            + ["https://paper.example/b?y=2&utm_source=x&x=1", "https://m.paper.example/a", "nonsense"]
        ),
        title=st.sampled_from([None, "Rain", "RAIN", "Sun", "Weather"]),
        summary=st.sampled_from([None, "It rains."]),
        published=st.sampled_from([None, NOON, NOON - timedelta(hours=1), NOON - timedelta(days=1)]),
    ),
    max_size=8,
)  # fmt: skip


@given(ENTRIES, st.randoms(use_true_random=False))
def test_any_entries_in_any_order_are_the_same_stories(entries: list[Entry], dice: random.Random) -> None:
    mixed = list(entries)
    dice.shuffle(mixed)

    taken, refused = identity.identify(entries)
    again, refused_again = identity.identify(mixed)

    assert {(one.url, one.guid, one.fingerprint) for one in taken} == {
        (one.url, one.guid, one.fingerprint) for one in again
    }
    assert len(taken) + len(refused) == len(entries)
    assert len(refused) == len(refused_again)
    assert len({one.url for one in taken}) == len(taken)
