"""A mentor walks the line of a young person: form, card without a name, yes, reveal, letters; and nothing leaks."""

from __future__ import annotations

from dataclasses import replace

from hub import queries
from hub.lifecycle import OfferState
from tests.forms.conftest import Typed
from tests.parts.leaks import find_leaks
from tests.parts.people import MENTOR_EMAIL, MENTOR_FIRST_NAME
from tests.parts.someone import ADULT, MENTOR
from tests.parts.stage import Stage
from tests.parts.town import CODE, DESK, text_of


def subjects(stage: Stage) -> list[str]:
    return [str(letter["Subject"]) for letter in stage.town.letters_to(MENTOR_EMAIL)]


def test_from_the_form_to_the_association_that_welcomes_them(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.sign_in()
    mentor = stage.register(MENTOR)
    stage.work()
    assert subjects(stage) == ["Votre candidature de mentor est bien arrivée"]
    assert stage.leaks() == [], "a card waits, without a name"

    card, first = stage.asked(mentor)
    page = first.open(f"/fiches/{card}").text
    assert "Mentor" in page and "Nord" in page
    refused = first.send(f"/fiches/{card}/decliner", reason="no_mentor")
    assert refused.status_code == 422, "that is no reason to turn a mentor away"
    assert first.send(f"/fiches/{card}/decliner", reason="no_place").location == "/fiches/"
    stage.work()

    card, second = stage.asked(mentor)
    assert second is not first
    path = f"/fiches/{card}"
    assert second.send(f"{path}/accepter", seen_on=path).location == path
    stage.work()
    assert stage.leaks() == [], "nor on any page that opens by itself once somebody said yes"

    revealed = second.send(f"{path}/devoiler", seen_on=path).data
    assert {leak.canary for leak in find_leaks(revealed, MENTOR.canaries)} == set(MENTOR.canaries)
    assert "honorabilite.social.gouv.fr" in revealed.decode()
    assert subjects(stage)[-1] == "Une association vous attend"

    visitor = stage.visitor()
    visitor.open(f"/suivi/{mentor.tracking}")
    assert "vous forme, puis vous présente un jeune" in visitor.open("/suivi").text
    visitor.send("/suivi/retirer")
    stage.work()
    assert subjects(stage)[-1] == "Votre candidature est retirée"
    again = second.send(f"{path}/devoiler", seen_on="/sessions").data
    assert find_leaks(again, MENTOR.canaries) == [], "what was withdrawn is no longer read"


NEWS: dict[str, Typed] = {
    "demande": {
        **MENTOR.typed["proposition"],
        "postal_code": "59960",
        "commune": "59426",
        "themes": ["insertion"],
        "availability": "monthly",
    },
    "coordonnees": {**MENTOR.typed["contact"], "last_name": "Zeghlache", "employer": "Ferronnerie Quibriac"},
}
"""Another town, another name and another employer, said on their own page."""
CORRECTED = replace(MENTOR, canaries=(*MENTOR.canaries, "Zeghlache", "Quibriac", "Neuville-en-Ferrain"))


def test_what_a_mentor_corrects_while_an_association_reads_is_no_more_told_than_the_rest(
    sqlite_stage: Stage,
) -> None:
    stage = sqlite_stage
    stage.sign_in()
    mentor = stage.register(MENTOR)
    mentor.who = CORRECTED
    stage.work()
    owner = stage.visitor()
    owner.open(f"/suivi/{mentor.tracking}")
    owner.send("/suivi/code", to="/suivi/code/envoi")
    stage.work()
    code = CODE.search(text_of(stage.town.letters_to(MENTOR_EMAIL)[-1]))
    assert code
    owner.send("/suivi/code", {"code": code[0]})
    stage.work()
    for what, typed in NEWS.items():
        assert owner.send(f"/suivi/mes-donnees/{what}", typed).status_code == 303
        assert stage.leaks(shown=False) == [], "what is on its way is sealed"
        stage.work()
    own = owner.open("/suivi/mes-donnees").data
    assert {leak.canary for leak in find_leaks(own, CORRECTED.canaries)} >= {"Zeghlache", "Quibriac"}
    assert stage.leaks() == [], "nor does the card say more than it did"

    card, partner = stage.asked(mentor)
    path = f"/fiches/{card}"
    partner.send(f"{path}/accepter", seen_on=path)
    stage.work()
    revealed = partner.send(f"{path}/devoiler", seen_on=path).text
    assert "Zeghlache" in revealed and "Barthélemy" not in revealed, (
        "whoever said yes reads what was corrected"
    )


def test_a_mentor_whom_nobody_takes_waits_with_the_desk_and_is_answered(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.sign_in()
    mentor, young = stage.register(MENTOR), stage.register(ADULT)
    stage.work()
    for _ in range(2):
        card, partner = stage.asked(mentor)
        partner.send(f"/fiches/{card}/decliner", reason="not_our_public")
        stage.work()
    desk = stage.partners[DESK]
    waiting = desk.open("/coordination/").text
    assert mentor.reference in waiting and "Mentor" in waiting
    assert young.reference not in waiting
    path = f"/coordination/dossiers/{mentor.reference}"
    desk.send(f"{path}/clore", seen_on=path, sentence="no_room")
    stage.town.clock.forward(days=1)  # of letters that they did not ask for, one a day
    stage.work()
    letter = text_of(stage.town.letters_to(MENTOR_EMAIL)[-1])
    assert "Notre réponse à votre candidature" in letter and MENTOR_FIRST_NAME in letter
    assert stage.asked(young)[0], "the young person's own card goes on"
    assert stage.leaks() == []


def test_their_own_letters_hold_a_first_name_and_nothing_else(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    mentor = stage.register(MENTOR)
    stage.work_after(days=9)
    letters = stage.town.letters_to(MENTOR_EMAIL)
    assert letters
    for letter in letters:
        allowed = {leak.canary for leak in find_leaks(str(letter["To"]), MENTOR.canaries)} | {
            MENTOR_FIRST_NAME
        }
        assert {leak.canary for leak in find_leaks(letter.as_bytes(), MENTOR.canaries)} == allowed
    assert mentor.reference in text_of(letters[0])


def test_a_mentor_never_makes_an_association_look_full(sqlite_stage: Stage) -> None:
    stage = sqlite_stage
    stage.sign_in()
    before = _places(stage)
    mentor = stage.register(MENTOR)
    stage.work()
    card, partner = stage.asked(mentor)
    partner.send(f"/fiches/{card}/accepter", seen_on=f"/fiches/{card}")
    stage.work()
    assert stage.asked(mentor, OfferState.ACCEPTED)[0] == card
    assert _places(stage) == before


def _places(stage: Stage) -> dict[str, int]:
    with stage.town.hub.read() as work:
        return {row.slug: row.places_left for row in queries.associations(work.session)}
