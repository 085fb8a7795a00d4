"""Where a professional works: an organisation in their own words, or a lycée found in the list."""

from __future__ import annotations

from typing import NamedTuple

from forms.prescriber.reading import Reading
from hub import schools
from hub.schools import School
from hub.vocabulary import PrescriberKind
from hub.wording import N_

ORGANISATION_LENGTH = 120
SEARCH_LENGTH = 120
MOST_SHOWN = 12
NOT_LISTED = "none"

NO_ORGANISATION = N_("Indiquez le nom de votre structure.")
NO_SCHOOL = N_("Cherchez votre établissement par son nom, sa ville, son code postal ou son UAI.")
WHICH_SCHOOL = N_("Choisissez votre établissement ci-dessous, ou précisez la recherche.")
UNKNOWN_SCHOOL = N_(
    "Nous ne trouvons pas cet établissement. Essayez la ville, le code postal ou l’UAI ; "
    "si c’est un collège ou une école, cochez « Il n’est pas dans la liste »."
)


class Workplace(NamedTuple):
    organisation: str
    uai: str | None


def workplace(reading: Reading, kind: PrescriberKind | None) -> Workplace:
    """A lycée of the list brings its own name.  Any other school is named by hand, with its UAI if it was typed."""
    if kind is not PrescriberKind.SCHOOL:
        return Workplace(_named(reading), None)
    search = reading.text("school", longest=SEARCH_LENGTH)
    chosen = _chosen(reading.raw("uai"), search)
    if found := schools.school(chosen) or only_one(search):
        return Workplace(f"{found.name}, {found.city}", found.uai)
    uai = "".join(search.split()).upper()
    if schools.is_uai(uai):
        return Workplace(_named(reading), uai)
    if chosen != NOT_LISTED:
        reading.wrong(*_not_found(search))
        return Workplace("", None)
    return Workplace(_named(reading), None)


def shown_for(search: str) -> tuple[School, ...]:
    """The lycées to choose from, when the search leaves several, or none but some that look like it."""
    if len(search) > SEARCH_LENGTH:
        return ()
    return schools.search(search, limit=MOST_SHOWN) or schools.alike(search, limit=MOST_SHOWN)


def only_one(search: str) -> School | None:
    """The lycée of this UAI, or of this name; of a town or of a postal code, even a single one is to be chosen."""
    return schools.school(search) or (schools.named(search) if len(search) <= SEARCH_LENGTH else None)


def _chosen(uai: str, search: str) -> str:
    """A school ticked among those of an earlier search is chosen no more; a row of a file names one at once."""
    offered = {NOT_LISTED, *(each.uai for each in shown_for(search))}
    return uai if not search or uai in offered else ""


def _not_found(search: str) -> tuple[str, str]:
    if not search:
        return "school", NO_SCHOOL
    return ("uai", WHICH_SCHOOL) if shown_for(search) else ("school", UNKNOWN_SCHOOL)


def _named(reading: Reading) -> str:
    return reading.text("your_organisation", longest=ORGANISATION_LENGTH, needed=NO_ORGANISATION)
