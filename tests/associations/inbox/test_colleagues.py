"""Members of one association see who of them is looking, and who was faster."""

from __future__ import annotations

from tests.associations.inbox.house import OTHERS, House
from tests.parts.proposed import propose, proposed


def test_a_colleague_s_eyes_are_shown_to_colleagues_alone(house: House) -> None:
    who = proposed(house.town, [OTHERS, house.us])
    house.at_the_desk(house.sacha).open(f"/fiches/{who.cards[1]}")
    camille, stranger = house.at_the_desk(), house.at_the_desk(house.other)
    assert "ouverte par sacha" in camille.open("/fiches/").text
    assert f"Votre collègue {house.sacha.email} a aussi" in camille.open(f"/fiches/{who.cards[1]}").text
    assert "sacha" not in stranger.open("/fiches/").text
    assert "sacha" not in stranger.open(f"/fiches/{who.cards[0]}").text
    house.town.clock.forward(minutes=3)
    assert "sacha" not in camille.open(f"/fiches/{who.cards[1]}").text


def test_the_open_page_hears_who_looks_and_what_changed(house: House) -> None:
    card = propose(house.town, house.us)
    camille = house.at_the_desk()
    assert camille.send(f"/fiches/{card}/ici", seen_on="/sessions", state="open").json == {
        "colleague": None,
        "changed": False,
    }
    house.at_the_desk(house.sacha).open(f"/fiches/{card}")
    house.answer(card, yes=True, by=house.sacha)
    assert camille.send(f"/fiches/{card}/ici", seen_on="/sessions", state="open").json == {
        "colleague": house.sacha.email,
        "changed": True,
    }


def test_who_loses_to_a_colleague_is_told_which_and_how_to_go_back(house: House) -> None:
    card = propose(house.town, house.us)
    house.answer(card, yes=False, by=house.sacha)
    beaten = house.at_the_desk().send(f"/fiches/{card}/accepter", seen_on="/sessions")
    assert beaten.status_code == 409
    assert "Votre association vient de décliner" in beaten.text and house.sacha.email in beaten.text
    assert f"/fiches/{card}/revenir" in beaten.text
