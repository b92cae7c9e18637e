"""Why an edition is as it is: per pick the reasons that put it there, per next story why not.

The command line, the console and its JSON say the same: all of them read it here or from the same rows.
"""

from typing import Any

from distrib.model.editions import PassedOver, Pick
from distrib.pipeline.parts import Parts
from distrib.selection import explaining
from distrib.store import editions, lists, picks, stories


def explain(parts: Parts, edition_id: int) -> list[dict[str, Any]]:
    """Return one row per pick, in the paper's order, then one per story passed over: where, what, and why (not).

    A pick's `signals` are what its score is made of. Raises NotFound.
    """
    with parts.database.reading() as session:
        edition = editions.get(session, edition_id)
        names = {section.id: section.name for section in lists.sections(session, edition.list_id)}
        chosen, passed = picks.of(session, edition_id), picks.passed_over(session, edition_id)
        titles = stories.titles(session, [row.story_id for row in chosen] + [row.story_id for row in passed])
    told = [_chosen(pick, names[pick.section_id], titles[pick.story_id]) for pick in chosen]
    return told + [_passed(row, names[row.section_id], titles[row.story_id]) for row in passed]


def _chosen(pick: Pick, section: str, headline: str) -> dict[str, Any]:
    reasons = explaining.read(pick.reasons)
    return {
        "section": section,
        "place": pick.rank,
        "story": pick.story_id,
        "headline": headline,
        "score": round(pick.score, 2),
        "by": pick.by,
        "why": explaining.sentence(reasons),
        "update": pick.update,
        "breaking": pick.breaking,
        "sponsor": pick.sponsor,
        "also": list(pick.also),
        "signals": explaining.stored(reasons),
    }


def _passed(row: PassedOver, section: str, headline: str) -> dict[str, Any]:
    return {
        "section": section,
        "place": None,
        "story": row.story_id,
        "headline": headline,
        "score": round(row.score, 2),
        "by": "machine",
        "why": explaining.why_not(row.why),
        "update": False,
        "breaking": False,
        "sponsor": None,
        "also": [],
        "signals": [],
    }
