"""A disk that takes nothing more: each form, and each answer, says that nothing was saved and keeps what was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub.lifecycle import OfferState
from hub.models import Company, Referral
from tests.associations.partner import TOKEN, Partner, card_of, offer_with
from tests.associations.partner import registered as register_somebody
from tests.forms import test_company, test_mentor
from tests.forms.conftest import FORM, Visitor, hub_of
from tests.forms.prescriber import professional
from tests.journeys.test_faults_of_the_doors import on_each_connection
from tests.parts.town import Town

READ_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET default_transaction_read_only = on"}
FORMS: Mapping[str, tuple[str, Callable[[Visitor], object]]] = {
    "a young person": (FORM, lambda visitor: visitor.fill()),
    "a mentor": (test_mentor.FORM, test_mentor.filled),
    "a company": (test_company.FORM, test_company.fill),
    "a professional": (professional.FORM, lambda who: professional.fill(who, professional.PUPIL)),
}


@pytest.mark.parametrize("who", FORMS)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_each_form_says_that_nothing_is_saved_and_may_be_sent_again(town: Town, who: str) -> None:
    form, fill = FORMS[who]
    visitor = Visitor(town.visitor())
    fill(visitor)
    typed = visitor.hidden(form + "/verifier")
    before = rows(town)
    with read_only(town.public):
        answer = visitor.client.post(form + "/verifier", data=typed)
    assert answer.status_code == 503
    assert "pas encore enregistré" in answer.text
    assert typed["form_token"] in answer.text
    assert rows(town) == before
    assert visitor.open(form + "/recu").status_code == 303, "there is no receipt"
    assert visitor.client.post(form + "/verifier", data=typed).location == form + "/recu"
    assert rows(town) == before + 1


def test_an_answer_that_was_not_saved_is_on_the_page_and_may_be_sent_again(town: Town) -> None:
    (member,) = town.join("article-1")
    card = card_of(town, register_somebody(town))
    partner = Partner.signed_in(town, member)
    token = TOKEN.search(partner.open(f"/fiches/{card}").text)
    assert token
    typed = {"csrf_token": unescape(token[1]), "reason": "no_place", "note": "Revenez <en juin> & merci"}
    with read_only(town.partners):
        answer = partner.client.post(f"/fiches/{card}/decliner", data=typed)
    assert answer.status_code == 503
    assert "Rien n’a été enregistré" in answer.text
    assert 'value="Revenez &lt;en juin&gt; &amp; merci"' in answer.text
    assert offer_with(town, card).state is OfferState.OPEN
    again = dict(Visitor(partner.client).hidden(f"/fiches/{card}")) | typed
    assert partner.client.post(f"/fiches/{card}/decliner", data=again).status_code == 303
    assert offer_with(town, card).state is OfferState.DECLINED


@contextmanager
def read_only(door: Flask) -> Iterator[None]:
    """As a disk that was remounted after a fault, or a server that became the copy of another."""
    with on_each_connection(door, READ_ONLY[hub_of(door).sessions.kw["bind"].dialect.name]):
        yield


def rows(town: Town) -> int:
    with town.hub.read() as work:
        counted = (select(func.count()).select_from(table) for table in (Referral, Company))
        return sum(work.session.scalar(each) or 0 for each in counted)
