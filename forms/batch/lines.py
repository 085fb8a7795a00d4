"""From the rows of a file to young people ready to be registered, and to what is still to be mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from forms.batch.bounded import Row
from forms.batch.columns import Headings
from forms.batch.spoken import as_the_page_says, as_the_rules_say, says_nothing
from forms.prescriber import rules
from forms.prescriber.reading import Fault, Reading
from forms.prescriber.told import Told
from forms.typed import folded, one_line, postal_code
from hub.vault import Vault
from hub.wording import N_

POSTAL_DIGITS = 5
PHONE_DIGITS = 9
TWICE_IN_FILE = N_("Cette ligne est la même que la ligne %(number)s : elle ne compte qu’une fois.")
OTHER = {folded("autre"): "other"}


@dataclass(frozen=True, slots=True, repr=False)
class Line:
    """``number`` is the row's own in the file; ``cells`` are empty once ``faults`` are found: nothing goes further."""

    number: int
    marker: str
    cells: Mapping[str, str]
    faults: tuple[Fault, ...]

    def __repr__(self) -> str:
        return f"Line({self.number})"

    @property
    def ready(self) -> bool:
        return not self.faults


def read(
    rows: Sequence[Row], headings: Headings, told: Told, attested: Sequence[str], *, today: date
) -> list[Line]:
    """Every line of the file, read by the rules of the form."""
    lines, seen = list[Line](), dict[str, int]()
    for row in rows:
        cells = cells_of(row, headings, attested)
        _, faults = rules.read_row(Reading(cells, told, today=today))
        marker = "" if _is_wrong("marker", faults) else cells.get("marker", "")
        same = seen.setdefault(normal(cells), row.number)
        if same != row.number and not faults:
            faults = [Fault("marker", TWICE_IN_FILE, {"number": same})]
        lines.append(Line(row.number, marker, {} if faults else cells, (*as_the_page_says(faults),)))
    return lines


def cells_of(row: Row, headings: Headings, attested: Sequence[str]) -> dict[str, str]:
    """By field, as the rules read it.  What the page attests for all holds where the row says nothing."""
    written = {
        name: _as_typed(name, row.cells[place])
        for place, name in headings.fields.items()
        if place < len(row.cells) and not says_nothing(name, row.cells[place])
    }
    return {name: "oui" for name in attested} | written


def registered_as(vault: Vault, told: Told, cells: Mapping[str, str]) -> str:
    """The form token of this line of this professional's: sent again, it is the same."""
    email = told.professional.email if told.professional else ""
    return vault.line_token(email, normal(cells))


def normal(cells: Mapping[str, str]) -> str:
    """The same for two lines that say the same, however they are spaced, capitalised or ordered."""
    return "\n".join(f"{name}={_plain(text)}" for name, text in sorted(cells.items()))


def told_by(told: Told, cells: Mapping[str, str], *, today: date) -> Told | None:
    """What a ready line tells, or None when time has passed and it no longer is."""
    found, faults = rules.read_row(Reading(cells, told, today=today))
    return None if faults else found


def packed(lines: Sequence[Line]) -> list[Any]:
    return [
        [line.number, line.marker, dict(line.cells), [[f.field, f.said, dict(f.values)] for f in line.faults]]
        for line in lines
    ]


def unpacked(plain: Sequence[Any]) -> Iterator[Line]:
    for number, marker, cells, faults in plain:
        yield Line(number, marker, cells, tuple(Fault(*fault) for fault in faults))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _is_wrong(name: str, faults: Sequence[Fault]) -> bool:
    return any(fault.field == name for fault in faults)


def _as_typed(name: str, cell: str) -> str:
    """What a spreadsheet takes from a number, given back: the zero in front of 01000 and of 0612345678."""
    text = as_the_rules_say(name, cell if name == "message" else one_line(cell))
    if name == "postal_code" and (code := postal_code(text)).isdecimal():
        return code.zfill(POSTAL_DIGITS)
    if name == "phone" and text.isdecimal() and len(text) == PHONE_DIGITS:
        return f"0{text}"
    return OTHER.get(folded(text), text) if name == "level" else text
