"""What was released to an association, in French words: the exact need behind the card."""

from __future__ import annotations

from flask_babel import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from hub import geography
from hub.calendar import MONTHS
from hub.vocabulary import Channel, Identity, Need
from hub.wording import LEVELS, MODES, PRESCRIBER_KINDS, PUBLICS, SITUATIONS, THEMES

Lines = list[tuple[str, str]]


def need_lines(need: Need) -> Lines:
    place = need.place
    department = geography.department_name(place.department)
    level = [(_("Niveau"), _(LEVELS[need.level]))] if need.level else []
    publics = " · ".join(_(PUBLICS[public]) for public in sorted(need.publics))
    return [
        (_("Commune"), f"{place.postal_code} {place.name} ({department})"),
        (_("Situation"), _(SITUATIONS[need.situation])),
        *level,
        (_("Souhait"), " · ".join(_(THEMES[theme]) for theme in sorted(need.themes))),
        (_("Rencontres"), _(MODES[need.mode])),
        *([(_("À savoir"), publics)] if publics else []),
        (_("Inscription"), _filled_in_by(need)),
    ]


def birth_month(identity: Identity) -> str:
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
