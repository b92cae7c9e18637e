"""Rules of sections: each given key needs a match, names and slugs are one."""

import pytest

from distrib.selection import fits
from tests.selection.told import a_candidate, a_rule

STORY = {
    "section": "Science & Tech",
    "sections": ("Business / Markets",),
    "tags": ("ISRO",),
    "source": "Tarini Post",
    "kind": "video",
    "url": "https://paper.example/odisha/%E0%AC%AA/story-7?x=1",
    "language": "en-IN",
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({}, True),
        ({"sections": ("science & tech",)}, True),
        ({"sections": ("science-tech",)}, True),
        ({"sections": ("markets",)}, True),
        ({"sections": ("Sports", "Business")}, True),
        ({"sections": ("Sports",)}, False),
        ({"sections": ("",)}, False),
        ({"tags": ("isro",)}, True),
        ({"tags": ("nasa",)}, False),
        ({"sources": ("tarini post",)}, True),
        ({"paths": ("/odisha/",)}, True),
        ({"paths": ("odisha/ପ",)}, True),
        ({"paths": ("/odi",)}, False),
        ({"paths": ("/",)}, True),
        ({"kinds": ("video", "gallery")}, True),
        ({"kinds": ("article",)}, False),
        ({"sections": ("science-tech",), "kinds": ("article",)}, False),
        ({"sections": (), "kinds": ("video",)}, True),
        ({"languages": ("hi", "en")}, True),
        ({"languages": ("hi",)}, False),
    ],
)
def test_each_given_key_needs_one_match(rule: dict[str, tuple[str, ...]], *, expected: bool) -> None:
    assert fits.fits(a_candidate(**STORY), a_rule(rule=rule), "en") is expected


def test_without_a_language_rule_the_lists_own_counts() -> None:
    assert not fits.fits(a_candidate(language="or"), a_rule(), "en")
    assert fits.fits(a_candidate(language=None), a_rule(), "en")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Science & Tech", "science-tech"), ("ଓଡ଼ିଶା", fits.slug("ଓଡ଼ିଶା")), ("People's  Voice", "peoples-voice"), ("…", "")],
)
def test_slugs(name: str, expected: str) -> None:
    assert fits.slug(name) == expected
