"""The answers of a young person's form in words, to check before sending."""

from __future__ import annotations

from flask_babel import gettext as _

from forms import offered
from forms.answers import Answers
from forms.fields import spaced
from forms.intake_form import Row, Section
from hub.calendar import MONTHS
from hub.vocabulary import Channel, Guardian
from hub.wording import CONTACT_BY, MODES, N_, PUBLICS, SITUATIONS, THEMES

NOTHING = N_("Rien d’indiqué")
FOR_WHOM = {Channel.SELF: N_("Pour moi"), Channel.GUARDIAN: N_("Pour mon enfant")}

NOT_KEPT = N_("La mention « handicap » n’est pas gardée, car l’accord n’a pas été coché.")


def sections(answers: Answers) -> list[Section]:
    return [
        Section("pour-qui", _("Pour qui"), _for_whom(answers)),
        Section("ou", _("Lieu et situation"), _where(answers)),
        Section("besoin", _("Besoin"), _wanted(answers)),
        Section("en-plus", _("En plus"), _more(answers), _(NOT_KEPT) if answers.handicap_left_out else ""),
        Section("contact", _("Contact"), _who(answers)),
    ]


def _for_whom(answers: Answers) -> list[Row]:
    return [
        (_("La demande est"), _(FOR_WHOM[answers.channel]) if answers.channel else ""),
        (_("Naissance"), f"{_(MONTHS[answers.birth_month - 1])} {answers.birth_year}"),
    ]


def _where(answers: Answers) -> list[Row]:
    if answers.place is None or answers.situation is None:
        return []
    return [
        (_("Commune"), f"{answers.place.postal_code} {answers.place.name}"),
        (_("Situation"), _(SITUATIONS[answers.situation])),
    ]


def _wanted(answers: Answers) -> list[Row]:
    if answers.situation is None or answers.mode is None:
        return []
    level = offered.levels(answers.situation)[answers.level] if answers.level else N_("Autre")
    return [
        (_("Classe") if offered.in_school(answers.situation) else _("Diplôme"), _(level)),
        (_("Pour"), _listed([THEMES[theme] for theme in THEMES if theme in answers.themes])),
        (_("Échanges"), _(MODES[answers.mode])),
    ]


def _more(answers: Answers) -> list[Row]:
    return [
        (_("Particularités"), _listed([PUBLICS[public] for public in PUBLICS if public in answers.publics])),
        (_("Message"), answers.message or _(NOTHING)),
    ]


def _who(answers: Answers) -> list[Row]:
    rows = [(_("Prénom et nom"), f"{answers.first_name} {answers.last_name}")]
    if answers.email:
        rows.append((_("E-mail"), answers.email))
    if answers.guardian:
        rows.append((_("Parent ou tuteur"), _full(answers.guardian)))
    if answers.phone:
        rows.append((_("Téléphone"), spaced(answers.phone)))
    return [*rows, (_("Contact préféré"), _(CONTACT_BY[answers.contact_by]))]


def _full(guardian: Guardian) -> str:
    return f"{guardian.first_name} {guardian.last_name}, {guardian.email}"


def _listed(labels: list[str]) -> str:
    return ", ".join(_(label) for label in labels) or _(NOTHING)
