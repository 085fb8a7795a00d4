"""An explanation on plain lines, as the command prints it; and who was asked, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from hub import calendar
from hub.explaining.reading import Decided, Ranked, WhyNot
from hub.lifecycle import OfferState
from hub.models import Offer, Referral
from hub.wording import N_

OFFER_STATES: Mapping[OfferState, str] = MappingProxyType(
    {
        OfferState.OPEN: N_("proposée"),
        OfferState.OVERDUE: N_("en retard"),
        OfferState.ACCEPTED: N_("acceptée"),
        OfferState.DECLINED: N_("déclinée"),
        OfferState.EXPIRED: N_("restée sans réponse"),
        OfferState.RECALLED: N_("reprise"),
        OfferState.RETURNED: N_("rendue après un oui"),
    }
)
PRIORITY = N_(
    "Public prioritaire\u202f: les places gardées lui sont ouvertes, et une réponse est attendue plus tôt."
)
NOT_PRIORITY = N_("Hors publics prioritaires\u202f: les places gardées pour eux ne lui sont pas ouvertes.")
PASSED_BY = N_("Choisie par l’association référente, %s, à qui la fiche était proposée.")
UNKNOWN_THEN = N_("Pas encore dans l’annuaire ce jour-là.")
READS_NOTHING = N_("L’association n’en lit rien\u202f: ce n’est pas elle qui a été sollicitée ce jour-là.")
NOBODY_FITS = N_("Aucune association ne convient et n’a de place.")


@dataclass(frozen=True, slots=True)
class Story:
    """All decisions of a referral, the first first, and the offers that came of them or of the desk."""

    referral: Referral
    decisions: tuple[Decided, ...]

    @property
    def latest(self) -> Decided | None:
        return self.decisions[-1] if self.decisions else None

    def asked_by(self, decided: Decided) -> Offer | None:
        """The offer made in the same piece of work as this decision."""
        made = (offer for offer in self.referral.offers if offer.made_at == decided.decided_at)
        return next((offer for offer in made if decided.rank_of(offer.association.slug)), None)

    def passed_by(self, offer: Offer) -> str | None:
        """The name of the association référente that chose it, which brings an association to the front."""
        givers = (each for each in self.referral.offers if each.passed_to_id == offer.association_id)
        return next((giver.association.name for giver in givers), None)


def lines(story: Story, *, only: str | None = None) -> Iterator[str]:
    """``only``: the slug of the one association to speak of."""
    reference, count = story.referral.reference, len(story.decisions)
    yield f"Dossier {reference}"
    yield from _asked(story.referral.offers)
    for number, decided in enumerate(story.decisions, start=1):
        yield ""
        yield f"Décision {number} sur {count}, {_moment(decided.decided_at)}, règlement {decided.rule_book}"
        yield from (f"  {line}" for line in context(decided))
        if offer := story.asked_by(decided):
            yield f"  Sollicitée\u202f: {offer.association.name}"
            if giver := story.passed_by(offer):
                yield f"  {PASSED_BY % giver}"
        yield from _of_one(story, decided, only) if only else _of_all(decided)


def context(decided: Decided) -> Iterator[str]:
    """What held for every association: the priority, the rules of the territory, the consortia of the school."""
    if decided.is_priority is not None:
        yield PRIORITY if decided.is_priority else NOT_PRIORITY
    if decided.overrides:
        yield f"Règles du territoire\u202f: {', '.join(decided.overrides)}."
    if decided.consortia:
        yield f"Consortium\u202f: {', '.join(decided.consortia)}."


def _asked(offers: Iterable[Offer]) -> Iterator[str]:
    for place, offer in enumerate(offers, start=1):
        ended = f" {_moment(offer.answered_at)}" if offer.answered_at else ""
        asked = f"  {place}. {offer.association.name}, sollicitée {_moment(offer.made_at)}"
        state = f"passée, pour {offer.passed_to.name}" if offer.passed_to else OFFER_STATES[offer.state]
        yield f"{asked}\u202f: {state}{ended}"


def _of_all(decided: Decided) -> Iterator[str]:
    if not decided.ranked:
        yield f"  {NOBODY_FITS}"
    for ranked in decided.ranked:
        yield from _ranked(ranked)
    if decided.ties:
        yield f"  {decided.ties}"
    if decided.without_room:
        yield f"  Conviendraient avec une place\u202f: {', '.join(decided.without_room)}"
    for group in decided.ruled_out:
        yield from _group(group)


def _of_one(story: Story, decided: Decided, slug: str) -> Iterator[str]:
    if (ranked := decided.rank_of(slug)) is None:
        yield f"  {decided.why_not(slug) or UNKNOWN_THEN}"
        return
    yield from _ranked(ranked)
    offer = story.asked_by(decided)
    if offer is None or offer.association.slug != slug:
        yield f"  {READS_NOTHING}"
        return
    yield "  Ce que l’association en lit\u202f:"
    yield from (f"    {sentence}" for sentence in offer.because)


def _ranked(ranked: Ranked) -> Iterator[str]:
    marks = f" ({', '.join(ranked.marks)})" if ranked.marks else ""
    yield f"  {ranked.rank}. {ranked.name}\u202f: {counted(ranked.points)}{marks}"
    yield from (f"     {part.points:4}  {part.words}" for part in ranked.parts)
    if not ranked.parts:
        yield from (f"     {sentence}" for sentence in ranked.because)


def _group(group: WhyNot) -> Iterator[str]:
    yield f"  {group.title} ({group.count})"
    for reason in group.reasons:
        yield f"    {reason.sentence}"
        yield f"      {', '.join(name for _, name in reason.associations)}"


def counted(points: int) -> str:
    return f"{points} point" if points < 2 else f"{points} points"  # noqa: PLR2004


def _moment(at: datetime) -> str:
    clock = at.astimezone(calendar.PARIS)
    return f"le {calendar.in_words(clock.date())} {clock:%Y à %H\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}%M}"
