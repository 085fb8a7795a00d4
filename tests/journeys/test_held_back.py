"""Names leave at a bounded pace; what is held back is told once, and leaves when the desk says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from hub import queries, releasing
from hub.journal import Act
from hub.models import AlarmKind, HeldRelease, Hindrance
from hub.queries import held_releases, journal_entries
from hub.releasing import Pace, Paces
from tests.parts.town import DESK
from tests.parts.unanswered import Scene

NOBODY = Paces(association=Pace(0, 0), hub=Pace(0, 0))


def test_names_leave_at_a_bounded_pace_and_the_desk_decides_of_the_rest(scene: Scene) -> None:
    paces = Paces(association=Pace(9, 9), hub=Pace(1, 1))
    with scene.town.hub.read() as work:
        numbers = [scene.offer(work, each).id for each in (scene.first, scene.second)]
    for reference, number in zip((scene.first, scene.second), numbers, strict=True):
        scene.accept(reference)
        for _ in range(2):
            releasing.attend(scene.town.hub, number, paces)
    assert scene.released() == 1
    assert scene.held() == [Hindrance.TOO_MANY]
    assert scene.alarms() == [AlarmKind.TOO_MANY_RELEASES]
    with scene.town.hub.read() as work:
        assert numbers[1] not in queries.to_release(work.session)
    with scene.town.portal.begin() as work:
        held = work.session.get_one(HeldRelease, numbers[1])
        desk = queries.member_by_email(work.session, DESK)
        assert desk
        releasing.let_go(work, held, desk)
    releasing.attend(scene.town.hub, numbers[1], paces)
    assert scene.released() == 2


def test_nobody_but_the_desk_lets_go_what_is_held_back(scene: Scene) -> None:
    paces = Paces(association=Pace(1, 1), hub=Pace(1, 1))
    for reference in (scene.first, scene.second):
        scene.accept(reference)
        with scene.town.hub.read() as work:
            number = scene.offer(work, reference).id
        releasing.attend(scene.town.hub, number, paces)
    with scene.intruder() as work:
        who = queries.desk_members(work.session)[0].id
        forged = {"let_go_at": work.now, "let_go_by_id": who, "let_go_seal": bytes(32)}
        work.session.execute(update(HeldRelease).values(**forged))
    releasing.attend(scene.town.hub, number, paces)
    assert scene.released() == 1


@pytest.mark.parametrize(
    ("each", "all_of_them", "hours", "leave"),
    [
        (Pace(1, 9), Pace(9, 9), 0, 2),
        (Pace(9, 9), Pace(1, 9), 0, 1),
        (Pace(9, 9), Pace(1, 9), 2, 2),
        (Pace(9, 9), Pace(1, 1), 2, 1),
        (Pace(9, 9), Pace(1, 1), 25, 2),
    ],
)
def test_the_pace_is_that_of_the_hour_and_of_the_day(
    scene: Scene, each: Pace, all_of_them: Pace, hours: int, leave: int
) -> None:
    for reference in (scene.first, scene.second):
        scene.accept(reference)
        with scene.town.hub.read() as work:
            number = scene.offer(work, reference).id
        releasing.attend(scene.town.hub, number, Paces(association=each, hub=all_of_them))
        scene.town.clock.forward(hours=hours)
    assert scene.released() == leave


def test_the_pace_of_an_association_is_its_own(scene: Scene) -> None:
    scene.accept()
    scene.round()
    with scene.town.hub.read() as work:
        mine, other = (scene.offer(work, each).association.slug for each in (scene.first, scene.second))
        since = work.now - timedelta(hours=1)
        counted = [
            journal_entries.released_since(work.session, since, each, most=9) for each in (mine, other)
        ]
    assert mine != other and counted == [1, 0]


@pytest.mark.parametrize("when", ["before the yes", "after the yes"])
def test_a_clock_that_was_set_right_makes_nobody_a_forger(scene: Scene, when: str) -> None:
    if when == "before the yes":
        scene.town.clock.forward(minutes=-40)
    scene.accept()
    if when == "after the yes":
        scene.town.clock.forward(minutes=-40)
    scene.round()
    assert (scene.released(), scene.held(), scene.alarms()) == (1, [], [])


def test_what_is_held_back_is_told_once_though_the_clock_goes_back(scene: Scene) -> None:
    scene.accept()
    scene.town.clock.forward(minutes=-40)
    with scene.town.hub.read() as work:
        number = scene.offer(work).id
    for _ in range(3):
        releasing.attend(scene.town.hub, number, NOBODY)
    assert len(scene.noted(Act.RELEASE_HELD)) == 1
    with scene.town.hub.read() as work:
        assert number not in queries.to_release(work.session)
        assert [held.offer_id for held in held_releases.all_held(work.session, most=2)] == [number]
