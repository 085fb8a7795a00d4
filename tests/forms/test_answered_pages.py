"""Pages that answer a button: no link on them is a dead end, and their address opens the page above."""

from __future__ import annotations

import re

from flask import Flask

from tests.forms.conftest import FORM, Visitor
from tests.forms.test_company_page import PAGE, follow
from tests.forms.test_links import CHOICE

TONGUE = re.compile(r'class="tongue"><a href="([^"]+)"')
BUTTON = re.compile(r'<button[^>]* id="in-en"[^>]* formaction="([^"]+)"')
NAMED = re.compile(r"<.*?:?\w+>")


def test_a_page_that_cannot_be_read_again_offers_no_other_language(door: Flask, visitor: Visitor) -> None:
    follow(door, visitor, None)
    assert TONGUE.findall(visitor.open(f"/en{PAGE}").text) == [PAGE]
    refused = visitor.send(f"/en{PAGE}", to=f"/en{PAGE}/seance")
    assert refused.status_code == 422
    assert TONGUE.findall(refused.text) == []


def test_a_form_that_is_refused_is_still_offered_in_another_language(visitor: Visitor) -> None:
    refused = visitor.send(FORM)
    assert refused.status_code == 422
    assert BUTTON.findall(refused.text) == [f"/en{FORM}"]


def test_an_address_where_only_a_button_leads_opens_the_page_above_it(door: Flask, visitor: Visitor) -> None:
    rules = [rule for rule in door.url_map.iter_rules() if "POST" in (rule.methods or ())]
    for path in {NAMED.sub("abcdefgh", CHOICE.sub(r"\1", rule.rule)) for rule in rules}:
        opened = visitor.open(f"/en{path}")
        assert opened.status_code in (200, 303, 404), path
        if opened.status_code == 303:
            assert visitor.open(opened.location).status_code in (200, 303, 404), path
    for path, above in (
        ("/inscrire-un-jeune/plusieurs/resultat", "/inscrire-un-jeune/plusieurs"),
        (f"{PAGE}/seance", PAGE),
        ("/suivi/code/envoi", "/suivi/code"),
    ):
        assert visitor.open(f"/en{path}").location == f"/en{above}"
