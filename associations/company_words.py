"""What a partner reads of a company: codes in French words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask_babel import gettext as _

from associations.portal.released import readable_phone
from hub import geography
from hub.models import Company
from hub.partnership import CompanyState, CompanyStep
from hub.wording import COMPANY_SIZES, COMPANY_STAGES, N_, PARTNERSHIP_MODELS

COMPANY_STATES: Mapping[CompanyState, str] = MappingProxyType(
    {
        CompanyState.TO_CALL: N_("À appeler"),
        CompanyState.NEEDS_DEFINED: N_("Besoin défini"),
        CompanyState.INTRODUCED: N_("Présentée"),
        CompanyState.UNDER_WAY: N_("En route"),
        CompanyState.CLOSED: N_("Close"),
        CompanyState.FORGOTTEN: N_("Effacée"),
    }
)
COMPANY_STEPS: Mapping[CompanyStep, str] = MappingProxyType(
    {
        CompanyStep.REGISTERED: N_("Demande reçue"),
        CompanyStep.PUT_OFF: N_("À rappeler"),
        CompanyStep.NEEDS_DEFINED: N_("Besoin défini"),
        CompanyStep.INTRODUCED: N_("Présentée à une association"),
        CompanyStep.UNDER_WAY: N_("En route"),
        CompanyStep.CLOSED: N_("Demande close"),
        CompanyStep.WITHDRAWN: N_("Demande retirée par l’entreprise"),
        CompanyStep.FORGOTTEN: N_("Données effacées"),
        CompanyStep.CONTACT_READ: N_("Coordonnées lues"),
        CompanyStep.SEAT_TAKEN: N_("Place prise au webinaire"),
        CompanyStep.SEAT_MOVED: N_("Autre séance choisie"),
        CompanyStep.SEAT_GIVEN_BACK: N_("Place rendue"),
        CompanyStep.SESSION_CANCELLED: N_("Séance annulée"),
    }
)


def company_lines(company: Company) -> list[tuple[str, str]]:
    """What the company said of itself, as (label, value)."""
    siren = [(_("SIREN"), company.siren)] if company.siren else []
    mentors = [] if company.mentors is None else [(_("Mentors envisagés"), str(company.mentors))]
    return [
        *siren,
        (_("Taille"), _(COMPANY_SIZES[company.size])),
        (_("Départements"), places(company)),
        (_("Où elle en est"), _(COMPANY_STAGES[company.stage])),
        (_("Modèle"), _(PARTNERSHIP_MODELS[company.model])),
        *mentors,
    ]


def places(company: Company) -> str:
    return geography.in_words(company.departments) or str(_("Toute la France"))


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "company_lines": company_lines,
        "company_places": places,
        "company_state": lambda state: _(COMPANY_STATES[state]),
        "readable_phone": readable_phone,
        "company_step": lambda step: _(COMPANY_STEPS[step]),
    }
)
