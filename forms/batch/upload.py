"""The form that a file comes in, and the one that carries what was read of it."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, FileField, HiddenField

from forms.batch.caged import MOST_BYTES
from forms.batch.columns import COLUMNS, Headings, attested
from forms.fields import PageForm
from forms.prescriber.told import Told
from hub.wording import N_

NO_FILE = N_("Choisissez le fichier à envoyer.")
AGAIN = N_("Choisissez de nouveau le fichier\u202f: votre navigateur ne le garde pas.")
NO_LINE = N_("Ce fichier ne contient aucun jeune : remplissez une ligne par jeune sous les titres.")
NO_HEADINGS = N_(
    "Nous n’avons pas trouvé la ligne des titres (Prénom, Nom…) en haut de la première feuille. "
    "Partez du modèle, ou placez-y cette ligne, puis réessayez."
)
MISSING = N_("Il manque des colonnes : %(columns)s. Partez du modèle, et gardez sa première ligne.")
TWICE = N_("Une colonne est là deux fois : %(columns)s. Gardez-en une seule.")
ATTESTED = {
    "young_agrees": N_(
        "Chaque jeune de ce fichier est informé de cette demande, et il ou elle est d’accord."
    ),
    "guardian_agrees": N_("Les parents ou tuteurs de chaque mineur sont informés, et d’accord."),
    "evaluated": N_("La situation de chaque jeune a été évaluée : un mentor répond à son intérêt."),
}
TO_ATTEST = {
    "young_agrees": N_("Cochez l’accord des jeunes : sans cela, rien n’est envoyé."),
    "guardian_agrees": N_("Cochez l’accord des parents ou tuteurs : sans cela, rien n’est envoyé."),
    "evaluated": N_("Cochez l’évaluation : sans cela, rien n’est envoyé."),
}


class UploadForm(PageForm):
    file = FileField(N_("Le fichier rempli"), description=N_(".xlsx ou .csv, 1 Mo et 500 lignes au plus."))
    young_agrees = BooleanField(ATTESTED["young_agrees"])
    guardian_agrees = BooleanField(ATTESTED["guardian_agrees"])
    evaluated = BooleanField(ATTESTED["evaluated"])

    @classmethod
    def of(cls, told: Told, **kwargs: Any) -> UploadForm:
        form = cls(formal=True, **kwargs)
        for name in set(ATTESTED) - set(attested(told)):
            del form[name]
        form.file.flags.required = True
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not request.files.get("file"):
            self.refused(NO_FILE)
        for name, sentence in TO_ATTEST.items():
            if name in self and not self[name].data:
                self[name].errors = [_(sentence)]
        if self.errors and not self.file.errors:
            self.refused(AGAIN)
        return not self.errors

    def content(self) -> bytes:
        """The file, or one byte too many of it: the reader then refuses it."""
        content: bytes = request.files["file"].read(MOST_BYTES + 1)
        return content

    def refused(self, sentence: str, **values: object) -> UploadForm:
        self.file.errors = [_(sentence, **values)]
        return self

    def of_wrong_headings(self, found: Headings) -> UploadForm:
        if found.twice:
            return self.refused(TWICE, columns=", ".join(found.twice))
        if found.missing and found.fields:
            return self.refused(MISSING, columns=", ".join(_(COLUMNS[name].title) for name in found.missing))
        return self.refused(NO_HEADINGS if found.missing else NO_LINE)


class SealedForm(PageForm):
    """What was read, sealed; the server keeps nothing of it."""

    lines = HiddenField()
    alike_too = BooleanField(N_("Ce sont d’autres jeunes : inscrire aussi ces lignes."))

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formal=True, **kwargs)
