from __future__ import annotations

import time
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from forms.batch import bounded
from forms.batch.bounded import REFUSALS, WALL_SECONDS, CannotRead, Row, rows_of
from tests.parts.files import MAIN, archive, sheet_of, xlsx_of

STARTING = 1.5
"""Seconds a busy machine may take to start the child and to end it."""
MILLION = 1_000_000


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return archive(f'<!DOCTYPE l [<!ENTITY l0 "ha">{entities}]>' + sheet_of("<row><c><v>&l9;</v></c></row>"))


def _entity(word: str, *, times: int) -> str:
    return f'<!DOCTYPE l [<!ENTITY a "{word}">]>' + sheet_of(f"<row><c><v>{'&a;' * times}</v></c></row>")


def _external(address: str) -> str:
    return f'<!DOCTYPE l [<!ENTITY a SYSTEM "{address}">]>' + sheet_of("<row><c><v>&a;</v></c></row>")


def _many_parts(count: int) -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        for number in range(count):
            file.writestr(f"xl/{number}.xml", "<a/>")
    return written.getvalue()


def _something_else() -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as file:
        file.writestr("word/document.xml", "<a/>")
    return written.getvalue()


def _locked() -> bytes:
    """The flag that says « encrypted », on each of its parts."""
    content = bytearray(xlsx_of([["Nom"], ["Lou"]]))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = content.find(signature)
        while start >= 0:
            content[start + place] |= 1
            start = content.find(signature, start + 4)
    return bytes(content)


HOSTILE = {
    "a zip bomb of zeros": lambda: archive(bytes(30 * MILLION)),
    "a zip bomb of spaces": lambda: archive(f"<worksheet {MAIN}>" + " " * 30 * MILLION + "</worksheet>"),
    "a million laughs": _laughs,
    "a quadratic blow-up": lambda: archive(_entity("x" * 50_000, times=50_000)),
    "a file read from our disk": lambda: archive(_external("file:///etc/passwd")),
    "endless cells": lambda: archive(sheet_of("<row>" + "<c><v>1</v></c>" * MILLION + "</row>")),
    "endless empty rows": lambda: archive(sheet_of("<row/>" * MILLION)),
    "endless full rows": lambda: archive(sheet_of("<row><c><v>1</v></c></row>" * 200_000)),
    "endless strings": lambda: archive(
        sheet_of(""), sharedStrings=f"<sst {MAIN}>{'<si><t/></si>' * MILLION}</sst>"
    ),
    "a tag fifteen megabytes long": lambda: archive(f'<worksheet {MAIN} a="{"x" * 15 * MILLION}"/>'),
    "a bottomless tree": lambda: archive(f"<worksheet {MAIN}>" + "<a>" * MILLION),
    "a sheet that names itself far away": lambda: archive(
        sheet_of('<row r="9"><c r="XFD9"><v>1</v></c></row>')
    ),
    "thousands of parts": lambda: _many_parts(3000),
    "a quotation that never ends": lambda: b'Nom;"' + b"x" * 900_000,
    "lines without end": lambda: b"a;b\n" * 260_000,
    "too many columns": lambda: (";".join("abc" for _ in range(5000))).encode(),
    "more than a megabyte": lambda: b"a" * (MILLION + 100_000),
    "a picture": lambda: bytes(range(256)) * 3000,
    "an old workbook": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000),
    "a locked archive": _locked,
    "a torn archive": lambda: xlsx_of([["Nom"], ["Lou"]])[:2500],
    "an archive of something else": _something_else,
}


def cells(content: bytes) -> list[tuple[int, tuple[str, ...]]]:
    return [(row.number, row.cells) for row in rows_of(content)]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_within_two_seconds(name: str) -> None:
    content = HOSTILE[name]()
    assert len(content) < 2 * MILLION, "as small as it is sent"
    began = time.monotonic()
    with pytest.raises(CannotRead) as refused:
        rows_of(content)
    assert time.monotonic() - began < WALL_SECONDS + STARTING
    assert refused.value.sentence in REFUSALS.values()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_a_csv_is_read_as_each_spreadsheet_writes_it(encoding: str, separator: str) -> None:
    content = separator.join(("Prénom", "Nom")) + "\r\n" + separator.join(("Zoé", '"d’Œuf"')) + "\r\n"
    assert cells(content.encode(encoding)) == [(1, ("Prénom", "Nom")), (2, ("Zoé", "d’Œuf"))]


def test_a_line_that_names_its_separator_is_no_line() -> None:
    assert cells(b"sep=;\r\nNom;Age\r\na,b;3") == [(1, ("Nom", "Age")), (2, ("a,b", "3"))]


def test_what_separates_the_cells_is_found_under_blank_lines_and_a_title() -> None:
    assert cells("\n\nÉlèves de 2nde, 2026\nNom|Ville|Mot\nLou|Lyon|a, b; c\n".encode()) == [
        (3, ("Élèves de 2nde, 2026",)),
        (4, ("Nom", "Ville", "Mot")),
        (5, ("Lou", "Lyon", "a, b; c")),
    ]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_sheet_that_nobody_sees_is_not_read(state: str) -> None:
    book = Workbook()
    book.active.append(["Notes"])
    book.active.sheet_state = state
    book.create_sheet("Jeunes").append(["Nom"])
    written = BytesIO()
    book.save(written)
    assert cells(written.getvalue()) == [(1, ("Nom",))]


@pytest.mark.parametrize("said", ["1", "true"])
def test_of_a_row_that_nobody_sees_no_cell_leaves_the_cage(said: str) -> None:
    def row(name: str, hidden: str) -> str:
        return f'<row hidden="{hidden}"><c t="inlineStr"><is><t>{name}</t></is></c></row>'

    content = archive(sheet_of(row("Nom", "0") + row("Lou", said) + row("", said) + row("Ana", "false")))
    assert rows_of(content) == [Row(1, ("Nom",)), Row(2, (), hidden=True), Row(4, ("Ana",))]


def test_rows_keep_the_number_that_the_spreadsheet_shows() -> None:
    assert [number for number, _ in cells(b"Nom\n\nLou\n;\nAna\n")] == [1, 3, 5]
    assert [number for number, _ in cells(xlsx_of([["Nom"], [None], ["Lou"]]))] == [1, 3]


def test_numbers_dates_and_booleans_of_a_sheet_read_as_people_typed_them() -> None:
    assert cells(xlsx_of([[2009.0, 612345678, 3.5, True, False, "01000", None, "fin"]])) == [
        (1, ("2009", "612345678", "3.5", "oui", "non", "01000", "", "fin"))
    ]


def test_a_formula_is_never_evaluated() -> None:
    written = sheet_of('<row><c><f>1+1</f><v>7</v></c><c t="str"><f>A1</f></c><c><v>3</v></c></row>')
    assert cells(archive(written)) == [(1, ("7", "", "3"))]
    assert cells(b"Nom;Mot\n=cmd|' /C calc'!A0;\n")[1] == (2, ("=cmd|' /C calc'!A0", ""))


def test_rich_text_is_read_without_its_pronunciation() -> None:
    strings = f"<sst {MAIN}><si><r><t>Zo</t></r><r><t>é</t></r><rPh><t>zoe</t></rPh></si></sst>"
    assert cells(archive(sheet_of('<row><c t="s"><v>0</v></c></row>'), sharedStrings=strings)) == [
        (1, ("Zoé",))
    ]


SPY = """
import importlib.util, json, os
spec = importlib.util.spec_from_file_location("caged", {cage!r})
caged = importlib.util.module_from_spec(spec)
spec.loader.exec_module(caged)
caged.bind()
def could(attempt):
    try:
        attempt()
    except OSError:
        return "no"
    return "yes"
found = [could(lambda: open("/etc/passwd")), could(lambda: open({there!r}, "w")), could(lambda: os.pipe())]
print(json.dumps({{"rows": [[1, [" ".join(os.environ), *found]]], "unread": []}}))
"""


def test_the_child_sees_no_secret_and_opens_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///secret.db")
    spy = tmp_path / "spy.py"
    spy.write_text(SPY.format(cage=str(bounded.CAGE), there=str(tmp_path / "left behind")))
    monkeypatch.setattr(bounded, "CAGE", spy)
    ((_, (environment, *found)),) = cells(b"Nom")
    assert "DATABASE_URL" not in environment
    assert found == ["no", "no", "no"], "it neither reads a file, nor leaves one, nor opens a pipe"


def test_files_are_read_two_at_a_time_and_the_rest_is_told_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "PATIENCE_SECONDS", 0.01)
    with bounded.AT_ONCE, bounded.AT_ONCE, pytest.raises(CannotRead) as refused:
        rows_of(b"Nom\nLou")
    assert "Attendez" in refused.value.sentence
    assert cells(b"Nom\nLou")[1] == (2, ("Lou",))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_five_hundred_young_people_under_ten_rows_at_the_top_and_no_more(kind: str) -> None:
    def content(count: int) -> bytes:
        rows = [[f"jeune {number}"] for number in range(count)]
        return xlsx_of([["  "], *rows]) if kind == "xlsx" else "\n".join(cell for [cell] in rows).encode()

    assert len(cells(content(510))) == 510
    with pytest.raises(CannotRead, match="too_many_rows"):
        cells(content(511))
