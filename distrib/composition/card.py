"""A picked story's facts become a card: every word chosen, in the digest's language."""

import re
import unicodedata

from distrib.composition.languages import RIGHT_TO_LEFT, Language
from distrib.composition.plaintext import clip, first_sentences, one_line
from distrib.model.cards import Card, CardImage, Palette, StoredImage, StoryFacts

TITLE = 160  #: characters; a headline is cut there
SUMMARY = 320
SPONSOR = 40
LEAD_WIDTH, THUMB_WIDTH = 592, 168
_SHARES = {
    "whatsapp": "WhatsApp",
    "facebook": "Facebook",
    "x": "X",
    "linkedin": "LinkedIn",
    "pinterest": "Pinterest",
    "telegram": "Telegram",
}
_OPENING, _CLOSING = "([", ")]"
_BETWEEN = " ·|/,;–—-"  #: what stands between a caption and its credit
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
USUAL = Palette(accent="#9a2a1d", accent_dark="#ff9e87", accent_dark_fill="#e0705a")


def make_card(facts: StoryFacts, *, section: str, language: Language) -> Card:
    """Return the card of one story for a digest in `language`."""
    title = clip(one_line(facts.title), TITLE) or one_line(facts.url)
    own_language = (facts.language or language.code).replace("_", "-")
    minutes = language.minutes(facts.words) if facts.kind == "article" else 0
    sponsor = None if facts.sponsor is None else clip(one_line(facts.sponsor), SPONSOR)
    return Card(
        key=f"c{facts.story_id}",
        story_id=facts.story_id,
        cluster_id=facts.cluster_id,
        section=section,
        title=title,
        url=facts.url,
        share_url=facts.share_url,
        shares=tuple((network, share_label(network, language), url) for network, url in facts.shares),
        summary=first_sentences(one_line(facts.summary), SUMMARY),
        byline=byline(facts, language),
        minutes=minutes,
        minutes_words=language.count("%(num)s min", "%(num)s min", minutes) if minutes else "",
        kind=facts.kind,
        language=own_language,
        direction="rtl" if own_language.split("-")[0] in RIGHT_TO_LEFT else "ltr",
        image=_image(facts, LEAD_WIDTH, title, facts.lead_image),
        wide=_image(facts, LEAD_WIDTH, title, facts.wide_image or facts.lead_image),
        thumb=_image(facts, THUMB_WIDTH, title, facts.thumb_image),
        media_note=media_note(facts, language),
        also=tuple(one_line(name) for name in facts.also),
        update=facts.update,
        breaking=facts.breaking and sponsor is None,
        sponsor=sponsor,
        label=label(sponsor, language, breaking=facts.breaking),
    )


def byline(facts: StoryFacts, language: Language) -> str:
    """Return "By A and B", the agency where nobody signed, or nothing."""
    authors = [clip(one_line(name), 60) for name in facts.authors[:3] if one_line(name)]
    if authors:
        return language.say("By %(names)s", names=language.and_list(authors))
    return one_line(facts.credit or "")


def label(sponsor: str | None, language: Language, *, breaking: bool) -> str:
    """Return what stands before a headline in text: who paid, else that it is breaking, else nothing."""
    if sponsor is not None:
        return " · ".join(part for part in (language.say("Sponsored"), sponsor) if part)
    return language.say("Breaking") if breaking else ""


def media_note(facts: StoryFacts, language: Language) -> str:
    """Return what one meets behind the link when it is not an article, with its length."""
    if facts.kind == "video":
        length = f" · {language.clock(facts.media_seconds)}" if facts.media_seconds else ""
        return language.say("Video") + length
    if facts.kind == "gallery":
        if facts.media_count:
            return language.count("%(num)s picture", "%(num)s pictures", facts.media_count)
        return language.say("Pictures")
    if facts.kind == "live":
        return language.say("Live")
    return ""


def share_label(network: str, language: Language) -> str:
    """Return what stands on a share button: networks keep their names, e-mail is translated."""
    return _SHARES.get(network) or language.say("E-mail")


def imprint(paper_name: str, postal_address: str) -> str:
    """Return the last line of a mail, who mails and from where: an address that begins with the name says both."""
    name, address = one_line(paper_name), postal_address.strip()
    begins = address.casefold().startswith(name.casefold()) and not address[len(name) : len(name) + 1].isalnum()
    return address if begins and address else ", ".join(part for part in (name, address) if part)


def palette(accent: str, accent_dark: str, accent_dark_fill: str) -> Palette:
    """Return a brand's colours; the usual one in place of each that is no `#rrggbb`."""
    pairs = (
        (accent, USUAL.accent),
        (accent_dark, USUAL.accent_dark),
        (accent_dark_fill, USUAL.accent_dark_fill),
    )
    light, dark, fill = (given.lower() if _COLOUR.fullmatch(given) else usual for given, usual in pairs)
    return Palette(accent=light, accent_dark=dark, accent_dark_fill=fill)


def _image(facts: StoryFacts, width: int, title: str, stored: StoredImage | None) -> CardImage | None:
    """Return the picture scaled to `width`, or none where it would not be shown: no https address, or far too small."""
    url, own_width, own_height = facts.image_url or "", facts.image_width, facts.image_height
    if stored:
        url, own_width, own_height = stored.url, stored.width, stored.height
    elif not url.startswith("https://"):
        return None
    if (own_width or width) < width // 2:
        return None
    height = None
    if own_width and own_height:
        height = max(1, min(round(width * own_height / own_width), width * 3 // 2))
    caption, credit = one_line(facts.image_caption or ""), one_line(facts.image_credit or "")
    return CardImage(
        url=url,
        alt=clip(one_line(facts.image_alt or facts.image_caption or title), 160),
        width=width,
        height=height,
        caption=clip(_without_credit(caption, credit), 160) or None,
        credit=clip(credit, 60) or None,
    )


def _without_credit(caption: str, credit: str) -> str:
    """Return the caption without the credit at its end: that stands beside it.

    A name that belongs to the caption's last sentence ("A portrait by ...") stays.
    """
    said = caption.rstrip(" .")
    bracketed = bool(said) and said[-1] in _CLOSING
    said = said[:-1].rstrip(" .") if bracketed else said
    wanted = credit.rstrip(" .")
    if not wanted or not said.casefold().endswith(wanted.casefold()):
        return caption
    left = said[: len(said) - len(wanted)]
    if bracketed and left.rstrip().endswith(tuple(_OPENING)):
        return left.rstrip()[:-1].rstrip(_BETWEEN)
    stands_alone = not left or left.endswith(" ") or not _is_letter(left[-1])
    apart = ":" in wanted or not left.strip() or not _is_letter(left.rstrip()[-1])
    return left.rstrip(_BETWEEN) if stands_alone and apart and not bracketed else caption


def _is_letter(sign: str) -> bool:
    """Tell whether a sign is of a word: a letter, a digit, or a vowel written above or below one."""
    return unicodedata.category(sign)[0] in "LMN"
