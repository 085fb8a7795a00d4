from __future__ import annotations

import gzip

import pytest
from flask import Flask

from forms.ready import FRESH
from forms.ways_in import WAYS_IN
from tests.forms.conftest import FORM, TYPED, Hidden, Visitor
from tests.parts.town import StillClock

FIRST_PAGES = [root + form.url_prefix for root in ("", "/en") for form in WAYS_IN]


def fresh_page(door: Flask, path: str) -> tuple[str, str]:
    """The page rendered for this visitor alone, and their token."""
    door.extensions["skeletons"].clear()
    page = door.test_client().get(path).text
    return page, Hidden(page).fields["csrf_token"]


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_a_newcomers_page_is_the_rendered_one_but_for_the_token(door: Flask, path: str) -> None:
    rendered, token = fresh_page(door, path)
    spliced = door.test_client().get(path).text
    own = Hidden(spliced).fields["csrf_token"]
    assert own != token and token not in spliced
    assert spliced == rendered.replace(token, own)


@pytest.mark.parametrize("path", FIRST_PAGES)
def test_it_travels_packed_but_for_the_token(door: Flask, path: str) -> None:
    fresh_page(door, path)
    client = door.test_client()
    packed = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    page, plain = gzip.decompress(packed.data).decode(), client.get(path).text
    token = Hidden(page).fields["csrf_token"]
    assert len(packed.data) < len(page) / 2 and token.encode() in packed.data
    assert page == plain.replace(Hidden(plain).fields["csrf_token"], token)


def test_the_spliced_page_can_be_sent(door: Flask, visitor: Visitor) -> None:
    fresh_page(door, FORM)
    assert visitor.send(FORM, TYPED[""]).location == FORM + "/ou"


def test_nobody_gets_the_answers_of_somebody_else(door: Flask, visitor: Visitor) -> None:
    visitor.fill("")
    assert 'value="2009"' in visitor.open(FORM).text
    assert 'value="2009"' not in door.test_client().get(FORM).text


def test_a_question_in_the_address_is_heard(door: Flask) -> None:
    client = door.test_client()
    address = "/inscrire-un-jeune/un-jeune"
    assert client.get(address).text != client.get(f"{address}?organisation=ase").text


def test_the_page_is_rendered_again_in_a_while(door: Flask, clock: StillClock) -> None:
    fresh_page(door, FORM)
    (kept,) = door.extensions["skeletons"].values()
    same = kept.edition
    assert kept.is_fresh(clock() + FRESH / 2, same) and not kept.is_fresh(clock() + FRESH * 2, same)
    assert not kept.is_fresh(clock(), (*same, 1)), "the desk wrote since"
    clock.now += FRESH * 2
    door.test_client().get(FORM)
    assert list(door.extensions["skeletons"].values()) != [kept]
