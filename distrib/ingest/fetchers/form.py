"""Forms to the web, through the hardened client."""

from collections.abc import Mapping
from urllib.parse import urlencode

from distrib.config import FetchingSettings
from distrib.ingest.posting import Posted
from distrib.outbound.client import Client

_MOST_BYTES = 100_000
_SHOWN = 200


class FormPoster:
    """Posts forms over HTTP; `hosts` leads names elsewhere."""

    def __init__(self, settings: FetchingSettings, *, hosts: Mapping[str, tuple[str, int]] | None = None) -> None:
        self._client = Client(
            user_agent=settings.user_agent,
            timeout_seconds=settings.timeout_seconds,
            most_bytes=_MOST_BYTES,
            most_redirects=0,
            allow_hosts=settings.allow_hosts,
            hosts=hosts,
        )

    def post(self, url: str, form: Mapping[str, str]) -> Posted:
        answer = self._client.request(
            "POST",
            url,
            headers={"content-type": "application/x-www-form-urlencoded"},
            content=urlencode(form).encode("ascii"),
        )
        return Posted(status=answer.status, text=answer.body[:_SHOWN].decode("utf-8", "replace"))
