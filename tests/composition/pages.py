"""A digest page with everything defaulted, so that a test says only what it is about."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from distrib.composition.assembling import Assembler
from distrib.composition.card import USUAL, make_card
from distrib.composition.digest import Compiled, compile_digest
from distrib.composition.templates import Templates
from distrib.model.cards import DigestPage, Identity, NoticePage, SectionBlock, StoryFacts
from distrib.model.plans import Blanks

NETWORKS = ("whatsapp", "facebook", "x", "linkedin", "pinterest", "telegram", "email")
DAY = date(2026, 11, 24)
SECTIONS = (("odisha", "Odisha"), ("business", "Business"), ("videos", "Videos"), ("sports", "Sports"))


@cache
def templates() -> Templates:
    return Templates()


def facts(number: int, **given: Any) -> StoryFacts:
    defaults: dict[str, Any] = {
        "story_id": number,
        "cluster_id": 1000 + number,
        "title": f"Story number {number} of the day",
        "url": f"https://mail.paper.example/c/t{number}",
        "summary": f"What happened in story number {number}, told in one sentence that says it all.",
        "authors": ("Asha Das",),
        "words": 700,
        "share_url": f"https://mail.paper.example/s/{number}",
        "shares": tuple((name, f"https://mail.paper.example/s/{number}/{name}") for name in NETWORKS),
    }
    return StoryFacts(**{**defaults, **given})


def pictured(number: int, **given: Any) -> StoryFacts:
    return facts(
        number,
        **{
            "image_url": f"https://paper.example/{number}.jpg",
            "image_width": 1200,
            "image_height": 675,
            "image_alt": f"What picture {number} shows",
            "image_caption": f"Caption {number}",
            "image_credit": "Anil Behera",
            **given,
        },
    )


def a_day() -> tuple[tuple[str, str, tuple[StoryFacts, ...]], ...]:
    """Return twelve stories in four sections: with and without pictures, a video, an update."""
    stories = (
        (pictured(1, also=("Delta Dispatch", "Radio C")), facts(2, update=True), facts(3)),
        (pictured(4), pictured(5), facts(6)),
        (pictured(7, kind="video", media_seconds=160), pictured(8, kind="gallery", media_count=9), facts(9)),
        (pictured(10), pictured(11), pictured(12)),
    )
    return tuple((slug, name, inside) for (slug, name), inside in zip(SECTIONS, stories, strict=True))


def a_page(
    language: str = "en", stories: Sequence[tuple[str, str, Sequence[StoryFacts]]] | None = None, **given: Any
) -> DigestPage:
    spoken = templates().languages[language]
    blocks = tuple(
        SectionBlock(slug=slug, name=name, cards=tuple(make_card(one, section=slug, language=spoken) for one in inside))
        for slug, name, inside in (a_day() if stories is None else stories)
    )
    defaults: dict[str, Any] = {
        "edition_id": 1,
        "list_name": "Tarini Morning",
        "list_slug": "tarini-morning",
        "tagline": "Before breakfast",
        "paper_name": "The Tarini Post",
        "site_url": "https://paper.example",
        "public_url": "https://mail.paper.example",
        "marks_url": "https://mail.paper.example/static/marks",
        "sign_up_url": "https://mail.paper.example/lists/tarini-morning",
        "privacy_url": "https://mail.paper.example/privacy",
        "letter_url": "mailto:editor@paper.example",
        "day": DAY,
        "day_words": spoken.day(DAY),
        "time_words": spoken.say("Morning edition"),
        "end_words": spoken.say("That is all for now. The next edition comes to you by itself."),
        "language": language,
        "direction": spoken.direction,
        "look": "broadsheet",
        "palette": USUAL,
        "editor_name": "Nandita Mishra",
        "editor_title": "morning editor",
        "intro": "Good morning. It is Tuesday.",
        "sections": blocks,
        "imprint": "The Tarini Post, 12 Ring Road, Cuttack 753001",
    }
    return DigestPage(**{**defaults, **given})


def an_identity(**given: Any) -> Identity:
    defaults: dict[str, Any] = {
        "from_name": "The Tarini Post",
        "from_address": "morning@paper.example",
        "reply_to": "editor@paper.example",
        "list_name": "Tarini Morning",
        "list_slug": "tarini-morning",
        "help_url": "https://mail.paper.example/lists/tarini-morning",
        "campaign": "e1",
    }
    return Identity(**{**defaults, **given})


def compiled(page: DigestPage | None = None, **given: Any) -> Compiled:
    return compile_digest(
        page or a_page(), templates=templates(), identity=given.pop("identity", an_identity()), **given
    )


@cache
def assembler(language: str = "en", look: str = "broadsheet") -> Assembler:
    return Assembler(compiled(a_page(language, look=look)))


def some_blanks(**given: Any) -> Blanks:
    defaults: dict[str, Any] = {
        "key": "d5",
        "address": "asha@inbox.example",
        "name": "Asha",
        "dated_at": datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        "view_url": "https://mail.paper.example/view/AQEF.abcdefghijklmnopqrst",
        "unsubscribe_url": "https://mail.paper.example/u/AQEFAQE.uvwxyzabcdefghijklmn",
        "preferences_url": "https://mail.paper.example/preferences/AQEF.opqrstuvwxyzabcdefgh",
    }
    return Blanks(**{**defaults, **given})


def a_notice(**given: Any) -> NoticePage:
    defaults: dict[str, Any] = {
        "kind": "confirm",
        "key": "n5",
        "address": "asha@inbox.example",
        "name": "Asha",
        "language": "en",
        "dated_at": datetime(2026, 11, 24, 1, 0, tzinfo=UTC),
        "from_name": "The Tarini Post",
        "from_address": "letters@paper.example",
        "reply_to": None,
        "paper_name": "The Tarini Post",
        "site_url": "https://paper.example",
        "list_name": "Tarini Morning",
        "imprint": "The Tarini Post, 12 Ring Road, Cuttack",
        "link": "https://mail.paper.example/confirm/AQEF.abcdefghijklmnopqrst",
        "minutes": 30,
        "sentence": "The relay refuses our mail.",
    }
    return NoticePage(**{**defaults, **given})
