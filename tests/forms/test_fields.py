from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField

from forms.fields import (
    PageForm,
    deliverable_address,
    name_of_a_person,
    one_line,
    plain_text,
    spaced,
    telephone,
    tidy,
)
from tests.forms.conftest import FORM, TYPED, Typed, Visitor

UNWANTED = [chr(code) for code in (0, 8, 0x0B, 0x0C, 0x1C, 0x1F, 0x7F, 0x85, 0x2028, 0x202E, 0x2066)]


class Sample(PageForm):
    name = StringField(validators=[name_of_a_person], filters=[one_line])
    email = StringField(validators=[deliverable_address], filters=[one_line])
    phone = StringField(validators=[telephone], filters=[one_line])
    text = TextAreaField(validators=[plain_text(longest=300)], filters=[tidy])


@pytest.fixture
def page(door: Flask) -> Iterator[None]:
    with door.test_request_context():
        yield


def sample(**typed: str) -> Sample:
    form = Sample(formal=False, formdata=MultiDict({"name": "Lou", **typed}), meta={"csrf": False})
    form.validate()
    return form


@pytest.mark.parametrize(
    "name",
    [
        "Lou",
        "Zoé-Maëlle",
        "N’Diaye",
        "O'Neill",
        "de La Tour",
        "李小龍",
        "Nguyễn",
        "محمد",
        "Ombeline C.",
        "J.-P. Roux",
    ],
)
def test_people_are_called_as_they_are_called(page: None, name: str) -> None:
    form = sample(name=name)
    assert not form.errors and form.name.data == name


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Jean\u00a0Paul", "Jean Paul"),
        ("Jean\u202f\u2009Paul", "Jean Paul"),
        ("Jean\u2011Paul", "Jean-Paul"),
        ("Anne\u2013Marie", "Anne-Marie"),
        ("N\u00b4Diaye", "N’Diaye"),
        ("N`Diaye", "N’Diaye"),
        ("O‘Brien", "O’Brien"),
        ("\ufeffLou\u200b\u00ad", "Lou"),
        ("J.P.", "J.P."),
        ("J.-P.", "J.-P."),
        ("J.P. Roux", "J.P. Roux"),
    ],
)
def test_a_name_copied_from_elsewhere_is_the_name_that_one_reads(page: None, pasted: str, kept: str) -> None:
    form = sample(name=pasted)
    assert not form.errors and form.name.data == kept


def test_what_has_no_width_is_dropped_from_any_text(page: None) -> None:
    form = sample(email="lou@exemple.org\u200b", phone="\u200e06 12 34 56 78", text="bon\u2060jour\ufeff")
    assert not form.errors
    assert (form.email.data, form.phone.data, form.text.data) == (
        "lou@exemple.org",
        "+33612345678",
        "bonjour",
    )


@pytest.mark.parametrize(
    "name",
    [
        "Lou2",
        "evil.example",
        "Lou.fr",
        "L..",
        "x.fr",
        "www.x.fr",
        "J.P.Roux",
        ". Lou",
        "<b>Lou",
        "Lou\nBcc: x",
        "lou@x.fr",
        "http://x",
        "L" * 61,
    ],
)
def test_a_name_carries_no_address_and_no_command(page: None, name: str) -> None:
    assert "name" in sample(name=name).errors


@pytest.mark.parametrize("character", UNWANTED)
def test_invisible_characters_are_refused_within_any_text(page: None, character: str) -> None:
    form = sample(name=f"Lo{character}u", text=f"bon{character}jour", email=f"lo{character}u@exemple.org")
    assert {"name", "text", "email"} <= set(form.errors)


def test_a_message_may_have_lines_and_each_counts_once(page: None) -> None:
    form = sample(text="Un\r\ndeux\rtrois\n" + "é" * 280)
    assert not form.errors and form.text.data.startswith("Un\ndeux\ntrois\n")
    assert "text" in sample(text="é" * 301).errors
    assert not sample(text=unicodedata.normalize("NFD", "é" * 300)).errors


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Lou.K+a@Exemple.ORG", "Lou.K+a@exemple.org"),
        ("lou@café.example.org", "lou@xn--caf-dma.example.org"),
        ("lou@exemple.org. ", "lou@exemple.org"),
        ("\u00a0mailto:lou@exemple.org;", "lou@exemple.org"),
        ("Lou K. <lou@exemple.org>", "lou@exemple.org"),
    ],
)
def test_an_address_is_kept_as_the_post_needs_it(page: None, typed: str, kept: str) -> None:
    form = sample(email=typed)
    assert not form.errors and form.email.data == kept


def test_an_address_as_long_as_a_page_is_refused_soon(page: None) -> None:
    before = time.process_time()
    assert "email" in sample(email="." * 30_000 + "x").errors
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "typed",
    [
        "lou",
        "lou@",
        "a@x.fr,evil@x.fr",
        "a@x.fr <evil@x.fr>",
        "<a@x.fr> <evil@x.fr>",
        "loué@exemple.org",
        "lou@localhost",
        '"a b"@x.fr',
    ],
)
def test_an_address_that_no_letter_reaches_is_refused(page: None, typed: str) -> None:
    form = sample(email=typed)
    assert "par exemple lou@exemple.fr" in form.errors["email"][0]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12 34 56 78", "+33612345678"),
        ("06.12.34.56.78", "+33612345678"),
        ("+33 6 12 34 56 78", "+33612345678"),
        ("0692 12 34 56", "+262692123456"),
        ("0690 00 12 34", "+590690001234"),
        ("0694 20 12 34", "+594694201234"),
        ("0696 20 12 34", "+596696201234"),
        ("0639 01 23 45", "+262639012345"),
        ("+687 75 12 34", "+687751234"),
        ("+32 470 12 34 56", "+32470123456"),
    ],
)
def test_numbers_of_all_of_france_are_understood(page: None, typed: str, kept: str) -> None:
    form = sample(phone=typed)
    assert not form.errors and form.phone.data == kept


@pytest.mark.parametrize("typed", ["12", "06 12 34 56", "0612345678900", "appelle-moi", "+999 12 34 56 78"])
def test_a_number_that_rings_nowhere_is_refused(page: None, typed: str) -> None:
    assert "laisse ce champ vide" in sample(phone=typed).errors["phone"][0]


def test_a_number_is_shown_as_people_read_it() -> None:
    assert spaced("+33612345678") == "+33 6 12 34 56 78"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(typed=st.text(max_size=80))
def test_whatever_is_typed_an_accepted_answer_is_one_clean_line(page: None, typed: str) -> None:
    form = sample(name=typed, email=typed, phone=typed)
    for field in (form.name, form.email, form.phone):
        if not field.errors:
            assert not [c for c in field.data if unicodedata.category(c) in ("Cc", "Zl", "Zp")]


@pytest.mark.parametrize(
    ("page", "typed", "said"),
    [
        (FORM, {"channel": "self", "birth_month": "13", "birth_year": "2009"}, "choisis-en une autre"),
        (FORM + "/besoin", {**TYPED["/besoin"], "themes": ["canari"]}, "choisis-en une autre"),
        ("/entreprises/rejoindre", {"size": "canari"}, "choisissez-en une autre"),
    ],
)
def test_a_choice_that_is_not_offered_is_refused_in_our_own_words(
    visitor: Visitor, page: str, typed: Typed, said: str
) -> None:
    visitor.fill("", "/ou")
    answer = visitor.send(page, typed)
    assert answer.status_code == 422 and said in answer.text
    assert "choix valide" not in answer.text and "canari" not in answer.text
