"""The companies of the story: a handful comes, the desk calls each on its day and leads it a step on."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date

from hub import calendar, companies, queries, webinars
from hub.models import Company
from hub.partnership import (
    CompanyContact,
    CompanyRegistration,
    CompanySize,
    CompanyStage,
    CompanyState,
    PartnershipModel,
)
from hub.work import Hub, Work

NAMES = (
    *("Filature des Trois-Ponts", "Coopérative du Vent d’Autan", "Menuiserie Lagarde", "Banque du Littoral"),
    *("Transports Oriol", "Clinique Sainte-Foy", "Ateliers Boréal", "Imprimerie des Deux-Rives"),
    *("Laiterie du Haut-Pays", "Cabinet Morel et Sanna"),
)
CONTACTS = ("Camille Texier", "Ousmane Roussel", "Anaïs Payet", "Hugo Kaci", "Fatou Bonnet")
PLACES = (("59", "62"), (), ("974",), ("13",), ("69", "42"))
COMES_EACH = 12
"""Working days between one company and the next."""
CALLED_BACK_AFTER, CALM_AFTER = 5, 30


class Employers:
    """Nothing here is left to chance: the same story each time."""

    def __init__(self) -> None:
        self._days = 0
        self._came: Iterator[CompanyRegistration] = map(_invented, range(len(NAMES)))

    def live(self, hub: Hub) -> None:
        """One working day."""
        with hub.begin() as work:
            if self._days % COMES_EACH == 0 and (company := next(self._came, None)):
                self._register(work, company)
            for row in queries.companies(work.session):
                if row.next_on and row.next_on <= calendar.civil(work.now):
                    _lead_on(work, row)
        self._days += 1

    def _register(self, work: Work, company: CompanyRegistration) -> None:
        receipt = companies.register(work, company)
        row = queries.company_by_reference(work.session, receipt.reference)
        sessions = webinars.offered(work)
        if sessions:
            webinars.choose(work, row, sessions[self._days % len(sessions)].id)
        companies.confirm(work, row)


def _lead_on(work: Work, row: Company) -> None:
    by, soon, later = (
        queries.desk_members(work.session)[0],
        _in(work, CALLED_BACK_AFTER),
        _in(work, CALM_AFTER),
    )
    if row.state is CompanyState.TO_CALL:
        note = "Cherche des mentors pour des lycéens, sur le temps de midi."
        companies.move(work, row, CompanyState.NEEDS_DEFINED, next_on=soon, note=note, by=by)
    elif row.state is CompanyState.NEEDS_DEFINED:
        chosen = queries.joined_associations(work.session)
        association = chosen[row.id % len(chosen)]
        companies.introduce(work, row, association, next_on=soon, note="", by=by)
    elif row.state is CompanyState.INTRODUCED:
        companies.move(work, row, CompanyState.UNDER_WAY, next_on=later, note="", by=by)
    else:
        companies.put_off(work, row, next_on=later, note="Tout va bien.", by=by)


def _in(work: Work, days: int) -> date:
    return calendar.add_working_days(calendar.civil(work.now), days)


def _invented(number: int) -> CompanyRegistration:
    contact = CompanyContact(
        name=CONTACTS[number % len(CONTACTS)],
        function="Ressources humaines",
        email=f"contact.{number + 1}@entreprises.example",
        phone=None,
    )
    return CompanyRegistration(
        name=NAMES[number],
        siren=None,
        size=list(CompanySize)[number % len(CompanySize)],
        departments=PLACES[number % len(PLACES)],
        stage=list(CompanyStage)[number % len(CompanyStage)],
        model=list(PartnershipModel)[number % len(PartnershipModel)],
        mentors=5 * (number % 4) or None,
        contact=contact,
        webinar=None,
        form_token=secrets.token_hex(16),
        source=None,
    )
