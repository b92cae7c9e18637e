"""From a claimed copy to a finished message: its plan as frozen, its blanks, its return path."""

from collections.abc import Callable
from threading import Lock

from distrib.composition.assembling import Assembler
from distrib.composition.digest import unpack
from distrib.model.editions import Edition
from distrib.model.ledger import Copy
from distrib.model.lists import Sender
from distrib.model.messages import Message
from distrib.model.plans import Blanks, Plan
from distrib.pipeline.compiling import public_url
from distrib.pipeline.parts import Parts
from distrib.signing import Signer
from distrib.store import digests
from distrib.wording import routes

BOUNCE = "b"


def composer(parts: Parts, edition: Edition, sender: Sender) -> Callable[[Copy], Message]:
    """Return what makes the messages of an edition. Each digest version is unpacked once; safe between threads."""
    base, edition_id = public_url(parts, sender), edition.id or 0
    assemblers: dict[int, Assembler] = {}
    loading = Lock()

    def assembler_of(version: int) -> Assembler:
        with loading:
            if version not in assemblers:
                assemblers[version] = assembler(parts, edition_id, version)
            return assemblers[version]

    def compose(copy: Copy) -> Message:
        plan = Plan.read(copy.plan_key)
        key = f"d{copy.id}"
        pieces = assembler_of(plan.digest_version).message(plan, blanks(parts.signer, base, copy))
        return Message(
            key=key,
            mail_from=return_path(parts.signer, key, sender.envelope_domain),
            rcpt_to=copy.address,
            pieces=pieces,
        )

    return compose


def assembler(parts: Parts, edition_id: int, version: int) -> Assembler:
    """Return what assembles copies of one stored digest. Raises NotFound."""
    with parts.database.reading() as session:
        content = digests.get(session, edition_id, version).content
    return Assembler(unpack(content))


def blanks(signer: Signer, base: str, copy: Copy) -> Blanks:
    """Return what differs in this reader's copy: who they are and their own links."""
    return Blanks(
        key=f"d{copy.id}",
        address=copy.address,
        name=copy.name,
        dated_at=copy.dated_at,
        view_url=routes.door(base, routes.VIEW, signer.sign(routes.VIEW, copy.id)),
        unsubscribe_url=routes.door(
            base, routes.UNSUBSCRIBE, signer.sign(routes.UNSUBSCRIBE, copy.subscription_id, copy.edition_id)
        ),
        preferences_url=routes.door(base, routes.PREFERENCES, signer.sign(routes.PREFERENCES, copy.subscriber_id)),
    )


def return_path(signer: Signer, key: str, domain: str) -> str:
    """Return the envelope's own address for one message, so that a bounce says which one it is about.

    `Signer.verify` recognises it, also when a relay folded its case.
    """
    return f"{BOUNCE}+{key}.{signer.mac(BOUNCE, key)}@{domain}"
