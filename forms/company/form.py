"""The company's form: its pages, its check, its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from forms.company.answers import CompanyAnswers, to_registration
from forms.company.moments import session_in_words
from forms.company.pages import Contact, Employer, Plan
from forms.company.webinar import Session
from forms.days import on_one_line
from forms.intake_form import AskAgain, IntakeForm, Row, Section, Sent
from forms.typed import spaced
from hub import companies, geography
from hub.companies import CompanyReceipt
from hub.webinars import NoSeatLeft, SessionGone
from hub.wording import COMPANY_SIZES, COMPANY_STAGES, PARTNERSHIP_MODELS
from hub.work import Work


def sections(answers: CompanyAnswers) -> list[Section]:
    return [
        Section("entreprise", _("Votre entreprise"), _employer(answers)),
        Section("projet", _("Votre projet"), _plan(answers)),
        Section("webinaire", _("Le webinaire"), [(_("Séance"), _session(answers))]),
        Section("contact", _("Contact"), _contact(answers)),
    ]


def register(work: Work, answers: CompanyAnswers, sent: Sent) -> None:
    """Whoever may be a machine takes no seat yet: one is chosen on the page that the first letter leads to."""
    seated = answers if sent.proven else replace(answers, webinar=None)
    registration = to_registration(
        seated, form_token=sent.form_token, source=sent.source, language=sent.language
    )
    try:
        companies.register(work, registration)
    except (NoSeatLeft, SessionGone):
        raise AskAgain("webinaire") from None


def receipt_shows(receipt: CompanyReceipt, formal: bool) -> Mapping[str, Any]:
    return {
        "receipt": receipt,
        "session": session_in_words(receipt.session) if receipt.session else "",
        "call_by": on_one_line(receipt.call_by) if receipt.call_by else "",
    }


def _employer(answers: CompanyAnswers) -> list[Row]:
    return [
        (_("Nom"), answers.name),
        *([(_("SIREN"), answers.siren)] if answers.siren else []),
        (_("Taille"), _(COMPANY_SIZES[answers.size]) if answers.size else ""),
        (_("Départements"), geography.in_words(answers.departments) or _("Toute la France")),
    ]


def _plan(answers: CompanyAnswers) -> list[Row]:
    return [
        (_("Étape"), _(COMPANY_STAGES[answers.stage]) if answers.stage else ""),
        (_("Modèle"), _(PARTNERSHIP_MODELS[answers.model]) if answers.model else ""),
        (_("Mentors"), str(answers.mentors) if answers.mentors is not None else _("Pas encore de nombre")),
    ]


def _session(answers: CompanyAnswers) -> str:
    if not answers.session:
        return str(_("Aucune de ces dates"))
    return session_in_words(datetime.fromisoformat(answers.session))


def _contact(answers: CompanyAnswers) -> list[Row]:
    contact = answers.contact
    if contact is None:
        return []
    function = [(_("Fonction"), contact.function)] if contact.function else []
    phone = [(_("Téléphone"), spaced(contact.phone))] if contact.phone else []
    return [(_("Prénom et nom"), contact.name), *function, (_("E-mail"), contact.email), *phone]


FORM = IntakeForm(
    name="company",
    url_prefix="/entreprises/rejoindre",
    answers=CompanyAnswers,
    pages={"entreprise": Employer, "projet": Plan, "webinaire": Session, "contact": Contact},
    sections=sections,
    register=register,
    receipt_of=companies.receipt_of,
    receipt_shows=receipt_shows,
    check_template="forms/company_check.html",
    receipt_template="forms/company_receipt.html",
)
