import pytest

from distrib.ingest.robots_tag import noindex


@pytest.mark.parametrize("header", [
    "noindex",
    "NoIndex, nofollow",
    "nofollow , NONE",
    "max-snippet: 20, noindex",
    "unavailable_after: 25 Jun 2010 15:00:00 PST, noindex",
    "noindex, googlebot: nofollow",
    "noarchive noindex",
])  # fmt: skip
def test_a_header_asks_everybody_not_to_list_the_page(header: str) -> None:
    assert noindex(header)


@pytest.mark.parametrize("header", [
    None,
    "",
    "all",
    "nofollow, noarchive",
    "googlebot: noindex",
    "googlebot: nofollow, noindex",
    "GoogleBot-News: none, otherbot : noindex",
    "max-image-preview: none",
    "noindexing",
])  # fmt: skip
def test_what_is_asked_of_another_robot_or_not_asked_is_none_of_ours(header: str | None) -> None:
    assert not noindex(header)
