"""One of each thing that an address of the partners' door may name."""

from __future__ import annotations

from associations.who_may import Thing
from hub import (
    accompanying,
    calendar_feeds,
    companies,
    glass,
    membership,
    queries,
    rule_books,
    rules,
    site_texts,
    subscriptions,
    webinars,
)
from hub.models import (
    Association,
    Authenticator,
    Ceiling,
    Closing,
    GlassReason,
    GlassRequest,
    Instruction,
    InstructionKind,
    Member,
    Offer,
    OutboxMessage,
    Passkey,
    Prescriber,
    Role,
)
from hub.partnership import CompanyState
from hub.work import Work

OURS, THEIRS = "article-1", "proxite"


def of_ours(work: Work, cards: list[str], members: dict[Role, Member]) -> dict[str, dict[str, str]]:
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


def at_the_desk(
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


def glasses(work: Work, desk: Member, asked: str, opened: str) -> dict[str, dict[str, str]]:
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
