"""Eight hands on one referral at the same instant: whoever they are, one wins, and the others read no name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from time import perf_counter

from hub import disclosure, membership, queries, seeking
from hub.lifecycle import HELD, OfferState, ReferralState
from hub.models import Hindrance
from tests.forms.conftest import Hidden
from tests.parts.arena import ACTORS, FIRST, HALF, SECOND, Answer, Arena, Hands, Move, posting
from tests.parts.people import CANARIES
from tests.parts.proposed import Proposed, proposed
from tests.parts.town import Town, association

KIND_ANSWERS = frozenset({200, 303, 409})
"""Done; done, look there; somebody was faster.  Everything else is an error page."""


@dataclass(slots=True)
class Found:
    """What came of the races of one story."""

    races: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Race:
    """One referral, and who moves: the first association's four, then the four of whoever is against them."""

    who: Proposed
    moves: list[Move]
    hands: list[tuple[Hands, str]]
    """Who may try to read the name afterwards, each with the card that they were shown."""


def two_associations(place: Arena) -> Race:
    who = proposed(place.town, [FIRST, SECOND])
    return _race(place, who, [one.says_yes(who.cards[1]) for one in place.hands[SECOND]])


def the_person_withdraws(place: Arena) -> Race:
    who = proposed(place.town, [FIRST, SECOND])
    others = [one.says_yes(who.cards[1]) for one in place.hands[SECOND][1:]]
    return _race(place, who, [*others, _withdrawing(place.town, who.link)])


def the_term_comes(place: Arena) -> Race:
    """Four workers look at the referral at the moment when its offer expires."""
    who = proposed(place.town, [FIRST], days=-1, expires=-0.5)
    return _race(place, who, [_routing(place.town, who.reference)] * HALF)


def it_is_recalled(place: Arena) -> Race:
    """A yes takes the other card back while the other association is saying no."""
    who = proposed(place.town, [FIRST, SECOND])
    return _race(place, who, [one.says_no(who.cards[1]) for one in place.hands[SECOND]])


def colleagues_disagree(place: Arena) -> Race:
    who = proposed(place.town, [FIRST])
    four = [Hands.of(place.town, member) for member in place.members[FIRST]]
    return _race(place, who, [one.says_no(who.cards[0]) for one in four])


def a_member_is_removed(place: Arena) -> Race:
    """While the desk removes somebody, that somebody says yes in seven browsers."""
    town = place.town
    who = proposed(town, [FIRST])
    with town.administration.begin() as work:
        leaving = membership.invite(
            work,
            email=f"part-{who.cards[0].lower()}@{FIRST}.example",
            association=association(work.session, FIRST),
        )
    browsers = [Hands.of(town, leaving) for _ in range(ACTORS - 1)]
    removal = place.desk.sends(f"/coordination/membres/{leaving.id}/retirer")
    moves = [removal, *(one.says_yes(who.cards[0]) for one in browsers)]
    return Race(who, moves, [(one, who.cards[0]) for one in browsers[:2]])


STORIES: dict[str, Callable[[Arena], Race]] = {
    "accept/accept": two_associations,
    "accept/withdraw": the_person_withdraws,
    "accept/expire": the_term_comes,
    "accept/recall": it_is_recalled,
    "two members": colleagues_disagree,
    "removal/accept": a_member_is_removed,
}


def run(place: Arena, story: str, races: int) -> Found:
    """So many races of this story, each looked at as soon as it is over."""
    found = Found()
    for _ in range(races):
        race = STORIES[story](place)
        answers = place.at_once(race.moves)
        found.races += 1
        found.seconds += [answer.seconds for answer in answers]
        found.answers.update(_said(answer) for answer in answers)
        found.faults += [
            f"{race.who.reference}: {fault}" for fault in _faults(place.town, story, race, answers)
        ]
        found.ends[_end(place.town, race.who)] += 1
    return found


def _faults(town: Town, story: str, race: Race, answers: list[Answer]) -> Iterator[str]:
    for answer in answers:
        if answer.status not in KIND_ANSWERS:
            yield f"an error page: {answer.status}"
        if _names_in(answer.text):
            yield "a name in an answer"
    winner = _winner(town, race.who)
    if story in {"accept/accept", "accept/recall"} and winner is None:
        yield "nobody won"
    if story == "accept/withdraw" and _end(town, race.who) != "withdrawn":
        yield "the person's word was lost"
    yield from _read_afterwards(race, winner)


def _read_afterwards(race: Race, winner: str | None) -> Iterator[str]:
    """Whoever holds the card that won reads the name; nobody else ever does."""
    for hands, card in race.hands:
        shown = hands.reveals(card)
        may = card == winner and shown.to != "/connexion"
        if bool(_names_in(shown.text)) is not may:
            yield f"a name {'hidden from who won' if may else 'shown to who lost'}"


def _winner(town: Town, who: Proposed) -> str | None:
    """The card of the association that holds the referral, released to it as the worker would.

    None where whoever said yes was removed before the worker came: the desk takes the card back.
    """
    with town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, who.reference)
        won = [offer for offer in referral.offers if offer.state is OfferState.ACCEPTED]
        assert len(won) <= 1, "two associations won"
        if not won or referral.state not in HELD:
            return None
        card_number, offer_id = won[0].card_number, won[0].id
    try:
        with town.hub.begin() as work:
            disclosure.release(work, offer_id)
    except disclosure.ForgedAnswer as refused:
        assert refused.because is Hindrance.MEMBER
        return None
    return card_number


def _end(town: Town, who: Proposed) -> str:
    with town.hub.read() as work:
        referral = queries.referral_by_reference(work.session, who.reference)
        if referral.state is ReferralState.ACCEPTED:
            first = referral.offers[0].state is OfferState.ACCEPTED
            return "accepted by the first" if first else "accepted by the second"
        return referral.state.value


def _race(place: Arena, who: Proposed, against: list[Move]) -> Race:
    first = place.hands[FIRST]
    holders = [(hands, who.cards[0]) for hands in first[:1]]
    if len(who.cards) > 1:
        holders.append((place.hands[SECOND][0], who.cards[1]))
    return Race(who, [*(one.says_yes(who.cards[0]) for one in first), *islice(cycle(against), HALF)], holders)


def _withdrawing(town: Town, link: str) -> Move:
    visitor = town.visitor()
    visitor.get(f"/suivi/{link}")
    return posting(visitor, "/suivi/retirer", Hidden(visitor.get("/suivi/retirer").text).fields)


def _routing(town: Town, reference: str) -> Move:
    with town.hub.read() as work:
        row = queries.referral_by_reference(work.session, reference).id

    def route() -> Answer:
        began = perf_counter()
        with town.hub.begin() as work:
            seeking.route(work, row)
        return Answer(200, seconds=perf_counter() - began)

    return route


def _said(answer: Answer) -> str:
    return f"{answer.status}{' (signed out)' if answer.to == '/connexion' else ''}"


def _names_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]
