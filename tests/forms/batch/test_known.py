"""The same line again registers nothing, unless nobody confirmed the first one in time and it was erased."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from hub import offers
from hub.lifecycle import ReferralState
from hub.models import Referral
from tests.forms.batch.professional import Professional, counts
from tests.forms.conftest import Visitor
from tests.parts.files import CELLS
from tests.parts.town import Town

BLUE: Mapping[str, str] = {**CELLS, "Repère": "bleu 1"}
GREEN: Mapping[str, str] = {**CELLS, "Repère": "vert 2"}


def register(town: Town, *lines: Mapping[str, str]) -> str:
    """By a stranger, each time in another browser."""
    return Professional(Visitor(town.visitor())).register(lines).text


def withdraw(town: Town) -> None:
    """The first one who was registered."""
    with town.portal.begin() as work:
        offers.withdraw(work, work.session.scalars(select(Referral).order_by(Referral.id).limit(1)).one())


def states(town: Town) -> list[ReferralState]:
    with town.hub.read() as work:
        return [*work.session.scalars(select(Referral.state).order_by(Referral.id))]


def test_lines_that_differ_by_their_marker_alone_are_pointed_out(town: Town) -> None:
    ana = Professional(Visitor(town.visitor()))
    preview = ana.send([BLUE, {**BLUE, "Nom": "Autre"}, GREEN])
    assert "Les lignes 2, 4 ne diffèrent que par leur repère." in preview.text
    assert counts(preview)["lignes prêtes"] == 3, "twins of one name and address, perhaps"
    assert "ne diffèrent que" not in ana.send([BLUE]).text


def test_what_nobody_confirmed_in_time_may_be_sent_again(town: Town) -> None:
    for _ in range(2):
        register(town, BLUE, GREEN)
        town.settle()
        assert states(town)[-2:] == [ReferralState.AWAITING_CONFIRMATION] * 2
        register(town, BLUE, GREEN)
        town.clock.forward(days=8)
        town.settle()
    assert states(town) == [ReferralState.FORGOTTEN] * 4


def test_what_was_taken_back_is_not_registered_again(town: Town) -> None:
    register(town, BLUE)
    withdraw(town)
    town.clock.forward(days=90)
    town.settle()
    assert "1 retiré ou terminé" in register(town, BLUE)
    assert states(town) == [ReferralState.FORGOTTEN]


def test_who_was_taken_back_is_counted_apart_and_how_to_register_them_again_is_said(town: Town) -> None:
    register(town, BLUE, GREEN)
    withdraw(town)
    with town.hub.read() as work:
        reference = work.session.scalars(select(Referral.reference).order_by(Referral.id)).first()
    ana = Professional(Visitor(town.visitor()))
    preview = ana.send([BLUE, GREEN])
    assert counts(preview) == {"déjà inscrite": 1, "retirée ou terminée": 1, "à corriger": 0}
    assert f"retirée ou terminée (dossier {reference})\u202f: n’est pas inscrite à nouveau" in preview.text
    result = ana.confirm(preview)
    assert counts(result) == {"l’était déjà": 1, "retiré ou terminé": 1}
    for page in (preview, result):
        assert '<a href="/inscrire-un-jeune/un-jeune">Inscrire un seul jeune</a>' in page.text
    assert states(town)[0] is ReferralState.WITHDRAWN and len(states(town)) == 2
