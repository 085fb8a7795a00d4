"""Those at the desk have their turn with those who wait: at the same moment, in the same order, and in silence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from hub import desk, identities, intake, queries, seeking, waiting
from hub.lifecycle import ReferralState
from hub.models import JourneyEvent, Member, OutboxMessage, Referral, Subject
from hub.vocabulary import Situation
from hub.work import Work
from tests.parts.people import identity, mentor
from tests.parts.post import Letterbox
from tests.parts.seeking import looking, places, referral
from tests.parts.town import Town, association, town_at

DAYS_BEFORE_DESK = 31


@pytest.fixture
def town(database_url: str, tmp_path: Path, letterbox: Letterbox) -> Iterator[Town]:
    with town_at(database_url, tmp_path, letterbox) as opened:
        opened.join("jobirl")
        opened.open_desk()
        places(opened, 0)
        yield opened


def come(town: Town, name: str, situation: Situation = Situation.LYCEE_GT) -> str:
    return looking(town, who=identity(email=f"{name}@ecole.example"), situation=situation)


def at_the_desk(town: Town, *names: str) -> list[str]:
    """They waited so long for a place that the desk looks."""
    found = []
    for name in names:
        found.append(come(town, name))
        town.clock.forward(minutes=1)
    town.settle()
    town.clock.forward(days=DAYS_BEFORE_DESK)
    town.settle()
    assert {state(town, each) for each in found} == {ReferralState.WITH_DESK}
    return found


def state(town: Town, reference: str) -> ReferralState:
    return referral(town, reference).state


def looked_after(town: Town, reference: str, **until: float) -> Member:
    """By somebody of the desk, who comes back to it then."""
    with town.portal.begin() as work:
        by = queries.desk_members(work.session)[0]
        row = queries.referral_by_reference(work.session, reference)
        back_at = work.now + timedelta(**until)
        desk.look_after(work, Subject.REFERRAL, row.id, owner=by, next_at=back_at)
        return by


def told(town: Town) -> tuple[int, int]:
    """How many letters were posted, and how many steps were made."""
    with town.hub.read() as work:
        counts = (work.session.scalar(select(func.count(row.id))) for row in (OutboxMessage, JourneyEvent))
        letters, steps = (count or 0 for count in counts)
        return letters, steps


def test_a_place_that_comes_free_at_noon_is_theirs_before_a_newcomer_s(town: Town) -> None:
    (patient,) = at_the_desk(town, "patiente")
    places(town, 3)
    newcomer = come(town, "nouvelle", Situation.LYCEE_PRO)
    with town.hub.begin() as work:
        seeking.route(work, queries.referral_by_reference(work.session, newcomer).id)
        assert [row.id for _, row in work.errands] == [referral(town, patient).id], "who is hurried instead"
    assert state(town, newcomer) is ReferralState.LOOKING
    town.settle()
    assert [state(town, each) for each in (patient, newcomer)] == ["offered", "offered"]


def test_of_two_at_the_desk_and_one_who_waits_the_oldest_has_the_place_and_the_others_hear_nothing(
    town: Town,
) -> None:
    first, second = at_the_desk(town, "premiere", "deuxieme")
    third = come(town, "troisieme")
    town.settle()
    before, look_by = told(town), referral(town, second).next_at
    places(town, 1)
    town.settle()
    assert [state(town, each) for each in (first, second, third)] == ["offered", "with_desk", "waiting"]
    assert told(town)[1] == before[1] + 1, "the offer"
    assert referral(town, second).next_at == look_by


def test_whom_somebody_at_the_desk_looks_after_is_theirs_until_the_day_after_their_date(town: Town) -> None:
    (reference,) = at_the_desk(town, "suivie")
    looked_after(town, reference, days=2)
    places(town, 3)
    for days in (0, 2):
        town.clock.forward(days=days)
        town.settle()
        assert state(town, reference) is ReferralState.WITH_DESK
    town.clock.forward(days=1)
    town.settle()
    assert state(town, reference) is ReferralState.OFFERED


def test_whom_somebody_at_the_desk_takes_up_a_moment_before_their_turn_is_left_to_them(town: Town) -> None:
    (reference,) = at_the_desk(town, "suivie")
    places(town, 3)
    (turn,) = turns(town)
    looked_after(town, reference, days=2)
    with town.hub.begin() as work:
        seeking.route(work, turn)
    assert state(town, reference) is ReferralState.WITH_DESK


def test_who_left_the_desk_looks_after_nobody(town: Town) -> None:
    (reference,) = at_the_desk(town, "suivie")
    by = looked_after(town, reference, days=20)
    with town.administration.begin() as work:
        work.session.get_one(Member, by.id).removed_at = work.now
    places(town, 3)
    town.settle()
    assert state(town, reference) is ReferralState.OFFERED


def test_a_mentor_at_the_desk_is_proposed_as_soon_as_an_association_is_there_again(town: Town) -> None:
    with town.administration.begin() as work:
        association(work.session, "jobirl").suspended_at = work.now
    with town.front.begin() as work:
        reference = intake.register(work, mentor()).reference
    town.settle()
    assert state(town, reference) is ReferralState.WITH_DESK
    with town.administration.begin() as work:
        association(work.session, "jobirl").suspended_at = None
    town.settle()
    assert state(town, reference) is ReferralState.OFFERED


def test_a_need_is_opened_again_only_when_somebody_has_more_room(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_the_desk(town, "premiere", "deuxieme")
    opened: list[str] = []

    def opening(work: Work, referral: Referral) -> object:
        opened.append(referral.reference)
        return open_need(work, referral)

    open_need = identities.open_need
    monkeypatch.setattr(identities, "open_need", opening)
    assert turns(town) == [] and turns(town) == []
    opened.clear()
    assert turns(town) == [] and opened == []
    places(town, 1)
    assert len(turns(town)) == 1 and len(opened) == 2
    places(town, 0)
    opened.clear()
    assert turns(town) == [] and turns(town) == [] and len(opened) == 2
    places(town, 1)
    assert len(turns(town)) == 1, "less room, then as much again"


def turns(town: Town) -> list[int]:
    with town.hub.read() as work:
        return waiting.turns(work)
