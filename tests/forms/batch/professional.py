"""A professional at the public door: who they are, a file, and the button that registers it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from io import BytesIO

from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.forms.conftest import Hidden, Visitor
from tests.parts.files import YOU, csv_of

SEVERAL = "/inscrire-un-jeune/plusieurs"
FILE = f"{SEVERAL}/fichier"
COUNTS = re.compile(r"</svg>(\d+) ([^<]+)</li>")
ATTESTED = {"young_agrees": "y", "guardian_agrees": "y"}


class Professional:
    """A visitor with a file."""

    def __init__(self, visitor: Visitor, **you: str) -> None:
        self.visitor = visitor
        told = self.visitor.send(SEVERAL, {**YOU, **you})
        assert told.location == FILE, told.text

    @classmethod
    def at(cls, door: Flask, **you: str) -> Professional:
        return cls(Visitor(door.test_client()), **you)

    def send_file(self, content: bytes, *, page: TestResponse | None = None, **changes: str) -> TestResponse:
        """From the page of the file as it is now, or from one that was opened before."""
        typed = {
            **(Hidden(page.text).fields if page else self.visitor.hidden(FILE)),
            **ATTESTED,
            **changes,
            "file": FileStorage(BytesIO(content), "jeunes.csv"),
        }
        boundary, body = encode_multipart(typed)
        kind = f"multipart/form-data; boundary={boundary}"
        return self.visitor.client.post(FILE, data=body, content_type=kind)

    def send(self, lines: Sequence[Mapping[str, str]]) -> TestResponse:
        preview = self.send_file(csv_of(lines))
        assert preview.status_code == 200, preview.text
        return preview

    def confirm(self, preview: TestResponse, *, to: str = "resultat", **ticked: str) -> TestResponse:
        return self.visitor.client.post(f"{SEVERAL}/{to}", data={**Hidden(preview.text).fields, **ticked})

    def register(self, lines: Sequence[Mapping[str, str]]) -> TestResponse:
        return self.confirm(self.send(lines))


def counts(page: TestResponse) -> dict[str, int]:
    return {words: int(number) for number, words in COUNTS.findall(page.text)}
