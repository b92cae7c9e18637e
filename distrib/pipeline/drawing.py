"""From an edition's rows to the page that its digest is drawn from: words, links, share buttons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from distrib.composition.card import imprint, make_card, palette
from distrib.composition.digest import Compiled, LinkFact, compile_digest
from distrib.composition.languages import Language
from distrib.composition.plaintext import clip, one_line
from distrib.composition.templates import Templates
from distrib.model.cards import DigestPage, Identity, OwnSubject, SectionBlock, StoredImage, StoryFacts
from distrib.model.editions import Edition, Link, Pick
from distrib.model.lists import Brand, MailingList, Newsroom, Section, Sender
from distrib.model.shares import Shareable
from distrib.model.stories import PictureUse, Story, StoryState
from distrib.pipeline import picturing
from distrib.pipeline.parts import Parts
from distrib.pipeline.picturing import EMPTY, Shelf
from distrib.store import digests, editions, lists
from distrib.wording import payloads, routes, urls

NETWORKS = ("whatsapp", "facebook", "x", "linkedin", "pinterest", "telegram", "email")
"""Share buttons, most used first in South Asia."""
HOSTLESS = ("whatsapp", "email")
_MORNING, _NOON, _EVENING = 4, 12, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything an edition is compiled from, as read in one look at the database."""

    edition: Edition
    mailing_list: MailingList
    sender: Sender
    brand: Brand | None
    newsroom: Newsroom
    picks: Sequence[tuple[Pick, Section, Story]]


def read(parts: Parts, edition_id: int) -> Material:
    """Return what the edition is compiled from. Stories that may no longer be distributed are left out."""
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        mailing_list = lists.get(session, edition.list_id)
        return Material(
            edition=edition,
            mailing_list=mailing_list,
            sender=lists.sender(session, mailing_list.sender_id),
            brand=lists.brand(session, mailing_list.brand_id),
            newsroom=lists.newsroom(session),
            picks=[row for row in digests.picked(session, edition_id) if row[2].state is StoryState.LIVE],
        )


def draw(
    parts: Parts, material: Material, links: Mapping[str, Link], *, shelf: Shelf = EMPTY, version: int = 1
) -> Compiled:
    """Return the compiled digest of the material, with the pictures on the shelf. Touches no database."""
    templates = Templates([parts.home / "templates"])
    language = templates.languages[material.mailing_list.language]
    page = _page(parts, material, language, links, shelf)
    facts = [LinkFact(number=link.number, url=link.url, story_id=link.story_id) for link in links.values()]
    facts.sort(key=lambda link: link.number)
    return compile_digest(page, templates=templates, identity=_identity(parts, material), links=facts, version=version)


def public_url(parts: Parts, sender: Sender) -> str:
    """Return the host of every link in this sender's mails; this machine's own web where none is set."""
    web = parts.settings.web
    return sender.public_url or web.public_url or f"http://{web.host}:{web.port}"


def has_public_host(parts: Parts, sender: Sender) -> bool:
    """Tell whether readers elsewhere can open our pages."""
    return bool(sender.public_url or parts.settings.web.public_url)


def tagged(material: Material, story: Story) -> str:
    """Return a story's address with the campaign of this edition."""
    return urls.with_utm(
        story.url, source=material.mailing_list.slug, medium="email", campaign=material.edition.day.isoformat()
    )


def _page(parts: Parts, material: Material, language: Language, links: Mapping[str, Link], shelf: Shelf) -> DigestPage:
    edition, mailing_list, newsroom = material.edition, material.mailing_list, material.newsroom
    base = public_url(parts, material.sender)
    brand = material.brand or Brand(name="")
    letters = material.sender.reply_to or material.sender.from_address
    return DigestPage(
        edition_id=edition.id or 0,
        list_name=mailing_list.name,
        list_slug=mailing_list.slug,
        tagline=mailing_list.tagline,
        paper_name=newsroom.name,
        site_url=newsroom.site_url,
        public_url=base,
        marks_url=f"{base}/static/marks" if has_public_host(parts, material.sender) else None,
        sign_up_url=routes.sign_up(base, mailing_list.slug),
        privacy_url=routes.privacy(base),
        letter_url=f"mailto:{quote(letters, safe='@')}",
        day=edition.day,
        day_words=language.day(edition.day),
        time_words=_time_words(edition, language),
        end_words=language.say("That is all for now. The next edition comes to you by itself."),
        language=language.code,
        direction=language.direction,
        look=mailing_list.look,
        palette=palette(brand.accent, brand.accent_dark, brand.accent_dark_fill),
        editor_name=mailing_list.editor_name,
        editor_title=mailing_list.editor_title,
        intro=edition.intro or mailing_list.intro,
        sections=_sections(parts, material, language, links, shelf),
        imprint=imprint(newsroom.name, mailing_list.postal_address),
        own_subject=_own_subject(material),
        logo_url=brand.logo_url,
    )


def _own_subject(material: Material) -> OwnSubject | None:
    """Return an editor's own subject with its story: the edition's first one unless the editor named another."""
    if not material.edition.subject:
        return None
    first = next((pick for pick, _, _ in material.picks if pick.lead), material.picks[0][0])
    story_id = material.edition.subject_story_id or first.story_id
    return OwnSubject(story_id=story_id, text=clip(one_line(material.edition.subject), 120))


def _sections(
    parts: Parts, material: Material, language: Language, links: Mapping[str, Link], shelf: Shelf
) -> tuple[SectionBlock, ...]:
    """Return the sections with their cards; the edition's lead stands first, and its section with it."""
    blocks: dict[str, tuple[str, list[tuple[bool, StoryFacts]]]] = {}
    for pick, section, story in material.picks:
        facts = _facts(parts, material, pick, story, links, shelf)
        blocks.setdefault(section.slug, (section.name, []))[1].append((pick.lead, facts))
    ordered = sorted(blocks.items(), key=lambda item: not any(lead for lead, _ in item[1][1]))
    return tuple(
        SectionBlock(
            slug=slug,
            name=name,
            cards=tuple(
                make_card(facts, section=slug, language=language)
                for _, facts in sorted(inside, key=lambda pair: not pair[0])
            ),
        )
        for slug, (name, inside) in ordered
    )


def _facts(
    parts: Parts, material: Material, pick: Pick, story: Story, links: Mapping[str, Link], shelf: Shelf
) -> StoryFacts:
    base = public_url(parts, material.sender)
    url = tagged(material, story)
    if url in links:
        url = routes.door(base, routes.CLICK, parts.signer.sign("c", links[url].id or 0))
    hosted = has_public_host(parts, material.sender)
    story_id = pick.story_id
    return StoryFacts(
        story_id=story_id,
        cluster_id=pick.cluster_id,
        title=story.title,
        url=url,
        summary=story.summary,
        authors=tuple(story.authors),
        credit=story.credit,
        words=story.words,
        kind=story.kind.value,
        language=story.language,
        direction=story.direction,
        image_url=None if shelf.broken(story.image_url) else story.image_url,
        image_width=story.image_width,
        image_height=story.image_height,
        image_alt=story.image_alt,
        image_caption=story.image_caption,
        image_credit=story.image_credit,
        lead_image=_stored(shelf, base, story, PictureUse.LEAD),
        wide_image=_stored(shelf, base, story, PictureUse.CARD),
        thumb_image=_stored(shelf, base, story, PictureUse.THUMB),
        media_seconds=story.media_seconds,
        media_count=story.media_count,
        also=tuple(pick.also),
        update=pick.update,
        breaking=pick.breaking,
        sponsor=pick.sponsor,
        share_url=routes.share(base, story_id) if hosted else None,
        shares=_shares(material, story, base if hosted else None),
    )


def _stored(shelf: Shelf, base: str, story: Story, use: PictureUse) -> StoredImage | None:
    row = shelf.stored(story.image_url, use)
    if row is None:
        return None
    return StoredImage(url=picturing.address(base, row), width=row.width or 0, height=row.height or 0)


def _shares(material: Material, story: Story, base: str | None) -> tuple[tuple[str, str], ...]:
    """Return (network, what its button opens): our short links, or without a host the two payloads a mail can carry."""
    if base is not None:
        return tuple((network, routes.share(base, story.id or 0, network)) for network in NETWORKS)
    shareable = Shareable(url=story.url, title=one_line(story.title), summary=one_line(story.summary))
    made = payloads.payloads(shareable, networks=HOSTLESS, campaign=material.edition.day.isoformat())
    return tuple((payload.network, payload.url) for payload in made if payload.url)


def _identity(parts: Parts, material: Material) -> Identity:
    sender, mailing_list = material.sender, material.mailing_list
    return Identity(
        from_name=one_line(sender.from_name),
        from_address=sender.from_address,
        reply_to=sender.reply_to,
        list_name=mailing_list.name,
        list_slug=mailing_list.slug,
        help_url=routes.sign_up(public_url(parts, sender), mailing_list.slug),
        campaign=f"e{material.edition.id}",
    )


def _time_words(edition: Edition, language: Language) -> str:
    """Return "Morning edition" and its like, by the list's own wall time."""
    hour = edition.at.hour
    if _MORNING <= hour < _NOON:
        return language.say("Morning edition")
    if _NOON <= hour < _EVENING:
        return language.say("Midday edition")
    return language.say("Evening edition")
