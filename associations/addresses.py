"""One e-mail address, or what follows its @, as a form of this door accepts it."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError

BEFORE_A_DOMAIN = re.compile(r"^(.*@|https?://(www\.)?|www\.|\*?\.)")


def mail_domain(typed: str | None) -> str:
    """As addresses are kept: without what was copied along, the letters of other alphabets as the post writes them."""
    name = BEFORE_A_DOMAIN.sub("", (typed or "").strip().lower(), count=1).rstrip("/.,;> ")
    try:
        return validate_email(f"nobody@{name}", check_deliverability=False).ascii_domain
    except EmailNotValidError:
        return name


def one_address(form: Form, field: Field) -> None:
    """Refuses anything but one plain address.  Does not ask the network whether it exists."""
    try:
        validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValidationError(
            _("Indiquez une adresse e-mail complète, par exemple prenom.nom@association.fr.")
        ) from None
