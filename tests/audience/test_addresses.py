import pytest
from hypothesis import given
from hypothesis import strategies as st

from distrib.audience.addresses import address_hash, normalise, veiled
from distrib.errors import BadInput


def test_the_key_is_lower_case_and_the_address_is_as_written() -> None:
    assert normalise("  Asha.Das@Inbox.Example ") == ("Asha.Das@inbox.example", "asha.das@inbox.example")


def test_a_domain_in_another_script_is_written_in_ascii() -> None:
    assert normalise("asha@डाक.example")[0] == "asha@xn--11bx1g.example"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "asha",
        "asha@",
        "@inbox.example",
        "a b@inbox.example",
        "asha@inbox.example\r\nBcc: all@x.example",
        "आशा@inbox.example",
        '"a b"@inbox.example',
        "asha@[127.0.0.1]",
        "a" * 250 + "@inbox.example",
        "asha@localhost",
    ],
)
def test_what_cannot_be_an_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(BadInput) as refused:
        normalise(typed)
    assert str(refused.value).endswith(".")
    assert typed.strip() not in str(refused.value) or not typed.strip()


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused_and_what_passes_is_one_line_of_ascii(typed: str) -> None:
    try:
        address, key = normalise(typed)
    except BadInput:
        return
    assert address.isascii()
    assert address.isprintable()
    assert normalise(address) == (address, key)


def test_the_hash_tells_nothing_and_is_the_same_for_the_same_key() -> None:
    assert address_hash("asha@inbox.example") == address_hash("asha@inbox.example")
    assert "asha" not in address_hash("asha@inbox.example")


def test_a_veiled_address_is_known_to_its_owner_only() -> None:
    assert veiled("bijaya@inbox.example") == "b•••••@inbox.example"
