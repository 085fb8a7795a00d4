from __future__ import annotations

from hub import membership
from hub.demo import colleagues
from hub.models import Role
from hub.queries import site_texts, teams
from tests.parts.town import DESK, Town, address_of, association


def test_the_teams_of_the_story_have_somebody_of_each_role(town: Town) -> None:
    with town.administration.begin() as work:
        membership.invite_one_each(work, desk=DESK, address_of=address_of)
        colleagues.join(work)
    with town.hub.read() as work:
        afev = teams.team(work.session, association(work.session, "afev").id)
        assert [row.member.role for row in afev] == [Role.MANAGER, Role.MANAGER, Role.MEMBER]
        assert {row.member.role for row in teams.team(work.session, None)} == {Role.DESK, Role.AUDITOR}
        assert len(site_texts.proposals(work.session, colleagues.A_PAGE, limit=9)) == 1
