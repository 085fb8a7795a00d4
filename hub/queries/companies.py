"""Questions about companies, webinars and seats."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from hub.models import Company, CompanyEvent, Introduction, Member, OutboxMessage, Seat, Webinar
from hub.partnership import OVER, CompanyState
from hub.queries.referrals import Moment, found
from hub.vocabulary import Audience


def companies(session: Session) -> list[Company]:
    """All that the desk may still look at, the most urgent first."""
    return list(
        session.scalars(
            select(Company)
            .where(Company.state != CompanyState.FORGOTTEN)
            .order_by(Company.next_on.is_(None), Company.next_on, Company.id)
        )
    )


def company_by_reference(session: Session, reference: str) -> Company:
    return found(
        session.scalars(
            select(Company).where(Company.reference == reference, Company.state != CompanyState.FORGOTTEN)
        ).one_or_none()
    )


def company_by_page(session: Session, page_digest: bytes) -> Company:
    return found(session.scalars(select(Company).where(Company.page_digest == page_digest)).one_or_none())


def company_by_form(session: Session, form_digest: bytes) -> Company | None:
    return session.scalars(select(Company).where(Company.form_digest == form_digest)).one_or_none()


def company_events(session: Session, company: Company) -> list[CompanyEvent]:
    return list(
        session.scalars(
            select(CompanyEvent).where(CompanyEvent.company_id == company.id).order_by(CompanyEvent.id)
        )
    )


def hurry_letters(session: Session, company: Company, now: datetime) -> None:
    """What should have left before now and was put off leaves now; what is planned for later stays so."""
    events = select(CompanyEvent.id).where(CompanyEvent.company_id == company.id)
    waiting = (
        OutboxMessage.audience == Audience.COMPANY,
        OutboxMessage.company_event_id.in_(events),
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
        OutboxMessage.posted_at <= now,
    )
    session.execute(update(OutboxMessage).where(*waiting).values(due_at=now))


def is_yet_to_hear(session: Session, seat: Seat) -> bool:
    """Whether the letter about what happened to this seat last has not left."""
    waiting = (
        OutboxMessage.audience == Audience.COMPANY,
        OutboxMessage.once.is_(None),
        OutboxMessage.sent_at.is_(None),
        OutboxMessage.given_up_at.is_(None),
    )
    last = (CompanyEvent.company_id == seat.company_id, CompanyEvent.sequence == seat.sequence)
    said = select(OutboxMessage.id).join(CompanyEvent).where(*waiting, *last)
    return session.scalar(said.limit(1)) is not None


def introduction_of(session: Session, member: Member, reference: str) -> Introduction:
    """A company that was introduced to this member's association: of any other, nobody there has heard."""
    return found(
        session.scalars(
            select(Introduction)
            .join(Company)
            .where(Introduction.association_id == member.association_id, Company.reference == reference)
        ).one_or_none()
    )


def introductions_to(session: Session, member: Member) -> list[Introduction]:
    return list(
        session.scalars(
            select(Introduction)
            .join(Company)
            .where(Introduction.association_id == member.association_id, Company.state.not_in(OVER))
            .order_by(Introduction.id.desc())
        )
    )


def sessions_to_come(session: Session, now: datetime) -> list[Webinar]:
    """Held or cancelled, in order."""
    return list(session.scalars(select(Webinar).where(Webinar.starts_at > now).order_by(Webinar.starts_at)))


def session_of_week(session: Session, week: date) -> Webinar | None:
    return sessions_of_weeks(session, [week]).get(week)


def sessions_of_weeks(session: Session, weeks: Collection[date]) -> dict[date, Webinar]:
    """By week, for those that have one."""
    return {each.week: each for each in session.scalars(select(Webinar).where(Webinar.week.in_(weeks)))}


def seats_at(session: Session, webinar: Webinar) -> list[Seat]:
    return list(
        session.scalars(
            select(Seat).where(Seat.webinar_id == webinar.id, Seat.given_back_at.is_(None)).order_by(Seat.id)
        )
    )


def take_seat(session: Session, webinar_id: int, now: datetime) -> bool:
    """Take a seat at a session to come; False when none is left, whatever happens at the same instant."""
    taken = session.execute(
        update(Webinar)
        .where(
            Webinar.id == webinar_id,
            Webinar.seats_left > 0,
            Webinar.cancelled_at.is_(None),
            Webinar.starts_at > now,
        )
        .values(seats_left=Webinar.seats_left - 1)
        .execution_options(synchronize_session="fetch")
        .returning(Webinar.id)
    )
    return taken.one_or_none() is not None


def give_seat_back(session: Session, webinar_id: int) -> None:
    session.execute(
        update(Webinar)
        .where(Webinar.id == webinar_id)
        .values(seats_left=Webinar.seats_left + 1)
        .execution_options(synchronize_session="fetch")
    )


def hold_sessions(session: Session, *webinar_ids: int) -> None:
    """Hold these sessions, in one order for everybody, so that two companies that swap never wait for each other."""
    held = select(Webinar.id).where(Webinar.id.in_(webinar_ids)).order_by(Webinar.id).with_for_update()
    session.execute(held).all()


def stranded_seats(session: Session, now: datetime) -> list[int]:
    """Companies that hold a seat at a session to come that was cancelled."""
    return list(
        session.scalars(
            select(Seat.company_id)
            .join(Webinar)
            .where(Seat.given_back_at.is_(None), Webinar.cancelled_at.is_not(None), Webinar.starts_at > now)
            .order_by(Seat.id)
        )
    )


def reschedule_empty(session: Session, webinar_id: int, **changes: object) -> None:
    """Change a session to come as long as nobody holds a seat there."""
    session.execute(
        update(Webinar)
        .where(Webinar.id == webinar_id, Webinar.seats_left == Webinar.seats)
        .values(**changes)
        .execution_options(synchronize_session="fetch")
    )


def late_companies(session: Session, today: date) -> Iterable[str]:
    """References of companies whose next date has passed."""
    return session.scalars(
        select(Company.reference).where(Company.next_on < today).order_by(Company.next_on, Company.id)
    )


def how_many_to_call(session: Session, today: date) -> int:
    """Companies to which the desk comes back today, or should have."""
    return session.scalar(select(func.count()).select_from(Company).where(Company.next_on <= today)) or 0


def companies_to_forget(session: Session, now: datetime) -> list[int]:
    return list(session.scalars(past_keeping(now).order_by(Company.id)))


def past_keeping(now: Moment) -> Select[int]:
    return select(Company.id).where(Company.forget_at <= now)
