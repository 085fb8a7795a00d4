"""What was released to an association, in French words: what exactly is behind the card."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from hub import geography
from hub.calendar import MONTHS
from hub.vocabulary import Channel, Engagement, Identity, Need, Place
from hub.wording import (
    AVAILABILITIES,
    LEVELS,
    MENTOR_AGES,
    MENTOR_AUDIENCES,
    MENTOR_STATUSES,
    MODES,
    PRESCRIBER_KINDS,
    PUBLICS,
    SECTORS,
    SITUATIONS,
    THEMES,
)

Code = TypeVar("Code", bound=StrEnum)
Lines = list[tuple[str, str]]


def lines(need: Need | Engagement) -> Lines:
    return _engagement_lines(need) if isinstance(need, Engagement) else _need_lines(need)


def _need_lines(need: Need) -> Lines:
    level = [(_("Niveau"), _(LEVELS[need.level]))] if need.level else []
    publics = " · ".join(_(PUBLICS[public]) for public in sorted(need.publics))
    return [
        (_("Commune"), _commune(need.place)),
        (_("Situation"), _(SITUATIONS[need.situation])),
        *level,
        (_("Souhait"), " · ".join(_(THEMES[theme]) for theme in sorted(need.themes))),
        (_("Rencontres"), _(MODES[need.mode])),
        *([(_("À savoir"), publics)] if publics else []),
        (_("Inscription"), _filled_in_by(need)),
    ]


def _engagement_lines(engagement: Engagement) -> Lines:
    sector = [(_("Domaine"), _(SECTORS[engagement.sector]))] if engagement.sector else []
    return [
        (_("Âge"), _(MENTOR_AGES[engagement.age])),
        (_("Commune"), _commune(engagement.place)),
        (_("Situation"), _(MENTOR_STATUSES[engagement.status])),
        *sector,
        (_("Aimerait accompagner"), _listed(engagement.audiences, MENTOR_AUDIENCES)),
        (_("Propose"), _listed(engagement.themes, THEMES)),
        (_("Rencontres"), _(MODES[engagement.mode])),
        (_("Disponibilité"), _(AVAILABILITIES[engagement.availability])),
        (_("Engagement"), _("six mois au moins")),
    ]


def _commune(place: Place) -> str:
    return f"{place.postal_code} {place.name} ({geography.department_name(place.department)})"


def _listed(codes: AbstractSet[Code], labels: Mapping[Code, str]) -> str:
    return " · ".join(_(label) for code, label in labels.items() if code in codes)


def birth_month(identity: Identity) -> str:
    if identity.birth_month is None:
        return ""
    return f"{MONTHS[identity.birth_month - 1]} {identity.birth_year}"


def readable_phone(number: str | None) -> str:
    """``+33 6 39 98 01 23``; what is no number any more is shown as it was kept."""
    if not number:
        return ""
    try:
        return format_number(parse(number), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return number


def _filled_in_by(need: Need) -> str:
    if need.channel is Channel.PRESCRIBER and need.prescriber:
        return str(_("par un professionnel (%(kind)s)", kind=_(PRESCRIBER_KINDS[need.prescriber.kind])))
    return str(_("par un parent ou tuteur") if need.channel is Channel.GUARDIAN else _("par le jeune"))
