"""Addresses of our own pages, whatever slash ends the public address."""

import pytest

from distrib.wording import routes


@pytest.mark.parametrize("base", ["https://mail.tarinipost.example", "https://mail.tarinipost.example/"])
def test_our_pages_have_one_address_each(base: str) -> None:
    host = "https://mail.tarinipost.example"

    assert routes.door(base, routes.UNSUBSCRIBE, "abc") == f"{host}/u/abc"
    assert routes.share(base, 5) == f"{host}/s/5"
    assert routes.share(base, 5, "x") == f"{host}/s/5/x"
    assert routes.sign_up(base, "tarini-morning") == f"{host}/lists/tarini-morning"
    assert routes.privacy(base) == f"{host}/privacy"
