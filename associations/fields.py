"""Days and whole numbers that a partner types: what no calendar and no column can hold is refused by the field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, IntegerField

from hub.web import HIGHEST_NUMBER

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
TOO_MUCH = HIGHEST_NUMBER + 1
"""For the bounds of any field, which say so; what is larger still, they cannot compare."""


class DayField(DateField):  # type: ignore[misc]
    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data and not FIRST <= self.data <= LAST:
            self.data = None
            raise ValueError(_("Indiquez un jour entre 2000 et 2099."))


class WholeField(IntegerField):  # type: ignore[misc]
    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        super().process_formdata(valuelist)
        if self.data:
            self.data = max(-TOO_MUCH, min(self.data, TOO_MUCH))
