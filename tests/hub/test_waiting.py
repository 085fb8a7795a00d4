"""When associations fit and none has room: who waits, until when, and who is served first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from hub import calendar, disclosure, identities, offers, queries, seeking, standings, waiting
from hub.checkup import examine
from hub.lifecycle import OWNERS, OfferState, Owner, ReferralState
from hub.models import OutboxMessage, Referral, SealedBoxes, StoredDecision
from hub.vocabulary import DeclineReason, Level, Situation, Step
from hub.work import Work
from tests.parts.people import EMAIL, identity
from tests.parts.post import Letterbox
from tests.parts.seeking import looking, places, referral
from tests.parts.statements import statements
from tests.parts.town import Town, address_of, following, keeping, text_of, town_at

KEPT = 2
"""Of the twenty places that an association is supposed to have, the tenth, which this town keeps."""


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(sqlite_url, tmp_path, letterbox) as opened:
        opened.join("jobirl")
        opened.open_desk()
        with following(opened, keeping(10)) as town:
            yield town


def come_and_wait(town: Town, **changes: object) -> str:
    reference = looking(town, **changes)
    town.settle()
    assert referral(town, reference).state is ReferralState.WAITING
    return reference


def test_however_many_wait_the_worker_asks_as_often(town: Town) -> None:
    places(town, KEPT)
    counted = []
    for turn in range(3):
        for place in range(2**turn):
            come_and_wait(town, who=identity(email=f"n{turn}-{place}@ecole.example"))
        with town.hub.read() as work, statements(town.hub) as sent:
            waiting.turns(work)
        counted.append(len(sent))
    assert counted[0] and len({*counted}) == 1


def test_where_no_place_is_left_a_newcomer_s_need_alone_is_opened(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    places(town, KEPT)
    come_and_wait(town)
    newcomer = referral(town, come_and_wait(town, who=identity(email="nouvelle@ecole.example")))
    with town.hub.begin() as work:
        queries.referral_to_move(work.session, newcomer.id).state = ReferralState.LOOKING
    opened: list[str] = []

    def opening(work: Work, row: Referral) -> object:
        opened.append(row.reference)
        return open_need(work, row)

    open_need = identities.open_need
    monkeypatch.setattr(identities, "open_need", opening)
    with town.hub.begin() as work:
        seeking.route(work, newcomer.id)
    assert opened == [newcomer.reference]


def state(town: Town, reference: str) -> ReferralState:
    return referral(town, reference).state


def count(town: Town, row: type[StoredDecision] | type[OutboxMessage], *conditions: object) -> int:
    with town.hub.read() as work:
        return work.session.scalar(select(func.count()).select_from(row).where(*conditions)) or 0  # type: ignore[arg-type]


def letters_of_waiting(town: Town) -> int:
    return count(town, OutboxMessage, OutboxMessage.letter == Step.WAITING)


def decline(town: Town, reference: str) -> None:
    with town.portal.begin() as work:
        offer = offers.live_offers(queries.referral_by_reference(work.session, reference))[0]
        member = queries.members_of(work.session, offer.association_id)[0]
        offers.decline(work, offer, member, reason=DeclineReason.NO_MENTOR)


def test_whoever_waits_is_the_hub_s_to_look_after_and_is_tried_again_the_next_working_morning(
    town: Town,
) -> None:
    places(town, 0)
    row = referral(town, come_and_wait(town))
    assert OWNERS[row.state] is Owner.HUB
    assert row.next_at == calendar.next_morning(town.clock.now)


def test_they_are_told_once_until_when_and_the_desk_looks_in_time_to_keep_that_promise(town: Town) -> None:
    places(town, 0)
    reference = come_and_wait(town)
    promised = referral(town, reference).promised_by
    assert promised == calendar.add_working_days(date(2026, 4, 1), 5), "thirty days, then the desk's five"
    letter = text_of(town.letters_to(EMAIL)[-1])
    assert calendar.in_words(promised) in letter.replace("\u00a0", " ")
    for days in (1, 28, 1):
        assert state(town, reference) is ReferralState.WAITING
        town.clock.forward(days=days)
        town.settle()
    row = referral(town, reference)
    assert row.state is ReferralState.WITH_DESK and row.promised_by == promised
    assert letters_of_waiting(town) == 1
    assert count(town, StoredDecision) == 2, "the first that found no room, and the one for the desk"


def test_a_place_that_comes_free_is_theirs_at_the_next_sweep(town: Town) -> None:
    places(town, 0)
    reference = come_and_wait(town)
    places(town, KEPT + 1)
    town.settle()
    assert [offer.association.slug for offer in referral(town, reference).offers] == ["jobirl"]


def test_a_pause_that_ends_serves_those_who_waited_for_it(town: Town) -> None:
    places(town, 20, paused_until=calendar.civil(town.clock.now))
    reference = come_and_wait(town)
    town.clock.forward(days=1)
    town.settle()
    assert state(town, reference) is ReferralState.OFFERED


def test_when_nobody_fits_any_more_the_desk_looks_at_once(town: Town) -> None:
    places(town, 0)
    reference = come_and_wait(town)
    with town.administration.begin() as work:
        row = queries.association_of(work.session, "jobirl")
        row.profile = {**row.profile, "criteria": {**row.profile["criteria"], "themes": ["culture"]}}
    town.clock.forward(days=1)
    town.settle()
    assert state(town, reference) is ReferralState.WITH_DESK


def test_others_leave_the_last_places_to_priority_publics(town: Town) -> None:
    places(town, KEPT)
    patient = come_and_wait(town)
    served = looking(town, situation=Situation.LYCEE_PRO)
    town.settle()
    assert state(town, served) is ReferralState.OFFERED
    assert state(town, patient) is ReferralState.WAITING


def test_priority_publics_are_served_before_those_who_came_earlier_and_then_the_oldest(town: Town) -> None:
    places(town, 0)
    old = come_and_wait(town)
    town.clock.forward(hours=1)
    young = come_and_wait(town)
    priority = come_and_wait(town, situation=Situation.LYCEE_PRO)
    places(town, KEPT + 2)
    town.settle()
    assert [state(town, each) for each in (priority, old, young)] == ["offered", "offered", "waiting"]


def test_whoever_has_a_single_door_goes_through_it_before_somebody_who_has_two(town: Town) -> None:
    town.join("mentorat-by-leo")
    places(town, 0)
    places(town, 0, "mentorat-by-leo")
    two_doors = come_and_wait(town, situation=Situation.RECHERCHE_EMPLOI, level=Level.CAP, age=22)
    town.clock.forward(hours=1)
    one_door = come_and_wait(town, situation=Situation.COLLEGE, level=Level.TROISIEME, age=15)
    with town.portal.read() as work:
        assert [row.reference for row in queries.waiting(work.session)] == [two_doors, one_door]
        listed = [(row.reference, waiter.could_take) for row, waiter in disclosure.queue(work, most=40)]
    assert listed == [(one_door, 1), (two_doors, 2)], "the desk reads the same order, and opens no need"
    places(town, 20, "mentorat-by-leo")
    with town.hub.read() as work:
        first = waiting.in_order(work, standings.roster(work))
        assert [(each.waiter.name, each.waiter.could_take) for each in first] == listed


def test_a_newcomer_never_passes_before_those_who_wait(town: Town) -> None:
    places(town, 0)
    patient = come_and_wait(town)
    places(town, KEPT + 1)
    newcomer = looking(town, situation=Situation.LYCEE_PRO)
    with town.hub.begin() as work:
        seeking.route(work, queries.referral_by_reference(work.session, newcomer).id)
        assert [row.id for _, row in work.errands] == [referral(town, patient).id], "who is hurried instead"
    assert state(town, newcomer) is ReferralState.LOOKING
    town.settle()
    assert [state(town, each) for each in (patient, newcomer)] == ["offered", "offered"]


def test_a_second_wait_is_not_told_again_and_counts_from_the_first(town: Town) -> None:
    places(town, 0)
    town.join("mentorat-by-leo")
    places(town, 0, "mentorat-by-leo")
    reference = come_and_wait(town)
    promised = referral(town, reference).promised_by
    town.clock.forward(days=7)
    places(town, KEPT + 1)
    town.settle()
    decline(town, reference)
    town.settle()
    row = referral(town, reference)
    assert row.state is ReferralState.WAITING and row.promised_by == promised
    assert letters_of_waiting(town) == 1


def test_behind_an_overdue_offer_a_place_elsewhere_is_looked_for_each_morning(town: Town) -> None:
    town.join("mentorat-by-leo")
    places(town, 0, "mentorat-by-leo")
    reference = looking(town)
    town.settle()
    town.clock.forward(days=4)
    town.settle()
    assert [offer.state for offer in referral(town, reference).offers] == [OfferState.OVERDUE]
    decided = count(town, StoredDecision)
    places(town, 20, "mentorat-by-leo")
    town.clock.forward(days=3)
    town.settle()
    assert [offer.state for offer in referral(town, reference).offers] == [
        OfferState.OVERDUE,
        OfferState.OPEN,
    ]
    assert count(town, StoredDecision) == decided + 1


def test_a_need_that_opens_no_more_holds_up_nobody_else(town: Town) -> None:
    places(town, 0)
    spoilt, other = come_and_wait(town), come_and_wait(town)
    with town.administration.begin() as work:
        damaged = update(SealedBoxes).where(SealedBoxes.referral_id == referral(town, spoilt).id)
        work.session.execute(damaged.values(need=b"\x00" * 600))
    places(town, 20)
    newcomer = looking(town)
    town.settle()
    assert [state(town, each) for each in (spoilt, other, newcomer)] == ["waiting", "offered", "offered"]


def test_the_doctor_finds_whoever_waits_past_the_day_on_which_the_desk_looks(town: Town) -> None:
    places(town, 0)
    reference = come_and_wait(town)
    town.clock.forward(days=29)
    assert "waiting" not in wrong(town)
    town.clock.forward(days=2)
    assert wrong(town)["waiting"] == (reference,)


def wrong(town: Town) -> dict[str, tuple[str, ...]]:
    with town.hub.read() as work:
        return {finding.subject: finding.references for finding in examine(work) if not finding.is_fine}


def test_the_association_hears_of_a_place_it_gave_back_only_by_the_morning_s_digest(town: Town) -> None:
    places(town, 0)
    reference = come_and_wait(town)
    told = len(town.letters_to(address_of("jobirl")))
    places(town, KEPT + 1)
    town.settle()
    assert state(town, reference) is ReferralState.OFFERED
    assert len(town.letters_to(address_of("jobirl"))) == told
    town.clock.forward(hours=20)
    town.settle()
    assert len(town.letters_to(address_of("jobirl"))) == told + 1
    assert referral(town, reference).next_at <= town.clock.now + timedelta(days=4)  # type: ignore[operator]
