"""A professional's file, from its upload to the last letter: no name in a page, an address, a log or Redis."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import cast

import pytest

from tests.forms.batch.professional import SEVERAL, Professional
from tests.forms.conftest import Visitor
from tests.parts.files import CELLS, YOU
from tests.parts.leaks import Leak, find_leaks
from tests.parts.people import CANARIES, EMAIL, GUARDIAN
from tests.parts.stage import Stage
from tests.parts.town import text_of
from tests.parts.wire import Wire
from tests.parts.witness import letters_to_others

ADDRESS = YOU["your_email"]
PROFESSIONAL = ("Wilhelmine", "Taillebourg", "zoologue")
MARKER = "Zibeline-9"
ADULT = {**CELLS, "Repère": MARKER, "Un mot pour le mentor": "La soudure, et les axolotls."}
CHILD = {
    **ADULT,
    "Repère": "Zibeline-8",
    "Année de naissance": "2012",
    "Situation": "Collège",
    "Classe ou diplôme": "5e",
    "E-mail du jeune": "",
    "Prénom du parent ou tuteur": GUARDIAN.first_name,
    "Nom du parent ou tuteur": GUARDIAN.last_name,
    "E-mail du parent ou tuteur": GUARDIAN.email,
    "Qui contacter d’abord": "Son parent ou tuteur",
}
WRONG = {**ADULT, "Repère": "Zibeline-7", "Code postal": "99999"}


def sender(stage: Stage) -> Professional:
    you = {"your_name": "Wilhelmine Taillebourg", "your_function": "Conseillère zoologue"}
    return Professional(stage.visitor(), **you)


def kept_of(stage: Stage) -> dict[str, bytes]:
    """What is written down anywhere, but letters to those whom they are about."""
    owners = {EMAIL, GUARDIAN.email}
    letters = letters_to_others(stage.town.letterbox, owners)
    return {name: text for name, text in stage.kept().items() if not name.startswith("letter")} | letters


def leaks(stage: Stage, *pages: bytes) -> list[Leak]:
    shown = {f"page {number}": page for number, page in enumerate(pages)}
    heads = {name: "\n".join(_addresses(text)).encode() for name, text in stage.passed().items()}
    return find_leaks(kept_of(stage) | stage.ear.news() | shown | heads, (*CANARIES, *PROFESSIONAL))


def _addresses(heads: str) -> list[str]:
    """Every address asked, and every header but the browser's own sealed cookies."""
    return [line for line in heads.splitlines() if not line.startswith("Set-Cookie")]


@pytest.mark.slow
def test_a_file_names_nobody_from_its_upload_to_the_last_letter(stage: Stage) -> None:
    stage.sign_in()
    hand = sender(stage)
    preview = hand.send([ADULT, CHILD, WRONG])
    assert leaks(stage) == [], "it is read, and nothing is registered"
    assert find_leaks({"preview": preview.data}, CANARIES) == [], "it names whoever sends it, and nobody else"
    result = hand.confirm(preview)
    listed = hand.confirm(preview, to="erreurs.csv")
    stage.work_after(minutes=1)
    assert leaks(stage, result.data, listed.data) == [], "it waits for the professional's gesture"
    mine = signed_in(stage)
    stage.work()
    references = re.findall(r'/mes-jeunes/(\w{8})"', mine.open("/mes-jeunes").text)
    pages = [mine.open(path).data for path in ("/mes-jeunes", *(f"/mes-jeunes/{one}" for one in references))]
    assert len(references) == 2 and MARKER.encode() in pages[0]
    assert leaks(stage, *pages) == [], "one is offered, one waits for a guardian"
    path = f"/mes-jeunes/{references[0]}"
    assert mine.send(path, to=f"{path}/retirer").status_code == 303
    stage.town.clock.now = datetime(2026, 3, 9, 7, tzinfo=UTC)
    stage.work()
    digest = stage.town.letters_to(ADDRESS)[-1]
    assert references[0] in text_of(digest)
    assert leaks(stage) == [], "the week's letter tells references"


@pytest.mark.slow
def test_nobody_reads_a_marker_but_its_prescriber(stage: Stage) -> None:
    hand = sender(stage)
    hand.confirm(hand.send([ADULT]))
    stage.work_after(minutes=1)
    signed_in(stage)
    stage.work()
    written = kept_of(stage) | stage.ear.news() | stage.shown()
    assert find_leaks(written, [MARKER]) == []
    assert f"{SEVERAL}/resultat" in cast(Wire, hand.visitor.client).heads[-1]


def signed_in(stage: Stage) -> Visitor:
    """The professional, by the button of their first letter."""
    (letter,) = stage.town.letters_to(ADDRESS)
    link = re.search(r"/mes-jeunes/lien/\S+", text_of(letter))
    assert link
    visitor = stage.visitor()
    visitor.open(link[0])
    assert visitor.send("/mes-jeunes/lien", {"email": ADDRESS}).location == "/mes-jeunes"
    return visitor
