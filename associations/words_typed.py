"""Free text typed by a partner: short, plain, without invisible characters."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

INVISIBLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def tidied(typed: str | None) -> str:
    lines = (typed or "").replace("\r\n", "\n").split("\n")
    return "\n".join(line.strip(" \t") for line in lines).strip("\n")


class Note:
    """Refuses what is too long to be kept whole, or cannot be seen."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, form: Form, field: Field) -> None:
        excess = len(field.data) - self.limit
        if excess > 0:
            raise ValidationError(
                _(
                    "Raccourcissez de %(excess)d caractères : %(limit)d au plus.",
                    excess=excess,
                    limit=self.limit,
                )
            )
        if INVISIBLE.search(field.data):
            raise ValidationError(_("Ce texte contient un caractère invisible : retapez-le ici."))
