"""Which rows the partners' door sees: those of the association of whoever is signed in; the desk sees all.

Who is signed in is not what the door says, but what the token of their browser opens: the database looks it up itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

READER = "hub.reader"
"""The setting that holds the token, until the end of the transaction."""

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "hub_reader() RETURNS integer": (
            "SELECT s.member_id FROM member_sessions s WHERE s.ended_at IS NULL"
            " AND s.token_digest = sha256(convert_to(current_setting('hub.reader', true), 'UTF8'))"
        ),
        "hub_calendar() RETURNS integer": (
            "SELECT f.member_id FROM calendar_feeds f"
            " WHERE f.token_digest = sha256(convert_to(current_setting('hub.reader', true), 'UTF8'))"
        ),
        "hub_house() RETURNS integer": (
            "SELECT m.association_id FROM members m"
            " WHERE m.removed_at IS NULL AND m.id = coalesce(hub_reader(), hub_calendar())"
        ),
        "hub_at_the_desk() RETURNS boolean": (
            "SELECT EXISTS (SELECT FROM members m WHERE m.removed_at IS NULL"
            " AND m.role IN ('desk', 'auditor') AND m.id = hub_reader())"
        ),
        "hub_is_asked_too(referral integer) RETURNS boolean": (
            "SELECT EXISTS (SELECT FROM offers o WHERE o.referral_id = referral"
            " AND o.association_id = hub_house())"
        ),
    }
)
"""Run with their owner's rights: they look at rows that whoever asks may not see, and answer a word."""

HOUSE, DESK = "(SELECT hub_house())", "(SELECT hub_at_the_desk())"
OWN = f"association_id = {HOUSE}"
OWN_OFFER = f"EXISTS (SELECT FROM offers o WHERE o.id = offer_id AND o.{OWN})"  # nosec B608 (our own words)
OWN_REFERRAL = "hub_is_asked_too(referral_id)"


def introduced(company: str) -> str:
    """Whether this company was introduced to the association that asks."""
    return f"EXISTS (SELECT FROM introductions i WHERE i.company_id = {company} AND i.{OWN})"  # nosec B608 (our own words)


THEIRS: Mapping[str, str] = MappingProxyType(
    {
        "accompaniments": OWN,
        "attempts": OWN_OFFER,
        "companies": introduced("companies.id"),
        "company_events": f"{OWN} OR {introduced('company_events.company_id')}",
        "decisions": "false",
        "disclosures": OWN_OFFER,
        "entry_versions": OWN,
        "filed_entries": OWN,
        "follow_ups": "EXISTS (SELECT FROM pairs p WHERE p.id = pair_id)",
        "glances": OWN_OFFER,
        "glass_requests": "false",
        "held_releases": "false",
        "instructions": OWN,
        "introductions": OWN,
        "journey_events": OWN_REFERRAL,
        "offers": f"{OWN} OR (state IN ('open', 'overdue', 'recalled') AND {OWN_REFERRAL})",
        "pairs": OWN_OFFER,
        "prescribers": "EXISTS (SELECT FROM referrals r WHERE r.prescriber_id = prescribers.id)",
        "questions": OWN_REFERRAL,
        "referrals": "hub_is_asked_too(id)",
        "releases": OWN_OFFER,
        "returns": OWN_OFFER,
        "undone_answers": OWN,
    }
)
"""By table, which rows are those of the reader's association.

Of another's offers, those about the same young person that are alive or recalled: the first acceptance recalls them.
What somebody else declined, or why, is never among them.
"""
