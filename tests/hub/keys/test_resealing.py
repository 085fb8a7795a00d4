"""What was sealed with a former key is sealed again with the next, once, and nothing is written over."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import replace

from sqlalchemy import LargeBinary, select

from hub import identities, intake, key_changes, offers, resealing, vouching
from hub.models import Association, Base, Offer, Referral, SealedBoxes
from hub.queries import boxes
from hub.queries.boxes import KINDS
from hub.resealing import PLACES, Batch
from hub.vault import Process
from hub.vault.watching import LOOK_EVERY_SECONDS
from hub.work import Hub
from tests.hub.keys.keeper import folder_of, name_of, register, reseal, retire, rotate, running
from tests.parts.people import registration
from tests.parts.town import Town


def test_the_hubs_word_follows_an_associations_pair_and_a_forged_one_is_left_alone(town: Town) -> None:
    with town.hub.begin() as work:
        forged = work.session.scalars(select(Association).order_by(Association.id)).all()[1]
        forged.public_key = bytes(32)
    rotate(town, "portal")
    assert reseal(town).unreadable == 1
    with town.administration.read() as work:
        assert vouching.unvouched(work) == [forged.slug]


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


def test_a_yes_is_known_by_the_former_key_and_by_the_next_and_no_other_word_is(town: Town) -> None:
    with running(town, Process.PARTNERS).read() as work:
        former = work.vault.sign_answer("yes")
    rotate(town, "answers")
    portal, office = running(town, Process.PARTNERS), running(town, Process.WORKER)
    with portal.read() as ours, office.read() as theirs:
        later = ours.vault.sign_answer("yes")
        assert later != former and len(later) == len(former) + 2
        assert theirs.vault.is_signed("yes", former) and theirs.vault.is_signed("yes", later)
        assert not theirs.vault.is_signed("no", later)


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


def opened(town: Town) -> Hub:
    return key_changes.opened_with(town.administration, folder_of(town))["intake"]


def test_boxes_are_sealed_again_in_batches_and_each_once(town: Town) -> None:
    with town.front.begin() as work:
        for _ in range(5):
            intake.register(work, registration())
    assert [*resealing.reseal(opened(town), KINDS[0])] == []
    rotate(town, "intake")
    with opened(town).read() as work:
        assert resealing.to_do(work, KINDS[0]) == 5
    assert [*resealing.reseal(opened(town), KINDS[0], batch=2)] == [Batch(2), Batch(2), Batch(1)]
    with opened(town).read() as work:
        assert resealing.to_do(work, KINDS[0]) == 0
    assert Batch(1, 2, 3).with_(Batch(10, 20, 30)) == Batch(11, 22, 33)


def test_what_no_key_opens_is_counted_and_left_alone(town: Town) -> None:
    with town.front.begin() as work:
        intake.register(work, registration())
    rotate(town, "intake")
    with town.hub.begin() as work:
        row = work.session.scalars(select(SealedBoxes)).one()
        row.need = spoilt = row.need[:-1] + bytes([row.need[-1] ^ 1])
    assert [*resealing.reseal(opened(town), KINDS[0])] == [Batch(unreadable=1)]
    with town.hub.read() as work:
        assert work.session.scalars(select(SealedBoxes.need)).one() == spoilt


def test_only_the_keys_that_are_here_open_something(town: Town) -> None:
    assert set(key_changes.opened_with(town.administration, folder_of(town))) == {"intake", "portal"}
    shutil.rmtree(folder_of(town) / "partners")
    assert set(key_changes.opened_with(town.administration, folder_of(town))) == {"intake"}
