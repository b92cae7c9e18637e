"""The sample's readers: who gets mail, who must not, and that they are the same ones every time."""

from collections import Counter

import pytest

from distrib.demo.subscribers import SECTIONS, SILENT, SampleSubscriber, sample_subscribers
from distrib.model.subscribers import SubscriptionState
from distrib.pipeline import newsroom_file
from distrib.resources import shipped


@pytest.fixture(scope="module")
def everyone() -> list[SampleSubscriber]:
    return sample_subscribers()


@pytest.fixture(scope="module")
def reading(everyone: list[SampleSubscriber]) -> list[SampleSubscriber]:
    return [
        each
        for each in everyone
        if each.state is SubscriptionState.CONFIRMED and not each.suppressed and each.sections != (SILENT,)
    ]


def test_a_thousand_have_something_to_read(reading: list[SampleSubscriber]) -> None:
    assert len(reading) == 1000
    assert Counter(each.language for each in reading) == {"en": 760, "or": 110, "hi": 80, "ur": 50}


def test_besides_them_are_a_few_who_must_get_nothing(everyone: list[SampleSubscriber]) -> None:
    states = Counter(each.state for each in everyone)
    assert states[SubscriptionState.UNCONFIRMED] == 5
    assert states[SubscriptionState.UNSUBSCRIBED] == 3
    assert sum(each.suppressed for each in everyone) == 5
    assert sum(each.sections == (SILENT,) for each in everyone) == 5
    assert len(everyone) == 1018


def test_addresses_are_their_own_and_lead_nowhere(everyone: list[SampleSubscriber]) -> None:
    assert len({each.address for each in everyone}) == len(everyone)
    assert all(each.address.isascii() and each.address.endswith(".example") for each in everyone)


def test_choices_differ_and_follow_the_list_s_order(everyone: list[SampleSubscriber]) -> None:
    assert len({each.sections for each in everyone}) > 200
    assert any(each.sections is None for each in everyone)
    for each in everyone:
        offered = SECTIONS[each.list_slug]
        assert each.sections is None or each.sections == tuple(slug for slug in offered if slug in each.sections)
        assert each.sections is None or each.sections


def test_names_are_written_in_the_readers_letters(everyone: list[SampleSubscriber]) -> None:
    letters = {"en": "A", "or": "\u0b00", "hi": "\u0900", "ur": "\u0600"}
    for each in everyone:
        first, start = ord(each.name[0]), ord(letters[each.language])
        assert start <= first < start + 0x100


def test_they_are_the_same_every_time(everyone: list[SampleSubscriber]) -> None:
    assert sample_subscribers() == everyone


def test_the_sections_they_chose_are_those_of_the_sample_newsroom() -> None:
    lists = newsroom_file.read(shipped("config") / "newsroom.toml").lists
    assert {each.slug: tuple(section.slug for section in each.sections) for each in lists} == SECTIONS
