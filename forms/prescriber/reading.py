"""Plain strings, from a page or from a row of a file, read one by one; everything wrong is noted, in sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as fresh
from datetime import date
from enum import StrEnum
from functools import cache
from typing import TypeVar

from forms import typed
from forms.prescriber.told import Told
from forms.typed import folded
from hub.wording import N_

Code = TypeVar("Code", bound=StrEnum)
Cells = Mapping[str, str | Sequence[str]]
"""By field, what was typed: codes, or the words that people read for them; several in a list, or between « ; »."""

BETWEEN = (r"[;|\n]", r"[;|\n,]")
YES = frozenset({"y", "yes", "oui", "o", "x", "1", "vrai", "true", "on"})
NO = frozenset({"", "n", "no", "non", "0", "faux", "false"})

CHOOSE = N_("Choisissez une réponse.")
HIDDEN = N_("Ce texte contient des caractères invisibles. Tapez-le à la main, sans le copier.")
TOO_LONG = N_("C’est un peu long : gardez au plus %(longest)s caractères.")
NOT_A_NAME = N_("Écrivez ce nom avec des lettres, sans chiffre ni autre signe.")
NOT_AN_ADDRESS = N_("Indiquez une adresse e-mail complète, par exemple prenom.nom@exemple.fr.")
NOT_A_NUMBER = N_("Indiquez un numéro complet, par exemple 06 12 34 56 78, ou laissez ce champ vide.")
YES_OR_NO = N_("Répondez par oui ou par non.")
ONE_OF = N_("Nous ne connaissons pas cette réponse. Choisissez parmi : %(choices)s.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field: a sentence to translate, which never repeats what was typed."""

    field: str
    said: str
    values: Mapping[str, object] = fresh(default_factory=dict)


class Reading:
    """One page, or one young person's row, being read in the light of what was told before."""

    def __init__(self, cells: Cells, told: Told, *, today: date) -> None:
        self.told, self.today = told, today
        self.faults: list[Fault] = []
        self.cells = cells

    def wrong(self, name: str, said: str, **values: object) -> None:
        """The first fault of a field is the one that counts."""
        if all(fault.field != name for fault in self.faults):
            self.faults.append(Fault(name, said, values))

    def bad(self, name: str) -> bool:
        return any(fault.field == name for fault in self.faults)

    def raw(self, name: str) -> str:
        cell = self.cells.get(name, "")
        return typed.one_line(cell if isinstance(cell, str) else next(iter(cell), ""))

    def text(self, name: str, *, longest: int, needed: str = "", lines: bool = False) -> str:
        cell = self.cells.get(name, "")
        said = typed.tidy(cell) if lines and isinstance(cell, str) else self.raw(name)
        if not said and needed:
            self.wrong(name, needed)
        elif typed.hides_something(said):
            self.wrong(name, HIDDEN)
        elif len(said) > longest:
            self.wrong(name, TOO_LONG, longest=longest)
        return said

    def name(self, name: str, *, needed: str = "") -> str:
        said = self.text(name, longest=typed.NAME_LENGTH, needed=needed)
        found = typed.name(said)
        if not self.bad(name) and found is None:
            self.wrong(name, NOT_A_NAME)
        return said if found is None else found

    def address(self, name: str, *, needed: str = "") -> str | None:
        said = self.text(name, longest=typed.EMAIL_LENGTH, needed=needed)
        found = typed.address(said) if said and not self.bad(name) else None
        if said and found is None:
            self.wrong(name, NOT_AN_ADDRESS)
        return found

    def telephone(self, name: str) -> str | None:
        said = self.raw(name)
        found = typed.telephone_number(said) if said else None
        if said and found is None:
            self.wrong(name, NOT_A_NUMBER)
        return found

    def yes(self, name: str) -> bool:
        said = folded(self.raw(name))
        if said not in YES | NO:
            self.wrong(name, YES_OR_NO)
        return said in YES

    def code(self, name: str, codes: Mapping[Code, str], *, needed: str = CHOOSE) -> Code | None:
        """``codes`` with what people read for each."""
        said = self.raw(name)
        if not said:
            self.wrong(name, needed)
            return None
        return self._one_of(name, said, codes)

    def codes(self, name: str, codes: Mapping[Code, str]) -> frozenset[Code]:
        cell = self.cells.get(name, "")
        found = (self._one_of(name, each, codes) for each in _several(cell, codes))
        return frozenset(code for code in found if code is not None)

    def _one_of(self, name: str, said: str, codes: Mapping[Code, str]) -> Code | None:
        found = _meant(said, codes)
        if found is None:
            self.wrong(name, ONE_OF, choices=" · ".join(codes.values()))
        return found


def _meant(said: str, codes: Mapping[Code, str]) -> Code | None:
    """The code itself, or the words for it, whatever the capitals, the accents and the spaces."""
    sought = folded(said)
    spelt = {sought, sought.replace(" ", "")}
    matches = (code for code, label in codes.items() if spelt & _words_of(code.value, label))
    return next(matches, None)


@cache
def _words_of(code: str, label: str) -> frozenset[str]:
    """Kept, as a file asks it of each of its cells: words of the vocabulary, never what somebody typed."""
    return frozenset({folded(code), folded(label)})


def _several(cell: str | Sequence[str], codes: Mapping[Code, str]) -> list[str]:
    """A list as the browser sends it; or a cell, cut at commas only where a whole part means nothing."""
    if not isinstance(cell, str):
        return [each for each in cell if each]
    parts = [part.strip() for part in re.split(BETWEEN[0], cell)]
    cut = (
        [part] if _meant(part, codes) else [each.strip() for each in re.split(BETWEEN[1], part)]
        for part in parts
    )
    return [each for part in cut for each in part if each]
