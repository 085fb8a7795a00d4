"""Our own engine: a roster of bitsets, asked as the hub asks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.routing.crowd import Asked, Member
from bench.routing.facts import BEST, FITS, ORDER, Answer
from hub.routing import Criterion, Roster, RuleBook, Verdict
from hub.vocabulary import Need


def opened(known: Sequence[Member], book: RuleBook) -> Roster:
    roster = Roster([member.profile for member in known], book)
    roster.stand({member.profile.slug: member.standing for member in known})
    return roster


def decide(roster: Roster, asked: Asked) -> tuple[Verdict[Need], list[str]]:
    """Who fits, the best, and for each of the others the criterion that was the first to rule it out, in bits."""
    verdict = roster.decide(asked.need, asked.already)
    return verdict, verdict.best(BEST)


def decide_in_words(roster: Roster, asked: Asked) -> tuple[list[str], dict[str, Criterion]]:
    """The same, and every other association by its name, with what rules it out."""
    verdict = roster.decide(asked.need, asked.already)
    return verdict.best(BEST), verdict.ruled_out()


def answer(told: tuple[list[str], Mapping[str, Criterion]], numbers: Mapping[str, int]) -> Answer:
    """As the peers say it.  An association that nothing rules out fits; how well, its place among the best says."""
    best, ruled_out = told
    codes = [FITS] * len(numbers)
    for slug, criterion in ruled_out.items():
        codes[numbers[slug]] = ORDER.index(criterion)
    return Answer([numbers[slug] for slug in best], codes)
