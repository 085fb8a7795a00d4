"""How long people like this one wait for an answer, in one sentence; nothing where too little is known."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from hub import forecasts, intake, queries
from hub.calendar import civil
from hub.forecasts import Forecast
from hub.intake import Receipt
from hub.lifecycle import ROUTABLE, ReferralState
from hub.models import Referral
from hub.queries.forecasts import searched_since
from hub.vocabulary import Audience, Engagement, Need
from hub.web import current_hub
from hub.wording import N_
from hub.work import Work

log = logging.getLogger(__name__)


class Whose(StrEnum):
    """Whose wait it is, for the words that say so."""

    YOURS = "tu"
    THEIRS = "vous"
    MENTORS = "mentor"


OF: Mapping[Audience, Whose] = MappingProxyType(
    {
        Audience.YOUNG_PERSON: Whose.YOURS,
        Audience.GUARDIAN: Whose.THEIRS,
        Audience.PRESCRIBER: Whose.THEIRS,
        Audience.MENTOR: Whose.MENTORS,
    }
)
"""By the referral's correspondent."""
SEARCHED = ROUTABLE | {ReferralState.WITH_DESK}


@dataclass(frozen=True, slots=True)
class Words:
    """``both``: half, and nine in ten; ``one``: as soon for nine in ten; ``half``: nine in ten is not known."""

    both: str
    one: str
    half: str
    so_far: str
    too_long: str


WORDS: Mapping[Whose, Words] = MappingProxyType(
    {
        Whose.YOURS: Words(
            N_(
                "Parmi les demandes comme la tienne, "
                "la moitié ont une réponse en %(half)s jours, et neuf sur dix en %(nine)s jours."
            ),
            N_("Parmi les demandes comme la tienne, neuf sur dix ont une réponse en %(nine)s jours."),
            N_(
                "Parmi les demandes comme la tienne, "
                "la moitié ont une réponse en %(half)s jours. Les autres attendent plus longtemps."
            ),
            N_("Nous cherchons pour toi depuis %(days)s jours."),
            N_("Nous cherchons pour toi depuis %(days)s jours : c’est plus long que d’habitude, désolés."),
        ),
        Whose.THEIRS: Words(
            N_(
                "Parmi les demandes comme celle-ci, "
                "la moitié ont une réponse en %(half)s jours, et neuf sur dix en %(nine)s jours."
            ),
            N_("Parmi les demandes comme celle-ci, neuf sur dix ont une réponse en %(nine)s jours."),
            N_(
                "Parmi les demandes comme celle-ci, "
                "la moitié ont une réponse en %(half)s jours. Les autres attendent plus longtemps."
            ),
            N_("Nous cherchons depuis %(days)s jours."),
            N_("Nous cherchons depuis %(days)s jours : c’est plus long que d’habitude, désolés."),
        ),
        Whose.MENTORS: Words(
            N_(
                "Parmi les candidatures comme la vôtre, "
                "la moitié ont une réponse en %(half)s jours, et neuf sur dix en %(nine)s jours."
            ),
            N_("Parmi les candidatures comme la vôtre, neuf sur dix ont une réponse en %(nine)s jours."),
            N_(
                "Parmi les candidatures comme la vôtre, "
                "la moitié ont une réponse en %(half)s jours. Les autres attendent plus longtemps."
            ),
            N_("Nous cherchons pour vous depuis %(days)s jours."),
            N_("Nous cherchons pour vous depuis %(days)s jours : c’est plus long que d’habitude, désolés."),
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """``now``: how long this one waits already, where it is worth saying; ``late``: longer than nine in ten."""

    said: str
    now: str
    late: bool
    half: int
    nine: int | None


def expected(need: Need | Engagement) -> Forecast | None:
    """Without its database, a page goes without its forecast."""
    try:
        with current_hub.read() as work:
            return forecasts.forecast_for(work, need)
    except SQLAlchemyError as error:
        log.warning("the forecast could not be read: %s", type(error).__name__)
        return None


def receipt_of(work: Work, form_token: str) -> Receipt | None:
    """The receipt of a form that was registered, with its forecast."""
    receipt = intake.receipt_of(work, form_token)
    if receipt is None:
        return None
    referral = queries.referral_by_reference(work.session, receipt.reference)
    return replace(receipt, forecast=forecasts.forecast_of(work, referral, receipt.tracking_token))


def told(forecast: Forecast | None, whose: Whose, *, waited: int = 0) -> Told | None:
    """``waited``: days since the search began."""
    if forecast is None:
        return None
    words, half, nine = WORDS[whose], forecast.half, forecast.nine
    said = words.half if nine is None else words.one if nine == half else words.both
    late = nine is not None and waited > nine
    now = words.too_long if late else words.so_far if waited > half else ""
    return Told(_(said, half=half, nine=nine), _(now, days=waited) if now else "", late, half, nine)


def still(work: Work, referral: Referral, tracking_token: str) -> Told | None:
    """For whoever follows a search that goes on: nothing before it began, nor once it is over."""
    if referral.state not in SEARCHED:
        return None
    began = searched_since(work.session, referral.id)
    waited = (civil(work.now) - civil(began)).days if began else 0
    forecast = forecasts.forecast_of(work, referral, tracking_token)
    return told(forecast, OF[referral.correspondent], waited=waited)
