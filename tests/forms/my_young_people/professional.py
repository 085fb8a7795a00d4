"""A professional who comes back to those whom they registered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from werkzeug.test import TestResponse

from tests.forms.conftest import Visitor
from tests.parts.prescribers import ADDRESS
from tests.parts.town import CODE, Town, text_of

PAGE, ASK, TYPE = "/mes-jeunes", "/mes-jeunes/connexion", "/mes-jeunes/code"


def letters(town: Town) -> list[str]:
    town.settle()
    return [text_of(letter) for letter in town.letters_to(ADDRESS)]


def code_in(letter: str) -> str:
    found = CODE.search(letter)
    assert found
    return found.group()


def entered(town: Town, email: str = ADDRESS) -> Visitor:
    """A prescriber who came in by the code of their letter."""
    visitor = Visitor(town.visitor())
    assert visitor.send(ASK, {"email": email}).location == TYPE
    typed = visitor.send(TYPE, {"code": code_in(letters(town)[-1])})
    assert typed.location == PAGE, typed.text
    return visitor


def rows(page: TestResponse) -> Iterator[str]:
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    yield from re.findall(r"/mes-jeunes/(\w{8})", body)


def press(visitor: Visitor, path: str, to: str) -> TestResponse:
    return visitor.send(path, to=f"{path}/{to}")
