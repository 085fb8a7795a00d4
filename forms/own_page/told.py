"""What the hub knows of somebody, as the answers that they once gave on a form: to be shown again, and changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from flask_babel import gettext as _

from forms import summary
from forms.answers import Answers
from forms.intake_form import Section
from forms.mentor import summary as mentor_summary
from forms.mentor.answers import MentorAnswers
from hub.own_page import Told
from hub.vocabulary import Audience, Channel, Engagement, Need
from hub.wording import N_

BY_WHOM: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.SELF: N_("Faite par le jeune"),
        Channel.GUARDIAN: N_("Faite par un parent ou tuteur"),
        Channel.PRESCRIBER: N_("Faite par un professionnel"),
    }
)


def answers_of(told: Told, reader: Audience) -> Answers | MentorAnswers:
    """``reader``: who follows the registration, hence *tu* or *vous*."""
    need = told.need
    return _mentor(told, need) if isinstance(need, Engagement) else _young(told, need, reader)


def _young(told: Told, need: Need, reader: Audience) -> Answers:
    who = told.identity
    return Answers(
        channel=Channel.GUARDIAN if reader is Audience.GUARDIAN else Channel.SELF,
        birth_year=who.birth_year or 0,
        birth_month=who.birth_month or 0,
        age=need.age,
        place=need.place,
        situation=need.situation,
        level=need.level,
        themes=need.themes,
        mode=need.mode,
        publics=need.publics,
        health_consent=who.health_consent,
        message=who.message,
        first_name=who.first_name,
        last_name=who.last_name,
        email=who.email,
        phone=who.phone,
        contact_by=who.contact_by,
        guardian=who.guardian,
    )


def _mentor(told: Told, engagement: Engagement) -> MentorAnswers:
    who = told.identity
    return MentorAnswers(
        age=engagement.age,
        status=engagement.status,
        sector=engagement.sector,
        place=engagement.place,
        audiences=engagement.audiences,
        themes=engagement.themes,
        mode=engagement.mode,
        availability=engagement.availability,
        first_name=who.first_name,
        last_name=who.last_name,
        email=who.email or "",
        phone=who.phone,
        contact_by=who.contact_by,
        employer=who.employer,
    )


def sections_of(told: Told, reader: Audience) -> list[Section]:
    """All of it in words; who filled in the form is what the hub knows, not what the reader would answer."""
    need = told.need
    if isinstance(need, Engagement):
        return mentor_summary.sections(_mentor(told, need))
    first, *others = summary.sections(_young(told, need, reader))
    _for_whom, *rows = first.rows
    return [replace(first, rows=[(_("Inscription"), _(BY_WHOM[need.channel])), *rows]), *others]
