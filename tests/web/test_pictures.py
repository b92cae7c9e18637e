"""`/m/`: stored pictures, for ever, and not one byte beside them."""

from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from distrib.model.stories import PictureUse
from distrib.pipeline import media
from distrib.store import pictures
from tests import factories
from tests.factories import NOON

BODY = b"\xff\xd8\xff\xe0 a picture"


@pytest.fixture
def name(house: Any) -> str:
    return media.write(house.parts.home, BODY, "jpg")


def test_a_stored_picture_never_changes_and_says_so(client: TestClient, name: str) -> None:
    answer = client.get(f"/m/{name}.jpg")

    assert (answer.status_code, answer.content) == (200, BODY)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["etag"] == f'"{name}"'
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["content-length"] == str(len(BODY))


def test_a_head_says_the_same_without_the_bytes(client: TestClient, name: str) -> None:
    got, head = client.get(f"/m/{name}.jpg"), client.head(f"/m/{name}.jpg")

    assert (head.status_code, head.content) == (200, b"")
    same = ("etag", "content-type", "content-length", "cache-control")
    assert [head.headers[key] for key in same] == [got.headers[key] for key in same]


def test_who_has_it_is_told_so(client: TestClient, name: str) -> None:
    for known in (f'"{name}"', f'W/"{name}"', f'"x", "{name}"'):
        answer = client.get(f"/m/{name}.jpg", headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(f"/m/{name}.jpg", headers={"If-None-Match": '"other"'}).status_code == 200


OTHERS = [
    "distrib.db", "../distrib.db", "..%2fdistrib.db", "..%2Fdistrib.db", "%2e%2e/distrib.db", "..%5cdistrib.db",
    "....//distrib.db", "%252e%252e%252fdistrib.db", "/etc/passwd", "%2fetc%2fpasswd", "..%00.jpg", ".lock", "",
    "{name}", "{name}.", "{name}.jpg/", "{name}.jpg/..", "{name}.jpg%00", "{name}.jpg%0a", "{name}.JPG", "{name}.svg",
    "{name}.html", "{name}.jpeg", "{NAME}.jpg", "{name}.jpg.jpg", "x{name}.jpg", "{name}x.jpg", "%2e/{name}.jpg",
    "media/{name}.jpg", "..%2fmedia%2f{name}.jpg", "{name}.png", "{short}.jpg", "０{short}.jpg", "{name}%2ejpg%20",
]  # fmt: skip


@pytest.mark.parametrize("path", OTHERS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_no_other_path_gives_a_byte(client: TestClient, house: Any, name: str, path: str, method: str) -> None:
    folder = media.folder(house.parts.home)
    (folder / "notes.jpg").write_text("SECRET")
    (folder / f"{name}.svg").write_text("<svg>SECRET</svg>")
    (folder / f"{name}.html").write_text("SECRET")
    filled = path.replace("{name}", name).replace("{NAME}", name.upper()).replace("{short}", name[1:])

    answer = client.request(method, f"/m/{quote(filled, safe='/%.')}")

    assert answer.status_code in {404, 405}
    assert b"SECRET" not in answer.content
    assert BODY not in answer.content


def test_a_link_out_of_the_folder_is_no_picture(client: TestClient, house: Any) -> None:
    folder = media.folder(house.parts.home)
    folder.mkdir()
    (house.parts.home / "secret").write_text("SECRET")
    (folder / f"{'a' * 64}.jpg").symlink_to(house.parts.home / "secret")

    assert client.get(f"/m/{'a' * 64}.jpg").status_code == 404


def test_nothing_can_be_written_there(client: TestClient, name: str) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, f"/m/{name}.jpg").status_code == 405


# -- share pages ---------------------------------------------------------------------------------------------------

SOURCE = "https://paper.example/boats.jpg"


def a_shared_story(house: Any, **facts: Any) -> int:
    with house.parts.database.writing() as session:
        story = factories.a_story(session, image_url=SOURCE, image_width=2400, image_height=1350)
        pictures.keep(session, (SOURCE, PictureUse.LEAD), at=NOON, facts=facts)
        return story.id or 0


def test_a_share_page_shows_and_hands_on_our_own_copy(client: TestClient, house: Any, name: str) -> None:
    story_id = a_shared_story(house, hash=name, extension="jpg", width=1200, height=675, size=9)

    page = client.get(f"/s/{story_id}").text

    assert f'<meta property="og:image" content="https://mail.paper.example/m/{name}.jpg">' in page
    assert f'<img src="/m/{name}.jpg"' in page
    assert 'width="1200" height="675"' in page


@pytest.mark.parametrize(("broken", "shown"), [(False, True), (True, False)])
def test_without_one_the_sources_own_is_shown_if_it_can_be(
    client: TestClient, house: Any, *, broken: bool, shown: bool
) -> None:
    story_id = a_shared_story(house, problem="Its address answers.", broken=broken)

    assert (SOURCE in client.get(f"/s/{story_id}").text.partition("<section")[0]) is shown
