import pytest

from distrib.errors import NotAllowed
from distrib.model.editions import Digest, Edition, EditionState
from distrib.model.lists import Approval, IfMissing, MailingList
from distrib.model.messages import Finding
from distrib.pipeline.approve import approve
from distrib.pipeline.parts import Parts
from distrib.pipeline.preflighting import preflight
from distrib.store import audit
from tests.factories import NOON
from tests.pipeline.sending_scenes import Scene, a_scene


def fine(_: Parts, __: int) -> list[Finding]:
    return [Finding(id="B01", level="block", ok=True, sentence="Fine.")]


def blocked(_: Parts, __: int) -> list[Finding]:
    bad = [Finding(id=one, level="block", ok=False, sentence=f"{one} is wrong.") for one in ("B08", "B11")]
    return [*bad, Finding(id="B12", level="warn", ok=False, sentence="Hm.")]


@pytest.fixture
def scene(sqlite_parts: Parts) -> Scene:
    scene = a_scene(sqlite_parts, readers=0)
    scene.change(Edition, scene.edition_id, state=EditionState.DRAFT, approved_hash=None, approved_by=None)
    return scene


def digest_hash(scene: Scene) -> str:
    with scene.parts.database.reading() as session:
        return session.get_one(Digest, 1).hash


def test_what_by_whom_and_when_is_written_down(scene: Scene) -> None:
    edition = approve(scene.parts, scene.edition_id, "u1", digest_hash(scene), preflight=fine)

    assert edition.state is EditionState.APPROVED
    assert (edition.approved_hash, edition.approved_by, edition.approved_at) == (digest_hash(scene), "u1", NOON)
    with scene.parts.database.reading() as session:
        [entry] = audit.recent(session)
    assert (entry.by, entry.verb, entry.subject) == ("u1", "approve", "e1")
    assert entry.facts == {"hash": digest_hash(scene), "version": 1}


def test_approved_twice_changes_nothing(scene: Scene) -> None:
    approve(scene.parts, scene.edition_id, "u1", preflight=fine)

    again = approve(scene.parts, scene.edition_id, "u2", preflight=fine)

    assert again.approved_by == "u1"


def test_another_digest_than_the_one_looked_at_is_refused(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match="since you looked"):
        approve(scene.parts, scene.edition_id, "u1", "another", preflight=fine)


def test_a_digest_that_changes_while_it_is_checked_is_refused(scene: Scene) -> None:
    def changes(_: Parts, __: int) -> list[Finding]:
        scene.change(Digest, 1, hash="changed")
        return []

    with pytest.raises(NotAllowed, match="in between"):
        approve(scene.parts, scene.edition_id, "u1", preflight=changes)
    assert scene.edition.state is EditionState.DRAFT


def test_what_preflight_blocks_needs_a_reason(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match=r"B08 is wrong. \(and 1 more\)"):
        approve(scene.parts, scene.edition_id, "u1", preflight=blocked)

    edition = approve(scene.parts, scene.edition_id, "u1", preflight=blocked, override="The link is right.")

    assert edition.state is EditionState.APPROVED
    with scene.parts.database.reading() as session:
        facts = audit.recent(session)[0].facts
    assert (facts["override"], facts["blocked"]) == ("The link is right.", ["B08", "B11"])


@pytest.mark.parametrize("state", [EditionState.PLANNED, EditionState.SENDING, EditionState.SENT])
def test_only_a_draft_can_be_approved(scene: Scene, state: EditionState) -> None:
    scene.change(Edition, scene.edition_id, state=state)

    with pytest.raises(NotAllowed, match="only a draft"):
        approve(scene.parts, scene.edition_id, "u1", preflight=fine)


def test_nothing_compiled_is_nothing_to_approve(scene: Scene) -> None:
    with scene.parts.database.writing() as session:
        session.delete(session.get_one(Digest, 1))

    with pytest.raises(NotAllowed, match="no digest"):
        approve(scene.parts, scene.edition_id, "u1", preflight=fine)


def test_the_machine_approves_only_where_the_list_lets_it(scene: Scene) -> None:
    with pytest.raises(NotAllowed, match="wants an editor"):
        approve(scene.parts, scene.edition_id, "machine", preflight=fine)

    scene.change(MailingList, scene.list_id, if_missing=IfMissing.SEND)
    assert approve(scene.parts, scene.edition_id, "machine", preflight=fine).approved_by == "machine"

    scene.change(Edition, scene.edition_id, state=EditionState.DRAFT)
    scene.change(MailingList, scene.list_id, if_missing=IfMissing.SKIP, approval=Approval.NONE)
    assert approve(scene.parts, scene.edition_id, "machine", preflight=fine).approved_by == "machine"


def test_the_real_preflight_lets_a_good_digest_pass(scene: Scene) -> None:
    wrong = [one for one in preflight(scene.parts, scene.edition_id) if one.level == "block" and one.ok is False]

    assert wrong == []
    assert approve(scene.parts, scene.edition_id, "u1").state is EditionState.APPROVED
