import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from distrib.errors import SenderProblem, SettingsProblem
from distrib.model.placing import PlaceOutcome
from distrib.outbound.client import Client
from distrib.publishing.networks import x
from distrib.publishing.networks.x import Credentials, XNetwork
from tests.contracts.test_networks import a_placing

GIVEN = dict.fromkeys(x.KEYS, "secret")


def a_network(port: int, seconds: float = 5) -> XNetwork:
    """Return the network whose host is led to a server on this machine."""
    client = Client(user_agent="distrib/test", timeout_seconds=seconds, hosts={x.HOST: ("127.0.0.1", port)})
    return XNetwork(Credentials.read(GIVEN), client=client)


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    with HTTPServer(host="127.0.0.1") as running:
        yield running


@pytest.fixture
def network(server: HTTPServer) -> XNetwork:
    return a_network(server.port)


def answering(server: HTTPServer, status: int, body: Any, **headers: str) -> None:
    server.expect_request("/2/tweets", method="POST").respond_with_json(body, status=status, headers=headers)


def test_a_post_is_signed_sent_and_its_id_kept(server: HTTPServer, network: XNetwork) -> None:
    answering(server, 201, {"data": {"id": "1729", "text": "…"}})

    placed = network.place(a_placing())

    assert (placed.outcome, placed.remote_id) == (PlaceOutcome.PLACED, "1729")
    assert placed.url == "https://x.com/i/status/1729"
    request, _ = server.log[0]
    assert request.get_json() == {"text": a_placing().text}
    assert request.headers["Authorization"].startswith("OAuth ")


@pytest.mark.parametrize(
    ("status", "body", "outcome", "word"),
    [
        (400, {"errors": [{"message": "Your text is too long."}]}, PlaceOutcome.REFUSED, "too long"),
        (403, {"detail": "You are not allowed to create a Tweet with duplicate content."}, "refused", "very text"),
        (403, {"detail": "You may not do this."}, PlaceOutcome.REFUSED, "may not"),
        (404, {}, PlaceOutcome.REFUSED, "404"),
        (429, {"title": "Too Many Requests"}, PlaceOutcome.TRY_LATER, "no more posts"),
        (503, {"title": "Down"}, PlaceOutcome.UNSURE, "503"),
        (200, {"data": {}}, PlaceOutcome.UNSURE, "may be out"),
        (200, {"nothing": 1}, PlaceOutcome.UNSURE, "may be out"),
    ],
)
def test_what_x_answers_means_something(
    server: HTTPServer, network: XNetwork, status: int, body: Any, outcome: str, word: str
) -> None:
    answering(server, status, body)

    placed = network.place(a_placing())

    assert placed.outcome == outcome
    assert word in (placed.reply or "")
    assert len(server.log) == 1, "asked again by itself"


def test_the_end_of_a_rate_limit_is_told(server: HTTPServer, network: XNetwork) -> None:
    answering(server, 429, {}, **{"x-rate-limit-reset": "1795501800"})

    reply = network.place(a_placing()).reply

    assert reply is not None
    assert reply.endswith("until 06:30 UTC.")


@pytest.mark.parametrize("status", [401, 402])
def test_an_account_that_x_does_not_let_in_is_the_senders_problem(
    server: HTTPServer, network: XNetwork, status: int
) -> None:
    answering(server, status, {"title": "No"})

    with pytest.raises(SenderProblem):
        network.place(a_placing())


def test_an_answer_that_is_no_json_leaves_it_unsure(server: HTTPServer, network: XNetwork) -> None:
    server.expect_request("/2/tweets").respond_with_data("<html>", content_type="text/html")

    assert network.place(a_placing()).outcome is PlaceOutcome.UNSURE


def test_a_redirect_is_not_followed(server: HTTPServer, network: XNetwork) -> None:
    server.expect_request("/2/tweets").respond_with_data("", status=307, headers={"Location": server.url_for("/else")})

    assert network.place(a_placing()).outcome is PlaceOutcome.UNSURE
    assert len(server.log) == 1


def test_silence_after_sending_leaves_it_unsure(server: HTTPServer) -> None:
    def slow(_: Request) -> Response:
        time.sleep(0.6)
        return Response("{}")

    server.expect_request("/2/tweets").respond_with_handler(slow)

    assert a_network(server.port, seconds=0.3).place(a_placing()).outcome is PlaceOutcome.UNSURE


def test_who_can_not_be_reached_is_tried_later() -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        queue = [socket.socket() for _ in range(4)]  # fills the queue, so that a connection never comes about
        for one in queue:
            one.settimeout(0)
            one.connect_ex(full.getsockname())
        nobody = a_network(full.getsockname()[1], seconds=0.3)

        assert nobody.place(a_placing()).outcome is PlaceOutcome.TRY_LATER
        for one in queue:
            one.close()


def test_a_check_says_whose_account_it_is_and_posts_nothing(server: HTTPServer, network: XNetwork) -> None:
    server.expect_request("/2/users/me").respond_with_json({"data": {"id": "1", "name": "P", "username": "paper"}})

    [finding] = network.check()

    assert (finding.ok, finding.sentence) == (True, "Posts go out as @paper.")
    assert network.reconcile(a_placing()) is None


def test_a_check_of_a_revoked_account_fails_in_a_sentence(server: HTTPServer, network: XNetwork) -> None:
    server.expect_request("/2/users/me").respond_with_json({}, status=401)

    [finding] = network.check()

    assert (finding.level, finding.ok) == ("block", False)


def test_missing_keys_are_named_and_no_key_is_ever_shown() -> None:
    with pytest.raises(SettingsProblem, match="access_token, access_token_secret"):
        Credentials.read({**GIVEN, "access_token": "", "access_token_secret": None})
    assert "secret" not in repr(Credentials.read(GIVEN))
