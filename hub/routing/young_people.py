"""What an association asks of a young person before it is proposed to it, one rule after the other."""

from __future__ import annotations

from hub.routing import reasons
from hub.routing.criteria import (
    CHILD_WELFARE,
    CLASSES,
    DIPLOMAS,
    SCHOOLS,
    Case,
    Criterion,
    Rule,
    Sentence,
    always,
)
from hub.routing.profile import Profile, Way
from hub.routing.where import (
    mode_refused,
    mode_sentence,
    named_never,
    never_here,
    override_sentence,
    territory_sentences,
)
from hub.vocabulary import Channel, Need, Public, Situation
from hub.wording import LEVELS, PUBLICS, SITUATIONS, THEMES

OfNeed = Case[Need]
Said = tuple[Sentence, ...]


def _age(case: OfNeed) -> bool:
    ages = case.profile.ages
    return ages is None or not ages[0] <= case.asked.age <= ages[1]


def _age_said(case: OfNeed) -> Said:
    if case.profile.ages is None:
        return (Sentence("age_unsaid"),)
    youngest, oldest = case.profile.ages
    return (Sentence("ages", {"youngest": youngest, "oldest": oldest}),)


def _situations_said(case: OfNeed) -> Said:
    taken = case.profile.situations
    if not taken:
        return (Sentence("situation_unsaid"),)
    return (Sentence("situations_taken", {"situations": reasons.words(taken, SITUATIONS)}),)


def _level(case: OfNeed) -> bool:
    """A class that was not asked does not rule out: the age already did what it could."""
    first, level = case.profile.first_class, case.asked.level
    return first is not None and level in CLASSES and CLASSES.index(level) < CLASSES.index(first)


def _first_class_said(case: OfNeed) -> Said:
    first = case.profile.first_class
    return (Sentence("first_class", {"first": LEVELS[first] if first else ""}),)


def _diploma(case: OfNeed) -> bool:
    """A diploma that was not told does rule out: no age stands for it."""
    wanted, level = case.profile.diploma, case.asked.level
    if wanted is None:
        return False
    return level not in DIPLOMAS or DIPLOMAS.index(level) < DIPLOMAS.index(wanted)


def _diploma_said(case: OfNeed) -> Said:
    wanted = case.profile.diploma
    return (Sentence("diploma", {"diploma": LEVELS[wanted] if wanted else ""}),)


def _themes_said(case: OfNeed) -> Said:
    taken = case.profile.themes
    if not taken:
        return (Sentence("themes_unsaid"),)
    return (Sentence("themes_taken", {"themes": reasons.words(taken, THEMES)}),)


def _small_town(case: OfNeed) -> bool:
    small = case.asked.place.population < case.rule_book.small_town_below
    return case.profile.small_town and not small and Public.RURAL not in case.asked.publics


def _required_said(case: OfNeed) -> Said:
    return (Sentence("required", {"publics": reasons.words(case.profile.required_publics, PUBLICS)}),)


def _volunteering(case: OfNeed) -> bool:
    """A *service civique* under way is volunteering too."""
    done = Public.ENGAGE in case.asked.publics or case.asked.situation is Situation.SERVICE_CIVIQUE
    return case.profile.volunteering_done and not done


def _project_said(case: OfNeed) -> Said:
    project = case.profile.project
    return (Sentence("project", {"theme": reasons.words({project} if project else set(), THEMES)}),)


def _entry_said(case: OfNeed) -> Said:
    ways = case.profile.ways
    if not ways:
        return (Sentence("way_unsaid"),)
    if ways == {Way.PARTNER_SCHOOL} and not case.profile.partner_schools:
        return (Sentence("partner_schools_unsaid"),)
    return (Sentence("ways_taken", {"ways": reasons.words(ways, reasons.WAYS)}),)


def _comes_by(way: Way, need: Need, profile: Profile) -> bool:
    kind = need.prescriber.kind if need.prescriber else None
    uai = need.prescriber.uai if need.prescriber else None
    came = {
        Way.OPEN: True,
        Way.SCHOOL: kind in SCHOOLS,
        Way.PARTNER_SCHOOL: uai in profile.partner_schools,
        Way.PRESCRIBER: kind is not None,
        Way.CHILD_WELFARE: kind in CHILD_WELFARE,
        Way.FAMILY: need.channel is Channel.GUARDIAN,
        Way.OWN_SITE: False,
    }
    return came[way]


def _ase_convention(case: OfNeed) -> bool:
    """Child welfare refers only under a convention with the département in charge (CASF, L221-2-6)."""
    prescriber = case.asked.prescriber
    if prescriber is None or prescriber.kind not in CHILD_WELFARE:
        return False
    return prescriber.department not in case.profile.ase_conventions


def _conventions_said(case: OfNeed) -> Said:
    signed = case.profile.ase_conventions
    if not signed:
        return (Sentence("conventions_unsaid"),)
    return (Sentence("conventions", {"departments": ", ".join(sorted(signed))}),)


OF_AGE_AND_SCHOOL: tuple[Rule[Need], ...] = (
    Rule(Criterion.AGE, lambda profile, _: profile.ages, _age, _age_said),
    Rule(
        Criterion.SITUATION,
        lambda profile, _: profile.situations,
        lambda case: case.asked.situation not in case.profile.situations,
        _situations_said,
    ),
    Rule(Criterion.LEVEL, lambda profile, _: profile.first_class, _level, _first_class_said),
    Rule(Criterion.DIPLOMA, lambda profile, _: profile.diploma, _diploma, _diploma_said),
)
OF_THEMES: tuple[Rule[Need], ...] = (
    Rule(
        Criterion.THEMES,
        lambda profile, _: profile.themes,
        lambda case: case.asked.themes.isdisjoint(case.profile.themes),
        _themes_said,
    ),
    Rule(
        Criterion.PROJECT,
        lambda profile, _: profile.project,
        lambda case: case.profile.project not in (None, *case.asked.themes),
        _project_said,
    ),
)
OF_PLACE: tuple[Rule[Need], ...] = (
    Rule(
        Criterion.MODE,
        lambda profile, _: (profile.in_person is None, profile.remote is None),
        lambda case: mode_refused(case.asked, case.profile.reach),
        lambda case: mode_sentence(case.profile.reach),
    ),
    Rule(
        Criterion.TERRITORY,
        lambda profile, _: profile.reach,
        None,
        lambda case: territory_sentences(case.profile.reach),
    ),
    Rule(
        Criterion.OVERRIDE,
        named_never,
        lambda case: never_here(case.asked.place, case.profile, case.rule_book) is not None,
        lambda case: override_sentence(case.asked.place, case.profile, case.rule_book),
    ),
)
OF_PUBLICS: tuple[Rule[Need], ...] = (
    Rule(Criterion.SMALL_TOWN, lambda profile, _: profile.small_town, _small_town, always("small_town")),
    Rule(
        Criterion.PUBLIC,
        lambda profile, _: profile.required_publics,
        lambda case: not case.profile.required_publics <= case.asked.publics,
        _required_said,
    ),
    Rule(
        Criterion.GIRLS_ONLY,
        lambda profile, _: profile.girls_only,
        lambda case: case.profile.girls_only and Public.FILLES not in case.asked.publics,
        always("girls_only"),
    ),
    Rule(
        Criterion.VOLUNTEERING,
        lambda profile, _: profile.volunteering_done,
        _volunteering,
        always("volunteering"),
    ),
)
OF_THE_WAY_IN: tuple[Rule[Need], ...] = (
    Rule(
        Criterion.ENTRY,
        lambda profile, _: (profile.ways, profile.partner_schools),
        lambda case: not any(_comes_by(way, case.asked, case.profile) for way in case.profile.ways),
        _entry_said,
    ),
    Rule(
        Criterion.ASE_CONVENTION,
        lambda profile, _: profile.ase_conventions,
        _ase_convention,
        _conventions_said,
    ),
)
