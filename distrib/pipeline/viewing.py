"""A copy, drawn again from what was stored: for view-in-browser, and an edition's preview before anyone gets it."""

from distrib.composition.assembling import Assembler
from distrib.composition.digest import unpack
from distrib.errors import BadInput, NotFound
from distrib.model.plans import Blanks, Plan
from distrib.pipeline.compiling import public_url
from distrib.pipeline.parts import Parts
from distrib.store import deliveries, digests, editions, lists, subscribers
from distrib.wording import routes


def view_html(parts: Parts, delivery_id: int) -> str:
    """Return the HTML of one reader's copy, with the links it was sent with. Raises NotFound when it is gone."""
    with parts.database.reading() as session:
        delivery = deliveries.get(session, delivery_id)
        if delivery is None or not delivery.plan_key:
            raise NotFound("There is no such mail any more.")
        person = subscribers.get(session, delivery.subscriber_id)
        edition = editions.get(session, delivery.edition_id)
        sender = lists.sender(session, lists.get(session, edition.list_id).sender_id)
        try:
            plan = Plan.read(delivery.plan_key)
        except BadInput:
            raise NotFound("There is no such mail any more.") from None
        content = digests.get(session, delivery.edition_id, plan.digest_version).content
        base, sign = public_url(parts, sender), parts.signer.sign
        blanks = Blanks(
            key=f"d{delivery_id}",
            address=person.address,
            name=person.name,
            dated_at=delivery.dated_at or edition.due_at,
            view_url=routes.door(base, routes.VIEW, sign(routes.VIEW, delivery_id)),
            unsubscribe_url=routes.door(
                base, routes.UNSUBSCRIBE, sign(routes.UNSUBSCRIBE, delivery.subscription_id, delivery.edition_id)
            ),
            preferences_url=routes.door(base, routes.PREFERENCES, sign(routes.PREFERENCES, delivery.subscriber_id)),
        )
    return Assembler(unpack(content)).html(plan, blanks)


def preview_html(parts: Parts, edition_id: int) -> str:
    """Return the newest digest of an edition as a reader of every section would get it, with links that do nothing.

    Raises NotFound before it was compiled.
    """
    with parts.database.reading() as session:
        digest = digests.newest(session, edition_id)
        if digest is None:
            raise NotFound("Nothing is compiled yet.")
        content, at = digest.content, digest.compiled_at
    assembler = Assembler(unpack(content))
    blanks = Blanks(
        key=f"preview-e{edition_id}",
        address="reader@inbox.example",
        name="",
        dated_at=at,
        view_url="#",
        unsubscribe_url="#",
        preferences_url="#",
    )
    return assembler.html(assembler.plan(None), blanks)


def preview_subject(parts: Parts, edition_id: int) -> tuple[str, int]:
    """Return the subject of that copy and the bytes of its HTML. Raises NotFound before it was compiled."""
    with parts.database.reading() as session:
        digest = digests.newest(session, edition_id)
        if digest is None:
            raise NotFound("Nothing is compiled yet.")
        content = digest.content
    assembler = Assembler(unpack(content))
    plan = assembler.plan(None)
    return assembler.subject(plan), assembler.size(plan)
