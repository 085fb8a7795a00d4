"""The register of breaches: its hours, whom one concerns, and the letter to them; never a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result

from hub import breaches, intake, queries, rights
from hub.breaches import NotYet
from hub.cli.breach import breach as command
from hub.models import Breach, BreachKind, BreachRisk
from hub.queries import breaches as rows
from hub.queries.breaches import Group, Scope, Touched
from hub.work import Work
from tests.associations.partner import accept, registered
from tests.parts.people import CANARIES, EMAIL, registration
from tests.parts.town import Town, text_of

YOUNG, ADULTS = "Une copie est partie. Change tes mots de passe.", "Une copie est partie. Soyez prudents."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """These questions are asked of one database: the others' are in the journeys."""
    return sqlite_url


def opened(work: Work) -> Breach:
    return breaches.open_(work, BreachKind.CONFIDENTIALITY, "Un poste est volé.", known_at=work.now)


def register(town: Town) -> str:
    with town.front.begin() as work:
        return intake.register(work, registration()).reference


def all_boxes(work: Work) -> Scope:
    return Scope(touched=Touched.BOXES, since=work.now - timedelta(days=9), until=work.now)


def test_the_authority_is_told_within_72_hours(town: Town) -> None:
    with town.administration.begin() as work:
        made = opened(work)
        assert made.notify_by - made.known_at == timedelta(hours=72)
        assert made.number == "V-2026-1"
    with town.administration.begin() as work:
        assert opened(work).number == "V-2026-2"


def test_whom_it_concerns_is_counted_by_association_and_by_period(town: Town) -> None:
    (member,) = town.join("jobirl")
    reference = registered(town)
    accept(town, reference, member)
    with town.administration.read() as work:
        since, until = work.now - timedelta(days=1), work.now
        for touched, whose in (
            (Touched.CARDS, "JobIRL"),
            (Touched.RELEASES, "JobIRL"),
            (Touched.BOXES, None),
        ):
            (group,) = rows.groups(work.session, Scope(touched=touched, since=since, until=until))
            assert (group.people, group.association or "") == (1, group.association if whose else "")
        assert rows.references(work.session, all_boxes(work)) == [reference]
        before = Scope(touched=Touched.CARDS, since=since - timedelta(days=9), until=since)
        assert rows.groups(work.session, before) == []
        nobody = Scope(touched=Touched.READINGS, since=since, until=until)
        assert rows.groups(work.session, nobody) == list[Group]()


def test_those_concerned_are_written_to_once_in_their_own_words(town: Town) -> None:
    register(town)
    town.settle()
    with town.administration.begin() as work:
        made = opened(work)
        assert [breaches.concern(work, made, all_boxes(work)) for _ in range(2)] == [1, 0]
        breaches.decide(work, made, young=YOUNG, adults=ADULTS)
    town.settle()
    town.settle()
    said = [text_of(each) for each in town.letters_to(EMAIL) if each["Subject"].startswith("Un incident")]
    assert len(said) == 1
    assert "Change tes mots de passe" in said[0]
    with town.hub.read() as work:
        assert rows.told(work.session, 1) == (1, 0, 1)


def test_whoever_is_forgotten_meanwhile_has_no_letter(town: Town) -> None:
    reference = register(town)
    with town.administration.begin() as work:
        made = opened(work)
        breaches.concern(work, made, all_boxes(work))
        breaches.decide(work, made, young=YOUNG, adults=ADULTS)
    with town.front.begin() as work:
        rights.erase(work, queries.referral_by_reference(work.session, reference))
    breaches.tell_those_concerned(town.hub)
    with town.hub.read() as work:
        assert rows.told(work.session, 1) == (1, 0, 0)


def test_a_breach_is_closed_when_all_that_the_law_wants_is_done(town: Town) -> None:
    with town.administration.begin() as work:
        made = opened(work)
        for missing in ("risque", "CNIL", "personnes"):
            with pytest.raises(NotYet, match=missing):
                breaches.close(work, made, "Fini.")
            if missing == "risque":
                breaches.weigh(work, made, BreachRisk.HIGH, "Des noms étaient lisibles.")
            elif missing == "CNIL":
                breaches.notify(work, made, "Notification 123.")
        breaches.decide(work, made, young=YOUNG, adults=ADULTS)
        breaches.close(work, made, "Le poste est effacé à distance.")
        assert made.closed_at


def test_one_without_risk_is_only_kept_in_the_register(town: Town) -> None:
    with town.administration.begin() as work:
        made = opened(work)
        breaches.weigh(work, made, BreachRisk.NONE, "Les boîtes étaient scellées, la clé n’y était pas.")
        breaches.close(work, made, "Rien à notifier.")


def test_alarms_ring_as_the_hours_run_out_and_no_more_once_told(town: Town) -> None:
    with town.administration.begin() as work:
        opened(work)
    rung = 0
    for _ in range(80):
        town.clock.forward(hours=1)
        breaches.watch_the_clock(town.hub)
    with town.hub.read() as work:
        rung = work.session.connection().exec_driver_sql("SELECT sum(times) FROM alarms").scalar() or 0
    assert rung == 3


def run(town: Town, monkeypatch: pytest.MonkeyPatch, *told: str, typed: str | None = None) -> Result:
    for name, value in town.environ.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(command, list(told), input=typed)


def test_the_command_says_the_hours_and_no_name(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    register(town)
    opening = run(town, monkeypatch, "open", "Une clé USB perdue.", "--kind", "confidentiality")
    assert opening.exit_code == 0, opening.output
    assert "encore 71 h" in opening.output or "encore 72 h" in opening.output
    number = opening.output.split()[0]
    counted = run(
        town,
        monkeypatch,
        "affected",
        number,
        "--in",
        "boxes",
        "--since",
        "2020-01-01",
        "--references",
        "--keep",
    )
    assert "1 personnes inscrites" in counted.output, counted.output
    shown = run(town, monkeypatch, "status", number)
    assert "Une clé USB perdue." in shown.output and "1 personnes concernées" in shown.output
    assert not [name for name in CANARIES if name in opening.output + counted.output + shown.output]
    refused = run(town, monkeypatch, "close", number, "Fini.")
    assert refused.exit_code == 1 and "risque" in refused.output


def test_a_number_that_nobody_opened_is_said_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "aucune violation" in run(town, monkeypatch, "status", "V-1999-1").output
