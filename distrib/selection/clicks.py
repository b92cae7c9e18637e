"""Clicks of earlier digests as history: each against what its place in the digest usually gets.

The first story of a mail is clicked most because it is the first. Counted as it is, whatever we put on top would teach
us to put it on top again.
"""

from collections import defaultdict
from collections.abc import Sequence

from distrib.model.candidates import Clicked, Past

FEWEST = 10  # clicks of an edition: fewer say nothing


def history(clicked: Sequence[Clicked]) -> list[Past]:
    """Return the stories of editions, given in the order of the mail, with how much more they were clicked than usual.

    Usual is the mean of their place in the list's editions, so a section that always stands first learns nothing from
    that. They are compared within their edition; what differs by less than a tenth counts as equal.
    """
    editions: dict[int, list[Clicked]] = defaultdict(list)
    for each in clicked:
        editions[each.edition].append(each)
    told = [rows for rows in editions.values() if sum(each.clicks for each in rows) >= FEWEST]
    habits: dict[tuple[int, int], list[float]] = defaultdict(list)
    for rows in told:
        for place, (each, share) in enumerate(zip(rows, _shares(rows), strict=True)):
            habits[each.mailing_list, place].append(share)
    usual = {place: sum(shares) / len(shares) or 1.0 for place, shares in habits.items()}
    return [
        Past(
            candidate=each.candidate,
            engagement=round(share / usual[each.mailing_list, place], 1),
            among=f"edition {number}",
        )
        for number, rows in enumerate(told)
        for place, (each, share) in enumerate(zip(rows, _shares(rows), strict=True))
    ]


def _shares(rows: Sequence[Clicked]) -> list[float]:
    """Return each story's clicks, 1.0 being the edition's mean."""
    mean = sum(each.clicks for each in rows) / len(rows)
    return [each.clicks / mean for each in rows]
