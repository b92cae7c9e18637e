"""Forms leave through the hardened client: as they are, to public hosts, without following."""

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from distrib.config import FetchingSettings
from distrib.errors import Blocked
from distrib.ingest.fetchers.form import FormPoster

HOST = "hub.example"


def poster(server: HTTPServer) -> FormPoster:
    return FormPoster(FetchingSettings(), hosts={HOST: ("127.0.0.1", server.port)})


def test_a_form_arrives_as_it_was(httpserver: HTTPServer) -> None:
    seen: list[dict[str, str]] = []

    def take(request: Request) -> Response:
        seen.append(request.form.to_dict())
        return Response("ok " * 200, status=202)

    httpserver.expect_request("/", method="POST").respond_with_handler(take)

    answer = poster(httpserver).post(f"https://{HOST}/", {"hub.topic": "https://paper.example/?a=1&b=ସ", "x": "ö"})

    assert seen == [{"hub.topic": "https://paper.example/?a=1&b=ସ", "x": "ö"}]
    assert (answer.status, len(answer.text)) == (202, 200)


def test_a_redirect_is_an_answer_and_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(status=307, headers={"Location": "http://169.254.169.254/"})

    assert poster(httpserver).post(f"https://{HOST}/", {}).status == 307


def test_a_private_address_is_not_asked() -> None:
    with pytest.raises(Blocked):
        FormPoster(FetchingSettings()).post("http://127.0.0.1:9/", {})
