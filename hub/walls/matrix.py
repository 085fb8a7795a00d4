"""What each role may do to each table.  A table that is missing here is nobody's: a test compares with the models.

Acts are PostgreSQL's own letters: ``r`` reads, ``a`` adds, ``w`` changes, ``d`` deletes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

READ, ADD, CHANGE, DELETE = "r", "a", "w", "d"
ACTS: Mapping[str, str] = MappingProxyType(
    {READ: "SELECT", ADD: "INSERT", CHANGE: "UPDATE", DELETE: "DELETE"}
)


class Login(StrEnum):
    """Whom a process logs in as.  The owner of the tables, who migrates and backs up, is none of them."""

    PUBLIC = "hub_public"
    PARTNERS = "hub_partners"
    WORKER = "hub_worker"


@dataclass(frozen=True, slots=True)
class Grant:
    """``acts``: letters; ``only``: of an act that stops at some columns, which."""

    acts: str
    only: Mapping[str, tuple[str, ...]]


ALL, MOST, KEEPS, READS, NOTHING = "rawd", "raw", "rad", "r", ""

MAY: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        # Table: the public door, the partners' door, the worker
        "accompaniments": ("rw", MOST, ALL),
        "addresses": (MOST, MOST, ALL),
        "alarms": (MOST, MOST, ALL),
        "alembic_version": (READS, READS, READS),
        "amendments": (ALL, NOTHING, ALL),
        "associations": ("rw", MOST, "rw"),
        "attempts": (READS, ALL, ALL),
        "authenticators": (NOTHING, ALL, ALL),
        "breach_notes": (NOTHING, READS, ALL),
        "breach_persons": (NOTHING, READS, ALL),
        "breaches": (NOTHING, READS, ALL),
        "budgets": (ALL, NOTHING, ALL),
        "calendar_feeds": (NOTHING, ALL, ALL),
        "card_counts": (NOTHING, READS, ALL),
        "card_tallies": (NOTHING, NOTHING, ALL),
        "ceilings": (NOTHING, ALL, ALL),
        "charges": ("rw", ALL, ALL),
        "closings": (READS, ALL, ALL),
        "companies": (MOST, "rw", ALL),
        "company_events": ("ra", MOST, ALL),
        "decisions": (NOTHING, READS, ALL),
        "disclosures": (READS, "ra", "rd"),
        "domains": (READS, ALL, ALL),
        "entry_versions": (READS, MOST, MOST),
        "erasures": (NOTHING, "ra", ALL),
        "figures": (READS, READS, ALL),
        "filed_entries": (NOTHING, MOST, MOST),
        "follow_ups": (NOTHING, ALL, ALL),
        "forecasts": (READS, READS, ALL),
        "glances": (NOTHING, ALL, ALL),
        "glass_requests": ("rw", MOST, ALL),
        "held_places": (NOTHING, ALL, ALL),
        "held_releases": (NOTHING, "rw", ALL),
        "instructions": (MOST, MOST, ALL),
        "introductions": (READS, ALL, ALL),
        "journal_anchors": (NOTHING, READS, KEEPS),
        "journal_entries": (NOTHING, "ra", KEEPS),
        "journey_events": ("ra", MOST, ALL),
        "key_prints": (READS, READS, READS),
        "member_sessions": (NOTHING, MOST, ALL),
        "members": (READS, MOST, "rw"),
        "offers": ("rw", MOST, MOST),
        "open_pages": (ALL, NOTHING, ALL),
        "opinions": (MOST, READS, MOST),
        "opinions_given": ("ra", NOTHING, ALL),
        "outbox_messages": (MOST, MOST, ALL),
        "page_challenges": (MOST, NOTHING, ALL),
        "pairs": ("rw", ALL, ALL),
        "passkey_challenges": (NOTHING, ALL, ALL),
        "passkeys": (NOTHING, ALL, ALL),
        "post_counts": (NOTHING, READS, ALL),
        "prescriber_challenges": (MOST, "ra", ALL),
        "prescriber_readings": (READS, "ra", ALL),
        "prescriber_sessions": (MOST, NOTHING, ALL),
        "prescribers": (MOST, "rw", ALL),
        "questions": ("rw", MOST, ALL),
        "recovery_codes": (NOTHING, ALL, ALL),
        "referrals": (MOST, "rw", MOST),
        "releases": (READS, "rd", ALL),
        "restrictions": (ALL, MOST, ALL),
        "returns": (NOTHING, ALL, ALL),
        "rule_books": (READS, MOST, MOST),
        "sealed_boxes": ("ra", READS, ALL),
        "seats": (MOST, ALL, ALL),
        "short_texts": (NOTHING, NOTHING, ALL),
        "sign_in_challenges": (NOTHING, MOST, ALL),
        "site_texts": (READS, MOST, READS),
        "tallies": (NOTHING, READS, ALL),
        "text_uses": (READS, MOST, READS),
        "timers": (ALL, ALL, ALL),
        "undone_answers": (NOTHING, MOST, ALL),
        "waits": (NOTHING, NOTHING, ALL),
        "webinars": ("rw", MOST, ALL),
    }
)

NO_KEYS = ("id", "slug", "public_key", "wrapped_key", "key_seal")
"""Of an association, what nobody changes once it is there."""
PLACES = ("places_left",)
BOX_ROW = ("referral_id",)
"""That there is a box, and whose: never what is in it."""
WITHDRAWN = ("state", "answered_at", "answered_by_id", "version", "excused")
CONTACT = ("contact", "contact_for_recovery", "contact_for_desk")
"""Boxes too: whom to call at a company, who a professional is."""
MOVED = ("state", "next_at", "promised_by", "forget_at", "version")
"""Of a referral, all that a person's buttons change: nothing that is sealed, shown or typed."""
CASE = ("state", "next_on", "forget_at", "letters_stopped_at", "version")
"""Of a company, likewise."""
AT_THE_DOOR = ("id", "association_id", "role", "invited_at", "removed_at", "digest_hour", "digested_on")
"""Of a member, what the public door may know: neither an address nor the seal of one."""
DIGEST = ("digest_hour", "digested_on")

ONLY: Mapping[tuple[Login, str], Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        (Login.PUBLIC, "sealed_boxes"): {READ: BOX_ROW},
        (Login.PARTNERS, "sealed_boxes"): {READ: BOX_ROW},
        (Login.PARTNERS, "prescriber_challenges"): {READ: ("id",)},
        (Login.PUBLIC, "releases"): {READ: ("offer_id", "released_at", "changed_at")},
        (Login.PUBLIC, "associations"): {CHANGE: PLACES},
        (Login.PUBLIC, "offers"): {CHANGE: WITHDRAWN},
        (Login.PUBLIC, "referrals"): {CHANGE: MOVED},
        (Login.PUBLIC, "companies"): {CHANGE: CASE},
        (Login.PUBLIC, "charges"): {CHANGE: ("next_at", "try_at")},
        (Login.PUBLIC, "glass_requests"): {CHANGE: ("ends_at", "closed_at")},
        (Login.PUBLIC, "members"): {READ: AT_THE_DOOR},
        (Login.PUBLIC, "prescribers"): {CHANGE: ("kept_at", "letters_stopped_at", "registered_at")},
        (Login.WORKER, "members"): {CHANGE: DIGEST},
    }
)
"""Acts that stop at some columns.  All columns but some: see :data:`SAVE`."""
SAVE: Mapping[tuple[Login, str], Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        (Login.PARTNERS, "associations"): {CHANGE: NO_KEYS},
        (Login.WORKER, "associations"): {CHANGE: NO_KEYS},
        (Login.PUBLIC, "associations"): {READ: ("wrapped_key", "key_seal")},
        (Login.PUBLIC, "companies"): {READ: CONTACT},
        (Login.PUBLIC, "prescribers"): {READ: CONTACT},
        (Login.PUBLIC, "glass_requests"): {READ: ("note", "identity", "ask_seal", "grant_seal")},
    }
)
"""Acts that reach all columns but these."""


def grant(role: Login, table: str, columns: tuple[str, ...]) -> Grant:
    """What this role may do to a table of these columns.  Raises KeyError for a table that the matrix does not know."""
    acts = MAY[table][list(Login).index(role)]
    only = dict(ONLY.get((role, table), {}))
    for act, kept in SAVE.get((role, table), {}).items():
        only[act] = tuple(name for name in columns if name not in kept)
    return Grant(acts, only)
