"""The lycées of France by UAI, by postal code or by a few words.  Reads one packaged file, once.

A collège or a primary school has a UAI too, and is not here: an unknown UAI may be a good one.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from hub import geography
from hub.folding import folded, words

FOLDER = files(__name__)
KEYS = "ABCDEFGHJKLMNPRSTUVWXYZ"
UAI = re.compile(r"[0-9]{7}[A-Z]")
MOST_WORDS = 8
CLOSE = 0.8
KINDS = frozenset(
    {
        *("lycee", "lp", "lpo", "lgt", "lg", "lt", "lpp", "uai", "cite", "scolaire", "etablissement"),
        *("general", "technologique", "professionnel", "polyvalent", "public", "prive", "pro", "techno"),
        *("et", "de", "des", "du", "d", "la", "le", "l", "metiers"),
    }
)
"""What is said of many lycées and tells none of them: the list says one, people another."""


@dataclass(frozen=True, slots=True)
class School:
    """A lycée.  ``postal_code`` may be the school's own (CEDEX); ``commune`` is INSEE's code, empty if it is gone.

    ``vocational`` says that its name tells of the vocational path: a « lycée polyvalent » may teach it unsaid.
    """

    uai: str
    name: str
    postal_code: str
    city: str
    commune: str
    department: str
    vocational: bool


def is_uai(text: str) -> bool:
    """Whether it is formed as one: seven digits, and the letter that they call for."""
    return bool(UAI.fullmatch(text)) and with_right_letter(text) == text


def with_right_letter(uai: str) -> str:
    """The same digits, and the letter that they call for."""
    return uai[:7] + KEYS[int(uai[:7]) % len(KEYS)]


def school(uai: str) -> School | None:
    """The lycée with this UAI, however it was typed; none for a collège, or for what is no UAI."""
    row = _rows().get("".join(uai.split()).upper())
    return _school(row) if row else None


def schools_at(postal_code: str) -> tuple[School, ...]:
    """Those at this very code, then those of its town, by name within each; of a town of several codes, those only
    whose code is their own."""
    here = _uais_by_place()
    own = [_found(uai) for uai in here.get(postal_code, ())]
    places = geography.places(postal_code)
    communes = {place.commune for place in places} or {one.commune for one in own} - {""}
    town = (_found(uai) for commune in communes for uai in here.get(f"@{commune}", ()))
    elsewhere = bool(own and places)
    rest = {one for one in town if not (elsewhere and geography.places(one.postal_code))} - set(own)
    return (*sorted(own, key=_by_name), *sorted(rest, key=_by_name))


def search(text: str, *, limit: int = 20) -> tuple[School, ...]:
    """Those of which each word begins a word of the name, the city, the postal code or the UAI; by city, then name.

    A postal code finds its whole town: those at that very code come first.
    """
    return _of_words(words(text)[:MOST_WORDS], limit)


def named(text: str) -> School | None:
    """The only lycée found, if a word is of its own name: neither of its kind, nor of its town, nor its code."""
    found = search(text, limit=2)
    if len(found) != 1:
        return None
    town = words(found[0].city)
    own = set(words(found[0].name)) - KINDS - set(town)
    names = any(_begins(word, own) and not _begins(word, town) for word in words(text)[:MOST_WORDS])
    return found[0] if names else None


def alike(text: str, *, limit: int = 20) -> tuple[School, ...]:
    """Those that may be meant where the search finds none: whatever their kind is called, and mistyped by a little."""
    meant = [_nearest(word) for word in words(text)[:MOST_WORDS] if word not in KINDS]
    return _of_words([word for word in meant if word], limit) if all(meant) else ()


def _of_words(sought: list[str], limit: int) -> tuple[School, ...]:
    found = list(_said().items())
    for word in sought:
        around = {one.uai for one in schools_at(word)}
        found = [(uai, said) for uai, said in found if f" {word}" in said or uai in around]
    schools = [_found(uai) for uai, _ in found] if sought else []
    schools.sort(key=lambda one: (one.postal_code not in sought, folded(one.city), *_by_name(one)))
    return tuple(schools[:limit])


def _begins(start: str, among: Iterable[str]) -> bool:
    return any(word.startswith(start) for word in among)


def _nearest(word: str) -> str | None:
    """The word itself where one begins so, or the one that looks most like it.  Nobody mistypes a first letter."""
    known = _every_word().get(word[0], ())
    if _begins(word, known):
        return word
    return next(iter(get_close_matches(word, known, n=1, cutoff=CLOSE)), None)


@cache
def _rows() -> Mapping[str, str]:
    """Rows by UAI, left as text until one is asked for."""
    text = gzip.decompress(FOLDER.joinpath("lycees.tsv.gz").read_bytes()).decode()
    return {row[:8]: row for row in text.splitlines()[1:]}


@cache
def _said() -> Mapping[str, str]:
    """What can be searched of each, a space before every word."""
    return {uai: " " + " ".join(words(" ".join(row.split("\t")[:4]))) for uai, row in _rows().items()}


@cache
def _every_word() -> Mapping[str, list[str]]:
    """By their first letter."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted({word for said in _said().values() for word in said.split()}):
        by_letter.setdefault(word[0], []).append(word)
    return by_letter


@cache
def _uais_by_place() -> Mapping[str, list[str]]:
    """UAIs by postal code, and by the commune's code behind an @: 59100 is one and may be the other."""
    found: dict[str, list[str]] = {}
    for uai, row in _rows().items():
        _, _, postal_code, _, commune, _, _ = row.split("\t")
        for code in {postal_code, f"@{commune}"}:
            found.setdefault(code, []).append(uai)
    return found


def _found(uai: str) -> School:
    return _school(_rows()[uai])


def _by_name(one: School) -> tuple[str, str]:
    return one.name, one.uai


def _school(row: str) -> School:
    uai, name, postal_code, city, commune, department, vocational = row.split("\t")
    return School(uai, name, postal_code, city, commune, department, vocational == "yes")
