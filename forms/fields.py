"""The base of every page of a form, and what makes one answer acceptable.  Errors say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import request
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.form import _FlaskFormCSRF
from wtforms import Field, SelectField, StringField
from wtforms.validators import InputRequired, StopValidation, ValidationError

from forms import typed
from forms.typed import NAME_LENGTH, one_line, spaced, tidy
from hub.wording import N_

__all__ = [
    "HONEST_TRAP",
    "PAGE_TOO_OLD",
    "Needed",
    "PageForm",
    "Said",
    "TrapField",
    "deliverable_address",
    "name_of_a_person",
    "one_line",
    "plain_text",
    "spaced",
    "telephone",
    "tidy",
]

HONEST_TRAP = N_(
    "Ce champ caché doit rester vide. Si un logiciel l’a rempli, efface son contenu et envoie à nouveau."
)


class Said(NamedTuple):
    """One sentence, to a young person and to an adult."""

    tu: str
    vous: str


PAGE_TOO_OLD = Said(
    N_("Ta page est restée ouverte trop longtemps. Tes réponses sont toujours là : continue."),
    N_("Votre page est restée ouverte trop longtemps. Vos réponses sont toujours là : continuez."),
)
NOT_OFFERED = Said(
    N_("Cette réponse n’est plus proposée : choisis-en une autre."),
    N_("Cette réponse n’est plus proposée : choisissez-en une autre."),
)


NO_COOKIE = Said(
    N_(
        "Ce site garde tes réponses avec un cookie, et ton navigateur n’en a envoyé aucun. Tes réponses sont "
        "toujours là : continue. Si ce message revient, autorise les cookies pour ce site, puis continue encore."
    ),
    N_(
        "Ce site garde vos réponses avec un cookie, et votre navigateur n’en a envoyé aucun. Vos réponses sont "
        "toujours là : continuez. Si ce message revient, autorisez les cookies pour ce site, puis continuez encore."
    ),
)


class _KindCSRF(_FlaskFormCSRF):  # type: ignore[misc]
    def validate_csrf_token(self, form: PageForm, field: Field) -> None:
        try:
            super().validate_csrf_token(form, field)
        except ValidationError:
            raise ValidationError(form.say(PAGE_TOO_OLD if request.cookies else NO_COOKIE)) from None


class PageForm(FlaskForm):  # type: ignore[misc]
    """A page of a form.  Labels and hints may be :class:`Said`: the page picks *tu* or *vous*."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        csrf_class = _KindCSRF

    def __init__(self, *, formal: bool, **kwargs: Any) -> None:
        self.formal = formal
        super().__init__(**kwargs)
        for field in self:
            field.label.text = self.say(field.label.text)
            field.description = self.say(field.description)
            if isinstance(field, SelectField):
                field.invalid_choice_message = self.say(NOT_OFFERED)

    def say(self, words: Said | str) -> str:
        if isinstance(words, Said):
            words = words.vous if self.formal else words.tu
        return str(_(words)) if words else ""


class Needed(InputRequired):  # type: ignore[misc]
    """Without this answer the page does not go on; it says which one."""

    def __init__(self, said: Said | str) -> None:
        super().__init__()
        self.said = said

    def __call__(self, form: PageForm, field: Field) -> None:
        if not field.raw_data or not any(str(value).strip() for value in field.raw_data):
            field.errors = []
            raise StopValidation(form.say(self.said))


def plain_text(*, longest: int) -> Callable[[PageForm, Field], None]:
    """Text that is what it looks like, not longer than ``longest`` characters."""

    def check(form: PageForm, field: Field) -> None:
        if typed.hides_something(field.data):
            raise StopValidation(form.say(_INVISIBLE))
        if len(field.data) > longest:
            raise StopValidation(form.say(_TOO_LONG) % {"longest": longest})

    return check


def name_of_a_person(form: PageForm, field: Field) -> None:
    """Letters of any alphabet.  No digit, no address: a name is written at the top of letters."""
    plain_text(longest=NAME_LENGTH)(form, field)
    name = typed.name(field.data)
    if name is None:
        raise StopValidation(form.say(_NOT_A_NAME))
    field.data = name


def deliverable_address(form: PageForm, field: Field) -> None:
    if not field.data:
        return
    address = typed.address(field.data)
    if address is None:
        raise StopValidation(form.say(_NOT_AN_ADDRESS))
    field.data = address


def telephone(form: PageForm, field: Field) -> None:
    """A number of France, overseas included, or of anywhere with its + prefix; kept as +33…"""
    if not field.data:
        return
    number = typed.telephone_number(field.data)
    if number is None:
        raise StopValidation(form.say(_NOT_A_NUMBER))
    field.data = number


class TrapField(StringField):  # type: ignore[misc]
    """Nobody sees it; whoever fills it in is told so, and nothing is registered."""

    def pre_validate(self, form: PageForm) -> None:
        if self.data:
            raise StopValidation(form.say(HONEST_TRAP))


_INVISIBLE = Said(
    N_("Ce texte contient des caractères invisibles. Tape-le à la main, sans le copier."),
    N_("Ce texte contient des caractères invisibles. Tapez-le à la main, sans le copier."),
)
_TOO_LONG = Said(
    N_("C’est un peu long : garde au plus %(longest)s caractères."),
    N_("C’est un peu long : gardez au plus %(longest)s caractères."),
)
_NOT_A_NAME = Said(
    N_("Écris ce nom avec des lettres, sans chiffre ni autre signe."),
    N_("Écrivez ce nom avec des lettres, sans chiffre ni autre signe."),
)
_NOT_AN_ADDRESS = Said(
    N_("Indique une adresse e-mail complète, par exemple lou@exemple.fr."),
    N_("Indiquez une adresse e-mail complète, par exemple lou@exemple.fr."),
)
_NOT_A_NUMBER = Said(
    N_("Indique un numéro complet, par exemple 06 12 34 56 78, ou laisse ce champ vide."),
    N_("Indiquez un numéro complet, par exemple 06 12 34 56 78, ou laissez ce champ vide."),
)
