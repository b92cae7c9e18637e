"""What a reader sees: headline, byline, date, breadcrumb, tags, related stories, neighbours."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from distrib.ingest.cleaning import line, web_url
from distrib.ingest.sources.pages.said import Said
from distrib.ingest.written_dates import day_in

_RELATED = re.compile(r"related|jeg_postblock|more-?stories|also-?read|recommended", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:byline|author(?:s|-?name)?|jeg_meta_author|article-?author|writer|reporter)(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:^|[\s_-])(?:date|published|pub-?date|timestamp|time|jeg_meta_date|entry-?date|post-?date)(?:$|[\s_-])",
    re.IGNORECASE,
)
_CRUMBS = re.compile(r"breadcrumb|jeg_breadcrumbs", re.IGNORECASE)
_CATEGORY = re.compile(r"(?:^|\s)category-([a-z][\w-]*)")
_FORMAT = re.compile(r"(?:^|\s)(?:single-)?format-(video|gallery)|post-format-(video|gallery)")
_URL_KIND = {
    "video": "video", "videos": "video", "watch": "video", "gallery": "gallery", "galleries": "gallery",
    "photos": "gallery", "photo-gallery": "gallery", "bildergalerie": "gallery", "fotos": "gallery", "live": "live",
    "liveblog": "live", "live-blog": "live",
}  # fmt: skip
_URL_DATE = re.compile(r"/(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?:/|-|_|\D|$)")
_HOME = frozenset(
    {"home", "start", "startseite", "inicio", "accueil", "news", "homepage", "ana sayfa", "главная", "ホーム"}
)


def read(root: Any) -> Said:
    """Return what the visible page says."""
    said = Said()
    said.titles += _headlines(root)
    said.authors += _bylines(root)
    said.published += _dates(root)
    said.sections += _breadcrumb(root) or _body_classes(root)
    said.tags += _tags(root)
    said.languages += [value for value in (root.get("lang"), root.get("xml:lang")) if value]
    body = root.find("body")
    found = _FORMAT.search((body.get("class") or "") if body is not None else "")
    said.kinds += [found[1] or found[2]] if found else []
    return said


def kind_of(url: str | None) -> str | None:
    """Return the kind that an address names in its path."""
    for part in urlsplit(url or "").path.lower().split("/")[:-1]:
        if part in _URL_KIND:
            return _URL_KIND[part]
    return None


def section_of(url: str | None) -> str | None:
    """Return the section that an address names first, in words."""
    parts = [part for part in urlsplit(url or "").path.split("/")[:-1] if part]
    for part in parts:
        name = unquote(part).replace("-", " ").replace("_", " ")
        if re.fullmatch(r"[^\d.%]{3,30}", name) and part.lower() not in {
            "article",
            "articles",
            "story",
            "news",
            "www",
            "post",
        }:
            return name.strip().title()
    return None


def date_of(url: str | None) -> str | None:
    """Return the day that an address carries."""
    found = _URL_DATE.search(urlsplit(url or "").path)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else None


def direction_of(root: Any) -> str | None:
    """Return the direction that the page declares."""
    body = root.find("body")
    for element in (root, body):
        if element is not None and (element.get("dir") or "").lower() in {"rtl", "ltr"}:
            return str(element.get("dir")).lower()
    return None


def related(root: Any, url: str | None, most: int = 20) -> tuple[str, ...]:
    """Return the addresses of the stories that the page calls related, in order."""
    found: dict[str, None] = {}
    own = (url or "").partition("#")[0]
    for block in root.xpath("//body//*[self::div or self::section or self::aside or self::ul][@class or @id]"):
        if not _RELATED.search(f"{block.get('class') or ''} {block.get('id') or ''}"):
            continue
        for link in block.iter("a"):
            address = web_url(link.get("href"), url)
            heading = any(above.tag in {"h2", "h3", "h4", "h5", "li"} for above in link.iterancestors())
            titled = heading and len(line(link.text_content()) or "") >= 15  # noqa: PLR2004 - shorter is a label
            if address and titled and address.partition("#")[0] != own:
                found[address] = None
    return tuple(found)[:most]


def neighbours(root: Any, url: str | None) -> tuple[str | None, str | None]:
    """Return the addresses behind the page's "previous" and "next" links."""
    before = after = None
    for link in root.iter("a"):
        named = f"{link.get('rel') or ''} {link.get('class') or ''}".lower()
        if not re.search(r"\b(?:prev|previous|next)\b|prev-post|next-post", named):
            above = link.getparent()
            named = (above.get("class") or "").lower() if above is not None else ""
        if re.search(r"(?:^|[\s_-])prev(?:ious)?(?:$|[\s_-])", named):
            before = before or web_url(link.get("href"), url)
        elif re.search(r"(?:^|[\s_-])next(?:$|[\s_-])", named):
            after = after or web_url(link.get("href"), url)
    return before, after


def _headlines(root: Any) -> list[str]:
    inside = [each.text_content() for each in root.xpath("//article//h1 | //main//h1")]
    every = [each.text_content() for each in root.iter("h1")]
    title = root.find(".//title")
    return [*inside, *every, title.text_content() if title is not None else ""]


def _bylines(root: Any) -> list[str]:
    found = [each.text_content() for each in root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")]
    if not found:
        for element in root.xpath("//body//*[@class]"):
            words = line(element.text_content(), 200) if _BYLINE.search(element.get("class")) else None
            if words and len(words) <= 80:  # noqa: PLR2004 - longer is a biography
                found.append(words)
                break
    return found


def _dates(root: Any) -> list[str]:
    """Return days and times near the headline, the surest first."""
    times = [each.get("datetime") or each.text_content() for each in root.xpath("//article//time | //main//time")]
    times += [each.get("datetime") or each.text_content() for each in root.iter("time")]
    for element in root.xpath("//body//*[@class]"):
        if _DATE.search(element.get("class")) and len(words := line(element.text_content(), 200) or "") <= 80:  # noqa: PLR2004
            times.append(words)
    return times[:20] + _near_headline(root)


def _near_headline(root: Any) -> list[str]:
    """Return the short lines around the headline that name a day, those below it first."""
    lines_of = [(element, line(element.text, 200)) for element in root.iter() if isinstance(element.tag, str)]
    short = [(element, words) for element, words in lines_of if words and len(words) <= 90]  # noqa: PLR2004
    at = next((place for place, (element, _) in enumerate(short) if _headed(element)), 0)
    near = short[at : at + 25] + short[max(0, at - 10) : at]
    return [day.isoformat() for _, words in near if (day := day_in(words)) is not None]


def _headed(element: Any) -> bool:
    return element.tag == "h1" or any(above.tag == "h1" for above in element.iterancestors())


def _breadcrumb(root: Any) -> list[str]:
    for element in root.xpath("//body//*[@class or @id or @aria-label]"):
        named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('aria-label') or ''}"
        if not _CRUMBS.search(named):
            continue
        names = [line(link.text_content(), 60) for link in element.iter("a")]
        kept = [name for name in names if name and name.casefold() not in _HOME]
        if kept:
            return kept[:4]
    return []


def _body_classes(root: Any) -> list[str]:
    body = root.find("body")
    found = _CATEGORY.findall((body.get("class") or "") if body is not None else "")
    return [name.replace("-", " ").title() for name in found if not name.isdigit()]


def _tags(root: Any) -> list[str]:
    links = root.xpath("//a[contains(concat(' ', @rel, ' '), ' tag ')]")
    links += root.xpath("//*[contains(@class, 'jeg_post_tags') or contains(@class, 'post-tags')]//a")
    return [each.text_content() for each in links if "category" not in (each.get("rel") or "")]
