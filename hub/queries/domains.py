"""The domains from which professionals write, and what the desk said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from hub.lifecycle import ReferralState
from hub.models import Domain, Prescriber, Referral


class Seen(NamedTuple):
    """A domain from which professionals write: how many they are, and since when the last of them is known."""

    name: str
    prescribers: int
    last_at: datetime


def judged(session: Session, name: str) -> Domain | None:
    """What the desk said of this domain, or else of the nearest one above it."""
    known = session.scalars(select(Domain).where(Domain.name.in_(_above(name))))
    return nearest(name, {row.name: row for row in known})


def all_judged(session: Session) -> dict[str, Domain]:
    """Everything the desk said, by the domain's name, in the order of the alphabet."""
    rows = session.scalars(select(Domain).options(joinedload(Domain.judged_by)).order_by(Domain.name))
    return {row.name: row for row in rows}


def nearest(name: str, known: Mapping[str, Domain]) -> Domain | None:
    """What was said of the domain itself, or of the nearest one above it."""
    return next((known[each] for each in _above(name) if each in known), None)


def waiting_at(session: Session, name: str) -> list[Prescriber]:
    """Professionals of this domain, or of one below it, on whom somebody's registration waits."""
    there = or_(Prescriber.domain == name, Prescriber.domain.endswith(f".{name}", autoescape=True))
    waits = exists().where(
        Referral.prescriber_id == Prescriber.id, Referral.state == ReferralState.AWAITING_CHECK
    )
    return list(session.scalars(select(Prescriber).where(there, waits).order_by(Prescriber.id)))


def seen(session: Session, *, called: str, most: int, after: int) -> list[Seen]:
    """Those from which most professionals write first."""
    how_many = func.count(Prescriber.id)
    rows = session.execute(
        select(Prescriber.domain, how_many, func.max(Prescriber.registered_at))
        .where(*([Prescriber.domain.contains(called.lower(), autoescape=True)] if called else []))
        .group_by(Prescriber.domain)
        .order_by(how_many.desc(), Prescriber.domain)
        .limit(most)
        .offset(after)
    )
    return [Seen(*row) for row in rows]


def young_people(session: Session, names: Iterable[str]) -> dict[str, int]:
    """How many registrations came from each of these domains."""
    rows = session.execute(
        select(Prescriber.domain, func.count())
        .join(Referral, Referral.prescriber_id == Prescriber.id)
        .where(Prescriber.domain.in_(list(names)))
        .group_by(Prescriber.domain)
    )
    return {name: count for name, count in rows}


def _above(name: str) -> list[str]:
    """Itself first; never a country, nor all of .fr."""
    labels = name.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
