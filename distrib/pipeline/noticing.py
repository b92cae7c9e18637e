"""From a claimed notice to a finished message: its words and its one link, signed only now: no row holds a token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from distrib.composition.assembling import Assembler
from distrib.composition.card import imprint, palette
from distrib.composition.digest import unpack
from distrib.composition.notice import Notices
from distrib.composition.templates import Templates
from distrib.errors import BadInput
from distrib.model.cards import NoticePage, OwnSubject
from distrib.model.deliveries import Notice, NoticeKind
from distrib.model.ledger import ClaimedNotice
from distrib.model.lists import Brand, MailingList, Newsroom, Sender
from distrib.model.messages import Message
from distrib.model.plans import Blanks
from distrib.model.subscribers import Subscription, SubscriptionState
from distrib.pipeline.compiling import public_url
from distrib.pipeline.composing import return_path
from distrib.pipeline.parts import Parts
from distrib.pipeline.viewing import OUT
from distrib.staff import logins
from distrib.store import digests, editions, lists, subscribers, users
from distrib.wording import routes

NOBODY = "There is nobody to write this to any more."
MARK = "[TEST]"
DEAD = "test"  #: in place of a token: such a link leads to a page that changes nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the database knows about one notice when it is composed."""

    notice: Notice
    newsroom: Newsroom
    sender: Sender
    address: str
    name: str
    language: str
    mailing_list: MailingList | None
    brand: Brand | None
    subscription: Subscription | None


def composer(parts: Parts, sender: Sender) -> Callable[[ClaimedNotice], Message]:
    """Return what makes the messages of notices by this sender. Each kind's page is inlined once per language."""
    drawn = Notices(Templates([parts.home / "templates"]))

    def compose(claimed: ClaimedNotice) -> Message:
        known = _known(parts, claimed.notice, sender)
        key = f"n{claimed.id}"
        is_test = claimed.notice.kind is NoticeKind.TEST
        pieces = _test(parts, known) if is_test else drawn.message(_page(parts, known))
        return Message(
            key=key,
            mail_from=return_path(parts.signer, key, sender.envelope_domain),
            rcpt_to=known.address,
            pieces=pieces,
        )

    return compose


def recipient(parts: Parts, notice: Notice) -> tuple[str, str, str]:
    """Return (address, name, language) of whom a notice goes to. Raises BadInput when they are gone."""
    with parts.database.reading() as session:
        if notice.user_id is not None:
            user = users.get(session, notice.user_id)
            if user.disabled_at is not None:
                raise BadInput(NOBODY)
            return user.address, user.name, "en"
        if notice.subscriber_id is None:
            raise BadInput(NOBODY)
        person = subscribers.get(session, notice.subscriber_id)
        return person.address, person.name, person.language


def _known(parts: Parts, notice: Notice, sender: Sender) -> Known:
    address, name, language = recipient(parts, notice)
    with parts.database.reading() as session:
        mailing_list = None if notice.list_id is None else lists.get(session, notice.list_id)
        tie = None if notice.subscription_id is None else subscribers.subscription(session, notice.subscription_id)
        return Known(
            notice=notice,
            newsroom=lists.newsroom(session),
            sender=sender,
            address=address,
            name=name,
            language=language,
            mailing_list=mailing_list,
            brand=None if mailing_list is None else lists.brand(session, mailing_list.brand_id),
            subscription=tie,
        )


def _page(parts: Parts, known: Known) -> NoticePage:
    notice, brand, mailing_list = known.notice, known.brand or Brand(name=""), known.mailing_list
    is_welcome = notice.kind is NoticeKind.WELCOME
    latest = _latest(parts, known) if is_welcome else ("", "")
    return NoticePage(
        kind=notice.kind.value,
        key=f"n{notice.id}",
        address=known.address,
        name=known.name,
        language=known.language,
        dated_at=notice.made_at,
        from_name=known.sender.from_name,
        from_address=known.sender.from_address,
        reply_to=known.sender.reply_to,
        paper_name=known.newsroom.name,
        site_url=known.newsroom.site_url,
        list_name=mailing_list.name if mailing_list else "",
        imprint=imprint(known.newsroom.name, mailing_list.postal_address if mailing_list else ""),
        link=_LINKS[notice.kind](parts, known),
        # 0: the latest edition is shown in it, and was not sent to them
        second_link=_unsubscribe(parts, known, 0) if is_welcome and known.subscription else "",
        minutes=int(logins.GOOD_FOR / timedelta(minutes=1)) if notice.kind is NoticeKind.SIGN_IN else 0,
        sentence=str(notice.facts.get("sentence", "")),
        latest_title=latest[0],
        latest_url=latest[1],
        palette=palette(brand.accent, brand.accent_dark, brand.accent_dark_fill),
    )


# -- the links of each kind --------------------------------------------------------------------------------------


def _confirm(parts: Parts, known: Known) -> str:
    tie = known.subscription
    if tie is None or tie.state is not SubscriptionState.UNCONFIRMED:
        raise BadInput("There is nothing to confirm any more.")
    token = parts.signer.sign(routes.CONFIRM, tie.id or 0, int(tie.moved_at.timestamp()))
    return routes.door(public_url(parts, known.sender), routes.CONFIRM, token)


def _preferences(parts: Parts, known: Known) -> str:
    token = parts.signer.sign(routes.PREFERENCES, known.notice.subscriber_id or 0)
    return routes.door(public_url(parts, known.sender), routes.PREFERENCES, token)


def _undo(parts: Parts, known: Known) -> str:
    return _unsubscribe(parts, known, known.notice.edition_id or 0)


def _unsubscribe(parts: Parts, known: Known, edition_id: int) -> str:
    """Return the link that ends the subscription, and brings it back if it was what ended it."""
    token = parts.signer.sign(routes.UNSUBSCRIBE, known.notice.subscription_id or 0, edition_id)
    return routes.door(public_url(parts, known.sender), routes.UNSUBSCRIBE, token)


def _sign_in(parts: Parts, known: Known) -> str:
    notice = known.notice
    if parts.clock() - notice.made_at >= logins.GOOD_FOR:
        raise BadInput("The link ran out before it could be sent.")
    secret = logins.secret_of(parts.signer, notice.user_id or 0, notice.made_at)
    return routes.door(_console(parts), logins.PURPOSE, secret)


def _alarm(parts: Parts, _: Known) -> str:
    return f"{_console(parts)}/console"


def _console(parts: Parts) -> str:
    """Return the address of the staff's pages: the installation's own, whatever host a list's mails name."""
    web = parts.settings.web
    return (web.public_url or f"http://{web.host}:{web.port}").rstrip("/")


_LINKS: Mapping[NoticeKind, Callable[[Parts, Known], str]] = {
    NoticeKind.CONFIRM: _confirm,
    NoticeKind.WELCOME: _preferences,
    NoticeKind.PREFERENCES: _preferences,
    NoticeKind.GOODBYE: _undo,
    NoticeKind.SIGN_IN: _sign_in,
    NoticeKind.ALARM: _alarm,
}


# -- what is made of digests -------------------------------------------------------------------------------------


def _latest(parts: Parts, known: Known) -> tuple[str, str]:
    """Return subject and address of the list's latest edition, for who has just come."""
    edition_id = known.notice.edition_id
    if edition_id is None:
        return "", ""
    with parts.database.reading() as session:
        digest = digests.newest(session, edition_id)
        if digest is None or editions.get(session, edition_id).state not in OUT:
            return "", ""
    assembled = Assembler(unpack(digest.content))
    token = parts.signer.sign(routes.EDITION, edition_id)
    return assembled.subject(assembled.plan(None)), routes.door(public_url(parts, known.sender), routes.EDITION, token)


def _test(parts: Parts, known: Known) -> tuple[bytes, ...]:
    """Return the newest digest of an edition as a test: marked in its subject, with links that change nothing."""
    with parts.database.reading() as session:
        digest = digests.newest(session, known.notice.edition_id or 0)
    if digest is None:
        raise BadInput("There is no digest to test yet.")
    compiled = unpack(digest.content)
    real = Assembler(compiled)
    plan = real.plan(None)
    if not plan.cards:
        raise BadInput("The digest has no story to show.")
    marked = OwnSubject(story_id=plan.cards[0][0], text=f"{MARK} {real.subject(plan)}")
    base = public_url(parts, known.sender)
    blanks = Blanks(
        key=f"n{known.notice.id}",
        address=known.address,
        name=known.name,
        dated_at=known.notice.made_at,
        view_url=routes.door(base, routes.VIEW, DEAD),
        unsubscribe_url=routes.door(base, routes.UNSUBSCRIBE, DEAD),
        preferences_url=routes.door(base, routes.PREFERENCES, DEAD),
    )
    return Assembler(replace(compiled, own_subject=marked)).message(plan, blanks)
