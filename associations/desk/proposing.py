"""What the desk types to change the rule book: a text, pasted or from a file, and the word that takes it into use."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, TextAreaField
from wtforms.validators import InputRequired

TEXT_LIMIT = 40_000
"""Characters.  A page takes 64 kB, and an accent takes two bytes."""


class TextForm(FlaskForm):  # type: ignore[misc]
    """A chosen file is read into the text, where it stays to be mended."""

    text = TextAreaField(
        _l("Le texte du règlement"),
        description=_l(
            "Celui en vigueur est déjà là\u202f: changez ce qui doit l’être, ou collez un autre texte."
        ),
        render_kw={"rows": 24, "spellcheck": "false", "maxlength": TEXT_LIMIT},
    )
    file = FileField(
        _l("Ou un fichier"),
        description=_l("Un fichier YAML de 40\u202f000 caractères au plus. Il remplace le texte ci-dessus."),
        render_kw={"accept": ".yaml,.yml,text/plain"},
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.text.flags.required = True

    def validate(self, **kwargs: Any) -> bool:
        valid = bool(super().validate(**kwargs))
        return self._read_file() and self._fits() and valid

    def _read_file(self) -> bool:
        if self.file.data:
            try:
                self.text.data = self.file.data.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                self.file.errors = [_("Ce fichier n’est pas un texte en UTF-8.")]
                return False
        self.text.data = self.text.data.replace("\r\n", "\n")
        return True

    def _fits(self) -> bool:
        if not self.text.data.strip():
            self.text.errors = [_("Écrivez le texte du règlement, ou choisissez un fichier.")]
        elif len(self.text.data) > TEXT_LIMIT:
            self.text.errors = [_("Ce texte est trop long\u202f: 40\u202f000 caractères au plus.")]
        return not self.text.errors


class TakeForm(FlaskForm):  # type: ignore[misc]
    seen = BooleanField(
        _l("J’ai lu ce qui change, et ce règlement peut être suivi dès maintenant."),
        [InputRequired(_l("Cochez cette case si ce règlement peut être suivi dès maintenant."))],
    )
