"""The files to fill in: an XLSX with its lists and its instructions, a CSV with its headings, the list of errors."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from forms.batch import spoken
from forms.batch.caged import MOST_YOUNG_PEOPLE
from forms.batch.columns import Column, of_file
from forms.prescriber.told import Told
from forms.typed import folded
from hub.wording import N_

PEOPLE, GUIDE, WORDS = N_("Jeunes"), N_("Mode d’emploi"), N_("Réponses")
AS_TEXT = "@"
NARROWEST, WIDEST, MARGIN = 12, 60, 4
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
NEEDED, OPTIONAL = PatternFill("solid", fgColor="E8EDFC"), PatternFill("solid", fgColor="FFF1DE")
BOLD, WRAPPED = Font(bold=True), Alignment(wrap_text=True, vertical="top")


def xlsx(told: Told) -> bytes:
    """Three sheets: the young people, how to fill it in, and the words accepted, from which each cell may choose."""
    columns, book = of_file(told), Workbook()
    people, guide, words = book.active, book.create_sheet(), book.create_sheet()
    people.title, guide.title, words.title = _(PEOPLE), _(GUIDE), _(WORDS)
    _write_headings(people, columns.values())
    _write_guide(guide, columns.values())
    _offer_answers(people, words, columns.values())
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def not_ours(sheets: Iterable[str]) -> list[str]:
    """Without those that the template brings to help, in French or in the language of the page."""
    ours = {folded(title) for title in (GUIDE, _(GUIDE), WORDS, _(WORDS))}
    return [title for title in sheets if folded(title) not in ours]


def csv_template(told: Told) -> bytes:
    return as_csv([[_(column.title) for column in of_file(told).values()]])


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """As Excel opens it in France: a mark first, semicolons between.  No cell starts a formula."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [harmless(str(cell)) for cell in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """A spreadsheet would run what begins like a formula: an apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _write_headings(sheet: Worksheet, columns: Iterable[Column]) -> None:
    """Every cell is text, so that no spreadsheet eats the zero of 01000, nor makes a date of « 3/4 »."""
    for place, column in enumerate(columns, start=1):
        title, letter = _(column.title), get_column_letter(place)
        heading = sheet.cell(1, place, title)
        heading.font, heading.fill = BOLD, NEEDED if column.needed else OPTIONAL
        sheet.column_dimensions[letter].width = max(NARROWEST, len(title) + MARGIN)
        sheet.column_dimensions[letter].number_format = AS_TEXT
    sheet.freeze_panes = "A2"


def _write_guide(sheet: Worksheet, columns: Iterable[Column]) -> None:
    rows = [
        (_("Colonne"), _("Obligatoire"), _("Ce qu’il faut écrire"), _("Exemple"), _("Réponses acceptées"))
    ]
    for column in columns:
        answers = " · ".join(spoken.answers(column))
        needed = _("oui") if column.needed else _("non")
        rows.append((_(column.title), needed, _(column.help), spoken.example(column), answers))
    for row in rows:
        sheet.append(row)
    for cell in sheet[1]:
        cell.font, cell.fill = BOLD, NEEDED
    for place, width in enumerate((28, NARROWEST, WIDEST, 28, WIDEST), start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        for cell in sheet[letter]:
            cell.alignment = WRAPPED
    sheet.freeze_panes = "A2"


def _offer_answers(people: Worksheet, words: Worksheet, columns: Iterable[Column]) -> None:
    """A list to choose from where one answer is expected; where several are, the list only helps."""
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        words.cell(1, place, _(column.title)).font = BOLD
        words.column_dimensions[letter].width = WIDEST / 2
        for row, answer in enumerate(spoken.answers(column), start=2):
            words.cell(row, place, answer)
        if column.answers:
            last = len(column.answers) + 1
            choice = DataValidation(
                type="list",
                formula1=f"'{words.title}'!${letter}$2:${letter}${last}",
                allow_blank=True,
                showErrorMessage=False,
            )
            choice.add(f"{letter}2:{letter}{MOST_YOUNG_PEOPLE + 1}")
            people.add_data_validation(choice)
