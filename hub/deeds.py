"""Doing what is due, once: whoever comes second, or late, or with a clock that jumped, finds it done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hub import afterwards, queries, silences, timers
from hub.models import Timer
from hub.queries import timers as rows
from hub.vocabulary import TimerKind
from hub.work import Work

DEEDS: Mapping[TimerKind, Callable[[Work, Timer], None]] = MappingProxyType(
    {
        TimerKind.REMIND_GUARDIAN: silences.remind_guardian,
        TimerKind.SAY_ON_IT: silences.say_on_it,
        TimerKind.SAY_NO_SOLUTION: silences.say_no_solution,
        TimerKind.ASK_IF_CONTACTED: silences.ask_if_contacted,
        TimerKind.SAY_UNREACHABLE: silences.say_unreachable,
        TimerKind.END_UNREACHABLE: silences.end_unreachable,
        TimerKind.ASK_IF_TOGETHER: silences.ask_if_together,
        TimerKind.HOW_IT_WAS: afterwards.ask_how_it_was,
        TimerKind.WRITTEN_AGREEMENT: afterwards.await_agreement,
        TimerKind.FORGOTTEN_SOON: afterwards.announce_forgetting,
    }
)


def run(work: Work, timer_id: int) -> None:
    """Safe to call at any time and twice.  The deed and its crossing off are one transaction.

    The referral is held before its timer, as whoever answers does: two hands never wait for each other.
    """
    known = work.session.get(Timer, timer_id)
    if known is None:
        return
    referral = queries.hold(work.session, known.referral)
    timer = rows.to_run(work.session, timer_id, work.now)
    if timer is None:
        return
    timer.done_at = work.now
    work.flush()
    overtaking = timers.OVERTAKEN_BY.get(timer.kind, ())
    is_true = referral.state in timers.TRUE_WHILE[timer.kind]
    if is_true and not rows.is_overtaken(work.session, timer, overtaking, work.now):
        DEEDS[timer.kind](work, timer)
