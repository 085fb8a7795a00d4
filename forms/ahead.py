"""What comes next and when, told to the person: what the hub will do by itself, the promise, the day of forgetting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from flask_babel import format_date
from flask_babel import gettext as _

from forms.days import NO_BREAK, on_one_line
from hub.calendar import civil
from hub.lifecycle import HELD, UNDATED, ReferralState
from hub.models import Referral, Timer
from hub.queries import timers as rows
from hub.timers import TRUE_WHILE
from hub.vocabulary import Audience, TimerKind
from hub.wording import N_
from hub.work import Work

AWAITING = frozenset({ReferralState.AWAITING_CONFIRMATION, ReferralState.AWAITING_GUARDIAN})
Deeds = Mapping[TimerKind, str]

TO_YOUNG_PERSON: Deeds = MappingProxyType(
    {
        TimerKind.SAY_ON_IT: N_("Si personne n’a encore dit oui, nous t’écrivons où en est la recherche."),
        TimerKind.SAY_NO_SOLUTION: N_(
            "Si personne n’a encore dit oui, nous te le disons franchement, avec d’autres aides et le choix "
            "d’attendre ou d’arrêter."
        ),
        TimerKind.ASK_IF_CONTACTED: N_("Nous te demandons si l’association t’a bien contacté."),
        TimerKind.SAY_UNREACHABLE: N_(
            "Si l’association ne t’a toujours pas joint, nous te demandons si tu es encore là."
        ),
        TimerKind.END_UNREACHABLE: N_("Sans nouvelles de toi, ta demande s’arrête là."),
        TimerKind.ASK_IF_TOGETHER: N_("Nous te demandons si le contact continue avec ton mentor."),
        TimerKind.HOW_IT_WAS: N_("Nous te demandons, en deux questions, comment c’était."),
        TimerKind.FORGOTTEN_SOON: N_("Nous te prévenons que tes coordonnées vont être effacées."),
    }
)
TO_ADULT: Deeds = MappingProxyType(
    {
        TimerKind.REMIND_GUARDIAN: N_("Sans réponse du parent ou tuteur, nous lui écrivons à nouveau."),
        TimerKind.SAY_ON_IT: N_("Si personne n’a encore dit oui, nous vous écrivons où en est la recherche."),
        TimerKind.SAY_NO_SOLUTION: N_(
            "Si personne n’a encore dit oui, nous vous le disons franchement, avec le choix d’attendre ou "
            "d’arrêter."
        ),
        TimerKind.ASK_IF_CONTACTED: N_("Nous vous demandons si l’association vous a bien contacté."),
        TimerKind.SAY_UNREACHABLE: N_(
            "Si l’association ne vous a toujours pas joint, nous vous demandons si vous êtes encore là."
        ),
        TimerKind.END_UNREACHABLE: N_("Sans nouvelles de vous, la demande s’arrête là."),
        TimerKind.ASK_IF_TOGETHER: N_("Nous vous demandons si les rencontres continuent."),
        TimerKind.HOW_IT_WAS: N_("Nous vous demandons, en deux questions, comment c’était."),
        TimerKind.FORGOTTEN_SOON: N_("Nous vous prévenons que vos coordonnées vont être effacées."),
    }
)
LAST_DAY = (
    N_("Dernier jour pour te répondre. Si la date change, nous te l’écrivons."),
    N_("Dernier jour pour vous répondre. Si la date change, nous vous l’écrivons."),
)
CONTACT_BY = (
    N_("Dernier jour pour que l’association te contacte."),
    N_("Dernier jour pour que l’association vous contacte."),
)
ERASED = (
    N_("Tes coordonnées sont effacées pour de bon."),
    N_("Vos coordonnées sont effacées pour de bon."),
)
ERASED_WITHOUT_A_YES = (
    N_("Sans réponse d’ici là, tout est effacé."),
    N_("Sans réponse d’ici là, tout est effacé."),
)
OUR_COPY = (
    N_("Notre copie de tes coordonnées est effacée\u202f; l’association garde la sienne."),
    N_("Notre copie de vos coordonnées est effacée\u202f; l’association garde la sienne."),
)


@dataclass(frozen=True, slots=True, order=True)
class Coming:
    """``number`` and ``month`` are the day as a leaf of a calendar shows it; ``said``, the same in one line.

    ``read_on``: the year is said of a day in another one.
    """

    day: date
    sentence: str
    read_on: date

    @property
    def number(self) -> int:
        return self.day.day

    @property
    def month(self) -> str:
        return str(format_date(self.day, "MMM"))

    @property
    def said(self) -> str:
        said = on_one_line(self.day)
        return said if self.day.year == self.read_on.year else f"{said}{NO_BREAK}{self.day.year}"


def coming(work: Work, referral: Referral) -> list[Coming]:
    """The soonest first; what is past or no longer makes sense is left out.  No date runs while all stands still."""
    if referral.state is ReferralState.RESTRICTED:
        return []
    today = civil(work.now)
    ahead = (*_dates(referral), *_deeds(referral, rows.to_come(work.session, referral.id)))
    return sorted({Coming(day, sentence, today) for day, sentence in ahead if day >= today})


def _deeds(referral: Referral, timers: list[Timer]) -> Iterator[tuple[date, str]]:
    young = referral.correspondent is Audience.YOUNG_PERSON
    told = TO_YOUNG_PERSON if young else TO_ADULT
    for timer in timers:
        if timer.kind in told and referral.state in TRUE_WHILE.get(timer.kind, {referral.state}):
            yield civil(timer.due_at), str(_(told[timer.kind]))


def _dates(referral: Referral) -> Iterator[tuple[date, str]]:
    """Those of the referral itself."""
    formal = referral.correspondent is not Audience.YOUNG_PERSON
    state, next_at, forget_at = referral.state, referral.next_at, referral.forget_at
    if referral.promised_by and state not in UNDATED:
        yield referral.promised_by, str(_(LAST_DAY[formal]))
    if next_at and state is ReferralState.ACCEPTED:
        yield civil(next_at), str(_(CONTACT_BY[formal]))
    if forget_at:
        said = OUR_COPY if state in HELD else ERASED_WITHOUT_A_YES if state in AWAITING else ERASED
        yield civil(forget_at), str(_(said[formal]))
