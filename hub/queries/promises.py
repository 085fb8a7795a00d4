"""Questions about promises: the first date shown to each young person, how often it moved, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from hub.models import JourneyEvent, Referral
from hub.queries.counts import ANSWERING
from hub.vocabulary import Kind, Step


class Fate(StrEnum):
    """What came of a promise.  ``LATER``: kept at a date that was shown later, with an apology."""

    FIRST = "first"
    LATER = "later"
    MISSED = "missed"
    TO_COME = "to_come"


def promised(session: Session, since: datetime, until: datetime, today: date) -> list[tuple[Fate, int, int]]:
    """Of young people received then to whom a date was shown: what came of it, how often it moved, how many they are.

    Dates count until the first answer.  Whoever withdrew before it waits for nothing, and is left out.
    """
    shown = _shown(since, until).subquery()
    answered_on = func.date(shown.c.over)
    fate = case(
        (answered_on <= shown.c.first, Fate.FIRST),
        (answered_on <= shown.c.last, Fate.LATER),
        (and_(shown.c.over.is_(None), shown.c.last >= today), Fate.TO_COME),
        else_=Fate.MISSED,
    )
    rows = session.execute(
        select(fate, shown.c.moved, func.count())
        .where(or_(shown.c.over.is_not(None), shown.c.left.is_(None)))
        .group_by(fate, shown.c.moved)
    )
    return [(Fate(each), moved, many) for each, moved, many in rows]


def _shown(since: datetime, until: datetime) -> Any:
    """For each: the first and the last date, how many others came between, when the answer came, or they left."""
    answer = (
        select(
            JourneyEvent.referral_id,
            func.min(JourneyEvent.id).label("id"),
            func.min(JourneyEvent.happened_at).label("at"),
        )
        .where(JourneyEvent.step.in_(ANSWERING))
        .group_by(JourneyEvent.referral_id)
        .subquery()
    )
    return (
        select(
            func.min(JourneyEvent.promised_by).label("first"),
            func.max(JourneyEvent.promised_by).label("last"),
            (func.count(JourneyEvent.promised_by.distinct()) - 1).label("moved"),
            func.min(answer.c.at).label("over"),
            func.min(case((JourneyEvent.step == Step.WITHDRAWN, JourneyEvent.happened_at))).label("left"),
        )
        .select_from(Referral)
        .join(JourneyEvent, JourneyEvent.referral_id == Referral.id)
        .outerjoin(answer, answer.c.referral_id == Referral.id)
        .where(
            *(Referral.kind == Kind.YOUNG_PERSON, JourneyEvent.promised_by.is_not(None)),
            *(Referral.received_at >= since, Referral.received_at < until),
            or_(answer.c.id.is_(None), JourneyEvent.id <= answer.c.id),
        )
        .group_by(Referral.id)
    )
