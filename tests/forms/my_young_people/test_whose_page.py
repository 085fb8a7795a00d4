"""Two professionals share a browser: each knows whose page is open, and nobody is led to another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.forms.batch.professional import Professional
from tests.forms.conftest import Visitor
from tests.forms.my_young_people.professional import ASK, PAGE, entered, rows
from tests.forms.prescriber.professional import IN_CARE, register
from tests.parts.files import CELLS
from tests.parts.prescribers import ADDRESS
from tests.parts.town import CODE, Town, text_of

Registers = Callable[[Visitor, str], str]
BOB = "bob@ailleurs.example"


def link_of(page: str, words: str) -> str:
    return page.partition(words)[0].rpartition('href="')[2].partition('"')[0]


def registers_one(visitor: Visitor, email: str) -> str:
    receipt = register(visitor, IN_CARE, changes={"": {"your_email": email}})
    return link_of(receipt.text, "Voir mes jeunes")


def registers_a_file(visitor: Visitor, email: str) -> str:
    result = Professional(visitor, your_email=email).register([CELLS])
    return link_of(result.text, ">Ma page")


WAYS = pytest.mark.parametrize("registers", [registers_one, registers_a_file])


def test_a_page_says_whose_it_is_and_lets_anybody_else_out(town: Town, references: list[str]) -> None:
    visitor = entered(town)
    for path in (PAGE, f"{PAGE}/{references[0]}"):
        page = visitor.open(path).text
        assert "une adresse @mission-pro.example (Mission locale)" in page and ADDRESS not in page
        assert "Ce n’est pas vous ?" in page
    assert visitor.send(path, to=f"{PAGE}/deconnexion").location == ASK
    assert visitor.open(PAGE).location == ASK


@WAYS
def test_whoever_has_signed_in_is_led_to_their_page(
    town: Town, references: list[str], registers: Registers
) -> None:
    assert registers(entered(town), ADDRESS.upper()) == PAGE


@WAYS
def test_whoever_has_not_is_led_to_the_door(town: Town, registers: Registers) -> None:
    assert registers(Visitor(town.visitor()), BOB) == ASK


@WAYS
def test_a_colleague_on_the_same_browser_is_led_to_the_door_and_to_their_own_page(
    town: Town, references: list[str], registers: Registers
) -> None:
    visitor = entered(town)
    assert registers(visitor, BOB) == ASK
    visitor.send(ASK, {"email": BOB})
    town.settle()
    code = CODE.search(text_of(town.letters_to(BOB)[-1]))
    assert code and visitor.send(f"{PAGE}/code", {"code": code.group()}).location == PAGE
    page = visitor.open(PAGE)
    assert "@ailleurs.example" in page.text and not set(rows(page)) & set(references)
