"""Tables that spreadsheets open: a cell never starts a formula, whatever somebody's name looks like."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from associations.card_words import is_mentor, lines, title
from associations.portal.accompaniments import words
from associations.wording import REFERRAL_STATES
from hub import calendar
from hub.lifecycle import OfferState
from hub.models import Accompaniment, Offer
from hub.vocabulary import Identity

Row = list[str]
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
BOLD = Font(bold=True)
WIDTH = 18


def heads() -> Row:
    return [
        *(_("Fiche"), _("Qui"), _("Âge et lieu"), _("Fiche en bref"), _("Où en est-on"), _("Acceptée le")),
        *(_("Essais"), _("Premier contact le"), _("Binôme depuis"), _("Fin du binôme"), _("Pourquoi")),
        *(_("Terminé le"), _("Comment"), _("Avis de la personne")),
    ]


def of_path(each: Accompaniment) -> Row:
    """One line, without anything of the identity."""
    offer, pair = each.offer, each.pairs[-1] if each.pairs else None
    return [
        offer.card_number,
        _("Mentor") if is_mentor(offer.card) else _("Jeune"),
        title(offer.card) if offer.card else "",
        " · ".join(value for _label, value in lines(offer.card)) if offer.card else "",
        _state(offer),
        _day(each.began_at),
        str(len(each.attempts)),
        _day(each.contacted_at),
        _day(pair.since) if pair else "",
        _day(pair.ended_on) if pair else "",
        _(words.PAIR_ENDS[pair.ended_because]) if pair and pair.ended_because else "",
        _day(each.ended_at),
        _(words.OUTCOMES[each.outcome]) if each.outcome else "",
        _(words.SATISFACTIONS[each.satisfaction]) if each.satisfaction else "",
    ]


def heads_of_names() -> Row:
    return [
        *(_("Prénom"), _("Nom"), _("Téléphone"), _("E-mail"), _("Parent ou tuteur"), _("E-mail du parent")),
        *(_("Professionnel"), _("E-mail du professionnel")),
    ]


def of_person(person: Identity) -> Row:
    guardian = person.guardian
    by = person.referred_by.professional if person.referred_by else None
    return [
        person.first_name,
        person.last_name,
        person.phone or "",
        person.email or "",
        f"{guardian.first_name} {guardian.last_name}" if guardian else "",
        guardian.email if guardian else "",
        by.name if by else "",
        by.email if by else "",
    ]


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """As Excel opens it in France: a mark first, semicolons between."""
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\r\n").writerows(
        [harmless(cell) for cell in row] for row in rows
    )
    return written.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    """Every cell is declared a text, so that no spreadsheet reads a formula, a number or a date in it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Accompagnements"))
    sheet.freeze_panes = "B2"
    for number in range(len(rows[0])):
        sheet.column_dimensions[chr(ord("A") + number)].width = WIDTH
    for number, row in enumerate(rows):
        sheet.append([_cell(sheet, cell, bold=number == 0) for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def harmless(cell: str) -> str:
    """A spreadsheet would run what begins like a formula: an apostrophe makes it text."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULAS) else cell


def _cell(sheet: object, value: str, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=harmless(value))
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = BOLD
    return cell


def _state(offer: Offer) -> str:
    if offer.state is OfferState.RETURNED:
        return str(_("rendue"))
    return str(_(REFERRAL_STATES[offer.referral.state]))


def _day(moment: datetime | date | None) -> str:
    """``2026-03-02``, which sorts."""
    if moment is None:
        return ""
    return (calendar.civil(moment) if isinstance(moment, datetime) else moment).isoformat()
