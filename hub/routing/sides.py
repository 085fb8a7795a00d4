"""What the index looks a young person's need up by, and a mentor's engagement."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import accumulate, chain
from operator import and_, getitem

from hub.geography import DEPARTMENTS
from hub.routing import engagement, points, reasons, young_people
from hub.routing.bits import Crowd
from hub.routing.criteria import CHILD_WELFARE, Case, Criterion
from hub.routing.decision import Shortlisted
from hub.routing.engagement import sought
from hub.routing.profile import Profile, Standing, years_of
from hub.routing.ranking import TIE_BITS
from hub.routing.rulebook import RuleBook, Weights, consortia_of
from hub.routing.side import Part, Rows, Side
from hub.routing.standing import Rooms, Standings, relative_load
from hub.routing.territory import Reach
from hub.routing.where import nearest
from hub.vocabulary import Channel, Engagement, Need, Prescriber, Situation

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
    rules = (
        *young_people.OF_AGE_AND_SCHOOL,
        young_people.THEMES_TAKEN,
        *young_people.OF_PLACE,
        *young_people.OF_PUBLICS,
        young_people.PROJECT,
        *young_people.OF_THE_WAY_IN,
    )
    together = (
        young_people.OF_AGE_AND_SCHOOL,
        (young_people.THEMES_TAKEN, young_people.PROJECT),
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
        self._partners = frozenset[str]().union(*(profile.partner_schools for profile in crowd.profiles))
        self._first_publics = rule_book.priority.publics
        self._first_situations = rule_book.priority.situations
        self._first_departments = _overseas(rule_book)
        self._last_resort = {
            age: crowd.named(slugs) for band, slugs in rule_book.fallback.items() for age in years_of(band)
        }

    def reach(self, profile: Profile) -> Reach:
        return profile.reach

    def judged(self, asked: Need, rooms: Rooms, already: int) -> tuple[bool, Rows]:
        """Written in one piece: of all that routing does, this alone is done for every need."""
        place, situation, publics = asked.place, asked.situation, asked.publics
        department, themes, prescriber = place.department, asked.themes, asked.prescriber
        priority = (
            situation in self._first_situations
            or department in self._first_departments
            or not publics.isdisjoint(self._first_publics)
        )
        present = rooms.with_kept if priority else rooms.open
        if rooms.full_for:
            present &= ~rooms.full_for_them(asked)
        if already:
            present ^= present & already
        school = asked.age, situation, asked.level
        where = department, place.region, asked.mode
        small = place.population < self._small_town_below
        whom = publics, small, situation is Situation.SERVICE_CIVIQUE
        way_in = asked.channel if prescriber is None else self._sent(asked.channel, prescriber)
        by_school, by_themes, by_place, by_publics, by_way_in = self._tables
        try:
            of_themes, of_project = by_themes[themes]
            left = (
                present,
                *by_school[school],
                of_themes,
                *by_place[where],
                *by_publics[whom],
                of_project,
                *by_way_in[way_in],
            )
        except KeyError:
            self.learn(asked, (school, themes, where, whom, way_in))
            return self.judged(asked, rooms, already)
        return priority, tuple(accumulate(left, and_))

    def turned_away(self, asked: Need, rooms: Rooms, priority: bool, already: int) -> tuple[int, ...]:
        kept, roomy = (0, rooms.with_kept) if priority else (rooms.kept, rooms.open)
        full_for_them = rooms.full_for_them(asked) & roomy if rooms.full_for else 0
        if not already:
            return rooms.absent, 0, rooms.paused, rooms.full, kept, full_for_them
        new = self.crowd.everybody ^ already
        before = already ^ (already & rooms.absent)
        return (
            rooms.absent,
            before,
            rooms.paused & new,
            rooms.full & new,
            kept & new,
            full_for_them & new,
        )

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
    rules = tuple(chain.from_iterable(together))
    merits, places = points.ENGAGEMENT_BY_MERITS, points.ENGAGEMENT_BY_PLACE

    def reach(self, profile: Profile) -> Reach:
        return sought(profile).reach

    def judged(self, asked: Engagement, rooms: Rooms, already: int) -> tuple[bool, Rows]:
        present = self.crowd.everybody ^ (rooms.absent | already)
        parts = asked.age, asked.status, asked.audiences, asked.themes, _where(asked)
        try:
            rows = chain.from_iterable(map(getitem, self._tables, parts))
            return False, tuple(accumulate(rows, and_, initial=present))
        except KeyError:
            self.learn(asked, parts)
            return self.judged(asked, rooms, already)

    def turned_away(self, asked: Engagement, rooms: Rooms, priority: bool, already: int) -> tuple[int, ...]:
        return rooms.absent, already ^ (already & rooms.absent)

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
