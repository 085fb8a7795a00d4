"""What waits at the desk as lines of its list: each with a number that opens its page, and why it is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from associations import card_words
from associations.desk.matter_words import LETTERS, READERS, WHY
from associations.wording import STEPS
from hub.alarms import WORDS
from hub.lifecycle import ReferralState
from hub.models import (
    Alarm,
    Association,
    Breach,
    GlassRequest,
    OutboxMessage,
    Prescriber,
    Referral,
    RuleBookVersion,
    Subject,
)
from hub.queries import matters, questions
from hub.queries.matter_kinds import MatterKind
from hub.queries.matters import Matter
from hub.vocabulary import Kind, Step
from hub.wording import PRESCRIBER_KINDS
from hub.work import Work

ROWS: Mapping[Subject, type[Any]] = MappingProxyType(
    {
        Subject.REFERRAL: Referral,
        Subject.LETTER: OutboxMessage,
        Subject.PRESCRIBER: Prescriber,
        Subject.ASSOCIATION: Association,
        Subject.RULE_BOOK: RuleBookVersion,
        Subject.GLASS: GlassRequest,
        Subject.ALARM: Alarm,
        Subject.BREACH: Breach,
    }
)
"""What each subject is a row of."""


@dataclass(frozen=True, slots=True)
class Line:
    """``number`` opens ``link``; ``answered``: a professional has answered what the desk asked."""

    matter: Matter
    number: str
    link: str
    title: str
    why: str
    is_mentor: bool = False
    answered: bool = False
    promised_by: date | None = None


def lines(work: Work, found: list[Matter]) -> list[Line]:
    """In the same order; one question to the database for each kind of row, however many there are."""
    rows = {
        (subject, row.id): row
        for subject, kind in ROWS.items()
        for row in matters.rows(
            work.session, kind, [each.row_id for each in found if each.subject is subject]
        )
    }
    files = [each.row_id for each in found if each.subject is Subject.REFERRAL]
    asked = questions.about(work.session, files)
    answered = {question.referral_id for question in asked if question.said}
    return [_line(each, rows[each.subject, each.row_id], answered) for each in found]


def letter_name(letter: str) -> str:
    """Which letter it is, as the desk calls it."""
    steps = {step.value: STEPS.get(step, "") for step in Step}
    return str(_(LETTERS.get(letter) or steps.get(letter) or letter))


def _line(matter: Matter, row: Any, answered: set[int]) -> Line:
    said = _(WHY[matter.kind])
    match row:
        case Referral():
            link = url_for("desk.referral", reference=row.reference)
            if matter.kind is MatterKind.HELD:
                link = url_for("desk.releases.listed")
            title = card_words.title(row.card) if row.card else _("fiche à venir")
            mentor = row.kind is Kind.MENTOR
            has_answer = row.id in answered
            runs = row.state is not ReferralState.RESTRICTED
            promised = row.promised_by if runs else None
            return Line(matter, row.reference, link, title, said, mentor, has_answer, promised)
        case Association():
            link = url_for("desk.associations.one", slug=row.slug)
            return Line(matter, row.name, link, _("Association"), said)
        case GlassRequest():
            link = url_for("desk.glass.one", request_id=row.id)
            return Line(matter, row.referral.reference, link, _("bris de glace"), said)
        case Breach():
            return Line(matter, row.number, url_for("desk.breaches.listed"), _("registre"), said)
    return _without_a_page(matter, row, said)


def _without_a_page(matter: Matter, row: Any, said: str) -> Line:
    """What is looked at on the page of the matter itself."""
    page = url_for("desk.matter", subject=matter.subject, row_id=matter.row_id)
    match row:
        case Alarm():
            return Line(matter, str(_(WORDS[row.kind].title)), page, row.subject, said)
        case Prescriber():
            return Line(matter, str(_(PRESCRIBER_KINDS[row.kind])), page, row.domain, said)
        case OutboxMessage():
            reader = _("à %(reader)s", reader=_(READERS[row.audience]))
            return Line(matter, letter_name(row.letter), page, reader, said)
    return Line(matter, _("Règlement"), page, "", said)
