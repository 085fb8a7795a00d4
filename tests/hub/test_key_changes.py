"""A change of keys: nothing is cut off, nothing lost, and what older backups hold is no longer readable."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import LargeBinary, select, text

import worker
from hub import identities, intake, key_changes, key_proofs, keyring, offers, resealing, vouching
from hub.cli import main
from hub.config import UnsafeSettings
from hub.key_changes import HEARD_BY_ALL, NotYet
from hub.lifecycle import ReferralState
from hub.models import AlarmKind, Association, Base, Offer, Referral, SealedBoxes
from hub.queries import alarms, boxes
from hub.queries.boxes import KINDS, Kind
from hub.resealing import PLACES, Batch
from hub.vault import CannotOpen, NoRecoveryKey, Process, RecoveryRing, Vault, WatchedFolder, keys
from hub.vault.proving import FolderRing
from hub.vault.rotation import MADE_BY
from hub.vault.watching import LOOK_EVERY_SECONDS
from hub.work import Hub
from tests.parts.people import FIRST_NAME, registration
from tests.parts.post import Letterbox
from tests.parts.town import Town, town_at

ALL = tuple(MADE_BY)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        note(opened)
        yield opened


def folder_of(town: Town) -> Path:
    return Path(town.environ["HUB_KEYS_DIR"])


def note(town: Town) -> None:
    with town.administration.begin() as work:
        keyring.note(work, folder_of(town))


def running(town: Town, process: Process) -> Hub:
    """A process that looks at its folder each time."""
    held = WatchedFolder(folder_of(town), process, every=0.0)
    return replace(town.hub, vault=Vault(held, clock=town.clock))


def register(town: Town, hub: Hub) -> str:
    with hub.begin() as work:
        return intake.register(work, registration()).reference


def name_of(hub: Hub, reference: str) -> str:
    with hub.read() as work:
        row = work.session.scalars(select(Referral).where(Referral.reference == reference)).one()
        return identities.open_identity(work, row).identity.first_name


def rotate(town: Town, *names: str) -> list[Path]:
    after = timedelta()
    return key_changes.rotate(town.administration, folder_of(town), names or ALL, after=after)


def reseal(town: Town, recovery: RecoveryRing | None = None) -> Batch:
    total = Batch()
    for pair, opened in key_changes.opened_with(town.administration, folder_of(town)).items():
        for kind in (kind for kind in KINDS if kind.pair == pair):
            for each in resealing.reseal(opened, kind, recovery=recovery, batch=2):
                total = total.with_(each)
    return total


def retire(town: Town, *names: str) -> None:
    town.clock.forward(seconds=HEARD_BY_ALL.total_seconds())
    for name in names or ("intake", "recovery", "portal", "answers"):
        key_changes.retire(town.administration, folder_of(town), name)


def test_a_change_of_keys_cuts_nobody_off(town: Town) -> None:
    door, office = running(town, Process.PUBLIC), running(town, Process.WORKER)
    before = register(town, door)
    rotate(town)
    during = register(town, door)
    assert reseal(town).unreadable == 0
    after = register(town, door)
    retire(town)
    last = register(town, door)
    assert {name_of(office, each) for each in (before, during, after, last)} == {FIRST_NAME}
    assert [path.name for path in (folder_of(town) / "worker").glob("intake_private*")] == [
        "intake_private.1.key"
    ]


def test_boxes_follow_on_postgresql_too(postgresql_url: str, tmp_path: Path, letterbox: Letterbox) -> None:
    with town_at(postgresql_url, tmp_path, letterbox) as town:
        note(town)
        reference = register(town, town.front)
        rotate(town)
        with town.hub.read() as work:
            assert [rest.rows for rest in key_changes.remains(work, "intake")] == [1]
        assert reseal(town).unreadable == 0
        retire(town)
        assert name_of(running(town, Process.WORKER), reference) == FIRST_NAME


def test_everybody_takes_up_the_next_key_at_the_same_moment(town: Town) -> None:
    door = running(town, Process.PUBLIC)
    key_changes.rotate(town.administration, folder_of(town), ["intake"], after=timedelta(minutes=15))
    with door.read() as work:
        first = work.vault.print_in_force("intake")
    town.clock.forward(minutes=15)
    with door.read() as work:
        assert work.vault.print_in_force("intake") != first


def test_an_older_backup_is_no_longer_readable_by_all_the_keys_there_are(town: Town, tmp_path: Path) -> None:
    reference = register(town, town.front)
    with town.hub.read() as work:
        row = work.session.scalars(select(SealedBoxes)).one()
        backup = [(row.identity, row.identity_for_recovery, identities.place("identity", reference))]
    rotate(town)
    reseal(town)
    retire(town)
    everything = RecoveryRing(folder_of(town) / "recovery")
    for box, copy, place in backup:
        assert not any(FolderRing(each).opens(box, place=place) for each in folder_of(town).iterdir())
        with pytest.raises(CannotOpen):
            everything.open(box, copy, place=place)


def test_the_hubs_word_follows_an_associations_pair_and_a_forged_one_is_left_alone(town: Town) -> None:
    with town.hub.begin() as work:
        forged = work.session.scalars(select(Association).order_by(Association.id)).all()[1]
        forged.public_key = bytes(32)
    rotate(town, "portal")
    assert reseal(town).unreadable == 1
    with town.administration.read() as work:
        assert vouching.unvouched(work) == [forged.slug]


def test_a_former_key_stays_while_a_box_needs_it_and_a_day_longer(town: Town) -> None:
    register(town, town.front)
    rotate(town, "intake")
    with pytest.raises(NotYet) as refused:
        retire(town, "intake")
    assert str(refused.value) == "sealed_boxes\u202f: 1"
    rotate(town, "intake")
    reseal(town)
    with pytest.raises(NotYet, match="pas avant le"):
        key_changes.retire(town.administration, folder_of(town), "intake")
    retire(town, "intake")


def test_what_is_written_meanwhile_is_not_written_over(town: Town) -> None:
    """Whoever seals again has read the row; then somebody corrects it; then it is written."""
    reference = register(town, town.front)
    rotate(town, "intake")
    opened = key_changes.opened_with(town.administration, folder_of(town))["intake"]
    kind = KINDS[0]
    with opened.read() as work:
        found = boxes.outdated(work.session, kind, {"intake": work.vault.print_in_force("intake")})
    with running(town, Process.WORKER).begin() as work:
        referral = work.session.scalars(select(Referral).where(Referral.reference == reference)).one()
        sealed, need = identities.open_identity(work, referral), identities.open_need(work, referral)
        other = replace(sealed, identity=replace(sealed.identity, first_name="Autre"))
        identities.seal_again(work, referral, other, need)
    with opened.begin() as work:
        assert not boxes.replace(work.session, kind, found[0], {"identity": b"late"})
    assert name_of(running(town, Process.WORKER), reference) == "Autre"


def test_acceptances_are_sealed_again_if_they_are_genuine(town: Town) -> None:
    with running(town, Process.PARTNERS).read() as work:
        former = work.vault.sign_answer("yes")
    rotate(town, "answers")
    portal, office = running(town, Process.PARTNERS), running(town, Process.WORKER)
    with portal.read() as ours, office.read() as theirs:
        later = ours.vault.sign_answer("yes")
        assert later != former and len(later) == len(former) + 2
        assert theirs.vault.is_signed("yes", former) and theirs.vault.is_signed("yes", later)
        assert not theirs.vault.is_signed("no", later)


def test_a_secret_that_was_stolen_is_changed_at_a_price_and_each_door_has_its_own(town: Town) -> None:
    former = keys.read(folder_of(town), Process.WORKER).sign_in
    rotate(town, "sign_in", "session")
    retire(town, "sign_in", "session")
    held = [keys.read(folder_of(town), process) for process in Process]
    assert len({each.sign_in for each in held[1:]}) == 1 and held[2].sign_in != former
    assert held[0].session != held[1].session
    assert [path.name for path in (folder_of(town) / "worker").glob("sign_in*")] == ["sign_in.1.key"]


def test_an_acceptance_follows_a_change_of_keys_if_it_is_genuine(town: Town) -> None:
    """The row keeps its seal where the portal never gave it."""
    (member,) = town.join("proxite")
    reference = register(town, town.front)
    town.settle()
    with running(town, Process.PARTNERS).begin() as work:
        offer = work.session.scalars(select(Offer)).one()
        offers.accept(work, offer, work.session.merge(member))
    rotate(town, "answers")
    office = key_changes.opened_with(town.administration, folder_of(town))["intake"]
    assert [*resealing.sign_again(office)] == [Batch(done=1)]
    assert [*resealing.sign_again(office)] == []
    retire(town, "answers")
    time.sleep(LOOK_EVERY_SECONDS)  # a running worker looks at its folder no more often
    town.settle()
    with running(town, Process.WORKER).begin() as work:
        offer = work.session.scalars(select(Offer)).one()
        assert offer.release is not None and offer.referral.reference == reference
        offer.answer_seal = bytes(32)
    assert [*resealing.sign_again(office)] == [Batch(unreadable=1)]
    with running(town, Process.WORKER).begin() as work:
        work.session.scalars(select(Offer)).one().answered_by_id = None
    assert [*resealing.sign_again(office)] == [Batch(unreadable=1)], "nobody knows who said it"


def hub_keys(town: Town, *told: str) -> Result:
    return CliRunner().invoke(main, ["keys", *told], env=town.environ)


def test_the_commands_say_what_they_did_and_what_is_missing(town: Town) -> None:
    town.clock.now = datetime.now(UTC)
    register(town, town.front)
    assert hub_keys(town, "rotate", "--after", "0").exit_code == 0
    assert "1 lignes à refermer" in hub_keys(town, "status").output
    refused = hub_keys(town, "retire", "--only", "intake")
    assert refused.exit_code == 1 and "inscriptions\u202f: 1" in refused.output
    assert "refermées" in hub_keys(town, "reseal").output
    verified = hub_keys(town, "verify", "--all", "--recovery", str(folder_of(town) / "recovery"))
    assert verified.exit_code == 0 and "✗" not in verified.output
    shutil.rmtree(folder_of(town) / "worker")
    assert (
        "de nouveau ses clés"
        in hub_keys(town, "recover", "--recovery", str(folder_of(town) / "recovery")).output
    )
    assert name_of(worker.office(town.environ).hub, only_reference(town)) == FIRST_NAME


def only_reference(town: Town) -> str:
    with town.hub.read() as work:
        return work.session.scalars(select(Referral.reference)).one()


def test_keepers_may_be_killed_at_any_instant_while_others_write(town: Town, tmp_path: Path) -> None:
    for _ in range(6):
        register(town, town.front)
    told = [sys.executable, "-m", "tests.parts.key_keepers", str(tmp_path), "12", "7"]
    done = subprocess.run(told, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "12 0 1"


def other_town(town: Town, tmp_path: Path) -> Path:
    keys.make(tmp_path / "others")
    return tmp_path / "others"


@pytest.mark.parametrize("process", Process)
def test_the_keys_of_another_hub_do_not_start_here(town: Town, tmp_path: Path, process: Process) -> None:
    held = keys.read(other_town(town, tmp_path), process)
    with pytest.raises(keyring.OtherKeys) as refused:
        keyring.refuse_other_keys(town.administration, process, held)
    assert "d’un autre hub" in str(refused.value)
    keyring.refuse_other_keys(town.administration, process, keys.read(folder_of(town), process))


@pytest.mark.parametrize("command", [("serve", "public"), ("serve", "partners"), ("worker",)])
def test_no_program_is_begun_with_the_keys_of_another_hub(
    town: Town, tmp_path: Path, command: tuple[str, ...]
) -> None:
    elsewhere = {"HUB_KEYS_DIR": str(other_town(town, tmp_path))}
    said = CliRunner().invoke(main, command, env=town.environ | elsewhere)
    assert said.exit_code == 1 and "ce n’est pas la clé de cette base" in said.output


def test_public_halves_that_were_swapped_do_not_start(town: Town) -> None:
    one, other = (folder_of(town) / "public" / f"{name}_public.key" for name in ("intake", "portal"))
    said = one.read_text(), other.read_text()
    one.write_text(said[1])
    other.write_text(said[0])
    with pytest.raises(keyring.OtherKeys):
        keyring.refuse_other_keys(
            town.administration, Process.PUBLIC, keys.read(folder_of(town), Process.PUBLIC)
        )


def test_a_folder_that_missed_a_change_does_not_start(town: Town, tmp_path: Path) -> None:
    shutil.copytree(folder_of(town), tmp_path / "yesterday")
    rotate(town)
    town.clock.forward(minutes=1)
    held = keys.read(tmp_path / "yesterday", Process.WORKER)
    with pytest.raises(keyring.OtherKeys, match="génération 1"):
        keyring.refuse_other_keys(town.administration, Process.WORKER, held)


def test_a_running_process_keeps_its_keys_where_the_folder_is_spoilt(town: Town) -> None:
    held = WatchedFolder(folder_of(town), Process.PUBLIC, every=0.0)
    before = held().intake_public
    for name in ("intake_public", "addresses"):
        (folder_of(town) / "public" / f"{name}.key").unlink()
    assert held().intake_public == before


def drill(town: Town) -> RecoveryRing:
    """All of the worker's keys are gone; the safe is opened."""
    shutil.rmtree(folder_of(town) / "worker")
    with pytest.raises(UnsafeSettings):
        worker.office(town.environ, clock=town.clock)
    return key_changes.recover(town.administration, folder_of(town), folder_of(town) / "recovery")


def test_when_all_of_the_workers_keys_are_gone_the_safe_brings_everything_back(town: Town) -> None:
    before = register(town, town.front)
    tallies = keys.read(folder_of(town), Process.WORKER).tallies
    ring = drill(town)
    during = register(town, running(town, Process.PUBLIC))
    assert reseal(town, ring) == Batch(done=1)
    office = worker.office(town.environ, clock=town.clock, ring=lambda errands: None)
    assert {name_of(office.hub, each) for each in (before, during)} == {FIRST_NAME}
    office.sweep()
    with office.hub.read() as work:
        moved = {row.state for row in work.session.scalars(select(Referral))}
    assert moved == {ReferralState.WITH_DESK}, "routed: nobody has joined yet"
    assert keys.read(folder_of(town), Process.WORKER).tallies == tallies


def test_another_safe_brings_nothing_back(town: Town, tmp_path: Path) -> None:
    offline = other_town(town, tmp_path) / "recovery"
    with pytest.raises(keyring.OtherKeys):
        key_changes.recover(town.administration, folder_of(town), offline)
    with pytest.raises(NoRecoveryKey):
        key_changes.recover(town.administration, folder_of(town), tmp_path)


def proof(town: Town, kind: Kind) -> key_proofs.Proof:
    total = key_proofs.Proof()
    for each in key_proofs.prove(town.administration, folder_of(town), kind, sample=None):
        total = total.with_(each)
    return total


def test_a_proof_finds_a_key_where_it_should_not_be_and_a_box_that_does_not_open(town: Town) -> None:
    register(town, town.front)
    assert proof(town, KINDS[0]) == key_proofs.Proof(opened=2)
    shutil.copy(folder_of(town) / "worker" / "intake_private.key", folder_of(town) / "public" / "notes.key")
    assert proof(town, KINDS[0]) == key_proofs.Proof(opened=2, betrayed=2)
    with town.hub.begin() as work:
        work.session.execute(text("UPDATE sealed_boxes SET need = identity"))
    assert proof(town, KINDS[0]) == key_proofs.Proof(opened=1, shut=1, betrayed=1)


def test_a_key_of_more_than_ninety_days_is_told_once_a_night(town: Town) -> None:
    with town.hub.read() as work:
        assert not keyring.late(work.session, work.now)
    town.clock.forward(days=90, seconds=1)
    with town.hub.read() as work:
        assert {age.name for age in keyring.late(work.session, work.now)} == set(MADE_BY)
    keyring.watch(town.hub)
    with town.hub.read() as work:
        found = alarms.untold(work.session, work.now)
        assert {alarm.kind for alarm in found} == {AlarmKind.KEY_TOO_OLD}


NO_BOX = re.compile(
    r"(.*_)?(digest|nonce|seal|word|public_key|credential_id|challenge|print|source|vouch)|seal_.*"
)
"""What is no box: digests, seals, public halves, what is drawn to be used once."""
OTHER_KEYS = {
    ("releases", "identity"): "the association's own pair, whose private half follows the portal's",
    ("releases", "need"): "the same",
    ("referrals", "marker"): "a professional's browser",
    ("referrals", "alike"): "the tracking link",
    ("open_pages", "copy"): "one browser's pair",
    ("waits", "sealed"): "the worker's tallies, which do not change",
    ("key_prints", "for_recovery"): "copied again when the recovery key changes",
}


def test_every_column_of_bytes_follows_a_change_of_keys_or_says_why_not() -> None:
    followed = {(kind.table.__tablename__, column) for kind in KINDS for column in kind.columns}
    found = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary) and not NO_BOX.fullmatch(column.name)
    }
    assert found - followed == set(OTHER_KEYS)
    assert followed <= found and {kind.name for kind in KINDS} == set(PLACES)
