"""One form in two tabs, gone back to, sent again or cut off: what a summary shows is what is registered."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hub import identities
from hub.models import Referral
from tests.forms.conftest import FORM, TYPED, Hidden, Typed, Visitor
from tests.forms.prescriber import professional
from tests.parts.town import Town

CHECK = FORM + "/verifier"
RECEIPT = FORM + "/recu"


@pytest.fixture
def visitor(town: Town) -> Visitor:
    return Visitor(town.visitor())


def contact(first_name: str) -> Typed:
    return {**TYPED["/contact"], "first_name": first_name}


def summary(visitor: Visitor, first_name: str) -> dict[str, str]:
    """The form filled in for this person, up to what its summary sends."""
    visitor.fill(contact=contact(first_name))
    assert first_name in visitor.open(CHECK).text
    return visitor.hidden(CHECK)


def send(visitor: Visitor, fields: Typed, to: str = CHECK) -> str | None:
    return visitor.client.post(to, data=fields).location


def names(town: Town) -> list[str]:
    with town.hub.read() as work:
        found = work.session.scalars(select(Referral).order_by(Referral.id))
        return [identities.open_identity(work, referral).identity.first_name for referral in found]


@pytest.mark.parametrize("order", [("Premier", "Deuxième"), ("Deuxième", "Premier")])
def test_two_tabs_are_two_registrations_each_as_its_summary_shows(
    town: Town, visitor: Visitor, order: tuple[str, str]
) -> None:
    tabs = {name: summary(visitor, name) for name in ("Premier", "Deuxième")}
    for name in order:
        assert send(visitor, tabs[name]) == RECEIPT
    assert names(town) == [*order]


def test_each_tab_has_a_receipt_of_its_own(visitor: Visitor) -> None:
    tabs = [summary(visitor, name) for name in ("Premier", "Deuxième")]
    receipts = []
    for fields in tabs:
        send(visitor, fields)
        receipts.append(visitor.open(RECEIPT).text)
    assert receipts[0] != receipts[1]


def test_sending_one_tab_leaves_the_other_where_it_was(visitor: Visitor) -> None:
    first, _second = summary(visitor, "Premier"), summary(visitor, "Deuxième")
    send(visitor, first)
    assert "Deuxième" in visitor.open(CHECK).text


def test_a_page_sent_from_the_other_tab_mixes_nobody(visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", "/en-plus", en_plus={"message": "De Premier."})
    waiting = visitor.hidden(FORM + "/contact")
    visitor.fill(en_plus={"message": "De Deuxième."}, contact=contact("Deuxième"))
    assert send(visitor, {**waiting, **contact("Premier")}, FORM + "/contact") == CHECK
    shown = visitor.open(CHECK).text
    assert "De Premier." in shown and "Premier" in shown and "Deuxième" not in shown


@pytest.mark.parametrize("tab", [0, 1])
def test_each_tab_sent_twice_is_registered_once(town: Town, visitor: Visitor, tab: int) -> None:
    tabs = [summary(visitor, name) for name in ("Premier", "Deuxième")]
    for fields in (tabs[tab], tabs[tab], tabs[1 - tab], tabs[tab]):
        assert send(visitor, fields) == RECEIPT
    assert len(names(town)) == 2


def test_the_same_answers_again_are_the_same_registration(town: Town, visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", "/en-plus")
    page = visitor.hidden(FORM + "/contact")
    send(visitor, summary(visitor, "Premier"))
    assert send(visitor, {**page, **contact("Premier")}, FORM + "/contact") == CHECK
    send(visitor, visitor.hidden(CHECK))
    assert names(town) == ["Premier"]


def test_what_is_corrected_after_sending_is_not_lost(town: Town, visitor: Visitor) -> None:
    visitor.fill("", "/ou", "/besoin", "/en-plus")
    page = visitor.hidden(FORM + "/contact")
    send(visitor, summary(visitor, "Premier"))
    assert send(visitor, {**page, **contact("Première")}, FORM + "/contact") == CHECK
    send(visitor, visitor.hidden(CHECK))
    assert names(town) == ["Premier", "Première"]


def test_a_page_that_is_older_than_the_answers_after_it_loses_none_of_them(visitor: Visitor) -> None:
    visitor.fill("", "/ou")
    old = visitor.hidden(FORM + "/besoin")
    visitor.fill("/besoin", "/en-plus", "/contact")
    send(visitor, {**old, **TYPED["/besoin"], "themes": ["scolarite"]}, FORM + "/besoin")
    shown = visitor.open(CHECK)
    assert shown.status_code == 200 and "Canari-Dupré" in shown.text and "Scolarité" in shown.text


def test_back_and_correct_before_sending_is_one_registration(town: Town, visitor: Visitor) -> None:
    summary(visitor, "Premier")
    visitor.fill("/contact", contact=contact("Première"))
    send(visitor, visitor.hidden(CHECK))
    assert names(town) == ["Première"]


def test_a_lost_cookie_loses_nothing_of_either_tab(town: Town, visitor: Visitor) -> None:
    tabs = [summary(visitor, name) for name in ("Premier", "Deuxième")]
    later = Visitor(town.visitor())
    for fields in tabs:
        asked = later.client.post(CHECK, data=fields)
        assert asked.status_code == 422 and "Tes réponses sont toujours là" in asked.text
        assert send(later, {**fields, **Hidden(asked.text).fields}) == RECEIPT
    assert names(town) == ["Premier", "Deuxième"]


def test_a_summary_that_can_no_longer_be_read_sends_nobody_else(town: Town, visitor: Visitor) -> None:
    first = summary(visitor, "Premier")
    summary(visitor, "Deuxième")
    asked = visitor.client.post(CHECK, data={**first, "draft": ""})
    assert asked.status_code == 422
    assert "dans un autre onglet" in asked.text and "Deuxième" in asked.text
    assert names(town) == []
    assert send(visitor, {**first, **Hidden(asked.text).fields}) == RECEIPT
    assert names(town) == ["Deuxième"]


def test_two_young_people_of_one_professional_in_two_tabs(town: Town, visitor: Visitor) -> None:
    check, tabs = professional.FORM + "/verifier", []
    for name in ("Premier", "Deuxième"):
        professional.fill(visitor, professional.PUPIL, changes={"/contact": {"first_name": name}})
        tabs.append(visitor.hidden(check))
    for fields in (*tabs, *tabs):
        assert send(visitor, fields, check) == professional.FORM + "/recu"
    assert names(town) == ["Premier", "Deuxième"]
