"""Questions about associations and their members."""

from __future__ import annotations

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session, defer, joinedload

from hub.models import Association, Member, MemberSession, Role


def associations(session: Session) -> list[Association]:
    return list(session.scalars(select(Association).order_by(Association.slug)))


def association_called(session: Session, slug: str) -> Association | None:
    return session.scalars(select(Association).where(Association.slug == slug)).one_or_none()


def association_of(session: Session, slug: str) -> Association:
    """Of a slug that was read in the database; raises if there is none."""
    return session.scalars(select(Association).where(Association.slug == slug)).one()


def joined_associations(session: Session) -> list[Association]:
    """Those with at least one member to answer: nobody else can be asked."""
    joined = select(Member.association_id).where(Member.removed_at.is_(None))
    return list(
        session.scalars(select(Association).where(Association.id.in_(joined)).order_by(Association.slug))
    )


def partners_of_school(session: Session, uai: str) -> list[Association]:
    """The associations that name this school among their partners."""
    return [row for row in associations(session) if uai in row.profile["criteria"]["partner_schools"]]


def members_of(session: Session, association_id: int) -> list[Member]:
    return list(
        session.scalars(
            select(Member)
            .where(Member.association_id == association_id, Member.removed_at.is_(None))
            .order_by(Member.id)
        )
    )


def told_of(session: Session, association_id: int | None) -> list[Member]:
    """To whom letters go, of this association or of the desk, without their addresses: any door may ask."""
    desk = (Member.role == Role.DESK, Member.association_id.is_(None))
    theirs = desk if association_id is None else (Member.association_id == association_id,)
    rows = select(Member).where(*theirs, Member.removed_at.is_(None)).order_by(Member.id)
    return list(session.scalars(rows.options(defer(Member.email), defer(Member.seal))))


def managers_of(session: Session, association_id: int) -> list[Member]:
    """Those who may change who answers for this association, and what it takes."""
    return [member for member in members_of(session, association_id) if member.role is Role.MANAGER]


def digest_readers(session: Session, association_id: int) -> list[Member]:
    """Those to whom its digest comes; where the last of them has left, everybody."""
    members = members_of(session, association_id)
    return [member for member in members if member.digest_hour is not None] or members


def desk_members(session: Session) -> list[Member]:
    return list(
        session.scalars(
            select(Member).where(Member.role == Role.DESK, Member.removed_at.is_(None)).order_by(Member.id)
        )
    )


def member_by_email(session: Session, email: str) -> Member | None:
    return session.scalars(
        select(Member).where(Member.email == email, Member.removed_at.is_(None))
    ).one_or_none()


def anybody_at(session: Session, email: str) -> Member | None:
    """Whoever has or had this address, removed members included."""
    return session.scalars(select(Member).where(Member.email == email)).one_or_none()


def session_with(session: Session, token_digest: bytes) -> MemberSession | None:
    whose = joinedload(MemberSession.member).joinedload(Member.association)
    return session.scalars(
        select(MemberSession).where(MemberSession.token_digest == token_digest).options(whose)
    ).one_or_none()


def take_place(session: Session, association_id: int, *, kept: int = 0) -> bool:
    """Take one of the association's places, save those ``kept`` for others; False when none is left.

    One conditional statement: it holds whatever happens at the same instant.
    """
    taken = session.execute(
        update(Association)
        .where(Association.id == association_id, Association.places_left > kept)
        .values(places_left=Association.places_left - 1)
        .execution_options(synchronize_session="fetch")
        .returning(Association.id)
    )
    return taken.one_or_none() is not None


def give_place_back(session: Session, association_id: int) -> None:
    open_places(session, association_id, 1)


def open_places(session: Session, association_id: int, more: int) -> None:
    """So many places more, or less; what was taken already stays taken."""
    left = Association.places_left + more
    session.execute(
        update(Association)
        .where(Association.id == association_id)
        .values(places_left=case((left < 0, 0), else_=left))
        .execution_options(synchronize_session="fetch")
    )
