"""CSS into style attributes, once per edition. The only file that knows premailer, and where its traps are handled.

- It strips `!important` from kept rules unless told otherwise: media rules would then lose to the inlined styles.
- It writes `width` and `height` attributes from CSS over ours; classic Outlook sizes pictures by those.
- It would fetch linked style sheets: `allow_network=False`.
- It loses selectors it can't place (`[data-ogsc]`, `:root`): they stand in a block marked `data-premailer="ignore"`.
- It loses the doctype's spelling, and leaves class names that no kept rule speaks of: both are put right here.
"""

import logging
import re

from lxml.etree import LxmlError
from premailer import Premailer

from distrib.errors import TemplateProblem

DOCTYPE = "<!DOCTYPE html>\n"
_CLASS = re.compile(r' class="([^"]*)"')
_STYLE_BLOCK = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
_IN_SELECTOR = re.compile(r"\.([A-Za-z][\w-]*)")


def inline(page: str) -> str:
    """Return the page with its first style block inlined and the ignored one kept. Fetches nothing.

    Raises TemplateProblem when the page or its CSS can't be read.
    """
    try:
        drawn = Premailer(
            page,
            strip_important=False,
            keep_style_tags=False,
            disable_validation=True,
            allow_network=False,
            disable_basic_attributes=["width", "height"],
            align_floating_images=False,
            remove_classes=False,
            preserve_internal_links=True,
            cssutils_logging_level=logging.CRITICAL,
        ).transform(pretty_print=False)
    except (AttributeError, ValueError, IndexError, LxmlError) as error:
        raise TemplateProblem(f"The page's style sheet can't be inlined: {error}.") from error
    text = re.sub(r"^\s*<!DOCTYPE[^>]*>\s*", "", str(drawn), flags=re.IGNORECASE)
    return DOCTYPE + _tidy_styles(_only_used_classes(text))


def _only_used_classes(page: str) -> str:
    """Drop class names that no kept style block speaks of: half of a digest's class attributes."""
    used = {name for block in _STYLE_BLOCK.findall(page) for name in _IN_SELECTOR.findall(block)}

    def keep(match: re.Match[str]) -> str:
        names = [name for name in match[1].split() if name in used]
        return f' class="{" ".join(names)}"' if names else ""

    return _CLASS.sub(keep, page)


def _tidy_styles(page: str) -> str:
    """Take the blanks out of style attributes: `color:#111; margin:0` -> `color:#111;margin:0`."""
    return re.sub(r'(?<= style=")[^"]*(?=")', lambda m: re.sub(r"\s*([:;])\s*", r"\1", m[0]).rstrip(";"), page)
