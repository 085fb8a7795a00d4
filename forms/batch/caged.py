"""The cage's inside: reads a stranger's CSV or XLSX from standard input and writes its cells as JSON.

Run by its path as a program of its own, with the standard library and one module of ours: it binds itself first,
so that a hostile file can only waste the two seconds of a child that has no keys, no files and no database.
Formulas are not evaluated: of a formula's cell, only the value that its spreadsheet left there is read.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from functools import reduce
from pathlib import Path
from xml.parsers import expat

sys.path.append(str(Path(__file__).parents[2]))
from forms.batch.unpacking import Refused, walk

MOST_BYTES = 1024 * 1024
MOST_YOUNG_PEOPLE, AT_THE_TOP = 500, 10
MOST_ROWS = MOST_YOUNG_PEOPLE + AT_THE_TOP
"""The last row at the top may be the line of headings: above it stands a title, perhaps."""
MOST_COLUMNS = 80
LONGEST_CELL = 1000
MOST_TEXT = 2 * 1024 * 1024
MOST_STRINGS = MOST_LINES = 60_000
MOST_PARTS = 200
MOST_OTHER_SHEETS, LONGEST_SHEET_NAME = 20, 31
MEMORY = 384 * 1024 * 1024
CPU_SECONDS = 2
STANDARD_STREAMS = 3
CODECS = ("cp1252", "cp437", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le")
"""Python opens a file for each the first time: after :func:`bind` it no longer can."""

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TORN = (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError, NotImplementedError)
LOCKED = (EOFError, OSError, RuntimeError)
SEPARATORS = ";,\t|"
COLUMN = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")

Rows = Iterator[tuple[int, list[str] | None]]


def bind() -> None:
    """No more memory than this, no more time, no file, no other program; for good."""
    for name in CODECS:
        codecs.lookup(name)
    for limit, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, STANDARD_STREAMS),
    ):
        resource.setrlimit(limit, (value, value))


def read(content: bytes, headings: set[str]) -> list[tuple[int, list[str] | None]]:
    """The rows that hold something, with their number in the file; of one that is hidden, no cell.  Raises Refused."""
    if len(content) > MOST_BYTES:
        raise Refused("too_big")
    if content.startswith(OLD_OFFICE):
        raise Refused("old_or_locked")
    found, seen = list[tuple[int, list[str] | None]](), list[list[str]]()
    for number, cells in xlsx_rows(content) if content.startswith(ZIP) else csv_rows(content, headings):
        if cells is None:
            found.append((number, None))
        elif any(tidied := [cell.strip() for cell in cells]):
            seen.append(tidied)
            found.append((number, tidied))
        if len(seen) > MOST_ROWS:
            raise Refused("too_many_rows")
    if sum(len(cell) for cells in seen for cell in cells) > MOST_TEXT:
        raise Refused("too_big")
    return found


def csv_rows(content: bytes, headings: set[str]) -> Rows:
    text = decoded(content)
    if "\x00" in text:
        raise Refused("not_a_table")
    first, _, rest = text.partition("\n")
    separator = separator_of(text, headings)
    if first.strip().strip('"').lower() in {f"sep={mark}" for mark in SEPARATORS}:
        text, separator = rest, first.strip().strip('"')[-1]
    csv.field_size_limit(LONGEST_CELL * 4)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
            yield number, [shortened(cell) for cell in narrow(cells)]
    except csv.Error:
        raise Refused("not_a_table") from None


def decoded(content: bytes) -> str:
    """As Excel, LibreOffice and Numbers write it: UTF-8 or UTF-16 with or without a mark, or Windows' own."""
    guess = "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        guess = "utf-16"
    elif b"\x00" in content[:2]:
        guess = "utf-16-be" if content[0] == 0 else "utf-16-le"
    for encoding in (guess, "cp1252"):
        with suppress(UnicodeDecodeError):
            return content.decode(encoding)
    raise Refused("not_a_table")


def separator_of(text: str, headings: set[str]) -> str:
    """The one that finds the most headings in a line of the top, or else the most cells."""
    bare = re.sub(r'"([^"]*)"', lambda quoted: re.sub(r"[;,|\s]", " ", quoted[1]), text).lower()
    top = [line for line in bare.splitlines() if line.strip()][:AT_THE_TOP]
    cut = [(mark, [cell.strip() for cell in line.split(mark)]) for mark in SEPARATORS for line in top]
    return max(cut, key=lambda each: (len(headings.intersection(each[1])), len(each[1])), default=";")[0]


def xlsx_rows(content: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise Refused("too_heavy")
            sheet = Sheet(shared_strings(archive))
            (_name, first), *_others = seen_sheets(archive)
            walk(archive, first, sheet.opened, sheet.closed)
            yield from sheet.rows
    except TORN:
        raise Refused("not_a_table") from None
    except LOCKED:
        raise Refused("old_or_locked") from None


def unread_sheets(content: bytes) -> list[str]:
    """The names of the sheets after the first that are seen and hold something.  What was read is a sound archive."""
    if not content.startswith(ZIP):
        return []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        others = seen_sheets(archive)[1 : MOST_OTHER_SHEETS + 1]
        return [name[:LONGEST_SHEET_NAME] for name, part in others if holds_something(archive, part)]


def holds_something(archive: zipfile.ZipFile, part: str) -> bool:
    """So does what cannot be read.  Nothing is read after the first value."""

    def closed(name: str, text: str) -> None:
        if name in ("v", "t") and text.strip():
            raise Refused("enough")

    try:
        walk(archive, part, lambda name, attributes: None, closed)
    except (Refused, *TORN, *LOCKED):
        return True
    return False


def seen_sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of each sheet that is seen and the part that holds it, as the workbook lists them."""
    sheets, targets = list[tuple[str, str]](), dict[str, str]()

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            place = next(value for key, value in attributes.items() if key.endswith(" id"))
            sheets.append((attributes["name"], place))

    def target(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            targets[attributes["Id"]] = attributes["Target"]

    walk(archive, "xl/workbook.xml", sheet)
    walk(archive, "xl/_rels/workbook.xml.rels", target)
    if not sheets:
        raise Refused("not_a_table")
    parts = [(name, targets[place]) for name, place in sheets]
    return [(name, part.lstrip("/") if part.startswith("/") else f"xl/{part}") for name, part in parts]


def shared_strings(archive: zipfile.ZipFile) -> list[str]:
    strings: list[str] = []
    reading = {"phonetic": 0}

    def opened(name: str, attributes: dict[str, str]) -> None:
        if name == "si":
            strings.append("")
        reading["phonetic"] += name == "rPh"
        if len(strings) > MOST_STRINGS:
            raise Refused("too_heavy")

    def closed(name: str, text: str) -> None:
        reading["phonetic"] -= name == "rPh"
        if name == "t" and strings and not reading["phonetic"]:
            strings[-1] = shortened(strings[-1] + text)

    if "xl/sharedStrings.xml" in archive.namelist():
        walk(archive, "xl/sharedStrings.xml", opened, closed)
    return strings


class Sheet:
    """Fills ``rows`` as the sheet's cells go by."""

    def __init__(self, strings: list[str]) -> None:
        self.rows: list[tuple[int, list[str] | None]] = []
        self._strings, self._cells, self._hidden, self._seen = strings, list[str](), False, 0
        self._row, self._lines, self._column, self._kind, self._value = 0, 0, -1, "", ""

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self._lines += 1
            if self._lines > MOST_LINES:
                raise Refused("too_heavy")
            self._row = int(attributes.get("r") or self._row + 1)
            self._column, self._cells, self._hidden = -1, [], attributes.get("hidden") in ("1", "true")
        elif name == "c":
            placed = COLUMN.fullmatch(attributes.get("r", ""))
            self._column = column_number(placed.group(1)) if placed else self._column + 1
            self._kind, self._value = attributes.get("t", "n"), ""

    def closed(self, name: str, text: str) -> None:
        if name == "v" or (name == "t" and self._kind == "inlineStr"):
            self._value = shortened(self._value + text)
        elif name == "c" and self._value:
            if self._column >= MOST_COLUMNS:
                raise Refused("too_wide")
            self._cells += [""] * (self._column + 1 - len(self._cells))
            self._cells[self._column] = self._read()
        elif name == "row" and any(map(str.strip, self._cells)):
            self._seen += not self._hidden
            if self._seen > MOST_ROWS:
                raise Refused("too_many_rows")
            self.rows.append((self._row, None if self._hidden else self._cells))

    def _read(self) -> str:
        if self._kind == "s":
            return self._strings[int(self._value)] if int(self._value) < len(self._strings) else ""
        if self._kind == "b":
            return "oui" if self._value == "1" else "non"
        return whole(self._value) if self._kind == "n" else self._value


def column_number(letters: str) -> int:
    return reduce(lambda number, letter: number * 26 + ord(letter) - ord("A") + 1, letters, 0) - 1


def whole(number: str) -> str:
    """``2009.0`` and ``6.12E8`` as people typed them."""
    value = float(number)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else number  # noqa: PLR2004


def narrow(cells: list[str]) -> list[str]:
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        raise Refused("too_wide")
    return cells[:MOST_COLUMNS]


def shortened(text: str) -> str:
    return text[: LONGEST_CELL + 1]


def main() -> None:
    bind()
    content = sys.stdin.buffer.read(MOST_BYTES + 1)
    try:
        answer: dict[str, object] = {
            "rows": read(content, set(sys.argv[1:])),
            "unread": unread_sheets(content),
        }
    except Refused as why:
        answer = {"refused": str(why)}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
