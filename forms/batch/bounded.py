"""Has a stranger's file read in a child of its own, which is killed after two seconds whatever it is doing."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hub.wording import N_

CAGE = Path(__file__).with_name("caged.py")
WALL_SECONDS = 2.0
AT_ONCE = threading.BoundedSemaphore(2)
"""Whoever sends many files at once has two read at a time: the door keeps answering the others."""
PATIENCE_SECONDS = 6.0

REFUSALS = {
    "too_big": N_(
        "Ce fichier est trop lourd. Envoyez au plus 1 Mo et 500 lignes, en plusieurs fois s’il le faut."
    ),
    "too_many_rows": N_("Ce fichier a plus de 500 lignes. Partagez-le en plusieurs fichiers."),
    "too_wide": N_("Ce fichier a trop de colonnes. Partez du modèle à télécharger."),
    "too_heavy": N_(
        "Ce fichier est trop compliqué à lire. Copiez vos lignes dans le modèle, sans mise en forme, "
        "puis envoyez-le à nouveau."
    ),
    "old_or_locked": N_(
        "Ce fichier est protégé par un mot de passe, ou d’un format ancien (.xls). "
        "Enregistrez-le au format .xlsx ou CSV."
    ),
    "not_a_table": N_(
        "Ce fichier n’a pas pu être lu comme un tableau. Enregistrez-le au format .xlsx ou CSV, puis réessayez."
    ),
    "busy": N_("Beaucoup de fichiers arrivent en ce moment. Attendez une minute, puis envoyez à nouveau."),
}


class CannotRead(Exception):
    """This file is not read.  ``sentence`` says why to a person; the file's content is in neither."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.sentence = REFUSALS.get(why, REFUSALS["not_a_table"])


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """``number`` is the row's own in the file, as the spreadsheet shows it in its margin.

    Of a row that is ``hidden``, by a filter perhaps, no cell is read.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False

    def __repr__(self) -> str:
        return f"Row({self.number})"


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """``rows`` are those that hold something; ``unread``, the names of other sheets that do, and of which none is."""

    rows: list[Row]
    unread: list[str]

    def __repr__(self) -> str:
        return "Table(…)"


def rows_of(content: bytes, headings: Iterable[str] = ()) -> list[Row]:
    return table_of(content, headings).rows


def table_of(content: bytes, headings: Iterable[str] = ()) -> Table:
    """What the file holds.  Raises CannotRead, in two seconds at most.

    ``headings``, in small letters, are those to expect: they tell what separates the cells of a CSV.
    """
    if not AT_ONCE.acquire(timeout=PATIENCE_SECONDS):
        raise CannotRead("busy")
    try:
        answer = _read_in_the_cage(content, headings)
    finally:
        AT_ONCE.release()
    if "rows" not in answer:
        raise CannotRead(str(answer.get("refused")))
    rows = [Row(number, tuple(cells or ()), hidden=cells is None) for number, cells in answer["rows"]]
    return Table(rows, answer["unread"])


def _read_in_the_cage(content: bytes, headings: Iterable[str]) -> dict[str, Any]:
    with subprocess.Popen(  # noqa: S603 (our own file, by our own interpreter)
        [sys.executable, "-I", "-S", "-B", str(CAGE), *headings],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={},
        start_new_session=True,
    ) as child:
        try:
            written, _ = child.communicate(content, timeout=WALL_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            raise CannotRead("too_heavy") from None
    if child.returncode:
        raise CannotRead("too_heavy")
    answer: dict[str, Any] = json.loads(written)
    return answer
