"""The three longer forms with a keyboard and nothing else, from the first page to the receipt."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from hub import webinars
from hub.supervisor import LOOPBACK
from tests.forms.conftest import hub_of
from tests.parts.browser import DESKTOP, fits_everywhere, well_behaved_page
from tests.parts.wire import answering

pytestmark = pytest.mark.browser

FARTHEST = 45
"""Presses of the Tab key: no answer of a form is farther from the one before."""

FIELDS = ("radio", "checkbox", "text", "email", "number", "select-one", "tel", "search")
IN_REACH = """() => {
    const here = document.activeElement;
    const of = (field) => ((field.labels && field.labels[0]) || field).innerText.trim();
    const group = here.type == "radio" ? document.querySelectorAll(`[name="${here.name}"]`) : [here];
    return [here.type || "", Array.from(group, of)];
}"""
"""The kind of field that has the focus, and what it is called; of radios, what each of the group is called."""

Answers = list[tuple[str, str]]

MENTOR: list[Answers] = [
    [("15 à 17 ans", ""), ("Au lycée", "")],
    [("Votre code postal", "75019")],
    [
        ("Collégiens", ""),
        ("Scolarité", ""),
        ("En personne ou à", ""),
        ("Chaque semaine", ""),
        ("Je m’engage", ""),
    ],
    [("Votre prénom", "Lou"), ("Votre nom", "Canari"), ("Votre adresse e-mail", "lou@canari.example.org")],
]
PROFESSIONAL: list[Answers] = [
    [
        ("Nom de votre structure", "Département du Nord"),
        ("Vos prénom et nom", "Ana Roy"),
        ("Votre fonction", "Éducatrice"),
        ("Votre adresse e-mail professionnelle", "ana.roy@departement.example"),
    ],
    [
        ("Mois de naissance", "mai"),
        ("Année de naissance", "2013"),
        ("Son code postal", "59100"),
        ("Département à qui", "59"),
        ("Collège", ""),
    ],
    [("Sa classe", "5e"), ("Scolarité", ""), ("En personne ou à", "")],
    [("Son prénom", "Lou"), ("Son nom", "Canari"), ("Moi", "")],
    [("La situation a été évaluée", ""), ("Le jeune est informé", ""), ("En cours", "")],
]
COMPANY: list[Answers] = [
    [("Nom de l’entreprise", "Filature"), ("De 10 à 49 personnes", ""), ("Dans toute la France", "")],
    [("Nous découvrons", ""), ("Nous ne savons pas", "")],
    [("", "")],
    [
        ("Prénom et nom", "Ombeline Castagnède"),
        ("Adresse e-mail professionnelle", "ombeline@filature.example.org"),
    ],
]


@pytest.mark.parametrize(
    ("form", "pages"),
    [
        ("/devenir-mentor", MENTOR),
        ("/inscrire-un-jeune/un-jeune?organisation=ase", PROFESSIONAL),
        ("/entreprises/rejoindre", COMPANY),
    ],
    ids=["mentor", "professional", "company"],
)
def test_a_keyboard_is_enough(browser: Browser, door: Flask, form: str, pages: list[Answers]) -> None:
    with hub_of(door).begin() as work:
        webinars.plan(work)
    with answering(door) as port, well_behaved_page(browser, DESKTOP) as page:
        page.goto(f"http://{LOOPBACK}:{port}{form}")
        for answers in pages:
            for label, typed in answers:
                answer(page, label, typed)
            assert fits_everywhere(page), page.url
            press(page, "Continuer")
        assert fits_everywhere(page), page.url
        press(page, "Envoyer")
        assert page.url.endswith("/recu"), page.url


def answer(page: Page, label: str, typed: str) -> None:
    kind, at = reach(page, label)
    if kind == "radio" and at:
        for _ in range(at):
            page.keyboard.press("ArrowDown")
    elif kind in ("radio", "checkbox"):
        page.keyboard.press("Space")
    else:
        page.keyboard.type(typed)


def press(page: Page, button: str) -> None:
    reach(page, button, kinds=("submit",))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def reach(page: Page, label: str, kinds: tuple[str, ...] = FIELDS) -> tuple[str, int]:
    """Go there by the Tab key; answer the kind of field and, in a group, which one it is."""
    seen = []
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        kind, names = page.evaluate(IN_REACH)
        found = [number for number, name in enumerate(names) if name.startswith(label) and kind in kinds]
        if found:
            return kind, found[0]
        seen += [name.splitlines()[0] for name in names if name]
    raise AssertionError(f"{label} cannot be reached: {seen}")
