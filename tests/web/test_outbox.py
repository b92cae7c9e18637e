import json
import os
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.users import Role
from distrib.web.app import create_app
from distrib.web.leading import without_hosts
from tests import factories
from tests.web import scenes

MAIL = """From: The Test Post <morning@paper.example>\r
To: {to}\r
Subject: {subject}\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
Content-Type: text/plain; charset=utf-8\r
\r
Plain words\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<html><head><title>t</title></head><body><a href="https://mail.paper.example/u/t">stop</a>\
<a href="https://paper.example/a">story</a><img src='https://mail.paper.example/m/x.png'></body></html>\r
--b--\r
"""


def put(house: Any, key: str, *, to: str = "asha@inbox.example", subject: str = "Boats", at: int = 1000) -> Path:
    folder = house.parts.home / "outbox" / "mail" / "new"
    folder.mkdir(parents=True, exist_ok=True)
    path: Path = folder / f"{key}.eml"
    path.write_bytes(MAIL.format(to=to, subject=subject).encode())
    os.utime(path, (at, at))
    return path


def test_mails_stand_newest_first_and_are_found_by_address(client: TestClient, house: Any) -> None:
    put(house, "d1", to="old@inbox.example", at=1000)
    put(house, "d2", to="new@inbox.example", at=2000)
    scenes.signed_in(client, house.parts)
    page = client.get("/outbox").text
    assert page.index("new@inbox.example") < page.index("old@inbox.example")
    page = client.get("/outbox?words=OLD@").text
    assert "old@inbox.example" in page
    assert "new@inbox.example" not in page
    assert "No mail holds that" in client.get("/outbox?words=nobody").text


def test_fifty_are_shown_at_a_time(client: TestClient, house: Any) -> None:
    for number in range(60):
        put(house, f"d{number}", subject=f"Mail {number:02}", at=1000 + number)
    scenes.signed_in(client, house.parts)
    page = client.get("/outbox").text
    assert "Mail 59" in page
    assert "Mail 09" not in page
    assert "Older" in page
    page = client.get("/outbox?skip=50").text
    assert "Mail 09" in page
    assert "Newer" in page


def test_a_mail_is_shown_in_all_its_parts_with_our_links_led_here(client: TestClient, house: Any) -> None:
    put(house, "d1")
    scenes.signed_in(client, house.parts)
    page = client.get("/outbox/mail/d1").text
    assert "Plain words" in page
    assert "multipart/alternative" in page
    assert 'sandbox="allow-popups' in page
    html = client.get("/outbox/mail/d1/html")
    assert 'href="/u/t"' in html.text
    assert "src='/m/x.png'" in html.text
    assert "https://paper.example/a" in html.text
    assert '<base target="_blank">' in html.text
    assert "sandbox" in html.headers["content-security-policy"]
    raw = client.get("/outbox/mail/d1/raw")
    assert raw.headers["content-type"].startswith("text/plain")
    assert "https://mail.paper.example/u/t" in raw.text


def test_a_mail_that_a_program_has_read_is_still_there(client: TestClient, house: Any) -> None:
    path = put(house, "n1")
    read = path.parents[1] / "cur"
    read.mkdir()
    path.rename(read / "n1.eml:2,S")
    scenes.signed_in(client, house.parts)
    assert "Boats" in client.get("/outbox").text
    assert client.get("/outbox/mail/n1").status_code == 200


@pytest.mark.parametrize("key", ["..%2f..%2fdistrib.db", "d1.eml", "d*", "x", "d9", "%2e%2e", "d1/../d2"])
def test_no_path_leads_out_of_the_folder(client: TestClient, house: Any, key: str) -> None:
    put(house, "d1")
    scenes.signed_in(client, house.parts)
    assert client.get(f"/outbox/mail/{key}").status_code == 404


def test_a_link_in_the_folder_is_not_followed(client: TestClient, house: Any) -> None:
    secret = house.parts.home / "secret"
    secret.write_text("Subject: treasure\r\n\r\n")
    path = put(house, "d1")
    path.unlink()
    path.symlink_to(secret)
    scenes.signed_in(client, house.parts)
    assert client.get("/outbox/mail/d1").status_code == 404
    assert "treasure" not in client.get("/outbox").text


def test_sign_in_mails_are_for_admins_only(client: TestClient, house: Any) -> None:
    with house.parts.database.writing() as session:
        notice = factories.stored(
            session,
            Notice(kind=NoticeKind.SIGN_IN, cause="u", made_at=factories.NOON, moved_at=factories.NOON),
        )
    put(house, f"n{notice.id}", subject="Your way in")
    scenes.signed_in(client, house.parts, Role.EDITOR)
    assert "Your way in" not in client.get("/outbox").text
    for part in ("", "/html", "/raw"):
        assert client.get(f"/outbox/mail/n{notice.id}{part}").status_code == 404
    scenes.signed_in(client, house.parts, Role.ADMIN)
    assert "Your way in" in client.get("/outbox").text


def test_broken_mails_and_posts_break_no_page(client: TestClient, house: Any) -> None:
    put(house, "d1").write_bytes(b"\xff\x00 no mail at all")
    posts = house.parts.home / "outbox" / "posts"
    posts.mkdir()
    (posts / "p1.json").write_text(json.dumps({"network": "x", "text": "Boats <b>", "url": "https://paper.example"}))
    (posts / "p2.json").write_text("{broken")
    (posts / "p3.json").write_text("[1]")
    (posts / "other.txt").write_text("no")
    scenes.signed_in(client, house.parts)
    assert client.get("/outbox").status_code == 200
    assert "It has no HTML part" in client.get("/outbox/mail/d1").text
    assert client.get("/outbox/mail/d1/html").text.startswith("<base")
    page = client.get("/outbox/posts").text
    assert "Boats &lt;b&gt;" in page
    assert "{broken" in page


def test_an_empty_outbox_says_so(client: TestClient, house: Any) -> None:
    scenes.signed_in(client, house.parts)
    assert "The outbox is empty" in client.get("/outbox").text
    assert "Nothing has been posted yet" in client.get("/outbox/posts").text


def test_an_installation_that_mails_people_has_no_outbox_page(house: Any) -> None:
    put(house, "d1")
    with house.parts.database.writing() as session:
        sender = factories.a_sender(session, transport="smtp")
        assert sender.id
    for told, status in ((None, 404), (False, 404), (True, 200)):
        app = create_app(house.parts, outbox=told)
        with TestClient(app, base_url="http://mail.test", follow_redirects=False) as client:
            scenes.signed_in(client, house.parts)
            assert client.get("/outbox").status_code == status
            assert ('href="/outbox"' in client.get("/console").text) is (status == 200)


def test_only_addresses_of_ours_are_led_here() -> None:
    ours = ("https://mail.paper.example",)
    html = '<a href="https://mail.paper.example/u/t"><a href="https://mail.paper.example.evil.example/u/t">'
    led = '<a href="/u/t"><a href="https://mail.paper.example.evil.example/u/t">'
    assert without_hosts(html, ours) == led
    assert without_hosts(html, ()) == html
