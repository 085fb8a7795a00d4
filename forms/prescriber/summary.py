"""The professional's answers in words, to check before sending."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from forms import offered
from forms.fields import spaced
from forms.intake_form import Row, Section
from forms.prescriber.told import Told
from forms.summary import NOT_KEPT, NOTHING
from hub import geography
from hub.calendar import MONTHS
from hub.vocabulary import ContactFirst
from hub.wording import (
    CONTACT_FIRST,
    MODES,
    N_,
    PRESCRIBER_KINDS,
    PUBLICS,
    SITUATIONS,
    THEMES,
    WRITTEN_AGREEMENTS,
)

ME = N_("Moi")
AGREES = N_("Le jeune est informé et d’accord")
GUARDIAN_AGREES = N_("Son parent ou tuteur est informé et d’accord")
EVALUATED = N_("La situation a été évaluée")


def sections(told: Told) -> list[Section]:
    return [
        Section("vous", _("Vous"), _you(told)),
        Section("jeune", _("Le jeune"), _young_person(told)),
        Section("besoin", _("Son besoin"), _need(told), _(NOT_KEPT) if told.handicap_left_out else ""),
        Section("contact", _("Contact"), _contact(told)),
        Section("attestations", _("Attestations"), _attestations(told)),
    ]


def _you(told: Told) -> list[Row]:
    you = told.professional
    if you is None or told.kind is None:
        return []
    return [
        (_("Structure"), _(PRESCRIBER_KINDS[told.kind])),
        (_("Son nom"), you.organisation),
        *([(_("UAI"), told.uai)] if told.uai else []),
        (_("Vous êtes"), f"{you.name}, {you.function}"),
        (_("E-mail"), you.email),
        *([(_("Téléphone"), spaced(you.phone))] if you.phone else []),
    ]


def _young_person(told: Told) -> list[Row]:
    if told.place is None or told.situation is None:
        return []
    born = f"{_(MONTHS[told.birth_month - 1])} {told.birth_year}"
    department = geography.DEPARTMENTS[told.department].name if told.department else ""
    return [
        (_("Naissance"), f"{born} ({ngettext('%(num)d an', '%(num)d ans', told.age)})"),
        (_("Commune"), f"{told.place.postal_code} {told.place.name}"),
        *([(_("Confié au département"), f"{told.department} {department}")] if department else []),
        (_("Situation"), _(SITUATIONS[told.situation])),
        *([(_("Classe ou groupe"), told.group)] if told.group else []),
    ]


def _need(told: Told) -> list[Row]:
    if told.situation is None or told.mode is None:
        return []
    level = offered.levels(told.situation)[told.level] if told.level else N_("Autre")
    return [
        (_("Classe") if offered.in_school(told.situation) else _("Diplôme"), _(level)),
        (_("Pour"), ", ".join(_(THEMES[theme]) for theme in THEMES if theme in told.themes)),
        (_("Échanges"), _(MODES[told.mode])),
        (_("Particularités"), _listed([PUBLICS[public] for public in PUBLICS if public in told.publics])),
        (_("Message"), told.message or _(NOTHING)),
    ]


def _contact(told: Told) -> list[Row]:
    guardian = told.guardian
    first = ME if told.contact_first is ContactFirst.PRESCRIBER else None
    rows = [(_("Prénom et nom"), f"{told.first_name} {told.last_name}")]
    if told.email:
        rows.append((_("E-mail"), told.email))
    if told.phone:
        rows.append((_("Téléphone"), spaced(told.phone)))
    if guardian:
        rows.append((_("Parent ou tuteur"), f"{guardian.first_name} {guardian.last_name}, {guardian.email}"))
    if told.contact_first:
        rows.append((_("À contacter d’abord"), _(first or CONTACT_FIRST[told.contact_first])))
    return [*rows, (_("Votre repère"), told.marker or _(NOTHING))]


def _attestations(told: Told) -> list[Row]:
    rows = [(_("Accord"), _(AGREES))]
    if told.minor and not told.child_welfare:
        rows.append((_("Famille"), _(GUARDIAN_AGREES)))
    if told.evaluated:
        rows.append((_("Évaluation"), _(EVALUATED)))
    if told.written:
        rows.append((_("Accord écrit"), _(WRITTEN_AGREEMENTS[told.written])))
    return rows


def _listed(labels: list[str]) -> str:
    return ", ".join(_(label) for label in labels) or _(NOTHING)
