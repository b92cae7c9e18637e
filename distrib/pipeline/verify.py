"""The ledger's own proof: the audience of an edition is the sum of its states, and nothing is unaccounted for."""

from collections.abc import Mapping

from distrib.composition.digest import unpack
from distrib.errors import BadInput
from distrib.model.deliveries import OPEN_STATES, DeliveryState
from distrib.model.editions import Edition, EditionState
from distrib.model.messages import Finding
from distrib.pipeline.parts import Parts
from distrib.store import deliveries, digests, editions, lists

BEFORE = (EditionState.PLANNED, EditionState.DRAFT, EditionState.APPROVED, EditionState.SKIPPED)


def verify(parts: Parts, edition_id: int) -> list[Finding]:
    """Return what was checked, each in one sentence; `ok` is False for what does not hold. Changes nothing."""
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        sender = lists.sender(session, lists.get(session, edition.list_id).sender_id)
        counts = deliveries.counts(session, edition_id)
        findings = [_equation(edition, counts), _settled(edition, counts)]
        stored = {version for version, _, _ in digests.versions(session, edition_id)}
        used = deliveries.versions(session, edition_id)
        findings.append(_versions(stored, used))
        if edition.digest_version in stored:
            digest = digests.get(session, edition_id, edition.digest_version or 0)
            findings.append(_hash(edition, digest.hash, digest.content))
        if sender.transport == "outbox" and counts[DeliveryState.SENT]:
            findings.append(_outbox(parts, deliveries.sent_ids(session, edition_id, limit=10_000_000)))
    return findings


def _equation(edition: Edition, counts: Mapping[DeliveryState, int]) -> Finding:
    total = sum(counts.values())
    words = " + ".join(f"{counts[state]} {state.value}" for state in DeliveryState if counts[state]) or "nothing"
    if edition.frozen_at is None:
        begun = edition.state not in BEFORE and edition.state is not EditionState.CANCELLED
        sentence = (
            f"The audience is not frozen to the end yet; so far it is {words}."
            if total or begun
            else ("The edition has not started: it has no audience yet.")
        )
        return Finding(id="V01", level="block", ok=total == 0 or begun, sentence=sentence)
    return Finding(
        id="V01",
        level="block",
        ok=edition.audience == total,
        sentence=f"The audience of {edition.audience} is {words}.",
    )


def _settled(edition: Edition, counts: Mapping[DeliveryState, int]) -> Finding:
    is_open = sum(counts[state] for state in OPEN_STATES)
    ended = edition.state in {EditionState.SENT, EditionState.CANCELLED}
    sentence = f"The edition is {edition.state} and {is_open or 'nothing'} of it {'are' if is_open > 1 else 'is'} open."
    return Finding(id="V02", level="block", ok=not (ended and is_open), sentence=sentence)


def _versions(stored: set[int], used: set[int | None]) -> Finding:
    missing = sorted(version or 0 for version in used if version not in stored)
    sentence = f"Missing digest versions: {missing}." if missing else "Every copy's digest version is stored."
    return Finding(id="V03", level="block", ok=not missing, sentence=sentence)


def _hash(edition: Edition, stored: str, content: bytes) -> Finding:
    try:
        true = unpack(content).hash
    except BadInput as error:
        return Finding(id="V04", level="block", ok=False, sentence=str(error))
    ok = true == stored and edition.approved_hash in {None, stored}
    sentence = "The digest is the one that was approved." if ok else "The digest is not the one that was approved."
    return Finding(id="V04", level="block", ok=ok, sentence=sentence)


def _outbox(parts: Parts, sent: list[int]) -> Finding:
    folder = parts.home / "outbox" / "mail"
    there = {path.name.split(".", 1)[0] for part in ("new", "cur") for path in (folder / part).glob("d*")}
    missing = sum(f"d{one}" not in there for one in sent)
    sentence = (
        f"{missing} of {len(sent)} sent mails are not in the outbox any more."
        if missing
        else f"All {len(sent)} sent mails are in the outbox."
    )
    return Finding(id="V05", level="info", ok=not missing, sentence=sentence)
