"""What the index looks a young person's need up by, and a mentor's engagement."""

from __future__ import annotations

from collections.abc import Hashable
from operator import getitem
from typing import Any

from hub.geography import DEPARTMENTS
from hub.routing import engagement, points, reasons, young_people
from hub.routing.bits import Crowd
from hub.routing.criteria import CHILD_WELFARE, Case, Criterion
from hub.routing.decision import Shortlisted
from hub.routing.engagement import sought
from hub.routing.profile import Profile, Standing, years_of
from hub.routing.ranking import TIE_BITS
from hub.routing.rulebook import RuleBook, Weights, consortia_of
from hub.routing.side import Part, Side
from hub.routing.standing import Rooms, Standings, relative_load
from hub.routing.territory import Reach
from hub.routing.verdict import Verdict
from hub.routing.where import nearest
from hub.vocabulary import Channel, Engagement, Need, Prescriber, Situation

SERVICE_CIVIQUE = Situation.SERVICE_CIVIQUE
ASKED, FULL_FOR_THEM = 1, 5
"""The places of these two among the criteria."""
MOST = (1 << TIE_BITS // 2) - 1


class YoungPeople(Side[Need]):
    before = (
        (Criterion.JOINED, "not_joined"),
        (Criterion.ASKED, "asked"),
        (Criterion.PAUSED, "paused"),
        (Criterion.FULL, "full"),
        (Criterion.KEPT_FOR_PRIORITY, "kept_for_priority"),
        (Criterion.FULL_FOR_THEM, "full_for_them"),
    )
    together = (
        young_people.OF_AGE_AND_SCHOOL,
        young_people.OF_THEMES,
        young_people.OF_PLACE,
        young_people.OF_PUBLICS,
        young_people.OF_THE_WAY_IN,
    )
    merits, places = points.NEED_BY_MERITS, points.NEED_BY_PLACE

    def __init__(self, crowd: Crowd, standings: Standings) -> None:
        super().__init__(crowd, standings)
        rule_book = crowd.rule_book
        self._rule_book = rule_book
        self._small_town_below = rule_book.small_town_below
        self._consortium_schools = frozenset[str]().union(*(each.schools for each in rule_book.consortia))
        self._partners = frozenset[str]().union(*(each.partner_schools for each in crowd.profiles.values()))
        self._first_publics = rule_book.priority.publics
        self._first_situations = rule_book.priority.situations
        self._first_departments = _overseas(rule_book)
        self._lanes, self._everybody, self._carries = crowd.is_small, crowd.everybody, crowd.everybody << 1
        self._seen = self._looked_into(standings.rooms)
        self._last_resort = {
            age: crowd.named(slugs) for band, slugs in rule_book.fallback.items() for age in years_of(band)
        }

    def reach(self, profile: Profile) -> Reach:
        return profile.reach

    def decide(self, asked: Need, already: int, rooms: Rooms) -> Verdict[Need]:
        """Written in one piece, even :meth:`Lanes.judged`: of all that routing does, this alone is for every need."""
        place, publics, prescriber = asked.place, asked.publics, asked.prescriber
        situation, themes = asked.situation, asked.themes
        school = asked.age, situation, asked.level
        where = place.department, place.region, asked.mode
        whom = publics, place.population < self._small_town_below, situation is SERVICE_CIVIQUE
        way_in = asked.channel if prescriber is None else self._sent(asked.channel, prescriber)
        by_school, by_themes, by_place, by_publics, by_way_in = self._tables
        try:
            of_school, of_themes, of_place = by_school[school], by_themes[themes], by_place[where]
            of_publics, of_way_in = by_publics[whom], by_way_in[way_in]
        except KeyError:
            self.learn(asked, (school, themes, where, whom, way_in))
            return self.decide(asked, already, rooms)
        if rooms is not self._seen[0]:
            self._seen = self._looked_into(rooms)
        _, of_first, of_others = self._seen
        priority = (
            situation in self._first_situations
            or place.department in self._first_departments
            or not publics.isdisjoint(self._first_publics)
        )
        standing = of_first if priority else of_others
        if already:
            standing = self.refusals.also(standing, ASKED, already)
        if rooms.full_for:
            standing = self.refusals.also(standing, FULL_FOR_THEM, rooms.full_for_them(asked))
        if not self._lanes:
            return self.verdict(
                asked, already, rooms, standing, of_school, of_themes, of_place, of_publics, of_way_in
            )
        refusals = standing | of_school | of_themes | of_place | of_publics | of_way_in
        verdict: Verdict[Need] = Verdict()
        verdict.side = self
        verdict.asked = asked
        verdict.already = already
        verdict.rooms = rooms
        verdict.first_refusals = first = refusals & (self._carries - refusals)
        verdict.eligible = first & self._everybody
        return verdict

    def _looked_into(self, rooms: Rooms) -> tuple[Rooms, Any, Any]:
        """How associations stand, for priority publics and for all others: written again when a seat moved."""
        refused = {Criterion.JOINED: rooms.absent, Criterion.PAUSED: rooms.paused, Criterion.FULL: rooms.full}
        return rooms, self.entry(refused), self.entry({**refused, Criterion.KEPT_FOR_PRIORITY: rooms.kept})

    def measured_parts(self, asked: Need) -> tuple[Part, Part]:
        place = asked.place
        uai = asked.prescriber.uai if asked.prescriber else None
        school = uai if uai in self._consortium_schools else None
        return (asked.themes, asked.publics), (place.department, place.region, asked.mode, school)

    def rank(self, standing: Standing, weights: Weights) -> tuple[int, int]:
        load = relative_load(standing, self._rule_book)
        return weights.load * load // 100 + weights.answers * standing.answered_in_time // 100, load

    def last_resort(self, asked: Need) -> int:
        return self._last_resort.get(asked.age, 0)

    def consortia(self, asked: Need) -> tuple[str, ...]:
        return tuple(consortium.name for consortium in consortia_of(asked, self._rule_book))

    def shortlisted(self, asked: Need, bit: int, *, fallback: bool) -> Shortlisted:
        profile, standing = self.crowd.profiles[bit], self.standings.each[bit]
        load = relative_load(standing, self._rule_book)
        case = Case(asked, profile, self._rule_book)
        counts = points.counts_of_need(asked, profile)
        found = points.of_need(case, counts, load=load, answered=standing.answered_in_time)
        return Shortlisted(
            association=profile.slug,
            score=found.total,
            points=found,
            counts=counts,
            nearness=nearest(asked, profile.reach, points.weights_at(asked.place, self._rule_book))[1],
            load=load,
            standing=standing,
            waiting_days=None,
            mentors_lately=None,
            referente=profile.slug in points.referentes(asked, self._rule_book),
            fallback=fallback,
            because=reasons.of_need(covered=asked.themes <= profile.themes),
        )

    def _sent(self, channel: Channel, prescriber: Prescriber) -> Hashable:
        """A school that is nobody's partner, and a département but that of child welfare, change nothing."""
        kind = prescriber.kind
        return (
            channel,
            kind,
            prescriber.department if kind in CHILD_WELFARE else None,
            prescriber.uai if prescriber.uai in self._partners else None,
        )


class Mentors(Side[Engagement]):
    before = ((Criterion.JOINED, "not_joined"), (Criterion.ASKED, "asked"))
    together = (
        engagement.OF_AGE,
        engagement.OF_STATUS,
        engagement.OF_AUDIENCES,
        engagement.OF_THEMES,
        engagement.OF_PLACE,
    )
    merits, places = points.ENGAGEMENT_BY_MERITS, points.ENGAGEMENT_BY_PLACE

    def reach(self, profile: Profile) -> Reach:
        return sought(profile).reach

    def decide(self, asked: Engagement, already: int, rooms: Rooms) -> Verdict[Engagement]:
        parts = asked.age, asked.status, asked.audiences, asked.themes, _where(asked)
        standing = self.entry({Criterion.JOINED: rooms.absent, Criterion.ASKED: already})
        try:
            return self.verdict(asked, already, rooms, standing, *map(getitem, self._tables, parts))
        except KeyError:
            self.learn(asked, parts)
            return self.decide(asked, already, rooms)

    def measured_parts(self, asked: Engagement) -> tuple[Part, Part]:
        return (asked.themes, asked.audiences), _where(asked)

    def rank(self, standing: Standing, weights: Weights) -> tuple[int, int]:
        """The longest wait, then the fewest mentors: each in half of a tie."""
        waiting, spare = min(standing.waiting_days, MOST), MOST - min(standing.mentors_lately, MOST)
        return 0, (waiting << TIE_BITS // 2) + spare

    def last_resort(self, asked: Engagement) -> int:
        return 0

    def consortia(self, asked: Engagement) -> tuple[str, ...]:
        return ()

    def shortlisted(self, asked: Engagement, bit: int, *, fallback: bool) -> Shortlisted:
        rule_book = self.crowd.rule_book
        profile, standing = self.crowd.profiles[bit], self.standings.each[bit]
        wanted, counts = sought(profile), points.counts_of_engagement(asked, profile)
        found = points.of_engagement(Case(asked, profile, rule_book), counts)
        return Shortlisted(
            association=profile.slug,
            score=found.total,
            points=found,
            counts=counts,
            nearness=nearest(asked, wanted.reach, points.weights_at(asked.place, rule_book))[1],
            load=None,
            standing=None,
            waiting_days=standing.waiting_days,
            mentors_lately=standing.mentors_lately,
            referente=False,
            fallback=fallback,
            because=reasons.of_engagement(covered=asked.themes <= wanted.themes),
        )


def _where(asked: Engagement) -> Part:
    return asked.place.department, asked.place.region, asked.mode


def _overseas(rule_book: RuleBook) -> frozenset[str]:
    if not rule_book.priority.overseas:
        return frozenset()
    return frozenset(code for code, department in DEPARTMENTS.items() if department.overseas)
