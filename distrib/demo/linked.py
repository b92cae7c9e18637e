"""What a story's page tells machines: schema.org as JSON-LD."""

from typing import Any

from distrib.demo.paper import NAMES, OWN, SECTIONS, ZONE, Piece, Shown


def graph(told: Piece) -> dict[str, Any]:
    """Return the page's linked data: the article, its film or gallery, and where it stands on the site."""
    nodes = [_article(told)]
    if told.kind == "video":
        nodes.append(_video(told))
    if told.kind == "gallery":
        nodes.append(_gallery(told))
    nodes.append(_breadcrumbs(told))
    return {"@context": "https://schema.org", "@graph": nodes}


def _article(told: Piece) -> dict[str, Any]:
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": f"{told.url}#article",
        "mainEntityOfPage": told.url,
        "headline": told.title,
        "description": told.dek,
        "inLanguage": told.language,
        "datePublished": told.published.astimezone(ZONE).isoformat(),
        "dateModified": told.modified.astimezone(ZONE).isoformat(),
        "articleSection": told.section,
        "keywords": list(told.tags),
        "author": [{"@type": "Person", "name": name} for name in told.authors]
        or [{"@type": "Organization", "name": told.credit}],
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": NAMES[told.host],
            "url": f"https://{told.host}/",
        },
        "image": [_image(shown, told.host) for shown in told.pictures],
        "wordCount": len(" ".join(told.paragraphs).split()),
        "isAccessibleForFree": True,
    }
    if told.dateline:
        node["dateline"] = told.dateline
        node["contentLocation"] = {"@type": "Place", "name": told.dateline}
    if told.credit:
        node["sourceOrganization"] = {"@type": "NewsMediaOrganization", "name": told.credit}
    if told.note:
        node["correction"] = {"@type": "CorrectionComment", "text": told.note}
    return node


def _video(told: Piece) -> dict[str, Any]:
    minutes, seconds = divmod(told.seconds or 0, 60)
    return {
        "@type": "VideoObject",
        "@id": f"{told.url}#video",
        "name": told.title,
        "description": told.dek,
        "thumbnailUrl": [_address(told.pictures[0], told.host)],
        "uploadDate": told.published.astimezone(ZONE).isoformat(),
        "duration": f"PT{minutes}M{seconds}S",
        "contentUrl": f"https://{told.host}/media/{told.slug}.mp4",
        "inLanguage": told.language,
    }


def _gallery(told: Piece) -> dict[str, Any]:
    return {
        "@type": "ImageGallery",
        "@id": f"{told.url}#gallery",
        "name": told.title,
        "description": told.dek,
        "url": told.url,
        "image": [_image(shown, told.host) for shown in told.pictures],
    }


def _breadcrumbs(told: Piece) -> dict[str, Any]:
    above = f"/{SECTIONS[told.section]}/" if told.section in SECTIONS else f"/{told.language}/"
    names = [("Home", f"https://{told.host}/")]
    if told.host == OWN:
        names.append((told.section, f"https://{told.host}{above}"))
    names.append((told.title, told.url))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(names, start=1)
        ],
    }


def _image(shown: Shown, host: str) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": _address(shown, host),
        "width": 1280,
        "height": 720,
        "caption": shown.caption,
        "creditText": shown.credit,
    }


def _address(shown: Shown, host: str) -> str:
    return f"https://{host}/media/{shown.name}-1280x720.jpg"
