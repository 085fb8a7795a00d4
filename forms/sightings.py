"""Who saw what of somebody, told to them: the disclosure receipt of the tracking page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from flask_babel import gettext as _

from forms.days import on_one_line
from hub.calendar import civil
from hub.lifecycle import HELD, LIVE, OfferState
from hub.models import GlassReason, Offer, Referral
from hub.queries import sightings
from hub.vocabulary import Audience
from hub.wording import N_
from hub.work import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The same facts to a young person, to their guardian, to a mentor."""

    read: str
    read_later: str
    accepted: str
    no_longer: str
    broken: str
    nobody: str
    ours: str


CARD = N_("%(name)s n’a vu qu’une fiche sans nom, le %(day)s.")
ONE_OF_THEM = N_("Une association")
SAID_YES = frozenset({OfferState.ACCEPTED, OfferState.RETURNED})
UNOPENED = N_("%(name)s a reçu une fiche sans nom, et ne l’a pas ouverte.")
NOT_YET = N_("%(name)s a reçu une fiche sans nom, et ne l’a pas encore ouverte.")
WHY: Mapping[GlassReason, str] = MappingProxyType(
    {
        GlassReason.DANGER: N_("quelqu’un était peut-être en danger"),
        GlassReason.RIGHTS: N_("pour répondre à une demande sur ces données"),
        GlassReason.JUSTICE: N_("la justice ou une autorité l’a demandé par écrit"),
        GlassReason.IMPOSTURE: N_("l’inscription semblait faite au nom de quelqu’un d’autre"),
    }
)
TO_YOUNG_PERSON = Words(
    read=N_("Le %(day)s, %(name)s a accepté et a vu ton nom."),
    read_later=N_("%(name)s a accepté le %(accepted)s et a vu ton nom le %(day)s."),
    accepted=N_("%(name)s a accepté le %(accepted)s, et n’a pas encore ouvert ton nom."),
    no_longer=N_("%(name)s a vu ton nom le %(day)s, et ne peut plus le lire."),
    broken=N_("Le %(day)s, notre équipe a dû lire ton nom, à deux\u202f: %(why)s."),
    nobody=N_("Personne n’a vu ton nom."),
    ours=N_(
        "Notre équipe ne voit que la fiche, comme les associations. Pour lire ton nom, il lui faut une raison grave "
        "et deux personnes\u202f: cette page le dirait."
    ),
)
TO_GUARDIAN = Words(
    read=N_("Le %(day)s, %(name)s a accepté et a vu le nom de l’enfant."),
    read_later=N_("%(name)s a accepté le %(accepted)s et a vu le nom de l’enfant le %(day)s."),
    accepted=N_("%(name)s a accepté le %(accepted)s, et n’a pas encore ouvert le nom de l’enfant."),
    no_longer=N_("%(name)s a vu le nom de l’enfant le %(day)s, et ne peut plus le lire."),
    broken=N_("Le %(day)s, notre équipe a dû lire le nom de l’enfant, à deux\u202f: %(why)s."),
    nobody=N_("Personne n’a vu le nom de l’enfant."),
    ours=N_(
        "Notre équipe ne voit que la fiche, comme les associations. Pour lire un nom, il lui faut une raison grave "
        "et deux personnes\u202f: cette page le dirait."
    ),
)
TO_ADULT = Words(
    read=N_("Le %(day)s, %(name)s a accepté et a vu votre nom."),
    read_later=N_("%(name)s a accepté le %(accepted)s et a vu votre nom le %(day)s."),
    accepted=N_("%(name)s a accepté le %(accepted)s, et n’a pas encore ouvert votre nom."),
    no_longer=N_("%(name)s a vu votre nom le %(day)s, et ne peut plus le lire."),
    broken=N_("Le %(day)s, notre équipe a dû lire votre nom, à deux\u202f: %(why)s."),
    nobody=N_("Personne n’a vu votre nom."),
    ours=N_(
        "Notre équipe ne voit que la fiche, comme les associations. Pour lire votre nom, il lui faut une raison grave "
        "et deux personnes\u202f: cette page le dirait."
    ),
)
WORDS: Mapping[Audience, Words] = MappingProxyType(
    {Audience.YOUNG_PERSON: TO_YOUNG_PERSON, Audience.GUARDIAN: TO_GUARDIAN}
)
"""Everybody else is an adult who follows their own."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """``named``: the name was seen, not a card alone."""

    named: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """``nobody``: what to say while no name was seen."""

    seen: list[Sighting]
    nobody: str
    ours: str


def receipt(work: Work, referral: Referral) -> Receipt:
    """Everybody who saw something of them, in the order in which they were asked."""
    words = WORDS.get(referral.correspondent, TO_ADULT)
    read = sightings.first_readings(work.session, referral.id)
    offers = sightings.offers_with_associations(work.session, referral.id)
    seen = [
        _by_association(offer, read.get(offer.id), referral, words, name=_called(offer, offers))
        for offer in offers
    ]
    for glass in sightings.broken_glasses(work.session, referral.id):
        told = _(words.broken, day=_day(glass.opened_at), why=_(WHY[glass.reason]))
        seen.append(Sighting(True, told))
    nobody = "" if any(each.named for each in seen) else _(words.nobody)
    return Receipt(seen, nobody, _(words.ours))


def _called(offer: Offer, offers: Sequence[Offer]) -> str:
    """Until one of them has said yes, whoever is asked is an association among others; whoever still reads, always."""
    answered = any(each.state in SAID_YES for each in offers) and offer.state not in LIVE
    return offer.association.name if answered else str(_(ONE_OF_THEM))


def _by_association(
    offer: Offer, read_at: datetime | None, referral: Referral, words: Words, *, name: str
) -> Sighting:
    day = _day(read_at)
    if read_at is None:
        return Sighting(False, _of_the_card(offer, referral, words, name=name))
    if offer.state is not OfferState.ACCEPTED or referral.state not in HELD:
        return Sighting(True, _(words.no_longer, name=name, day=day))
    accepted = _day(offer.answered_at)
    said = words.read if accepted == day else words.read_later
    return Sighting(True, _(said, name=name, day=day, accepted=accepted))


def _of_the_card(offer: Offer, referral: Referral, words: Words, *, name: str) -> str:
    if offer.state is OfferState.ACCEPTED and referral.state in HELD:
        return str(_(words.accepted, name=name, accepted=_day(offer.answered_at)))
    if offer.seen_at:
        return str(_(CARD, name=name, day=_day(offer.seen_at)))
    return str(_(NOT_YET if offer.state in LIVE else UNOPENED, name=name))


def _day(moment: datetime | None) -> str:
    return on_one_line(civil(moment)) if moment else ""
