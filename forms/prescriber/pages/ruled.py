"""A page whose answers are judged by the rules alone, so that a page and a row of a file say the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from flask_babel import gettext as _
from wtforms import BooleanField, SelectChoice

from forms.prescriber.reading import Cells, Reading
from forms.prescriber.told import Told
from forms.questions.page import Page
from hub.calendar import MONTHS
from hub.wording import N_

CHOOSE_IN_LIST = N_("Choisir…")


class RuledPage(Page[Told]):
    rule: ClassVar[Callable[[Reading], Told]]
    needed: ClassVar[tuple[str, ...]] = ()
    """The fields that must be filled in, for whoever reads the labels."""

    def __init__(self, answers: Told, **kwargs: Any) -> None:
        super().__init__(answers, **kwargs)
        self._told = answers
        for name in self.needed:
            if name in self:
                self[name].flags.required = True

    def validate(self, extra_validators: Any = None) -> bool:
        """The token and the trap are the form's own; everything else is the rule's."""
        super().validate(extra_validators)
        reading = Reading(self.cells(), self.before, today=self.today)
        self._told = type(self).rule(reading)
        for fault in reading.faults:
            self[fault.field].errors = [_(fault.said, **fault.values)]
        return not self.errors

    def answers(self) -> Told:
        return self._told

    def cells(self) -> Cells:
        return {field.name: _cell(field) for field in self}


def listed(choices: dict[str, str]) -> list[SelectChoice]:
    """The choices of a list, none of them chosen beforehand."""
    return [
        SelectChoice("", _(CHOOSE_IN_LIST)),
        *(SelectChoice(code, label) for code, label in choices.items()),
    ]


def months() -> list[SelectChoice]:
    return listed({str(number): str(_(name)) for number, name in enumerate(MONTHS, start=1)})


def _cell(field: Any) -> str | list[str]:
    if isinstance(field, BooleanField):
        return "y" if field.data else "n"
    return field.data or ""
