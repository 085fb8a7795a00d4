"""What is accepted of a professional who registers a young person, question by question, and why not.

Pure: a page and a row of a file are read by the same rules (:mod:`forms.prescriber.reading`).  Each rule takes a
reading, answers what was told with this part added, and notes what is wrong; a part with a fault counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from forms import offered, typed
from forms.answers import age_on
from forms.prescriber import contact, school, wanted
from forms.prescriber.reading import Fault, Reading
from forms.prescriber.told import Told
from forms.typed import folded
from hub import geography
from hub.calendar import MONTHS
from hub.vocabulary import Place, Professional, WrittenAgreement
from hub.wording import N_, PRESCRIBER_KINDS, SITUATIONS, WRITTEN_AGREEMENTS

Rule = Callable[[Reading], Told]

FUNCTION_LENGTH = 80
GROUP_LENGTH = 40
OLDEST_EVER = 120
YEAR_DIGITS = 4
MOST_COMMUNES = 8
CHILD_WELFARE_AGES = range(11, 21)
JUDGED_BY = ("birth_month", "birth_year", "situation")
"""By their age and situation the rest is judged; a fault elsewhere hides nothing."""

NO_KIND = N_("Choisissez votre type de structure dans la liste.")
NO_NAME = N_("Indiquez vos prénom et nom.")
NO_FUNCTION = N_("Indiquez votre fonction, par exemple conseillère ou éducateur.")
NO_ADDRESS = N_("Indiquez votre adresse e-mail professionnelle.")
NO_MONTH = N_("Choisissez le mois de naissance dans la liste.")
NO_YEAR = N_("Indiquez l’année de naissance en quatre chiffres, par exemple 2009.")
WRONG_YEAR = N_("Vérifiez l’année de naissance : elle s’écrit par exemple 2009.")
OTHER_AGE = N_("Les associations accueillent les jeunes de 5 à 30 ans.")
OTHER_AGE_IN_CHILD_WELFARE = N_(
    "En protection de l’enfance, le mentorat est prévu de 11 à 20 ans. "
    "Avant 11 ans, pensez au parrainage de proximité."
)
SITUATION_OF_ANOTHER_AGE = N_("Cette situation ne va pas avec son âge : vérifiez l’une et l’autre.")
NO_CODE = N_("Indiquez un code postal de cinq chiffres, par exemple 59000.")
UNKNOWN_CODE = N_("Nous ne trouvons pas ce code postal. Indiquez celui de la commune, par exemple 59000.")
WHICH_COMMUNE = N_("Plusieurs communes partagent ce code postal : choisissez la bonne.")
OTHER_COMMUNE = N_("Ce code postal est celui de %(communes)s. Corrigez le code postal, ou la commune.")
NO_DEPARTMENT = N_("Choisissez le département à qui le jeune est confié.")
NO_EVALUATION = N_("Cette évaluation est à faire avant l’inscription : la loi la demande.")
NOT_INFORMED = N_("Parlez-en d’abord avec le jeune, puis cochez cette case : sans son accord, rien ne part.")
GUARDIAN_NOT_INFORMED = N_(
    "Parlez-en d’abord avec son parent ou tuteur, puis cochez cette case : sans accord, rien ne part."
)
NO_WRITTEN = N_("Dites où en est l’accord écrit des titulaires de l’autorité parentale.")
STILL_A_MINOR = N_("Ce jeune est mineur : l’accord écrit est obtenu, ou en cours.")


def you(reading: Reading) -> Told:
    """Who registers: asked once, however many the young people."""
    kind = reading.code("kind", PRESCRIBER_KINDS, needed=NO_KIND)
    where = school.workplace(reading, kind)
    name = reading.name("your_name", needed=NO_NAME)
    function = reading.text("your_function", longest=FUNCTION_LENGTH, needed=NO_FUNCTION)
    email = reading.address("your_email", needed=NO_ADDRESS)
    phone = reading.telephone("your_phone")
    if reading.faults or email is None:
        return reading.told
    professional = Professional(name, function, where.organisation, email, phone)
    return replace(reading.told, kind=kind, uai=where.uai, professional=professional)


def young_person(reading: Reading) -> Told:
    """Age, place, situation; the département in charge, or the class."""
    told = reading.told
    month, year = _birth(reading)
    age = age_on(reading.today, year=year, month=month) if year and month else None
    if age is not None:
        _check_age(reading, age)
    place = _place(reading)
    situation = reading.code("situation", SITUATIONS)
    if age in offered.AGES and situation and situation not in offered.situations(age or 0):
        reading.wrong("situation", SITUATION_OF_ANOTHER_AGE)
    department = _department(reading) if told.child_welfare else None
    group = reading.text("group", longest=GROUP_LENGTH) if told.at_school else ""
    if age is None or any(reading.bad(name) for name in JUDGED_BY):
        return told
    return replace(
        told,
        birth_month=month,
        birth_year=year,
        age=age,
        place=place,
        situation=situation,
        department=department,
        group=group,
    )


def attestations(reading: Reading) -> Told:
    """What the law and the network ask to be sure of; without these yeses nothing is registered."""
    told = reading.told
    if not reading.yes("young_agrees"):
        reading.wrong("young_agrees", NOT_INFORMED)
    if asks_guardian_informed(told) and not reading.yes("guardian_agrees"):
        reading.wrong("guardian_agrees", GUARDIAN_NOT_INFORMED)
    if told.child_welfare and not reading.yes("evaluated"):
        reading.wrong("evaluated", NO_EVALUATION)
    written = _written(reading) if told.child_welfare else None
    if reading.faults:
        return told
    return replace(told, informed=True, evaluated=True if told.child_welfare else None, written=written)


def asks_guardian_informed(told: Told) -> bool:
    """Child welfare has its own, stronger question: the written agreement."""
    return told.minor and not told.child_welfare


def asks_written(told: Told) -> bool:
    return told.minor and told.child_welfare


ROW: tuple[Rule, ...] = (young_person, wanted.need, contact.contact, attestations)
"""What a row of a file tells; who registers is told once, on a page (:func:`you`)."""


def read_row(reading: Reading) -> tuple[Told, list[Fault]]:
    """One young person, all of it: what was told, and every fault that can be seen.

    A fault in one of :data:`JUDGED_BY` hides others: nobody's level can be judged before their age.
    """
    told, faults = reading.told, list[Fault]()
    for rule in ROW:
        part = Reading(reading.cells, told, today=reading.today)
        told = rule(part)
        faults += part.faults
        if any(part.bad(name) for name in JUDGED_BY):
            break
    return told, faults


def asked(told: Told) -> tuple[str, ...]:
    """The fields of a row, in order, for this kind of organisation."""
    return (
        *("marker", "first_name", "last_name", "birth_month", "birth_year", "postal_code", "commune"),
        *("situation", "level", *(("group",) if told.at_school else ())),
        *(("department",) if told.child_welfare else ()),
        *("themes", "mode", "publics", "qpv", "health_consent", "message"),
        *("email", "phone", "guardian_first_name", "guardian_last_name", "guardian_email", "contact_first"),
        "young_agrees",
        *(("evaluated", "written") if told.child_welfare else ("guardian_agrees",)),
    )


def _birth(reading: Reading) -> tuple[int, int]:
    """Month and year; zero for what is not one."""
    month, year = folded(reading.raw("birth_month")), reading.raw("birth_year")
    names = [*map(folded, MONTHS)]
    number = names.index(month) + 1 if month in names else int(month) if month.isdecimal() else 0
    if not 1 <= number <= len(MONTHS):
        reading.wrong("birth_month", NO_MONTH)
        number = 0
    if not (year.isascii() and year.isdigit() and len(year) == YEAR_DIGITS):
        reading.wrong("birth_year", NO_YEAR)
        return number, 0
    if not reading.today.year - OLDEST_EVER <= int(year) <= reading.today.year:
        reading.wrong("birth_year", WRONG_YEAR)
        return number, 0
    return number, int(year)


def _check_age(reading: Reading, age: int) -> None:
    if reading.told.child_welfare and age not in CHILD_WELFARE_AGES:
        reading.wrong("birth_year", OTHER_AGE_IN_CHILD_WELFARE)
    elif age not in offered.AGES:
        reading.wrong("birth_year", OTHER_AGE)


def _place(reading: Reading) -> Place | None:
    code = typed.postal_code(reading.raw("postal_code"))
    places = geography.places(code)
    if not places:
        reading.wrong("postal_code", UNKNOWN_CODE if code else NO_CODE)
        return None
    sought = reading.raw("commune")
    named = [place for place in places if sought == place.commune] or geography.called(sought, places)
    if sought and not named and geography.communes_called(sought):
        reading.wrong("commune", OTHER_COMMUNE, communes=_listed(places))
        return None
    if len(places) == 1:
        return places[0]
    if len(named) != 1:
        reading.wrong("commune", WHICH_COMMUNE)
        return None
    return named[0]


def _listed(places: Sequence[Place]) -> str:
    names = [place.name for place in places]
    return ", ".join(names[:MOST_COMMUNES]) + ("…" if len(names) > MOST_COMMUNES else "")


def _department(reading: Reading) -> str | None:
    """By its code (« 1 » is « 01 ») or its name."""
    called = geography.departments_called(reading.raw("department"))
    if len(called) != 1:
        reading.wrong("department", NO_DEPARTMENT)
        return None
    return called[0]


def _written(reading: Reading) -> WrittenAgreement | None:
    """Somebody of age agrees for themselves, whatever a file says."""
    if not reading.told.minor:
        return WrittenAgreement.ADULT
    written = reading.code("written", WRITTEN_AGREEMENTS, needed=NO_WRITTEN)
    if written is WrittenAgreement.ADULT:
        reading.wrong("written", STILL_A_MINOR)
    return written
