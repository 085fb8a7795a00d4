"""Routing as somebody would write it who has never heard of an index: one association after the other.

It shares the vocabulary, the value types and the wording of lists with the hub, and nothing that decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from hub.routing import Candidate, Criterion, Decision, RuleBook, RuledOut, Shortlisted
from hub.routing.rulebook import Consortium
from hub.vocabulary import Engagement, Need
from tests.parts.reference import mentors, young
from tests.parts.reference.ground import overrides_at

ROOM = (
    Criterion.AWAY,
    Criterion.PAUSED,
    Criterion.FULL,
    Criterion.KEPT_FOR_PRIORITY,
    Criterion.FULL_FOR_THEM,
)


def decided(asked: Need | Engagement, candidates: Iterable[Candidate], book: RuleBook) -> Decision:
    """What :func:`hub.routing.decide` answers."""
    found, ruled_out, without_room = [], [], []
    for candidate in candidates:
        member = _with_its_schools(candidate, book)
        objections = list(_objections(asked, member, book))
        if not objections:
            found.append(_shortlisted(asked, member, book))
            continue
        criterion, because = objections[0]
        ruled_out.append(RuledOut(member.profile.slug, criterion, because))
        if isinstance(asked, Need) and all(one in ROOM for one, _ in objections):
            without_room.append(member.profile.slug)
    return Decision(
        rule_book=book.version,
        shortlist=tuple(sorted(found, key=_rank)),
        ruled_out=tuple(sorted(ruled_out, key=lambda out: out.association)),
        without_room=tuple(sorted(without_room)),
        priority=isinstance(asked, Need) and young.is_priority(asked, book),
        overrides=tuple(override.name for override in overrides_at(asked.place, book)),
        consortia=tuple(one.name for one in _consortia(asked, book)),
        themes=len(asked.themes),
    )


def _objections(
    asked: Need | Engagement, member: Candidate, book: RuleBook
) -> Iterator[tuple[Criterion, str]]:
    if not member.joined:
        yield Criterion.JOINED, book.sentences["not_joined"]
    if member.asked:
        yield Criterion.ASKED, book.sentences["asked"]
    if member.away:
        yield Criterion.AWAY, book.sentences["away"]
    if isinstance(asked, Need):
        yield from young.objections(asked, member, book)
    else:
        yield from mentors.objections(asked, member.profile, book)


def _shortlisted(asked: Need | Engagement, member: Candidate, book: RuleBook) -> Shortlisted:
    if isinstance(asked, Need):
        return young.shortlisted(asked, member, book, _consortia(asked, book))
    return mentors.shortlisted(asked, member, book)


def _rank(choice: Shortlisted) -> tuple[bool, int, int, int, int, str]:
    return (
        choice.fallback,
        -choice.score,
        -(choice.load or 0),
        -(choice.waiting_days or 0),
        choice.mentors_lately or 0,
        choice.association,
    )


def _consortia(asked: Need | Engagement, book: RuleBook) -> list[Consortium]:
    if isinstance(asked, Engagement):
        return []
    school = asked.prescriber and asked.prescriber.uai
    return [
        one for one in book.consortia if school in one.schools or asked.place.department in one.departments
    ]


def _with_its_schools(candidate: Candidate, book: RuleBook) -> Candidate:
    profile = candidate.profile
    schools = set(profile.partner_schools)
    for consortium in book.consortia:
        if profile.slug in consortium.members:
            schools |= consortium.schools
    return replace(candidate, profile=replace(profile, partner_schools=frozenset(schools)))
