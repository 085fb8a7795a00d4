"""Whether an association comes where somebody is, in the mode that they accept, and how near that is."""

from __future__ import annotations

from hub.routing import reasons
from hub.routing.criteria import Sentence
from hub.routing.profile import Profile
from hub.routing.rulebook import RuleBook, Weights, overrides_at
from hub.routing.territory import Nearness, Reach
from hub.vocabulary import Engagement, Mode, Need, Place

REMOTE = "remote"


def reaches(asked: Need | Engagement, reach: Reach) -> dict[Mode, Nearness]:
    """The modes that the person accepts, the association offers, and that cover the commune."""
    found = {}
    if reach.in_person and asked.mode is not Mode.REMOTE:
        found[Mode.IN_PERSON] = reach.in_person.nearness(asked.place)
    if reach.remote and asked.mode is not Mode.IN_PERSON:
        found[Mode.REMOTE] = reach.remote.nearness(asked.place)
    return {mode: nearness for mode, nearness in found.items() if nearness}


def mode_refused(asked: Need | Engagement, reach: Reach) -> bool:
    wished = {Mode.IN_PERSON: reach.in_person, Mode.REMOTE: reach.remote}
    return wished.get(asked.mode, reach.in_person or reach.remote) is None


def mode_sentence(reach: Reach) -> tuple[Sentence, ...]:
    if reach.in_person is reach.remote is None:
        return (Sentence("mode_unsaid"),)
    return (Sentence("only_remote" if reach.in_person is None else "only_in_person"),)


def territory_sentences(reach: Reach) -> tuple[Sentence, ...]:
    offered = ((reach.in_person, "in_person_in"), (reach.remote, "remote_in"))
    said = tuple(
        Sentence(name, {"places": reasons.places(territory)})
        for territory, name in offered
        if territory and not territory.is_unsaid
    )
    return said or (Sentence("towns_unsaid"),)


def named_never(profile: Profile, rule_book: RuleBook) -> str | None:
    """Most associations are named by no territory: they are one."""
    return next((profile.slug for override in rule_book.overrides if profile.slug in override.never), None)


def never_here(place: Place, profile: Profile, rule_book: RuleBook) -> str | None:
    """The name of the first territory that covers this place and rules the association out."""
    names = (each.name for each in overrides_at(place, rule_book) if profile.slug in each.never)
    return next(names, None)


def override_sentence(place: Place, profile: Profile, rule_book: RuleBook) -> tuple[Sentence, ...]:
    return (Sentence("override", {"name": never_here(place, profile, rule_book)}),)


def nearest(asked: Need | Engagement, reach: Reach, weights: Weights) -> tuple[int, str]:
    """Points and the name of their weight.

    Being near counts for meeting only: from a distance, every commune is as far.
    """
    points = {
        Nearness.DEPARTMENT: weights.department,
        Nearness.REGION: weights.region,
        Nearness.NATIONAL: weights.national,
    }
    found = [
        (weights.remote, REMOTE) if mode is Mode.REMOTE else (points[nearness], nearness.name.lower())
        for mode, nearness in reaches(asked, reach).items()
    ]
    return max(found, key=lambda one: one[0], default=(0, ""))
