"""Signed tokens: short, good for one purpose, believed for years, never forged."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.errors import SettingsProblem, SignatureProblem
from distrib.signing import Key, Signer, load_keys, make_keys

OLD, NEW = Key(id=1, secret=b"o" * 32), Key(id=2, secret=b"n" * 32)


@given(st.lists(st.integers(min_value=0, max_value=2**64 - 1), min_size=1, max_size=4))
def test_a_token_gives_back_its_numbers(numbers: list[int]) -> None:
    signer = Signer([OLD])
    assert signer.read("view", signer.sign("view", *numbers), count=len(numbers)) == tuple(numbers)


@given(st.text(max_size=80))
def test_what_is_not_ours_is_refused_in_one_sentence(token: str) -> None:
    with pytest.raises(SignatureProblem, match="not one of ours"):
        Signer([OLD]).read("view", token, count=1)


@given(st.integers(min_value=0, max_value=60), st.sampled_from("ABCxyz019-_."))
def test_one_changed_letter_spoils_a_token(place: int, letter: str) -> None:
    signer = Signer([OLD])
    token = signer.sign("view", 123456, 7)
    place %= len(token)
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        with pytest.raises(SignatureProblem):
            signer.read("view", changed, count=2)


def test_a_token_is_good_for_its_purpose_only() -> None:
    signer = Signer([OLD])
    with pytest.raises(SignatureProblem):
        signer.read("u", signer.sign("view", 5), count=1)


def test_a_token_with_more_numbers_than_asked_for_is_refused() -> None:
    signer = Signer([OLD])
    with pytest.raises(SignatureProblem):
        signer.read("u", signer.sign("u", 5, 6), count=1)


def test_old_keys_verify_and_the_newest_signs() -> None:
    before = Signer([OLD]).sign("u", 5, 6)
    both = Signer([NEW, OLD])
    assert both.read("u", before, count=2) == (5, 6)
    with pytest.raises(SignatureProblem):
        Signer([OLD]).read("u", both.sign("u", 5, 6), count=2)


def test_a_token_is_short_enough_for_a_header_line() -> None:
    assert len(Signer([OLD]).sign("u", 9_999_999, 99_999)) < 40


def test_a_mac_recognises_its_text_alone() -> None:
    signer = Signer([OLD])
    mac = signer.mac("bounce", "d5")
    assert signer.verify("bounce", "d5", mac)
    assert signer.verify("bounce", "d5", mac.upper())
    assert mac == mac.lower()
    assert not signer.verify("bounce", "d6", mac)
    assert not signer.verify("other", "d5", mac)
    assert not signer.verify("bounce", "d5", "9.abc")
    for strange in ("nonsense", "9" * 5000 + ".abc", "1.\ud800", "\u0661.abc", ""):
        assert not signer.verify("bounce", "d5", strange)


def test_a_signer_without_keys_says_what_to_type() -> None:
    with pytest.raises(SettingsProblem, match="distrib init"):
        Signer([])


def test_a_key_never_shows_its_secret() -> None:
    assert "ooo" not in repr(OLD)


def test_making_keys_twice_keeps_the_first(tmp_path: Path) -> None:
    first = make_keys(tmp_path / "state" / "signing.keys")
    assert make_keys(tmp_path / "state" / "signing.keys") == first
    assert (tmp_path / "state" / "signing.keys").stat().st_mode & 0o777 == 0o600


def test_keys_that_others_may_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "signing.keys"
    make_keys(path)
    path.chmod(0o644)
    with pytest.raises(SettingsProblem, match="chmod 600"):
        load_keys(path)


@pytest.mark.parametrize("content", ["", "1 abcd\n", "x y\n", "1\n", "999 " + "ab" * 32 + "\n"])
def test_damaged_keys_are_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "signing.keys"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(SettingsProblem, match="damaged"):
        load_keys(path)


def test_absent_keys_say_what_to_type(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="distrib init"):
        load_keys(tmp_path / "nowhere")


def test_macs_are_those_of_all_keys_the_newest_first() -> None:
    old, new = Key(id=1, secret=b"a" * 32), Key(id=2, secret=b"b" * 32)

    both = Signer([old, new]).macs("websub", "text")

    assert both == (*Signer([new]).macs("websub", "text"), *Signer([old]).macs("websub", "text"))
    assert Signer([new]).mac("websub", "text") == f"2.{both[0]}"
