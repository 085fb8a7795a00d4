"""Who answers for an association, or sits at the desk: invited, given another role, removed, let in again.

A manager decides for their own association, the desk for every team.  All of it holds from the next request on.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from hub import journal, membership, second_factors, signin, vouching
from hub.journal import Act
from hub.models import Association, Member, Role
from hub.queries import NotFound, teams
from hub.queries.teams import IN_CHARGE
from hub.work import Work

ROLES: Mapping[bool, tuple[Role, ...]] = MappingProxyType(
    {True: (Role.MEMBER, Role.MANAGER), False: (Role.DESK, Role.AUDITOR)}
)
"""The roles there are in an association, and at the desk."""


class LastInCharge(Exception):
    """A team keeps somebody who may change it."""


def invite(work: Work, by: Member, association: Association | None, *, email: str, role: Role) -> Member:
    """Raises :class:`hub.membership.AlreadyMember`, and NotFound where ``by`` decides nothing."""
    _check_decides(work, by, association.id if association else None)
    if role not in ROLES[association is not None]:
        raise NotFound("there is no such role here")
    return membership.invite(work, email=email, association=association, role=role, by=by)


def change_role(work: Work, by: Member, member_id: int, role: Role) -> Member:
    """Raises :class:`LastInCharge`, and NotFound for somebody, or a role, of another team."""
    member = _held(work, by, member_id)
    if role not in ROLES[member.association_id is not None]:
        raise NotFound("there is no such role here")
    if member.role is not role:
        _keep_one_in_charge(work, by, member)
        journal.note(work, Act.ROLE_CHANGED, signin.number_of(member), by=by, was=member.role, role=role)
        member.role = role
        vouching.for_member(work, member)
    return member


def remove(work: Work, by: Member, member_id: int) -> Member:
    """Raises :class:`LastInCharge`, and NotFound for somebody of another team.  What they did stays written.

    Whoever is removed already stays so: of two who press the button at once, both are answered alike.
    """
    member = _held(work, by, member_id, gone_too=True)
    if member.removed_at:
        return member
    _keep_one_in_charge(work, by, member)
    second_factors.forget_all(work, member)
    signin.remove(work, member, by=by)
    return member


def let_in_again(work: Work, by: Member, member_id: int) -> Member:
    """Somebody lost every second factor: at their next sign-in they add a new one.  They are told by letter.

    Raises NotFound for somebody of another team, and for oneself: two people are needed.
    """
    member = _held(work, by, member_id)
    if member.id == by.id:
        raise NotFound("nobody lets themselves in")
    second_factors.begin_again(work, member, by=by)
    return member


def _held(work: Work, by: Member, member_id: int, *, gone_too: bool = False) -> Member:
    """Somebody of a team that ``by`` decides for, while nobody else changes that team."""
    member = work.session.get(Member, member_id)
    if member is None:
        raise NotFound("there is no such member here")
    teams.hold_team(work.session, member.association_id)
    work.session.refresh(member)
    if member.removed_at and not gone_too:
        raise NotFound("there is no such member here")
    _check_decides(work, by, member.association_id)
    return member


def _check_decides(work: Work, by: Member, association_id: int | None) -> None:
    """By their row as it is now: another may just have removed them."""
    work.session.refresh(by)
    own = by.role is Role.MANAGER and by.association_id == association_id
    if by.removed_at or not (own or by.role is Role.DESK):
        raise NotFound("somebody else decides who comes in here")


def _keep_one_in_charge(work: Work, by: Member, member: Member) -> None:
    """The desk may take an association's last manager away: whoever is invited next is one."""
    from_the_desk = by.role is Role.DESK and member.association_id is not None
    if member.role not in IN_CHARGE or from_the_desk:
        return
    if not teams.is_somebody_else_in_charge(work.session, member):
        raise LastInCharge("nobody else may change this team")
