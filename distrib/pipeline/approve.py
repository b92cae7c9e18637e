"""A draft is approved: this digest, by its hash, may leave; any other may not."""

from collections.abc import Callable

from sqlmodel import Session

from distrib.errors import NotAllowed
from distrib.model.editions import Edition, EditionState
from distrib.model.lists import Approval, IfMissing
from distrib.model.messages import Finding
from distrib.pipeline import preflighting, standing
from distrib.pipeline.parts import Parts
from distrib.store import audit, digests, editions, lists

MACHINE = "machine"
Preflight = Callable[[Parts, int], list[Finding]]


def approve(
    parts: Parts,
    edition_id: int,
    by: str,
    digest_hash: str | None = None,
    *,
    override: str | None = None,
    preflight: Preflight = preflighting.preflight,
) -> Edition:
    """Return the edition, approved: what, by whom and when is written down; approved twice changes nothing.

    `digest_hash` is what the approver looked at: another newest one is refused. What preflight blocks is refused
    unless `override` gives a reason; a story that stands no longer is refused in any case. Raises NotAllowed.
    """
    seen = _looked_at(parts, edition_id, by, digest_hash)
    blocked = [finding for finding in preflight(parts, edition_id) if finding.level == "block" and finding.ok is False]
    if blocked and not override:
        more = f" (and {len(blocked) - 1} more)" if len(blocked) > 1 else ""
        raise NotAllowed(f"Edition {edition_id} can't be approved: {blocked[0].sentence}{more}")
    now = parts.clock()
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        newest = digests.newest(session, edition_id)
        if newest is None or newest.hash != seen:
            raise NotAllowed(f"Edition {edition_id} was changed in between: look again.")
        _must_stand(session, edition_id)  # one may have been taken back while preflight looked
        if edition.state is EditionState.APPROVED and edition.approved_hash == seen:
            return edition
        edition.move(EditionState.APPROVED, now)
        edition.approved_hash, edition.approved_at, edition.approved_by = seen, now, by
        edition.digest_version, edition.reason = newest.version, None
        facts = {"hash": seen, "version": newest.version}
        if blocked:
            facts |= {"override": override or "", "blocked": [finding.id for finding in blocked]}
        audit.record(session, at=now, by=by, verb="approve", subject=f"e{edition_id}", facts=facts)
    return edition


def _looked_at(parts: Parts, edition_id: int, by: str, digest_hash: str | None) -> str:
    """Return the hash that is to be approved. Raises NotAllowed when it can't be."""
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        mailing_list = lists.get(session, edition.list_id)
        newest = digests.newest(session, edition_id)
        if edition.state not in {EditionState.DRAFT, EditionState.APPROVED}:
            raise NotAllowed(f"Edition {edition_id} is {edition.state}: only a draft can be approved.")
        if newest is None:
            raise NotAllowed(f"Edition {edition_id} has no digest yet: prepare it first.")
        if digest_hash is not None and digest_hash != newest.hash:
            raise NotAllowed(f"Edition {edition_id} was changed since you looked at it: look again.")
        may_alone = mailing_list.approval is Approval.NONE or mailing_list.if_missing is IfMissing.SEND
        if by == MACHINE and not may_alone:
            raise NotAllowed(f"The list {mailing_list.name} wants an editor to look first.")
        _must_stand(session, edition_id)
        return newest.hash


def _must_stand(session: Session, edition_id: int) -> None:
    """Refuse what carries a story that stands no longer, whoever asks and whatever reason they give."""
    if gone := standing.fallen(session, edition_id):
        raise NotAllowed(
            f"Edition {edition_id} can't be approved: {standing.told(gone)}. Pick its stories anew, or cancel it."
        )
