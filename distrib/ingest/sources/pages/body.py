"""The text of an article: the block that holds the story's paragraphs, without what stands around them."""

import re
from typing import Any

from distrib.ingest.sources.pages import standfirst
from distrib.ingest.sources.pages.blocks import BODY, HEADINGS, Block, blocks, named, noise, noise_by_tag

_SHORTEST = 25
_MOST_LINKED = 0.6
_DECAY = 0.75
_ELSE, _ASIDE = 0.6, 0.3  # what stands outside of the main part, and beside it, counts less
_ALIKE = 0.3
_LISTS = frozenset({"ul", "ol", "dl", "table", "tbody", "tr", "li"})
_NEAR, _GOES_ON = 7, 80
_BARE = 0.7  # words in no paragraph count less
_POOR = 300
_SHORT_POINTER, _POINTS = 40, 0.3
_ELSEWHERE = re.compile(
    r"(?:[>»→•▶-]+\s*)?(?:(?:read|see|watch|listen)\s+(?:more|also|next|full|here)|also\s+(?:read|see|watch)"
    r"|related\b|more\s+(?:on|from|about)\b"
    r"|explore further|you may (?:also )?like|don['’]t miss|lesen sie (?:auch|hier|mehr|dazu)|mehr (?:zum thema|dazu"
    r"|lesen|infos)|auch interessant"
    r"|lesetipp|das könnte (?:sie|dich) (?:auch )?interessieren|weitere (?:themen|informationen|beiträge|artikel)"
    r"|à lire aussi|lire aussi"
    r"|lire la suite|lea también|lee (?:también|además)|te puede interesar|leia (?:também|mais)|leggi anche|lees ook"
    r"|czytaj (?:też|także|więcej)"
    r"|läs (?:också|mer)|читайте также|यह भी पढ़ें|ये भी पढ़ें|ଏହା ବି ପଢ଼ନ୍ତୁ|یہ بھی پڑھیں|関連記事)",
    re.IGNORECASE,
)
_LISTED = frozenset({"li", "td", "th", "dd", "dt", "caption"})
_PARAGRAPHS = frozenset({"p", "blockquote", "pre", "li", "dd"})


def paragraphs(root: Any, description: str | None = None) -> list[str]:
    """Return the paragraphs and headings of the article, top to bottom, its standfirst first."""
    body = root.find("body")
    top = body if body is not None else root
    found, container = _story(top, noise(top))
    if sum(map(len, found)) < _POOR:  # classes may have misled: read it all
        again, other = _story(top, noise_by_tag(top))
        if sum(map(len, again)) > 2 * sum(map(len, found)):
            found, container = again, other
    return [*standfirst.read(top, container, found, description), *found] if container is not None else found


def _story(top: Any, noise_of: set[Any]) -> tuple[list[str], Any]:
    """Return the story's lines, and the element that holds them."""
    every = blocks(top, noise_of)
    container = _container(top, every)
    if container is None:
        return [], None
    inside = {element for part in _parts(container, every) for element in part.iter()}
    found: list[str] = []
    for block in every:
        if block.owner in inside and _told(block) and (not found or found[-1] != block.words):
            found.append(block.words)
    return found, container


def _told(block: Block) -> bool:
    """Whether a block inside the story's container is part of the story."""
    length = len(block.words)
    if _ELSEWHERE.match(block.words) and (length <= _SHORT_POINTER or block.linked >= _POINTS):
        return False
    if block.tag in HEADINGS:
        return block.tag != "h1" and length <= 200  # noqa: PLR2004 - longer is no heading
    if block.tag in _LISTED:
        return block.linked <= _MOST_LINKED and bool(re.search(r"\w", block.words))
    if block.tag in {"p", "blockquote", "pre"}:
        return block.linked <= 0.8  # noqa: PLR2004 - a line of links is a menu
    return length >= _SHORTEST and block.linked <= _MOST_LINKED


def _container(top: Any, every: list[Block]) -> Any:
    """Return the element that holds most of the text and little else."""
    scores: dict[Any, float] = {}
    places = _places(top)
    for block in every:
        length = len(block.words)
        if length < _SHORTEST or block.linked >= _MOST_LINKED or block.tag in HEADINGS:
            continue
        paragraph = block.tag in _PARAGRAPHS
        owner = _owner(block, top)
        scores[owner] = scores.get(owner, 0.0) + length * (1.0 if paragraph else _BARE) * places.get(block.owner, 1.0)
    if not scores:
        return None
    for element in reversed(list(top.iter())):
        score = scores.get(element)
        above = element.getparent()
        if score and element is not top and above is not None:
            scores[above] = scores.get(above, 0.0) + score * _DECAY
    best = max(scores, key=lambda element: scores[element] * _trust(element))
    return _first_like(best, scores)


def _owner(block: Block, top: Any) -> Any:
    """Return the element that a block counts for: what holds its paragraph or its list."""
    owner = block.owner
    if block.tag in _PARAGRAPHS and owner is not top:
        owner = owner.getparent()
    while owner.tag in _LISTS and owner is not top:
        owner = owner.getparent()
    return owner


def _places(top: Any) -> dict[Any, float]:
    """Return how likely each element is part of a story by where it stands: less beside the main part."""
    main = any(True for element in top.iter() if _is_main(element))
    found: dict[Any, float] = {}
    for element in top.iter():
        if not isinstance(element.tag, str):
            continue
        above = element.getparent()
        inherited = found.get(above, _ELSE if main else 1.0)
        if element.tag == "aside":
            inherited = min(inherited, _ASIDE)
        elif _is_main(element):
            inherited = max(inherited, 1.0)
        found[element] = inherited
    return found


def _is_main(element: Any) -> bool:
    return element.tag in {"article", "main"} or (isinstance(element.tag, str) and element.get("role") == "main")


def _first_like(best: Any, scores: dict[Any, float]) -> Any:
    """Return the first of several articles that a page shows one after the other: it is the page's own."""
    article = best if best.tag == "article" else next(best.iterancestors("article"), None)
    if article is None or (above := article.getparent()) is None:
        return best
    for other in above:
        if other is article:
            return best
        if (
            other.tag == "article"
            and other.get("class") == article.get("class")
            and scores.get(other, 0) >= scores[best] * _ALIKE
        ):
            return other
    return best


def _parts(container: Any, every: list[Block]) -> list[Any]:
    """Return the container and those beside it that go on with the story, as page builders lay it out."""
    name = container.get("class")
    if not name or container.tag in {"article", "body", "li"}:
        return [container]
    holding = _holding(every)
    above = container
    for _ in range(_NEAR):
        above = above.getparent() if above.getparent() is not None and above.tag != "body" else above
    like = [
        each for each in above.iter(container.tag) if each.get("class") == name and holding.get(each, 0) >= _GOES_ON
    ]
    outer = [each for each in like if container not in each.iterancestors() and each not in container.iterancestors()]
    return outer if container in outer else [container, *outer]


def _holding(every: list[Block]) -> dict[Any, int]:
    """Return how much of long, unlinked paragraphs stands right inside each element."""
    held: dict[Any, int] = {}
    for block in every:
        if block.tag == "p" and len(block.words) >= _GOES_ON and block.linked < 0.2:  # noqa: PLR2004 - a teaser is a link
            above = block.owner.getparent()
            held[above] = held.get(above, 0) + len(block.words)
    return held


def _trust(element: Any) -> float:
    if element.get("itemprop") == "articleBody" or BODY.search(named(element)):
        return 1.3
    return 1.15 if element.tag == "article" else 1.0
