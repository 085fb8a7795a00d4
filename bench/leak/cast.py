"""Who registers: people of every form, whose words are rare, and share twelve stems by which all are found at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import cycle, islice
from typing import NamedTuple

from tests.forms.conftest import FORM, Typed
from tests.forms.prescriber import professional
from tests.parts.files import CELLS
from tests.parts.someone import ADULT, CHILD, GIRL, MENTOR, PUPIL, Someone

FIRST, LAST, ADDRESS, PHONE = "Zéphyxelle", "Quatremûre", "zqcourriel", "76198000"
WORDS = "axolotlène"
GUARDIAN_FIRST, GUARDIAN_LAST, GUARDIAN_ADDRESS = "Théodrûde", "Vanuxême", "vxparent"
COMMUNES = ("Quesnoy-sur-De", "Gradignan", "Caluire")
FUNCTION, MARKER, EMPLOYER = "Zoologûe", "Zibelinix", "Verrerûx"
CANARIES = {
    "first name": (FIRST,),
    "last name": (LAST,),
    "address": (ADDRESS,),
    "telephone": (PHONE,),
    "words typed": (WORDS,),
    "guardian's first name": (GUARDIAN_FIRST,),
    "guardian's last name": (GUARDIAN_LAST,),
    "guardian's address": (GUARDIAN_ADDRESS,),
    "commune": COMMUNES,
    "who writes for them": (FUNCTION,),
    "marker": (MARKER,),
    "employer": (EMPLOYER,),
}
"""The twelve, by what they are."""
SOUGHT = tuple(stem for stems in CANARIES.values() for stem in stems)

PLACES = (
    {"postal_code": "59890", "commune": "59482"},
    {"postal_code": "33170"},
    {"postal_code": "69300"},
)
CONSONANTS, VOWELS = "bdfgjlmnprstvz", "aeiou"
PEOPLE_OF_A_FILE = 20


class Share(NamedTuple):
    """How many come by each way, of a thousand."""

    young: int = 450
    mentors: int = 150
    pupils: int = 150
    in_files: int = 150
    companies: int = 100

    def of(self, everybody: int) -> Share:
        """At least one by each way."""
        return Share(*(max(1, round(share * everybody / 1000)) for share in self))


def tail(number: int) -> str:
    """A number said in syllables, since names take no figures."""
    said = ""
    for _ in range(3):
        number, rest = divmod(number, len(CONSONANTS) * len(VOWELS))
        said += CONSONANTS[rest // len(VOWELS)] + VOWELS[rest % len(VOWELS)]
    return said


def one_by_one(share: Share) -> list[Someone]:
    """Those who fill in a form about one person, by turns."""
    made: list[Iterator[Someone]] = [
        map(young, range(share.young)),
        map(mentor, range(10_000, 10_000 + share.mentors)),
        map(pupil, range(20_000, 20_000 + share.pupils)),
    ]
    everybody = []
    while made:
        turn = next(iter(made))
        made = made[1:]
        if (someone := next(turn, None)) is not None:
            everybody.append(someone)
            made.append(turn)
    return everybody


def young(number: int) -> Someone:
    """By turns a girl of sixteen, an adult, a child whose guardian must agree."""
    model = (GIRL, ADULT, GIRL, CHILD)[number % 4]
    contact = {**model.typed["contact"], **_named(number), "phone": _phone(number)}
    owners = set[str]()
    if "email" in contact:
        owners.add(_address(number))
        contact["email"] = _address(number)
    if "guardian_email" in contact:
        owners.add(_guardian_address(number))
        contact |= {
            "guardian_first_name": f"{GUARDIAN_FIRST}-{tail(number)}",
            "guardian_last_name": f"{GUARDIAN_LAST} {tail(number)}",
            "guardian_email": _guardian_address(number),
        }
    typed = {
        **model.typed,
        "ou": {**model.typed["ou"], "commune": "", **PLACES[number % len(PLACES)]},
        "en_plus": {**model.typed["en_plus"], "message": _message(number)},
        "contact": contact,
    }
    return Someone(_sayable(typed), SOUGHT, frozenset(owners), FORM)


def mentor(number: int) -> Someone:
    typed = {
        **MENTOR.typed,
        "ou": PLACES[number % len(PLACES)],
        "contact": {
            **MENTOR.typed["contact"],
            **_named(number),
            "email": _address(number),
            "phone": _phone(number),
            "employer": f"{EMPLOYER} {tail(number)}",
        },
    }
    return Someone(typed, SOUGHT, frozenset({_address(number)}), MENTOR.form)


def pupil(number: int) -> Someone:
    """Registered by a school: the professional alone is written to."""
    typed = {
        **PUPIL.typed,
        "": {
            **PUPIL.typed[""],
            "your_name": f"{GUARDIAN_FIRST} {LAST}-{tail(number)}",
            "your_function": f"{FUNCTION} {tail(number)}",
            "your_email": _address(number),
            "your_phone": _phone(number),
        },
        "jeune": {**PUPIL.typed["jeune"], **PLACES[number % len(PLACES)], "group": f"1re {MARKER}"},
        "besoin": {**PUPIL.typed["besoin"], "message": _message(number)},
        "contact": {
            **PUPIL.typed["contact"],
            **_named(number),
            "phone": _phone(number),
            "marker": f"{MARKER} {number % 100}",
        },
    }
    return Someone(typed, SOUGHT, frozenset({_address(number)}), professional.FORM)


class File(NamedTuple):
    """A file of young people, and who sends it."""

    you: Mapping[str, str]
    lines: list[dict[str, str]]


def files(share: Share) -> list[File]:
    numbers = iter(range(30_000, 30_000 + share.in_files))
    found = []
    while several := list(islice(numbers, PEOPLE_OF_A_FILE)):
        sender = {
            "your_name": f"{GUARDIAN_FIRST} {LAST}-{tail(several[0])}",
            "your_function": f"{FUNCTION} {tail(several[0])}",
            "your_email": f"file.{_address(several[0])}",
        }
        found.append(File(sender, [_line(number) for number in several]))
    return found


def companies(share: Share) -> Iterator[dict[str, Typed]]:
    """What a company types, page by page."""
    for number, stage in zip(range(40_000, 40_000 + share.companies), cycle(("discovering",)), strict=False):
        yield {
            "": {"name": f"Filature {number}", "size": "10-49", "departments": "59"},
            "/projet": {"stage": stage, "model": "unknown"},
            "/webinaire": {"webinar": "none"},
            "/contact": {
                "name": f"{FIRST} {LAST}-{tail(number)}",
                "function": f"{FUNCTION} {tail(number)}",
                "email": _address(number),
                "phone": _phone(number),
            },
        }


def owners(share: Share) -> set[str]:
    """Whoever is written to about themselves, or about those whom they registered."""
    people = {address for someone in one_by_one(share) for address in someone.addresses}
    sent = {file.you["your_email"] for file in files(share)}
    in_files = {line["E-mail du jeune"] for file in files(share) for line in file.lines}
    called = {str(typed["/contact"]["email"]) for typed in companies(share)}
    return people | sent | in_files | called


def _line(number: int) -> dict[str, str]:
    named = _named(number)
    return {
        **CELLS,
        "Repère": f"{MARKER} {number % 100}",
        "Prénom": named["first_name"],
        "Nom": named["last_name"],
        "Code postal": PLACES[1]["postal_code"],
        "E-mail du jeune": _address(number),
        "Un mot pour le mentor": _message(number),
    }


def _named(number: int) -> dict[str, str]:
    return {"first_name": f"{FIRST}-{tail(number)}", "last_name": f"{LAST} {tail(number)}"}


def _address(number: int) -> str:
    return f"{ADDRESS}.{tail(number)}@lycee.example"


def _guardian_address(number: int) -> str:
    return f"{GUARDIAN_ADDRESS}.{tail(number)}@maison.example"


def _phone(number: int) -> str:
    return f"07 61 98 00 0{number % 10}"


def _message(number: int) -> str:
    return f"J’aime les {WORDS}s, {tail(number)}."


def _sayable(typed: Mapping[str, Typed]) -> dict[str, Typed]:
    """Without the commune, where one code has but one."""
    where = {name: value for name, value in typed["ou"].items() if value}
    return {**typed, "ou": where}
