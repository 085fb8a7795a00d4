"""A personal-data breach: the register, the 72 hours, who is concerned, the letter to them (GDPR, art. 33 and 34)."""

from __future__ import annotations

from datetime import datetime, timedelta

from hub import alarms, journal, journey
from hub.journal import Act
from hub.models import AlarmKind, Breach, BreachKind, BreachNote, BreachPerson, BreachRisk
from hub.queries import breaches as rows
from hub.queries.breaches import Scope
from hub.vocabulary import Audience, Step
from hub.work import Hub, Work

NOTIFY_WITHIN = timedelta(hours=72)
WARN_BEFORE = (timedelta(hours=24), timedelta(hours=6), timedelta(0))
"""So long before the hours are over, the desk and the officer are written to."""
A_BATCH = 200
MOST_WORDS = 2000


class NotYet(Exception):
    """Something must be done first.  Says what, in French."""


def open_(work: Work, kind: BreachKind, sentence: str, *, known_at: datetime) -> Breach:
    """The hours run from ``known_at``, the moment at which the network knew with reasonable certainty."""
    year = known_at.year
    breach = Breach(
        number=f"V-{year}-{rows.how_many_in(work.session, year) + 1}",
        kind=kind,
        risk=BreachRisk.UNKNOWN,
        known_at=known_at,
        notify_by=known_at + NOTIFY_WITHIN,
        opened_at=work.now,
    )
    work.session.add(breach)
    work.flush()
    _write(work, breach, "open", sentence)
    return breach


def note(work: Work, breach: Breach, sentence: str) -> None:
    _write(work, breach, "note", sentence)


def weigh(work: Work, breach: Breach, risk: BreachRisk, sentence: str) -> None:
    breach.risk = risk
    _write(work, breach, "weigh", sentence)


def notify(work: Work, breach: Breach, sentence: str) -> None:
    """The authority was told; after the hours, the sentence says why so late (art. 33, 1)."""
    breach.notified_at = breach.notified_at or work.now
    _write(work, breach, "notify", sentence)


def concern(work: Work, breach: Breach, scope: Scope) -> int:
    """Write down who is concerned; answers how many were not known to be."""
    added = rows.keep(work.session, breach.id, scope)
    journal.note(work, Act.BREACH, breach.number, did="concern", count=added)
    return added


def decide(work: Work, breach: Breach, *, young: str, adults: str) -> None:
    """Have those concerned written to, by the worker: these words, in a letter that says who may be asked."""
    breach.young, breach.adults, breach.decided_at = young, adults, work.now
    journal.note(work, Act.BREACH, breach.number, did="tell")


def close(work: Work, breach: Breach, sentence: str) -> None:
    """Raises :class:`NotYet`."""
    if breach.risk is BreachRisk.UNKNOWN:
        raise NotYet("le risque n’est pas pesé")
    if breach.risk is not BreachRisk.NONE and breach.notified_at is None:
        raise NotYet("la CNIL n’est pas prévenue")
    if breach.risk is BreachRisk.HIGH and breach.decided_at is None:
        raise NotYet("les personnes concernées ne sont pas averties")
    if breach.decided_at and rows.untold(work.session, breach.id, most=1):
        raise NotYet("des lettres restent à poster")
    breach.closed_at = work.now
    _write(work, breach, "close", sentence)


def tell_those_concerned(hub: Hub) -> None:
    """Post the letters that were decided, some hundreds at a time.  Killed in between, nobody is told twice."""
    with hub.read() as work:
        decided = rows.to_tell(work.session)
    for breach_id in decided:
        with hub.begin() as work:
            breach = work.session.get_one(Breach, breach_id, with_for_update=True)
            for person in rows.untold(work.session, breach.id, most=A_BATCH):
                _tell(work, breach, person)


def watch_the_clock(hub: Hub) -> None:
    """Raise an alarm as the hours run out.  To be called once an hour."""
    with hub.begin() as work:
        for breach in rows.unnotified(work.session):
            left = breach.notify_by - work.now
            if any(left <= before < left + timedelta(hours=1) for before in WARN_BEFORE):
                alarms.raise_(work, AlarmKind.BREACH_CLOCK, subject=breach.number)


def _tell(work: Work, breach: Breach, person: BreachPerson) -> None:
    """Whoever is forgotten, or followed by a professional alone, has no letter: the register says how many."""
    referral, person.told_at = person.referral, work.now
    if referral.boxes is None or referral.correspondent is Audience.PRESCRIBER:
        return
    sentence = breach.young if referral.correspondent is Audience.YOUNG_PERSON else breach.adults
    journey.record(work, referral, Step.TOLD_OF_BREACH, sentence=sentence)


def _write(work: Work, breach: Breach, did: str, sentence: str) -> None:
    breach.notes.append(BreachNote(noted_at=work.now, sentence=sentence[:MOST_WORDS]))
    journal.note(work, Act.BREACH, breach.number, did=did)
