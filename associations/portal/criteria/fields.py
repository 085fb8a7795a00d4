"""What the forms of the criteria ask with: codes of the vocabulary, a territory, schools, an address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, RadioField, SelectField, SelectMultipleField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation

from associations.words_typed import INVISIBLE
from hub import schools
from hub.folding import folded
from hub.geography import DEPARTMENTS, REGIONS
from hub.routing import Scope
from hub.wording import N_

Code = TypeVar("Code", bound=StrEnum)
Plain = Mapping[str, Any]

NOT_OFFERED = "none"
OVERSEAS = N_("Outre-mer")
BETWEEN_WORDS = re.compile(r"[\s,;]+")
REGION, DEPARTMENT = "r", "d"
HOW_FAR: Mapping[str, str] = {
    NOT_OFFERED: N_("Non"),
    Scope.LISTED: N_("Oui, dans les lieux cochés"),
    Scope.MAINLAND: N_("Oui, dans toute la France hexagonale, hors Corse"),
    Scope.FRANCE: N_("Oui, dans toute la France, outre-mer compris"),
}


@dataclass(frozen=True, slots=True)
class Region:
    """A région and its départements; the lands overseas stand together, and have no box for all of them."""

    code: str
    name: str
    departments: tuple[tuple[str, str], ...]


def regions() -> list[Region]:
    """In the order of the alphabet, overseas at the end; only where somebody lives."""
    inhabited = [one for one in DEPARTMENTS.values() if one.population]
    listed = [
        Region(code, name, tuple((one.code, one.name) for one in inhabited if one.region == code))
        for code, name in sorted(REGIONS.items(), key=lambda region: folded(region[1]))
        if any(one.region == code and not one.overseas for one in inhabited)
    ]
    overseas = tuple((one.code, one.name) for one in inhabited if one.overseas)
    return [*listed, Region("", _(OVERSEAS), overseas)]


class Codes(SelectMultipleField):  # type: ignore[misc]
    """A box to tick for each code."""

    def __init__(
        self, label: str, validators: Any = None, *, names: Mapping[Code, str], **kwargs: Any
    ) -> None:
        boxes = [SelectChoice(code.value, _l(name)) for code, name in names.items()]
        super().__init__(label, validators, choices=boxes, **kwargs)


class OneCode(SelectField):  # type: ignore[misc]
    """One code of a list, or none."""

    def __init__(self, label: str, *, none: str, names: Mapping[Code, str], **kwargs: Any) -> None:
        listed = [SelectChoice(code.value, _l(name)) for code, name in names.items()]
        super().__init__(label, choices=[SelectChoice("", none), *listed], **kwargs)

    def pre_validate(self, form: Form) -> None:
        if self.data:
            super().pre_validate(form)


class HowFar(RadioField):  # type: ignore[misc]
    """Whether the association accompanies in this mode, and how far; ``places`` names the field of its places."""

    def __init__(self, label: str, *, places: str, **kwargs: Any) -> None:
        listed = [SelectChoice(str(code), _l(name)) for code, name in HOW_FAR.items()]
        super().__init__(label, choices=listed, **kwargs)
        self._places = places

    def pre_validate(self, form: Form) -> None:
        super().pre_validate(form)
        if self.data == Scope.LISTED and not form[self._places].data:
            raise StopValidation(_("Cochez au moins un lieu, ou dites jusqu’où vous allez."))


class Places(SelectMultipleField):  # type: ignore[misc]
    """Régions (``r11``) and départements (``d59``) to tick."""

    def __init__(self, label: str, **kwargs: Any) -> None:
        boxes = [SelectChoice(REGION + code, name) for code, name in REGIONS.items()]
        boxes += [SelectChoice(DEPARTMENT + code, one.name) for code, one in DEPARTMENTS.items()]
        super().__init__(label, choices=boxes, **kwargs)

    def ticked(self, code: str) -> bool:
        return code in (self.data or ())

    def of(self, kind: str) -> list[str]:
        """Codes of the régions, or of the départements, in their order."""
        return sorted(value[1:] for value in self.data or () if value[0] == kind)

    def count(self, region: Region) -> int:
        """How many of its départements are ticked, all of them where the whole région is."""
        if region.code and self.ticked(REGION + region.code):
            return len(region.departments)
        return sum(self.ticked(DEPARTMENT + code) for code, _name in region.departments)


class Schools(TextAreaField):  # type: ignore[misc]
    """UAI codes, one a line or however they are parted."""

    def codes(self) -> list[str]:
        return sorted({word.upper() for word in BETWEEN_WORDS.split(self.data or "") if word})

    def pre_validate(self, form: Form) -> None:
        wrong = [code for code in self.codes() if not schools.is_uai(code)]
        if wrong:
            raise StopValidation(
                _(
                    "Un UAI a sept chiffres et une lettre, par exemple 0590119J. À corriger\u202f: %(codes)s.",
                    codes=", ".join(wrong[:3])[:60],
                )
            )


def territory_of(form: Form, mode: str) -> dict[str, Any] | None:
    """What two fields say of a mode, as the entry keeps it."""
    scope, places = form[mode].data, form[f"{mode}_places"]
    if scope == NOT_OFFERED:
        return None
    return {"scope": scope, "departments": places.of(DEPARTMENT), "regions": places.of(REGION)}


def shown(territory: Plain | None, mode: str) -> Iterator[tuple[str, Any]]:
    """The two fields that say it."""
    yield mode, territory["scope"] if territory else NOT_OFFERED
    listed = territory or {"regions": (), "departments": ()}
    named = [REGION + code for code in listed["regions"]]
    yield f"{mode}_places", [*named, *(DEPARTMENT + code for code in listed["departments"])]


def on_one_line(typed: str | None) -> str:
    return " ".join((typed or "").split())


def web_address(form: Form, field: Field) -> None:
    """One that a browser opens: ``https://…``, with a host."""
    parts = urlsplit(field.data)
    is_page = parts.scheme in ("http", "https") and parts.hostname and "." in parts.hostname
    if not is_page or INVISIBLE.search(field.data) or " " in field.data:
        raise ValidationError(_("Indiquez une adresse complète, par exemple https://www.exemple.org."))
