"""premailer's traps, each shown to be handled."""

import pytest

from distrib.composition.inlining import inline
from distrib.errors import TemplateProblem


def page(css: str = "", kept: str = "", body: str = "") -> str:
    return (
        f'<!DOCTYPE html><html><head><style>{css}</style><style data-premailer="ignore">{kept}</style></head>'
        f"<body>{body}</body></html>"
    )


def test_rules_become_style_attributes() -> None:
    assert '<p style="color:#111">' in inline(page("p { color:#111 }", "", "<p>x</p>"))


def test_important_stays_in_media_rules() -> None:
    kept = "@media (prefers-color-scheme:dark) { .a { color:#eee !important } }"
    assert kept in inline(page(".a { color:#111 }", kept, '<p class="a">x</p>'))


def test_selectors_that_premailer_loses_stay_in_the_ignored_block() -> None:
    kept = ":root{color-scheme:light dark}[data-ogsc] .a{color:#eee !important}"
    assert kept in inline(page("", kept, '<p class="a">x</p>'))


def test_a_width_attribute_is_not_overwritten_by_css() -> None:
    drawn = inline(page("", "", '<img src="https://a.example/x.jpg" width="592" style="width:100%" alt="">'))
    assert 'width="592"' in drawn
    assert 'width="100%"' not in drawn


def test_comments_for_outlook_stay_byte_for_byte() -> None:
    ghost = '<!--[if mso]><table role="presentation" width="640"><tr><td><![endif]-->'
    shown = "<!--[if !mso]><!--><p>x</p><!--<![endif]-->"
    drawn = inline(page("p { margin:0 }", "", f"{ghost}{shown}<!--[if mso]></td></tr></table><![endif]-->"))

    assert ghost in drawn
    assert "<!--[if !mso]><!-->" in drawn
    assert "<!--<![endif]-->" in drawn


def test_the_doctype_is_that_of_html() -> None:
    assert inline(page()).startswith("<!DOCTYPE html>\n<html")


def test_blanks_in_addresses_survive() -> None:
    assert 'href="qabc-view-z"' in inline(page("a { color:#111 }", "", '<a href="qabc-view-z">x</a>'))


def test_nothing_is_fetched() -> None:
    # Sockets are closed in tests but for loopback; a fetch would raise.
    drawn = inline('<html><head><link rel="stylesheet" href="https://a.example/x.css"></head><body></body></html>')
    assert "x.css" in drawn


def test_class_names_that_no_kept_rule_speaks_of_are_dropped() -> None:
    drawn = inline(
        page(".a { color:#111 } .b { margin:0 }", ".a{color:#eee}", '<p class="a b">x</p><p class="b">y</p>')
    )

    assert 'class="a"' in drawn
    assert 'class="b"' not in drawn


@pytest.mark.parametrize("broken", ["", "@media print { @media screen { p { color:red } } }"])
def test_what_premailer_chokes_on_ends_as_a_template_problem(broken: str) -> None:
    with pytest.raises(TemplateProblem):
        inline(page(broken, "", "<p>x</p>") if broken else "")
