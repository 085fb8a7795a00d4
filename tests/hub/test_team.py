from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import select

from hub import membership, signin, team
from hub.journal import Act
from hub.membership import AlreadyMember
from hub.models import JournalEntry, Member, Role
from hub.queries import NotFound, teams
from hub.team import LastInCharge
from tests.parts.town import Town, association

SLUG = "article-1"


@pytest.fixture
def chiefs(town: Town) -> dict[str, int]:
    """The ids of those of an association, of another, and of the desk."""
    with town.administration.begin() as work:
        ours, theirs = association(work.session, SLUG), association(work.session, "jobirl")
        people = {
            name: membership.invite(work, email=f"{name}@asso.example", association=place)
            for name, place in (("first", ours), ("second", ours), ("other", theirs), ("desk", None))
        }
        return {name: member.id for name, member in people.items()}


def roles(town: Town, chiefs: dict[str, int]) -> dict[str, Role | None]:
    with town.hub.read() as work:
        rows = {name: work.session.get_one(Member, number) for name, number in chiefs.items()}
        return {name: None if row.removed_at else row.role for name, row in rows.items()}


def test_the_first_who_is_invited_is_the_manager(town: Town, chiefs: dict[str, int]) -> None:
    assert roles(town, chiefs) == {
        "first": Role.MANAGER,
        "second": Role.MEMBER,
        "other": Role.MANAGER,
        "desk": Role.DESK,
    }


def test_a_manager_invites_gives_a_role_and_removes(town: Town, chiefs: dict[str, int]) -> None:
    with town.portal.begin() as work:
        me = work.session.get_one(Member, chiefs["first"])
        third = team.invite(work, me, me.association, email="Third@asso.example", role=Role.MEMBER)
        team.change_role(work, me, chiefs["second"], Role.MANAGER)
    with town.portal.begin() as work:
        token = signin.open_session(work, work.session.get_one(Member, third.id))
        team.remove(work, work.session.get_one(Member, chiefs["second"]), third.id)
    with town.portal.read() as work:
        assert signin.recognised(work, token) is None
        noted = work.session.execute(select(JournalEntry.act, JournalEntry.about, JournalEntry.by_id)).all()
    for act, about, by in (
        (Act.INVITED, third.id, "first"),
        (Act.ROLE_CHANGED, chiefs["second"], "first"),
        (Act.REMOVED, third.id, "second"),
    ):
        assert (act, f"member:{about}", chiefs[by]) in noted
    assert "@" not in str(noted)


def test_nobody_else_decides(town: Town, chiefs: dict[str, int]) -> None:
    """Neither a member, nor a manager of another association; and no manager decides at the desk."""
    before = roles(town, chiefs)
    deeds = (
        team.remove,
        lambda work, me, whom: team.change_role(work, me, whom, Role.MEMBER),
        team.let_in_again,
        lambda work, me, whom: team.invite(
            work, me, association(work.session, SLUG), email="x@asso.example", role=Role.MEMBER
        ),
    )
    with town.portal.begin() as work:
        for by, whom, deed in product(("second", "other"), ("first", "desk"), deeds):
            with pytest.raises(NotFound):
                deed(work, work.session.get_one(Member, chiefs[by]), chiefs[whom])
    assert roles(town, chiefs) == before


def test_the_last_manager_neither_goes_nor_steps_down(town: Town, chiefs: dict[str, int]) -> None:
    with town.portal.begin() as work:
        me = work.session.get_one(Member, chiefs["first"])
        for deed in (team.remove, lambda w, m, n: team.change_role(w, m, n, Role.MEMBER)):
            with pytest.raises(LastInCharge):
                deed(work, me, chiefs["first"])
        team.change_role(work, me, chiefs["second"], Role.MANAGER)
        team.remove(work, me, chiefs["first"])
    assert roles(town, chiefs)["first"] is None


def test_of_two_who_remove_each_other_one_stays(town: Town, chiefs: dict[str, int]) -> None:
    with town.portal.begin() as work:
        team.change_role(work, work.session.get_one(Member, chiefs["first"]), chiefs["second"], Role.MANAGER)
    with town.portal.read() as late:
        second = late.session.get_one(Member, chiefs["second"])
        with town.portal.begin() as work:
            team.remove(work, work.session.get_one(Member, chiefs["first"]), second.id)
    with pytest.raises(NotFound), town.portal.begin() as work:
        team.remove(work, work.session.get_one(Member, second.id), chiefs["first"])
    assert roles(town, chiefs)["first"] is Role.MANAGER


def test_the_desk_may_cut_a_last_manager_off_and_the_next_invited_is_one(
    town: Town, chiefs: dict[str, int]
) -> None:
    with town.portal.begin() as work:
        desk = work.session.get_one(Member, chiefs["desk"])
        team.remove(work, desk, chiefs["other"])
        assert team.remove(work, desk, chiefs["other"]).removed_at, "a second press is answered alike"
        again = membership.invite(
            work, email="new@asso.example", association=association(work.session, "jobirl")
        )
        assert again.role is Role.MANAGER
        with pytest.raises(LastInCharge):
            team.remove(work, desk, desk.id)
        with pytest.raises(NotFound):
            team.change_role(work, desk, again.id, Role.DESK)


def test_whoever_was_removed_comes_back_without_what_they_held(town: Town, chiefs: dict[str, int]) -> None:
    with town.portal.begin() as work:
        me = work.session.get_one(Member, chiefs["first"])
        with pytest.raises(AlreadyMember):
            team.invite(work, me, me.association, email="second@asso.example", role=Role.MEMBER)
        team.remove(work, me, chiefs["second"])
        back = team.invite(work, me, me.association, email="second@asso.example", role=Role.MANAGER)
        assert back.id == chiefs["second"]
    with town.portal.read() as work:
        shown = teams.team(work.session, back.association_id)
        assert [(row.member.id, row.has_second_factor) for row in shown] == [
            (chiefs["first"], False),
            (chiefs["second"], False),
        ]
