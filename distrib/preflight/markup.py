"""T rules: markup that every client draws and every reader can use, decided from the page alone."""

import re
from collections.abc import Iterator

from distrib.preflight.reading import Page
from distrib.preflight.rules import BLOCK, WARN, Rule, Wrong

STYLE_BLOCK, STYLE_NEAR = 16_000, 12_000
_EMPTY_WORDS = frozenset({"click here", "here", "read more", "more", "link", "this"})
_GENERIC = re.compile(r"(arial|helvetica|sans-serif|serif|monospace|system-ui)\s*[\"']?\s*$", re.IGNORECASE)


def _language(page: Page) -> Iterator[Wrong]:
    if not re.match(r"\s*<!doctype html\s*>", page.text, re.IGNORECASE):
        yield Wrong(sentence="The page must begin with <!DOCTYPE html>.")
    if not page.root.get("lang") or not page.root.get("dir"):
        yield Wrong(sentence="<html> must say its language and direction.", place="<html>")
    body = page.root.find("body")
    inside = [] if body is None else [one for one in body.iter() if isinstance(one.tag, str) and one is not body]
    if not any(one.get("lang") for one in inside):
        yield Wrong(sentence="The wrapper must say its language too: Gmail takes <body> away.", place="<body>")


def _head(page: Page) -> Iterator[Wrong]:
    names = {(meta.get("name") or "").lower() for meta in page.root.iter("meta")}
    if not any(meta.get("charset") or "charset" in (meta.get("content") or "") for meta in page.root.iter("meta")):
        yield Wrong(sentence="The head must name its charset.", place="<head>")
    for name in (
        "viewport",
        "x-apple-disable-message-reformatting",
        "format-detection",
        "color-scheme",
        "supported-color-schemes",
    ):
        if name not in names:
            yield Wrong(sentence=f"The head lacks {name}.", place="<head>")
    title = page.root.find(".//title")
    if title is None or not str(title.text_content()).strip():
        yield Wrong(sentence="The page has no title.", place="<title>")


def _tables(page: Page) -> Iterator[Wrong]:
    for table in page.root.iter("table"):
        if table.get("role") not in {"presentation", "none"} and table.find(".//th") is None:
            yield Wrong(sentence="A layout table must say role=presentation.", place="<table>")
        elif any(table.get(name) != "0" for name in ("cellpadding", "cellspacing", "border")):
            yield Wrong(sentence="A layout table needs cellpadding, cellspacing and border 0.", place="<table>")


def _images(page: Page) -> Iterator[Wrong]:
    for image in page.images:
        place = image.get("src") or "<img>"
        linked = next((one for one in image.iterancestors("a")), None)
        if image.get("alt") is None:
            yield Wrong(sentence="A picture has no alt text.", place=place, level=BLOCK)
        elif not image.get("alt", "").strip() and linked is not None and not str(linked.text_content()).strip():
            yield Wrong(sentence="A linked picture must say where it leads.", place=place, level=BLOCK)
        if not (image.get("width") or "").isdigit():
            yield Wrong(sentence="A picture needs its width as a whole number.", place=place)


def _formats(page: Page) -> Iterator[Wrong]:
    for image in page.images:
        source = (image.get("src") or "").split("?")[0].lower()
        if source.endswith((".svg", ".webp", ".avif", ".heic", ".tiff", ".bmp")):
            yield Wrong(sentence="Not every client shows this kind of picture.", place=image.get("src") or "")


def _headings(page: Page) -> Iterator[Wrong]:
    ranks = [int(one.tag[1]) for one in page.root.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if ranks.count(1) != 1:
        yield Wrong(sentence=f"There must be one h1; there are {ranks.count(1)}.", place="<h1>")
    elif ranks[0] != 1:
        yield Wrong(sentence="The h1 must come first.", place=f"<h{ranks[0]}>")


def _link_words(page: Page) -> Iterator[Wrong]:
    for address, element in page.links:
        words = " ".join(str(element.text_content()).split())
        if (
            not words
            and not any((image.get("alt") or "").strip() for image in element.iter("img"))
            and not element.get("aria-label")
        ):
            yield Wrong(sentence="A link has no words.", place=address)
        elif words.lower() in _EMPTY_WORDS and not (element.get("aria-label") or element.get("title")):
            yield Wrong(sentence="A link does not say where it leads.", place=f"{words}: {address}")


def _style_blocks(page: Page) -> Iterator[Wrong]:
    size = len(page.styles.encode("utf-8", "replace"))
    if size > STYLE_BLOCK:
        yield Wrong(sentence=f"The style blocks have {size:,} bytes: Gmail drops them.", level=BLOCK)
    elif size > STYLE_NEAR:
        yield Wrong(sentence=f"The style blocks have {size:,} bytes: near what Gmail drops.")
    if _nested(page.styles):
        yield Wrong(sentence="A rule with @ stands inside another: Gmail drops the whole block.", level=BLOCK)
    if re.search(r"[^\s]!important|!IMPORTANT", page.styles):
        yield Wrong(sentence="Gmail wants a blank before !important, in lower case.")


def _inline(page: Page) -> Iterator[Wrong]:
    cells = [cell for cell in page.root.iter("td", "p", "h1", "h2", "h3") if str(cell.text_content()).strip()]
    bare = [cell for cell in cells if not cell.get("style") and cell.find(".//table") is None]
    if cells and len(bare) > len(cells) // 3:
        yield Wrong(sentence="Much of the look is not inline: clients that drop style blocks show it plain.")


def _conditions(page: Page) -> Iterator[Wrong]:
    if re.search(r"<!\[if ", page.text) and re.search(r"(?<!--)<!\[if [^\]]*\]>", page.text):
        yield Wrong(sentence="A <![if]> of the old kind breaks when the CSS is inlined.", place="<![if")
    opened = len(re.findall(r"<!--\[if ", page.text))
    closed = len(re.findall(r"<!\[endif\]-->", page.text))
    if opened != closed:
        yield Wrong(sentence="The comments for Outlook are not balanced.", place=f"{opened} opened, {closed} closed")


def _layout(page: Page) -> Iterator[Wrong]:
    for element in page.root.iter():
        style = (element.get("style") or "") if isinstance(element.tag, str) else ""
        if re.search(
            r"(?:^|;)\s*(float\s*:|position\s*:|margin[a-z-]*\s*:[^;]*-\d|display\s*:\s*(?:flex|grid))", style
        ):
            yield Wrong(sentence="Float, position, grid, flex and negative margins fail in Outlook.", place=style)


def _fonts(page: Page) -> Iterator[Wrong]:
    for element in page.root.iter():
        style = (element.get("style") or "") if isinstance(element.tag, str) else ""
        stack = re.search(r"font-family\s*:\s*([^;]+)", style)
        if stack and not _GENERIC.search(stack[1]):
            yield Wrong(sentence="A font stack must end in a generic face.", place=stack[1])
            return


def _nested(styles: str) -> bool:
    """Tell whether a rule with @ stands inside another one."""
    depth = inside = 0
    for found in re.finditer(r"@(?:media|supports|import|font-face|keyframes)|[{}]", styles):
        if found[0] == "{":
            depth += 1
        elif found[0] == "}":
            depth = max(0, depth - 1)
            inside = inside if depth else 0
        elif depth:
            return True
        else:
            inside = 1
    return False


RULES: tuple[Rule[Page], ...] = (
    Rule(id="T01", level=WARN, holds="The page says its language and direction.", check=_language),
    Rule(id="T02", level=WARN, holds="The head is complete.", check=_head),
    Rule(id="T03", level=WARN, holds="Layout tables say that they are.", check=_tables),
    Rule(id="T05", level=WARN, holds="Every picture has words and a width.", check=_images),
    Rule(id="T06", level=WARN, holds="Every client shows these pictures.", check=_formats),
    Rule(id="T11", level=WARN, holds="One headline leads.", check=_headings),
    Rule(id="T12", level=WARN, holds="Links say where they lead.", check=_link_words),
    Rule(id="T13", level=WARN, holds="The style blocks are small and flat.", check=_style_blocks),
    Rule(id="T14", level=WARN, holds="The look is inline.", check=_inline),
    Rule(id="T15", level=BLOCK, holds="The comments for Outlook are whole.", check=_conditions),
    Rule(id="T16", level=WARN, holds="The layout holds in Outlook.", check=_layout),
    Rule(id="T17", level=WARN, holds="Every font stack ends well.", check=_fonts),
)
