"""What a pair counts towards one event."""

import numpy as np

from distrib.selection import pairing


def test_a_bare_likeness_counts_more_only_where_stories_crowd() -> None:
    assert pairing.bareness(np.array([0.3]), 10) == 1.0
    assert 3 < pairing.bareness(np.full(435, 0.3), 30) <= pairing.MOST_BARE
    assert pairing.bareness(np.zeros(0), 0) == 1.0
