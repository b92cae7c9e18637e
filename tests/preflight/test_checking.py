from collections.abc import Mapping
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from distrib.errors import Unreadable
from distrib.model.messages import Finding
from distrib.preflight.checking import blocked, check_html, check_message
from tests.composition.pages import a_notice, assembler, some_blanks, templates
from tests.preflight.mails import HTML, NOW, TEXT, a_mail

PREHEADER = "Six ferries link the islands with the town from today; a crossing costs ten."
PICTURE = '<img src="https://mail.paper.example/a.jpg" alt="A ferry" width="592">'
LINKED = f'<a href="https://mail.paper.example/c/1">{PICTURE}</a>'.replace("A ferry", "")
STAYING = HTML.replace("https://mail.paper.example/u/abc", "https://mail.paper.example/x").replace("Unsubscribe", "Bye")
FAR = "".join(f'<a href="https://h{n}.example/">place {n}</a>' for n in range(5))
ATTACHED = (
    b"Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n"
)


def wrong(found: list[Finding]) -> dict[str, str]:
    """Return id -> level of what is wrong."""
    return {one.id: one.level for one in found if one.ok is False}


def in_page(old: str, new: str) -> dict[str, str]:
    assert old in HTML
    return wrong(check_message(a_mail(html=HTML.replace(old, new)), now=NOW))


def test_a_good_mail_has_nothing_wrong() -> None:
    found = check_message(a_mail(), now=NOW)

    assert wrong(found) == {}
    assert not blocked(found)
    assert all(one.ok for one in found)
    assert len({one.id for one in found}) == len(found) >= 35


@pytest.mark.parametrize("language", ["en", "or", "hi", "ur"])
@pytest.mark.parametrize("look", sorted(templates().looks()))
def test_our_own_digests_have_nothing_wrong(language: str, look: str) -> None:
    made = assembler(language, look)
    for sections in (None, frozenset({"odisha"}), frozenset({"sports"})):
        raw = b"".join(made.message(made.plan(sections), some_blanks()))
        assert wrong(check_message(raw, now=NOW)) == {}


@pytest.mark.parametrize("kind", ["confirm", "welcome", "goodbye", "preferences", "sign_in", "alarm"])
def test_our_own_notices_block_nothing(kind: str) -> None:
    from distrib.composition.notice import Notices  # noqa: PLC0415 - only this test draws notices

    raw = b"".join(Notices(templates()).message(a_notice(kind=kind)))
    found = check_message(raw, now=NOW)

    assert not blocked(found)
    assert [one.id for one in found if one.ok is None] == ["B03", "H08"]


@pytest.mark.parametrize(
    ("headers", "id_"),
    [
        ({"Subject": None}, "H01"),
        ({"From": "a@b.example, c@d.example"}, "H02"),
        ({"From": "nobody"}, "H02"),
        ({"Message-ID": "abc"}, "H03"),
        ({"Date": "yesterday"}, "H04"),
        ({"Date": "Sun, 22 Nov 2026 01:00:00 +0000"}, "H04"),
        ({"Date": "Tue, 24 Nov 2026 04:00:00 +0000"}, "H04"),
        ({"List-Unsubscribe": "=?utf-8?q?=3Chttps=3A//a?="}, "H05"),
        ({"Subject": "=?utf-8?b?" + "YWFh" * 20 + "?="}, "H05"),
        ({"Subject": "=?utf-8?b?4KyF4A==?="}, "H05"),
        ({"Subject": "ଓଡ଼ିଶାରେ ଆଜି ବର୍ଷା ହେବ ବୋଲି"}, "H06"),
        ({"Subject": "A bell \x07 rings in the old town"}, "H06"),
        ({"Subject": "=?utf-8?q?a=0D=0ABcc=3A_x_and_more_than_that?="}, "H06"),
        ({"X-Long": "x" * 999}, "H07"),
        ({"List-Unsubscribe": None}, "H08"),
        ({"List-Unsubscribe": "<http://mail.paper.example/u/abc>"}, "H08"),
        ({"List-Unsubscribe": "<https://a.example/1>, <https://a.example/2>"}, "H08"),
        ({"List-Unsubscribe-Post": "One-Click"}, "H08"),
        ({"List-Id": "morning"}, "H09"),
        ({"List-Help": "ask us"}, "H09"),
        ({"Feedback-ID": "a:b:c"}, "H10"),
        ({"Feedback-ID": "a:a:digest:paperexample"}, "H10"),
        ({"Feedback-ID": "e1:x@y:digest:paperexample"}, "H10"),
        ({"Auto-Submitted": None}, "H11"),
        ({"From": '"news@gmail.com" <morning@paper.example>'}, "H12"),
        ({"Subject": "Re: your question of yesterday"}, "H13"),
        ({"Subject": "THE RIVER BUS IS BACK ON THE WATER"}, "H13"),
        ({"Subject": "Short"}, "H13"),
        ({"Subject": "=?utf-8?b?4oCuZXZpbCB3b3JkcyB0aGF0IHR1cm4gcm91bmQ=?="}, "H13"),
        ({"Subject": ""}, "H13"),
        ({"Reply-To": "no-reply@paper.example"}, "H14"),
        ({"To": "undisclosed-recipients:;"}, "H15"),
        ({"To": "a@b.example, c@d.example"}, "H15"),
        ({"Cc": "c@d.example"}, "H15"),
        ({"To": "{{ name }} <a@b.example>"}, "B11"),
        ({"X-Campaign": "%%CAMPAIGN%%"}, "B11"),
    ],
)
def test_what_is_wrong_with_a_header_is_found(headers: Mapping[str, str | None], id_: str) -> None:
    assert id_ in wrong(check_message(a_mail(headers), now=NOW))


def test_a_foreign_domain_in_the_message_id_is_a_warning() -> None:
    found = check_message(a_mail({"Message-ID": "<1@other.example>"}), now=NOW)

    assert wrong(found)["H03"] == "warn"


def test_a_header_that_stands_twice_blocks() -> None:
    found = check_message(
        a_mail(extra="List-Id: x <x.paper.example>\nSubject: Another subject of this mail\n"), now=NOW
    )

    assert [one.place for one in found if one.id == "H01"] == ["Subject", "List-Id"]
    assert blocked(found)


def test_without_a_moment_a_date_is_not_judged() -> None:
    old = a_mail({"Date": "Tue, 24 Nov 2020 01:00:00 -0000"})

    assert [one.ok for one in check_message(old) if one.id == "H04"] == [None]
    assert "H04" in wrong(check_message(old, now=NOW))
    assert "H04" not in wrong(check_message(a_mail(), now=NOW + timedelta(hours=20)))


@pytest.mark.parametrize(
    ("old", "new", "id_"),
    [
        ("Words that say what happened. " * 20, "<!--" + "x" * 100_001 + "-->" + "Words that say. " * 40, "B02"),
        ("Words that say what happened. " * 20, "<!--" + "x" * 91_000 + "-->" + "Words that say. " * 40, "B02"),
        ("Words that say what happened. " * 20, "", "B05"),
        (PREHEADER, "Short", "B06"),
        (PREHEADER, "View this email in your browser, please, or read on", "B06"),
        ('<p style="margin:0">', '<p style="display:none">secret</p><p style="margin:0">', "B07"),
        ('href="https://mail.paper.example/c/1"', 'href="http://mail.paper.example/c/1"', "B08"),
        ('href="https://mail.paper.example/c/1"', 'href="/c/1"', "B08"),
        ('href="https://mail.paper.example/c/1"', 'href="https://192.0.2.1/c/1"', "B08"),
        ('href="https://mail.paper.example/c/1"', 'href="https://bit.ly/1"', "B08"),
        ('href="https://mail.paper.example/c/1"', 'href="https://u:p@mail.paper.example/1"', "B08"),
        ('href="https://mail.paper.example/c/1"', 'href="https://mail.paper.example:8443/1"', "B08"),
        ('href="https://mail.paper.example/c/1"', 'href="https://[broken"', "B08"),
        (">Unsubscribe</a>", '>Unsubscribe</a> <a href="https://evil.example/">https://bank.example/login</a>', "B08"),
        ("</p>", '</p><script>alert("x")</script>', "B10"),
        ("</p>", '</p><form action="https://a.example"></form>', "B10"),
        ("</p>", '</p><iframe src="https://a.example"></iframe>', "B10"),
        ('alt="A ferry"', 'alt="A ferry" onload="x()"', "B10"),
        ('href="https://mail.paper.example/c/1"', 'href="java\nscript:x()"', "B10"),
        ('src="https://mail.paper.example/a.jpg"', 'src="data:image/png;base64,AAAA"', "B10"),
        ("<title>", '<meta http-equiv="refresh" content="0"><title>', "B10"),
        ("<title>", '<link rel="stylesheet" href="https://a.example/x.css"><title>', "B10"),
        (">The river bus</a>", ">{{ title }}</a>", "B11"),
        (">The river bus</a>", ">None</a>", "B11"),
        ('href="https://mail.paper.example/c/1"', 'href="https://mail.paper.example/%%TOKEN%%"', "B11"),
        ('href="https://mail.paper.example/c/1"', 'href="https://staging.paper.example/1"', "B11"),
        ('href="https://mail.paper.example/c/1"', 'href="http://localhost:8000/1"', "B11"),
        ("Words that say what happened.", "Open localhost now.", "B11"),
        ("<!DOCTYPE html>", "", "T01"),
        ('<html lang="en" dir="ltr">', "<html>", "T01"),
        ('<div lang="en" dir="ltr">', "<div>", "T01"),
        ('<meta name="viewport" content="x">', "", "T02"),
        ('<meta charset="utf-8">', "", "T02"),
        ("<title>The river bus is back</title>", "", "T02"),
        (' role="presentation"', "", "T03"),
        (' cellpadding="0"', "", "T03"),
        (' alt="A ferry"', "", "T05"),
        (' width="592"', "", "T05"),
        (PICTURE, LINKED, "T05"),
        ("a.jpg", "a.webp", "T06"),
        ("<h1", "<h2>x</h2><h1", "T11"),
        ("</h1>", "</h1><h1>x</h1>", "T11"),
        (">The river bus</a>", ">Read more</a>", "T12"),
        (">The river bus</a>", "></a>", "T12"),
        ("@media print {", "/*" + "x" * 13_000 + "*/ @media print {", "T13"),
        ("@media print {", "/*" + "x" * 17_000 + "*/ @media print {", "T13"),
        ("@media print { p { color:#111 !important } }", "@media print { @media screen { p { margin:0 } } }", "T13"),
        ("#111 !important", "#111!important", "T13"),
        ("<p style", "<p>" + "</p><p>".join(["words"] * 9) + "</p><p style", "T14"),
        ("</p>", "</p><!--[if mso]><p>", "T15"),
        ("</p>", "</p><![if !mso]><p>x</p><![endif]>", "T15"),
        ('<p style="margin:0">', '<p style="float:left">', "T16"),
        ("font-family:Georgia,serif", "font-family:Georgia", "T17"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_page_is_found(old: str, new: str, id_: str) -> None:
    assert id_ in in_page(old, new)


def test_a_preheader_that_repeats_the_subject_is_found() -> None:
    words = "The river bus is back on the water, at last, it is"
    html = HTML.replace(PREHEADER, words)

    assert "B06" in wrong(check_message(a_mail({"Subject": words}, html=html), now=NOW))


@pytest.mark.parametrize(
    ("raw", "id_"),
    [
        (a_mail(text=None), "B01"),
        (a_mail(html=None), "B01"),
        (a_mail(charset="us-ascii", text="ଓଡ଼ିଶା"), "B01"),
        (a_mail(charset="latin-1"), "B01"),
        (a_mail(html=STAYING), "B03"),
        (a_mail(html=HTML.replace("</p>", "</p><!--" + "x" * 100_001 + "-->")), "B03"),
        (a_mail(text=""), "B04"),
        (a_mail(text="View this mail in your browser"), "B04"),
        (a_mail(text=TEXT.replace("/c/1", "/c/2")), "B04"),
        (a_mail(text=TEXT.replace("/u/abc", "/x")), "B04"),
        (a_mail(text=TEXT + "\nNone\n"), "B11"),
        (a_mail(text=TEXT + "\nhttp://localhost:8000\n"), "B11"),
        (a_mail(extra="X-Pad: x\n" + "".join(f"X-{n}: {'y' * 900}\n" for n in range(230))), "B12"),
        (a_mail(html=HTML.replace("</p>", f"</p>{FAR}")), "B09"),
        (ATTACHED, "B12"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_body_is_found(raw: bytes, id_: str) -> None:
    assert id_ in wrong(check_message(raw, now=NOW))


def test_a_mail_of_which_one_can_leave_by_its_words_needs_the_header_too() -> None:
    plain = dict.fromkeys(("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Feedback-ID", "Precedence"))

    assert "H08" in wrong(check_message(a_mail(plain), now=NOW))


def test_html_alone_is_judged_by_the_rules_for_pages() -> None:
    assert wrong(check_html(HTML)) == {}
    assert wrong(check_html(HTML.replace(">The river bus</a>", ">{{ x }}</a>"))) == {"B11": "block"}
    assert not any(one.id.startswith("H") for one in check_html(HTML))


def test_a_preheader_hidden_by_a_class_is_seen() -> None:
    html = HTML.replace('<div style="display:none">', '<div class="pre">').replace(
        "@media", ".pre { display:none } @media"
    )

    assert "B06" not in wrong(check_html(html))


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\n", b"just words", b"\x00\xff" * 40])
def test_what_is_no_mail_is_refused_in_a_sentence(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        check_message(raw, now=NOW)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 4000), st.integers(0, 60))
def test_no_mail_however_broken_stops_the_checks(junk: bytes, at: int, cut: int) -> None:
    raw = a_mail()
    try:
        check_message(raw[:at] + junk + raw[at + cut :], now=NOW)
    except Unreadable:
        return


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_page_however_broken_stops_the_checks(junk: str) -> None:
    try:
        check_html(HTML[:900] + junk + HTML[900:])
        check_html(junk)
    except Unreadable:
        return
