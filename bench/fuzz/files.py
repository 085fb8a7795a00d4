"""Tables as nobody should send them, and rule books as nobody should write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from random import Random
from time import perf_counter, process_time

from bench.fuzz import values
from bench.fuzz.judge import Judge, Seen
from forms.batch.bounded import CannotRead, rows_of
from hub import rules
from hub.shield import HEADERS
from hub.strict_yaml import BadFile
from tests.parts.files import archive, csv_of, people, sheet_of, xlsx_of

DEEP, WIDE, BIG = 5_000, 3_000, 900_000
BOMB = 40_000_000
TEXT = rules.DEFAULT.read_text(encoding="utf-8")
SHARED = "xl/sharedStrings.xml"


def table(draw: Random) -> bytes:
    """A file of young people, spoilt in one way."""
    return draw.choice(WAYS)(draw)


def _csv(draw: Random) -> bytes:
    lines = people(draw.randrange(1, 5))
    for line in lines:
        line[draw.choice([*line])] = values.value(draw)
    encoding = draw.choice(("utf-8", "utf-8-sig", "utf-16", "cp1252"))
    written = csv_of(lines, separator=draw.choice(";,\t")).decode("utf-8-sig")
    return written.encode(encoding, "replace")


def _flipped(draw: Random) -> bytes:
    content = bytearray(draw.choice((csv_of(people(3)), xlsx_of([["Nom"], ["Lou"]]))))
    for _ in range(draw.randrange(1, 30)):
        content[draw.randrange(len(content))] = draw.randrange(256)
    return bytes(content[: draw.randrange(1, len(content) + 1)])


def _noise(draw: Random) -> bytes:
    head = draw.choice((b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=;\n"))
    return head + draw.randbytes(draw.choice((0, 10, 5_000, BIG)))


def _bomb(draw: Random) -> bytes:
    return archive(draw.choice((b"\0", b" ", b"<c>")) * (BOMB // 3))


def _deep(draw: Random) -> bytes:
    return archive(sheet_of(draw.choice(("<c>" * DEEP, "<row>" + "<c><v>1</v></c>" * WIDE, "<row/>" * DEEP))))


def _entities(draw: Random) -> bytes:
    system = draw.choice(('SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1/"', '"ha"'))
    return archive(f"<!DOCTYPE l [<!ENTITY a {system}>]>" + sheet_of("<row><c><v>&a;</v></c></row>"))


def _cells(draw: Random) -> bytes:
    odd = draw.choice(('r="ZZZ9999999"', 'r="A1" t="s"', 't="b"', 't="inlineStr"', 'r="é1"', 't="e"'))
    number = draw.choice(("-1", "9" * 400, "1e999", "NaN", values.MARK, "0"))
    return archive(sheet_of(f'<row r="{number}"><c {odd}><v>{number}</v></c></row>'))


def _names(draw: Random) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for name in ("../../etc/passwd", "/abs", SHARED, "xl/workbook.xml", "con", "a" * 3000)[
            : draw.randrange(1, 7)
        ]:
            file.writestr(name, draw.choice(("<a/>", "<", values.value(draw).encode("utf-8", "replace"))))
    return written.getvalue()


def _long(draw: Random) -> bytes:
    return draw.choice(
        (b'"' * BIG, b";" * BIG, b"\n" * BIG, b"a" * BIG, b'"a\n' * (BIG // 3), b'a;"b"c\n' * (BIG // 7))
    )


WAYS: tuple[Callable[[Random], bytes], ...] = (
    *(_csv, _csv, _csv, _flipped, _flipped, _noise, _bomb, _deep, _entities, _cells, _cells, _names, _long),
)


def book(draw: Random) -> str:
    """The rule book of the repository, spoilt in a few places."""
    lines = TEXT.splitlines()
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(lines))
        lines[at : at + draw.randrange(2)] = [draw.choice(SPOILS)(draw, lines[at])]
    return "\n".join(lines)


SPOILS: tuple[Callable[[Random, str], str], ...] = (
    lambda draw, line: line + values.value(draw),
    lambda draw, line: f"{line.partition(':')[0]}: {values.value(draw)}",
    lambda draw, line: " " * draw.randrange(9) + line.strip(),
    lambda draw, line: line + "\n" + line,
    lambda draw, line: line.replace(
        ":", draw.choice((": &a [*a]", ": !!python/object/apply:os.system [ls]", ": <<", ":: "))
    ),
    lambda draw, line: "[" * draw.choice((1, 50, 2_000)) + line,
    lambda draw, line: "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a,*a]\n" for n in range(9)),
    lambda draw, line: line + "\u2028\x85\x00"[draw.randrange(3)],
)


def read_tables(judge: Judge, count: int, seed: int, tick: Callable[[], object]) -> None:
    """The reader of files, alone: rows or a refusal that has a sentence, in time."""
    for number in range(count):
        content = table(values.drawn_from(seed, "file", number))
        _try(judge, f"file {number}", partial(rows_of, content), CannotRead, perf_counter)
        tick()


def read_books(judge: Judge, count: int, seed: int, tick: Callable[[], object]) -> None:
    """The reader of rule books: a rule book, or every fault said by line."""
    for number in range(count):
        text = book(values.drawn_from(seed, "book", number))
        _try(judge, f"book {number}", partial(rules.parse, text), BadFile, process_time)
        tick()


def _try(
    judge: Judge,
    asked: str,
    read: Callable[[], object],
    refused: type[Exception],
    clock: Callable[[], float],
) -> None:
    began, status = clock(), 200
    try:
        read()
    except refused:
        status = 422
    except Exception as error:
        judge.broke(asked, error)
        return
    judge.see(Seen(asked, status, [*HEADERS.items()], b"", clock() - began))
