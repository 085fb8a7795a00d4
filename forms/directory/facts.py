"""What a page says of one association, question by question; an empty answer is shown as not said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import ngettext

from forms.directory.leaves import WAYS, Leaf, named, places
from hub import schools
from hub.geography import DEPARTMENTS
from hub.routing import Profile, Territory
from hub.routing.engagement import sought
from hub.vocabulary import Public
from hub.wording import LEVELS, MENTOR_AGES, MENTOR_AUDIENCES, MENTOR_STATUSES, PUBLICS, THEMES


@dataclass(frozen=True, slots=True)
class Fact:
    term: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """``url`` is empty for a source that is not a page to open."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Chapter:
    title: str
    facts: tuple[Fact, ...]


def chapters(leaf: Leaf) -> list[Chapter]:
    return [
        Chapter(_("Qui elle accompagne"), tuple(_whom(leaf))),
        Chapter(_("Où"), tuple(_where(leaf.profile))),
        Chapter(_("Comment"), tuple(_how(leaf))),
        Chapter(_("Comment y venir"), tuple(_ways(leaf.profile))),
        Chapter(_("Ses mentors"), tuple(_mentors(leaf.profile))),
    ]


def sources(leaf: Leaf) -> list[Source]:
    return [Source(*_host_of(source)) for source in leaf.entry.sources]


def _whom(leaf: Leaf) -> Iterator[Fact]:
    yield Fact(_("Âges"), _only(leaf.ages))
    yield Fact(_("Situations"), tuple(leaf.situations))
    if favoured := named(leaf.profile.favoured_publics, PUBLICS):
        yield Fact(_("En priorité"), tuple(favoured))
    if conditions := _conditions(leaf.profile):
        yield Fact(_("Conditions"), tuple(conditions))


def _where(profile: Profile) -> Iterator[Fact]:
    said = bool(profile.in_person or profile.remote)
    yield Fact(_("En personne"), _reach(profile.in_person, said=said))
    yield Fact(_("À distance"), _reach(profile.remote, said=said))
    if profile.small_town:
        yield Fact(_("Communes"), (_("Seulement les petites villes et les communes rurales"),))


def _how(leaf: Leaf) -> Iterator[Fact]:
    places_a_year = leaf.entry.places_a_year
    yield Fact(_("Besoins"), tuple(leaf.themes))
    yield Fact(_("Rythme"), _only(leaf.entry.rhythm or ""))
    if places_a_year:
        yield Fact(_("Chaque année"), (ngettext("%(num)d jeune", "%(num)d jeunes", places_a_year),))


def _ways(profile: Profile) -> Iterator[Fact]:
    yield Fact(_("Par quelle voie"), tuple(named(profile.ways, WAYS)))
    if Public.ASE in profile.required_publics | profile.favoured_publics or profile.ase_conventions:
        names = sorted(DEPARTMENTS[code].name for code in profile.ase_conventions)
        yield Fact(_("Conventions signées avec un département (ASE)"), tuple(names))
    if profile.partner_schools:
        yield Fact(_("Établissements partenaires"), tuple(_school_names(profile)))


def _mentors(profile: Profile) -> Iterator[Fact]:
    """Whom it looks for to accompany them; where its own side is silent, they are those of its young people."""
    side = profile.mentors
    if side is None or not side.wanted:
        yield Fact(
            _("Nouveaux mentors"), (_("Elle n’en cherche pas par notre intermédiaire"),) if side else ()
        )
        return
    wanted = sought(profile)
    yield Fact(_("Âges des mentors"), tuple(named(wanted.ages, MENTOR_AGES)))
    if wanted.statuses:
        yield Fact(_("Situations des mentors"), tuple(named(wanted.statuses, MENTOR_STATUSES)))
    yield Fact(_("Pour accompagner"), tuple(named(wanted.audiences, MENTOR_AUDIENCES)))
    if side.reach:
        yield Fact(_("En personne"), _reach(side.reach.in_person, said=True))
        yield Fact(_("À distance"), _reach(side.reach.remote, said=True))


def _conditions(profile: Profile) -> list[str]:
    publics = named(profile.required_publics, PUBLICS)
    said = [_("Réservé à\u202f: %(who)s", who=", ".join(publics))] if publics else []
    if profile.girls_only:
        said.append(_("Réservé aux filles"))
    if profile.volunteering_done:
        said.append(_("Réservé à qui a fait un service civique ou du bénévolat"))
    if profile.first_class:
        said.append(_("À partir de la classe de %(level)s", level=_(LEVELS[profile.first_class])))
    if profile.diploma:
        said.append(_("Niveau demandé\u202f: %(level)s au moins", level=_(LEVELS[profile.diploma])))
    if profile.project:
        said.append(_("Il faut avoir choisi ce besoin\u202f: %(theme)s", theme=_(THEMES[profile.project])))
    return said


def _reach(territory: Territory | None, *, said: bool) -> tuple[str, ...]:
    """``said``: one mode is named, so that the other is not offered; otherwise nothing is known of either."""
    if territory is None:
        return (_("Non proposé"),) if said else ()
    return _only(places(territory))


def _school_names(profile: Profile) -> Iterator[str]:
    for uai in sorted(profile.partner_schools):
        school = schools.school(uai)
        yield f"{school.name} ({school.city})" if school else uai


def _only(said: str) -> tuple[str, ...]:
    return (said[:1].upper() + said[1:],) if said else ()


def _host_of(source: str) -> tuple[str, str]:
    """A page is named by its host; what is no address is shown as it is."""
    parts = urlsplit(source)
    is_page = parts.scheme in ("http", "https") and parts.hostname
    return ((parts.hostname or "").removeprefix("www."), source) if is_page else (source, "")
