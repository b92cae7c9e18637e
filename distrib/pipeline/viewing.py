"""A copy, drawn again from what was stored: for view-in-browser, and an edition's preview before anyone gets it."""

from dataclasses import dataclass

from distrib.errors import BadInput, NotFound
from distrib.model.editions import EditionState
from distrib.model.ledger import Copy
from distrib.model.plans import Blanks, Plan
from distrib.pipeline.compiling import public_url
from distrib.pipeline.composing import assembler, blanks
from distrib.pipeline.parts import Parts
from distrib.store import deliveries, digests, editions, lists, subscribers

GONE = "This mail is not kept any more."
OUT = (EditionState.SENDING, EditionState.SENT)  #: its readers have it or are getting it: no secret any more


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An edition as a reader of every section would get it; its personal links do nothing."""

    version: int
    hash: str
    subject: str
    preheader: str
    html: str
    text: str
    size: int  #: bytes of the HTML


def view_html(parts: Parts, delivery_id: int) -> str:
    """Return the HTML of one reader's copy, with the links it was sent with. Raises NotFound when it is gone."""
    with parts.database.reading() as session:
        delivery = deliveries.get(session, delivery_id)
        if delivery is None or not delivery.plan_key:
            raise NotFound(GONE)
        person = subscribers.get(session, delivery.subscriber_id)
        edition = editions.get(session, delivery.edition_id)
        sender = lists.sender(session, lists.get(session, edition.list_id).sender_id)
    try:
        plan = Plan.read(delivery.plan_key)
    except BadInput:
        raise NotFound(GONE) from None
    copy = Copy(
        id=delivery_id,
        edition_id=delivery.edition_id,
        subscriber_id=delivery.subscriber_id,
        subscription_id=delivery.subscription_id,
        address=person.address,
        name=person.name,
        plan_key=delivery.plan_key,
        digest_version=plan.digest_version,
        dated_at=delivery.dated_at or edition.due_at,
        attempts=delivery.attempts,
    )
    joined = assembler(parts, delivery.edition_id, plan.digest_version)
    return joined.html(plan, blanks(parts.signer, public_url(parts, sender), copy))


def preview(parts: Parts, edition_id: int) -> Preview:
    """Return the newest digest of an edition, joined for somebody who takes all of it.

    Raises NotFound before it was compiled.
    """
    with parts.database.reading() as session:
        digest = digests.newest(session, edition_id)
    if digest is None:
        raise NotFound("Nothing is compiled yet: prepare the edition first.")
    joined = assembler(parts, edition_id, digest.version)
    plan = joined.plan(None)
    nobody = Blanks(
        key=f"preview-e{edition_id}",
        address="reader@inbox.example",
        name="",
        dated_at=digest.compiled_at,
        view_url="#",
        unsubscribe_url="#",
        preferences_url="#",
    )
    return Preview(
        version=digest.version,
        hash=digest.hash,
        subject=joined.subject(plan),
        preheader=joined.preheader(plan),
        html=joined.html(plan, nobody),
        text=joined.text(plan, nobody),
        size=joined.size(plan),
    )


def sent_html(parts: Parts, edition_id: int) -> str:
    """Return an edition's HTML as nobody's own copy. Raises NotFound unless it is out."""
    with parts.database.reading() as session:
        state = editions.get(session, edition_id).state
    if state not in OUT:
        raise NotFound("This edition is not out.")
    return preview(parts, edition_id).html
