"""The tables, and the impossibilities that the database itself enforces."""

from hub.models.base import Base
from hub.models.companies import Company, CompanyEvent, Introduction, Seat, Webinar
from hub.models.desk import Asked, Charge, Domain, Question, Said, Subject
from hub.models.journey import JourneyEvent, OutboxMessage
from hub.models.journal_entries import JournalAnchor, JournalEntry
from hub.models.limits import Address, Budget
from hub.models.offers import Disclosure, Offer, Release
from hub.models.partners import Association, Member, MemberSession, Proof, Role, SignInChallenge
from hub.models.prescribers import (
    Prescriber,
    PrescriberChallenge,
    PrescriberReading,
    PrescriberSession,
    Standing,
)
from hub.models.referrals import CardTally, Referral, SealedBoxes, StoredDecision
from hub.models.rule_books import Origin, RuleBookVersion
from hub.models.second_factors import Authenticator, Passkey, PasskeyChallenge, RecoveryCode

__all__ = [
    "Address",
    "Asked",
    "Association",
    "Authenticator",
    "Base",
    "Budget",
    "CardTally",
    "Charge",
    "Company",
    "CompanyEvent",
    "Disclosure",
    "Domain",
    "Introduction",
    "JournalAnchor",
    "JournalEntry",
    "JourneyEvent",
    "Member",
    "MemberSession",
    "Offer",
    "Origin",
    "OutboxMessage",
    "Passkey",
    "PasskeyChallenge",
    "Prescriber",
    "PrescriberChallenge",
    "PrescriberReading",
    "PrescriberSession",
    "Proof",
    "Question",
    "RecoveryCode",
    "Referral",
    "Release",
    "Role",
    "RuleBookVersion",
    "Said",
    "SealedBoxes",
    "Seat",
    "SignInChallenge",
    "Standing",
    "StoredDecision",
    "Subject",
    "Webinar",
]
