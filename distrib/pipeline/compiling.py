"""An edition's picks become a digest: every card drawn, inlined once, cut, hashed and stored as a version."""

from collections.abc import Mapping

from distrib.composition.digest import FORMAT, renumbered
from distrib.errors import BadInput, NotAllowed
from distrib.model.editions import Digest, EditionState, Link
from distrib.model.lists import Measuring
from distrib.pipeline import picturing
from distrib.pipeline.drawing import Material, draw, has_public_host, public_url, read, tagged
from distrib.pipeline.parts import Parts
from distrib.pipeline.picturing import EMPTY, Shelf
from distrib.store import digests, editions, pictures

__all__ = ["compile_edition", "public_url"]

_OPEN = (EditionState.PLANNED, EditionState.DRAFT, EditionState.APPROVED)


def compile_edition(parts: Parts, edition_id: int) -> Digest:
    """Compile the edition's picks and store the digest as its next version; the same content stays the same version.

    Another content drops an approval. Raises TemplateProblem when the look can't be drawn, and NotAllowed once the
    edition is leaving: it then keeps the digest it had.
    """
    material = read(parts, edition_id)
    if material.edition.state not in _OPEN:
        raise NotAllowed(f"Edition {edition_id} is {material.edition.state}: its digest stands.")
    if not material.picks:
        raise BadInput(f"Edition {edition_id} has no picks to compile.")
    links = _links(parts, material)
    shelf = _pictures(parts, material)
    compiled = draw(parts, material, links, shelf=shelf)
    shown = shelf.hashes(public_url(parts, material.sender), compiled.pictures)
    with parts.database.writing() as session:
        edition = editions.get(session, edition_id)
        if edition.state not in _OPEN:
            raise NotAllowed(f"Edition {edition_id} is {edition.state}: its digest stands.")
        pictures.refer(session, edition_id, shown)
        before = digests.newest(session, edition_id)
        if before is not None and before.hash == compiled.hash:
            edition.digest_version = before.version
            return before
        version = before.version + 1 if before else 1
        now = parts.clock()
        row = digests.add(
            session,
            edition_id=edition_id,
            version=version,
            format_=FORMAT,
            hash_=compiled.hash,
            content=renumbered(compiled, version).pack(),
            at=now,
        )
        edition.digest_version = version
        if edition.state is EditionState.APPROVED:
            edition.move(EditionState.DRAFT, now)
        edition.approved_hash = edition.approved_at = edition.approved_by = None
        return row


def _pictures(parts: Parts, material: Material) -> Shelf:
    """Return the stored pictures of the picks; none where readers can't reach us: they get the sources' own."""
    if not has_public_host(parts, material.sender):
        return EMPTY
    return picturing.keep(parts, [story for _, _, story in material.picks], f"e{material.edition.id}")


def _links(parts: Parts, material: Material) -> Mapping[str, Link]:
    """Return address -> row of the edition's link table, made as needed; nothing where the list measures nothing."""
    if material.mailing_list.measuring is Measuring.NONE:
        return {}
    wanted = [(tagged(material, story), story.id) for _, _, story in material.picks]
    with parts.database.writing() as session:
        known = digests.ensure_links(session, material.edition.id or 0, wanted)
    return {url: known[url] for url, _ in wanted}
