"""One part of a stranger's archive, unpacked and read a little at a time: also within the cage, and nothing of ours."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from xml.parsers import expat

MOST_UNPACKED = 16 * 1024 * 1024
DEEPEST = 40
CHUNK, LONGEST_TAG = 64 * 1024, 512 * 1024
SHEETS_NS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT_NS = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OWN = (f"{SHEETS_NS} ", f"{STRICT_NS} ")

Opened = Callable[[str, dict[str, str]], None]
Closed = Callable[[str, str], None]


class Refused(Exception):
    """Its argument is one word, which the other side turns into a sentence."""


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
