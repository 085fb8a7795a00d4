"""What the forms of the criteria ask with: codes of the vocabulary, a territory, schools, an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, ValidationError
from wtforms.fields.choices import SelectChoice

from hub import schools
from hub.folding import folded
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Scope

Code = TypeVar("Code", bound=StrEnum)
Plain = Mapping[str, Any]

NOT_OFFERED = "none"
OVERSEAS = _l("Outre-mer")
WORD = re.compile(r"[\s,;]+")
MOST_SCHOOLS = 400


class Codes(SelectMultipleField):
    """Boxes to tick, one for each code; what was ticked comes back in the order of the vocabulary."""

    def __init__(self, label: str, names: Mapping[Code, str], *args: Any, **kwargs: Any) -> None:
        super().__init__(label, *args, choices=[(code.value, name) for code, name in names.items()], **kwargs)

    @property
    def codes(self) -> list[str]:
        ticked = set(self.data or ())
        return [choice.value for choice in self.iter_choices() if choice.value in ticked]
