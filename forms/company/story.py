"""How far a company has come, told to it: what happened, what is happening now, what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType

from flask_babel import gettext as _

from forms.company.moments import session_in_words
from forms.days import on_one_line
from forms.story import Moment
from hub.calendar import civil
from hub.models import Company
from hub.partnership import OVER, CompanyState
from hub.webinars import called_off, held_seat
from hub.wording import N_

CALL = N_("Nous prenons contact avec vous pour préciser ce que vous cherchez")
INTRODUCTION = N_("Nous vous présentons une ou plusieurs associations")
BUILD = N_("Vous construisez la suite avec elles")
CALLED = N_("Nous nous sommes parlé")
AHEAD: Mapping[CompanyState, tuple[str, ...]] = MappingProxyType(
    {
        CompanyState.TO_CALL: (CALL, INTRODUCTION, BUILD),
        CompanyState.NEEDS_DEFINED: (INTRODUCTION, BUILD),
        CompanyState.INTRODUCED: (BUILD,),
        CompanyState.UNDER_WAY: (),
    }
)
"""What is happening now, then what comes next."""


def tell(company: Company, *, now: datetime) -> list[Moment]:
    ahead = AHEAD.get(company.state, ())
    return [
        *_past(company, now),
        *(_coming(said, company, now.date(), first=at == 0) for at, said in enumerate(ahead)),
    ]


def _past(company: Company, now: datetime) -> Iterator[Moment]:
    yield Moment(
        "done", "check", _("Votre demande est arrivée"), when=on_one_line(civil(company.received_at))
    )
    if cancelled := called_off(company):
        title = _("Le webinaire où vous étiez attendu a été annulé")
        yield Moment("done", "people", title, when=session_in_words(cancelled.starts_at))
    elif seat := held_seat(company):
        over = seat.webinar.ends_at <= now
        title = _("Vous étiez attendu au webinaire") if over else _("Votre place au webinaire est réservée")
        yield Moment("done", "people", title, when=session_in_words(seat.webinar.starts_at))
    if company.state in {CompanyState.NEEDS_DEFINED, CompanyState.INTRODUCED, CompanyState.UNDER_WAY}:
        yield Moment("done", "phone", _(CALLED))
    for introduction in company.introductions:
        title = _("Présentation à %(name)s", name=introduction.association.name)
        yield Moment("met", "bridge", title, when=on_one_line(civil(introduction.introduced_at)))
    if company.state is CompanyState.UNDER_WAY:
        yield Moment("met", "bridge", _("Le partenariat est en route"))
    if company.state in OVER:
        yield Moment("done", "check", _("Votre demande est close"))


def _coming(said: str, company: Company, today: date, *, first: bool) -> Moment:
    by = company.next_on if first and said is CALL else None
    when = _("Au plus tard le %(day)s", day=on_one_line(by)) if by and by >= today else ""
    return Moment("now" if first else "next", "clock" if first else "dots", _(said), when=when)
