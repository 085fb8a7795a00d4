"""A company's whole story over HTTP: form, webinar, call, introduction; and nobody else reads whom to call."""

from __future__ import annotations

import re
from typing import cast

from redis import Redis

from tests.associations.partner import Partner
from tests.forms.conftest import Visitor
from tests.parts.companies import CANARIES, CONTACT
from tests.parts.leaks import Leak, find_leaks
from tests.parts.stage import SERVER, Stage
from tests.parts.town import DESK, address_of, text_of
from tests.parts.wire import Wire
from tests.parts.witness import in_redis, letters_to_others, on_disk, pages, tables

FORM = "/entreprises/rejoindre"
PAGE = "/entreprises/suivi"
LINK = re.compile(rf"{PAGE}/(\w{{32}})")
MEMBER = address_of("article-1")


def come_in(stage: Stage) -> tuple[Visitor, str]:
    """Through every page, to the receipt and its number."""
    visitor = stage.visitor()
    for page, typed in (
        ("", {"name": "Filature des Trois-Ponts", "size": "10-49", "departments": "59"}),
        ("/projet", {"stage": "discovering", "model": "unknown"}),
        ("/webinaire", {"webinar": "1"}),
        ("/contact", {"name": CONTACT.name, "function": CONTACT.function, "email": CONTACT.email}),
    ):
        assert visitor.send(FORM + page, {**typed, "phone": CONTACT.phone or ""}).status_code == 303, page
    assert visitor.send(FORM + "/verifier").location == FORM + "/recu"
    number = re.search(r'class="number">(\w+)<', visitor.open(FORM + "/recu").text)
    assert number
    return visitor, number[1]


def follow(stage: Stage, visitor: Visitor) -> str:
    """The link of the first letter, opened."""
    link = LINK.search(text_of(stage.town.letters_to(CONTACT.email)[0]))
    assert link and visitor.open(link[0]).location == PAGE
    return link[1]


def leaks(stage: Stage, reference: str, token: str) -> list[Leak]:
    """Wherever the contact can be read but in its own letters, and its link but on its own wire."""
    town = stage.town
    with Redis.from_url(stage.redis.url) as redis:
        found = in_redis(redis) | tables(town.hub) | on_disk(stage.folder, stage.redis.folder)
    found |= letters_to_others(town.letterbox, {CONTACT.email}) | stage.ear.news()
    found |= {f"wire {number}": "\n".join(wire.heads).encode() for number, wire in enumerate(stage.wires)}
    for who, partner in stage.partners.items():
        known = {"reference": [reference], "card_number": ["ZZZZZZZ"], "session_id": ["1"]}
        found |= pages(who, town.partners, cast(Wire, partner.client), known)
    return [
        leak
        for leak in find_leaks(found, [*CANARIES, token])
        if leak.canary != token or not leak.where.startswith((SERVER, "wire"))
    ]


def press(desk: Partner, page: str, button: str, **typed: str) -> None:
    typed = {"next_on": "2026-03-09", **typed}
    token = desk.open(page).text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    sent = {f"introduce-{name}": value for name, value in {**typed, "csrf_token": token}.items()}
    assert desk.send(f"{page}/{button}", seen_on=page, **{**typed, **sent}).status_code == 303


def test_a_company_goes_from_the_form_to_an_association_and_nobody_else_reads_whom_to_call(
    sqlite_stage: Stage,
) -> None:
    stage = sqlite_stage
    stage.sign_in()
    visitor, reference = come_in(stage)
    stage.work()
    token = follow(stage, visitor)
    assert visitor.send(PAGE, {"webinar": "2"}, to=PAGE + "/seance").location == PAGE
    stage.work()
    desk, page = stage.partners[DESK], f"/coordination/entreprises/{reference}"
    press(desk, page, "avancer", to="needs_defined", note="Dix mentors.")
    press(desk, page, "presenter", association="article-1")
    stage.work()
    assert leaks(stage, reference, token) == [], "once it is introduced"
    letters = [str(letter["Subject"]) for letter in stage.town.letters_to(CONTACT.email)]
    assert letters == [
        "Votre place au webinaire est réservée",
        "Votre nouvelle date de webinaire",
        "Nous vous présentons une association",
    ]

    member, path = stage.partners[MEMBER], f"/entreprises/{reference}"
    shown = member.send(f"{path}/contact", seen_on=path)
    assert find_leaks(shown.data, CANARIES) != []
    assert leaks(stage, reference, token) == [], "and it was written down nowhere"

    assert visitor.send(PAGE, to=PAGE + "/retirer").location == PAGE
    stage.work_after(days=31)
    boxes = tables(stage.town.hub)["table companies"]
    assert find_leaks({"companies": boxes}, ["Trois-Ponts"]) == []
