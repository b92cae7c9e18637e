"""Where a story really stands: redirects and canonical addresses are believed when they can be true."""

import pytest

from distrib.ingest import addressing
from distrib.ingest.addressing import Real
from tests.ingest.entries import a_story, an_entry, found

LINK = "https://feeds.example/~r/paper/1"
RAIN = "https://paper.example/odisha/rain-1"
LEADS, NAMES = "Its link leads here.", "The page names this as its address."


@pytest.mark.parametrize(
    ("link", "final", "canonical", "expected"),
    [
        (LINK, RAIN, None, Real(url=RAIN, how=LEADS)),
        (LINK, RAIN + "?utm_source=feed", None, Real(url=RAIN, how=LEADS)),
        (RAIN, RAIN, RAIN, None),
        (RAIN, None, None, None),
        (RAIN, "https://paper.example/", None, None),
        (RAIN, "https://paper.example/login", None, None),
        (RAIN, "https://paper.example/consent?next=rain-1", None, None),
        (RAIN, "javascript:alert(1)", None, None),
        (LINK, RAIN + "/2", RAIN, Real(url=RAIN, how=NAMES)),
        (RAIN, RAIN, "https://paper.example/", None),
        (RAIN, RAIN, "https://other.example/odisha/rain-1", None),
        (RAIN, RAIN, "https://paper.example/odisha/", None),
        (
            RAIN,
            RAIN,
            "https://www.paper.example/odisha/rain-1",
            Real(url="https://www.paper.example/odisha/rain-1", how=NAMES),
        ),
        ("https://paper.example/show?id=7", None, "https://paper.example/show", None),
        (
            "https://paper.example/rain-1?ref=x",
            None,
            "https://paper.example/rain-1",
            Real(url="https://paper.example/rain-1", how=NAMES),
        ),
        (RAIN, RAIN, "nonsense", None),
        (RAIN, "https://moved.example/odisha/rain-1", None, Real(url="https://moved.example/odisha/rain-1", how=LEADS)),
        (RAIN, "https://parked.example/buy", None, None),
    ],
)
def test_where_a_story_stands(link: str, final: str | None, canonical: str | None, expected: Real | None) -> None:
    assert addressing.real(found(an_entry(url=link)), final, canonical, "Something else") == expected


def test_a_shared_link_leads_to_no_story() -> None:
    assert addressing.real(found(an_entry(url="https://paper.example/")), RAIN, RAIN) is None


def test_where_different_stories_lead_is_doubtful() -> None:
    one, two = (found(an_entry(url=f"{LINK}{n}", title=f"News {n}")) for n in range(2))
    wall, rain = Real(url="https://paper.example/wait", how=LEADS), Real(url=RAIN, how=LEADS)

    assert addressing.doubtful([(one, wall), (two, wall), (one, rain)]) == {wall.url}
    assert addressing.doubtful([(one, wall), (one, wall)]) == set()


def test_a_story_is_believed_to_be_there_when_its_headline_is_alike() -> None:
    assert addressing.agrees(found(an_entry(title="Rain again")), a_story(title="Rain"))
    assert addressing.agrees(found(an_entry(title=None)), a_story(title="Rain"))
    assert not addressing.agrees(found(an_entry(title="Sun")), a_story(title="Rain"))
