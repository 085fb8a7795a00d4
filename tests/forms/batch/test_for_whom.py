"""For whom a file is registered: the professional whom the page itself showed, and nobody else."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from forms.batch.bounded import rows_of
from forms.batch.columns import of_file
from forms.prescriber.told import Told
from hub.models import Prescriber
from hub.vocabulary import PrescriberKind
from tests.forms.batch.professional import FILE, SEVERAL, Professional
from tests.forms.conftest import Hidden, hub_of, registered
from tests.parts.files import CELLS, YOU, csv_of, people
from tests.parts.town import StillClock

BOB = {"your_name": "Bob Luc", "your_organisation": "Mission <b>locale</b>", "your_email": "bob@ml.example"}
FOR_ANA = "Vous inscrivez pour : Ana Roy, Mission locale de Roubaix, ana.roy@ml-roubaix.example."
FOR_BOB = "Vous inscrivez pour : Bob Luc, Mission &lt;b&gt;locale&lt;/b&gt;, bob@ml.example."
TOLD = Told(kind=PrescriberKind.MISSION_LOCALE)
GONE = "n’a donc inscrit aucun jeune"


@pytest.fixture
def ana(door: Flask) -> Professional:
    return Professional.at(door)


def prescribers(door: Flask) -> int:
    with hub_of(door).read() as work:
        return len(work.session.scalars(select(Prescriber)).all())


def test_the_professional_whom_the_page_showed_registers_whatever_another_tab_says(
    door: Flask, ana: Professional
) -> None:
    ana.register(people(1))
    page = ana.visitor.open(FILE)
    bob = Professional(ana.visitor, **BOB)
    assert FOR_ANA in page.text and FOR_BOB in bob.visitor.open(FILE).text
    preview = ana.send_file(csv_of(people(2)), page=page)
    assert FOR_ANA in preview.text and "Bob" not in preview.text
    assert "1 déjà inscrite" in preview.text, "the line that Ana registered is hers"
    ana.confirm(preview)
    assert len(registered(door)) == 2 and prescribers(door) == 1


def test_a_refused_file_is_asked_again_for_the_same_professional(ana: Professional) -> None:
    page = ana.visitor.open(FILE)
    Professional(ana.visitor, **BOB)
    refused = ana.send_file(b"Couleur\nvert", page=page)
    assert refused.status_code == 422 and FOR_ANA in refused.text
    assert FOR_ANA in ana.send_file(csv_of(people(1)), page=refused).text


def test_a_page_too_old_is_not_sent_for_whoever_came_since(
    door: Flask, ana: Professional, clock: StillClock
) -> None:
    page = ana.visitor.open(FILE)
    clock.forward(hours=49)
    Professional(ana.visitor, **BOB)
    refused = ana.send_file(csv_of(people(1)), page=page)
    assert refused.location == f"{SEVERAL}?efface=1"
    shown = ana.visitor.open(refused.location).text
    assert GONE in shown and "encore sur cet appareil" in shown


@pytest.mark.parametrize("shown", ["file", "preview"])
def test_whoever_is_not_the_one_named_begins_again(ana: Professional, shown: str) -> None:
    page = ana.visitor.open(FILE) if shown == "file" else ana.send(people(1))
    assert "Ce n’est pas vous ?" in page.text and page.headers["Cache-Control"] == "no-store"
    token = Hidden(page.text).fields["csrf_token"]
    erased = ana.visitor.client.post("/effacer", data={"csrf_token": token, "then": "several"})
    assert erased.location == SEVERAL
    assert "Ana Roy" not in ana.visitor.open(SEVERAL).text
    assert ana.visitor.open(FILE).location == SEVERAL


@pytest.mark.parametrize("shown", ["preview", "result"])
def test_another_file_is_for_whom_the_page_showed_whatever_another_tab_says(
    ana: Professional, shown: str
) -> None:
    preview = ana.send(people(1))
    page = preview if shown == "preview" else ana.confirm(preview)
    bob = Professional(ana.visitor, **BOB)
    assert FOR_BOB in bob.visitor.open(FILE).text
    assert '<button class="button button--quiet" form="again">' in page.text
    asked = ana.confirm(page, to="reprise")
    assert asked.location == FILE and FOR_ANA in ana.visitor.open(FILE).text


def test_another_file_after_48_hours_begins_with_who_sends_it(ana: Professional, clock: StillClock) -> None:
    page = ana.send(people(1))
    clock.forward(hours=49)
    Professional(ana.visitor, **BOB)
    assert ana.confirm(page, to="reprise").location == f"{SEVERAL}?efface=1", "and is told why"


def test_the_template_is_that_of_the_organisation_whose_page_offers_it(ana: Professional) -> None:
    page = ana.visitor.open(FILE).text
    Professional(ana.visitor, **BOB, kind="ase")
    offered = re.findall(r'href="(.+?)" download', page)
    assert offered == [f"{SEVERAL}/modele/mission_locale.{kind}" for kind in ("xlsx", "csv")]
    for address in offered:
        content = ana.visitor.open(address).data
        assert [row.cells for row in rows_of(content)] == [
            (*(each.title for each in of_file(TOLD).values()),)
        ]
    assert "Accord écrit" in ana.visitor.open(f"{SEVERAL}/modele/ase.csv").text
    assert ana.visitor.open(f"{SEVERAL}/modele/lune.csv").status_code == 404


def test_going_back_shows_what_was_said(ana: Professional) -> None:
    shown = ana.visitor.open(FILE)
    Professional(ana.visitor, **BOB)
    back = ana.confirm(shown, to="reprise", then="vous").location
    page = ana.visitor.open(back).text
    assert all(f'value="{typed}"' in page for name, typed in YOU.items() if typed and name != "kind")
    assert '<option selected value="mission_locale">' in page
    assert "Si ce ne sont pas les vôtres" not in page
    entered = ana.visitor.open(SEVERAL).text
    assert entered.index("Si ce ne sont pas les vôtres") < entered.index("Ana Roy")
    ana.visitor.send(back, {**YOU, "your_name": "Ana Petit"})
    assert "Vous inscrivez pour : Ana Petit" in ana.visitor.open(FILE).text


def test_a_file_sent_after_its_answers_were_erased_is_said_to_register_nobody(
    door: Flask, ana: Professional, clock: StillClock
) -> None:
    page = ana.visitor.open(FILE)
    clock.forward(hours=49)
    sent = ana.send_file(csv_of(people(1)), page=page)
    assert sent.location == f"{SEVERAL}?efface=1"
    assert GONE in ana.visitor.open(sent.location).text and registered(door) == []
    assert GONE not in ana.visitor.open(SEVERAL).text


@pytest.mark.parametrize("to", ["resultat", "erreurs.csv"])
def test_a_preview_confirmed_after_it_was_erased_is_said_to_register_nobody(
    door: Flask, ana: Professional, clock: StillClock, to: str
) -> None:
    preview = ana.send([*people(1), {**CELLS, "Code postal": "99999"}])
    clock.forward(hours=49)
    sent = ana.visitor.client.get(ana.confirm(preview, to=to).location)
    assert sent.location == f"{SEVERAL}?efface=1"
    assert GONE in ana.visitor.open(sent.location).text and registered(door) == []


def test_an_old_preview_is_said_to_be_erased_on_the_page_of_who_came_since(
    ana: Professional, clock: StillClock
) -> None:
    preview = ana.send(people(1))
    clock.forward(hours=49)
    Professional(ana.visitor, **BOB)
    page = ana.visitor.open(ana.confirm(preview).location).text
    assert GONE in page and FOR_BOB in page
