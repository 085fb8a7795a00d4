"""What the index looks a young person's need up by, and a mentor's engagement."""

from __future__ import annotations

from collections.abc import Collection
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
from hub.vocabulary import Engagement, Need, Situation

SERVICE_CIVIQUE = Situation.SERVICE_CIVIQUE
MOST = (1 << TIE_BITS // 2) - 1


class YoungPeople(Side[Need]):
    before = (
        (Criterion.JOINED, "not_joined"),
        (Criterion.ASKED, "asked"),
        (Criterion.AWAY, "away"),
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
        priority = rule_book.priority
        self._first = priority.situations, _overseas(rule_book), priority.publics
        self._asked_before = {slug: self.entry({Criterion.ASKED: row}) for row, slug in self.alone.items()}
        self._lanes, self._everybody, self._carries = crowd.is_small, crowd.everybody, crowd.everybody << 1
        self._seen = self._looked_into(standings.rooms)
        self._last_resort = {
            age: crowd.named(slugs) for band, slugs in rule_book.fallback.items() for age in years_of(band)
        }

    def reach(self, profile: Profile) -> Reach:
        return profile.reach

    def decide(self, asked: Need, already_asked: Collection[str], rooms: Rooms) -> Verdict[Need]:
        """Written in one piece, even :meth:`Lanes.judged`: of all that routing does, this alone is for every need."""
        place, publics, prescriber = asked.place, asked.publics, asked.prescriber
        situation, themes, department = asked.situation, asked.themes, place.department
        school = asked.age, situation, asked.level
        where = department, place.region, asked.mode
        whom = publics, place.population < self._small_town_below, situation is SERVICE_CIVIQUE
        way_in: Part = asked.channel
        if prescriber:
            kind, uai = prescriber.kind, prescriber.uai
            in_charge = kind in CHILD_WELFARE and prescriber.department
            way_in = way_in, kind, in_charge, uai in self._partners and uai
        by_school, by_themes, by_place, by_publics, by_way_in = self._tables
        try:
            of_school, of_themes, of_place = by_school[school], by_themes[themes], by_place[where]
            of_publics, of_way_in = by_publics[whom], by_way_in[way_in]
        except KeyError:
            self.learn(asked, (school, themes, where, whom, way_in))
            return self.decide(asked, already_asked, rooms)
        if rooms is not self._seen[0]:
            self._seen = self._looked_into(rooms)
        situations, departments, special = self._first
        priority = situation in situations or department in departments or not publics.isdisjoint(special)
        standing = self._seen[1 + priority]
        if rooms.full_for:
            standing = self.also(standing, Criterion.FULL_FOR_THEM, rooms.full_for_them(asked))
        if not self._lanes:
            entries = standing, of_school, of_themes, of_place, of_publics, of_way_in
            return self.verdict(asked, already_asked, rooms, *entries)
        refusals = standing | of_school | of_themes | of_place | of_publics | of_way_in
        for slug in already_asked:
            refusals |= self._asked_before.get(slug, 0)
        verdict: Verdict[Need] = Verdict()
        verdict.side, verdict.asked = self, asked
        verdict.already_asked, verdict.rooms = already_asked, rooms
        verdict.refused = first = refusals & (self._carries - refusals)
        verdict.eligible = first & self._everybody
        return verdict

    def _looked_into(self, rooms: Rooms) -> tuple[Rooms, Any, Any]:
        """How associations stand, but for priority publics, then for them: written again when a seat moved."""
        refused = {
            Criterion.JOINED: rooms.absent,
            Criterion.AWAY: rooms.away,
            Criterion.PAUSED: rooms.paused,
            Criterion.FULL: rooms.full,
        }
        return rooms, self.entry({**refused, Criterion.KEPT_FOR_PRIORITY: rooms.kept}), self.entry(refused)

    def with_room(self, rooms: Rooms) -> Rooms:
        return Rooms(rooms.absent, 0, 0, 0, 0)

    def measured_parts(self, asked: Need) -> tuple[Part, Part]:
        place = asked.place
        uai = asked.prescriber.uai if asked.prescriber else None
        school = uai if uai in self._consortium_schools else None
        return (asked.themes, asked.publics), (place.department, place.region, asked.mode, school)

    def rank(self, standing: Standing, weights: Weights) -> tuple[int, int]:
        load = relative_load(standing, self._rule_book)
        return weights.load * load // 100 + weights.answers * standing.answered_in_time // 100, load

    def last_resort(self, asked: Need) -> int:
        last = self._last_resort.get(asked.age, 0)
        if last and (self._rule_book.consortia or self._rule_book.overrides):
            last &= ~self.crowd.named(points.named_first(asked, self._rule_book))
        return last

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


class Mentors(Side[Engagement]):
    before = ((Criterion.JOINED, "not_joined"), (Criterion.ASKED, "asked"), (Criterion.AWAY, "away"))
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

    def decide(self, asked: Engagement, already_asked: Collection[str], rooms: Rooms) -> Verdict[Engagement]:
        parts = asked.age, asked.status, asked.audiences, asked.themes, _where(asked)
        standing = self.entry({Criterion.JOINED: rooms.absent, Criterion.AWAY: rooms.away})
        try:
            return self.verdict(asked, already_asked, rooms, standing, *map(getitem, self._tables, parts))
        except KeyError:
            self.learn(asked, parts)
            return self.decide(asked, already_asked, rooms)

    def with_room(self, rooms: Rooms) -> Rooms:
        """A mentor takes no place: nobody wants for room."""
        return rooms

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
