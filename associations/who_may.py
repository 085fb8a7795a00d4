"""The access matrix: every route of the partners' door, the thing and the act it stands for, and who may.

One guard reads it before every request, the menus and the buttons read it too, and tests are generated from it.  A door
with a route that is missing here refuses to open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from hub import signin
from hub.journal import Act
from hub.models import MemberSession, Role

Who = frozenset[Role | None]
"""None is a stranger: somebody who has not signed in."""

MEMBERS: Who = frozenset({Role.MEMBER, Role.MANAGER})
"""Those who answer for one association, and see what is its own.  A manager is a member too."""
MANAGERS: Who = frozenset({Role.MANAGER})
DESK: Who = frozenset({Role.DESK})
READERS: Who = frozenset({Role.DESK, Role.AUDITOR})
"""Those who read the desk's pages.  An auditor changes nothing, and opens no name."""
SIGNED_IN: Who = frozenset(Role)
ANYONE: Who = frozenset({None, *Role})


class Thing(StrEnum):
    ENTRANCE = "entrance"
    OWN_ACCOUNT = "own account"
    OWN_SESSION = "own session"
    SECOND_FACTOR = "second factor"
    CARD = "card"
    ACCOMPANIMENT = "accompaniment"
    CALENDAR = "calendar"
    CRITERIA = "criteria"
    INTRODUCTION = "introduction"
    INSTRUCTION = "instruction"
    REFERRAL = "referral"
    MATTER = "matter"
    ASSOCIATION = "association"
    COMPANY = "company"
    WEBINAR = "webinar"
    PRESCRIBER = "prescriber"
    RULE_BOOK = "rule book"
    FIGURES = "figures"
    MEMBER = "member"
    TEXT = "text"
    PLACES = "places"
    JOURNAL = "journal"
    GLASS = "glass"
    BREACH = "breach"


class Access(StrEnum):
    READ = "read"
    CHANGE = "change"
    NAME = "name"
    """Opens who somebody is, or whom to call; it leaves a trace."""


@dataclass(frozen=True, slots=True)
class Rule:
    """``leaves``: what the journal notes when it is done.  A change that leaves nothing there says so by None."""

    thing: Thing
    act: Access
    who: Who
    leaves: Act | None = None


class RouteWithoutRule(Exception):
    """The matrix says nothing of a route: nobody knows who may, so that the door stays shut."""


def _rules(thing: Thing, act: Access, who: Who, *endpoints: str) -> dict[str, Rule]:
    return dict.fromkeys(endpoints, Rule(thing, act, who))


MAY: Mapping[str, Rule] = MappingProxyType(
    {
        # The entrance
        **_rules(
            Thing.ENTRANCE, Access.READ, ANYONE, "static", "healthz", "readyz", "metrics", "partners.static"
        ),
        "entrance.ask": Rule(Thing.ENTRANCE, Access.CHANGE, ANYONE),
        "entrance.enter": Rule(Thing.ENTRANCE, Access.CHANGE, ANYONE, Act.SIGNED_IN),
        "entrance.linked": Rule(Thing.ENTRANCE, Access.READ, ANYONE),
        "entrance.enter_by_link": Rule(Thing.ENTRANCE, Access.CHANGE, ANYONE, Act.SIGNED_IN),
        # One's own account
        **_rules(Thing.OWN_ACCOUNT, Access.READ, SIGNED_IN, "account.home", "account.sessions"),
        "history.shown": Rule(Thing.OWN_ACCOUNT, Access.READ, SIGNED_IN),
        "account.leave": Rule(Thing.OWN_ACCOUNT, Access.CHANGE, SIGNED_IN, Act.SESSION_ENDED),
        "account.end": Rule(Thing.OWN_SESSION, Access.CHANGE, SIGNED_IN, Act.SESSION_ENDED),
        # A second factor: shown after a code by letter, or instead of one; added, replaced, taken away
        **_rules(Thing.ENTRANCE, Access.CHANGE, ANYONE, "proof.passkey_question", "proof.passkey"),
        **_rules(
            Thing.SECOND_FACTOR, Access.READ, SIGNED_IN, "proof.ask", "security.shown", "security.application"
        ),
        "proof.show": Rule(Thing.SECOND_FACTOR, Access.CHANGE, SIGNED_IN),
        "security.passkey_question": Rule(Thing.SECOND_FACTOR, Access.CHANGE, SIGNED_IN),
        **{
            endpoint: Rule(Thing.SECOND_FACTOR, Access.CHANGE, SIGNED_IN, Act.SECOND_FACTOR_CHANGED)
            for endpoint in (
                "security.take_application",
                "security.remove_application",
                "security.take_passkey",
                "security.remove_passkey",
                "security.new_codes",
            )
        },
        # An association's cards
        **_rules(Thing.CARD, Access.READ, MEMBERS, "portal.inbox", "portal.card"),
        "portal.look": Rule(Thing.CARD, Access.CHANGE, MEMBERS),
        "portal.several.results": Rule(Thing.CARD, Access.READ, MEMBERS),
        "portal.several.accept": Rule(Thing.CARD, Access.CHANGE, MEMBERS, Act.ANSWERED),
        "portal.several.decline": Rule(Thing.CARD, Access.CHANGE, MEMBERS, Act.ANSWERED),
        "portal.undo.ask": Rule(Thing.CARD, Access.CHANGE, MEMBERS, Act.UNDONE),
        "portal.accept": Rule(Thing.CARD, Access.CHANGE, MEMBERS, Act.ANSWERED),
        "portal.decline": Rule(Thing.CARD, Access.CHANGE, MEMBERS, Act.ANSWERED),
        "portal.pass_on": Rule(Thing.CARD, Access.CHANGE, MEMBERS, Act.ANSWERED),
        "portal.reveal": Rule(Thing.CARD, Access.NAME, MEMBERS, Act.REVEALED),
        # Whom it accompanies: contact, pair, months, end; what it takes away of them
        **_rules(
            Thing.ACCOMPANIMENT,
            Access.READ,
            MEMBERS,
            "accompaniments.listed",
            "accompaniments.one",
            "accompaniments.follow.page",
            "accompaniments.feed.page",
            "accompaniments.feed.download",
        ),
        "accompaniments.move": Rule(Thing.ACCOMPANIMENT, Access.CHANGE, MEMBERS, Act.ACCOMPANIED),
        "accompaniments.follow.save": Rule(Thing.ACCOMPANIMENT, Access.CHANGE, MEMBERS, Act.ACCOMPANIED),
        "accompaniments.sheet": Rule(Thing.ACCOMPANIMENT, Access.NAME, MEMBERS, Act.REVEALED),
        "accompaniments.exports.page": Rule(Thing.ACCOMPANIMENT, Access.NAME, MEMBERS),
        "accompaniments.exports.make": Rule(Thing.ACCOMPANIMENT, Access.NAME, MEMBERS, Act.EXPORTED),
        "accompaniments.feed.make": Rule(Thing.CALENDAR, Access.CHANGE, MEMBERS, Act.EXPORTED),
        "accompaniments.feed.stop": Rule(Thing.CALENDAR, Access.CHANGE, MEMBERS),
        "accompaniments.feed.read": Rule(Thing.CALENDAR, Access.READ, ANYONE),
        # Its own figures
        **_rules(
            Thing.FIGURES,
            Access.READ,
            MEMBERS,
            "figures.own",
            "figures.table",
            "figures.yearly",
            "figures.on_paper",
        ),
        # What it says of itself: every member reads and tries, a manager keeps
        **_rules(
            Thing.CRITERIA,
            Access.READ,
            MEMBERS,
            "criteria.shown",
            "criteria.chapter",
            "criteria.tried",
            "criteria.history",
            "criteria.former",
        ),
        "criteria.change": Rule(Thing.CRITERIA, Access.CHANGE, MANAGERS, Act.CRITERIA_CHANGED),
        "criteria.confirm": Rule(Thing.CRITERIA, Access.CHANGE, MANAGERS, Act.CRITERIA_CONFIRMED),
        "criteria.return_to": Rule(Thing.CRITERIA, Access.CHANGE, MANAGERS, Act.CRITERIA_CHANGED),
        # Its places, and the morning's digest of each member
        "places.shown": Rule(Thing.PLACES, Access.READ, MEMBERS),
        **dict.fromkeys(
            (
                *("places.declare", "places.renew", "places.confirm", "places.pause", "places.resume"),
                *("places.close", "places.open_again", "places.new_ceiling", "places.ceiling", "places.lift"),
            ),
            Rule(Thing.PLACES, Access.CHANGE, MEMBERS, Act.PLACES_CHANGED),
        ),
        "digest.chosen": Rule(Thing.OWN_ACCOUNT, Access.CHANGE, MEMBERS, Act.DIGEST_CHANGED),
        "subscription.page": Rule(Thing.OWN_ACCOUNT, Access.READ, ANYONE),
        "subscription.press": Rule(Thing.OWN_ACCOUNT, Access.CHANGE, ANYONE, Act.DIGEST_CHANGED),
        # The companies introduced to it
        **_rules(Thing.INTRODUCTION, Access.READ, MEMBERS, "introduced.listed", "introduced.company"),
        "introduced.contact": Rule(Thing.INTRODUCTION, Access.NAME, MEMBERS, Act.CONTACT_READ),
        "instructions.listed": Rule(Thing.INSTRUCTION, Access.READ, MEMBERS),
        "instructions.acknowledge": Rule(Thing.INSTRUCTION, Access.CHANGE, MEMBERS, Act.INSTRUCTED),
        # The desk: referrals
        **_rules(Thing.REFERRAL, Access.READ, READERS, "desk.waiting", "desk.find", "desk.referral"),
        **_rules(Thing.MATTER, Access.READ, READERS, "desk.queue", "desk.matter"),
        "desk.look_after": Rule(Thing.MATTER, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.set_aside": Rule(Thing.MATTER, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.resend": Rule(Thing.MATTER, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.tell_guardian": Rule(Thing.MATTER, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.ask": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.tell": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.remind": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.try_again": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.chase": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.take_back": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.GIVEN_BACK),
        "desk.take_in_hand": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.offer": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.keep_still": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.close": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.DESK_MOVED),
        # The desk: companies and their webinars
        **_rules(Thing.COMPANY, Access.READ, READERS, "desk.companies.listed", "desk.companies.company"),
        "desk.companies.contact": Rule(Thing.COMPANY, Access.NAME, DESK, Act.CONTACT_READ),
        "desk.companies.move": Rule(Thing.COMPANY, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.companies.introduce": Rule(Thing.COMPANY, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.webinars.listed": Rule(Thing.WEBINAR, Access.READ, READERS),
        "desk.webinars.cancel": Rule(Thing.WEBINAR, Access.CHANGE, DESK, Act.DESK_MOVED),
        # The desk: professionals whose address proves no profession
        "desk.prescribers.listed": Rule(Thing.PRESCRIBER, Access.READ, READERS),
        "desk.prescribers.one": Rule(Thing.PRESCRIBER, Access.NAME, DESK, Act.CONTACT_READ),
        "desk.prescribers.verify": Rule(Thing.PRESCRIBER, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.prescribers.refuse": Rule(Thing.PRESCRIBER, Access.CHANGE, DESK, Act.DESK_MOVED),
        # The desk: the network in figures
        **_rules(Thing.FIGURES, Access.READ, READERS, "desk.network.picture", "desk.network.table"),
        **_rules(
            Thing.FIGURES, Access.READ, READERS, "desk.network.forecasts", "desk.network.forecast_table"
        ),
        **_rules(Thing.FIGURES, Access.READ, READERS, "desk.post.shown", "desk.post.table"),
        "desk.organisations.listed": Rule(Thing.PRESCRIBER, Access.READ, READERS),
        "desk.organisations.judge": Rule(Thing.PRESCRIBER, Access.CHANGE, DESK, Act.DESK_MOVED),
        # The desk: the network's associations
        **_rules(
            Thing.ASSOCIATION, Access.READ, READERS, "desk.associations.listed", "desk.associations.one"
        ),
        "desk.associations.add": Rule(Thing.ASSOCIATION, Access.CHANGE, DESK, Act.DESK_MOVED),
        "desk.associations.invite": Rule(Thing.ASSOCIATION, Access.CHANGE, DESK, Act.INVITED),
        "desk.associations.suspend": Rule(Thing.ASSOCIATION, Access.CHANGE, DESK, Act.SUSPENDED),
        "desk.associations.reopen": Rule(Thing.ASSOCIATION, Access.CHANGE, DESK, Act.PLACES_CHANGED),
        "desk.associations.resume": Rule(Thing.ASSOCIATION, Access.CHANGE, DESK, Act.SUSPENDED),
        # The desk: the rule book
        **_rules(
            Thing.RULE_BOOK,
            Access.READ,
            READERS,
            "desk.rule_book.shown",
            "desk.rule_book.former",
            "desk.rule_book.proposal",
        ),
        "desk.rule_book.propose": Rule(Thing.RULE_BOOK, Access.CHANGE, DESK, Act.RULE_BOOK_PROPOSED),
        "desk.rule_book.compare": Rule(Thing.RULE_BOOK, Access.CHANGE, DESK),
        "desk.rule_book.take": Rule(Thing.RULE_BOOK, Access.CHANGE, DESK, Act.RULE_BOOK_TAKEN),
        # The desk: a name before any acceptance, by two people and a reason
        **_rules(Thing.GLASS, Access.READ, READERS, "desk.glass.listed", "desk.glass.one"),
        "desk.glass.ask": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.GLASS_ASKED),
        "desk.glass.grant": Rule(Thing.GLASS, Access.CHANGE, DESK, Act.GLASS_GRANTED),
        "desk.glass.refuse": Rule(Thing.GLASS, Access.CHANGE, DESK, Act.GLASS_REFUSED),
        "desk.glass.read": Rule(Thing.GLASS, Access.NAME, DESK, Act.GLASS_OPENED),
        "desk.breaches.listed": Rule(Thing.BREACH, Access.READ, READERS),
        # The desk: names held back though somebody said yes
        "desk.releases.listed": Rule(Thing.REFERRAL, Access.READ, READERS),
        "desk.releases.let_go": Rule(Thing.REFERRAL, Access.CHANGE, DESK, Act.RELEASE_LET_GO),
        # The desk: what was done
        "desk.journal.shown": Rule(Thing.JOURNAL, Access.READ, READERS),
        # The desk: the texts of the site
        **_rules(
            Thing.TEXT, Access.READ, READERS, "desk.texts.listed", "desk.texts.shown", "desk.texts.version"
        ),
        "desk.texts.write": Rule(Thing.TEXT, Access.CHANGE, DESK),
        "desk.texts.take": Rule(Thing.TEXT, Access.CHANGE, DESK, Act.TEXT_CHANGED),
        "desk.texts.take_file": Rule(Thing.TEXT, Access.CHANGE, DESK, Act.TEXT_CHANGED),
        # The desk: the letters, from invented facts
        **_rules(Thing.TEXT, Access.READ, READERS, "desk.letters.listed", "desk.letters.shown"),
        **_rules(Thing.TEXT, Access.READ, READERS, "desk.letters.page", "desk.letters.message"),
        # The desk: who comes in
        **_rules(Thing.MEMBER, Access.READ, READERS, "desk.members.listed", "desk.members.of"),
        "desk.members.invite": Rule(Thing.MEMBER, Access.CHANGE, DESK, Act.INVITED),
        "desk.members.change_role": Rule(Thing.MEMBER, Access.CHANGE, DESK, Act.ROLE_CHANGED),
        "desk.members.remove": Rule(Thing.MEMBER, Access.CHANGE, DESK, Act.REMOVED),
        "desk.members.let_in_again": Rule(Thing.MEMBER, Access.CHANGE, DESK, Act.SECOND_FACTOR_CHANGED),
        # An association's own team
        "team.shown": Rule(Thing.MEMBER, Access.READ, MEMBERS),
        "team.invite": Rule(Thing.MEMBER, Access.CHANGE, MANAGERS, Act.INVITED),
        "team.change_role": Rule(Thing.MEMBER, Access.CHANGE, MANAGERS, Act.ROLE_CHANGED),
        "team.remove": Rule(Thing.MEMBER, Access.CHANGE, MANAGERS, Act.REMOVED),
        "team.let_in_again": Rule(Thing.MEMBER, Access.CHANGE, MANAGERS, Act.SECOND_FACTOR_CHANGED),
    }
)


def may(role: Role | None, endpoint: str) -> bool:
    """Whether this role comes in there.  Raises KeyError for a route that is not in the matrix."""
    return role in MAY[endpoint].who


def asks_proof(endpoint: str, at_the_door: MemberSession) -> bool:
    """Whether this session shows a second factor before this page: always where a name is opened."""
    rule = MAY[endpoint]
    if rule.thing is Thing.SECOND_FACTOR or endpoint == "account.leave":
        return False
    return rule.act is Access.NAME or signin.owes_proof(at_the_door)


def check(endpoints: Iterable[str]) -> None:
    """Raise :class:`RouteWithoutRule` unless the matrix speaks of each of these."""
    missing = sorted(set(endpoints) - set(MAY))
    if missing:
        raise RouteWithoutRule(f"the access matrix says nothing of {', '.join(missing)}")
