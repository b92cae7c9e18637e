"""The signature of a call (Standard Webhooks) and what its body may say."""

import base64
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import BadInput, NotAllowed, SettingsProblem
from distrib.ingest import calls
from tests.factories import NOON

KEY = b"k" * 32
TIME = str(int(NOON.timestamp()))
BODY = b'{"event": "published", "url": "https://paper.example/rain"}'


def headers(body: bytes = BODY, *, key: bytes = KEY, call_id: str = "msg_1", timestamp: str = TIME) -> dict[str, str]:
    return {
        "webhook-id": call_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": calls.signature(key, call_id=call_id, timestamp=timestamp, body=body),
    }


def test_the_signature_is_the_one_of_the_standard() -> None:
    # The example of the Standard Webhooks' own libraries.
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    ours = calls.signature(
        key, call_id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp="1614265330", body=b'{"test": 2432232314}'
    )

    assert ours == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_call_that_was_signed_right_is_believed() -> None:
    found = calls.verified([KEY], headers=headers(), body=BODY, now=NOON + timedelta(minutes=4))

    assert (found.id, found.said_at) == ("msg_1", NOON)


def test_any_key_and_any_of_several_signatures_counts() -> None:
    given = headers()
    given["webhook-signature"] = f"v1a,xyz v1,bm90IHJpZ2h0 {given['webhook-signature']}"

    assert calls.verified([b"n" * 32, KEY], headers=given, body=BODY, now=NOON).id == "msg_1"
    with pytest.raises(NotAllowed):
        calls.verified([b"n" * 32], headers=given, body=BODY, now=NOON)


@given(st.integers(0, 8 * len(BODY) - 1))
def test_any_flipped_bit_of_the_body_is_noticed(bit: int) -> None:
    body = bytearray(BODY)
    body[bit // 8] ^= 1 << bit % 8

    with pytest.raises(NotAllowed):
        calls.verified([KEY], headers=headers(), body=bytes(body), now=NOON)


@given(st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature"]), st.data())
def test_any_changed_letter_of_a_header_is_noticed(name: str, data: st.DataObject) -> None:
    given = headers()
    at = data.draw(st.integers(0, len(given[name]) - 1))
    letter = data.draw(st.characters().filter(lambda each: each != given[name][at]))
    given[name] = given[name][:at] + letter + given[name][at + 1 :]

    with pytest.raises((NotAllowed, BadInput)):
        calls.verified([KEY], headers=given, body=BODY, now=NOON)


@given(st.binary(max_size=200), st.text(max_size=50), st.text(max_size=20), st.text(max_size=100))
def test_nothing_unsigned_is_ever_believed(body: bytes, call_id: str, timestamp: str, signature: str) -> None:
    given = {"webhook-id": call_id, "webhook-timestamp": timestamp, "webhook-signature": signature}

    with pytest.raises((NotAllowed, BadInput)):
        calls.verified([KEY], headers=given, body=body, now=NOON)


@pytest.mark.parametrize("seconds", [-301, 301, 10**6, -(10**9), 10**11])
def test_a_call_of_another_moment_is_refused_though_its_signature_is_right(seconds: int) -> None:
    timestamp = str(int(NOON.timestamp()) + seconds)

    with pytest.raises(NotAllowed, match="five minutes"):
        calls.verified([KEY], headers=headers(timestamp=timestamp), body=BODY, now=NOON)


@pytest.mark.parametrize(
    ("call_id", "timestamp"),
    [
        *((call_id, TIME) for call_id in ("", "a.b", "a b", "é", "x" * 129)),
        *(("a", timestamp) for timestamp in ("1.5", "-1", "", "٣")),
    ],
)
def test_headers_that_can_not_be_read_are_refused(call_id: str, timestamp: str) -> None:
    with pytest.raises(BadInput):
        calls.verified([KEY], headers=headers(call_id=call_id, timestamp=timestamp), body=BODY, now=NOON)


@pytest.mark.parametrize("secret", ["plain", "whsec_", "whsec_c2hvcnQ=", "whsec_!!!", "whsec_" + "é" * 40])
def test_a_damaged_secret_is_refused_and_never_said(secret: str) -> None:
    with pytest.raises(SettingsProblem) as caught:
        calls.keys(f"{calls.new_key()}\n{secret}")

    assert secret not in str(caught.value)


def test_each_line_of_the_secret_is_a_key() -> None:
    one, two = calls.new_key(), calls.new_key()

    assert len(calls.keys(f"{one}\n{two}\n")) == 2
    assert calls.keys("") == ()
    assert one != two


def told(**changes: object) -> bytes:
    return json.dumps({"event": "published", "url": "https://paper.example/rain"} | changes).encode()


def test_a_body_says_what_happened_to_which_story() -> None:
    found = calls.read(told(published="2026-11-24T12:00:00+05:30", title="Rain"))

    assert (found.event, found.published, found.title) == (calls.Event.PUBLISHED, NOON, "Rain")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "The body can't be used"),
        (b"[]", "The body can't be used"),
        (b'{"event": "published"}', "The field url can't be used"),
        (told(event="deleted"), "The field event"),
        (told(extra=1), "The field extra"),
        (told(title=3), "The field title"),
        (told(title="x" * 501), "The field title"),
        (told(published="2026-11-24T12:00:00"), "The field published"),
        (told(published=12), "The field published"),
        (told(url="x" * 3000), "The field url"),
        (b'{"event": "published", "url": "\\ud800"}', "can't be used|not JSON"),
        (b"\xff\xfe", "The body"),
        (b'{"a":' * 5000, "The body"),
    ],
)
def test_a_body_that_slips_is_refused_by_name(body: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        calls.read(body)


@given(st.binary(max_size=300))
def test_no_body_breaks_the_reader(body: bytes) -> None:
    with pytest.raises(BadInput):
        calls.read(body)
