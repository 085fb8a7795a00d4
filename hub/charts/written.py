"""A table as a file that a spreadsheet opens: figures without the spaces that readers like, no cell a formula."""

from __future__ import annotations

import csv
import re
from io import StringIO

from hub.charts.parts import Table

BYTE_ORDER_MARK = "\ufeff"
"""By which spreadsheets know that accents are written in UTF-8."""
FORMULA = re.compile(r"[=+\-@\t\r]")
SPACED = re.compile(r"(?<=\d)[\u202f\u00a0,](?=\d{3}\b)")


def as_csv(table: Table, *, separator: str = ";") -> str:
    """``separator``: what spreadsheets of that language expect."""
    written = StringIO()
    rows = csv.writer(written, delimiter=separator)
    rows.writerow(table.head)
    rows.writerows([_plain(cell) for cell in row] for row in table.rows)
    return BYTE_ORDER_MARK + written.getvalue()


def _plain(cell: str) -> str:
    """``1 204`` becomes ``1204``; what would be reckoned is made text (OWASP, *CSV Injection*)."""
    text = re.sub("[\u202f\u00a0]", " ", SPACED.sub("", cell))
    return f"'{text}" if FORMULA.match(text) else text
