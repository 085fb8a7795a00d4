"""A young person's need before one association, one question after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hub.geography import DEPARTMENTS
from hub.routing import Candidate, Counts, Criterion, Points, Profile, RuleBook, Shortlisted, Way, reasons
from hub.routing.rulebook import Consortium
from hub.vocabulary import AgeBand, Channel, Level, Need, Public, Situation
from hub.wording import LEVELS, PUBLICS, SITUATIONS, THEMES
from tests.parts.reference import ground

CLASSES = [*Level][: [*Level].index(Level.TERMINALE) + 1]
DIPLOMAS = ["sans_diplome", "cap", "bac", "bac1", "bac2", "bac3", "bac4", "bac5"]

Objections = Iterator[tuple[Criterion, str]]


def is_priority(need: Need, book: RuleBook) -> bool:
    overseas = DEPARTMENTS[need.place.department].overseas
    return (
        any(public in book.priority.publics for public in need.publics)
        or need.situation in book.priority.situations
        or (book.priority.overseas and overseas)
    )


def objections(need: Need, member: Candidate, book: RuleBook) -> Objections:
    profile = member.profile
    yield from _room(need, member, book)
    yield from _age_and_school(need, profile, book)
    if not need.themes & profile.themes:
        themes = reasons.words(profile.themes, THEMES)
        sentence = "themes_taken" if profile.themes else "themes_unsaid"
        yield Criterion.THEMES, book.sentences[sentence].format(themes=themes)
    if profile.project and profile.project not in need.themes:
        theme = reasons.words({profile.project}, THEMES)
        yield Criterion.PROJECT, book.sentences["project"].format(theme=theme)
    yield from ground.objections(need, profile.slug, profile.in_person, profile.remote, book)
    yield from _publics(need, profile, book)
    yield from _way_in(need, profile, book)


def shortlisted(
    need: Need, member: Candidate, book: RuleBook, consortia: Sequence[Consortium]
) -> Shortlisted:
    profile, weights = member.profile, ground.weights_at(need.place, book)
    load = relative_load(member, book)
    word, nearness = ground.nearest(need, profile.in_person, profile.remote, weights) or ("", 0)
    referente = any(profile.slug == consortium.referente for consortium in consortia)
    first = ground.is_first(profile.slug, need.place, book)
    points = Points(
        theme=weights.theme * len(need.themes & profile.themes),
        reserved=weights.reserved * _conditions(profile),
        favoured_public=weights.favoured_public * len(need.publics & profile.favoured_publics),
        nearness=nearness,
        referente=weights.referente if referente else 0,
        first=weights.first if first else 0,
        load=weights.load * load // 100,
        answers=weights.answers * member.answered_in_time // 100,
    )
    return Shortlisted(
        association=profile.slug,
        score=points.total,
        because=(
            reasons.PUBLIC_FITS,
            reasons.ALL_THEMES if need.themes <= profile.themes else reasons.SOME_THEMES,
            reasons.PLACE_FITS,
        ),
        points=points,
        counts=Counts(
            themes=len(need.themes & profile.themes),
            reserved=_conditions(profile),
            favoured_publics=len(need.publics & profile.favoured_publics),
        ),
        standing=member.standing,
        nearness=word,
        load=load,
        waiting_days=None,
        mentors_lately=None,
        referente=referente,
        fallback=_last_resort(need.age, profile.slug, book) and not (referente or first),
    )


def relative_load(member: Candidate, book: RuleBook) -> int:
    yearly = _yearly(member, book)
    if yearly == 0 or member.places_left < 0:
        return 0
    share = min(100, 100 * member.places_left // yearly)
    days, load = member.declared_days, book.load
    if days is None:
        return share * load.undeclared_percent // 100
    if days <= load.fresh_days:
        return share
    if days >= load.stale_days:
        return 0
    return share * (100 * (load.stale_days - days) // (load.stale_days - load.fresh_days)) // 100


def _yearly(member: Candidate, book: RuleBook) -> int:
    return book.load.undeclared_places if member.places_a_year is None else member.places_a_year


def _conditions(profile: Profile) -> int:
    met = len(profile.required_publics)
    for condition in (profile.girls_only, profile.volunteering_done, profile.project, profile.small_town):
        met += 1 if condition else 0
    return met + (0 if profile.diploma is None else 1)


def _last_resort(age: int, slug: str, book: RuleBook) -> bool:
    for band in AgeBand:
        youngest, oldest = (int(end) for end in band.split("-"))
        if youngest <= age <= oldest:
            return slug in book.fallback[band]
    return False


def _room(need: Need, member: Candidate, book: RuleBook) -> Objections:
    kept = book.priority.reserved_percent * _yearly(member, book)
    if member.paused:
        yield Criterion.PAUSED, book.sentences["paused"]
    if member.places_left < 1:
        yield Criterion.FULL, book.sentences["full"]
    if 100 * member.places_left <= kept and not is_priority(need, book):
        yield Criterion.KEPT_FOR_PRIORITY, book.sentences["kept_for_priority"]
    for share in member.full_for:
        outside = (
            (share.ages and need.age not in share.ages)
            or (share.situations and need.situation not in share.situations)
            or (share.departments and need.place.department not in share.departments)
        )
        if not outside:
            yield Criterion.FULL_FOR_THEM, book.sentences["full_for_them"]


def _age_and_school(need: Need, profile: Profile, book: RuleBook) -> Objections:
    words, level = book.sentences, need.level
    if profile.ages is None:
        yield Criterion.AGE, words["age_unsaid"]
    elif need.age < profile.ages[0] or need.age > profile.ages[1]:
        yield Criterion.AGE, words["ages"].format(youngest=profile.ages[0], oldest=profile.ages[1])
    if not profile.situations:
        yield Criterion.SITUATION, words["situation_unsaid"]
    elif need.situation not in profile.situations:
        situations = reasons.words(profile.situations, SITUATIONS)
        yield Criterion.SITUATION, words["situations_taken"].format(situations=situations)
    first = profile.first_class
    if first and level in CLASSES and CLASSES.index(level) < CLASSES.index(first):
        yield Criterion.LEVEL, words["first_class"].format(first=LEVELS[first])
    least = profile.diploma
    if least and (level not in DIPLOMAS or DIPLOMAS.index(level) < DIPLOMAS.index(least)):
        yield Criterion.DIPLOMA, words["diploma"].format(diploma=LEVELS[least])


def _publics(need: Need, profile: Profile, book: RuleBook) -> Objections:
    words = book.sentences
    rural = Public.RURAL in need.publics or need.place.population < book.small_town_below
    if profile.small_town and not rural:
        yield Criterion.SMALL_TOWN, words["small_town"]
    if profile.required_publics - need.publics:
        publics = reasons.words(profile.required_publics, PUBLICS)
        yield Criterion.PUBLIC, words["required"].format(publics=publics)
    if profile.girls_only and Public.FILLES not in need.publics:
        yield Criterion.GIRLS_ONLY, words["girls_only"]
    volunteered = Public.ENGAGE in need.publics or need.situation is Situation.SERVICE_CIVIQUE
    if profile.volunteering_done and not volunteered:
        yield Criterion.VOLUNTEERING, words["volunteering"]


def _way_in(need: Need, profile: Profile, book: RuleBook) -> Objections:
    words, sender, ways = book.sentences, need.prescriber, profile.ways
    if not ways:
        yield Criterion.ENTRY, words["way_unsaid"]
    elif not ways & _ways_taken(need, profile):
        unnamed = list(ways) == [Way.PARTNER_SCHOOL] and not profile.partner_schools
        sentence = words["partner_schools_unsaid" if unnamed else "ways_taken"]
        yield Criterion.ENTRY, sentence.format(ways=reasons.words(ways, reasons.WAYS))
    signed = profile.ase_conventions
    if sender and sender.kind in ("ase", "foyer") and sender.department not in signed:
        sentence = words["conventions" if signed else "conventions_unsaid"]
        yield Criterion.ASE_CONVENTION, sentence.format(departments=", ".join(sorted(signed)))


def _ways_taken(need: Need, profile: Profile) -> set[Way]:
    taken, sender = {Way.OPEN}, need.prescriber
    if need.channel is Channel.GUARDIAN:
        taken.add(Way.FAMILY)
    if sender:
        taken.add(Way.PRESCRIBER)
        if sender.kind in ("school", "university"):
            taken.add(Way.SCHOOL)
        if sender.kind in ("ase", "foyer"):
            taken.add(Way.CHILD_WELFARE)
        if sender.uai in profile.partner_schools:
            taken.add(Way.PARTNER_SCHOOL)
    return taken
