"""An edition's page, drawn once with every card in every form, inlined once, and cut into pieces.

The compiled digest is what approval binds to: its hash is taken over the whole manifest, canonically written.
The manifest carries a format number; whoever changes what it means gives it another number and keeps the old joiner.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from distrib.composition.cutting import Marks
from distrib.composition.inlining import inline
from distrib.composition.languages import Language
from distrib.composition.plaintext import clip, first_sentences, one_line, tidy
from distrib.composition.planning import Drawn
from distrib.composition.templates import Templates
from distrib.errors import BadInput, TemplateProblem
from distrib.model.cards import Card, DigestPage, Identity, OwnSubject

FORMAT = 1
FULL = 10  #: cards drawn with text and picture; the rest are headlines
SUBJECT, PREHEADER = 90, 110
_LABEL = b"distrib digest "


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFact:
    """A link of the digest: its number in the edition's table, where it leads, whose story it is."""

    number: int
    url: str
    story_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A digest, unpacked: pieces, the words that depend on a plan, and everything else that approval binds."""

    version: int  #: of the edition; not part of the hash
    language: str
    direction: str
    look: str
    word: str  #: of the marks
    full: int
    identity: Identity
    own_subject: OwnSubject | None
    cards: tuple[Drawn, ...]
    sections: tuple[tuple[str, str], ...]  #: (slug, name)
    html: Mapping[str, str]
    text: Mapping[str, str]
    stories_words: tuple[str, ...]  #: "3 stories" at place 3
    minutes_words: tuple[str, ...]  #: "9 min" at place 9
    numerals: tuple[str, ...]  #: "3" at place 3, as the language writes it
    also_words: str  #: "Also: %s"
    links: tuple[LinkFact, ...]
    pictures: tuple[str, ...]

    @property
    def manifest(self) -> bytes:
        """The canonical writing of it all, without the version."""
        facts = asdict(self)
        del facts["version"]
        facts["format"] = FORMAT
        return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")

    @property
    def hash(self) -> str:
        """sha256 over the manifest, hex: what approval names."""
        return hashlib.sha256(self.manifest).hexdigest()

    def pack(self) -> bytes:
        """Return it as bytes for the store."""
        return _LABEL + f"{FORMAT} {self.version}\n".encode() + zlib.compress(self.manifest, 6)


def unpack(content: bytes) -> Compiled:
    """Return the digest that `pack` wrote. Raises BadInput for anything else."""
    first, _, packed = content.partition(b"\n")
    try:
        number, version = first.removeprefix(_LABEL).split()
        if not first.startswith(_LABEL) or int(number) != FORMAT:
            raise BadInput("This digest was compiled in a format that this distrib does not know.")
        facts: dict[str, Any] = json.loads(zlib.decompress(packed))
        del facts["format"]
        own = facts["own_subject"]
        facts |= {
            "version": int(version),
            "identity": Identity(**facts["identity"]),
            "own_subject": OwnSubject(**own) if own else None,
            "cards": tuple(Drawn(**card) for card in facts["cards"]),
            "sections": tuple((slug, name) for slug, name in facts["sections"]),
            "links": tuple(LinkFact(**link) for link in facts["links"]),
        }
        given: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in facts.items()}
        return Compiled(**given)
    except (ValueError, KeyError, TypeError, zlib.error) as error:
        raise BadInput("This digest is damaged: restore it from a backup.") from error


def compile_digest(
    page: DigestPage, *, templates: Templates, identity: Identity, links: Sequence[LinkFact] = (), version: int = 1
) -> Compiled:
    """Draw, inline and cut the page. Raises TemplateProblem with one sentence when its look can't be drawn."""
    if page.look not in templates.looks():
        raise TemplateProblem(f"There is no look called {page.look}; there are {', '.join(templates.looks())}.")
    language = templates.languages[page.language]
    marks = Marks.of(repr(page))
    given = {"page": page, "cut": marks.cut, "blank": marks.blank}
    html = templates.draw(f"digest/{page.look}/body.html", language, **given)
    text = templates.draw(f"digest/{page.look}/body.txt", language, **given)
    cards = tuple(_drawn(page, card, templates, language) for card in page.cards)
    return Compiled(
        version=version,
        language=page.language,
        direction=page.direction,
        look=page.look,
        word=marks.word,
        full=FULL,
        identity=identity,
        own_subject=page.own_subject,
        cards=cards,
        sections=tuple((section.slug, section.name) for section in page.sections),
        html=marks.pieces(inline(html)),
        text={name: tidy(piece) for name, piece in marks.pieces(text).items()},
        stories_words=_counted(language, "%(num)s story", "%(num)s stories", len(cards)),
        minutes_words=_counted(language, "%(num)s min", "%(num)s min", sum(card.minutes for card in cards) + 10),
        numerals=tuple(language.number(number) for number in range(len(cards) + 1)),
        also_words=language.say("Also: %(titles)s", titles="%s"),
        links=tuple(links),
        pictures=_pictures(page),
    )


def renumbered(compiled: Compiled, version: int) -> Compiled:
    """Return the same digest as the edition's version `version`."""
    return replace(compiled, version=version)


def _drawn(page: DigestPage, card: Card, templates: Templates, language: Language) -> Drawn:
    subject = one_line(templates.draw(f"digest/{page.look}/subject.txt", language, page=page, card=card))
    return Drawn(
        story_id=card.story_id,
        cluster_id=card.cluster_id,
        section=card.section,
        title=f"{card.label}: {card.title}" if card.sponsor is not None else card.title,
        subject=clip(subject, SUBJECT),
        preheader=first_sentences(card.summary, PREHEADER),
        minutes=card.minutes,
        mail_words=len(f"{card.title} {card.summary}".split()),
        pictured=card.thumb is not None,
        wide=card.image is not None and card.kind in {"video", "gallery"},
    )


def _counted(language: Language, one: str, many: str, top: int) -> tuple[str, ...]:
    return tuple(language.count(one, many, number) for number in range(top + 1))


def _pictures(page: DigestPage) -> tuple[str, ...]:
    found = {image.url for card in page.cards for image in (card.image, card.wide, card.thumb) if image}
    return tuple(sorted(found))
