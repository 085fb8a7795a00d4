"""The base of the forms of the criteria: what stands is shown, what is typed becomes the entry."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation

from hub import directory

Plain = Mapping[str, Any]

AT_LEAST_ONE = _l("Cochez au moins une réponse\u202f: sans elle, aucune fiche ne vous est proposée.")
NO_CONDITION = _l("Aucune condition")


class ChapterForm(FlaskForm):  # type: ignore[misc]
    """``version`` is the number of the version that was read when the form was opened."""

    template: ClassVar[str]

    version = HiddenField(filters=[lambda typed: int(typed) if str(typed).isdecimal() else 0])

    @classmethod
    def open(cls, plain: Plain, version: int) -> ChapterForm:
        """With what stands, or with what was typed."""
        return cls(data={**cls.show(plain), "version": version})

    @staticmethod
    def show(plain: Plain) -> dict[str, Any]:
        raise NotImplementedError

    def fill(self, plain: dict[str, Any]) -> None:
        raise NotImplementedError

    def said(self, seen: Plain) -> dict[str, Any]:
        """The whole entry as it was seen, but for this chapter."""
        plain: dict[str, Any] = deepcopy(dict(seen))
        self.fill(plain)
        return directory.to_plain(directory.from_plain(plain))


class AtLeastOne:
    """A list of boxes of which one must be ticked."""

    field_flags: ClassVar = {"required": True}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        if not field.data:
            raise StopValidation(AT_LEAST_ONE)
