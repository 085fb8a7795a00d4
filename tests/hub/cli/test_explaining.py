"""``hub explain``, as the network's administrator types it where the partners' key is."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from hub import intake, offers, queries
from hub.cli import main
from hub.vault import Process
from hub.vault import keys as key_files
from hub.vocabulary import DeclineReason
from tests.associations.partner import registered
from tests.parts.people import CANARIES, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        yield opened


def explain(town: Town, *words: str, **changes: str) -> Result:
    return CliRunner().invoke(main, ["explain", *words], env=town.environ | changes)


def twice_decided(town: Town) -> str:
    """Somebody whom the first association declines, so that a second decision is made."""
    town.join("article-1", "jobirl")
    reference = registered(town)
    with town.portal.begin() as work:
        (offer,) = queries.referral_by_reference(work.session, reference).offers
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)
    town.clock.forward(hours=1)
    town.settle()
    return reference


def test_every_decision_is_told_in_order_for_everybody_and_names_no_person(town: Town) -> None:
    reference = twice_decided(town)
    result = explain(town, reference)
    assert result.exit_code == 0
    said = result.output
    assert said.index("Décision 1 sur 2") < said.index("Décision 2 sur 2")
    assert "déclinée" in said and "Déjà sollicitées (1)" in said
    assert said.count("Sollicitée\u202f:") == 2
    assert [canary for canary in CANARIES if canary in said] == []


def test_a_number_read_over_the_telephone_is_understood(town: Town) -> None:
    town.join("jobirl")
    reference = registered(town)
    spelled = f"{reference[:4].lower()} {reference[4:]}"
    assert explain(town, spelled).output == explain(town, reference).output


def test_one_association_is_told_alone_with_what_it_reads_itself(town: Town) -> None:
    reference = twice_decided(town)
    said = explain(town, reference, "--association", "jobirl").output
    assert "JobIRL" in said and "Proxité" not in said
    assert said.index("L’association n’en lit rien") < said.index("Ce que l’association en lit")
    assert "Personne n’y répond encore" in explain(town, reference, "--association", "proxite").output


def test_json_is_each_decision_as_it_was_sealed(town: Town) -> None:
    reference = twice_decided(town)
    first, second = map(json.loads, explain(town, reference, "--json").output.splitlines())
    assert first["decided_at"] < second["decided_at"]
    assert len(first["shortlist"]) == len(second["shortlist"]) + 1 == 2


def undecided(town: Town) -> str:
    with town.front.begin() as work:
        return intake.register(work, registration()).reference


def test_what_is_unknown_or_undecided_is_said_in_a_sentence(town: Town) -> None:
    reference = undecided(town)
    assert "aucune décision n’est gardée" in explain(town, reference).output
    for words, said in (
        (["ZZZZZZZZ"], "aucun dossier ne porte le numéro ZZZZZZZZ"),
        ([reference, "--association", "personne"], "aucune association ne s’appelle"),
    ):
        result = explain(town, *words)
        assert result.exit_code == 1 and said in result.output and "Traceback" not in result.output


def test_without_the_partners_key_nothing_is_told(town: Town, tmp_path: Path) -> None:
    reference = undecided(town)
    shutil.rmtree(tmp_path / "keys" / Process.PARTNERS)
    result = explain(town, reference)
    assert result.exit_code == 1 and "n’est pas ici" in result.output


def test_with_another_key_nothing_is_told(town: Town, tmp_path: Path) -> None:
    reference = twice_decided(town)
    key_files.make(tmp_path / "others")
    result = explain(town, reference, HUB_KEYS_DIR=str(tmp_path / "others"))
    assert result.exit_code == 1 and "une autre clé" in result.output
