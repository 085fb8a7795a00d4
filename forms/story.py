"""The journey told to the person: what happened, what is happening now and until when, what comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from flask_babel import gettext as _

from forms.days import on_one_line
from forms.voices import VOICES, Voice
from hub.calendar import civil
from hub.lifecycle import ENDED, HELD, UNDATED, ReferralState
from hub.models import Association, JourneyEvent, Referral
from hub.path import STAGES
from hub.vocabulary import Kind, Step
from hub.wording import N_

ICONS: Mapping[Step, str] = MappingProxyType(
    {
        Step.AWAITING_CONFIRMATION: "check",
        Step.AWAITING_CHECK: "check",
        Step.AWAITING_GUARDIAN: "check",
        Step.RECEIVED: "check",
        Step.GUARDIAN_AGREED: "check",
        Step.OFFERED: "letter",
        Step.GOING_ON: "clock",
        Step.GUARDIAN_REMINDED: "letter",
        Step.ON_IT: "letter",
        Step.NEED_CORRECTED: "pen",
        Step.DETAILS_CHANGED: "pen",
        Step.NO_SOLUTION: "letter",
        Step.KEEPS_WAITING: "check",
        Step.WAITING: "clock",
        Step.WITH_DESK: "people",
        Step.ACCEPTED: "bridge",
        Step.RETURNED: "clock",
        Step.NOT_CONTACTED: "letter",
        Step.CONTACTED: "phone",
        Step.UNREACHABLE: "alert",
        Step.PAIRED: "people",
        Step.PAIR_ENDED: "info",
        Step.ACCOMPANIED: "bridge",
        Step.RESTRICTED: "clock",
        Step.RESUMED: "check",
        Step.TOLD_OF_BREACH: "alert",
        Step.DESK_WROTE: "letter",
        Step.CLOSED: "info",
        Step.WITHDRAWN: "cross",
    }
)
"""Steps that the person sees.  An association's refusal is not one: they hear of it when the date changes."""

DATED = frozenset({ReferralState.ACCEPTED, ReferralState.UNREACHABLE})
"""Those of whom the next date is the person's too: the others' is a date of the association's."""

MET = frozenset({Step.ACCEPTED, Step.PAIRED})
NAMED = frozenset(
    {
        *(Step.ACCEPTED, Step.RETURNED, Step.NOT_CONTACTED),
        *(Step.CONTACTED, Step.UNREACHABLE, Step.ACCOMPANIED),
    }
)
"""Those that say which association: one that said yes."""


BY = N_("Réponse au plus tard le %(day)s")


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline.  ``tense`` is done, met (an association said yes, a mentor came), now or next."""

    tense: str
    icon: str
    title: str
    when: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """``kind`` is a mentor's or a young person's; ``voice``, the words of the page.

    ``association`` is the one that said yes, for as long as it holds; ``stage``, how far on the path; ``closing``,
    what the team answered when nobody could.
    """

    kind: Kind
    voice: Voice
    reference: str
    moments: list[Moment]
    promised: str
    late: bool
    association: Association | None
    stage: int | None
    closing: str
    forgotten: bool
    may_withdraw: bool


def tell(referral: Referral, events: Iterable[JourneyEvent], *, today: date) -> Story:
    voice = VOICES[referral.correspondent]
    seen = [event for event in events if event.step in ICONS]
    promised_by = None if referral.state in UNDATED else referral.promised_by
    return Story(
        kind=referral.kind,
        voice=voice,
        reference=referral.reference,
        moments=[
            *(_past(event, voice) for event in seen),
            *_present(referral, voice, today),
            *_future(referral, voice),
        ],
        promised=on_one_line(promised_by) if promised_by else "",
        late=promised_by is not None and promised_by < today,
        association=_association(referral, seen),
        stage=STAGES.get(referral.state),
        closing=_closing(referral, seen),
        forgotten=referral.state is ReferralState.FORGOTTEN,
        may_withdraw=referral.state not in ENDED,
    )


def _past(event: JourneyEvent, voice: Voice) -> Moment:
    name = event.offer.association.name if event.step in NAMED and event.offer else ""
    return Moment(
        tense="met" if event.step in MET else "done",
        icon=ICONS[event.step],
        title=_(voice.happened[event.step], name=name),
        when=on_one_line(civil(event.happened_at)),
        text=_aside(event),
    )


def _aside(event: JourneyEvent) -> str:
    if event.step is Step.GOING_ON and event.promised_by:
        return str(_(BY, day=on_one_line(event.promised_by)))
    return event.sentence or ""


def _present(referral: Referral, voice: Voice, today: date) -> list[Moment]:
    if referral.state not in voice.now:
        return []
    day = None if referral.state in UNDATED else referral.promised_by
    if referral.state in HELD:
        dated = referral.next_at if referral.state in DATED else None
        day = civil(dated) if dated else None
    by = _("Au plus tard le %(day)s", day=on_one_line(day)) if day and day >= today else ""
    return [Moment("now", "clock", _(voice.now[referral.state]), when=by)]


def _future(referral: Referral, voice: Voice) -> list[Moment]:
    if referral.state in ENDED or referral.state is ReferralState.RESTRICTED:
        return []
    if referral.state is ReferralState.PAIRED:
        return [Moment("next", "dots", _(voice.some_months))]
    coming = [voice.a_meeting] if referral.state in HELD else [voice.a_yes, voice.a_meeting]
    return [Moment("next", "dots", _(said)) for said in coming]


def _closing(referral: Referral, seen: list[JourneyEvent]) -> str:
    if referral.state is not ReferralState.CLOSED:
        return ""
    return next((event.sentence or "" for event in reversed(seen) if event.step is Step.CLOSED), "")


def _association(referral: Referral, seen: list[JourneyEvent]) -> Association | None:
    if referral.state not in HELD:
        return None
    said_yes = [event.offer for event in seen if event.step is Step.ACCEPTED and event.offer]
    return said_yes[-1].association if said_yes else None
