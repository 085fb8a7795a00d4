"""Whether an association comes where somebody is, in the mode that they accept, and how near that is."""

from __future__ import annotations

from hub.routing import reasons
from hub.routing.rulebook import Weights
from hub.routing.territory import Nearness, Reach
from hub.vocabulary import Engagement, Mode, Need


def reaches(asked: Need | Engagement, reach: Reach) -> dict[Mode, Nearness]:
    """The modes that the person accepts, the association offers, and that cover the commune."""
    offered = {Mode.IN_PERSON: reach.in_person, Mode.REMOTE: reach.remote}
    found = {
        mode: territory.nearness(asked.place)
        for mode, territory in offered.items()
        if territory and asked.mode in (mode, Mode.EITHER)
    }
    return {mode: nearness for mode, nearness in found.items() if nearness}


def mode_objection(asked: Need | Engagement, reach: Reach) -> str | None:
    if reach.in_person is None and reach.remote is None:
        return reasons.MODE_UNSAID
    if asked.mode is Mode.IN_PERSON and reach.in_person is None:
        return reasons.ONLY_REMOTE
    if asked.mode is Mode.REMOTE and reach.remote is None:
        return reasons.ONLY_IN_PERSON
    return None


def territory_objection(asked: Need | Engagement, reach: Reach) -> str | None:
    if reaches(asked, reach):
        return None
    offered = ((reach.in_person, reasons.IN_PERSON_IN), (reach.remote, reasons.REMOTE_IN))
    said = [
        sentence.format(places=reasons.places(territory))
        for territory, sentence in offered
        if territory and not territory.is_unsaid
    ]
    return " ".join(said) or reasons.TOWNS_UNSAID


def nearness_points(asked: Need | Engagement, reach: Reach, weights: Weights) -> int:
    """Being near counts for meeting only: from a distance, every commune is as far."""
    points = {
        Nearness.DEPARTMENT: weights.department,
        Nearness.REGION: weights.region,
        Nearness.NATIONAL: weights.national,
    }
    return max(
        weights.remote if mode is Mode.REMOTE else points[nearness]
        for mode, nearness in reaches(asked, reach).items()
    )
