from __future__ import annotations

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from forms.batch import registering
from hub import intake, prescribing
from hub.intake import Receipt
from hub.lifecycle import ReferralState
from hub.models import OutboxMessage, Prescriber, Referral
from hub.vocabulary import Audience
from tests.forms.batch.professional import ATTESTED, FILE, SEVERAL, Professional, counts
from tests.forms.conftest import Hidden, OpenDoor, Visitor, hub_of, registered
from tests.parts.files import CELLS, csv_of, people, xlsx_of
from tests.parts.leaks import find_leaks
from tests.parts.people import CANARIES
from tests.parts.town import StillClock

RECEIVED = "Un e-mail par jour vous confirme"


@pytest.fixture
def ana(door: Flask) -> Professional:
    return Professional.at(door)


def wrong() -> dict[str, str]:
    return {**CELLS, "Repère": "FAUX", "Code postal": "99999", "Besoins": "rien"}


def test_a_file_is_read_shown_and_registered(door: Flask, ana: Professional) -> None:
    preview = ana.send([*people(2), wrong()])
    assert counts(preview) == {"lignes prêtes": 2, "à corriger": 1}
    assert registered(door) == [], "nothing before the button"
    result = ana.confirm(preview)
    assert counts(result) == {"inscrits à l’instant": 2, "à corriger": 1}
    assert [row.reference in result.text for row in registered(door)] == [True, True]
    assert "R0" in result.text and "FAUX" in result.text
    assert "tongue" in preview.text and "tongue" not in result.text, "what was just done is read nowhere else"


def test_every_fault_is_in_a_row_of_the_table_by_line_and_column(ana: Professional) -> None:
    page = ana.send([people(1)[0], wrong()]).text
    assert '<th scope="rowgroup" rowspan="2">3</th>' in page
    table = page[page.index("<table") : page.index("</table>")]
    assert "<strong>Code postal</strong>" in table and "<strong>Besoins</strong>" in table
    assert "Nous ne trouvons pas ce code postal" in table
    assert 'role="region" tabindex="0" aria-labelledby="faults"' in page


def test_the_list_to_mend_is_a_file_that_runs_nothing(ana: Professional) -> None:
    preview = ana.send([{**wrong(), "Repère": "=1+1"}])
    listed = ana.confirm(preview, to="erreurs.csv")
    assert listed.headers["Content-Disposition"].startswith("attachment")
    rows = listed.data.decode("utf-8-sig").splitlines()
    assert rows[0] == "Ligne;Repère;Colonne;À corriger"
    assert rows[1].startswith("2;'=1+1;Code postal;")


def test_what_is_left_to_mend_may_still_be_listed_once_the_others_are_registered(ana: Professional) -> None:
    result = ana.register([*people(1), wrong()])
    assert "Une ligne n’est pas inscrite. Corrigez-la" in result.text
    assert (
        ana.confirm(result, to="erreurs.csv").data.decode("utf-8-sig").splitlines()[1].startswith("3;FAUX;")
    )
    assert "Télécharger la liste" not in ana.register(people(2)).text


def test_the_list_asked_of_a_page_open_for_too_long_costs_nothing_that_was_read(ana: Professional) -> None:
    preview = ana.send([*people(1), wrong()])
    again = ana.confirm(preview, to="erreurs.csv", **{"csrf_token": "old"})
    assert again.status_code == 422 and "trop longtemps" in again.text
    assert counts(again) == counts(preview)


def test_the_same_file_again_registers_nothing_and_says_so(door: Flask, ana: Professional) -> None:
    first = ana.register(people(3))
    again = ana.send(people(3))
    assert counts(again) == {"déjà inscrites": 3, "à corriger": 0}
    assert all(row.reference in again.text for row in registered(door))
    result = ana.confirm(again)
    assert counts(result) == {"l’étaient déjà": 3}
    assert counts(first)["inscrits à l’instant"] == len(registered(door)) == 3


def test_a_corrected_file_registers_only_what_was_corrected(door: Flask, ana: Professional) -> None:
    ana.register([*people(2), wrong()])
    result = ana.register([*people(2), {**CELLS, "Repère": "FAUX"}])
    assert counts(result) == {"inscrit à l’instant": 1, "l’étaient déjà": 2}
    assert len(registered(door)) == 3


def test_another_professional_s_same_line_is_another_registration(door: Flask, ana: Professional) -> None:
    ana.register(people(1))
    other = Professional.at(door, your_email="luc.petit@ml-lille.example")
    assert counts(other.register(people(1))) == {"inscrit à l’instant": 1}


def test_the_same_file_twice_at_once_registers_each_line_once(open_door: OpenDoor, database_url: str) -> None:
    door = open_door(database_url)
    hands = [Professional.at(door), Professional.at(door)]
    previews = [hand.send(people(30)) for hand in hands]
    with ThreadPoolExecutor(2) as both:
        results = [*both.map(lambda pair: pair[0].confirm(pair[1]), zip(hands, previews, strict=True))]
    told = [counts(result) for result in results]
    assert len(registered(door)) == 30
    assert sum(each.get("inscrits à l’instant", 0) for each in told) == 30
    assert sum(number for each in told for words, number in each.items() if "déjà" in words) == 30
    with hub_of(door).read() as work:
        assert work.session.scalar(select(func.count(Prescriber.id))) == 1


def test_a_machine_that_dies_leaves_whole_lines_and_the_same_file_completes_them(
    door: Flask, ana: Professional, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = ana.send(people(60))
    counted = iter([*range(60)])
    kept = intake.register

    def dying(*args: Any, **kwargs: Any) -> Receipt:
        if next(counted) == 40:
            raise KeyboardInterrupt
        return kept(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(intake, "register", dying)
        with pytest.raises(KeyboardInterrupt):
            ana.confirm(preview)
    assert len(registered(door)) == 25
    assert counts(ana.register(people(60))) == {"inscrits à l’instant": 35, "l’étaient déjà": 25}


def test_what_takes_too_long_goes_on_with_one_more_click(
    door: Flask, ana: Professional, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "ENOUGH_SECONDS", 0.0)
    waiting = ana.register(people(3))
    assert "Il reste 3 lignes à inscrire." in waiting.text and registered(door) == []
    monkeypatch.setattr(registering, "ENOUGH_SECONDS", 8.0)
    assert counts(ana.confirm(waiting)) == {"inscrits à l’instant": 3}


def test_one_letter_says_what_was_received_and_the_desk_hears_once(
    open_door: OpenDoor, sqlite_url: str, clock: StillClock
) -> None:
    door = open_door(sqlite_url)
    Professional.at(door).register(people(30))
    with hub_of(door).read() as work:
        told = select(OutboxMessage.letter).where(OutboxMessage.audience == Audience.PRESCRIBER)
        assert work.session.scalars(told).all() == ["received"]


def test_a_stranger_s_file_waits_until_the_address_is_confirmed(door: Flask, ana: Professional) -> None:
    result = ana.register(people(2))
    assert {row.state for row in registered(door)} == {ReferralState.AWAITING_CONFIRMATION}
    assert "Il reste un geste" in result.text and RECEIVED in result.text
    unchanged = ana.register(people(2))
    assert "avec un nouveau code" in unchanged.text and RECEIVED not in unchanged.text
    with hub_of(door).begin() as work:
        prescribing.let_go_on(work, work.session.scalars(select(Prescriber)).one())
    assert {row.state for row in registered(door)} == {ReferralState.LOOKING}
    known = ana.register(people(2))
    assert "Il reste un geste" not in known.text and "Nous proposons" not in known.text
    again = ana.register([*people(3)])
    assert "Il reste un geste" not in again.text and RECEIVED in again.text
    assert [row.state for row in registered(door)] == [ReferralState.LOOKING] * 3


def test_an_xlsx_is_welcome_as_well(ana: Professional) -> None:
    content = xlsx_of([[*CELLS], [*CELLS.values()]])
    assert counts(ana.send_file(content)) == {"ligne prête": 1, "à corriger": 0}


@pytest.mark.parametrize(
    "above", [[["Élèves de 2nde, groupe B"]], [[None], ["Liste"], [None], ["Nom", 2026]]]
)
def test_headings_may_stand_under_a_title_and_lines_keep_their_number(
    ana: Professional, above: list[list[object]]
) -> None:
    preview = ana.send_file(xlsx_of([*above, [*CELLS], [*wrong().values()], [*CELLS.values()]]))
    assert counts(preview) == {"ligne prête": 1, "à corriger": 1}
    assert f'<th scope="rowgroup" rowspan="2">{len(above) + 2}</th>' in preview.text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "pas trouvé la ligne des titres"),
        (b"Couleur\nvert", "pas trouvé la ligne des titres"),
        ("Prénom;Nom\nLou;X".encode(), "Il manque des colonnes"),
        (csv_of([dict(CELLS)]).split(b"\r\n")[0], "aucun jeune"),
        (b"x" * 1_100_000, "trop lourd"),
        (b"PK\x03\x04" + b"x" * 500, "n’a pas pu être lu comme un tableau"),
    ],
)
def test_what_cannot_be_read_is_refused_kindly_on_the_same_page(
    ana: Professional, content: bytes, sentence: str
) -> None:
    refused = ana.send_file(content)
    assert refused.status_code == 422
    assert sentence in refused.text and 'id="file-error"' in refused.text


def test_a_file_far_too_large_is_not_even_read(ana: Professional) -> None:
    refused = ana.send_file(b"x" * 1_300_000)
    assert refused.status_code == 303
    assert "trop lourd" in ana.visitor.open(refused.location).text


def test_a_file_never_rests_on_our_disk(ana: Professional, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**kwargs: object) -> None:
        raise AssertionError("a file was laid on the disk")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)
    assert ana.send_file(b"x" * 1_050_000).status_code == 422


def test_nothing_is_read_without_the_attestations_and_a_file(ana: Professional) -> None:
    refused = ana.send_file(csv_of(people(1)), young_agrees="")
    assert refused.status_code == 422 and "sans cela, rien n’est envoyé" in refused.text
    assert "Choisissez de nouveau le fichier" in refused.text
    assert "Cochez l’accord des jeunes" in refused.text and "Cochez l’accord des parents" not in refused.text
    empty = ana.visitor.client.post(FILE, data={**ana.visitor.hidden(FILE), **ATTESTED})
    assert empty.status_code == 422 and "Choisissez le fichier" in empty.text


def test_the_file_is_asked_only_once_we_know_who_sends_it(door: Flask) -> None:
    stranger = Visitor(door.test_client())
    assert stranger.open(FILE).location == SEVERAL


def test_each_page_says_in_its_title_what_it_is(ana: Professional) -> None:
    preview = ana.send(people(1))
    pages = (ana.visitor.open(SEVERAL), ana.visitor.open(FILE), preview, ana.confirm(preview))
    titles = [page.text.partition("<title>")[2].partition(" – ")[0] for page in pages]
    assert titles == [
        "Inscrire plusieurs jeunes (étape 1 sur 3)",
        "Votre fichier (étape 2 sur 3)",
        "Vérifiez, puis inscrivez (étape 3 sur 3)",
        "Ce qui est inscrit",
    ]


def test_what_was_read_is_sealed_and_changed_by_nobody(door: Flask, ana: Professional) -> None:
    preview = ana.send(people(1))
    fields = Hidden(preview.text).fields
    assert find_leaks(fields["lines"], CANARIES) == []
    fields["lines"] = fields["lines"][:-8] + "AAAAAAA="
    assert ana.visitor.client.post(f"{SEVERAL}/resultat", data=fields).location == f"{FILE}?efface=1"
    assert registered(door) == []


def test_a_page_open_for_too_long_costs_nothing_that_was_read(door: Flask, ana: Professional) -> None:
    fields = {**Hidden(ana.send(people(1)).text).fields, "csrf_token": "old"}
    again = ana.visitor.client.post(f"{SEVERAL}/resultat", data=fields)
    assert again.status_code == 422 and "trop longtemps" in again.text
    assert counts(ana.confirm(again)) == {"inscrit à l’instant": 1}
    assert len(registered(door)) == 1


def test_no_page_of_a_file_reads_a_name_back(ana: Professional) -> None:
    preview = ana.send([{**CELLS, "Repère": "A-12"}, wrong()])
    pages = {"preview": preview.text, "result": ana.confirm(preview).text}
    assert find_leaks(pages, CANARIES) == []


@pytest.mark.slow
def test_five_hundred_young_people_are_registered_before_anybody_gives_up(
    door: Flask, ana: Professional, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.process_time()
    preview = ana.send(people(500))
    read_in = time.process_time() - began
    page, clicks = ana.confirm(preview), 1
    while "Continuer" in page.text:
        page, clicks = ana.confirm(page), clicks + 1
    spent = time.process_time() - began - read_in
    figures = f"500 lines: read in {read_in:.1f} s of CPU, registered in {spent:.1f} s and {clicks} clicks"
    with capsys.disabled():
        sys.stdout.write(f"\n{figures}\n")
    with hub_of(door).read() as work:
        assert work.session.scalar(select(func.count(Referral.id))) == 500
    assert len(preview.data) < 300_000
