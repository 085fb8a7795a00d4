"""Every form of the public door."""

from __future__ import annotations

from typing import Any

from forms import young_person
from forms.company.form import FORM as COMPANY
from forms.intake_form import IntakeForm
from forms.mentor.form import FORM as MENTOR
from forms.prescriber.form import FORM as PRESCRIBER

WAYS_IN: tuple[IntakeForm[Any], ...] = (young_person.FORM, MENTOR, PRESCRIBER, COMPANY)
