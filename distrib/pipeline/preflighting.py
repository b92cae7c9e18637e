"""An edition's newest digest as readers would get it, held against the rules before anyone approves it."""

from collections.abc import Iterator
from dataclasses import replace

from distrib.composition.assembling import Assembler
from distrib.composition.digest import unpack
from distrib.errors import NotFound
from distrib.model.lists import Sender
from distrib.model.messages import Finding
from distrib.model.plans import Blanks, Plan
from distrib.pipeline.compiling import public_url
from distrib.pipeline.parts import Parts
from distrib.preflight.checking import check_message
from distrib.preflight.rules import BLOCK, WARN
from distrib.store import digests, editions, lists
from distrib.wording import routes

_OF_THE_HOST = frozenset({"B08", "B11", "H08"})


def preflight(parts: Parts, edition_id: int) -> list[Finding]:
    """Return what the rules say of the largest, the smallest and each single section's copy; the same is said once.

    Raises NotFound before the edition was compiled.
    """
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        digest = digests.newest(session, edition_id)
        sender = lists.sender(session, lists.get(session, edition.list_id).sender_id)
    if digest is None:
        raise NotFound("Nothing is compiled yet: prepare the edition first.")
    assembler = Assembler(unpack(digest.content))
    blanks = _sample(parts, sender)
    found: dict[tuple[str, str, str], Finding] = {}
    for plan in samples(assembler):
        raw = b"".join(assembler.message(plan, blanks))
        for finding in check_message(raw, now=parts.clock()):
            kept = _at_home(parts, sender, finding)
            found.setdefault((kept.id, kept.sentence, kept.place), kept)
    failed = {finding.id for finding in found.values() if finding.ok is False}
    said = [finding for finding in found.values() if finding.ok is False or finding.id not in failed]
    return sorted(said, key=lambda finding: finding.id)


def samples(assembler: Assembler) -> Iterator[Plan]:
    """Yield the plans to look at: everything, and each section alone; the largest and smallest are among them."""
    yield assembler.plan(None)
    for slug, _ in assembler.compiled.sections:
        plan = assembler.plan(frozenset({slug}))
        if plan.cards:
            yield plan


def _sample(parts: Parts, sender: Sender) -> Blanks:
    """Return blanks as long as real ones, for nobody."""
    base = public_url(parts, sender)
    token = parts.signer.sign("preflight", 2**31, 2**31)
    return Blanks(
        key="d0",
        address="reader@inbox.example",
        name="Reader",
        dated_at=parts.clock(),
        view_url=routes.door(base, routes.VIEW, token),
        unsubscribe_url=routes.door(base, routes.UNSUBSCRIBE, token),
        preferences_url=routes.door(base, routes.PREFERENCES, token),
    )


def _at_home(parts: Parts, sender: Sender, finding: Finding) -> Finding:
    """Turn what is only wrong with our own address into a warning where mail goes no farther than the outbox.

    A fresh install has no public address yet; every other transport refuses to start without one.
    """
    local = sender.transport == "outbox" and not public_url(parts, sender).startswith("https://")
    if local and finding.ok is False and finding.level == BLOCK and finding.id in _OF_THE_HOST:
        return replace(finding, level=WARN)
    return finding
