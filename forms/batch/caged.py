"""The cage's inside: reads a stranger's CSV or XLSX from standard input and writes its cells as JSON.

Run by its path as a program of its own, with the standard library and nothing of ours: it binds itself first, so
that a hostile file can only waste the two seconds of a child that has no keys, no files and no database.
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
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import reduce
from xml.parsers import expat

MOST_BYTES = 1024 * 1024
MOST_YOUNG_PEOPLE, AT_THE_TOP = 500, 10
MOST_ROWS = MOST_YOUNG_PEOPLE + AT_THE_TOP
"""The last row at the top may be the line of headings: above it stands a title, perhaps."""
MOST_COLUMNS = 80
LONGEST_CELL = 1000
MOST_TEXT = 2 * 1024 * 1024
MOST_UNPACKED = 16 * 1024 * 1024
MOST_STRINGS = MOST_LINES = 60_000
MOST_PARTS, DEEPEST = 200, 40
CHUNK, LONGEST_TAG = 64 * 1024, 512 * 1024
MEMORY = 384 * 1024 * 1024
CPU_SECONDS = 2
STANDARD_STREAMS = 3
CODECS = ("cp1252", "cp437", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le")
"""Python opens a file for each the first time: after :func:`bind` it no longer can."""

ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
SEPARATORS = ";,\t|"
COLUMN = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")
SHEETS_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OWN = (f"{SHEETS_NS} ", f"{STRICT_NS} ")

Rows = Iterator[tuple[int, list[str] | None]]
Opened = Callable[[str, dict[str, str]], None]
Closed = Callable[[str, str], None]


class Refused(Exception):
    """Its argument is one word, which the other side turns into a sentence."""


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
            walk(archive, first_sheet(archive), sheet.opened, sheet.closed)
            yield from sheet.rows
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, ValueError, NotImplementedError):
        raise Refused("not_a_table") from None
    except (EOFError, OSError, RuntimeError):
        raise Refused("old_or_locked") from None


def first_sheet(archive: zipfile.ZipFile) -> str:
    """The part that holds the first sheet that is seen, as the workbook lists them."""
    sheets, targets = list[str](), dict[str, str]()

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if name == "sheet" and attributes.get("state", "visible") == "visible":
            sheets.append(next(value for key, value in attributes.items() if key.endswith(" id")))

    def target(name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Relationship"):
            targets[attributes["Id"]] = attributes["Target"]

    walk(archive, "xl/workbook.xml", sheet)
    walk(archive, "xl/_rels/workbook.xml.rels", target)
    if not sheets:
        raise Refused("not_a_table")
    part = targets[sheets[0]]
    return part.lstrip("/") if part.startswith("/") else f"xl/{part}"


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


def walk(
    archive: zipfile.ZipFile, part: str, opened: Opened, closed: Closed = lambda name, text: None
) -> None:
    """Go through one part of the archive, never holding it whole.  A document type is refused: nobody needs one."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth, unpacked, text = 0, 0, list[str]()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise Refused("too_heavy")
        text.clear()
        opened(short(name), attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        closed(short(name), "".join(text))
        text.clear()

    def refuse(*_: object) -> None:
        raise Refused("not_a_table")

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = text.append
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            unpacked += len(chunk)
            if unpacked > MOST_UNPACKED or unpacked - parser.CurrentByteIndex > LONGEST_TAG:
                raise Refused("too_heavy")
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def short(name: str) -> str:
    """The spreadsheet's own words without their long name; those of others keep it."""
    return name.partition(" ")[2] if name.startswith(OWN) else name


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
    try:
        answer: dict[str, object] = {"rows": read(sys.stdin.buffer.read(MOST_BYTES + 1), set(sys.argv[1:]))}
    except Refused as why:
        answer = {"refused": str(why)}
    except MemoryError:
        answer = {"refused": "too_heavy"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
