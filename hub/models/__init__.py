"""The tables, and the impossibilities that the database itself enforces."""

from hub.models.accompaniments import Accompaniment, Attempt, FollowUp, Pair, Return
from hub.models.afterwards import Opinion, OpinionGiven
from hub.models.alarms import Alarm, AlarmKind
from hub.models.base import Base
from hub.models.breaches import Breach, BreachKind, BreachNote, BreachPerson, BreachRisk
from hub.models.calendar_feeds import CalendarFeed
from hub.models.companies import Company, CompanyEvent, Introduction, Seat, Webinar
from hub.models.criteria import CardCount, EntryDeed, EntryVersion, FiledEntry
from hub.models.desk import Asked, Charge, Domain, Question, Said, Subject
from hub.models.figures import Expected, FiguresCounted, Tally, WaitsOfMonth
from hub.models.glances import Glance
from hub.models.glass import GlassReason, GlassRequest
from hub.models.held_releases import HeldRelease, Hindrance
from hub.models.journal_entries import JournalAnchor, JournalEntry
from hub.models.journey import JourneyEvent, OutboxMessage
from hub.models.keys import KeyPrint
from hub.models.limits import Address, Budget
from hub.models.offers import Disclosure, Offer, Release
from hub.models.own_page import Amendment, OpenPage, PageChallenge
from hub.models.partners import (
    DIGEST_HOUR,
    Association,
    Member,
    MemberSession,
    Proof,
    Role,
    SignInChallenge,
    Stop,
)
from hub.models.places import Ceiling, Closing, HeldPlace
from hub.models.post import Fate, PostCount
from hub.models.prescribers import (
    Prescriber,
    PrescriberChallenge,
    PrescriberReading,
    PrescriberSession,
    Standing,
)
from hub.models.referrals import CardTally, Referral, SealedBoxes, StoredDecision
from hub.models.rights import ErasedKind, Erasure, Instruction, InstructionKind, Restriction
from hub.models.rule_books import Origin, RuleBookVersion
from hub.models.second_factors import Authenticator, Passkey, PasskeyChallenge, RecoveryCode
from hub.models.short_texts import ShortText
from hub.models.site_texts import SiteText, TextUse
from hub.models.timers import Timer
from hub.models.undone import UndoneAnswer, UndoReason

__all__ = [
    "DIGEST_HOUR",
    "Accompaniment",
    "Address",
    "Alarm",
    "AlarmKind",
    "Amendment",
    "Asked",
    "Association",
    "Attempt",
    "Authenticator",
    "Base",
    "Breach",
    "BreachKind",
    "BreachNote",
    "BreachPerson",
    "BreachRisk",
    "Budget",
    "CalendarFeed",
    "CardCount",
    "CardTally",
    "Ceiling",
    "Charge",
    "Closing",
    "Company",
    "CompanyEvent",
    "Disclosure",
    "Domain",
    "EntryDeed",
    "EntryVersion",
    "ErasedKind",
    "Erasure",
    "Expected",
    "Fate",
    "FiguresCounted",
    "FiledEntry",
    "FollowUp",
    "Glance",
    "GlassReason",
    "GlassRequest",
    "HeldPlace",
    "HeldRelease",
    "Hindrance",
    "Instruction",
    "InstructionKind",
    "Introduction",
    "JournalAnchor",
    "JournalEntry",
    "JourneyEvent",
    "KeyPrint",
    "Member",
    "MemberSession",
    "Offer",
    "OpenPage",
    "Opinion",
    "OpinionGiven",
    "Origin",
    "OutboxMessage",
    "PageChallenge",
    "Pair",
    "Passkey",
    "PasskeyChallenge",
    "PostCount",
    "Prescriber",
    "PrescriberChallenge",
    "PrescriberReading",
    "PrescriberSession",
    "Proof",
    "Question",
    "RecoveryCode",
    "Referral",
    "Release",
    "Restriction",
    "Return",
    "Role",
    "RuleBookVersion",
    "Said",
    "SealedBoxes",
    "Seat",
    "ShortText",
    "SignInChallenge",
    "SiteText",
    "Standing",
    "Stop",
    "StoredDecision",
    "Subject",
    "Tally",
    "TextUse",
    "Timer",
    "UndoReason",
    "UndoneAnswer",
    "WaitsOfMonth",
    "Webinar",
]
