"""A mentor's answers in words, to check before sending."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import TypeVar

from flask_babel import gettext as _

from forms.fields import spaced
from forms.intake_form import Row, Section
from forms.mentor.answers import MentorAnswers
from hub.wording import (
    AVAILABILITIES,
    CONTACT_BY,
    MENTOR_AGES,
    MENTOR_AUDIENCES,
    MENTOR_STATUSES,
    MODES,
    SECTORS,
    THEMES,
)

Code = TypeVar("Code", bound=StrEnum)


def sections(answers: MentorAnswers) -> list[Section]:
    return [
        Section("vous", _("Vous"), _you(answers)),
        Section("ou", _("Lieu"), _where(answers)),
        Section("proposition", _("Ce que vous offrez"), _offer(answers)),
        Section("contact", _("Contact"), _contact(answers)),
    ]


def _you(answers: MentorAnswers) -> list[Row]:
    if answers.age is None or answers.status is None:
        return []
    sector = [(_("Domaine"), _(SECTORS[answers.sector]))] if answers.sector else []
    return [
        (_("Âge"), _(MENTOR_AGES[answers.age])),
        (_("Situation"), _(MENTOR_STATUSES[answers.status])),
        *sector,
    ]


def _where(answers: MentorAnswers) -> list[Row]:
    if answers.place is None:
        return []
    return [(_("Commune"), f"{answers.place.postal_code} {answers.place.name}")]


def _offer(answers: MentorAnswers) -> list[Row]:
    if answers.mode is None or answers.availability is None:
        return []
    return [
        (_("Pour"), _listed(answers.audiences, MENTOR_AUDIENCES)),
        (_("Sur"), _listed(answers.themes, THEMES)),
        (_("Échanges"), _(MODES[answers.mode])),
        (_("Rythme"), _(AVAILABILITIES[answers.availability])),
        (_("Engagement"), _("Six mois au moins")),
    ]


def _contact(answers: MentorAnswers) -> list[Row]:
    rows = [
        (_("Prénom et nom"), f"{answers.first_name} {answers.last_name}"),
        (_("E-mail"), answers.email),
    ]
    if answers.phone:
        rows.append((_("Téléphone"), spaced(answers.phone)))
    rows.append((_("Contact préféré"), _(CONTACT_BY[answers.contact_by])))
    if answers.employer:
        rows.append((_("Employeur"), answers.employer))
    return rows


def _listed(codes: AbstractSet[Code], labels: Mapping[Code, str]) -> str:
    return " · ".join(_(label) for code, label in labels.items() if code in codes)
