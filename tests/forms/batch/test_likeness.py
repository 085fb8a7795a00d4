"""A line that was corrected after it was registered is recognised by its marker, for its sender alone."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from forms.batch import registering
from hub import offers, queries, strangers
from hub.models import Referral
from tests.forms.batch.professional import Professional
from tests.forms.conftest import Visitor
from tests.parts.files import CELLS
from tests.parts.prescribers import ADDRESS, register
from tests.parts.town import CODE, Town, text_of

BLUE: Mapping[str, str] = {**CELLS, "Repère": "bleu 1"}
OTHER: Mapping[str, str] = {**CELLS, "Repère": "Vert 2"}
LOOKS_LIKE = "ressemble à un jeune déjà inscrit"


@pytest.fixture
def reference(town: Town) -> str:
    with town.front.begin() as work:
        strangers.confirm(work, work.vault.address_digest(ADDRESS))
        return register(work, marker="Bleu 1")


def signed_in(town: Town, *, sends_as: str = ADDRESS) -> Professional:
    visitor = Visitor(town.visitor())
    visitor.send("/mes-jeunes/connexion", {"email": ADDRESS})
    town.settle()
    code = CODE.search(text_of(town.letters_to(ADDRESS)[-1]))
    assert code and visitor.send("/mes-jeunes/code", {"code": code.group()}).location == "/mes-jeunes"
    return Professional(visitor, your_email=sends_as)


def registered_in(town: Town) -> int:
    with town.front.read() as work:
        return len(work.session.scalars(select(Referral.id)).all())


def test_a_corrected_line_is_set_aside_and_says_whom_it_looks_like(town: Town, reference: str) -> None:
    hand = signed_in(town)
    preview = hand.send([BLUE, OTHER])
    assert f"1 {LOOKS_LIKE}" in preview.text and reference in preview.text
    assert "Inscrire ce jeune" in preview.text
    result = hand.confirm(preview)
    assert "1 laissé de côté" in result.text and reference in result.text
    assert registered_in(town) == 2


def test_it_is_registered_when_its_sender_says_that_it_is_somebody_else(town: Town, reference: str) -> None:
    hand = signed_in(town)
    preview = hand.send([BLUE])
    assert 'name="alike_too" value="y">' in preview.text, "nothing is ticked beforehand"
    assert "1 inscrit à l’instant" in hand.confirm(preview, alike_too="y").text
    assert registered_in(town) == 2


def test_whoever_may_only_type_the_address_is_told_nothing_of_its_young_people(
    town: Town, reference: str
) -> None:
    stranger = Professional(Visitor(town.visitor()), your_email=ADDRESS)
    another = signed_in(town, sends_as="luc.petit@ml-lille.example")
    for hand in (stranger, another):
        preview = hand.send([BLUE])
        assert LOOKS_LIKE not in preview.text and reference not in preview.text


def test_whom_the_professional_has_withdrawn_is_in_nobody_s_way(town: Town, reference: str) -> None:
    with town.front.begin() as work:
        offers.withdraw(work, queries.referral_by_reference(work.session, reference))
    assert LOOKS_LIKE not in signed_in(town).send([BLUE]).text


def test_what_was_ticked_holds_for_the_lines_that_wait(
    town: Town, reference: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = signed_in(town)
    preview = hand.send([BLUE])
    with monkeypatch.context() as patched:
        patched.setattr(registering, "ENOUGH_SECONDS", 0.0)
        waiting = hand.confirm(preview, alike_too="y")
    assert "Il reste 1 ligne à inscrire." in waiting.text
    assert "1 inscrit à l’instant" in hand.confirm(waiting).text
