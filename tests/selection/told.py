"""Candidates with everything defaulted, so that a test says only what it is about."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from distrib.model.candidates import Candidate, Group, SectionRule

NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
_numbers = count(1)


def a_candidate(title: str = "", **given: Any) -> Candidate:
    n = next(_numbers)
    defaults: dict[str, Any] = {
        "id": n,
        "title": title or f"Headline number {n}",
        "url": f"https://paper.example/odisha/{n}",
        "source": "Tarini Post",
        "published": NOON - timedelta(hours=2),
        "section": "Odisha",
        "language": "en",
        "cluster": n,
    }
    return Candidate(**{**defaults, **given})


def a_group(*members: Candidate, **given: Any) -> Group:
    members = members or (a_candidate(),)
    return Group(**{"members": members, "representative": members[0], **given})


def a_rule(**given: Any) -> SectionRule:
    n = next(_numbers)
    return SectionRule(**{"id": n, "slug": f"section-{n}", "name": f"Section {n}", "position": n, "quota": 3, **given})
