"""What the desk of the story does in its last weeks: it takes files, asks professionals, rests an association."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, select

from hub import calendar, desk, prescribing, queries
from hub.lifecycle import ReferralState
from hub.mailboxes import is_free_mail
from hub.models import (
    Asked,
    Association,
    Charge,
    Member,
    Question,
    Referral,
    Said,
    Standing,
    Subject,
)
from hub.queries import domains
from hub.work import Hub, Work

BEGINS, JUDGES, RESTS = 95, 100, 105
"""The working days of the story from which the desk looks, and on which something happens once."""
ASKS_EVERY, ANSWERS_AFTER = 3, timedelta(days=2)
AT_REST = 7
SILENT_ANSWER = 4
"""One question in so many gets no answer."""


class DeskDays:
    """Nothing here is left to chance: the same story each time."""

    def __init__(self) -> None:
        self._day = 0

    def live(self, hub: Hub) -> None:
        """One working day."""
        if self._day >= BEGINS:
            with hub.begin() as work:
                me = queries.desk_members(work.session)[0]
                _take_one(work, me)
                _answer(work)
                if self._day % ASKS_EVERY == 0:
                    _ask(work, me)
                self._once(work, me)
        self._day += 1

    def _once(self, work: Work, me: Member) -> None:
        if self._day == JUDGES:
            _judge(work, me)
        if self._day == RESTS and (row := work.session.get(Association, AT_REST)):
            desk.suspend(work, row)


def _take_one(work: Work, me: Member) -> None:
    taken = select(Charge.row_id).where(Charge.subject == Subject.REFERRAL)
    row = _with_desk(work, Referral.id.not_in(taken))
    if row:
        back = calendar.add_working_days(calendar.civil(work.now), ASKS_EVERY)
        desk.look_after(work, Subject.REFERRAL, row.id, owner=me, next_at=calendar.end_of_day(back))


def _ask(work: Work, me: Member) -> None:
    row = _with_desk(
        work, Referral.prescriber_id.is_not(None), Referral.id.not_in(select(Question.referral_id))
    )
    if row:
        desk.ask_prescriber(work, row, Asked.REMOTE, by=me)


def _answer(work: Work) -> None:
    asked_before = Question.asked_at <= work.now - ANSWERS_AFTER
    for question in work.session.scalars(select(Question).where(Question.said.is_(None), asked_before)):
        if question.id % SILENT_ANSWER:
            desk.answer(work, question, Said.YES if question.id % 2 else Said.UNKNOWN)


def _judge(work: Work, me: Member) -> None:
    """The organisation from which most professionals write is verified, the next is looked at first."""
    seen = [each.name for each in domains.seen(work.session, called="", most=9, after=0)]
    proving = [name for name in seen if not is_free_mail(name)]
    for name, standing in zip(proving, (Standing.VERIFIED, Standing.TO_CHECK), strict=False):
        prescribing.judge_domain(work, name, standing, by=me)


def _with_desk(work: Work, *which: ColumnElement[bool]) -> Referral | None:
    rows = select(Referral).where(Referral.state == ReferralState.WITH_DESK, *which)
    return work.session.scalars(rows.order_by(Referral.next_at, Referral.id).limit(1)).one_or_none()
