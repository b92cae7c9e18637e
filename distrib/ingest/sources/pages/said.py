"""What one way of speaking (JSON-LD, OpenGraph, the visible page) says about an article."""

from dataclasses import dataclass, field

from distrib.ingest.entry import Image


@dataclass(slots=True, kw_only=True)
class Said:
    """Strings as found, in order of trust; joined and cleaned by `page`."""

    titles: list[str] = field(default_factory=list)
    lesser: list[str] = field(default_factory=list)  #: headings of the second rank
    descriptions: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    stamped: list[str] = field(default_factory=list)  #: days that stand where a date may stand
    modified: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    canonicals: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)  #: names of the paper, to be cut off titles
    desks: list[str] = field(default_factory=list)  #: authors that are no people
    paywalled: bool | None = None
    body: str = ""
    seconds: int | None = None
    count: int | None = None  #: pictures of a gallery
