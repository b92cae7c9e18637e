"""A new story finds its event among those stored, as it is numbered now, and nothing is written."""

from datetime import timedelta

from distrib.model.stories import Cluster
from distrib.pipeline import placing
from distrib.pipeline.parts import Parts
from distrib.store import clusters
from tests.factories import NOON, a_story
from tests.selection.told import a_candidate

BODY = "More than 40,000 people are in shelters as cyclone Asani heads for the coast near Puri."


def test_a_copy_is_placed_in_the_cluster_of_its_event(parts: Parts) -> None:
    with parts.database.writing() as session:
        for n in range(20):
            a_story(session, title=f"Ward {n} council spends {n}0 lakh", summary=f"Drain {n} is lined with stone{n}.")
        numbers = clusters.make(session, [NOON, NOON], NOON)
        told = a_story(session, title="Cyclone Asani nears Puri coast", summary=BODY, cluster_id=numbers[0])
        told_id = told.id or 0
    among = placing.window(parts, NOON)
    copy = a_candidate("Asani: 40,000 in shelters near Puri", summary=BODY, published=NOON - timedelta(hours=1))

    with parts.database.reading() as session:
        assert placing.place(session, among, copy, NOON) == numbers[0]
        assert placing.place(session, among, a_candidate("Old bridge closed", summary="Traffic waits."), NOON) is None

    with parts.database.writing() as session:
        clusters.place(session, numbers[1], [told_id])
    with parts.database.reading() as session:
        assert placing.place(session, among, copy, NOON) == numbers[1]
        assert session.get(Cluster, numbers[0]) is not None
        assert clusters.of_stories(session, [told_id]) == {told_id: numbers[1]}
