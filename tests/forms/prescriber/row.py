"""A row of a professional's file, and who registers it, as the rules read them."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.prescriber import rules
from forms.prescriber.reading import Fault, Reading
from forms.prescriber.told import Told
from hub.vocabulary import PrescriberKind, Professional

TODAY = date(2026, 3, 2)
ONCE = "0" * 32
ANA = Professional("Ana Roy", "CPE", "Lycée Voltaire", "ana.roy@lycee.example", None)
AT_SCHOOL = Told(kind=PrescriberKind.SCHOOL, professional=ANA, uai="0590121L")
IN_CARE = Told(kind=PrescriberKind.ASE, professional=ANA)
ELSEWHERE = Told(kind=PrescriberKind.MISSION_LOCALE, professional=ANA)
ROW = {
    "first_name": "Lou",
    "last_name": "Canari",
    "birth_month": "Mai",
    "birth_year": "2009",
    "postal_code": "59100",
    "situation": "Lycée professionnel",
    "level": "première",
    "themes": "Orientation",
    "mode": "en personne ou a distance",
    "email": "lou@canari.example.org",
    "contact_first": "Le jeune",
    "young_agrees": "oui",
    "guardian_agrees": "Oui",
    "evaluated": "x",
    "written": "obtenu",
    "department": "Nord",
}
GUARDIAN = {
    "guardian_first_name": "Ana",
    "guardian_last_name": "Canari",
    "guardian_email": "ana@canari.example.org",
}


def read(told: Told = AT_SCHOOL, /, **changes: Any) -> tuple[Told, list[Fault]]:
    """``today`` apart, each change is a cell."""
    today = changes.pop("today", TODAY)
    return rules.read_row(Reading({**ROW, **changes}, told, today=today))


def faults(told: Told = AT_SCHOOL, /, **changes: Any) -> dict[str, str]:
    return {fault.field: fault.said for fault in read(told, **changes)[1]}


YOU = {
    "kind": "mission_locale",
    "your_organisation": "Mission locale de Roubaix",
    "your_name": "Ana Roy",
    "your_function": "Conseillère",
    "your_email": "ana@ml-roubaix.example",
}
