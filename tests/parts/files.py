"""Files of young people as professionals send them, and as nobody should."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence

from openpyxl import Workbook

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RELATION = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
WORKBOOK = (
    f'<workbook {MAIN} {RELATION}><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
)
SHEET = "xl/worksheets/sheet1.xml"

YOU: Mapping[str, str] = {
    "kind": "mission_locale",
    "your_organisation": "Mission locale de Roubaix",
    "your_name": "Ana Roy",
    "your_function": "Conseillère",
    "your_email": "ana.roy@ml-roubaix.example",
    "your_phone": "",
}
CELLS: Mapping[str, str] = {
    "Repère": "A-12",
    "Prénom": "Zéphyrine",
    "Nom": "Quatremère-Obiang",
    "Mois de naissance": "5",
    "Année de naissance": "2003",
    "Code postal": "59100",
    "Situation": "Recherche d’emploi",
    "Classe ou diplôme": "Bac",
    "Besoins": "Orientation ; Confiance en soi",
    "Rencontres": "En personne ou à distance",
    "E-mail du jeune": "zephyrine.q@lycee.example",
    "Qui contacter d’abord": "Le jeune",
}
"""One young adult, whose name appears nowhere else."""


def people(count: int) -> list[dict[str, str]]:
    """So many, all different."""
    return [
        {**CELLS, "Repère": f"R{number}", "E-mail du jeune": f"jeune{number}@lycee.example"}
        for number in range(count)
    ]


def csv_of(lines: Sequence[Mapping[str, str]], *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    titles = list(dict.fromkeys(title for line in lines for title in line))
    written = io.StringIO()
    writer = csv.DictWriter(written, titles, delimiter=separator, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return written.getvalue().encode(encoding)


def xlsx_of(rows: Sequence[Sequence[object]], *, hidden: Iterable[int] = ()) -> bytes:
    """``hidden`` are the numbers of the rows that nobody sees there."""
    book = Workbook()
    for row in rows:
        book.active.append(list(row))
    for number in hidden:
        book.active.row_dimensions[number].hidden = True
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def archive(sheet: str | bytes, **parts: str) -> bytes:
    """An XLSX of one sheet, written as nobody's spreadsheet would."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        file.writestr("xl/workbook.xml", WORKBOOK)
        file.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        file.writestr(SHEET, sheet)
        for name, content in parts.items():
            file.writestr(f"xl/{name}.xml", content)
    return written.getvalue()


def sheet_of(inside: str) -> str:
    return f"<worksheet {MAIN}><sheetData>{inside}</sheetData></worksheet>"
