import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distrib.composition import assembling, planning
from distrib.composition.assembling import Assembler, sender_id
from distrib.errors import BadInput
from distrib.model.cards import Form, OwnSubject
from distrib.model.plans import Plan
from tests.composition.pages import (
    SECTIONS,
    a_day,
    a_page,
    an_identity,
    assembler,
    compiled,
    facts,
    pictured,
    some_blanks,
)

SLUGS = [slug for slug, _ in SECTIONS]
NAMES = [
    "",
    "Asha",
    "ଆଶା ଦାସ",
    "آشا",
    "%%TOKEN%%",
    "{{ 7*7 }}",
    "</a>",
    "Asha\r\nBcc: x@y.example",
    "\u202eevil",
    "🙂" * 80,
    "a" * 400,
]


def parsed(pieces: tuple[bytes, ...]) -> EmailMessage:
    message = message_from_bytes(b"".join(pieces), policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    raw = body.get_payload(decode=True)
    assert isinstance(raw, bytes)
    return raw.decode("utf-8").replace("\r\n", "\n")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["en", "or", "ur"]),
    st.one_of(st.none(), st.frozensets(st.sampled_from(SLUGS))),
    st.frozensets(st.integers(1001, 1012)),
    st.sampled_from(NAMES),
    st.text("abcXYZ019-_.", min_size=1, max_size=90),
)
def test_every_copy_holds_its_stories_in_order_and_nobody_elses(
    language: str, sections: frozenset[str] | None, leave_out: frozenset[int], name: str, token: str
) -> None:
    made = assembler(language)
    expected = [
        one
        for slug, _, inside in a_day()
        if sections is None or slug in sections
        for one in inside
        if one.cluster_id not in leave_out
    ]
    plan = made.plan(sections, leave_out)
    assert {story for story, _ in plan.cards} == {one.story_id for one in expected}
    if not expected:
        return
    blanks = some_blanks(name=name, unsubscribe_url=f"https://mail.paper.example/u/{token}")
    message = parsed(made.message(plan, blanks))

    html, text = part(message, "html"), part(message, "plain")
    assert html == made.html(plan, blanks) + "\n" or html.rstrip("\n") == made.html(plan, blanks).rstrip("\n")
    assert text.rstrip("\n") == made.text(plan, blanks).rstrip("\n")
    for body in (html, text):
        linked = [int(number) for number in re.findall(r"/c/t(\d+)\b", body)]
        assert set(linked) == {one.story_id for one in expected}
        assert blanks.unsubscribe_url in body
    drawn = [story for story, form in plan.cards if form is not Form.HEADLINE]
    first_seen = list(dict.fromkeys(int(n) for n in re.findall(r"<h[13][^>]*><a href=\"[^\"]*/c/t(\d+)\"", html)))
    assert first_seen == drawn
    assert html.count("<h1") == 1
    assert plan.cards[0] == (expected[0].story_id, Form.LEAD)
    assert message["Subject"] == expected[0].title
    assert message["List-Unsubscribe"] == f"<{blanks.unsubscribe_url}>"
    assert "Bcc" not in message
    assert made.compiled.word not in html + text


def test_headers_say_what_a_bulk_mail_must() -> None:
    message = parsed(assembler().message(assembler().plan(None), some_blanks()))

    assert message["From"] == "The Tarini Post <morning@paper.example>"
    assert message["To"] == "Asha <asha@inbox.example>"
    assert message["Reply-To"] == "editor@paper.example"
    assert message["Message-ID"] == "<d5.v1@paper.example>"
    assert message["Date"] == "Tue, 24 Nov 2026 01:00:00 +0000"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Id"] == "tarini-morning <tarini-morning.paper.example>"
    assert message["List-Help"] == "<https://mail.paper.example/lists/tarini-morning>"
    assert message["Feedback-ID"] == "e1:tarini-morning:digest:paperexample"
    assert message["Precedence"] == "bulk"
    assert message["Auto-Submitted"] == "auto-generated"
    assert [one.get_content_type() for one in message.iter_parts()] == ["text/plain", "text/html"]


def test_every_line_ends_in_crlf_and_is_short() -> None:
    for language in ("en", "or"):
        made = assembler(language)
        raw = b"".join(made.message(made.plan(None), some_blanks()))

        assert b"\n" not in raw.replace(b"\r\n", b"")
        assert raw.isascii()
        assert all(len(line) <= 998 for line in raw.split(b"\r\n"))


def test_a_copy_made_again_is_the_same_bytes() -> None:
    made, again = assembler(), Assembler(compiled())

    assert made.message(made.plan(None), some_blanks()) == again.message(again.plan(None), some_blanks())


def test_nothing_for_a_reader_is_a_plan_without_cards() -> None:
    assert assembler().plan(frozenset({"weather"})).cards == ()
    assert assembler().plan(None, frozenset(range(1001, 1013))).cards == ()


def test_the_preheader_comes_from_the_stories_this_reader_gets() -> None:
    made = assembler()

    assert "story number 4" in made.preheader(made.plan(frozenset({"business"})))
    assert made.preheader(made.plan(None)) != made.subject(made.plan(None))
    assert all(len(made.preheader(made.plan(frozenset({slug})))) <= 110 for slug in SLUGS)


def test_an_editors_subject_goes_to_readers_who_get_its_story() -> None:
    made = Assembler(compiled(a_page(own_subject=OwnSubject(story_id=4, text="What the market did"))))

    assert made.subject(made.plan(None)) == "What the market did"
    assert made.subject(made.plan(frozenset({"odisha"}))) == "Story number 1 of the day"


def test_a_test_mail_is_marked_in_its_subject() -> None:
    made = assembler()
    message = parsed(made.message(made.plan(None), some_blanks(), marked="[TEST]"))

    assert message["Subject"] == "[TEST] Story number 1 of the day"


def test_counts_speak_of_this_copy_only() -> None:
    made = assembler()
    html = made.html(made.plan(frozenset({"odisha"}), frozenset({1002})), some_blanks())

    assert "2 stories" in html
    assert "12 stories" not in html


def test_two_cards_without_pictures_stand_side_by_side() -> None:
    made = assembler()
    html = made.html(made.plan(frozenset({"odisha"})), some_blanks())

    assert html.count('width="296" valign="top"') >= 4
    assert html.index("/c/t2") < html.index("/c/t3")


def test_what_is_not_drawn_in_full_stands_under_also_today() -> None:
    made = assembler()
    plan = made.plan(None)
    html = made.html(plan, some_blanks())

    assert [form for _, form in plan.cards].count(Form.HEADLINE) == 2
    assert "Also today" in html
    assert "Also today" not in made.html(made.plan(frozenset({"sports"})), some_blanks())


def test_a_mail_that_would_be_clipped_loses_pictures_before_stories() -> None:
    words = "ଓଡ଼ିଶାରେ ଆଜି ବର୍ଷା ହେବ। " * 40
    stories = [("odisha", "Odisha", [pictured(n, title="ଶୀର୍ଷକ " * 20, summary=words) for n in range(1, 30)])]
    whole = compiled(a_page("or", stories))
    made = Assembler(whole)
    plan = made.plan(None)

    assert len(plan.cards) == 29
    assert made.size(plan) <= assembling.FIT


def test_fitting_cuts_the_least_needed_card_first() -> None:
    cards = assembler().compiled.cards
    plan = planning.arrange(cards, full=12, version=1)
    full = [form for _, form in plan.cards]
    fitted = planning.fit(plan, cards, size=lambda p: sum(form is not Form.HEADLINE for _, form in p.cards), limit=5)

    assert full.count(Form.HEADLINE) == 0
    assert [story for story, form in fitted.cards if form is not Form.HEADLINE] == [1, 2, 4, 7, 10]


def test_a_lead_never_falls_to_a_headline_even_when_nothing_fits() -> None:
    cards = assembler().compiled.cards
    fitted = planning.fit(planning.arrange(cards, full=12, version=1), cards, size=lambda _: 10**6, limit=5)

    assert [form for _, form in fitted.cards] == [Form.LEAD, *[Form.HEADLINE] * 11]


def test_a_plan_can_be_read_back_from_its_key() -> None:
    plan = assembler().plan(None)

    assert Plan.read(plan.key) == plan


def test_an_address_that_would_break_the_header_is_refused() -> None:
    made = assembler()
    with pytest.raises(BadInput):
        made.message(made.plan(None), some_blanks(address="a@b.example\r\nBcc: c@d.example"))


def test_hostile_stories_stay_words() -> None:
    title = "<script>alert(1)</script> \u202e" + "x" * 400 + " 🙂 \r\nBcc: a@b.example"
    stories = [
        ("odisha", "Odi<b>sha", [pictured(1, title=title, summary="</td> {{ 7*7 }} %%NAME%%", also=("<i>",)), facts(2)])
    ]
    made = Assembler(compiled(a_page(stories=stories)))
    plan = made.plan(None)
    html = made.html(plan, some_blanks(name="</a><script>"))
    message = parsed(made.message(plan, some_blanks()))

    assert "<script>" not in html
    assert "&lt;/td&gt; {{ 7*7 }} %%NAME%%" in html
    assert "\u202e" not in html
    assert "Bcc" not in message
    assert len(message["Subject"]) <= 90


@pytest.mark.parametrize(("domain", "expected"), [("paper.example", "paperexample"), ("a.in", "aindistrib")])
def test_the_sender_id_of_feedback_keeps_its_length(domain: str, expected: str) -> None:
    assert sender_id(domain) == expected


def test_a_sender_without_reply_to_has_no_such_header() -> None:
    made = Assembler(compiled(identity=an_identity(reply_to=None)))

    assert parsed(made.message(made.plan(None), some_blanks()))["Reply-To"] is None


def test_in_the_brief_look_numbers_are_those_of_this_copy() -> None:
    made = assembler("or", "brief")
    html = made.html(made.plan(frozenset({"sports"})), some_blanks())

    assert html.count(">୧</td>") == 2
    assert html.count(">୩</td>") == 2
    assert ">୪</td>" not in html
