from email import message_from_bytes, policy

import pytest

from distrib.composition.notice import Notices
from distrib.errors import TemplateProblem
from tests.composition.pages import a_notice, templates

KINDS = ["confirm", "welcome", "goodbye", "preferences", "sign_in", "alarm"]


@pytest.fixture(scope="module")
def notices() -> Notices:
    return Notices(templates())


@pytest.mark.parametrize("language", ["en", "hi", "or", "ur"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_notice_can_be_drawn_in_every_language(notices: Notices, kind: str, language: str) -> None:
    page = a_notice(kind=kind, language=language)
    message = message_from_bytes(b"".join(notices.message(page)), policy=policy.default)
    html = message.get_body(("html",)).get_content()
    text = message.get_body(("plain",)).get_content()

    assert not message.defects
    assert message["Subject"] == notices.subject(page) != ""
    assert page.link in html
    assert page.link in text
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert "12 Ring Road" in text


def test_a_notice_is_no_bulk_mail(notices: Notices) -> None:
    message = message_from_bytes(b"".join(notices.message(a_notice())), policy=policy.default)

    assert message["Message-ID"] == "<n5@paper.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    assert message["Precedence"] is None
    assert message["Reply-To"] is None


def test_facts_are_words_never_markup(notices: Notices) -> None:
    page = a_notice(kind="alarm", sentence="<script>x</script> {{ 7*7 }}", reply_to="editor@paper.example")

    assert "&lt;script&gt;x&lt;/script&gt; {{ 7*7 }}" in notices.html(page)
    assert b"Reply-To: editor@paper.example" in b"".join(notices.message(page))


def test_a_kinds_page_is_inlined_once_whatever_the_names() -> None:
    fresh = Notices(templates())
    first = fresh.html(a_notice(list_name="One"))
    second = fresh.html(a_notice(list_name="Two", link="https://mail.paper.example/confirm/other"))

    assert len(fresh._pages) == 1
    assert first.replace("One", "Two") != second
    assert "confirm/other" in second


def test_a_welcome_shows_the_latest_edition_when_there_is_one(notices: Notices) -> None:
    page = a_notice(kind="welcome", latest_title="T & T", latest_url="https://mail.paper.example/view/x")

    assert "T &amp; T" in notices.html(page)
    assert "https://mail.paper.example/view/x" in notices.text(page)
    assert "latest edition" not in notices.text(a_notice(kind="welcome"))


def test_a_notice_without_a_link_has_no_button(notices: Notices) -> None:
    assert 'class="press"' not in notices.html(a_notice(kind="goodbye", link=""))


def test_an_unknown_kind_is_named(notices: Notices) -> None:
    with pytest.raises(TemplateProblem, match="notices/party"):
        notices.message(a_notice(kind="party"))


def test_the_foot_says_who_writes_as_it_is_told(notices: Notices) -> None:
    page = a_notice(imprint="The Tarini Post, 14 Lamp Lane")

    assert notices.html(page).count("The Tarini Post, 14 Lamp Lane") == 1
    assert "The Tarini Post, The Tarini Post" not in notices.html(page)
    assert notices.text(page).rstrip().endswith("\n\nThe Tarini Post, 14 Lamp Lane")
