"""A house where there is one of everything that the partners' door shows, and one visitor of each kind."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from html import unescape
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import func
from werkzeug.routing import Rule as Route

from associations.who_may import MAY, Thing
from hub import (
    accompanying,
    calendar_feeds,
    companies,
    glass,
    intake,
    membership,
    offers,
    queries,
    restricting,
    rule_books,
    rules,
    signin,
    site_texts,
    subscriptions,
    webinars,
)
from hub.figures import nightly
from hub.models import (
    Association,
    Authenticator,
    Ceiling,
    Closing,
    GlassReason,
    GlassRequest,
    HeldRelease,
    Hindrance,
    Instruction,
    InstructionKind,
    JournalEntry,
    Member,
    MemberSession,
    Offer,
    OutboxMessage,
    Passkey,
    Prescriber,
    Role,
)
from hub.partnership import CompanyState
from hub.work import Work
from tests.associations.partner import TOKEN, Partner
from tests.parts import prescribers
from tests.parts.companies import company
from tests.parts.people import child, registration
from tests.parts.town import Town

OURS, THEIRS = "article-1", "proxite"
VARIABLE = re.compile(r"<(?:\w+(?:\([^)]*\))?:)?(\w+)>")
NOTHING: Mapping[str, str] = {
    "card_number": "ZZZZZZZ",
    "reference": "ZZZZZZZZ",
    "slug": "nulle-part",
    "version": "000000000000",
    "number": "999",
    "token": "0" * 32,
    "subject": "rien",
    "word": "rien",
    "name": "rien",
    "filename": "rien.css",
    "year": "1900",
    "page": "rien",
    "language": "xx",
    "key": "rien",
    "link": "rien",
}
"""What names nothing, for each variable of an address; the others are numbers of rows."""

NO_ROW = "999999"
POSTED = re.compile(r"""<form\b(?=[^>]*\bmethod=["']post)[^>]*?(?:\baction=["']([^"']*)["'][^>]*)?>""")
LINK = re.compile(r"""\bhref=["'](/[^"']*)["']""")
FOR_THE_DESK = ("desk.offer", "desk.close", "desk.tell", "desk.try_again", "desk.glass.ask")
"""What the desk does with a referral that no association took."""


@dataclass
class Visitor:
    """``session``: the cookie of whoever is signed in; ``form_token``: what each form of theirs carries."""

    partner: Partner
    seen_on: str
    session: str | None = None
    form_token: str = ""

    @classmethod
    def at(cls, partner: Partner, seen_on: str = "/sessions") -> Visitor:
        """Somebody who has a page with a form open."""
        cookie = partner.client.get_cookie("hub_session")
        visitor = cls(partner, seen_on, cookie.value if cookie else None)
        visitor.come_back()
        return visitor

    def is_out(self) -> bool:
        return self.session is not None and self.partner.client.get_cookie("hub_session") is None

    def come_back(self) -> None:
        if self.session:
            self.partner.client.set_cookie("hub_session", self.session)
        found = TOKEN.search(self.partner.open(self.seen_on).text)
        assert found
        self.form_token = unescape(found[1])

    def answer(self, method: str, path: str, **typed: str) -> str:
        """The status, or where it leads."""
        form = {"csrf_token": self.form_token, **typed} if method == "POST" else None
        with self.partner.client.open(path, method=method, data=form) as found:
            return found.location or str(found.status_code)

    def read(self, path: str) -> str:
        """What a page shows; nothing where it leads elsewhere or is a file."""
        found = self.partner.open(path)
        with closing(found):
            is_page = found.status_code == HTTPStatus.OK and found.mimetype == "text/html"
            return found.text if is_page else ""


@dataclass
class House:
    """``people``: by role those of our association and of the desk; ``things``: what fills an address, by thing."""

    town: Town
    people: dict[Role | None, Visitor]
    numbers: dict[Role | None, int]
    foreign: dict[Role, Visitor]
    removed: Visitor
    things: dict[str, dict[str, str]]
    copy: Path

    def routes(self) -> list[tuple[str, str, Route]]:
        """Each (endpoint, method, route) of the door."""
        return [
            (route.endpoint, method, route)
            for route in self.town.partners.url_map.iter_rules()
            for method in sorted((route.methods or set()) & {"GET", "POST"})
        ]

    def own(self, route: Route) -> str:
        """The address of something of ours."""
        named = self.named(route.endpoint)
        return VARIABLE.sub(lambda found: named[found[1]], route.rule)

    def nothing(self, route: Route) -> str:
        return VARIABLE.sub(lambda found: NOTHING.get(found[1], NO_ROW), route.rule)

    def back(self) -> None:
        """As it was when it was built; whoever went out is in again."""
        raw = self.town.hub.sessions.kw["bind"].raw_connection()
        kept = sqlite3.connect(self.copy)
        kept.backup(raw.driver_connection)
        kept.close()
        raw.close()
        for visitor in self.people.values():
            if visitor.is_out():
                visitor.come_back()

    def named(self, endpoint: str) -> dict[str, str]:
        """What an address, or what is typed there, may name of ours."""
        return {**self.things.get(MAY[endpoint].thing, {}), **self.things.get(endpoint, {})}

    def leads_to(self, page: str, path: str) -> set[str]:
        """The endpoints of every form and every link of this page."""
        adapter = self.town.partners.url_map.bind("localhost")
        posts = [unescape(action) or path for action in POSTED.findall(page)]
        links = [unescape(link).split("?")[0].split("#")[0] for link in LINK.findall(page)]
        found = [adapter.match(post.split("?")[0], method="POST")[0] for post in posts]
        return {*found, *(adapter.match(link, method="GET")[0] for link in links)}

    def noted(self) -> int:
        """The number of the journal's last row."""
        with self.town.hub.read() as work:
            return work.session.query(func.max(JournalEntry.number)).scalar() or 0

    def noted_since(self, number: int) -> list[tuple[str, int | None]]:
        with self.town.hub.read() as work:
            rows = work.session.query(JournalEntry).filter(JournalEntry.number > number)
            return [(row.act, row.by_id) for row in rows]


def build(town: Town) -> House:
    with town.administration.begin() as work:
        members = _members(work)
    *cards, held = _open_cards(town, 7)
    _accept(town, cards[:3], members[Role.MEMBER])
    one_too_many = _one_too_many(town, held, members[Role.MEMBER])
    town.clock.forward(hours=18)  # figures are counted at night
    town.settle()
    town.join(THEIRS)
    with town.portal.begin() as work:
        things = _things(work, cards, members)
    things |= _registered_since(town, members) | {"desk.releases.let_go": one_too_many}
    people: dict[Role | None, Visitor] = {None: Visitor.at(Partner.stranger(town), "/connexion")}
    people |= {role: Visitor.at(Partner.signed_in(town, member)) for role, member in members.items()}
    with town.administration.begin() as work:
        foreign = _members_of(work, THEIRS, "autre")
    nightly.count(town.hub)
    house = House(
        town,
        people,
        {role: member.id for role, member in members.items()},
        {role: Visitor.at(Partner.signed_in(town, member)) for role, member in foreign.items()},
        _removed(town),
        things,
        Path(town.environ["HUB_KEYS_DIR"]) / "copy.db",
    )
    _keep(house, members)
    return house


def _registered_since(town: Town, members: dict[Role, Member]) -> dict[str, dict[str, str]]:
    """Whoever came after the cards went out: nobody has them yet but the desk."""
    with town.front.begin() as work:
        checked = prescribers.register(work, email=prescribers.FREE_ADDRESS)
        known = companies.register(work, company()).reference
        lost, opened, queued, still = (intake.register(work, registration()).reference for _ in range(4))
        guarded = intake.register(work, child()).reference
        asked = prescribers.register(work, marker="A-13")
        restricting.restrict(work, queries.referral_by_reference(work.session, still))
    with town.portal.begin() as work:
        offers.hand_to_desk(work, queries.referral_by_reference(work.session, lost))
        offers.wait(work, queries.referral_by_reference(work.session, queued))
        things = _at_the_desk(work, members, checked, known)
        things |= _glasses(work, members[Role.DESK], checked, opened) | {
            name: {"reference": lost} for name in FOR_THE_DESK
        }
        things |= {"desk.take_in_hand": {"reference": queued}, "desk.remind": {"reference": guarded}}
        things |= {"desk.ask": {"reference": asked}, "desk.keep_still": {"reference": still}}
    with town.hub.begin() as work:
        glass.release(work, int(things["desk.glass.read"]["request_id"]))
    return things


def _one_too_many(town: Town, card: str, member: Member) -> dict[str, str]:
    """Somebody said yes to this card, and its name is held back."""
    _accept(town, [card], member)
    with town.hub.begin() as work:
        offer = work.session.query(Offer).filter_by(card_number=card).one()
        work.session.add(HeldRelease(offer_id=offer.id, because=Hindrance.TOO_MANY, held_at=work.now))
    return {"card_number": card}


def _keep(house: House, members: dict[Role, Member]) -> None:
    with house.town.portal.begin() as work:
        sessions = work.session.query(MemberSession).filter_by(member_id=members[Role.MEMBER].id).all()
        house.things[Thing.OWN_SESSION] = {"session_id": str(sessions[0].id)}
    raw = house.town.hub.sessions.kw["bind"].raw_connection()
    kept = sqlite3.connect(house.copy)
    raw.driver_connection.backup(kept)
    kept.close()
    raw.close()


def _members(work: Work) -> dict[Role, Member]:
    desk = {
        role: membership.invite(work, email=f"{role}@reseau.example", association=None, role=role)
        for role in (Role.DESK, Role.AUDITOR)
    }
    return _members_of(work, OURS, "notre") | desk


def _members_of(work: Work, slug: str, name: str) -> dict[Role, Member]:
    association = queries.association_of(work.session, slug)
    return {
        role: membership.invite(
            work, email=f"{name}.{role}@{slug}.example", association=association, role=role
        )
        for role in (Role.MANAGER, Role.MEMBER)
    }


def _open_cards(town: Town, count: int) -> list[str]:
    with town.front.begin() as work:
        for _ in range(count):
            intake.register(work, registration())
    town.settle()
    with town.hub.read() as work:
        return [offer.card_number for offer in work.session.query(Offer).order_by(Offer.id)]


def _accept(town: Town, cards: list[str], member: Member) -> None:
    with town.portal.begin() as work:
        for card in cards:
            offer = work.session.query(Offer).filter_by(card_number=card).one()
            offers.accept(work, offer, work.session.get_one(Member, member.id))


def _removed(town: Town) -> Visitor:
    """Somebody of ours who was removed a moment ago, with a page still open."""
    with town.administration.begin() as work:
        association = queries.association_of(work.session, OURS)
        gone = membership.invite(work, email="partie@article-1.example", association=association)
    visitor = Visitor.at(Partner.signed_in(town, gone))
    with town.portal.begin() as work:
        signin.remove(work, work.session.get_one(Member, gone.id))
    return visitor


def _things(work: Work, cards: list[str], members: dict[Role, Member]) -> dict[str, dict[str, str]]:
    accepted, undone, paired, live, passed, _ = cards
    work.session.query(Offer).filter_by(card_number=passed).one().passes_to = [THEIRS]
    ours: Association = queries.association_of(work.session, OURS)
    today = work.now.date()
    told = {"key": "all", "bands": [], "situations": [], "departments": [], "since": today}
    ceiling = Ceiling(association_id=ours.id, a_year=9, **told)
    closing = Closing(association_id=ours.id, first_day=today, last_day=today)
    me = work.session.get_one(Member, members[Role.MEMBER].id)
    begun = work.session.query(Offer).filter_by(card_number=paired).one()
    pair = accompanying.pair(work, begun, me, since=today)
    pair.since = today.replace(month=1)  # long enough for it to be followed up this month
    erase = Instruction(offer=begun, association=ours, kind=InstructionKind.ERASE, given_at=work.now)
    work.session.add_all((ceiling, closing, erase, *_second_factors(work, me)))
    work.session.flush()
    colleague = str(members[Role.MEMBER].id)
    return {
        Thing.CARD: {"card_number": live},
        "portal.reveal": {"card_number": accepted},
        "portal.undo.ask": {"card_number": undone},
        "portal.pass_on": {"card_number": passed},
        Thing.ACCOMPANIMENT: {"card_number": accepted, "word": "essai"},
        Thing.INSTRUCTION: {"number": str(erase.id)},
        Thing.PLACES: {"ceiling_id": str(ceiling.id), "closing_id": str(closing.id)},
        Thing.MEMBER: {"member_id": colleague, "slug": OURS},
        Thing.CRITERIA: {"word": "mentors", "number": "1"},
        Thing.FIGURES: {"name": "parcours", "year": str(today.year)},
        "desk.network.table": {"name": "inscriptions"},
        "desk.network.forecast_table": {"name": "jeunes"},
        "desk.post.table": {"name": "partis"},
        Thing.ENTRANCE: {"filename": "portal.css", "link": "1-" + "0" * 32},
        "static": {"filename": "hub.css"},
        Thing.OWN_ACCOUNT: {"token": subscriptions.token_of(work, me)},
        Thing.JOURNAL: {},
        "accompaniments.follow.save": {"pair": str(pair.id)},
        Thing.SECOND_FACTOR: {"passkey_id": "1"},
        Thing.CALENDAR: {"token": calendar_feeds.make(work, me)},
    }


def _second_factors(work: Work, member: Member) -> tuple[Passkey, Authenticator]:
    """Two, so that one may be taken away."""
    held = {"member_id": member.id, "made_at": work.now}
    key = Passkey(**held, credential_id=b"id", public_key=b"key", times_used=0, name="Clé")
    return key, Authenticator(**held, secret=b"sealed", last_step=0)


def _at_the_desk(
    work: Work, members: dict[Role, Member], checked: str, known: str
) -> dict[str, dict[str, str]]:
    desk = work.session.get_one(Member, members[Role.DESK].id)
    return {
        Thing.REFERRAL: {"reference": checked},
        Thing.PRESCRIBER: {
            "prescriber_id": str(work.session.query(Prescriber.id).order_by(Prescriber.id).limit(1).scalar())
        },
        Thing.WEBINAR: {"webinar_id": str(webinars.offered(work)[0].id)},
        Thing.MATTER: {"subject": "letter", "row_id": str(_given_up(work, desk).id)},
        Thing.ASSOCIATION: {"slug": OURS},
        **_introduced(work, desk, known),
        **_rule_books(work, desk),
        **_texts(work, desk),
    }


def _glasses(work: Work, desk: Member, asked: str, opened: str) -> dict[str, dict[str, str]]:
    """One that a colleague asked for, and one that this member may read."""
    me = work.session.get_one(Member, desk.id)
    colleague = membership.invite(work, email="collegue@reseau.example", association=None)

    def request(reference: str, by: Member) -> GlassRequest:
        referral = queries.referral_by_reference(work.session, reference)
        return glass.ask(work, referral, by, reason=GlassReason.RIGHTS, note="Elle a écrit à l’accueil.")

    waiting, granted = request(asked, colleague), request(opened, me)
    glass.grant(work, granted, colleague)
    return {
        Thing.GLASS: {"request_id": str(waiting.id)},
        "desk.glass.read": {"request_id": str(granted.id)},
    }


def _given_up(work: Work, to: Member) -> OutboxMessage:
    row = work.session.query(OutboxMessage).filter_by(member_id=to.id).first()
    assert row
    row.sent_at, row.given_up_at = None, work.now
    return row


def _introduced(work: Work, desk: Member, reference: str) -> dict[str, dict[str, str]]:
    row = queries.company_by_reference(work.session, reference)
    today = work.now.date()
    companies.move(work, row, CompanyState.NEEDS_DEFINED, next_on=today, note="", by=desk)
    association = queries.association_of(work.session, OURS)
    companies.introduce(work, row, association, next_on=today, note="", by=desk)
    named = {"reference": reference}
    return {Thing.COMPANY: named, Thing.INTRODUCTION: named}


def _texts(work: Work, desk: Member) -> dict[str, dict[str, str]]:
    page, language = site_texts.pages()[0], "fr"
    before = site_texts.file_text(page)
    row = site_texts.propose(
        work, (page, language), f"{before}\nUne phrase de plus.\n", before=before, by=desk
    )
    work.session.flush()
    letter = "received.young_person.fr"
    return {Thing.TEXT: {"page": page, "language": language, "text_id": str(row.id), "key": letter}}


def _rule_books(work: Work, desk: Member) -> dict[str, dict[str, str]]:
    text = rules.DEFAULT.read_text().replace("journal_kept_days: 365", "journal_kept_days: 366")
    proposed = rule_books.propose(work, text, by=desk)
    in_use = queries.rule_book_in_use(work.session)
    assert in_use
    return {Thing.RULE_BOOK: {"version": in_use.version, "row_id": str(proposed.id)}}
