"""What a newsroom's own system may tell us, and how it proves that it is the one (Standard Webhooks).

Pure: bytes, headers, keys and a moment come in. https://github.com/standard-webhooks/standard-webhooks
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from distrib.errors import BadInput, NotAllowed, SettingsProblem

PREFIX = "whsec_"
TOLERANCE = timedelta(minutes=5)
MOST_BYTES = 65_536
MOST_SIGNATURES = 10
_FEWEST_KEY_BYTES = 24
_ID = re.compile(r"[!-\-/-~]{1,128}")  # what is printed, but no full stop: it parts id, time and body in what is signed
_TIME = re.compile(r"[0-9]{1,12}")


class Event(StrEnum):
    """What happened to a story."""

    PUBLISHED = "published"
    UPDATED = "updated"
    RETRACTED = "retracted"


class Call(BaseModel):
    """The body of a call. An unknown field is an error: a slip must not be silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    event: Event
    url: Annotated[str, Field(min_length=1, max_length=2048)]
    source: Annotated[str, Field(min_length=1, max_length=100)] | None = None  #: by id or name; else by the url's site
    guid: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    title: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    summary: Annotated[str, Field(max_length=5000)] | None = None
    section: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    published: AwareDatetime | None = None
    updated: AwareDatetime | None = None
    reason: Annotated[str, Field(max_length=300)] | None = None  #: of a retraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A call whose signature is right: its id and the moment it was signed."""

    id: str
    said_at: datetime


def new_key() -> str:
    """Return a new secret as both sides write it down."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


def keys(text: str) -> tuple[bytes, ...]:
    """Return the keys of a secret, one a line; all of them count. Raises SettingsProblem, without the secret in it."""
    found = []
    for word in text.split():
        try:
            key = base64.b64decode(word.removeprefix(PREFIX), validate=True) if word.startswith(PREFIX) else b""
        except (binascii.Error, ValueError):
            key = b""
        if len(key) < _FEWEST_KEY_BYTES:
            raise SettingsProblem("The secret ingest-hook is damaged: make another with `distrib sources hook --new`.")
        found.append(key)
    return tuple(found)


def signature(key: bytes, *, call_id: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a call, `v1,` and base64."""
    signed = f"{call_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")


def verified(known: Iterable[bytes], *, headers: Mapping[str, str], body: bytes, now: datetime) -> Signed:
    """Return the id and moment of a call that one of the keys signed within the last five minutes.

    Raises BadInput for headers that can't be read, NotAllowed for a wrong signature or moment.
    """
    call_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not _ID.fullmatch(call_id) or not _TIME.fullmatch(timestamp) or not given.isascii():
        raise BadInput("The headers webhook-id, webhook-timestamp and webhook-signature are needed.")
    offered = [word.encode() for word in given.split(" ")[:MOST_SIGNATURES]]
    matches = 0
    for key in known:
        ours = signature(key, call_id=call_id, timestamp=timestamp, body=body).encode()
        for each in offered:  # all are compared, so that time tells nothing
            matches += hmac.compare_digest(each, ours)
    if not matches:
        raise NotAllowed("The signature is not right.")
    said_at = datetime.fromtimestamp(int(timestamp), UTC) if len(timestamp) < 12 else now + 2 * TOLERANCE  # noqa: PLR2004 - after year 5000
    if abs(now - said_at) > TOLERANCE:
        raise NotAllowed("The call was signed more than five minutes ago, or in the future: check the clock.")
    return Signed(id=call_id, said_at=said_at)


def read(body: bytes) -> Call:
    """Return what the call says. Raises BadInput, naming the first field that can't be used."""
    try:
        return Call.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        name = f"The field {place[:60]}" if place else "The body"
        raise BadInput(f"{name} can't be used: {first['msg'][0].lower()}{first['msg'][1:200]}.") from None
    except ValueError:  # half a character in a string
        raise BadInput("The body is not JSON in UTF-8.") from None
