"""What letters tell somebody who hears nothing: since when, where it stands, when we write again, what else helps."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from emails.markup import Facts
from emails.tongues import FRENCH, Tongue
from hub import calendar, forecasts, opinions, other_ways
from hub.lifecycle import ReferralState
from hub.models import JourneyEvent, Referral
from hub.queries import timers
from hub.queries.forecasts import BEGINS
from hub.vocabulary import Engagement, Need, Step, TimerKind
from hub.wording import N_
from hub.work import Work

STANDS: Mapping[ReferralState, str] = MappingProxyType(
    {
        ReferralState.LOOKING: N_("Nous cherchons l’association qui convient."),
        ReferralState.OFFERED: N_(
            "En ce moment, une association lit la demande, sans savoir de qui elle vient."
        ),
        ReferralState.WAITING: N_(
            "Des associations conviennent, mais aucune n’a de place libre aujourd’hui. La demande est gardée, et "
            "proposée dès qu’une place se libère."
        ),
        ReferralState.WITH_DESK: N_(
            "Une personne de notre équipe cherche elle-même, toujours sans voir de nom."
        ),
    }
)
WHILE_NOBODY_SAYS_YES = frozenset({Step.ON_IT, Step.NO_SOLUTION})
ONE_WAY = N_("%(title)s\u202f: %(text)s")


def facts(work: Work, event: JourneyEvent, said_in: Tongue) -> Facts:
    """For a letter that nobody asked for, while a yes is awaited; nothing for any other."""
    if event.step is Step.GUARDIAN_REMINDED:
        return {"again_date": _next_day(work, event.referral, TimerKind.REMIND_GUARDIAN, said_in)}
    if event.step not in WHILE_NOBODY_SAYS_YES:
        return {}
    return {
        **_promise(work, event, said_in),
        "waited_days": str((calendar.civil(work.now) - calendar.civil(event.referral.received_at)).days),
        "stand": said_in.say(STANDS[event.referral.state]),
        "news_date": _next_day(work, event.referral, TimerKind.SAY_NO_SOLUTION, said_in),
    }


def forecast(work: Work, event: JourneyEvent, tracking_token: str) -> Facts:
    """Days within which half, and nine in ten, of those like them are answered: told as the search begins.

    Where both are the same, nine in ten says it all.
    """
    begins = event.step in BEGINS
    told = forecasts.forecast_of(work, event.referral, tracking_token) if begins else None
    half, nine = (told.half, told.nine) if told else (None, None)
    return {"half_days": str(half or "") if half != nine else "", "nine_days": str(nine or "")}


def around_an_end(work: Work, event: JourneyEvent, link: str) -> Facts:
    """Where to answer two questions, empty when there is nothing to answer; where a mentor may have their name kept.

    ``link`` holds a place for the page.
    """
    asks = opinions.may_say(work, event.referral)
    return {"opinion_link": link % "avis" if asks else "", "keep_link": link % "garder"}


def ways_in_words(need: Need | Engagement, said_in: Tongue) -> str:
    """One a line.  Their addresses are on our own page: a letter leads nowhere else."""
    ways = other_ways.for_need(need) if isinstance(need, Need) else []
    said = [way.said.get(said_in.code) or way.said[FRENCH] for way in ways]
    return "\n".join(said_in.say(ONE_WAY, title=one.title, text=one.text) for one in said)


def _promise(work: Work, event: JourneyEvent, said_in: Tongue) -> Facts:
    """A date that has passed was not kept, and is said so."""
    day = event.promised_by
    missed = day is not None and day < calendar.civil(work.now)
    return {
        "promised_date": "" if missed else said_in.day(day),
        "missed_date": said_in.day(day) if missed else "",
    }


def _next_day(work: Work, referral: Referral, kind: TimerKind, said_in: Tongue) -> str:
    """When the same will be said again, if it will."""
    coming = (each.due_at for each in timers.to_come(work.session, referral.id) if each.kind is kind)
    return said_in.day_of(next(coming, None))
