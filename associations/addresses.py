"""One e-mail address, as a form of this door accepts it."""

from __future__ import annotations

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from wtforms import Field, Form, ValidationError


def one_address(form: Form, field: Field) -> None:
    """Refuses anything but one plain address.  Does not ask the network whether it exists."""
    try:
        validate_email(field.data or "", check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise ValidationError(
            _("Indiquez une adresse e-mail complète, par exemple prenom.nom@association.fr.")
        ) from None
