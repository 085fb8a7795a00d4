"""One person's path in words: where it stands, how far it came, what happened and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from associations import card_words
from associations.portal.accompaniments import words
from associations.wording import in_words
from hub import calendar
from hub.lifecycle import OfferState, ReferralState
from hub.models import Accompaniment, Offer
from hub.vocabulary import AttemptOutcome

Stage = tuple[str, str, str]
DONE, NOW, TO_COME = "done", "now", "to-come"
DAYS_IN_A_MONTH = 30


def standing(accompaniment: Accompaniment) -> str:
    """``Acceptée lundi 2 mars, 2 essais``, in the order in which things happen."""
    if pair := accompaniment.pair:
        return str(_("Ensemble depuis %(day)s", day=day_and_year(pair.since)))
    if accompaniment.ended_at:
        return _before_the_end(accompaniment)
    if accompaniment.contacted_at:
        since = _("En contact depuis %(day)s", day=in_words(accompaniment.contacted_at))
        waits = accompaniment.waits_for
        return f"{since}, {_(words.WAITS[waits]).lower()}" if waits else str(since)
    accepted = _("Acceptée %(day)s", day=in_words(accompaniment.began_at))
    tries = len(accompaniment.attempts)
    return f"{accepted}, {ngettext('%(num)d essai', '%(num)d essais', tries)}" if tries else str(accepted)


def _before_the_end(accompaniment: Accompaniment) -> str:
    if not accompaniment.pairs:
        return str(_("Acceptée %(day)s", day=day_and_year(calendar.civil(accompaniment.began_at))))
    first, last = accompaniment.pairs[0], accompaniment.pairs[-1]
    until = last.ended_on or calendar.civil(accompaniment.ended_at or accompaniment.began_at)
    days = (until - first.since).days
    months = ngettext("un mois", "%(num)d mois", days // DAYS_IN_A_MONTH) if days >= DAYS_IN_A_MONTH else ""
    return str(
        _("Binôme pendant %(long)s", long=months or ngettext("un jour", "%(num)d jours", max(days, 1)))
    )


def how_it_left(offer: Offer) -> str:
    """Why it is over though the association did not end it."""
    if offer.state is OfferState.RETURNED:
        return str(_("Rendue"))
    if offer.referral.state is ReferralState.WITHDRAWN:
        return str(_("Demande retirée par la personne"))
    return str(_("Effacée au terme de sa durée"))


def path(accompaniment: Accompaniment, now: datetime) -> list[Stage]:
    """Accepted, in contact, in a pair, ended: each with its day, and whether it is done, under way or to come."""
    titles = (_("Oui de votre part"), _("Premier contact"), _("Binôme"), _("Fin"))
    pairs, pair, ended = accompaniment.pairs, accompaniment.pair, accompaniment.ended_at
    met = pairs[-1].since if pairs and (pair or ended) else None
    days = (accompaniment.began_at, accompaniment.contacted_at, met, ended)
    waits = None if ended else 2 if pair else next(place for place, day in enumerate(days) if day is None)
    stages: list[Stage] = []
    for place, (title, day) in enumerate(zip(titles, days, strict=True)):
        tense = NOW if place == waits else DONE if day else TO_COME
        when = in_words(day) if day else words.due(accompaniment, now) if tense == NOW else ""
        stages.append((str(title), str(when), tense))
    return stages


def past(accompaniment: Accompaniment) -> list[tuple[date, str]]:
    """What was done, by day; on one day, in the order of the path."""
    return sorted(_happened(accompaniment), key=lambda each: each[0])


def _happened(accompaniment: Accompaniment) -> Iterator[tuple[date, str]]:
    yield calendar.civil(accompaniment.began_at), _("Votre association dit oui")
    for attempt in accompaniment.attempts:
        if attempt.outcome is not AttemptOutcome.REACHED:
            channel, outcome = _(words.CHANNELS[attempt.channel]), _(words.ATTEMPT_OUTCOMES[attempt.outcome])
            yield attempt.made_on, f"{channel}, {outcome.lower()}"
    if accompaniment.contacted_at:
        yield calendar.civil(accompaniment.contacted_at), _("Premier contact")
    for pair in accompaniment.pairs:
        yield pair.since, _("Binôme formé")
        if months := len(pair.follow_ups):
            last = pair.follow_ups[-1].noted_at
            yield (
                calendar.civil(last),
                ngettext("Binôme confirmé une fois", "Binôme confirmé, %(num)d mois en tout", months),
            )
        if pair.ended_on and pair.ended_because:
            yield (
                pair.ended_on,
                _("Fin du binôme : %(why)s", why=_(words.PAIR_ENDS[pair.ended_because]).lower()),
            )
    yield from _the_end(accompaniment)


def _the_end(accompaniment: Accompaniment) -> Iterator[tuple[date, str]]:
    if accompaniment.ended_at is None:
        return
    day, outcome = calendar.civil(accompaniment.ended_at), accompaniment.outcome
    yield day, _(words.OUTCOMES[outcome]) if outcome else how_it_left(accompaniment.offer)
    if accompaniment.satisfaction:
        yield (
            day,
            _(
                "Avis de la personne : %(words)s",
                words=_(words.SATISFACTIONS[accompaniment.satisfaction]).lower(),
            ),
        )


def wish(content: Mapping[str, Any]) -> str:
    """The card in a few words, below its title: what is wished, or offered."""
    said = dict(card_words.lines(content))
    return said.get(_("Souhait")) or said.get(_("Propose"), "")


def month_name(day: date) -> str:
    return calendar.MONTHS[day.month - 1]


def day_and_year(day: date) -> str:
    """``lundi 2 mars 2026``: a pair may be older than a year."""
    return f"{in_words(day)}\N{NO-BREAK SPACE}{day.year}"


FILTERS: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        **words.FILTERS,
        "standing": standing,
        "how_it_left": how_it_left,
        "path": path,
        "past": past,
        "month": month_name,
        "wish": wish,
        "day_and_year": day_and_year,
    }
)
