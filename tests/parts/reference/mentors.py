"""What a mentor offers before one association, one question after the other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from hub.routing import (
    Candidate,
    Counts,
    Criterion,
    Points,
    Profile,
    RuleBook,
    Shortlisted,
    Territory,
    reasons,
)
from hub.routing.engagement import AUDIENCE_OF
from hub.vocabulary import Engagement, MentorAge, MentorAudience, MentorStatus, Theme
from hub.wording import MENTOR_AGES, MENTOR_AUDIENCES, MENTOR_STATUSES, THEMES
from tests.parts.reference import ground


class Wanted(NamedTuple):
    ages: frozenset[MentorAge]
    statuses: frozenset[MentorStatus]
    audiences: frozenset[MentorAudience]
    themes: frozenset[Theme]
    in_person: Territory | None
    remote: Territory | None


def objections(asked: Engagement, profile: Profile, book: RuleBook) -> Iterator[tuple[Criterion, str]]:
    words, wanted = book.sentences, _wanted(profile)
    if profile.mentors is None:
        yield Criterion.MENTORS, words["mentors_unsaid"]
    elif not profile.mentors.wanted:
        yield Criterion.MENTORS, words["mentors_unwanted"]
    if asked.age not in wanted.ages:
        ages = reasons.words(wanted.ages, MENTOR_AGES)
        yield (
            Criterion.AGE,
            words["mentor_ages_taken" if wanted.ages else "mentor_ages_unsaid"].format(ages=ages),
        )
    if wanted.statuses and asked.status not in wanted.statuses:
        statuses = reasons.words(wanted.statuses, MENTOR_STATUSES)
        yield Criterion.STATUS, words["statuses_taken"].format(statuses=statuses)
    if not asked.audiences & wanted.audiences:
        audiences = reasons.words(wanted.audiences, MENTOR_AUDIENCES)
        sentence = words["audiences_taken" if wanted.audiences else "situation_unsaid"]
        yield Criterion.AUDIENCES, sentence.format(audiences=audiences)
    if not asked.themes & wanted.themes:
        themes = reasons.words(wanted.themes, THEMES)
        yield (
            Criterion.THEMES,
            words["themes_taken" if wanted.themes else "themes_unsaid"].format(themes=themes),
        )
    yield from ground.objections(asked, profile.slug, wanted.in_person, wanted.remote, book)


def shortlisted(asked: Engagement, member: Candidate, book: RuleBook) -> Shortlisted:
    wanted, weights = _wanted(member.profile), ground.weights_at(asked.place, book)
    word, nearness = ground.nearest(asked, wanted.in_person, wanted.remote, weights) or ("", 0)
    narrow = (1 if len(wanted.ages) == 1 else 0) + (1 if wanted.statuses else 0)
    points = Points(
        theme=weights.theme * len(asked.themes & wanted.themes),
        reserved=weights.reserved * narrow,
        favoured_public=weights.favoured_public * len(asked.audiences & wanted.audiences),
        nearness=nearness,
        referente=0,
        first=weights.first if ground.is_first(member.profile.slug, asked.place, book) else 0,
        load=0,
        answers=0,
    )
    all_of_them = asked.themes <= wanted.themes
    return Shortlisted(
        association=member.profile.slug,
        score=points.total,
        because=(
            reasons.MENTOR_FITS,
            reasons.ALL_MENTOR_THEMES if all_of_them else reasons.SOME_MENTOR_THEMES,
            reasons.PLACE_FITS,
        ),
        points=points,
        counts=Counts(
            themes=len(asked.themes & wanted.themes),
            reserved=narrow,
            favoured_publics=len(asked.audiences & wanted.audiences),
        ),
        standing=None,
        nearness=word,
        load=None,
        waiting_days=member.waiting_days,
        mentors_lately=member.mentors_lately,
        referente=False,
        fallback=False,
    )


def _wanted(profile: Profile) -> Wanted:
    side = profile.mentors
    of_young_people = frozenset(AUDIENCE_OF[situation] for situation in profile.situations)
    if side is None:
        reach = profile.in_person, profile.remote
        return Wanted(frozenset(), frozenset(), of_young_people, profile.themes, *reach)
    return Wanted(
        ages=side.ages,
        statuses=side.statuses,
        audiences=of_young_people if side.audiences is None else side.audiences,
        themes=profile.themes if side.themes is None else side.themes,
        in_person=side.reach.in_person if side.reach else profile.in_person,
        remote=side.reach.remote if side.reach else profile.remote,
    )
